//! What each action means, pane by pane. Not here: which key asks for it (`keymap`), how far it moves (`moving`).

use super::choosing::{choose, fold_group};
use super::help;
use super::keymap::{Action, taught};
use super::moving::{Step, next_hit, next_pane, note_height, scroll, side_pane};
use super::stats::Numbers;
use super::update::set_query_around;
use super::{
    Effect, Exit, Model, Notice, Pane, Sheet, Shows, Typing, kin, looks, offers, places, query_line, reading, remember,
};
use crate::search::Choice;

/// Does what was asked for, on the sheet or in the picker where one is open.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.sheet.is_some() {
        return act_on_sheet(model, action);
    }
    if model.picker.is_some() {
        return offers::act(model, action);
    }
    match action {
        Action::Search => start_typing(model),
        Action::Down => scroll(model, Step::Lines(1)),
        Action::Up => scroll(model, Step::Lines(-1)),
        Action::HalfDown => scroll(model, Step::Halves(1)),
        Action::HalfUp => scroll(model, Step::Halves(-1)),
        Action::PageDown => scroll(model, Step::Halves(2)),
        Action::PageUp => scroll(model, Step::Halves(-2)),
        Action::Top => scroll(model, Step::Lines(isize::MIN / 2)),
        Action::Bottom => scroll(model, Step::Lines(isize::MAX / 2)),
        Action::NextPane => next_pane(model, 1),
        Action::PreviousPane => next_pane(model, 2),
        Action::PaneRight => side_pane(model, Pane::Note),
        Action::PaneLeft => side_pane(model, Pane::Facets),
        Action::NextHit => next_hit(model, true),
        Action::PreviousHit => next_hit(model, false),
        Action::NoteDown => model.note.scroll(1, note_height(model)),
        Action::NoteUp => model.note.scroll(-1, note_height(model)),
        Action::Zoom => {
            model.note_only = !model.note_only;
            model.pane = if model.note_only { Pane::Note } else { Pane::List };
        }
        Action::ToggleFacets => toggle_facets(model),
        Action::Help => model.sheet = Some(Sheet { shows: Shows::Help, top: 0 }),
        Action::Numbers => model.sheet = Some(Sheet { shows: Shows::Numbers, top: 0 }),
        Action::Diagrams => looks::toggle_diagrams(model),
        Action::WholeFile => looks::toggle_file(model, note_height(model)),
        Action::ScrollRight => looks::go_right(model),
        Action::ScrollLeft => looks::go_left(model),
        Action::Outline => offers::outline(model),
        Action::AllWith => kin::offer(model),
        Action::Palette => offers::palette(model),
        Action::Fold => fold_group(model),
        _ => return act_outside(model, action),
    }
    Vec::new()
}

/// Actions that have effects.
fn act_outside(model: &mut Model, action: Action) -> Vec<Effect> {
    let effect = match action {
        Action::NextCopy => next_copy(model),
        Action::Star => return remember::toggle_star(model),
        Action::Seen => return remember::toggle_seen(model),
        Action::Complete => return query_line::complete(model),
        Action::CompleteBack => return query_line::complete_back(model),
        Action::Recent => return query_line::recent(model),
        Action::Older => query_line::recall(model, true),
        Action::Newer => query_line::recall(model, false),
        Action::Enter => enter(model),
        Action::Mark if model.pane == Pane::Facets => choose(model, Choice::Include),
        Action::Mark => {
            mark(model);
            None
        }
        Action::Exclude => choose(model, Choice::Exclude),
        Action::Sort => return remember::next_order(model),
        Action::Reverse => return remember::reverse_order(model),
        Action::Back => back(model),
        Action::Export => export(model),
        Action::OpenLink => reading::open_link(model),
        Action::CopyLink => reading::copy_link(model),
        Action::CopyTalk => reading::copy_talk(model),
        Action::FreeMouse => Some(free_mouse(model)),
        Action::Edit => reading::edit(model),
        Action::Links => offers::ask_links(model),
        Action::Related => offers::ask_related(model),
        Action::GoBack => places::go_back(model),
        Action::Quit => Some(Effect::Leave(Exit::Done)),
        Action::Interrupt => Some(Effect::Leave(Exit::Interrupted)),
        Action::Suspend => Some(Effect::Suspend),
        _ => None,
    };
    effect.into_iter().collect()
}

/// A sheet scrolls; anything else closes it.
pub(super) fn act_on_sheet(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Sheet { shows, top }) = model.sheet else { return Vec::new() };
    let page = isize::from(model.size.rows as i16).saturating_sub(6).max(1);
    let by = match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => isize::MIN / 2,
        Action::Bottom => isize::MAX / 2,
        Action::Interrupt => return vec![Effect::Leave(Exit::Interrupted)],
        Action::Suspend => return vec![Effect::Suspend],
        _ => {
            model.sheet = None;
            return Vec::new();
        }
    };
    let lines = match shows {
        Shows::Help => help::lines(&model.preferences.keys, model.preferences.signs).len(),
        Shows::Numbers => Numbers::of(&model.results, model.size.columns.into()).lines.len(),
    };
    let top = top.saturating_add_signed(by).min(lines.saturating_sub(help::room(model.size)));
    model.sheet = Some(Sheet { shows, top });
    Vec::new()
}

