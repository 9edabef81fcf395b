//! Whether a character outside ASCII can be part of an ASCII word once folded: `é` of `cafe`, but not of
//! `kubernetes` unless its neighbours fit too. Saves folding nearly every line of notes full of accents.
//!
//! Not here: folding itself (`text`).

use std::sync::LazyLock;

use crate::text::{Case, fold};

/// What a character folds to.
const NEVER_ASCII: u8 = 0;
/// Several letters, or none: a mark over the letter before it.
const ANYTHING: u8 = 1;

const FIRST: u32 = 0x80;
const LAST: u32 = 0x24ff;
/// Full-width letters.
const WIDE_FIRST: u32 = 0xff00;
const WIDE_LAST: u32 = 0xffef;

/// What each character of the ranges above folds to: an ASCII letter, or one of the two above.
static FOLDED: LazyLock<Vec<u8>> = LazyLock::new(|| (FIRST..=LAST).chain(WIDE_FIRST..=WIDE_LAST).map(folded).collect());

fn folded(code: u32) -> u8 {
    let Some(c) = char::from_u32(code) else { return ANYTHING };
    let text = fold(c.encode_utf8(&mut [0; 4]), Case::Ignore);
    match text.as_bytes() {
        [letter] => *letter,
        [] => ANYTHING,
        _ if text.chars().any(|c| c.is_ascii()) => ANYTHING,
        _ => NEVER_ASCII,
    }
}

fn look_up(c: char) -> u8 {
    let at = match c as u32 {
        code @ FIRST..=LAST => code - FIRST,
        code @ WIDE_FIRST..=WIDE_LAST => code - WIDE_FIRST + LAST - FIRST + 1,
        _ => return ANYTHING,
    };
    FOLDED.get(at as usize).copied().unwrap_or(ANYTHING)
}

/// Whether a folded ASCII word may stand in a text so that the character at byte `at` is part of it: judged by
/// the character and the ASCII letters beside it. May say yes too often, never no too often.
pub(super) fn may_be_part(word: &[u8], text: &[u8], at: usize, c: char) -> bool {
    let letter = match look_up(c) {
        NEVER_ASCII => return false,
        ANYTHING => return true,
        letter => letter,
    };
    let fits = |wanted: Option<&u8>, beside: Option<&u8>| match (wanted, beside) {
        (Some(wanted), Some(beside)) if beside.is_ascii() => *wanted == beside.to_ascii_lowercase(),
        _ => true,
    };
    let (before, after) = (at.checked_sub(1).and_then(|at| text.get(at)), text.get(at + c.len_utf8()));
    word.iter().enumerate().any(|(place, same)| {
        let wanted_before = place.checked_sub(1).and_then(|place| word.get(place));
        *same == letter && fits(wanted_before, before) && fits(word.get(place + 1), after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_hold(word: &str, text: &str) -> bool {
        let foreign = text.char_indices().filter(|(_, c)| !c.is_ascii());
        foreign.into_iter().any(|(at, c)| may_be_part(word.as_bytes(), text.as_bytes(), at, c))
    }

    #[test]
    fn neighbours_decide() {
        for (word, text, may) in [
            ("cafe", "un café noir", true),
            ("cafe", "un été noir", false),
            ("ete", "un été noir", true),
            ("kube", "Ｋｕｂｅ", true),
            ("kube", "Привет", false),
            ("strasse", "Straße", true),
            ("cafe", "cafe\u{301}", true),
            ("it's", "it’s", true),
        ] {
            assert_eq!(may_hold(word, text), may, "{word} in {text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_folds_to_the_word_is_never_ruled_out(text in "([a-cA-CéÉßａ’ﬁ]|e\u{301}){1,6}") {
            let folded = fold(&text, Case::Ignore);
            if folded.is_ascii() && !text.is_ascii() {
                proptest::prop_assert!(may_hold(&folded, &text));
            }
        }
    }
}
