//! The part of a wide line that is seen when a page is scrolled sideways.

use unicode_segmentation::UnicodeSegmentation;

use super::page::{Piece, Role};
use super::wrap::blanks;
use crate::text::width;

/// The columns from `shift` on of a line's pieces, at most `columns` of them, with marks where the line goes
/// on; and how many columns they take. `mark` is the marks' role.
pub(super) fn window(pieces: &[Piece], shift: usize, columns: usize, mark: Role) -> (Vec<Piece>, usize) {
    let total: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
    let before = usize::from(shift > 0 && total > 0 && columns > 1);
    let after = usize::from(total > shift + columns && columns > before + 1);
    let (start, end) = (shift + before, shift + columns - after);
    let mut seen = Vec::new();
    if before > 0 {
        seen.push(Piece::new("‹", mark));
    }
    let mut at = 0;
    let mut used = before;
    for piece in pieces {
        let mut text = String::new();
        for grapheme in piece.text.graphemes(true) {
            let next = at + width(grapheme);
            if at >= start && next <= end {
                text.push_str(grapheme);
                used += next - at;
            } else if next > start && at < end {
                // Half of a wide character is a blank.
                let half = next.min(end) - at.max(start);
                text.push_str(&" ".repeat(half));
                used += half;
            }
            at = next;
        }
        if !text.is_empty() {
            seen.push(Piece { text, ..piece.clone() });
        }
    }
    if after > 0 {
        let gap = columns - 1 - used;
        if gap > 0 {
            seen.push(blanks(gap));
        }
        seen.push(Piece::new("›", mark));
        used = columns;
    }
    (seen, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, shift: usize, columns: usize) -> String {
        let pieces = [Piece::new(text, Role::Text)];
        window(&pieces, shift, columns, Role::Quiet).0.into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn a_window_marks_where_the_line_goes_on() {
        assert_eq!(seen("0123456789", 0, 6), "01234›");
        assert_eq!(seen("0123456789", 3, 6), "‹4567›");
        assert_eq!(seen("0123456789", 4, 6), "‹56789");
        assert_eq!(seen("0123456789", 40, 6), "‹");
        assert_eq!(seen("01", 0, 6), "01");
        assert_eq!(seen("", 4, 6), "");
    }

    #[test]
    fn half_a_wide_character_is_a_blank() {
        assert_eq!(seen("日本語", 0, 4), "日 ›");
        assert_eq!(seen("日本語", 2, 4), "‹ 語");
    }

    proptest::proptest! {
        #[test]
        fn a_window_is_as_wide_as_it_says_and_never_too_wide(text in "[ab日👩‍💻é]{0,20}", shift in 0usize..30, columns in 1usize..12) {
            let pieces = [Piece::new(text, Role::Text)];
            let (seen, used) = window(&pieces, shift, columns, Role::Quiet);
            proptest::prop_assert_eq!(seen.iter().map(|piece| width(&piece.text)).sum::<usize>(), used);
            proptest::prop_assert!(used <= columns);
        }
    }
}
