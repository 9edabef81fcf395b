//! Traces of talks that are kept between runs: of those with a star, of those that were read. A trace is enough to
//! know its talk again after its file was moved or its text edited.
//!
//! Not here: where traces are kept (`config`), what `is:starred` and `is:seen` find (`search`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::talk::{Library, Talk, TalkId};
use crate::text::{Case, fold};

/// What is kept of a talk: enough to know it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The talk's id when the trace was made.
    pub id: TalkId,
    /// Its title, folded.
    pub title: String,
    /// The relative path of its note.
    pub path: String,
    /// Its event, folded.
    pub event: Option<String>,
}

impl Trace {
    /// The trace of a talk.
    pub fn of(talk: &Talk) -> Trace {
        Trace {
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

/// How a list of traces changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A talk has one now.
    Add(Trace),
    /// The talk whose trace is kept under this id has none any more.
    Remove(TalkId),
}

impl Edit {
    /// Makes the change.
    pub fn apply(&self, kept: &mut Vec<Trace>) {
        let (Edit::Add(Trace { id, .. }) | Edit::Remove(id)) = self;
        kept.retain(|other| other.id != *id);
        if let Edit::Add(trace) = self {
            kept.push(trace.clone());
        }
    }
}

/// All traces of a kind, and which talks of the library they are of.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    kept: Vec<Trace>,
    /// Id of a talk → id its trace is kept under.
    here: HashMap<TalkId, TalkId>,
    /// Talks that searches do not know of yet.
    late: HashSet<TalkId>,
    /// The ids of the talks that searches know of, shared with them.
    ids: Arc<HashSet<TalkId>>,
}

impl Traces {
    /// The traces kept, before any talk is known.
    pub fn new(kept: Vec<Trace>) -> Traces {
        Traces { kept, ..Traces::default() }
    }

    /// The traces kept, and the talks of a whole library that have one.
    pub fn over(kept: Vec<Trace>, library: &Library) -> Traces {
        let mut traces = Traces::new(kept);
        traces.know(library.iter().map(|(_, talk)| talk));
        traces.settle(library);
        traces
    }

    /// Takes other traces over in place of those kept; talks are looked up anew, of the whole library where it
    /// `is_whole`. Whether searches find something else now.
    pub fn take_over(&mut self, kept: Vec<Trace>, library: &Library, is_whole: bool) -> bool {
        if self.kept == kept {
            return false;
        }
        let late = std::mem::take(&mut self.late);
        let before = std::mem::take(self).ids;
        *self = Traces { late, ..Traces::new(kept) };
        self.know(library.iter().map(|(_, talk)| talk));
        if is_whole {
            self.settle(library);
        }
        self.ids != before
    }

    /// Whether the talk has one.
    pub fn has(&self, id: TalkId) -> bool {
        self.here.contains_key(&id)
    }

    /// The ids of the talks that searches are to know of.
    pub fn ids(&self) -> &Arc<HashSet<TalkId>> {
        &self.ids
    }

    /// Takes note of talks that have the id of a trace.
    pub fn know<'a>(&mut self, talks: impl Iterator<Item = &'a Talk>) {
        if self.kept.is_empty() {
            return;
        }
        let kept: HashSet<TalkId> = self.kept.iter().map(|trace| trace.id).collect();
        let before = self.here.len();
        self.here.extend(talks.filter(|talk| kept.contains(&talk.id)).map(|talk| (talk.id, talk.id)));
        if self.here.len() != before {
            self.share();
        }
    }

    /// When all talks are loaded: traces whose talk has another id by now go to the one talk of the same title
    /// and event, where there is just one. Whether there was any.
    pub fn settle(&mut self, library: &Library) -> bool {
        let found: HashSet<TalkId> = self.here.values().copied().collect();
        let mut lost: HashMap<&str, Vec<&Trace>> = HashMap::new();
        for trace in self.kept.iter().filter(|trace| !found.contains(&trace.id)) {
            lost.entry(&trace.title).or_default().push(trace);
        }
        if lost.is_empty() {
            return false;
        }
        let mut candidates: HashMap<TalkId, Vec<TalkId>> = HashMap::new();
        for (_, talk) in library.iter() {
            let traces = lost.get(fold(&talk.title, Case::Ignore).as_str()).map_or(&[][..], Vec::as_slice);
            for trace in traces.iter().filter(|trace| trace.fits(talk)) {
                candidates.entry(trace.id).or_default().push(talk.id);
            }
        }
        let before = self.here.len();
        for (trace, talks) in candidates {
            if let [talk] = talks[..] {
                self.here.entry(talk).or_insert(trace);
            }
        }
        let is_more = self.here.len() != before;
        if is_more {
            self.share();
        }
        is_more
    }

    /// Finds the talks that have one in a library that takes the place of the one before.
    pub fn read_anew(&mut self, library: &Library) {
        self.here.clear();
        self.share();
        self.know(library.iter().map(|(_, talk)| talk));
        self.settle(library);
    }

    /// Gives the talk one, or takes it away; searches know at once.
    pub fn toggle(&mut self, talk: &Talk) -> Edit {
        let edit = if let Some(kept) = self.here.remove(&talk.id) {
            Edit::Remove(kept)
        } else {
            self.here.insert(talk.id, talk.id);
            Edit::Add(Trace::of(talk))
        };
        self.late.remove(&talk.id);
        edit.apply(&mut self.kept);
        self.share();
        edit
    }

    /// Gives the talk one, if it has none. Searches know of it after [`Traces::catch_up`]: a list of what has none
    /// keeps the talk until another is asked for.
    pub fn add_quietly(&mut self, talk: &Talk) -> Option<Edit> {
        if self.has(talk.id) {
            return None;
        }
        self.here.insert(talk.id, talk.id);
        self.late.insert(talk.id);
        let edit = Edit::Add(Trace::of(talk));
        edit.apply(&mut self.kept);
        Some(edit)
    }

    /// Lets searches know of all talks.
    pub fn catch_up(&mut self) {
        if !self.late.is_empty() {
            self.late.clear();
            self.share();
        }
    }

    /// Brings `ids` up to date.
    fn share(&mut self) {
        self.ids = Arc::new(self.here.keys().filter(|id| !self.late.contains(id)).copied().collect());
    }
}
