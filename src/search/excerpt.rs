//! The line that shows why a talk matched by its text. Made for rows on screen only.

use super::Marks;
use super::marks::{Needle, merged};
use super::query::Query;
use super::readable::{is_read, line_end};
use crate::source::repair;
use crate::talk::Talk;
use crate::text::{Folded, visible};

/// A line of a talk's text that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// 1-based number of the line in the note.
    pub line: u32,
    /// What it says, without markup at its beginning, cut around the first match; fit for a terminal.
    pub text: String,
    /// The byte ranges of `text` that matched.
    pub marks: Marks,
    /// How many more lines match.
    pub more: usize,
}

/// The line to show for a talk that matched by its text: the first of those that hold the most of what was
/// looked for. `None` where the text holds nothing of it.
pub fn excerpt(query: &Query, talk: &Talk) -> Option<Excerpt> {
    let needles = query.needles();
    // A phrase that runs over a line's end stands on no line; then its words say where it is.
    excerpt_of(&needles, talk).or_else(|| excerpt_of(&words_of(&needles), talk))
}

fn words_of(needles: &[Needle]) -> Vec<Needle> {
    let words = |needle: &Needle| {
        let words: Vec<String> = needle.text.split_whitespace().map(str::to_owned).collect();
        let case = needle.case;
        words.into_iter().map(move |text| Needle { text, case })
    };
    needles.iter().flat_map(words).collect()
}

fn excerpt_of(needles: &[Needle], talk: &Talk) -> Option<Excerpt> {
    let text = &*talk.note.text;
    let end = talk.place.end as usize;
    let mut best: Option<(usize, u32, std::ops::Range<usize>)> = None;
    let mut found = 0;
    let mut number = talk.place.line;
    let mut start = talk.place.start as usize;
    while start < end {
        let stop = line_end(text, start).min(end);
        let held = needles.iter().filter(|needle| stands_in_line(needle, talk, start..stop)).count();
        found += usize::from(held > 0);
        if held > best.as_ref().map_or(0, |best| best.0) {
            best = Some((held, number, start..stop));
        }
        let is_crlf = text[stop..].starts_with("\r\n");
        start = stop + if is_crlf { 2 } else { 1 };
        number += 1;
    }
    let (_, line, range) = best?;
    let written = text.get(range)?;
    let mended = if talk.note.mojibake { repair(written) } else { written.into() };
    let (text, marks) = cut(&visible(without_markup(&mended)), needles);
    Some(Excerpt { line, text, marks, more: found - 1 })
}

/// Whether a line reads so.
fn stands_in_line(needle: &Needle, talk: &Talk, line: std::ops::Range<usize>) -> bool {
    let Some(written) = talk.note.text.get(line.clone()) else { return false };
    if written.is_ascii() && written.len() < needle.text.len() {
        return false;
    }
    let mended = if talk.note.mojibake { repair(written) } else { written.into() };
    let is_mended = *mended != *written;
    let folded = Folded::of(&mended, needle.case);
    folded.text.match_indices(&needle.text).any(|(at, found)| {
        let place = if is_mended { 0 } else { folded.source_range(at..at + found.len()).start };
        is_read(talk, line.start + place)
    })
}

/// The line without the signs that open a heading, a quote, a list item or a table row.
fn without_markup(line: &str) -> &str {
    let mut rest = line.trim();
    for _ in 0..4 {
        let bullet = ["- [ ] ", "- [x] ", "- ", "* ", "+ ", "> ", ">", "| ", "|"];
        let after = bullet.iter().find_map(|sign| rest.strip_prefix(sign));
        let heading = rest.trim_start_matches('#');
        match after {
            Some(after) => rest = after.trim_start(),
            None if heading.len() < rest.len() && heading.starts_with(' ') => rest = heading.trim_start(),
            None => break,
        }
    }
    rest
}

/// The most characters of a line kept before its first match, and in all.
const BEFORE: usize = 40;
const LONGEST: usize = 240;

/// The text around the first match, and what matched in it.
fn cut(line: &str, needles: &[Needle]) -> (String, Marks) {
    let places = |text: &str| merged(needles.iter().flat_map(|needle| needle.find_in(text)).collect());
    let first = places(line).first().map_or(0, |place| place.start);
    let mut kept = String::new();
    let start = if line[..first].chars().count() <= BEFORE {
        0
    } else {
        kept.push('…');
        let from = line[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
        // Begin at a word where one begins on the way.
        line[from..first].find(' ').map_or(from, |blank| from + blank + 1)
    };
    let end = line[start..].char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| start + at);
    kept.push_str(&line[start..end]);
    if end < line.len() {
        kept.push('…');
    }
    let marks = places(&kept);
    (kept, marks)
}
