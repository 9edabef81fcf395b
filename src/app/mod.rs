//! The state machine: what is known ([`Model`]), what can happen ([`Message`]), what follows ([`update`]) and
//! what the outside is asked to do ([`Effect`]). No I/O and no terminal crate here: the same messages give the
//! same model, so that tests drive it like a person does.

mod acting;
pub mod bindings;
mod choosing;
pub mod facets;
mod folding;
pub mod geometry;
mod held;
pub mod help;
pub mod key;
pub mod keymap;
mod kin;
mod line_edit;
pub mod list;
mod live;
mod looks;
pub mod memory;
mod mouse;
mod moving;
pub mod note;
mod offers;
mod order;
pub mod picker;
mod places;
mod preferences;
pub mod query_line;
mod reading;
mod remember;
pub mod stats;
pub mod traces;
mod update;

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::search::{Completion, Known, Query, Related, Results, Sort};
use crate::source::Progress;
use crate::talk::{Batch, Library, TalkId, TalkIx};

pub use geometry::{Area, Panes, Size};
pub use line_edit::LineEdit;
pub use live::Fresh;
pub use order::{Looks, Made, PageOrder, Tokens};
pub use places::{Going, Place, current_heading};
pub use preferences::{NamedQuery, Preferences};
pub use reading::{date_beside_event, header};
pub use update::update;

/// Everything the interface knows.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// What is browsed, as shown at the top: `~/notes`.
    pub name: String,
    /// Where it is, so that what is remembered of these notes does not touch others.
    pub place: String,
    /// The terminal's size.
    pub size: Size,
    /// What was settled for all runs.
    pub preferences: Preferences,
    /// Keys pressed that begin a sequence.
    pub pending: Vec<key::Key>,
    /// The talks.
    pub library: Library,
    /// How far loading is.
    pub loading: Loading,
    /// The query line.
    pub query: LineEdit,
    /// Ways to go on with it, while it is typed.
    pub proposals: query_line::Proposals,
    /// Queries used before, newest first.
    pub recent: Vec<String>,
    /// The query the results are of, or will be.
    pub parsed: Arc<Query>,
    /// The query the results are really of: the same, or, where nothing matched, with its slips mended.
    pub shown: Arc<Query>,
    /// The text to find in the note, while it overrides the query's words.
    pub find: LineEdit,
    /// Which text line takes the keys.
    pub typing: Typing,
    /// The pane in focus.
    pub pane: Pane,
    /// The list.
    pub list: list::ListPane,
    /// The note.
    pub note: note::NotePane,
    /// The facets.
    pub facets: facets::FacetPane,
    /// What the last search found.
    pub results: Arc<Results>,
    /// Order of the list where no query ranks it; remembered for the notes in `place`.
    pub unranked: memory::Sorting,
    /// Order of what a query ranks: by match, until another is asked for; forgotten with the query.
    pub ranked: memory::Sorting,
    /// Number of the newest query or order asked for; answers to older ones are dropped.
    pub generation: u64,
    /// Whether its first answer is still to come.
    pub asked: Asked,
    /// Talks marked for export, in the order of the library.
    pub marked: BTreeSet<TalkIx>,
    /// Talks with a star.
    pub stars: traces::Traces,
    /// Talks that were read.
    pub seen: traces::Traces,
    /// What this run changed of what is remembered, in order.
    pub changes: Vec<memory::Change>,
    /// What lies over everything, while something does.
    pub sheet: Option<Sheet>,
    /// The list to choose from, while one is open.
    pub picker: Option<picker::Picker>,
    /// The talk whose related talks were asked for.
    pub asked_related: Option<TalkIx>,
    /// The talk whose links were asked for and are being looked for.
    pub asked_links: Option<TalkIx>,
    /// The talk on the way to being shown.
    pub going: Option<Going>,
    /// What was selected and marked, and went away with the talks when their notes changed.
    pub away: Away,
    /// Notes that were loaded again, until what matches among them is known.
    pub coming: Option<Box<Fresh>>,
    /// Places to come back to, the newest last.
    pub trail: Vec<Place>,
    /// Whether the note has the whole width.
    pub note_only: bool,
    /// Whether the facets are hidden.
    pub facets_hidden: bool,
    /// Widths of panes, where they are not the program's.
    pub widths: geometry::Widths,
    /// The edge between panes the mouse holds.
    pub held: Option<geometry::Edge>,
    /// Whether the terminal has the mouse, to select text with.
    pub mouse_free: bool,
    /// A word for the status line; gone with the next key.
    pub notice: Option<Notice>,
}

/// What comes back when its talks do.
#[derive(Debug, Clone, Default)]
pub struct Away {
    /// The talk that was selected, and the first visible line of its note.
    pub selected: Option<(TalkId, usize)>,
    /// Marked talks.
    pub marked: HashSet<TalkId>,
    /// Talks that were marked when the notes were left last; they may not be loaded yet.
    pub left_marked: Vec<traces::Trace>,
}

/// Whether the newest search is for another query than the results on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    /// The same query over more talks.
    #[default]
    More,
    /// Another query: the best hit is selected.
    Another,
    /// Another query or order around the selected talk, which stays selected.
    Around,
}

/// Lines to scroll through, over everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// What it shows.
    pub shows: Shows,
    /// Its first visible line.
    pub top: usize,
}

/// What a sheet shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Keys and the query language.
    Help,
    /// How many of the talks found there are by year, event, topic …
    Numbers,
}

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// Values to filter by.
    Facets,
    /// The talks.
    #[default]
    List,
    /// The note of the selected talk.
    Note,
}

