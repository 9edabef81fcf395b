//! The event that recordings have in their names, before or behind the title: `Title - Ada Pohl | GopherCon 2022`.

use super::event::{event_in, is_year};
use super::plain::pieces;
use super::words::{is, words};

/// What stands between a title and the event beside it.
const BETWEEN: [&str; 5] = [" | ", " - ", " – ", " — ", " @ "];

/// The title of a heading that ends with an event and its year, and the event.
pub(super) fn event_behind(title: &str) -> Option<(&str, &str)> {
    let in_parentheses = title.strip_suffix(')').and_then(|inner| inner.rsplit_once(" ("));
    let apart = || BETWEEN.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len()))).max();
    let (rest, event) = match in_parentheses {
        Some(found) => found,
        None => apart().map(|(at, len)| (&title[..at], &title[at + len..]))?,
    };
    (is_title(rest) && is_event_of_year(event)).then_some((rest.trim_end(), event.trim()))
}

/// The event and its year that a heading begins with, and the title.
pub(super) fn event_before(title: &str) -> Option<(&str, &str)> {
    let marks = BETWEEN.iter().chain(&[": "]);
    let (at, len) = marks.filter_map(|mark| title.find(mark).map(|at| (at, mark.len()))).min()?;
    let (event, rest) = (&title[..at], &title[at + len..]);
    (is_title(rest) && is_event_of_year(event)).then_some((event.trim(), rest.trim_start()))
}

/// What a heading that begins with a day names before its title: `Elbing Ropes Meetup: Knots`.
pub(super) fn gathering_before(title: &str) -> Option<(&str, &str)> {
    let (event, rest) = title.split_once(": ")?;
    let last = event.rsplit(' ').next().unwrap_or_default();
    let is_gathering = (2..=5).contains(&pieces(event).count())
        && words().holds(last, is::EVENT_WORD)
        && event.split(' ').all(|word| word == last || names(word));
    let is_titled = rest.chars().filter(|c| c.is_alphabetic()).count() >= 4 && (is_title(rest) || !rest.contains(' '));
    (is_gathering && is_titled).then_some((event.trim(), rest.trim_start()))
}

/// Whether a word may stand in a gathering's name: in capitals, and none of those that make a sentence of it.
fn names(word: &str) -> bool {
    const SMALL: [&str; 12] = ["an", "her", "his", "how", "its", "our", "that", "their", "this", "to", "your", "you"];
    let is_small = || {
        SMALL.iter().any(|small| word.eq_ignore_ascii_case(small))
            || word.len() <= 4 && words().holds(word, is::NOTES | is::PARTICLE | is::AT | is::BY | is::AND)
    };
    word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && !is_small()
}

/// The gathering and its number that a heading begins with, and the title: `Python Elbing #66 — Tiny Clusters`.
pub(super) fn numbered_before(title: &str) -> Option<(&str, &str)> {
    let sign = memchr::memchr(b'#', title.as_bytes())?;
    let end = sign + 1 + title[sign + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let (gathering, rest) = (&title[..end], title[end..].trim_start());
    let rest = rest.strip_prefix(['-', '–', '—', '|', ':'])?.trim_start();
    let name = title[..sign].trim();
    let may_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && !words().holds(word, is::KIND | is::DAY | is::GROUP | is::NOTES | is::TITLE)
    };
    let count = pieces(name).count();
    let is_name = (2..=4).contains(&count) && pieces(name).all(may_name);
    (is_name && end > sign + 1 && pieces(rest).count() >= 2).then_some((gathering, rest))
}

/// Whether a text names a year in four digits: most headings do not.
pub(super) fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_year = |at: usize| {
        bytes
            .get(at..at + 4)
            .is_some_and(|four| matches!(&four[..2], b"19" | b"20") && four[2..].iter().all(u8::is_ascii_digit))
    };
    memchr::memchr2_iter(b'1', b'2', bytes).any(is_year)
}

/// Whether a text names an event and its year, and says no more.
fn is_event_of_year(text: &str) -> bool {
    let text = text.trim();
    pieces(text).any(is_year)
        && event_in(text).is_some_and(|event| (event.is_known || event.is_marked) && event.name == text)
}

/// "Notes - Quay Conf 2022" and "Day 1 | Quay Conf 2022" are of the whole event.
fn is_title(text: &str) -> bool {
    let of_event = |word: &str| match word.len() {
        0..=2 => false,
        3 => words().holds(word, is::DAY),
        _ => words().holds(word, is::NOTES | is::CLOSING | is::DAY | is::WEEKDAY | is::GROUP),
    };
    pieces(text).filter(|word| word.contains(char::is_alphabetic)).count() >= 2 && !pieces(text).any(of_event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_with_their_year_stand_beside_titles() {
        for (text, expected) in [
            ("Steering by starlight - Ada Pohl | GopherCon 2022", Some("Steering by starlight - Ada Pohl")),
            ("Ropes and knots (KubeCon EU 2023)", Some("Ropes and knots")),
            ("My notes - GopherCon 2022", None),
            ("Day one | GopherCon 2022", None),
            ("Ropes and knots - what changed in 2022", None),
            ("Ropes and knots - Ada Pohl", None),
            ("Ropes and knots at GopherCon 2022", None),
        ] {
            assert_eq!(event_behind(text).map(|(title, _)| title), expected, "{text}");
        }
        for (text, expected) in [
            ("Python Elbing #66 — Tiny Clusters", Some(("Python Elbing #66", "Tiny Clusters"))),
            ("Lightning Talk #3 - Tiny Clusters", None),
            ("Bug #12 - what it was", None),
            ("Why We Love Go #golang - and Rust", None),
        ] {
            assert_eq!(numbered_before(text), expected, "{text}");
        }
        for (text, event) in [
            ("Elbing Ropes Meetup: Knots for all", Some("Elbing Ropes Meetup")),
            ("Harbour meetup: Knots for all", Some("Harbour meetup")),
            ("Surviving your first Conference: Ten lessons", None),
            ("How To Run A Meetup: Ten lessons", None),
            ("Fixing the Meetup: Ten lessons", None),
        ] {
            assert_eq!(gathering_before(text).map(|(event, _)| event), event, "{text}");
        }
        let found = event_before("GopherCon 2022: Ada Pohl - Steering by starlight");
        assert_eq!(found, Some(("GopherCon 2022", "Ada Pohl - Steering by starlight")));
        assert_eq!(event_before("2022: a year of ropes and knots"), None);
    }
}
