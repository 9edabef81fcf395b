//! What follows from a message. [`update`] routes; [`refresh`] derives what is derived: selection, page, hits.

use std::sync::Arc;

use super::choosing::{choose, fold_group};
use super::help;
use super::key::Key;
use super::keymap::Action;
use super::list::Row;
use super::{
    Asked, Effect, Exit, Message, Model, Mouse, Notice, Pane, Typing, geometry, looks, offers, places, query_line,
    reading, remember,
};
use crate::search::{Choice, Query};

/// Takes a message in and says what the outside has to do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    let typed = model.typing;
    match message {
        Message::Act(action) => {
            model.notice = None;
            model.going = None;
            model.asked_related = None;
            model.before_reload.selected = None;
            effects = act(model, action);
        }
        Message::Edit(key) => {
            model.notice = None;
            effects = if model.picker.is_some() { offers::edit(model, key) } else { edit(model, key) };
        }
        Message::Pasted(text) => effects = paste(model, &text),
        Message::Resized(size) => model.size = size,
        Message::Mouse(mouse, column, row) => {
            model.notice = None;
            effects = point(model, mouse, column, row);
        }
        Message::Loaded(batch) => {
            remember::know_stars(model, &batch);
            places::mark_again(model, &batch);
            model.library.add(batch);
            effects.push(search(model, Asked::More));
        }
        Message::Progress(progress) => model.loading.progress = progress,
        Message::Problem(problem) => {
            model.notice = Some(Notice::trouble(problem.clone()));
            model.loading.problems.push(problem);
        }
        Message::LoadEnded => effects.extend(end_loading(model)),
        Message::Found { generation, results } => {
            if generation == model.generation {
                let another = std::mem::take(&mut model.asked) == Asked::Another;
                places::come_back(model, &results);
                model.shown = match &results.mended {
                    Some(text) => Arc::new(Query::parse(text)),
                    None => model.parsed.clone(),
                };
                model.results = results;
                model.list.follow(&model.results, another);
                places::select(model);
            }
        }
        Message::Related(talk, related) => offers::related(model, talk, &related),
        Message::Page(key, made) => reading::take_page(model, key, made),
        Message::Proposed(ask, list) => effects = query_line::take_proposals(model, &ask, list),
        Message::Remembered(memory) => effects.extend(remember::take_memory(model, memory)),
        Message::Notice(notice) => model.notice = Some(notice),
        Message::Reload => effects = reload(model),
    }
    if typed == Typing::Query && model.typing != Typing::Query {
        effects.extend(query_line::leave(model));
    }
    if model.pane != Pane::Facets && !model.facets.filter.text().is_empty() {
        model.facets.filter.set("");
    }
    effects.extend(refresh(model));
    effects
}

/// Asks for a search of the query as it is now.
pub(super) fn search(model: &mut Model, asked: Asked) -> Effect {
    // More talks are no reason to give up a search under way: its answer is right for those it knew.
    if asked != Asked::More {
        model.generation += 1;
        model.asked = asked;
    }
    Effect::Search {
        generation: model.generation,
        query: model.parsed.clone(),
        sort: model.sort,
        reverse: model.reverse,
        starred: model.stars.ids().clone(),
    }
}

fn end_loading(model: &mut Model) -> Option<Effect> {
    model.loading.done = true;
    let unread = model.loading.problems.len();
    if unread > 1 {
        let first = &model.loading.problems[0];
        model.notice = Some(Notice::trouble(format!("{unread} files were not read. The first: {first}")));
    }
    remember::settle_stars(model)
}

fn reload(model: &mut Model) -> Vec<Effect> {
    places::leave_for_reload(model);
    model.library = crate::talk::Library::default();
    model.loading = super::Loading::default();
    model.marked.clear();
    model.stars.forget_talks();
    model.note.forget();
    (model.picker, model.going, model.asked_related) = (None, None, None);
    model.trail.clear();
    // Numbers mean other talks from now on: an answer that is under way must not be taken.
    vec![Effect::Reload, search(model, Asked::Around)]
}

/// Brings what is derived up to date: the visible part of list and facets, the page, the hits in it.
fn refresh(model: &mut Model) -> Option<Effect> {
    let panes = model.panes();
    let rows = model.list_rows();
    model.list.reveal(&rows, panes.list.height.into());
    let groups = model.results.clone();
    let facet_rows = model.facets.rows(&groups.facets);
    let mut facets = model.facets.clone();
    facets.reveal(&facet_rows, panes.facets.height.into());
    model.facets.top = facets.top;
    let effect = reading::refresh(model, geometry::note_text(panes.note));
    places::arrive(model, panes.note.height.into());
    if let Some(picker) = &mut model.picker {
        picker.reveal(model.size);
    }
    effect
}

