//! Searching on a thread of its own: the newest request counts, an older one is given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::Event;
use crate::app::Message;
use crate::app::query_line::Ask;
use crate::search::{Index, Known, Part, ProposeFrom, Query, Recent, Results, SearchOptions, Sort, complete, related};
use crate::talk::TalkIx;

/// The searching thread.
#[derive(Debug)]
pub(super) struct Searcher {
    orders: Sender<Order>,
    newest: Arc<AtomicU64>,
}

enum Order {
    Add(Arc<Part>),
    StartOver,
    Search(Request),
    Related(TalkIx),
    Propose(Ask),
}

/// What to search for.
pub(super) struct Request {
    pub(super) generation: u64,
    pub(super) query: Arc<Query>,
    pub(super) sort: Sort,
    pub(super) reverse: bool,
    pub(super) known: Known,
    pub(super) facets_holding: String,
}

impl Searcher {
    /// Starts the thread; answers go to `events`.
    pub(super) fn start(events: Sender<Event>) -> Searcher {
        let (orders, inbox) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let searcher = Searcher { orders, newest: newest.clone() };
        thread::spawn(move || super::told_of_bugs(&events, "searching", || serve(&inbox, &newest, &events)));
        searcher
    }

    /// Adds talks; later searches see them.
    pub(super) fn add(&self, part: Arc<Part>) {
        let _ = self.orders.send(Order::Add(part));
    }

    /// Forgets all talks.
    pub(super) fn start_over(&self) {
        let _ = self.orders.send(Order::StartOver);
    }

    /// Asks for talks related to one; given up when a search is asked for.
    pub(super) fn related(&self, talk: TalkIx) {
        let _ = self.orders.send(Order::Related(talk));
    }

    /// Asks for a search; searches asked for before are given up.
    pub(super) fn search(&self, request: Request) {
        self.newest.store(request.generation, Ordering::Release);
        let _ = self.orders.send(Order::Search(request));
    }

    /// Asks for ways to go on with a query.
    pub(super) fn propose(&self, ask: Ask) {
        let _ = self.orders.send(Order::Propose(ask));
    }
}

fn serve(inbox: &Receiver<Order>, newest: &AtomicU64, events: &Sender<Event>) {
    let mut index = Index::default();
    let mut last: Option<Arc<Results>> = None;
    let mut recent = Recent::default();
    let mut known = Known::default();
    while let Ok(order) = inbox.recv() {
        let (mut request, mut ask, mut kin) = (None, None, None);
        // Whatever waits is taken in at once; of several searches only the last is wanted.
        for order in std::iter::once(order).chain(inbox.try_iter()) {
            match order {
                Order::Add(part) => {
                    index.add(part);
                    recent.clear();
                }
                Order::StartOver => {
                    index = Index::default();
                    last = None;
                    recent.clear();
                }
                Order::Search(newer) => request = Some(newer),
                Order::Propose(newer) => ask = Some(newer),
                Order::Related(talk) => kin = Some(talk),
            }
        }
        if let Some(talk) = kin {
            let asked_at = newest.load(Ordering::Acquire);
            if let Some(related) = related(&index, talk, &|| newest.load(Ordering::Acquire) != asked_at) {
                let _ = events.send(Event::Message(Message::Related(talk, related)));
            }
        }
        if let Some(request) = &request {
            known = request.known.clone();
        }
        if let Some(request) = request
            && let Some(results) = find(&index, &request, &mut last, &mut recent, newest)
        {
            let found = Message::Found { generation: request.generation, results };
            if events.send(Event::Message(found)).is_err() {
                return;
            }
        }
        // After the search: what a query finds is wanted before what it could become.
        if let Some(ask) = ask {
            let asked_at = newest.load(Ordering::Acquire);
            let stale = || newest.load(Ordering::Acquire) != asked_at;
            let from = ProposeFrom { index: &index, known: Some(&known), stale: &stale };
            let proposals = complete(&ask.text, ask.cursor, from);
            let _ = events.send(Event::Message(Message::Proposed(ask, proposals)));
        }
    }
}

/// The answer to a request, `None` where a newer one came meanwhile. `last` is the last search that was run.
fn find(
    index: &Index,
    request: &Request,
    last: &mut Option<Arc<Results>>,
    recent: &mut Recent,
    newest: &AtomicU64,
) -> Option<Arc<Results>> {
    let stale = || newest.load(Ordering::Acquire) != request.generation;
    let options = SearchOptions {
        sort: request.sort,
        reverse: request.reverse,
        known: Some(&request.known),
        facets_holding: &request.facets_holding,
        within: last.as_deref(),
        // A person who types is helped; a script's `-q` means what it says.
        looks_further: true,
        ..SearchOptions::default()
    };
    if let Some(results) = recent.answer(&request.query, &options) {
        return Some(results);
    }
    let results = Arc::new(index.search(&request.query, &options, &stale)?);
    recent.keep(&request.query, &options, &results);
    *last = Some(Arc::clone(&results));
    Some(results)
}
