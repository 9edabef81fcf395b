//! The names of all files below a folder: who embeds a picture by its name alone means one anywhere among the notes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// In folders of more files than this names are not gathered: that would take longer than reading the notes.
const MOST: usize = 500_000;

/// The names of the files below some folders, gathered when one is first asked for.
#[derive(Debug, Default)]
pub struct FileNames {
    folders: Vec<(PathBuf, OnceLock<Option<HashSet<String>>>)>,
}

impl FileNames {
    /// The names below these folders.
    pub fn below(folders: &[PathBuf]) -> FileNames {
        FileNames { folders: folders.iter().map(|folder| (folder.clone(), OnceLock::new())).collect() }
    }

    /// Whether a file of this name, however its letters are cased, is anywhere below one of the folders that holds
    /// `note`, or may be: where there are too many files to look at, it may.
    pub fn may_hold(&self, note: &Path, name: &str) -> bool {
        let folders = self.folders.iter().filter(|(folder, _)| note.starts_with(folder));
        let mut names = folders.map(|(folder, names)| names.get_or_init(|| gather(folder, MOST)));
        names.any(|names| names.as_ref().is_none_or(|names| names.contains(&name.to_lowercase())))
    }
}

/// The names of the files below a folder; none where there are more than `most`. Hidden and ignored ones are files
/// too; links to folders are not followed.
fn gather(folder: &Path, most: usize) -> Option<HashSet<String>> {
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.standard_filters(false).filter_entry(|entry| entry.file_name() != ".git");
    let mut names = HashSet::new();
    for (seen, entry) in walk.build().filter_map(Result::ok).enumerate() {
        if seen > most {
            return None;
        }
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) {
            names.insert(entry.file_name().to_string_lossy().to_lowercase());
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_gathered_from_all_folders_below_but_not_from_too_many_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("a/.pictures");
        std::fs::create_dir_all(&below).expect("folders");
        std::fs::write(below.join("Slide.PNG"), "x").expect("a file");
        let names = FileNames::below(&[folder.path().join("a")]);
        let holds = |note: &str, name: &str| names.may_hold(&folder.path().join(note), name);
        assert!(holds("a/n.md", "slide.png"));
        assert!(!holds("a/n.md", "plan.png"));
        assert!(!holds("b/n.md", "slide.png"), "a note of another folder");
        assert_eq!(gather(folder.path(), 2), None);
    }
}
