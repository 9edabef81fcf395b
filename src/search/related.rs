//! From a talk to its kin: talks by the same people, on the same rare subjects, with the same links or words.
//!
//! Asked for one talk at a time, so all bodies are gone through then; nothing is kept for it.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Facet;
use super::index::Index;
use super::readable::is_read;
use crate::talk::{Talk, TalkIx};
use crate::text::{Case, fold};

/// A talk that has something to do with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Its number.
    pub ix: TalkIx,
    /// Why, the strongest reason first. Never empty.
    pub reasons: Vec<Reason>,
}

/// What two talks share. Prints as a person would say it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The title; their texts differ.
    Title,
    /// A person on stage.
    Speaker(Arc<str>),
    /// A link that few talks have.
    Link(String),
    /// A topic or tag.
    Subject(Arc<str>),
    /// A company.
    Organization(Arc<str>),
    /// A word that few talks have.
    Word(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Title => write!(f, "same title"),
            Reason::Speaker(name) => write!(f, "also by {name}"),
            Reason::Link(url) => {
                write!(f, "links to {}", url.trim_start_matches("https://").trim_start_matches("http://"))
            }
            Reason::Subject(name) => write!(f, "{name}"),
            Reason::Organization(name) => write!(f, "from {name}"),
            Reason::Word(word) => write!(f, "“{word}”"),
        }
    }
}

/// The most talks named.
const MOST: usize = 30;
/// The most reasons named for each.
const REASONS: usize = 4;
/// The least that must be shared, in units of about one rare word.
const ENOUGH: f32 = 2.0;

/// The talks that share most with one, closest first, each with the reasons; `None` when `cancelled`.
pub fn related(index: &Index, ix: TalkIx, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Related>> {
    let Some(talk) = index.talk(ix) else { return Some(Vec::new()) };
    let mut shared: HashMap<u32, Vec<(f32, Reason)>> = HashMap::new();
    share_values(index, ix, &mut shared);
    share_titles(index, ix, talk, &mut shared);
    share_texts(index, ix, talk, &mut shared, cancelled)?;
    let mut found: Vec<(f32, Related)> = shared
        .into_iter()
        .filter_map(|(number, mut reasons)| {
            reasons.sort_by(|(a, _), (b, _)| b.total_cmp(a));
            let weight: f32 = reasons.iter().map(|(weight, _)| weight).sum();
            reasons.truncate(REASONS);
            let reasons = reasons.into_iter().map(|(_, reason)| reason).collect();
            (weight >= ENOUGH).then_some((weight, Related { ix: TalkIx(number), reasons }))
        })
        .collect();
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.ix.cmp(&other.ix)));
    found.truncate(MOST);
    Some(found.into_iter().map(|(_, related)| related).collect())
}

/// What it says about two talks that `having` of `all` share something: nothing, if all do.
fn rarity(having: usize, all: usize) -> f32 {
    (all as f32 / having.max(1) as f32).ln()
}

/// A topic or tag that more talks than these have, and more than this share of all, tells little.
const MANY: usize = 8;
const COMMON_SUBJECT: f32 = 0.1;

