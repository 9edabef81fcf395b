//! Dates as people write them, in any of the languages of the word lists, kept at the precision given.

use super::Date;
use super::event::with_short_year;
use super::plain::beginning;
use super::words::{is, key, words};

/// The first date in a text. `year` stands in where a day and month are given without one.
pub(super) fn date_in(text: &str, year: Option<i16>) -> Option<Date> {
    if !text.bytes().any(|b| b.is_ascii_digit()) && text.is_ascii() {
        return None;
    }
    first_date(&tokens(text), year)
}

fn first_date(tokens: &[Token], year: Option<i16>) -> Option<Date> {
    date_behind_count(tokens, year).or_else(|| first_date_of(tokens, year))
}

/// `Day 2 - March 20`: the number behind the word counts the days of an event, where a whole date follows it.
fn date_behind_count(tokens: &[Token], year: Option<i16>) -> Option<Date> {
    let counts = |pair: &[Token]| {
        pair[0].word().is_some_and(|word| words().has(word, is::DAY)) && pair[1].day().is_some_and(|nth| nth < 10)
    };
    let count = tokens.windows(2).position(counts)?;
    let year = tokens.iter().find_map(Token::year).or(year);
    first_date_of(tokens.get(count + 2..)?, year).filter(|date| date.day > 0)
}

fn first_date_of(tokens: &[Token], year: Option<i16>) -> Option<Date> {
    let (at, date) = (0..tokens.len()).find_map(|at| Some((at, date_at(&tokens[at..], year)?)))?;
    let in_numbers = tokens[at].digits <= 2 && tokens.get(at + 1).is_some_and(|next| next.number().is_some());
    Some(if in_numbers { as_weekday_says(date, tokens) } else { date })
}

/// `Monday - 6/12/2021`: the day of the week tells which of two numbers is the month.
fn as_weekday_says(date: Date, tokens: &[Token]) -> Date {
    let Some(weekday) = tokens.iter().find_map(|token| words().weekday(token.word()?)) else { return date };
    let is_it = |date: &Date| weekday_of(*date) == Some(weekday);
    let turned = checked(date.year, date.day, date.month).filter(is_it);
    turned.filter(|_| !is_it(&date)).unwrap_or(date)
}

/// The day of the week of a date, Monday 1 to Sunday 7.
pub(super) fn weekday_of(date: Date) -> Option<u8> {
    let day = jiff::civil::Date::new(date.year, date.month as i8, date.day as i8).ok()?;
    Some(day.weekday().to_monday_one_offset() as u8)
}

/// The only day of the week a text names, Monday 1 to Sunday 7.
pub(super) fn weekday_in(text: &str) -> Option<u8> {
    let mut days = tokens(text).into_iter().filter_map(|token| words().weekday(token.word()?));
    days.next().filter(|_| days.next().is_none())
}

/// The only year a text names, 1980 to 2099; none where it names two.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let mut years = tokens(text).into_iter().filter_map(|token| token.year());
    match years.next() {
        Some(first) => years.all(|year| year == first).then_some(first),
        None => short_year_in(text),
    }
}

/// The year of `Quay Con '22`, or of a conference of the list with two digits behind its name.
fn short_year_in(text: &str) -> Option<i16> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let marked = text.char_indices().filter(|(_, c)| matches!(c, '\'' | '’')).find_map(|(at, mark)| {
        let from = at + mark.len_utf8();
        let behind = text.get(from + 2..).unwrap_or_default();
        // "5'10", "the '12 factor app"
        let goes_on = behind.starts_with(char::is_alphanumeric)
            || behind.strip_prefix(' ').is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_lowercase()));
        let is_measure = text[..at].ends_with(|c: char| c.is_ascii_digit());
        let is_short = is_digit(from) && is_digit(from + 1) && !goes_on && !is_measure;
        is_short.then(|| text[from..from + 2].parse().ok()).flatten()
    });
    let glued = || text.split(|c: char| !c.is_alphanumeric()).find_map(with_short_year).map(|(_, year)| year);
    marked.filter(|year| (5..40).contains(year)).map(|year: i16| 2000 + year).or_else(glued)
}

