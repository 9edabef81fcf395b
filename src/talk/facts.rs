//! What the first lines of a section tell about a talk: labelled fields, people, links, tags, dates.

use super::Date;
use super::company::{affiliation, has_role};
use super::event::event_in;
use super::fields::{fields_of_line, is_bare_link, labelled, tags_of};
use super::joins::at_organization;
use super::links::{LinkRole, role_of_url};
use super::name::is_full_name;
use super::people::{self, People};
use super::plain::{Plain, beginning, pieces, plain, without_shortcodes};
use super::section::{HeadLine, Shape};
use super::sheet::facts_of_table;
use super::told;
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
    /// Who does something in the first sentence: "Ada Pohl explained …".
    Told(People),
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
    /// Whether only the line above tells that this one names people.
    is_guess: bool,
}

impl LineFacts {
    /// A line that gives one fact, and maybe more than that.
    pub(super) fn of(fact: Fact, line: &HeadLine<'_>) -> LineFacts {
        LineFacts { facts: vec![fact], start: line.start, end: line.end, is_told: false, is_guess: false }
    }

    /// A line that tells nothing.
    fn nothing(line: &HeadLine<'_>) -> LineFacts {
        LineFacts { facts: Vec::new(), start: line.start, end: line.end, is_told: false, is_guess: false }
    }
}

/// How many lines of text a section may have before its fields: an opening remark, not a chapter.
const PATIENCE: usize = 2;

