//! HTML's character references (`&amp;`, `&mdash;`, `&#8217;`) become what they stand for.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// The longest name HTML has is 31 characters.
const LONGEST: usize = 33;

/// The text with its character references decoded; those that name nothing stay as written.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';').map_or(1, |end| end + 1);
        decoded.push_str(&one(&rest[..end]));
        rest = &rest[end..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Markdown knows the same names, so its parser knows the answer.
fn one(reference: &str) -> Cow<'_, str> {
    match reference {
        "&amp;" => "&".into(),
        "&lt;" => "<".into(),
        "&gt;" => ">".into(),
        "&quot;" => "\"".into(),
        "&nbsp;" => "\u{a0}".into(),
        _ if reference.len() > 2
            && reference[1..reference.len() - 1].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') =>
        {
            let mut decoded = String::new();
            for event in Parser::new(reference) {
                if let Event::Text(text) = event {
                    decoded.push_str(&text);
                }
            }
            if decoded.is_empty() { reference.into() } else { decoded.into() }
        }
        _ => reference.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        assert_eq!(decode("a &mdash; b &amp; c &#8217; &#x41; &lt;"), "a — b & c ’ A <");
        assert_eq!(decode("R&D, &nosuch; &; & &#; é&é;"), "R&D, &nosuch; &; & &#; é&é;");
        assert!(matches!(decode("plain"), Cow::Borrowed(_)));
    }
}