/// Whether a text is a date and nothing else but weekdays, times and small words.
pub(super) fn is_only_date(text: &str) -> bool {
    if !text.bytes().any(|b| b.is_ascii_digit()) && text.is_ascii() {
        return false;
    }
    if text.is_ascii() && says_more(text) {
        return false;
    }
    let tokens = tokens(text);
    first_date(&tokens, Some(2000)).is_some()
        && tokens.iter().all(|token| match &token.kind {
            Kind::Number(_) => true,
            Kind::Word(word) => {
                words().has(word, is::WEEKDAY | is::MONTH | is::DAYTIME)
                    || word.len() <= 2
                    || matches!(
                        word.as_str(),
                        "den"
                            | "the"
                            | "年"
                            | "月"
                            | "日"
                            | "년"
                            | "월"
                            | "일"
                            | "uhr"
                            | "utc"
                            | "gmt"
                            | "pst"
                            | "cet"
                            | "est"
                    )
            }
        })
}

/// Whether an ASCII text has a word of four letters or more that no date has.
fn says_more(text: &str) -> bool {
    let words_of_dates = is::WEEKDAY | is::MONTH | is::DAYTIME;
    let letters = beginning(text, 400).split(|c: char| !c.is_ascii_alphabetic());
    letters.filter(|word| word.len() > 3).any(|word| !words().holds(word, words_of_dates))
}

#[derive(Debug)]
enum Kind {
    Number(u32),
    Word(String),
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    digits: usize,
    /// The character right after it; blank at the end.
    after: char,
}

impl Token {
    fn number(&self) -> Option<u32> {
        if let Kind::Number(number) = self.kind { Some(number) } else { None }
    }

    fn year(&self) -> Option<i16> {
        self.number().filter(|n| self.digits == 4 && (1980..2100).contains(n)).map(|n| n as i16)
    }

    fn day(&self) -> Option<u8> {
        self.number().filter(|n| self.digits <= 2 && (1..=31).contains(n)).map(|n| n as u8)
    }

    fn month_number(&self) -> Option<u8> {
        self.number().filter(|n| self.digits <= 2 && (1..=12).contains(n)).map(|n| n as u8)
    }

    fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }

    fn month_name(&self) -> Option<u8> {
        words().month(self.word()?)
    }

    fn is_small(&self) -> bool {
        matches!(
            self.word(),
            Some(
                "th" | "st"
                    | "nd"
                    | "rd"
                    | "of"
                    | "de"
                    | "den"
                    | "the"
                    | "er"
                    | "del"
                    | "do"
                    | "e"
                    | "г"
                    | "года"
                    | "o"
                    | "a"
            )
        )
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = beginning(text, 400);
    while let Some(c) = rest.chars().next() {
        let is_digit = c.is_ascii_digit();
        let len = if is_digit {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        } else if c.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let after = rest[len..].chars().next().unwrap_or(' ');
        let kind = if is_digit {
            Kind::Number(rest[..len].parse().unwrap_or(u32::MAX))
        } else {
            Kind::Word(key(&rest[..len]))
        };
        tokens.push(Token { kind, digits: if is_digit { len } else { 0 }, after });
        rest = &rest[len..];
    }
    tokens
}

fn date_at(tokens: &[Token], year: Option<i16>) -> Option<Date> {
    let first = tokens.first()?;
    if let Some(found) = compact(first).or_else(|| year_first(tokens)) {
        return Some(found);
    }
    if let Some(month) = first.month_name() {
        return month_first(&tokens[1..], month, year);
    }
    first.day()?;
    day_and_month_name(tokens, year).or_else(|| numbers(tokens, year))
}

