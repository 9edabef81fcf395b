//! A heading taken apart: what stands before the title, the title, people or a company after it.

use super::beside::{event_before, event_behind, gathering_before, has_year, numbered_before};
use super::clock::time_prefix;
use super::company::{is_company, is_former, reads_as_company};
use super::joins::at_organization;
use super::name::is_spaceless;
use super::people::{self, People};
use super::plain::{Plain, pieces, without_shortcodes};
pub(super) use super::prefix::Prefix;
use super::prefix::{prefix, suffix};
use super::tail::{Tail, is_domain, tail};
use super::when::is_only_date;
use super::words::{is, words};

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
    /// The event whose name and year stand beside the title.
    pub(super) event: Option<String>,
    /// People before a dash or colon: `Ada Pohl - Title`.
    pub(super) lead: Option<(People, usize)>,
}

/// Takes a heading (as a reader sees it) apart.
pub(super) fn read_heading(text: &str) -> Heading {
    let mut heading = Heading::default();
    let mut rest = without_shortcodes(text.trim());
    // What nobody reads as a title is not searched for people either.
    if rest.len() > 500 {
        rest.clone_into(&mut heading.title);
        return heading;
    }
    if is_words(rest) && !prefix_may_stand(rest) {
        take_words(&mut heading, rest);
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
            && let is_labelled = rest[..len].trim_end().ends_with([':', '：'])
            && let Some(people) = people::bare(next)
            && people.sure >= if is_labelled { 0.9 } else { 0.7 }
        {
            // "Keynote: Ada Pohl" neither; "Workshop: Basil Plants" has.
            if is_labelled {
                heading.byline = Some(people);
                rest = &rest[..len];
            }
            break;
        }
        heading.prefixes.push(prefix);
        rest = next;
    }
    let mut title = trim_title(rest);
    if let Some((people, topic)) = handle_before_topic(title) {
        heading.byline = Some(people);
        title = trim_title(topic);
    }
    while let Some((len, prefix)) = suffix(title) {
        heading.prefixes.push(prefix);
        title = trim_title(&title[..len]);
    }
    let dated = has_year(title);
    if let Some((event, rest)) = numbered_before(title) {
        heading.event = Some(event.to_owned());
        title = trim_title(rest);
    } else if let Some((rest, event)) = dated.then(|| event_behind(title)).flatten() {
        heading.event = Some(event.to_owned());
        title = trim_title(rest);
    } else if let Some((event, rest)) =
        dated.then(|| event_before(title)).flatten().filter(|(_, rest)| names_people(rest))
    {
        heading.event = Some(event.to_owned());
        title = trim_title(rest);
        if let Some((people, start)) = lead(title) {
            heading.byline = Some(people);
            title = trim_title(&title[start..]);
        }
    }
    let on_day = heading.event.is_none() && heading.prefixes.contains(&Prefix::Day) && has_year(text);
    if let Some((event, rest)) = on_day.then(|| gathering_before(title)).flatten() {
        heading.event = Some(event.to_owned());
        title = trim_title(rest);
    }
    let is_held = on_day && heading.event.is_some();
    if let Some((len, people)) = byline(title).filter(|_| heading.byline.is_none()) {
        heading.byline = Some(people);
        title = trim_title(&title[..len]);
    }
    title.clone_into(&mut heading.title);
    heading.tail = tail(&heading.title);
    // "2025-03-03 Nix Meetup: Flakes (Zork Fnord)": what was held on a day somebody gave.
    if let Some(people) = heading.tail.as_mut().and_then(|tail| tail.people.as_mut()).filter(|_| is_held) {
        people.sure = if people.sure >= 0.5 { people.sure.max(0.75) } else { people.sure };
    }
    heading.lead = lead(&heading.title);
    heading
}

/// The heading of which the last words are a link: people are linked behind titles without a dash, too.
pub(super) fn read_linked_heading(shown: &Plain<'_>) -> Heading {
    let mut heading = read_heading(&shown.text);
    let is_open = heading.tail.as_ref().is_none_or(|tail| tail.is_behind_comma || tail.people.is_none());
    if heading.byline.is_none()
        && is_open
        && let Some(trail) = &shown.trail
        && let Some(title) = heading.title.strip_suffix(trail.as_str())
        && title.ends_with(' ')
        && title.contains(char::is_alphabetic)
        && let Some(people) = people::bare(trail)
        && people.sure >= if shown.urls.last().is_some_and(|url| is_profile(url)) { 0.45 } else { 0.7 }
    {
        let (title_len, text) = (title.trim_end_matches([' ', ',']).len(), trail.clone());
        let people = People { sure: people.sure.max(0.7), ..people };
        heading.tail = Some(Tail {
            title_len,
            text,
            is_behind_comma: false,
            people: Some(people),
            is_company: false,
            may_be_company: false,
        });
    }
    heading
}

