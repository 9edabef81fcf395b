//! Links of the note as links of the terminal (OSC 8): each cell of a link's text opens and closes the link itself, so
//! that cells can be sent one by one, as they change.
//!
//! Not here: whether the terminal has hyperlinks (`terminal`).

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};

use crate::app::{Area, Model};
use crate::text::clickable;

/// Terminals drop longer addresses.
const LONGEST: usize = 2000;

/// Makes links of the cells that show one of the note's. All has been drawn; what stands over the note is left as it is.
pub(super) fn link_cells(model: &Model, covered: &[Area], buffer: &mut Buffer) {
    let (page, area) = (&model.note.page, model.panes().note_text);
    for (y, line) in (area.y..area.y + area.height).zip(page.lines.iter().skip(model.note.top)) {
        let mut end = area.x;
        for piece in &line.pieces {
            let start = end;
            end = end.saturating_add(piece.width() as u16).min(area.x + area.width);
            let link = piece.link.and_then(|link| Some((link, page.links.get(link as usize)?)));
            let address = link.and_then(|(number, link)| Some((number, clickable(&link.url)?)));
            if let Some((number, address)) = address.filter(|(_, address)| address.len() <= LONGEST) {
                // The same number on each line a link is broken over makes it one link.
                let open = format!("\x1b]8;id={number};{address}\x1b\\");
                let mut x = start;
                while x < end {
                    let is_covered = covered.iter().any(|area| area.contains(x, y));
                    x += if is_covered { 1 } else { link_cell(buffer, (x, y), &open) };
                }
            }
        }
    }
}

/// Makes a link of a cell; returns its columns.
fn link_cell(buffer: &mut Buffer, at: (u16, u16), open: &str) -> u16 {
    let Some(cell) = buffer.cell_mut(at) else { return 1 };
    let columns = cell.cell_width().max(1);
    cell.set_symbol(&format!("{open}{}\x1b]8;;\x1b\\", cell.symbol()));
    if let Some(columns) = NonZeroU16::new(columns) {
        cell.set_diff_option(CellDiffOption::ForcedWidth(columns));
    }
    columns
}