/// `20191106`
fn compact(token: &Token) -> Option<Date> {
    let number = token.number().filter(|_| token.digits == 8)?;
    let (year, month, day) = ((number / 10_000) as i16, (number / 100 % 100) as u8, (number % 100) as u8);
    ((1980..2100).contains(&year)).then(|| checked(year, month, day)).flatten()
}

/// `2019-11-06`, `2019/11`, `2019年11月6日`
fn year_first(tokens: &[Token]) -> Option<Date> {
    let year = tokens[0].year()?;
    let skip = |at: usize| match tokens.get(at)?.word() {
        Some("年" | "月" | "년" | "월") => Some(at + 1),
        Some(_) => None,
        None => Some(at),
    };
    let spelled = tokens.get(1).and_then(Token::month_name);
    if spelled.is_some() && tokens[0].after == '-' {
        return checked(year, spelled?, tokens.get(2).and_then(Token::day).unwrap_or(0));
    }
    let at = skip(1)?;
    if at == 1 && !matches!(tokens[0].after, '-' | '/' | '.' | '_') {
        return None;
    }
    let month_token = tokens.get(at)?;
    let month = month_token.month_number()?;
    let day = skip(at + 1).filter(|next| *next > at + 1 || matches!(month_token.after, '-' | '/' | '.' | '_'));
    let day = day.and_then(|at| tokens.get(at)?.day());
    // `2019-2020` is no month, `2019-11` is.
    checked(year, month, day.unwrap_or(0))
}

/// `May 6, 2015`, `May 6th - 8th 2015`, `May 2015`
fn month_first(rest: &[Token], month: u8, year: Option<i16>) -> Option<Date> {
    if let Some(found) = rest.first().and_then(Token::year) {
        return checked(found, month, 0);
    }
    if rest.first().is_some_and(Token::is_small)
        && let Some(found) = rest.get(1).and_then(Token::year)
    {
        return checked(found, month, 0);
    }
    let day = rest.first()?.day()?;
    let found = rest[1..].iter().take(4).take_while(|t| t.is_small() || t.number().is_some()).find_map(Token::year);
    checked(found.or(year)?, month, day)
}

/// `6 May 2015`, `6.–8. Mai 2015`, `6 de mayo de 2015`
fn day_and_month_name(tokens: &[Token], year: Option<i16>) -> Option<Date> {
    let day = tokens[0].day()?;
    // "Quay Con 18, 5. August", "Quay Con 12, 7-8 May": what stands before the comma counts something else.
    let counts = |next: &Token| next.day().is_some_and(|next_day| next_day <= day || matches!(next.after, '-' | '–'));
    if tokens[0].after == ',' && tokens.get(1).is_some_and(counts) {
        return None;
    }
    let mut at = 1;
    while at < 4 && tokens.get(at)?.month_name().is_none() {
        let token = &tokens[at];
        if !token.is_small() && token.day().is_none() {
            return None;
        }
        at += 1;
    }
    let month = tokens.get(at)?.month_name()?;
    let rest = tokens.get(at + 1..).unwrap_or_default();
    let found = rest.iter().take(2).take_while(|t| t.is_small() || t.number().is_some()).find_map(Token::year);
    checked(found.or(year)?, month, day)
}

/// `06.11.2019`, `10/25/2018`, `19.-22.3.2024`, `6.11.` with a year known
fn numbers(tokens: &[Token], year: Option<i16>) -> Option<Date> {
    let (first, second) = (&tokens[0], tokens.get(1)?);
    let separator = first.after;
    if let Some([month, stated]) = tokens.get(2..4)
        && (second.after, month.after) == ('.', '.')
        && matches!(separator, '.' | '-' | '–')
        && let (Some(year), Some(month)) = (stated.year(), month.month_number())
        && first.day()? < second.day()?
    {
        return checked(year, month, first.day()?);
    }
    if !matches!(separator, '.' | '/' | '-') || second.digits > 2 {
        return None;
    }
    let (a, b) = (first.day()?, second.day()?);
    let stated = tokens.get(2).filter(|_| second.after == separator).and_then(|token| match token.digits {
        4 => token.year(),
        2 if separator != '-' => token.number().map(|n| 2000 + n as i16),
        _ => None,
    });
    let known = stated.or_else(|| year.filter(|_| separator == '.' && second.after == '.'))?;
    // Only Americans write slashes with the month first, and most who write slashes are.
    let month_first = if separator == '/' { b > 12 || a <= 12 } else { b > 12 };
    if month_first { checked(known, a, b) } else { checked(known, b, a) }
}

