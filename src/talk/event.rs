//! The conference a text names: a known one, or words that end in "Summit", "Conf", "Tage" … or a year.

use super::name::is_spaceless;
use super::plain::{beginning, pieces};
use super::when::date_in;
use super::words::{is, key, words};
use crate::text::capitalized;

/// A conference named by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EventName {
    /// Its name as the author writes it; from file names in its usual spelling.
    pub(super) name: String,
    /// Whether the conference is in the list.
    pub(super) is_known: bool,
    /// Whether a year or a word such as "Summit" stands with it.
    pub(super) is_marked: bool,
    /// How many words of the text say something else.
    pub(super) other_words: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The conference itself.
    Name,
    /// A year, region or word such as "Summit": belongs to the name beside it.
    Beside,
    /// Day numbers, weekdays, "notes of the": says nothing else.
    Filler,
    Other,
}

impl Token<'_> {
    /// Whether the word may name a place between a conference and its year.
    fn is_place(&self) -> bool {
        let short = self.text.len() <= 3 && self.text.bytes().all(|byte| byte.is_ascii_uppercase());
        self.part == Part::Other || self.part == Part::Filler && short
    }
}

struct Token<'t> {
    text: &'t str,
    start: usize,
    key: String,
    part: Part,
}

/// The conference a heading or title names.
pub(super) fn event_in(text: &str) -> Option<EventName> {
    let mut tokens = tokens(text);
    let is_known = mark_known(&mut tokens).is_some();
    mark_rest(&mut tokens);
    // "Live: Journey to the Cloud", "Workshop: Ropes"
    if let Some(first) = tokens.first_mut().filter(|first| first.part == Part::Beside && !is_year(first.text))
        && text[first.start + first.text.len()..].starts_with(':')
    {
        first.part = Part::Filler;
    }
    let is_marked = tokens.iter().any(|token| token.part == Part::Beside && !words().has(&token.key, is::REGION));
    let other_words = tokens.iter().filter(|token| token.part == Part::Other).count();
    if !is_known && is_counted(text) {
        return Some(EventName { name: text.trim().to_owned(), is_known, is_marked: true, other_words: 0 });
    }
    if !is_known {
        if let Some(rest) = past_opening(text) {
            return event_in(rest);
        }
        let others =
            tokens.iter().take_while(|token| token.part != Part::Beside).filter(|t| t.part == Part::Other).count();
        if !is_marked || others == 0 && !tokens.iter().any(|token| token.part == Part::Other) {
            return None;
        }
        tokens.iter_mut().filter(|token| token.part == Part::Other).for_each(|token| token.part = Part::Name);
    }
    let mut name = name_span(text, &tokens)?;
    // "Quayside Unleashed - Workshops": what stands behind the dash is part of the event.
    if !is_known
        && let Some((whole, part)) = name.split_once(" - ").filter(|(whole, _)| whole.contains(' '))
        && !part.split(' ').any(is_year)
    {
        name.truncate(whole.len());
    }
    Some(EventName { name, is_known, is_marked, other_words })
}

/// What stands behind the words that tell of an event: "Back from", "Best of".
fn past_opening(text: &str) -> Option<&str> {
    let ends = text.match_indices(' ').map(|(at, _)| at).take(4);
    let end = ends.filter(|end| words().holds(&text[..*end], is::OPENING)).last()?;
    // "The" may be part of the name.
    text[..end].contains(' ').then(|| text[end..].trim_start())
}

/// `Cloud Night Elbing #12`, `Rust 勉強会 #3`: meetups are counted. At most six words stand before the number.
pub(super) fn is_counted(text: &str) -> bool {
    let Some((name, number)) = text.trim().rsplit_once('#').filter(|(name, _)| name.ends_with(' ')) else {
        return false;
    };
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && (2..=6).contains(&pieces(name.trim()).count()) && !name.contains([':', '?', '!'])
}

/// The gathering a lone heading above several talks names, though nothing in it says so: people put there what
/// the talks have in common. Not where it speaks of notes, talks or sessions, which says nothing.
pub(super) fn event_above_talks(text: &str) -> Option<String> {
    let is_filler = |part: &str| {
        let mut tokens = tokens(part);
        mark_rest(&mut tokens);
        tokens.iter().all(|token| token.part == Part::Filler || is_year(token.text))
    };
    // "Cloud Days - Day 2", "Tuesday: Cloud Days": the day is not part of the name.
    let parts = text.split([':', '|']).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    let name = parts.map(str::trim).find(|part| !is_filler(part))?;
    let tokens = tokens(name);
    let says_nothing = |token: &Token<'_>| {
        let flags = words().flags(&token.key);
        // Short words are articles and prepositions, which stand in names too.
        token.key.len() > 3 && flags & (is::NOTES | is::GROUP | is::KIND) != 0 && flags & (is::DAYTIME | is::DAY) == 0
    };
    (tokens.len() <= 8 && !tokens.iter().any(says_nothing)).then(|| name.to_owned())
}

