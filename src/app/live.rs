//! Notes that change while they are browsed. They are loaded again apart; when a search over them is done, they
//! take the place of the old ones in one step, and whatever named a talk by its number names the same talk
//! after it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::picker::Choice;
use super::update::search;
use super::{Asked, Effect, Model, Notice, offers, places};
use crate::talk::{Library, Talk, TalkId, TalkIx};

/// Notes that were loaded again.
#[derive(Debug, Clone)]
pub struct Fresh {
    library: Library,
    problems: Vec<String>,
    moves: Moves,
}

/// Where talks of one library are in another.
#[derive(Debug, Clone, Default)]
pub(super) struct Moves {
    /// The new number of each talk, by its old one.
    to: Vec<Option<TalkIx>>,
    /// The number of each talk by its id.
    by_id: HashMap<TalkId, TalkIx>,
    /// Old numbers of the talks whose note is as it was.
    untouched: HashSet<TalkIx>,
}

impl Fresh {
    /// Finds the talks of the old library again. Costs a look at each talk, so it is not done while somebody
    /// waits. `problems` says what could not be read.
    pub fn of(old: &Library, library: Library, problems: Vec<String>) -> Fresh {
        let moves = Moves::between(old, &library);
        Fresh { library, problems, moves }
    }
}

impl Moves {
    fn between(old: &Library, new: &Library) -> Moves {
        let by_id: HashMap<TalkId, TalkIx> = new.iter().map(|(ix, talk)| (talk.id, ix)).collect();
        let mut to: Vec<Option<TalkIx>> = old.iter().map(|(_, talk)| by_id.get(&talk.id).copied()).collect();
        let reached: HashSet<TalkIx> = to.iter().flatten().copied().collect();
        let lost: Vec<(TalkIx, &Talk)> = old.iter().filter(|(ix, _)| to[ix.0 as usize].is_none()).collect();
        let found: Vec<(TalkIx, &Talk)> = new.iter().filter(|(ix, _)| !reached.contains(ix)).collect();
        for (lost, found) in renamed(&lost, &found) {
            to[lost.0 as usize] = Some(found);
        }
        let is_untouched = |(ix, talk): (TalkIx, &Talk)| {
            let now = to[ix.0 as usize].and_then(|now| new.get(now))?;
            Arc::ptr_eq(&now.note, &talk.note).then_some(ix)
        };
        let untouched = old.iter().filter_map(is_untouched).collect();
        Moves { to, by_id, untouched }
    }

    /// The new number of a talk; `None` where it is gone.
    pub(super) fn to(&self, talk: TalkIx) -> Option<TalkIx> {
        self.to.get(talk.0 as usize).copied().flatten()
    }

    /// Whether the note of a talk, by its old number, was not read again.
    pub(super) fn is_untouched(&self, talk: TalkIx) -> bool {
        self.untouched.contains(&talk)
    }
}

/// Pairs talks that are gone with new ones that they very likely are: the note has another name, or the talk
/// another title.
fn renamed(lost: &[(TalkIx, &Talk)], found: &[(TalkIx, &Talk)]) -> Vec<(TalkIx, TalkIx)> {
    let mut pairs = Vec::new();
    let by_title = |talks: &[(TalkIx, &Talk)]| grouped(talks, |talk| talk.title.to_string());
    let titles = by_title(found);
    for (title, old) in by_title(lost) {
        if let ([old], Some([new])) = (&old[..], titles.get(&title).map(Vec::as_slice)) {
            pairs.push((*old, *new));
        }
    }
    let (old_done, new_done): (HashSet<TalkIx>, HashSet<TalkIx>) = pairs.iter().copied().unzip();
    let by_note = |talks: &[(TalkIx, &Talk)], done: &HashSet<TalkIx>| {
        let left: Vec<(TalkIx, &Talk)> = talks.iter().filter(|(ix, _)| !done.contains(ix)).copied().collect();
        grouped(&left, |talk| talk.note.path.clone())
    };
    let notes = by_note(found, &new_done);
    for (path, old) in by_note(lost, &old_done) {
        if let Some(new) = notes.get(&path).filter(|new| new.len() == old.len()) {
            pairs.extend(old.into_iter().zip(new.iter().copied()));
        }
    }
    pairs
}

fn grouped<K: std::hash::Hash + Eq>(talks: &[(TalkIx, &Talk)], key: impl Fn(&Talk) -> K) -> HashMap<K, Vec<TalkIx>> {
    let mut groups: HashMap<K, Vec<TalkIx>> = HashMap::new();
    for (ix, talk) in talks {
        groups.entry(key(talk)).or_default().push(*ix);
    }
    groups
}

