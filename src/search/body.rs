//! Finding a word or phrase in the bodies of talks, literally, in the notes' own text.
//!
//! Most of a body is ASCII, so the word is looked for in the raw bytes first, in any case of its letters; only
//! lines that hold something folding changes are folded and looked at again. The first place is enough, and
//! it is kept: a longer word cannot stand before the first place of its beginning.
//!
//! Not here: fields (`pattern`), what of a source is read (`readable`), the line to show (`excerpt`).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aho_corasick::{AhoCorasick, packed};
use memchr::memmem::Finder;

use super::pattern::Pattern;
use super::readable::{Letters, first_foreign, is_read, line_end, line_start};
use crate::source::repair;
use crate::talk::Talk;
use crate::text::{Case, Folded};

/// What is looked for in bodies.
pub(super) struct Needle {
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

impl Needle {
    /// The needle of a word or phrase.
    pub(super) fn of(pattern: &Pattern) -> Needle {
        let (text, case) = match pattern.exact() {
            Some(exact) => (exact.to_owned(), Case::Keep),
            None => (pattern.lower().to_owned(), Case::Ignore),
        };
        let raw = match case {
            Case::Ignore if text.bytes().any(|byte| byte.is_ascii_alphabetic()) => any_case(text.as_bytes()),
            _ => Raw::Exact,
        };
        let punctuated = text.chars().any(|c| !c.is_alphanumeric());
        let foreign = if punctuated { Letters::Typographic } else { Letters::Foreign };
        let folded = Finder::new(&text).into_owned();
        Needle { text, case, raw, folded, foreign }
    }

