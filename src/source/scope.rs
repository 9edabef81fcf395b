//! Which changes on the disk are about notes. Reading a file is none, nor is an editor's own file beside it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use notify::event::{CreateKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, EventKind};

use super::walk::is_markdown;
use super::{Input, overrides};

/// Hidden files that say which others are notes, or how notes are to be understood.
const RULES: [&str; 3] = [".gitignore", ".ignore", overrides::NAME];

/// What the PATHs cover. They are known under two names where links lead to them: systems tell changes under
/// either.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

/// Something that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Touch {
    /// Whether folders may have come or gone.
    pub(super) folders: bool,
    /// Folders, perhaps, that are gone from where they were.
    pub(super) gone: Vec<PathBuf>,
}

impl Touch {
    /// It is not known what.
    pub(super) fn anything() -> Touch {
        Touch { folders: true, gone: Vec::new() }
    }
}

impl Scope {
    pub(super) fn of(inputs: &[Input]) -> Scope {
        let mut scope = Scope::default();
        for input in inputs {
            let Input::Path(path) = input else { continue };
            let places = if path.is_dir() { &mut scope.folders } else { &mut scope.files };
            places.extend(std::path::absolute(path));
            places.extend(fs::canonicalize(path));
        }
        scope
    }

    /// Files given by name.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// Folders given by name.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// What an event means; `None` where it is not about notes.
    pub(super) fn touch(&self, event: &Event) -> Option<Touch> {
        if event.need_rescan() {
            return Some(Touch::anything());
        }
        if matches!(event.kind, EventKind::Access(_)) {
            return None;
        }
        let is_of_folder = may_be_of_folder(event.kind);
        if !event.paths.iter().any(|path| self.holds(path, is_of_folder)) {
            return None;
        }
        let is_gone = is_of_folder
            && matches!(
                event.kind,
                EventKind::Remove(_)
                    | EventKind::Modify(ModifyKind::Name(RenameMode::From | RenameMode::Both | RenameMode::Any))
            );
        Some(Touch { folders: is_of_folder, gone: if is_gone { event.paths.clone() } else { Vec::new() } })
    }

    fn holds(&self, path: &Path, is_of_folder: bool) -> bool {
        if self.files.iter().any(|file| file == path || file.with_file_name(overrides::NAME) == path) {
            return true;
        }
        let Some(below) = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok()) else {
            return false;
        };
        let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
        let Some(name) = below.file_name() else { return true };
        if below.parent().is_some_and(|folders| folders.iter().any(is_hidden)) {
            return false;
        }
        if is_hidden(name) { RULES.iter().any(|file| name == *file) } else { is_of_folder || is_markdown(path) }
    }
}

/// Whether a folder may have come, gone or got another name.
fn may_be_of_folder(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(kind) => kind != CreateKind::File,
        EventKind::Remove(kind) => kind != RemoveKind::File,
        EventKind::Modify(kind) => matches!(kind, ModifyKind::Name(_) | ModifyKind::Any),
        EventKind::Any | EventKind::Other => true,
        EventKind::Access(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, DataChange};

    use super::*;

    #[test]
    fn only_what_is_about_notes_counts() {
        let scope = Scope { files: vec!["/home/day.txt".into()], folders: vec!["/home/notes".into()] };
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        let made = EventKind::Create(CreateKind::Folder);
        let touch = |kind, path: &str| scope.touch(&Event::new(kind).add_path(path.into()));
        for (kind, path) in [
            (written, "/home/notes/a.md"),
            (written, "/home/day.txt"),
            (written, "/home/notes/.gitignore"),
            (EventKind::Create(CreateKind::File), "/home/notes/2022/b.MD"),
        ] {
            assert_eq!(touch(kind, path), Some(Touch::default()), "{kind:?} {path}");
        }
        for (kind, path) in [
            (EventKind::Access(AccessKind::Read), "/home/notes/a.md"),
            (written, "/home/notes/.a.md.swp"),
            (written, "/home/notes/picture.png"),
            (made, "/home/notes/.git/objects"),
            (written, "/home/other.md"),
        ] {
            assert_eq!(touch(kind, path), None, "{kind:?} {path}");
        }
        assert_eq!(touch(made, "/home/notes/2023"), Some(Touch::anything()));
        let gone = Touch { folders: true, gone: vec!["/home/notes/2022".into()] };
        assert_eq!(touch(renamed, "/home/notes/2022"), Some(gone));
    }
}
