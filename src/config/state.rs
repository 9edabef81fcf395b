//! The state file: stars, talks read, recent queries, how notes were left. It stands in the platform's state folder,
//! never among notes.
//!
//! It is written anew beside itself and then put in its place, so that it is whole at any time; and a change
//! is made to what the file says by then, so that two running programs do not lose each other's.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::state_form::{Form, VERSION};
use crate::app::memory::{Change, Memory};
use crate::source::plain_error;
use crate::terminal::Keeper;

/// The file, by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFile {
    path: PathBuf,
}

/// What can be wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The system refused.
    #[error("{}: {}; stars and recent queries are not kept", path.display(), plain_error(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A later program wrote it.
    #[error("{}: written by a newer kcbrowse; stars and recent queries are not kept", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// It could not be understood and was put aside.
    #[error("{}: not understood, kept as {}", path.display(), aside.display())]
    SetAside {
        /// The file.
        path: PathBuf,
        /// Its new name.
        aside: PathBuf,
    },
}

/// What was read: the form, or why there is none.
enum Read {
    Form(Form),
    Broken,
    Newer,
}

impl StateFile {
    /// The file in the platform's state folder; `None` where the platform has no such place.
    pub fn of_platform() -> Option<StateFile> {
        let folders = directories::ProjectDirs::from("", "", "kcbrowse")?;
        let folder = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
        Some(StateFile::at(folder.join("state.json")))
    }

    /// The file at a path; it need not be there.
    pub fn at(path: impl Into<PathBuf>) -> StateFile {
        StateFile { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says. A file that is not there says nothing; one that is broken is put aside, and that is said.
    ///
    /// # Errors
    /// A file that cannot be used; nothing is remembered then.
    pub fn load(&self) -> Result<Memory, StateError> {
        match self.read()? {
            Read::Form(form) => Ok(form.memory()),
            Read::Newer => Err(StateError::Newer { path: self.path.clone() }),
            Read::Broken => {
                let _lock = self.lock()?;
                // By now another program may have put it aside.
                match self.read()? {
                    Read::Broken => Err(self.set_aside()?),
                    Read::Newer => Err(StateError::Newer { path: self.path.clone() }),
                    Read::Form(form) => Ok(form.memory()),
                }
            }
        }
    }

    /// Makes a change to what the file says now; returns what it says then.
    ///
    /// # Errors
    /// Where the change is not kept, but for [`StateError::SetAside`]: then it is, in a new file.
    pub fn keep(&self, change: &Change) -> Result<Memory, StateError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| self.io(error))?;
        let _lock = self.lock()?;
        let (form, trouble) = match self.read()? {
            Read::Form(form) => (form, None),
            Read::Newer => return Err(StateError::Newer { path: self.path.clone() }),
            Read::Broken => (Form::default(), Some(self.set_aside()?)),
        };
        let mut memory = form.memory();
        memory.apply(change);
        self.write(&form.with(&memory), folder).map_err(|error| self.io(error))?;
        trouble.map_or(Ok(memory), Err)
    }

    fn read(&self) -> Result<Read, StateError> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Read::Form(Form::default())),
            Err(error) => return Err(self.io(error)),
        };
        Ok(read_form(&bytes))
    }

    /// Keeps other programs from writing until it is dropped. Where files cannot be locked, nothing is: stars
    /// of two programs are then kept as well as may be.
    fn lock(&self) -> Result<File, StateError> {
        let path = self.path.with_extension("lock");
        let lock = File::options().create(true).truncate(false).write(true).open(path);
        let lock = lock.map_err(|error| self.io(error))?;
        // Another program holds it for a moment only; one that hangs must not hang this one.
        for _ in 0..40 {
            match lock.try_lock() {
                Err(fs::TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(50)),
                Err(fs::TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                    return Err(self.io(error));
                }
                _ => return Ok(lock),
            }
        }
        Err(self.io(io::Error::new(io::ErrorKind::TimedOut, "another program holds its lock")))
    }

    fn write(&self, form: &Form, folder: &Path) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, form)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Gives the broken file a name that no other has, so that nothing of it is lost.
    fn set_aside(&self) -> Result<StateError, StateError> {
        let names = (1..1000).map(|number| self.path.with_extension(format!("broken-{number}.json")));
        let aside = names.into_iter().find(|name| !name.exists()).unwrap_or_else(|| self.path.with_extension("broken"));
        fs::rename(&self.path, &aside).map_err(|error| self.io(error))?;
        Ok(StateError::SetAside { path: self.path.clone(), aside })
    }

    fn io(&self, error: io::Error) -> StateError {
        StateError::Io { path: self.path.clone(), error }
    }
}

impl Keeper for StateFile {
    fn load(&self) -> Result<Memory, String> {
        StateFile::load(self).map_err(|error| error.to_string())
    }