    /// The first place, at or after byte `from` of the note, where the talk's body reads so; in bytes of the
    /// note's text.
    pub(super) fn find_in(&self, talk: &Talk, letters: Letters, from: usize) -> Option<usize> {
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

    fn find_raw(&self, talk: &Talk, within: std::ops::Range<usize>) -> Option<usize> {
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
    fn find_folded(&self, talk: &Talk, within: std::ops::Range<usize>) -> Option<usize> {
        let text = &*talk.note.text;
        let mut from = line_start(text, within.start).max(talk.place.start as usize);
        while from < within.end {
            let at = from + first_foreign(&text.as_bytes()[from..within.end])?;
            let start = line_start(text, at).max(talk.place.start as usize);
            let end = line_end(text, at).min(talk.place.end as usize);
            if let Some(found) = self.find_in_line(talk, start..end) {
                return Some(found);
            }
            from = end + 1;
        }
        None
    }

    fn find_in_line(&self, talk: &Talk, line: std::ops::Range<usize>) -> Option<usize> {
        let written = talk.note.text.get(line.clone())?;
        let mended = if talk.note.mojibake { repair(written) } else { written.into() };
        let folded = Folded::of(&mended, self.case);
        let is_mended = *mended != *written;
        self.folded
            .find_iter(folded.text.as_bytes())
            .map(
                |at| {
                    if is_mended {
                        line.start
                    } else {
                        line.start + folded.source_range(at..at + self.text.len()).start
                    }
                },
            )
            .find(|at| is_read(talk, *at))
    }

    /// Whether wherever this needle is found, `shorter` is found at the same place.
    fn begins_with(&self, shorter: &Scan) -> bool {
        match (self.case, shorter.case) {
            (Case::Ignore, Case::Keep) => false,
            (Case::Keep, Case::Ignore) => self.text.to_lowercase().starts_with(&shorter.text),
            _ => self.text.starts_with(&shorter.text),
        }
    }
}

/// The longest that variants in upper and lower case are made of.
const WINDOW: usize = 3;

/// Looks for the rarest three bytes in all their cases at once; the rest is compared where they stand.
fn any_case(text: &[u8]) -> Raw {
    let windows = text.windows(WINDOW.min(text.len()));
    let rarest = windows.enumerate().min_by_key(|(_, window)| window.iter().map(|byte| frequency(*byte)).sum::<u32>());
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

/// Where a needle first stands in each talk, as far as is known. Filled by all searching threads.
#[derive(Debug)]
pub(super) struct Scan {
    text: String,
    case: Case,
    first: Vec<AtomicU32>,
}

/// Not looked at yet.
const UNKNOWN: u32 = u32::MAX;
/// It does not stand there.
const NONE: u32 = u32::MAX - 1;

/// What earlier scans say about a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    No,
    Yes,
    /// Not before this byte.
    From(usize),
}

/// A needle with what is known of where it stands.
pub(super) struct Search {
    needle: Needle,
    pub(super) scan: Arc<Scan>,
    /// The scan of the longest beginning of the needle.
    shorter: Option<Arc<Scan>>,
    /// A scan of a needle that begins with this one.
    longer: Option<Arc<Scan>>,
}

impl Search {
    /// A search over `talks` talks that makes use of earlier scans.
    pub(super) fn new(pattern: &Pattern, earlier: &[Arc<Scan>], talks: usize) -> Search {
        let needle = Needle::of(pattern);
        let same = earlier.iter().find(|scan| scan.text == needle.text && scan.case == needle.case);
        let shorter = earlier
            .iter()
            .filter(|scan| scan.text.len() < needle.text.len() && needle.begins_with(scan))
            .max_by_key(|scan| scan.text.len());
        let longer = earlier.iter().find(|scan| {
            scan.text.len() > needle.text.len() && scan.case == needle.case && scan.text.starts_with(&needle.text)
        });
        let scan = match same {
            Some(same) if same.first.len() == talks => Arc::clone(same),
            _ => {
                let known = |at| {
                    same.and_then(|same| same.first.get(at))
                        .map_or(UNKNOWN, |first: &AtomicU32| first.load(Ordering::Relaxed))
                };
                let first = (0..talks).map(|at| AtomicU32::new(known(at))).collect();
                Arc::new(Scan { text: needle.text.clone(), case: needle.case, first })
            }
        };
        Search { shorter: shorter.cloned(), longer: longer.cloned(), needle, scan }
    }

    /// Whether the talk of that number reads so somewhere.
    pub(super) fn holds(&self, number: usize, talk: &Talk, letters: Letters) -> bool {
        let found = match self.known(number) {
            Known::Yes => return true,
            Known::No => None,
            Known::From(from) => self.needle.find_in(talk, letters, from),
        };
        if let Some(first) = self.scan.first.get(number) {
            first.store(found.map_or(NONE, |at| at as u32), Ordering::Relaxed);
        }
        found.is_some()
    }

    fn known(&self, number: usize) -> Known {
        let look =
            |scan: &Scan| scan.first.get(number).map_or(UNKNOWN, |first: &AtomicU32| first.load(Ordering::Relaxed));
        match look(&self.scan) {
            NONE => return Known::No,
            UNKNOWN => {}
            _ => return Known::Yes,
        }
        if self.longer.as_ref().is_some_and(|longer| look(longer) < NONE) {
            return Known::Yes;
        }
        match self.shorter.as_ref().map_or(UNKNOWN, |shorter| look(shorter)) {
            NONE => Known::No,
            UNKNOWN => Known::From(0),
            at => Known::From(at as usize),
        }
    }
}

/// The bytes that scans kept for later searches may take.
const KEPT_BYTES: usize = 12 << 20;

/// The scans worth keeping: the newest, each needle once, as many as a fixed memory holds.
pub(super) fn keep_scans(new: impl Iterator<Item = Arc<Scan>>, earlier: &[Arc<Scan>]) -> Vec<Arc<Scan>> {
    let mut kept: Vec<Arc<Scan>> = Vec::new();
    let mut bytes = 0;
    for scan in new.chain(earlier.iter().cloned()) {
        bytes += scan.first.len() * size_of::<AtomicU32>();
        if !kept.is_empty() && bytes > KEPT_BYTES {
            break;
        }
        if !kept.iter().any(|kept| kept.text == scan.text && kept.case == scan.case) {
            kept.push(scan);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn what_a_shorter_word_taught_is_used_and_remembered() {
        let talks = batch(&[talk("Title", "kube and kubernetes"), talk("Title", "nothing")]);
        let search = |word: &str, earlier: &[Arc<Scan>]| {
            let search = Search::new(&Pattern::literal(word), earlier, talks.len());
            let held: Vec<bool> =
                talks.iter().enumerate().map(|(number, talk)| search.holds(number, talk, Letters::Plain)).collect();
            (held, search.scan)
        };
        let (held, kube) = search("kube", &[]);
        assert_eq!(held, [true, false]);
        let (held, kuber) = search("kuber", std::slice::from_ref(&kube));
        assert_eq!(held, [true, false]);
        let firsts: Vec<u32> = kuber.first.iter().map(|first| first.load(Ordering::Relaxed)).collect();
        assert_eq!(firsts, [talks[0].note.text.find("kuber").expect("there") as u32, NONE]);
        let kept = keep_scans(std::iter::once(Arc::clone(&kuber)), &[Arc::clone(&kuber), kube]);
        assert_eq!(kept.len(), 2);
    }

    proptest! {
        #[test]
        fn a_word_is_found_where_folding_says_it_stands(
            word in "[a-cA-Céあ ’]{1,3}", body in "([a-cA-CéÉａあ’' —]|e\u{301}|\n){0,40}",
        ) {
            prop_assume!(!fold(&word, Case::Ignore).is_empty());
            let cased = crate::search::pattern::is_cased(&word);
            let case = if cased { Case::Keep } else { Case::Ignore };
            let stands = body.split('\n').any(|line| fold(line, case).contains(&fold(&word, case)));
            prop_assert_eq!(place(&word, &body).is_some(), stands);
        }
    }
}