/// Reads the first lines of a section for facts, until its text begins.
pub(super) fn facts_of(lines: &[HeadLine<'_>]) -> Vec<LineFacts> {
    let mut found: Vec<LineFacts> = Vec::new();
    let mut texts = 0;
    let mut in_motto = false;
    let mut caption: Option<&HeadLine<'_>> = None;
    let lines = lines.iter().filter(|line| !is_directive(line.source));
    for (at, line) in lines.enumerate() {
        if names_speakers(line.source) {
            caption = Some(line);
            continue;
        }
        if line.shape == Shape::Table {
            let Some((facts, is_told)) = facts_of_table(line.source) else { break };
            if !facts.is_empty() {
                found.push(LineFacts { facts, is_told, ..LineFacts::nothing(line) });
            }
            continue;
        }
        let mut read = line_facts(line, at);
        // Whom a motto is by is not who speaks.
        let signs = line.shape == Shape::Quote && (in_motto || line.source.starts_with(['-', '–', '—']));
        if signs && matches!(read.facts[..], [Fact::People(_)]) {
            read.facts.clear();
        }
        in_motto = line.shape == Shape::Quote && read.facts.is_empty();
        if line.shape == Shape::Item
            && let Some(above) = caption
            && let Some(people) = listed_person(line, &read)
        {
            let told = |line: &HeadLine<'_>| LineFacts { is_told: true, ..LineFacts::nothing(line) };
            if found.last().is_none_or(|last| last.end <= above.start) {
                found.push(told(above));
            }
            found.push(LineFacts { facts: vec![Fact::Speakers(people)], ..told(line) });
            continue;
        }
        caption = None;
        if read.facts.is_empty()
            && let Some(before) = found.last_mut()
        {
            if let Some(people) = people_beside(before, line) {
                read.facts.push(Fact::People(people));
                (read.is_told, read.is_guess) = (true, true);
            } else if let Some(company) = company_beside(before, line) {
                before.end = line.end;
                match &mut before.facts[..] {
                    [Fact::People(people) | Fact::Speakers(people)] if people.persons.len() == 1 => {
                        people.persons[0].organization.get_or_insert(company);
                    }
                    _ => before.facts.push(Fact::Organization(company)),
                }
                continue;
            }
        }
        if read.facts.is_empty() {
            // Fields stand together: what follows them is the talk's text.
            texts += usize::from(!is_beside_talk(line));
            if texts > PATIENCE || line.source.len() > 300 || !found.is_empty() {
                break;
            }
        } else {
            found.push(read);
        }
    }
    found
}

/// Whether a line only says that people follow: "Speakers:", "**Presenters**".
fn names_speakers(source: &str) -> bool {
    let is_short = source.len() <= 30 && !source.starts_with('|');
    let label = || source.trim_matches(|c: char| matches!(c, '*' | '_' | ':' | '：' | ' '));
    is_short && words().flags_of(label()) & (is::SPEAKER | is::BY | is::AUTHOR) == is::SPEAKER
}

/// Whom an item below "Speakers:" names; none where it is a field, or nothing like a name.
fn listed_person(line: &HeadLine<'_>, read: &LineFacts) -> Option<People> {
    if line.source.len() > 120 || !matches!(read.facts[..], [] | [Fact::People(_)]) {
        return None;
    }
    let shown = plain(line.source);
    let text = shown.text.trim();
    let name = text.split([',', '(', '–', '—', '@', ';']).next().unwrap_or_default().trim();
    let reads_so = is_full_name(name) || people::bare(text).is_some_and(|people| people.sure >= 0.3);
    reads_so.then(|| people::labelled(text))
}

/// `@Metadata {`, `@TitleHeading("Talk")`, `}`: what a documentation's generator is told.
fn is_directive(source: &str) -> bool {
    let Some(named) = source.strip_prefix('@') else { return source == "}" };
    // `@ada(Nimbus)` is who speaks.
    if !named.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let name = named.bytes().take_while(u8::is_ascii_alphabetic).count();
    name > 0 && (named[name..].starts_with('(') && named.ends_with(')') || &named[name..] == " {")
}

/// Whether a line stands at the beginning of a talk and is not yet its text: a motto, a remark in parentheses.
fn is_beside_talk(line: &HeadLine<'_>) -> bool {
    line.shape == Shape::Quote || line.source.starts_with('(') && line.source.ends_with(')')
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
            && let Some(fact) = in_sentence(source)
        {
            return LineFacts::of(fact, line);
        }
        // Running text tells nothing; a glance says so before it is looked at closely.
        if source.len() > 300 || people::is_prose(source) && !source.contains("://") && !source.starts_with('#') {
            return LineFacts { facts, ..LineFacts::nothing(line) };
        }
        let shown = plain(source);
        let facts_between = facts_between_dots(&shown.text);
        if !facts_between.is_empty() {
            return LineFacts {
                facts: facts_between,
                start: line.start,
                end: line.end,
                is_told: false,
                is_guess: false,
            };
        }
        if let Some(fact) = unlabelled(&shown, line, at) {
            told = match &fact {
                Fact::People(_) | Fact::Tags(_) | Fact::Title(_) | Fact::Event(_) => true,
                Fact::Date(_) => is_only_date(&shown.text),
                Fact::Link(role) => is_bare_link(&shown, *role),
                _ => false,
            };
            let is_link = matches!(fact, Fact::Link(_));
            // `Ada Pohl, Nimbus, 24 October 2022`
            let may_be_dated = matches!(fact, Fact::People(_)) && source.bytes().any(|byte| byte.is_ascii_digit());
            let named = matches!(fact, Fact::Date(_)).then(|| behind_place(shown.text.trim())).flatten();
            facts.push(fact);
            facts.extend(named.map(Fact::People));
            facts.extend(may_be_dated.then(|| date_in(&shown.text, None)).flatten().map(Fact::Date));
            // `**Ada Pohl** ([video](url))`
            // `**Sample code**: https://…` is a field nobody knows.
            let is_label =
                |lead: &str| lead.ends_with([':', '：']) || shown.text[lead.len()..].starts_with([':', '：']);
            let lead = shown.lead.as_deref().filter(|lead| is_link && !shown.is_link && !is_label(lead));
            let named = lead.and_then(people::bare).filter(|people| people.sure >= 0.45);
            facts.extend(named.map(Fact::People));
        }
    }
    LineFacts { facts, is_told: told, ..LineFacts::nothing(line) }
}

