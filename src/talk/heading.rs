//! What a heading says besides the title: a time, `Talk 3:`, `Keynote:`, a code before it; a person, a company
//! after it.

use super::people::{self, People};
use super::plain::{beginning, pieces};
use super::when::{date_in, is_only_date};
use super::words::{is, key, words};

/// A heading taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Heading {
    /// The title without prefixes; the tail still on it.
    pub(super) title: String,
    /// What stood before the title.
    pub(super) prefixes: Vec<Prefix>,
    /// People after "by".
    pub(super) byline: Option<People>,
    /// Where the text after the last dash begins in `title`, with the dash before it.
    pub(super) tail: Option<Tail>,
    /// People before a dash or colon: `Ada Pohl - Title`.
    pub(super) lead: Option<(People, usize)>,
}

/// Text after the last dash of a title, or in parentheses at its end.
#[derive(Debug, Clone)]
pub(super) struct Tail {
    /// Length of the title without it.
    pub(super) title_len: usize,
    pub(super) text: String,
    /// The people it may name.
    pub(super) people: Option<People>,
    /// Whether it is a company of the list.
    pub(super) is_company: bool,
}

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
}

/// Takes a heading (as a reader sees it) apart.
pub(super) fn read_heading(text: &str) -> Heading {
    let mut heading = Heading::default();
    let mut rest = text.trim();
    // What nobody reads as a title is not searched for people either.
    if rest.len() > 500 {
        rest.clone_into(&mut heading.title);
        return heading;
    }
    while let Some((prefix, len)) = prefix(rest) {
        let next = rest[len..].trim_start_matches(|c: char| {
            matches!(c, '-' | '–' | '—' | ':' | '|' | '：' | '.' | ',' | '·' | ')' | ']') || c.is_whitespace()
        });
        if next.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            break;
        }
        // "Opening keynote - Ada Pohl" has no other title than its kind.
        if prefix == Prefix::Kind
            && people::may_begin(next)
            && people::bare(next).is_some_and(|people| people.sure >= 0.7)
        {
            break;
        }
        heading.prefixes.push(prefix);
        rest = next;
    }
    let mut title = trim_title(rest);
    while let Some((len, prefix)) = suffix(title) {
        heading.prefixes.push(prefix);
        title = trim_title(&title[..len]);
    }
    if let Some((len, people)) = byline(title) {
        heading.byline = Some(people);
        title = trim_title(&title[..len]);
    }
    title.clone_into(&mut heading.title);
    heading.tail = tail(&heading.title);
    heading.lead = lead(&heading.title);
    heading
}

/// Decoration off: a colon at the end, quotes around everything, symbols before.
pub(super) fn trim_title(text: &str) -> &str {
    let mut text = text.trim().trim_end_matches([':', '：', ' ', '-', '–', '—', '|']).trim();
    let letter = text.find(|c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '"' | '“'
                    | '„'
                    | '«'
                    | '「'
                    | '『'
                    | '('
                    | '['
                    | '#'
                    | '.'
                    | '\''
                    | '‘'
                    | '¿'
                    | '¡'
                    | '@'
                    | '$'
                    | '/'
                    | '<'
                    | '`'
                    | '!'
            )
    });
    text = letter.map_or(text, |at| &text[at..]);
    for (open, close) in [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('『', '』'), ('‘', '’')]
    {
        if let Some(inner) = text.strip_prefix(open).and_then(|inner| inner.strip_suffix(close))
            && !inner.contains([open, close])
            && !inner.trim().is_empty()
        {
            text = inner.trim();
        }
    }
    text
}

fn prefix(text: &str) -> Option<(Prefix, usize)> {
    let head = beginning(text, 48);
    let digits = head.bytes().any(|b| b.is_ascii_digit());
    bracketed(text)
        .or_else(|| digits.then(|| time_prefix(text)).flatten().map(|len| (Prefix::Time, len)))
        .or_else(|| day_prefix(head))
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
    } else if time_prefix(inner).is_some() {
        Some(Prefix::Time)
    } else if words().holds(inner, is::KIND | is::GROUP) {
        Some(Prefix::Kind)
    } else if is_only_date(inner) || words().holds(inner, is::WEEKDAY) {
        Some(Prefix::Day)
    } else {
        None
    }
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
            let key = key(word);
            let known = words().has(&key, is::WEEKDAY | is::DAYTIME)
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
                || times == 0 && words().month(&key).is_some()
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

