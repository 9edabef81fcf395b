//! What of a note's source is read: not where links lead, not the fences around code, not the lines whose
//! content the fields tell. And which letters of it folding would change.
//!
//! Not here: parsing Markdown (`markdown`). These are quick questions about one place in a text, asked only
//! where a word was found.

use memchr::{memchr2, memrchr2};

use crate::talk::Talk;
use crate::text::first_foreign;

/// What else than plain ASCII a text holds, as far as searching must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Letters {
    /// Nothing that folding changes, but for the case of ASCII letters.
    #[default]
    Plain,
    /// Punctuation only: typographic quotes and dashes, hard blanks.
    Typographic,
    /// Letters: accents, other cases, full width.
    Foreign,
}

/// What a text holds besides plain letters.
pub(super) fn foreign_letters(text: &str) -> Letters {
    let mut most = Letters::Plain;
    let mut rest = text;
    while most < Letters::Foreign {
        let Some(at) = first_foreign(rest.as_bytes()) else { break };
        let mut chars = rest[at..].chars();
        while let Some(c) = chars.next().filter(|c| !c.is_ascii()) {
            most = most.max(letters_of(c));
        }
        rest = chars.as_str();
    }
    most
}

/// What a character outside ASCII is.
pub(super) fn letters_of(c: char) -> Letters {
    match c {
        // Written without blanks and without case, one form each; and signs that stand for themselves.
        '\u{3041}'..='\u{3096}'
        | '\u{309b}'..='\u{30fe}'
        | '\u{3001}'..='\u{303f}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{b7}'
        | '\u{2500}'..='\u{27ff}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{2022}' => Letters::Plain,
        '\u{a0}' | '\u{2000}'..='\u{206f}' | '\u{3000}' | '\u{fe00}'..='\u{fe0f}' => Letters::Typographic,
        _ => Letters::Foreign,
    }
}

/// Whether a reader of the talk sees what stands at this byte of the note's text; what a field says is searched by
/// itself.
pub(super) fn is_read(talk: &Talk, at: usize) -> bool {
    let text = &*talk.note.text;
    !talk.tells_at(at) && !is_in_url(text.as_bytes(), talk.place.start as usize, at) && !is_on_fence(text, at)
}

/// How far back the beginning of a URL is looked for.
const LONGEST_URL: usize = 1024;

/// Whether the byte is inside a URL: after `://` or in the target of a link.
fn is_in_url(text: &[u8], start: usize, at: usize) -> bool {
    let from = start.max(at.saturating_sub(LONGEST_URL)).min(at);
    let before = &text[from..at];
    let is_edge = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]\"'`|".contains(byte);
    let edge = before.iter().rposition(is_edge);
    let begun = &before[edge.map_or(0, |edge| edge + 1)..];
    let is_target = edge.is_some_and(|edge| edge > 0 && before[edge] == b'(' && before[edge - 1] == b']');
    is_target || begun.windows(3).any(|three| three == b"://") || begun.starts_with(b"www.")
}

/// The beginning of the line that holds a byte, if it is near: what decides about a line stands near its
/// beginning, and lines can be long.
fn near_line_start(text: &str, at: usize) -> Option<usize> {
    let from = at.saturating_sub(LONGEST_URL);
    match memrchr2(b'\n', b'\r', &text.as_bytes()[from..at]) {
        Some(ending) => Some(from + ending + 1),
        None => (from == 0).then_some(0),
    }
}

/// Whether the byte is on a line that is a heading.
pub(super) fn is_heading(text: &str, at: usize) -> bool {
    near_line_start(text, at).is_some_and(|start| text.as_bytes().get(start) == Some(&b'#'))
}

/// Whether the byte is on a line that opens or closes a code block.
fn is_on_fence(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(start) = near_line_start(text, at) else { return false };
    let blanks = bytes[start..at].iter().take_while(|byte| b" \t>".contains(byte)).count();
    let line = &bytes[start + blanks..at];
    line.starts_with(b"```") || line.starts_with(b"~~~")
}

/// The first byte of the line that holds this byte. Lines end in LF, CRLF or CR.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    memrchr2(b'\n', b'\r', &text.as_bytes()[..at]).map_or(0, |ending| ending + 1)
}

/// One past the last byte of the line that holds this byte, without its ending.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |ending| at + ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_folding_changes_are_known() {
        for (text, letters) in [
            ("plain ASCII, over and over; plain ASCII, over and over; plain ASCII, over and over", Letters::Plain),
            ("可観測性 🚀 サービス 서비스", Letters::Plain),
            ("it’s – fine", Letters::Typographic),
            ("Zoë", Letters::Foreign),
            ("Ｋｕｂｅ", Letters::Foreign),
            ("か\u{3099}", Letters::Foreign),
            ("Привет", Letters::Foreign),
        ] {
            assert_eq!(foreign_letters(text), letters, "{text}");
        }
    }

    #[test]
    fn urls_and_fences_are_not_read() {
        let text = "see [the docs](https://helm.sh/docs/argo) or www.flux.io/argo, not argo\n```argo\nargo\n";
        let places: Vec<bool> = text
            .match_indices("argo")
            .map(|(at, _)| !is_in_url(text.as_bytes(), 0, at) && !is_on_fence(text, at))
            .collect();
        assert_eq!(places, [false, false, true, false, true]);
    }

    #[test]
    fn lines_end_in_any_of_three_ways() {
        let text = "one\ntwo\r\nthree\rfour";
        let lines: Vec<&str> = [0, 4, 10, 16].map(|at| &text[line_start(text, at)..line_end(text, at)]).to_vec();
        assert_eq!(lines, ["one", "two", "three", "four"]);
    }
}
