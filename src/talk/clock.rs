//! Times of day at the beginning of a text: `10:00`, `Sat 10:00 - 10:30`, `9AM`, `10.30 Uhr`.

use super::when::date_in;
use super::words::{is, key, words};

/// A time or span of times at the beginning, with weekdays and dates around it; its length.
pub(super) fn time_prefix(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut times = 0;
    let mut end = 0;
    let dotted = is_dotted_span(text);
    while at < text.len() && at < 60 {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        if let Some(len) = clock(rest).or_else(|| dotted.then(|| dotted_clock(rest)).flatten()) {
            times += 1;
            at += len;
            end = at;
        } else if c.is_whitespace() || matches!(c, '-' | '–' | '—' | '~' | ',' | '〜' | '→' | '|' | '@') {
            at += c.len_utf8();
        } else {
            let len = rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len());
            let word = &rest[..len];
            let lists = words().flags_of(word);
            // Only behind a time it matters which small word it is.
            let key = if times > 0 { key(word) } else { String::new() };
            let known = lists & (is::WEEKDAY | is::DAYTIME) != 0
                || times > 0
                    && matches!(
                        key.as_str(),
                        "to" | "bis"
                            | "uhr"
                            | "am"
                            | "pm"
                            | "h"
                            | "until"
                            | "a"
                            | "utc"
                            | "cet"
                            | "cest"
                            | "pst"
                            | "pdt"
                            | "est"
                            | "edt"
                            | "jst"
                            | "gmt"
                    )
                || times == 0 && lists >> is::MONTH_AT != 0
                || times == 0
                    && len > 0
                    && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                    && date_in(text, Some(2000)).is_some();
            if len == 0 || !known || times > 0 && key == "a" {
                break;
            }
            at += len;
            if times > 0 {
                end = at;
            }
        }
    }
    (times > 0).then_some(end)
}

/// `9.00 - 9.50`: dots are times where a span of them begins the text.
fn is_dotted_span(text: &str) -> bool {
    dotted_clock(text).is_some_and(|len| {
        let rest = text[len..].trim_start();
        rest.starts_with(['-', '–', '—']) && dotted_clock(rest.trim_start_matches(['-', '–', '—', ' '])).is_some()
    })
}

/// `9.50`; its length.
fn dotted_clock(text: &str) -> Option<usize> {
    let hours = text.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = text.get(hours + 1..hours + 3)?;
    let fits = (1..=2).contains(&hours)
        && text.as_bytes()[hours] == b'.'
        && minutes.bytes().all(|byte| byte.is_ascii_digit())
        && !text[hours + 3..].starts_with(|c: char| c.is_alphanumeric() || c == '.');
    fits.then_some(hours + 3)
}

/// `10:00`, `9:30am`, `10h30`, `9AM`, `10.30 Uhr`; its length.
fn clock(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) || text[..digits].parse::<u8>().is_ok_and(|hour| hour > 24) {
        return None;
    }
    let mut len = digits;
    let minutes = |from: usize| {
        bytes.get(from..from + 2).is_some_and(|m| m.iter().all(u8::is_ascii_digit) && m[0] < b'6')
            && !bytes.get(from + 2).is_some_and(u8::is_ascii_digit)
    };
    let mut sure = false;
    match bytes.get(digits) {
        Some(b':' | b'h' | b'H') if minutes(digits + 1) => {
            len += 3;
            sure = true;
        }
        Some(b'.')
            if minutes(digits + 1) && text[digits + 3..].trim_start().to_ascii_lowercase().starts_with("uhr") =>
        {
            len += 3;
            sure = true;
        }
        Some(b'h' | b'H') if !bytes.get(digits + 1).is_some_and(u8::is_ascii_alphanumeric) => {
            len += 1;
            sure = true;
        }
        _ => {}
    }
    if sure && bytes.get(len) == Some(&b':') && minutes(len + 1) {
        len += 3;
    }
    let spaced = text[len..].trim_start_matches(' ');
    let suffix = spaced.get(..2).unwrap_or_default().to_ascii_lowercase();
    if matches!(suffix.as_str(), "am" | "pm") && !spaced[2..].starts_with(char::is_alphanumeric) {
        return Some(text.len() - spaced.len() + 2);
    }
    (sure && !text[len..].starts_with(char::is_alphanumeric)).then_some(len)
}