fn free_mouse(model: &mut Model) -> Effect {
    model.mouse_free = !model.mouse_free;
    model.notice = Some(if model.mouse_free {
        let back = taught(model, Action::FreeMouse).map_or_else(String::new, |key| format!(" · {key} takes it back"));
        Notice::word(format!("the mouse selects text now{back}"))
    } else {
        Notice::word("the mouse selects talks again")
    });
    Effect::FreeMouse(model.mouse_free)
}

fn start_typing(model: &mut Model) {
    model.typing = match model.pane {
        Pane::Note => {
            model.find.set("");
            Typing::Find
        }
        Pane::Facets => Typing::Facet,
        Pane::List => Typing::Query,
    };
    // A chosen facet is a whole term: what is typed now is another.
    let text = model.query.text();
    let ends_in_field = text.rsplit(' ').next().is_some_and(|term| term.contains(':')) || text.ends_with('"');
    if model.typing == Typing::Query && ends_in_field && !text.ends_with(':') {
        model.query.set(format!("{text} "));
    }
}

/// Hides the facets or shows them. Where the screen is too narrow for them to stand beside the list, they are
/// shown by going there.
fn toggle_facets(model: &mut Model) {
    let shown = !model.panes().facets.is_empty();
    model.facets_hidden = shown;
    if shown && model.pane == Pane::Facets {
        model.pane = Pane::List;
    } else if !shown && model.panes().facets.is_empty() {
        (model.pane, model.note_only) = (Pane::Facets, false);
    }
}

/// Shows the talk's next copy; after the last, goes to the next talk of the same title.
fn next_copy(model: &mut Model) -> Option<Effect> {
    let talk = model.selected()?;
    let copies = model.library.copies(talk).len();
    let also = model.library.also(talk);
    if model.note.copy == copies
        && let Some(next) = also.iter().filter(|other| **other > talk).min().or(also.iter().min()).copied()
    {
        let effect = places::go(model, next, places::Spot::Left);
        let place = reading::shown_at(model).unwrap_or_default();
        model.notice = Some(Notice::word(format!("another talk of this title: {place}")));
        return effect;
    }
    if copies == 0 {
        model.notice = Some(Notice::word("this talk has no copies"));
        return None;
    }
    model.note.copy = (model.note.copy + 1) % (copies + 1);
    if let Some(known) = model.library.get(talk) {
        let (_, place) = reading::place_of(&model.library, talk, known, model.note.copy);
        model.note.open_file_at(place.line);
    }
    let place = reading::shown_at(model).unwrap_or_default();
    model.notice = Some(Notice::word(format!("copy {} of {}: {place}", model.note.copy + 1, copies + 1)));
    None
}

fn enter(model: &mut Model) -> Option<Effect> {
    match (model.typing, model.pane) {
        (Typing::Query, _) => {
            model.typing = Typing::None;
            model.pane = Pane::List;
            None
        }
        (Typing::Find | Typing::Facet, _) => {
            model.typing = Typing::None;
            None
        }
        (Typing::None, Pane::Facets) => choose(model, Choice::Include),
        (Typing::None, Pane::Note) => {
            match model.note.details_here(note_height(model)) {
                Some(details) => model.note.toggle(details.id),
                None => scroll(model, Step::Halves(2)),
            }
            None
        }
        (Typing::None, Pane::List) => {
            model.selected()?;
            model.pane = Pane::Note;
            remember::see(model)
        }
    }
}

fn mark(model: &mut Model) {
    let Some(talk) = model.selected() else { return };
    if !model.marked.remove(&talk) {
        model.marked.insert(talk);
    }
    // Marking several talks in a row is what marks are for.
    model.list.go(1, &model.results.clone());
    if !model.marked.is_empty() {
        let print = taught(model, Action::Export).map_or_else(String::new, |key| format!(" · {key} prints them"));
        model.notice = Some(Notice::word(format!("{} marked{print}", model.marked.len())));
    }
}

/// One step back: the nearest thing that is open is closed.
fn back(model: &mut Model) -> Option<Effect> {
    if let Some(effect) = query_line::undo(model) {
        return Some(effect);
    }
    if model.typing == Typing::Find {
        model.find.set("");
    }
    if model.pane == Pane::Facets && !model.facets.filter.text().is_empty() && model.typing != Typing::Query {
        model.facets.filter.set("");
        model.typing = Typing::None;
        return None;
    }
    if model.typing != Typing::None {
        model.typing = Typing::None;
    } else if !model.find.text().is_empty() {
        model.find.set("");
    } else if model.note_only || model.pane != Pane::List {
        model.note_only = false;
        model.pane = Pane::List;
    } else if !model.query.text().is_empty() {
        // The talk that was found stays selected, now among its neighbours.
        return Some(set_query_around(model, String::new()));
    } else if !model.marked.is_empty() {
        model.marked.clear();
    } else {
        model.notice = taught(model, Action::Quit).map(|key| Notice::word(format!("{key} quits")));
    }
    None
}

fn export(model: &mut Model) -> Option<Effect> {
    let talks = model.to_export();
    if talks.is_empty() {
        model.notice = Some(Notice::word("no talk is selected"));
        return None;
    }
    // What is printed need not be marked the next time.
    model.marked.clear();
    Some(Effect::Leave(Exit::Export(talks)))
}
