//! How well one typed word matches one label: as a whole word, at the start of a word, inside one, or with
//! letters left out. A label is a title or a facet value, folded.
//!
//! Not here: which labels there are (`part`, `values`), bodies (`body`), which characters to mark (`marks`).

use std::cell::RefCell;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem::Finder;

use super::letters::{byte_words, is_unspaced, is_word_end, is_word_start, letter_bit, letter_mask};
use crate::text::{Case, fold};

/// The quality of a match at its best: a whole word.
pub(super) const WHOLE: u16 = 1000;
/// A word that begins so.
pub(super) const START: u16 = 960;
/// Letters in the middle of a word.
pub(super) const INSIDE: u16 = 500;
/// The most that letters with others left out are worth.
const STREWN: u16 = 400;

/// The longest word matched with letters left out: nobody types more, and positions are bits of a `u64`.
const LONGEST_STREWN: usize = 48;

/// Where and how well a word matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// 1 to [`WHOLE`].
    pub(super) quality: u16,
    /// The byte of the folded label where it begins; `None` for strewn letters.
    pub(super) at: Option<usize>,
}

/// A typed word, ready to be compared with many labels.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// Folded, lower case.
    lower: String,
    /// Folded with its case, where that counts: the word holds a capital letter.
    exact: Option<String>,
    finder: Finder<'static>,
    /// The letters of `lower`.
    pub(super) mask: u64,
    /// The first letter of `lower`.
    first: u64,
    /// Whether letters may be left out when it is matched.
    loose: bool,
}

impl Pattern {
    /// A word that may be matched with letters left out.
    pub(super) fn loose(word: &str) -> Pattern {
        let mut pattern = Pattern::literal(word);
        let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        pattern.loose =
            pattern.lower.chars().all(is_letter) && (3..=LONGEST_STREWN).contains(&pattern.lower.chars().count());
        pattern
    }

    /// A word or phrase that must stand there as typed, but for accents and (without a capital) case.
    pub(super) fn literal(text: &str) -> Pattern {
        let lower = fold(text, Case::Ignore);
        let exact = is_cased(text).then(|| fold(text, Case::Keep));
        let finder = Finder::new(&lower).into_owned();
        let mask = letter_mask(&lower);
        let first = lower.chars().next().map_or(0, letter_bit);
        Pattern { lower, exact, finder, mask, first, loose: false }
    }

    /// The folded word in lower case.
    pub(super) fn lower(&self) -> &str {
        &self.lower
    }

