//! Putting text on cells: clipped to an area, by display width, never outside the screen.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Theme;
use crate::app::Area;
use crate::search::Marks;
use crate::text::{fit, visible, width};

/// The same rectangle in ratatui's terms, cut to the screen.
pub(super) fn rect(area: Area, buffer: &Buffer) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height).intersection(buffer.area)
}

/// Empties the cells of an area, down to the theme's ground. A wide character at its left that would reach into it goes too.
pub(super) fn clear(area: Area, theme: &Theme, buffer: &mut Buffer) {
    for y in area.y..area.y + area.height {
        if let Some(cell) = area.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)))
            && cell.cell_width() > 1
        {
            cell.set_symbol(" ");
        }
    }
    for position in rect(area, buffer).positions() {
        buffer[position].reset();
        buffer[position].set_style(theme.ground);
    }
}

/// Writes text from a cell on, at most `columns` wide; returns the columns used.
pub(super) fn text(buffer: &mut Buffer, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
    if columns == 0 || !buffer.area.contains((x, y).into()) {
        return 0;
    }
    let (end, _) = buffer.set_stringn(x, y, text, columns.into(), style);
    end - x
}

/// Writes a label of a note, made safe and cut to fit, with what matched marked.
pub(super) fn label(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    columns: u16,
    (label, marks): (&str, &Marks),
    style: Style,
    matched: Style,
) -> u16 {
    let safe = visible(label);
    // Stand-ins may differ in bytes from what they stand for; then nothing can be marked.
    let marks: &[_] = if safe.len() == label.len() { marks } else { &[] };
    let shown = fit(&safe, columns.into());
    let kept = common_prefix(&safe, &shown);
    let mut at = x;
    let mut byte = 0;
    for mark in marks {
        let (start, end) = (mark.start.min(kept), mark.end.min(kept));
        if start < byte || start >= end || !shown.is_char_boundary(start) || !shown.is_char_boundary(end) {
            continue;
        }
        at += text(buffer, at, y, columns.saturating_sub(at - x), &shown[byte..start], style);
        at += text(buffer, at, y, columns.saturating_sub(at - x), &shown[start..end], style.patch(matched));
        byte = end;
    }
    at += text(buffer, at, y, columns.saturating_sub(at - x), &shown[byte..], style);
    at - x
}

/// Bytes both begin with.
fn common_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or_else(|| a.len().min(b.len()), |((at, _), _)| at)
}

/// Writes text so that it ends at the right edge of a row of the area; returns the columns used.
pub(super) fn right(buffer: &mut Buffer, area: Area, y: u16, shown: &str, style: Style) -> u16 {
    let wide = (width(shown) as u16).min(area.width);
    text(buffer, area.x + area.width - wide, y, wide, shown, style);
    wide
}

/// Fills a row of the area with a character.
pub(super) fn fill_row(buffer: &mut Buffer, area: Area, y: u16, symbol: &str, style: Style) {
    for x in area.x..area.x + area.width {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
    }
}

/// A frame along the edge of an area.
pub(super) fn draw_frame(area: Area, theme: &Theme, buffer: &mut Buffer) {
    let (first, last) = (area.y, area.y + area.height.saturating_sub(1));
    let right = area.x + area.width.saturating_sub(1);
    for (y, left_corner, right_corner) in [(first, "╭", "╮"), (last, "╰", "╯")] {
        fill_row(buffer, area, y, "─", theme.quiet);
        text(buffer, area.x, y, area.width, left_corner, theme.quiet);
        text(buffer, right, y, 1, right_corner, theme.quiet);
    }
    for y in first + 1..last {
        text(buffer, area.x, y, area.width, "│", theme.quiet);
        text(buffer, right, y, 1, "│", theme.quiet);
    }
}
