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
mod tests {
    use std::fs;
    use std::ops::ControlFlow;

    use super::super::{Note, load};
    use super::*;

    /// Longer than anything takes, so that a test fails instead of waiting for ever.
    const PATIENCE: Duration = Duration::from_secs(20);

    /// A folder with notes that are loaded and watched, without the thread that waits.
    struct Watched {
        folder: tempfile::TempDir,
        watching: Watching<fn(Word)>,
        inbox: Receiver<Order>,
        /// Where nothing changes.
        elsewhere: tempfile::TempDir,
    }

    impl Watched {
        fn over(names: &[&str], root: &str) -> Watched {
            let folder = tempfile::tempdir().expect("a folder");
            for name in names {
                write(folder.path(), name);
            }
            let (orders, inbox) = channel();
            let watching = Watching::new(vec![Input::Path(folder.path().join(root))], orders, (|_| ()) as fn(Word));
            let mut watched =
                Watched { folder, watching, inbox, elsewhere: tempfile::tempdir().expect("another folder") };
            watched.settle();
            watched
        }

        /// Loads until what is loaded is what is there, and nothing is left to hear of.
        fn settle(&mut self) {
            loop {
                let found = self.load();
                self.watching.load_ended(found);
                self.hear();
                if self.watching.touched.is_none() {
                    return;
                }
                self.watching.tell();
            }
        }

        /// Hears of everything that was done before.
        fn hear(&mut self) {
            if let Some(watcher) = &mut self.watching.watcher {
                // The system tells changes in order, and answers an order after what it had to tell before: with
                // the second answer all of that was heard.
                for _ in 0..2 {
                    watcher.watch(self.elsewhere.path(), RecursiveMode::NonRecursive).expect("watched");
                }
            }
            while let Ok(Order::Touched(touch)) = self.inbox.try_recv() {
                self.watching.touch(&touch);
            }
        }

        fn load(&self) -> Option<Fingerprint> {
            let inputs = self.watching.inputs.clone();
            let loaded = load(inputs, |_: std::sync::Arc<Note>| (), |_| ControlFlow::Continue(()));
            loaded.ok().map(|summary| summary.fingerprint)
        }

        /// Makes a change, which is heard of.
        fn told(&mut self, change: impl FnOnce(&Path)) {
            change(self.folder.path());
            self.hear();
            if self.watching.touched.is_none() && self.watching.poll_at.is_some() {
                self.watching.look();
                assert!(self.watching.touched.is_some(), "what changed is not seen");
            } else if self.watching.touched.is_none() {
                // Where the system takes its time.
                let heard = self.inbox.recv_timeout(PATIENCE);
                assert!(matches!(heard, Ok(Order::Touched(_))), "{heard:?}");
            }
            self.watching.tell();
            self.settle();
        }
    }

    fn write(folder: &Path, name: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, "# A talk\n").expect("a file");
    }

    #[test]
    fn every_way_to_change_notes_is_told() {
        let mut watched = Watched::over(&["notes/a.md", "notes/2022/b.md"], "notes");
        watched.told(|folder| fs::write(folder.join("notes/a.md"), "# Edited\n").expect("written"));
        watched.told(|folder| {
            fs::write(folder.join("notes/.a.swp"), "# Saved by rename\n").expect("written");
            fs::rename(folder.join("notes/.a.swp"), folder.join("notes/a.md")).expect("renamed");
        });
        watched.told(|folder| write(folder, "notes/2022/day1/hall/c.md"));
        watched.told(|folder| write(folder, "notes/2022/day1/hall/d.md"));
        watched.told(|folder| fs::remove_file(folder.join("notes/2022/b.md")).expect("removed"));
        watched.told(|folder| fs::rename(folder.join("notes/2022"), folder.join("notes/2023")).expect("renamed"));
        watched.told(|folder| write(folder, "notes/2023/day1/hall/e.md"));
        watched.told(|folder| fs::remove_dir_all(folder.join("notes/2023")).expect("removed"));
        watched.told(|folder| write(folder, "notes/2023/f.md"));
        watched.told(|folder| fs::write(folder.join("notes/.gitignore"), "a.md\n").expect("written"));
    }

    #[test]
    fn a_file_given_by_name_is_told_when_it_is_saved_by_rename() {
        let mut watched = Watched::over(&["day.txt", "other.md"], "day.txt");
        for text in ["one", "two"] {
            watched.told(|folder| {
                fs::write(folder.join("new"), text).expect("written");
                fs::rename(folder.join("new"), folder.join("day.txt")).expect("renamed");
            });
        }
    }

    #[test]
    fn what_changed_while_it_was_loaded_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "a.md");
        let inputs = vec![Input::Path(folder.path().to_owned())];
        let (sender, words) = channel();
        let watch = Watch::start(&inputs, move |word| sender.send(word).expect("a listener")).expect("files");
        let loaded = load(inputs, |_| (), |_| ControlFlow::Continue(())).expect("loaded").fingerprint;
        write(folder.path(), "b.md");
        watch.loaded(Some(loaded));
        assert_eq!(words.recv_timeout(PATIENCE), Ok(Word::Changed));
    }

    #[test]
    fn a_path_that_comes_back_is_told() {
        let mut watched = Watched::over(&["notes/a.md"], "notes");
        watched.told(|folder| fs::rename(folder.join("notes"), folder.join("away")).expect("renamed"));
        assert_eq!(watched.load(), None);
        watched.told(|folder| fs::rename(folder.join("away"), folder.join("notes")).expect("renamed"));
        watched.told(|folder| write(folder, "notes/b.md"));
    }

    #[test]
    fn why_the_system_does_not_watch_is_said_without_its_number() {
        let denied = notify::Error::io(std::io::Error::from_raw_os_error(13));
        assert_eq!(reason(&denied), "the system does not watch these folders (permission denied)");
    }

    #[test]
    fn what_is_in_memory_is_not_watched() {
        let document = Input::Document { name: "-".into(), bytes: Vec::new() };
        assert!(Watch::start(&[document, Input::Notes(Vec::new())], |_| {}).is_none());
    }
}