/// Whom the sentence of a line introduces or tells of.
fn in_sentence(source: &str) -> Option<Fact> {
    let said = |text: &str| match told::in_sentence(text) {
        Some((people, true)) => Some(Fact::People(people)),
        // What else somebody gave says less than a heading that names who spoke.
        Some((people, false)) => Some(Fact::Told(people)),
        None => told::who_told(text).map(Fact::Told),
    };
    let opening = beginning(source, 300);
    // Whom people name they link, and where they are from.
    if memchr::memmem::find(opening.as_bytes(), b"](").is_none() {
        return said(source);
    }
    let shown = plain(opening);
    let text = shown.text.trim().trim_end_matches('.');
    let behind = shown.trail.as_deref().and_then(|trail| {
        let before = text.strip_suffix(trail)?.trim_end();
        FROM.iter().find_map(|from| before.strip_suffix(from)).map(|before| (before, trail))
    });
    let Some((text, company)) = behind else { return said(text) };
    let mut fact = said(text)?;
    if let Fact::People(people) = &mut fact
        && let [person] = &mut people.persons[..]
    {
        person.organization = person.organization.take().or_else(|| affiliation(company));
    }
    Some(fact)
}

/// What stands between a person and the linked company they are from.
const FROM: [&str; 8] = [" von", " from", " of", " at", " bei", " de", " chez", " di"];

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
        // Who speaks may be linked to where their code lies, or their recordings.
        let by = || people::named_behind_by(text).and_then(|_| people_line(shown, text, line, at));
        if role != LinkRole::Other {
            return by().or(Some(Fact::Link(role)));
        }
    }
    if words().holds(text, is::KIND) {
        return Some(Fact::Kind);
    }
    if let Some(event) = named_event(text) {
        return Some(Fact::Event(event.to_owned()));
    }
    people_line(shown, text, line, at)
}

/// `Quay Con 2026 · Day 1, 21 May 2026 · 11:15 · Ada Pohl`: facts without labels, of which one is when it was and one
/// who spoke.
fn facts_between_dots(text: &str) -> Vec<Fact> {
    let Some(mark) = [" · ", " • ", " | "].into_iter().find(|mark| text.contains(mark)) else { return Vec::new() };
    let mut found = Vec::new();
    for part in text.split(mark).map(str::trim).filter(|part| part.len() <= 80) {
        if is_time_line(part) || super::clock::time_prefix(part.rsplit(' ').next().unwrap_or_default()).is_some() {
            found.push(Fact::Time);
        } else if let Some(date) = date_in(part, None).filter(|date| date.day > 0) {
            found.push(Fact::Date(date));
        } else if let Some(event) = event_in(part).filter(|event| event.is_known || event.is_marked) {
            found.push(Fact::Event(event.name));
        } else if let Some(people) = people::bare(part).filter(|people| people.sure >= 0.5) {
            found.push(Fact::People(people));
        }
    }
    let has = |is_it: fn(&Fact) -> bool| found.iter().filter(|fact| is_it(fact)).count() == 1;
    let is_whole = text.split(mark).count() <= found.len() + 1;
    let is_dated = found.iter().any(|fact| matches!(fact, Fact::Date(_) | Fact::Time));
    if found.len() >= 3 && is_whole && is_dated && has(|fact| matches!(fact, Fact::People(_))) {
        found
    } else {
        Vec::new()
    }
}

/// The event of a line that says where the talk was and no more: `From Quay Con 2024`.
fn named_event(text: &str) -> Option<&str> {
    let named = ["From ", "from ", "At ", "at "].iter().find_map(|from| text.strip_prefix(from))?;
    let event = event_in(named).filter(|event| event.is_known || event.is_marked)?;
    (event.name == named && named.bytes().any(|byte| byte.is_ascii_digit())).then_some(named)
}

/// Whether the line is a date, alone or with a place behind it: `5 June 2014 @ Main Hall`, `Oslo, 5 June 2014`.
pub(super) fn is_date_and_place(text: &str) -> bool {
    let is_dated = text.bytes().any(|byte| byte.is_ascii_digit());
    is_dated
        && (is_only_date(text)
            || text.len() < 100 && text.split_once(" @ ").is_some_and(|(date, _)| is_only_date(date))
            || text.len() < 60
                && text.split_once(", ").is_some_and(|(place, date)| is_place(place) && is_only_date(date))
            || text.len() < 100 && is_date_before_place(text))
}