    /// Whether upper and lower case differ, and the word as it must stand.
    pub(super) fn exact(&self) -> Option<&str> {
        self.exact.as_deref()
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// Whether it is one ASCII letter: then letter masks say all there is to know.
    pub(super) fn is_one_letter(&self) -> bool {
        self.lower.len() == 1 && self.exact.is_none() && self.lower.as_bytes()[0].is_ascii_alphanumeric()
    }

    /// Whether it is looked for in bodies too: fewer than three letters are in every body, but a single
    /// Chinese or Japanese character is a word, and so are `S3`, `5G`, `C#` and, in capitals, `CI`.
    pub(super) fn reaches_bodies(&self) -> bool {
        let count = self.lower.chars().filter(|c| !c.is_whitespace()).count();
        let in_capitals = || self.exact.as_ref().is_some_and(|exact| !exact.contains(char::is_lowercase));
        let is_short_word = || count == 2 && (in_capitals() || self.lower.contains(|c: char| !c.is_alphabetic()));
        count >= 3 || is_short_word() || self.lower.chars().any(is_unspaced)
    }

    /// Compares it with a label: folded in lower case, and as written.
    pub(super) fn find(&self, folded: &str, written: &str) -> Option<Match> {
        self.find_literal(folded, written).or_else(|| self.find_strewn(folded, written))
    }

    /// The same, for a label whose words are known to begin with these letters.
    pub(super) fn find_with_initials(&self, folded: &str, written: &str, initials: u64) -> Option<Match> {
        let strewn = |pattern: &Pattern| {
            if pattern.first & !initials == 0 { pattern.find_strewn(folded, written) } else { None }
        };
        self.find_literal(folded, written).or_else(|| strewn(self))
    }

    /// The best place where the word stands letter by letter.
    pub(super) fn find_literal(&self, folded: &str, written: &str) -> Option<Match> {
        let Some(exact) = &self.exact else { return best_place(&self.finder, folded) };
        self.finder.find(folded.as_bytes())?;
        best_place(&Finder::new(exact), &fold(written, Case::Keep))
    }

    fn find_strewn(&self, folded: &str, written: &str) -> Option<Match> {
        if !self.loose || !is_strewn_in(&self.lower, folded) {
            return None;
        }
        let score = match &self.exact {
            None => skim(folded, &self.lower)?,
            Some(exact) => {
                let written = fold(written, Case::Keep);
                if !is_strewn_in(exact, &written) {
                    return None;
                }
                skim(&written, exact)?
            }
        };
        // A letter is worth 16 to the matcher and some 8 more where it begins a word or follows another.
        let share = (score.max(0) as f32 / (24.0 * self.lower.len() as f32)).min(1.0);
        Some(Match { quality: 1 + (f32::from(STREWN) * share) as u16, at: None })
    }
}

/// Whether a word counts capital letters: whoever takes the trouble to type one means it.
pub(super) fn is_cased(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}

fn best_place(finder: &Finder<'_>, label: &str) -> Option<Match> {
    let length = finder.needle().len();
    if length == 0 {
        return None;
    }
    let mut best: Option<Match> = None;
    for at in finder.find_iter(label.as_bytes()) {
        let quality = match (is_word_start(label, at), is_word_end(label, at + length)) {
            (true, true) => WHOLE,
            (true, false) => START,
            _ => INSIDE,
        };
        if best.is_none_or(|best| best.quality < quality) {
            best = Some(Match { quality, at: Some(at) });
        }
        if quality == WHOLE {
            break;
        }
    }
    best
}

thread_local! {
    // The matcher keeps its score matrix between calls.
    static SKIM: RefCell<SkimMatcherV2> = RefCell::new(SkimMatcherV2::default().respect_case());
}

/// What the matcher makes of it; both are folded already, so case is respected.
fn skim(label: &str, word: &str) -> Option<i64> {
    SKIM.with_borrow(|matcher| matcher.fuzzy_match(label, word))
}

/// The character positions of the letters of `word` in `label` as the matcher aligns them.
pub(super) fn skim_positions(label: &str, word: &str) -> Option<Vec<usize>> {
    SKIM.with_borrow(|matcher| matcher.fuzzy_indices(label, word)).map(|(_, positions)| positions)
}

/// Pieces of a word may be this many words apart.
const NEAR_WORDS: usize = 3;
/// A word may be put together from this many pieces.
const PIECES: usize = 3;

/// Whether the letters of a word stand in a label in a way that a person accepts. Nearly all are ASCII, for
/// which bytes will do.
fn is_strewn_in(word: &str, label: &str) -> bool {
    if word.is_ascii() {
        return is_acceptable(word.as_bytes(), byte_words(label.as_bytes()));
    }
    let letters: Vec<char> = word.chars().collect();
    let label: Vec<char> = label.chars().collect();
    is_acceptable(&letters, label.split(|c| !c.is_alphanumeric()).filter(|word| !word.is_empty()))
}

/// Whether a person would accept letters with others left out between them. People shorten in three ways:
/// they drop letters inside a word (`kubrntes`), run the beginnings of neighbouring words together
/// (`kubescal`), or take initials (`slo`). Letters strewn over a long title in any other way are noise.
///
/// `reach[p][d]`: bit `j` says that `word[..j]` is told by `p + 1` pieces, the last of them `d` words back;
/// `initials`: bit `j` says that `word[..j]` are the first letters of the last `j` words.
fn is_acceptable<'a, T: Copy + PartialEq + 'a>(word: &[T], label: impl Iterator<Item = &'a [T]>) -> bool {
    // Of three letters too many titles could be made.
    let only_initials = word.len() == 3;
    let mut reach = [[0u64; NEAR_WORDS]; PIECES];
    let mut initials = 0u64;
    for candidate in label {
        let mut here = [0u64; PIECES];
        here[0] = piece_ends(word, 0, candidate);
        for pieces in 1..PIECES {
            // A single letter can only be read together with the very next word: `gapi`, gateway api.
            let near = reach[pieces - 1][1..].iter().fold(0, |all, one| all | one) & !0b11;
            let mut starts = reach[pieces - 1][0] | near;
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if begins_next_piece(word, start, candidate) {
                    return true;
                }
                here[pieces] |= piece_ends(word, start, candidate) & !(0b11 << start);
            }
        }
        let next_initials = (initials | 1) << 1;
        initials = word.iter().enumerate().fold(0, |kept, (at, letter)| {
            if candidate.first() == Some(letter) { kept | next_initials & (2 << at) } else { kept }
        });
        let told = if only_initials { initials } else { here.iter().fold(initials, |all, ends| all | ends) };
        if told >> word.len() & 1 == 1 {
            return true;
        }
        for (ends, before) in here.iter().zip(&mut reach) {
            before.rotate_right(1);
            before[0] = *ends;
        }
    }
    false
}

/// Whether the last letter of a word begins `candidate`, as the first letter of a piece that is still being typed: a
/// talk that `kube` and `kubesc` find is there for `kubes` too. After less than four letters too many would be.
fn begins_next_piece<T: PartialEq>(word: &[T], start: usize, candidate: &[T]) -> bool {
    start >= 4 && start + 1 == word.len() && candidate.first() == word.last()
}

