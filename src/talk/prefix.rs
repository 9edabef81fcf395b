//! What stands before a title, or in brackets behind it, and is no part of it: a time, a day, `Talk 3:`, `Keynote:`,
//! a session's code.

use super::clock::time_prefix;
use super::people;
use super::plain::beginning;
use super::tail::is_dash_run;
use super::when::is_only_date;
use super::words::{is, key, words};

/// What may stand before a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    /// `10:00`, `Sat 10:00 - 10:30`
    Time,
    /// A weekday or date.
    Day,
    /// `Talk 3:`
    TalkNumber,
    /// `3.`
    Number,
    /// `Keynote:`
    Kind,
    /// `[DEV315]`
    Code,
    /// `(video)` behind the title.
    Link,
}

pub(super) fn prefix(text: &str) -> Option<(Prefix, usize)> {
    let head = beginning(text, 48);
    let digits = head.bytes().any(|b| b.is_ascii_digit());
    bracketed(text)
        .or_else(|| digits.then(|| time_prefix(text)).flatten().map(|len| (Prefix::Time, len)))
        .or_else(|| day_prefix(head))
        .or_else(|| lettered(text).map(|len| (Prefix::Number, len)))
        .or_else(|| digits.then(|| numbered(text)).flatten())
        .or_else(|| kind_prefix(head))
        .or_else(|| digits.then(|| code_prefix(text)).flatten())
}

/// `[DEV315]`, `(Keynote)`, `【基調講演】`, `[10:30]`
fn bracketed(text: &str) -> Option<(Prefix, usize)> {
    for (open, close) in [('[', ']'), ('(', ')'), ('【', '】'), ('<', '>'), ('「', '」')] {
        let Some(inner) = text.strip_prefix(open) else { continue };
        let end = inner.find(close)?;
        let len = open.len_utf8() + end + close.len_utf8();
        return bracket_meaning(inner[..end].trim()).map(|prefix| (prefix, len));
    }
    None
}

fn bracket_meaning(inner: &str) -> Option<Prefix> {
    if is_code(inner) {
        Some(Prefix::Code)
    } else if time_prefix(inner).is_some() || is_place_and_time(inner) {
        Some(Prefix::Time)
    } else if words().holds(inner, is::KIND | is::GROUP) {
        Some(Prefix::Kind)
    } else if is_room(inner) {
        Some(Prefix::Code)
    } else if is_only_date(inner) || words().holds(inner, is::WEEKDAY) {
        Some(Prefix::Day)
    } else {
        None
    }
}

/// `K.3.601 11:40 - 12:10`, `Room 5, 11:40`: a time behind at most three words, and nothing after it.
fn is_place_and_time(text: &str) -> bool {
    text.contains([':', 'h'])
        && text.match_indices(' ').take(3).any(|(at, _)| {
            let time = text[at..].trim_start();
            time.starts_with(|c: char| c.is_ascii_digit()) && time_prefix(time) == Some(time.len())
        })
}

/// `Room A`, `Hall 2`, `Raum Elbe`
pub(super) fn is_room(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(room, which)| words().holds(room, is::ROOM) && which.split(' ').count() <= 2)
}

/// A session code: letters and digits, no blank (`DEV315`, `SVR-402`, `A12`).
fn is_code(text: &str) -> bool {
    (2..=12).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_uppercase())
}

fn code_prefix(text: &str) -> Option<(Prefix, usize)> {
    let end = text.find([' ', ':'])?;
    let separated = text[end..].starts_with(": ") || text[end..].starts_with(" - ") || text[end..].starts_with(" – ");
    (separated && is_code(&text[..end]) && end >= 4).then_some((Prefix::Code, end))
}

/// A weekday, `Day 2` or a date before a separator.
fn day_prefix(text: &str) -> Option<(Prefix, usize)> {
    let first = text.split([' ', ':', ',', '：']).next().unwrap_or_default();
    let dated = first.starts_with(|c: char| c.is_ascii_digit());
    if !dated && !words().holds(first, is::WEEKDAY | is::DAY | is::MONTH) {
        return None;
    }
    if is_whole_date(first) && text[first.len()..].starts_with(' ') {
        return Some((Prefix::Day, first.len()));
    }
    for separator in [": ", " - ", " – ", " — ", " | ", "：", ", "] {
        let Some(end) = text.find(separator).filter(|end| *end < 40) else { continue };
        let head = &text[..end];
        let day = is_only_date(head) || {
            let key = key(head);
            let mut parts = key.split(' ');
            words().has(&key, is::WEEKDAY)
                || parts.next().is_some_and(|word| words().has(word, is::DAY))
                    && parts.clone().count() == 1
                    && parts.all(|word| word.bytes().all(|b| b.is_ascii_digit()) || words().has(word, is::NUMBER))
        };
        if day {
            return Some((Prefix::Day, end + separator.len()));
        }
    }
    None
}

/// `2025-03-04`, `4.3.2025`, `3/4/2025`
fn is_whole_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let are_digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let is_dated = |[first, _, last]: [&str; 3]| first.len() == 4 || last.len() == 4;
    text.len() <= 10 && are_digits && <[&str; 3]>::try_from(parts).is_ok_and(is_dated) && is_only_date(text)
}

