//! Talks whose first line is set apart though it is no heading: paragraphs that begin with a bold title, a
//! linked one or a time.

use super::clock::time_prefix;
use super::evidence::{Evidence, Reason};
use super::facts::{Fact, facts_of, may_be_name};
use super::finder::is_address;
use super::forms::{ALONE, Row};
use super::links::{LinkRole, role_of_url};
use super::people::{self, People};
use super::plain::plain;
use super::section::{HeadLine, Shape, strip_markers};
use super::title::{Prefix, read_heading, trim_title};
use super::titled::{title_like, titled_line};
use super::words::{is, words};
use crate::markdown::{Block, BlockKind};
use crate::text::capitalized;

/// Paragraphs that begin with a bold title, or with a linked one and who spoke below it; each talk goes on to the
/// next.
pub(super) fn bold_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let read = |needed: f32| rows_between(blocks, |at| bold_row(text, &blocks[at], blocks.get(at + 1), needed));
    let found = read(SURE);
    // Beside names that are known stand others that nobody knows.
    if found.len() >= 2 { read(BESIDE) } else { found }
}

/// How surely a line below a title must name people, alone and beside others that do.
pub(super) const SURE: f32 = 0.7;
pub(super) const BESIDE: f32 = 0.5;

/// Paragraphs that are a link and nothing else, to a recording or a page of the programme, with notes below most of
/// them; each talk goes on to the next.
pub(super) fn linked_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let found = rows_between(blocks, |at| linked_row(text, &blocks[at]));
    let noted = found.iter().filter(|row| row.end > row.head_end).count();
    if found.len() >= 3 && noted * 3 >= found.len() * 2 { found } else { Vec::new() }
}

/// A title that is a link, alone in its paragraph, or the address of the talk's page, which ends in its title.
fn linked_row(text: &str, block: &Block) -> Option<Row> {
    let source = block.source(text).trim();
    let may_be_link = source.starts_with(['[', '*', '_', '<', 'h']) && source.len() <= 300;
    if !may_be_link || source.contains(['\n', '\r']) {
        return None;
    }
    let shown = plain(source);
    let shown_text = shown.text.trim();
    let url = shown.urls.first().filter(|_| shown.urls.len() == 1 && (shown.is_link || is_address(shown_text)))?;
    let role = role_of_url(url, "");
    let title = if is_address(shown_text) {
        // An address in running text is where to read on; in bold it is what is spoken of.
        title_of_address(url).filter(|_| shown.is_emphasised && role == LinkRole::Schedule)?
    } else {
        read_heading(shown_text).title
    };
    let reason = match role {
        LinkRole::Recording => Reason::RecordingHeading,
        LinkRole::Schedule => Reason::LinkHeading,
        _ => return None,
    };
    let evidence = vec![Evidence { reason, sure: 1.0 }];
    (title_like(&title) && title.contains(' ')).then(|| row(block, block.end, title, People::default(), evidence))
}

/// The title the address of a talk's page ends in: `…/talks/tiny-clusters-at-home`.
fn title_of_address(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?.trim_end_matches('/');
    let slug = path.rsplit('/').next()?.trim_end_matches(".html");
    let is_slug = slug.contains('-') && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_slug.then(|| capitalized(&slug.replace('-', " ")))
}

/// The rows that paragraphs begin, each of them up to the next.
fn rows_between(blocks: &[Block], row_at: impl Fn(usize) -> Option<Row>) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let is_text = block.kind == BlockKind::Paragraph && block.depth == 0;
        if let Some(row) = is_text.then(|| row_at(at)).flatten() {
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
    let mut found = rows_between(blocks, |at| timed_row(text, &blocks[at]));
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
        let below = lines.next().and_then(|line| Some((line, people_of_line(line, false, SURE)?)));
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
    Some(row(block, head_end, title, people, evidence))
}

/// A row that a block is, as long as nothing more belongs to it.
pub(super) fn row(block: &Block, head_end: u32, title: String, people: People, evidence: Vec<Evidence>) -> Row {
    let (start, end, line, last_line) = (block.start, block.end, block.line, block.last_line);
    let head_end = head_end.min(end);
    Row { start, end, head_end, line, last_line, title, people, evidence, event: None, date: None, text: None }
}

