//! The configuration file: which notes to open, the theme, and topics of the user's own. It is read, and only
//! `kcbrowse config init` writes one, where none is. Beside it, in
//! `state`, what the program remembers by itself.

mod sample;
mod state;
mod state_form;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::talk::topics::Vocabulary;

pub use sample::init;
pub use state::{StateError, StateFile};

/// What the file says; everything is optional.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folders of notes opened when no PATH is given; `~` is the home folder.
    pub notes: Vec<PathBuf>,
    /// Name of the theme.
    pub theme: Option<String>,
    /// Topics added to the built-in ones, or put in their place, by name.
    pub topics: BTreeMap<String, Spellings>,
}

/// How a topic is spelled.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(untagged, expecting = "a topic is a list of spellings and \"@site.example\"s, or false")]
pub enum Spellings {
    /// Spellings, and sites after an `@`; see [`Vocabulary::add`].
    Written(Vec<String>),
    /// Whether the topic is wanted at all.
    Wanted(bool),
}

/// What can be wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It was named on the command line and cannot be read.
    #[error("{}: {error}; --config names a file to read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It is no TOML, or has a key that is not known.
    #[error("{}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What and where.
        message: String,
    },
}

/// Where the file is looked for on this platform.
pub fn path() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "kcbrowse").map(|folders| folders.config_dir().join("config.toml"))
}

impl Config {
    /// Reads the named file, or the platform's, which may be absent.
    ///
    /// # Errors
    /// A named file that cannot be read; any file that says something not understood.
    pub fn read(named: Option<&Path>) -> Result<Config, ConfigError> {
        let Some(path) = named.map(Path::to_owned).or_else(path) else { return Ok(Config::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Config::parse(&text, &path),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
            Err(error) => Err(ConfigError::Unreadable { path, error }),
        }
    }

    /// The user's own topics, where there are any.
    pub fn vocabulary(&self) -> Option<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        for (name, spellings) in &self.topics {
            match spellings {
                Spellings::Written(spellings) => vocabulary.add(name, spellings),
                Spellings::Wanted(true) => vocabulary.add(name, &[]),
                Spellings::Wanted(false) => vocabulary.remove(name),
            }
        }
        (!self.topics.is_empty()).then_some(vocabulary)
    }

    fn parse(text: &str, path: &Path) -> Result<Config, ConfigError> {
        let mut config: Config = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            ConfigError::Invalid { path: path.to_owned(), message: format!("line {line}: {}", error.message()) }
        })?;
        for folder in &mut config.notes {
            *folder = expand_home(folder);
        }
        Ok(config)
    }
}

fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(below), Some(folders)) => folders.home_dir().join(below),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let error = Config::parse("theme = \"dark\"\nnote = []\n", Path::new("c.toml")).expect_err("unknown key");
        assert!(error.to_string().starts_with("c.toml: line 2: unknown field `note`"), "{error}");
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        let config = Config::parse("notes = [\"~/talks\", \"/srv/notes\"]", Path::new("c.toml")).expect("valid");
        assert!(config.notes[0].is_absolute() && config.notes[0].ends_with("talks"));
        assert_eq!(config.notes[1], Path::new("/srv/notes"));
    }

    #[test]
    fn a_topic_that_is_no_list_is_named_with_its_line() {
        let error = Config::parse("theme = \"dark\"\n[topics]\nhelm = 3\n", Path::new("c.toml")).expect_err("a number");
        assert!(error.to_string().starts_with("c.toml: line 3: a topic is a list of spellings"), "{error}");
    }
}