fn edit(model: &mut Model, key: Key) -> Vec<Effect> {
    match model.typing {
        Typing::Query => match model.query.edit(key) {
            Some(true) => query_edited(model),
            Some(false) => query_line::after_edit(model).into_iter().collect(),
            None => Vec::new(),
        },
        Typing::Find => {
            if model.find.edit(key) == Some(true) {
                find_changed(model);
            }
            Vec::new()
        }
        Typing::Facet => {
            model.facets.filter.edit(key);
            Vec::new()
        }
        Typing::None => Vec::new(),
    }
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(picker) = &mut model.picker {
        picker.paste(text);
        return Vec::new();
    }
    if model.typing == Typing::Find {
        model.find.paste(text);
        find_changed(model);
        return Vec::new();
    }
    if model.typing == Typing::Facet {
        model.facets.filter.paste(text);
        return Vec::new();
    }
    model.typing = Typing::Query;
    model.query.paste(text);
    query_edited(model)
}

/// The query was edited by hand.
fn query_edited(model: &mut Model) -> Vec<Effect> {
    std::iter::once(query_changed(model)).chain(query_line::after_edit(model)).collect()
}

fn find_changed(model: &mut Model) {
    reading::find(model);
    model.note.go_to_hit(true, note_height(model));
}

/// Reads the query anew and asks what it finds.
pub(super) fn query_changed(model: &mut Model) -> Effect {
    model.parsed = Arc::new(Query::parse(model.query.text()));
    search(model, Asked::Another)
}

/// Puts another query in the line, and asks for its search.
pub(super) fn set_query(model: &mut Model, text: String) -> Effect {
    model.query.set(text);
    query_changed(model)
}

fn note_height(model: &Model) -> usize {
    model.panes().note.height.into()
}

fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.help.is_some() {
        return act_in_help(model, action);
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
        Action::ToggleFacets => {
            model.facets_hidden = !model.facets_hidden;
            if model.facets_hidden && model.pane == Pane::Facets {
                model.pane = Pane::List;
            }
        }
        Action::Help => model.help = Some(0),
        Action::NextCopy => next_copy(model),
        Action::Links => offers::links(model),
        Action::Diagrams => looks::toggle_diagrams(model),
        Action::ScrollRight => looks::go_right(model),
        Action::ScrollLeft => looks::go_left(model),
        Action::Outline => offers::outline(model),
        Action::Palette => offers::palette(model),
        _ => return act_outside(model, action),
    }
    Vec::new()
}

/// Actions that have effects.
fn act_outside(model: &mut Model, action: Action) -> Vec<Effect> {
    let effect = match action {
        Action::Star => return remember::toggle_star(model),
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
        Action::Fold => fold_group(model),
        Action::Exclude => choose(model, Choice::Exclude),
        Action::Sort => return remember::next_order(model),
        Action::Reverse => return remember::reverse_order(model),
        Action::Back => back(model),
        Action::Export => export(model),
        Action::OpenLink => reading::open_link(model),
        Action::CopyLink => reading::copy_link(model),
        Action::CopyTalk => reading::copy_talk(model),
        Action::Edit => reading::edit(model),
        Action::Related => offers::ask_related(model),
        Action::GoBack => places::go_back(model),
        Action::Quit => Some(Effect::Leave(Exit::Done)),
        Action::Interrupt => Some(Effect::Leave(Exit::Interrupted)),
        Action::Suspend => Some(Effect::Suspend),
        _ => None,
    };
    effect.into_iter().collect()
}

fn act_in_help(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = isize::from(model.size.rows as i16).saturating_sub(6).max(1);
    let by = match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => isize::MIN / 2,
        Action::Bottom => isize::MAX / 2,
        Action::Interrupt => return vec![Effect::Leave(Exit::Interrupted)],
        _ => {
            model.help = None;
            return Vec::new();
        }
    };
    let lines = help::lines().len();
    let top = model.help.unwrap_or(0).saturating_add_signed(by);
    model.help = Some(top.min(lines.saturating_sub(help::room(model.size))));
    Vec::new()
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

#[derive(Debug, Clone, Copy)]
enum Step {
    Lines(isize),
    Halves(isize),
}

fn scroll(model: &mut Model, step: Step) {
    let panes = model.panes();
    let pane = if model.typing == Typing::Query { Pane::List } else { model.pane };
    match pane {
        Pane::List => {
            let talks = (usize::from(panes.list.height) / model.list_rows().density.rows()).max(1);
            model.list.go(step.size(talks), &model.results.clone());
            model.note.copy = 0;
        }
        Pane::Note => model.note.scroll(step.size(panes.note.height.into()), panes.note.height.into()),
        Pane::Facets => {
            let height = panes.facets.height.into();
            model.facets.go(step.size(height), &model.results.clone().facets, height);
        }
    }
}

/// Moves the selection in the list, or, while finding in the note, its page.
pub(super) fn scroll_list(model: &mut Model, by: isize) {
    scroll(model, Step::Lines(by));
}