/// The one talk of a day, with its title in bold and somebody surely named.
pub(super) fn lone_bold_row(text: &str, blocks: &[Block]) -> Vec<Row> {
    let in_field = |row: &Row| row.evidence.iter().any(|evidence| evidence.reason == Reason::SpeakerField);
    let is_talk = |row: &Row| row.people.sure >= 0.85 && (row.title.contains(' ') || in_field(row));
    let found: Vec<Row> = bold_rows(text, blocks).into_iter().filter(is_talk).collect();
    if found.len() == 1 { found } else { Vec::new() }
}

pub(super) fn close_row(row: &mut Row, blocks: &[Block], next: usize) {
    if let Some(last) = blocks[..next].iter().rev().find(|block| block.depth == 0 && block.kind != BlockKind::Rule)
        && last.end > row.end
    {
        row.end = last.end;
        row.last_line = last.last_line;
    }
}

fn bold_row(text: &str, block: &Block, next: Option<&Block>, needed: f32) -> Option<Row> {
    let source = block.source(text);
    let first = source.split_inclusive(['\n', '\r']).next()?;
    let trimmed = first.trim();
    let is_linked = trimmed.starts_with('[');
    // `"**Title**" - Ada Pohl`
    let marked = trimmed.trim_start_matches(['"', '“', '„', '«']);
    if !(is_linked || marked.starts_with("**") || marked.starts_with("__")) || trimmed.len() > 300 {
        return None;
    }
    let below = source[first.len()..].split_inclusive(['\n', '\r']).find(|line| !line.trim().is_empty());
    let end_of = |line: &str| block.start + (line.as_ptr() as usize - source.as_ptr() as usize + line.len()) as u32;
    // "[Title](url) by Ada Pohl" is as often a sentence's beginning.
    if !is_linked && let Some((title, people, evidence)) = titled_line(trimmed, ALONE) {
        return Some(row(block, end_of(first), title, people, evidence));
    }
    // A bold or linked line alone, and people on the next.
    let shown = plain(trimmed);
    if !(shown.is_emphasised || is_linked && shown.is_link) || !title_like(&shown.text) {
        return None;
    }
    let title = read_heading(&shown.text).title;
    if let Some(second) = below {
        let people = people_of_line(second, false, needed)?;
        let evidence = vec![Evidence { reason: Reason::PeopleLine, sure: people.sure }];
        return Some(row(block, end_of(second), title, people, evidence));
    }
    // A blank line between them: only a field says for certain what the next paragraph is.
    let next = next.filter(|next| !is_linked && next.kind == BlockKind::Paragraph && next.depth == 0)?;
    let second = next.source(text).split_inclusive(['\n', '\r']).find(|line| !line.trim().is_empty())?;
    let people = people_of_line(second, true, needed)?;
    let evidence = vec![Evidence { reason: Reason::SpeakerField, sure: 0.8 }];
    let (head_end, end, last_line) = (next.start + second.len() as u32, next.end, next.last_line);
    Some(Row { end, head_end, last_line, ..row(block, block.end, title, people, evidence) })
}

/// Whom a line below a title names: in a field, or, unless it must be one, in any other way and as surely as this.
pub(super) fn people_of_line(line: &str, in_field: bool, needed: f32) -> Option<People> {
    let source = strip_markers(line);
    let head = HeadLine { source, shape: Shape::Text, start: 0, end: 0 };
    let named = facts_of(&[head]).into_iter().flat_map(|line| line.facts).find_map(|fact| match fact {
        Fact::Speakers(people) => Some(people),
        Fact::People(people) if !in_field => Some(people),
        _ => None,
    });
    let unknown = || {
        let shown = plain(source);
        let text = shown.text.trim();
        let may_name = needed < SURE && !in_field && text.len() <= 60 && may_be_name(text);
        may_name.then(|| people::bare(text)).flatten().filter(|people| people.sure >= needed)
    };
    named.or_else(unknown)
}
