//! Making pages on a thread of its own: only the newest order counts.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::Event;
use crate::app::{Message, PageOrder};
use crate::source::{Note, PictureFile};
use crate::typeset::Picture;

/// The typesetting thread.
#[derive(Debug)]
pub(super) struct Typesetter {
    orders: Sender<Box<PageOrder>>,
}

impl Typesetter {
    /// Starts the thread; pages go to `events`.
    pub(super) fn start(events: Sender<Event>) -> Typesetter {
        let (orders, inbox) = channel();
        thread::spawn(move || super::told_of_bugs(&events, "typesetting", || serve(&inbox, &events)));
        Typesetter { orders }
    }

    /// Asks for a page; orders that still wait are dropped.
    pub(super) fn order(&self, order: Box<PageOrder>) {
        let _ = self.orders.send(order);
    }
}

/// What is known of a picture: whether its file is there.
fn look(note: &Note, address: &str) -> Option<Picture> {
    match PictureFile::of(note, address) {
        PictureFile::Elsewhere => None,
        PictureFile::Missing => Some(Picture::Missing),
        PictureFile::Found(_) => Some(Picture::Found),
    }
}

fn serve(inbox: &Receiver<Box<PageOrder>>, events: &Sender<Event>) {
    let mut next = inbox.recv().ok();
    while let Some(order) = next.take() {
        let order = inbox.try_iter().last().unwrap_or(order);
        let _ = order.fulfil(look, |made| {
            if events.send(Event::Message(Message::Page(order.key, made))).is_err() {
                return ControlFlow::Break(());
            }
            next = inbox.try_recv().ok();
            if next.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        next = next.or_else(|| inbox.recv().ok());
    }
}
