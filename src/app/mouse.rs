//! What the mouse does where it is: select, scroll, toggle, take hold of the scroll bar.

use super::acting::act;
use super::acting::act_on_sheet;
use super::choosing::choose;
use super::geometry::Edge;
use super::keymap::Action;
use super::list::Row;
use super::{Effect, Model, Mouse, Pane, Typing, geometry, kin, offers, places};
use crate::search::Choice;

/// Does what the mouse means at a column and row of the screen.
pub(super) fn point(model: &mut Model, mouse: Mouse, column: u16, row: u16) -> Vec<Effect> {
    let panes = model.panes();
    if let Some(edge) = model.held {
        hold(model, edge, mouse, column);
        return Vec::new();
    }
    let lines = match mouse {
        Mouse::Press | Mouse::DoublePress | Mouse::Drag | Mouse::Release => 0,
        Mouse::WheelDown => 3,
        Mouse::WheelUp => -3,
    };
    if model.sheet.is_some() {
        return if lines == 0 {
            Vec::new()
        } else {
            act_on_sheet(model, if lines > 0 { Action::Down } else { Action::Up })
        };
    }
    if model.picker.is_some() {
        return offers::point(model, mouse, column, row);
    }
    if mouse == Mouse::Release {
        return Vec::new();
    }
    if mouse == Mouse::Press && (panes.facets_edge.contains(column, row) || panes.list_edge.contains(column, row)) {
        model.held = Some(if panes.list_edge.contains(column, row) { Edge::List } else { Edge::Facets });
        return Vec::new();
    }
    if mouse == Mouse::DoublePress && panes.list.contains(column, row) {
        return act(model, Action::Enter);
    }
    // Elsewhere a double click is a click again.
    let mouse = if mouse == Mouse::DoublePress { Mouse::Press } else { mouse };
    if panes.note.contains(column, row) {
        let is_held = matches!(mouse, Mouse::Press | Mouse::Drag);
        if is_held && geometry::scroll_bar(panes.note).is_some_and(|bar| bar.contains(column, row)) {
            model.note.scroll_to_share((row - panes.note.y).into(), panes.note.height.into());
        } else {
            model.note.scroll(lines, panes.note.height.into());
        }
        if mouse == Mouse::Press {
            model.pane = Pane::Note;
            return press_in_note(model, column, row);
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
        let groups = model.facets.groups.clone();
        if mouse != Mouse::Press {
            model.facets.go(lines, &groups, panes.facets.height.into());
        } else if model.facets.point_at(model.facets.top + usize::from(row - panes.facets.y), &groups) {
            model.pane = Pane::Facets;
            return choose(model, Choice::Include).into_iter().collect();
        }
    } else if panes.query.contains(column, row) && mouse == Mouse::Press {
        model.typing = Typing::Query;
    }
    Vec::new()
}

/// Moves the edge the mouse holds, until it lets go.
fn hold(model: &mut Model, edge: Edge, mouse: Mouse, column: u16) {
    let panes = model.panes();
    match (mouse, edge) {
        (Mouse::Drag, Edge::Facets) => model.widths.facets = Some(column.saturating_sub(panes.facets.x)),
        (Mouse::Drag, Edge::List) => model.widths.list = Some(column.saturating_sub(panes.list.x)),
        _ => model.held = None,
    }
}

/// Opens or closes what the summary pressed is of, follows the link, person, topic or tag, or brings the heading to
/// the top.
fn press_in_note(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    let text = model.panes().note_text;
    if !text.contains(column, row) {
        return Vec::new();
    }
    let line = model.note.top + usize::from(row - text.y);
    let column = usize::from(column - text.x);
    let link = model.note.link_at(line, column);
    if let Some((url, kind)) = link {
        return places::follow_kind(model, &url, kind).into_iter().collect();
    }
    if let Some(effects) = kin::press(model, line, column) {
        return effects;
    }
    if let Some(details) = model.note.details_on(line) {
        model.note.toggle(details.id);
        return Vec::new();
    }
    let heading = model.note.page.heading_on(line, column).map(|heading| heading.line);
    if let (Some(talk), Some(line)) = (model.selected(), heading) {
        return places::go(model, talk, places::Spot::Line(line)).into_iter().collect();
    }
    Vec::new()
}
