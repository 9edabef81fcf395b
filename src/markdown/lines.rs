//! The lines of a text, whatever ends them: LF, CRLF or CR.

/// One line: its bytes without the ending, and where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) next: usize,
}

/// The lines of a text from a byte on. A text that ends with a line ending has no empty line after it.
pub(crate) struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Only looked for where there is one: most notes have none, and one letter is found faster than two.
    has_cr: bool,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(bytes: &'t [u8], start: usize) -> Lines<'t> {
        Lines { bytes, at: start, has_cr: memchr::memchr(b'\r', bytes).is_some() }
    }
}

impl Iterator for Lines<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let start = self.at;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let found = if self.has_cr { memchr::memchr2(b'\n', b'\r', rest) } else { memchr::memchr(b'\n', rest) };
        let end = found.map_or(self.bytes.len(), |at| start + at);
        let ending = match self.bytes.get(end..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        self.at = end + ending;
        Some(Row { start, end, next: self.at })
    }
}

/// Skips blanks and tabs of `bytes[at..end]`: the first other byte and its column, tabs going to the next
/// multiple of four.
pub(crate) fn skip_blanks(bytes: &[u8], at: usize, end: usize, column: u32) -> (usize, u32) {
    let mut at = at;
    let mut column = column;
    while at < end {
        match bytes[at] {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => break,
        }
        at += 1;
    }
    (at, column)
}

/// Whether only blanks and tabs are there.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| matches!(b, b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_ending_ends_a_line() {
        let text = "one\ntwo\r\nthree\rfour";
        let lines: Vec<&str> = Lines::new(text.as_bytes(), 0).map(|row| &text[row.start..row.end]).collect();
        assert_eq!(lines, ["one", "two", "three", "four"]);
        assert_eq!(Lines::new(b"a\n", 0).count(), 1);
        assert_eq!(Lines::new(b"", 0).count(), 0);
    }
}