/// Takes notes that were loaded again; they are shown when what matches among them is known.
pub(super) fn take(model: &mut Model, fresh: Fresh) -> Effect {
    model.stars.read_anew(&fresh.library);
    model.seen.read_anew(&fresh.library);
    model.coming = Some(Box::new(fresh));
    search(model, Asked::Around)
}

/// Puts the notes that came in the place of the old ones. What is on the screen is still of the old ones until
/// the search results over the new ones are taken, right after this.
pub(super) fn replace(model: &mut Model, fresh: Fresh) -> Option<Effect> {
    let Fresh { library, problems, moves } = fresh;
    let old = std::mem::replace(&mut model.library, library);
    if let Some(word) = word(&old, &moves, model, &problems) {
        model.notice = Some(word);
    }
    model.loading.problems = problems;
    renumber_marks(model, &old, &moves);
    renumber_picker(model, &moves);
    renumber_selection(model, &old, &moves);
    model.note.renumber(&moves);
    let asked = model.asked_related.and_then(|talk| moves.to(talk));
    places::renumber(model, &moves);
    asked.map(|talk| offers::ask_related_again(model, talk))
}

/// The selection stays on its talk. Where that is gone, it comes back with it, unless the person went on.
fn renumber_selection(model: &mut Model, old: &Library, moves: &Moves) {
    let Some(ix) = model.list.selected else { return };
    let now = moves.to(ix);
    if now.is_none_or(|now| model.library.copies(now).len() < model.note.copy) {
        model.note.copy = 0;
    }
    let away = model.away.selected.and_then(|(id, top)| Some((*moves.by_id.get(&id)?, top)));
    if let Some((ix, top)) = away {
        model.away.selected = None;
        model.note.come_back_to(ix, top);
        model.list.selected = Some(ix);
        return;
    }
    if let (None, Some(talk)) = (now, old.get(ix)) {
        model.away.selected = Some((talk.id, model.note.top_of_talk()));
    }
    model.list.selected = now;
}

/// Selects the talk that was selected when the notes were left, as soon as it is there.
pub(super) fn come_back(model: &mut Model) {
    let Some((id, top)) = model.away.selected else { return };
    let results = model.results.clone();
    let is_it = |ix: &TalkIx| model.library.get(*ix).is_some_and(|talk| talk.id == id);
    if let Some(cursor) = results.hits.iter().position(is_it) {
        model.list.go_to(cursor, &results);
        model.note.come_back_to(results.hits[cursor], top);
        model.away.selected = None;
    }
}

/// Marks stay; those of talks that are gone come back with them.
fn renumber_marks(model: &mut Model, old: &Library, moves: &Moves) {
    let marked = std::mem::take(&mut model.marked);
    for ix in marked {
        match (moves.to(ix), old.get(ix)) {
            (Some(ix), _) => drop(model.marked.insert(ix)),
            (None, Some(talk)) => drop(model.away.marked.insert(talk.id)),
            (None, None) => {}
        }
    }
    let back: Vec<TalkId> = model.away.marked.iter().filter(|id| moves.by_id.contains_key(id)).copied().collect();
    for id in back {
        model.away.marked.remove(&id);
        model.marked.extend(moves.by_id.get(&id));
    }
}

fn renumber_picker(model: &mut Model, moves: &Moves) {
    let Some(picker) = &mut model.picker else { return };
    let mut is_whole = true;
    for choice in Arc::make_mut(&mut picker.items).choices_mut() {
        match choice {
            Choice::Talk(ix) => match moves.to(*ix) {
                Some(new) => *ix = new,
                None => is_whole = false,
            },
            // Of a page that is made anew.
            Choice::Heading(_) | Choice::Anchor(_) | Choice::Details(_) => {
                is_whole &= model.list.selected.is_some_and(|ix| moves.is_untouched(ix));
            }
            Choice::Link(_) | Choice::Wiki(_) | Choice::Value(..) | Choice::Do(_) => {}
        }
    }
    if !is_whole {
        model.picker = None;
    }
}

/// What a person should know of the change.
fn word(old: &Library, moves: &Moves, model: &Model, problems: &[String]) -> Option<Notice> {
    if let Some(problem) = problems.iter().find(|problem| !model.loading.problems.contains(problem)) {
        return Some(Notice::trouble(problem.clone()));
    }
    let is_gone = |ix: &TalkIx| moves.to(*ix).is_none();
    let gone: Vec<TalkIx> = (0..old.len() as u32).map(TalkIx).filter(is_gone).collect();
    let first = model.list.selected.filter(is_gone).or(gone.first().copied())?;
    let more = gone.len() - 1;
    let title = &old.get(first)?.title;
    Some(Notice::word(match more {
        0 => format!("“{title}” is gone from the notes"),
        1 => format!("“{title}” and another talk are gone from the notes"),
        _ => format!("“{title}” and {more} other talks are gone from the notes"),
    }))
}
