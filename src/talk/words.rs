//! What words mean in notes: labels, days, sections, roles, names. The lists are data under `assets/words`,
//! one file a language, compiled in and read once.
//!
//! A list is weak evidence by itself; where it decides alone (labels, section words) the phrase must match whole.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::text::{Case, fold_into};

/// The lists, as bits, so that one look-up answers all questions about a phrase.
pub(super) mod is {
    pub(in crate::talk) const SPEAKER: u64 = 1;
    pub(in crate::talk) const AUTHOR: u64 = 1 << 1;
    pub(in crate::talk) const TITLE: u64 = 1 << 2;
    pub(in crate::talk) const ORGANIZATION: u64 = 1 << 3;
    pub(in crate::talk) const EVENT: u64 = 1 << 4;
    pub(in crate::talk) const DATE: u64 = 1 << 5;
    pub(in crate::talk) const TIME: u64 = 1 << 6;
    pub(in crate::talk) const TRACK: u64 = 1 << 7;
    pub(in crate::talk) const TAGS: u64 = 1 << 8;
    pub(in crate::talk) const RECORDING: u64 = 1 << 9;
    pub(in crate::talk) const SLIDES: u64 = 1 << 10;
    pub(in crate::talk) const SCHEDULE: u64 = 1 << 11;
    pub(in crate::talk) const CODE: u64 = 1 << 12;
    pub(in crate::talk) const FIELD: u64 = 1 << 13;
    pub(in crate::talk) const BY: u64 = 1 << 14;
    pub(in crate::talk) const AND: u64 = 1 << 15;
    pub(in crate::talk) const AT: u64 = 1 << 16;
    pub(in crate::talk) const WEEKDAY: u64 = 1 << 17;
    pub(in crate::talk) const MONTH: u64 = 1 << 18;
    pub(in crate::talk) const DAY: u64 = 1 << 19;
    pub(in crate::talk) const DAYTIME: u64 = 1 << 20;
    pub(in crate::talk) const NUMBER: u64 = 1 << 21;
    pub(in crate::talk) const ROOM: u64 = 1 << 22;
    pub(in crate::talk) const SECTION: u64 = 1 << 23;
    pub(in crate::talk) const GROUP: u64 = 1 << 24;
    pub(in crate::talk) const CONTENTS: u64 = 1 << 25;
    pub(in crate::talk) const MISC: u64 = 1 << 26;
    pub(in crate::talk) const KIND: u64 = 1 << 27;
    pub(in crate::talk) const ROLE: u64 = 1 << 28;
    pub(in crate::talk) const ORGANIZATION_WORD: u64 = 1 << 29;
    pub(in crate::talk) const OPENING: u64 = 1 << 30;
    pub(in crate::talk) const CLOSING: u64 = 1 << 31;
    pub(in crate::talk) const NOTES: u64 = 1 << 32;
    pub(in crate::talk) const EVENT_WORD: u64 = 1 << 33;
    pub(in crate::talk) const HONORIFIC: u64 = 1 << 34;
    pub(in crate::talk) const GIVEN_NAME: u64 = 1 << 35;
    pub(in crate::talk) const ALSO_WORD: u64 = 1 << 36;
    pub(in crate::talk) const PARTICLE: u64 = 1 << 37;
    pub(in crate::talk) const TITLE_WORD: u64 = 1 << 38;
    pub(in crate::talk) const COMPANY: u64 = 1 << 39;
    pub(in crate::talk) const REGION: u64 = 1 << 40;
    /// The first word of a conference's name.
    pub(in crate::talk) const EVENT_START: u64 = 1 << 41;
    /// A conference's whole name, in one word.
    pub(in crate::talk) const EVENT_NAME: u64 = 1 << 42;
    /// Where the number of a month stands.
    pub(in crate::talk) const MONTH_AT: u32 = 58;
    /// Any label of a field.
    pub(in crate::talk) const LABEL: u64 = (1 << 14) - 1;
}

