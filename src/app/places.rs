//! Going from place to place: to a talk, to a heading in it, along links inside the notes, and back again.

use super::live::Moves;
use super::{Effect, Model, Notice, Pane, reading, update};
use crate::markdown;
use crate::talk::{Talk, TalkIx};
use crate::text::{Case, fold, is_openable, percent_decoded};
use crate::typeset::{self, Diagrams, LinkKind, Options};

/// A place that was left, to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    talk: TalkIx,
    top: usize,
    pane: Pane,
    /// The query, where it was left too.
    query: Option<String>,
}

/// A talk on the way to being shown: it may have to be found first, and typeset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    talk: TalkIx,
    spot: Spot,
}

/// A spot in a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// Where it was left.
    Left,
    /// A line of its page.
    Line(usize),
    /// The heading a link within the note (`#a-heading`) leads to.
    Heading(String),
}

/// The most places kept to come back to.
const MOST_PLACES: usize = 200;

/// Goes to a talk, and remembers the place left; the query, too, where that hides the talk.
pub(super) fn go(model: &mut Model, talk: TalkIx, spot: Spot) -> Option<Effect> {
    if model.results.hits.contains(&talk) {
        remember(model);
    } else {
        remember_with_query(model);
    }
    set_out(model, talk, spot)
}

/// Remembers where the reader is.
pub(super) fn remember(model: &mut Model) {
    remember_place(model, None);
}

/// Remembers where the reader is, and the query, which is left for another.
pub(super) fn remember_with_query(model: &mut Model) {
    let query = model.query.text().trim().to_owned();
    remember_place(model, Some(query));
}

fn remember_place(model: &mut Model, query: Option<String>) {
    let Some(talk) = model.selected() else { return };
    let here = Place { talk, top: model.note.top_of_talk(), pane: model.pane, query };
    if model.trail.len() >= MOST_PLACES {
        model.trail.remove(0);
    }
    model.trail.push(here);
}

/// Goes back to the place left last.
pub(super) fn go_back(model: &mut Model) -> Option<Effect> {
    let Some(place) = model.trail.pop() else {
        model.notice = Some(Notice::word("nothing to go back to"));
        return None;
    };
    model.pane = place.pane;
    let spot = Spot::Line(place.top);
    let Some(query) = place.query else { return set_out(model, place.talk, spot) };
    model.going = Some(Going { talk: place.talk, spot });
    Some(update::set_query_around(model, query))
}

fn set_out(model: &mut Model, talk: TalkIx, spot: Spot) -> Option<Effect> {
    model.going = Some(Going { talk, spot });
    if select(model) || model.query.text().is_empty() {
        return None;
    }
    let notice = format!("{} hid that talk and was cleared", model.query.text());
    model.notice = Some(Notice::word(notice));
    Some(update::set_query(model, String::new()))
}

/// Selects the talk gone to, where the list has it.
pub(super) fn select(model: &mut Model) -> bool {
    let Some(talk) = model.going.as_ref().map(|going| going.talk) else { return false };
    let results = model.results.clone();
    let Some(index) = results.hits.iter().position(|hit| *hit == talk) else { return false };
    if model.selected() != Some(talk) {
        model.note.copy = 0;
        model.list.go_to(index, &results);
    }
    true
}

/// Scrolls to the spot gone to, once its talk is on the page. Whether the page has to be set anew first: what the
/// spot is folded away in was opened.
pub(super) fn arrive(model: &mut Model, height: usize) -> bool {
    let Some(going) = model.going.take_if(|going| model.note.key.is_some_and(|key| key.talk == going.talk)) else {
        return false;
    };
    let line = match &going.spot {
        Spot::Left => return false,
        Spot::Line(line) => Some(*line),
        Spot::Heading(anchor) => model.note.page.target_line(anchor),
    };
    let folded = match &going.spot {
        Spot::Heading(anchor) if line.is_none() => model.note.page.folded_target(anchor),
        _ => None,
    };
    match (line, folded) {
        (Some(line), _) => model.note.scroll_to(line, height),
        (None, Some(id)) => {
            model.note.toggle(id);
            model.going = Some(going);
            return true;
        }
        // The rest of a long talk is on its way.
        (None, None) if !model.note.is_whole => model.going = Some(going),
        (None, None) => {}
    }
    false
}

/// Follows a link: out into the web, to a heading, or to another note.
pub(super) fn follow(model: &mut Model, url: &str) -> Option<Effect> {
    if is_openable(url) {
        return Some(Effect::OpenLink(url.to_owned()));
    }
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        model.notice = Some(Notice::trouble(format!("only http, https and mailto links are opened, not {url}")));
        return None;
    }
    let (path, anchor) = url.split_at(url.find('#').unwrap_or(url.len()));
    let path = percent_decoded(path.split('?').next().unwrap_or_default());
    let here = &model.library.get(model.selected()?)?.note;
    let wanted = if path.is_empty() { here.relative.to_string() } else { joined(&here.relative, &path) };
    let is_wanted = |talk: &Talk| is_note(&talk.note.relative, &wanted);
    visit(model, is_wanted, anchor, url)
}

