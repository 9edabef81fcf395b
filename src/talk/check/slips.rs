//! Links that are not written as links are, in the ways people slip.

use super::{FindingKind, Look};
use crate::markdown::Links;
use crate::talk::finder::is_address;
use crate::talk::plain::beginning;
use crate::text::{fit, visible};

/// Columns shown of what was written.
const SHOWN: usize = 50;

/// How far is looked for the other bracket: without a bound, a page of brackets would cost its square.
const NEAR: usize = 600;

pub(super) fn look(look: &mut Look<'_>, found: &Links) {
    for link in &found.links {
        let source = look.note.text.get(link.range.clone()).unwrap_or_default();
        if let Some((wrong, remedy)) = target_slip(link.target.trim(), link.text.trim(), source) {
            slip(look, link.range.start, source, wrong, remedy);
        }
    }
    for range in &found.prose {
        let prose = look.note.text.get(range.clone()).unwrap_or_default();
        for (at, len, wrong, remedy) in prose_slips(prose) {
            slip(look, range.start + at, &prose[at..at + len], wrong, remedy);
        }
    }
}

fn slip(look: &mut Look<'_>, byte: usize, source: &str, wrong: &str, remedy: &'static str) {
    let message = format!("{wrong}: {}", fit(&visible(source), SHOWN));
    look.find(FindingKind::LinkSlip, byte, message, remedy);
}

/// What is wrong with the target of a link, and what should be written.
fn target_slip(target: &str, text: &str, source: &str) -> Option<(&'static str, &'static str)> {
    if target.starts_with('(') && target.ends_with(')') && is_address(&target[1..target.len() - 1]) {
        return Some(("the target stands in a second pair of parentheses", "write `[text](address)`"));
    }
    if target.is_empty() && source.ends_with("()") {
        return if is_address(text) {
            Some(("the address stands where the text belongs", "write `<address>`, or `[text](address)`"))
        } else if text.contains(char::is_alphanumeric) {
            Some(("the link leads nowhere", "write its address between the parentheses"))
        } else {
            None
        };
    }
    if is_broken_address(target) {
        return Some(("the address does not begin as one does", "addresses begin with `https://`"));
    }
    None
}

/// `http//`, `https:/x`, `htps://`, `www.`: meant to lead elsewhere, and leads to a file of that name.
fn is_broken_address(target: &str) -> bool {
    let lower: String = target.chars().take(12).flat_map(char::to_lowercase).collect();
    if let Some((scheme, _)) = lower.split_once("://") {
        return matches!(
            scheme,
            "htp" | "htps" | "htttp" | "htttps" | "hhttp" | "hhttps" | "ttp" | "ttps" | "httpss" | "http:" | "https:"
        ) || scheme.ends_with("https") && scheme.len() > 5 && scheme.starts_with("http");
    }
    let after = lower.strip_prefix("https").or_else(|| lower.strip_prefix("http"));
    lower.starts_with("www.")
        || after.is_some_and(|rest| rest.starts_with("//") || rest.starts_with(":/") || rest.starts_with(";//"))
}

/// A slip in running text: its 0-based byte, its length in bytes, what is wrong, what should be written.
type Slip = (usize, usize, &'static str, &'static str);

fn prose_slips(prose: &str) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, _) in prose.match_indices([']', ')']) {
        let after = beginning(&prose[at + 1..], NEAR);
        let is_round = prose.as_bytes()[at] == b')';
        let goes_on = if is_round { after.starts_with('[') } else { after.starts_with('(') || after.starts_with(" (") };
        if !goes_on {
            continue;
        }
        let (open, close) = if is_round { ('(', ']') } else { ('[', ')') };
        let Some(start) = opening(&prose[..at], open) else { continue };
        let named = prose[start + 1..at].chars().filter(|c| c.is_alphabetic()).count() >= 2;
        let inner = |begin: &str| {
            let inside = after.strip_prefix(begin)?;
            let end = inside.find([close, '\n', '\r']).filter(|end| inside[*end..].starts_with(close))?;
            Some((&inside[..end], at + 1 + begin.len() + end + 1 - start))
        };
        if is_round {
            if let Some((_, len)) = inner("[").filter(|(target, _)| named && is_address(target)) {
                slips.push((start, len, "brackets and parentheses are exchanged", "write `[text](address)`"));
            }
        } else if let Some((target, len)) = inner("(") {
            if is_address(&prose[start + 1..at]) && !target.is_empty() && !is_address(target) {
                slips.push((start, len, "text and address are exchanged", "write `[text](address)`"));
            } else if target.trim().contains(' ') && is_address(target.trim()) && !target.contains('"') {
                slips.push((
                    start,
                    len,
                    "an address with blanks is no link",
                    "write `%20` for each, or `<…>` around it",
                ));
            }
        } else if let Some((_, len)) =
            inner(" (").filter(|(target, _)| named && is_address(target) && !target.contains(' '))
        {
            slips.push((start, len, "a blank stands between text and address", "write `[text](address)`"));
        }
    }
    slips
}

/// Where the bracket opens that closes at the end of a text, on the same line.
fn opening(before: &str, open: char) -> Option<usize> {
    let near = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    let line = before[near..].rfind(['\n', '\r']).map_or(near, |end| near + end + 1);
    let start = line + before[line..].rfind(open)?;
    (!before[start..].contains(if open == '(' { ')' } else { ']' })).then_some(start)
}
