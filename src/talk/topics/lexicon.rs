//! Finds the spellings of a vocabulary in a text, whole words only.
//!
//! A library has a hundred thousand talks and the vocabulary thousands of spellings. So each word is asked for by
//! its first eight letters in a table of 8 KB that says no to nearly all; what passes is compared. An automaton
//! over all spellings, which looks at every byte in turn, takes several times as long.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::phrase::{Following, Kind, Next, Phrase, Phrases, is_plain};
use super::starts::{Start, each_start};
use super::vocabulary::Topic;

/// Spellings, ready to be found.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// One bit for the hash of each key.
    filter: Box<[u64; 1024]>,
    /// Open addressing by the hash of a key: the number of its group, from 1; 0 is empty. As many as a power of
    /// two, and more than are used.
    slots: Vec<u32>,
    groups: Vec<Group>,
    phrases: Phrases,
    /// Spellings that begin with other letters than ASCII's, and their topics.
    others: Vec<(String, u16)>,
    /// The least and greatest byte they begin with.
    other_bytes: (u8, u8),
    /// Made when the first such letter is met.
    automaton: OnceLock<Option<AhoCorasick>>,
}

/// The phrases that begin with one key.
#[derive(Debug, Clone, Copy)]
struct Group {
    key: u64,
    /// What follows the key in any of them.
    next: u64,
    first: u32,
    count: u32,
    /// The one that is no more than the key, where capital letters do not count.
    only: Option<(u16, Kind)>,
}

/// A spelling found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Number of the topic.
    pub(super) topic: u16,
    /// What stands there.
    pub(super) kind: Kind,
    /// The bytes it stands at.
    pub(super) range: Range<usize>,
}

impl Lexicon {
    pub(super) fn of(topics: &[Topic]) -> Lexicon {
        let mut phrases = Phrases::default();
        let mut others = Vec::new();
        for (number, topic) in (0u16..).zip(topics) {
            for spelling in &topic.spellings {
                if spelling.starts_with(|c: char| c == '@' || c.is_ascii()) {
                    phrases.add(spelling, number);
                } else {
                    others.push((spelling.to_string(), number));
                }
            }
        }
        phrases.sort();
        let mut filter = Box::new([0; 1024]);
        let mut groups = Vec::new();
        let mut first = 0;
        for group in phrases.all.chunk_by(|a, b| a.key == b.key) {
            groups.push(Group {
                key: group[0].key,
                next: group.iter().fold(0, |all, phrase| all | phrase.next.bit()),
                first,
                count: group.len() as u32,
                only: group.iter().find_map(Phrase::only),
            });
            first += group.len() as u32;
        }
        let mut slots = vec![0; (groups.len() + 1).next_power_of_two() * 2];
        let last = slots.len() - 1;
        for (number, group) in (1..).zip(&groups) {
            let hash = hash(group.key);
            filter[word_of(hash)] |= bit_of(hash);
            let mut at = slot_of(hash) & last;
            while slots[at] > 0 {
                at = (at + 1) & last;
            }
            slots[at] = number;
        }
        let bytes = || others.iter().filter_map(|(spelling, _)| spelling.bytes().next());
        let other_bytes = (bytes().min().unwrap_or(u8::MAX), bytes().max().unwrap_or(u8::MAX));
        Lexicon { filter, slots, groups, phrases, others, other_bytes, automaton: OnceLock::new() }
    }

    /// Calls `see` for each spelling in a text: the longest at a place, none inside another. Those that begin
    /// with other letters than ASCII's come last.
    pub(super) fn each_in(&self, text: &str, mut see: impl FnMut(Found)) {
        let mut past = 0;
        each_start(text.as_bytes(), |start| {
            let hash = hash(start.key);
            if self.filter[word_of(hash)] & bit_of(hash) != 0
                && start.at >= past
                && let Some(found) = self.at(text, start, hash)
            {
                past = found.range.end;
                see(found);
            }
        });
        if !self.others.is_empty() && !text.is_ascii() {
            self.others_in(text, see);
        }
    }