fn share_values(index: &Index, ix: TalkIx, shared: &mut HashMap<u32, Vec<(f32, Reason)>>) {
    let all = index.len();
    let mut weights: HashMap<u32, (f32, Reason)> = HashMap::new();
    for id in index.values_of(ix) {
        let Some((value, having)) = index.value(*id) else { continue };
        let name = Arc::clone(value.name);
        let rarity = rarity(having as usize, all);
        let is_common = having as usize > MANY && having as f32 > COMMON_SUBJECT * all as f32;
        let telling = if is_common { 0.3 } else { 1.2 };
        let weighed = match value.facet {
            Facet::Speaker => (4.0 + rarity, Reason::Speaker(name)),
            Facet::Topic => (telling * rarity, Reason::Subject(name)),
            Facet::Tag => (0.7 * telling * rarity, Reason::Subject(name)),
            Facet::Organization => (0.5 * rarity, Reason::Organization(name)),
            Facet::Event | Facet::Section | Facet::Year => continue,
        };
        if having > 1 && weighed.0 > 0.0 {
            weights.insert(*id, weighed);
        }
    }
    let of_note = values_of_note(index, ix);
    let note = index.talk(ix).map(|talk| &talk.note);
    for other in (0..all as u32).filter(|other| *other != ix.0) {
        let same_note =
            index.talk(TalkIx(other)).is_some_and(|talk| note.is_some_and(|note| Arc::ptr_eq(note, &talk.note)));
        let same = index.values_of(TalkIx(other)).iter().filter(|id| !(same_note && of_note.contains(id)));
        let reasons: Vec<_> = same.filter_map(|id| weights.get(id)).cloned().collect();
        if !reasons.is_empty() {
            shared.insert(other, reasons);
        }
    }
}

/// The values that all talks of a talk's note have: they are the note's, and say nothing of two talks in it.
fn values_of_note(index: &Index, ix: TalkIx) -> HashSet<u32> {
    let Some(talk) = index.talk(ix) else { return HashSet::new() };
    let beside = |ix: &TalkIx| index.talk(*ix).is_some_and(|other| Arc::ptr_eq(&other.note, &talk.note));
    // Talks of a note follow each other.
    let before = (0..ix.0).rev().map(TalkIx).take_while(beside);
    let after = (ix.0 + 1..index.len() as u32).map(TalkIx).take_while(beside);
    let mut shared: HashSet<u32> = index.values_of(ix).iter().copied().collect();
    let mut others = 0;
    for other in before.chain(after) {
        others += 1;
        shared.retain(|id| index.values_of(other).contains(id));
    }
    if others > 1 { shared } else { HashSet::new() }
}

/// Titles such as `Keynote` are many talks'; three words or more are one's own.
const WORDS_OF_A_TITLE: usize = 3;

fn share_titles(index: &Index, ix: TalkIx, talk: &Talk, shared: &mut HashMap<u32, Vec<(f32, Reason)>>) {
    let title = fold(&talk.title, Case::Ignore);
    if title.split_whitespace().count() < WORDS_OF_A_TITLE {
        return;
    }
    for (number, other) in (0u32..).zip(index.titles()) {
        if number != ix.0 && *other == title {
            shared.entry(number).or_default().push((20.0, Reason::Title));
        }
    }
}

/// The most words and links of a talk that others are searched for.
const TRACES: usize = 128;
const MOST_LINKS: usize = 28;
/// A word that more than this share of all talks say connects nothing.
const COMMON_WORD: f32 = 0.05;
/// Two words alone are not enough: they may be in both by chance.
const WORD: f32 = 0.9;

fn share_texts(
    index: &Index,
    ix: TalkIx,
    talk: &Talk,
    shared: &mut HashMap<u32, Vec<(f32, Reason)>>,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<()> {
    let (links, mut words) = (links_of(talk), telling_words(talk));
    // What is shared as a topic or tag is not told again as a word.
    let subjects: Vec<String> = talk.topics.iter().chain(&talk.tags).map(|name| fold(name, Case::Ignore)).collect();
    words.retain(|word| !subjects.iter().any(|subject| subject.contains(word.trim_end_matches('s'))));
    let traces: Vec<&str> = links.iter().chain(&words).map(String::as_str).collect();
    let finder =
        AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&traces);
    let (Ok(finder), false) = (finder, traces.is_empty()) else { return Some(()) };
    let found: Vec<(u32, Held)> = index.each_talk(cancelled, |number, talk| {
        let held = traces_in(&finder, talk, links.len());
        (held.once != 0).then_some((number, held))
    })?;
    for (trace, text) in traces.iter().enumerate() {
        let having = found.iter().filter(|(_, held)| held.once >> trace & 1 == 1).count();
        let rarity = rarity(having, index.len());
        let is_common = having > 3 && having as f32 > COMMON_WORD * index.len() as f32;
        if having < 2 || rarity <= std::f32::consts::LN_2 || trace >= links.len() && is_common {
            continue;
        }
        let (weight, reason) = if trace < links.len() {
            (1.0 + rarity, Reason::Link((*text).to_owned()))
        } else {
            ((0.5 * rarity).min(WORD), Reason::Word((*text).to_owned()))
        };
        // A word said in passing is not what a talk is about.
        let holds = |held: &Held| if trace < links.len() { held.once } else { held.often } >> trace & 1 == 1;
        for (number, _) in found.iter().filter(|(number, held)| *number != ix.0 && holds(held)) {
            shared.entry(*number).or_default().push((weight, reason.clone()));
        }
    }
    Some(())
}

