//! The facets: fields with counted values. Choosing one edits the query text, nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::LineEdit;
use super::held::Held;
use crate::search::{Choice, Facet, FacetGroup, FacetValue};
use crate::text::{Case, fold};

/// Values shown of a group until it is opened.
const SHOWN: usize = 6;

/// State of the facet pane.
#[derive(Debug, Clone, Default)]
pub struct FacetPane {
    /// The groups as they are shown.
    pub groups: Arc<[FacetGroup]>,
    /// The order of their values, while it is kept.
    held: Option<Held>,
    /// What values must hold to be among `groups`, folded.
    pub listed: String,
    /// Groups shown with all their values.
    pub opened: BTreeSet<Facet>,
    /// Groups of which only the heading is shown.
    pub folded: BTreeSet<Facet>,
    /// Only values that hold this are shown.
    pub filter: LineEdit,
    /// What the cursor is on.
    pub cursor: Option<Spot>,
    /// First visible row.
    pub top: usize,
}

/// Something the cursor can be on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A value of a facet.
    Value(Facet, Arc<str>),
    /// The row that opens or closes a long group.
    More(Facet),
    /// The heading of a folded group.
    Folded(Facet),
}

/// A row of the pane.
#[derive(Debug, Clone, PartialEq)]
pub enum FacetRow<'a> {
    /// A group's heading.
    Heading(Facet),
    /// The heading of a group whose values are not shown.
    Folded {
        /// The group.
        facet: Facet,
        /// How many values it has.
        values: usize,
    },
    /// A value; `largest` is the largest count of its group.
    Value {
        /// The group.
        facet: Facet,
        /// The value with its count.
        value: &'a FacetValue,
        /// The largest count in the group.
        largest: u32,
    },
    /// How many values are not shown; 0 where the group is open.
    More {
        /// The group.
        facet: Facet,
        /// Values not shown.
        hidden: usize,
    },
    /// An empty row between groups.
    Gap,
}

/// The heading of a group.
pub fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Topic => "TOPICS",
        Facet::Tag => "TAGS",
        Facet::Event => "EVENTS",
        Facet::Section => "SECTIONS",
        Facet::Speaker => "SPEAKERS",
        Facet::Organization => "COMPANIES",
        Facet::Year => "YEARS",
    }
}

/// Whether values keep their places while their counts change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// Values are being chosen.
    Kept,
    /// Largest counts first.
    Sorted,
}

impl FacetPane {
    /// Takes over the counts of new results.
    pub fn follow(&mut self, groups: &[FacetGroup], places: Places) {
        let mut groups = groups.to_vec();
        match places {
            Places::Sorted => self.held = None,
            Places::Kept => self.held.get_or_insert_with(|| Held::of(&self.groups)).order(&mut groups),
        }
        self.groups = groups.into();
    }

    /// Whether values stand in another order than by their counts.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// What values must hold, folded.
    pub fn wanted(&self) -> String {
        fold(self.filter.text().trim(), Case::Ignore)
    }

    /// Whether values may hold what is wanted that are not among the groups.
    pub fn misses_some(&self) -> bool {
        let wanted = self.wanted();
        let cut = self.groups.iter().any(|group| group.more > 0);
        wanted != self.listed && (cut || !wanted.contains(&self.listed))
    }

    /// The rows of the pane, top to bottom.
    pub fn rows<'a>(&self, groups: &'a [FacetGroup]) -> Vec<FacetRow<'a>> {
        let wanted = self.wanted();
        let mut rows = Vec::new();
        for group in groups.iter().filter(|group| !group.values.is_empty()) {
            let before = rows.len();
            if !rows.is_empty() {
                rows.push(FacetRow::Gap);
            }
            if !wanted.is_empty() {
                let heading = rows.len();
                rows.push(FacetRow::Heading(group.facet));
                push_filtered(group, &wanted, &mut rows);
                if rows.len() == heading + 1 {
                    rows.truncate(before);
                }
                continue;
            }
            if self.folded.contains(&group.facet) {
                let values = group.values.len() + group.more as usize;
                rows.push(FacetRow::Folded { facet: group.facet, values });
                // What is chosen stays in sight.
                push_chosen(group, &mut rows);
                continue;
            }
            rows.push(FacetRow::Heading(group.facet));
            self.push_values(group, &mut rows);
        }
        rows
    }

    fn push_values<'a>(&self, group: &'a FacetGroup, rows: &mut Vec<FacetRow<'a>>) {
        let facet = group.facet;
        let open = self.opened.contains(&facet);
        let largest = group.values.iter().map(|value| value.count).max().unwrap_or(0);
        // One more than the limit is shown rather than a row that says "1 more".
        let limit = if open || group.values.len() <= SHOWN + 1 { group.values.len() } else { SHOWN };
        for (index, value) in group.values.iter().enumerate() {
            if index < limit || value.chosen != Choice::None {
                rows.push(FacetRow::Value { facet, value, largest });
            }
        }
        let unlisted = group.values.iter().skip(limit).filter(|value| value.chosen == Choice::None).count();
        let hidden = unlisted + group.more as usize;
        if unlisted > 0 || (open && group.values.len() > SHOWN + 1) {
            rows.push(FacetRow::More { facet, hidden });
        }
    }

    /// The row the cursor is on; the first that can be chosen where its spot is gone.
    pub fn cursor_row(&self, rows: &[FacetRow<'_>]) -> Option<usize> {
        let exact = self.cursor.as_ref().and_then(|spot| rows.iter().position(|row| row.spot().as_ref() == Some(spot)));
        exact.or_else(|| {
            let facet = self.cursor.as_ref().map(Spot::facet);
            let same_group = rows.iter().position(|row| row.spot().is_some_and(|spot| Some(spot.facet()) == facet));
            same_group.or_else(|| rows.iter().position(|row| row.spot().is_some()))
        })
    }

    /// Moves the cursor by so many rows that can be chosen, stopping at the ends.
    pub fn go(&mut self, by: isize, groups: &[FacetGroup], height: usize) {
        let rows = self.rows(groups);
        let spots: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].spot().is_some()).collect();
        let Some(last) = spots.len().checked_sub(1) else { return };
        let here = self.cursor_row(&rows).and_then(|row| spots.binary_search(&row).ok()).unwrap_or(0);
        let there = here.saturating_add_signed(by).min(last);
        self.cursor = rows[spots[there]].spot();
        self.reveal(&rows, height);
    }

    /// Puts the cursor on a row, if it can be chosen.
    pub fn point_at(&mut self, row: usize, groups: &[FacetGroup]) -> bool {
        let spot = self.rows(groups).get(row).and_then(FacetRow::spot);
        let found = spot.is_some();
        if found {
            self.cursor = spot;
        }
        found
    }

    /// Scrolls just so far that the cursor is seen, with its group's heading where there is room.
    pub fn reveal(&mut self, rows: &[FacetRow<'_>], height: usize) {
        let Some(row) = self.cursor_row(rows) else {
            self.top = 0;
            return;
        };
        let above = if row > 0 && matches!(rows[row - 1], FacetRow::Heading(_)) && height > 1 { row - 1 } else { row };
        if above < self.top {
            self.top = above;
        } else if row >= self.top + height {
            self.top = row + 1 - height;
        }
        self.top = self.top.min(rows.len().saturating_sub(height));
    }
}

