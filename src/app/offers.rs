//! What pickers offer (links, headings, related talks, actions) and what follows from choosing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::help::keys;
use super::key::Key;
use super::keymap::{self, Action};
use super::note::PageKey;
use super::order::{AT_ONCE, Looks, PageOrder};
use super::picker::{Choice, Item, Items, Picker};
use super::places::{self, Spot};
use super::{Effect, Exit, Message, Model, Mouse, Notice, Pane, kin, update};
use crate::search::Related;
use crate::talk::{Link, LinkRole, TalkIx};
use crate::text::{spoken_address, visible};
use crate::typeset::{HeadingAt, Line, LinkAt, LinkKind};

/// Asks for the talk's links. Those of a long talk may have to be waited for: they come with its whole page.
pub(super) fn ask_links(model: &mut Model) -> Option<Effect> {
    let ix = model.selected()?;
    let talk = model.library.get(ix)?;
    let note = &model.note;
    let is_shown = note.key.is_some_and(|key| key.talk == ix);
    if let Some(items) = note.known_links(ix) {
        offer_links(model, ix, items);
        return None;
    }
    if !is_shown && talk.source().len() <= AT_ONCE {
        let items = link_items(&[], &talk.links());
        offer_links(model, ix, items);
        return None;
    }
    let order = if is_shown { None } else { PageOrder::of(&model.library, note.key_unseen(ix), Looks::default()) };
    model.notice = Some(Notice::word("looking for links …"));
    model.asked_links = Some(ix);
    order.map(|order| Effect::Typeset(Box::new(order)))
}

/// Offers the links that were found with the page of a talk, if they are still wanted.
pub(super) fn found_links(model: &mut Model, key: PageKey, items: Arc<Items>) {
    let is_wanted = model.asked_links == Some(key.talk) && model.selected() == Some(key.talk);
    if is_wanted && model.note.is_current(key) {
        (model.asked_links, model.notice) = (None, None);
        offer_links(model, key.talk, items);
    }
}

/// Offers a talk's links as they come on its page, then those its page does not show. While they are offered,
/// the page has their numbers too.
fn offer_links(model: &mut Model, ix: TalkIx, items: Arc<Items>) {
    // A long talk would take too long to be set again for this.
    let is_long = model.library.get(ix).is_none_or(|talk| talk.source().len() > AT_ONCE);
    open(model, "links", items, 0, "this talk has no links");
    if let Some(picker) = model.picker.as_mut().filter(|_| !is_long) {
        picker.is_beside_note = true;
        model.note.link_numbers = Some(Arc::new(numbers(&picker.items)));
    }
}

/// The number of each link offered, by its address.
fn numbers(items: &[Item]) -> HashMap<String, u32> {
    let number = |item: &Item| match &item.choice {
        Choice::Link(url) | Choice::Wiki(url) => Some((url.clone(), item.number? as u32)),
        _ => None,
    };
    items.iter().filter_map(number).collect()
}

/// The links of a page in order, then those known of that it does not show.
pub(super) fn link_items(on_page: &[LinkAt], known: &[Link]) -> Arc<Items> {
    let roles: HashMap<&str, LinkRole> = known.iter().map(|link| (&*link.url, link.role)).collect();
    let mut items: Vec<Item> = Vec::new();
    let mut seen = HashSet::new();
    let shown = on_page.iter().filter(|link| is_offered(link));
    for (text, url, kind) in shown
        .map(|link| (&link.text, &link.url, link.kind))
        .chain(known.iter().map(|link| (&link.text, &link.url, LinkKind::Link)))
    {
        if !seen.insert(url) {
            continue;
        }
        let (role, choice) = match kind {
            LinkKind::Wiki => ("note", Choice::Wiki(url.clone())),
            _ => (role_name(roles.get(&**url).copied().unwrap_or(LinkRole::Other)), Choice::Link(url.clone())),
        };
        items.push(Item { number: Some(items.len() + 1), ..link_item(text, url, role, choice) });
    }
    Items::of(items)
}

/// Whether a link of a page leads somewhere a person may want to go.
pub(super) fn is_offered(link: &LinkAt) -> bool {
    !matches!(link.kind, LinkKind::Image | LinkKind::Note)
}

fn role_name(role: LinkRole) -> &'static str {
    match role {
        LinkRole::Recording => "recording",
        LinkRole::Slides => "slides",
        LinkRole::Schedule => "programme",
        LinkRole::Code => "code",
        LinkRole::Other => "",
    }
}

