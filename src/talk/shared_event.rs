//! The event that the titles of a note's talks all begin or end with, as those of recordings do: "Quay Con 23 - Ropes
//! for All", "Ropes for All | Quay Con". It is none of the titles.

use super::Talk;
use super::detect::Interner;
use super::event::{event_in, with_short_year};
use super::words::{is, words};

/// Fewer titles may have words in common by chance.
const ENOUGH: usize = 3;

/// What stands between an event and a title.
const MARKS: [&str; 4] = [" - ", " – ", " | ", ": "];

/// Takes the event off the titles where most of them have it at the same end, and gives it to talks that have none.
pub(super) fn take_shared_event(talks: &mut [Talk], intern: &mut Interner) {
    if talks.len() < ENOUGH {
        return;
    }
    let Some(cut) = cut_of(&talks[0], &talks[1]) else { return };
    let having = talks.iter().filter(|talk| rest_of(&talk.title, &cut).is_some()).count();
    if having * 5 < talks.len() * 4 || !names_event(cut.event) {
        return;
    }
    let event = intern.get(cut.event);
    let cut = Cut { event: &event, ..cut };
    for talk in talks {
        if let Some(rest) = rest_of(&talk.title, &cut).map(Box::from) {
            talk.title = rest;
            talk.event.get_or_insert_with(|| event.clone());
        }
    }
}

/// Whether a text is an event's name and no more: "Quay Con 2023", `QuayCon23 Americas`.
fn names_event(text: &str) -> bool {
    let named = event_in(text).is_some_and(|event| (event.is_known || event.is_marked) && event.name == text);
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    named || with_short_year(first).is_some() && (rest.is_empty() || words().holds(rest, is::REGION))
}

/// An event at one end of titles.
#[derive(Clone, Copy)]
struct Cut<'t> {
    event: &'t str,
    mark: &'static str,
    is_behind: bool,
}

/// What two titles have in common at an end, up to a mark.
fn cut_of<'t>(first: &'t Talk, second: &Talk) -> Option<Cut<'t>> {
    MARKS.into_iter().find_map(|mark| {
        let before = first.title.split_once(mark).map(|(event, _)| Cut { event, mark, is_behind: false });
        let behind = first.title.rsplit_once(mark).map(|(_, event)| Cut { event, mark, is_behind: true });
        before.into_iter().chain(behind).find(|cut| rest_of(&second.title, cut).is_some())
    })
}

/// A title without the event.
fn rest_of<'t>(title: &'t str, cut: &Cut<'_>) -> Option<&'t str> {
    let rest = if cut.is_behind {
        title.strip_suffix(cut.event)?.strip_suffix(cut.mark)
    } else {
        title.strip_prefix(cut.event)?.strip_prefix(cut.mark)
    };
    rest.map(str::trim).filter(|rest| rest.contains(char::is_alphabetic))
}
