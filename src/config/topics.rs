//! The table `[topics]`: how topics of the user's own are spelled.

use super::toml::Node;
use super::value::quoted;
use super::{Config, Problem};
use crate::talk::topics::built_in_names;
use crate::text::did_you_mean;

/// How a topic is spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spellings {
    /// Spellings, and sites after an `@`; see [`crate::talk::topics::Vocabulary::add`].
    Written(Vec<String>),
    /// Whether the topic is wanted at all.
    Wanted(bool),
}

/// Reads the table.
pub(super) fn read(config: &mut Config, table: &Node<'_>, problems: &mut Vec<Problem>) {
    let built_in = built_in_names();
    for (name, node) in table.entries().unwrap_or_default() {
        let written = node.texts().map(|texts| Spellings::Written(texts.into_iter().map(str::to_owned).collect()));
        match written.or_else(|| node.switch().map(Spellings::Wanted)) {
            Some(Spellings::Wanted(false)) if !built_in.iter().any(|known| **known == *name.to_lowercase()) => {
                let known = built_in.iter().map(|known| &**known);
                let hint = did_you_mean(&name.to_lowercase(), known);
                problems.push(node.problem(format!("there is no built-in topic `{name}` to leave out{hint}")));
            }
            Some(spellings) => drop(config.topics.insert(name.to_owned(), spellings)),
            None => problems.push(node.problem(format!(
                "the topic `{name}` is {}; wanted is a list of spellings and \"@site.example\"s, or false",
                node.kind()
            ))),
        }
    }
}

impl Spellings {
    /// As TOML writes it.
    pub(super) fn to_toml(&self) -> String {
        match self {
            Spellings::Written(spellings) => {
                format!("[{}]", spellings.iter().map(|spelling| quoted(spelling)).collect::<Vec<_>>().join(", "))
            }
            Spellings::Wanted(wanted) => wanted.to_string(),
        }
    }
}
