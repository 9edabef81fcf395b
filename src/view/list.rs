//! The list pane: a talk a line or two, what matched marked, talks found by their text under a heading.

use ratatui::buffer::Buffer;

use super::Theme;
use super::paint::{label, right, text};
use crate::app;
use crate::app::list::Row;
use crate::app::{Area, Model, Pane, Typing};
use crate::search::{Facet, Field, Marks};
use crate::talk::{Talk, TalkIx};
use crate::text::{fit, visible, width};

/// Draws the visible rows, or says why there is none.
pub(super) fn draw_list(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    if model.results.hits.is_empty() {
        return draw_empty(model, theme, area, buffer);
    }
    let rows = model.list_rows();
    for y in 0..area.height {
        let line = Area { y: area.y + y, height: 1, ..area };
        match rows.at(model.list.top + usize::from(y)) {
            Row::TextHeading => {
                let said = if model.results.apart.is_empty() { "IN THE TEXT" } else { "BESIDE THESE TALKS" };
                text(buffer, line.x + 2, line.y, line.width.saturating_sub(2), said, theme.heading);
            }
            Row::GroupHeading(number) => {
                let heading = rows.groups.get(number).map_or("", |group| &group.heading);
                let room = line.width.saturating_sub(3);
                label(buffer, (line.x + 2, line.y), room, (heading, &Vec::new()), theme.heading, theme.heading);
            }
            Row::Talk { index, line: number } => {
                if let Some(ix) = model.results.hits.get(index)
                    && let Some(talk) = model.library.get(*ix)
                {
                    let row = TalkRow { model, theme, talk, ix: *ix, index };
                    row.draw(number, line, buffer);
                }
            }
            Row::Blank => {}
        }
    }
}

struct TalkRow<'a> {
    model: &'a Model,
    theme: &'a Theme,
    talk: &'a Talk,
    ix: TalkIx,
    index: usize,
}

impl TalkRow<'_> {
    fn draw(&self, line_number: usize, line: Area, buffer: &mut Buffer) {
        let selected = self.index == self.model.list.cursor;
        // Read out, a talk is said to be selected once.
        if selected && (line_number == 0 || !self.model.preferences.plain) {
            let focused = self.model.pane == Pane::List || self.model.typing == Typing::Query;
            let (bar, style) = if focused { ("▌", self.theme.accent) } else { ("▏", self.theme.quiet) };
            text(buffer, line.x, line.y, 1, bar, style);
        }
        // In the bar's place, so that it does not stick to the title.
        if line_number == 0 && self.model.marked.contains(&self.ix) {
            text(buffer, line.x, line.y, 1, "●", self.theme.accent);
        }
        let inner = Area { x: line.x + 2, width: line.width.saturating_sub(3), ..line };
        if line_number == 0 { self.draw_title(selected, inner, buffer) } else { self.draw_details(inner, buffer) }
    }

    fn draw_title(&self, selected: bool, line: Area, buffer: &mut Buffer) {
        let mut room = line.width;
        let (model, theme) = (self.model, self.theme);
        let signs = [
            ("⧉", "copies", !model.library.copies(self.ix).is_empty(), theme.quiet),
            ("★", "star", model.stars.has(self.talk.id), theme.accent),
            ("✓", "read", model.seen.has(self.talk.id), theme.quiet),
        ];
        for (sign, word, _, style) in signs.into_iter().filter(|(_, _, holds, _)| *holds) {
            let said = if model.preferences.plain { word } else { sign };
            if usize::from(room) > 3 + width(said) {
                room -= 1 + right(buffer, Area { width: room, ..line }, line.y, said, style);
            }
        }
        let style = if selected { self.theme.selected } else { self.theme.text };
        let marks = self.model.shown.marks(Field::Title, &self.talk.title);
        let title = if self.talk.title.is_empty() { "(no title)" } else { &self.talk.title };
        label(buffer, (line.x, line.y), room, (title, &marks), style, self.theme.matched);
    }

    fn draw_details(&self, line: Area, buffer: &mut Buffer) {
        if self.index >= self.model.results.in_fields
            && let Some(found) = self.model.results.excerpt(&self.model.shown, self.ix, self.talk)
        {
            let more = if found.more > 0 { format!("+{}", found.more) } else { String::new() };
            let used = right(buffer, line, line.y, &more, self.theme.quiet);
            let room = line.width.saturating_sub(used + u16::from(used > 0));
            let (text, marks) = around_first(found.text, found.marks, room.into());
            label(buffer, (line.x, line.y), room, (&text, &marks), self.theme.quiet, self.theme.matched);
            return;
        }
        let mut x = line.x;
        for (detail, marks) in self.details() {
            let room = (line.x + line.width).saturating_sub(x);
            if x > line.x {
                if room < 8 {
                    break;
                }
                x += text(buffer, x, line.y, room, " · ", self.theme.quiet);
            }
            let room = (line.x + line.width).saturating_sub(x);
            x += label(buffer, (x, line.y), room, (&detail, &marks), self.theme.quiet, self.theme.matched);
        }
    }

    /// Who · where · when · under which heading, as far as it is known, with what matched.
    fn details(&self) -> Vec<(String, Marks)> {
        let mut details = Vec::new();
        let mut add = |text: String, field: Field| details.push((text, field));
        if let Some(people) = people(self.talk) {
            add(people, Field::Value(Facet::Speaker));
        }
        if let Some(company) = self.talk.organizations.first() {
            let more = self.talk.organizations.len() - 1;
            add(
                if more > 0 { format!("{company} +{more}") } else { company.to_string() },
                Field::Value(Facet::Organization),
            );
        }
        if let Some(event) = &self.talk.event {
            add(event.to_string(), Field::Value(Facet::Event));
        }
        if let Some(date) = app::date_beside_event(self.talk) {
            add(date.to_string(), Field::Value(Facet::Year));
        }
        if let Some(section) = self.talk.section.last() {
            add(section.to_string(), Field::Value(Facet::Section));
        }
        if details.is_empty() {
            details.push((self.talk.note.relative.to_string(), Field::File));
        }
        let marked = |(text, field): (String, Field)| {
            let marks = self.model.shown.marks(field, &text);
            (text, marks)
        };
        details.into_iter().map(marked).collect()
    }
}

