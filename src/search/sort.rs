//! The orders hits can be shown in.

use std::cmp::Ordering;
use std::str::FromStr;
use std::sync::Arc;

use super::Facet;
use super::Group;
use super::part::Part;
use super::shelf::Shelves;
use super::values::{ValueId, Values};
use crate::talk::{Date, Talk, TalkIx};

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
pub(super) fn sort_talks(hits: &mut [TalkIx], shelves: &Shelves, values: &Values, sort: Sort, reverse: bool) {
    if sort == Sort::File || sort == Sort::Match {
        hits.sort_unstable();
        if reverse {
            hits.reverse();
        }
        return;
    }
    let ranks = match sort {
        Sort::Event => ranks(values, Facet::Event),
        Sort::Speaker => ranks(values, Facet::Speaker),
        _ => Vec::new(),
    };
    let key = |ix: &TalkIx| shelves.find(*ix).map(|(part, at)| (Key::of(sort, part, at, &ranks), *ix));
    let mut keyed: Vec<(Key<'_>, TalkIx)> = hits.iter().filter_map(key).collect();
    keyed.sort_unstable_by(|(a, ix_a), (b, ix_b)| {
        let same = a.start.cmp(&b.start).then_with(|| a.compare_titles(b));
        (a.absent.cmp(&b.absent))
            .then(if reverse { same.reverse() } else { same })
            .then_with(|| b.day.cmp(&a.day))
            .then_with(|| ix_a.cmp(ix_b))
    });
    for (hit, (_, ix)) in hits.iter_mut().zip(keyed) {
        *hit = ix;
    }
}

/// The place of each value of a facet among its like by name, by id; [`u32::MAX`] for other values.
fn ranks(values: &Values, facet: Facet) -> Vec<u32> {
    let mut names: Vec<(&str, ValueId)> =
        values.iter().filter(|value| value.facet == facet).map(|value| (value.folded, value.id)).collect();
    names.sort_unstable();
    let mut ranks = vec![u32::MAX; values.len()];
    for (rank, (_, id)) in (0..).zip(names) {
        ranks[id as usize] = rank;
    }
    ranks
}

/// What decides between two talks.
struct Key<'a> {
    /// Nothing to sort by: last, whichever way round.
    absent: bool,
    /// Decides between nearly any two, and is quick to compare.
    start: u64,
    /// Decides where that is the same; empty but in the order of titles.
    title: &'a str,
    day: u32,
}

impl<'a> Key<'a> {
    fn of(sort: Sort, part: &'a Part, at: usize, ranks: &[u32]) -> Key<'a> {
        let talk = &part.talks[at];
        let day = talk.date.map_or(0, day_number);
        let key = |absent, start| Key { absent, start, title: "", day };
        match sort {
            Sort::Match | Sort::File => key(false, 0),
            Sort::Date => key(talk.date.is_none(), u64::from(u32::MAX - day)),
            Sort::Length => key(false, u64::from(u32::MAX - (talk.place.end - talk.place.start))),
            Sort::Title => {
                let title = part.title(at);
                Key { absent: title.is_empty(), start: start_of(title), title, day }
            }
            // The first value of the facet: of several speakers, whoever is named first.
            Sort::Event | Sort::Speaker => {
                let ranks = part.values(at).iter().map(|id| ranks.get(*id as usize).copied().unwrap_or(u32::MAX));
                let rank = ranks.into_iter().find(|rank| *rank < u32::MAX);
                key(rank.is_none(), u64::from(rank.unwrap_or(0)))
            }
        }
    }

    /// Comparing nothing with nothing through the C library costs more than all the rest.
    fn compare_titles(&self, other: &Key<'_>) -> Ordering {
        if self.title.is_empty() && other.title.is_empty() { Ordering::Equal } else { self.title.cmp(other.title) }
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