/// A weekday, `Day 2` or a date before a separator.
fn day_prefix(text: &str) -> Option<(Prefix, usize)> {
    let first = text.split([' ', ':', ',', '：']).next().unwrap_or_default();
    let dated = first.starts_with(|c: char| c.is_ascii_digit());
    if !dated && !words().holds(first, is::WEEKDAY | is::DAY | is::MONTH) {
        return None;
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

/// `Talk 3:`, `Session 4 -`, `3.`, `#3 -`, `01 - `
fn numbered(text: &str) -> Option<(Prefix, usize)> {
    let bytes = text.as_bytes();
    let hash = usize::from(bytes.first() == Some(&b'#'));
    let digits = bytes[hash..].iter().take_while(|b| b.is_ascii_digit()).count();
    if (1..=3).contains(&digits) {
        let end = hash + digits;
        let rest = &text[end..];
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

/// `[DEV315]`, `(Lightning Talk)`, `(DEV315)` at the end: the length without it.
fn suffix(title: &str) -> Option<(usize, Prefix)> {
    for (open, close) in [('[', ']'), ('(', ')')] {
        if title.ends_with(close)
            && let Some(start) = title.rfind(open)
            && start > 3
        {
            let inner = title[start + 1..title.len() - 1].trim();
            if let Some(prefix) = bracket_meaning(inner) {
                return Some((start, prefix));
            }
        }
    }
    None
}

/// `Title by Ada Pohl`: the length of the title, and who.
fn byline(title: &str) -> Option<(usize, People)> {
    let mut found = None;
    for (at, word) in pieces(title).scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    }) {
        let bare = word.trim_matches(['(', ':', ',']);
        if at == 0
            || at + word.len() >= title.len()
            || bare.is_empty()
            || bare.len() > 12
            || bare.starts_with(|c: char| c.is_ascii_uppercase())
            || !words().may_be_by(bare)
            || !words().holds(bare, is::BY)
            || bare.contains('-')
        {
            continue;
        }
        let rest = title[at + word.len()..].trim().trim_end_matches(')');
        // "with" and "from" name people less often than "by" does.
        let plain = matches!(key(bare).as_str(), "by" | "von" | "par" | "por" | "door" | "af" | "av");
        if let Some(mut people) = people::bare(rest).filter(|people| people.sure >= if plain { 0.45 } else { 0.9 }) {
            people.sure = people.sure.max(0.85);
            found = Some((title[..at].trim_end_matches([' ', '-', '–', '—', ',', '(']).len(), people));
        }
    }
    found.filter(|(len, _)| *len > 0)
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
fn is_dash_run(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let dash = match first {
        '-' | '/' => rest.bytes().take(3).take_while(|b| *b == first as u8).count(),
        '–' | '—' | '|' | '~' | '―' | '‐' | '−' => first.len_utf8(),
        _ => return None,
    };
    rest[dash..].starts_with(' ').then_some(dash + 1)
}

/// The text after the last dash, or in parentheses at the end.
fn tail(title: &str) -> Option<Tail> {
    if title.is_ascii() && !title.bytes().any(|b| matches!(b, b'-' | b'|' | b'/' | b'~' | b')')) {
        return None;
    }
    let dashed = last_dash(title, title.len());
    let parenthesis = title.strip_suffix([')', '）']).and_then(|inner| {
        let start = inner.rfind(['(', '（'])?;
        let open = inner[start..].chars().next()?.len_utf8();
        Some((start, start + open, inner.len()))
    });
    // `Title - Ada (Nimbus)`: the parenthesis belongs to the person. `Title (Ada - Nimbus)`: it holds both.
    let whole = match (dashed, parenthesis) {
        (Some((at, from)), Some((start, ..))) if at < start => Some((at, from, title.len())),
        (_, Some(found)) => Some(found),
        (Some((at, from)), None) => Some((at, from, title.len())),
        (None, None) => None,
    };
    // `Title - Ada Pohl - Nimbus`: a person may stand before the last dash.
    if let (Some((at, from)), None) = (dashed, parenthesis) {
        let earlier = last_dash(title, at);
        if let Some((first, first_from)) = earlier
            && title.get(first_from..at).and_then(people::bare).is_some_and(|people| people.sure >= 0.9)
            && people::bare(&title[from..]).is_none_or(|people| people.sure < 0.9)
            && let Some(people) = people::bare(&title[first_from..]).filter(|people| people.sure >= 0.9)
        {
            let text = title[first_from..].to_owned();
            return Some(Tail { title_len: first, text, people: Some(people), is_company: false });
        }
    }
    let (title_len, from, to) = whole?;
    let text = title[from..to].trim();
    if title[..title_len].trim().is_empty() || text.is_empty() {
        return None;
    }
    let is_company = words().holds(text, is::COMPANY);
    let people = people::bare(text).filter(|_| !is_company);
    Some(Tail { title_len: title[..title_len].trim_end().len(), text: text.to_owned(), people, is_company })
}

/// People before the first dash or colon, and where the title after them begins.
fn lead(title: &str) -> Option<(People, usize)> {
    if !people::may_begin(title) {
        return None;
    }
    for separator in [" - ", " – ", " — ", ": ", " | "] {
        let Some(at) = title.find(separator).filter(|at| *at < 80) else { continue };
        let Some(people) = people::bare(&title[..at]).filter(|people| people.sure >= 0.75) else { continue };
        if title[at + separator.len()..].split_whitespace().count() >= 2 {
            return Some((people, at + separator.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_come_off_while_text_remains() {
        for (text, title) in [
            ("11:35 - A beginner's guide to eBPF", "A beginner's guide to eBPF"),
            ("Saturday 10:00 How FOSS could help", "How FOSS could help"),
            ("Talk 3: Metrics & Traces; What Next?", "Metrics & Traces; What Next?"),
            ("Talk 2: Keynote: From COBOL", "From COBOL"),
            ("Keynote: Welcome all", "Welcome all"),
            ("[DEV315] Building things", "Building things"),
            ("Building things [DEV315]", "Building things"),
            ("1. Getting to know it", "Getting to know it"),
            ("Boosting Your kubectl Productivity:", "Boosting Your kubectl Productivity"),
            ("⚡ Lightning Talk: Tiny clusters", "Tiny clusters"),
            ("10:30am - 11:00am: Tiny clusters", "Tiny clusters"),
            ("[Sat 10:00] Tiny clusters", "Tiny clusters"),
            ("14h30 : Petits clusters", "Petits clusters"),
            ("Keynote", "Keynote"),
            ("2 fast 2 furious", "2 fast 2 furious"),
            ("\"Tiny clusters\"", "Tiny clusters"),
            ("GET /better", "GET /better"),
            ("Web3 - the Internet", "Web3 - the Internet"),
            ("3 ways to fail", "3 ways to fail"),
            ("5G networks", "5G networks"),
            ("9.00 - 9.50 Tiny clusters", "Tiny clusters"),
            ("2.0 in 2.0 seconds", "2.0 in 2.0 seconds"),
        ] {
            assert_eq!(read_heading(text).title, title, "{text}");
        }
    }

    #[test]
    fn people_around_the_title_are_noticed() {
        let heading = read_heading("Tiny clusters by Ada Pohl and Uwe Brandt");
        assert_eq!((heading.title.as_str(), heading.byline.map(|p| p.persons.len())), ("Tiny clusters", Some(2)));
        let heading = read_heading("Web3 - the Internet of Value - Bruno Škvorc");
        let tail = heading.tail.expect("a tail");
        assert_eq!(
            (&heading.title[..tail.title_len], tail.text.as_str()),
            ("Web3 - the Internet of Value", "Bruno Škvorc")
        );
        assert!(tail.people.is_some_and(|people| people.sure > 0.6));
        let heading = read_heading("Tiny clusters (Ada Pohl, Nimbus)");
        assert_eq!(heading.tail.map(|tail| tail.text).as_deref(), Some("Ada Pohl, Nimbus"));
        let heading = read_heading("Tiny clusters - Ada Pohl - Google");
        assert_eq!(heading.tail.map(|tail| tail.title_len), Some(13));
    }

    proptest::proptest! {
        #[test]
        fn any_heading_is_read(text in "\\PC{0,60}|[0-9A-Za-z:()\\[\\]#.\\-– ]{0,60}|(by|Ada Pohl|[-|/–:@,&( ]){0,20}") {
            read_heading(&text);
        }
    }
}
