//! Breaking text into lines by the columns it takes in a terminal, where Unicode (UAX #14) lets lines break;
//! a word longer than the line is broken between characters.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::ink::Ink;
use super::page::{Emphasis, Join, Piece};
use crate::text::width;

/// Stands for a character wider than the whole line.
const TOO_WIDE: &str = "▯";

/// One line of broken text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Bytes of the ink's text, without the blanks at the break.
    pub(super) range: Range<usize>,
    pub(super) join: Join,
}

/// Breaks text into rows of at most `columns` (at least 1). Text without any character gives one empty row.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<Row> {
    if width(text) <= columns && !text.contains('\n') {
        return vec![Row { range: 0..text.trim_end_matches(' ').len(), join: Join::Apart }];
    }
    let mut wrapper =
        Wrapper { text, columns: columns.max(1), rows: Vec::new(), row: 0..0, used: 0, join: Join::Apart };
    let (mut start, mut part) = (0, 0);
    let mut in_address = false;
    for (end, opportunity) in linebreaks(text) {
        let ending = &text[part..end];
        part = end;
        in_address |= ending.contains("://");
        if opportunity == BreakOpportunity::Mandatory || ending.ends_with(char::is_whitespace) {
            in_address = false;
        } else if in_address && (ending.ends_with("://") || !ending.ends_with(['/', '?', '&'])) {
            // An address is broken between its parts only.
            continue;
        }
        wrapper.word(start..end);
        start = end;
        if opportunity == BreakOpportunity::Mandatory {
            wrapper.end_row(Join::Apart, end);
        }
    }
    wrapper.rows
}

struct Wrapper<'t> {
    text: &'t str,
    columns: usize,
    rows: Vec<Row>,
    /// The row being filled.
    row: Range<usize>,
    /// Its columns, blanks at its end included.
    used: usize,
    join: Join,
}

impl Wrapper<'_> {
    fn word(&mut self, range: Range<usize>) {
        let word = &self.text[range.clone()];
        let ink = word.trim_end_matches([' ', '\n']);
        let columns = width(ink);
        if self.used + columns > self.columns && self.used > 0 && !ink.is_empty() {
            let blank = self.text[..range.start].ends_with(' ');
            self.end_row(if blank { Join::Blank } else { Join::Tight }, range.start);
        }
        if columns > self.columns {
            self.long_word(range.start..range.start + ink.len());
        } else {
            self.used += columns;
            self.row.end = range.start + ink.len();
        }
        self.used += word.len() - ink.len();
    }

    /// A word that fits no line is broken where the line ends, never inside a character.
    fn long_word(&mut self, range: Range<usize>) {
        for (at, grapheme) in self.text[range.clone()].grapheme_indices(true) {
            let at = range.start + at;
            let columns = width(grapheme);
            if columns > self.columns {
                for (offset, c) in grapheme.char_indices() {
                    self.unit(at + offset, c.len_utf8(), width(c.encode_utf8(&mut [0; 4])));
                }
            } else {
                self.unit(at, grapheme.len(), columns);
            }
        }
    }

    fn unit(&mut self, at: usize, bytes: usize, columns: usize) {
        if self.used > 0 && self.used + columns > self.columns {
            self.end_row(Join::Tight, at);
        }
        self.used += columns.min(self.columns);
        self.row.end = at + bytes;
    }

    fn end_row(&mut self, next: Join, start: usize) {
        self.rows.push(Row { range: self.row.clone(), join: self.join });
        self.row = start..start;
        self.used = 0;
        self.join = next;
    }
}

/// Cuts rows out of ink, from the first row on.
#[derive(Debug)]
pub(super) struct Cutter<'i> {
    ink: &'i Ink,
    run: usize,
}

impl<'i> Cutter<'i> {
    pub(super) fn new(ink: &'i Ink) -> Cutter<'i> {
        Cutter { ink, run: 0 }
    }

    /// Appends the pieces of a range that begins at or after the one cut before.
    pub(super) fn cut(&mut self, range: Range<usize>, columns: usize, pieces: &mut Vec<Piece>) {
        let runs = &self.ink.runs;
        while runs.get(self.run).is_some_and(|(end, _)| *end <= range.start) {
            self.run += 1;
        }
        let mut at = range.start;
        let mut run = self.run;
        let mut room = columns;
        while at < range.end
            && let Some((end, look)) = runs.get(run)
        {
            let end = (*end).min(range.end);
            let text = &self.ink.text[at..end];
            let text = if columns < 8 && !text.is_ascii() { narrow(text, &mut room) } else { text.to_owned() };
            pieces.push(Piece { text, role: look.role, style: look.style, link: look.link });
            at = end;
            run += 1;
        }
    }
}

/// Characters wider than what is left of the line have no room: a sign stands for them, where there is room for it.
fn narrow(text: &str, room: &mut usize) -> String {
    let fitting = |grapheme| {
        let shown = if width(grapheme) > *room { TOO_WIDE } else { grapheme };
        let shown = if width(shown) > *room { "" } else { shown };
        *room -= width(shown);
        shown
    };
    text.graphemes(true).map(fitting).collect()
}

/// Blanks, as a piece without a look.
pub(super) fn blanks(columns: usize) -> Piece {
    Piece { text: " ".repeat(columns), role: super::page::Role::Text, style: Emphasis::default(), link: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|row| &text[row.range]).collect()
    }

    #[test]
    fn lines_break_at_blanks_and_hyphens() {
        assert_eq!(rows("Cost observability is the blind spot", 14), ["Cost", "observability", "is the blind", "spot"]);
        assert_eq!(rows("a cloud-native thing", 8), ["a cloud-", "native", "thing"]);
        assert_eq!(rows("kept\nlines", 40), ["kept", "lines"]);
        assert_eq!(rows("see https://a.io/x-y a-b", 14), ["see", "https://a.io/", "x-y a-b"]);
        assert_eq!(rows("see https://a.io/x", 12), ["see", "https://a.io", "/x"]);
        assert_eq!(rows("", 5), [""]);
    }

    #[test]
    fn scripts_without_blanks_break_between_characters() {
        assert_eq!(rows("コストの可観測性はクラウド運用の盲点", 12), ["コストの可観", "測性はクラウ", "ド運用の盲点"]);
    }

    #[test]
    fn a_long_word_is_broken_and_a_character_never() {
        assert_eq!(rows("see kubernetes.io/docs", 8), ["see", "kubernet", "es.io/", "docs"]);
        assert_eq!(rows("a👩‍💻b👩‍💻c", 3), ["a👩‍💻", "b👩‍💻", "c"]);
        assert_eq!(rows("ab", 1), ["a", "b"]);
    }

    #[test]
    fn a_row_knows_how_it_was_broken() {
        let joins: Vec<Join> = wrap("one two日本語\nx", 6).into_iter().map(|row| row.join).collect();
        assert_eq!(joins, [Join::Apart, Join::Blank, Join::Tight, Join::Apart]);
    }

    proptest::proptest! {
        #[test]
        fn no_row_is_too_wide_and_nothing_is_lost(text in "[a-zé日👩‍💻\u{301}\u{200b}ا \n-]{0,60}", columns in 1usize..12) {
            let mut kept = String::new();
            for row in wrap(&text, columns) {
                let row = &text[row.range];
                let shown = narrow(row, &mut columns.clone());
                proptest::prop_assert!(width(&shown) <= columns, "{:?}", row);
                kept.push_str(row);
            }
            let ink = |text: &str| text.replace([' ', '\n'], "");
            proptest::prop_assert_eq!(ink(&kept), ink(&text));
        }
    }
}
