//! The lines around the panes: name and count, query, rules, status.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::Theme;
use super::paint::{fill_row, right, text};
use super::proposals::{hint, misread, styled};
use crate::app::key::{Key, Signs};
use crate::app::keymap::{Action, applies, bindings};
use crate::app::memory::Sorting;
use crate::app::{Area, LineEdit, Model, Pane, Panes, Typing, current_heading};
use crate::search::Sort;
use crate::text::{fit, fit_path, visible, width};

/// The name of the notes at the left, the count at the right.
pub(super) fn draw_top(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let line = area.inset(1);
    let count = count(model);
    let used = right(buffer, line, line.y, &fit(&count, line.width.into()), theme.quiet);
    let room = line.width.saturating_sub(used + 2);
    // Who has the screen read out hears first where the keys go.
    let name = if model.preferences.plain { place_name(model) } else { "kcbrowse" };
    let name = text(buffer, line.x, line.y, room, name, theme.accent.add_modifier(Modifier::BOLD));
    let notes = fit_path(&visible(&model.name), room.saturating_sub(name + 3).into());
    text(buffer, line.x + name + 3, line.y, room.saturating_sub(name + 3), &notes, theme.quiet);
}

/// Where the keys go.
fn place_name(model: &Model) -> &'static str {
    match (model.typing, model.pane) {
        (Typing::Query, _) => "Query",
        (Typing::Find, _) => "Find in the note",
        (Typing::Facet, _) => "Find a value",
        (Typing::None, Pane::Facets) => "Facets",
        (Typing::None, Pane::List) => "Talks",
        (Typing::None, Pane::Note) => "Note",
    }
}

/// `3 of 46 talks`, with what is marked and, while loading, how far it is.
fn count(model: &Model) -> String {
    let all = model.library.len();
    let shown = model.results.hits.len();
    let noun = if all == 1 { "talk" } else { "talks" };
    let mut count = if model.query.text().trim().is_empty() || shown == all {
        format!("{} {noun}", thousands(all))
    } else {
        format!("{} of {} {noun}", thousands(shown), thousands(all))
    };
    let Sorting { sort, reverse } = model.sorting();
    if sort != Sort::Match || reverse {
        let (before, after) = match (model.preferences.signs, reverse) {
            (Signs::Drawn, false) => ("↓ ", ""),
            (Signs::Drawn, true) => ("↑ ", ""),
            (Signs::Words, false) => ("by ", ""),
            (Signs::Words, true) => ("by ", ", reversed"),
        };
        count = format!("{count} {before}{}{after}", sort.name());
    }
    if !model.marked.is_empty() {
        let dot = if model.preferences.plain { "" } else { "● " };
        count = format!("{dot}{} marked · {count}", model.marked.len());
    }
    if !model.loading.done {
        count.push('…');
    }
    count
}

/// `12,345`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The line being typed, or the query.
pub(super) fn typed_line(model: &Model) -> &LineEdit {
    match model.typing {
        Typing::Find => &model.find,
        Typing::Facet => &model.facets.filter,
        Typing::Query | Typing::None => &model.query,
    }
}

/// The columns the text of the query line takes.
pub(super) fn query_field(area: Area) -> Area {
    let indent = 3.min(area.width / 3);
    Area { x: area.x + indent, width: area.width - indent - u16::from(area.width > indent), ..area }
}

/// The query, or what to find in the note.
pub(super) fn draw_query(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let typing = model.typing != Typing::None;
    let line = typed_line(model);
    let sign = if typing { theme.accent } else { theme.quiet };
    text(buffer, area.x + u16::from(area.width > 4), area.y, area.width.min(1), "/", sign);
    let field = query_field(area);
    if line.text().is_empty() {
        let hint = match model.typing {
            Typing::Find => "find in this note",
            Typing::Facet => "only values that hold this",
            Typing::Query => "words, \"a phrase\", tag:… speaker:… event:… text:… !not",
            Typing::None => "search titles, people, events, tags and texts",
        };
        // The cursor's own cell stays free.
        let x = field.x + u16::from(typing);
        text(buffer, x, field.y, field.width, &fit(hint, field.width.saturating_sub(1).into()), theme.quiet);
        return;
    }
    let skipped = line.scroll_column(field.width.into());
    let of_query = matches!(model.typing, Typing::Query | Typing::None);
    let parts = if of_query { styled(model, theme) } else { vec![(line.text(), theme.text)] };
    let used = draw_parts(&parts, skipped, field, buffer);
    let (aside, look) = match hint(model).filter(|_| of_query && misread(model).is_none()) {
        Some(hint) => (hint.to_owned(), theme.accent),
        None => (aside(model), theme.quiet),
    };
    let room = usize::from(field.width).saturating_sub(usize::from(used) + 4);
    let aside = if width(&aside) <= room || room < 12 { aside } else { fit(&aside, room) };
    if width(&aside) + usize::from(used) + 3 < usize::from(field.width) {
        right(buffer, field, field.y, &aside, look);
    }
}

