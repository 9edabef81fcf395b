//! Spans of days as queries name them: `2021`, `2021-11`, `>2021-06`, `2019..2021`.
//!
//! Not here: finding dates in notes (`talk`).

use crate::talk::Date;

/// Days from `first` to `last`, both included, each as the number `yyyymmdd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: u32,
    last: u32,
}

/// What a value after `date:` or `year:` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// These days.
    Span(Span),
    /// The beginning of a date; more is to be typed.
    Unfinished,
    /// Nothing about a date.
    Unknown,
}

impl Span {
    const ALWAYS: Span = Span { first: 0, last: u32::MAX };

    /// The days a date may stand for: a year is all its days.
    pub(super) fn of(date: Date) -> Span {
        let year = u32::from(date.year.max(0).cast_unsigned());
        let (month, day) = (u32::from(date.month), u32::from(date.day));
        let first = year * 10_000 + month.max(1) * 100 + if month == 0 { 1 } else { day.max(1) };
        let last = match (month, day) {
            (0, _) => year * 10_000 + 12_31,
            (_, 0) => year * 10_000 + month * 100 + 31,
            _ => first,
        };
        Span { first, last }
    }

    /// Whether all days of `other` are in this span.
    pub(super) fn covers(self, other: Span) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// The year, if the span is exactly one.
    pub(super) fn as_year(self) -> Option<u32> {
        let year = self.first / 10_000;
        (self == Span { first: year * 10_000 + 101, last: year * 10_000 + 1231 }).then_some(year)
    }
}

/// Reads one value: a date, a comparison or a range.
pub(super) fn read_when(value: &str) -> When {
    let value = value.trim();
    for (sign, build) in COMPARISONS {
        if let Some(rest) = value.strip_prefix(sign) {
            return read_date(rest.trim()).map(build);
        }
    }
    if let Some((from, to)) = value.split_once("..").or_else(|| years(value)) {
        let open = |end: &str| if end.is_empty() { When::Span(Span::ALWAYS) } else { read_date(end) };
        return match (open(from.trim()), open(to.trim_start_matches('.').trim())) {
            (When::Span(from), When::Span(to)) => When::Span(Span { first: from.first, last: to.last }),
            (When::Unknown, _) | (_, When::Unknown) => When::Unknown,
            _ => When::Unfinished,
        };
    }
    read_date(value)
}

/// The days of a month or a day that a word names by itself: `2021-11`, `2021-11-06`.
pub(super) fn days_named(word: &str) -> Option<Span> {
    match read_date(word) {
        When::Span(span) if span.as_year().is_none() => Some(span),
        _ => None,
    }
}

/// `2019-2021`: two years, where a year and its month would have two digits less.
fn years(value: &str) -> Option<(&str, &str)> {
    value.split_once(['-', '–']).filter(|(from, to)| [from, to].iter().all(|year| year.len() == 4))
}

type Build = fn(Span) -> Span;

const COMPARISONS: [(&str, Build); 9] = [
    (">=", |span| Span { first: span.first, last: u32::MAX }),
    ("<=", |span| Span { first: 0, last: span.last }),
    ("≥", |span| Span { first: span.first, last: u32::MAX }),
    ("≤", |span| Span { first: 0, last: span.last }),
    (">", |span| Span { first: span.last + 1, last: u32::MAX }),
    ("<", |span| Span { first: 0, last: span.first.saturating_sub(1) }),
    ("==", |span| span),
    ("=", |span| span),
    ("＝", |span| span),
];

impl When {
    fn map(self, build: Build) -> When {
        match self {
            When::Span(span) => When::Span(build(span)),
            other => other,
        }
    }
}

/// Reads `2021`, `2021-11` or `2021-11-06`; `/` and `.` may stand for `-`.
fn read_date(text: &str) -> When {
    if text.len() > 10 || !text.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte)) {
        return When::Unknown;
    }
    let mut parts = text.split(['-', '/', '.']);
    let year = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let number = |part: &str| part.parse::<u8>().ok();
    let (month, day) = match rest.as_slice() {
        _ if year.len() < 4 && rest.is_empty() => return When::Unfinished,
        [] | [""] => (Some(0), Some(0)),
        [month] | [month, ""] => (number(month), Some(0)),
        [month, day] => (number(month), number(day)),
        _ => return When::Unknown,
    };
    let (Ok(year), Some(month), Some(day), 4) = (year.parse::<i16>(), month, day, year.len()) else {
        return When::Unknown;
    };
    // `2021-0` becomes `2021-06`.
    if rest.last() == Some(&"0") {
        return When::Unfinished;
    }
    if month > 12 || day > 31 {
        return When::Unknown;
    }
    When::Span(Span::of(Date { year, month, day }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        let mut parts = text.split('-').map(|part| part.parse::<i16>().expect("a number"));
        let mut next = || parts.next().unwrap_or(0);
        Date { year: next(), month: next() as u8, day: next() as u8 }
    }

    fn holds(value: &str, when: &str) -> bool {
        let read = read_when(value);
        assert!(matches!(read, When::Span(_)), "{value} is {read:?}");
        matches!(read, When::Span(span) if span.covers(Span::of(date(when))))
    }

    #[test]
    fn dates_hold_at_the_precision_given() {
        assert!(holds("2021", "2021-11-06") && holds("2021", "2021"));
        assert!(holds("2021-11", "2021-11-06") && !holds("2021-11", "2021-10-30"));
        assert!(holds("2021/11/6", "2021-11-06"));
        assert!(!holds("2021-11", "2021"), "nobody knows whether it was November");
    }

    #[test]
    fn comparisons_and_ranges() {
        assert!(holds(">2021-06", "2021-07-01") && !holds(">2021-06", "2021-06-30"));
        assert!(holds(">=2021-06", "2021-06-01") && holds("<=2021", "2021-12-31"));
        assert!(holds("<2021", "2020-12-31") && !holds("<2021", "2021-01-01"));
        assert!(holds("2019..2021", "2020") && holds("2019..2021", "2021-12-31") && !holds("2019..2021", "2022"));
        assert!(holds("..2021", "1999") && holds("2021..", "2030-01-01"));
    }

    #[test]
    fn two_years_with_a_dash_are_a_range() {
        assert!(holds("2019-2021", "2020-06") && !holds("2019–2021", "2022"));
    }

    #[test]
    fn what_is_being_typed_is_unfinished_and_the_rest_unknown() {
        for value in ["", "2", "202", ">", ">=20", "2021-0", "2019..20"] {
            assert_eq!(read_when(value), When::Unfinished, "{value}");
        }
        for value in ["last year", "2021-13", "2021-11-40", "20211", "2021-1-2-3", "x..y"] {
            assert_eq!(read_when(value), When::Unknown, "{value}");
        }
    }

    #[test]
    fn a_span_of_one_year_knows_its_year() {
        assert_eq!(Span::of(date("2021")).as_year(), Some(2021));
        assert_eq!(Span::of(date("2021-05")).as_year(), None);
    }

    proptest::proptest! {
        #[test]
        fn reading_is_total(value in "[0-9<>=. /\\-x年]{0,14}") {
            let _ = read_when(&value);
        }
    }
}
