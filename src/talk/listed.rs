//! Talks in lists that nothing but what stands around them tells from others: items of emphasised titles with text
//! below each, items under a line that says talks follow.

use super::evidence::{Evidence, Reason};
use super::forms::Row;
use super::people::{self, People};
use super::plain::plain;
use super::section::strip_markers;
use super::title::read_heading;
use super::titled::title_like;
use super::words::{is, words};
use crate::markdown::{Block, BlockKind};

/// `* *Title:*`, and below it a paragraph about the talk: what a day or a kind of talks holds so is talks.
pub(super) fn emphasised_items(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    let mut items = 0;
    for (at, item) in blocks.iter().enumerate() {
        let is_item = item.depth == 0 && matches!(item.kind, BlockKind::Item(_));
        if is_item {
            items += 1;
            let (inner, rest) =
                blocks[at + 1..].split_at(blocks[at + 1..].partition_point(|block| block.start < item.end));
            let is_told = rest.first().is_some_and(|next| next.kind == BlockKind::Paragraph && next.depth == 0);
            if let [line] = inner
                && is_told
                && let Some(row) = emphasised_item(text, item, line)
            {
                found.push(row);
            }
        } else if item.depth == 0
            && item.kind != BlockKind::Rule
            && let Some(last) = found.last_mut()
        {
            (last.end, last.last_line) = (item.end, item.last_line);
        }
    }
    if found.len() >= 2 && found.len() * 3 >= items * 2 { found } else { Vec::new() }
}

fn emphasised_item(text: &str, item: &Block, line: &Block) -> Option<Row> {
    let source = strip_markers(line.source(text)).trim();
    if line.kind != BlockKind::Paragraph || source.len() > 200 || source.contains(['\n', '\r']) {
        return None;
    }
    let shown = plain(source);
    let heading = read_heading(shown.text.trim().trim_end_matches('.'));
    let is_title = shown.is_emphasised && title_like(&heading.title) && heading.title.split(' ').count() >= 3;
    is_title.then(|| row(item, line, heading.title, People::default(), Vec::new()))
}

fn row(item: &Block, line: &Block, title: String, people: People, evidence: Vec<Evidence>) -> Row {
    let (start, end, head_end) = (item.start, item.end, line.end.min(item.end));
    let (line, last_line, event, date) = (item.line, item.last_line, None, None);
    Row { start, end, head_end, line, last_line, title, people, evidence, event, date, text: None }
}

/// Whether a paragraph says that a list of talks follows: "The talks I heard:".
pub(super) fn announces_talks(text: &str, block: &Block) -> bool {
    let source = block.source(text).trim_end();
    if block.kind != BlockKind::Paragraph || source.len() > 300 || !source.ends_with([':', '：']) {
        return false;
    }
    // What is announced stands in the last sentence.
    let last = source.rsplit(". ").next().unwrap_or_default();
    let said: Vec<&str> = last.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let are_talks = |at: usize| words().holds(said[at], is::TALKS) && !are_source(&said[..at]);
    (0..said.len()).any(are_talks)
}

/// Whether talks are only where something was heard, by the words before them: "Books I heard of in the".
/// "The best of the" and "Notes from the" tell of the talks themselves.
fn are_source(before: &[&str]) -> bool {
    const IN: [&str; 14] = [
        "aus", "dans", "durante", "during", "im", "in", "inside", "nei", "nelle", "pendant", "tijdens", "uit",
        "während", "under",
    ];
    let is_place = |word: &str| words().holds(word, is::AT) || IN.iter().any(|known| word.eq_ignore_ascii_case(known));
    // An article or two stand between.
    let Some(at) = (before.len().saturating_sub(3)..before.len()).rev().find(|at| is_place(before[*at])) else {
        return false;
    };
    let is_opening = (at.saturating_sub(3)..at).any(|start| words().holds(&before[start..=at].join(" "), is::OPENING));
    let is_of_notes = at > 0 && before[at - 1].len() > 3 && words().holds(before[at - 1], is::NOTES);
    !(is_opening || is_of_notes)
}

/// `"[Title](url)": what it was like`, `Keynote - "Title", by Ada Pohl: …`: a title set apart at the beginning of an
/// item under such a line, and who gave it.
pub(super) fn announced_item(text: &str, blocks: &[Block]) -> Option<Row> {
    let (item, rest) = blocks.split_first()?;
    let line = rest.first().filter(|line| line.kind == BlockKind::Paragraph && line.start < item.end)?;
    let source = strip_markers(line.source(text));
    let shown = plain(super::plain::beginning(source, 400));
    let whole = shown.text.trim();
    // "Keynote - "
    let kind = whole.split_once([' ', ':']).map_or("", |(first, _)| first);
    let is_kind = !kind.is_empty() && words().holds(kind, is::KIND);
    let said = if is_kind { whole[kind.len()..].trim_start_matches([' ', ':', '-', '–', '—']) } else { whole };
    let (title, rest) = quoted(said).or_else(|| {
        let lead = shown.lead.as_deref().filter(|lead| said.starts_with(*lead))?;
        Some((lead, &said[lead.len()..]))
    })?;
    let title = read_heading(title.trim()).title;
    if !title_like(&title) || title.split(' ').count() < 2 {
        return None;
    }
    let rest = rest.trim_start_matches([',', ' ', '-', '–', '—', '|', '(', '\\']);
    let before_remark = rest.split([':', '.', ')']).next().unwrap_or_default().trim();
    let (named, is_by) = people::strip_by(before_remark);
    let people = people::bare(named).filter(|people| people.sure >= if is_by { 0.3 } else { 0.6 });
    let evidence = vec![Evidence { reason: Reason::KindLine, sure: 1.0 }];
    Some(row(item, line, title, people.unwrap_or_default(), evidence))
}

/// What stands in the quotes a text begins with, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let close = match open {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '「' => '」',
        _ => return None,
    };
    text[open.len_utf8()..].split_once(close)
}