    fn at(&self, text: &str, start: Start, hash: u64) -> Option<Found> {
        let last = self.slots.len() - 1;
        let mut at = slot_of(hash) & last;
        let group = loop {
            let group = self.groups.get((*self.slots.get(at)? as usize).checked_sub(1)?)?;
            if group.key == start.key {
                break group;
            }
            at = (at + 1) & last;
        };
        let following = Following::of(text.as_bytes(), start);
        let next = following.next & group.next;
        if let Some((topic, kind)) = group.only
            && next == Next::END.bit()
            && is_plain(text.as_bytes(), start)
        {
            return Some(Found { topic, kind, range: start.at..start.at + start.letters() });
        }
        if next == 0 {
            return None;
        }
        let phrases = self.phrases.all.get(group.first as usize..(group.first + group.count) as usize)?;
        let found = |phrase: &Phrase| {
            let end = following.allows(phrase).then(|| self.phrases.end(phrase, text, start.at))??;
            Some(Found { topic: phrase.topic, kind: phrase.kind, range: start.at..end })
        };
        phrases.iter().find_map(found)
    }

    fn others_in(&self, text: &str, mut see: impl FnMut(Found)) {
        let mut at = 0;
        while let Some(line) = self.line_of_others(text, at) {
            // Quick to make rather than to run: few texts need it.
            let kind = Some(AhoCorasickKind::ContiguousNFA);
            let build = || AhoCorasick::builder().kind(kind).build(self.others.iter().map(|other| &other.0)).ok();
            let Some(automaton) = self.automaton.get_or_init(build) else { return };
            for hit in automaton.find_iter(&text[line.clone()]) {
                let range = line.start + hit.start()..line.start + hit.end();
                if let Some((_, topic)) = self.others.get(hit.pattern().as_usize())
                    && is_apart(text, range.clone())
                {
                    see(Found { topic: *topic, kind: Kind::Name, range });
                }
            }
            at = line.end;
        }
    }

    /// From the first letter on that a spelling could begin with, to its line's end.
    fn line_of_others(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let (least, greatest) = self.other_bytes;
        let is_first = |byte: &u8| (least..=greatest).contains(byte);
        let mut start = from;
        // By blocks, so that looking for what is hardly ever there costs next to nothing.
        for block in text.as_bytes().get(from..)?.chunks(128) {
            if block.iter().fold(false, |met, byte| met | is_first(byte)) {
                start += block.iter().position(is_first)?;
                let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |end| start + end);
                return Some(start..end);
            }
            start += block.len();
        }
        None
    }
}

/// Whether no word goes on over the edges of a place; letters of scripts without blanks are words by themselves.
fn is_apart(text: &str, range: Range<usize>) -> bool {
    let own = &text[range.clone()];
    let cuts =
        |edge: Option<char>, own: Option<char>| edge.is_some_and(is_spaced_letter) && own.is_some_and(is_spaced_letter);
    !cuts(text[..range.start].chars().next_back(), own.chars().next())
        && !cuts(text[range.end..].chars().next(), own.chars().next_back())
}

/// A letter of a script that puts blanks between words.
pub(super) fn is_spaced_letter(c: char) -> bool {
    let is_spaceless = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff66}'..='\u{ff9f}');
    c.is_alphanumeric() && !is_spaceless
}

