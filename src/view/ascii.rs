//! A screen in ASCII, for terminals whose locale has nothing else: lines become `-` and `|`, signs and letters
//! the nearest there is.

use ratatui::buffer::Buffer;

use crate::text::{Case, fold, width};

/// The signs of the interface and of typeset notes.
const SIGNS: &[(&str, &str)] = &[
    ("─━╌┄┈═–—", "-"),
    ("│╎┆║▌▐▎▏", "|"),
    // The edge of the pane in focus.
    ("┃┰┸", "#"),
    ("┬┴┼├┤┌┐└┘╭╮╰╯╒╕╘╛╞╡╤╧╪", "+"),
    ("●•▪◦‣⁃", "*"),
    ("★", "*"),
    ("⧉", "="),
    ("✓☑×", "x"),
    ("✗", "-"),
    ("☐", "o"),
    ("▣", "%"),
    ("↪", "\\"),
    ("▸›→⟶►▶", ">"),
    ("‹←◄◀", "<"),
    ("↑▲", "^"),
    ("▾↓▼", "v"),
    ("…", "~"),
    ("·", "-"),
    ("╸╺", "-"),
    ("▇█▉▊▋▍▆▅▄▃▂▁", "#"),
    ("“”„", "\""),
    ("‘’", "'"),
];

/// Replaces what is not ASCII.
pub(super) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        let sign = SIGNS.iter().find(|(signs, _)| signs.contains(symbol)).map(|(_, ascii)| *ascii);
        let letter = fold(symbol, Case::Keep);
        let ascii = sign.unwrap_or(if letter.is_ascii() && width(&letter) == 1 { &letter } else { "?" });
        let ascii = ascii.to_owned();
        cell.set_symbol(&ascii);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_of_the_interface_and_of_typeset_notes_has_one_in_ascii() {
        let signs = "▌●⧉★✓✗▐▪›‹━╸─│┬┴├╭╯…·▣☐☑▸▾↪╌▎•◦►◄▲▼×↑↓←→█▌▏“”’–—¹²";
        let mut buffer = Buffer::with_lines([signs]);
        to_ascii(&mut buffer);
        let shown: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(shown.is_ascii() && !shown.contains('?'), "{shown}");
    }
}
