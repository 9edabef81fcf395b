//! Where the file of a picture is that a note shows: beside the note, else anywhere among the notes by its name, and
//! nowhere but in the folder of notes and beside it. Nothing is read of it here, and nothing is fetched from anywhere.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::{FileNames, Note};
use crate::text::percent_decoded;

/// Folders below the notes (or their site) that sites serve as if they were its root.
const SERVED: [&str; 4] = ["", "static", "public", "assets"];

/// Folders that pictures are kept in beside the notes that show them by their name.
pub const KEPT_IN: [&str; 8] =
    ["attachments", "_attachments", "assets", "images", "img", "media", "files", "_resources"];

/// The file of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureFile {
    /// It is not a file that may be looked at: on the web, in the address itself, away from the notes.
    Elsewhere,
    /// It should be among the notes, and is not.
    Missing,
    /// Its path, links followed.
    Found(PathBuf),
}

impl PictureFile {
    /// The file that an address in a note means. `names`, those of the files among the notes, are only asked for one
    /// that is not where its path says: gathering them takes time.
    pub fn of(note: &Note, address: &str, names: &FileNames) -> PictureFile {
        let Some(path) = local_path(address).filter(|_| note.is_file) else { return PictureFile::Elsewhere };
        let root = root(note);
        let Ok(around) = or_here(root).canonicalize() else { return PictureFile::Elsewhere };
        let around = around.parent().filter(|parent| parent.parent().is_some()).unwrap_or(&around).to_owned();
        let mut is_missing = false;
        for candidate in candidates(note, root, &path) {
            match candidate.canonicalize() {
                // A pipe or a device would be waited for.
                Ok(file) if file.starts_with(&around) && file.is_file() => return PictureFile::Found(file),
                Ok(file) if !file.starts_with(&around) => return PictureFile::Elsewhere,
                Ok(_) => is_missing = true,
                Err(error) => is_missing |= matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
            }
        }
        if !is_missing || climbs_out(note, &path) {
            return PictureFile::Elsewhere;
        }
        let is_end = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
        let named = if is_end { names.find(&note.path, &path) } else { None };
        let file = named.and_then(|file| file.canonicalize().ok());
        file.filter(|file| file.starts_with(&around) && file.is_file()).map_or(PictureFile::Missing, PictureFile::Found)
    }
}

