//! The way of one note: it is found, read, decoded, and the caller's work is done on it; or what is kept of it is
//! taken.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::line_up::Weigh;
use super::overrides::Rules;
use super::problem::{Problem, Reason};
use super::stamp::{Fingerprint, Stamp};
use super::walk::{LastFolder, Root};
use super::{Definitions, Encoding, Note, Overrides, decode, is_mojibake, read};

/// What an earlier load made of the file at a path, where it still has this stamp, and the same was said of it.
pub type Kept<'a, T> = &'a (dyn Fn(&Path, Stamp, Option<&Overrides>) -> Option<T> + Sync);

/// A note on its way.
pub(super) enum Job {
    Path { path: PathBuf, root: usize, rules: Option<Arc<Rules>> },
    Document { name: PathBuf, bytes: Vec<u8> },
    Text { path: PathBuf, text: Box<str> },
    Problem(Problem),
}

/// A note at the end of its way.
pub(super) struct Done<T> {
    pub(super) result: Result<T, Problem>,
    /// Size of its text.
    pub(super) bytes: usize,
    /// Of the file alone.
    pub(super) fingerprint: Fingerprint,
}

impl<T> Weigh for Done<T> {
    fn weight(&self) -> usize {
        self.bytes
    }
}

/// Reads, decodes and does the caller's work for one note; or takes what is kept of it.
pub(super) fn run_job<T>(
    job: Job,
    roots: &[Root],
    last: &mut LastFolder,
    kept: Option<Kept<'_, T>>,
    work: &impl Fn(Arc<Note>) -> T,
) -> Done<T> {
    let mut fingerprint = Fingerprint::default();
    let note = match job {
        Job::Path { path, root, rules } => {
            let overrides = rules.and_then(|rules| rules.of_note(&path));
            if let Some((stamp, result)) = kept.and_then(|kept| take_kept(&path, overrides.as_deref(), kept)) {
                fingerprint.add(&path, Some(stamp), overrides.as_deref());
                return Done { result: Ok(result), bytes: 0, fingerprint };
            }
            let note = read_note(path, roots, root, last);
            match &note {
                Ok(note) => fingerprint.add(&note.path, note.stamp, overrides.as_deref()),
                Err(problem) => {
                    fingerprint.add(&problem.path, stamp_now(&problem.path), overrides.as_deref());
                }
            }
            note.map(|note| Note { overrides, ..note })
        }
        Job::Document { name, bytes } => match decode_note(bytes) {
            Ok((text, encoding)) => Ok(Note { encoding, ..Note::from_text(name, text) }),
            Err(reason) => Err(Problem { path: name, reason }),
        },
        Job::Text { path, text } => Ok(Note::from_text(path, text)),
        Job::Problem(problem) => {
            fingerprint.add_unread(&problem.path);
            Err(problem)
        }
    };
    let note = match note {
        Ok(note) => Arc::new(note),
        Err(problem) => return Done { result: Err(problem), bytes: 0, fingerprint },
    };
    let bytes = note.text.len();
    let path = Arc::clone(&note);
    // One note nobody foresaw must not cost a person all the others.
    let result = catch_unwind(AssertUnwindSafe(|| work(note)))
        .map_err(|panic| Problem { path: path.path.clone(), reason: Reason::Bug(panic_text(&*panic)) });
    Done { result, bytes, fingerprint }
}

/// What is kept of a file that did not change.
fn take_kept<T>(path: &Path, overrides: Option<&Overrides>, kept: Kept<'_, T>) -> Option<(Stamp, T)> {
    let stamp = stamp_now(path)?;
    Some((stamp, kept(path, stamp, overrides)?))
}

fn stamp_now(path: &Path) -> Option<Stamp> {
    std::fs::metadata(path).ok().and_then(|metadata| Stamp::of(&metadata))
}

fn read_note(path: PathBuf, roots: &[Root], root: usize, last: &mut LastFolder) -> Result<Note, Problem> {
    let bytes = if roots[root].is_folder { read::read_found(&path) } else { read::read_named(&path) };
    let read = bytes.and_then(|(bytes, stamp)| Ok((decode_note(bytes)?, stamp)));
    match read {
        Ok(((text, encoding), stamp)) => {
            let relative = roots[root].relative(&path);
            let folders = last.names(roots, root, &relative);
            let mojibake = is_mojibake(&text);
            let definitions = Definitions::of(&text);
            let (overrides, is_file) = (None, true);
            Ok(Note { path, relative, folders, text, encoding, mojibake, definitions, overrides, is_file, stamp })
        }
        Err(reason) => Err(Problem { path, reason }),
    }
}

fn decode_note(bytes: Vec<u8>) -> Result<(Box<str>, Encoding), Reason> {
    let decoded = decode(bytes).map_err(|_| Reason::NotText)?;
    // Decoding can make a text longer than its bytes were.
    if decoded.text.len() as u64 > read::LARGEST {
        return Err(Reason::TooLarge);
    }
    Ok((decoded.text.into_boxed_str(), decoded.encoding))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("unknown").lines().next().unwrap_or_default().to_owned()
}
