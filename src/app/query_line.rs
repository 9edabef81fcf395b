//! Typing a query: proposals to go on with, and queries used before.
//!
//! Not here: what is proposed (`search`), the text and its cursor (`LineEdit`), remembering between runs
//! (`memory`).

use super::memory::{Change, remember_query};
use super::moving::{next_pane, scroll_list};
use super::remember::remember;
use super::update::query_changed;
use super::{Effect, Model, Notice, Typing};
use crate::search::Completion;
use crate::text::{Case, fold};

/// A question for proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The query text.
    pub text: String,
    /// Byte of it the cursor is at.
    pub cursor: usize,
    /// Whether the first proposal is wanted at once, or a list of them will do.
    pub take: bool,
}

/// Ways to go on with the query, shown below it.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    /// The query text they are for.
    pub typed: String,
    /// The ways, best first.
    pub list: Vec<Completion>,
    /// The one that stands in the query line now.
    pub chosen: Option<usize>,
    /// Whether they are queries used before.
    earlier: bool,
    /// How far back in the queries used before the line is; 0 is the newest.
    recalled: Option<usize>,
}

/// After the query was edited by hand: what was proposed is gone. Values of a field are proposed unasked;
/// words are not, that would only cover what they find.
pub(super) fn after_edit(model: &mut Model) -> Option<Effect> {
    model.proposals = Proposals::default();
    let ask = ask(model, false);
    ask.text[..ask.cursor].contains([':', '#']).then_some(Effect::Propose(ask))
}

fn ask(model: &Model, take: bool) -> Ask {
    Ask { text: model.query.text().to_owned(), cursor: model.query.cursor_byte(), take }
}

/// Takes proposals over, if they are for what is typed now.
pub(super) fn take_proposals(model: &mut Model, asked: &Ask, list: Vec<Completion>) -> Vec<Effect> {
    let now = ask(model, asked.take);
    if now != *asked || model.typing != Typing::Query {
        return Vec::new();
    }
    let of_values = list.first().is_some_and(|first| {
        asked.text[..first.range.start].ends_with([':', ',', '#']) && asked.text[first.range.clone()] != first.text
    });
    if !asked.take && !of_values {
        return Vec::new();
    }
    model.proposals = Proposals { typed: now.text, list, ..Proposals::default() };
    if asked.take { step(model, 1) } else { Vec::new() }
}

/// Tab: the next proposal; without any, the list of talks.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    if model.typing != Typing::Query || model.query.text().trim().is_empty() {
        next_pane(model, 1);
        return Vec::new();
    }
    if model.proposals.list.is_empty() { vec![Effect::Propose(ask(model, true))] } else { step(model, 1) }
}

/// Shift-Tab: the proposal before; without any, the facets.
pub(super) fn complete_back(model: &mut Model) -> Vec<Effect> {
    if model.proposals.chosen.is_some() {
        return step(model, -1);
    }
    next_pane(model, 2);
    Vec::new()
}

/// Puts another proposal into the query line.
fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let count = model.proposals.list.len() as isize;
    if count == 0 {
        next_pane(model, 1);
        return Vec::new();
    }
    let next = match model.proposals.chosen {
        Some(chosen) => (chosen as isize + by).rem_euclid(count),
        None if by > 0 => 0,
        None => count - 1,
    };
    model.proposals.chosen = Some(next as usize);
    let proposal = &model.proposals.list[next as usize];
    let typed = &model.proposals.typed;
    // The only one there is needs no second look: the next word can follow.
    let only = count == 1 && !model.proposals.earlier;
    let blank = if only && !proposal.text.ends_with(':') { " " } else { "" };
    let before = format!("{}{}{blank}", &typed[..proposal.range.start], proposal.text);
    let text = format!("{before}{}", &typed[proposal.range.end..]);
    model.query.set_at(text, before.len());
    let mut effects = vec![query_changed(model)];
    if only {
        effects.extend(after_edit(model));
    }
    effects
}

/// Takes a proposal back. Whether there was one.
pub(super) fn undo(model: &mut Model) -> Option<Effect> {
    model.proposals.chosen?;
    let typed = std::mem::take(&mut model.proposals).typed;
    model.query.set(typed);
    Some(query_changed(model))
}

/// ↑ and ↓ while typing: in an empty line, and from there on, queries used before; else the list of talks.
pub(super) fn recall(model: &mut Model, older: bool) -> Option<Effect> {
    let here = model.proposals.recalled;
    let begins = older && model.typing == Typing::Query && model.query.text().is_empty() && !model.recent.is_empty();
    if here.is_none() && !begins {
        scroll_list(model, if older { -1 } else { 1 });
        return None;
    }
    let next = match here {
        None => Some(0),
        Some(at) if older => Some((at + 1).min(model.recent.len().saturating_sub(1))),
        Some(at) => at.checked_sub(1),
    };
    let text = next.and_then(|at| model.recent.get(at)).cloned().unwrap_or_default();
    model.proposals = Proposals { recalled: next, ..Proposals::default() };
    model.query.set(text);
    Some(query_changed(model))
}

/// Ctrl-r: queries used before that hold what is typed, one after the other.
pub(super) fn recent(model: &mut Model) -> Vec<Effect> {
    if model.typing == Typing::Query && model.proposals.earlier {
        return step(model, 1);
    }
    model.typing = Typing::Query;
    let typed = model.query.text().to_owned();
    let wanted = fold(typed.trim(), Case::Ignore);
    let fitting = model.recent.iter().filter(|query| **query != typed && fold(query, Case::Ignore).contains(&wanted));
    let proposal = |query: &String| Completion { range: 0..typed.len(), text: query.clone(), talks: None };
    let list: Vec<Completion> = fitting.map(proposal).collect();
    if list.is_empty() {
        model.notice = Some(Notice::word("no earlier query that has this"));
        return Vec::new();
    }
    model.proposals = Proposals { typed, list, earlier: true, ..Proposals::default() };
    step(model, 1)
}

/// When the line is left: a query that found something may be wanted again.
pub(super) fn leave(model: &mut Model) -> Option<Effect> {
    model.proposals = Proposals::default();
    let query = model.query.text().trim().to_owned();
    if query.is_empty()
        || model.results.hits.is_empty()
        || model.results.mended.is_some()
        || model.recent.first() == Some(&query)
    {
        return None;
    }
    remember_query(&mut model.recent, &query);
    Some(remember(model, Change::Query(query)))
}
