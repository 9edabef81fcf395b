//! What a `.kcbrowse.toml` says of notes and headings that are not there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Finding, FindingKind, Report, left_out};
use crate::source::{self, IgnoredHeading};
use crate::talk::words::key;
use crate::text::{nearest, visible};

/// The headings of notes, by the note's path.
pub(super) type Headings = HashMap<PathBuf, Vec<String>>;

/// Patterns that are about no note below these folders, and headings to ignore that no note has which they are about.
pub(super) fn findings(report: &Report, folders: &[PathBuf], headings: &Headings) -> Vec<Finding> {
    let read: Vec<&Path> = report.accounts.iter().map(|account| account.path.as_path()).collect();
    let left = report.findings.iter().map(|found| found.path.as_path());
    let all: Vec<&Path> = read.iter().copied().chain(left).collect();
    let below = |folder: &Path, notes: &[&'_ Path]| -> Vec<PathBuf> {
        notes.iter().filter(|note| note.starts_with(folder)).map(|note| note.to_path_buf()).collect()
    };
    let mut findings = Vec::new();
    for folder in folders {
        let notes = below(folder, &all);
        for problem in source::idle_patterns(folder, &notes.iter().map(PathBuf::as_path).collect::<Vec<_>>()) {
            let remedy = "name files as in an ignore file, from the folder of this one".into();
            findings.push(Finding { remedy, ..left_out(&problem) });
        }
        let notes = below(folder, &read);
        let ignored = source::ignored_headings(folder, &notes.iter().map(PathBuf::as_path).collect::<Vec<_>>());
        findings.extend(ignored.iter().filter_map(|ignored| no_heading(ignored, headings)));
    }
    findings
}

/// What is said of a heading where none of the notes has it. Of notes whose headings are not known nothing is said.
fn no_heading(ignored: &IgnoredHeading, headings: &Headings) -> Option<Finding> {
    let wanted = key(&ignored.heading);
    let mut known: Vec<&str> = Vec::new();
    for note in &ignored.notes {
        let of_note = headings.get(note)?;
        if of_note.iter().any(|heading| key(heading) == wanted) {
            return None;
        }
        known.extend(of_note.iter().map(String::as_str));
    }
    if ignored.notes.is_empty() {
        return None;
    }
    let near = nearest(&ignored.heading, known).map(|near| format!("; did you mean `{}`?", visible(near)));
    let message = format!("`ignore`: no heading is `{}`{}", visible(&ignored.heading), near.unwrap_or_default());
    Some(Finding {
        kind: FindingKind::Override,
        path: ignored.path.clone(),
        line: Some(ignored.line),
        talk: None,
        message,
        remedy: "write a heading as it stands in the note, without its `#`".into(),
    })
}
