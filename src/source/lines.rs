//! Line numbers of a text: from a byte to its line and back, for LF, CRLF and CR.
//!
//! Nobody asks for every line of every note, so an index stores one count per block of text (counted many
//! bytes at a time) and looks closely only at the block that is asked about: building one costs next to
//! nothing, asking costs a fraction of a microsecond.

use memchr::{memchr, memchr_iter};

/// Bytes between two stored counts: large enough that the index is small, small enough that one block is
/// counted faster than a person could tell.
const BLOCK: usize = 4096;

/// Where the lines of a text start.
///
/// A line ends with LF, CRLF, a CR alone, or the end of the text. Every text has a first line, also an
/// empty one; a line ending at the very end of the text starts no further line.
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t [u8],
    /// Whether there is any CR: without one, counting LF is all there is to do.
    has_cr: bool,
    /// How many lines end before each block.
    ended: Vec<u32>,
    count: u32,
}

impl<'t> LineIndex<'t> {
    /// Counts the lines of a text.
    pub fn of(text: &'t str) -> LineIndex<'t> {
        let text = text.as_bytes();
        let mut index = LineIndex {
            text,
            has_cr: memchr(b'\r', text).is_some(),
            ended: Vec::with_capacity(text.len() / BLOCK + 1),
            count: 0,
        };
        let mut ended = 0;
        for start in (0..text.len().max(1)).step_by(BLOCK) {
            index.ended.push(ended);
            ended += index.ends_in(start, (start + BLOCK).min(text.len()));
        }
        let open_end = text.is_empty() || !matches!(text.last(), Some(b'\n' | b'\r'));
        index.count = ended + u32::from(open_end);
        index
    }

    /// How many lines there are; at least 1.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The 1-based line that holds the byte at this 0-based offset. Both bytes of a CRLF belong to the line
    /// they end; an offset past the end is on the last line.
    pub fn line_of(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        let block = (byte / BLOCK).min(self.ended.len() - 1);
        (self.ended[block] + self.ends_in(block * BLOCK, byte) + 1).min(self.count)
    }

    /// The 0-based byte offset where a 1-based line starts; the text's length for a line past the last.
    pub fn start_of(&self, line: u32) -> usize {
        if line <= 1 {
            return 0;
        }
        if line > self.count {
            return self.text.len();
        }
        let wanted = line - 1;
        let block = self.ended.partition_point(|ended| *ended < wanted) - 1;
        let mut left = wanted - self.ended[block];
        let mut at = block * BLOCK;
        while left > 0 {
            match self.next_end(at) {
                Some(end) => at = end,
                None => return self.text.len(),
            }
            left -= 1;
        }
        at
    }

    /// One past the last byte of a 1-based line, its line ending included.
    pub fn end_of(&self, line: u32) -> usize {
        self.start_of(line.saturating_add(1))
    }

    /// How many lines end with a byte in this range: an LF, or a CR that no LF follows.
    fn ends_in(&self, from: usize, to: usize) -> u32 {
        let piece = &self.text[from..to];
        let mut ends = memchr_iter(b'\n', piece).count();
        if self.has_cr {
            ends += memchr_iter(b'\r', piece).filter(|at| self.text.get(from + at + 1) != Some(&b'\n')).count();
        }
        ends as u32
    }

    /// One past the first line ending at or after a byte.
    fn next_end(&self, from: usize) -> Option<usize> {
        let rest = &self.text[from..];
        let found = if self.has_cr { memchr::memchr2(b'\n', b'\r', rest) } else { memchr(b'\n', rest) }?;
        let crlf = rest[found] == b'\r' && rest.get(found + 1) == Some(&b'\n');
        Some(from + found + 1 + usize::from(crlf))
    }
}

/// The start of the line a byte stands on, without an index: looks back from `byte` (0-based) only as far
/// as that line reaches.
pub fn line_start(text: &str, byte: usize) -> usize {
    let bytes = text.as_bytes();
    let mut before = &bytes[..byte.min(bytes.len())];
    if before.last() == Some(&b'\r') && bytes.get(before.len()) == Some(&b'\n') {
        before = &before[..before.len() - 1];
    }
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The starts of all lines by the plain definition, to compare with.
    fn plain_starts(text: &str) -> Vec<usize> {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in 0..bytes.len() {
            let ends = bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends && at + 1 < bytes.len() {
                starts.push(at + 1);
            }
        }
        starts
    }

    #[test]
    fn lines_are_numbered_from_one_whatever_ends_them() {
        for text in ["# A\nb\nc\n", "# A\r\nb\r\nc\r\n", "# A\rb\rc\r"] {
            let index = LineIndex::of(text);
            assert_eq!(index.count(), 3, "{text:?}");
            assert_eq!(index.line_of(0), 1);
            assert_eq!(index.line_of(text.find('b').unwrap_or(0)), 2);
            assert_eq!(&text[index.start_of(3)..=index.start_of(3)], "c");
            assert_eq!(index.end_of(3), text.len());
        }
    }

    #[test]
    fn a_line_owns_the_bytes_that_end_it() {
        let index = LineIndex::of("a\r\nb");
        assert_eq!((0..5).map(|byte| index.line_of(byte)).collect::<Vec<_>>(), [1, 1, 1, 2, 2]);
    }

    #[test]
    fn an_empty_text_has_one_line() {
        let index = LineIndex::of("");
        assert_eq!((index.count(), index.line_of(0), index.line_of(9), index.start_of(2)), (1, 1, 1, 0));
    }

    #[test]
    fn numbers_hold_across_blocks() {
        let text = "0123456789abcde\r\n".repeat(2000);
        let index = LineIndex::of(&text);
        assert_eq!(index.count(), 2000);
        for line in [1u32, 2, 240, 241, 242, 482, 1999, 2000] {
            let start = (line as usize - 1) * 17;
            assert_eq!(index.start_of(line), start);
            assert_eq!(index.line_of(start), line);
            assert_eq!(index.line_of(start + 16), line);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_index_agrees_with_counting_by_hand(
            pieces in proptest::collection::vec("[a-z]{0,6}(\n|\r|\r\n)?", 0..60), times in 1usize..40,
        ) {
            let text = pieces.concat().repeat(times);
            let index = LineIndex::of(&text);
            let starts = plain_starts(&text);
            proptest::prop_assert_eq!(index.count() as usize, starts.len());
            for (number, start) in starts.iter().enumerate() {
                proptest::prop_assert_eq!(index.start_of(number as u32 + 1), *start);
                proptest::prop_assert_eq!(index.line_of(*start) as usize, number + 1);
                proptest::prop_assert_eq!(line_start(&text, *start), *start);
            }
            for byte in (0..text.len()).step_by(7) {
                let line = starts.partition_point(|start| *start <= byte);
                proptest::prop_assert_eq!(index.line_of(byte) as usize, line);
                proptest::prop_assert_eq!(line_start(&text, byte), starts[line - 1]);
            }
        }
    }
}
