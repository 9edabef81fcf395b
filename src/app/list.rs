//! The list of talks: which is selected, which rows are seen.

use std::sync::Arc;

use crate::search::{Group, Results};
use crate::talk::TalkIx;

/// State of the list pane.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListPane {
    /// Index into the hits of the selected talk.
    pub cursor: usize,
    /// First visible row of the list's rows; see [`Rows`].
    pub top: usize,
    /// The selected talk, kept while results change under it.
    pub selected: Option<TalkIx>,
    /// Whether a person went there; else it was the best hit when the query was asked.
    pub is_chosen: bool,
}

/// How many rows each talk takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// Its title.
    One,
    /// Title, and who · where · when.
    Two,
    /// The same with an empty row below.
    Airy,
}

/// Which talk stands on which row. Rows are 0-based from the top of the whole list.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Rows a talk takes.
    pub density: Density,
    /// Number of talks.
    pub talks: usize,
    /// Index of the first talk found by its text, with a heading above it.
    pub first_in_text: Option<usize>,
    /// Groups of talks, each with a heading above its first.
    pub groups: Arc<[Group]>,
}

/// What stands on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The heading above talks found by their text.
    TextHeading,
    /// The heading above a group of that number.
    GroupHeading(usize),
    /// Line `line` (0-based) of the talk with this index among the hits.
    Talk {
        /// Index among the hits.
        index: usize,
        /// 0: title; 1: details.
        line: usize,
    },
    /// Nothing.
    Blank,
}

impl Density {
    /// What suits a pane of that many rows.
    pub fn for_height(height: u16) -> Density {
        match height {
            0..=9 => Density::One,
            10..=23 => Density::Two,
            _ => Density::Airy,
        }
    }

    /// Rows a talk takes.
    pub fn rows(self) -> usize {
        match self {
            Density::One => 1,
            Density::Two => 2,
            Density::Airy => 3,
        }
    }
}

impl Rows {
    /// The rows of these results in a pane of that height.
    pub fn of(results: &Results, height: u16) -> Rows {
        let talks = results.hits.len();
        let first_in_text = (results.in_fields < talks).then_some(results.in_fields);
        Rows { density: Density::for_height(height), talks, first_in_text, groups: results.groups.clone() }
    }

    /// First row of a talk.
    pub fn row_of(&self, index: usize) -> usize {
        let groups = self.groups.partition_point(|group| group.first <= index);
        index * self.density.rows() + groups + self.text_headings(index)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        if self.talks == 0 { 0 } else { self.row_of(self.talks - 1) + self.text_lines() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.talks == 0
    }

    /// What stands on a row.
    pub fn at(&self, row: usize) -> Row {
        let height = self.density.rows();
        let text_heading = self.first_in_text.map(|first| first * height + self.groups_before(first));
        if text_heading == Some(row) {
            return Row::TextHeading;
        }
        let headings = self.groups_until(row);
        if headings > 0 && self.row_of_group(headings - 1) == row {
            return Row::GroupHeading(headings - 1);
        }
        let row = row - headings - usize::from(text_heading.is_some_and(|heading| heading < row));
        let (index, line) = (row / height, row % height);
        if index < self.talks && line < self.text_lines() { Row::Talk { index, line } } else { Row::Blank }
    }

    /// Headings right above a talk.
    fn headings_of(&self, index: usize) -> usize {
        let of_group = self.groups.binary_search_by_key(&index, |group| group.first).is_ok();
        usize::from(of_group) + usize::from(self.first_in_text == Some(index))
    }

    fn text_headings(&self, index: usize) -> usize {
        usize::from(self.first_in_text.is_some_and(|first| index >= first))
    }

    fn groups_before(&self, index: usize) -> usize {
        self.groups.partition_point(|group| group.first < index)
    }

    fn row_of_group(&self, number: usize) -> usize {
        let first = self.groups[number].first;
        first * self.density.rows() + number + self.text_headings(first)
    }

    /// How many groups have their heading on this row or above.
    fn groups_until(&self, row: usize) -> usize {
        let (mut from, mut to) = (0, self.groups.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.row_of_group(middle) <= row { from = middle + 1 } else { to = middle }
        }
        from
    }

    fn text_lines(&self) -> usize {
        self.density.rows().min(2)
    }
}

impl ListPane {
    /// Takes over new results: the selection stays on its talk, or, after another query, goes to the best hit.
    pub fn follow(&mut self, results: &Results, another_query: bool) {
        if another_query {
            *self = ListPane::default();
        } else if let Some(selected) = self.selected
            && results.hits.get(self.cursor) != Some(&selected)
            && let Some(cursor) = results.hits.iter().position(|hit| *hit == selected)
        {
            self.cursor = cursor;
        }
        self.cursor = self.cursor.min(results.hits.len().saturating_sub(1));
        self.selected = results.hits.get(self.cursor).copied();
    }

