//! Stars: talks a person wants to find again. A star is known again after its talk's file was moved or its
//! text edited.
//!
//! Not here: where stars are kept between runs (`config`), what `is:starred` finds (`search`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::memory::Change;
use crate::talk::{Library, Talk, TalkId};
use crate::text::{Case, fold};

/// A star as it is kept: enough to know its talk again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Star {
    /// The talk's id when it was starred.
    pub id: TalkId,
    /// Its title, folded.
    pub title: String,
    /// The relative path of its note.
    pub path: String,
    /// Its event, folded.
    pub event: Option<String>,
}

impl Star {
    /// A star for a talk.
    pub fn of(talk: &Talk) -> Star {
        Star {
            id: talk.id,
            title: fold(&talk.title, Case::Ignore),
            path: talk.note.relative.to_string(),
            event: talk.event.as_ref().map(|event| fold(event, Case::Ignore)),
        }
    }

    /// Whether it may be of a talk that has another id than it had. A title without an event is too little
    /// to go by (each folder has its `Welcome`); the file must then have kept its name.
    fn fits(&self, talk: &Talk) -> bool {
        match (&self.event, &talk.event) {
            (Some(kept), Some(event)) => *kept == fold(event, Case::Ignore),
            (None, None) => file_name(&self.path) == file_name(&talk.note.relative),
            _ => false,
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// All stars kept, and which talks of the library have one.
#[derive(Debug, Clone, Default)]
pub struct Stars {
    kept: Vec<Star>,
    /// Id of a starred talk → id its star is kept under.
    here: HashMap<TalkId, TalkId>,
    /// The ids of the starred talks, shared with searches.
    ids: Arc<HashSet<TalkId>>,
}

impl Stars {
    /// The stars kept, before any talk is known.
    pub fn new(kept: Vec<Star>) -> Stars {
        Stars { kept, ..Stars::default() }
    }

    /// The stars kept, and the talks of a whole library that have one.
    pub fn over(kept: Vec<Star>, library: &Library) -> Stars {
        let mut stars = Stars::new(kept);
        stars.know(library.iter().map(|(_, talk)| talk));
        stars.settle(library);
        stars
    }

    /// Whether the talk has a star.
    pub fn has(&self, id: TalkId) -> bool {
        self.here.contains_key(&id)
    }

    /// The ids of the talks that have one.
    pub fn ids(&self) -> &Arc<HashSet<TalkId>> {
        &self.ids
    }

    /// Takes note of talks that have the id of a star. Whether there was any.
    pub fn know<'a>(&mut self, talks: impl Iterator<Item = &'a Talk>) -> bool {
        if self.kept.is_empty() {
            return false;
        }
        let kept: HashSet<TalkId> = self.kept.iter().map(|star| star.id).collect();
        let before = self.here.len();
        self.here.extend(talks.filter(|talk| kept.contains(&talk.id)).map(|talk| (talk.id, talk.id)));
        self.share(before)
    }

    /// When all talks are loaded: stars whose talk has another id by now go to the one talk of the same title
    /// and event, where there is just one. Whether there was any.
    pub fn settle(&mut self, library: &Library) -> bool {
        let found: HashSet<TalkId> = self.here.values().copied().collect();
        let mut lost: HashMap<&str, Vec<&Star>> = HashMap::new();
        for star in self.kept.iter().filter(|star| !found.contains(&star.id)) {
            lost.entry(&star.title).or_default().push(star);
        }
        if lost.is_empty() {
            return false;
        }
        let mut candidates: HashMap<TalkId, Vec<TalkId>> = HashMap::new();
        for (_, talk) in library.iter() {
            let stars = lost.get(fold(&talk.title, Case::Ignore).as_str()).map_or(&[][..], Vec::as_slice);
            for star in stars.iter().filter(|star| star.fits(talk)) {
                candidates.entry(star.id).or_default().push(talk.id);
            }
        }
        let before = self.here.len();
        for (star, talks) in candidates {
            if let [talk] = talks[..] {
                self.here.entry(talk).or_insert(star);
            }
        }
        self.share(before)
    }

    /// Forgets which talks have one: the notes are read anew.
    pub fn forget_talks(&mut self) {
        self.here.clear();
        self.share(usize::MAX);
    }

    /// Gives the talk a star, or takes it away.
    pub fn toggle(&mut self, talk: &Talk) -> Change {
        let change = if let Some(kept) = self.here.remove(&talk.id) {
            Change::Unstar(kept)
        } else {
            self.here.insert(talk.id, talk.id);
            Change::Star(Star::of(talk))
        };
        change.apply_to_stars(&mut self.kept);
        self.share(usize::MAX);
        change
    }

    /// Brings `ids` up to date where the number of starred talks is another than before; whether it is.
    fn share(&mut self, before: usize) -> bool {
        let changed = self.here.len() != before;
        if changed {
            self.ids = Arc::new(self.here.keys().copied().collect());
        }
        changed
    }
}
