//! What an outline means: which sections are talks, their titles, speakers, event, date and tags.

mod alone;
mod aside;
mod beside;
mod caption;
pub mod check;
mod classify;
mod clock;
mod company;
mod company_or_name;
mod compose;
mod day_lines;
mod decide;
mod detect;
mod dossiers;
mod draft;
mod earlier;
mod event;
mod evidence;
mod explain;
mod facts;
mod field_headings;
mod fields;
mod file_name;
mod finder;
mod folder;
mod forms;
#[cfg(test)]
mod golden;
mod header_event;
mod inherit;
mod joins;
mod leftover;
mod length;
mod library;
mod link_syntax;
mod links;
mod listed;
mod lists;
mod load;
mod mended;
mod name;
mod neighbours;
mod overrule;
mod paragraphs;
mod people;
pub mod persons;
mod phrase;
mod plain;
#[cfg(test)]
mod practice;
mod prefix;
mod roster;
mod same;
mod section;
mod shared_event;
mod sheet;
mod spelled;
mod stanzas;
mod tables;
mod tags;
mod tail;
mod title;
mod titled;
mod told;
pub mod topics;
mod votes;
mod when;
mod words;

pub use classify::Class;
pub use detect::{Form, Reading, detect, read};
pub use evidence::{Evidence, Reason};
pub use explain::{Explanation, NoTalk, Seen, explain};
pub use leftover::Leftover;
pub use library::{Batch, Library, TalkCopy};
pub use links::{Link, LinkRole};
pub use load::{Loaded, load, reload};
pub use same::{Librarian, Marked};

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
    /// The `@handle` that stands beside the name.
    pub handle: Option<Arc<str>>,
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

impl Date {
    /// Stands for the year of a day while it is looked for.
    const NO_YEAR: i16 = 0;

    /// The day in the year of another date, where its own is not known.
    fn in_year_of(self, other: Option<Date>) -> Option<Date> {
        if self.year == Date::NO_YEAR { other.map(|other| Date { year: other.year, ..self }) } else { Some(self) }
    }
}

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
    /// Gives back memory its lists do not need: libraries have many talks, and keep them.
    fn shrink(&mut self) {
        self.speakers.shrink_to_fit();
        self.organizations.shrink_to_fit();
        self.section.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.topics.shrink_to_fit();
        self.told.shrink_to_fit();
    }

    /// The talk's own source: the lines from `line` to `end_line` of the decoded note, byte for byte.
    pub fn source(&self) -> &str {
        &self.note.text[self.place.start as usize..self.place.end as usize]
    }
}
