//! Changes that are heard of, and how.

use std::fs;
use std::ops::ControlFlow;

use super::*;
use crate::source::{Note, load};

/// Longer than anything takes, so that a test fails instead of waiting for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with notes that are loaded and watched, without the thread that waits.
struct Watched {
    folder: tempfile::TempDir,
    watching: Watching<fn(Word)>,
    inbox: Receiver<Order>,
    /// Where no notes are, only marks, in the one folder that is watched.
    elsewhere: tempfile::TempDir,
    marks: usize,
}

impl Watched {
    fn over(names: &[&str], root: &str) -> Watched {
        let folder = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("another folder");
        for name in names {
            write(folder.path(), name);
        }
        let (orders, inbox) = channel();
        let root = Input::Path(folder.path().join(root));
        let marks = elsewhere.path().join("marks");
        fs::create_dir(&marks).expect("a folder");
        let both = Scope::of(&[root.clone(), Input::Path(marks.clone())]);
        let watcher = start_watcher(orders.clone(), both).and_then(|mut watcher| {
            watcher.watch(&marks, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        let mut watching = Watching::new(vec![root], orders, (|_| ()) as fn(Word));
        // Where the system has nothing left to watch with, files are looked at.
        watching.watcher = watcher.ok();
        watching.is_polling = watching.watcher.is_none();
        let mut watched = Watched { folder, watching, inbox, elsewhere, marks: 0 };
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

    /// Hears of everything that was done before: the system tells changes in order, so that all of it was told
    /// when a mark made now is.
    fn hear(&mut self) {
        if self.watching.watcher.is_none() {
            return;
        }
        self.marks += 1;
        let marked = format!("marks/{}", self.marks);
        let mark = self.elsewhere.path().join(&marked);
        fs::write(&mark, "").expect("written");
        // Of what is gone it is told what it was.
        fs::rename(&mark, self.elsewhere.path().join("told")).expect("renamed");
        loop {
            let order = self.inbox.recv_timeout(PATIENCE).expect("the mark is told");
            let Order::Touched(touch) = order else { continue };
            if touch.gone.iter().any(|gone| gone.ends_with(&marked)) {
                return;
            }
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
        }
        assert!(self.watching.touched.is_some(), "what changed is not told");
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
