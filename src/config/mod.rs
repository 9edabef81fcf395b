//! The configuration: what the file says, then the environment, then the command line. What is not understood is
//! a [`Problem`] with its place, and the rest is used. The file is only read; `kcbrowse config init` alone writes
//! one, where none is. Beside it, in `state`, what the program remembers by itself.

#[cfg(test)]
mod fixture;
mod keys;
mod problem;
mod queries;
mod sample;
mod settings;
mod show;
mod state;
mod state_form;
mod themes;
mod toml;
mod topics;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::bindings::KeyMap;
use crate::app::geometry::Widths;
use crate::search::Sort;
use crate::source::plain_error;
use crate::talk::topics::Vocabulary;
use crate::terminal::PictureChoice;
use crate::text::did_you_mean;

pub use problem::{Problem, summary};
pub use sample::{InitError, init, sample};
pub(crate) use settings::expand_home;
pub use settings::{SETTINGS, Setting, TABLES, Table};
pub use state::{StateError, StateFile};
pub use themes::OwnTheme;
pub use topics::Spellings;
pub use value::{Kind, Value};

/// What holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Folders and files of notes opened when no PATH is given.
    pub notes: Vec<PathBuf>,
    /// Name of the theme.
    pub theme: Option<String>,
    /// Order of the talks.
    pub sort: Option<Sort>,
    /// Widest text of a note in columns; 0 fills its pane.
    pub measure: Option<u16>,
    /// Whether links of notes are links of the terminal.
    pub hyperlinks: Option<bool>,
    /// Whether and how pictures of notes are shown.
    pub pictures: PictureChoice,
    /// Which key does what.
    pub keys: KeyMap,
    /// Whether changes on the disk show at once; without it, unless the screen is plain.
    pub watch: Option<bool>,
    /// Widths of panes.
    pub widths: Widths,
    /// Whether the interface takes the mouse.
    pub mouse: Option<bool>,
    /// Command that edits a note.
    pub editor: Option<String>,
    /// Command that opens a link.
    pub opener: Option<String>,
    /// Themes of the user's own, by name.
    pub themes: BTreeMap<String, OwnTheme>,
    /// Whether the screen is made to be read out.
    pub plain: bool,
    /// Topics added to the built-in ones, or put in their place, by name.
    pub topics: BTreeMap<String, Spellings>,
    /// Queries by the names given to them.
    pub queries: BTreeMap<String, String>,
    /// What was not understood.
    pub problems: Vec<Problem>,
    /// Who said what is not the default, by the setting's key.
    origins: BTreeMap<&'static str, String>,
}

/// What a flag of the command line says: the setting's key, and the value.
pub type Flag<'a> = (&'static str, &'a str);

/// What can be wrong so that nothing goes on.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It was named on the command line and cannot be read.
    #[error("{}: {}; --config names a file to read", path.display(), plain_error(error))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A flag says something that is not understood.
    #[error("{0}")]
    Flag(Problem),
}

/// Where the file is looked for on this platform.
pub fn path() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "kcbrowse").map(|folders| folders.config_dir().join("config.toml"))
}

