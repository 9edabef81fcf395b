//! Where HTML blocks begin and end: the seven kinds of `CommonMark` 4.6.

use memchr::memmem;

/// What ends an HTML block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HtmlEnd {
    /// `</script>`, `</pre>`, `</style>` or `</textarea>` in the line.
    Raw,
    /// `-->`
    Comment,
    /// `?>`
    Instruction,
    /// `>`
    Declaration,
    /// `]]>`
    Cdata,
    /// A blank line.
    Blank,
}

impl HtmlEnd {
    /// Whether the line holds what ends the block.
    pub(crate) fn is_in(self, line: &[u8]) -> bool {
        match self {
            HtmlEnd::Raw => RAW.iter().any(|name| holds_closing(line, name)),
            HtmlEnd::Comment => memmem::find(line, b"-->").is_some(),
            HtmlEnd::Instruction => memmem::find(line, b"?>").is_some(),
            HtmlEnd::Declaration => line.contains(&b'>'),
            HtmlEnd::Cdata => memmem::find(line, b"]]>").is_some(),
            HtmlEnd::Blank => false,
        }
    }
}

const RAW: [&[u8]; 4] = [b"script", b"pre", b"style", b"textarea"];

/// Elements that begin a block whatever follows (`CommonMark` 4.6, condition 6).
const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// What ends the HTML block that begins with this line (`<` first), if one does. A lone tag that is no block
/// element cannot interrupt a paragraph.
pub(crate) fn html_block_start(line: &[u8], interrupts: bool) -> Option<HtmlEnd> {
    let rest = line.strip_prefix(b"<")?;
    if rest.starts_with(b"!--") {
        return Some(HtmlEnd::Comment);
    }
    if rest.starts_with(b"?") {
        return Some(HtmlEnd::Instruction);
    }
    if rest.starts_with(b"![CDATA[") {
        return Some(HtmlEnd::Cdata);
    }
    if rest.first() == Some(&b'!') {
        return rest.get(1).is_some_and(u8::is_ascii_alphabetic).then_some(HtmlEnd::Declaration);
    }
    let closing = rest.first() == Some(&b'/');
    let rest = if closing { &rest[1..] } else { rest };
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let name = &rest[..len];
    if !name.first()?.is_ascii_alphabetic() {
        return None;
    }
    let after = &rest[len..];
    let ends_name = matches!(after, [] | [b' ' | b'\t' | b'>', ..]);
    if !closing && RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
        return ends_name.then_some(HtmlEnd::Raw);
    }
    if (ends_name || after.starts_with(b"/>")) && is_block_name(name) {
        return Some(HtmlEnd::Blank);
    }
    (!interrupts && is_lone_tag(after, closing)).then_some(HtmlEnd::Blank)
}

fn is_block_name(name: &[u8]) -> bool {
    name.len() <= 10 && {
        let mut lower = [0; 10];
        let lower = &mut lower[..name.len()];
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        BLOCK.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
    }
}

/// Whether a tag is complete after its name and nothing follows it (condition 7).
fn is_lone_tag(after: &[u8], closing: bool) -> bool {
    let mut at = 0;
    loop {
        let blanks = after[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        at += blanks;
        match after.get(at) {
            Some(b'>') => return after[at + 1..].trim_ascii().is_empty(),
            Some(b'/') if !closing => {
                return after[at + 1..].strip_prefix(b">").is_some_and(|end| end.trim_ascii().is_empty());
            }
            Some(b) if !closing && blanks > 0 && (b.is_ascii_alphabetic() || matches!(b, b'_' | b':')) => {}
            _ => return false,
        }
        at += after[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"_.:-".contains(b)).count();
        let Some(past) = attribute_value(after, at) else { return false };
        at = past;
    }
}

/// Past an attribute's value, where there is one; `None` where it is malformed.
fn attribute_value(after: &[u8], at: usize) -> Option<usize> {
    let skip = |from: usize| from + after[from..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let equals = skip(at);
    if after.get(equals) != Some(&b'=') {
        return Some(at);
    }
    let value = skip(equals + 1);
    let first = *after.get(value)?;
    if matches!(first, b'"' | b'\'') {
        return memchr::memchr(first, &after[value + 1..]).map(|len| value + len + 2);
    }
    let len = after[value..].iter().take_while(|b| !b" \t\"'=<>`".contains(b)).count();
    (len > 0).then_some(value + len)
}

fn holds_closing(line: &[u8], name: &[u8]) -> bool {
    memmem::find_iter(line, b"</").any(|at| {
        let rest = &line[at + 2..];
        rest.len() > name.len() && rest[..name.len()].eq_ignore_ascii_case(name) && rest[name.len()] == b'>'
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_html_block_begins_and_ends() {
        for (line, end) in [
            ("<script src='x'>", Some(HtmlEnd::Raw)),
            ("<!-- more", Some(HtmlEnd::Comment)),
            ("<?php", Some(HtmlEnd::Instruction)),
            ("<!DOCTYPE html>", Some(HtmlEnd::Declaration)),
            ("<![CDATA[", Some(HtmlEnd::Cdata)),
            ("</DIV", Some(HtmlEnd::Blank)),
            ("<iframe width=\"560\"", Some(HtmlEnd::Blank)),
            ("<a href=\"x\" disabled data='y'>", Some(HtmlEnd::Blank)),
            ("<a href=\"x\"> text", None),
            ("<https://example.org>", None),
            ("<3 this", None),
        ] {
            assert_eq!(html_block_start(line.as_bytes(), false), end, "{line}");
        }
        assert_eq!(html_block_start(b"<custom>", true), None);
        assert!(HtmlEnd::Raw.is_in(b"x </SCRIPT> y"));
        assert!(BLOCK.is_sorted());
    }
}
