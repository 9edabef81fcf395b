//! Lines end in LF, CRLF or CR.

use memchr::memchr2_iter;

/// How many lines end in a text.
pub fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr2_iter(b'\n', b'\r', bytes).filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_ends_one_line() {
        assert_eq!(line_ends("one\ntwo\r\nthree\rfour"), 3);
    }
}
