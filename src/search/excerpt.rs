//! The line that shows why a talk matched by its text. Made for rows on screen only.

use std::collections::BTreeMap;

use memchr::memchr2_iter;

use super::Marks;
use super::marks::{Needle, merged};
use super::needle as body;
use super::query::Query;
use super::readable::{foreign_letters, line_end, line_start};
use crate::source::repair;
use crate::talk::Talk;
use crate::text::visible;

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
    let patterns = query.body_patterns();
    if patterns.is_empty() {
        return None;
    }
    let text = &*talk.note.text;
    let letters = foreign_letters(talk.source());
    let mut lines: BTreeMap<usize, u64> = BTreeMap::new();
    for (nth, pattern) in patterns.iter().enumerate().take(64) {
        let mut line_ended = 0;
        for at in body::Needle::of(pattern).places(talk, letters, 0) {
            if at >= line_ended {
                *lines.entry(line_start(text, at)).or_default() |= 1 << nth;
                line_ended = line_end(text, at);
            }
        }
    }
    let most = lines.values().map(|held| held.count_ones()).max()?;
    let start = lines.iter().find(|(_, held)| held.count_ones() == most).map(|(start, _)| *start)?;
    let written = text.get(start.max(talk.place.start as usize)..line_end(text, start))?;
    let mended = if talk.note.mojibake { repair(written) } else { written.into() };
    let (shown, marks) = cut(&visible(without_markup(&mended)), &query.needles());
    let line = talk.place.line + line_ends(&text[talk.place.start as usize..start.max(talk.place.start as usize)]);
    Some(Excerpt { line, text: shown, marks, more: lines.len() - 1 })
}

/// How many lines end in a text.
fn line_ends(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = memchr2_iter(b'\n', b'\r', bytes).filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    ends.count() as u32
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
    let places = |text: &str| {
        let marks = merged(needles.iter().flat_map(|needle| needle.find_in(text)).collect());
        // A phrase that runs over the line's end stands on no line; then its words say where it is.
        let words = || needles.iter().flat_map(Needle::words).flat_map(|word| word.find_in(text));
        if marks.is_empty() { merged(words().collect()) } else { marks }
    };
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
