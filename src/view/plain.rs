//! The screen as it is read out: words in place of signs, nothing in that of lines, the cursor on what is selected.
//!
//! Not here: which panes there are (`app::geometry`), and the words that need more room than a sign (`chrome`, `list`,
//! `facets`).

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Area, Model, Pane};
use crate::text::width;
use crate::typeset::{Piece, Role, is_line};

/// Takes off the lines around and between what is read, `covered` being what stands over the panes. A note keeps what
/// its author wrote.
pub(super) fn take_lines_off(model: &Model, covered: &[Area], buffer: &mut Buffer) {
    let note = model.panes().note_text;
    let is_note = |x, y| note.contains(x, y) && !covered.iter().any(|area| area.contains(x, y));
    let size = buffer.area;
    for (x, y) in (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y))).filter(|(x, y)| !is_note(*x, *y))
    {
        let Some(sign) = buffer.cell((x, y)).and_then(|cell| instead_of(cell.symbol())) else { continue };
        buffer[(x, y)].set_symbol(sign);
        // A point between two words is heard as what it means.
        if sign == COMMA && x > 0 && buffer[(x - 1, y)].symbol() == " " {
            buffer[(x - 1, y)].set_symbol(COMMA);
            buffer[(x, y)].set_symbol(" ");
        }
    }
}

const COMMA: &str = ",";

fn instead_of(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "▌" => ">",
        "●" => "*",
        "·" => COMMA,
        "▸" => "+",
        "▾" => "-",
        "│" | "─" | "┬" | "┴" | "├" | "┤" | "╭" | "╮" | "╰" | "╯" | "━" | "╸" | "▐" | "▏" | "▪" | "›" | "‹" => {
            " "
        }
        _ => return None,
    })
}

/// What is read of a piece of a note, as wide as the piece: nothing of lines and frames, and signs that have a name.
pub(super) fn spoken(piece: &Piece) -> Cow<'_, str> {
    if is_line(piece) {
        return " ".repeat(width(&piece.text)).into();
    }
    match piece.role {
        Role::Marker => piece.text.replace(['◦', '▪'], "•").replace('▸', "+").replace('▾', "-").into(),
        Role::Quiet => piece.text.replace(" · ", ",  ").into(),
        Role::Image => piece.text.replace('▣', " ").into(),
        _ => piece.text.as_str().into(),
    }
}

/// Where the cursor stands while nothing is typed: on what is selected, or where reading begins.
pub(super) fn focus(model: &Model) -> Position {
    let panes = model.panes();
    let (area, row) = match model.pane {
        Pane::List => (panes.list, model.list_rows().row_of(model.list.cursor).saturating_sub(model.list.top)),
        Pane::Facets => {
            let rows = model.facets.rows(&model.facets.groups);
            (panes.facets, model.facets.cursor_row(&rows).unwrap_or(0).saturating_sub(model.facets.top))
        }
        Pane::Note => (panes.note_text, 0),
    };
    let Area { x, y, height, .. } = area;
    Position::new(x, y + (row as u16).min(height.saturating_sub(1)))
}
