//! What the first lines of a section tell about a talk: labelled fields, people, links, tags, dates.

use super::Date;
use super::links::{LinkRole, by_text, role_of_url};
use super::people::{self, People};
use super::plain::{Plain, beginning, plain, without_shortcodes};
use super::section::{HeadLine, Shape};
use super::when::{date_in, is_only_date};
use super::words::{is, words};

/// Something a line tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fact {
    /// `Speakers: …`
    Speakers(People),
    /// `Title: …`
    Title(String),
    /// `Event: …`
    Event(String),
    /// `Date: …`, or a line that is a date.
    Date(Date),
    /// `Track: …`
    Track(String),
    /// `Tags: …`, or a line of `#tags`.
    Tags(Vec<String>),
    /// `Company: …`
    Organization(String),
    /// `Video: …`, `Slides: …`, or a line that is such a link.
    Link(LinkRole),
    /// `Time: …`, or a line that is a time.
    Time,
    /// Any other known field: room, level …
    Field,
    /// A line that is no field and reads as people.
    People(People),
    /// A line that only says what kind of talk it is ("Keynote").
    Kind,
}

/// The facts of one line.
#[derive(Debug)]
pub(super) struct LineFacts {
    pub(super) facts: Vec<Fact>,
    /// Bytes of the line.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether the fields of a talk tell all the line tells.
    pub(super) is_told: bool,
}

/// How many lines of text a section may have before its fields: an opening remark, not a chapter.
const PATIENCE: usize = 2;

/// Reads the first lines of a section for facts, until its text begins.
pub(super) fn facts_of(lines: &[HeadLine<'_>]) -> Vec<LineFacts> {
    let mut found = Vec::new();
    let mut texts = 0;
    for (at, line) in lines.iter().enumerate() {
        let read = line_facts(line, at);
        if read.facts.is_empty() {
            // Fields stand together: what follows them is the talk's text.
            texts += 1;
            if texts > PATIENCE || line.source.len() > 300 || !found.is_empty() {
                break;
            }
        } else {
            found.push(read);
        }
    }
    found
}

fn line_facts(line: &HeadLine<'_>, at: usize) -> LineFacts {
    let mut facts = Vec::new();
    let mut told = true;
    let source = without_shortcodes(line.source.trim_end_matches('\\').trim());
    for part in fields_of_line(source) {
        match part.and_then(|(lists, value)| labelled(lists, value, at)) {
            Some((fact, is_told)) => {
                told &= is_told;
                facts.push(fact);
            }
            None => told = false,
        }
    }
    if facts.is_empty() {
        told = false;
        if at < PATIENCE
            && let Some(people) = people::in_sentence(source)
        {
            return LineFacts { facts: vec![Fact::People(people)], start: line.start, end: line.end, is_told: false };
        }
        // Running text tells nothing; a glance says so before it is looked at closely.
        if source.len() > 300 || people::is_prose(source) && !source.contains("://") && !source.starts_with('#') {
            return LineFacts { facts, start: line.start, end: line.end, is_told: false };
        }
        let shown = plain(source);
        if let Some(fact) = unlabelled(&shown, line, at) {
            told = match &fact {
                Fact::People(_) | Fact::Tags(_) | Fact::Title(_) => true,
                Fact::Date(_) => is_only_date(&shown.text),
                Fact::Link(role) => is_bare_link(&shown, *role),
                _ => false,
            };
            facts.push(fact);
        }
    }
    LineFacts { facts, start: line.start, end: line.end, is_told: told }
}

/// The fields of a line such as `**Track:** A · **Date:** B | **Room:** C`, with their labels where they have one.
fn fields_of_line(source: &str) -> Vec<Option<(u64, &str)>> {
    // Most lines have none of these marks, and the first byte of one says so quickly.
    let has = |byte: u8| memchr::memchr(byte, source.as_bytes()).is_some();
    let (bar, dot, bullet) = (has(b'|'), has(0xc2), has(0xe2));
    for (separator, may_stand) in [(" · ", dot), (" | ", bar), (" • ", bullet), (" ‖ ", bullet), (" ◦ ", bullet)]
    {
        if !may_stand {
            continue;
        }
        let parts: Vec<_> = parts(source, separator).map(label_of).collect();
        if parts.len() > 1 && parts.iter().filter(|part| part.is_some()).count() * 2 > parts.len() {
            return parts;
        }
    }
    vec![label_of(source)]
}

/// The parts of a line between separators: a sign with a blank before and after it.
fn parts<'t>(source: &'t str, separator: &'static str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(source);
    std::iter::from_fn(move || {
        let text = rest?;
        let sign = separator.as_bytes().get(1).copied()?;
        let mut signs = memchr::memchr_iter(sign, text.as_bytes()).filter_map(|at| at.checked_sub(1));
        let found = signs.find(|at| text.as_bytes()[*at..].starts_with(separator.as_bytes()));
        rest = found.and_then(|at| text.get(at + separator.len()..));
        Some(found.map_or(text, |at| &text[..at]))
    })
}

