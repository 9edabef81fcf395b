//! Link reference definitions, as far as the block structure depends on them: a paragraph of definitions
//! only is no text, so an underline below it makes no heading.

/// How many bytes of a paragraph's lines are link reference definitions at its beginning (`CommonMark` 4.7).
pub(crate) fn definitions_end(paragraph: &[u8]) -> usize {
    let text = paragraph.trim_ascii_end();
    let mut at = 0;
    loop {
        let start = at + text[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if text.get(start) != Some(&b'[') {
            return start.min(text.len());
        }
        match definition_end(&text[start..]) {
            Some(end) => at = start + end,
            None => return start,
        }
    }
}

/// Where the definition that begins here ends, if it is one.
fn definition_end(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'\\' => at += 2,
            b'[' => return None,
            b']' => break,
            _ => at += 1,
        }
    }
    if at > 999 || text[1..at].trim_ascii().is_empty() || text.get(at + 1) != Some(&b':') {
        return None;
    }
    let target = blanks_with_one_break(text, at + 2);
    let past = destination_end(text, target)?;
    let title = blanks_with_one_break(text, past);
    if title > past
        && let Some(end) = title_end(text, title)
        && line_is_done(text, end)
    {
        return Some(end);
    }
    line_is_done(text, past).then_some(past)
}

fn destination_end(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at)? == &b'<' {
        let len = text[at..].iter().position(|b| matches!(b, b'>' | b'\n' | b'\r'))?;
        return (text[at + len] == b'>').then_some(at + len + 1);
    }
    let len = text[at..].iter().take_while(|b| !b.is_ascii_whitespace()).count();
    (len > 0).then_some(at + len)
}

fn title_end(text: &[u8], at: usize) -> Option<usize> {
    let close = match text.get(at)? {
        b'"' => b'"',
        b'\'' => b'\'',
        b'(' => b')',
        _ => return None,
    };
    let mut end = at + 1;
    while *text.get(end)? != close {
        end += if text[end] == b'\\' { 2 } else { 1 };
    }
    Some(end + 1)
}

fn blanks_with_one_break(text: &[u8], at: usize) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count()
}

fn line_is_done(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    matches!(rest.get(blanks), None | Some(b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_told_from_text() {
        assert_eq!(definitions_end(b"[a]: https://example.org\n"), 24);
        assert_eq!(definitions_end(b"[a]: <x y> 't'\n[b]:\n/url \"two\nlines\"\n"), 36);
        assert_eq!(definitions_end(b"[a]: https://example.org\nand text\n"), 25);
        assert_eq!(definitions_end(b"[a](https://example.org)\n"), 0);
        assert_eq!(definitions_end(b"[]: x\n"), 0);
    }
}
