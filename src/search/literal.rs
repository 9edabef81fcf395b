//! The places where a text stands in a body, letter by letter.
//!
//! Most of a body is ASCII, so the text is looked for in the raw bytes first, in any case of its letters. Only
//! around characters that folding changes, pieces of lines are folded and looked at again. However long a line
//! and however often the text stands on it, each byte is looked at a few times at most.
//!
//! Not here: phrases (`needle`), what of a source is read (`readable`).

use std::collections::VecDeque;
use std::ops::Range;

use aho_corasick::{AhoCorasick, packed};
use memchr::memmem::Finder;
use memchr::{memchr2, memrchr2};

use super::accents::may_be_part;
use super::readable::{Letters, is_read, letters_of};
use crate::source::repair;
use crate::talk::Talk;
use crate::text::{Case, Folded, first_foreign, fold};

/// A text looked for as it stands on one line.
pub(super) struct Literal {
    /// The folded text; with its case where that counts.
    pub(super) text: String,
    case: Case,
    raw: Raw,
    /// Finds `text` in folded text.
    folded: Finder<'static>,
    /// The least that a talk's letters must be for pieces of it to be folded.
    foreign: Letters,
    /// Whether it is part of an address, so that it is looked for where addresses stand too.
    is_address: bool,
}

/// How the raw bytes are searched.
enum Raw {
    /// As they are: no ASCII letter, or case counts.
    Exact,
    /// For a window of the text in every case of its letters, so many bytes into it.
    Window(packed::Searcher, usize),
    /// For all of it without regard to case, on machines that the packed search is not made for.
    AnyCase(Box<AhoCorasick>),
    /// Not at all.
    Never,
}

impl Literal {
    /// Looks for a folded text.
    pub(super) fn of(text: String, case: Case) -> Literal {
        let raw = match case {
            _ if text.is_empty() => Raw::Never,
            Case::Ignore if text.bytes().any(|byte| byte.is_ascii_alphabetic()) => any_case(text.as_bytes(), 0),
            _ => Raw::Exact,
        };
        let punctuated = text.chars().any(|c| !c.is_alphanumeric());
        let foreign = if punctuated { Letters::Typographic } else { Letters::Foreign };
        let folded = Finder::new(&text).into_owned();
        let is_address = is_address(&text);
        Literal { text, case, raw, folded, foreign, is_address }
    }

    /// Whether the text counts where it stands at a byte of the note.
    fn counts_at(&self, talk: &Talk, at: usize) -> bool {
        self.is_address || is_read(talk, at)
    }

    /// Looks for the rest of a text whose first bytes are known to be there.
    pub(super) fn know_beginning(&mut self, known: usize) {
        if let Raw::Window(..) = self.raw {
            self.raw = any_case(self.text.as_bytes(), known);
        }
    }

    /// The places, from byte `from` of the note on, where the talk's body reads so: bytes of the note's text,
    /// ascending; the start of the line where mojibake had to be mended.
    pub(super) fn places<'a>(&'a self, talk: &'a Talk, letters: Letters, from: usize) -> Places<'a> {
        let from = from.max(talk.place.start as usize);
        let folds = letters >= self.foreign && !self.text.is_empty();
        Places {
            literal: self,
            talk,
            folds,
            from,
            plain: None,
            folded: VecDeque::new(),
            folded_to: from,
            given_to: from,
        }
    }

    /// The first of the places that the raw bytes show.
    pub(super) fn find_raw(&self, talk: &Talk, within: Range<usize>) -> Option<usize> {
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
            if same && start + found.len() <= within.end && self.counts_at(talk, start) {
                return Some(start);
            }
        }
    }

    /// Whether folding around a character outside ASCII can show the text where the raw bytes do not.
    fn may_show_at(&self, talk: &Talk, at: usize, c: char) -> bool {
        if talk.note.mojibake {
            return true;
        }
        let is_changed = letters_of(c) >= self.foreign;
        let is_ascii = self.text.is_ascii() && self.case == Case::Ignore;
        is_changed && (!is_ascii || may_be_part(self.text.as_bytes(), talk.note.text.as_bytes(), at, c))
    }
}

/// The bytes of a line folded at once.
const PIECE: usize = 4096;