    fn keep(&self, change: &Change) -> Result<Memory, String> {
        StateFile::keep(self, change).map_err(|error| error.to_string())
    }
}

fn read_form(bytes: &[u8]) -> Read {
    /// Read first: a newer form may differ in everything else.
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    match serde_json::from_slice::<Version>(bytes) {
        Ok(Version { version }) if version > VERSION => Read::Newer,
        Ok(_) => serde_json::from_slice(bytes).map_or(Read::Broken, Read::Form),
        Err(_) => Read::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::memory::{Sorting, Visit};
    use crate::app::traces::{Edit, Trace};
    use crate::search::{Facet, Sort};
    use crate::talk::TalkId;

    fn file() -> (tempfile::TempDir, StateFile) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = StateFile::at(folder.path().join("kcbrowse/state.json"));
        (folder, file)
    }

    fn trace(id: u32) -> Trace {
        Trace { id: TalkId(id), title: format!("talk {id}"), path: "a.md".to_owned(), event: None }
    }

    fn star(id: u32) -> Change {
        Change::Star(Edit::Add(trace(id)))
    }

    #[test]
    fn what_is_kept_is_there_in_the_next_run() {
        let (_folder, file) = file();
        assert_eq!(file.load().expect("nothing yet"), Memory::default());
        for change in [
            star(1),
            star(2),
            Change::Star(Edit::Remove(TalkId(1))),
            Change::Seen(Edit::Add(trace(3))),
            Change::Query("helm".to_owned()),
            Change::Order("/notes".to_owned(), Sorting { sort: Sort::Date, reverse: true }),
            Change::Order("/other".to_owned(), Sorting { sort: Sort::Title, reverse: false }),
            Change::Order("/other".to_owned(), Sorting::default()),
            Change::Visit("/notes".to_owned(), Visit { folded: [Facet::Year].into(), ..Visit::default() }),
        ] {
            file.keep(&change).expect("kept");
        }
        let memory = file.load().expect("a state");
        assert_eq!((&memory.stars[..], &memory.seen[..]), (&[trace(2)][..], &[trace(3)][..]));
        assert_eq!(memory.visit_of("/notes").map(|visit| visit.folded.len()), Some(1));
        assert_eq!(memory.order_of("/notes"), Sorting { sort: Sort::Date, reverse: true });
        assert_eq!((memory.recent, memory.orders.len()), (vec!["helm".to_owned()], 1));
    }

    #[test]
    fn programs_that_run_at_once_do_not_lose_each_others_stars() {
        let (_folder, file) = file();
        std::thread::scope(|scope| {
            for first in [0, 100, 200] {
                let file = &file;
                scope.spawn(move || {
                    for number in first..first + 10 {
                        file.keep(&star(number)).expect("kept");
                    }
                });
            }
        });
        assert_eq!(file.load().expect("a state").stars.len(), 30);
    }

    #[test]
    fn a_broken_file_is_set_aside_and_said() {
        let (_folder, file) = file();
        file.keep(&star(1)).expect("kept");
        for _ in 0..2 {
            fs::write(file.path(), "{\"version\":1,\"sta").expect("written");
            let error = file.load().expect_err("broken").to_string();
            assert!(error.contains("not understood, kept as"), "{error}");
        }
        assert!(file.path().with_extension("broken-2.json").exists());
        file.keep(&star(2)).expect("a new file");
        assert_eq!(file.load().expect("a state").stars, [trace(2)]);
    }

    #[test]
    fn a_newer_file_is_left_alone_and_what_others_add_stays() {
        let (_folder, file) = file();
        file.keep(&Change::Query("x".to_owned())).expect("kept");
        let newer = "{\"version\": 2, \"stars\": {}}";
        fs::write(file.path(), newer).expect("written");
        assert!(file.keep(&star(1)).is_err());
        assert_eq!(fs::read_to_string(file.path()).expect("there"), newer);
        let added = r#"{"version": 1, "moods": [1, 2], "seen": [{"id": 7}], "orders": [{"notes": "/n", "sort": "mood"}],
            "stars": [{"id": "later", "kind": 3}, {"id": "00000007", "title": "t", "path": "a.md", "mood": "good"}]}"#;
        fs::write(file.path(), added).expect("written");
        assert_eq!(file.load().expect("a state").stars.len(), 1);
        file.keep(&star(1)).expect("kept");
        let kept: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(file.path()).expect("there")).expect("JSON");
        assert_eq!(kept["moods"], serde_json::json!([1, 2]));
        assert_eq!(kept["seen"], serde_json::json!([{"id": 7}]));
        assert_eq!(kept["orders"][0]["sort"], "mood");
        let stars: Vec<_> = (0..3).map(|at| &kept["stars"][at]).collect();
        assert_eq!(
            (&stars[0]["mood"], &stars[1]["id"], &stars[2]["kind"]),
            (&"good".into(), &"00000001".into(), &3.into())
        );
    }
}
