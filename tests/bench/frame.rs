//! What a key costs: the model's update and the drawing of a frame, over a library of so many talks.

use std::sync::Arc;

use divan::{Bencher, black_box};
use kcbrowse::app::keymap::{Action, keymap};
use kcbrowse::app::{Effect, Message, Model, Preferences, Size, key::Key, update};
use kcbrowse::search::{Index, Part, SearchOptions};
use kcbrowse::source::Input;
use kcbrowse::talk;
use kcbrowse::view::{DARK, draw_on};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: Size = Size { columns: 120, rows: 40 };

fn model(talks: usize) -> Model {
    let files = (0..talks.div_ceil(100)).map(|file| {
        let mut text = format!("# BenchConf {}\n\n", 2010 + file % 15);
        for number in 0..100 {
            text.push_str("## Talk ");
            text.push_str(&number.to_string());
            text.push_str(
                " about schedulers\n- **Speaker**: Ada Quist, Northgate\n\nSome *words* on pods.\n\n- one\n\n",
            );
        }
        (format!("{file}.md").into(), text.into())
    });
    let (mut model, effects) = Model::start("bench", SIZE, "", Preferences::default());
    let mut index = Index::default();
    let loaded = talk::load(vec![Input::Notes(files.collect())], |loaded| {
        index.add(Arc::new(Part::of(loaded.batch.talks.clone())));
        update(&mut model, Message::Loaded(loaded.batch));
        std::ops::ControlFlow::Continue(())
    });
    assert!(loaded.is_ok(), "notes from memory load");
    for effect in effects {
        if let Effect::Search { generation, query, sort, .. } = effect {
            let options = SearchOptions { sort, ..SearchOptions::default() };
            if let Some(results) = index.search(&query, &options, &|| false) {
                update(&mut model, Message::Found { generation, results: Arc::new(results) });
            }
        }
    }
    model
}

/// Moving the selection: the note pane follows.
#[divan::bench(args = [100, 100_000])]
fn move_and_draw(bencher: Bencher<'_, '_>, talks: usize) {
    let mut model = model(talks);
    let mut down = true;
    bencher.bench_local(|| {
        down = !down;
        let message = keymap(&model, Key::char(if down { 'j' } else { 'k' })).unwrap_or(Message::Act(Action::Down));
        update(&mut model, message);
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.columns, SIZE.rows));
        draw_on(&model, &DARK, &mut buffer);
        black_box(buffer)
    });
}
