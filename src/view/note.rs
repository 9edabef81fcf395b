//! The note pane: the visible lines of the page, hits marked, a scroll bar at the right.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::paint::{fill_row, text};
use super::{Theme, plain};
use crate::app::geometry::scroll_bar;
use crate::app::{Area, Model, Pane, Panes};
use crate::typeset::{self, Found, Line, Piece, Role};

/// Draws the visible lines.
pub(super) fn draw_note(model: &Model, theme: &Theme, panes: &Panes, buffer: &mut Buffer) {
    let (area, inner) = (panes.note, panes.note_text);
    if area.is_empty() {
        return;
    }
    let under_hand = model.note.details_here(area.height.into()).filter(|_| model.pane == Pane::Note);
    let lines = model.note.page.lines.iter().enumerate().skip(model.note.top);
    for (y, (number, line)) in (inner.y..inner.y + inner.height).zip(lines) {
        draw_line(line, model.preferences.plain, theme, Area { y, height: 1, ..inner }, buffer);
        if under_hand.is_some_and(|details| details.line == number) {
            mark_details(line, theme, Area { y, height: 1, ..inner }, buffer);
        }
        let first = model.note.found.partition_point(|found| found.line < number);
        for found in model.note.found[first..].iter().take_while(|found| found.line == number) {
            let style = if model.note.hit == Some(found.hit) { theme.current_hit } else { theme.hit };
            mark(line, found, style, Area { y, height: 1, ..inner }, buffer);
        }
    }
    draw_scroll_bar(model, theme, area, buffer);
}

fn draw_line(line: &Line, is_plain: bool, theme: &Theme, area: Area, buffer: &mut Buffer) {
    let end = area.x + area.width;
    let mut x = area.x;
    for piece in &line.pieces {
        let shown = if is_plain { plain::spoken(piece) } else { Cow::from(&piece.text) };
        x += text(buffer, x, area.y, end.saturating_sub(x), &shown, theme.of(piece.role, piece.style));
    }
    // A code block's ground runs to the edge of the text.
    if line.pieces.last().is_some_and(|piece| {
        matches!(piece.role, Role::CodeBlock | Role::CodeLanguage | Role::CodeMark | Role::Token(_))
    }) {
        let rest = Area { x, width: end.saturating_sub(x), ..area };
        fill_row(buffer, rest, area.y, " ", theme.of(Role::CodeBlock, crate::typeset::Emphasis::default()));
    }
}

/// Marks what `Enter` opens or closes.
fn mark_details(line: &Line, theme: &Theme, area: Area, buffer: &mut Buffer) {
    let Some(mark) = line.pieces.iter().position(typeset::is_details_mark) else { return };
    let before: usize = line.pieces[..mark].iter().map(Piece::width).sum();
    let x = area.x + (before + line.pieces[mark].width()).saturating_sub(2) as u16;
    if let Some(cell) = buffer.cell_mut((x, area.y)).filter(|_| area.contains(x, area.y)) {
        cell.set_style(theme.accent.add_modifier(Modifier::REVERSED));
    }
}

/// Marks a hit's cells. Columns come from the widths of what stands before it.
fn mark(line: &Line, found: &Found, style: ratatui::style::Style, area: Area, buffer: &mut Buffer) {
    let whole: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let (Some(before), Some(hit)) = (whole.get(..found.range.start), whole.get(found.range.clone())) else { return };
    let start = crate::text::width(before) as u16;
    let columns = (crate::text::width(hit) as u16).min(area.width.saturating_sub(start));
    for x in area.x + start..area.x + start + columns {
        if let Some(cell) = buffer.cell_mut((x, area.y)) {
            cell.set_style(style);
        }
    }
}

fn draw_scroll_bar(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    let (lines, height) = (model.note.page.lines.len(), usize::from(area.height));
    let Some(bar) = scroll_bar(area).filter(|_| lines > height) else { return };
    let x = bar.x;
    let length = (height * height / lines).max(1);
    let top = model.note.top * (height - length) / (lines - height).max(1);
    for row in top..top + length {
        text(buffer, x, area.y + row as u16, 1, "▐", theme.quiet);
    }
    for row in rows_with_hits(&model.note.found, lines, height) {
        if let Some(cell) = buffer.cell_mut((x, area.y + row as u16)) {
            cell.set_symbol("▪").set_style(theme.matched);
        }
    }
}

/// The rows of a scroll bar that stand for lines with hits: there may be many more hits than rows.
fn rows_with_hits(found: &[Found], lines: usize, height: usize) -> impl Iterator<Item = usize> {
    let first_line = move |row: usize| (row * lines).div_ceil(height);
    (0..height).filter(move |row| {
        let at = found.partition_point(|found| found.line < first_line(*row));
        found.get(at).is_some_and(|found| found.line < first_line(row + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hit_has_its_row_on_the_scroll_bar() {
        let found = |line| Found { line, range: 0..1, hit: 0, folded: None };
        for (lines, height) in [(7, 3), (100, 10), (101, 40), (12, 11)] {
            for line in 0..lines {
                let rows: Vec<usize> = rows_with_hits(&[found(line)], lines, height).collect();
                assert_eq!(rows, [line * height / lines], "{line} of {lines} in {height}");
            }
        }
        assert_eq!(rows_with_hits(&[found(1), found(2), found(90)], 100, 10).collect::<Vec<_>>(), [0, 9]);
    }
}