/// See [`Literal::places`].
pub(super) struct Places<'a> {
    literal: &'a Literal,
    talk: &'a Talk,
    folds: bool,
    /// Where raw bytes are looked at next.
    from: usize,
    /// The next place the raw bytes show; the talk's end when there is none.
    plain: Option<usize>,
    /// Places that folding showed, not given yet.
    folded: VecDeque<usize>,
    /// As far as was looked at for folding.
    folded_to: usize,
    /// Places before this were given: a piece begins before the character that made it worth folding.
    given_to: usize,
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let end = self.talk.place.end as usize;
        let plain = match self.plain {
            Some(plain) => plain,
            None => self.literal.find_raw(self.talk, self.from..end).unwrap_or(end),
        };
        self.plain = Some(plain);
        while self.folds && self.folded.is_empty() && self.folded_to < plain {
            self.fold_on(plain);
        }
        if let Some(at) = self.folded.front().copied().filter(|at| *at <= plain) {
            self.folded.pop_front();
            if at == plain {
                self.pass(plain);
            }
            return Some(at);
        }
        self.pass(plain);
        (plain < end).then_some(plain)
    }
}

impl Places<'_> {
    fn pass(&mut self, plain: usize) {
        if plain < self.talk.place.end as usize {
            self.from = plain + 1;
            self.plain = None;
        }
    }

    /// Folds the next piece that can show the text, if one begins before `limit`.
    fn fold_on(&mut self, limit: usize) {
        let text = &*self.talk.note.text;
        let limit = limit.min(self.talk.place.end as usize);
        let next = text.as_bytes().get(self.folded_to..limit).and_then(first_foreign).map(|at| self.folded_to + at);
        let Some((at, c)) = next.and_then(|at| Some((at, text.get(at..)?.chars().next()?))) else {
            self.folded_to = limit;
            return;
        };
        if !self.literal.may_show_at(self.talk, at, c) {
            self.folded_to = at + c.len_utf8();
        } else if self.talk.note.mojibake {
            self.mend_line(at);
        } else {
            self.fold_piece(at);
        }
    }

    /// A mended line counts as a whole: its bytes have no places in the note.
    fn mend_line(&mut self, at: usize) {
        let line = self.line_around(at, usize::MAX, usize::MAX);
        let text = &self.talk.note.text[line.clone()];
        let folded = fold(&repair(text), self.literal.case);
        if self.literal.folded.find(folded.as_bytes()).is_some() && self.literal.counts_at(self.talk, line.start) {
            self.folded.push_back(line.start);
        }
        self.folded_to = line.end + 1;
    }

    fn fold_piece(&mut self, at: usize) {
        let reach = 4 * self.literal.text.len() + 64;
        let piece = self.line_around(at, reach, PIECE + 2 * reach);
        let is_cut = piece.end >= at + PIECE;
        // What stands at a cut is looked at again with the piece that follows.
        let done = if is_cut { piece.end - reach } else { piece.end };
        let text = &self.talk.note.text[piece.clone()];
        // Most pieces do not hold it; only those that do need the way back.
        if self.literal.folded.find(fold(text, self.literal.case).as_bytes()).is_some() {
            let folded = Folded::of(text, self.literal.case);
            let length = self.literal.text.len();
            let found = self.literal.folded.find_iter(folded.text.as_bytes());
            let places = found.map(|at| piece.start + folded.source_range(at..at + length).start);
            let from = self.given_to;
            let new = places.filter(|place| (from..done).contains(place) && self.literal.counts_at(self.talk, *place));
            self.folded.extend(new);
        }
        self.folded_to = self.boundary(done.max(at + 1));
        self.given_to = done;
    }

    /// The line around a byte, as far as it reaches so many bytes before and after.
    fn line_around(&self, at: usize, before: usize, after: usize) -> Range<usize> {
        let bytes = self.talk.note.text.as_bytes();
        let place = &self.talk.place;
        let from = at.saturating_sub(before).max(place.start as usize).min(at);
        let to = at.saturating_add(after).min(place.end as usize).max(at);
        let start = memrchr2(b'\n', b'\r', &bytes[from..at]).map_or(from, |ending| from + ending + 1);
        let end = memchr2(b'\n', b'\r', &bytes[at..to]).map_or(to, |ending| at + ending);
        self.boundary(start)..self.boundary(end)
    }

    /// The first character boundary at or after a byte.
    fn boundary(&self, mut at: usize) -> usize {
        while !self.talk.note.text.is_char_boundary(at) && at < self.talk.note.text.len() {
            at += 1;
        }
        at
    }
}

/// Whether a text is looked for as part of an address: `https://`, `example.org/cliff`, `slides.pdf`.
pub(super) fn is_address(text: &str) -> bool {
    let ends_name = |(at, _): (usize, &str)| {
        let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
        before.last().is_some_and(u8::is_ascii_alphanumeric)
            && after.len() >= 2
            && after[..2].iter().all(u8::is_ascii_alphabetic)
    };
    text.contains("://") || text.match_indices('.').any(ends_name)
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
