//! The screen as it is read out: signs of letters in place of bars and frames, the cursor on what is selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Area, Model, Pane};

/// Puts letters in the place of signs, and nothing in that of lines. A note keeps what its author drew.
pub(super) fn take_lines_off(model: &Model, buffer: &mut Buffer) {
    let text = model.panes().note_text;
    let is_covered = model.sheet.is_some() || model.picker.is_some();
    let size = buffer.area;
    for (x, y) in (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y))) {
        if !is_covered && text.contains(x, y) {
            continue;
        }
        if let Some(cell) = buffer.cell_mut((x, y))
            && let Some(sign) = instead_of(cell.symbol())
        {
            cell.set_symbol(sign);
        }
    }
}

fn instead_of(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "▌" => ">",
        "●" => "*",
        "✓" => "+",
        "✗" => "-",
        "│" | "─" | "┬" | "┴" | "├" | "┤" | "╭" | "╮" | "╰" | "╯" | "━" | "╸" | "▐" | "▪" | "›" | "‹" => {
            " "
        }
        _ => return None,
    })
}

/// Where the cursor stands while nothing is typed: on what is selected, or where reading begins.
pub(super) fn focus(model: &Model) -> Position {
    let panes = model.panes();
    let (area, row) = match model.pane {
        Pane::List => (panes.list, model.list_rows().row_of(model.list.cursor).saturating_sub(model.list.top)),
        Pane::Facets => {
            let rows = model.facets.rows(&model.results.facets);
            (panes.facets, model.facets.cursor_row(&rows).unwrap_or(0).saturating_sub(model.facets.top))
        }
        Pane::Note => (panes.note_text, 0),
    };
    let Area { x, y, height, .. } = area;
    Position::new(x, y + (row as u16).min(height.saturating_sub(1)))
}
