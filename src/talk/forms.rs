//! Talks that have no heading: list items, bold lines, table rows. They count only where several stand alike.

use std::ops::Range;

use super::Date;
use super::clock::time_prefix;
use super::evidence::{Evidence, Reason};
use super::fields::fields_of_line;
use super::listed::{announced_item, announces_talks};
use super::paragraphs::{bold_rows, linked_rows, timed_rows};
use super::people::{self, People};
use super::plain::{beginning, plain};
use super::section::strip_markers;
use super::stanzas::{slots, stanzas};
use super::tables::table_rows;
use super::title::read_heading;
use super::titled::{Titled, line_with_resources, title_like, titled_line, without_resources};
use super::words::{is, words};
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

/// The talks of a text that is a programme: one after the other, each at its time. Times that begin in the first hour
/// of a day say where in a recording something is.
pub(super) fn programme(text: &str, blocks: &[Block]) -> Vec<Row> {
    let timed = timed_rows(text, blocks);
    let rows = if timed.is_empty() { slots(text, blocks) } else { timed };
    let is_offset = |row: &Row| {
        let source = &text[row.start as usize..row.end as usize];
        source.starts_with("0:") || source.starts_with("00:")
    };
    if rows.first().is_some_and(is_offset) { Vec::new() } else { rows }
}

