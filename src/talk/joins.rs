//! Takes a text that may name people apart: at commas, semicolons, dashes and "and", and each piece into a name
//! and what says where the person is from.

use super::name::is_full_name;
use super::words::{is, key, words};

/// How a piece is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    First,
    And,
    Comma,
    Semicolon,
    Dash,
}

/// Splits at commas, semicolons, dashes, `&`, "and", outside parentheses.
pub(super) fn split(text: &str) -> Vec<(Join, &str)> {
    let mut tokens = Vec::new();
    let (mut start, mut join, mut depth, mut at) = (0, Join::First, 0u32, 0);
    while let Some(c) = text[at..].chars().next() {
        let found = match c {
            '(' | '（' | '[' => {
                depth += 1;
                None
            }
            ')' | '）' | ']' => {
                depth = depth.saturating_sub(1);
                None
            }
            _ if depth > 0 => None,
            _ => separator(text, at, c),
        };
        match found {
            Some((next, len)) => {
                tokens.push((join, text[start..at].trim()));
                join = next;
                at += len;
                start = at;
            }
            None => at += c.len_utf8(),
        }
    }
    tokens.push((join, text[start..].trim()));
    tokens.retain(|(_, token)| !token.is_empty());
    if let Some(first) = tokens.first_mut() {
        first.0 = Join::First;
    }
    tokens
}

/// The separator that stands at this place, and its length.
pub(super) fn separator(text: &str, at: usize, c: char) -> Option<(Join, usize)> {
    let rest = &text[at..];
    match c {
        ',' | '，' => {
            // "Meta42 Labs, LLC" is one company.
            let next = rest[c.len_utf8()..].trim_start();
            // The words below begin so; a glance spares looking at most others.
            let first = next.bytes().next().unwrap_or(b' ').to_ascii_lowercase();
            if first.is_ascii_alphanumeric() && !matches!(first, b'l' | b'i' | b'g' | b'p' | b'j' | b'c' | b'm') {
                return Some((Join::Comma, c.len_utf8()));
            }
            let word = key(next.split([',', ';', ')', '&']).next().unwrap_or_default());
            let legal = matches!(
                word.as_str(),
                "llc" | "inc" | "ltd" | "gmbh" | "phd" | "jr" | "corp" | "ph d" | "md" | "m d" | "msc"
            );
            (!legal).then_some((Join::Comma, c.len_utf8()))
        }
        '、' | '＆' | '・' if c != '・' || rest.starts_with("・ ") => Some((Join::And, c.len_utf8())),
        ';' | '；' | '\n' => Some((Join::Semicolon, c.len_utf8())),
        '/' if rest.starts_with("/ ") => Some((Join::And, 2)),
        '/' if is_between_names(&text[..at], &rest[1..]) => Some((Join::And, 1)),
        '／' | '•' | '·' | '|' | '｜' => Some((Join::Dash, c.len_utf8())),
        ':' if rest.starts_with("::") => Some((Join::Dash, rest.bytes().take_while(|b| *b == b':').count())),
        ' ' => {
            let word_end = rest[1..].find(' ').map(|end| end + 1)?;
            let word = rest[1..word_end].trim();
            let joined = match word {
                "-" | "–" | "—" | "--" | "/" | "//" | "―" | "−" => Some(Join::Dash),
                "&" | "+" | "x" | "×" | "e" | "y" | "i" | "и" | "&amp;" => Some(Join::And),
                word if word.len() <= 8
                    && !word.starts_with(|c: char| c.is_ascii_uppercase())
                    && word.starts_with(char::is_alphabetic)
                    && words().holds(word, is::AND) =>
                {
                    Some(Join::And)
                }
                _ => None,
            }?;
            let next = rest[word_end..].trim_start();
            if joined == Join::And
                && matches!(
                    key(next.split([',', ' ', ')']).next().unwrap_or_default()).as_str(),
                    "co" | "sons" | "company"
                )
            {
                return None;
            }
            Some((joined, word_end))
        }
        _ => None,
    }
}

/// `Ada Pohl/Uwe Brandt`: whether full names stand on both sides. "Client/Server" are no names.
fn is_between_names(before: &str, after: &str) -> bool {
    let is_edge = |c: char| matches!(c, ',' | ';' | '&' | '/' | '(' | ')' | ':');
    let (left, right) = (before.rsplit(is_edge).next(), after.split(is_edge).next());
    [left, right].into_iter().flatten().all(|name| is_full_name(name.trim()))
}

