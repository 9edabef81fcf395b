//! Talks that have no heading: list items, bold lines, table rows. They count only where several stand alike.

use std::ops::Range;

use super::Date;
use super::evidence::{Evidence, Reason};
use super::listed::{announced_item, announces_talks};
use super::paragraphs::{bold_rows, linked_rows, timed_rows};
use super::people::People;
use super::plain::{beginning, plain};
use super::section::strip_markers;
use super::stanzas::{slots, stanzas};
use super::tables::table_rows;
use super::title::read_heading;
use super::titled::{line_with_resources, title_like, titled_line, without_resources};
use crate::markdown::{Block, BlockKind, Outline};

/// A talk without a heading.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Bytes of the lines that give title and people.
    pub(super) head_end: u32,
    pub(super) line: u32,
    pub(super) last_line: u32,
    pub(super) title: String,
    pub(super) people: People,
    pub(super) evidence: Vec<Evidence>,
    /// What columns of a table give.
    pub(super) event: Option<String>,
    pub(super) date: Option<Date>,
    /// What of the head is text of the talk: notes in a cell of their own.
    pub(super) text: Option<Range<u32>>,
}

/// The talks without headings among some blocks.
pub(super) fn rows(text: &str, outline: &Outline, blocks: std::ops::Range<usize>) -> Vec<Row> {
    let blocks = &outline.blocks[blocks];
    if blocks.len() < 2 && !blocks.iter().any(|block| block.kind == BlockKind::Table) {
        return stanzas(text, blocks);
    }
    let bold = bold_rows(text, blocks);
    if bold.len() >= 2 {
        return bold;
    }
    let programme = programme(text, blocks);
    if !programme.is_empty() {
        return programme;
    }
    let stanzas = stanzas(text, blocks);
    if !stanzas.is_empty() {
        return stanzas;
    }
    let linked = linked_rows(text, blocks);
    if !linked.is_empty() {
        return linked;
    }
    let mut found = item_rows(text, blocks);
    found.extend(table_rows(text, blocks));
    found.sort_by_key(|row| row.start);
    found
}

/// The talks of a text that is a programme: one after the other, each at its time.
pub(super) fn programme(text: &str, blocks: &[Block]) -> Vec<Row> {
    let timed = timed_rows(text, blocks);
    if timed.is_empty() { slots(text, blocks) } else { timed }
}

/// Runs of list items of which most are talks.
fn item_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found = Vec::new();
    let mut run: Vec<(usize, Option<Row>)> = Vec::new();
    // Whether the line above says that talks follow.
    let mut are_announced = false;
    let flush = |run: &mut Vec<(usize, Option<Row>)>, found: &mut Vec<Row>| {
        let talks = run.iter().filter(|(_, row)| row.is_some()).count();
        // Pages of a programme are of talks, whatever stands between them.
        let on_page = |row: &Row| row.evidence.iter().any(|evidence| evidence.reason == Reason::SchedulePage);
        let paged = run.iter().filter(|(_, row)| row.as_ref().is_some_and(on_page)).count();
        if talks >= 2 && (talks * 5 >= run.len() * 3 || paged == talks && paged * 3 >= run.len()) {
            let read = |(at, row): (usize, Option<Row>)| row.or_else(|| item_row(text, &blocks[at..], BESIDE));
            found.extend(run.drain(..).filter_map(read));
        }
        run.clear();
    };
    for (at, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Item(_) if block.depth == 0 => {
                let announced = are_announced.then(|| announced_item(text, &blocks[at..])).flatten();
                let row = item_row(text, &blocks[at..], ALONE);
                // `Keynote - "Title"`: the quotes tell better what the title is.
                let is_cut = row.as_ref().is_some_and(|row| row.title.contains(['"', '“', '„']));
                run.push((at, if is_cut { announced.or(row) } else { row.or(announced) }));
            }
            BlockKind::Paragraph if block.depth == 0 && block.source(text).starts_with(BULLETS) => {
                run.push((at, item_row(text, &blocks[at..], ALONE)));
            }
            _ if block.depth == 0 => {
                flush(&mut run, &mut found);
                are_announced = announces_talks(text, block);
            }
            _ => {}
        }
    }
    flush(&mut run, &mut found);
    found
}