/// Runs of list items of which most are talks.
fn item_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found = Vec::new();
    let mut run: Vec<(usize, Option<Row>)> = Vec::new();
    // Whether the line above says that talks follow.
    let mut are_announced = false;
    let flush =
        |run: &mut Vec<(usize, Option<Row>)>, found: &mut Vec<Row>| found.extend(of_run(text, blocks, run.drain(..)));
    for (at, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Item(_) if block.depth == 0 => {
                let announced = are_announced.then(|| announced_item(text, &blocks[at..])).flatten();
                let row = item_row(text, &blocks[at..], ALONE).or_else(|| fielded_item(text, &blocks[at..]));
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

/// The talks of a run of items, of which some are surely talks. Breaks say nothing for or against the others.
fn of_run(text: &str, blocks: &[Block], run: impl Iterator<Item = (usize, Option<Row>)>) -> Vec<Row> {
    let mut run: Vec<(usize, Option<Row>)> = run.collect();
    let talks = run.iter().filter(|(_, row)| row.is_some()).count();
    if talks == 0 && run.len() > MOST_UNSURE {
        return Vec::new();
    }
    run.retain(|(at, row)| row.is_some() || !is_break(text, &blocks[*at..]));
    // Pages of a programme are of talks, whatever stands between them.
    let on_page = |row: &Row| row.evidence.iter().any(|evidence| evidence.reason == Reason::SchedulePage);
    let paged = run.iter().filter(|(_, row)| row.as_ref().is_some_and(on_page)).count();
    let are_talks = talks >= 2 && (talks * 5 >= run.len() * 3 || paged == talks && paged * 3 >= run.len());
    if !are_talks && (run.len() < 2 || run.len() > MOST_UNSURE) {
        return Vec::new();
    }
    for (at, row) in &mut run {
        *row = row.take().or_else(|| item_row(text, &blocks[*at..], BESIDE));
    }
    let named = run.iter().filter(|(_, row)| row.is_some()).count();
    let marked = run.iter().filter(|(at, _)| is_marked(text, &blocks[*at..])).count();
    // Each item a title in bold, one surely a talk, and a name behind most.
    let are_alike = talks > 0 && marked == run.len() && named >= 2 && named * 3 >= run.len() * 2;
    // Names nobody knows are those of speakers where each item has one, and notes below; two errands may have, too.
    let has_notes =
        |(at, row): &(usize, Option<Row>)| row.as_ref().is_some_and(|row| has_notes(text, &blocks[*at..], row));
    if !are_talks && !are_alike && (run.len() < 3 || !run.iter().all(has_notes)) {
        return Vec::new();
    }
    if are_alike || marked * 2 > run.len() {
        // `- **Mooring for two**` among `- **Title**, Name`: who spoke was not written down.
        for (at, row) in &mut run {
            *row = row.take().or_else(|| marked_item(text, &blocks[*at..]));
        }
    }
    run.into_iter().filter_map(|(_, row)| row).collect()
}

/// A longer list whose items are not surely talks is one of something else.
const MOST_UNSURE: usize = 60;

/// The first paragraph of an item.
fn head_of(blocks: &[Block]) -> Option<&Block> {
    let (item, rest) = blocks.split_first()?;
    let inner = rest.first().filter(|inner| matches!(item.kind, BlockKind::Item(_)) && inner.start < item.end)?;
    (inner.kind == BlockKind::Paragraph && inner.depth == 1).then_some(inner)
}

/// Whether an item is a break of a programme: `12:00 Lunch`.
fn is_break(text: &str, blocks: &[Block]) -> bool {
    let Some(head) = head_of(blocks) else { return false };
    let line = strip_markers(head.source(text)).trim();
    // "12:00 Lunch" is a time, word and all.
    let name = time_prefix(line).map_or(line, |end| &line[end..]).trim_matches(|c: char| !c.is_alphanumeric());
    name.is_empty() || words().holds(name, is::DAYTIME)
}

/// Whether more stands in an item than the line that gives its title.
fn has_notes(text: &str, blocks: &[Block], row: &Row) -> bool {
    let end = blocks.first().map_or(0, |item| item.end);
    text.get(row.head_end as usize..end as usize).is_some_and(|rest| !rest.trim().is_empty())
}

/// Whether the first line of an item begins with a title in bold.
fn is_marked(text: &str, blocks: &[Block]) -> bool {
    head_of(blocks).is_some_and(|head| strip_markers(head.source(text)).starts_with("**"))
}

/// An item that is a title in bold and nothing else, but for what stands below it.
fn marked_item(text: &str, blocks: &[Block]) -> Option<Row> {
    let (item, head) = (blocks.first()?, head_of(blocks)?);
    let inner = strip_markers(head.source(text)).trim().strip_prefix("**")?.strip_suffix("**")?;
    let title = read_heading(&plain(inner).text).title;
    let is_title = !inner.contains(['*', '\n']) && title_like(&title) && title.contains(' ');
    is_title.then(|| row_of_item(item, head, title, People::default(), Vec::new()))
}

/// Bytes below a title that its fields stand in.
const FIELDS_WITHIN: usize = 240;

/// An item with a title, and below it, among the first of its items, a field that says who spoke.
fn fielded_item(text: &str, blocks: &[Block]) -> Option<Row> {
    let (item, head) = (blocks.first()?, head_of(blocks)?);
    // Fields have colons, most notes have none so near.
    let near = text.get(head.end as usize..item.end as usize)?.as_bytes();
    memchr::memchr2(b':', 0xef, &near[..near.len().min(FIELDS_WITHIN)])?;
    let below = blocks.iter().skip(2).take_while(|inner| inner.start < item.end);
    let mut lines = below.filter(|inner| inner.kind == BlockKind::Paragraph && inner.depth == 2).take(3);
    let people = lines.find_map(|line| match fields_of_line(strip_markers(line.source(text)))[..] {
        [Some((lists, value))] if lists & is::SPEAKER != 0 && lists & is::TITLE == 0 => {
            Some(people::labelled(&plain(value).text))
        }
        _ => None,
    })?;
    let title = read_heading(&plain(strip_markers(head.source(text)).trim()).text).title;
    let because = vec![Evidence { reason: Reason::SpeakerField, sure: 1.0 }];
    (!people.persons.is_empty() && title_like(&title)).then(|| row_of_item(item, head, title, people, because))
}

/// The talk an item begins.
fn row_of_item(item: &Block, head: &Block, title: String, people: People, evidence: Vec<Evidence>) -> Row {
    let (start, end, head_end) = (item.start, item.end, head.end.min(item.end));
    let (line, last_line, event, date) = (item.line, item.last_line, None, None);
    Row { start, end, head_end, line, last_line, title, people, evidence, event, date, text: None }
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
    is_title.then(|| row_of_item(item, head, title, people, evidence))
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
    // "**Title**, Name", and at once below it what was said; the people behind `and` stand there, too.
    let first = source.split(['\n', '\r']).next().unwrap_or_default();
    let is_open = || words().holds(first.rsplit(' ').next().unwrap_or_default(), is::AND | is::BY | is::AT);
    if first.len() < source.len()
        && first.starts_with("**")
        && first.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '*' | ']'))
        && !is_open()
        && let Some((title, people, evidence)) = item_line(first, needed)
    {
        let head_end = (first.as_ptr() as usize + first.len() - text.as_ptr() as usize) as u32;
        return Some(Row { head_end, ..row_of_item(item, inner, title, people, evidence) });
    }
    let (title, people, evidence) = item_line(source, needed)?;
    Some(row_of_item(item, inner, title, people, evidence))
}

/// What the first line or paragraph of an item says.
fn item_line(source: &str, needed: f32) -> Option<Titled> {
    let (bare, resource) = without_resources(source);
    let source = if resource.is_some() { bare } else { source };
    // A word alone is no title with people, and neither is a page of text, but where it begins with a marked title.
    let is_marked = source.starts_with(['[', '*', '_']);
    if source.len() > 400 && !is_marked || source.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let source = beginning(source, 400);
    match resource {
        Some(resource) => line_with_resources(source, resource, needed),
        None => titled_line(source, needed),
    }
}
