//! One spelling of a topic and how it stands in a text: what may be between its words, where it has to end.

use super::lexicon::is_spaced_letter;
use super::starts::{Start, key_of};

/// What stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A spelling that can mean nothing else.
    Name,
    /// An everyday word.
    Common,
    /// The address of a site.
    Site,
    /// The address of a place on GitHub, from the owner on.
    Repository,
}

/// A spelling.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    /// Its first word; see [`Start::key`].
    pub(super) key: u64,
    /// What follows the letters in the key.
    pub(super) next: Next,
    /// What stands there, as far as eight bytes tell and where anything must.
    tail: Tail,
    pub(super) kind: Kind,
    /// Capital letters count.
    is_exact: bool,
    /// How many letters are in the key.
    head: u8,
    /// Number of the topic.
    pub(super) topic: u16,
    /// Where it stands in the text of all.
    at: u32,
    len: u32,
}

/// What follows the first eight letters of a word, or a shorter word: to tell at a glance that a phrase does not
/// stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next(u8);

impl Next {
    pub(super) const END: Next = Next(0);
    const SIGN: Next = Next(1);

    /// A letter or digit in the same word.
    fn inside(letter: u8) -> Next {
        // Digits are all one.
        Next(if letter.is_ascii_digit() { 2 } else { 3 + (letter & 0x1f) })
    }

    /// A letter or digit in the next word.
    fn beyond(letter: u8) -> Next {
        Next(Next::inside(letter).0 + 30)
    }

    /// The set of only this one.
    pub(super) fn bit(self) -> u64 {
        1 << self.0
    }
}

/// Eight bytes, or fewer with zeros after them, whose letters are in lower case: two that are not alike there make
/// a closer look needless.
#[derive(Debug, Clone, Copy)]
struct Tail {
    bytes: u64,
    /// Those that count.
    mask: u64,
}

impl Tail {
    /// The first eight bytes of the rest of a phrase, up to the next blank.
    fn of(rest: &[u8]) -> Tail {
        let length = rest.iter().take(8).take_while(|byte| **byte != b' ').count() as u32;
        let mask = u64::MAX.checked_shr(64 - 8 * length).unwrap_or_default();
        Tail { bytes: eight(rest) & mask, mask }
    }
}

/// The first eight bytes of a text, letters in lower case; other signs become others, the same everywhere.
fn eight(text: &[u8]) -> u64 {
    let bytes = match text.first_chunk() {
        Some(bytes) => *bytes,
        None => std::array::from_fn(|at| text.get(at).copied().unwrap_or_default()),
    };
    u64::from_le_bytes(bytes) | 0x2020_2020_2020_2020
}

/// What follows a word in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Following {
    /// All that may be said to follow it. A phrase that ends there always may.
    pub(super) next: u64,
    tail: u64,
}

impl Following {
    pub(super) fn of(text: &[u8], start: Start) -> Following {
        let end = Next::END.bit();
        let rest = text.get(start.at + start.letters()..).unwrap_or_default();
        match rest {
            [] => Following { next: end, tail: 0 },
            [letter, ..] if letter.is_ascii_alphanumeric() => {
                Following { next: end | Next::inside(*letter).bit(), tail: eight(rest) }
            }
            [first, ..] => {
                let sign = if first.is_ascii_whitespace() { 0 } else { Next::SIGN.bit() };
                let past = past_gap(rest, 0).and_then(|past| rest.get(past..));
                match past {
                    Some([letter, ..]) if letter.is_ascii_alphanumeric() => {
                        let tail = past.map_or(0, eight);
                        Following { next: end | sign | Next::beyond(*letter).bit(), tail }
                    }
                    _ => Following { next: end | sign, tail: 0 },
                }
            }
        }
    }

    /// Whether a phrase with the key of the word may stand there.
    pub(super) fn allows(self, phrase: &Phrase) -> bool {
        phrase.next.bit() & self.next != 0 && (phrase.tail.bytes ^ self.tail) & phrase.tail.mask == 0
    }
}

/// Whether a word is no longer than its key and stands between blanks or the like, so that it needs no closer look.
pub(super) fn is_plain(text: &[u8], start: Start) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b',' | b'.' | b'*' | b')');
    let after = text.get(start.at + start.letters());
    let before = start.at.checked_sub(1).and_then(|before| text.get(before));
    after.is_none_or(is_blank) && before.is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'*' | b'('))
}

impl Phrase {
    /// Its topic and kind where it is one short word in any case.
    pub(super) fn only(&self) -> Option<(u16, Kind)> {
        let is_name = matches!(self.kind, Kind::Name | Kind::Common);
        (is_name && self.next == Next::END && !self.is_exact).then_some((self.topic, self.kind))
    }
}

/// Phrases and the text they stand in.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// Those that begin with one key stand together, the longest first.
    pub(super) all: Vec<Phrase>,
    text: String,
}

impl Phrases {
    /// Adds a spelling, or after an `@` a site, as a vocabulary has it.
    pub(super) fn add(&mut self, spelling: &str, topic: u16) {
        if let Some(site) = spelling.strip_prefix('@') {
            let kind = if site.starts_with("github.com/") { Kind::Repository } else { Kind::Site };
            let from = site.strip_prefix("github.com/").unwrap_or(site);
            self.push(&[from], "", kind, topic);
            return;
        }
        let (spelling, kind) = match spelling.strip_suffix('?') {
            Some(common) => (common, Kind::Common),
            None => (spelling, Kind::Name),
        };
        let words: Vec<&str> = spelling.split(is_gap).filter(|word| !word.is_empty()).collect();
        self.push(&words, " ", kind, topic);
        if words.len() == 2 {
            // `servicemesh`, `argocd`
            self.push(&words, "", kind, topic);
        } else if words.len() == 1 && words[0].len() < 8 && !words[0].ends_with('s') {
            // The key of a short word's plural is another; in longer ones an `s` at the end is let pass.
            self.push(&[words[0], "s"], "", kind, topic);
        }
    }

