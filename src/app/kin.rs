//! From a talk to its kin: its people, companies, event, topics and tags, each as the query for all talks that have
//! the same. By key from a list to choose from, by mouse on the head of the note.

use std::sync::Arc;

use super::keymap::{Action, taught};
use super::offers::open;
use super::picker::{self, Item, Items};
use super::update::set_query_around;
use super::{Effect, Model, Notice, Pane, places, query_line};
use crate::search::{Choice, Facet, toggle};
use crate::talk::Talk;
use crate::text::visible;
use crate::typeset::Role;

/// Something of a talk that others may have too.
struct Shared {
    facet: Facet,
    /// What it is, in a word.
    word: &'static str,
    value: Arc<str>,
}

/// Everything of a talk that others may have too, people first.
fn shared(talk: &Talk) -> Vec<Shared> {
    let of = |facet, word| move |value: &Arc<str>| Shared { facet, word, value: value.clone() };
    let speaker = of(Facet::Speaker, "speaker");
    let people = talk.speakers.iter().map(|person| speaker(&person.name));
    people
        .chain(talk.organizations.iter().map(of(Facet::Organization, "company")))
        .chain(talk.event.iter().map(of(Facet::Event, "event")))
        .chain(talk.topics.iter().map(of(Facet::Topic, "topic")))
        .chain(talk.tags.iter().map(of(Facet::Tag, "tag")))
        .collect()
}

/// Offers what of the selected talk others may have too; the first speaker is selected.
pub(super) fn offer(model: &mut Model) {
    let all = model.selected().and_then(|ix| model.library.get(ix)).map(shared).unwrap_or_default();
    offer_of(model, &all);
}

fn offer_of(model: &mut Model, all: &[Shared]) {
    let item = |shared: &Shared| Item {
        number: None,
        indent: 0,
        label: visible(&shared.value).into_owned(),
        detail: shared.word.to_owned(),
        choice: picker::Choice::Value(shared.facet, shared.value.to_string()),
    };
    let items = Items::of(all.iter().map(item).collect());
    open(model, "all talks with the same", items, 0, "nothing is known of this talk that others could have too");
}

/// Lists all talks with this value, the selected one among them. It takes the place of the query, which can be gone
/// back to: who follows a person wants all of their talks, not those that have the words looked for before.
pub(super) fn list_all_with(model: &mut Model, facet: Facet, value: &str) -> Vec<Effect> {
    let before = model.query.text().trim().to_owned();
    let text = toggle("", facet, value, Choice::Include);
    if text == before {
        model.notice = Some(Notice::word("all talks with it are in the list"));
        return Vec::new();
    }
    places::remember_with_query(model);
    (model.pane, model.note_only) = (Pane::List, false);
    let place = if before.is_empty() { "all talks" } else { &before };
    model.notice = taught(model, Action::GoBack).map(|key| Notice::word(format!("{key} goes back to {place}")));
    let remembered = query_line::leave(model);
    remembered.into_iter().chain([set_query_around(model, text)]).collect()
}

/// Follows the name of a person, a topic or a tag in the head of the note, where one is at this line of the page
/// and column of its text. `None` where there is none.
pub(super) fn press(model: &mut Model, line: usize, column: usize) -> Option<Vec<Effect>> {
    let piece = model.note.piece_at(line, column)?;
    let role = piece.role;
    let pressed = piece.text.trim().to_owned();
    let is_shown = |one: &Shared| match one.facet {
        Facet::Speaker => role == Role::Person,
        Facet::Topic | Facet::Tag => role == Role::Chip,
        _ => false,
    };
    let mut all = shared(model.selected().and_then(|ix| model.library.get(ix))?);
    all.retain(|one| is_shown(one) && shown(one).contains(&pressed));
    // A name may be broken over two lines; a whole one is meant before those that it is a part of.
    if all.iter().any(|one| shown(one) == pressed) {
        all.retain(|one| shown(one) == pressed);
    }
    match &all[..] {
        [] => None,
        [one] => Some(list_all_with(model, one.facet, &one.value)),
        _ => {
            offer_of(model, &all);
            Some(Vec::new())
        }
    }
}

/// As the head of a note shows it.
fn shown(one: &Shared) -> String {
    let mark = if one.facet == Facet::Tag { "#" } else { "" };
    visible(&format!("{mark}{}", one.value.trim())).into_owned()
}
