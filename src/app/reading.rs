//! From the selected talk to its page: the header, the note below it, what is found in it, and what can be
//! done with it (its links, its source, its place in the file).

use std::sync::Arc;

use super::note::{PageKey, Sought};
use super::order::{Made, PageOrder};
use super::{Area, Effect, Model, Notice};
use crate::source::Note;
use crate::talk::{Date, Library, Link, LinkRole, Place, Talk, TalkIx};
use crate::text::{Case, is_openable, spoken_address};
use crate::typeset::{Header, Needle, Page};

/// Typesets the selected talk where that is not done yet, and finds the query's words in it. A long talk is
/// begun here, and the whole of it ordered.
pub(super) fn refresh(model: &mut Model, area: Area) -> Option<Effect> {
    let Some(ix) = model.selected() else {
        model.note.clear();
        return None;
    };
    if model.note.key.is_some_and(|key| key.talk != ix) {
        model.note.copy = 0;
        if area.is_empty() {
            // Nothing of another talk may stay where the pane is not shown now.
            model.note.clear();
        }
    }
    if area.is_empty() {
        return None;
    }
    let key = model.note.key_for(ix, area.width.into(), &model.preferences);
    let mut effect = None;
    if model.note.key != Some(key) {
        let order = PageOrder::of(&model.library, key, model.note.looks(key))?;
        let begun = order.begin();
        if begun.is_wanting {
            effect = Some(Effect::Typeset(Box::new(order)));
        }
        model.note.show(key, begun);
    }
    settle(model, area.height.into());
    effect
}

/// Takes the whole page of a talk, if it is still the one shown.
pub(super) fn take_page(model: &mut Model, key: PageKey, made: Made) {
    if model.note.key == Some(key) {
        model.note.take(made);
    }
}

/// The heading in force at a line of the page: its index.
pub(super) fn heading_at(page: &Page, line: usize) -> Option<usize> {
    page.headings.partition_point(|heading| heading.line <= line).checked_sub(1)
}

/// Finds what is looked for, and keeps the page within the pane.
fn settle(model: &mut Model, height: usize) {
    let opened_at_top = find(model) && model.note.top == 0;
    if opened_at_top && model.list.cursor >= model.results.in_fields {
        // A talk found by its text opens at the hit.
        if let Some(first) = model.note.found.first().map(|found| found.line)
            && first >= height
        {
            model.note.scroll_to(first.saturating_sub(height / 3), height);
        }
    }
    model.note.top = model.note.top.min(model.note.page.lines.len().saturating_sub(height));
}

/// Finds the words looked for on the page. Whether they were looked for anew.
pub(super) fn find(model: &mut Model) -> bool {
    let needles: Vec<Needle> = if model.find.text().is_empty() {
        model.shown.needles().iter().map(|needle| Needle::new(&needle.text, needle.case)).collect()
    } else {
        let typed = model.find.text();
        let case = if typed.chars().any(char::is_uppercase) { Case::Keep } else { Case::Ignore };
        vec![Needle::new(typed, case)]
    };
    let sought = Sought { page: model.note.key, needles };
    if model.note.sought.as_ref() == Some(&sought) {
        return false;
    }
    model.note.found = model.note.page.find(&sought.needles);
    model.note.hit = None;
    model.note.sought = Some(sought);
    true
}

/// Where the talk, or the copy of it that is shown, stands.
pub(super) fn place_of<'a>(library: &'a Library, ix: TalkIx, talk: &'a Talk, copy: usize) -> (&'a Arc<Note>, Place) {
    match copy.checked_sub(1).and_then(|index| library.copies(ix).get(index)) {
        Some(copy) => (&copy.note, copy.place),
        None => (&talk.note, talk.place),
    }
}

/// What is known of a talk, for the head of its page.
pub fn header(library: &Library, ix: TalkIx, talk: &Talk) -> Header {
    header_with(library, ix, talk, &talk.links())
}

