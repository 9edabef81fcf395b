//! Nothing a note contains reaches the terminal raw: control characters become symbols here.

use std::borrow::Cow;

/// Whether a character must not be sent to a terminal: C0 and C1 controls (ESC, CSI, BEL …) act on it,
/// bidirectional overrides and isolates reorder what stands beside them, line and paragraph separators and
/// interlinear marks have no cell of their own.
pub fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The one-column symbol shown for an unsafe character. Marks that are as invisible as harmless, such as those of
/// direction in Hebrew and Arabic or a byte order mark that was carried along, stay invisible.
pub fn stand_in(c: char) -> char {
    match c {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => '\u{200c}',
        '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        _ => '\u{fffd}',
    }
}

/// The text with every unsafe character replaced by its symbol; line ends and tabs become blanks.
/// For labels of one line.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.replace("\r\n", "\n")
            .chars()
            .map(|c| match c {
                '\n' | '\r' => ' ',
                c if is_unsafe(c) => stand_in(c),
                c => c,
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown_not_sent() {
        assert_eq!(visible("a\u{1b}[31mred\u{7}\u{9b}2J\u{202e}x"), "a␛[31mred␇\u{fffd}2J\u{fffd}x");
        assert_eq!(visible("one\r\ntwo\tthree"), "one two three");
        assert_eq!(visible("\u{feff}\u{200f}שלום"), "\u{200c}\u{200c}שלום");
        assert!(matches!(visible("größe 日本語 👩‍💻"), Cow::Borrowed(_)));
    }
}