const LISTS: &[(&str, u64)] = &[
    ("speaker", is::SPEAKER),
    ("author", is::AUTHOR),
    ("title", is::TITLE),
    ("organization", is::ORGANIZATION),
    ("event", is::EVENT),
    ("date", is::DATE),
    ("time", is::TIME),
    ("track", is::TRACK),
    ("tags", is::TAGS),
    ("recording", is::RECORDING),
    ("slides", is::SLIDES),
    ("schedule", is::SCHEDULE),
    ("code", is::CODE),
    ("field", is::FIELD),
    ("by", is::BY),
    ("and", is::AND),
    ("at", is::AT),
    ("weekday", is::WEEKDAY),
    ("day", is::DAY),
    ("daytime", is::DAYTIME),
    ("number", is::NUMBER),
    ("room", is::ROOM),
    ("section", is::SECTION),
    ("group", is::GROUP),
    ("contents", is::CONTENTS),
    ("misc", is::MISC),
    ("kind", is::KIND),
    ("role", is::ROLE),
    ("organization_word", is::ORGANIZATION_WORD),
    ("opening", is::OPENING),
    ("closing", is::CLOSING),
    ("notes", is::NOTES),
    ("event_word", is::EVENT_WORD),
    ("honorific", is::HONORIFIC),
    ("also_words", is::ALSO_WORD),
    ("given", is::GIVEN_NAME),
    ("particle", is::PARTICLE),
    ("word", is::TITLE_WORD),
    ("region", is::REGION),
];

const FILES: &[&str] = &[
    include_str!("../../assets/words/en.toml"),
    include_str!("../../assets/words/de.toml"),
    include_str!("../../assets/words/fr.toml"),
    include_str!("../../assets/words/es.toml"),
    include_str!("../../assets/words/pt.toml"),
    include_str!("../../assets/words/it.toml"),
    include_str!("../../assets/words/nl.toml"),
    include_str!("../../assets/words/nordic.toml"),
    include_str!("../../assets/words/pl.toml"),
    include_str!("../../assets/words/ru.toml"),
    include_str!("../../assets/words/zh.toml"),
    include_str!("../../assets/words/ja.toml"),
    include_str!("../../assets/words/ko.toml"),
    include_str!("../../assets/words/names.toml"),
    include_str!("../../assets/words/titles.toml"),
    include_str!("../../assets/words/companies.toml"),
    include_str!("../../assets/words/events.toml"),
];

/// All lists, ready to be asked.
///
/// Phrases are kept as hashes: 64 bits tell ten thousand phrases from all others, and asking needs no text.
pub(super) struct Words {
    phrases: HashMap<u64, u64, Ready>,
    events: HashMap<u64, &'static str, Ready>,
    honorifics: Vec<&'static str>,
    /// The lengths of words before names ("by"), as bits, by their first byte.
    by: [u32; 256],
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

/// The lists.
pub(super) fn words() -> &'static Words {
    &WORDS
}

/// A phrase as it is compared: folded, apostrophes gone, all other punctuation a blank, blanks single.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    key_into(text, &mut key);
    key
}

/// As [`key`], into a string that is cleared first.
pub(super) fn key_into(text: &str, key: &mut String) {
    key.clear();
    let mut gap = false;
    if text.is_ascii() {
        let mut bytes = std::mem::take(key).into_bytes();
        for byte in text.bytes() {
            match COMPARED[usize::from(byte)] {
                NOTHING => {}
                GAP => gap = true,
                b'+' if gap || bytes.is_empty() => gap = true,
                compared => {
                    if gap && !bytes.is_empty() {
                        bytes.push(b' ');
                    }
                    gap = false;
                    bytes.push(compared);
                }
            }
        }
        *key = String::from_utf8(bytes).unwrap_or_default();
        return;
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, Case::Ignore, &mut folded);
    for c in folded.chars() {
        if c.is_alphanumeric() || c == '+' && !key.is_empty() && !gap {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(c.to_ascii_lowercase());
        } else if c != '\'' {
            gap = true;
        }
    }
}

/// The longest phrase of the lists has fewer bytes.
const LONGEST: usize = 64;

/// The hash of a [`key`].
fn hash_of_key(key: &str) -> u64 {
    key.bytes().fold(START, step)
}

/// The hash of a text's [`key`] without making it, for ASCII; `None` for others.
fn hash_of_text(text: &str) -> Option<u64> {
    let (mut hash, mut gap) = (START, false);
    for byte in text.bytes() {
        match COMPARED[usize::from(byte)] {
            NOTHING => {}
            GAP => gap = true,
            b'+' if gap || hash == START => gap = true,
            FOREIGN => return None,
            compared => {
                if gap && hash != START {
                    hash = step(hash, b' ');
                }
                gap = false;
                hash = step(hash, compared);
            }
        }
    }
    Some(hash)
}

