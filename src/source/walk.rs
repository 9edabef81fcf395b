//! Finding notes below the PATHs a user gave, in an order that depends on names only.
//!
//! Folders are walked as ripgrep walks them: ignore files are honoured (also outside of git), hidden files
//! skipped, links inside a folder not followed (a PATH that is itself a link is). A file given by name is
//! a note whatever it is called.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::natural::natural_order;
use super::problem::{Problem, Reason, SourceError};

/// File name endings of Markdown, in lower case.
const ENDINGS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// How many folder names above a note are kept.
const FOLDERS: usize = 3;

/// A PATH the user gave, and that exists.
#[derive(Debug)]
pub(super) struct Root {
    /// The PATH as given.
    pub(super) path: PathBuf,
    /// Whether it is a folder to walk.
    pub(super) is_folder: bool,
    /// Names of the folder itself (of a file: of the folder that holds it) and of those above, nearest first.
    above: Vec<Box<str>>,
}

/// Something on the way that is a note, or should be.
#[derive(Debug)]
pub(super) enum Found {
    /// A note to read.
    Note(PathBuf),
    /// Something named like a note that cannot be read.
    Problem(Problem),
}

impl Root {
    /// Looks at a PATH before anything is read, so that a misspelt one is told at once.
    pub(super) fn of(path: PathBuf) -> Result<Root, SourceError> {
        match fs::metadata(&path) {
            Ok(metadata) => {
                let is_folder = metadata.is_dir();
                let above = names_above(&path, is_folder);
                Ok(Root { path, is_folder, above })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(SourceError::Missing { path }),
            Err(error) => Err(SourceError::Unreachable { path, error }),
        }
    }

    /// The path of a note relative to this PATH, with `/` between folders; its name where it is the PATH.
    pub(super) fn relative(&self, note: &Path) -> Box<str> {
        let below = note.strip_prefix(&self.path).unwrap_or(note);
        if below.as_os_str().is_empty() {
            return note.file_name().unwrap_or(note.as_os_str()).to_string_lossy().into();
        }
        let text = below.to_string_lossy();
        if cfg!(windows) { text.replace('\\', "/").into() } else { text.into() }
    }

    /// Names of the folders that hold a note, nearest first, also those above this PATH.
    pub(super) fn folders(&self, note: &Path) -> Vec<Box<str>> {
        let below = note.strip_prefix(&self.path).unwrap_or(Path::new(""));
        let inside = below.parent().into_iter().flat_map(|folder| folder.components().rev());
        let inside = inside.map(|name| name.as_os_str().to_string_lossy().into());
        inside.chain(self.above.iter().cloned()).take(FOLDERS).collect()
    }
}

/// The names of the folders a PATH lies in, as the user knows them: links keep the name they were given,
/// unless the path is only a way to go (`..`).
fn names_above(path: &Path, is_folder: bool) -> Vec<Box<str>> {
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    let absolute = if goes_up { fs::canonicalize(path) } else { std::path::absolute(path) };
    let absolute = absolute.unwrap_or_else(|_| path.to_owned());
    let skipped = usize::from(!is_folder);
    absolute
        .ancestors()
        .skip(skipped)
        .filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into()))
        .take(FOLDERS)
        .collect()
}

/// Walks PATHs one after the other and hands out no file twice.
#[derive(Debug)]
pub(super) struct Walk<'r> {
    roots: &'r [Root],
    /// Where each of them really is, without links and `..`; asked only where there are several.
    places: Vec<Option<PathBuf>>,
    /// Files handed out; kept only where one PATH lies within another, which is rare.
    seen: Option<HashSet<PathBuf>>,
}

impl<'r> Walk<'r> {
    /// Prepares a walk over these.
    pub(super) fn over(roots: &'r [Root]) -> Walk<'r> {
        let several = roots.len() > 1;
        let places: Vec<_> =
            roots.iter().map(|root| if several { fs::canonicalize(&root.path).ok() } else { None }).collect();
        let seen = overlap(&places).then(HashSet::new);
        Walk { roots, places, seen }
    }

    /// Hands each note below the PATH of that number to `found`, folder by folder in [`natural_order`],
    /// until that says `false`.
    pub(super) fn walk(&mut self, number: usize, mut found: impl FnMut(Found) -> bool) {
        let root = &self.roots[number];
        if !root.is_folder {
            if self.is_new(number, &root.path) {
                found(Found::Note(root.path.clone()));
            }
            return;
        }
        for entry in walker(&root.path) {
            let item = match entry {
                Ok(entry) => self.look_at(number, entry),
                Err(error) => Some(Found::Problem(walk_problem(error, &root.path))),
            };
            if let Some(item) = item
                && !found(item)
            {
                return;
            }
        }
    }

    fn look_at(&mut self, root: usize, entry: ignore::DirEntry) -> Option<Found> {
        let kind = entry.file_type()?;
        if kind.is_dir() || kind.is_symlink() || !is_markdown(entry.path()) {
            return None;
        }
        let path = entry.into_path();
        if !self.is_new(root, &path) {
            return None;
        }
        // Opening a pipe that nobody writes to would wait for ever.
        let found =
            if kind.is_file() { Found::Note(path) } else { Found::Problem(Problem { path, reason: Reason::NotAFile }) };
        Some(found)
    }

    /// Whether a file was not handed out before, reached from another PATH.
    fn is_new(&mut self, root: usize, path: &Path) -> bool {
        let (Some(seen), Some(place)) = (&mut self.seen, &self.places[root]) else { return true };
        match path.strip_prefix(&self.roots[root].path) {
            Ok(below) if !below.as_os_str().is_empty() => seen.insert(place.join(below)),
            _ => seen.insert(place.clone()),
        }
    }
}

/// Whether one PATH is another, or lies within it.
fn overlap(places: &[Option<PathBuf>]) -> bool {
    let mut places: Vec<&PathBuf> = places.iter().flatten().collect();
    places.sort_unstable();
    // In the order of paths, what lies within a folder follows it at once.
    places.windows(2).any(|pair| pair[1].starts_with(pair[0]))
}

fn walker(folder: &Path) -> ignore::Walk {
    WalkBuilder::new(folder)
        .require_git(false)
        .sort_by_file_name(natural_order)
        // `kcbrowse notes > notes/talk.md` must not list the file it writes.
        .skip_stdout(true)
        .build()
}

fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn walk_problem(error: ignore::Error, root: &Path) -> Problem {
    let path = error_path(&error).unwrap_or(root).to_owned();
    let text = error.to_string();
    let error = error.into_io_error().unwrap_or_else(|| io::Error::other(text));
    Problem { path, reason: Reason::Unreadable(error) }
}

/// The path an error of the walk is about.
fn error_path(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } | ignore::Error::Loop { child: path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}
