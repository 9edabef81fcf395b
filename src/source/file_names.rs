//! The names of all files below a folder: who embeds a picture by its name alone, or the end of its path, means one
//! anywhere among the notes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Input;

/// In folders of more files than this names are not gathered: that would take longer than reading the notes.
const MOST: usize = 500_000;

/// Files by their names, in small letters.
type ByName = HashMap<String, Vec<PathBuf>>;

/// The names of the files below some folders, gathered when one is first asked for.
#[derive(Debug, Default)]
pub struct FileNames {
    folders: Vec<(PathBuf, OnceLock<Option<ByName>>)>,
}

impl FileNames {
    /// The names below these folders.
    pub fn below(folders: &[PathBuf]) -> FileNames {
        FileNames { folders: folders.iter().map(|folder| (folder.clone(), OnceLock::new())).collect() }
    }

    /// The names below those of the inputs that are folders: what is beside a single file is none of ours.
    pub fn among(inputs: &[Input]) -> FileNames {
        FileNames::below(&inputs.iter().filter_map(Input::folder).map(Path::to_owned).collect::<Vec<_>>())
    }

    /// Forgets what was gathered: files may have come and gone.
    pub fn forget(&mut self) {
        for (_, names) in &mut self.folders {
            names.take();
        }
    }

    /// Whether a file of this name, however its letters are cased, is anywhere below one of the folders that holds
    /// `note`, or may be: where there are too many files to look at, it may.
    pub fn may_hold(&self, note: &Path, name: &str) -> bool {
        self.around(note).any(|names| names.is_none_or(|names| names.contains_key(&name.to_lowercase())))
    }

    /// The file whose path ends so, however its letters are cased, below one of the folders that holds `note`; of
    /// several the one in the fewest folders.
    pub fn find(&self, note: &Path, end: &str) -> Option<PathBuf> {
        let end = end.to_lowercase();
        let name = end.rsplit('/').next()?;
        let named = self.around(note).flatten().filter_map(|names| names.get(name)).flatten();
        let meant = named.filter(|path| Path::new(&path.to_string_lossy().to_lowercase()).ends_with(&end));
        meant.min_by_key(|path| (path.components().count(), *path)).cloned()
    }

    /// What is below the folders that hold a note, each.
    fn around(&self, note: &Path) -> impl Iterator<Item = Option<&ByName>> {
        let folders = self.folders.iter().filter(move |(folder, _)| note.starts_with(folder));
        folders.map(|(folder, names)| names.get_or_init(|| gather(folder, MOST)).as_ref())
    }
}

/// The files below a folder; none where there are more than `most`. Hidden and ignored ones are files too; links to
/// folders are not followed.
fn gather(folder: &Path, most: usize) -> Option<ByName> {
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.standard_filters(false).filter_entry(|entry| entry.file_name() != ".git");
    let mut names = ByName::new();
    for (seen, entry) in walk.build().filter_map(Result::ok).enumerate() {
        if seen > most {
            return None;
        }
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            names.entry(name).or_default().push(entry.into_path());
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
        assert_eq!(names.find(&folder.path().join("a/n.md"), ".pictures/slide.png"), Some(below.join("Slide.PNG")));
        assert_eq!(names.find(&folder.path().join("a/n.md"), "pictures/slide.png"), None);
        assert_eq!(gather(folder.path(), 2), None);
    }
}