fn checked(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let days = jiff::civil::Date::new(year, month as i8, 1).ok()?.days_in_month() as u8;
    (day <= days).then_some(Date { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, date) in [
            ("2021-11-06", "2021-11-06"),
            ("2020-02-06 14:00", "2020-02-06"),
            ("2021-11-06T10:00:00Z", "2021-11-06"),
            ("Steve - 6 May 2015", "2015-05-06"),
            ("10/25/2018", "2018-10-25"),
            ("25/10/2018", "2018-10-25"),
            ("2026年5月13日", "2026-05-13"),
            ("2026년 5월 13일", "2026-05-13"),
            ("06.11.2019", "2019-11-06"),
            ("May 6th, 2015", "2015-05-06"),
            ("October 24-28, 2022", "2022-10-24"),
            ("6.–8. Mai 2015", "2015-05-06"),
            ("le 6 décembre 2019", "2019-12-06"),
            ("6 de mayo de 2015", "2015-05-06"),
            ("3 ноября 2021", "2021-11-03"),
            ("May 2015", "2015-05"),
            ("2015-05", "2015-05"),
            ("20191106-notes", "2019-11-06"),
            ("2019-Nov-20", "2019-11-20"),
            ("FrOSCon 18, 5./6. August 2023", "2023-08-05"),
            ("Jfokus 12, 7-8 February 2024", "2024-02-07"),
            ("19.-22.3.2024", "2024-03-19"),
            ("5.–6.3.2024", "2024-03-05"),
            ("Quay Con 2024 - day 2 (Nov 14)", "2024-11-14"),
            ("Quay Con 2024 (Tag 3, 24. April)", "2024-04-24"),
            ("Quay Con 2024 day 3 November 30", "2024-11-30"),
            ("día 3 de marzo de 2024", "2024-03-03"),
            ("dia 14 de março de 2024", "2024-03-14"),
        ] {
            assert_eq!(date_in(text, None).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
        // 6 December 2021 was a Monday; of the second, both are none.
        for (text, date) in [("Monday - 6/12/2021", "2021-12-06"), ("Sunday - 6/12/2021", "2021-06-12")] {
            assert_eq!(date_in(text, None).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
        for (text, date) in [
            ("Day 1 - March 19", "2024-03-19"),
            ("Day 2: March 20th", "2024-03-20"),
            ("Day 3, 21 March", "2024-03-21"),
            ("Day 1 (Tue March 19)", "2024-03-19"),
        ] {
            assert_eq!(date_in(text, Some(2024)).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
        assert_eq!(date_in("06.11. - Wednesday", Some(2019)).map(|d| d.to_string()).as_deref(), Some("2019-11-06"));
        for text in
            ["3/4 of all clusters", "version 1.2.3", "2.0", "you may 3 times", "2018-2020", "31.02.2020", "9 to 5"]
        {
            assert_eq!(date_in(text, None), None, "{text}");
        }
    }

    #[test]
    fn a_year_alone_is_found_where_it_is_the_only_one() {
        assert_eq!(year_in("Velocity Conference 2019"), Some(2019));
        assert_eq!(year_in("2018 and 2019"), None);
        assert_eq!(year_in("8080"), None);
        assert!(is_only_date("Wednesday, 06.11.2019"));
        assert!(!is_only_date("Keynote of 06.11.2019"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,60}|[0-9./\\- maj年月日]{0,40}") {
            date_in(&text, Some(2020));
            year_in(&text);
        }
    }
}
