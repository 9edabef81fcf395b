//! The talks of an index as the parts they came in, found by number.

use std::sync::Arc;

use super::part::Part;
use crate::talk::{Talk, TalkIx};

/// Parts in the order they came. A clone shares them.
#[derive(Debug, Default, Clone)]
pub(super) struct Shelves {
    shelves: Vec<Shelf>,
    len: u32,
}

/// A part and the number of its first talk.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    pub(super) first: u32,
    pub(super) part: Arc<Part>,
}

impl Shelves {
    pub(super) fn push(&mut self, part: Arc<Part>) {
        let first = self.len;
        self.len += part.len() as u32;
        if !part.is_empty() {
            self.shelves.push(Shelf { first, part });
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Shelf> {
        self.shelves.iter()
    }

    /// The part that holds a talk, and where in it.
    pub(super) fn find(&self, ix: TalkIx) -> Option<(&Part, usize)> {
        let shelf = self.shelves.partition_point(|shelf| shelf.first <= ix.0).checked_sub(1)?;
        let shelf = &self.shelves[shelf];
        let at = (ix.0 - shelf.first) as usize;
        (at < shelf.part.len()).then_some((&*shelf.part, at))
    }

    pub(super) fn talk(&self, ix: TalkIx) -> Option<&Talk> {
        self.find(ix).and_then(|(part, at)| part.talks.get(at))
    }
}