/// A link as its text, what is there and where it leads, none of them said twice.
fn link_item(text: &str, url: &str, role: &str, choice: Choice) -> Item {
    let address = spoken_address(url);
    let text = text.trim();
    let label = if text.is_empty() || text == url { address } else { text };
    // Of a web address the host tells enough; of one inside the notes, all of it is needed.
    let place = if url == address { address } else { address.split(['/', '?']).next().unwrap_or_default() };
    let place = if label == address { "" } else { place };
    let role = if label.eq_ignore_ascii_case(role) { "" } else { role };
    let detail: Vec<&str> = [role, place].into_iter().filter(|word| !word.is_empty()).collect();
    Item {
        number: None,
        indent: 0,
        label: visible(label).into_owned(),
        detail: visible(&detail.join(" · ")).into_owned(),
        choice,
    }
}

/// Offers the note's headings and what opens and closes, the heading that is read selected.
pub(super) fn outline(model: &mut Model) {
    if model.note.key.map(|key| key.talk) != model.selected() {
        // Where the note has no room beside the list, its headings are not known yet.
        let enter = keymap::taught(model, Action::Enter).map_or_else(String::new, |key| format!(": {key} opens it"));
        model.notice = Some(Notice::word(format!("headings are those of the note that is read{enter}")));
        return;
    }
    let page = model.note.page.clone();
    let lines = page.lines.len().max(1);
    let folded = page.folded.iter().flat_map(|folded| &folded.headings);
    let top_level = page.headings.iter().skip(1).chain(folded).map(|heading| heading.level).min().unwrap_or(1);
    let depth = |heading: &HeadingAt| usize::from(heading.level.saturating_sub(top_level)) + 1;
    let item = |label: &str, indent: usize, line: usize, choice: Choice| Item {
        number: None,
        indent,
        label: label.to_owned(),
        detail: format!("{}%", line * 100 / lines),
        choice,
    };
    let mut items: Vec<(usize, Item)> = Vec::new();
    for (at, heading) in page.headings.iter().enumerate() {
        // The title is above all others, whatever level it was written at.
        let indent = if at == 0 { 0 } else { depth(heading) };
        items.push((heading.line, item(&heading.text, indent, heading.line, Choice::Heading(heading.line))));
    }
    for details in &page.details {
        let summary = page.lines.get(details.line).map(Line::text).unwrap_or_default();
        let above = page.headings.partition_point(|heading| heading.line <= details.line);
        let indent = if above < 2 { 1 } else { depth(&page.headings[above - 1]) + 1 };
        items.push((details.line, item(summary.trim(), indent, details.line, Choice::Details(details.id))));
        let within = page.folded.iter().filter(|folded| folded.id == details.id).flat_map(|folded| &folded.headings);
        items.extend(within.map(|heading| {
            let choice = Choice::Anchor(format!("#{}", heading.anchor));
            (details.line, item(&heading.text, depth(heading).max(indent + 1), details.line, choice))
        }));
    }
    items.sort_by_key(|(line, _)| *line);
    let here = places::current_heading(model).and_then(|heading| page.headings.get(heading));
    let here = here.and_then(|here| items.iter().position(|(_, item)| item.choice == Choice::Heading(here.line)));
    let items = items.into_iter().map(|(_, item)| item).collect();
    open(model, "headings", Items::of(items), here.unwrap_or(0), "this note has no headings");
}

/// Offers every action that can be done now.
pub(super) fn palette(model: &mut Model) {
    let mut items: Vec<Item> = Vec::new();
    for binding in keymap::bindings(model) {
        let choice = Choice::Do(binding.action);
        let is_new = binding.action != Action::Palette && !items.iter().any(|item| item.choice == choice);
        if is_new && keymap::applies(model, binding.action) {
            let (label, detail) = (binding.help.to_owned(), keys(&binding.keys, model.preferences.signs));
            items.push(Item { number: None, indent: 0, label, detail, choice });
        }
    }
    // Who moves about has keys under the fingers; what is looked for by name is the rest.
    items.sort_by_key(|item| matches!(item.choice, Choice::Do(action) if action.moves()));
    open(model, "actions", Items::of(items), 0, "nothing can be done here");
}

/// Asks for talks related to the selected one.
pub(super) fn ask_related(model: &mut Model) -> Option<Effect> {
    let talk = model.selected()?;
    model.notice = Some(Notice::word("looking for related talks …"));
    model.asked_related = Some(talk);
    // What is searched has the numbers of the notes that come; it is asked when they are here.
    model.coming.is_none().then_some(Effect::Related(talk))
}

/// Asks again for the talks related to one that has another number now.
pub(super) fn ask_related_again(model: &mut Model, talk: TalkIx) -> Effect {
    model.asked_related = Some(talk);
    Effect::Related(talk)
}

