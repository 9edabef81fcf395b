//! Finding a word or phrase in the body of a talk, literally, in the note's own text.
//!
//! Most of a body is ASCII, so a word is looked for in the raw bytes first, in any case of its letters; only
//! lines that hold something folding changes are folded and looked at again. Of a phrase its longest word is
//! looked for so, and where that stands the words around it are read, over line ends and emphasis.
//!
//! Not here: fields (`pattern`), what of a source is read (`readable`), what was found before (`scan`).

use std::ops::Range;

use aho_corasick::{AhoCorasick, packed};
use memchr::memmem::Finder;

use super::accents::may_be_part;
use super::pattern::Pattern;
use super::readable::{Letters, first_foreign, is_read, letters_of, line_end, line_start};
use crate::source::repair;
use crate::talk::Talk;
use crate::text::{Case, Folded, fold};

/// What is looked for in bodies.
pub(super) struct Needle {
    /// The folded text; with its case where that counts.
    pub(super) text: String,
    pub(super) case: Case,
    /// All of it, or the longest word of a phrase.
    literal: Literal,
    /// The phrase as it reads, where it is one.
    phrase: Option<String>,
}

impl Needle {
    /// The needle of a word or phrase.
    pub(super) fn of(pattern: &Pattern) -> Needle {
        let (text, case) = match pattern.exact() {
            Some(exact) => (exact.to_owned(), Case::Keep),
            None => (pattern.lower().to_owned(), Case::Ignore),
        };
        let phrase = as_read(&text);
        let longest = phrase.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
        if longest.len() == phrase.len() {
            return Needle { literal: Literal::of(text.clone(), case), text, case, phrase: None };
        }
        Needle { literal: Literal::of(longest.to_owned(), case), text, case, phrase: Some(phrase) }
    }

    /// The same needle, for bodies of which it is known that they hold its first bytes: looks for the rest.
    pub(super) fn beginning_with(mut self, known: &str) -> Needle {
        if let (Raw::Window(..), None) = (&self.literal.raw, &self.phrase) {
            self.literal.raw = any_case(self.text.as_bytes(), known.len());
        }
        self
    }

    /// Whether it is more than a word.
    pub(super) fn is_phrase(&self) -> bool {
        self.phrase.is_some()
    }

    /// A place in the note, in bytes, such that the talk's body reads so at or shortly after it, and nowhere
    /// between `from` and it.
    pub(super) fn find_in(&self, talk: &Talk, letters: Letters, from: usize) -> Option<usize> {
        let Some(phrase) = &self.phrase else { return self.literal.find_in(talk, letters, from) };
        let reach = reach_of(phrase.len());
        let mut from = from;
        loop {
            let at = self.literal.find_in(talk, letters, from)?;
            let around = self.around(talk, at, reach);
            if as_read(&fold(&talk.note.text[around.clone()], self.case)).contains(phrase.as_str()) {
                return Some(around.start);
            }
            from = if at < from { line_end(&talk.note.text, from) } else { at } + 1;
        }
    }

    /// Whether the other needles' texts all stand near a place where this one does.
    pub(super) fn stands_near(&self, others: &[&Needle], talk: &Talk, letters: Letters) -> bool {
        let mut from = 0;
        for _ in 0..MOST_PLACES {
            let Some(at) = self.literal.find_in(talk, letters, from) else { return false };
            let around = &talk.note.text[self.around(talk, at, NEAR)];
            if others.iter().all(|other| fold(around, other.case).contains(&other.text)) {
                return true;
            }
            from = if at < from { line_end(&talk.note.text, from) } else { at } + 1;
        }
        false
    }