/// The label of a field, its lists, and the source of its value. A label is a known phrase before a colon, or
/// before the end of an emphasis.
fn label_of(source: &str) -> Option<(u64, &str)> {
    let head = beginning(source, 80);
    let colon = match memchr::memchr(b':', head.as_bytes()) {
        Some(at) => Some((at, 1)),
        None if head.is_ascii() => None,
        None => head.find('：').map(|at| (at, '：'.len_utf8())),
    };
    let (end, len) = colon.or_else(|| label_before_dash(head))?;
    let label = &head[..end];
    let label = if label.is_ascii() {
        label.trim_matches(['*', '_', '`', ' ', '~'])
    } else {
        label.trim_matches(|c: char| matches!(c, '*' | '_' | '`' | ' ' | '~') || !c.is_ascii() && !c.is_alphanumeric())
    };
    let label = if label.starts_with('<') {
        label.trim_start_matches("<b>").trim_end_matches("</b>").trim_start_matches("<strong>")
    } else {
        label
    };
    if label.contains(['[', '(']) && !label.ends_with(')') {
        return None;
    }
    let lists = words().flags_of(label) & is::LABEL;
    if lists == 0 {
        return None;
    }
    let mut value = source[end + len..].trim_start_matches(':');
    let tagged = head.starts_with('<');
    for close in ["</b>", "</strong>"].into_iter().filter(|_| tagged) {
        value = value.trim_start().strip_prefix(close).unwrap_or(value);
    }
    // `**Label:** value` closes its emphasis after the colon; `*Label: value*` at the end.
    let opened = head.bytes().take_while(|b| matches!(b, b'*' | b'_')).count();
    let closed = value.bytes().take_while(|b| matches!(b, b'*' | b'_')).count();
    if closed > 0 {
        value = &value[closed..];
    } else if opened > 0 && !head[opened..end].contains(['*', '_']) {
        value = value.trim_end().trim_end_matches(['*', '_']);
    }
    Some((lists, value.trim()))
}

/// `Speaker - Ada Pohl`: a dash for a colon, after a label that is no word of sentences.
fn label_before_dash(head: &str) -> Option<(usize, usize)> {
    memchr::memchr2(b'-', 0xe2, head.as_bytes())?;
    let (at, dash) = [" - ", " – ", " — "].iter().find_map(|dash| Some((head.find(dash)?, dash)))?;
    let label = head[..at].trim_matches(['*', '_', ' ']);
    let lists = words().flags_of(label);
    (lists & is::SPEAKER != 0 && lists & is::BY == 0).then_some((at, dash.len()))
}

