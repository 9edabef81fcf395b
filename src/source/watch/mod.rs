//! Watching notes: a word when files changed, were added or removed, soon after the last of several changes.
//!
//! Each folder that is looked into is watched by itself, so that hidden and ignored ones, which may hold much that
//! changes all the time, cost nothing; where the system watches whole trees, it is told the PATHs. Where it
//! cannot watch (any more), the files are looked at now and then. What changed is not told: who loads again
//! reads changed files only.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind};

use super::scope::{Scope, Touch};
use super::survey::{Survey, survey};
use super::{Fingerprint, Input, plain_error};

/// So long no further change comes before several are told as one.
const QUIET: Duration = Duration::from_millis(60);
/// So long a change waits at most while others go on.
const LONGEST: Duration = Duration::from_millis(250);
/// Between two looks at all files, where the system cannot watch them.
const POLL: Duration = Duration::from_secs(2);

/// What a watch has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Files changed.
    Changed,
    /// The system cannot watch everything, for this reason; files are looked at now and then.
    Polling(String),
}

/// A thread that watches; dropping it ends it.
#[derive(Debug)]
pub struct Watch {
    orders: Sender<Order>,
}

#[derive(Debug)]
enum Order {
    /// A load ended that found this; `None` where it failed.
    Loaded(Option<Fingerprint>),
    /// Something changed.
    Touched(Touch),
    Stop,
}

impl Watch {
    /// Watches the files among the inputs as soon as a first load of them has ended. `None` where there are none.
    pub fn start(inputs: &[Input], say: impl FnMut(Word) + Send + 'static) -> Option<Watch> {
        let is_path = |input: &Input| matches!(input, Input::Path(_));
        let inputs: Vec<Input> = inputs.iter().filter(|input| is_path(input)).cloned().collect();
        if inputs.is_empty() {
            return None;
        }
        let (orders, inbox) = channel();
        let own = orders.clone();
        let watching = thread::Builder::new().name("watch".to_owned());
        let _ = watching.spawn(move || Watching::new(inputs, own, say).run(&inbox));
        Some(Watch { orders })
    }

    /// Tells that a load ended, and what it found; `None` where it failed.
    pub fn loaded(&self, found: Option<Fingerprint>) {
        let _ = self.orders.send(Order::Loaded(found));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Not waited for: the thread only reads, and a look at a slow disk may take long.
        let _ = self.orders.send(Order::Stop);
    }
}

struct Watching<S> {
    inputs: Vec<Input>,
    scope: Scope,
    say: S,
    orders: Sender<Order>,
    /// Started with the first look at the folders.
    watcher: Option<RecommendedWatcher>,
    watched: HashSet<PathBuf>,
    /// Since when a load has been under way.
    loading: Option<Instant>,
    loaded: Option<Fingerprint>,
    /// When the first and the last change came that were not told yet.
    touched: Option<(Instant, Instant)>,
    /// Whether folders may have come or gone since they were looked at.
    is_stale: bool,
    /// Not to be told before: loading again and again must not take all the time there is.
    rest_until: Instant,
    /// When to look at all files next, where the system cannot watch them.
    poll_at: Option<Instant>,
    /// Whether it was said that the system cannot watch them.
    is_polling: bool,
}

impl<S: FnMut(Word)> Watching<S> {
    fn new(inputs: Vec<Input>, orders: Sender<Order>, say: S) -> Watching<S> {
        let now = Instant::now();
        Watching {
            scope: Scope::of(&inputs),
            inputs,
            say,
            orders,
            watcher: None,
            watched: HashSet::new(),
            loading: Some(now),
            loaded: None,
            touched: None,
            is_stale: true,
            rest_until: now,
            poll_at: None,
            is_polling: false,
        }
    }