/// `Saturday 14th October 2017, University of Elbing.`
fn is_date_before_place(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    text.match_indices(", ").take(3).any(|(at, _)| {
        let (date, place) = (&text[..at], &text[at + 2..]);
        let is_name = |word: &str| !word.starts_with(char::is_lowercase) || words().holds(word, is::AT | is::PARTICLE);
        place.starts_with(char::is_uppercase)
            && place.split(' ').count() <= 6
            && place.split(' ').all(is_name)
            && is_only_date(date)
            && date_in(date, None).is_some_and(|date| date.day > 0)
    })
}

/// One or two words with capitals.
fn is_place(text: &str) -> bool {
    text.split(' ').count() <= 2 && text.split(' ').all(|word| word.starts_with(char::is_uppercase))
}

/// `2025-03-03, Elbing, Ada Pohl`: who is named behind when and where it was; whom nobody knows only behind both.
fn behind_place(text: &str) -> Option<People> {
    let (before, name) = text.rsplit_once(", ")?;
    let needed = if is_only_date(before) { 0.7 } else { 0.5 };
    let has_place = before.rsplit_once(", ").is_some_and(|(date, place)| is_only_date(date) && is_place(place));
    let people = people::bare(name).filter(|people| people.sure >= needed && (needed > 0.5 || has_place))?;
    let is_one = matches!(&people.persons[..], [only] if only.name.contains(' ')) && may_be_name(name);
    is_one.then(|| People { sure: people.sure.max(0.75), ..people })
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
    let timed = || text.starts_with(|c: char| c.is_ascii_digit()).then(|| behind_time(text)).flatten();
    let small = || (at == 0 && line.shape == Shape::Text).then(|| people::in_small_letters(text)).flatten();
    let found = timed().or_else(small).or_else(|| people::bare(text)).or_else(|| people_between(text));
    let found = found.or_else(|| linked_alias(shown, text)).or_else(|| people_of_kind(text))?;
    let needed = match line.shape {
        _ if shown.is_emphasised => 0.45,
        Shape::Quote => 0.45,
        Shape::Text if shown.is_link => 0.6,
        Shape::Text => 0.7,
        Shape::Item | Shape::Table => 0.75,
    };
    // "Austin Resident." is a sentence.
    if line.shape == Shape::Text && !shown.is_emphasised && text.ends_with('.') && pieces(text).count() <= 2 {
        return None;
    }
    // One word alone is a name only beside a company or handle.
    (found.sure >= needed).then_some(Fact::People(found))
}

/// `Talk by Ada, 5 June 2014.`: behind the kind of talk and "by" one name is enough, where nothing but a date follows.
fn people_of_kind(text: &str) -> Option<People> {
    let end = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (named, date) = (text[..end].trim_end_matches([',', ' ', '(']), text[end..].trim_end_matches(['.', ')']));
    (date.is_empty() || is_only_date(date)).then(|| people::behind_kind(named)).flatten()
}

/// `by [kn0t](https://kn0t.example)`: a word alone is a name where "by" stands before it and it leads somewhere.
fn linked_alias(shown: &Plain<'_>, text: &str) -> Option<People> {
    // "With [Terraform](url)" names a tool.
    let by = text.trim_start_matches(['-', '–', '—', ' ']).split([' ', ':']).next().unwrap_or_default();
    if !people::INTRODUCES.iter().any(|known| by.eq_ignore_ascii_case(known)) {
        return None;
    }
    let name = people::named_behind_by(text)?.trim_end_matches(['-', '–', '—', '.', ' ']);
    let is_alias = (2..=20).contains(&name.len())
        && name.starts_with(|c: char| c.is_alphanumeric() || c == '@')
        && !name.contains(char::is_whitespace)
        && words().flags_of(name) & !(is::GIVEN_NAME | is::ALSO_WORD) == 0
        // "by [hand](url)"
        && name.contains(|c: char| c.is_ascii_digit() || c.is_uppercase() || matches!(c, '@' | '_'));
    (is_alias && shown.urls.len() == 1).then(|| People { sure: 0.75, ..people::labelled(name) })
}

