//! What is remembered between runs, read and written on a thread of its own: neither the first frame nor a
//! key waits for a disk.

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::Event;
use crate::app::memory::{Change, Memory};
use crate::app::{Message, Notice};

/// Where things are remembered.
pub trait Keeper: fmt::Debug + Send {
    /// What is remembered now.
    ///
    /// # Errors
    /// A sentence for a person, where it cannot be used.
    fn load(&self) -> Result<Memory, String>;

    /// Remembers a change; returns all that is remembered then.
    ///
    /// # Errors
    /// A sentence for a person, where it is not kept.
    fn keep(&self, change: &Change) -> Result<Memory, String>;
}

/// The thread; dropping it waits until everything is written.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Order {
    Keep(Change),
    Look,
}

impl Keeping {
    /// Starts reading; what is remembered comes as a message, and again whenever another program is found to have
    /// added to it.
    pub(super) fn start(keeper: Option<Box<dyn Keeper>>, events: Sender<Event>) -> Keeping {
        let Some(keeper) = keeper else { return Keeping::default() };
        let (orders, inbox) = channel();
        let thread =
            thread::spawn(move || super::told_of_bugs(&events, "remembering", || serve(&*keeper, &inbox, &events)));
        Keeping { orders: Some(orders), thread: Some(thread) }
    }

    /// Remembers a change.
    pub(super) fn keep(&self, change: Change) {
        self.order(Order::Keep(change));
    }

    /// Looks what other programs have added.
    pub(super) fn look(&self) {
        self.order(Order::Look);
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order);
        }
    }
}

fn serve(keeper: &dyn Keeper, inbox: &Receiver<Order>, events: &Sender<Event>) {
    let tell = |message: Message| drop(events.send(Event::Message(message)));
    let mut known = match keeper.load() {
        Ok(memory) => {
            tell(Message::Remembered(memory.clone()));
            memory
        }
        Err(trouble) => {
            tell(Message::Notice(Notice::trouble(trouble)));
            Memory::default()
        }
    };
    let mut kept = 0;
    // What could not be kept holds in this run all the same.
    let mut unkept: Vec<Change> = Vec::new();
    for order in inbox {
        let now = match order {
            Order::Keep(change) => {
                kept += 1;
                known.apply(&change);
                let now = keeper.keep(&change);
                if let Err(trouble) = &now {
                    tell(Message::Notice(Notice::trouble(trouble.clone())));
                    unkept.push(change);
                }
                now
            }
            Order::Look => keeper.load(),
        };
        // Trouble with a look is told where something is to be kept.
        let Ok(mut now) = now else { continue };
        for change in &unkept {
            now.apply(change);
        }
        if now != known {
            known = now.clone();
            tell(Message::AlsoRemembered(now, kept));
        }
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.orders = None;
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

        fn keep(&self, _: &Change) -> Result<Memory, String> {
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
