//! What stands behind a title: people or a company after the last dash, in parentheses, behind a comma.

use super::company::reads_as_company;
use super::name::is_full_name;
use super::people::{self, People};
use super::words::{is, words};

/// Text after the last dash of a title, or in parentheses at its end.
#[derive(Debug, Clone)]
pub(super) struct Tail {
    /// Length of the title without it.
    pub(super) title_len: usize,
    pub(super) text: String,
    /// Whether only a comma stands before it.
    pub(super) is_behind_comma: bool,
    /// The people it may name.
    pub(super) people: Option<People>,
    /// Whether it is a company of the list.
    pub(super) is_company: bool,
    /// Whether it reads as a company's name.
    pub(super) may_be_company: bool,
}

/// The last dash between blanks that begins before `before`: where it begins, and where the text after it does.
fn last_dash(title: &str, before: usize) -> Option<(usize, usize)> {
    let head = title.get(..before)?;
    for (at, c) in head.char_indices().rev() {
        let spaced = c == ' ' && is_dash_run(&title[at + 1..]).is_some();
        if spaced && let Some(len) = is_dash_run(&title[at + 1..]) {
            return Some((at, at + 1 + len));
        }
        if c == '／' {
            return Some((at, at + c.len_utf8()));
        }
    }
    None
}

/// The length of dashes and the blank after them.
pub(super) fn is_dash_run(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let dash = match first {
        '-' | '/' => rest.bytes().take(3).take_while(|b| *b == first as u8).count(),
        '–' | '—' | '|' | '~' | '―' | '‐' | '−' | '·' => first.len_utf8(),
        _ => return None,
    };
    rest[dash..].starts_with(' ').then_some(dash + 1)
}

/// The text after the last dash, or in parentheses at the end.
pub(super) fn tail(title: &str) -> Option<Tail> {
    if title.is_ascii() && !title.bytes().any(|b| matches!(b, b'-' | b'|' | b'/' | b'~' | b')' | b']')) {
        return comma_tail(title);
    }
    let dashed = last_dash(title, title.len());
    // `Ada Pohl | @ada | "Ropes at Night"`: in quotes stands the title.
    let is_quoted = |text: &str| text.starts_with(['"', '“']) && text.ends_with(['"', '”']);
    if dashed.is_some_and(|(_, from)| is_quoted(&title[from..])) {
        return None;
    }
    let parenthesis = title.strip_suffix([')', '）']).and_then(|inner| {
        let start = inner.rfind(['(', '（'])?;
        let open = inner[start..].chars().next()?.len_utf8();
        Some((start, start + open, inner.len()))
    });
    let parenthesis = parenthesis.or_else(|| people_in_brackets(title));
    let named = |from: usize, to: usize| people::bare(&title[from..to]).map_or(0.0, |people| people.sure);
    // `Title - Ada (Nimbus)`: the parenthesis belongs to the person. `Title (Ada - Nimbus)`: it holds both.
    // `Hall A - Title (Ada)`: behind the dash stands the title.
    let whole = match (dashed, parenthesis) {
        (Some((at, from)), Some((start, inner, end)))
            if at < start && (named(inner, end) < 0.6 || named(from, title.len()) >= 0.3) =>
        {
            Some((at, from, title.len()))
        }
        (_, Some(found)) => Some(found),
        (Some((at, from)), None) => Some((at, from, title.len())),
        (None, None) => None,
    };
    // `Title - Ada Pohl - Nimbus`: a person may stand before the last dash.
    if let (Some((at, from)), None) = (dashed, parenthesis) {
        let earlier = last_dash(title, at);
        // `Title - Ada Pohl / Peter Quist`: both speak.
        if title[at..].trim_start().starts_with('/')
            && let Some((first, first_from)) = earlier
            && let Some(both) = people::bare(&title[first_from..]).filter(|people| people.sure >= 0.7)
            && both.persons.len() > 1
        {
            let text = title[first_from..].to_owned();
            return Some(Tail {
                title_len: first,
                text,
                is_behind_comma: false,
                people: Some(both),
                is_company: false,
                may_be_company: false,
            });
        }
        let is_address = is_domain(&title[from..]);
        let needed = if is_address { 0.5 } else { 0.9 };
        if let Some((first, first_from)) = earlier
            && let Some(named) = title.get(first_from..at).and_then(people::bare).filter(|people| people.sure >= needed)
            && people::bare(&title[from..]).is_none_or(|people| people.sure < 0.9)
            && let Some(people) = Some(named)
                .filter(|_| is_address)
                .or_else(|| people::bare(&title[first_from..]))
                .filter(|people| people.sure >= needed)
        {
            let text = title[first_from..].to_owned();
            return Some(Tail {
                title_len: first,
                text,
                is_behind_comma: false,
                people: Some(people),
                is_company: false,
                may_be_company: false,
            });
        }
    }
    let Some((title_len, from, to)) = whole else { return comma_tail(title) };
    let text = title[from..to].trim();
    if title[..title_len].trim().is_empty() || text.is_empty() {
        return None;
    }
    let is_company = words().holds(text, is::COMPANY);
    let people = people::bare(text).filter(|_| !is_company);
    let may_be_company = is_company || reads_as_company(text);
    let title_len = title[..title_len].trim_end().len();
    Some(Tail { title_len, text: text.to_owned(), is_behind_comma: false, people, is_company, may_be_company })
}

