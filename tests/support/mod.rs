//! How tests speak: a session that is typed at and looked at, notes made of a few lines, the program run from
//! outside.

pub(crate) mod lakes;
pub(crate) mod program;
pub(crate) mod stack;
pub(crate) mod terminal;

use std::ops::ControlFlow;
use std::sync::Arc;

use kcbrowse::app::key::Key;
use kcbrowse::app::keymap::keymap;
use kcbrowse::app::{Effect, Fresh, Message, Model, Preferences, Size, update};
use kcbrowse::search::{Index, Part, ProposeFrom, SearchOptions, complete, related};
use kcbrowse::source::{FileNames, Input, Note, PictureFile};
use kcbrowse::talk::{self, Library};
use kcbrowse::typeset::Picture;
use kcbrowse::view::{self, Canvas, DARK, NoPictures, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The interface without a terminal: effects that compute are done at once, others are kept to be looked at.
pub(crate) struct Session {
    pub(crate) model: Model,
    index: Index,
    theme: Theme,
    /// What the outside was asked to do, computing aside.
    pub(crate) effects: Vec<Effect>,
}

/// How notes of a day begin, up to what is said in the first talk.
pub(crate) const RIVER: &str = "\
# RiverConf 2024

## Storage

### Etcd on a diet
- **Speaker**: Kim Aoki, Lattice
- **Tags**: etcd, storage

";

/// Notes as pairs of path and text.
pub(crate) fn notes(files: &[(&str, &str)]) -> Vec<Input> {
    vec![Input::Notes(files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect())]
}

/// The notes built in.
pub(crate) fn demo() -> Vec<Input> {
    notes(&kcbrowse::source::demo())
}

/// A folder of `../shared`, where it is there.
pub(crate) fn shared(name: &str) -> Option<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    folder.exists().then_some(folder)
}

impl Session {
    pub(crate) fn over(inputs: Vec<Input>) -> Session {
        Session::settled(inputs, Preferences::default())
    }

    /// A session in which a person has settled something.
    pub(crate) fn settled(inputs: Vec<Input>, preferences: Preferences) -> Session {
        let (model, effects) = Model::start("notes", Size { columns: 120, rows: 30 }, "", preferences);
        let mut session = Session { model, index: Index::default(), theme: DARK, effects: Vec::new() };
        session.perform(effects);
        session.load(inputs);
        session
    }

    /// Loads notes into an empty session.
    fn load(&mut self, inputs: Vec<Input>) {
        self.index = Index::default();
        self.arrive(inputs);
        self.send(Message::LoadEnded);
    }

    /// More notes arrive, and they are not all yet.
    pub(crate) fn arrive(&mut self, inputs: Vec<Input>) {
        let mut batches = Vec::new();
        let mut problems = Vec::new();
        talk::load(inputs, |loaded| {
            batches.push(loaded.batch);
            problems.extend(loaded.problems);
            std::ops::ControlFlow::Continue(())
        })
        .expect("notes that are there");
        for batch in batches {
            self.index.add(Arc::new(Part::of(batch.talks.clone())));
            self.send(Message::Loaded(batch));
        }
        for problem in problems {
            self.send(Message::Problem(problem.to_string()));
        }
    }

    /// The notes are these from now on.
    pub(crate) fn change(&mut self, inputs: Vec<Input>) {
        let effects = self.begin_change(inputs);
        self.perform(effects);
    }

    /// These notes are loaded, and not shown yet: that is done with the effects.
    pub(crate) fn begin_change(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        self.index = Index::default();
        let (mut library, mut problems) = (Library::default(), Vec::new());
        talk::reload(inputs, &self.model.library, |loaded| {
            self.index.add(Arc::new(Part::of(loaded.batch.talks.clone())));
            library.add(loaded.batch);
            problems.extend(loaded.problems.iter().map(ToString::to_string));
            ControlFlow::Continue(())
        })
        .expect("notes that are there");
        let fresh = Fresh::of(&self.model.library, library, problems);
        update(&mut self.model, Message::Reloaded(Box::new(fresh)))
    }