    fn push(&mut self, words: &[&str], gap: &str, kind: Kind, topic: u16) {
        let at = self.text.len();
        for (number, word) in words.iter().enumerate() {
            self.text.push_str(if number > 0 { gap } else { "" });
            self.text.push_str(word);
        }
        let is_exact = kind == Kind::Name && self.text[at..].bytes().any(|byte| byte.is_ascii_uppercase());
        if !is_exact {
            self.text[at..].make_ascii_lowercase();
        }
        let text = &self.text.as_bytes()[at..];
        let letters = letters(text);
        let rest = &text[letters.min(8)..];
        let (next, tail) = match rest {
            [] => (Next::END, &[][..]),
            [b' ', past @ ..] if past.first().is_some_and(u8::is_ascii_alphanumeric) => (Next::beyond(past[0]), past),
            [letter, ..] if letter.is_ascii_alphanumeric() => (Next::inside(*letter), rest),
            _ => (Next::SIGN, &[][..]),
        };
        if letters > 0 {
            let (key, len) = (key_of(&text[..letters]), text.len() as u32);
            let head = letters.min(8) as u8;
            let tail = Tail::of(tail);
            self.all.push(Phrase { key, next, tail, kind, is_exact, head, topic, at: at as u32, len });
        }
    }

    /// Puts them in the order they are asked in.
    pub(super) fn sort(&mut self) {
        self.all.sort_unstable_by_key(|phrase| (phrase.key, std::cmp::Reverse(phrase.len), phrase.kind, phrase.at));
    }

    /// Where a phrase ends that begins at a byte of a text with the same key, if it stands there.
    pub(super) fn end(&self, phrase: &Phrase, text: &str, at: usize) -> Option<usize> {
        let own = self.text.as_bytes().get(phrase.at as usize..(phrase.at + phrase.len) as usize)?;
        let bytes = text.as_bytes();
        // The key has said that these letters are there, whatever their case.
        let known = if phrase.is_exact { 0 } else { usize::from(phrase.head) };
        let mut end = at + known;
        for byte in own.iter().skip(known) {
            let there = bytes.get(end)?;
            if *byte == b' ' {
                end = past_gap(bytes, end)?;
            } else if there == byte || !phrase.is_exact && there.eq_ignore_ascii_case(byte) {
                end += 1;
            } else {
                return None;
            }
        }
        match phrase.kind {
            Kind::Name | Kind::Common => name_end(text, at, end),
            Kind::Site | Kind::Repository => site_end(bytes, at, end, phrase.kind, own.ends_with(b"/")),
        }
    }
}

/// How many letters and digits a text begins with.
fn letters(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// What may stand between two words of a name.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '/' | '.')
}

/// Past what sets two words of a phrase apart: a sign, or blanks with at most one line end.
fn past_gap(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'-' | b'_' | b'/' | b'.' => Some(at + 1),
        b' ' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => Some(at + 1),
        0xc2 if bytes.get(at + 1) == Some(&0xa0) => Some(at + 2),
        byte if byte.is_ascii_whitespace() => {
            let blanks = bytes[at..].iter().take(8).take_while(|byte| byte.is_ascii_whitespace());
            let (count, ends) = blanks.fold((0, 0), |(count, ends), b| (count + 1, ends + usize::from(*b == b'\n')));
            (ends < 2).then_some(at + count)
        }
        _ => None,
    }
}

fn name_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let plural = bytes.get(end).is_some_and(|byte| byte.eq_ignore_ascii_case(&b's')) && !is_word(end + 1);
    let end = end + usize::from(plural);
    // `naïve` is one word, `詳細はHelmで` are three.
    let is_letter = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && is_spaced_letter(c));
    let goes_on = is_word(end)
        || bytes.get(end).is_some_and(|byte| !byte.is_ascii()) && is_letter(text.get(end..)?.chars().next());
    let is_inside = at > 0 && !bytes[at - 1].is_ascii() && is_letter(text.get(..at)?.chars().next_back())
        || is_in_address(bytes, at);
    (!goes_on && !is_inside).then_some(end)
}

/// Whether a word is part of an address: what a path says is no mention.
fn is_in_address(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    if before.is_ascii_whitespace() || !before.is_ascii_punctuation() || matches!(before, b'(' | b'[' | b'*' | b'"') {
        return false;
    }
    // Addresses are longer than this only where it does not matter any more.
    let near = &bytes[at.saturating_sub(200)..at];
    let stop = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'(' | b'[' | b'<' | b'"' | b'|' | b'>');
    let word = near.rsplit(stop).next().unwrap_or_default();
    word.windows(3).any(|three| three == b"://") || word.starts_with(b"www.")
}

fn site_end(bytes: &[u8], at: usize, end: usize, kind: Kind, is_folder: bool) -> Option<usize> {
    const GITHUB: &[u8] = b"github.com/";
    let before = &bytes[..at];
    let begins = match kind {
        Kind::Repository => before.len() >= GITHUB.len() && before[at - GITHUB.len()..].eq_ignore_ascii_case(GITHUB),
        _ => !matches!(before.last(), Some(b'-' | b'_' | b'@')),
    };
    let goes_on = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    let is_longer = goes_on(end) || bytes.get(end) == Some(&b'.') && goes_on(end + 1);
    (begins && (is_folder || !is_longer)).then_some(end)
}
