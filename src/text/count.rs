//! How much text there is, in words as a person counts them.

use unicode_normalization::char::is_combining_mark;

/// How many words a text has: runs of letters and digits, signs inside them (`can't`, `v1.29`, `3,000`)
/// included. In scripts that put no blanks between words each character counts as one.
pub fn words(text: &str) -> usize {
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
}
