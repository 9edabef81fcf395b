//! Letters and words of folded text: 64-bit letter masks, where words begin and end, which scripts write
//! without blanks.
//!
//! Not here: folding itself (`text`), how well a word matches (`pattern`).

/// Whether a character belongs to a script that is written without blanks between words, so that a single
/// character can be a word and a word can begin anywhere.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}')
}

/// One bit a letter: `a`–`z` and `0`–`9` have a bit of their own, everything else shares the upper ones.
/// Blanks have none. A text can contain another only if its mask covers the other's.
pub(super) fn letter_mask(text: &str) -> u64 {
    if text.is_ascii() {
        return text.bytes().fold(0, |mask, byte| mask | ASCII_BITS[usize::from(byte & 127)]);
    }
    text.chars().fold(0, |mask, c| mask | letter_bit(c))
}

/// The letters that words of the text begin with.
pub(super) fn initial_mask(text: &str) -> u64 {
    let mut mask = 0;
    if text.is_ascii() {
        let mut inside = false;
        for byte in text.bytes() {
            let is_letter = byte.is_ascii_alphanumeric();
            if is_letter && !inside {
                mask |= ASCII_BITS[usize::from(byte & 127)];
            }
            inside = is_letter;
        }
        return mask;
    }
    let mut before = ' ';
    for c in text.chars() {
        if begins_word(before, c) {
            mask |= letter_bit(c);
        }
        before = c;
    }
    mask
}

/// The bits of ASCII letters; most texts have no others.
const ASCII_BITS: [u64; 128] = {
    let mut bits = [0; 128];
    let mut at = 0;
    while at < bits.len() {
        bits[at] = letter_bit(at as u8 as char);
        at += 1;
    }
    bits
};

/// The bit of one letter in a mask.
pub(super) const fn letter_bit(c: char) -> u64 {
    match c {
        'a'..='z' => 1 << (c as u32 - 'a' as u32),
        'A'..='Z' => 1 << (c as u32 - 'A' as u32),
        '0'..='9' => 1 << (26 + c as u32 - '0' as u32),
        c if c.is_whitespace() => 0,
        c if c.is_ascii() => 1 << (36 + c as u32 % 12),
        c => 1 << (48 + c as u32 % 16),
    }
}

fn begins_word(before: char, c: char) -> bool {
    c.is_alphanumeric() && (!before.is_alphanumeric() || is_unspaced(before) || is_unspaced(c))
}

/// Whether a word begins at this byte of the text (a character boundary).
pub(super) fn is_word_start(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.get(at) else { return false };
    let Some(&before) = at.checked_sub(1).and_then(|before| bytes.get(before)) else { return true };
    if first.is_ascii() && before.is_ascii() {
        return !before.is_ascii_alphanumeric();
    }
    match (text[..at].chars().next_back(), text[at..].chars().next()) {
        (Some(before), Some(c)) => !before.is_alphanumeric() || is_unspaced(before) || is_unspaced(c),
        _ => true,
    }
}

/// Whether a word ends before this byte of the text (a character boundary).
pub(super) fn is_word_end(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(&after) = bytes.get(at) else { return true };
    let Some(&last) = at.checked_sub(1).and_then(|last| bytes.get(last)) else { return false };
    if after.is_ascii() && last.is_ascii() {
        return !after.is_ascii_alphanumeric();
    }
    match (text[..at].chars().next_back(), text[at..].chars().next()) {
        (Some(last), Some(after)) => !after.is_alphanumeric() || is_unspaced(last) || is_unspaced(after),
        _ => true,
    }
}

/// The runs of letters and digits of an ASCII or mixed text, as bytes; a character outside ASCII counts as
/// a letter. The `s` of `Bank's` is no word.
pub(super) fn byte_words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.iter().position(|byte| IN_WORDS[usize::from(*byte)])?;
            let length = rest[start..].iter().position(|byte| !IN_WORDS[usize::from(*byte)]);
            let end = length.map_or(rest.len(), |length| start + length);
            let is_ending = end == start + 1 && start > 0 && rest[start - 1] == b'\'';
            let word = &rest[start..end];
            rest = &rest[end..];
            if !is_ending {
                return Some(word);
            }
        }
    })
}

/// The bytes that words are made of: a look-up is what makes titles quick to go through.
const IN_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 128 || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_covers_what_a_text_contains() {
        let title = letter_mask("scaling kubernetes 1.29");
        assert_eq!(letter_mask("kube") & !title, 0);
        assert_ne!(letter_mask("helm") & !title, 0);
        assert_eq!(initial_mask("scaling kubernetes"), letter_mask("sk"));
        assert_eq!(initial_mask("可観測"), letter_mask("可観測"));
    }

    #[test]
    fn words_begin_after_blanks_and_punctuation_and_anywhere_in_unspaced_scripts() {
        let text = "argo-cd 可観測性とprometheus";
        let starts: Vec<&str> =
            text.char_indices().filter(|(at, _)| is_word_start(text, *at)).map(|(at, _)| &text[at..]).collect();
        assert!(starts.contains(&"cd 可観測性とprometheus"));
        assert!(starts.contains(&"観測性とprometheus"));
        assert!(starts.contains(&"prometheus"));
        assert!(!starts.contains(&"rgo-cd 可観測性とprometheus"));
        assert!(is_word_end("argo-cd", 4) && !is_word_end("argo-cd", 3) && is_word_end("argo", 4));
    }

    #[test]
    fn byte_words_are_runs_of_letters() {
        let words: Vec<&[u8]> = byte_words("a b-c's  zoë!".as_bytes()).collect();
        assert_eq!(words, ["a".as_bytes(), b"b", b"c", "zoë".as_bytes()]);
    }
}
