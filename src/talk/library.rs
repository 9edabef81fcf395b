//! All talks loaded so far, in batches.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Place, Talk, TalkIx};
use crate::source::{Note, Stamp};

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
    /// Pairs of talks with one title and different text, the earlier first.
    pub also: Vec<(TalkIx, TalkIx)>,
    /// Notes with talks that were given another id than their own.
    pub changed: Vec<Arc<Note>>,
    /// Files without a talk.
    pub without: Vec<(PathBuf, Stamp)>,
}

impl Batch {
    /// Whether it has nothing new.
    pub fn is_nothing(&self) -> bool {
        self.talks.is_empty() && self.copies.is_empty() && self.without.is_empty()
    }
}

/// All talks loaded so far. Grows by batches; a talk's number never changes.
#[derive(Debug, Default, Clone)]
pub struct Library {
    shelves: Vec<(u32, Arc<[Talk]>)>,
    copies: HashMap<TalkIx, Vec<TalkCopy>>,
    also: HashMap<TalkIx, Vec<TalkIx>>,
    changed: Vec<Arc<Note>>,
    without: Arc<HashMap<PathBuf, Stamp>>,
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
        for (earlier, later) in batch.also {
            self.also.entry(earlier).or_default().push(later);
            self.also.entry(later).or_default().push(earlier);
        }
        self.changed.extend(batch.changed);
        if !batch.without.is_empty() {
            Arc::make_mut(&mut self.without).extend(batch.without);
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

    /// Notes whose talks are not all here as their text has them: some are copies, or have another id.
    pub(super) fn changed_notes(&self) -> impl Iterator<Item = &Arc<Note>> {
        self.copies.values().flatten().map(|copy| &copy.note).chain(&self.changed)
    }

    /// The stamp a file had when no talk was found in it.
    pub(super) fn stamp_without_talk(&self, path: &Path) -> Option<Stamp> {
        self.without.get(path).copied()
    }

    /// Other places where (nearly) the same text stands.
    pub fn copies(&self, ix: TalkIx) -> &[TalkCopy] {
        self.copies.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// Talks with the same title and another text: somebody else's notes of it, or the talk given again.
    pub fn also(&self, ix: TalkIx) -> &[TalkIx] {
        self.also.get(&ix).map_or(&[], Vec::as_slice)
    }
}
