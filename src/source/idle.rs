//! Patterns of a `.kcbrowse.toml` that are about no note: a file was renamed, or the name is a slip.
//!
//! Only `check` asks: whoever lists a single file need not hear of the others.

use std::collections::BTreeSet;
use std::path::Path;

use super::overrides::{NAME, patterns};
use super::{Problem, Reason};

/// The `files` patterns that match none of the notes, of each `.kcbrowse.toml` at or below a folder whose notes, read
/// or left out, are all given.
pub fn idle_patterns(folder: &Path, notes: &[&Path]) -> Vec<Problem> {
    let folders = notes.iter().flat_map(|note| note.ancestors().skip(1).take_while(|above| above.starts_with(folder)));
    let folders: BTreeSet<&Path> = folders.chain([folder]).collect();
    let mut problems = Vec::new();
    for folder in folders {
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
