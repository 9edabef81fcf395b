//! From notes to batches of talks: the loader of `source` with detection as its work and the librarian at
//! its end. Browsing and the command line load the same way.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use super::earlier::Earlier;
use super::topics::topics;
use super::{Batch, Librarian, Library, Marked, detect};
use crate::source::{self, Arrival, Input, Note, Problem, Progress, SourceError, Stamp, Summary};

/// What came in since the last call of the sink.
#[derive(Debug)]
pub struct Loaded {
    /// New talks, in reading order.
    pub batch: Batch,
    /// Files that were left out.
    pub problems: Vec<Problem>,
    /// How far the load is.
    pub progress: Progress,
}

/// What a note was understood as.
pub(super) enum Understood {
    /// Its talks.
    Talks(Vec<Marked>),
    /// There is none in this file.
    Nothing(PathBuf, Stamp),
}

/// Loads and understands notes on all cores; `sink` gets talks in reading order, the first at once.
/// [`ControlFlow::Break`] stops it.
///
/// # Errors
/// A PATH that does not exist or cannot be looked at; nothing is loaded then.
pub fn load(inputs: Vec<Input>, sink: impl FnMut(Loaded) -> ControlFlow<()>) -> Result<Summary, SourceError> {
    // Two tables are made at every start. Where a thread can be had, the second while the first note waits for the
    // first.
    let _ = thread::Builder::new().name("topics".to_owned()).spawn(topics);
    source::load(inputs, understand, shelving(sink))
}

/// Loads notes again. Files that did not change since they came into `library` are neither read nor understood
/// anew; what comes of it is the same as from [`load`].
///
/// # Errors
/// A PATH that does not exist or cannot be looked at; nothing is loaded then.
pub fn reload(
    inputs: Vec<Input>,
    library: &Library,
    sink: impl FnMut(Loaded) -> ControlFlow<()>,
) -> Result<Summary, SourceError> {
    let earlier = Earlier::of(library);
    source::reload(inputs, &|path, stamp, said| earlier.understood(path, stamp, said), understand, shelving(sink))
}

#[expect(clippy::needless_pass_by_value, reason = "the loader hands its notes over")]
fn understand(note: Arc<Note>) -> Understood {
    let talks = detect(&note);
    match note.stamp {
        Some(stamp) if talks.is_empty() && note.overrides.is_none() => Understood::Nothing(note.path.clone(), stamp),
        _ => Understood::Talks(talks.into_iter().map(Marked::from).collect()),
    }
}

fn shelving(mut sink: impl FnMut(Loaded) -> ControlFlow<()>) -> impl FnMut(Arrival<Understood>) -> ControlFlow<()> {
    let mut librarian = Librarian::default();
    move |arrival| {
        let mut without = Vec::new();
        let talks = arrival.done.into_iter().flat_map(|understood| match understood {
            Understood::Talks(talks) => talks,
            Understood::Nothing(path, stamp) => {
                without.push((path, stamp));
                Vec::new()
            }
        });
        let batch = librarian.shelve(talks);
        let batch = Batch { without, ..batch };
        sink(Loaded { batch, problems: arrival.problems, progress: arrival.progress })
    }
}
