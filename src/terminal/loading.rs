//! Loading on threads of its own: talks come in batches, the first at once, later ones a few at a time so that
//! drawing does not slow reading down. Notes that changed are loaded again and come in one piece, so that nothing
//! that is looked at goes away meanwhile.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use super::Event;
use crate::app::{Fresh, Message, Notice};
use crate::search::Part;
use crate::source::{FileNames, Fingerprint, Input, SourceError, Summary, Watch};
use crate::talk::{self, Library};

/// The notes on the disk: loaded, watched, and loaded again when they change.
#[derive(Debug)]
pub(super) struct Notes {
    inputs: Vec<Input>,
    events: Sender<Event>,
    /// The newest load, and its number.
    load: Load,
    number: u64,
    is_loading: bool,
    /// What the newest load found.
    found: Option<Fingerprint>,
    /// Whether they changed since, as far as is known.
    is_stale: bool,
    watch: Option<Watch>,
}

impl Notes {
    /// Starts loading, and watches where that is wanted.
    pub(super) fn load(inputs: Vec<Input>, is_watched: bool, events: Sender<Event>) -> Notes {
        let load = Load::start(1, inputs.clone(), events.clone());
        let words = events.clone();
        let say = move |word| drop(words.send(Event::Watch(word)));
        let watch = if is_watched { Watch::start(&inputs, say) } else { None };
        Notes { inputs, events, load, number: 1, is_loading: true, found: None, is_stale: false, watch }
    }

    /// The names of the files among them, still to be gathered.
    pub(super) fn file_names(&self) -> FileNames {
        FileNames::among(&self.inputs)
    }

    /// Whether what a load sends is still wanted.
    pub(super) fn is_newest(&self, number: u64) -> bool {
        number == self.number
    }

    /// Takes the end of the newest load.
    pub(super) fn loaded(&mut self, found: Option<Fingerprint>) {
        (self.is_loading, self.found) = (false, found.or(self.found));
        if let Some(watch) = &self.watch {
            watch.loaded(found);
        }
    }

    /// Takes word that files changed, or may have.
    pub(super) fn changed(&mut self) {
        self.is_stale = true;
    }

    /// Whether they should be loaded again now.
    pub(super) fn wants_load(&self) -> bool {
        self.is_stale && !self.is_loading
    }

    /// Loads what changed since this library was loaded.
    pub(super) fn load_again(&mut self, library: &Library) {
        (self.is_stale, self.is_loading) = (false, true);
        self.number += 1;
        let known = (library.clone(), self.found);
        self.load = Load::again(self.number, self.inputs.clone(), known, self.events.clone());
    }
}

/// A running load; dropping it stops it.
#[derive(Debug)]
struct Load {
    stopped: Arc<AtomicBool>,
}

impl Load {
    /// Starts loading; what comes is sent with the load's number.
    fn start(number: u64, inputs: Vec<Input>, events: Sender<Event>) -> Load {
        let start = Instant::now();
        Load::run(number, events, move |send| {
            let loaded = talk::load(inputs, |loaded| {
                let part = Arc::new(Part::of(loaded.batch.talks.clone()));
                let problems = loaded.problems.iter().map(|problem| Message::Problem(problem.to_string()));
                let going_on = problems.map(LoadEvent::Message).all(&mut *send)
                    && send(LoadEvent::Message(Message::Progress(loaded.progress)))
                    && (loaded.batch.is_nothing() || send(LoadEvent::Batch(loaded.batch, part)));
                if going_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            log_end(number, start, &loaded);
            if let Err(error) = &loaded {
                send(LoadEvent::Message(Message::Problem(error.to_string())));
            }
            send(LoadEvent::Message(Message::LoadEnded));
            send(LoadEvent::Ended(loaded.ok().map(|summary| summary.fingerprint)));
        })
    }

    /// Starts loading again; `before` tells what files were like when the library was loaded. If they still are,
    /// nothing comes but the end.
    fn again(
        number: u64,
        inputs: Vec<Input>,
        (library, before): (Library, Option<Fingerprint>),
        events: Sender<Event>,
    ) -> Load {
        let start = Instant::now();
        Load::run(number, events, move |send| {
            let (mut new, mut parts, mut problems) = (Library::default(), Vec::new(), Vec::new());
            let loaded = talk::reload(inputs, &library, |loaded| {
                parts.push(Arc::new(Part::of(loaded.batch.talks.clone())));
                problems.extend(loaded.problems.iter().map(ToString::to_string));
                new.add(loaded.batch);
                // Whether it is still wanted.
                if send(LoadEvent::Pulse) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            log_end(number, start, &loaded);
            match &loaded {
                Ok(summary) if before != Some(summary.fingerprint) => {
                    send(LoadEvent::Again(Box::new(Fresh::of(&library, new, problems)), parts));
                }
                Ok(_) => {}
                Err(error) => {
                    send(LoadEvent::Message(Message::Notice(Notice::trouble(error.to_string()))));
                }
            }
            send(LoadEvent::Ended(loaded.ok().map(|summary| summary.fingerprint)));
        })
    }

    fn run(
        number: u64,
        events: Sender<Event>,
        work: impl FnOnce(&mut dyn FnMut(LoadEvent) -> bool) + Send + 'static,
    ) -> Load {
        let stopped = Arc::new(AtomicBool::new(false));
        let watched = stopped.clone();
        let work = move |events: &Sender<Event>| {
            work(&mut |event| {
                let is_wanted = !watched.load(Ordering::Relaxed);
                is_wanted && (matches!(event, LoadEvent::Pulse) || events.send(Event::Load(number, event)).is_ok())
            });
        };
        thread::spawn(move || super::told_of_bugs(&events, "loading", || work(&events)));
        Load { stopped }
    }
}

/// Writes down what a load came to.
fn log_end(number: u64, start: Instant, loaded: &Result<Summary, SourceError>) {
    match loaded {
        Ok(Summary { notes, problems, .. }) => {
            log::info!("load {number}: {notes} notes, {problems} not read, {:?}", start.elapsed());
        }
        Err(error) => log::error!("load {number}: {error}"),
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// What a load sends.
#[derive(Debug)]
pub(super) enum LoadEvent {
    /// Talks, and what searching needs of them.
    Batch(talk::Batch, Arc<Part>),
    /// All notes again, and what searching needs of them.
    Again(Box<Fresh>, Vec<Arc<Part>>),
    /// A message for the model.
    Message(Message),
    /// Nothing, only to ask whether the load is still wanted; it is not sent.
    Pulse,
    /// It is over; what was found, where it did not fail.
    Ended(Option<Fingerprint>),
}
