//! Talks whose first line is set apart though it is no heading: paragraphs that begin with a bold title or a time.

use super::clock::time_prefix;
use super::evidence::{Evidence, Reason};
use super::facts::{Fact, facts_of};
use super::forms::{ALONE, Row};
use super::people::People;
use super::plain::plain;
use super::section::{HeadLine, Shape, strip_markers};
use super::title::{Prefix, read_heading, trim_title};
use super::titled::{title_like, titled_line};
use super::words::{is, words};
use crate::markdown::{Block, BlockKind};

/// Paragraphs that begin with a bold title; each talk goes on to the next.
pub(super) fn bold_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    let mut seen_end = 0;
    for (at, block) in blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph || block.depth > 0 {
            seen_end = seen_end.max(block.end);
            continue;
        }
        if let Some(row) = bold_row(text, block, blocks.get(at + 1)) {
            if let Some(last) = found.last_mut() {
                close_row(last, blocks, at);
            }
            found.push(row);
        }
    }
    if let Some(last) = found.last_mut() {
        close_row(last, blocks, blocks.len());
    }
    found
}

/// Paragraphs that begin with a time and a title, most of them with people behind it or on the next line; each talk
/// goes on to the next, or to a break. Of fewer than three nobody knows that they are a programme, and a diary names nobody.
pub(super) fn timed_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let is_text = block.kind == BlockKind::Paragraph && block.depth == 0;
        if let Some(row) = is_text.then(|| timed_row(text, block)).flatten() {
            if let Some(last) = found.last_mut() {
                close_row(last, blocks, at);
            }
            found.push(row);
        }
    }
    if let Some(last) = found.last_mut() {
        close_row(last, blocks, blocks.len());
    }
    let is_break = |row: &Row| row.people.persons.is_empty() && row.title.is_empty();
    found.retain(|row| !is_break(row));
    let named = found.iter().filter(|row| !row.people.persons.is_empty()).count();
    if found.len() >= 3 && named * 3 >= found.len() * 2 { found } else { Vec::new() }
}

/// A talk at its time; without a title where it is a break.
fn timed_row(text: &str, block: &Block) -> Option<Row> {
    let source = block.source(text);
    if !source.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut lines = source.split_inclusive(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let first = lines.next().filter(|line| line.len() <= 200)?;
    let (time, said) = first.split_at_checked(time_prefix(first)?)?;
    let heading = read_heading(&plain(first.trim()).text);
    if !heading.prefixes.contains(&Prefix::Time) || !title_like(&heading.title) {
        return None;
    }
    let tail = heading.tail.and_then(|tail| Some((tail.title_len, tail.people?)));
    let behind = heading.byline.map(|people| (heading.title.len(), people)).or(tail);
    let behind = behind.filter(|(_, people)| people.sure >= 0.7);
    let end_of = |line: &str| block.start + (line.as_ptr() as usize - source.as_ptr() as usize + line.len()) as u32;
    let mut head_end = end_of(first);
    let (title, people) = if let Some((len, people)) = behind {
        (trim_title(&heading.title[..len]).to_owned(), people)
    } else {
        let below = lines.next().and_then(|line| Some((line, people_of_line(line, false)?)));
        if let Some((line, _)) = &below {
            head_end = end_of(line);
        }
        (heading.title, below.map(|(_, people)| people).unwrap_or_default())
    };
    // "12:30 Lunch": what such a word says is when, too.
    let is_hour = |word: &str| word.len() > 3 && words().holds(word, is::DAYTIME);
    let is_break = time.split(' ').chain(said.split_whitespace().take(1)).any(is_hour);
    let title = if people.persons.is_empty() && is_break { String::new() } else { title };
    let evidence = vec![Evidence { reason: Reason::Time, sure: 1.0 }];
    let (start, end, line, last_line) = (block.start, block.end, block.line, block.last_line);
    let head_end = head_end.min(end);
    Some(Row { start, end, head_end, line, last_line, title, people, evidence, event: None, date: None })
}

/// The one talk of a day, with its title in bold and somebody surely named.
pub(super) fn lone_bold_row(text: &str, blocks: &[Block]) -> Vec<Row> {
    let in_field = |row: &Row| row.evidence.iter().any(|evidence| evidence.reason == Reason::SpeakerField);
    let is_talk = |row: &Row| row.people.sure >= 0.85 && (row.title.contains(' ') || in_field(row));
    let found: Vec<Row> = bold_rows(text, blocks).into_iter().filter(is_talk).collect();
    if found.len() == 1 { found } else { Vec::new() }
}

fn close_row(row: &mut Row, blocks: &[Block], next: usize) {
    if let Some(last) = blocks[..next].iter().rev().find(|block| block.depth == 0 && block.kind != BlockKind::Rule)
        && last.end > row.end
    {
        row.end = last.end;
        row.last_line = last.last_line;
    }
}

fn bold_row(text: &str, block: &Block, next: Option<&Block>) -> Option<Row> {
    let source = block.source(text);
    let first = source.split_inclusive(['\n', '\r']).next()?;
    let trimmed = first.trim();
    if !(trimmed.starts_with("**") || trimmed.starts_with("__")) || trimmed.len() > 300 {
        return None;
    }
    let (title, people, evidence, mut head_end) = if let Some((title, people, evidence)) = titled_line(trimmed, ALONE) {
        (title, people, evidence, block.start + first.len() as u32)
    } else {
        // A bold line alone, and people on the next.
        let shown = plain(trimmed);
        if !shown.is_emphasised || !title_like(&shown.text) {
            return None;
        }
        let title = read_heading(&shown.text).title;
        let first_of =
            |text: &'_ str| text.split_inclusive(['\n', '\r']).find(|line| !line.trim().is_empty()).map(str::len);
        if let Some(second) = first_of(&source[first.len()..]) {
            let people = people_of_line(&source[first.len()..first.len() + second], false)?;
            let evidence = vec![Evidence { reason: Reason::PeopleLine, sure: people.sure }];
            (title, people, evidence, block.start + (first.len() + second) as u32)
        } else {
            // A blank line between them: only a field says for certain what the next paragraph is.
            let next = next.filter(|next| next.kind == BlockKind::Paragraph && next.depth == 0)?;
            let second = first_of(next.source(text))?;
            let people = people_of_line(&next.source(text)[..second], true)?;
            let evidence = vec![Evidence { reason: Reason::SpeakerField, sure: 0.8 }];
            let head_end = next.start + second as u32;
            let (start, end, line, last_line) = (block.start, next.end, block.line, next.last_line);
            return Some(Row {
                start,
                end,
                head_end,
                line,
                last_line,
                title,
                people,
                evidence,
                event: None,
                date: None,
            });
        }
    };
    head_end = head_end.min(block.end);
    let (start, end, line, last_line) = (block.start, block.end, block.line, block.last_line);
    Some(Row { start, end, head_end, line, last_line, title, people, evidence, event: None, date: None })
}

/// Whom a line below a title names: in a field, or, unless it must be one, in any other way.
fn people_of_line(line: &str, in_field: bool) -> Option<People> {
    let line = HeadLine { source: strip_markers(line), shape: Shape::Text, start: 0, end: 0 };
    facts_of(&[line]).into_iter().flat_map(|line| line.facts).find_map(|fact| match fact {
        Fact::Speakers(people) => Some(people),
        Fact::People(people) if !in_field => Some(people),
        _ => None,
    })
}
