//! The list of proposals that hangs below the query line, and the query's terms in their looks.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::Theme;
use super::paint::{fill_row, right, text};
use crate::app::query_line::{Proposal, Proposals};
use crate::app::{Area, Model, Panes, Typing};
use crate::text::{fit, visible, width};

/// Proposals seen at once.
const SHOWN: usize = 8;
const WIDEST: usize = 56;

/// Draws the proposals over the panes, below the word they are for; returns where, if there are any.
pub(super) fn draw_proposals(
    model: &Model,
    theme: &Theme,
    panes: &Panes,
    field: Area,
    buffer: &mut Buffer,
) -> Option<Area> {
    let proposals = &model.proposals;
    if model.typing != Typing::Query || proposals.list.is_empty() || panes.query.is_empty() {
        return None;
    }
    let below = panes.query.y + 1;
    let room = buffer.area.height.saturating_sub(below + 1 + panes.status.height);
    let rows = proposals.list.len().min(SHOWN).min(usize::from(room.saturating_sub(2)));
    let wide = (widest(proposals) + 4).min(buffer.area.width.into()) as u16;
    if rows == 0 || wide < 8 {
        return None;
    }
    let x = column(model, field).saturating_sub(2).min(buffer.area.width - wide);
    let frame = Area { x, y: below, width: wide, height: rows as u16 + 2 };
    super::paint::clear(frame, theme, buffer);
    let hangs = !panes.upper_rule.is_empty();
    let corners = if hangs { ("┬", "┬") } else { ("╭", "╮") };
    draw_edge(frame, frame.y, corners, theme, buffer);
    draw_edge(frame, frame.y + frame.height - 1, ("╰", "╯"), theme, buffer);
    let first = proposals.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(rows));
    for (y, (number, proposal)) in (frame.y + 1..).zip(proposals.list.iter().enumerate().skip(first).take(rows)) {
        text(buffer, frame.x, y, 1, "│", theme.quiet);
        text(buffer, frame.x + wide - 1, y, 1, "│", theme.quiet);
        let line = frame_line(frame, y);
        let here = proposals.chosen == Some(number);
        if here {
            text(buffer, frame.x + 1, y, 1, "▌", theme.accent);
        }
        let aside = fit(&visible(&proposal.aside), usize::from(line.width) / 2);
        let used = right(buffer, line, y, &aside, theme.quiet);
        let room = line.width.saturating_sub(used + u16::from(used > 0));
        let style = if here { theme.selected } else { theme.text };
        text(buffer, line.x, y, room, &fit(&visible(&proposal.text), room.into()), style);
    }
    let more = proposals.list.len().saturating_sub(first + rows);
    if more > 0 {
        let line = frame_line(frame, frame.y + frame.height - 1);
        right(buffer, line, line.y, &format!(" {more} more "), theme.quiet);
    }
    Some(frame)
}

fn frame_line(frame: Area, y: u16) -> Area {
    Area { x: frame.x + 2, y, width: frame.width.saturating_sub(4), height: 1 }
}

fn draw_edge(frame: Area, y: u16, (left, right_end): (&str, &str), theme: &Theme, buffer: &mut Buffer) {
    fill_row(buffer, frame, y, "─", theme.quiet);
    text(buffer, frame.x, y, 1, left, theme.quiet);
    text(buffer, frame.x + frame.width - 1, y, 1, right_end, theme.quiet);
}

fn widest(proposals: &Proposals) -> usize {
    let wide = |one: &Proposal| {
        width(&visible(&one.text)) + if one.aside.is_empty() { 0 } else { width(&visible(&one.aside)) + 3 }
    };
    proposals.list.iter().map(wide).max().unwrap_or(0).min(WIDEST)
}

/// Column of the screen the word begins at that is proposed for.
fn column(model: &Model, field: Area) -> u16 {
    let start = model.proposals.list.first().map_or(0, |first| first.range.start);
    let before = width(&visible(model.proposals.typed.get(..start).unwrap_or_default()));
    field.x + before.saturating_sub(model.query.scroll_column(field.width.into())) as u16
}

/// The query's text in parts, each with its look: terms that are not what they seem are told apart.
pub(super) fn styled<'a>(model: &'a Model, theme: &Theme) -> Vec<(&'a str, Style)> {
    let whole = model.query.text();
    let mut parts = Vec::new();
    let mut at = 0;
    // While an edit is on its way to be read, terms may be of another text.
    let terms = model.parsed.terms().filter(|term| model.parsed.text() == whole && term.hint.is_some());
    for term in terms {
        let odd = if term.is_odd() { theme.trouble.add_modifier(Modifier::UNDERLINED) } else { theme.quiet };
        parts.push((&whole[at..term.range.start], theme.text));
        parts.push((&whole[term.range.clone()], odd));
        at = term.range.end;
    }
    parts.push((&whole[at..], theme.text));
    parts
}

/// What a person should know of the terms: the last such word said.
pub(super) fn hint(model: &Model) -> Option<&str> {
    model.parsed.terms().filter_map(|term| term.hint.as_deref()).last()
}

/// What was not understood in the query that is typed, and what is made of it.
pub(super) fn misread(model: &Model) -> Option<&str> {
    let odd = model.parsed.terms().filter(|term| term.is_odd()).last().filter(|_| model.typing == Typing::Query);
    odd.and_then(|term| term.hint.as_deref())
}
