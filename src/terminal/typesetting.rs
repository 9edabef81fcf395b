//! Making pages on a thread of its own, and their pictures: only the newest order counts.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::Event;
use super::pictures::{Album, Means, Prints};
use crate::app::{Message, PageOrder};
use crate::source::FileNames;

/// The typesetting thread.
#[derive(Debug)]
pub(super) struct Typesetter {
    orders: Sender<Box<PageOrder>>,
}

impl Typesetter {
    /// Starts the thread; pages go to `events`, and what is ready of their pictures can be drawn. `names`: those of
    /// the files among the notes.
    pub(super) fn start(events: Sender<Event>, means: Option<Means>, names: FileNames) -> (Typesetter, Prints) {
        let (orders, inbox) = channel();
        let (mut album, prints) = Album::new(means, names);
        thread::spawn(move || super::told_of_bugs(&events, "typesetting", || serve(&inbox, &events, &mut album)));
        (Typesetter { orders }, prints)
    }

    /// Asks for a page; orders that still wait are dropped.
    pub(super) fn order(&self, order: Box<PageOrder>) {
        let _ = self.orders.send(order);
    }
}

fn serve(inbox: &Receiver<Box<PageOrder>>, events: &Sender<Event>, album: &mut Album) {
    let mut next = inbox.recv().ok();
    while let Some(order) = next.take() {
        let order = inbox.try_iter().last().unwrap_or(order);
        let mut page = None;
        album.loaded_again(order.key.reloads);
        let _ = order.fulfil(
            |note, address| album.look(note, address),
            |made| {
                page = Some(made.page.clone());
                if events.send(Event::Message(Message::Page(order.key, made))).is_err() {
                    return ControlFlow::Break(());
                }
                next = inbox.try_recv().ok();
                if next.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        if let Some(page) = page.filter(|_| next.is_none()) {
            let is_one_spoiled = album.print(&page, || {
                next = inbox.try_recv().ok();
                let is_over = events.send(Event::Pictures).is_err() || next.is_some();
                if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            // What could not be read after all gets its frame.
            next = next.or(is_one_spoiled.then_some(order));
        }
        next = next.or_else(|| inbox.recv().ok());
    }
}