/// Writes parts of the query one after the other, from a column of the text on; returns the columns used.
fn draw_parts(parts: &[(&str, Style)], skipped: usize, field: Area, buffer: &mut Buffer) -> u16 {
    let (mut skip, mut used) = (skipped, 0);
    for (part, style) in parts {
        let shown = visible(part);
        let rest = drop_columns(&shown, skip);
        skip = skip.saturating_sub(width(&shown));
        used += text(buffer, field.x + used, field.y, field.width.saturating_sub(used), rest, *style);
    }
    used
}

/// What is said at the right of the query.
fn aside(model: &Model) -> String {
    if model.typing == Typing::Facet {
        return String::new();
    }
    if model.typing == Typing::Find {
        return match (model.note.hit, model.note.hits()) {
            (_, 0) => "no hit".to_owned(),
            (hit, count) => format!("{}/{count}", hit.map_or(1, |hit| hit + 1)),
        };
    }
    if let Some(mended) = &model.results.mended {
        return format!("nothing has that; shown is {}", visible(mended));
    }
    if !model.results.apart.is_empty() {
        return "no talk has that; w shows the file around it".to_owned();
    }
    let in_text = model.results.hits.len() - model.results.in_fields;
    if in_text > 0 { format!("{} in the text only", thousands(in_text)) } else { String::new() }
}

/// The text without so many columns at its beginning.
pub(super) fn drop_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        if used >= columns {
            return &text[at..];
        }
        used += width(c.encode_utf8(&mut [0; 4]));
    }
    if columns == 0 { text } else { "" }
}

/// The rules above and below the panes, the edges between them, and the loading bar.
pub(super) fn draw_rules(model: &Model, theme: &Theme, panes: &Panes, buffer: &mut Buffer) {
    for rule in [panes.upper_rule, panes.lower_rule] {
        fill_row(buffer, rule, rule.y, "─", theme.quiet);
    }
    // A note has no bar at what is selected: its edge says that the keys are its.
    let in_note = model.pane == Pane::Note && model.typing != Typing::Query;
    for (edge, is_focused) in [(panes.facets_edge, false), (panes.list_edge, in_note)] {
        let (signs, style) =
            if is_focused { (["┰", "┃", "┸"], theme.accent) } else { (["┬", "│", "┴"], theme.quiet) };
        for y in edge.y..edge.y + edge.height {
            text(buffer, edge.x, y, edge.width, signs[1], style);
        }
        if !edge.is_empty() {
            text(buffer, edge.x, panes.upper_rule.y, panes.upper_rule.height, signs[0], style);
            text(buffer, edge.x, panes.lower_rule.y, panes.lower_rule.height, signs[2], style);
        }
    }
    if !model.loading.done && !panes.upper_rule.is_empty() {
        let progress = model.loading.progress;
        let done = usize::from(panes.upper_rule.width) * progress.done / progress.found.max(progress.done).max(1);
        let bar = Area { width: done as u16, ..panes.upper_rule };
        fill_row(buffer, bar, bar.y, "━", theme.accent);
    }
}

