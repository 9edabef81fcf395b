//! The text of notes that is in no talk: what was not made out as a talk is found all the same, where nothing else
//! is.
//!
//! Each stretch of it is searched as the text of a talk without title or people, so that a query means there what
//! it means everywhere.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::index::Index;
use super::part::Part;
use super::query::Query;
use super::shelf::Shelves;
use super::{SearchOptions, Sort};
use crate::talk::{Place, Talk, TalkIx};
use crate::text::line_ends;

/// Stretches of text that are in no talk, as an index of their own.
#[derive(Debug)]
pub(super) struct Apart {
    index: Index,
    /// The talk each stretch stands beside.
    beside: Vec<TalkIx>,
}

/// Talks beside which something was found, the best first, and where it stands.
pub(super) struct Beside {
    pub(super) hits: Vec<TalkIx>,
    pub(super) places: BTreeMap<TalkIx, Place>,
}

impl Apart {
    /// What is around the talks on these shelves.
    pub(super) fn of(shelves: &Shelves) -> Apart {
        let (mut stretches, mut beside) = (Vec::new(), Vec::new());
        let mut all = shelves.iter().flat_map(|shelf| (shelf.first..).zip(shelf.part.talks.iter())).peekable();
        // Where text begins that is not known to be in a talk, on which line, and the talk above it.
        let (mut from, mut line, mut above) = (0, 1, None);
        while let Some((number, talk)) = all.next() {
            let mut add = |range: Range<u32>, line: u32, owner: u32| {
                if let Some(stretch) = stretch(talk, range, line) {
                    stretches.push(stretch);
                    beside.push(TalkIx(owner));
                }
            };
            add(from..talk.place.start, line, above.unwrap_or(number));
            if talk.place.end > from {
                line = talk.place.line + line_ends(talk.source()) as u32;
                from = talk.place.end;
            }
            above = Some(number);
            if all.peek().is_none_or(|(_, next)| !Arc::ptr_eq(&next.note, &talk.note)) {
                add(from..talk.note.text.len() as u32, line, number);
                (from, line, above) = (0, 1, None);
            }
        }
        let mut index = Index::default();
        index.add(Arc::new(Part::of(stretches.into())));
        Apart { index, beside }
    }

    /// The talks beside which the text fits a query that asks for text; `None` where `cancelled` says so.
    pub(super) fn find(&self, query: &Query, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Beside> {
        let mut beside = Beside { hits: Vec::new(), places: BTreeMap::new() };
        if query.body_patterns().is_empty() {
            return Some(beside);
        }
        let options = SearchOptions { sort: Sort::Match, ..SearchOptions::default() };
        for hit in self.index.search(query, &options, cancelled)?.hits {
            let (Some(owner), Some(stretch)) = (self.beside.get(hit.0 as usize), self.index.talk(hit)) else {
                continue;
            };
            beside.places.entry(*owner).or_insert_with(|| {
                beside.hits.push(*owner);
                stretch.place
            });
        }
        Some(beside)
    }
}

/// Text of a talk's note as the text of a talk that has nothing else, where it says anything. `line`: the number
/// of its first.
fn stretch(talk: &Talk, range: Range<u32>, line: u32) -> Option<Talk> {
    let text = &*talk.note.text;
    let own = text.get(range.start as usize..range.end as usize)?;
    if !own.contains(char::is_alphanumeric) {
        return None;
    }
    let end_line = line + line_ends(own.trim_end()) as u32;
    Some(Talk {
        id: talk.id,
        note: Arc::clone(&talk.note),
        place: Place { start: range.start, end: range.end, line, end_line },
        title: "".into(),
        speakers: Vec::new(),
        organizations: Vec::new(),
        event: talk.event.clone(),
        date: talk.date,
        section: Vec::new(),
        tags: Vec::new(),
        topics: Vec::new(),
        told: Vec::new(),
        confidence: 0.0,
    })
}