/// Offers the related talks, if they are still wanted.
pub(super) fn related(model: &mut Model, talk: TalkIx, related: &[Related]) {
    if model.coming.is_some() {
        // Old numbers and new ones cannot be told apart: it is asked again.
        return;
    }
    if model.asked_related.take() != Some(talk) || model.selected() != Some(talk) {
        return;
    }
    model.notice = None;
    let item = |related: &Related| {
        let reasons: Vec<String> = related.reasons.iter().take(2).map(ToString::to_string).collect();
        let talk = model.library.get(related.ix)?;
        Some(Item {
            number: None,
            indent: 0,
            label: visible(&talk.title).into_owned(),
            detail: visible(&reasons.join(", ")).into_owned(),
            choice: Choice::Talk(related.ix),
        })
    };
    let items = related.iter().filter_map(item).collect();
    open(model, "related talks", Items::of(items), 0, "no other talk has much in common with this one");
}

/// Offers items; where there are none, says why.
pub(super) fn open(model: &mut Model, title: &str, items: Arc<Items>, cursor: usize, otherwise: &str) {
    if items.is_empty() {
        model.notice = Some(Notice::word(otherwise));
    } else {
        model.picker = Some(Picker::new(title, items, cursor));
    }
}

/// What an action means while a picker is open.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(picker) = &mut model.picker else { return Vec::new() };
    let page = isize::from(picker.place().list.height as i16).max(1);
    match action {
        Action::Down => picker.go(1),
        Action::Up => picker.go(-1),
        Action::PageDown => picker.go(page),
        Action::PageUp => picker.go(-page),
        Action::Enter => {
            let chosen = picker.selected().cloned();
            return chosen.map(|choice| choose(model, choice)).unwrap_or_default();
        }
        Action::Interrupt => return vec![Effect::Leave(Exit::Interrupted)],
        Action::Suspend => return vec![Effect::Suspend],
        _ => model.picker = None,
    }
    Vec::new()
}

/// A key for the line of the open picker.
pub(super) fn edit(model: &mut Model, key: Key) -> Vec<Effect> {
    let chosen = model.picker.as_mut().and_then(|picker| picker.edit(key));
    chosen.map(|choice| choose(model, choice)).unwrap_or_default()
}

/// What the mouse does while a picker is open: choose, scroll, or close it from outside.
pub(super) fn point(model: &mut Model, mouse: Mouse, column: u16, row: u16) -> Vec<Effect> {
    let Some(picker) = &mut model.picker else { return Vec::new() };
    let place = picker.place();
    match mouse {
        Mouse::WheelDown => picker.go(1),
        Mouse::WheelUp => picker.go(-1),
        Mouse::Press | Mouse::DoublePress if place.list.contains(column, row) => {
            let index = picker.top + usize::from(row - place.list.y);
            if index < picker.shown.len() {
                picker.cursor = index;
                return act(model, Action::Enter);
            }
        }
        Mouse::Press | Mouse::DoublePress if !place.frame.contains(column, row) => model.picker = None,
        Mouse::Press | Mouse::DoublePress | Mouse::Drag | Mouse::Release => {}
    }
    Vec::new()
}

/// Does what was chosen, and closes the picker.
fn choose(model: &mut Model, choice: Choice) -> Vec<Effect> {
    model.picker = None;
    match choice {
        Choice::Link(url) => places::follow(model, &url).into_iter().collect(),
        Choice::Wiki(name) => places::follow_wiki(model, &name).into_iter().collect(),
        Choice::Heading(line) => {
            let effect = model.selected().and_then(|talk| places::go(model, talk, Spot::Line(line)));
            model.pane = Pane::Note;
            effect.into_iter().collect()
        }
        Choice::Details(id) => {
            let details = model.note.page.details.iter().find(|details| details.id == id).copied();
            let height = usize::from(model.panes().note.height);
            if let Some(details) = details {
                places::remember(model);
                if !details.open {
                    model.note.toggle(id);
                }
                model.note.details = Some(id);
                model.note.bring_into_view(details.line, height);
            }
            model.pane = Pane::Note;
            Vec::new()
        }
        Choice::Anchor(anchor) => {
            let effect = model.selected().and_then(|talk| places::go(model, talk, Spot::Heading(anchor)));
            model.pane = Pane::Note;
            effect.into_iter().collect()
        }
        Choice::Talk(talk) => places::go(model, talk, Spot::Left).into_iter().collect(),
        Choice::Value(facet, value) => kin::list_all_with(model, facet, &value),
        Choice::Do(action) => update(model, Message::Act(action)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str, url: &str) -> (String, String) {
        let item = link_item(text, url, "slides", Choice::Heading(0));
        (item.label, item.detail)
    }

    #[test]
    fn a_link_is_told_by_its_text_and_where_it_leads() {
        let pair = |label: &str, detail: &str| (label.to_owned(), detail.to_owned());
        assert_eq!(item("Deck", "https://www.host.org/a/b?c"), pair("Deck", "slides · host.org"));
        assert_eq!(item("https://host.org/a/", "https://host.org/a/"), pair("host.org/a", "slides"));
        assert_eq!(item("Day two", "../day2.md#helm"), pair("Day two", "slides · ../day2.md#helm"));
    }
}