    /// How much the body makes of it: each mention counts, one in a heading as much as several. At most
    /// [`MOST_MENTIONS`]. Mentions that only folding would show are not counted.
    pub(super) fn mentions(&self, talk: &Talk) -> u32 {
        let text = &*talk.note.text;
        let mut weight = 0;
        let mut from = talk.place.start as usize;
        while let Some(at) = self.literal.find_raw(talk, from..talk.place.end as usize) {
            let is_heading = text[line_start(text, at)..].starts_with('#');
            weight += if is_heading { IN_A_HEADING } else { 1 };
            if weight >= MOST_MENTIONS {
                return MOST_MENTIONS;
            }
            from = at + 1;
        }
        weight
    }

    /// The bytes of the talk around a place, on both sides, as far as they are one text.
    fn around(&self, talk: &Talk, at: usize, reach: usize) -> Range<usize> {
        let text = &*talk.note.text;
        let told = || talk.told.iter().map(|told| (told.start as usize, told.end as usize));
        let begin = told().map(|(_, end)| end).filter(|end| *end <= at).max().unwrap_or(0);
        let stop = told().map(|(start, _)| start).filter(|start| *start > at).min().unwrap_or(usize::MAX);
        let mut start = at.saturating_sub(reach).max(talk.place.start as usize).max(begin);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (at + self.literal.text.len() + reach).min(talk.place.end as usize).min(stop);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }
}

/// Words so many bytes apart are near each other.
const NEAR: usize = 100;
/// Nobody counts further.
const MOST_MENTIONS: u32 = 20;
/// A heading says what comes below it.
const IN_A_HEADING: u32 = 5;
/// Places looked at for words near each other.
const MOST_PLACES: usize = 50;

/// How far around its longest word the rest of a phrase can stand: it may be indented, quoted, accented.
fn reach_of(phrase: usize) -> usize {
    2 * phrase + 32
}

/// A text as it reads: without emphasis and the marks of quotes, one blank between words.
fn as_read(text: &str) -> String {
    let plain = text.replace(['*', '`', '>'], "");
    let mut read = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !read.is_empty() {
            read.push(' ');
        }
        read.push_str(word);
    }
    read
}

/// A text looked for as it stands on one line.
struct Literal {
    /// The folded text; with its case where that counts.
    text: String,
    case: Case,
    raw: Raw,
    /// Finds `text` in folded lines.
    folded: Finder<'static>,
    /// The least that a talk's letters must be for its lines to be folded.
    foreign: Letters,
}

/// How the raw bytes are searched.
enum Raw {
    /// As they are: no ASCII letter, or case counts.
    Exact,
    /// For a window of the text in every case of its letters, `0` bytes into it.
    Window(packed::Searcher, usize),
    /// For all of it without regard to case, on machines where the packed search is not made for.
    AnyCase(Box<AhoCorasick>),
    /// Not at all.
    Never,
}

impl Literal {
    /// Looks for a folded text.
    fn of(text: String, case: Case) -> Literal {
        let raw = match case {
            Case::Ignore if text.bytes().any(|byte| byte.is_ascii_alphabetic()) => any_case(text.as_bytes(), 0),
            _ => Raw::Exact,
        };
        let punctuated = text.chars().any(|c| !c.is_alphanumeric());
        let foreign = if punctuated { Letters::Typographic } else { Letters::Foreign };
        let folded = Finder::new(&text).into_owned();
        Literal { text, case, raw, folded, foreign }
    }

    /// The first place, at or after byte `from` of the note, where the talk's body reads so; in bytes of the
    /// note's text.
    fn find_in(&self, talk: &Talk, letters: Letters, from: usize) -> Option<usize> {
        if self.text.is_empty() {
            return None;
        }
        let end = talk.place.end as usize;
        let from = from.max(talk.place.start as usize);
        let plain = self.find_raw(talk, from..end);
        if letters < self.foreign {
            return plain;
        }
        let foreign = self.find_folded(talk, from..plain.unwrap_or(end));
        foreign.or(plain)
    }

