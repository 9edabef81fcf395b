//! What words mean in notes: labels, days, sections, roles, names; the lists ready to be asked.
//!
//! A list is weak evidence by itself; where it decides alone (labels, section words) the phrase must match whole.

use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) use super::lists::is;
use super::lists::{FILES, LISTS, lists};
pub(super) use super::phrase::{Fnv, FnvHasher, Short, hash_of_phrase, key};
use super::phrase::{Ready, START, hash_of_key, hash_of_text, step};

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

/// The longest phrase of the lists has fewer bytes.
const LONGEST: usize = 64;

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

    /// The day of the week a word names, Monday 1 to Sunday 7.
    pub(super) fn weekday(&self, key: &str) -> Option<u8> {
        let weekday = (self.flags(key) >> is::WEEKDAY_AT & 7) as u8;
        (weekday > 0).then_some(weekday)
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
            _ if name.starts_with("weekdays") => {
                for (day, word) in (1u64..).zip(values) {
                    self.add(word, is::WEEKDAY | day << is::WEEKDAY_AT);
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
            let joined = spelled.replace(' ', "");
            *self.phrases.entry(hash_of_key(&joined)).or_default() |= is::EVENT_NAME;
            self.events.entry(joined.bytes().fold(START, step)).or_insert(name);
        }
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
                let counted = name.starts_with("months") || name.starts_with("weekdays");
                let known = LISTS.iter().any(|(known, _)| *known == name) || counted;
                assert!(known || matches!(name, "company" | "conference"), "{name}");
            }
        }
    }

    #[test]
    fn phrases_are_found_whatever_their_case_accents_and_punctuation() {
        assert!(words().has(&key("Présentateur"), is::SPEAKER));
        assert!(words().has(&key("Q&A:"), is::SECTION));
        assert!(words().has(&key("登壇者"), is::SPEAKER));
        assert!(words().has(&key("Speaker(s)"), is::SPEAKER));
        assert_eq!(words().month("marz"), Some(3));
        assert_eq!(words().weekday("domingo"), Some(7));
        assert_eq!(words().event(["re", "invent"].into_iter()), Some("AWS re:Invent"));
    }
}