/// Whether an address leads to the page a person has where people meet: `https://mastodon.social/@ada`.
fn is_profile(url: &str) -> bool {
    const HOSTS: [&str; 9] = [
        "twitter.com/",
        "x.com/",
        "github.com/",
        "linkedin.com/in/",
        "bsky.app/profile/",
        "about.me/",
        "facebook.com/",
        "instagram.com/",
        "mastodon.social/@",
    ];
    let Some((_, place)) = url.split_once("://") else { return false };
    let place = ["www.", "mobile.", "m."].iter().find_map(|part| place.strip_prefix(part)).unwrap_or(place);
    let name = HOSTS.iter().find_map(|host| place.strip_prefix(host));
    name.is_some_and(|name| !name.is_empty() && !name.trim_end_matches('/').contains('/'))
}

/// Whether a text is letters, digits and blanks, as most headings are: then nothing in it sets parts of it apart
/// but words and times.
fn is_words(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'?' | b'!' | b'+' | b'&'))
}

/// Whether such a text may begin with a time.
fn prefix_may_stand(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit()) && time_prefix(words).is_some()
}

/// The heading that such a text is.
fn take_words(heading: &mut Heading, words: &str) {
    let mut title = words;
    if let Some((len, people)) = byline(title) {
        heading.byline = Some(people);
        title = trim_title(&title[..len]);
    }
    title.clone_into(&mut heading.title);
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
                    | '{'
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

/// What begins with the sign of a handle in style sheets.
const RULES: [&str; 7] = ["@media", "@import", "@keyframes", "@property", "@supports", "@layer", "@container"];

/// `@ada on Ropes`: who speaks, and about what. "@Transactional on Methods" is code.
fn handle_before_topic(title: &str) -> Option<(People, &str)> {
    let (handle, rest) = title.strip_prefix('@').and_then(|_| title.split_once(' '))?;
    let (word, topic) = rest.split_once(' ')?;
    let is_about = matches!(word, "on" | "about" | "über" | "zu" | "sur" | "sobre" | "su" | "over");
    let people = || people::bare(handle).map(|people| People { sure: 0.9, ..people });
    let is_name = handle[1..].starts_with(|c: char| c.is_ascii_lowercase() || c == '_') && !RULES.contains(&handle);
    (is_about && is_name && handle.len() > 2 && topic.contains(char::is_alphabetic))
        .then(people)
        .flatten()
        .map(|people| (people, topic))
}

/// Whether people stand beside a title.
pub(super) fn names_people(title: &str) -> bool {
    let in_tail = || tail(title).and_then(|tail| tail.people).is_some_and(|people| people.sure >= 0.75);
    byline(title).is_some() || lead(title).is_some() || in_tail()
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
        let in_capitals = bare == "By";
        let bare = if in_capitals { "by" } else { bare };
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
        // "Quay Con as seen by me, Ada" tells who wrote.
        if words().holds(rest.split([',', ' ']).next().unwrap_or_default(), is::ONESELF) {
            continue;
        }
        // "with" and "from" name people less often than "by" does.
        let plain = matches!(bare, "by" | "von" | "par" | "por" | "door" | "af" | "av");
        // "Managing By Walking Around" has capitals all over.
        let set_apart = title[..at].trim_end().ends_with(['-', '–', '—', ',', '(', '|', '"', '”']);
        let needed: f32 = match (plain, in_capitals && !set_apart) {
            (true, false) => 0.45,
            (true, true) => 0.75,
            (false, _) => 0.9,
        };
        // Two full names behind "with" are no tools.
        let are_full =
            |people: &People| people.persons.len() > 1 && people.persons.iter().all(|person| person.name.contains(' '));
        let is_sure = |people: &People| people.sure >= if are_full(people) { needed.min(0.75) } else { needed };
        if let Some(mut people) = people::bare(rest).filter(is_sure) {
            people.sure = people.sure.max(0.85);
            if bare == "w/" {
                people.part_names(rest);
            }
            found = Some((title[..at].trim_end_matches([' ', '-', '–', '—', ',', '(']).len(), people));
        }
    }
    let by_kind = || {
        let len = title.find(' ')?;
        Some((len, people::behind_kind(title)?))
    };
    found.or_else(by_kind).or_else(|| handle_behind(title)).filter(|(len, _)| *len > 0)
}

/// `ロープの話 @ada`: the handle behind a title in a script without blanks. Elsewhere it may be a company's or code.
fn handle_behind(title: &str) -> Option<(usize, People)> {
    if title.is_ascii() {
        return None;
    }
    let (before, handle) = title.rsplit_once(" @")?;
    let is_handle = handle.len() > 2
        && handle.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && handle.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let is_behind_title = before.chars().rev().find(|c| c.is_alphanumeric()).is_some_and(is_spaceless);
    let people = || people::bare(&title[before.len() + 1..]).map(|people| People { sure: 0.9, ..people });
    (is_handle && is_behind_title && !is_company(handle))
        .then(people)
        .flatten()
        .map(|people| (before.trim_end().len(), people))
}

