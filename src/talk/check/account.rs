//! How a note was read and why, in a few facts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Look;
use crate::markdown::front_matter::HeaderKind;
use crate::source::Encoding;
use crate::talk::length::visible_words;
use crate::talk::{Form, Leftover, Reading, Reason};

/// How a note was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The file, as reached from the PATH given.
    pub path: PathBuf,
    /// How it holds its talks.
    pub form: Form,
    /// Levels of the headings that begin talks, ascending, each once.
    pub levels: Vec<u8>,
    /// What its talks are where no heading begins them: list items, bold lines, table rows.
    pub rows: &'static str,
    /// How many talks were found.
    pub talks: usize,
    /// How its header is written.
    pub header: Option<HeaderKind>,
    /// How its bytes were read.
    pub encoding: Encoding,
    /// Whether misread characters were mended.
    pub mended: bool,
    /// Whether a `.kcbrowse.toml` says something of it.
    pub overridden: bool,
    /// What belongs to no talk, but for bare headings, in the order it stands.
    pub apart: Vec<Apart>,
    /// Why the talks are talks, and of how many that was seen; what was seen most often first.
    pub reasons: Vec<(Reason, usize)>,
}

/// Text of a note that belongs to no talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Its heading, where it has one.
    pub title: Option<Box<str>>,
    /// 1-based number of the line it begins on, that of its heading.
    pub line: u32,
    /// 1-based number of its last line.
    pub end_line: u32,
    /// How many words a reader sees below the heading.
    pub words: usize,
}

impl Apart {
    /// `None` where nothing stands below the heading.
    fn of(left: &Leftover, text: &str) -> Option<Apart> {
        let source = text.get(left.place.start as usize..left.place.end as usize)?;
        let heading = if left.title.is_empty() { 0 } else { source.find(['\n', '\r']).unwrap_or(source.len()) };
        let words = visible_words(&source[heading..]);
        let title = Some(left.title.clone()).filter(|title| !title.is_empty());
        (words > 0).then_some(Apart { title, line: left.place.line, end_line: left.place.end_line, words })
    }
}

impl Account {
    pub(super) fn of(look: &Look<'_>) -> Account {
        let reading = look.reading;
        let starts = |level_at: u32| reading.talks.binary_search_by_key(&level_at, |talk| talk.place.start).is_ok();
        let mut levels: Vec<u8> = look
            .outline
            .blocks
            .iter()
            .filter(|block| block.depth == 0 && starts(block.start))
            .filter_map(crate::markdown::Block::level)
            .collect();
        levels.sort_unstable();
        levels.dedup();
        let mut counts: BTreeMap<&str, (Reason, usize)> = BTreeMap::new();
        for evidence in reading.evidence.iter().flatten() {
            counts.entry(evidence.reason.describe()).or_insert((evidence.reason, 0)).1 += 1;
        }
        let mut reasons: Vec<(Reason, usize)> = counts.into_values().collect();
        reasons.sort_by(|(a, many), (b, more)| more.cmp(many).then(b.weight().total_cmp(&a.weight())));
        Account {
            path: look.note.path.clone(),
            form: reading.form,
            levels,
            rows: rows(reading),
            talks: reading.talks.len(),
            header: look.header.map(|header| header.kind),
            encoding: look.note.encoding,
            mended: look.note.mojibake,
            overridden: look.note.overrides.is_some(),
            apart: reading.leftovers.iter().filter_map(|left| Apart::of(left, &look.note.text)).collect(),
            reasons,
        }
    }

    /// Where its talks are, in a few words.
    pub fn described(&self) -> String {
        match (self.form, &self.levels[..]) {
            (Form::Empty, _) => "nothing in it".to_owned(),
            (Form::Whole, _) => "the file is the talk".to_owned(),
            (Form::Rows, _) => self.rows.to_owned(),
            (Form::Headings, [level]) => format!("headings of level {level}"),
            (Form::Headings, levels) => {
                let levels: Vec<String> = levels.iter().map(u8::to_string).collect();
                format!("headings of levels {}", levels.join(", "))
            }
        }
    }
}

/// What the first talk of a note is, where no heading begins it.
fn rows(reading: &Reading) -> &'static str {
    let first = reading.talks.first().map(|talk| talk.source().trim_start()).unwrap_or_default();
    match (reading.form, first) {
        (Form::Rows, first) if first.starts_with("**") || first.starts_with("__") => "bold lines",
        (Form::Rows, first)
            if first.starts_with(['-', '*', '+']) || first.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            "list items"
        }
        (Form::Rows, _) => "table rows",
        _ => "",
    }
}
