//! Typing a query: proposals to go on with, and queries used before.
//!
//! Not here: what is proposed (`search`), the text and its cursor (`LineEdit`), remembering between runs
//! (`memory`).

use std::collections::HashSet;
use std::ops::Range;

use super::memory::{Change, remember_query};
use super::moving::{next_pane, scroll_list};
use super::remember::remember;
use super::update::query_changed;
use super::{Effect, Model, NamedQuery, Notice, Typing};
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

/// A way to go on with the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The bytes of the query text it replaces.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
    /// What is said of it: how many talks have it, or the name given to a query.
    pub aside: String,
}

impl From<Completion> for Proposal {
    fn from(Completion { range, text, talks }: Completion) -> Proposal {
        Proposal { range, text, aside: talks.map(|talks| talks.to_string()).unwrap_or_default() }
    }
}

/// Ways to go on with the query, shown below it.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    /// The query text they are for.
    pub typed: String,
    /// The ways, best first.
    pub list: Vec<Proposal>,
    /// The one that stands in the query line now.
    pub chosen: Option<usize>,
    /// Whether they are queries used before.
    earlier: bool,
    /// Whether the query line was opened for them.
    opened: bool,
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
    let mut list: Vec<Proposal> = list.into_iter().map(Proposal::from).collect();
    if asked.take {
        list.splice(0..0, named(model, &now));
    }
    model.proposals = Proposals { typed: now.text, list, ..Proposals::default() };
    if asked.take { step(model, 1) } else { Vec::new() }
}

/// The queries whose name begins with the word before the cursor.
fn named(model: &Model, ask: &Ask) -> Vec<Proposal> {
    let before = &ask.text[..ask.cursor];
    let start = before.rfind([' ', '|']).map_or(0, |blank| blank + 1);
    let word = fold(&before[start..], Case::Ignore);
    let begins_so = |query: &&NamedQuery| !word.is_empty() && fold(&query.name, Case::Ignore).starts_with(&word);
    let fitting = model.preferences.queries.iter().filter(begins_so);
    let proposal =
        |query: &NamedQuery| Proposal { range: start..ask.cursor, text: query.text.clone(), aside: query.name.clone() };
    fitting.map(proposal).collect()
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
    let Proposals { typed, opened, .. } = std::mem::take(&mut model.proposals);
    model.query.set(typed);
    if opened {
        model.typing = Typing::None;
    }
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

/// So many queries used before are offered before those with a name.
const NEWEST: usize = 3;

/// Ctrl-r: queries used before or named that hold what is typed, one after the other.
pub(super) fn recent(model: &mut Model) -> Vec<Effect> {
    if model.typing == Typing::Query && model.proposals.earlier {
        return step(model, 1);
    }
    let opened = model.typing != Typing::Query;
    model.typing = Typing::Query;
    let typed = model.query.text().to_owned();
    let list = earlier_and_named(model, &typed);
    if list.is_empty() {
        let has_any = !model.recent.is_empty() || !model.preferences.queries.is_empty();
        model.notice = Some(Notice::word(if has_any {
            "no query used before or named has this"
        } else {
            "no query was used before, and the configuration names none"
        }));
        if opened {
            model.typing = Typing::None;
        }
        return Vec::new();
    }
    model.proposals = Proposals { typed, list, earlier: true, opened, ..Proposals::default() };
    step(model, 1)
}

/// Queries that hold what is typed: those whose name does, the newest used before, the other named ones, and
/// the older used before.
fn earlier_and_named(model: &Model, typed: &str) -> Vec<Proposal> {
    let wanted = fold(typed.trim(), Case::Ignore);
    let holds = |text: &str| fold(text, Case::Ignore).contains(&wanted);
    let proposal = |text: &str, aside: &str| Proposal { range: 0..typed.len(), text: text.into(), aside: aside.into() };
    let queries = &model.preferences.queries;
    let by_name = queries.iter().filter(|query| !wanted.is_empty() && holds(&query.name));
    let by_text = queries.iter().filter(|query| holds(&query.text));
    let mut used = model.recent.iter().filter(|query| holds(query)).map(|query| proposal(query, ""));
    let named = |query: &NamedQuery| proposal(&query.text, &query.name);
    let mut list: Vec<Proposal> = by_name.map(named).collect();
    list.extend(used.by_ref().take(NEWEST));
    list.extend(by_text.map(named));
    list.extend(used);
    let mut seen = HashSet::new();
    list.retain(|one| one.text != typed && seen.insert(one.text.clone()));
    list
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