/// Follows a link of some kind.
pub(super) fn follow_kind(model: &mut Model, url: &str, kind: LinkKind) -> Option<Effect> {
    match kind {
        LinkKind::Wiki => follow_wiki(model, url),
        // A picture is no page of these notes: only one of the web can be opened.
        LinkKind::Image if !is_openable(url) => None,
        _ => follow(model, url),
    }
}

/// Follows a wiki link: to the note of that name, or the talk of that title.
pub(super) fn follow_wiki(model: &mut Model, name: &str) -> Option<Effect> {
    let (page, anchor) = name.split_at(name.find('#').unwrap_or(name.len()));
    let page = fold(page.trim(), Case::Ignore);
    let own = if page.is_empty() { Some(model.library.get(model.selected()?)?.note.clone()) } else { None };
    let is_wanted = |talk: &Talk| {
        let relative = fold(&talk.note.relative, Case::Ignore);
        let name = relative.rsplit('/').next().unwrap_or_default();
        match &own {
            Some(note) => note.relative == talk.note.relative,
            None => is_note(&relative, &page) || is_note(name, &page) || fold(&talk.title, Case::Ignore) == page,
        }
    };
    visit(model, is_wanted, anchor, name)
}

/// Goes to the heading with this anchor in the first wanted talk that has it; without an anchor, to the first.
fn visit(model: &mut Model, is_wanted: impl Fn(&Talk) -> bool, anchor: &str, link: &str) -> Option<Effect> {
    let selected = model.selected();
    // A heading of the talk that is read comes first: other talks may have one of the same name.
    if !anchor.is_empty()
        && let Some(ix) = selected
        && model.library.get(ix).is_some_and(&is_wanted)
        && model.note.page.target_line(anchor).is_some()
    {
        return go(model, ix, Spot::Heading(anchor.to_owned()));
    }
    let (first, found) = {
        let mut wanted = model.library.iter().filter(|(_, talk)| is_wanted(talk)).peekable();
        let first = wanted.peek().map(|(ix, _)| *ix);
        let found = if anchor.is_empty() {
            first.map(|ix| (ix, Spot::Line(0)))
        } else {
            wanted.find_map(|(ix, talk)| spot_of(talk, anchor).map(|spot| (ix, spot)))
        };
        (first, found)
    };
    match (found, first) {
        (Some((ix, spot)), _) => go(model, ix, spot),
        (None, Some(ix)) if Some(ix) != selected => {
            let effect = go(model, ix, Spot::Line(0));
            model.notice = Some(Notice::word(format!("{link}: no such heading there")));
            effect
        }
        (None, Some(_)) => {
            model.notice = Some(Notice::trouble(format!("{link}: no such heading in this note")));
            None
        }
        (None, None) => {
            model.notice = Some(Notice::trouble(format!("{link}: no talk here is in such a note")));
            None
        }
    }
}

/// Where in a talk the heading with this anchor is. The talk's own heading is its title on the page.
fn spot_of(talk: &Talk, anchor: &str) -> Option<Spot> {
    let part = talk.place.start as usize..talk.place.end as usize;
    let document = markdown::parse(&talk.note.text, part, &[], talk.note.mojibake);
    let options = Options { diagrams: Diagrams::Source, ..Options::default() };
    let line = typeset::typeset(&document, &options).target_line(anchor)?;
    Some(if line == 0 { Spot::Line(0) } else { Spot::Heading(anchor.to_owned()) })
}

/// Whether a note's path is the one a link names, its ending left out or not.
fn is_note(relative: &str, wanted: &str) -> bool {
    let stem = |path: &str| path.rsplit_once('.').map_or(path.len(), |(stem, _)| stem.len());
    relative == wanted || &relative[..stem(relative)] == wanted
}

/// A path from the note at `base` on, `.` and `..` resolved.
fn joined(base: &str, path: &str) -> String {
    let folder = if path.starts_with('/') { "" } else { base.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The heading the reader is in: index into the page's headings.
pub fn current_heading(model: &Model) -> Option<usize> {
    reading::heading_at(&model.note.page, model.note.top)
}

/// Names talks by their new numbers; places in talks that are gone are forgotten.
pub(super) fn renumber(model: &mut Model, moves: &Moves) {
    model.trail.retain_mut(|place| moves.to(place.talk).map(|talk| place.talk = talk).is_some());
    let going = model.going.take();
    model.going = going.and_then(|going| Some(Going { talk: moves.to(going.talk)?, ..going }));
    (model.asked_related, model.asked_links) = (None, None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_start_at_the_note() {
        assert_eq!(joined("2024/river/day1.md", "../lake.md"), "2024/lake.md");
        assert_eq!(joined("day1.md", "./../day2.md"), "day2.md");
        assert_eq!(joined("2024/day1.md", "/index.md"), "index.md");
        assert!(is_note("2024/day1.md", "2024/day1") && is_note("a.md", "a.md") && !is_note("ba.md", "a"));
    }
}
