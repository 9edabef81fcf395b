//! Lines that give a title and people without being headings: items of lists, bold lines, rows of a programme.

use super::caption::caption;
use super::company::is_company;
use super::evidence::{Evidence, Reason};
use super::links::{LinkRole, by_text, role_of_url};
use super::name::is_spaceless;
use super::people::{self, People};
use super::plain::{beginning, plain};
use super::title::{read_heading, trim_title};

/// What a line without a heading gives: its title, people, and why it is a talk.
pub(super) type Titled = (String, People, Vec<Evidence>);

/// A line that gives a title (linked, bold or quoted) and people.
pub(super) fn titled_line(source: &str, needed: f32) -> Option<Titled> {
    let shown = caption(source);
    let text = shown.text.trim();
    let lead = shown.lead.as_deref().filter(|lead| text.starts_with(*lead));
    // "Version control post-Git" is a title and says nothing of where its link leads.
    let label = lead.map_or(text, |lead| if lead.split(' ').count() <= 2 { lead } else { "" });
    let linked = shown.urls.first().and_then(|url| link_evidence(url, label));
    if let Some(lead) = lead
        && let Some(found) = led_line(text, lead, linked).or_else(|| whole_lead(text, lead, needed))
    {
        return Some(found);
    }
    if let Some((title, people)) = bracketed_title(text) {
        let sure = people.sure;
        return Some((title, people, vec![Evidence { reason: Reason::Byline, sure }]));
    }
    let because = |reason, sure| linked.into_iter().chain([Evidence { reason, sure }]).collect();
    if let Some((title, people)) = quoted_title(text) {
        let sure = people.sure;
        return Some((title, people, because(Reason::Byline, sure)));
    }
    let heading = read_heading(text);
    if let Some(people) = heading.byline.filter(|people| people.sure >= 0.75)
        && title_like(&heading.title)
    {
        let sure = people.sure;
        return Some((heading.title, people, because(Reason::Byline, sure)));
    }
    let leads_to_talk = linked.is_some_and(|link| matches!(link.reason, Reason::Recording | Reason::SchedulePage));
    let is_link = shown.is_link && leads_to_talk && title_like(text);
    // Names nobody knows are names beside companies that somebody does.
    let needed = |people: &People| if is_link || are_from_known_companies(people) { needed.min(0.7) } else { needed };
    let tail = heading.tail.filter(|tail| tail.people.as_ref().is_some_and(|people| people.sure >= needed(people)));
    if is_link {
        let evidence = because(Reason::RecordingHeading, 1.0);
        return Some(match tail {
            Some(tail) => (heading.title[..tail.title_len].to_owned(), tail.people.unwrap_or_default(), evidence),
            None => (heading.title, People::default(), evidence),
        });
    }
    if tail.is_none()
        && let Some((people, start)) = heading.lead.filter(|(people, _)| people.sure >= needed(people))
        && names_a_talk(&heading.title[start..])
    {
        return Some((trim_title(&heading.title[start..]).to_owned(), people, because(Reason::PersonLead, 1.0)));
    }
    let Some(tail) = tail else {
        let (title, people) = after_comma(&heading.title)?;
        return Some((title, people, because(Reason::PersonTail, 1.0)));
    };
    let title = &heading.title[..tail.title_len];
    if title.split_whitespace().count() < 2 {
        return None;
    }
    Some((trim_title(title).to_owned(), tail.people.unwrap_or_default(), because(Reason::PersonTail, 1.0)))
}

/// `Title (Ada Pohl): [Slides](…), [Video](…)` without the links at its end that only say what they lead to, and what
/// the first of them leads to.
pub(super) fn without_resources(source: &str) -> (&str, Option<LinkRole>) {
    let joins = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '·' | '•' | '-' | '–' | '—' | ':');
    let (mut rest, mut first) = (source, None);
    loop {
        // `Title ([video](…))`
        let inner = rest.strip_suffix("))").map(|inner| &rest[..=inner.len()]);
        let end = inner.unwrap_or(rest);
        let link = end.strip_suffix(')').and_then(|link| {
            let (open, address) = (link.rfind("](")?, &link[link.rfind("](")? + 2..]);
            let start = link[..open].rfind('[').filter(|start| *start > 0)?;
            let role = by_text(plain(&link[start + 1..open]).text.trim())?;
            (!address.contains(char::is_whitespace) && role != LinkRole::Code).then_some((start, role))
        });
        let Some((start, role)) = link else { return (rest, first) };
        let before = rest[..start].trim_end_matches(joins);
        rest = if inner.is_some() { before.strip_suffix('(').unwrap_or(before) } else { before };
        rest = rest.trim_end_matches(joins);
        first = Some(role);
    }
}

