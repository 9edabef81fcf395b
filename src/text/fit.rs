//! Fitting a label to a number of terminal columns.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns a text takes in a terminal.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The text cut to at most `columns`, ending in `…` where it was cut: at a word where one ends in the
/// second half, else at a character.
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let mut end = 0;
    let mut used = 0;
    let mut word_end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = width(grapheme);
        if used + wide > room {
            if grapheme.starts_with(char::is_whitespace) {
                word_end = at;
            }
            break;
        }
        if grapheme.starts_with(char::is_whitespace) {
            word_end = at;
        }
        used += wide;
        end = at + grapheme.len();
    }
    let kept = if width(&text[..word_end]) * 2 > room { &text[..word_end] } else { &text[..end] };
    format!("{}…", kept.trim_end())
}

/// A path cut from its front to at most `columns`: what a person looks for is at its end.
pub fn fit_path(path: &str, columns: usize) -> String {
    if width(path) <= columns {
        return path.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let mut start = path.len();
    let mut used = 0;
    for (at, grapheme) in path.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > room {
            break;
        }
        start = at;
    }
    format!("…{}", &path[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cut_at_a_word_where_they_can_be() {
        assert_eq!(fit("Deep dive into etcd", 19), "Deep dive into etcd");
        assert_eq!(fit("Deep dive into etcd", 16), "Deep dive into…");
        assert_eq!(fit("Deep dive into etcd", 13), "Deep dive…");
        assert_eq!(fit("Supercalifragilistic talk", 10), "Supercali…");
        assert_eq!(fit("可観測性はコスト", 7), "可観測…");
        assert_eq!(fit("abc", 1), "…");
        assert_eq!(fit("abc", 0), "");
        assert_eq!(fit_path("notes/2022/kubecon.md", 12), "…/kubecon.md");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_wider_than_asked(text in "\\PC{0,40}", columns in 0usize..30) {
            proptest::prop_assert!(width(&fit(&text, columns)) <= columns);
            proptest::prop_assert!(width(&fit_path(&text, columns)) <= columns);
        }
    }
}