/// The path in an address that leads to no other machine.
fn local_path(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    let has_scheme = scheme.is_some_and(|scheme| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_local = !path.is_empty() && !has_scheme && !path.starts_with("//");
    is_local.then(|| percent_decoded(path)).filter(|path| !path.contains('\0'))
}

/// The folder named by the person, or that of the note where the note itself was named.
fn root(note: &Note) -> &Path {
    note.path.ancestors().nth(Path::new(&*note.relative).components().count()).unwrap_or(Path::new(""))
}

fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

/// Where the file may be: beside the note or, given by its name alone, in the folders around it and those in them that
/// pictures are kept in; from the root of the site, in the folders sites keep such files in.
fn candidates(note: &Note, root: &Path, path: &str) -> Vec<PathBuf> {
    let Some(from_root) = path.strip_prefix('/') else {
        let beside = note.path.parent().unwrap_or(root);
        let mut places = vec![beside.join(path)];
        if !path.contains('/') {
            let folders = beside.ancestors().take_while(|folder| folder.starts_with(root));
            let kept = |folder: &Path| KEPT_IN.map(|kept| folder.join(kept).join(path));
            places.extend(folders.flat_map(|folder| std::iter::once(folder.join(path)).chain(kept(folder))));
        }
        return places;
    };
    let above = or_here(root).canonicalize().ok().and_then(|root| root.parent().map(Path::to_owned));
    let roots = std::iter::once(root.to_owned()).chain(above);
    roots.flat_map(|root| SERVED.map(|served| root.join(served).join(from_root))).collect()
}

/// Whether a path relative to the note leads out of what is beside the notes.
fn climbs_out(note: &Note, path: &str) -> bool {
    let mut depth = Path::new(&*note.relative).components().count() as isize;
    Path::new(path).components().any(|part| {
        depth += match part {
            Component::ParentDir => -1,
            Component::Normal(_) => 1,
            _ => 0,
        };
        depth < 0
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn note(path: &Path, relative: &str) -> Note {
        let is_file = true;
        Note { relative: relative.into(), is_file, ..Note::from_text(path, "") }
    }

    #[test]
    fn pictures_are_found_in_the_notes_and_beside_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let notes = folder.path().join("site/notes");
        fs::create_dir_all(notes.join("day one")).expect("folders");
        fs::create_dir_all(notes.join("attachments")).expect("folders");
        fs::create_dir_all(folder.path().join("site/static")).expect("folders");
        for path in [
            "site/notes/day one/a b.png",
            "site/notes/top.png",
            "site/static/shot.png",
            "out.png",
            "site/notes/attachments/kept.png",
        ] {
            fs::write(folder.path().join(path), "x").expect("a file");
        }
        let note = note(&notes.join("day one/talk.md"), "day one/talk.md");
        let of = |address: &str| match PictureFile::of(&note, address, &FileNames::default()) {
            PictureFile::Found(file) => file.file_name().expect("a name").to_string_lossy().into_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(of("a%20b.png?width=3"), "a b.png");
        assert_eq!(of("../top.png"), "top.png");
        assert_eq!((of("kept.png"), of("top.png")), ("kept.png".to_owned(), "top.png".to_owned()));
        assert_eq!((of("/shot.png"), of("/top.png")), ("shot.png".to_owned(), "top.png".to_owned()));
        assert_eq!((of("b.png"), of("../day one"), of("/x/b.png")), {
            let missing = || "Missing".to_owned();
            (missing(), missing(), missing())
        });
        for address in ["../../../out.png", "https://a.io/b.png", "data:image/png;base64,xx", "//a.io/b.png", "", "#a"]
        {
            assert_eq!(of(address), "Elsewhere", "{address}");
        }
    }

    #[test]
    fn a_picture_is_meant_by_its_name_or_the_end_of_its_path_wherever_it_is_among_the_notes() {
        let folder = tempfile::tempdir().expect("a folder");
        let notes = folder.path().join("e");
        for path in ["attach/one.png", "talks/attach/three.png", "talks/sub/four.png", "../out.png"] {
            fs::create_dir_all(notes.join(path).parent().expect("a folder")).expect("folders");
            fs::write(notes.join(path), "x").expect("a file");
        }
        let note = note(&notes.join("talks/a.md"), "talks/a.md");
        let names = FileNames::below(std::slice::from_ref(&notes));
        let is_found = |address: &str| matches!(PictureFile::of(&note, address, &names), PictureFile::Found(_));
        for address in ["one.png", "attach/one.png", "Four.PNG", "sub/four.png", "three.png"] {
            assert!(is_found(address), "{address}");
        }
        for address in ["far/one.png", "ne.png", "out.png", "/four.png", "./four.png"] {
            assert!(!is_found(address), "{address}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_notes_are_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("a/notes")).expect("folders");
        fs::write(folder.path().join("secret.png"), "x").expect("a file");
        std::os::unix::fs::symlink(folder.path().join("secret.png"), folder.path().join("a/notes/in.png"))
            .expect("a link");
        let note = note(&folder.path().join("a/notes/talk.md"), "talk.md");
        assert_eq!(PictureFile::of(&note, "in.png", &FileNames::default()), PictureFile::Elsewhere);
        let names = FileNames::below(&[folder.path().join("a/notes")]);
        fs::create_dir(folder.path().join("a/notes/deep")).expect("a folder");
        std::os::unix::fs::symlink(folder.path().join("secret.png"), folder.path().join("a/notes/deep/far.png"))
            .expect("a link");
        assert_eq!(PictureFile::of(&note, "far.png", &names), PictureFile::Missing);
    }
}
