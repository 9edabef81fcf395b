//! The list of talks: which is selected, which rows are seen.

use crate::search::Results;
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
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// Rows a talk takes.
    pub density: Density,
    /// Number of talks.
    pub talks: usize,
    /// Index of the first talk found by its text, with a heading above it.
    pub first_in_text: Option<usize>,
}

/// What stands on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The heading above talks found by their text.
    TextHeading,
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
        Rows { density: Density::for_height(height), talks, first_in_text }
    }

    /// First row of a talk.
    pub fn row_of(&self, index: usize) -> usize {
        index * self.density.rows() + usize::from(self.first_in_text.is_some_and(|first| index >= first))
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
        let row = match self.first_in_text {
            Some(first) if row == first * height => return Row::TextHeading,
            Some(first) if row > first * height => row - 1,
            _ => row,
        };
        let (index, line) = (row / height, row % height);
        if index < self.talks && line < self.text_lines() { Row::Talk { index, line } } else { Row::Blank }
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
    }

    /// Scrolls just so far that the selected talk is seen.
    pub fn reveal(&mut self, rows: &Rows, height: usize) {
        let first = rows.row_of(self.cursor);
        let has_heading = rows.first_in_text == Some(self.cursor) && height > rows.text_lines();
        let with_heading = first - usize::from(has_heading);
        let last = first + rows.text_lines();
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
                Row::Talk { index, line } => format!("{index}.{line}"),
                Row::Blank => String::new(),
            })
            .collect();
        assert_eq!(seen, ["0.0", "0.1", "1.0", "1.1", "in the text", "2.0", "2.1", "3.0", "3.1"]);
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
        fn the_selected_talk_is_always_seen(talks in 1u32..60, in_fields in 0usize..60, height in 1u16..40, steps in proptest::collection::vec(-20isize..20, 0..12)) {
            let results = results(talks, in_fields.min(talks as usize));
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
