//! Topics by their other names, for who looks for them: `k8s` is `kubernetes`.

use std::collections::HashMap;

use super::vocabulary::Topic;
use crate::text::{Case, fold};

/// Spellings of topics, looked up whole.
#[derive(Debug)]
pub(super) struct Names {
    /// The spelling → the topic, and whether it is short for another of its spellings.
    topics: HashMap<String, (u16, bool)>,
}

impl Names {
    /// The names of these topics. A topic's own name is no other's spelling.
    pub(super) fn of(topics: &[Topic]) -> Names {
        let mut names = HashMap::new();
        for (number, topic) in (0..).zip(topics) {
            names.insert(plain(&topic.name), (number, false));
        }
        for (number, topic) in (0..).zip(topics) {
            let words = || topic.spellings.iter().filter(|spelling| !spelling.starts_with('@')).map(|one| plain(one));
            for spelling in words() {
                let is_short = words().chain([plain(&topic.name)]).any(|long| is_short_for(&spelling, &long));
                names.entry(spelling).or_insert((number, is_short));
            }
        }
        Names { topics: names }
    }

    /// The topic of that name or spelling.
    pub(super) fn named(&self, name: &str) -> Option<u16> {
        self.topics.get(&plain(name)).map(|(topic, _)| *topic)
    }

    /// The topic a word is short for: said alone it means nothing else, as `kwok` would, which is only one way
    /// to come to speak of `scalability`.
    pub(super) fn short_for(&self, word: &str) -> Option<u16> {
        self.topics.get(&plain(word)).filter(|(_, is_short)| *is_short).map(|(topic, _)| *topic)
    }
}

/// A spelling as it is compared: folded, with blanks between its words.
fn plain(spelling: &str) -> String {
    fold(spelling.trim().trim_end_matches('?'), Case::Ignore).replace(['-', '_', '/', '.'], " ")
}

/// Whether a word is made of some letters of another text in order, the first included: `crd`, `k8s`.
fn is_short_for(word: &str, long: &str) -> bool {
    let mut letters = word.chars().filter(|c| !c.is_ascii_digit()).peekable();
    let starts_alike = letters.peek().is_some() && letters.peek() == long.chars().next().as_ref();
    let mut long_letters = long.chars();
    word.len() < long.len() && starts_alike && letters.all(|letter| long_letters.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::super::{named, short_for};

    #[test]
    fn a_topic_is_found_by_its_spellings() {
        for (name, topic) in [
            ("k8s", Some("kubernetes")),
            ("Kubernetes", Some("kubernetes")),
            ("kwok", Some("scalability")),
            ("argo_cd", Some("argo cd")),
            ("ArgoCD", None),
            ("nothing of the kind", None),
        ] {
            assert_eq!(named(name), topic, "{name}");
        }
    }

    #[test]
    fn a_word_is_short_for_a_topic_only_where_it_can_mean_nothing_else() {
        for (word, topic) in [
            ("K8s", Some("kubernetes")),
            ("crd", Some("custom resources")),
            ("HPA", Some("autoscaling")),
            ("kwok", None),
            ("krew", None),
            ("kubernetes", None),
            ("", None),
        ] {
            assert_eq!(short_for(word), topic, "{word}");
        }
    }
}
