//! Mermaid diagrams, drawn with box characters. The one place that knows the crate that draws them: it is
//! young, so what it says is checked, its panics are caught, and what it cannot do is shown as source.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rich_mermaid::flowchart::{Direction, Flowchart};
use rich_mermaid::{er, sequence};

use super::decisions::straighten;
use super::ink::{Ink, Look};
use super::page::{Join, Role};
use super::setter::Setting;
use super::sideways::window;
use super::wrap::{Cutter, wrap};
use crate::text::width;

/// What is larger is no diagram for a terminal, and laying it out takes longer than a reader waits.
const MAX_SOURCE: usize = 16 * 1024;
const MAX_NODES: usize = 80;
const MAX_EDGES: usize = 160;
/// Columns labels are wrapped to, where a flowchart is too wide as it is.
const LABELS: [usize; 3] = [usize::MAX, 20, 12];

thread_local! {
    static DRAWING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is drawing a diagram. A panic then is caught and a panic hook has nothing to tell.
pub fn is_drawing() -> bool {
    DRAWING.get()
}

/// Sets a drawn diagram; says why where it cannot be drawn.
pub(super) fn set(setting: &mut Setting<'_>, source: &str) -> Result<(), String> {
    if !setting.may_draw(source.len()) {
        return Err("there are too many".to_owned());
    }
    let (lines, columns) = drawn(source, setting.room())?;
    setting.needs(columns);
    let shift = setting.scrolled(columns);
    if columns > setting.room() && shift.is_none() {
        return Err(too_wide(columns));
    }
    for line in &lines {
        let mut ink = Ink::default();
        for (is_stroke, run) in runs(line) {
            ink.push(run, Look::of(if is_stroke { Role::Rule } else { Role::Diagram }));
        }
        let mut pieces = Vec::new();
        Cutter::new(&ink).cut(0..ink.text.len(), usize::MAX, &mut pieces);
        if let Some(shift) = shift {
            pieces = window(&pieces, shift, setting.room(), Role::Quiet).0;
        }
        setting.line(pieces, 0, Join::Apart);
    }
    Ok(())
}

/// Says in a line why a diagram is shown as its source.
pub(super) fn set_reason(setting: &mut Setting<'_>, reason: &str) {
    let mut ink = Ink::default();
    ink.push(&format!("Diagram as source: {reason}"), Look::of(Role::Quiet));
    let rows = wrap(&ink.text, setting.room());
    setting.rows(&ink, &rows, &[], 0);
}

/// Whether a code block's language is one of diagrams.
pub fn is_diagram(language: &str) -> bool {
    language.eq_ignore_ascii_case("mermaid")
}

/// A diagram's lines, at most `room` columns wide, or why there are none.
///
/// # Errors
/// A reason a reader understands: the diagram's kind is not drawn, it is too large or too wide.
pub fn draw(source: &str, room: usize) -> Result<Vec<String>, String> {
    let (lines, columns) = drawn(source, room)?;
    if columns > room { Err(too_wide(columns)) } else { Ok(lines) }
}

fn too_wide(columns: usize) -> String {
    format!("drawn, it takes {columns} columns")
}

/// A diagram's lines, as wide as `room` if it can be, and how many columns they take.
fn drawn(source: &str, room: usize) -> Result<(Vec<String>, usize), String> {
    if source.len() > MAX_SOURCE {
        return Err("it is too large".to_owned());
    }
    let was = DRAWING.replace(true);
    let drawn = catch_unwind(AssertUnwindSafe(|| draw_kind(source, room)));
    DRAWING.set(was);
    let lines = drawn.unwrap_or_else(|_| Err("it cannot be laid out".to_owned()))?;
    if lines.is_empty() {
        return Err("it is empty".to_owned());
    }
    let columns = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    Ok((lines, columns))
}

fn draw_kind(source: &str, room: usize) -> Result<Vec<String>, String> {
    if sequence::is_sequence(source) {
        let diagram = sequence::parse(source).map_err(|error| error.to_string())?;
        return sequence::draw(&diagram, false).map(|drawing| trimmed(drawing.lines));
    }
    if er::is_er(source) {
        let diagram = er::parse(source).map_err(|error| error.to_string())?;
        return er::draw(&diagram, false).map(|drawing| trimmed(drawing.lines));
    }
    let chart = rich_mermaid::parse(source).map_err(|error| error.to_string())?;
    if chart.nodes.len() > MAX_NODES || chart.edges.len() > MAX_EDGES {
        return Err("it is too large".to_owned());
    }
    let mut narrowest: Option<Vec<String>> = None;
    for columns in LABELS {
        for direction in [chart.direction, turned(chart.direction)] {
            let chart = Flowchart { direction, ..with_labels(&chart, columns) };
            let mut lines = trimmed(rich_mermaid::draw(&chart, false)?.lines);
            straighten(&mut lines);
            let widest = |lines: &[String]| lines.iter().map(|line| width(line)).max().unwrap_or(0);
            if widest(&lines) <= room {
                return Ok(lines);
            }
            if narrowest.as_deref().is_none_or(|narrowest| widest(&lines) < widest(narrowest)) {
                narrowest = Some(lines);
            }
        }
    }
    Ok(narrowest.unwrap_or_default())
}

fn turned(direction: Direction) -> Direction {
    match direction {
        Direction::LeftRight | Direction::RightLeft => Direction::TopDown,
        Direction::TopDown | Direction::BottomUp => Direction::LeftRight,
    }
}

fn with_labels(chart: &Flowchart, columns: usize) -> Flowchart {
    let mut chart = chart.clone();
    for node in &mut chart.nodes {
        node.label = wrapped(&node.label, columns);
    }
    chart
}

fn wrapped(label: &str, columns: usize) -> String {
    let rows = wrap(label, columns);
    rows.into_iter().map(|row| &label[row.range]).collect::<Vec<_>>().join("\n")
}

/// Without empty rows at either end and without blanks at the ends of rows.
fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let leading = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..leading);
    lines
}

