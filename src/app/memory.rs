//! What is remembered between runs, and how it changes. A change says only what is new, so that two programs
//! running at once can both make theirs.
//!
//! Not here: the file it is kept in (`config`), when it is read and written (`terminal`).

use std::collections::BTreeSet;

use super::geometry::Widths;
use super::traces::{Edit, Trace};
use crate::search::{Facet, Sort};
use crate::talk::TalkId;

/// Queries remembered.
const RECENT: usize = 200;
/// Folders of notes that are remembered.
const FOLDERS: usize = 200;
/// Talks read that are remembered.
const SEEN: usize = 20_000;

/// An order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sorting {
    /// What talks are ordered by.
    pub sort: Sort,
    /// Whether it is the other way round.
    pub reverse: bool,
}

/// How a person left some notes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visit {
    /// The query.
    pub query: String,
    /// The selected talk.
    pub talk: Option<TalkId>,
    /// The first visible line of its page, 0-based.
    pub top: usize,
    /// Whether the note had the whole width.
    pub note_only: bool,
    /// Whether the facets were hidden.
    pub facets_hidden: bool,
    /// Widths of panes.
    pub widths: Widths,
    /// Groups of facets shown folded.
    pub folded: BTreeSet<Facet>,
    /// Talks marked for export.
    pub marked: Vec<Trace>,
}

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// Starred talks, in the order starred.
    pub stars: Vec<Trace>,
    /// Talks that were read, in the order read.
    pub seen: Vec<Trace>,
    /// Queries, newest first, each once.
    pub recent: Vec<String>,
    /// Notes by their place, with the order of their list, the last changed first. Those in the usual order are
    /// not named.
    pub orders: Vec<(String, Sorting)>,
    /// Notes by their place, with how they were left, the last first.
    pub visits: Vec<(String, Visit)>,
}

/// Something to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A talk got a star, or lost it.
    Star(Edit),
    /// A talk was read, or is to count as not read.
    Seen(Edit),
    /// A query was used.
    Query(String),
    /// The list of the notes in that place has this order.
    Order(String, Sorting),
    /// The notes in that place were left so.
    Visit(String, Visit),
}

impl Memory {
    /// Takes a change in.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Star(edit) => edit.apply(&mut self.stars),
            Change::Seen(edit) => {
                edit.apply(&mut self.seen);
                let too_many = self.seen.len().saturating_sub(SEEN);
                self.seen.drain(..too_many);
            }
            Change::Query(query) => remember_query(&mut self.recent, query),
            Change::Order(place, sorting) => self.remember_order(place, *sorting),
            Change::Visit(place, visit) => {
                self.visits.retain(|(known, _)| known != place);
                self.visits.insert(0, (place.clone(), visit.clone()));
                self.visits.truncate(FOLDERS);
            }
        }
    }

    /// The order of the list of the notes in a place.
    pub fn order_of(&self, place: &str) -> Sorting {
        self.orders.iter().find(|(known, _)| known == place).map_or(Sorting::default(), |(_, sorting)| *sorting)
    }

    /// How the notes in a place were left.
    pub fn visit_of(&self, place: &str) -> Option<&Visit> {
        self.visits.iter().find(|(known, _)| known == place).map(|(_, visit)| visit)
    }

    fn remember_order(&mut self, place: &str, sorting: Sorting) {
        self.orders.retain(|(known, _)| known != place);
        if sorting != Sorting::default() {
            self.orders.insert(0, (place.to_owned(), sorting));
            self.orders.truncate(FOLDERS);
        }
    }
}

/// Puts a query in front, so that each stands there once and the oldest go.
pub(super) fn remember_query(recent: &mut Vec<String>, query: &str) {
    let query = query.trim();
    if query.is_empty() {
        return;
    }
    recent.retain(|other| other != query);
    recent.insert(0, query.to_owned());
    recent.truncate(RECENT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_used_again_stands_once_and_first() {
        let mut memory = Memory::default();
        for query in ["helm", "tag:argo ", "  ", "helm"] {
            memory.apply(&Change::Query(query.to_owned()));
        }
        assert_eq!(memory.recent, ["helm", "tag:argo"]);
        for number in 0..300 {
            memory.apply(&Change::Query(number.to_string()));
        }
        assert_eq!((memory.recent.len(), memory.recent[0].as_str()), (200, "299"));
    }
}
