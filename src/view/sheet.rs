//! Sheets over the whole screen: the help, the numbers.

use ratatui::buffer::Buffer;

use super::Theme;
use super::paint::{clear, draw_frame, right, text};
use crate::app::help::{self, HelpLine, has_frame, room};
use crate::app::keymap::{Action, taught};
use crate::app::stats::{NumberLine, Numbers};
use crate::app::{Area, Model, Sheet, Shows};
use crate::text::{fit, width};

/// Columns of a frame with the room beside what it holds.
const FRAME: u16 = 6;
const WIDEST_NUMBERS: u16 = 100;

/// Draws a sheet over the whole screen but a margin, from its first visible line on; returns where.
pub(super) fn draw_sheet(sheet: Sheet, model: &Model, theme: &Theme, buffer: &mut Buffer) -> Area {
    match sheet.shows {
        Shows::Help => {
            let lines = help::lines(&model.preferences.keys, model.preferences.signs);
            let frame = Frame { title: " kcbrowse ", columns: help_columns(&lines), lines: lines.len() };
            let (area, inner) = frame.draw(sheet.top, model, theme, buffer);
            let [keys, terms] = blocks(&lines).map(|block| vec![entry_width(block, inner.width); block.len()]);
            let lines: Vec<(HelpLine, u16)> = lines.into_iter().zip(keys.into_iter().chain(terms)).collect();
            each_row(inner, sheet.top, &lines, |(line, entry), row| draw_help_line(line, *entry, theme, row, buffer));
            area
        }
        Shows::Numbers => {
            let columns = model.size.columns.min(WIDEST_NUMBERS);
            let numbers = Numbers::of(&model.results, columns.saturating_sub(FRAME).into());
            let frame = Frame { title: " numbers ", columns, lines: numbers.lines.len() };
            let (area, inner) = frame.draw(sheet.top, model, theme, buffer);
            each_row(inner, sheet.top, &numbers.lines, |line, row| {
                draw_number(line, &numbers, model.preferences.plain, theme, row, buffer);
            });
            area
        }
    }
}

/// Each visible line with its row.
fn each_row<T>(inner: Area, top: usize, lines: &[T], mut draw: impl FnMut(&T, Area)) {
    for (y, line) in (inner.y..inner.y + inner.height).zip(lines.iter().skip(top)) {
        draw(line, Area { y, height: 1, ..inner });
    }
}

/// What stands around the lines of a sheet.
struct Frame {
    title: &'static str,
    columns: u16,
    lines: usize,
}

impl Frame {
    /// Draws it, and says which area it takes and where the lines go.
    fn draw(&self, top: usize, model: &Model, theme: &Theme, buffer: &mut Buffer) -> (Area, Area) {
        let (size, rows) = (model.size, room(model.size));
        let has_more = top + rows < self.lines;
        let key = |action| taught(model, action).map_or_else(String::new, |key| format!("{key} "));
        if !has_frame(size) {
            let area = Area { x: 0, y: 0, width: size.columns, height: size.rows };
            clear(area, theme, buffer);
            let lines = Area { height: size.rows.min(rows as u16), ..area };
            let more = if has_more { format!("{}more  ", key(Action::Down)) } else { String::new() };
            let foot = format!("{more}{}close", key(Action::Back));
            text(buffer, 0, lines.height, area.width, &fit(&foot, area.width.into()), theme.quiet);
            return (area, lines);
        }
        let columns = self.columns.min(size.columns);
        let height = (rows.min(self.lines) as u16 + 4).min(size.rows);
        let area = Area { x: (size.columns - columns) / 2, y: (size.rows - height) / 2, width: columns, height };
        clear(area, theme, buffer);
        let (first, last) = (area.y, area.y + area.height.saturating_sub(1));
        draw_frame(area, theme, buffer);
        text(buffer, area.x + 2, first, area.width, self.title, theme.accent);
        if has_more {
            text(buffer, area.x + 2, last, area.width, &format!(" {}more ", key(Action::Down)), theme.quiet);
        }
        let height = last.saturating_sub(first + 2).min(rows as u16);
        (area, Area { y: first + 2, height, ..area.inset(3) })
    }
}

fn draw_help_line(line: &HelpLine, keys: u16, theme: &Theme, row: Area, buffer: &mut Buffer) {
    match line {
        HelpLine::Heading(heading) => {
            text(buffer, row.x, row.y, row.width, heading, theme.heading);
        }
        HelpLine::Entry(entry, meaning) => {
            text(buffer, row.x, row.y, keys, &fit(entry, keys.into()), theme.accent);
            let room = row.width.saturating_sub(keys + 2);
            text(buffer, row.x + keys + 2, row.y, room, &fit(meaning, room.into()), theme.text);
        }
        HelpLine::Gap => {}
    }
}

fn draw_number(line: &NumberLine, numbers: &Numbers, is_plain: bool, theme: &Theme, row: Area, buffer: &mut Buffer) {
    let (names, digits) = (numbers.names as u16, numbers.digits as u16);
    match line {
        NumberLine::Heading(heading) => {
            text(buffer, row.x, row.y, row.width, heading, theme.heading);
        }
        NumberLine::Value { name, count, bar } => {
            text(buffer, row.x, row.y, row.width, name, theme.text);
            let counts = Area { x: row.x + names + 2, width: digits.min(row.width), ..row };
            right(buffer, counts, row.y, &count.to_string(), theme.quiet);
            let x = counts.x + digits + 2;
            let bar = if is_plain { "" } else { bar };
            text(buffer, x, row.y, (row.x + row.width).saturating_sub(x), bar, theme.accent);
        }
        NumberLine::Rest(rest) => {
            text(buffer, row.x, row.y, row.width, rest, theme.quiet);
        }
        NumberLine::Gap => {}
    }
}

/// The keys, which line up with each other, and the terms of the query, which are longer.
fn blocks(lines: &[HelpLine]) -> [&[HelpLine]; 2] {
    let end = lines.iter().rposition(|line| *line == HelpLine::Gap).unwrap_or(lines.len());
    let (keys, terms) = lines.split_at(end);
    [keys, terms]
}

/// Columns that show every line of the help whole.
fn help_columns(lines: &[HelpLine]) -> u16 {
    let columns = |block: &[HelpLine]| {
        let meaning = |line: &HelpLine| if let HelpLine::Entry(_, meaning) = line { width(meaning) } else { 0 };
        entry_width(block, u16::MAX) + 2 + block.iter().map(meaning).max().unwrap_or(0) as u16
    };
    blocks(lines).map(columns).into_iter().max().unwrap_or(0) + FRAME
}

fn entry_width(lines: &[HelpLine], room: u16) -> u16 {
    let entries =
        lines.iter().filter_map(|line| if let HelpLine::Entry(entry, _) = line { Some(width(entry)) } else { None });
    (entries.max().unwrap_or(0) as u16).min(room / 3)
}