/// The hash of a text's [`key`]: equal where the keys are.
pub(super) fn hash_of_phrase(text: &str) -> u64 {
    hash_of_text(text).unwrap_or_else(|| hash_of_key(&key(text)))
}

/// What each byte is in a [`key`]: itself in lower case, or one of the three below.
const COMPARED: [u8; 256] = {
    let mut table = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        let written = byte as u8;
        table[byte] = match written {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' => written.to_ascii_lowercase(),
            b'\'' => NOTHING,
            0x80.. => FOREIGN,
            _ => GAP,
        };
        byte += 1;
    }
    table
};
/// A byte between words.
const GAP: u8 = 0;
/// A byte that is left out.
const NOTHING: u8 = 1;
/// A byte of no ASCII text.
const FOREIGN: u8 = 2;

/// FNV-1a: short keys, and nobody outside chooses them all.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// The lists of a file: `name = ["a", "b"]` on one line, or a block of text between three quotes. A test holds
/// this against a TOML parser; at every start of the program it is ten times faster.
fn lists(file: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut found = Vec::new();
    let mut rest = file;
    while let Some(line) = rest.lines().next() {
        let next = rest.get(line.len() + 1..).unwrap_or_default();
        if let Some((name, values)) = line.split_once(" = [") {
            found.push((name, values.split('"').skip(1).step_by(2).collect()));
            rest = next;
        } else if let Some((name, _)) = line.split_once(" = \"\"\"") {
            let end = next.find("\"\"\"").unwrap_or(next.len());
            found.push((name, vec![&next[..end]]));
            rest = next.get(end + 4..).unwrap_or_default();
        } else {
            rest = next;
        }
    }
    found
}

impl Words {
    /// In which lists a phrase stands; see [`is`]. The phrase must be a [`key`].
    pub(super) fn flags(&self, key: &str) -> u64 {
        if key.len() > LONGEST { 0 } else { self.phrases.get(&hash_of_key(key)).copied().unwrap_or(0) }
    }

    /// In which lists a phrase stands, as it is written.
    pub(super) fn flags_of(&self, text: &str) -> u64 {
        if text.len() > 2 * LONGEST {
            return 0;
        }
        match hash_of_text(text) {
            Some(hash) => self.phrases.get(&hash).copied().unwrap_or(0),
            None => self.flags(&key(text)),
        }
    }

    /// Whether a word as written may be one that stands before names, from its first letter and length.
    pub(super) fn may_be_by(&self, word: &str) -> bool {
        let first = word.bytes().next().unwrap_or(0);
        !first.is_ascii() || self.by[usize::from(first)] >> word.len().min(31) & 1 != 0
    }

    /// Whether a text as written stands in one of these lists.
    pub(super) fn holds(&self, text: &str, lists: u64) -> bool {
        self.flags_of(text) & lists != 0
    }

    /// Whether a phrase stands in one of these lists.
    pub(super) fn has(&self, key: &str, lists: u64) -> bool {
        self.flags(key) & lists != 0
    }

    /// The month a word names, 1 to 12.
    pub(super) fn month(&self, key: &str) -> Option<u8> {
        let month = (self.flags(key) >> is::MONTH_AT) as u8;
        (month > 0).then_some(month)
    }