    /// Moves the selection by so many talks, stopping at the ends.
    pub fn go(&mut self, by: isize, results: &Results) {
        self.go_to(self.cursor.saturating_add_signed(by), results);
    }

    /// Selects the talk at an index, or the last.
    pub fn go_to(&mut self, index: usize, results: &Results) {
        self.cursor = index.min(results.hits.len().saturating_sub(1));
        self.selected = results.hits.get(self.cursor).copied();
        self.is_chosen = true;
    }

    /// Scrolls just so far that the selected talk is seen.
    pub fn reveal(&mut self, rows: &Rows, height: usize) {
        let first = rows.row_of(self.cursor);
        let with_heading = first.saturating_sub(rows.headings_of(self.cursor));
        let last = first + rows.text_lines();
        // A pane too low for both shows the talk.
        let with_heading = if last > with_heading + height { first } else { with_heading };
        if with_heading < self.top {
            self.top = with_heading;
        } else if last > self.top + height {
            self.top = last.saturating_sub(height);
        }
        self.top = self.top.min(rows.len().saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(hits: Vec<TalkIx>, in_fields: usize) -> Results {
        let mut results = Results::default();
        (results.hits, results.in_fields) = (hits, in_fields);
        results
    }

    fn results(talks: u32, in_fields: usize) -> Results {
        found((0..talks).map(TalkIx).collect(), in_fields)
    }

    #[test]
    fn rows_name_their_talk_and_the_heading_stands_above_text_hits() {
        let rows = Rows::of(&results(4, 2), 12);
        let seen: Vec<String> = (0..rows.len())
            .map(|row| match rows.at(row) {
                Row::TextHeading => "in the text".to_owned(),
                Row::GroupHeading(number) => format!("group {number}"),
                Row::Talk { index, line } => format!("{index}.{line}"),
                Row::Blank => String::new(),
            })
            .collect();
        assert_eq!(seen, ["0.0", "0.1", "1.0", "1.1", "in the text", "2.0", "2.1", "3.0", "3.1"]);
    }

    #[test]
    fn a_heading_stands_above_each_group_and_groups_begin_anew_in_the_text() {
        let mut results = results(4, 3);
        results.groups = [0, 2, 3].map(|first| Group { first, heading: "x".into() }).into();
        let rows = Rows::of(&results, 4);
        let talk = |index| Row::Talk { index, line: 0 };
        let seen: Vec<Row> = (0..rows.len()).map(|row| rows.at(row)).collect();
        let heading = Row::GroupHeading;
        assert_eq!(seen, [heading(0), talk(0), talk(1), heading(1), talk(2), Row::TextHeading, heading(2), talk(3)]);
    }

    #[test]
    fn the_selection_stays_on_its_talk_while_talks_arrive() {
        let mut list = ListPane::default();
        list.follow(&results(3, 3), true);
        list.go(2, &results(3, 3));
        let grown = found([9, 8, 2, 1].map(TalkIx).to_vec(), 4);
        list.follow(&grown, false);
        assert_eq!((list.cursor, list.selected), (2, Some(TalkIx(2))));
        list.follow(&grown, true);
        assert_eq!(list.selected, Some(TalkIx(9)));
    }

    proptest::proptest! {
        #[test]
        fn the_selected_talk_is_always_seen(talks in 1u32..60, in_fields in 0usize..60, group in 1usize..9, height in 1u16..40, steps in proptest::collection::vec(-20isize..20, 0..12)) {
            let mut results = results(talks, in_fields.min(talks as usize));
            results.groups =
                (0..talks as usize).step_by(group).map(|first| Group { first, heading: "x".into() }).collect();
            let rows = Rows::of(&results, height);
            let mut list = ListPane::default();
            list.follow(&results, true);
            for step in steps {
                list.go(step, &results);
                list.reveal(&rows, height.into());
                let row = rows.row_of(list.cursor);
                proptest::prop_assert!(row >= list.top && row < list.top + usize::from(height));
                proptest::prop_assert_eq!(rows.at(row), Row::Talk { index: list.cursor, line: 0 });
            }
        }
    }
}
