//! From notes to batches of talks: the loader of `source` with detection as its work and the librarian at
//! its end. Browsing and the command line load the same way.

use std::ops::ControlFlow;
use std::thread;

use super::topics::topics;
use super::{Batch, Librarian, Marked, detect};
use crate::source::{self, Input, Problem, Progress, SourceError, Summary};

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

/// Loads and understands notes on all cores; `sink` gets talks in reading order, the first at once.
/// [`ControlFlow::Break`] stops it.
///
/// # Errors
/// A PATH that does not exist or cannot be looked at; nothing is loaded then.
pub fn load(inputs: Vec<Input>, mut sink: impl FnMut(Loaded) -> ControlFlow<()>) -> Result<Summary, SourceError> {
    // Two tables are made at every start. Where a thread can be had, the second while the first note waits for the
    // first.
    let _ = thread::Builder::new().name("topics".to_owned()).spawn(topics);
    let mut librarian = Librarian::default();
    source::load(
        inputs,
        |note| detect(&note).into_iter().map(Marked::from).collect::<Vec<_>>(),
        |arrival| {
            let batch = librarian.shelve(arrival.done.into_iter().flatten());
            sink(Loaded { batch, problems: arrival.problems, progress: arrival.progress })
        },
    )
}