    /// The conference whose name these words are, joined; they must be [`key`]s.
    pub(super) fn event<'k>(&self, words: impl Iterator<Item = &'k str>) -> Option<&'static str> {
        let letters = words.flat_map(str::bytes).filter(|byte| *byte != b' ');
        self.events.get(&letters.fold(START, step)).copied()
    }

    /// Whether the first words of a phrase, two to five, are a conference's name.
    pub(super) fn begins_event(&self, phrase: &str) -> bool {
        let mut hash = START;
        let mut words = 0;
        for byte in phrase.bytes().chain([b' ']) {
            if byte != b' ' {
                hash = step(hash, byte);
                continue;
            }
            words += 1;
            if words > 1 && self.events.contains_key(&hash) {
                return true;
            }
            if words == 5 {
                return false;
            }
        }
        false
    }

    /// What follows names out of courtesy, where names and words are not spaced.
    pub(super) fn honorifics(&self) -> impl Iterator<Item = &str> {
        self.honorifics.iter().copied()
    }

    fn read() -> Words {
        let phrases = HashMap::with_capacity_and_hasher(12_000, Ready::default());
        let mut words = Words { phrases, events: HashMap::default(), honorifics: Vec::new(), by: [0; 256] };
        for file in FILES {
            for (name, values) in lists(file) {
                words.take(name, &values);
            }
        }
        words
    }

    fn add(&mut self, phrase: &str, list: u64) {
        let hash = hash_of_phrase(phrase);
        if list == is::BY
            && let Some(first) = phrase.bytes().next()
        {
            self.by[usize::from(first)] |= 1 << phrase.len().min(31);
        }
        if hash != START {
            *self.phrases.entry(hash).or_default() |= list;
        }
    }

    fn take(&mut self, name: &str, values: &[&'static str]) {
        match name {
            "months" | "months_short" | "months_other" => {
                for (month, word) in (1u64..).zip(values) {
                    let known = self.flags_of(word) >> is::MONTH_AT != 0;
                    self.add(word, if known { is::MONTH } else { is::MONTH | month << is::MONTH_AT });
                }
            }
            "company" => {
                for name in values.iter().flat_map(|block| block.split(['|', '\n'])) {
                    self.add(name, is::COMPANY);
                }
            }
            "conference" => {
                for line in values.iter().flat_map(|block| block.lines()) {
                    self.take_event(line);
                }
            }
            "honorific" => self.honorifics.extend(values),
            _ => {}
        }
        let Some((_, list)) = LISTS.iter().find(|(known, _)| *known == name) else { return };
        for value in values {
            if matches!(name, "given" | "also_words" | "word") {
                for word in value.split_whitespace() {
                    self.add(word, *list);
                }
            } else {
                self.add(value, *list);
            }
        }
    }

    fn take_event(&mut self, line: &'static str) {
        let Some((name, spellings)) = line.split_once(" = ") else { return };
        for spelling in spellings.split(',').chain([name]) {
            let spelled = key(spelling);
            if spelled.contains(' ') {
                self.add(spelled.split(' ').next().unwrap_or_default(), is::EVENT_START);
            }
            let joined = spelled.bytes().filter(|byte| *byte != b' ').fold(START, step);
            *self.phrases.entry(joined).or_default() |= is::EVENT_NAME;
            self.events.entry(joined).or_insert(name);
        }
    }
}

/// For keys that are hashes already.
#[derive(Clone, Default)]
pub(super) struct ReadyHasher(u64);

/// Builds [`ReadyHasher`]s.
pub(super) type Ready = BuildHasherDefault<ReadyHasher>;

impl Hasher for ReadyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| step(hash, *byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Hashes the same on every machine and in every run.
#[derive(Clone)]
pub(super) struct FnvHasher(u64);

/// Builds [`FnvHasher`]s.
pub(super) type Fnv = BuildHasherDefault<FnvHasher>;

impl Default for FnvHasher {
    fn default() -> FnvHasher {
        FnvHasher(START)
    }
}

impl Hasher for FnvHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| step(hash, *byte));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::values;

    #[test]
    fn every_list_is_read_as_a_toml_parser_reads_it() {
        for file in FILES {
            let parsed = values::toml(file).expect("the lists are TOML");
            let found = lists(file);
            assert!(!found.is_empty(), "{}", file.lines().next().unwrap_or_default());
            for (name, list) in found {
                let value = parsed.get(name).map(values::Value::texts);
                assert_eq!(Some(list), value, "{name}");
                let known = LISTS.iter().any(|(known, _)| *known == name) || name.starts_with("months");
                assert!(known || matches!(name, "company" | "conference"), "{name}");
            }
        }
    }

    #[test]
    fn texts_are_compared_by_their_keys_whichever_way() {
        for text in ["Q&A:", "C++ & Rust", "don't", " - x -", "a+", "+a", "The  END"] {
            assert_eq!(hash_of_text(text), Some(hash_of_key(&key(text))), "{text}");
            assert_eq!(key(&format!("{text}é")).trim_end_matches('e').trim(), key(text), "{text}");
        }
    }

    #[test]
    fn phrases_are_found_whatever_their_case_accents_and_punctuation() {
        assert!(words().has(&key("Présentateur"), is::SPEAKER));
        assert!(words().has(&key("Q&A:"), is::SECTION));
        assert!(words().has(&key("登壇者"), is::SPEAKER));
        assert!(words().has(&key("Speaker(s)"), is::SPEAKER));
        assert_eq!(words().month("marz"), Some(3));
        assert_eq!(words().event(["re", "invent"].into_iter()), Some("AWS re:Invent"));
    }
}