/// The text from a word on, so that its first mark is seen in so many columns.
fn around_first(text: String, marks: Marks, columns: usize) -> (String, Marks) {
    let Some(first) = marks.first() else { return (text, marks) };
    let (before, marked) = (width(&text[..first.start]), width(&text[first.clone()]));
    if before + marked + 1 < columns {
        return (text, marks);
    }
    // A third of the room is for what stands before.
    let mut cut = first.start;
    for (at, _) in text[..first.start].char_indices().rev().filter(|(_, c)| c.is_whitespace()) {
        if width(&text[at..first.start]) > columns / 3 {
            break;
        }
        cut = at + 1;
    }
    let lead = "…";
    let shift = |at: usize| at - cut + lead.len();
    let marks =
        marks.into_iter().filter(|mark| mark.start >= cut).map(|mark| shift(mark.start)..shift(mark.end)).collect();
    (format!("{lead}{}", &text[cut..]), marks)
}

/// `Tom Wilkie, Frederic Branczyk` or `Andrew Block +3`.
fn people(talk: &Talk) -> Option<String> {
    match talk.speakers.as_slice() {
        [] => None,
        [one] => Some(one.name.to_string()),
        [one, two] => Some(format!("{}, {}", one.name, two.name)),
        [first, rest @ ..] => Some(format!("{} +{}", first.name, rest.len())),
    }
}

fn draw_empty(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    let query = model.query.text().trim();
    let words: Vec<String> = if model.library.is_empty() && !model.loading.done {
        vec!["Reading notes …".to_owned()]
    } else if model.library.is_empty() {
        vec![
            format!("No notes in {}.", model.name),
            "kcbrowse reads .md .markdown .mdown .mkd .mdx".to_owned(),
            "q quits; kcbrowse --demo shows sample notes.".to_owned(),
        ]
    } else if query.is_empty() {
        Vec::new()
    } else {
        vec![format!("No talk matches {query}"), "Esc clears the query.".to_owned()]
    };
    let room = area.width.saturating_sub(3);
    let lines = words.iter().flat_map(|sentence| broken(&visible(sentence), room.into()));
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        text(buffer, area.x + 2, y, room, &fit(&line, room.into()), theme.quiet);
    }
}

/// A sentence in lines of at most so many columns, broken at blanks.
fn broken(sentence: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in sentence.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_match_of_a_long_line_is_seen() {
        let text = "A very long line that says much before it comes to etcd at last".to_owned();
        let at = text.find("etcd").expect("there");
        let marks = || std::iter::once(at..at + 4).collect();
        let (shown, marked) = around_first(text.clone(), marks(), 24);
        assert_eq!((shown.as_str(), &shown[marked[0].clone()]), ("…to etcd at last", "etcd"));
        assert_eq!(around_first(text.clone(), marks(), 80).0, text);
    }
}
