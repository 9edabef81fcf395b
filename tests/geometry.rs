//! Where things are: the areas tile the screen at any size.

use kcbrowse::app::{Model, Pane, Panes, Size, Typing};
use proptest::prelude::*;

fn model(pane: Pane, typing: Typing, note_only: bool, facets_hidden: bool) -> Model {
    Model { pane, typing, note_only, facets_hidden, ..Model::default() }
}

proptest! {
    #[test]
    fn areas_tile_the_screen(
        columns in 0u16..300,
        rows in 0u16..120,
        pane in prop_oneof![Just(Pane::Facets), Just(Pane::List), Just(Pane::Note)],
        typing in prop_oneof![Just(Typing::None), Just(Typing::Query), Just(Typing::Find)],
        note_only: bool,
        facets_hidden: bool,
    ) {
        let panes = Panes::of(Size { columns, rows }, &model(pane, typing, note_only, facets_hidden));
        let mut covered = vec![0u8; usize::from(columns) * usize::from(rows)];
        for area in panes.all() {
            for y in area.y..area.y + area.height {
                for x in area.x..area.x + area.width {
                    prop_assert!(x < columns && y < rows, "{area:?} leaves the screen");
                    covered[usize::from(y) * usize::from(columns) + usize::from(x)] += 1;
                }
            }
        }
        prop_assert!(covered.iter().all(|count| *count == 1), "a cell is in no area or in two: {panes:?}");
    }
}
