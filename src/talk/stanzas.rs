//! Talks in stanzas: lines below each other that say when it was, who spoke and what it was called.

use super::evidence::{Evidence, Reason};
use super::facts::{Fact, facts_of};
use super::fields::label_of;
use super::forms::Row;
use super::paragraphs::{BESIDE, SURE, close_row, people_of_line, row};
use super::people::People;
use super::plain::plain;
use super::prefix::{Prefix, prefix};
use super::section::{HeadLine, Shape};
use super::title::{read_heading, trim_title};
use super::titled::title_like;
use super::words::{is, words};
use crate::markdown::{Block, BlockKind};

/// So long a line is text.
const LONGEST: usize = 200;

/// The paragraphs of text no list or quote holds, with where they stand among the blocks.
fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = (usize, &Block)> {
    blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Paragraph && block.depth == 0)
}

/// A line of a paragraph that says something.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    start: u32,
    end: u32,
    number: u32,
}

fn lines<'t>(text: &'t str, block: &Block) -> impl Iterator<Item = Line<'t>> {
    let (mut end, first) = (block.start, block.line);
    let lines = block.source(text).split_inclusive('\n').enumerate().map(move |(at, line)| {
        let start = end;
        end += line.len() as u32;
        let text = line.trim().trim_end_matches('\\').trim_end();
        Line { text, start, end, number: first + at as u32 }
    });
    lines.filter(|line| !line.text.is_empty())
}

/// A time on a line of its own, and the two lines below it.
struct Slot<'t> {
    block: usize,
    first: Line<'t>,
    second: Option<Line<'t>>,
}

impl Slot<'_> {
    fn is_break(&self) -> bool {
        let word = self.first.text.split(' ').next().unwrap_or_default();
        word.len() > 3 && words().holds(word, is::DAYTIME)
    }
}

fn slot<'t>(text: &'t str, at: usize, block: &Block) -> Option<Slot<'t>> {
    if !block.source(text).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut lines = lines(text, block).take_while(|line| line.text.len() <= LONGEST);
    let time = lines.next()?.text;
    super::clock::time_prefix(time).filter(|end| *end == time.len())?;
    Some(Slot { block: at, first: lines.next()?, second: lines.next() })
}

/// Times on lines of their own, and below each a title and who spoke, in the order most of them have. Of fewer than
/// three nobody knows that they are a programme.
pub(super) fn slots(text: &str, blocks: &[Block]) -> Vec<Row> {
    let found: Vec<Slot<'_>> = paragraphs(blocks).filter_map(|(at, block)| slot(text, at, block)).collect();
    if found.len() < 3 {
        return Vec::new();
    }
    let names = |line: Line<'_>| people_of_line(line.text, false, SURE).is_some();
    let firsts = found.iter().filter(|slot| names(slot.first)).count();
    let seconds = found.iter().filter(|slot| slot.second.is_some_and(names)).count();
    let mut rows: Vec<(Row, usize)> = Vec::new();
    for slot in &found {
        if let Some((last, _)) = rows.last_mut() {
            close_row(last, blocks, slot.block);
        }
        let block = &blocks[slot.block];
        let read = |line: Line<'_>| people_of_line(line.text, false, BESIDE);
        let (title, people, end) = match slot.second {
            Some(second) if firsts > seconds && read(slot.first).is_some() => (second, read(slot.first), second.end),
            Some(second) if firsts <= seconds && read(second).is_some() => (slot.first, read(second), second.end),
            _ => (slot.first, None, slot.first.end),
        };
        let title = read_heading(&plain(title.text).text).title;
        let title = if slot.is_break() && people.is_none() { String::new() } else { title };
        let evidence = vec![Evidence { reason: Reason::Time, sure: 1.0 }];
        rows.push((row(block, end, title, people.unwrap_or_default(), evidence), slot.block));
    }
    if let Some((last, _)) = rows.last_mut() {
        close_row(last, blocks, blocks.len());
    }
    let talks: Vec<Row> = rows.into_iter().map(|(row, _)| row).filter(|row| title_like(&row.title)).collect();
    let named = talks.iter().filter(|row| !row.people.persons.is_empty()).count();
    if named >= 3 && named * 3 >= talks.len() * 2 { talks } else { Vec::new() }
}