/// Bit `j` says that `word[start..j]` is a piece of `candidate`: its first letters, of which a longer piece may
/// leave some out.
fn piece_ends<T: PartialEq>(word: &[T], start: usize, candidate: &[T]) -> u64 {
    if word.get(start) != candidate.first() {
        return 0;
    }
    let mut ends = 0;
    let mut next = start;
    for (at, letter) in candidate.iter().enumerate() {
        if word.get(next) == Some(letter) {
            next += 1;
            let length = next - start;
            if at + 1 - length <= may_leave_out(length) {
                ends |= 1 << next;
            }
        }
        if next == word.len() {
            break;
        }
    }
    ends
}

/// How many letters may be missing among so many typed. Short words are in a hurry already.
fn may_leave_out(typed: usize) -> usize {
    match typed {
        0..=3 => 0,
        4..=6 => typed / 3,
        7 => 3,
        _ => typed / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(word: &str, label: &str) -> u16 {
        Pattern::loose(word).find(&fold(label, Case::Ignore), label).map_or(0, |found| found.quality)
    }

    #[test]
    fn whole_words_come_before_word_starts_before_insides_before_left_out_letters() {
        let whole = quality("argo", "Argo CD in Production");
        let start = quality("arg", "Argo CD in Production");
        let inside = quality("rgo", "Argo CD in Production");
        let strewn = quality("kubrntes", "Kubernetes in Production");
        assert!(whole > start && start > inside && inside > strewn && strewn > 0, "{whole} {start} {inside} {strewn}");
    }

    #[test]
    fn the_best_of_several_places_counts() {
        assert_eq!(quality("ops", "DevOps and Ops"), WHOLE);
        assert_eq!(quality("ops", "DevOps and Opsgenie"), START);
    }

    #[test]
    fn people_shorten_words_in_ways_that_match() {
        for (typed, label) in [
            ("kubrnetes", "Kubernetes on the Edge"),
            ("obsrvblty", "Observability for Everyone"),
            ("kubescal", "Kubernetes Autoscaling and Scaling Down"),
            ("promdeep", "Prometheus - Intro, Deep Dive, And Open Q+A"),
            ("slo", "Why Service Level Objectives Matter"),
            ("gateapi", "The Gateway API in Depth"),
            ("gapi", "The Gateway API in Depth"),
            ("wojcik", "Łukasz Wójcik"),
            ("наблюдемость", "Наблюдаемость для всех"),
            ("観測", "可観測性はコスト"),
        ] {
            assert!(quality(typed, label) > 0, "{typed} should match {label}");
        }
    }

    #[test]
    fn typing_on_never_makes_a_talk_vanish_that_comes_back() {
        for (whole, label) in [
            ("kubescaling", "Kubernetes Scaling"),
            ("kubescal", "Kubernetes Autoscaling and Scaling Down"),
            ("promdeepdive", "Prometheus - Intro, Deep Dive, And Open Q+A"),
            ("gatewayapi", "The Gateway API in Depth"),
            ("obsrvblty", "Observability for Everyone"),
            ("kubrntes", "Kubernetes on the Edge"),
        ] {
            for typed in (1..=whole.len()).map(|end| &whole[..end]) {
                assert!(quality(typed, label) > 0, "{typed} should match {label}");
            }
        }
    }

    #[test]
    fn letters_strewn_over_a_title_do_not_match() {
        for (typed, label) in [
            ("helm", "How Every Platform Lets a Team Move"),
            ("argo", "A Practical Guide to Running Your Own Registry"),
            ("kube", "Knative Under Pressure: Backups at the Edge"),
            ("dapr", "Deep Dive: A Platform for Real Users"),
            ("cilium", "Code Review in Large Teams: Images, Unit Tests, Metrics"),
            ("kyverno", "Keeping your verification rules in one place"),
            ("post", "From Protesting to Programming"),
            ("meta", "Metrics, Logs & Traces"),
            ("deep", "Test-driven development for infrastructure"),
            ("obs", "A 250 Year Old Bank's Journey"),
            ("slo", "Strange Loops"),
            ("helm", "Hello Microservices"),
            ("meta", "Metrics and Traces"),
            ("kubes", "Kubernetes for People in a Hurry and Some Others"),
        ] {
            assert_eq!(quality(typed, label), 0, "{typed} should not match {label}");
        }
    }

    #[test]
    fn a_capital_letter_makes_case_count() {
        assert!(quality("Helm", "Helm 3") > 0);
        assert_eq!(quality("Helm", "the helm of a ship"), 0);
        assert!(quality("helm", "HELM") > 0);
        assert_eq!(quality("É", "e"), 0);
    }

    proptest::proptest! {
        #[test]
        fn any_word_meets_any_label(word in "\\PC{0,12}", label in "\\PC{0,40}") {
            let folded = fold(&label, Case::Ignore);
            for pattern in [Pattern::loose(&word), Pattern::literal(&word)] {
                if let Some(found) = pattern.find(&folded, &label) {
                    proptest::prop_assert!(found.quality <= WHOLE);
                }
            }
        }
    }
}
