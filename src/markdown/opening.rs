//! The first piece of a long part: enough to show while the whole is being parsed.

use std::ops::Range;

/// The beginning of a part of a note, at least `bytes` long where the part is, that reads alone as it reads
/// in the whole: it ends before a heading that follows an empty line, outside code. Where no such place is found
/// within as many bytes again, it ends after the last empty line there, or after a line, or in the middle of one, so
/// that it has half the bytes at least: enough to be looked at for a moment. The whole part where it is shorter.
pub fn opening(note_text: &str, part: Range<usize>, bytes: usize) -> Range<usize> {
    let Some(text) = note_text.get(part.clone()) else { return part };
    let limit = text.floor_char_boundary(bytes.saturating_mul(2));
    let mut fence: Option<u8> = None;
    let mut blank = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ');
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark)).map(|mark| mark.as_bytes()[0]);
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if at >= bytes && fence.is_none() && blank == Some(at) && is_heading(line) {
            return part.start..part.start + at;
        }
        if at + line.len() > limit {
            let is_enough = |end: &usize| *end >= bytes / 2;
            let end = blank.filter(is_enough).or(Some(at).filter(is_enough)).unwrap_or(limit);
            return part.start..part.start + end;
        }
        at += line.len();
        if line.trim().is_empty() {
            blank = Some(at);
        }
    }
    part
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (1..=6).contains(&level) && text.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_talk_is_cut_before_a_heading_outside_code() {
        let note = "# A\n\n```sh\n\n# no\n```\ntext\n\n## B\n\nmore\n\n## C\n";
        assert_eq!(&note[opening(note, 0..note.len(), 14)], "# A\n\n```sh\n\n# no\n```\ntext\n\n");
        assert_eq!(opening(note, 0..note.len(), 30), 0..note.len() - 5);
        assert_eq!(opening(note, 0..note.len(), 400), 0..note.len());
        assert_eq!(opening("é", 1..2, 1), 1..2);
    }

    #[test]
    fn without_a_heading_it_is_cut_at_an_empty_line_or_anywhere() {
        let note = "one\n\ntwo\nthree\nfour\n";
        assert_eq!(&note[opening(note, 0..note.len(), 6)], "one\n\n");
        assert_eq!(&note[opening(note, 5..note.len(), 3)], "two\n");
        assert_eq!(&note[opening(note, 9..note.len(), 2)], "thre");
        let list = "a\n\n- b\n- c\n- d\n- e\n";
        assert_eq!(&list[opening(list, 0..list.len(), 8)], "a\n\n- b\n- c\n- d\n", "its one empty line is too early");
        assert_eq!(opening(note, 0..note.len(), 12), 0..note.len());
    }
}
