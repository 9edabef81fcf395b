//! Finding words on a page, as a reader sees them: across line breaks that only the width made.

use std::ops::Range;

use super::lead::CLOSED;
use super::page::{Found, Join, Line, Page, Piece};
use crate::text::{Case, Folded, fold};

/// Text to look for, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    text: String,
    case: Case,
}

impl Needle {
    /// A needle from what someone typed.
    pub fn new(typed: &str, case: Case) -> Needle {
        Needle { text: fold(typed.trim(), case), case }
    }
}

impl Page {
    /// Where the needles are, in reading order; hits do not overlap, the earlier and longer one wins.
    pub fn find(&self, needles: &[Needle]) -> Vec<Found> {
        let mut found = Vec::new();
        let needles: Vec<&Needle> = needles.iter().filter(|needle| !needle.text.is_empty()).collect();
        if needles.is_empty() {
            return found;
        }
        let mut flow = Flow::default();
        let mut hit = 0;
        let mut cells = Cells::default();
        for (spot, line) in self.rows() {
            if line.cells.is_empty() {
                cells.find(&needles, &mut hit, &mut found);
            } else {
                flow.find(&needles, &mut hit, &mut found);
                flow.clear();
                cells.take(spot, line, &needles);
                continue;
            }
            if line.join == Join::Apart {
                flow.find(&needles, &mut hit, &mut found);
                flow.clear();
            }
            flow.take(spot, line.join, 0, &line.pieces);
        }
        cells.find(&needles, &mut hit, &mut found);
        flow.find(&needles, &mut hit, &mut found);
        for found in found.iter_mut().filter(|found| found.folded.is_some()) {
            found.range = self.lines.get(found.line).map_or(0..0, mark_of_fold);
        }
        found
    }

    /// All lines in the order they are read, what is folded away included.
    fn rows(&self) -> impl Iterator<Item = (Spot, &Line)> {
        let mut folded = self.folded.iter().peekable();
        let lines = self.lines.iter().enumerate().flat_map(move |(line, seen)| {
            let mut below = Vec::new();
            while let Some(fold) = folded.next_if(|fold| fold.line == line) {
                below.extend(fold.lines.iter().map(|hidden| (line, Some(fold.id), hidden)));
            }
            std::iter::once((line, None, seen)).chain(below)
        });
        lines.enumerate().map(|(row, (line, folded, text))| (Spot { row, line, folded }, text))
    }
}

/// Where the mark is that says that something is folded away below a line.
fn mark_of_fold(line: &Line) -> Range<usize> {
    let text = line.text();
    text.find(CLOSED).map_or(0..0, |at| at..at + CLOSED.len_utf8())
}

/// Text that runs over lines without a break of its own.
#[derive(Debug, Default)]
struct Flow {
    text: String,
    /// Where each piece of the page begins in `text`.
    stretches: Vec<Stretch>,
}

/// A line to look in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    /// Number among all lines, those folded away included.
    row: usize,
    /// Index of the line on the page, or of the one it is folded away below.
    line: usize,
    folded: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    flow: usize,
    spot: Spot,
    /// Byte in the line's text.
    at: usize,
}

impl Flow {
    fn clear(&mut self) {
        self.text.clear();
        self.stretches.clear();
    }

    /// Takes in the pieces of a line, which begin at a byte of its text.
    fn take(&mut self, spot: Spot, join: Join, mut at: usize, pieces: &[Piece]) {
        if join == Join::Blank {
            self.text.push(' ');
        }
        for piece in pieces {
            if !(piece.role.is_ornament() || self.is_at_start(spot) && piece.text.trim().is_empty()) {
                self.stretches.push(Stretch { flow: self.text.len(), spot, at });
                self.text.push_str(&piece.text);
            }
            at += piece.text.len();
        }
    }

    fn is_at_start(&self, spot: Spot) -> bool {
        self.stretches.last().is_none_or(|stretch| stretch.spot != spot)
    }

    fn find(&self, needles: &[&Needle], hit: &mut usize, found: &mut Vec<Found>) {
        if self.text.is_empty() {
            return;
        }
        let mut hits = Vec::new();
        for case in [Case::Ignore, Case::Keep] {
            let mut of_case = needles.iter().filter(|needle| needle.case == case).peekable();
            if of_case.peek().is_none() {
                continue;
            }
            let folded = Folded::of(&self.text, case);
            for needle in of_case {
                for (at, text) in folded.text.match_indices(needle.text.as_str()) {
                    hits.push(folded.source_range(at..at + text.len()));
                }
            }
        }
        hits.sort_unstable_by_key(|range| (range.start, usize::MAX - range.end));
        let mut end = 0;
        for range in hits {
            if range.start < end || range.is_empty() {
                continue;
            }
            end = range.end;
            self.locate(range, *hit, found);
            *hit += 1;
        }
    }

    fn locate(&self, range: Range<usize>, hit: usize, found: &mut Vec<Found>) {
        let first = self.stretches.partition_point(|stretch| stretch.flow <= range.start).saturating_sub(1);
        for (number, stretch) in self.stretches.iter().enumerate().skip(first) {
            if stretch.flow >= range.end {
                break;
            }
            let next = self.stretches.get(number + 1).copied();
            // A blank that stands for a line break belongs to no line.
            let broken = next.is_some_and(|next| next.spot != stretch.spot && self.text[..next.flow].ends_with(' '));
            let stretch_end = next.map_or(self.text.len(), |next| next.flow - usize::from(broken));
            let start = range.start.max(stretch.flow);
            let end = range.end.min(stretch_end);
            if start >= end {
                continue;
            }
            let on_line = stretch.at + start - stretch.flow..stretch.at + end - stretch.flow;
            match found.last_mut() {
                Some(last) if last.hit == hit && stretch.spot.folded.is_some() => {}
                Some(last) if last.hit == hit && last.line == stretch.spot.line && last.range.end == on_line.start => {
                    last.range.end = on_line.end;
                }
                _ => {
                    let Spot { line, folded, .. } = stretch.spot;
                    found.push(Found { line, range: on_line, hit, folded });
                }
            }
        }
    }
}