/// A line cut into strokes and labels.
fn runs(line: &str) -> impl Iterator<Item = (bool, &str)> {
    let is_stroke = |c: char| matches!(c, ' ' | '\u{2500}'..='\u{259f}' | '►' | '◄' | '▲' | '▼' | '●' | '×');
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let stroke = is_stroke(first);
        let end = rest.find(|c| is_stroke(c) != stroke && c != ' ').unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some((stroke, run))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Diagrams, Options, typeset};

    fn screen(source: &str, columns: usize, diagrams: Diagrams) -> String {
        let note = format!("```mermaid\n{source}\n```");
        let document = crate::markdown::parse(&note, 0..note.len(), &[], false);
        let page = typeset(&document, &Options { diagrams, ..Options::at(columns) });
        page.lines.iter().map(|line| line.text().trim_end().to_owned() + "\n").collect()
    }

    #[test]
    fn a_flowchart_is_drawn() {
        insta::assert_snapshot!(screen("flowchart LR\n  A[Notes] -->|read| B[Talks]\n  B --> B", 60, Diagrams::Drawn), @r#"
        ┌───────┐        ┌───────┐
        │ Notes ├──read─►│ Talks │↻
        └───────┘        └───────┘
        "#);
    }

    #[test]
    fn a_decision_of_several_rows_has_straight_sides() {
        let source = "flowchart LR\n A{日本?} -- yes --> B[Ship]\n A -- no --> C[Wait]\n D --> A";
        insta::assert_snapshot!(screen(source, 60, Diagrams::Drawn), @r"
                                 ┌──────┐
                ╱───────╲ ┌─yes─►│ Ship │
        ┌───┐ ┌►│ 日本? ├─┘      └──────┘
        │ D ├─┘ │       ├─┐
        └───┘   ╲───────╱ │      ┌──────┐
                          └─no──►│ Wait │
                                 └──────┘
        ");
        let one_row = screen("flowchart TD\n A{Ready?} --> B", 60, Diagrams::Drawn);
        assert!(one_row.contains("< Ready?  >"), "{one_row}");
    }

    #[test]
    fn one_that_is_too_wide_is_turned_and_its_labels_are_wrapped() {
        let source = "flowchart LR\n A[A long label for a box] --> B[Another long label for a box]";
        insta::assert_snapshot!(screen(source, 36, Diagrams::Drawn), @r#"
           ┌─────────────────────────┐
           │ A long label for a box  │
           └────────────┬────────────┘
                        │
                        ▼
        ┌───────────────────────────────┐
        │ Another long label for a box  │
        └───────────────────────────────┘
        "#);
        insta::assert_snapshot!(screen(source, 18, Diagrams::Drawn), @r#"
        ┌───────────────┐
        │ A long label  │
        │   for a box   │
        └───────┬───────┘
                │
                ▼
        ┌───────────────┐
        │ Another long  │
        │  label for a  │
        │      box      │
        └───────────────┘
        "#);
    }

    #[test]
    fn what_cannot_be_drawn_is_shown_as_source_with_the_reason() {
        insta::assert_snapshot!(screen("gantt\n  title Plan", 44, Diagrams::Drawn), @r#"
        Diagram as source: Gantt diagrams are not
        drawn as text
         gantt                              mermaid
           title Plan
        "#);
        insta::assert_snapshot!(screen("flowchart LR\n  A --> B", 44, Diagrams::Source), @r#"
        flowchart LR                       mermaid
          A --> B
        "#);
    }
}
