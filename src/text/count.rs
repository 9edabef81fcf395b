//! How much text there is, in words as a person counts them.

use memchr::{memchr2, memrchr2};
use unicode_normalization::char::is_combining_mark;

/// How many words a text has: runs of letters and digits, signs inside them (`can't`, `v1.29`, `3,000`)
/// included. In scripts that put no blanks between words each character counts as one.
pub fn words(text: &str) -> usize {
    let (mut count, mut rest) = (0, text);
    // Most of a text is ASCII, which is counted many bytes at a time. What is not goes from blank to blank.
    while let Some(foreign) = first_foreign(rest.as_bytes()) {
        let start = memrchr2(b' ', b'\n', &rest.as_bytes()[..foreign]).map_or(0, |blank| blank + 1);
        let end = memchr2(b' ', b'\n', &rest.as_bytes()[foreign..]).map_or(rest.len(), |blank| foreign + blank);
        count += ascii_words(&rest.as_bytes()[..start]) + words_of_any_script(&rest[start..end]);
        rest = &rest[end..];
    }
    count + ascii_words(rest.as_bytes())
}

/// Where the first byte is that is not ASCII: 0-based. Many bytes are looked at at a time.
pub fn first_foreign(text: &[u8]) -> Option<usize> {
    const STEP: usize = 64;
    let mut at = 0;
    while text[at..].len() > STEP && text[at..at + STEP].is_ascii() {
        at += STEP;
    }
    text[at..].iter().position(|byte| !byte.is_ascii()).map(|found| at + found)
}

/// The words of a text in ASCII: as many as begin, but for those that go on after a sign.
fn ascii_words(text: &[u8]) -> usize {
    // So many pairs of neighbours are a whole number of registers.
    const STEP: usize = 129;
    let (mut count, mut from) = (0, 0);
    let mut before = b' ';
    for piece in text.chunks(STEP) {
        // Compared with the byte before each: a pass the compiler makes many bytes at a time of.
        let (mut begun, mut after_sign) = (begins(before, piece[0]), follows_sign(before, piece[0]));
        for (before, byte) in piece.iter().zip(&piece[1..]) {
            begun += begins(*before, *byte);
            after_sign += follows_sign(*before, *byte);
        }
        count += usize::from(begun);
        if after_sign > 0 {
            let starts = (from..from + piece.len()).filter(|at| *at > 0 && follows_sign(text[at - 1], text[*at]) > 0);
            count -= starts.filter(|at| goes_on(text, *at)).count();
        }
        from += piece.len();
        before = piece[piece.len() - 1];
    }
    count
}

/// 1 where a byte is a letter or digit after one that is neither.
fn begins(before: u8, byte: u8) -> u8 {
    u8::from(byte.is_ascii_alphanumeric()) & u8::from(!before.is_ascii_alphanumeric())
}

/// 1 where a byte is a letter or digit after a sign that may stand in a word.
fn follows_sign(before: u8, byte: u8) -> u8 {
    let is = |sign: u8| u8::from(before == sign);
    u8::from(byte.is_ascii_alphanumeric()) & (is(b'\'') | is(b'.') | is(b'_') | is(b','))
}

/// Whether the letter or digit at `at`, after a sign, belongs to the word before the sign.
fn goes_on(text: &[u8], at: usize) -> bool {
    let sign = text[at - 1];
    let before = &text[..at - 1];
    if sign == b',' {
        return before.last().is_some_and(u8::is_ascii_digit) && text[at].is_ascii_digit();
    }
    // Any number of `_` belong to a word they follow.
    before.iter().rfind(|byte| **byte != b'_').is_some_and(u8::is_ascii_alphanumeric)
}

/// The words of any text, character by character.
fn words_of_any_script(text: &str) -> usize {
    let mut count = 0;
    let mut before = ' ';
    let mut in_word = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_ideograph(c) {
            count += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            count += usize::from(!in_word);
            in_word = true;
        } else if in_word && !joins(before, c, chars.peek().copied()) {
            in_word = false;
        }
        before = c;
    }
    count
}

/// Whether a sign in a word goes on with it.
fn joins(before: char, sign: char, after: Option<char>) -> bool {
    if !sign.is_ascii() && (is_combining_mark(sign) || sign == '\u{200d}') {
        return true;
    }
    let Some(after) = after.filter(|after| after.is_alphanumeric() && !is_ideograph(*after)) else {
        return sign == '_';
    };
    match sign {
        '\'' | '’' | '.' | '_' => before.is_alphanumeric() || before == '_',
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// Han and kana: what is written without blanks.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{3005}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_a_person_counts_them() {
        for (text, count) in [
            ("", 0),
            ("  – … 🤷 ", 0),
            ("It can't cost 3,000 tokens, v1.29.1 or snake_case_", 8),
            ("Zoë’s re\u{301}sume\u{301}", 2),
            ("cloud-native a/b", 4),
            ("詳細はOpenTelemetryで", 5),
            ("サーバー", 4),
            ("서비스 메시", 2),
            ("e.g. this:that,so", 4),
        ] {
            assert_eq!(words(text), count, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn counting_many_bytes_at_a_time_makes_no_difference(
            text in "([a1 ._,'\n-]|[a-z]{0,70}|\\PC|é|詳){0,40}",
        ) {
            proptest::prop_assert_eq!(words(&text), words_of_any_script(&text));
        }
    }
}
