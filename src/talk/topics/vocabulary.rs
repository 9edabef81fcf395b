//! The vocabulary as written: topics with their spellings and sites. Data, not yet ready to be looked for.

use std::borrow::Cow;
use std::sync::Arc;

use thiserror::Error;

use crate::markdown::values::{self, Value};

/// Topics that talks can be about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    pub(super) topics: Vec<Topic>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// As shown.
    pub(super) name: Arc<str>,
    /// How it is spelled, and after an `@` its sites; see `assets/topics.toml`. Empty for one that is not wanted.
    pub(super) spellings: Vec<Cow<'static, str>>,
    /// On everyone's lips.
    pub(super) is_broad: bool,
}

/// What can be wrong with a user's vocabulary.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum VocabularyError {
    /// It is no TOML.
    #[error("{0}")]
    Syntax(String),
    /// A topic is neither a list of spellings nor `false`.
    #[error("topic `{0}` is neither a list such as [\"spelling\", \"@site.example\"] nor false")]
    NoList(String),
}

impl Vocabulary {
    /// The vocabulary the program comes with.
    ///
    /// Its lines are read without a TOML parser, as it is read at every start; a test holds one against the other.
    pub(super) fn built_in() -> Vocabulary {
        let file = include_str!("../../../assets/topics.toml");
        Vocabulary::of_lines(file.split("\"\"\"").nth(1).unwrap_or_default())
    }

    fn of_lines(lines: &'static str) -> Vocabulary {
        let entries = lines.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        let topics = entries.map(|(name, rest)| {
            // Sites follow each other with a blank between, spellings with a comma.
            let spellings = rest.split(',').flat_map(|part| {
                let (spelling, sites) = part.split_at(part.find('@').unwrap_or(part.len()));
                std::iter::once(spelling.trim()).chain(sites.split_whitespace())
            });
            topic(name, spellings.filter(|spelling| !spelling.is_empty()).map(Cow::Borrowed).collect())
        });
        Vocabulary { topics: topics.collect() }
    }

    /// Reads a user's topics from TOML: `name = ["spelling", "@site.example"]`, or `name = false` for one that is
    /// not wanted. Names and spellings are marked as in `assets/topics.toml`; a name without spellings is its own.
    ///
    /// # Errors
    /// The first thing that is not understood.
    pub fn parse(toml: &str) -> Result<Vocabulary, VocabularyError> {
        let Value::Map(pairs) = values::toml(toml).map_err(VocabularyError::Syntax)? else {
            return Ok(Vocabulary::default());
        };
        let mut vocabulary = Vocabulary::default();
        for (name, value) in &pairs {
            match value {
                Value::Text(no) if no == "false" => vocabulary.remove(name),
                Value::List(items) if items.len() == value.texts().len() => vocabulary.add(name, &value.texts()),
                _ => return Err(VocabularyError::NoList(name.clone())),
            }
        }
        Ok(vocabulary)
    }

    /// Adds a topic with its spellings and sites, written as in `assets/topics.toml`.
    pub fn add(&mut self, name: &str, spellings: &[&str]) {
        let plain = topic(name, Vec::new()).name;
        let own = [&*plain];
        let spellings = if spellings.is_empty() { &own } else { spellings };
        let spellings = spellings.iter().map(|spelling| Cow::Owned(spelling.trim().to_owned()));
        self.topics.push(topic(name, spellings.collect()));
    }

    /// Says that a topic is not wanted.
    pub fn remove(&mut self, name: &str) {
        self.topics.push(topic(name, Vec::new()));
    }

    /// This vocabulary with another's topics; where both have one, the other's counts.
    #[must_use]
    pub fn with(mut self, other: Vocabulary) -> Vocabulary {
        for topic in other.topics {
            match self.topics.iter_mut().find(|known| known.name == topic.name) {
                Some(known) => *known = topic,
                None => self.topics.push(topic),
            }
        }
        self.topics.retain(|topic| !topic.spellings.is_empty());
        self
    }
}

fn topic(name: &str, spellings: Vec<Cow<'static, str>>) -> Topic {
    let name = name.trim();
    let plain = name.strip_suffix('*').unwrap_or(name).trim_end();
    Topic { name: plain.to_lowercase().into(), spellings, is_broad: plain.len() < name.len() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn the_built_in_vocabulary_is_toml_and_read_whole() {
        let file = values::toml(include_str!("../../../assets/topics.toml")).expect("TOML");
        let Some(Value::Text(lines)) = file.get("topics") else { unreachable!("a block of lines") };
        let written: Vec<&str> = lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let vocabulary = Vocabulary::built_in();
        assert_eq!(vocabulary.topics.len(), written.len());
        assert!(written.len() > 400);
        assert!(vocabulary.topics.iter().all(|topic| topic.name.len() > 1 && !topic.spellings.is_empty()));
    }

    #[test]
    fn no_spelling_belongs_to_two_topics() {
        let mut owners: HashMap<String, Arc<str>> = HashMap::new();
        for topic in Vocabulary::built_in().topics {
            for spelling in &topic.spellings {
                let plain = spelling.trim_end_matches('?').replace('-', " ");
                let before = owners.insert(plain, Arc::clone(&topic.name));
                assert_eq!(before, None, "{spelling} in {}", topic.name);
            }
        }
    }

    #[test]
    fn lines_hold_spellings_and_sites() {
        let read =
            Vocabulary::of_lines("# tools\nci/cd * = CI, ci cd @a.io/b @c.io\nhelm = Helm?\n\ndex = @dexidp.io\n");
        let topic = |name, spellings: &[&'static str], is_broad| {
            let spellings = spellings.iter().map(|spelling| Cow::Borrowed(*spelling)).collect();
            Topic { name: Arc::from(name), spellings, is_broad }
        };
        assert_eq!(
            read.topics,
            [
                topic("ci/cd", &["CI", "ci cd", "@a.io/b", "@c.io"], true),
                topic("helm", &["Helm?"], false),
                topic("dex", &["@dexidp.io"], false),
            ]
        );
    }

    #[test]
    fn a_users_vocabulary_adds_to_the_first_or_replaces_in_it() {
        let first = Vocabulary::of_lines("helm = Helm? @helm.sh\nyaml * = yaml");
        let user = Vocabulary::parse("yaml = false\nHelm = []\n'our shop *' = ['shop', '@shop.example']");
        let merged = first.with(user.expect("valid")).topics;
        let shown: Vec<_> = merged.iter().map(|topic| (&*topic.name, topic.spellings.len(), topic.is_broad)).collect();
        assert_eq!(shown, [("helm", 1, false), ("our shop", 2, true)]);
        assert_eq!(merged[0].spellings[0], "helm");
    }

    #[test]
    fn mistakes_are_named() {
        let error = |toml| Vocabulary::parse(toml).expect_err("a mistake").to_string();
        assert!(error("helm = 'x'").contains("topic `helm` is neither a list"));
        assert!(error("helm = [[1]]").contains("topic `helm` is neither a list"));
        assert!(!error("helm = {").is_empty());
    }
}
