//! Loading on threads of its own: talks come in batches, the first at once, later ones a few at a time so that
//! drawing does not slow reading down.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::Event;
use crate::app::Message;
use crate::search::Part;
use crate::source::Input;
use crate::talk;

/// A running load; dropping it stops it.
#[derive(Debug)]
pub(super) struct Load {
    stopped: Arc<AtomicBool>,
}

impl Load {
    /// Starts loading; what comes is sent with the load's number.
    pub(super) fn start(number: u64, inputs: Vec<Input>, events: Sender<Event>) -> Load {
        let stopped = Arc::new(AtomicBool::new(false));
        let watched = stopped.clone();
        let work = move |events: &Sender<Event>| {
            let send = |event| events.send(Event::Load(number, event)).is_ok() && !watched.load(Ordering::Relaxed);
            let loaded = talk::load(inputs, |loaded| {
                let part = Arc::new(Part::of(loaded.batch.talks.clone()));
                let problems = loaded.problems.iter().map(|problem| Message::Problem(problem.to_string()));
                let going_on = problems.map(LoadEvent::Message).all(&send)
                    && send(LoadEvent::Message(Message::Progress(loaded.progress)))
                    && (loaded.batch.is_nothing() || send(LoadEvent::Batch(loaded.batch, part)));
                if going_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            if let Err(error) = loaded {
                send(LoadEvent::Message(Message::Problem(error.to_string())));
            }
            send(LoadEvent::Message(Message::LoadEnded));
        };
        thread::spawn(move || super::told_of_bugs(&events, "loading", || work(&events)));
        Load { stopped }
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
    /// A message for the model.
    Message(Message),
}