/// Whom a line names that follows one of people without a break, though nobody knows the name: people are listed
/// one a line.
fn people_beside(before: &LineFacts, line: &HeadLine<'_>) -> Option<People> {
    let is_beside = before.end == line.start && before.is_told && matches!(before.facts[..], [Fact::People(_)]);
    if !is_beside || before.is_guess || line.source.len() > 120 {
        return None;
    }
    let shown = plain(line.source);
    people::bare(shown.text.trim()).filter(|people| people.sure >= 0.3 && may_be_name(&shown.text))
}

/// Whether no word of a text says that it names a place or judges: "San Francisco", "Main Hall", "Highly Recommended".
pub(super) fn may_be_name(text: &str) -> bool {
    let is_other = |word: &str| words().flags_of(word) & (is::REGION | is::ROOM) != 0 || word.ends_with("ly");
    words().flags_of(text) & (is::REGION | is::ROOM) == 0 && !pieces(text).any(is_other)
}

/// The company in a line below a person that says what they do: `Founder of Nimbus`.
fn company_beside(before: &LineFacts, line: &HeadLine<'_>) -> Option<String> {
    let is_beside = before.end == line.start && matches!(before.facts[..], [Fact::People(_) | Fact::Speakers(_)]);
    if !is_beside || line.source.len() > 80 || line.source.contains(',') || line.source.ends_with(['.', '?', '!', ':'])
    {
        return None;
    }
    let text = plain(line.source);
    let (role, company) = at_organization(text.text.trim());
    let company = company.filter(|company| company.starts_with(char::is_uppercase) && company.len() < 40)?;
    (role.split(' ').count() <= 4 && has_role(role)).then(|| affiliation(company)).flatten()
}

/// `13:05 → 30 min, Ada Pohl; Ropes`: who is named behind when a talk was. Behind a mark of its own it may be names
/// nobody knows.
fn behind_time(text: &str) -> Option<People> {
    let rest = text.get(super::clock::time_prefix(text)?..)?;
    let (rest, is_set_apart) = past_marks(rest);
    let (rest, is_set_apart) = match past_duration(rest).map(past_marks) {
        Some((rest, is_apart)) => (rest, is_apart),
        None => (rest, is_set_apart),
    };
    let named = rest.split([';', '|']).next().unwrap_or_default().trim();
    // "Ada Pohl; Ropes": only beside their companies are those behind a semicolon people.
    let are_told = |people: &People| {
        people.sure >= 0.7 && (named == rest || people.persons.iter().all(|person| person.organization.is_some()))
    };
    let people = people::bare(rest).filter(are_told).or_else(|| people::bare(named))?;
    let are_names = is_set_apart && people.persons.iter().all(|person| person.name.contains(' ')) && may_be_name(named);
    let needed = if are_names { 0.5 } else { 0.7 };
    (people.sure >= needed).then(|| People { sure: people.sure.max(0.75), ..people })
}

/// A text without the marks it begins with, and whether a comma, bar or dash is among them.
fn past_marks(text: &str) -> (&str, bool) {
    let is_mark = |c: char| matches!(c, ',' | ';' | '|' | '-' | '–' | '—' | '·' | '→');
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
    (rest, text[..text.len() - rest.len()].contains(is_mark))
}

/// What stands behind `30 min`.
fn past_duration(text: &str) -> Option<&str> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let end = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
    let is_unit = unit.len() < text.len()
        && matches!(
            unit[..end].to_ascii_lowercase().as_str(),
            "m" | "min" | "mins" | "minutes" | "h" | "hour" | "hours"
        );
    is_unit.then(|| &unit[end..])
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
