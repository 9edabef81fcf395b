//! Wiki links (`[[A note]]`) that lead to no note. They are only told of where another one does lead to a note: who
//! does not link notes so means something else by double brackets.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Finding, FindingKind, Look};
use crate::markdown::Links;
use crate::source::FileNames;
use crate::text::{Case, fold, visible};

/// What a note is called, and the wiki links in it.
pub(super) struct OfNote {
    path: PathBuf,
    /// What links to it or to its talks may say, folded.
    called: Vec<String>,
    /// Each target once, folded, with what is to be said where it is none.
    links: Vec<(String, Finding)>,
}

impl OfNote {
    pub(super) fn of(look: &mut Look<'_>, found: &Links) -> OfNote {
        let path = look.note.path.clone();
        let name = file_name(&look.note.relative);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let titles = look.reading.talks.iter().map(|talk| &*talk.title);
        let entries = look.header.iter().flat_map(|header| &header.entries);
        let aliases = entries.filter(|entry| matches!(&*entry.key, "alias" | "aliases"));
        let aliases = aliases.flat_map(|entry| entry.values.iter().map(|value| &**value));
        let called = [name, stem].into_iter().chain(titles).chain(aliases);
        let called = called.map(|name| fold(name.trim(), Case::Ignore)).collect();
        let before = look.findings.len();
        let mut targets = Vec::new();
        for link in &found.wikis {
            let target = link.target.split(['#', '|']).next().unwrap_or_default().trim_end_matches('\\').trim();
            let folded = fold(target, Case::Ignore);
            // `[[text]](address)` is a link to the address.
            let is_other = look.note.text.get(link.range.end..).is_some_and(|after| after.starts_with('('));
            if is_other || !target.contains(char::is_alphabetic) || target.contains(':') || targets.contains(&folded) {
                continue;
            }
            let message = format!("`[[{}]]` leads to no note", visible(target));
            let remedy = "it was looked for among the notes, by file, title and alias";
            look.find(FindingKind::MissingNote, link.range.start, message, remedy);
            targets.push(folded);
        }
        let links = targets.into_iter().zip(look.findings.split_off(before)).collect();
        OfNote { path, called, links }
    }
}

/// The wiki links of all notes.
#[derive(Default)]
pub(super) struct Wikis {
    called: HashSet<String>,
    links: HashMap<PathBuf, Vec<(String, Finding)>>,
}

impl Wikis {
    pub(super) fn add(&mut self, note: OfNote) {
        self.called.extend(note.called);
        if !note.links.is_empty() {
            self.links.insert(note.path, note.links);
        }
    }

    /// The links that lead nowhere. Of notes that are in none of the folders the others are not known.
    pub(super) fn findings(self, folders: &[PathBuf], names: &FileNames) -> Vec<Finding> {
        let Wikis { called, mut links } = self;
        links.retain(|note, _| folders.iter().any(|folder| note.starts_with(folder)));
        let leads = |target: &str| called.contains(target) || called.contains(file_name(target).trim());
        if !links.values().flatten().any(|(target, _)| leads(target)) {
            return Vec::new();
        }
        let is_file = |note: &Path, target: &str| {
            let name = file_name(target).trim();
            names.may_hold(note, name) || names.may_hold(note, &format!("{name}.md"))
        };
        let all = links.into_values().flatten();
        let lost = all.filter(|(target, finding)| !leads(target) && !is_file(&finding.path, target));
        lost.map(|(_, finding)| finding).collect()
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