impl Config {
    /// Reads the named file, or the platform's, which may be absent; then the variables, then the flags.
    ///
    /// # Errors
    /// A named file that cannot be read, and a flag that is not understood. All else is among the problems.
    pub fn read(named: Option<&Path>, flags: &[Flag<'_>]) -> Result<Config, ConfigError> {
        let mut config = Config::default();
        if let Some(path) = named.map(Path::to_owned).or_else(path) {
            match std::fs::read(&path) {
                Ok(bytes) => config.read_file(&path, &String::from_utf8_lossy(&bytes)),
                Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(ConfigError::Unreadable { path, error }),
            }
        }
        config.read_variables(|name| std::env::var(name).ok());
        config.read_flags(flags).map_err(ConfigError::Flag)?;
        Ok(config)
    }

    /// Takes in what a file says.
    fn read_file(&mut self, path: &Path, text: &str) {
        let mut problems = Vec::new();
        toml::File::read(path, text, &mut problems, |root, problems| {
            let entries = root.entries().unwrap_or_default();
            for (key, node) in &entries {
                if let Some(table) = TABLES.iter().find(|table| table.name == *key) {
                    match node.entries() {
                        Some(_) => (table.read)(self, node, problems),
                        None => problems.push(node.problem(format!("`{key}` is {}; wanted is a table", node.kind()))),
                    }
                } else if !SETTINGS.iter().any(|setting| setting.key == *key) {
                    let known = settings::names();
                    problems.push(node.problem(format!("there is no `{key}` here{}", did_you_mean(key, known))));
                }
            }
            // Tables come first: a value may name what they define.
            for setting in SETTINGS {
                let Some((_, node)) = entries.iter().find(|(key, _)| *key == setting.key) else { continue };
                let taken = setting.kind.of_node(node).and_then(|value| (setting.set)(self, value));
                match taken {
                    Ok(()) => drop(self.origins.insert(setting.key, node.place())),
                    Err(message) => problems.push(node.problem(format!("`{}`: {message}", setting.key))),
                }
            }
        });
        problems.sort_by_key(|problem| line_of(&problem.place));
        self.problems.extend(problems);
    }

    fn read_variables(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for setting in SETTINGS {
            let name = setting.variable();
            let Some(text) = variable(&name).filter(|text| !text.is_empty()) else { continue };
            if let Err(problem) = self.overrule(setting, name, &text) {
                self.problems.push(problem);
            }
        }
    }

    fn read_flags(&mut self, flags: &[Flag<'_>]) -> Result<(), Problem> {
        for (key, text) in flags {
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.key == *key) {
                self.overrule(setting, setting.flag.to_owned(), text)?;
            }
        }
        Ok(())
    }

    fn overrule(&mut self, setting: &Setting, place: String, text: &str) -> Result<(), Problem> {
        match setting.kind.of_text(text).and_then(|value| (setting.set)(self, value)) {
            Ok(()) => {
                self.origins.insert(setting.key, place);
                Ok(())
            }
            Err(message) => Err(Problem { place, message }),
        }
    }

    /// Looks for the configured notes where no PATH was given. What is gone is left out and said, so that a folder on
    /// a disk that is not there today does not keep the others shut.
    ///
    /// # Errors
    /// None of them is there.
    pub fn look_for_notes(&mut self) -> Result<(), Problem> {
        let place = || self.origins.get("notes").cloned().unwrap_or_default();
        let is_there = |path: &PathBuf| path == Path::new("-") || path.try_exists().unwrap_or(true);
        let missing: Vec<Problem> = self
            .notes
            .iter()
            .filter(|path| !is_there(path))
            .map(|path| Problem {
                place: place(),
                message: format!("`notes`: {}: no such file or folder; check the spelling", path.display()),
            })
            .collect();
        if !missing.is_empty() && missing.len() == self.notes.len() {
            return missing.into_iter().next().map_or(Ok(()), Err);
        }
        self.notes.retain(is_there);
        self.problems.extend(missing);
        Ok(())
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
}

/// The line at the end of a place.
fn line_of(place: &str) -> usize {
    place.rsplit(':').next().and_then(|line| line.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::fixture::{mistakes, read};
    use super::*;

    #[test]
    fn each_mistake_is_named_with_its_line_and_the_rest_is_used() {
        let text = "thme = \"dark\"\nnotes = 3\nsort = \"dat\"\ntheme = \"lihgt\"\n\n[topics]\nhelm = 3\nargo = false\nhlem = false\n\n[kesy]\n";
        insta::assert_snapshot!(mistakes(text), @r#"
        c.toml:1: there is no `thme` here; did you mean `theme`?
        c.toml:2: `notes`: wanted is a list of paths, such as ["~/notes"], not a number
        c.toml:3: `sort`: there is no order `dat`; did you mean `date`?
        c.toml:4: `theme`: there is no theme `lihgt`; did you mean `light`?
        c.toml:7: the topic `helm` is a number; wanted is a list of spellings and "@site.example"s, or false
        c.toml:9: there is no built-in topic `hlem` to leave out; did you mean `helm`?
        c.toml:11: there is no `kesy` here; did you mean `keys`?
        "#);
        assert_eq!(read(text).topics.len(), 1, "the rest is used");
    }

    #[test]
    fn a_line_that_is_no_toml_is_left_out() {
        let config = read("theme = \"light\nsort = \"date\"\nnotes = [\"/a\"]\n");
        assert_eq!((config.sort, config.theme), (Some(Sort::Date), None));
        assert_eq!(config.notes, [Path::new("/a")]);
        assert_eq!(config.problems.len(), 1, "{:?}", config.problems);
        assert!(config.problems[0].to_string().starts_with("c.toml:1: "), "{}", config.problems[0]);
    }

    #[test]
    fn a_value_without_quotes_is_told_with_what_it_takes() {
        insta::assert_snapshot!(mistakes("watch = no\nsort = \"date\"\nnotes = ~/notes # mine\nwatch = true\n"), @"
        c.toml:1: `no` is no value: texts stand in quotes, and what is on or off is true or false; the line is left out
        c.toml:3: `~/notes` is no value: texts stand in quotes, and what is on or off is true or false; the line is left out
        c.toml:4: duplicate key; the line is left out
        ");
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        let config = read("notes = [\"~/talks\", \"/srv/notes\"]");
        assert!(config.notes[0].is_absolute() && config.notes[0].ends_with("talks"));
        assert_eq!(config.notes[1], Path::new("/srv/notes"));
    }

    #[test]
    fn variables_win_over_the_file_and_flags_over_both() {
        let mut config = read("theme = \"light\"\nsort = \"date\"\n");
        let variables = |name: &str| match name {
            "KCBROWSE_THEME" => Some("mono".to_owned()),
            "KCBROWSE_SORT" => Some("sise".to_owned()),
            _ => None,
        };
        config.read_variables(variables);
        assert_eq!((config.theme.as_deref(), config.sort), (Some("mono"), Some(Sort::Date)));
        assert!(config.problems[0].to_string().starts_with("KCBROWSE_SORT: there is no order `sise`"));
        config.read_flags(&[("theme", "dark")]).expect("known");
        assert_eq!(config.theme.as_deref(), Some("dark"));
        let wrong = config.read_flags(&[("theme", "drak")]).expect_err("unknown");
        assert_eq!(wrong.to_string(), "--theme: there is no theme `drak`; did you mean `dark`?");
    }
}
