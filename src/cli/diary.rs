//! Several exported talks as a diary: in the order they were heard, each event and day with a heading.

use crate::app::date_beside_event;
use crate::talk::{Library, Talk, TalkIx};
use crate::text::{Case, fold};

/// Puts talks in order by date, then event, then as they were read; those without a date last.
pub(super) fn put_in_order(library: &Library, talks: &mut [TalkIx]) {
    talks.sort_by_cached_key(|ix| {
        let talk = library.get(*ix);
        let date = talk.and_then(|talk| talk.date).map(|date| (date.year, date.month, date.day));
        let event = talk.and_then(|talk| talk.event.as_ref()).map(|event| fold(event, Case::Ignore));
        (date.is_none(), date, event, *ix)
    });
}

/// The heading above a talk: `RiverConf 2024 · 2024-05-04`; `None` where the talk before it stands under the same.
pub(super) fn chapter(before: Option<&Talk>, talk: &Talk) -> Option<String> {
    let heading = |talk: &Talk| {
        let event = talk.event.as_deref().unwrap_or("no event").to_owned();
        date_beside_event(talk).map_or(event.clone(), |date| format!("{event} · {date}"))
    };
    let here = heading(talk);
    before.is_none_or(|before| heading(before) != here).then_some(here)
}
