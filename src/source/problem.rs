//! What can go wrong with files, in words that name the file and say what to do.

use std::io;
use std::path::PathBuf;

/// Why nothing was loaded at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A PATH the user gave does not exist.
    #[error("{}: no such file or folder; check the spelling", path.display())]
    Missing {
        /// The PATH as given.
        path: PathBuf,
    },
    /// A PATH the user gave cannot even be looked at.
    #[error("{}: {}; check its permissions and those of the folders above it", path.display(), plain(error))]
    Unreachable {
        /// The PATH as given.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The system gives no thread to load with.
    #[error("cannot start a thread to load with: {}; close other programs", plain(.0))]
    NoThread(io::Error),
}

/// A file (or folder) that was left out, wholly or in part, while the rest was loaded.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct Problem {
    /// The file as reached from the PATH given.
    pub path: PathBuf,
    /// Why it was left out.
    pub reason: Reason,
}

/// Why a file was left out.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The system refused to open, list or read it.
    #[error("cannot be read: {}", plain(.0))]
    Unreadable(io::Error),
    /// Its bytes are those of a picture, an archive, a program…
    #[error("is not text")]
    NotText,
    /// A pipe, socket or device: reading one may never end.
    #[error("is not a regular file")]
    NotAFile,
    /// Positions in a note are kept in 32 bits.
    #[error("is larger than 4 GB")]
    TooLarge,
    /// A `.kcbrowse.toml` that nobody wrote by hand.
    #[error("is not read: it is larger than 1 MB")]
    OverridesTooLarge,
    /// A `.kcbrowse.toml` says something that is not understood; the rest of it is used.
    #[error("line {line}: {message}")]
    Override {
        /// The 1-based line.
        line: u32,
        /// What is wrong there.
        message: String,
    },
    /// Understanding it failed; this is a mistake of the program, not of the note.
    #[error("could not be understood because of a bug in kcbrowse: {0}")]
    Bug(String),
}

impl Problem {
    /// As it is written down in a log: without the words of a bug, which may quote the note.
    pub fn without_quotes(&self) -> String {
        match &self.reason {
            Reason::Bug(_) => format!("{}: could not be understood because of a bug in kcbrowse", self.path.display()),
            _ => self.to_string(),
        }
    }
}

/// A system error without the number people cannot read (`Permission denied (os error 13)`).
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error ") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_file_and_the_trouble() {
        let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
        let problem = Problem { path: "notes/a.md".into(), reason: Reason::Unreadable(denied()) };
        assert_eq!(problem.to_string(), "notes/a.md: cannot be read: permission denied");
        let bug = Problem { path: "notes/a.md".into(), reason: Reason::Bug("no heading in `my secret`".to_owned()) };
        assert!(bug.to_string().contains("my secret") && !bug.without_quotes().contains("my secret"));
        let error = SourceError::Missing { path: "nots".into() };
        assert_eq!(error.to_string(), "nots: no such file or folder; check the spelling");
        let error = SourceError::Unreachable { path: "/root/x".into(), error: denied() };
        assert!(error.to_string().starts_with("/root/x: permission denied; check"), "{error}");
    }
}