/// `Talk: Ropes` with `Speaker: Ada Pohl` on one of the lines below, and `Talk 1: Ropes by Ada Pohl`: each line that
/// gives a title so begins a talk, where several do and most of them name people or are counted.
pub(super) fn stanzas(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found: Vec<(Row, usize)> = Vec::new();
    for (at, block) in paragraphs(blocks) {
        if !begins_field(block.source(text)) && found.is_empty() {
            continue;
        }
        let lines: Vec<Line<'_>> = lines(text, block).collect();
        let known = found.len();
        found.extend(stanzas_of(block, &lines).into_iter().map(|row| (row, at)));
        // A blank line between a title and who spoke.
        if found.len() == known
            && let Some((row, before)) = found.last_mut()
            && *before + 1 == at
            && row.people.persons.is_empty()
        {
            take_fields(row, &lines);
        }
    }
    let named = found.iter().filter(|(row, _)| !row.people.persons.is_empty() || is_counted(row)).count();
    if found.len() < 2 || named * 3 < found.len() * 2 {
        return Vec::new();
    }
    for at in 0..found.len() {
        let next = found.get(at + 1).map_or(blocks.len(), |(_, next)| *next);
        let (row, own) = &mut found[at];
        if next > *own {
            close_row(row, blocks, next);
        }
    }
    found.into_iter().map(|(row, _)| row).collect()
}

/// Whether the first line of a paragraph may be a field or counted.
fn begins_field(source: &str) -> bool {
    let head = source.as_bytes();
    memchr::memchr2(b':', 0xef, &head[..head.len().min(48)]).is_some()
}

/// The talks of one paragraph.
fn stanzas_of(block: &Block, lines: &[Line<'_>]) -> Vec<Row> {
    let titles: Vec<_> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, title_of_line(line.text)?))).collect();
    let starts: Vec<usize> = titles.iter().map(|(at, _)| *at).collect();
    let mut rows = Vec::new();
    for (nth, (at, (title, people, reason))) in titles.into_iter().enumerate() {
        let behind = starts.get(nth + 1).copied().unwrap_or(lines.len());
        // "Speaker: Ada Pohl" may stand above "Talk: Ropes".
        let from = if nth == 0 && lines[..at].iter().all(|line| !fields(line.text).is_empty()) { 0 } else { at };
        let (first, last) = (lines[from], lines[behind - 1]);
        let evidence = vec![Evidence { reason, sure: 1.0 }];
        let row = row(block, block.end, title, people, evidence);
        let mut row = Row { start: first.start, line: first.number, end: last.end, last_line: last.number, ..row };
        row.head_end = lines[at].end;
        take_fields(&mut row, &lines[from..at]);
        take_fields(&mut row, &lines[at + 1..behind]);
        rows.push(row);
    }
    rows
}

fn is_counted(row: &Row) -> bool {
    row.evidence.iter().any(|evidence| evidence.reason == Reason::TalkNumber)
}

/// The title a line gives in a field or behind the number of a talk, and who is named in it.
fn title_of_line(line: &str) -> Option<(String, People, Reason)> {
    if line.len() > LONGEST || !begins_field(line) {
        return None;
    }
    let in_field = || {
        let (lists, value) = label_of(line)?;
        (lists & is::TITLE != 0 && lists & (is::EVENT | is::SPEAKER) == 0).then_some((value, Reason::TitleField))
    };
    let counted = || (prefix(line)?.0 == Prefix::TalkNumber).then_some((line, Reason::TalkNumber));
    let (source, reason) = in_field().or_else(counted)?;
    let heading = read_heading(&plain(source).text);
    let tail = heading.tail.as_ref().filter(|tail| tail.people.as_ref().is_some_and(|people| people.sure >= SURE));
    let title = trim_title(tail.map_or(&*heading.title, |tail| &heading.title[..tail.title_len])).to_owned();
    let people = heading.byline.clone().or_else(|| tail.and_then(|tail| tail.people.clone())).unwrap_or_default();
    (title_like(&title) && title.contains(' ')).then_some((title, people, reason))
}

fn fields(line: &str) -> Vec<Fact> {
    let head = HeadLine { source: line, shape: Shape::Text, start: 0, end: 0 };
    facts_of(&[head]).into_iter().flat_map(|line| line.facts).collect()
}

/// Takes what lines beside a title tell of the talk, up to its text.
fn take_fields(row: &mut Row, lines: &[Line<'_>]) {
    for line in lines {
        let facts = fields(line.text);
        if facts.is_empty() {
            return;
        }
        for fact in facts {
            match fact {
                Fact::Speakers(people) => row.people.persons.extend(people.persons),
                Fact::Date(date) => row.date = row.date.or(Some(date)),
                Fact::Event(event) => row.event = row.event.take().or(Some(event)),
                Fact::Organization(company) => row.people.organizations.push(company),
                _ => {}
            }
        }
        row.head_end = row.head_end.max(line.end);
    }
}