/// The conference a file or folder is named after, in its usual spelling.
pub(super) fn event_in_path(name: &str) -> Option<String> {
    let spaced: String = name.chars().map(|c| if matches!(c, '-' | '_' | '.') { ' ' } else { c }).collect();
    let apart: Vec<String> = spaced.split(' ').map(unglued).collect();
    let spaced = apart.join(" ");
    let mut tokens = tokens(&spaced);
    let known = mark_known(&mut tokens).map(str::to_owned);
    mark_rest(&mut tokens);
    let year = tokens.iter().find(|token| is_year(token.text)).map(|token| token.text);
    let mut name = match known {
        Some(known) => known,
        None => named_by_event_word(&tokens)?,
    };
    let regions = tokens.iter().filter(|token| words().has(&token.key, is::REGION) && token.part == Part::Beside);
    for region in regions {
        if !name.to_lowercase().contains(&region.key) {
            let short = region.text.len() <= 2;
            name = format!("{name} {}", if short { region.text.to_uppercase() } else { capitalized(region.text) });
        }
    }
    // `pycon-atlantis-2025`: one word between a conference and its year is a place.
    if let [_, place, year] = &tokens[..]
        && place.part == Part::Other
        && tokens[0].part == Part::Name
        && is_year(year.text)
    {
        name = format!("{name} {}", capitalized(place.text));
    }
    Some(match year {
        Some(year) => format!("{name} {year}"),
        None => name,
    })
}

/// `PyconIndia`, `rubyconfnotes`: a conference of the list and, glued to it, where it was or that these are notes.
fn unglued(word: &str) -> String {
    let lists = |part: &str| words().flags_of(part);
    if let Some((conference, year)) = with_short_year(word) {
        return format!("{conference} {year}");
    }
    if !word.is_ascii() || word.len() < 8 || word.len() > 40 || lists(word) & is::EVENT_NAME != 0 {
        return word.to_owned();
    }
    let is_joint = |at: &usize| {
        let (conference, rest) = word.split_at(*at);
        lists(rest) & (is::REGION | is::NOTES) != 0 && rest.len() > 3 && lists(conference) & is::EVENT_NAME != 0
    };
    let joint = (4..word.len() - 3).rev().find(is_joint);
    joint.map_or_else(|| word.to_owned(), |at| format!("{} {}", &word[..at], &word[at..]))
}

/// `devopsdays16`, `srecon17`: a conference of the list and the last two digits of a year.
pub(super) fn with_short_year(word: &str) -> Option<(&str, i16)> {
    let (conference, digits) = word.split_at_checked(word.len().checked_sub(2)?)?;
    let year = digits.parse::<i16>().ok().filter(|year| (5..40).contains(year))?;
    let is_known = conference.len() > 4
        && !conference.ends_with(|c: char| c.is_ascii_digit())
        && words().flags_of(conference) & is::EVENT_NAME != 0;
    is_known.then_some((conference, 2000 + year))
}

/// What ends as conferences do and configures something.
const TOOLS: [&str; 12] = [
    "autoconf",
    "zeroconf",
    "ifconf",
    "sysconf",
    "pathconf",
    "netconf",
    "restconf",
    "gconf",
    "kconf",
    "preconf",
    "econf",
    "resolvconf",
];