/// What a line gives behind which its recording, slides or page is linked: those are of a talk, so that names nobody
/// knows may stand there, or none.
pub(super) fn line_with_resources(source: &str, resource: LinkRole, needed: f32) -> Option<Titled> {
    let reason = match resource {
        LinkRole::Recording => Reason::Recording,
        LinkRole::Slides => Reason::Slides,
        _ => Reason::SchedulePage,
    };
    let linked = Evidence { reason, sure: 1.0 };
    if let Some((title, people, mut evidence)) = titled_line(source, needed.min(0.5)) {
        evidence.insert(0, linked);
        return Some((title, people, evidence));
    }
    let heading = read_heading(&plain(source).text);
    let is_title = heading.title.split_whitespace().count() >= 3
        && heading.title.len() <= 150
        && !heading.title.ends_with('.')
        && title_like(&heading.title);
    // "Keynote by Ada" has no more of a title.
    let people = heading.byline.unwrap_or_default();
    let is_titled = is_title && resource != LinkRole::Schedule || people.sure >= 0.75 && title_like(&heading.title);
    is_titled.then(|| (heading.title, people, vec![linked]))
}

/// Whether what stands behind a person is a title rather than what they said: `Ada Pohl: Ropes at Night`.
fn names_a_talk(text: &str) -> bool {
    let is_short = text.len() <= 100 && text.split_whitespace().count() <= 12;
    is_short && text.starts_with(char::is_uppercase) && !text.ends_with(['.', '!', ',', ';']) && title_like(text)
}

fn are_from_known_companies(people: &People) -> bool {
    people.persons.iter().all(|person| person.organization.as_deref().is_some_and(is_company))
}

/// `Title in Some Words, Ada Pohl (Nimbus)`: commas stand in sentences too, so each name must have its company.
fn after_comma(text: &str) -> Option<(String, People)> {
    let (title, named) = text.rsplit_once(", ").filter(|(_, named)| named.ends_with(')'))?;
    let people = people::bare(named).filter(|people| people.sure >= 0.75)?;
    let is_title = title.split_whitespace().count() >= 2 && title_like(title);
    let have_companies = people.persons.iter().all(|person| person.organization.is_some());
    (is_title && have_companies).then(|| (trim_title(title).to_owned(), people))
}

/// What a talk's link speaks for.
fn link_evidence(url: &str, label: &str) -> Option<Evidence> {
    let reason = match role_of_url(url, label) {
        LinkRole::Recording => Reason::Recording,
        LinkRole::Slides => Reason::Slides,
        LinkRole::Schedule => Reason::SchedulePage,
        _ => return None,
    };
    Some(Evidence { reason, sure: 1.0 })
}

/// `[Title](url) by Ada Pohl`, `**Title** - Ada Pohl`: a marked title and people behind it; a link to a recording
/// needs none.
fn led_line(text: &str, lead: &str, linked: Option<Evidence>) -> Option<Titled> {
    if !title_like(lead) {
        return None;
    }
    let rest = text[lead.len()..].trim_start_matches(|c: char| {
        matches!(c, '"' | '”' | ',' | ':' | '-' | '–' | '—' | '|' | '(' | '·') || c.is_whitespace()
    });
    let rest = rest.trim_end_matches(')');
    // "be" for "by" is a slip of the finger.
    let (named, introduced) = people::strip_by(rest.strip_prefix("be ").unwrap_or(rest));
    let introduced = introduced || rest.starts_with("be ");
    let first_sentence = opening_of(named);
    let because = |reason, sure| linked.into_iter().chain([Evidence { reason, sure }]).collect();
    let needed = match (introduced, linked) {
        (true, _) => 0.3,
        (_, Some(_)) => 0.5,
        _ => 0.6,
    };
    let before_remark = || remark_behind(first_sentence).and_then(people::bare);
    let people = match in_parentheses(&text[lead.len()..]) {
        Some(inner) => people::bare(people::strip_by(inner).0),
        None => people::bare(named).or_else(|| people::bare(first_sentence)).or_else(before_remark),
    };
    if let Some(mut people) = people.filter(|people| people.sure >= needed) {
        people.sure = people.sure.max(if introduced { 0.9 } else { people.sure });
        let sure = people.sure;
        return Some((trim_title(lead).to_owned(), people, because(Reason::Byline, sure)));
    }
    // "[Title](page of the programme) was about …", "[Title](page) She told us of what …"
    let is_remark = rest.starts_with(char::is_lowercase)
        || rest.starts_with(char::is_alphabetic) && rest.split_whitespace().nth(4).is_some();
    let is_told_of = linked.is_some_and(|link| link.reason == Reason::SchedulePage) && is_remark && lead.contains(' ');
    if is_told_of {
        let heading = read_heading(lead);
        return Some((heading.title, heading.byline.unwrap_or_default(), because(Reason::LinkHeading, 1.0)));
    }
    let is_recorded = linked.is_some_and(|link| link.reason == Reason::Recording);
    (rest.is_empty() && is_recorded)
        .then(|| (read_heading(lead).title, People::default(), because(Reason::LinkHeading, 1.0)))
}