/// `Talk 3:`, `Session 4 -`, `3.`, `#3 -`, `01 - `
fn numbered(text: &str) -> Option<(Prefix, usize)> {
    let bytes = text.as_bytes();
    let hash = usize::from(bytes.first() == Some(&b'#'));
    let digits = bytes[hash..].iter().take_while(|b| b.is_ascii_digit()).count();
    if (1..=3).contains(&digits) {
        // `2.3 - ` counts within chapters; "1.30 - " and "3.14 - " are versions and numbers.
        let mut end = hash + digits;
        while bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end += 1 + bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        }
        let rest = &text[end..];
        let last = text[..end].rsplit('.').next().unwrap_or_default();
        // "2.0: What is new" names a version.
        if end > hash + digits && (rest.starts_with(':') || last.len() > 1) {
            return None;
        }
        let listed = rest.starts_with(". ")
            || rest.starts_with(") ")
            || rest.starts_with(" - ")
            || rest.starts_with(" – ")
            || rest.starts_with(": ")
            || rest.starts_with("- ")
            || hash == 1 && rest.starts_with(' ')
            || rest.starts_with('.') && rest[1..].starts_with(char::is_alphabetic) && digits <= 2;
        return listed.then_some((Prefix::Number, end + 1));
    }
    let space = text.find(' ')?;
    let word = key(&text[..space]);
    let rest = text[space + 1..].trim_start_matches(['#', '№', ' ']);
    let skipped = text.len() - rest.len();
    let number = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if number == 0 || number > 4 || !words().has(&word, is::KIND | is::TITLE) {
        return None;
    }
    let after = &rest[number..];
    let separated = after.starts_with([':', '：', ')', '.'])
        || [" - ", " – ", " — ", "- ", " | "].iter().any(|s| after.starts_with(s));
    separated.then_some((Prefix::TalkNumber, skipped + number + 1))
}

/// `C. Streams in Practice`, `B) …`: a letter that counts, and not the initial of a name.
fn lettered(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let counts = bytes.first().is_some_and(u8::is_ascii_uppercase) && matches!(bytes.get(1), Some(b'.' | b')'));
    let rest = text.get(2..).filter(|_| counts)?.strip_prefix(' ')?;
    let is_title = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && rest.split_whitespace().count() >= 2
        && !rest[1..].starts_with('.')
        && people::bare(rest).is_none_or(|people| people.sure < 0.5);
    is_title.then_some(2)
}

/// `Keynote:`, `Lightning Talk -`, `Panel | `, `⚡ Lightning Talk:`
fn kind_prefix(text: &str) -> Option<(Prefix, usize)> {
    let symbols = text.find(char::is_alphanumeric)?;
    let named = &text[symbols..];
    for (at, c) in named.char_indices() {
        let len = match c {
            ':' | '：' => c.len_utf8(),
            ' ' => 1 + is_dash_run(&named[at + 1..]).unwrap_or(0),
            _ => continue,
        };
        if len > 1 || c == ':' {
            if words().holds(&named[..at], is::KIND) {
                return Some((Prefix::Kind, symbols + at + len));
            }
            if c != ' ' {
                break;
            }
        }
    }
    (symbols > 0
        && !matches!(
            text.chars().next(),
            Some(
                '"' | '\''
                    | '“'
                    | '('
                    | '['
                    | '«'
                    | '„'
                    | '「'
                    | '『'
                    | '‘'
                    | '¿'
                    | '¡'
                    | '@'
                    | '#'
                    | '.'
                    | '$'
                    | '/'
                    | '<'
                    | '`'
                    | '!'
            )
        )
        && kind_prefix(named).is_some())
    .then(|| kind_prefix(named))
    .flatten()
    .map(|(prefix, len)| (prefix, symbols + len))
}

/// `Tiny clusters 9:15am to 9:45am`: the length without the span of times. One time alone may be part of the title.
fn hours_behind(title: &str) -> Option<usize> {
    if !title.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'm' | 'M')) || !title.contains(':') {
        return None;
    }
    title.match_indices(' ').map(|(at, _)| at).find(|at| {
        let times = title[*at..].trim_start();
        let is_span = || times.matches(':').count() >= 2 && times.contains(['-', '–', ' ']);
        times.starts_with(|c: char| c.is_ascii_digit()) && is_span() && time_prefix(times) == Some(times.len())
    })
}

/// Whether a text only says what a link leads to.
pub(super) fn is_link_text(text: &str) -> bool {
    matches!(text, "link" | "Link" | "links") || words().holds(text, is::RECORDING | is::SLIDES | is::SCHEDULE)
}

/// `[DEV315]`, `(Lightning Talk)`, `9:15am to 9:45am` at the end: the length without it.
pub(super) fn suffix(title: &str) -> Option<(usize, Prefix)> {
    if let Some(len) = hours_behind(title) {
        return Some((len, Prefix::Time));
    }
    for (open, close) in [('[', ']'), ('(', ')')] {
        if title.ends_with(close)
            && let Some(start) = title.rfind(open)
            && start > 3
        {
            let inner = title[start + 1..title.len() - 1].trim();
            if let Some(prefix) = bracket_meaning(inner) {
                return Some((start, prefix));
            }
            // "Tiny clusters (video)", where the word is a link.
            if title[..start].ends_with(' ') && is_link_text(inner) {
                return Some((start, Prefix::Link));
            }
        }
    }
    None
}