/// The upper bits are the mixed ones.
fn hash(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn word_of(hash: u64) -> usize {
    (hash >> 54) as usize
}

fn bit_of(hash: u64) -> u64 {
    1 << (hash >> 48 & 63)
}

/// Where the search among slots begins.
fn slot_of(hash: u64) -> usize {
    (hash >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talk::topics::Vocabulary;

    const VOCABULARY: [(&str, &str); 7] = [
        ("kubernetes", "kubernetes|k8s"),
        ("argo cd", "argo cd|@argo-cd.example/docs"),
        ("argo", "argo|@github.com/argoproj/|@github.com/argo"),
        ("helm", "Helm?|helm chart|@helm.sh"),
        ("slo", "SLO|error budget"),
        ("mesh", "service mesh|サービスメッシュ|生成AI"),
        ("c plus", "c++|let's go|.net core"),
    ];

    fn lexicon() -> Lexicon {
        let mut vocabulary = Vocabulary::default();
        for (name, spellings) in VOCABULARY {
            vocabulary.add(name, &spellings.split('|').map(str::to_owned).collect::<Vec<_>>());
        }
        Lexicon::of(&vocabulary.topics)
    }

    /// What is found, with the first letter of its kind: `argo cd:N`.
    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        lexicon().each_in(text, |hit| {
            let (name, kind) = (VOCABULARY[usize::from(hit.topic)].0, format!("{:?}", hit.kind));
            found.push(format!("{name}:{} {}", &kind[..1], &text[hit.range]));
        });
        found
    }

    #[test]
    fn names_are_found_as_whole_words_in_any_case() {
        assert_eq!(found("KUBERNETES, k8s."), ["kubernetes:N KUBERNETES", "kubernetes:N k8s"]);
        assert_eq!(found("kubernetesque mik8s k8s2 naïvek8s"), Vec::<String>::new());
        assert_eq!(found("Kubernetesの話とk8s"), ["kubernetes:N Kubernetes", "kubernetes:N k8s"]);
        assert_eq!(found("Argo's argos *argo*"), ["argo:N Argo", "argo:N argos", "argo:N argo"]);
    }

    #[test]
    fn the_longest_name_counts_and_none_in_it() {
        assert_eq!(found("argo argo-cd ArgoCD"), ["argo:N argo", "argo cd:N argo-cd", "argo cd:N ArgoCD"]);
        assert_eq!(found("service\n  meshes, service mesh"), ["mesh:N service mesh"]);
        assert_eq!(found("service\n\nmesh"), Vec::<String>::new());
        assert_eq!(found("Service\r\nMesh service\u{a0}mesh").len(), 2);
        assert_eq!(found("let's go, .NET Core"), ["c plus:N let's go", "c plus:N NET Core"]);
    }

    #[test]
    fn capitals_count_where_the_vocabulary_has_some() {
        assert_eq!(found("slo SLO SLOs Slo"), ["slo:N SLO", "slo:N SLOs"]);
        assert_eq!(found("helm Helm helm charts"), ["helm:C helm", "helm:C Helm", "helm:N helm charts"]);
    }

    #[test]
    fn sites_are_found_in_addresses_and_names_in_addresses_are_no_mention() {
        assert_eq!(found("<https://docs.helm.sh/x> helm.sh."), ["helm:S helm.sh", "helm:S helm.sh"]);
        assert_eq!(
            found("https://helm.shop https://x-helm.sh me@helm.sh helm.sh.example"),
            ["helm:C helm", "helm:C helm"]
        );
        assert_eq!(found("https://github.com/argoproj/argo-cd"), ["argo:R argoproj/"]);
        assert_eq!(found("https://a.example/argoproj/k8s?k8s=k8s#k8s www.k8s.example"), Vec::<String>::new());
        assert_eq!(
            found("https://argo-cd.example/docs/ https://argo-cd.example/doc"),
            ["argo cd:S argo-cd.example/docs"]
        );
        assert_eq!(found("CI/k8s/argo"), ["kubernetes:N k8s", "argo:N argo"]);
    }

    #[test]
    fn scripts_without_blanks_are_looked_through_too() {
        assert_eq!(found("新しいサービスメッシュと\n生成AIの話"), ["mesh:N サービスメッシュ", "mesh:N 生成AI"]);
        assert_eq!(found("生成AIx"), Vec::<String>::new());
    }

    #[test]
    fn an_empty_vocabulary_finds_nothing() {
        Lexicon::of(&[]).each_in("any text サ", |_| unreachable!("nothing is there"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_text_what_is_found_stands_there(
            text in "\\PC{0,60}|(k8s|Helm|argo cd|://|helm\\.sh|github\\.com/|サービスメッシュ|é|[a-z .\n-]){0,30}"
        ) {
            lexicon().each_in(&text, |hit| {
                assert!(text.get(hit.range).is_some_and(|hit| !hit.is_empty()));
            });
        }
    }
}
