//! The orders hits can be shown in.

use std::cmp::Ordering;
use std::str::FromStr;
use std::sync::Arc;

use super::Group;
use super::shelf::Shelves;
use crate::talk::{Date, Talk, TalkIx};
use crate::text::{Case, fold};

/// What hits are ordered by. Every order is total: equal ones follow by date, newest first, then by their
/// place in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// How well they match; without a query, the library's own order.
    #[default]
    Match,
    /// Newest first; talks without a date last.
    Date,
    /// By title.
    Title,
    /// By event, then date; talks without one last.
    Event,
    /// By first speaker; talks without one last.
    Speaker,
    /// By file and line.
    File,
    /// Longest first.
    Length,
}

impl Sort {
    /// Every order, as offered to a person.
    pub const ALL: [Sort; 7] =
        [Sort::Match, Sort::Date, Sort::Title, Sort::Event, Sort::Speaker, Sort::File, Sort::Length];

    /// The name as typed after `--sort`.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Match => "match",
            Sort::Date => "date",
            Sort::Title => "title",
            Sort::Event => "event",
            Sort::Speaker => "speaker",
            Sort::File => "file",
            Sort::Length => "length",
        }
    }

    /// What a talk stands under when the list is in this order: talks that follow each other with the same
    /// heading are a group. `None` for orders that make no groups.
    pub fn heading(self, talk: &Talk) -> Option<String> {
        let or = |name: Option<&str>, none: &str| Some(name.unwrap_or(none).to_owned());
        match self {
            Sort::Date => Some(talk.date.map_or("no date".to_owned(), |date| Date { day: 0, ..date }.to_string())),
            Sort::Event => or(talk.event.as_deref(), "no event"),
            Sort::Speaker => or(talk.speakers.first().map(|speaker| &*speaker.name), "nobody named"),
            Sort::File => Some(talk.note.relative.to_string()),
            Sort::Match | Sort::Title | Sort::Length => None,
        }
    }
}

impl Sort {
    /// Whether both talks stand under the same heading.
    fn together(self, a: &Talk, b: &Talk) -> bool {
        let month = |talk: &Talk| talk.date.map(|date| (date.year, date.month));
        match self {
            Sort::Date => month(a) == month(b),
            Sort::Event => a.event == b.event,
            Sort::Speaker => a.speakers.first().map(|one| &one.name) == b.speakers.first().map(|one| &one.name),
            Sort::File => Arc::ptr_eq(&a.note, &b.note) || a.note.relative == b.note.relative,
            Sort::Match | Sort::Title | Sort::Length => true,
        }
    }
}

/// The groups that hits in an order fall into; talks found by their text, from `in_fields` on, begin anew.
pub(super) fn groups(hits: &[TalkIx], in_fields: usize, shelves: &Shelves, sort: Sort) -> Arc<[Group]> {
    let mut groups = Vec::new();
    if matches!(sort, Sort::Match | Sort::Title | Sort::Length) {
        return groups.into();
    }
    let mut before: Option<&Talk> = None;
    for (first, talk) in hits.iter().enumerate().filter_map(|(at, ix)| Some((at, shelves.talk(*ix)?))) {
        if (first == in_fields || before.is_none_or(|before| !sort.together(before, talk)))
            && let Some(heading) = sort.heading(talk)
        {
            groups.push(Group { first, heading: heading.into() });
        }
        before = Some(talk);
    }
    groups.into()
}

/// The name is none of [`Sort::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no order `{0}`: match, date, title, event, speaker, file or length")]
pub struct UnknownSort(String);

impl FromStr for Sort {
    type Err = UnknownSort;

    /// Reads a name; see [`Sort::name`].
    fn from_str(name: &str) -> Result<Sort, UnknownSort> {
        Sort::ALL.into_iter().find(|sort| sort.name() == name).ok_or_else(|| UnknownSort(name.to_owned()))
    }
}

/// Puts talks into an order other than by match.
pub(super) fn sort_talks(hits: &mut [TalkIx], shelves: &Shelves, sort: Sort, reverse: bool) {
    if sort == Sort::File || sort == Sort::Match {
        hits.sort_unstable();
        if reverse {
            hits.reverse();
        }
        return;
    }
    let mut keyed: Vec<(Key, &Talk, TalkIx)> = hits
        .iter()
        .filter_map(|ix| shelves.talk(*ix).map(|talk| (Key::of(sort, shelves, talk, *ix), talk, *ix)))
        .collect();
    let direction = if reverse { Ordering::reverse } else { |same: Ordering| same };
    keyed.sort_unstable_by(|(a, talk_a, ix_a), (b, talk_b, ix_b)| {
        (a.absent.cmp(&b.absent))
            .then_with(|| direction(a.start.cmp(&b.start).then_with(|| compare(sort, talk_a, talk_b))))
            .then_with(|| talk_b.date.cmp(&talk_a.date))
            .then_with(|| ix_a.cmp(ix_b))
    });
    for (hit, (_, _, ix)) in hits.iter_mut().zip(keyed) {
        *hit = ix;
    }
}

/// What decides between nearly any two talks, cheap to compare.
struct Key {
    /// Nothing to sort by: last, whichever way round.
    absent: bool,
    start: u64,
}

impl Key {
    fn of(sort: Sort, shelves: &Shelves, talk: &Talk, ix: TalkIx) -> Key {
        let (absent, start) = match sort {
            Sort::Match | Sort::File => (false, u64::from(ix.0)),
            Sort::Date => (talk.date.is_none(), u64::MAX - talk.date.map_or(0, |date| u64::from(day_number(date)))),
            Sort::Length => (false, u64::from(u32::MAX - (talk.place.end - talk.place.start))),
            Sort::Title => (false, start_of(shelves.title(ix).unwrap_or_default())),
            Sort::Event => {
                (talk.event.is_none(), start_of(&fold(talk.event.as_deref().unwrap_or_default(), Case::Ignore)))
            }
            Sort::Speaker => {
                let name = talk.speakers.first().map_or("", |speaker| &speaker.name);
                (name.is_empty(), start_of(&fold(name, Case::Ignore)))
            }
        };
        Key { absent, start }
    }
}

/// Decides where the first bytes are the same.
fn compare(sort: Sort, a: &Talk, b: &Talk) -> Ordering {
    let folded = |name: &str| fold(name, Case::Ignore);
    match sort {
        Sort::Title => folded(&a.title).cmp(&folded(&b.title)),
        Sort::Event => {
            let name = |talk: &Talk| talk.event.as_deref().map(folded);
            if a.event == b.event { Ordering::Equal } else { name(a).cmp(&name(b)) }
        }
        Sort::Speaker => {
            let name = |talk: &Talk| talk.speakers.first().map(|speaker| folded(&speaker.name));
            name(a).cmp(&name(b))
        }
        Sort::Match | Sort::Date | Sort::File | Sort::Length => Ordering::Equal,
    }
}

/// A number that orders days; 21 bits.
pub(super) fn day_number(date: Date) -> u32 {
    let year = u32::from(date.year.clamp(0, 4095).cast_unsigned());
    year << 9 | u32::from(date.month.min(15)) << 5 | u32::from(date.day.min(31))
}

/// The first eight bytes of a folded text as a number in the same order.
pub(super) fn start_of(folded: &str) -> u64 {
    let mut start = [0; 8];
    for (to, from) in start.iter_mut().zip(folded.trim_start_matches(|c: char| !c.is_alphanumeric()).bytes()) {
        *to = from;
    }
    u64::from_be_bytes(start)
}
