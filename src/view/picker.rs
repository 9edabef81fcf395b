//! The list to choose from, over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;

use super::Theme;
use super::paint::{clear, draw_frame, label, right, text};
use crate::app::Area;
use crate::app::picker::{Item, Picker};
use crate::text::{fit, visible, width};

/// Draws the list and the line typed into; returns where.
pub(super) fn draw_picker(picker: &Picker, theme: &Theme, buffer: &mut Buffer) -> [Area; 3] {
    let place = picker.place();
    let areas = [place.frame, place.filter, place.list];
    for area in areas {
        clear(area, theme, buffer);
    }
    if !place.frame.is_empty() {
        draw_frame(place.frame, theme, buffer);
        let count = match picker.shown.len() {
            shown if shown == picker.items.len() => format!(" {shown} "),
            shown => format!(" {shown} of {} ", picker.items.len()),
        };
        let rim = place.frame.inset(2);
        let used = right(buffer, rim, rim.y, &count, theme.quiet);
        let title = format!(" {} ", picker.title);
        let room = rim.width.saturating_sub(used + 1);
        text(buffer, rim.x, rim.y, room, &fit(&title, room.into()), theme.accent.add_modifier(Modifier::BOLD));
    }
    draw_filter(picker, theme, place.filter, buffer);
    if picker.shown.is_empty() {
        let room = place.list.width.saturating_sub(2);
        text(buffer, place.list.x + 2, place.list.y, room, &fit("nothing fits", room.into()), theme.quiet);
    }
    let visible = picker.shown.iter().enumerate().skip(picker.top);
    for (y, (number, index)) in (place.list.y..place.list.y + place.list.height).zip(visible) {
        if let Some(item) = picker.items.get(*index) {
            let line = Area { y, height: 1, ..place.list };
            draw_item(picker, item, number == picker.cursor, theme, line, buffer);
        }
    }
    areas
}

fn field(area: Area) -> Area {
    let indent = 2.min(area.width / 3);
    Area { x: area.x + indent, width: area.width - indent - u16::from(area.width > indent), ..area }
}

fn draw_filter(picker: &Picker, theme: &Theme, area: Area, buffer: &mut Buffer) {
    text(buffer, area.x, area.y, area.width.min(1), "›", theme.accent);
    let field = field(area);
    let typed = visible(picker.filter.text());
    if typed.is_empty() {
        let hint = if picker.number_columns() > 0 { "words, or a number" } else { "words" };
        // The cursor's own cell stays free.
        let room = field.width.saturating_sub(1);
        text(buffer, field.x + 1, field.y, room, &fit(hint, room.into()), theme.quiet);
        return;
    }
    let skipped = picker.filter.scroll_column(field.width.into());
    text(buffer, field.x, field.y, field.width, super::chrome::drop_columns(&typed, skipped), theme.text);
}

fn draw_item(picker: &Picker, item: &Item, here: bool, theme: &Theme, line: Area, buffer: &mut Buffer) {
    if here {
        text(buffer, line.x, line.y, 1, "▌", theme.accent);
    }
    let mut x = line.x + 2;
    let end = line.x + line.width.saturating_sub(1);
    let digits = picker.number_columns();
    if digits > 0 {
        let number = item.number.map(|number| number.to_string()).unwrap_or_default();
        x += text(buffer, x, line.y, end.saturating_sub(x), &format!("{number:>digits$}"), theme.quiet);
        x += 2;
    }
    x += (2 * item.indent as u16).min(line.width / 3);
    let room = end.saturating_sub(x);
    // What is looked for comes first; what is said of it takes what is left, but at least a third.
    let wanted = width(&item.label) as u16;
    let detail_room = room.saturating_sub(wanted + 2).max(room / 3);
    let detail = fit(&item.detail, if room < 24 { 0 } else { detail_room.into() });
    let rest = Area { x, width: room, ..line };
    let used = right(buffer, rest, line.y, &detail, theme.quiet);
    let room = room.saturating_sub(if used > 0 { used + 2 } else { 0 });
    let style = if here { theme.selected } else { theme.text };
    label(buffer, (x, line.y), room, (&item.label, &picker.marks(&item.label)), style, theme.matched);
}

/// Where the cursor stands.
pub(super) fn cursor(picker: &Picker) -> Option<Position> {
    let area = picker.place().filter;
    if area.is_empty() {
        return None;
    }
    let field = field(area);
    let line = &picker.filter;
    let column = line.cursor_column().saturating_sub(line.scroll_column(field.width.into()));
    Some(Position::new(field.x + (column as u16).min(field.width.saturating_sub(1)), field.y))
}