impl Step {
    fn size(self, page: usize) -> isize {
        match self {
            Step::Lines(lines) => lines,
            // A page keeps one line of the one before, so that the eye finds its place.
            Step::Halves(halves) => halves * ((page.saturating_sub(1) / 2).max(1) as isize),
        }
    }
}

/// Goes to another pane, so many steps round.
pub(super) fn next_pane(model: &mut Model, steps: usize) {
    if model.typing != Typing::None {
        if std::mem::take(&mut model.typing) == Typing::Query {
            model.pane = if steps == 1 { Pane::List } else { Pane::Facets };
        }
        return;
    }
    let ring = [Pane::Facets, Pane::List, Pane::Note];
    let here = ring.iter().position(|pane| *pane == model.pane).unwrap_or(1);
    let mut there = (here + steps) % ring.len();
    if model.facets_hidden && ring[there] == Pane::Facets {
        there = (there + steps) % ring.len();
    }
    model.note_only = false;
    model.pane = ring[there];
}

fn side_pane(model: &mut Model, towards: Pane) {
    model.note_only = false;
    model.pane = match (model.pane, towards) {
        (Pane::Facets, Pane::Note) | (Pane::Note, Pane::Facets) => Pane::List,
        (Pane::List, Pane::Facets) if model.facets_hidden => Pane::List,
        _ => towards,
    };
}

fn next_hit(model: &mut Model, forward: bool) {
    if !model.note.go_to_hit(forward, note_height(model)) {
        let looked_for = if model.find.text().is_empty() { model.query.text() } else { model.find.text() };
        model.notice = Some(if looked_for.is_empty() {
            Notice::word("nothing is looked for: / searches")
        } else {
            Notice::word("no hit in this note")
        });
    }
}

fn next_copy(model: &mut Model) {
    let copies = model.selected().map_or(0, |talk| model.library.copies(talk).len());
    if copies == 0 {
        model.notice = Some(Notice::word("this talk has no copies"));
        return;
    }
    model.note.copy = (model.note.copy + 1) % (copies + 1);
    let place = reading::shown_at(model).unwrap_or_default();
    model.notice = Some(Notice::word(format!("copy {} of {}: {place}", model.note.copy + 1, copies + 1)));
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
        (Typing::None, _) => {
            if model.selected().is_some() {
                model.pane = Pane::Note;
            }
            None
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
        model.notice = Some(Notice::word(format!("{} marked · x prints them", model.marked.len())));
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
        model.query.set("");
        model.parsed = Arc::new(Query::parse(""));
        return Some(search(model, Asked::Around));
    } else if !model.marked.is_empty() {
        model.marked.clear();
    } else {
        model.notice = Some(Notice::word("q quits"));
    }
    None
}

fn export(model: &mut Model) -> Option<Effect> {
    let talks = model.to_export();
    if talks.is_empty() {
        model.notice = Some(Notice::word("no talk is selected"));
        return None;
    }
    Some(Effect::Leave(Exit::Export(talks)))
}

fn point(model: &mut Model, mouse: Mouse, column: u16, row: u16) -> Vec<Effect> {
    let panes = model.panes();
    let lines = match mouse {
        Mouse::Press | Mouse::Drag => 0,
        Mouse::WheelDown => 3,
        Mouse::WheelUp => -3,
    };
    if model.help.is_some() {
        return if lines == 0 {
            Vec::new()
        } else {
            act_in_help(model, if lines > 0 { Action::Down } else { Action::Up })
        };
    }
    if model.picker.is_some() {
        return offers::point(model, mouse, column, row);
    }
    if panes.note.contains(column, row) {
        let is_held = matches!(mouse, Mouse::Press | Mouse::Drag);
        if is_held && geometry::scroll_bar(panes.note).is_some_and(|bar| bar.contains(column, row)) {
            model.note.scroll_to_share((row - panes.note.y).into(), panes.note.height.into());
        } else {
            model.note.scroll(lines, panes.note.height.into());
        }
        if mouse == Mouse::Press {
            model.pane = Pane::Note;
        }
    } else if panes.list.contains(column, row) {
        if mouse == Mouse::Press {
            model.pane = Pane::List;
            let rows = model.list_rows();
            if let Row::Talk { index, .. } = rows.at(model.list.top + usize::from(row - panes.list.y)) {
                model.list.go_to(index, &model.results.clone());
                model.note.copy = 0;
            }
        } else {
            model.list.go(lines.signum(), &model.results.clone());
        }
    } else if panes.facets.contains(column, row) {
        let results = model.results.clone();
        if mouse != Mouse::Press {
            model.facets.go(lines, &results.facets, panes.facets.height.into());
        } else if model.facets.point_at(model.facets.top + usize::from(row - panes.facets.y), &results.facets) {
            model.pane = Pane::Facets;
            return choose(model, Choice::Include).into_iter().collect();
        }
    } else if panes.query.contains(column, row) && mouse == Mouse::Press {
        model.typing = Typing::Query;
    }
    Vec::new()
}
