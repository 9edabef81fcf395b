//! Loading notes on all cores, and handing them over in order.
//!
//! One thread walks, as many as there are cores read, decode and do the caller's `work`; the caller's own
//! thread receives what is done, in the order of the walk, as soon as it is. What a file becomes is the
//! caller's matter: nothing here knows of talks.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::Note;
use super::job::{Done, Job, Kept, run_job};
use super::line_up::LineUp;
use super::problem::{Problem, SourceError};
use super::stamp::Fingerprint;
use super::walk::{Found, LastFolder, Root, Walk};

/// The name of the threads that do the caller's `work`, as a debugger shows it.
const WORKER: &str = "load";

/// Where notes come from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A folder to walk or a file to read.
    Path(PathBuf),
    /// One document that is at hand, as standard input is.
    Document {
        /// What it is called in place of a path: `-`.
        name: PathBuf,
        /// Its bytes, still to be decoded.
        bytes: Vec<u8>,
    },
    /// Notes that are text already, with their paths: those built in, those of a test.
    Notes(Vec<(PathBuf, Box<str>)>),
}

impl Input {
    /// The folder it is, where it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Input::Path(path) if path.is_dir() => Some(path),
            _ => None,
        }
    }
}

/// What came in since the last call of the sink, in order.
#[derive(Debug)]
pub struct Arrival<T> {
    /// What `work` made of the notes.
    pub done: Vec<T>,
    /// Files that were left out.
    pub problems: Vec<Problem>,
    /// How far the load is.
    pub progress: Progress,
}

/// How far a load is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Notes found so far.
    pub found: usize,
    /// Notes handed over so far, those left out included.
    pub done: usize,
    /// Whether everything is found, so that `found` is the total.
    pub walked: bool,
}

/// What a load came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Notes handed over.
    pub notes: usize,
    /// Files left out.
    pub problems: usize,
    /// Whether the sink ended it early.
    pub cancelled: bool,
    /// What the files were like, to tell whether they changed since.
    pub fingerprint: Fingerprint,
}

/// How long the sink hears nothing at most, so that it can show that the load goes on, or stop it.
const PULSE: Duration = Duration::from_millis(50);

/// Looks whether every PATH is there, without loading anything: a mistyped one is best said before a screen
/// is drawn.
///
/// # Errors
/// A PATH that does not exist or cannot be looked at.
pub fn check(inputs: &[Input]) -> Result<(), SourceError> {
    inputs.iter().try_for_each(|input| match input {
        Input::Path(path) => Root::of(path.clone()).map(drop),
        Input::Document { .. } | Input::Notes(_) => Ok(()),
    })
}

/// Loads notes: walks, reads, decodes and applies `work` on all cores, and calls `sink` on this thread.
///
/// The sink gets everything in the order of the inputs and, within a folder, of the names in it, whatever
/// the threads do; the first notes come at once, later ones in larger pieces. It is also called now and then
/// with nothing but progress. [`ControlFlow::Break`] stops all threads. Workers stay a bounded number
/// of notes ahead of the sink.
///
/// # Errors
/// A PATH that does not exist or cannot be looked at; nothing is loaded then.
pub fn load<T: Send>(
    inputs: Vec<Input>,
    work: impl Fn(Arc<Note>) -> T + Sync,
    sink: impl FnMut(Arrival<T>) -> ControlFlow<()>,
) -> Result<Summary, SourceError> {
    load_with(inputs, None, work, sink)
}

/// Loads notes again: a file that did not change since an earlier load is not read, where `kept` knows what
/// came of it then. In all else as [`load`].
///
/// # Errors
/// A PATH that does not exist or cannot be looked at; nothing is loaded then.
pub fn reload<T: Send>(
    inputs: Vec<Input>,
    kept: Kept<'_, T>,
    work: impl Fn(Arc<Note>) -> T + Sync,
    sink: impl FnMut(Arrival<T>) -> ControlFlow<()>,
) -> Result<Summary, SourceError> {
    load_with(inputs, Some(kept), work, sink)
}

fn load_with<T: Send>(
    inputs: Vec<Input>,
    kept: Option<Kept<'_, T>>,
    work: impl Fn(Arc<Note>) -> T + Sync,
    mut sink: impl FnMut(Arrival<T>) -> ControlFlow<()>,
) -> Result<Summary, SourceError> {
    let mut roots = Vec::new();
    for input in &inputs {
        if let Input::Path(path) = input {
            roots.push(Root::of(path.clone())?);
        }
    }
    let walk = Walk::over(&roots);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let line_up = LineUp::for_workers(workers);
    thread::scope(|scope| {
        // Whatever way this closure is left (a panic of the sink too), no thread must wait on.
        let _stop = line_up.stop_when_dropped();
        let spawn = |name: &str| thread::Builder::new().name(name.to_owned());
        spawn("walk").spawn_scoped(scope, || find_all(inputs, walk, &line_up)).map_err(SourceError::NoThread)?;
        for _ in 0..workers {
            let run = || {
                let mut last = LastFolder::default();
                line_up.work_off(|job| run_job(job, &roots, &mut last, kept, &work));
            };
            spawn(WORKER).spawn_scoped(scope, run).map_err(SourceError::NoThread)?;
        }
        Ok(deliver(&line_up, &mut sink))
    })
}

