//! Talks that stand in two places with (nearly) the same text.

use std::path::{Path, PathBuf};

use super::{Finding, FindingKind, quoted};
use crate::talk::{Librarian, Library, Talk};

/// All talks of some notes.
#[derive(Default)]
pub(super) struct Copies {
    librarian: Librarian,
    library: Library,
    /// For each note its talks and those of them that are copies.
    notes: Vec<(usize, Vec<Found>)>,
}

/// A copy of a talk and where the talk stands.
struct Found {
    finding: Finding,
    of: PathBuf,
}

impl Copies {
    /// The talks of the next note in reading order.
    pub(super) fn add(&mut self, talks: Vec<Talk>) {
        let count = talks.len();
        let batch = self.librarian.shelve(talks);
        let copies = batch.copies.clone();
        self.library.add(batch);
        let found = copies.into_iter().filter_map(|(ix, copy)| {
            let talk = self.library.get(ix)?;
            let place = format!("{}:{}", talk.note.path.display(), talk.place.line);
            Some(Found {
                finding: Finding {
                    kind: FindingKind::Copy,
                    path: copy.note.path.clone(),
                    line: Some(copy.place.line),
                    talk: Some(talk.id),
                    message: format!("{} stands in {place} too", quoted(&talk.title)),
                    remedy: "both are one entry; `c` steps from one to the other".into(),
                },
                of: talk.note.path.clone(),
            })
        });
        self.notes.push((count, found.collect()));
    }

    /// How many talks are copies.
    pub(super) fn count(&self) -> usize {
        self.notes.iter().map(|(_, copies)| copies.len()).sum()
    }

    /// One finding a copy; one a note where all of it is in another.
    pub(super) fn findings(self) -> impl Iterator<Item = Finding> {
        self.notes.into_iter().flat_map(|(count, copies)| match whole(count, &copies) {
            Some((path, of)) => vec![Finding {
                kind: FindingKind::Copy,
                path: path.to_owned(),
                line: None,
                talk: None,
                message: format!("all {count} talks stand in {} too", of.display()),
                remedy: "each is one entry with that; `c` steps from one to the other".into(),
            }],
            None => copies.into_iter().map(|copy| copy.finding).collect(),
        })
    }
}

/// The note and the other one that has all its talks.
fn whole(count: usize, copies: &[Found]) -> Option<(&Path, &Path)> {
    let first = copies.first()?;
    let same = copies.len() == count && count > 1 && copies.iter().all(|copy| copy.of == first.of);
    same.then_some((&first.finding.path, &first.of))
}