/// `Title, Ada Pohl`, `Title, Ada Pohl, Nimbus`: full names of which the first is known, or else may be one. Commas
/// stand in titles, too, so that this counts only where the headings beside it end so.
fn comma_tail(title: &str) -> Option<Tail> {
    let last = memchr::memrchr(b',', title.as_bytes())?;
    let behind = |at: usize| {
        let text = title[at + 1..].strip_prefix(' ').filter(|text| (5..80).contains(&text.len()))?;
        text.starts_with(char::is_uppercase).then_some(text)
    };
    let is_known = |text: &str| words().holds(text.split(' ').next().unwrap_or_default(), is::GIVEN_NAME);
    let commas = memchr::memchr_iter(b',', title.as_bytes());
    let known = commas.filter_map(|at| Some((at, behind(at).filter(|text| is_known(text))?))).find_map(|(at, text)| {
        let people = people::bare(text).filter(|people| people.sure >= 0.7)?;
        people.persons.iter().all(|person| person.name.contains(' ')).then_some((
            at,
            text,
            People { sure: 0.5, ..people },
        ))
    });
    let likely = || {
        let text = behind(last).filter(|text| text.split(' ').count() <= 3 && is_full_name(text))?;
        people::bare(text).map(|people| (last, text, People { sure: 0.3, ..people }))
    };
    let (at, text, people) = known.or_else(likely)?;
    let is_list = people::bare(&title[..at]).is_some_and(|people| people.sure >= 0.5);
    let text = text.to_owned();
    (!is_list && at > 0).then_some(Tail {
        title_len: at,
        text,
        is_behind_comma: true,
        people: Some(people),
        is_company: false,
        may_be_company: false,
    })
}

/// `Title [Ada Pohl, Nimbus]`: where the brackets begin and what they hold. Other things stand in brackets more
/// often than people, so it must read as people.
fn people_in_brackets(title: &str) -> Option<(usize, usize, usize)> {
    let inner = title.strip_suffix(']')?;
    let start = inner.rfind('[')?;
    people::bare(&inner[start + 1..]).filter(|people| people.sure >= 0.6)?;
    Some((start, start + 1, inner.len()))
}

/// `nimbus.example`, `nimbus.example/ada`
pub(super) fn is_domain(text: &str) -> bool {
    let text = text.trim();
    let host = text.split('/').next().unwrap_or_default();
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    labels.next().is_some_and(|label| !label.is_empty())
        && (2..=12).contains(&top.len())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && top.bytes().all(|byte| byte.is_ascii_lowercase())
        // "Next.js" and "main.rs" are no addresses.
        && host.starts_with(|c: char| c.is_ascii_lowercase())
        && !matches!(top, "js" | "ts" | "py" | "rs" | "md" | "go" | "rb")
}
