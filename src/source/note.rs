//! A note: a file of text, and what is known about where it came from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Definitions, Overrides, Stamp, is_mojibake};

/// A file of notes (or a document from standard input or memory), read and decoded.
#[derive(Debug, Clone)]
pub struct Note {
    /// The path as reached from the PATH the user gave (`notes/2022.md`); `-` for standard input.
    pub path: PathBuf,
    /// The path relative to the PATH the user gave, with `/` between folders; the file's name where
    /// the PATH was the file itself.
    pub relative: Box<str>,
    /// Names of the folders that hold the note, nearest first, three at most, also above the PATH given:
    /// people keep an event's name there. Shared by the notes of a folder.
    pub folders: Arc<[Box<str>]>,
    /// The decoded text, without byte order mark, with the author's own line endings (LF, CRLF or CR).
    pub text: Box<str>,
    /// How the bytes were read.
    pub encoding: Encoding,
    /// Whether [`repair`](super::repair) would change anything in `text` (mojibake). Computed once.
    pub mojibake: bool,
    /// Where its link references lead; see [`Note::definition`].
    pub definitions: Definitions,
    /// What a person says of it in a `.kcbrowse.toml`; nothing for most notes.
    pub overrides: Option<Arc<Overrides>>,
    /// Whether `path` names a file; notes from standard input and those built in are in none.
    pub is_file: bool,
    /// What the file was like when it was read, to tell whether it changed; `None` where that cannot be told.
    pub stamp: Option<Stamp>,
}

/// The encoding a note was decoded from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The WHATWG name: `UTF-8`, `UTF-16LE`, `windows-1252`.
    pub name: &'static str,
    /// Whether a byte order mark said so.
    pub marked: bool,
    /// How many malformed sequences were replaced by U+FFFD.
    pub replaced: u32,
}

impl Encoding {
    /// Well-formed UTF-8 without a byte order mark.
    pub const UTF_8: Encoding = Encoding { name: "UTF-8", marked: false, replaced: 0 };
}

impl Note {
    /// A note from memory: the built-in notes, standard input, tests.
    pub fn from_text(path: impl Into<PathBuf>, text: impl Into<Box<str>>) -> Note {
        let (path, text) = (path.into(), text.into());
        let relative = path.to_string_lossy().into();
        let folders = folder_names(&path);
        let mojibake = is_mojibake(&text);
        let definitions = Definitions::of(&text);
        let (encoding, overrides, is_file, stamp) = (Encoding::UTF_8, None, false, None);
        Note { path, relative, folders, text, encoding, mojibake, definitions, overrides, is_file, stamp }
    }
}

fn folder_names(path: &Path) -> Arc<[Box<str>]> {
    path.ancestors()
        .skip(1)
        .filter_map(|folder| folder.file_name())
        .map(|name| name.to_string_lossy().into())
        .take(3)
        .collect()
}