    fn find_raw(&self, talk: &Talk, within: Range<usize>) -> Option<usize> {
        let text = talk.note.text.as_bytes();
        let mut from = within.start;
        loop {
            let haystack = text.get(from..within.end)?;
            let (at, window) = match &self.raw {
                Raw::Exact => (self.folded.find(haystack)?, 0),
                Raw::Window(searcher, window) => (searcher.find(haystack)?.start(), *window),
                Raw::AnyCase(searcher) => (searcher.find(haystack)?.start(), 0),
                Raw::Never => return None,
            };
            let at = from + at;
            from = at + 1;
            let Some(start) = at.checked_sub(window).filter(|start| *start >= within.start) else { continue };
            let Some(found) = text.get(start..start + self.text.len()) else { continue };
            let same = self.case == Case::Keep || found.eq_ignore_ascii_case(self.text.as_bytes());
            if same && start + found.len() <= within.end && is_read(talk, start) {
                return Some(start);
            }
        }
    }

    /// Looks at lines that folding changes.
    fn find_folded(&self, talk: &Talk, within: Range<usize>) -> Option<usize> {
        let text = &*talk.note.text;
        let mut from = line_start(text, within.start).max(talk.place.start as usize);
        while from < within.end {
            let at = from + first_foreign(&text.as_bytes()[from..within.end])?;
            let c = text.get(at..)?.chars().next()?;
            if !self.may_show_at(talk, at, c) {
                from = at + c.len_utf8();
                continue;
            }
            let start = line_start(text, at).max(talk.place.start as usize);
            let end = line_end(text, at).min(talk.place.end as usize);
            if let Some(found) = self.find_in_line(talk, start..end, within.start) {
                return Some(found);
            }
            from = end + 1;
        }
        None
    }

    /// Whether folding the line of a character outside ASCII can show the text where the raw bytes do not.
    fn may_show_at(&self, talk: &Talk, at: usize, c: char) -> bool {
        if talk.note.mojibake {
            return true;
        }
        let is_changed = letters_of(c) >= self.foreign;
        let is_ascii = self.text.is_ascii() && self.case == Case::Ignore;
        is_changed && (!is_ascii || may_be_part(self.text.as_bytes(), talk.note.text.as_bytes(), at, c))
    }

    /// A mended line counts as a whole: its bytes have no places in the note.
    fn find_in_line(&self, talk: &Talk, line: Range<usize>, from: usize) -> Option<usize> {
        let written = talk.note.text.get(line.clone())?;
        let mended = if talk.note.mojibake { repair(written) } else { written.into() };
        // Most lines do not hold it; only those that do need the way back.
        self.folded.find(fold(&mended, self.case).as_bytes())?;
        let folded = Folded::of(&mended, self.case);
        let mut found = self.folded.find_iter(folded.text.as_bytes());
        if *mended != *written {
            return found.next().map(|_| line.start).filter(|at| is_read(talk, *at));
        }
        found
            .map(|at| line.start + folded.source_range(at..at + self.text.len()).start)
            .find(|at| *at >= from && is_read(talk, *at))
    }
}

/// The longest that variants in upper and lower case are made of.
const WINDOW: usize = 3;

/// Looks for the rarest three bytes in all their cases at once; the rest is compared where they stand. Not
/// among the first bytes if these stand everywhere anyway.
fn any_case(text: &[u8], everywhere: usize) -> Raw {
    let windows = text.windows(WINDOW.min(text.len())).enumerate();
    let telling = windows.filter(|(at, window)| at + window.len() > everywhere);
    let rarest = telling.min_by_key(|(_, window)| window.iter().map(|byte| frequency(*byte)).sum::<u32>());
    let Some((at, window)) = rarest else { return Raw::Never };
    let mut variants: Vec<Vec<u8>> = vec![Vec::new()];
    for byte in window {
        let upper = byte.to_ascii_uppercase();
        let with = |end: u8| variants.iter().map(move |start| [start, &[end][..]].concat()).collect::<Vec<_>>();
        variants = if upper == *byte { with(*byte) } else { [with(*byte), with(upper)].concat() };
    }
    match packed::Searcher::new(variants) {
        Some(searcher) => Raw::Window(searcher, at),
        None => AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build([text])
            .map_or(Raw::Never, |searcher| Raw::AnyCase(Box::new(searcher))),
    }
}