/// The values of a group that hold a folded text.
fn push_filtered<'a>(group: &'a FacetGroup, wanted: &str, rows: &mut Vec<FacetRow<'a>>) {
    let largest = group.values.iter().map(|value| value.count).max().unwrap_or(0);
    let fitting = group.values.iter().filter(|value| fold(&value.value, Case::Ignore).contains(wanted));
    rows.extend(fitting.map(|value| FacetRow::Value { facet: group.facet, value, largest }));
}

/// The values of a group that the query chooses.
fn push_chosen<'a>(group: &'a FacetGroup, rows: &mut Vec<FacetRow<'a>>) {
    let largest = group.values.iter().map(|value| value.count).max().unwrap_or(0);
    let chosen = group.values.iter().filter(|value| value.chosen != Choice::None);
    rows.extend(chosen.map(|value| FacetRow::Value { facet: group.facet, value, largest }));
}

impl Spot {
    /// The group it is in.
    pub fn facet(&self) -> Facet {
        match self {
            Spot::Value(facet, _) | Spot::More(facet) | Spot::Folded(facet) => *facet,
        }
    }
}

impl FacetRow<'_> {
    /// What the cursor is on when it is on this row.
    pub fn spot(&self) -> Option<Spot> {
        match self {
            FacetRow::Value { facet, value, .. } => Some(Spot::Value(*facet, value.value.clone())),
            FacetRow::More { facet, .. } => Some(Spot::More(*facet)),
            FacetRow::Folded { facet, .. } => Some(Spot::Folded(*facet)),
            FacetRow::Heading(_) | FacetRow::Gap => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> Vec<FacetGroup> {
        let value = |name: &str, count| FacetValue { value: name.into(), count, chosen: Choice::None };
        vec![
            FacetGroup { facet: Facet::Topic, values: vec![value("helm", 3), value("etcd", 1)], more: 0 },
            FacetGroup { facet: Facet::Tag, values: Vec::new(), more: 0 },
            FacetGroup {
                facet: Facet::Speaker,
                values: (0..9).map(|n| value(&format!("Person {n}"), 1)).collect(),
                more: 0,
            },
        ]
    }

    #[test]
    fn long_groups_are_cut_and_can_be_opened() {
        let groups = groups();
        let mut pane = FacetPane::default();
        assert!(matches!(pane.rows(&groups).last(), Some(FacetRow::More { facet: Facet::Speaker, hidden: 3 })));
        pane.opened.insert(Facet::Speaker);
        assert!(matches!(pane.rows(&groups).last(), Some(FacetRow::More { hidden: 0, .. })));
        assert_eq!(pane.rows(&groups).len(), 3 + 1 + 1 + 9 + 1);
    }

    #[test]
    fn the_cursor_skips_headings_and_stays_on_its_value() {
        let groups = groups();
        let mut pane = FacetPane::default();
        pane.go(1, &groups, 10);
        assert_eq!(pane.cursor, Some(Spot::Value(Facet::Topic, "etcd".into())));
        pane.go(1, &groups, 10);
        assert_eq!(pane.cursor, Some(Spot::Value(Facet::Speaker, "Person 0".into())));
        let fewer = &groups[2..];
        let row = pane.cursor_row(&pane.rows(fewer));
        assert_eq!(row, Some(1));
    }
}
