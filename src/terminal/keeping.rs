//! What is remembered between runs, read and written on a thread of its own: neither the first frame nor a
//! key waits for a disk.

use std::fmt;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use super::Event;
use crate::app::memory::{Change, Memory};
use crate::app::{Message, Notice};

/// Where things are remembered.
pub trait Keeper: fmt::Debug + Send {
    /// What is remembered from earlier runs.
    ///
    /// # Errors
    /// A sentence for a person, where it cannot be used.
    fn load(&self) -> Result<Memory, String>;

    /// Remembers a change.
    ///
    /// # Errors
    /// A sentence for a person, where it is not kept.
    fn keep(&self, change: &Change) -> Result<(), String>;
}

/// The thread; dropping it waits until everything is written.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    changes: Option<Sender<Change>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeping {
    /// Starts reading; what is remembered comes as a message.
    pub(super) fn start(keeper: Option<Box<dyn Keeper>>, events: Sender<Event>) -> Keeping {
        let Some(keeper) = keeper else { return Keeping::default() };
        let (changes, inbox) = channel::<Change>();
        let work = move |events: &Sender<Event>| {
            let say = |trouble: String| drop(events.send(Event::Message(Message::Notice(Notice::trouble(trouble)))));
            match keeper.load() {
                Ok(memory) => drop(events.send(Event::Message(Message::Remembered(memory)))),
                Err(trouble) => say(trouble),
            }
            for change in inbox {
                if let Err(trouble) = keeper.keep(&change) {
                    say(trouble);
                }
            }
        };
        let thread = thread::spawn(move || super::told_of_bugs(&events, "remembering", || work(&events)));
        Keeping { changes: Some(changes), thread: Some(thread) }
    }

    /// Remembers a change.
    pub(super) fn keep(&self, change: Change) {
        if let Some(changes) = &self.changes {
            let _ = changes.send(change);
        }
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.changes = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Broken;

    impl Keeper for Broken {
        fn load(&self) -> Result<Memory, String> {
            Ok(Memory::default())
        }

        fn keep(&self, _: &Change) -> Result<(), String> {
            unreachable!("a bug in a keeper")
        }
    }

    #[test]
    fn a_bug_while_remembering_is_told() {
        let (events, inbox) = channel();
        let keeping = Keeping::start(Some(Box::new(Broken)), events);
        keeping.keep(Change::Query("helm".to_owned()));
        drop(keeping);
        let notices = inbox.iter().filter_map(|event| match event {
            Event::Message(Message::Notice(notice)) => Some(notice.text),
            _ => None,
        });
        let notices: Vec<String> = notices.collect();
        assert_eq!(notices, ["a bug in kcbrowse ended remembering: quit with q and start again"]);
    }
}