/// How often a byte stands in notes, roughly, of a thousand. Rare letters make quick windows.
fn frequency(byte: u8) -> u32 {
    match byte {
        b' ' => 170,
        b'e' => 100,
        b'a' | b'i' | b'n' | b'o' | b's' | b't' | b'r' => 65,
        b'c' | b'd' | b'h' | b'l' | b'm' | b'p' | b'u' => 32,
        b'b' | b'f' | b'g' | b'w' | b'y' | b'v' | b'k' | b'-' | b'.' => 14,
        b'j' | b'q' | b'x' | b'z' => 3,
        0x80.. => 8,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::sync::Arc;

    use super::*;
    use crate::search::fixture::{batch, talk};
    use crate::search::readable::foreign_letters;
    use crate::text::fold;

    fn place(word: &str, body: &str) -> Option<String> {
        let talks = batch(&[talk("Title", body)]);
        let letters = foreign_letters(talks[0].source());
        let at = Needle::of(&Pattern::literal(word)).find_in(&talks[0], letters, 0)?;
        Some(talks[0].note.text[at..].chars().take(6).collect())
    }

    #[test]
    fn words_are_found_whatever_their_case_accents_and_width() {
        for (word, body, found) in [
            ("kyverno", "We use KYVERNO and Kyverno.", Some("KYVERN")),
            ("Kyverno", "We use KYVERNO and Kyverno!", Some("Kyvern")),
            ("cafe", "plain\nUn Café noir", Some("Café n")),
            ("café", "a cafe here", Some("cafe h")),
            ("kubernetes", "Ｋｕｂｅｒｎｅｔｅｓ", Some("Ｋｕｂｅｒｎ")),
            ("ガイド", "ｶﾞｲﾄﾞ です", Some("ｶﾞｲﾄﾞ ")),
            ("привет", "Скажи ПРИВЕТ всем", Some("ПРИВЕТ")),
            ("it's", "it’s typographic", Some("it’s t")),
            ("観測", "可観測性", Some("観測性")),
            ("ab", "a\nb", None),
            ("title", "the heading is told by the title", Some("title")),
            ("title", "nothing here", None),
            ("title nothing", "nothing here", None),
            ("here and", "nothing here\nand there", Some("nothin")),
        ] {
            assert_eq!(place(word, body).as_deref().map(str::trim_end), found.map(str::trim_end), "{word} in {body}");
        }
    }

    #[test]
    fn mojibake_reads_as_what_it_was() {
        let mut talks = batch(&[talk("Title", "He said â€œhelloâ€\u{9d} to ZoÃ« there")]).to_vec();
        let mut note = (*talks[0].note).clone();
        note.mojibake = true;
        talks[0].note = Arc::new(note);
        let found = |word: &str| {
            Needle::of(&Pattern::literal(word)).find_in(&talks[0], foreign_letters(talks[0].source()), 0).is_some()
        };
        assert!(found("hello"));
        // Reads so as soon as notes are mended.
        assert_eq!(found("zoe"), *repair("ZoÃ«") == *"Zoë");
    }

    proptest! {
        #[test]
        fn a_word_is_found_where_folding_says_it_stands(
            word in "[a-cA-Céあ’]{1,3}", body in "([a-cA-CéÉａあ’' —]|e\u{301}|\n){0,40}",
        ) {
            prop_assume!(!fold(&word, Case::Ignore).is_empty());
            let cased = crate::search::pattern::is_cased(&word);
            let case = if cased { Case::Keep } else { Case::Ignore };
            let stands = body.split('\n').any(|line| fold(line, case).contains(&fold(&word, case)));
            prop_assert_eq!(place(&word, &body).is_some(), stands);
        }
    }
}
