//! The vocabulary as written: topics with their spellings and sites. Data, not yet ready to be looked for.

use std::borrow::Cow;
use std::sync::Arc;

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

    /// Adds a topic with its spellings and sites, marked as in `assets/topics.toml`. Without any, its name is its
    /// spelling.
    pub fn add(&mut self, name: &str, spellings: &[String]) {
        let mut topic = topic(name, spellings.iter().map(|spelling| Cow::Owned(spelling.trim().to_owned())).collect());
        if topic.spellings.is_empty() {
            topic.spellings.push(topic.name.to_string().into());
        }
        self.topics.push(topic);
    }

    /// Says that a topic is not wanted.
    pub fn remove(&mut self, name: &str) {
        self.topics.push(topic(name, Vec::new()));
    }

    /// The names of topics that are not wanted.
    pub(super) fn left_out(&self) -> Vec<Arc<str>> {
        let unwanted = self.topics.iter().filter(|topic| topic.spellings.is_empty());
        unwanted.map(|topic| Arc::clone(&topic.name)).collect()
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
    use crate::markdown::values::{self, Value};

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
        let mut user = Vocabulary::default();
        user.remove("YAML");
        user.add("Helm", &[]);
        user.add("our shop *", &["shop".to_owned(), " @shop.example".to_owned()]);
        let merged = Vocabulary::of_lines("helm = Helm? @helm.sh\nyaml * = yaml").with(user).topics;
        let shown: Vec<_> = merged.iter().map(|topic| (&*topic.name, topic.spellings.len(), topic.is_broad)).collect();
        assert_eq!(shown, [("helm", 1, false), ("our shop", 2, true)]);
        assert_eq!((&*merged[0].spellings[0], &*merged[1].spellings[1]), ("helm", "@shop.example"));
    }
}
