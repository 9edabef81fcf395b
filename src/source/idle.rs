//! Patterns of a `.kcbrowse.toml` that are about no note, and what is to be asked of its headings: a file was renamed,
//! or the name is a slip.
//!
//! Only `check` asks: whoever lists a single file need not hear of the others.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::overrides::{NAME, ignored, patterns};
use super::{Problem, Reason};

/// The `files` patterns that match none of the notes, of each `.kcbrowse.toml` at or below a folder whose notes, read
/// or left out, are all given.
pub fn idle_patterns(folder: &Path, notes: &[&Path]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for folder in folders_of(folder, notes) {
        let path = folder.join(NAME);
        for (line, written, files) in patterns(&path) {
            let below = notes.iter().filter_map(|note| note.strip_prefix(folder).ok());
            let is_idle = !below.into_iter().any(|note| files.matched_path_or_any_parents(note, false).is_ignore());
            if is_idle {
                let message = format!("`files`: `{written}` is the name of no note");
                problems.push(Problem { path: path.clone(), reason: Reason::Override { line, message } });
            }
        }
    }
    problems
}

/// A heading that a `.kcbrowse.toml` says begins no talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredHeading {
    /// The `.kcbrowse.toml`.
    pub path: PathBuf,
    /// 1-based number of its line there.
    pub line: u32,
    /// The heading as it is written there.
    pub heading: String,
    /// The notes it is about.
    pub notes: Vec<PathBuf>,
}

/// The headings in the `ignore` of each `.kcbrowse.toml` at or below a folder whose notes are all given.
pub fn ignored_headings(folder: &Path, notes: &[&Path]) -> Vec<IgnoredHeading> {
    let mut headings = Vec::new();
    for folder in folders_of(folder, notes) {
        let path = folder.join(NAME);
        for said in ignored(&path) {
            let is_about = |note: &&&Path| {
                note.strip_prefix(folder).is_ok_and(|below| {
                    let matches = |files: &ignore::gitignore::Gitignore| {
                        files.matched_path_or_any_parents(below, false).is_ignore()
                    };
                    said.files.as_ref().is_none_or(matches)
                })
            };
            let notes = notes.iter().filter(is_about).map(|note| note.to_path_buf()).collect();
            headings.push(IgnoredHeading { path: path.clone(), line: said.line, heading: said.heading, notes });
        }
    }
    headings
}

/// A folder and those below it that hold notes.
fn folders_of<'p>(folder: &'p Path, notes: &[&'p Path]) -> BTreeSet<&'p Path> {
    let folders = notes.iter().flat_map(|note| note.ancestors().skip(1).take_while(|above| above.starts_with(folder)));
    folders.chain([folder]).collect()
}
