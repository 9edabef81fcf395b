//! The line that shows why a talk matched by its text. Made for rows on screen only.

use std::collections::BTreeMap;

use super::marks::{Needle, merged};
use super::needle as body;
use super::query::Query;
use super::readable::{foreign_letters, line_end, line_start};
use super::{Marks, Results};
use crate::markdown::document::BlockKind;
use crate::markdown::parse;
use crate::source::repair;
use crate::talk::{Talk, TalkIx};
use crate::text::{line_ends, visible};

/// A line of a talk's text that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// 1-based number of the line in the note.
    pub line: u32,
    /// What a reader sees of it, cut around the first match; its source where the match is in what nobody sees.
    /// Fit for a terminal.
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
    let start = start.max(talk.place.start as usize);
    let written = text.get(start..line_end(text, start))?;
    let before = &text[talk.place.start as usize..start];
    let needles = query.needles();
    let typeset = typeset(talk, written, before).map(|shown| cut(&visible(&shown), &needles));
    // What matched may stand where no reader sees it: in an address, in markup.
    let (shown, marks) = typeset.filter(|(_, marks)| !marks.is_empty()).unwrap_or_else(|| {
        let mended = if talk.note.mojibake { repair(written) } else { written.into() };
        cut(&visible(without_markup(&mended)), &needles)
    });
    let line = talk.place.line + line_ends(before) as u32;
    Some(Excerpt { line, text: shown, marks, more: lines.len() - 1 })
}

/// A line as its reader sees it, where that is another than its source. `before`: what stands above it in its
/// talk. `None` too for a line of code, and one that is longer than any somebody reads.
fn typeset(talk: &Talk, line: &str, before: &str) -> Option<String> {
    let has_markup = line.len() < 4000 && line.contains(['*', '_', '`', '[', '<', '~', '=', '\\', '&', '$']);
    if !has_markup || is_in_code(before) {
        return None;
    }
    let note = &*talk.note.text;
    let inner = without_markup(line);
    let start = inner.as_ptr() as usize - note.as_ptr() as usize;
    // Where links are defined elsewhere, it is looked for through all of the note: in a long one for too long.
    let document = if note.len() <= LONG_NOTE {
        parse(note, start..start + inner.len(), &[], talk.note.mojibake)
    } else {
        parse(inner, 0..inner.len(), &[], talk.note.mojibake)
    };
    let own = document.blocks.iter().take_while(|block| block.kind != BlockKind::FootnoteRule);
    let texts = own.filter_map(|block| match &block.kind {
        BlockKind::Paragraph(spans) | BlockKind::Heading { spans, .. } => Some(document.plain(*spans)),
        _ => None,
    });
    Some(texts.collect::<Vec<_>>().join(" ")).filter(|shown| !shown.is_empty())
}

/// Bytes of a note that is looked through for each line on the screen.
const LONG_NOTE: usize = 1 << 18;

/// Whether a fence that was opened above has not been closed.
fn is_in_code(above: &str) -> bool {
    let lines = above.split(['\n', '\r']).map(|line| line.trim_start_matches(['>', ' ', '\t']));
    lines.filter(|line| line.starts_with("```") || line.starts_with("~~~")).count() % 2 == 1
}

impl Results {
    /// The line that shows why one of the hits of a query matched by text.
    pub fn excerpt(&self, query: &Query, ix: TalkIx, talk: &Talk) -> Option<Excerpt> {
        match self.apart.get(&ix) {
            Some(place) => excerpt(query, &Talk { place: *place, told: Vec::new(), ..talk.clone() }),
            None => excerpt(query, talk),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_begins_its_line() {
        assert!(is_in_code("```rust\n") && is_in_code("> ~~~\nlet x;\n"));
        assert!(!is_in_code("a ``` b ``` c\n```\n```\n"));
    }
}
