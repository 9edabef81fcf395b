//! Looking at what is there without reading any of it: the folders, and one number for all files.

use std::path::PathBuf;

use super::Input;
use super::stamp::{Fingerprint, Stamp};
use super::walk::{Found, Root, Walk};

/// What is there.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Folders that notes are looked for in.
    pub(super) folders: Vec<PathBuf>,
    /// The files, as a load of them would tell.
    pub(super) fingerprint: Fingerprint,
    /// Whether a PATH is gone.
    pub(super) is_missing: bool,
}

/// Looks at every file of the inputs.
pub(super) fn survey(inputs: &[Input]) -> Survey {
    let mut survey = Survey::default();
    let paths = inputs.iter().filter_map(|input| match input {
        Input::Path(path) => Some(path),
        Input::Document { .. } | Input::Notes(_) => None,
    });
    let mut roots = Vec::new();
    for path in paths {
        match Root::of(path.clone()) {
            Ok(root) => roots.push(root),
            Err(_) => survey.is_missing = true,
        }
    }
    let mut walk = Walk::over(&roots);
    for number in 0..roots.len() {
        walk.walk(number, |found| {
            match found {
                Found::Note(path, rules) => {
                    let overrides = rules.and_then(|rules| rules.of_note(&path));
                    let stamp = std::fs::metadata(&path).ok().and_then(|metadata| Stamp::of(&metadata));
                    survey.fingerprint.add(&path, stamp, overrides.as_deref());
                }
                Found::Problem(problem) => survey.fingerprint.add_unread(&problem.path),
                Found::Folder(path) => survey.folders.push(path),
                Found::Other => {}
            }
            true
        });
    }
    survey
}
