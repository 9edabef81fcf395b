//! What a library knows of files, so that those that did not change need not be read and understood again.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::load::Understood;
use super::{Library, Marked, TalkIx, detect};
use crate::source::{Note, Overrides, Stamp};

/// The notes of a library by their paths.
pub(super) struct Earlier<'l> {
    library: &'l Library,
    notes: HashMap<&'l Path, Kept<'l>>,
}

/// What there is of a note.
enum Kept<'l> {
    /// All of its talks are in the library as they were understood: so many from this one on.
    Talks { note: &'l Arc<Note>, first: TalkIx, count: u32 },
    /// Some of them are not; its text need not be read again.
    Text(&'l Arc<Note>),
}

impl<'l> Earlier<'l> {
    pub(super) fn of(library: &'l Library) -> Earlier<'l> {
        let mut notes: HashMap<&Path, Kept> = HashMap::new();
        let changed: HashSet<*const Note> = library.changed_notes().map(Arc::as_ptr).collect();
        for note in library.changed_notes().filter(|note| note.is_file) {
            notes.insert(&note.path, Kept::Text(note));
        }
        let mut last: Option<*const Note> = None;
        for (ix, talk) in library.iter().filter(|(_, talk)| talk.note.is_file) {
            let note = Arc::as_ptr(&talk.note);
            if changed.contains(&note) {
                continue;
            }
            // The talks of a note follow each other.
            match notes.get_mut(&*talk.note.path) {
                Some(Kept::Talks { count, .. }) if last == Some(note) => *count += 1,
                _ => drop(notes.insert(&talk.note.path, Kept::Talks { note: &talk.note, first: ix, count: 1 })),
            }
            last = Some(note);
        }
        Earlier { library, notes }
    }

    /// What the file was understood as, where it still has the stamp it had then and the same is said of it.
    pub(super) fn understood(&self, path: &Path, stamp: Stamp, said: Option<&Overrides>) -> Option<Understood> {
        if said.is_none() && self.library.stamp_without_talk(path) == Some(stamp) {
            return Some(Understood::Nothing(path.to_owned(), stamp));
        }
        let same = |note: &Note| note.stamp == Some(stamp) && note.overrides.as_deref() == said;
        match self.notes.get(path)? {
            Kept::Talks { note, first, count } if same(note) => {
                let talks = (first.0..first.0 + count).filter_map(|ix| self.library.get(TalkIx(ix)).cloned());
                Some(Understood::Talks(talks.map(Marked::from).collect()))
            }
            Kept::Text(note) if same(note) => {
                Some(Understood::Talks(detect(note).into_iter().map(Marked::from).collect()))
            }
            _ => None,
        }
    }
}
