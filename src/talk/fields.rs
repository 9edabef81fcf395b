//! Labelled fields: `Speakers: …`, `**Date:** … | **Room:** …`; their labels, and what their values say.

use super::facts::Fact;
use super::links::{LinkRole, by_text};
use super::people::{self, People};
use super::plain::{Plain, beginning, plain, starts_url};
use super::when::{date_in, is_only_date};
use super::words::{is, words};

/// The fields of a line such as `**Track:** A · **Date:** B | **Room:** C`, with their labels where they have one.
pub(super) fn fields_of_line(source: &str) -> Vec<Option<(u64, &str)>> {
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

/// The people of a heading that is a field: `## Speakers: Ada Pohl and Uwe Brandt`.
pub(super) fn speakers_in(heading: &str) -> Option<People> {
    memchr::memchr(b':', heading.as_bytes())?;
    let (lists, value) = label_of(heading).filter(|(lists, _)| lists & is::SPEAKER != 0 && lists & is::BY == 0)?;
    match labelled(lists, value, 0)? {
        (Fact::Speakers(people), _) if !people.persons.is_empty() => Some(people),
        _ => None,
    }
}

/// The label of a field, its lists, and the source of its value. A label is a known phrase before a colon, or
/// before the end of an emphasis.
pub(super) fn label_of(source: &str) -> Option<(u64, &str)> {
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
    memchr::memchr3(b'-', 0xe2, 0xe3, head.as_bytes())?;
    let (at, dash) = [" - ", " – ", " — ", "　", "- "].iter().find_map(|dash| Some((head.find(dash)?, dash)))?;
    let label = head[..at].trim_matches(['*', '_', ' ']);
    let lists = words().flags_of(label);
    (lists & is::SPEAKER != 0 && lists & is::BY == 0).then_some((at, dash.len()))
}

/// `{{speaker}}`, `<% tp.file.title %>`
pub(super) fn is_blank_to_fill(value: &str) -> bool {
    value.starts_with("{{") && value.ends_with("}}") || value.starts_with("<%") && value.ends_with("%>")
}

pub(super) fn labelled(lists: u64, value: &str, at: usize) -> Option<(Fact, bool)> {
    let shown = plain(value);
    let text = shown.text.trim();
    let has = |list: u64| lists & list != 0;
    // What a template leaves to be filled in.
    if is_blank_to_fill(text) {
        return Some((Fact::Field, true));
    }
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
    if has(is::SPEAKER) && !text.is_empty() && text.len() < 400 {
        let people = if is_sentence(text) { people::introduction(text) } else { Some(people::labelled(text)) };
        if let Some(people) = people.filter(|people| !people.persons.is_empty() || !people.organizations.is_empty()) {
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
    // `Session: https://…` leads to the talk's page.
    if has(is::TITLE) && starts_url(text) {
        return Some((Fact::Link(LinkRole::Schedule), false));
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
pub(super) fn is_bare_link(shown: &Plain<'_>, role: LinkRole) -> bool {
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
