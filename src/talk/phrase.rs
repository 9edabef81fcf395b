//! Phrases as they are compared, whatever their case, accents and punctuation, and the hashes of them.

use std::hash::{BuildHasherDefault, Hasher};

use crate::text::{Case, fold_into};

/// A phrase as it is compared: folded, apostrophes gone, all other punctuation a blank, blanks single.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    key_into(text, &mut key);
    key
}

/// As [`key`], into a string that is cleared first.
fn key_into(text: &str, key: &mut String) {
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
        if is_word(c) || c == '+' && !key.is_empty() && !gap {
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

/// A letter or digit. The tables of Unicode are asked for what is left when the letters of Han, kana and Hangul
/// are recognized by their place.
fn is_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ') || c.is_alphanumeric()
}

/// The hash of a [`key`], eight bytes at a time.
pub(super) fn hash_of_key(key: &str) -> u64 {
    mix_bytes(START, key.as_bytes())
}

/// The hash of a text's [`key`] without making it, for ASCII; `None` for others.
pub(super) fn hash_of_text(text: &str) -> Option<u64> {
    if let Some(hash) = hash_of_words(text.as_bytes()) {
        return Some(hash);
    }
    let (mut hash, mut gap, mut eight, mut length) = (START, false, 0u64, 0);
    let mut take = |byte: u8| {
        eight |= u64::from(byte) << (8 * (length % 8));
        length += 1;
        if length % 8 == 0 {
            hash = mix(hash, std::mem::take(&mut eight));
        }
    };
    let mut begun = false;
    for byte in text.bytes() {
        match COMPARED[usize::from(byte)] {
            NOTHING => {}
            GAP => gap = true,
            b'+' if gap || !begun => gap = true,
            FOREIGN => return None,
            compared => {
                if gap && begun {
                    take(b' ');
                }
                (gap, begun) = (false, true);
                take(compared);
            }
        }
    }
    Some(if length % 8 == 0 { hash } else { mix(hash, eight) })
}

/// The hash of words of ASCII letters and digits with single blanks between them, as most texts are that anybody
/// asks about: eight bytes at a time. `None` for others.
fn hash_of_words(text: &[u8]) -> Option<u64> {
    let (eights, rest) = text.as_chunks();
    let mut hash = START;
    // Whether a blank stands before; at the beginning none may follow either.
    let mut blank = true;
    for eight in eights {
        let eight = u64::from_le_bytes(*eight);
        blank = words_in(eight, 0, blank)?;
        hash = mix(hash, eight | LOWER);
    }
    if !rest.is_empty() {
        let absent = u64::MAX << (8 * rest.len());
        let eight = padded(rest);
        blank = words_in(eight, absent, blank)?;
        hash = mix(hash, (eight | LOWER) & !absent);
    }
    (!blank).then_some(hash)
}

/// Whether eight bytes, but those `absent`, are letters, digits and single blanks, and if so whether the last is a
/// blank. `blank`: whether one stands before them.
fn words_in(eight: u64, absent: u64, blank: bool) -> Option<bool> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let low = eight & !HIGH;
    // Adding carries into a byte's highest bit from the sought character on, never beyond it.
    let from = |bytes: u64, first: u8| bytes + u64::from(0x80 - first) * ONES;
    let letter = from(low | LOWER, b'a') & !from(low | LOWER, b'z' + 1);
    let digit = from(low, b'0') & !from(low, b'9' + 1);
    let blanks = from(low, b' ') & !from(low, b' ' + 1) & HIGH & !absent;
    let fits = (letter | digit | blanks | absent) & !eight & HIGH == HIGH;
    let doubled = blanks & (blanks << 8 | u64::from(blank) << 7);
    let last = 63 - (absent & HIGH).count_ones() * 8;
    (fits && doubled == 0).then_some(blanks >> last & 1 != 0)
}

/// The bit that tells small letters from capital ones; digits and blanks have it.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// Up to eight bytes, the first lowest, zeros behind.
fn padded(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// Takes bytes into a hash.
fn mix_bytes(hash: u64, bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks();
    let hash = eights.iter().fold(hash, |hash, eight| mix(hash, u64::from_le_bytes(*eight)));
    if rest.is_empty() { hash } else { mix(hash, padded(rest)) }
}

/// Takes eight bytes into a hash.
fn mix(hash: u64, eight: u64) -> u64 {
    let mixed = (hash ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
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
pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

pub(super) fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
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

/// Hashes eight bytes at a time; for tables that do not outlive a run.
#[derive(Clone)]
pub(super) struct ShortHasher(u64);

/// Builds [`ShortHasher`]s.
pub(super) type Short = BuildHasherDefault<ShortHasher>;

impl Default for ShortHasher {
    fn default() -> ShortHasher {
        ShortHasher(START)
    }
}

impl Hasher for ShortHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix_bytes(self.0, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_by_their_keys_whichever_way() {
        for text in [
            "Q&A:",
            "C++ & Rust",
            "don't",
            " - x -",
            "a+",
            "+a",
            "The  END",
            "",
            "a",
            "Eight 88",
            "Service Mesh 2 go",
            "ends at 8 ",
            " blank first",
            "sixteen letters!",
        ] {
            assert_eq!(hash_of_text(text), Some(hash_of_key(&key(text))), "{text}");
            assert_eq!(key(&format!("{text}é")).trim_end_matches('e').trim(), key(text), "{text}");
        }
    }

    #[test]
    fn letters_are_known_by_their_place_as_by_the_tables() {
        for c in '\u{0}'..=char::MAX {
            assert_eq!(is_word(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_the_hash_of_its_key(text in "[ -~]{0,40}|[A-Za-z0-9 ]{0,40}") {
            proptest::prop_assert_eq!(hash_of_text(&text), Some(hash_of_key(&key(&text))));
        }
    }
}