    fn run(mut self, inbox: &Receiver<Order>) {
        loop {
            let order = match self.wakes_at() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Order::Loaded(found)) => self.load_ended(found),
                Ok(Order::Touched(touch)) => self.touch(&touch),
                Err(RecvTimeoutError::Timeout) if self.touched.is_some() => self.tell(),
                Err(RecvTimeoutError::Timeout) => self.look(),
            }
        }
    }

    /// When there is something to do though nothing happens.
    fn wakes_at(&self) -> Option<Instant> {
        if self.loading.is_some() {
            return None;
        }
        match self.touched {
            Some((first, last)) => Some((last + QUIET).min(first + LONGEST).max(self.rest_until)),
            None => self.poll_at,
        }
    }

    fn touch(&mut self, touch: &Touch) {
        let now = Instant::now();
        self.touched = Some((self.touched.map_or(now, |(first, _)| first), now));
        self.is_stale |= touch.folders;
        if !touch.gone.is_empty() {
            self.watched.retain(|folder| !touch.gone.iter().any(|gone| folder.starts_with(gone)));
        }
    }

    fn tell(&mut self) {
        self.touched = None;
        self.loading = Some(Instant::now());
        (self.say)(Word::Changed);
    }

    fn load_ended(&mut self, found: Option<Fingerprint>) {
        let now = Instant::now();
        if let Some(start) = self.loading.take() {
            self.rest_until = now + (now - start);
        }
        self.loaded = found;
        if found.is_none() {
            self.poll_at = Some(now + POLL);
        } else if self.is_stale || self.is_polling {
            self.look();
        }
    }

    /// Looks at all folders and files: watches those that are new, and tells where files are not as they were
    /// loaded.
    fn look(&mut self) {
        let start = Instant::now();
        self.is_stale = false;
        let mut seen = survey(&self.inputs);
        // What changed between the look at a folder and the watch on it is seen by another look.
        while self.watch_new(&seen) {
            seen = survey(&self.inputs);
        }
        if self.loaded.is_some_and(|loaded| loaded != seen.fingerprint) || (self.loaded.is_none() && !seen.is_missing) {
            self.touch(&Touch::default());
        }
        let now = Instant::now();
        // A large library is looked at less often.
        self.poll_at = (self.is_polling || seen.is_missing).then(|| now + POLL.max((now - start) * 20));
    }

    /// Watches folders that are not watched yet; whether there were any.
    fn watch_new(&mut self, seen: &Survey) -> bool {
        if self.is_polling {
            return false;
        }
        let folders: HashSet<PathBuf> = self.folders_to_watch(seen);
        let new: Vec<PathBuf> = folders.difference(&self.watched).cloned().collect();
        if new.is_empty() {
            return false;
        }
        match self.watch_all(&new) {
            Ok(()) => {
                self.watched.extend(new);
                true
            }
            Err(error) => {
                self.watcher = None;
                self.watched.clear();
                self.is_polling = true;
                (self.say)(Word::Polling(reason(&error)));
                false
            }
        }
    }

    fn folders_to_watch(&self, seen: &Survey) -> HashSet<PathBuf> {
        let holders = self.scope.files().filter_map(|file| file.parent()).map(Path::to_owned);
        if is_folder_by_folder() {
            let folders = seen.folders.iter().filter_map(|folder| std::path::absolute(folder).ok());
            folders.chain(holders).collect()
        } else {
            self.scope.folders().map(Path::to_owned).chain(holders).collect()
        }
    }

    fn watch_all(&mut self, folders: &[PathBuf]) -> notify::Result<()> {
        if self.watcher.is_none() {
            self.watcher = Some(start_watcher(self.orders.clone(), self.scope.clone())?);
        }
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let mode = if is_folder_by_folder() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        for folder in folders {
            match watcher.watch(folder, mode) {
                Ok(()) => {}
                // One that is gone by now is told by the folder that held it; nothing is read in one that is locked.
                Err(error) if is_out_of_reach(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn start_watcher(orders: Sender<Order>, scope: Scope) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        // What an error made the system lose is not known.
        let touch = event.map_or_else(|_| Some(Touch::anything()), |event| scope.touch(&event));
        if let Some(touch) = touch {
            let _ = orders.send(Order::Touched(touch));
        }
    })
}

/// Whether a folder is watched without those in it.
fn is_folder_by_folder() -> bool {
    RecommendedWatcher::kind() == WatcherKind::Inotify
}

fn is_out_of_reach(error: &notify::Error) -> bool {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => matches!(error.kind(), NotFound | PermissionDenied),
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches no more folders".to_owned(),
        notify::ErrorKind::Io(error) => format!("the system does not watch these folders ({})", plain_error(error)),
        _ => "the system does not watch these folders".to_owned(),
    }
}

#[cfg(test)]
mod tests;