/// Which traces a talk holds; bit `i` is of trace `i`.
#[derive(Default, Clone, Copy)]
struct Held {
    once: u128,
    /// More than once, or in the title.
    often: u128,
}

/// The traces in a talk: links anywhere, words where they are read and stand alone.
fn traces_in(finder: &AhoCorasick, talk: &Talk, links: usize) -> Held {
    let source = talk.source();
    let bytes = source.as_bytes();
    let is_word_byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let mut held = Held::default();
    for found in finder.find_iter(source) {
        let trace = found.pattern().as_usize();
        let bit = 1 << trace;
        if held.often & bit != 0 {
            continue;
        }
        let stands_alone = !is_word_byte(found.start().checked_sub(1)) && !is_word_byte(Some(found.end()));
        if trace < links || stands_alone && is_read(talk, talk.place.start as usize + found.start()) {
            let in_title = trace >= links && holds_word(&talk.title, &source[found.range()]);
            held.often |= if in_title { bit } else { held.once & bit };
            held.once |= bit;
        }
    }
    held
}

fn holds_word(title: &str, word: &str) -> bool {
    title.split(|c: char| !c.is_ascii_alphanumeric()).any(|other| other.eq_ignore_ascii_case(word))
}

/// The URLs of a talk, without their fragments.
fn links_of(talk: &Talk) -> Vec<String> {
    let source = talk.source();
    let mut links: Vec<String> = Vec::new();
    for (at, _) in source.match_indices("http") {
        let url =
            source[at..].split(|c: char| c.is_whitespace() || "()<>[]\"'`|#".contains(c)).next().unwrap_or_default();
        let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '/']);
        let is_url = url.starts_with("http://") || url.starts_with("https://");
        if is_url && url.len() > 12 && !links.iter().any(|known| known == url) && links.len() < MOST_LINKS {
            links.push(url.to_owned());
        }
    }
    links
}