/// What stands before a parenthesis at the end, and what stands in it.
pub(super) fn parenthesis(token: &str) -> (&str, Option<&str>) {
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']')] {
        if let Some(start) = token.find(open)
            && start > 0
        {
            let inner = &token[start + open.len_utf8()..];
            let end = inner.find(close).unwrap_or(inner.len());
            return (token[..start].trim(), Some(inner[..end].trim()));
        }
    }
    (token, None)
}

/// Whether a role is one of a whole company, so that "of" names it: "CEO of Nimbus", not "VP of Engineering".
pub(super) fn leads_company(role: &str) -> bool {
    let last = role.trim_end().rsplit([' ', '-']).next().unwrap_or_default();
    matches!(
        key(last).as_str(),
        "ceo"
            | "cto"
            | "cio"
            | "coo"
            | "cfo"
            | "ciso"
            | "cpo"
            | "cmo"
            | "founder"
            | "cofounder"
            | "president"
            | "chairman"
            | "owner"
    )
}

/// Whether a text is two or three words with capitals of which the first is a known given name: then "of" says whose
/// they are, as in "Ada Pohl of Nimbus".
fn is_known_name(text: &str) -> bool {
    let count = text.split(' ').count();
    let first = text.split(' ').next().unwrap_or_default();
    (2..=3).contains(&count)
        && text.split(' ').all(|word| word.starts_with(char::is_uppercase))
        && words().holds(first, is::GIVEN_NAME)
}

/// What stands behind the handle of a person that a text begins with; `None` where it begins with a company.
fn past_handle<'t>(name: &str, text: &'t str) -> Option<&'t str> {
    let end = text.find(' ').unwrap_or(text.len());
    let (handle, behind) = (text[..end].trim_end_matches(['.', ',', '!', ')']), text[end..].trim());
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if handle.is_empty() || !handle.chars().all(fits) {
        return None;
    }
    // Handles are small or made of the name; of `Ada @new relic` both words are the company.
    let small = handle.starts_with(|c: char| c.is_ascii_lowercase());
    let lower = handle.to_ascii_lowercase();
    let is_made_of_name =
        || name.split(' ').any(|word| word.len() > 3 && lower.contains(word.to_ascii_lowercase().as_str()));
    let goes_on = behind.starts_with(char::is_lowercase);
    (!goes_on && (small || behind.is_empty() && is_made_of_name())).then_some(behind)
}

/// Splits `Name at Org`, `Name @ Org`, `Name from Org`, `Role @Org`, `Name＠Org`, `Name as Role`.
pub(super) fn at_organization(token: &str) -> (&str, Option<&str>) {
    if token.starts_with('@') {
        return (token, None);
    }
    for mark in ['@', '＠'] {
        if let Some((left, right)) = token.split_once(mark)
            && !right.trim().is_empty()
            && !left.trim().is_empty()
        {
            // `Name @handle` says nothing of a company, `Name @ Org` and `Name @Org` do.
            if mark == '@'
                && left.ends_with(' ')
                && let Some(behind) = past_handle(left.trim(), right)
            {
                return (left.trim(), Some(behind).filter(|behind| !behind.is_empty()));
            }
            return (left.trim(), Some(right.trim()));
        }
    }
    let mut offset = 0;
    for word in token.split(' ') {
        let start = offset;
        offset += word.len() + 1;
        let small = !word.starts_with(char::is_uppercase) && word.starts_with(char::is_alphabetic);
        if start > 0 && offset < token.len() && small {
            let word = key(word);
            if word == "as" {
                return (token[..start].trim(), None);
            }
            // "Director of Research at Nimbus" has its company after "at", "University of Nimbus" is one.
            let left = token[..start].trim_end();
            let is_employed = word == "of" && is_known_name(left) && token[offset..].starts_with(char::is_uppercase);
            let name = matches!(word.as_str(), "de" | "da" | "di" | "van" | "do" | "of")
                && !leads_company(left)
                && !is_employed;
            // "Ada von Pohl" is a name, "Ada Pohl von Nimbus" one and a company.
            let is_particle = word == "von" && !token[..start].trim_end().contains(' ');
            // "Engineer in Nimbus": places stand there, too.
            let is_in = word == "in" && words().holds(token[offset..].trim(), is::COMPANY);
            if word.len() > 1 && !name && !is_particle && (is_in || words().has(&word, is::AT)) {
                return (token[..start].trim(), Some(token[offset..].trim()));
            }
        }
    }
    (token, None)
}