/// Puts every note of the inputs in the line.
fn find_all<T>(inputs: Vec<Input>, mut walk: Walk<'_>, line_up: &LineUp<Job, Done<T>>) {
    let mut entrance = line_up.entrance();
    let mut roots = 0;
    for input in inputs {
        match input {
            Input::Path(_) => {
                let root = roots;
                roots += 1;
                walk.walk(root, |found| match found {
                    Found::Note(path, rules) => entrance.push(Job::Path { path, root, rules }),
                    Found::Problem(problem) => entrance.push(Job::Problem(problem)),
                    Found::Folder(_) | Found::Other => entrance.go_on(),
                });
            }
            Input::Document { name, bytes } => {
                entrance.push(Job::Document { name, bytes });
            }
            Input::Notes(notes) => {
                for (path, text) in notes {
                    entrance.push(Job::Text { path, text });
                }
            }
        }
    }
}

/// Gives the sink what is done, in order, until all is or it says stop.
fn deliver<T>(line_up: &LineUp<Job, Done<T>>, sink: &mut impl FnMut(Arrival<T>) -> ControlFlow<()>) -> Summary {
    let mut summary = Summary::default();
    while let Some((ready, progress)) = line_up.next(PULSE) {
        let mut arrival = Arrival { done: Vec::with_capacity(ready.len()), problems: Vec::new(), progress };
        for item in ready {
            summary.fingerprint.join(item.fingerprint);
            match item.result {
                Ok(done) => arrival.done.push(done),
                Err(problem) => arrival.problems.push(problem),
            }
        }
        summary.notes += arrival.done.len();
        summary.problems += arrival.problems.len();
        if sink(arrival).is_break() {
            summary.cancelled = true;
            break;
        }
    }
    summary
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::catch_unwind;

    use super::super::Encoding;
    use super::super::problem::Reason;
    use super::*;

    /// Everything a load hands over: relative paths, problems as text, the summary.
    fn load_all(inputs: Vec<Input>) -> (Vec<String>, Vec<String>, Summary) {
        let (mut notes, mut problems) = (Vec::new(), Vec::new());
        let summary = load(
            inputs,
            |note| note.relative.to_string(),
            |arrival| {
                notes.extend(arrival.done);
                problems.extend(arrival.problems.iter().map(ToString::to_string));
                ControlFlow::Continue(())
            },
        );
        (notes, problems, summary.expect("the paths exist"))
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, bytes).expect("a file");
        }
        folder
    }

    fn path(folder: &tempfile::TempDir, name: &str) -> Input {
        Input::Path(folder.path().join(name))
    }

    #[test]
    fn notes_come_in_the_order_of_their_names() {
        let names: Vec<String> = (0..500).rev().map(|n| format!("day{}/talk{n}.md", n % 7)).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"# A\n"[..])).collect();
        let folder = folder(&files);
        let (notes, problems, summary) = load_all(vec![path(&folder, "")]);
        let mut expected = names.clone();
        let day = |name: &String| name[3..4].to_owned();
        expected.sort_by(|a, b| day(a).cmp(&day(b)).then(super::super::natural::natural_order(a.as_ref(), b.as_ref())));
        assert_eq!(notes, expected);
        assert!(problems.is_empty());
        assert_eq!((summary.notes, summary.problems, summary.cancelled), (500, 0, false));
    }

    #[test]
    fn inputs_of_all_kinds_come_in_the_order_given() {
        let folder = folder(&[("b.md", b""), ("a.md", b"caf\xE9")]);
        let inputs = vec![
            Input::Document { name: "-".into(), bytes: b"# From a pipe".to_vec() },
            path(&folder, "b.md"),
            Input::Notes(vec![("demo/one.md".into(), "# One".into()), ("demo/two.md".into(), "".into())]),
            path(&folder, ""),
        ];
        assert_eq!(load_all(inputs).0, ["-", "b.md", "demo/one.md", "demo/two.md", "a.md"]);
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_and_the_rest_loads() {
        let folder =
            folder(&[("a.md", b"# A"), ("photo.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"), ("z.md", b"")]);
        let (notes, problems, _) = load_all(vec![path(&folder, "")]);
        assert_eq!(notes, ["a.md", "z.md"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].ends_with("photo.md: is not text"), "{problems:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_permission_is_a_problem() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = folder(&[("a.md", b"# A"), ("secret.md", b"# S")]);
        let secret = folder.path().join("secret.md");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o0)).expect("a mode");
        if fs::read(&secret).is_ok() {
            return; // The superuser may read anything.
        }
        let (notes, problems, _) = load_all(vec![path(&folder, "")]);
        assert_eq!(notes, ["a.md"]);
        assert!(problems[0].ends_with("secret.md: cannot be read: permission denied"), "{problems:?}");
    }

    #[test]
    fn a_missing_path_is_an_error_before_anything_is_loaded() {
        let folder = folder(&[("a.md", b"# A")]);
        let result =
            load(vec![path(&folder, "a.md"), path(&folder, "nots")], |_| (), |_| unreachable!("nothing is loaded"));
        assert!(matches!(result, Err(SourceError::Missing { path }) if path.ends_with("nots")));
    }

    #[test]
    fn a_bug_in_one_note_costs_that_note_only() {
        let inputs = vec![Input::Notes(["a", "bad", "c"].map(|name| (name.into(), "".into())).into())];
        let (mut done, mut problems) = (Vec::new(), Vec::new());
        load(
            inputs,
            |note| {
                assert_ne!(&*note.relative, "bad", "out of luck");
                note.relative.to_string()
            },
            |arrival| {
                done.extend(arrival.done);
                problems.extend(arrival.problems);
                ControlFlow::Continue(())
            },
        )
        .expect("a load");
        assert_eq!(done, ["a", "c"]);
        assert_eq!(problems.len(), 1);
        assert!(matches!(&problems[0].reason, Reason::Bug(said) if said.contains("out of luck")));
    }

    #[test]
    fn the_sink_can_stop_the_load() {
        let notes = (0..50_000).map(|n| (format!("{n}.md").into(), "# A".into())).collect();
        let mut calls = 0;
        let worked = std::sync::atomic::AtomicUsize::new(0);
        let summary = load(
            vec![Input::Notes(notes)],
            |_| worked.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
            |_| {
                calls += 1;
                ControlFlow::Break(())
            },
        )
        .expect("a load");
        assert!(summary.cancelled);
        assert_eq!(calls, 1);
        assert!(worked.into_inner() < 50_000);
    }

    #[test]
    fn a_panic_of_the_sink_ends_the_load_instead_of_hanging_it() {
        let notes = (0..50_000).map(|n| (format!("{n}.md").into(), "# A".into())).collect();
        let outcome = catch_unwind(|| load(vec![Input::Notes(notes)], |_| (), |_| unreachable!("a bug in the sink")));
        assert!(outcome.is_err());
    }

    #[test]
    fn workers_stay_a_bounded_number_of_notes_ahead() {
        let notes = (0..20_000).map(|n| (format!("{n}.md").into(), "# A".into())).collect();
        let (worked, mut received, mut ahead) = (std::sync::atomic::AtomicUsize::new(0), 0, 0);
        load(
            vec![Input::Notes(notes)],
            |_| {
                worked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            },
            |arrival| {
                ahead = ahead.max(worked.load(std::sync::atomic::Ordering::Relaxed).saturating_sub(received));
                received += arrival.done.len();
                ControlFlow::Continue(())
            },
        )
        .expect("a load");
        assert_eq!(received, 20_000);
        assert!(ahead < 10_000, "{ahead}");
    }

    #[test]
    fn progress_ends_with_everything_found_and_done() {
        let notes = (0..100).map(|n| (format!("{n}.md").into(), "# A".into())).collect();
        let mut last = Progress::default();
        load(
            vec![Input::Notes(notes)],
            |_| (),
            |arrival| {
                assert!(arrival.progress.done >= last.done && arrival.progress.found >= last.found);
                last = arrival.progress;
                ControlFlow::Continue(())
            },
        )
        .expect("a load");
        assert_eq!((last.found, last.done), (100, 100));
    }

    #[test]
    fn a_note_knows_its_folders_and_where_it_was_found() {
        let folder = folder(&[("kubecon-2022/day1/a.md", b"\xEF\xBB\xBF# A")]);
        let mut notes = Vec::new();
        load(
            vec![path(&folder, "kubecon-2022")],
            |note| note,
            |arrival| {
                notes.extend(arrival.done);
                ControlFlow::Continue(())
            },
        )
        .expect("a load");
        let note = &notes[0];
        assert_eq!(note.path, folder.path().join("kubecon-2022/day1/a.md"));
        assert_eq!((&*note.relative, &*note.text), ("day1/a.md", "# A"));
        assert_eq!(note.folders[..2], ["day1".into(), "kubecon-2022".into()]);
        assert_eq!(note.encoding, Encoding { name: "UTF-8", marked: true, replaced: 0 });
    }
}