/// The words that a talk says more than once, or in its title, and that are long enough to mean something.
fn telling_words(talk: &Talk) -> Vec<String> {
    const SHORTEST: usize = 4;
    let source = talk.source();
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, word) in source.split(|c: char| !c.is_ascii_alphanumeric()).enumerate() {
        if word.len() >= SHORTEST && word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            counts.entry(word.to_ascii_lowercase()).or_insert((0, place)).0 += 1;
        }
    }
    let telling = |(word, (count, _)): &(String, (usize, usize))| {
        !matches!(word.as_str(), "http" | "https") && (*count > 1 || holds_word(&talk.title, word))
    };
    let mut words: Vec<(String, (usize, usize))> = counts.into_iter().filter(telling).collect();
    words.sort_by_key(|(_, (count, place))| (Reverse(*count), *place));
    let mut told: Vec<String> = Vec::new();
    for (word, _) in words {
        // One and many are the same word.
        let same = |other: &String| *other == format!("{word}s") || word == format!("{other}s");
        if told.len() < TRACES - MOST_LINKS && !told.iter().any(same) {
            told.push(word);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fixture::{index, talk};

    #[test]
    fn kin_come_with_their_reasons() {
        let mut talks = vec![
            talk("Sharding Prometheus", "Thanos queries; see <https://thanos.io/tip>.")
                .by("Tom Wilkie", "Grafana Labs"),
            talk("Loki by Design", "Logs like metrics.").by("Tom Wilkie", "Grafana Labs"),
            talk("Long Term Storage", "https://thanos.io/tip explains it."),
            talk("Querying Everything", "A store that speaks thanos fluently."),
            talk("Nothing in Common", "Bread and butter."),
        ];
        talks.extend((0..40).map(|_| talk("Filler", "Words about other things.")));
        let index = index(&talks);
        let found = related(&index, TalkIx(0), &|| false).expect("not cancelled");
        let told: Vec<String> = found
            .iter()
            .map(|one| {
                let reasons: Vec<String> = one.reasons.iter().map(Reason::to_string).collect();
                format!("{} {}", one.ix.0, reasons.join(", "))
            })
            .collect();
        assert_eq!(told[0], "1 also by Tom Wilkie, from Grafana Labs");
        assert_eq!(told[1], "2 links to thanos.io/tip");
        assert!(told.iter().all(|one| !one.starts_with("4 ") && !one.contains("Filler")), "{told:?}");
    }

    #[test]
    fn words_count_where_few_say_them_and_both_talks_say_them_again() {
        let rare = "A ledger keeps its quorum; the quorum needs witnesses, and witnesses need a ledger.";
        let mut talks = vec![
            talk("First", &format!("{rare} However, however, actually, actually, somewhere, somewhere.")),
            talk("Second", rare),
            talk("In Passing", "One quorum, one ledger, no witnesses."),
            talk("Small Talk", "However, however: actually, actually. Somewhere, somewhere."),
        ];
        talks.extend(
            (0..40).map(|_| talk("Filler", "However it is, however: actually, actually, somewhere, somewhere.")),
        );
        let found = related(&index(&talks), TalkIx(0), &|| false).expect("not cancelled");
        let words: Vec<String> = found.iter().flat_map(|one| &one.reasons).map(Reason::to_string).collect();
        assert_eq!((found.len(), found[0].ix), (1, TalkIx(1)));
        assert_eq!(words, ["“ledger”", "“quorum”", "“witnesses”"]);
    }

    #[test]
    fn tags_that_all_talks_of_a_note_have_say_nothing_of_two_talks_in_it() {
        let one = crate::search::fixture::batch(&[
            talk("Etcd", "").tags(&["kubecon", "etcd"]),
            talk("Helm", "").tags(&["kubecon"]),
            talk("Quotas", "").tags(&["kubecon", "etcd"]),
        ]);
        let mut same = one.to_vec();
        for talk in &mut same {
            (talk.note, talk.place) = (Arc::clone(&one[0].note), one[0].place);
        }
        same.extend(crate::search::fixture::batch(&vec![talk("Filler", ""); 60]).to_vec());
        let mut index = Index::default();
        index.add(Arc::new(crate::search::Part::of(same.into())));
        let found = related(&index, TalkIx(0), &|| false).expect("not cancelled");
        assert_eq!(found, [Related { ix: TalkIx(2), reasons: vec![Reason::Subject("etcd".into())] }]);
    }

    #[test]
    fn the_same_title_with_another_text_is_kin() {
        let index = index(&[
            talk("A Tale of Two Clusters", "One."),
            talk("A tale of two clusters", "Two."),
            talk("Keynote", ""),
        ]);
        let found = related(&index, TalkIx(0), &|| false).expect("not cancelled");
        assert_eq!(found, [Related { ix: TalkIx(1), reasons: vec![Reason::Title] }]);
        assert!(related(&index, TalkIx(0), &|| true).is_none());
        assert_eq!(related(&index, TalkIx(9), &|| false), Some(Vec::new()));
    }
}