/// What is known of a talk that has these links.
pub(super) fn header_with(library: &Library, ix: TalkIx, talk: &Talk, links: &[Link]) -> Header {
    let strings = |values: &[Arc<str>]| values.iter().map(ToString::to_string).collect();
    let has_speaker = |company: &Arc<str>| talk.speakers.iter().any(|one| one.affiliation.as_ref() == Some(company));
    let mut facts: Vec<String> = talk.event.iter().map(ToString::to_string).collect();
    facts.extend(date_beside_event(talk).map(|date| date.to_string()));
    for fact in talk.section.iter().map(ToString::to_string).chain(talk.asides()) {
        // A day's section may be called by its date.
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    Header {
        title: talk.title.to_string(),
        speakers: talk
            .speakers
            .iter()
            .map(|speaker| (speaker.name.to_string(), speaker.affiliation.as_ref().map(ToString::to_string)))
            .collect(),
        organizations: talk.organizations.iter().filter(|one| !has_speaker(one)).map(ToString::to_string).collect(),
        facts,
        topics: strings(&talk.topics),
        tags: strings(&talk.tags),
        links: header_links(talk, links),
        also_in: library
            .copies(ix)
            .iter()
            .map(|copy| spot(&copy.note, copy.place))
            .chain(namesakes(library, ix))
            .collect(),
    }
}

/// The date as it is shown beside the event: a bare year that the event's name has is not said twice.
pub fn date_beside_event(talk: &Talk) -> Option<Date> {
    talk.date.filter(|date| {
        let said = talk.event.as_ref().is_some_and(|event| event.contains(&date.year.to_string()));
        date.month > 0 || !said
    })
}

/// The links a person looks for first, with what they are: the first of each kind, and those whose line says no
/// more and is not shown again.
pub(super) fn header_links(talk: &Talk, links: &[Link]) -> Vec<(String, String)> {
    let told: Vec<&str> =
        talk.told.iter().filter_map(|told| talk.note.text.get(told.start as usize..told.end as usize)).collect();
    let mut shown: Vec<(String, String)> = Vec::new();
    for (role, label) in [(LinkRole::Recording, "Recording"), (LinkRole::Slides, "Slides")] {
        let of_role = links.iter().filter(|link| link.role == role);
        for (number, link) in of_role.enumerate() {
            if number == 0 {
                shown.push((label.to_owned(), link.url.clone()));
            } else if told.iter().any(|line| line.contains(&link.url)) {
                let host = spoken_address(&link.url).split('/').next().unwrap_or_default();
                shown.push((format!("{label} ({host})"), link.url.clone()));
            }
        }
    }
    shown
}

/// Where else the talk stands than where it is shown.
pub(super) fn other_places(library: &Library, key: PageKey) -> Vec<String> {
    let Some(talk) = library.get(key.talk) else { return Vec::new() };
    let copies = library.copies(key.talk);
    let places =
        std::iter::once(spot(&talk.note, talk.place)).chain(copies.iter().map(|copy| spot(&copy.note, copy.place)));
    let others = places.enumerate().filter(|(number, _)| *number != key.copy).map(|(_, place)| place);
    others.chain(namesakes(library, key.talk)).collect()
}

/// Where talks of the same title and another text stand.
fn namesakes(library: &Library, ix: TalkIx) -> impl Iterator<Item = String> {
    library.also(ix).iter().filter_map(|other| library.get(*other)).map(|other| spot(&other.note, other.place))
}

/// `2022.md:12`
fn spot(note: &Note, place: Place) -> String {
    format!("{}:{}", note.relative, place.line)
}

/// Where what is shown stands: file and line.
pub(super) fn shown_at(model: &Model) -> Option<String> {
    let ix = model.selected()?;
    let talk = model.library.get(ix)?;
    let (note, place) = place_of(&model.library, ix, talk, model.note.copy);
    Some(spot(note, place))
}

/// The link a person most likely wants: the recording, the slides, else the first of the web.
pub(super) fn main_link(links: &[Link]) -> Option<String> {
    let is_web = |url: &str| is_openable(url) && !url.to_ascii_lowercase().starts_with("mailto:");
    let of = |role: LinkRole| links.iter().find(|link| link.role == role && is_web(&link.url));
    let best = of(LinkRole::Recording)
        .or_else(|| of(LinkRole::Slides))
        .or_else(|| links.iter().find(|link| is_web(&link.url)));
    best.map(|link| link.url.clone())
}

fn with_main_link(model: &mut Model, effect: impl FnOnce(String) -> Effect) -> Option<Effect> {
    model.selected()?;
    if model.note.main_link.is_none() {
        model.notice = Some(Notice::word("this talk has no link"));
    }
    model.note.main_link.clone().map(effect)
}

/// Opens the talk's main link.
pub(super) fn open_link(model: &mut Model) -> Option<Effect> {
    with_main_link(model, Effect::OpenLink)
}

/// Copies the talk's main link.
pub(super) fn copy_link(model: &mut Model) -> Option<Effect> {
    with_main_link(model, |url| Effect::Copy(url, "the link"))
}

/// Copies the talk's Markdown.
pub(super) fn copy_talk(model: &mut Model) -> Option<Effect> {
    let talk = model.selected().and_then(|ix| model.library.get(ix))?;
    Some(Effect::Copy(talk.source().to_owned(), "the talk's Markdown"))
}

/// Opens the editor where what is shown stands.
pub(super) fn edit(model: &mut Model) -> Option<Effect> {
    let ix = model.selected()?;
    let talk = model.library.get(ix)?;
    let (note, place) = place_of(&model.library, ix, talk, model.note.copy);
    if !note.is_file {
        model.notice = Some(Notice::trouble("these notes are not in a file that could be edited"));
        return None;
    }
    Some(Effect::Edit(note.path.clone(), place.line))
}