/// The cells of a table: each is a text of its own, though they stand side by side.
#[derive(Debug, Default)]
struct Cells {
    /// The text of the cell at hand in each column.
    flows: Vec<Flow>,
    /// What was found in cells before, a hit each.
    hits: Vec<Vec<Found>>,
}

impl Cells {
    fn take(&mut self, spot: Spot, line: &Line, needles: &[&Needle]) {
        let (mut at, mut before) = (0, 0);
        for cell in &line.cells {
            let column = cell.column as usize;
            if self.flows.len() <= column {
                self.flows.resize_with(column + 1, Flow::default);
            }
            let (first, end) = (cell.pieces.0 as usize, cell.pieces.1 as usize);
            at +=
                line.pieces.get(before..first).unwrap_or_default().iter().map(|piece| piece.text.len()).sum::<usize>();
            let pieces = line.pieces.get(first..end).unwrap_or_default();
            if cell.join == Join::Apart {
                self.end_cell(column, needles);
            }
            self.flows[column].take(spot, cell.join, at, pieces);
            (at, before) = (at + pieces.iter().map(|piece| piece.text.len()).sum::<usize>(), end);
        }
    }

    fn end_cell(&mut self, column: usize, needles: &[&Needle]) {
        let (mut hit, mut found) = (0, Vec::new());
        self.flows[column].find(needles, &mut hit, &mut found);
        self.flows[column].clear();
        self.hits.extend(found.chunk_by(|one, other| one.hit == other.hit).map(<[Found]>::to_vec));
    }

    /// Ends the table: its hits are numbered in the order in which a reader comes to their ends.
    fn find(&mut self, needles: &[&Needle], hit: &mut usize, found: &mut Vec<Found>) {
        for column in 0..self.flows.len() {
            self.end_cell(column, needles);
        }
        self.flows.clear();
        let place = |found: &Found| (found.line, found.range.start);
        self.hits.sort_by_key(|hit| hit.last().map(place));
        let first = found.len();
        for of_hit in self.hits.drain(..) {
            found.extend(of_hit.into_iter().map(|found| Found { hit: *hit, ..found }));
            *hit += 1;
        }
        found[first..].sort_by_key(place);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Details, Options, typeset};
    use super::*;

    fn found(note: &str, columns: usize, words: &[&str]) -> Vec<String> {
        let document = crate::markdown::parse(note, 0..note.len(), &[], false);
        let page = typeset(&document, &Options::at(columns));
        let needles: Vec<Needle> = words.iter().map(|word| Needle::new(word, Case::Ignore)).collect();
        let found = page.find(&needles);
        found.iter().map(|f| format!("{}.{} {}", f.hit, f.line, &page.lines[f.line].text()[f.range.clone()])).collect()
    }

    #[test]
    fn words_are_found_without_regard_to_case_and_accents() {
        assert_eq!(found("- Café **Pro**metheus", 40, &["cafe", "prometheus"]), ["0.0 Café", "1.0 Prometheus"]);
    }

    #[test]
    fn a_hit_may_run_over_a_line_break_that_the_width_made() {
        assert_eq!(
            found("> a pull-based system", 11, &["pull-based system"]),
            ["0.0 pull-", "0.1 based", "0.2 system"]
        );
        assert_eq!(found("two\n\nsystems", 11, &["two systems"]), Vec::<String>::new());
    }

    #[test]
    fn what_is_folded_away_is_found_below_its_summary() {
        let note = "helm\n\n<details><summary>More helm</summary>\n\nhelm and\nhelm\n\n</details>\n\nhelm\n";
        let document = crate::markdown::parse(note, 0..note.len(), &[], false);
        let hits = |details: Details| {
            let page = typeset(&document, &Options { details, ..Options::at(20) });
            let found = page.find(&[Needle::new("helm", Case::Ignore)]);
            let text = |f: &Found| page.lines[f.line].text()[f.range.clone()].to_owned();
            found.iter().map(|f| (f.hit, f.line, f.folded.is_some(), text(f))).collect::<Vec<_>>()
        };
        let hit = |number, line, folded, text: &str| (number, line, folded, text.to_owned());
        assert_eq!(
            hits(Details::Toggled(Arc::default())),
            [
                hit(0, 0, false, "helm"),
                hit(1, 2, false, "helm"),
                hit(2, 2, true, "▸"),
                hit(3, 2, true, "▸"),
                hit(4, 4, false, "helm")
            ]
        );
        assert_eq!(hits(Details::Open).len(), 5, "hits have the same numbers when it is open");
    }

    #[test]
    fn a_hit_may_run_over_the_lines_of_a_cell_but_not_from_cell_to_cell() {
        let note = "|a|b|\n|-|-|\n|a pull-based system that scrapes|the push gateway of the same system|\n";
        assert_eq!(
            found(note, 30, &["based system", "scrapes the", "gateway"]),
            ["0.2 based", "0.3 system", "1.3 gateway"].map(str::to_owned)
        );
    }

    #[test]
    fn ornaments_are_not_text() {
        assert_eq!(found("1. one\n\n```rust\nfn\n```", 20, &["1.", "rust"]), Vec::<String>::new());
    }
}
