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

/// Makes links of the cells of the note that show one. The note has been drawn, nothing over it yet.
pub(super) fn link_cells(model: &Model, area: Area, buffer: &mut Buffer) {
    let page = &model.note.page;
    for (y, line) in (area.y..area.y + area.height).zip(page.lines.iter().skip(model.note.top)) {
        let mut end = area.x;
        for piece in &line.pieces {
            let start = end;
            end = end.saturating_add(piece.width() as u16).min(area.x + area.width);
            let link = piece.link.and_then(|link| Some((link, page.links.get(link as usize)?)));
            let address = link.and_then(|(number, link)| Some((number, clickable(&link.url)?)));
            if let Some((number, address)) = address.filter(|(_, address)| address.len() <= LONGEST) {
                // The same number on each line a link is broken over makes it one link.
                link_row(buffer, (start, end, y), &format!("\x1b]8;id={number};{address}\x1b\\"));
            }
        }
    }
}

fn link_row(buffer: &mut Buffer, (start, end, y): (u16, u16, u16), open: &str) {
    let mut x = start;
    while x < end
        && let Some(cell) = buffer.cell_mut((x, y))
    {
        let columns = cell.cell_width().max(1);
        cell.set_symbol(&format!("{open}{}\x1b]8;;\x1b\\", cell.symbol()));
        if let Some(columns) = NonZeroU16::new(columns) {
            cell.set_diff_option(CellDiffOption::ForcedWidth(columns));
        }
        x += columns;
    }
}