/// `nimbusconf-notes`: a word that ends as conferences do.
pub(super) fn conf_in_path(name: &str) -> Option<String> {
    let is_conf = |word: &&str| {
        if TOOLS.iter().any(|tool| word.eq_ignore_ascii_case(tool)) {
            return false;
        }
        let name = word.strip_suffix("conf").or_else(|| word.strip_suffix("Conf"));
        name.is_some_and(|name| name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    name.split(['-', '_', '.', ' ']).find(is_conf).map(capitalized)
}

/// `nimbus conf`: one to three words and one that conferences end in.
fn named_by_event_word(tokens: &[Token<'_>]) -> Option<String> {
    // Talks are "live" and meetings have notes, too.
    let weak =
        |word: &str| matches!(word, "live" | "online" | "virtual" | "tour" | "world" | "week" | "connect" | "meeting");
    let last = tokens
        .iter()
        .position(|token| words().has(&token.key, is::EVENT_WORD) && token.text.len() > 3 && !weak(&token.key))?;
    let first = tokens[..last].iter().rposition(|token| token.part != Part::Other).map_or(0, |at| at + 1);
    let named = &tokens[first..=last];
    (2..=4)
        .contains(&named.len())
        .then(|| named.iter().map(|token| capitalized(token.text)).collect::<Vec<_>>().join(" "))
}

pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<i16>().is_ok_and(|year| (1980..2100).contains(&year))
}

/// `'23`
fn is_short_year(word: &str) -> bool {
    let digits = word.strip_prefix(['\'', '’']).filter(|digits| digits.len() == 2);
    // "the '90s" are no year.
    digits.is_some_and(|digits| {
        digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.parse::<u8>().is_ok_and(|year| (5..40).contains(&year))
    })
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let text = beginning(text, 300);
    let mut tokens = Vec::new();
    let mut start = None;
    let mut previous = ' ';
    let mut spans = Vec::new();
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’') && start.is_some();
        // "cloudnativecon2025" is a name and a year; "o11ycon" is one word.
        let year = start.is_some_and(|from| at - from >= 3) && c.is_ascii_digit() && !previous.is_ascii_digit();
        // "QuayCon大会", "QuayCon参加レポート": scripts without blanks begin a word of their own.
        let turns =
            c.is_ascii_alphanumeric() && is_spaceless(previous) || is_spaceless(c) && previous.is_ascii_alphanumeric();
        let cut = is_short_year(text[at..].get(..c.len_utf8() + 2).unwrap_or_default());
        if let Some(from) = start
            && (!inside || turns || cut || year && is_year(text[at..].get(..4).unwrap_or_default()))
        {
            spans.push((from, at));
            start = None;
        }
        if inside && start.is_none() && c.is_alphanumeric() || cut {
            start = Some(at);
        }
        previous = c;
    }
    if let Some(from) = start {
        spans.push((from, text.len()));
    }
    for (from, to) in spans {
        tokens.push(Token { text: &text[from..to], start: from, key: key(&text[from..to]), part: Part::Other });
    }
    tokens
}

/// Finds a conference of the list, the longest spelling first.
fn mark_known(tokens: &mut [Token<'_>]) -> Option<&'static str> {
    for at in 0..tokens.len() {
        if !words().has(&tokens[at].key, is::EVENT_START | is::EVENT_NAME) {
            continue;
        }
        for len in (1..=5.min(tokens.len() - at)).rev() {
            let spelled = tokens[at..at + len].iter().map(|token| token.key.as_str());
            if let Some(name) = words().event(spelled)
                && !(len == 1 && says_no_more(&tokens[at], tokens))
            {
                tokens[at..at + len].iter_mut().for_each(|token| token.part = Part::Name);
                return Some(name);
            }
        }
    }
    None
}

/// Whether a word that is a conference's name is only a word here.
fn says_no_more(token: &Token<'_>, tokens: &[Token<'_>]) -> bool {
    // The "Con" of "Quay Con" is none of its own.
    words().has(&token.key, is::EVENT_WORD) || is_common(&token.key, tokens) || is_word(token, tokens.len())
}

/// Three letters in small type in a long text are a word rather than a conference.
fn is_word(token: &Token<'_>, tokens: usize) -> bool {
    token.key.len() <= 3 && token.text.contains(char::is_lowercase) && tokens > 6
}

/// Names that are everyday words need a year or a word such as "conference" beside them.
fn is_common(name: &str, tokens: &[Token<'_>]) -> bool {
    is_everyday(name) && !tokens.iter().any(|token| is_year(token.text) || words().has(&token.key, is::EVENT_WORD))
}

/// Whether a conference's name is an everyday word.
pub(super) fn is_everyday(name: &str) -> bool {
    const EVERYDAY: &[&str] = &[
        "abstractions",
        "build",
        "collision",
        "config",
        "craft",
        "current",
        "deconstruct",
        "does",
        "fluent",
        "goto",
        "interrupt",
        "joker",
        "oop",
        "plumbers",
        "rejekts",
        "scale",
        "self",
        "slush",
        "strata",
        "ted",
        "velocity",
    ];
    EVERYDAY.binary_search(&name).is_ok()
}

/// Words that name no conference.
pub(super) const FILLERS: u64 =
    is::DAY | is::WEEKDAY | is::MONTH | is::DAYTIME | is::NUMBER | is::NOTES | is::PARTICLE | is::GROUP | is::ROOM;

fn mark_rest(tokens: &mut [Token<'_>]) {
    let count = tokens.len();
    for at in 0..count {
        if tokens[at].part == Part::Name {
            continue;
        }
        let flags = words().flags(&tokens[at].key);
        let digits = tokens[at].text.bytes().all(|b| b.is_ascii_digit());
        let pair = at + 1 < count && words().has(&format!("{} {}", tokens[at].key, tokens[at + 1].key), is::REGION);
        if pair {
            tokens[at].part = Part::Beside;
            tokens[at + 1].part = if tokens[at + 1].part == Part::Name { Part::Name } else { Part::Beside };
        } else if tokens[at].part == Part::Beside {
        } else if is_year(tokens[at].text)
            || is_short_year(tokens[at].text)
            || flags & (is::REGION | is::EVENT_WORD) != 0 && (flags & is::DAY == 0 || ends_name(tokens, at))
        {
            tokens[at].part = Part::Beside;
        } else if digits
            || flags & FILLERS != 0
            || tokens[at].key.len() <= 1
            || matches!(tokens[at].key.as_str(), "th" | "st" | "nd" | "rd" | "md")
        {
            tokens[at].part = Part::Filler;
        }
    }
}

/// "Nimbus Days 2021": such a word after a name, in capitals as the name is, counts no days.
fn ends_name(tokens: &[Token<'_>], at: usize) -> bool {
    let capital = |token: &Token<'_>| token.text.starts_with(char::is_uppercase);
    let named = at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| {
        before.part != Part::Filler && capital(before) && words().flags(&before.key) & (FILLERS | is::EVENT_WORD) == 0
    });
    let counted = tokens.get(at + 1).is_some_and(|next| {
        next.text.bytes().all(|b| b.is_ascii_digit()) && !is_year(next.text) || words().has(&next.key, is::NUMBER)
    });
    let dated = tokens.get(at + 1).is_some_and(|next| is_year(next.text));
    named && capital(&tokens[at]) && (tokens[at].key.ends_with('s') || dated) && !counted
}

/// The author's own words from the first to the last that belongs to the name.
fn name_span(text: &str, tokens: &[Token<'_>]) -> Option<String> {
    // "We went to Quay Con": the name ends in what says that it is one.
    let beside = tokens.windows(2).position(|pair| pair[0].part == Part::Name && pair[1].part == Part::Beside);
    let first = match beside {
        Some(last) => tokens[..last].iter().rposition(|token| token.part != Part::Name).map_or(0, |before| before + 1),
        None => tokens.iter().position(|token| token.part == Part::Name)?,
    };
    let mut from = first;
    while from > 0 && tokens[from - 1].part == Part::Beside && !is_year(tokens[from - 1].text) {
        from -= 1;
    }
    let mut to = first;
    let is_kind = |token: &Token<'_>| words().has(&token.key, is::EVENT_WORD);
    while to + 1 < tokens.len() && matches!(tokens[to + 1].part, Part::Name | Part::Beside) && to + 1 - from < 8 {
        // "Quay Con 2024 Conference Notes" has said what it is before.
        if is_year(tokens[to].text) && is_kind(&tokens[to + 1]) && tokens[from..to].iter().any(is_kind) {
            break;
        }
        // "Quay Con 2024 - Elbing": behind the year and a dash it is where.
        let between = &text[tokens[to].start + tokens[to].text.len()..tokens[to + 1].start];
        if is_year(tokens[to].text) && between.contains(['-', '–', '—', ',', '|', '@']) {
            break;
        }
        // "Quay Meetup, 2024-03-04": of what is set apart it is the date.
        let behind = &text[tokens[to + 1].start + tokens[to + 1].text.len()..];
        if is_year(tokens[to + 1].text) && between.contains([',', '(']) && behind.starts_with('-') {
            break;
        }
        to += 1;
    }
    // "Monitorama PDX 2018": a word between name and year is a place.
    let ends_in_year = |token: &Token<'_>| is_year(token.text) || is_short_year(token.text);
    if to + 2 < tokens.len() && tokens[to + 1].is_place() && ends_in_year(&tokens[to + 2]) {
        to += 2;
    }
    if let Some(year) = end_of_joined(text, tokens, to) {
        to = year;
    } else if are_joined(text, &tokens[..=from.min(6)]) {
        from = 0;
    }
    let end = tokens[to].start + tokens[to].text.len();
    let mut name = text[tokens[from].start..end].trim().to_owned();
    let year = tokens.iter().find(|token| is_year(token.text)).map(|token| token.text);
    if let Some(year) = year.filter(|year| !name.contains(year)) {
        // The year may stand in front ("2019 Velocity") or after a word ("Velocity in 2019"): not in a date.
        if date_in(text, None).is_none() {
            name = format!("{name} {year}");
        }
    }
    // "Quay Con (2024)" ends within its parenthesis.
    if let Some(open) = name.rfind('(').filter(|open| !name[*open..].contains(')')) {
        name.remove(open);
    }
    name.chars().any(char::is_alphabetic).then_some(name)
}

/// `PyCon DE & PyData Berlin 2024`: where several are held in one, up to their year.
fn end_of_joined(text: &str, tokens: &[Token<'_>], last: usize) -> Option<usize> {
    let rest = tokens.get(last + 1..tokens.len().min(last + 7))?;
    let year = last + 1 + rest.iter().position(|token| is_year(token.text))?;
    are_joined(text, &tokens[last..=year]).then_some(year)
}

/// Whether words with capitals are joined by "&" or "+", and nothing else stands between them.
fn are_joined(text: &str, tokens: &[Token<'_>]) -> bool {
    let ([first, ..], [.., last]) = (tokens, tokens) else { return false };
    let named = &text[first.start..last.start];
    let says_more = FILLERS & !is::PARTICLE | is::KIND | is::CLOSING;
    let is_name = |token: &Token<'_>| {
        token.text.starts_with(char::is_uppercase) && (token.key.len() <= 2 || !words().has(&token.key, says_more))
    };
    let is_one = named.contains(['&', '+']) && !named.contains([':', ',', '|', '-', '–', '—', '(', ')', '/']);
    is_one && tokens.iter().all(|token| is_name(token) || is_year(token.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conferences_are_named_by_headings() {
        for (text, name, others) in [
            ("KubeCon Day 2", "KubeCon", 0),
            ("Day 1 & 2 KubeCon 2019", "KubeCon 2019", 0),
            ("PyCon DE & PyData Berlin 2024", "PyCon DE & PyData Berlin 2024", 1),
            ("Talk log from KubeCon LA", "KubeCon LA", 0),
            ("Minutes of the FOSDEM 2020 conference", "FOSDEM 2020 conference", 0),
            ("Polymer Summit 2016 - Day 1", "Polymer Summit 2016", 0),
            ("Velocity Conference 2019", "Velocity Conference 2019", 0),
            ("OSCON EU - Day 1", "OSCON EU", 0),
            ("Strange Loop 2015", "Strange Loop 2015", 0),
            ("AWS Re:Invent", "AWS Re:Invent", 0),
            ("Kubecon Day one", "Kubecon", 0),
            ("Nordic Cloud Summit 2021", "Nordic Cloud Summit 2021", 1),
            ("Notizen von der Wolkentagung Konferenz 2022", "Wolkentagung Konferenz 2022", 1),
        ] {
            let found = event_in(text);
            assert_eq!(found.as_ref().map(|e| (e.name.as_str(), e.other_words)), Some((name, others)), "{text}");
        }
        assert!(event_in("What we learned about Rust").is_none());
    }

    #[test]
    fn conferences_are_named_by_files_and_folders() {
        for (path, name) in [
            ("2024-kubecon-eu-day1-part0.md", Some("KubeCon EU 2024")),
            ("devoxx-2022", Some("Devoxx 2022")),
            ("aws_reinvent_2018", Some("AWS re:Invent 2018")),
            ("Kubecon-CloudNativeCon2025", Some("KubeCon + CloudNativeCon 2025")),
            ("strangeloop2015.md", Some("Strange Loop 2015")),
            ("polymer-summit-2016", Some("Polymer Summit 2016")),
            ("nimbus-conf-2020", Some("Nimbus Conf 2020")),
            ("notes", None),
            ("day1.md", None),
        ] {
            assert_eq!(event_in_path(path).as_deref(), name, "{path}");
        }
    }

    #[test]
    fn a_lone_heading_above_talks_names_what_they_were_given_at() {
        for (text, name) in [
            ("Wolkentage Nord", Some("Wolkentage Nord")),
            ("Tarde de Nubes", Some("Tarde de Nubes")),
            ("Copper Coast Cloud Day", Some("Copper Coast Cloud Day")),
            ("Harvest Architecture Days - Day 2", Some("Harvest Architecture Days")),
            ("Session Notes and Thoughts", None),
            ("Talks I liked", None),
            ("Day 2", None),
        ] {
            assert_eq!(event_above_talks(text).as_deref(), name, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,60}") {
            event_in(&text);
            event_in_path(&text);
        }
    }
}