fn labelled(lists: u64, value: &str, at: usize) -> Option<(Fact, bool)> {
    let shown = plain(value);
    let text = shown.text.trim();
    let has = |list: u64| lists & list != 0;
    if has(is::RECORDING | is::SLIDES | is::CODE | is::SCHEDULE) && !shown.urls.is_empty() {
        let role = if has(is::RECORDING) {
            LinkRole::Recording
        } else if has(is::SLIDES) {
            LinkRole::Slides
        } else if has(is::CODE) {
            LinkRole::Code
        } else {
            LinkRole::Schedule
        };
        return Some((Fact::Link(role), is_bare_link(&shown, role)));
    }
    if has(is::SPEAKER) && !text.is_empty() && text.len() < 400 && !is_sentence(text) {
        let people = people::labelled(text);
        if !people.persons.is_empty() || !people.organizations.is_empty() {
            return Some((Fact::Speakers(people), true));
        }
    }
    if has(is::DATE)
        && let Some(date) = date_in(text, None)
    {
        return Some((Fact::Date(date), is_only_date(text)));
    }
    if has(is::TIME) && text.bytes().any(|b| b.is_ascii_digit()) {
        return Some((Fact::Time, false));
    }
    if has(is::TAGS) && !text.is_empty() {
        return Some((Fact::Tags(tags_of(text)), true));
    }
    // "Conference" is a talk to the French and an event to most.
    if has(is::TITLE) && !has(is::EVENT) && at < 4 && is_title(text) {
        return Some((Fact::Title(text.to_owned()), true));
    }
    if has(is::EVENT) && !text.is_empty() && text.len() < 120 && !is_sentence(text) {
        return Some((Fact::Event(text.to_owned()), true));
    }
    if has(is::TRACK) && !text.is_empty() && text.len() < 80 {
        return Some((Fact::Track(text.to_owned()), true));
    }
    if has(is::ORGANIZATION) && !text.is_empty() && text.len() < 80 && !is_sentence(text) {
        return Some((Fact::Organization(text.to_owned()), true));
    }
    has(is::FIELD | is::AUTHOR | is::ROOM).then_some((Fact::Field, false))
}

/// Whether a link to the talk's video or slides says no more than that it is one: such a link stands in the head
/// of a talk's page.
fn is_bare_link(shown: &Plain<'_>, role: LinkRole) -> bool {
    let text = shown.text.trim();
    matches!(role, LinkRole::Recording | LinkRole::Slides)
        && shown.urls.len() == 1
        && shown.urls[0].starts_with("http")
        && !shown.urls[0].contains(['\\', '&'])
        && (text == shown.urls[0] || shown.is_link && by_text(text) == Some(role))
}

/// Whether a value is running text rather than a name or list.
fn is_sentence(text: &str) -> bool {
    // So short a text has not seven words.
    let words = if text.len() < 13 { 0 } else { text.split_whitespace().count() };
    words > 25 || words > 6 && text.ends_with(['.', '!', '?']) && !text.contains([',', ';', '&'])
}

fn is_title(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 3 && text.len() < 250
}

/// Tags in a list: between commas or semicolons, `#marked`, or in backticks.
pub(super) fn tags_of(text: &str) -> Vec<String> {
    let marked = text.contains('#');
    let split = |c: char| {
        if marked {
            c.is_whitespace() || matches!(c, ',' | ';' | '、')
        } else {
            matches!(c, ',' | ';' | '、' | '，' | '|' | '·')
        }
    };
    text.split(split)
        .map(|tag| tag.trim().trim_matches(['#', '`', '[', ']', '"', '\'', '*', '_']).trim())
        .filter(|tag| !tag.is_empty() && tag.len() <= 60)
        .map(str::to_owned)
        .collect()
}

fn unlabelled(shown: &Plain<'_>, line: &HeadLine<'_>, at: usize) -> Option<Fact> {
    let text = shown.text.trim();
    if text.is_empty() {
        return None;
    }
    if text.starts_with('#')
        && text.split_whitespace().all(|word| word.len() > 1 && word.starts_with('#') && !word.starts_with("##"))
    {
        return Some(Fact::Tags(tags_of(text)));
    }
    if is_date_and_place(text)
        && let Some(date) = date_in(text, None)
    {
        return Some(Fact::Date(date));
    }
    if is_time_line(text) {
        return Some(Fact::Time);
    }
    if let Some(url) = shown.urls.first()
        && (shown.is_link || shown.urls.len() == 1 && text.split_whitespace().count() <= 5)
    {
        let role = role_of_url(url, text);
        if role != LinkRole::Other {
            return Some(Fact::Link(role));
        }
    }
    if words().holds(text, is::KIND) {
        return Some(Fact::Kind);
    }
    people_line(shown, text, line, at)
}

