//! The help overlay.

use ratatui::buffer::Buffer;

use super::Theme;
use super::paint::{clear, draw_frame, text};
use crate::app::help::{HelpLine, lines, room};
use crate::app::keymap::{Action, taught};
use crate::app::{Area, Model};
use crate::text::{fit, width};

/// Draws the help over the whole screen but a margin, from line `top` on.
pub(super) fn draw_help(top: usize, model: &Model, theme: &Theme, buffer: &mut Buffer) {
    let (lines, size) = (lines(&model.preferences.keys), model.size);
    let wide = columns(&lines).min(size.columns);
    let rows = room(size);
    let height = (rows.min(lines.len()) as u16 + 4).min(size.rows);
    let area = Area { x: (size.columns - wide) / 2, y: (size.rows - height) / 2, width: wide, height };
    clear(area, theme, buffer);
    let (first, last) = (area.y, area.y + area.height.saturating_sub(1));
    draw_frame(area, theme, buffer);
    text(buffer, area.x + 2, first, area.width, " kcbrowse ", theme.accent);
    if top + rows < lines.len() {
        let down = taught(model, Action::Down).map_or(String::new(), |key| format!(" {key}"));
        text(buffer, area.x + 2, last, area.width, &format!("{down} more "), theme.quiet);
    }
    let inner = area.inset(3);
    let keys = entry_width(&lines, inner.width);
    for (y, line) in (first + 2..last.max(first + 2)).zip(lines.iter().skip(top).take(rows)) {
        match line {
            HelpLine::Heading(heading) => {
                text(buffer, inner.x, y, inner.width, heading, theme.heading);
            }
            HelpLine::Entry(entry, meaning) => {
                text(buffer, inner.x, y, keys, &fit(entry, keys.into()), theme.accent);
                let room = inner.width.saturating_sub(keys + 2);
                text(buffer, inner.x + keys + 2, y, room, &fit(meaning, room.into()), theme.text);
            }
            HelpLine::Gap => {}
        }
    }
}

/// Columns that show every line whole, with the frame and room beside it.
fn columns(lines: &[HelpLine]) -> u16 {
    let meanings = lines
        .iter()
        .filter_map(|line| if let HelpLine::Entry(_, meaning) = line { Some(width(meaning)) } else { None });
    entry_width(lines, u16::MAX) + 2 + meanings.max().unwrap_or(0) as u16 + 6
}

fn entry_width(lines: &[HelpLine], room: u16) -> u16 {
    let entries =
        lines.iter().filter_map(|line| if let HelpLine::Entry(entry, _) = line { Some(width(entry)) } else { None });
    (entries.max().unwrap_or(0) as u16).min(room / 3)
}
