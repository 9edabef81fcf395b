//! What words mean in notes: labels, days, sections, roles, names. The lists are data under `assets/words`,
//! one file a language, compiled in and read once.
//!
//! A list is weak evidence by itself; where it decides alone (labels, section words) the phrase must match whole.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::markdown::values::{self, Value};
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
];

/// All lists, ready to be asked.
pub(super) struct Words {
    phrases: HashMap<Box<str>, u64, Fnv>,
    months: HashMap<Box<str>, u8, Fnv>,
    events: HashMap<Box<str>, Box<str>, Fnv>,
    honorifics: Vec<Box<str>>,
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
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'+' && !key.is_empty() && !gap {
                if gap && !key.is_empty() {
                    key.push(' ');
                }
                gap = false;
                key.push(char::from(byte.to_ascii_lowercase()));
            } else if byte != b'\'' {
                gap = true;
            }
        }
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

/// The [`key`] of a short ASCII text, without an allocation.
fn short_key<'b>(text: &str, buffer: &'b mut [u8; 64]) -> Option<&'b str> {
    if text.len() > buffer.len() {
        return None;
    }
    let (mut len, mut gap) = (0, false);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'+' && len > 0 && !gap {
            if gap && len > 0 {
                buffer[len] = b' ';
                len += 1;
            }
            gap = false;
            buffer[len] = byte.to_ascii_lowercase();
            len += 1;
        } else if !byte.is_ascii() {
            return None;
        } else if byte != b'\'' {
            gap = true;
        }
    }
    std::str::from_utf8(&buffer[..len]).ok()
}

impl Words {
    /// In which lists a phrase stands; see [`is`]. The phrase must be a [`key`].
    pub(super) fn flags(&self, key: &str) -> u64 {
        self.phrases.get(key).copied().unwrap_or(0)
    }

    /// In which lists a phrase stands, as it is written.
    pub(super) fn flags_of(&self, text: &str) -> u64 {
        let mut buffer = [0; 64];
        match short_key(text, &mut buffer) {
            Some(key) => self.flags(key),
            None if text.len() > 120 => 0,
            None => self.flags(&key(text)),
        }
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
        self.months.get(key).copied()
    }

    /// The name of the conference that is spelled so, blanks left out.
    pub(super) fn event(&self, squeezed: &str) -> Option<&str> {
        self.events.get(squeezed).map(|name| &**name)
    }

    /// What follows names out of courtesy, where names and words are not spaced.
    pub(super) fn honorifics(&self) -> impl Iterator<Item = &str> {
        self.honorifics.iter().map(|word| &**word)
    }

    fn read() -> Words {
        let mut words = Words {
            phrases: HashMap::with_capacity_and_hasher(8192, Fnv::default()),
            months: HashMap::default(),
            events: HashMap::default(),
            honorifics: Vec::new(),
        };
        for file in FILES {
            // The lists are part of the program, and a test reads each: a fault cannot reach a user.
            if let Ok(lists) = values::toml(file) {
                words.take(&lists);
            }
        }
        words.take_companies();
        words.take_events();
        words
    }

    fn add(&mut self, phrase: &str, list: u64) {
        let key = key(phrase);
        if !key.is_empty() {
            *self.phrases.entry(key.into()).or_default() |= list;
        }
    }

    fn take(&mut self, lists: &Value) {
        for (name, list) in LISTS {
            match lists.get(name) {
                Some(Value::Text(block)) => block.split_whitespace().for_each(|word| self.add(word, *list)),
                Some(value) => value.texts().into_iter().for_each(|phrase| self.add(phrase, *list)),
                None => {}
            }
        }
        for name in ["months", "months_short", "months_other"] {
            for (month, word) in (1..).zip(lists.get(name).map(Value::texts).unwrap_or_default()) {
                self.add(word, is::MONTH);
                self.months.entry(key(word).into()).or_insert(month);
            }
        }
        let honorifics = lists.get("honorific").map(Value::texts).unwrap_or_default();
        self.honorifics.extend(honorifics.into_iter().map(Box::from));
    }

    fn take_companies(&mut self) {
        let Ok(lists) = values::toml(include_str!("../../assets/words/companies.toml")) else { return };
        let Some(Value::Text(names)) = lists.get("name") else { return };
        names.split(['|', '\n']).for_each(|name| self.add(name, is::COMPANY));
    }

    fn take_events(&mut self) {
        let Ok(lists) = values::toml(include_str!("../../assets/words/events.toml")) else { return };
        for region in lists.get("region").map(Value::texts).unwrap_or_default() {
            self.add(region, is::REGION);
        }
        let Some(Value::Text(names)) = lists.get("name") else { return };
        for line in names.lines() {
            let Some((name, spellings)) = line.split_once('=') else { continue };
            for spelling in spellings.split(',').chain([name]) {
                let spelled = key(spelling);
                self.add(spelled.split(' ').next().unwrap_or_default(), is::EVENT_START);
                let squeezed = spelled.replace(' ', "");
                self.add(&squeezed, is::EVENT_START);
                self.events.entry(squeezed.into()).or_insert_with(|| name.trim().into());
            }
        }
    }
}

/// FNV-1a: short keys, and nobody outside chooses them all.
#[derive(Clone)]
pub(super) struct FnvHasher(u64);

/// Builds [`FnvHasher`]s.
pub(super) type Fnv = BuildHasherDefault<FnvHasher>;

impl Default for FnvHasher {
    fn default() -> FnvHasher {
        FnvHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for FnvHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_can_be_read() {
        let extra = [include_str!("../../assets/words/companies.toml"), include_str!("../../assets/words/events.toml")];
        for file in FILES.iter().chain(&extra) {
            assert!(values::toml(file).is_ok(), "{}", file.lines().next().unwrap_or_default());
        }
    }

    #[test]
    fn texts_are_compared_by_their_keys_whichever_way() {
        for text in ["Q&A:", "C++ & Rust", "don't", " - x -", "a+", "+a", "The  END"] {
            let mut buffer = [0; 64];
            assert_eq!(short_key(text, &mut buffer), Some(key(text).as_str()), "{text}");
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
        assert_eq!(words().event("reinvent"), Some("AWS re:Invent"));
    }
}