/// Which line of text is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Typing {
    /// None: keys are commands.
    #[default]
    None,
    /// The query.
    Query,
    /// The text to find in the note.
    Find,
    /// The text that values in the facets must hold.
    Facet,
}

/// How far loading is.
#[derive(Debug, Clone, Default)]
pub struct Loading {
    /// Whether everything is there.
    pub done: bool,
    /// Files found and read so far.
    pub progress: Progress,
    /// What could not be read, a sentence each.
    pub problems: Vec<String>,
}

/// A word for the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub trouble: bool,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key asked for an action.
    Act(keymap::Action),
    /// Keys were pressed that begin a sequence; none where a sequence was given up.
    Keys(Vec<key::Key>),
    /// A key for the line being typed.
    Edit(key::Key),
    /// Text was pasted.
    Pasted(String),
    /// The terminal has another size.
    Resized(Size),
    /// A mouse button or wheel, at a column and row, 0-based.
    Mouse(Mouse, u16, u16),
    /// Talks were loaded.
    Loaded(Batch),
    /// How far loading is.
    Progress(Progress),
    /// A file could not be read.
    Problem(String),
    /// Everything is loaded.
    LoadEnded,
    /// A search is done.
    Found {
        /// Which one; see [`Model::generation`].
        generation: u64,
        /// What it found.
        results: Arc<Results>,
    },
    /// Talks related to one.
    Related(TalkIx, Vec<Related>),
    /// A better page of a talk: the whole of a long one, or with its code coloured.
    Page(note::PageKey, Made),
    /// Ways to go on with the query.
    Proposed(query_line::Ask, Vec<Completion>),
    /// What earlier runs remembered.
    Remembered(memory::Memory),
    /// What is remembered by now, another run having added to it. It holds so many of this run's
    /// [changes](Model::changes).
    AlsoRemembered(memory::Memory, usize),
    /// Something outside has a word to say.
    Notice(Notice),
    /// The notes changed and were loaded again.
    Reloaded(Box<Fresh>),
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press,
    /// It went down again at the same place, soon after.
    DoublePress,
    /// It was let go.
    Release,
    /// The mouse was moved with the left button down.
    Drag,
    /// The wheel turned towards the reader.
    WheelDown,
    /// The wheel turned away.
    WheelUp,
}

/// Something the outside is asked to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Search, and answer with [`Message::Found`] of the same generation.
    Search {
        /// Number of the search.
        generation: u64,
        /// What to look for.
        query: Arc<Query>,
        /// The order.
        sort: Sort,
        /// Whether it is the other way round.
        reverse: bool,
        /// The talks that `is:` means.
        known: Known,
        /// What listed facet values must hold, folded.
        facets_holding: String,
    },
    /// Look for talks related to one, and answer with [`Message::Related`].
    Related(TalkIx),
    /// Make a better page apart; answer with a [`Message::Page`] for each that [`PageOrder::fulfil`] makes.
    Typeset(Box<PageOrder>),
    /// Restore the terminal and go.
    Leave(Exit),
    /// Suspend to the shell, come back on `fg`.
    Suspend,
    /// Open a link with the platform's opener. Only http, https and mailto get here.
    OpenLink(String),
    /// Put text on the clipboard; the word says what it is.
    Copy(String, &'static str),
    /// Leave the mouse to the terminal, or take it again.
    FreeMouse(bool),
    /// Open the editor at a 1-based line, then load again what changed.
    Edit(PathBuf, u32),
    /// Propose ways to go on with a query text, and answer with [`Message::Proposed`].
    Propose(query_line::Ask),
    /// Remember something for later runs.
    Remember(memory::Change),
}

/// How the interface is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// Quit.
    Done,
    /// Interrupted with Ctrl-C.
    Interrupted,
    /// With talks to print, in the order of the library.
    Export(Vec<TalkIx>),
}

impl Model {
    /// A model before anything is loaded, and the first effects.
    pub fn start(name: impl Into<String>, size: Size, query: &str, preferences: Preferences) -> (Model, Vec<Effect>) {
        let unranked = memory::Sorting { sort: preferences.sort.unwrap_or_default(), reverse: false };
        let mut model = Model { name: name.into(), size, unranked, preferences, ..Model::default() };
        model.widths = model.preferences.widths;
        model.mouse_free = model.preferences.mouse_free;
        model.query.set(query);
        model.parsed = Arc::new(Query::parse(query));
        // An order that was asked for holds for the query asked for with it.
        model.ranked = unranked;
        let effect = update::search(&mut model, Asked::Another);
        (model, vec![effect])
    }

    /// Where everything is.
    pub fn panes(&self) -> Panes {
        Panes::of(self.size, self)
    }

    /// The order of the list.
    pub fn sorting(&self) -> memory::Sorting {
        if self.parsed.ranks() { self.ranked } else { self.unranked }
    }

    /// The number of the selected talk.
    pub fn selected(&self) -> Option<TalkIx> {
        self.list.selected
    }

    /// Talks that `x` prints: the marked ones, or the selected one.
    pub fn to_export(&self) -> Vec<TalkIx> {
        if self.marked.is_empty() {
            self.selected().into_iter().collect()
        } else {
            self.marked.iter().copied().collect()
        }
    }

    /// The rows of the list as laid out now.
    pub fn list_rows(&self) -> list::Rows {
        list::Rows::of(&self.results, self.panes().list.height)
    }
}

impl Notice {
    /// A plain word.
    pub fn word(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), trouble: false }
    }

    /// Something went wrong.
    pub fn trouble(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), trouble: true }
    }
}