/// People before the first dash or colon, and where the title after them begins.
fn lead(title: &str) -> Option<(People, usize)> {
    let has_handle = || title.bytes().any(|byte| byte == b'@') && (title.contains(" | @") || title.contains(" - @"));
    if !people::may_begin(title) && !has_handle() {
        return None;
    }
    for separator in [" - ", " – ", " — ", ": ", " | "] {
        let Some(at) = title.find(separator).filter(|at| *at < 80) else { continue };
        // Of several people one known name tells for all.
        let is_alone = !title[at + separator.len()..].starts_with('@');
        let needed = |people: &People| if people.persons.len() == 1 && is_alone { 0.75 } else { 0.5 };
        let Some(mut people) = people::bare(&title[..at]).filter(|people| people.sure >= needed(people)) else {
            continue;
        };
        // "Ada Pohl | University of Elbing", "Ada Pohl - Engineer @ Nimbus": who it is and no title.
        let mut from = at + separator.len();
        while let Some((part, _)) =
            title[from..].split_once(separator).filter(|(part, _)| takes_part(&mut people, part))
        {
            from += part.len() + separator.len();
        }
        let rest = &title[from..];
        if separator != ": "
            && (reads_as_company(rest)
                || at_organization(rest).1.is_some() && says_who_it_is(rest)
                || is_role_and_company(rest))
        {
            return None;
        }
        // "Ada Pohl (Nimbus): Sails", "Ada Pohl | @ada | Nimbus | Sails"
        let is_told = from > at + separator.len() && !is_only_date(rest)
            || separator == ": "
                && people.persons.iter().all(|person| person.organization.is_some())
                && rest.starts_with(char::is_uppercase);
        if rest.split_whitespace().count() >= 2 && !is_only_date(rest) || words().holds(rest, is::KIND) || is_told {
            return Some((people, from));
        }
    }
    None
}

/// `Ada Pohl | @ada | Nimbus | Title`: what stands between a name and a title may say more of who it is.
fn takes_part(people: &mut People, part: &str) -> bool {
    let part = part.trim();
    let Some(last) = people.persons.last_mut() else { return false };
    if part.starts_with('@') && !part.contains(' ') {
        last.handle.get_or_insert_with(|| part.to_owned());
    } else if !is_former(part) {
        let is_word = part.len() > 2 && part.chars().all(char::is_alphanumeric) && words().flags_of(part) == 0;
        let is_name = is_word && part.starts_with(char::is_uppercase);
        if last.organization.is_some() || !(is_name || is_domain(part) || is_company(part) || reads_as_company(part)) {
            return false;
        }
        last.organization = Some(part.to_owned());
    }
    people.sure = people.sure.max(0.95);
    true
}

/// `VP Platform, Nimbus`, `Senior Engineer - Nimbus`: what somebody is, and where.
fn is_role_and_company(text: &str) -> bool {
    let (role, company) = text.rsplit_once(", ").or_else(|| text.rsplit_once(" - ")).unwrap_or_default();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    !company.is_empty()
        && company.split(' ').count() <= 3
        && company.split(' ').all(is_name)
        && role.split(", ").all(says_who_it_is)
}

/// Whether a text says what somebody is: `Senior Engineer @ Nimbus`, `Developer advocate`. "From Developer to Manager
/// at Nimbus" and "Developer Experience at Nimbus" are titles.
pub(super) fn says_who_it_is(text: &str) -> bool {
    let (role, _) = at_organization(text);
    let (first, last) = (role.split(' ').next().unwrap_or_default(), role.rsplit(' ').next().unwrap_or_default());
    let is_of_title = |word: &str| matches!(word, "A" | "From" | "a" | "an" | "my" | "the" | "to");
    // Of leaders it is said what they lead: "VP Platform", "Head of Research".
    let leads = matches!(first, "VP" | "Head" | "Director" | "Dir" | "Lead" | "Chief");
    let is_role = (leads || words().holds(last, is::ROLE)) && !pieces(role).any(is_of_title);
    is_role || is_role_and_company(text)
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
            ("9h30 Why clusters fail", "Why clusters fail"),
            ("9AM Opening words", "Opening words"),
            ("30 clusters a day?", "30 clusters a day?"),
            ("Tiny clusters 9:15am to 9:45am", "Tiny clusters"),
            ("Tiny clusters 14:00 - 14:30", "Tiny clusters"),
            ("Up at 3:10 to Yuma", "Up at 3:10 to Yuma"),
            ("Home by 5:30", "Home by 5:30"),
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