/// `**Ada Pohl - "Title"**: what she said`: a marked text that holds both, and a remark behind it.
fn whole_lead(text: &str, lead: &str, needed: f32) -> Option<Titled> {
    let rest = text[lead.len()..].trim_start();
    if !lead.ends_with(':') && !rest.starts_with([':', '-', '–', '—']) {
        return None;
    }
    let heading = read_heading(lead);
    let (people, start) = heading.lead?;
    let title = &heading.title[start..];
    let is_quoted =
        title.trim_end_matches(':').ends_with(['"', '”', '»', '“']) && title.starts_with(['"', '“', '«', '„']);
    let is_sure = people.sure >= if is_quoted { needed.min(0.6) } else { needed };
    let is_title = if is_quoted { title_like(title) } else { names_a_talk(title) };
    (is_sure && is_title)
        .then(|| (trim_title(title).to_owned(), people, vec![Evidence { reason: Reason::PersonLead, sure: 1.0 }]))
}

/// `(Ada Pohl (Nimbus)) - what she said`: what the parentheses hold that a text begins with, where more follows them.
fn in_parentheses(text: &str) -> Option<&str> {
    let inner = text.trim_start().strip_prefix('(')?;
    let mut depth = 1;
    let end = beginning(inner, 200).char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (depth == 0).then_some(at)
    })?;
    (!inner[end + 1..].trim().is_empty()).then(|| &inner[..end])
}

/// What stands before the first colon, or else the first full stop: names, where text follows them.
fn opening_of(text: &str) -> &str {
    let head = beginning(text, 100);
    let end = head.find(": ").or_else(|| text.find(['.', '\n']));
    end.map_or(text, |end| &text[..end])
}

/// `Ada Pohl of Nimbus — a fine tale of …`: what stands before a dash with a remark in small letters behind it.
fn remark_behind(text: &str) -> Option<&str> {
    [" — ", " – ", " - "].iter().find_map(|dash| {
        let (named, remark) = text.split_once(dash)?;
        remark.starts_with(char::is_lowercase).then_some(named)
    })
}

/// `[Title], by [Ada Pohl]: what she said`, where the note says at its end where the brackets lead.
fn bracketed_title(text: &str) -> Option<(String, People)> {
    let (title, rest) = text.strip_prefix('[')?.split_once(']')?;
    let rest = rest.trim_start_matches([',', ' ', '-', '–', '—', ':']);
    let (named, introduced) = people::strip_by(rest);
    let named = opening_of(named).replace(['[', ']'], "");
    let people = people::bare(&named).filter(|people| people.sure >= if introduced { 0.3 } else { 0.6 })?;
    title_like(title).then(|| (trim_title(title).to_owned(), People { sure: people.sure.max(0.85), ..people }))
}

/// `"Title" – Ada Pohl`, `„Titel“ (Ada Pohl)`: quotes mark the title, so what follows may be names nobody knows.
fn quoted_title(text: &str) -> Option<(String, People)> {
    let open = text.chars().next()?;
    let close = match open {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        _ => return None,
    };
    let (title, rest) = text[open.len_utf8()..].split_once(close)?;
    let rest = rest.trim_start_matches([',', ':', '-', '–', '—', '|', '(', '·', ' ']);
    let (named, _) = people::strip_by(rest.trim_end_matches(')'));
    let people = people::bare(named).filter(|people| people.sure >= 0.45)?;
    title_like(title).then(|| (title.trim().to_owned(), People { sure: people.sure.max(0.7), ..people }))
}

pub(super) fn title_like(text: &str) -> bool {
    // Two signs of a script without blanks are a word.
    let weight = |c: char| if is_spaceless(c) { 2 } else { usize::from(c.is_alphabetic()) };
    text.chars().map(weight).sum::<usize>() >= 4 && !text.contains("://")
}
