//! What an outline means: which sections are talks, their titles, speakers, event, date and tags.

use std::sync::Arc;

use crate::source::Note;

/// One talk found in a note.
#[derive(Debug, Clone)]
pub struct Talk {
    /// Stable name of the talk; see [`TalkId`].
    pub id: TalkId,
    /// The note it stands in.
    pub note: Arc<Note>,
    /// Where it stands there.
    pub place: Place,
    /// The title, cleaned of markup, prefixes and people; repaired.
    pub title: Box<str>,
    /// Who gave it, in the order written.
    pub speakers: Vec<Speaker>,
    /// Companies: the speakers' affiliations first, then those named without a person. No repeats.
    pub organizations: Vec<Arc<str>>,
    /// The conference or meeting.
    pub event: Option<Arc<str>>,
    /// When, as precisely as the note says.
    pub date: Option<Date>,
    /// Enclosing sections (day, track, category), outermost first.
    pub section: Vec<Arc<str>>,
    /// Tags the author gave, without `#`.
    pub tags: Vec<Arc<str>>,
    /// What it is about, from the vocabulary in `assets/topics.toml`.
    pub topics: Vec<Arc<str>>,
    /// Byte ranges of the note's text, inside the talk, whose content the fields above already tell
    /// (the heading, `- **Speakers**: …` lines): whole lines, ascending. A renderer that shows the fields
    /// may leave them out.
    pub told: Vec<std::ops::Range<u32>>,
    /// How sure the detection is, 0 to 1.
    pub confidence: f32,
}

/// Where a talk stands in its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// First byte in the note's text.
    pub start: u32,
    /// One past the last byte, line ending of the last line included where there is one.
    pub end: u32,
    /// 1-based number of the line the talk starts on.
    pub line: u32,
    /// 1-based number of the last line that belongs to it; blank lines and a rule at its end do not.
    pub end_line: u32,
}

/// A person on stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The name as written, or an `@handle` where no name is known.
    pub name: Arc<str>,
    /// Company or institution.
    pub affiliation: Option<Arc<str>>,
}

/// A talk's stable name: 32 bits from the folded title and the relative path, printed as 8 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TalkId(pub u32);

/// A date kept at the precision the author gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, four digits.
    pub year: i16,
    /// The month, 1 to 12; 0 where unknown.
    pub month: u8,
    /// The day of the month, 1 to 31; 0 where unknown.
    pub day: u8,
}

/// The number of a talk in the [`Library`], 0-based, in reading order (path, then line).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TalkIx(pub u32);

impl std::fmt::Display for TalkId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
            if self.day > 0 {
                write!(f, "-{:02}", self.day)?;
            }
        }
        Ok(())
    }
}

impl Talk {
    /// The talk's own source: the lines from `line` to `end_line` of the decoded note, byte for byte.
    pub fn source(&self) -> &str {
        &self.note.text[self.place.start as usize..self.place.end as usize]
    }
}

/// A copy of a talk in another place, with (nearly) the same text.
#[derive(Debug, Clone)]
pub struct TalkCopy {
    /// The note the copy stands in.
    pub note: Arc<Note>,
    /// Where it stands there.
    pub place: Place,
}

/// Some talks in reading order, with what was found about earlier ones.
#[derive(Debug, Default, Clone)]
pub struct Batch {
    /// New talks; their numbers follow those of the batch before.
    pub talks: Arc<[Talk]>,
    /// Copies found of these or earlier talks.
    pub copies: Vec<(TalkIx, TalkCopy)>,
}

/// All talks loaded so far. Grows by batches; a talk's number never changes.
#[derive(Debug, Default, Clone)]
pub struct Library {
    shelves: Vec<(u32, Arc<[Talk]>)>,
    copies: std::collections::HashMap<TalkIx, Vec<TalkCopy>>,
    len: u32,
}

impl Library {
    /// Puts a batch at the end.
    pub fn add(&mut self, batch: Batch) {
        let len = batch.talks.len() as u32;
        if len > 0 {
            self.shelves.push((self.len, batch.talks));
            self.len += len;
        }
        for (talk, copy) in batch.copies {
            self.copies.entry(talk).or_default().push(copy);
        }
    }

    /// How many talks there are.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The talk of that number.
    pub fn get(&self, ix: TalkIx) -> Option<&Talk> {
        let shelf = self.shelves.partition_point(|(first, _)| *first <= ix.0).checked_sub(1)?;
        let (first, talks) = &self.shelves[shelf];
        talks.get((ix.0 - first) as usize)
    }

    /// Every talk with its number, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (TalkIx, &Talk)> {
        self.shelves.iter().flat_map(|(_, talks)| talks.iter()).enumerate().map(|(ix, talk)| (TalkIx(ix as u32), talk))
    }

    /// Other places where (nearly) the same text stands.
    pub fn copies(&self, ix: TalkIx) -> &[TalkCopy] {
        self.copies.get(&ix).map_or(&[], Vec::as_slice)
    }
}
pub use load::{Loaded, load};
mod load;