/// Whether the line is a date, alone or with a place behind it: `5 June 2014 @ Main Hall`, `Oslo, 5 June 2014`.
fn is_date_and_place(text: &str) -> bool {
    let is_dated = text.bytes().any(|byte| byte.is_ascii_digit());
    is_dated
        && (is_only_date(text)
            || text.len() < 100 && text.split_once(" @ ").is_some_and(|(date, _)| is_only_date(date))
            || text.len() < 60
                && text.split_once(", ").is_some_and(|(place, date)| is_place(place) && is_only_date(date)))
}

/// One or two words with capitals.
fn is_place(text: &str) -> bool {
    text.split(' ').count() <= 2 && text.split(' ').all(|word| word.starts_with(char::is_uppercase))
}

/// Whether the line is only a time or a span of times, maybe with a weekday.
fn is_time_line(text: &str) -> bool {
    text.len() < 60
        && text.contains([':', 'h', '：'])
        && super::clock::time_prefix(text).is_some_and(|end| {
            let rest = &text[end..];
            rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
                words().holds(word, is::WEEKDAY | is::DAYTIME | is::MONTH) || word.bytes().all(|b| b.is_ascii_digit())
            })
        })
}

fn people_line(shown: &Plain<'_>, text: &str, line: &HeadLine<'_>, at: usize) -> Option<Fact> {
    if at > 4 || text.ends_with(['?', ';']) {
        return None;
    }
    let found = people::bare(text).or_else(|| people_between(text))?;
    let needed = match line.shape {
        _ if shown.is_emphasised => 0.45,
        Shape::Quote => 0.45,
        Shape::Text if shown.is_link => 0.6,
        Shape::Text => 0.7,
        Shape::Item => 0.75,
    };
    // One word alone is a name only beside a company or handle.
    (found.sure >= needed).then_some(Fact::People(found))
}

/// People between marks nobody writes in sentences: `Event ::: Ada Pohl ::: Engineer @Nimbus`.
fn people_between(text: &str) -> Option<People> {
    let mark = [":::", "::", " | ", " ‖ "].into_iter().find(|mark| text.contains(mark))?;
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let at = parts.iter().position(|part| people::bare(part).is_some_and(|people| people.sure >= 0.9))?;
    people::bare(&parts[at..].join(", ")).filter(|people| people.sure >= 0.75).or_else(|| people::bare(parts[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Vec<Fact> {
        line_facts(&HeadLine { source, shape: Shape::Text, start: 0, end: 0 }, 0).facts
    }

    #[test]
    fn labels_are_known_in_many_spellings() {
        for source in [
            "**Presenters**: Ada Pohl",
            "**Speakers:** Ada Pohl",
            "*Speaker: Ada Pohl*",
            "Speaker: Ada Pohl",
            "登壇者: Ada Pohl",
            "Referentin: Ada Pohl",
            "__Intervenante__ : Ada Pohl",
            "🎤 **Speaker**: [Ada Pohl](https://example.org)",
        ] {
            let facts = read(source);
            assert!(
                matches!(&facts[..], [Fact::Speakers(people)] if people.persons[0].name == "Ada Pohl"),
                "{source}: {facts:?}"
            );
        }
    }

    #[test]
    fn fields_on_one_line_are_read_one_by_one() {
        let facts = read("**Track:** Observability · **Date:** 2024-06-11 · **Room:** Level 3");
        let date = Date { year: 2024, month: 6, day: 11 };
        assert_eq!(facts, [Fact::Track("Observability".into()), Fact::Date(date), Fact::Field]);
        assert_eq!(read("Tags: #data #devex"), [Fact::Tags(vec!["data".into(), "devex".into()])]);
        assert_eq!(read("標籤：雲端、網路"), [Fact::Tags(vec!["雲端".into(), "網路".into()])]);
    }

    #[test]
    fn running_text_tells_nothing() {
        for source in [
            "Why does it take so long?",
            "Example: Wordpress",
            "Dapr - Distributed system APIs",
            "**FORM**: deal with prs",
            "Steps:",
        ] {
            assert_eq!(read(source), [], "{source}");
        }
    }
}