/// What works here and now; in its place, a word that has to be said.
pub(super) fn draw_status(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let line = area.inset(1);
    let place = place(model, line.width);
    let used = right(buffer, line, line.y, &fit(&place, line.width.into()), theme.quiet);
    let room = line.width.saturating_sub(used + 2);
    if let Some(notice) = &model.notice {
        let style = if notice.trouble { theme.trouble } else { theme.accent };
        text(buffer, line.x, line.y, room, &fit(&visible(&notice.text), room.into()), style);
        return;
    }
    if !model.pending.is_empty() {
        return draw_pending(model, theme, Area { width: room, ..line }, buffer);
    }
    if let Some(misread) = misread(model) {
        text(buffer, line.x, line.y, room, &fit(&visible(misread), room.into()), theme.accent);
        return;
    }
    let signs = model.preferences.signs;
    let hints = bindings(model).filter(|row| !row.hint.is_empty() && is_taught(model, row.action));
    let hints = hints.filter_map(|row| Some((row.action, row.keys.first()?.shown(signs), row.hint)));
    // Help and the way out are what a newcomer needs most: they are the last to go.
    let (last, first): (Vec<_>, Vec<_>) = hints.partition(|(action, ..)| matches!(action, Action::Help | Action::Quit));
    let words = |(_, key, hint): (Action, String, &'static str)| (key, hint);
    let last: Vec<_> = last.into_iter().map(words).collect();
    let first: Vec<_> = first.into_iter().map(words).collect();
    draw_hints(&first, &last, theme, Area { width: room, ..line }, buffer);
}

/// The keys pressed so far, and how they can go on.
fn draw_pending(model: &Model, theme: &Theme, line: Area, buffer: &mut Buffer) {
    let shown = |keys: &[Key]| {
        let keys: Vec<String> = keys.iter().map(|key| key.shown(model.preferences.signs)).collect();
        keys.join(" ")
    };
    let accent = theme.accent.add_modifier(Modifier::BOLD);
    let used = text(buffer, line.x, line.y, line.width, &format!("{} …", shown(&model.pending)), accent);
    let rest = Area { x: line.x + used + 2, width: line.width.saturating_sub(used + 2), ..line };
    let mut ways: Vec<(String, &str)> = Vec::new();
    for row in bindings(model) {
        for sequence in row.keys.iter().filter(|sequence| sequence.keys().starts_with(&model.pending)) {
            ways.push((shown(&sequence.keys()[model.pending.len()..]), row.help));
        }
    }
    draw_hints(&ways, &[("Esc".to_owned(), "cancels")], theme, rest, buffer);
}

/// Keys with their words, as many as there is room for; the last ones are kept before the others.
fn draw_hints(first: &[(String, &str)], last: &[(String, &str)], theme: &Theme, line: Area, buffer: &mut Buffer) {
    let columns = |(key, word): &(String, &str)| (width(key) + 1 + width(word)) as u16;
    let kept: u16 = last.iter().map(|hint| columns(hint) + 2).sum();
    let mut x = line.x;
    for (hint, reserved) in first.iter().map(|hint| (hint, kept)).chain(last.iter().map(|hint| (hint, 0))) {
        if x - line.x + columns(hint) + reserved > line.width {
            continue;
        }
        x += text(buffer, x, line.y, line.width, &hint.0, theme.accent);
        x += 1 + text(buffer, x + 1, line.y, line.width, hint.1, theme.quiet);
        x += 2;
    }
}

/// Whether an action is worth a word now.
fn is_taught(model: &Model, action: Action) -> bool {
    let in_note = model.pane == Pane::Note;
    match action {
        Action::NextHit => in_note && model.note.hits() > 0,
        Action::Back => in_note || model.typing != Typing::None || model.sheet.is_some() || model.picker.is_some(),
        Action::Enter if in_note && model.typing == Typing::None && model.picker.is_none() => {
            model.note.details_here(model.panes().note.height.into()).is_some()
        }
        Action::Sort => !in_note,
        _ => applies(model, action),
    }
}

/// From this many columns on the status line has room for the heading that is read.
const WITH_HEADING: u16 = 100;

/// The heading that is read, but for the title, which is seen in the list.
fn heading(model: &Model) -> Option<String> {
    let heading = current_heading(model).filter(|number| *number > 0)?;
    let heading = model.note.page.headings.get(heading)?;
    Some(fit(&heading.text, 28) + " ")
}

/// Where the reader is: the talk's number, or the hit and how far the note was read.
fn place(model: &Model, columns: u16) -> String {
    let height = usize::from(model.panes().note.height);
    let mut words = Vec::new();
    if model.pane == Pane::Note && columns >= WITH_HEADING {
        words.extend(heading(model));
    }
    if model.note.hits() > 0 {
        let hits = model.note.hits();
        let here = model.note.hit.map(|hit| format!("{}/", hit + 1)).unwrap_or_default();
        words.push(format!("{here}{hits} {}", if hits == 1 { "hit" } else { "hits" }));
    }
    if model.pane == Pane::Note && height > 0 {
        words.push(format!("{}%", model.note.percent(height)));
    } else if !model.results.hits.is_empty() {
        words.push(format!("{}/{}", model.list.cursor + 1, model.results.hits.len()));
    }
    words.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([7, 1234, 100_000].map(thousands), ["7", "1,234", "100,000"]);
    }
}
