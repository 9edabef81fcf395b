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

fn share_values(index: &Index, ix: TalkIx, shared: &mut HashMap<u32, Vec<(f32, Reason)>>) {
    let own: HashSet<u32> = index.values_of(ix).iter().copied().collect();
    let all = index.len();
    let mut weights: HashMap<u32, (f32, Reason)> = HashMap::new();
    for id in &own {
        let Some((value, having)) = index.value(*id) else { continue };
        let name = Arc::clone(value.name);
        let rarity = rarity(having as usize, all);
        let weighed = match value.facet {
            Facet::Speaker => (4.0 + rarity, Reason::Speaker(name)),
            Facet::Topic => (1.2 * rarity, Reason::Subject(name)),
            Facet::Tag => (0.8 * rarity, Reason::Subject(name)),
            Facet::Organization => (0.7 * rarity, Reason::Organization(name)),
            Facet::Event | Facet::Section | Facet::Year => continue,
        };
        if having > 1 && weighed.0 > 0.0 {
            weights.insert(*id, weighed);
        }
    }
    for other in (0..all as u32).filter(|other| *other != ix.0) {
        let same = index.values_of(TalkIx(other)).iter().filter_map(|id| weights.get(id));
        let reasons: Vec<_> = same.cloned().collect();
        if !reasons.is_empty() {
            shared.insert(other, reasons);
        }
    }
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
const TRACES: usize = 60;

fn share_texts(
    index: &Index,
    ix: TalkIx,
    talk: &Talk,
    shared: &mut HashMap<u32, Vec<(f32, Reason)>>,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<()> {
    let (links, words) = (links_of(talk), telling_words(talk));
    let traces: Vec<&str> = links.iter().chain(&words).map(String::as_str).collect();
    let finder =
        AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&traces);
    let (Ok(finder), false) = (finder, traces.is_empty()) else { return Some(()) };
    let found: Vec<(u32, u64)> = index.each_talk(cancelled, |number, talk| {
        let traces = traces_in(&finder, talk, links.len(), &traces);
        (traces != 0).then_some((number, traces))
    })?;
    for (trace, text) in traces.iter().enumerate() {
        let having = found.iter().filter(|(_, traces)| traces >> trace & 1 == 1).count();
        // What half the library says tells nothing, and what nobody else says connects nothing.
        let weight = rarity(having, index.len()) - std::f32::consts::LN_2;
        if having < 2 || weight <= 0.0 {
            continue;
        }
        let (weight, reason) = if trace < links.len() {
            (1.0 + weight, Reason::Link((*text).to_owned()))
        } else {
            (0.35 * weight, Reason::Word((*text).to_owned()))
        };
        for (number, _) in found.iter().filter(|(number, traces)| *number != ix.0 && traces >> trace & 1 == 1) {
            shared.entry(*number).or_default().push((weight, reason.clone()));
        }
    }
    Some(())
}

/// Bit `i` says that the talk holds trace `i`: links anywhere, words where they are read and stand alone.
fn traces_in(finder: &AhoCorasick, talk: &Talk, links: usize, traces: &[&str]) -> u64 {
    let source = talk.source();
    let bytes = source.as_bytes();
    let mut held = 0u64;
    for found in finder.find_iter(source) {
        let trace = found.pattern().as_usize();
        let is_word_byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let stands_alone = !is_word_byte(found.start().checked_sub(1)) && !is_word_byte(Some(found.end()));
        if held >> trace & 1 == 0
            && (trace < links || stands_alone && is_read(talk, talk.place.start as usize + found.start()))
        {
            held |= 1 << trace;
        }
        if held.count_ones() as usize == traces.len() {
            break;
        }
    }
    held
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
        if is_url && url.len() > 12 && !links.iter().any(|known| known == url) && links.len() < TRACES / 2 {
            links.push(url.to_owned());
        }
    }
    links
}

/// The words that a talk says most and that are long enough to mean something.
fn telling_words(talk: &Talk) -> Vec<String> {
    const SHORTEST: usize = 5;
    let source = talk.source();
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, word) in source.split(|c: char| !c.is_ascii_alphanumeric()).enumerate() {
        if word.len() >= SHORTEST && word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            counts.entry(word.to_ascii_lowercase()).or_insert((0, place)).0 += 1;
        }
    }
    let mut words: Vec<(String, (usize, usize))> = counts.into_iter().collect();
    words.sort_by_key(|(_, (count, place))| (Reverse(*count), *place));
    words.truncate(TRACES / 2);
    words.into_iter().map(|(word, _)| word).collect()
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
