//! How long a talk's text is, in words a reader sees: link destinations, tags and addresses are none.
//!
//! A light reading of the source, not a parse: a number that is off by one misleads nobody, and each record of
//! each talk has it.

use std::ops::Range;

use memchr::{memchr2, memchr3, memchr3_iter};

use super::Talk;
use crate::text::words;

impl Talk {
    /// How many words a reader sees in the talk's text. In scripts that put no blanks between words each
    /// character counts as one.
    pub fn words(&self) -> usize {
        visible_words(self.source())
    }
}

pub(super) fn visible_words(source: &str) -> usize {
    let (mut count, mut from) = (0, 0);
    for at in memchr3_iter(b'<', b']', b':', source.as_bytes()) {
        if at < from {
            continue;
        }
        if let Some(hidden) = hidden_at(source, at) {
            count += words(&source[from..hidden.start.max(from)]);
            from = hidden.end;
        }
    }
    count + words(&source[from..])
}

/// What a reader does not see around a sign that may begin it. Looks no further than the next sign of its kind,
/// so that all looks together are linear.
fn hidden_at(source: &str, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let rest = &bytes[at + 1..];
    match (bytes[at], rest.first()?) {
        (b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!') => {
            let end = memchr2(b'<', b'>', rest).filter(|end| rest[*end] == b'>')?;
            Some(at..at + 1 + end + 1)
        }
        (b']', b'(') => {
            let end = memchr3(b')', b'\n', b']', rest).filter(|end| rest[*end] == b')')?;
            Some(at..at + 1 + end + 1)
        }
        // `- [x]` is a box, not a word.
        (b']', b' ') if bytes[..at].ends_with(b"[x") || bytes[..at].ends_with(b"[X") => Some(at - 1..at),
        (b':', b'/') if rest.starts_with(b"//") => {
            let scheme = bytes[..at].iter().rev().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b')' | b']' | b'|');
            let end = rest.iter().position(is_end).unwrap_or(rest.len());
            Some(at - scheme..at + 1 + end)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_a_reader_sees() {
        for (source, count) in [
            ("## A *talk*\n\nIt is [linked](https://a.io/b-c \"d\") **now**.\n", 6),
            ("See <https://a.io/b> or https://c.io/d/e, or [f][g].\n", 5),
            ("<a href=\"https://a.io/b\">here</a> a < b <!-- c -->\n", 3),
            ("- [x] done\n- [ ] to do\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 7),
            ("詳細は[ここ](x)。", 5),
            ("```yaml\nkind: Pod\n```\n", 3),
            ("a ](b ](c ]( <d <e", 5),
        ] {
            assert_eq!(visible_words(source), count, "{source}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_length(source in "\\PC{0,60}|[a<>\\]():/xX\\[ é詳\n]{0,60}") {
            proptest::prop_assert!(visible_words(&source) <= source.chars().count());
        }
    }
}
