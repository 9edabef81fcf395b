//! The file that `kcbrowse config init` writes: every setting, its default, and what it is for, from the tables of
//! settings.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::settings::{SETTINGS, TABLES};
use crate::source::plain_error;

/// Columns of its comments.
const WIDTH: usize = 100;

/// The file's text. Values are commented out: what is not said follows the program's defaults.
pub fn sample() -> String {
    let mut text = String::from(
        "# kcbrowse reads this file when it starts. Lines that begin with # are comments: take the # away to change\n\
         # what such a line says. `kcbrowse config show` tells what holds and why.\n",
    );
    for setting in SETTINGS {
        text.push('\n');
        comment(&mut text, setting.help);
        comment(&mut text, &format!("Default: {}. In the environment: {}.", setting.default, setting.variable()));
        let _ = writeln!(text, "# {} = {}", setting.key, setting.example);
    }
    for table in TABLES {
        text.push('\n');
        comment(&mut text, table.help);
        let _ = writeln!(text, "[{}]", table.name);
        // An empty table says nothing, and whoever takes a # away has the line where it belongs.
        match table.sample {
            Some(sample) => text.push_str(&sample()),
            None => text.extend(table.example.lines().map(|line| format!("# {line}\n"))),
        }
    }
    text
}

/// Words in comments no wider than [`WIDTH`].
fn comment(text: &mut String, words: &str) {
    let mut columns = 0;
    for word in words.split(' ') {
        if columns == 0 || columns + 1 + word.len() > WIDTH {
            text.push_str(if columns == 0 { "#" } else { "\n#" });
            columns = 1;
        }
        text.push(' ');
        text.push_str(word);
        columns += 1 + word.len();
    }
    text.push('\n');
}

/// Writes the file where none is; folders above it are made.
///
/// # Errors
/// Where there is one already, or the system refuses.
pub fn init(path: &Path) -> Result<(), InitError> {
    let failed = |error: io::Error| InitError::Io { path: path.to_owned(), error };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = std::fs::File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => InitError::Exists(path.to_owned()),
        _ => failed(error),
    })?;
    file.write_all(sample().as_bytes()).map_err(failed)
}

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is one, or something else of that name.
    #[error("{}: is there already and stays as it is; edit it, or move it away and run this again", .0.display())]
    Exists(PathBuf),
    /// The system refused.
    #[error("{}: cannot be written: {}; --config names another file", path.display(), plain_error(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

#[cfg(test)]
mod tests {
    use super::super::fixture::read;
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_sample_says_nothing_and_every_line_of_it_can_be_used() {
        assert_eq!(read(&sample()), Config::default());
        let is_value =
            |line: &&str| (line.contains(" = ") || line.starts_with("[themes.")) && !line.starts_with("Default: ");
        let used: Vec<String> =
            sample().lines().map(|line| line.strip_prefix("# ").filter(is_value).unwrap_or(line).to_owned()).collect();
        let config = read(&used.join("\n"));
        assert_eq!(config.problems, []);
        for setting in SETTINGS {
            assert!((setting.get)(&config).is_some(), "{}", setting.key);
            assert!(config.origins.contains_key(setting.key), "{}", setting.key);
        }
        assert_eq!(config.topics.len(), 2);
    }
}