    /// The place of the notes, by which what is remembered of them is known again.
    pub(crate) fn at(mut self, place: &str) -> Session {
        place.clone_into(&mut self.model.place);
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Session {
        self.send(Message::Resized(Size { columns, rows }));
        self
    }

    pub(crate) fn theme(mut self, theme: &Theme) -> Session {
        self.theme = *theme;
        self
    }

    /// Types keys in notation: `/helm<ret>jj`.
    pub(crate) fn keys(mut self, notation: &str) -> Session {
        for key in Key::parse_all(notation).expect("known keys") {
            if let Some(message) = keymap(&self.model, key) {
                self.send(message);
            }
        }
        self
    }

    pub(crate) fn send(&mut self, message: Message) {
        let effects = update(&mut self.model, message);
        self.perform(effects);
    }

    pub(crate) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Search { generation, query, sort, reverse, known, facets_holding } => {
                    let options = SearchOptions {
                        sort,
                        reverse,
                        known: Some(&known),
                        looks_further: true,
                        facets_holding: &facets_holding,
                        ..SearchOptions::default()
                    };
                    if let Some(results) = self.index.search(&query, &options, &|| false) {
                        self.send(Message::Found { generation, results: Arc::new(results) });
                    }
                }
                Effect::Typeset(order) => {
                    let look = |note: &Note, address: &str| {
                        (PictureFile::of(note, address, &FileNames::default()) == PictureFile::Missing)
                            .then_some(Picture::Missing)
                    };
                    let mut made = Vec::new();
                    let _ = order.fulfil(look, |page| {
                        made.push(page);
                        ControlFlow::Continue(())
                    });
                    for page in made {
                        self.send(Message::Page(order.key, page));
                    }
                }
                Effect::Related(talk) => {
                    if let Some(related) = related(&self.index, talk, &|| false) {
                        self.send(Message::Related(talk, related));
                    }
                }
                Effect::Propose(ask) => {
                    let from = ProposeFrom { index: &self.index, known: None, stale: &|| false };
                    let proposals = complete(&ask.text, ask.cursor, from);
                    self.send(Message::Proposed(ask, proposals));
                }
                effect => self.effects.push(effect),
            }
        }
    }

    /// The cells as drawn.
    pub(crate) fn buffer(&self) -> Buffer {
        let size = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.columns, size.rows));
        view::draw_on(&self.model, &self.theme, &mut buffer);
        buffer
    }

    /// The texts of the cells that are links of the terminal, and where they lead.
    pub(crate) fn linked_cells(&self) -> Vec<(String, String)> {
        let size = self.model.size;
        let mut terminal =
            Terminal::new(TestBackend::new(size.columns, size.rows)).expect("a terminal that is not there");
        let canvas = Canvas { hyperlinks: true, pictures: &NoPictures };
        let frame = terminal.draw(|frame| view::draw(&self.model, &self.theme, canvas, frame)).expect("a frame");
        let linked = |symbol: &str| {
            let (address, rest) = symbol.strip_prefix("\x1b]8;id=")?.split_once("\x1b\\")?;
            let (_, address) = address.split_once(';')?;
            Some((rest.strip_suffix("\x1b]8;;\x1b\\")?.to_owned(), address.to_owned()))
        };
        frame.buffer.content().iter().filter_map(|cell| linked(cell.symbol())).collect()
    }

    /// The screen as text, blanks at the ends of lines left out.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.buffer();
        let mut screen = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    line.push_str(symbol);
                    skip = kcbrowse::text::width(symbol);
                }
                skip = skip.saturating_sub(1);
            }
            screen.push_str(line.trim_end());
            screen.push('\n');
        }
        screen
    }

    /// Titles in the list, in order.
    pub(crate) fn titles(&self) -> Vec<&str> {
        self.model.results.hits.iter().filter_map(|ix| self.model.library.get(*ix)).map(|talk| &*talk.title).collect()
    }

    /// Title of the selected talk.
    pub(crate) fn selected(&self) -> &str {
        self.model.selected().and_then(|ix| self.model.library.get(ix)).map_or("", |talk| &*talk.title)
    }
}
