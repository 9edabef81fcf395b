//! Finding a word or phrase in the body of a talk, literally, in the note's own text.
//!
//! Of a phrase its longest word is looked for, and where that stands the words around it are read, over line
//! ends and emphasis.
//!
//! Not here: fields (`pattern`), the places of a word (`literal`), what was found before (`scan`).

use std::ops::Range;

use super::literal::Literal;
use super::pattern::Pattern;
use super::readable::{Letters, is_heading};
use crate::talk::Talk;
use crate::text::{Case, fold};

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
        if self.phrase.is_none() {
            self.literal.know_beginning(known.len());
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
        let at = self.places(talk, letters, from).next()?;
        Some(self.phrase.as_ref().map_or(at, |phrase| self.around(talk, at, reach_of(phrase.len())).start))
    }

    /// The places where the body reads so: of a word its first byte, of a phrase that of its longest word.
    pub(super) fn places<'a>(
        &'a self,
        talk: &'a Talk,
        letters: Letters,
        from: usize,
    ) -> impl Iterator<Item = usize> + 'a {
        let reads_so = move |at: &usize| {
            self.phrase.as_ref().is_none_or(|phrase| {
                let around = self.around(talk, *at, reach_of(phrase.len()));
                as_read(&fold(&talk.note.text[around], self.case)).contains(phrase.as_str())
            })
        };
        self.literal.places(talk, letters, from).filter(reads_so)
    }

    /// Whether the other needles' texts all stand near a place where this one does.
    pub(super) fn stands_near(&self, others: &[&Needle], talk: &Talk, letters: Letters) -> bool {
        self.literal.places(talk, letters, 0).take(MOST_PLACES).any(|at| {
            let around = &talk.note.text[self.around(talk, at, NEAR)];
            others.iter().all(|other| fold(around, other.case).contains(&other.text))
        })
    }

    /// How much the body makes of it: each mention counts, one in a heading as much as several. At most
    /// [`MOST_MENTIONS`].
    pub(super) fn mentions(&self, talk: &Talk, letters: Letters) -> u32 {
        let mut weight = 0;
        for at in self.literal.places(talk, letters, 0) {
            weight += if is_heading(&talk.note.text, at) { IN_A_HEADING } else { 1 };
            if weight >= MOST_MENTIONS {
                break;
            }
        }
        weight.min(MOST_MENTIONS)
    }

    /// The bytes of the talk around a place, on both sides, as far as they are one text.
    fn around(&self, talk: &Talk, at: usize, reach: usize) -> Range<usize> {
        let text = &*talk.note.text;
        let told = || talk.told.iter().map(|told| (told.start as usize, told.end as usize));
        let edges = || told().flat_map(|(start, end)| [start, end]);
        let begin = edges().filter(|edge| *edge <= at).max().unwrap_or(0);
        let stop = edges().filter(|edge| *edge > at).min().unwrap_or(usize::MAX);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::sync::Arc;

    use super::*;
    use crate::search::fixture::{batch, talk};
    use crate::search::readable::foreign_letters;
    use crate::source::repair;
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
            ("あé", "xあé", Some("あé")),
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

    #[test]
    fn every_place_on_a_long_line_is_found_once() {
        let line = format!("café {}", "cafe and CAFÉ, été. ".repeat(900));
        let talks = batch(&[talk("Title", &line)]);
        let needle = Needle::of(&Pattern::literal("cafe"));
        let places: Vec<usize> = needle.places(&talks[0], Letters::Foreign, 0).collect();
        assert_eq!(places.len(), 1801);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
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