/// The talks a list below "Lightning talks" has: its items, with notes nested below most of them.
pub(super) fn noted_items(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found = Vec::new();
    let (mut items, mut noted) = (0, 0);
    for (at, item) in blocks.iter().enumerate() {
        if item.depth > 0 {
            continue;
        }
        if !matches!(item.kind, BlockKind::Item(_)) {
            return Vec::new();
        }
        items += 1;
        let inner = blocks[at + 1..].iter().take_while(|inner| inner.start < item.end);
        noted += usize::from(inner.clone().any(|inner| matches!(inner.kind, BlockKind::Item(_))));
        found.extend(inner.clone().next().and_then(|head| noted_item(text, item, head)));
    }
    if items >= 2 && noted * 3 >= items * 2 && found.len() == items { found } else { Vec::new() }
}

/// A talk of such a list: the first line of the item is its title, maybe with people.
fn noted_item(text: &str, item: &Block, head: &Block) -> Option<Row> {
    let source = head.source(text).trim();
    if head.kind != BlockKind::Paragraph || source.len() > 200 {
        return None;
    }
    let kind = Evidence { reason: Reason::KindLine, sure: 1.0 };
    let (title, people, evidence) = titled_line(source, BESIDE).unwrap_or_else(|| {
        let heading = read_heading(&plain(source).text);
        (heading.title, People::default(), vec![kind])
    });
    let is_title = title_like(&title)
        && (title.contains([' ', '-']) || !people.persons.is_empty())
        && title.split_whitespace().count() <= 18;
    let (start, end, head_end) = (item.start, item.end, head.end.min(item.end));
    let (line, last_line, event, date) = (item.line, item.last_line, None, None);
    is_title.then_some(Row { start, end, head_end, line, last_line, title, people, evidence, event, date, text: None })
}

/// How surely a tail must name people in an item that stands for itself, and in one among items that do.
pub(super) const ALONE: f32 = 0.9;
const BESIDE: f32 = 0.45;

/// What people set before the items of a list who do not know that Markdown has them, or copy from where it has not.
const BULLETS: [char; 7] = ['·', '•', '●', '▪', '◦', '‣', '➤'];

/// `[Title](url) by Name`, `**Title** - Name`, `Title by Name`: what the first of these blocks, an item, says in its
/// first paragraph.
fn item_row(text: &str, blocks: &[Block], needed: f32) -> Option<Row> {
    let (item, rest) = blocks.split_first()?;
    let inner = match item.kind {
        BlockKind::Paragraph => item,
        _ => rest
            .iter()
            .find(|inner| inner.start >= item.start)
            .filter(|inner| inner.kind == BlockKind::Paragraph && inner.depth == 1)?,
    };
    let source = strip_markers(inner.source(text)).trim_start_matches(BULLETS).trim_start();
    let (bare, resource) = without_resources(source);
    let source = if resource.is_some() { bare } else { source };
    // A word alone is no title with people, and neither is a page of text, but where it begins with a marked title.
    let is_marked = source.starts_with(['[', '*', '_']);
    if source.len() > 400 && !is_marked || source.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let source = beginning(source, 400);
    let (title, people, evidence) = match resource {
        Some(resource) => line_with_resources(source, resource, needed)?,
        None => titled_line(source, needed)?,
    };
    Some(Row {
        start: item.start,
        end: item.end,
        head_end: inner.end.min(item.end),
        line: item.line,
        last_line: item.last_line,
        title,
        people,
        evidence,
        event: None,
        date: None,
        text: None,
    })
}
