//! Which key does what: one table. The help overlay, the status line and the README's key table come from
//! it; nothing else names a key. What a person changes of it is in `bindings`.

use super::bindings::{Bound, Found};
use super::key::{Code, Key};
use super::{Message, Model, Pane, Typing};

/// Something a person can ask for. Its name in the configuration is the variant's, as `half-down`: another name
/// for the variant breaks people's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Type a query; in the note, find in it.
    Search,
    /// One line or talk down.
    Down,
    /// One line or talk up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// To the top.
    Top,
    /// To the bottom.
    Bottom,
    /// The next pane.
    NextPane,
    /// The previous pane.
    PreviousPane,
    /// The pane to the right.
    PaneRight,
    /// The pane to the left.
    PaneLeft,
    /// From the query to the list, from the list to the note; on a facet, toggle it.
    Enter,
    /// Mark the talk; on a facet, toggle it.
    Mark,
    /// Fold the group of values, or show them again.
    Fold,
    /// Leave talks with this facet out.
    Exclude,
    /// The next hit in the note.
    NextHit,
    /// The previous hit in the note.
    PreviousHit,
    /// Scroll the note down from anywhere.
    NoteDown,
    /// Scroll the note up from anywhere.
    NoteUp,
    /// Leave and print the marked talks, or the selected one.
    Export,
    /// Open the talk's main link.
    OpenLink,
    /// Copy the talk's Markdown.
    CopyTalk,
    /// Copy the talk's main link.
    CopyLink,
    /// Open the note in the editor at the talk.
    Edit,
    /// Show the next copy of the talk.
    NextCopy,
    /// The next sort order.
    Sort,
    /// The next way to go on with the query, or to the list.
    Complete,
    /// The way before, or to the facets.
    CompleteBack,
    /// Queries used before that hold what is typed.
    Recent,
    /// While typing: an older query in an empty line, else the previous talk.
    Older,
    /// While typing: a newer query after an older one, else the next talk.
    Newer,
    /// Give the talk a star, or take it away.
    Star,
    /// Let the talk count as read, or as unread.
    Seen,
    /// The same order the other way round.
    Reverse,
    /// The note at full width.
    Zoom,
    /// Hide or show the facets.
    ToggleFacets,
    /// Leave the mouse to the terminal, or take it again.
    FreeMouse,
    /// Help.
    Help,
    /// How many of the talks found there are by year, event, topic …
    Numbers,
    /// One step back.
    Back,
    /// Quit.
    Quit,
    /// Quit with exit code 130.
    Interrupt,
    /// Suspend to the shell.
    Suspend,
    /// Choose among the talk's links.
    Links,
    /// Choose among the note's headings.
    Outline,
    /// Choose among talks related to this one.
    Related,
    /// Choose a speaker, company, event, topic or tag of the talk, and list all talks with it.
    AllWith,
    /// Diagrams drawn, or as source.
    Diagrams,
    /// All of the talk's file, or the talk alone.
    WholeFile,
    /// To the right along wide lines.
    ScrollRight,
    /// To the left along wide lines.
    ScrollLeft,
    /// Choose among all actions.
    Palette,
    /// Back to where a link or heading was followed from.
    GoBack,
}

impl Action {
    /// The name in the configuration: `half-down`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(c.to_lowercase());
        }
        name
    }

    /// Every action, in the order of the table.
    pub fn all() -> Vec<Action> {
        let mut all: Vec<Action> = Vec::new();
        for row in BINDINGS {
            if !all.contains(&row.action) {
                all.push(row.action);
            }
        }
        all
    }

    /// Whether it only moves the selection, the page or the focus.
    pub fn moves(self) -> bool {
        use Action as A;
        matches!(
            self,
            A::Down
                | A::Up
                | A::PageDown
                | A::PageUp
                | A::HalfDown
                | A::HalfUp
                | A::Top
                | A::Bottom
                | A::NextPane
                | A::PreviousPane
                | A::PaneRight
                | A::PaneLeft
                | A::NextHit
                | A::PreviousHit
                | A::NoteDown
                | A::NoteUp
        )
    }
}

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// While a query is typed.
    Query,
    /// While a text to find in the note is typed.
    Find,
    /// In every pane.
    Panes,
    /// In the facets.
    Facets,
    /// In the list.
    List,
    /// In the note.
    Note,
    /// On a sheet: the help, the numbers.
    Sheet,
    /// In a list to choose from.
    Picker,
}

impl Context {
    /// Those with a table of their own in the configuration, in the order of the help.
    pub const ALL: [Context; 8] = [
        Context::Panes,
        Context::List,
        Context::Note,
        Context::Facets,
        Context::Query,
        Context::Find,
        Context::Picker,
        Context::Sheet,
    ];

    /// The name of its table in the configuration; empty for what holds in every pane.
    pub fn name(self) -> &'static str {
        match self {
            Context::Query => "query",
            Context::Find => "find",
            Context::Panes => "",
            Context::Facets => "facets",
            Context::List => "list",
            Context::Note => "note",
            Context::Sheet => "sheet",
            Context::Picker => "picker",
        }
    }

    /// Its table in the configuration: `[keys.list]`.
    pub fn table(self) -> String {
        match self.name() {
            "" => "[keys]".to_owned(),
            name => format!("[keys.{name}]"),
        }
    }

    /// Whether it is one of the panes.
    pub fn is_pane(self) -> bool {
        matches!(self, Context::Facets | Context::List | Context::Note)
    }

    /// Whether characters are typed there.
    pub fn types(self) -> bool {
        matches!(self, Context::Query | Context::Find | Context::Picker)
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys, the one to teach first.
    pub keys: &'static [Key],
    /// What they do.
    pub action: Action,
    /// In the help's words.
    pub help: &'static str,
    /// In the status line's word or two; empty where it is not taught there.
    pub hint: &'static str,
}

const fn c(c: char) -> Key {
    Key::char(c)
}

const fn k(code: Code) -> Key {
    Key::plain(code)
}

const fn row(
    context: Context,
    keys: &'static [Key],
    action: Action,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { context, keys, action, help, hint }
}

/// The key map. A context's own rows come before those of every pane. Order is the order of the help; hints
/// are taught in this order too.
pub const BINDINGS: &[Binding] = {
    use Action as A;
    use Context::{Facets, Find, List, Note, Panes, Picker, Query, Sheet};
    &[
        row(Query, &[k(Code::Enter)], A::Enter, "to the list", "go to the list"),
        row(Query, &[k(Code::Esc)], A::Back, "leave", "leave the query; once more clears it"),
        row(
            Query,
            &[k(Code::Tab)],
            A::Complete,
            "complete",
            "complete a field or value, again: the next; or to the list",
        ),
        row(Query, &[k(Code::BackTab)], A::CompleteBack, "", "the completion before; or to the facets"),
        row(Query, &[k(Code::Up)], A::Older, "", "in an empty line: earlier queries; else the previous talk"),
        row(Query, &[k(Code::Down)], A::Newer, "", "later queries again; else the next talk"),
        row(Query, &[Key::ctrl('r')], A::Recent, "recent", "queries used before or named that hold what is typed"),
        row(Query, &[Key::ctrl('n')], A::Down, "next", "next talk, without leaving the query"),
        row(Query, &[Key::ctrl('p')], A::Up, "", "previous talk, without leaving the query"),
        row(Query, &[k(Code::PageDown)], A::PageDown, "", "a page of talks down"),
        row(Query, &[k(Code::PageUp)], A::PageUp, "", "a page of talks up"),
        row(Query, &[Key::ctrl('c')], A::Interrupt, "", "quit with exit code 130"),
        row(Query, &[Key::ctrl('z')], A::Suspend, "", "suspend to the shell"),
        row(Find, &[k(Code::Enter)], A::Enter, "to its hits", "back to the note; n and N go from hit to hit"),
        row(Find, &[k(Code::Esc)], A::Back, "leave", "leave, and forget what was looked for"),
        row(Find, &[Key::ctrl('c')], A::Interrupt, "", "quit with exit code 130"),
        row(Find, &[Key::ctrl('z')], A::Suspend, "", "suspend to the shell"),
        row(Facets, &[k(Code::Enter), c(' ')], A::Mark, "toggle", "only talks with this; again: all"),
        row(Facets, &[c('!')], A::Exclude, "exclude", "only talks without this; again: all"),
        row(Facets, &[c('-')], A::Fold, "fold", "fold this group, or show its values again"),
        row(List, &[k(Code::Enter)], A::Enter, "read", "read the note"),
        row(List, &[c(' ')], A::Mark, "mark", "mark the talk for export"),
        row(Note, &[k(Code::Enter)], A::Enter, "open", "open or close what is folded (▸ ▾); else a page down"),
        row(Note, &[c(' ')], A::PageDown, "", "a page down"),
        row(Panes, &[c('/')], A::Search, "search", "type a query; in the note find in it, in the facets filter"),
        row(Panes, &[Key::ctrl('r')], A::Recent, "", "queries used before, and those named in the configuration"),
        row(Panes, &[c('j'), k(Code::Down)], A::Down, "", "down"),
        row(Panes, &[c('k'), k(Code::Up)], A::Up, "", "up"),
        row(Panes, &[Key::ctrl('d')], A::HalfDown, "", "half a page down"),
        row(Panes, &[Key::ctrl('u')], A::HalfUp, "", "half a page up"),
        row(Panes, &[k(Code::PageDown), Key::ctrl('f')], A::PageDown, "", "a page down"),
        row(Panes, &[k(Code::PageUp), Key::ctrl('b')], A::PageUp, "", "a page up"),
        row(Panes, &[c('g'), k(Code::Home)], A::Top, "", "to the top"),
        row(Panes, &[c('G'), k(Code::End)], A::Bottom, "", "to the bottom"),
        row(Panes, &[k(Code::Tab)], A::NextPane, "pane", "next pane"),
        row(Panes, &[k(Code::BackTab)], A::PreviousPane, "", "previous pane"),
        row(Panes, &[c('l'), k(Code::Right)], A::PaneRight, "", "the pane to the right"),
        row(Panes, &[c('h'), k(Code::Left)], A::PaneLeft, "", "the pane to the left"),
        row(Panes, &[c('n')], A::NextHit, "next hit", "next hit in the note"),
        row(Panes, &[c('N')], A::PreviousHit, "", "previous hit in the note"),
        row(Panes, &[c('J')], A::NoteDown, "", "scroll the note down, from anywhere"),
        row(Panes, &[c('K')], A::NoteUp, "", "scroll the note up, from anywhere"),
        row(Panes, &[c('x')], A::Export, "export", "leave, and print the marked talks or this one to stdout"),
        row(Panes, &[c('o')], A::OpenLink, "open link", "open the talk's main link: its recording, slides …"),
        row(Panes, &[c('L')], A::Links, "links", "choose among the talk's links"),
        row(Panes, &[c('O')], A::Outline, "", "outline: choose among the note's headings"),
        row(Panes, &[k(Code::Backspace)], A::GoBack, "", "back to where a link, heading or speaker was followed from"),
        row(Panes, &[c('r')], A::Related, "", "choose among related talks"),
        row(
            Panes,
            &[c('f')],
            A::AllWith,
            "",
            "follow a speaker of the talk, its company, event, topic or tag: all with it",
        ),
        row(Panes, &[c('y')], A::CopyTalk, "", "copy the talk's Markdown"),
        row(Panes, &[c('Y')], A::CopyLink, "", "copy the talk's main link"),
        row(Panes, &[c('e')], A::Edit, "", "edit the note at the talk, then read it again"),
        row(Panes, &[c('c')], A::NextCopy, "", "step through the copies of the talk, and to others of its title"),
        row(Panes, &[c('w')], A::WholeFile, "", "the whole file around the talk, or the talk alone again"),
        row(Panes, &[c('D')], A::Diagrams, "", "diagrams as source, or drawn"),
        row(Panes, &[c('>')], A::ScrollRight, "", "keep wide code and tables whole, and go right along them"),
        row(Panes, &[c('<')], A::ScrollLeft, "", "go left along them; at their beginning, break them again"),
        row(Panes, &[c('s')], A::Sort, "sort", "next order: match, date, title, event, speaker, file, length"),
        row(Panes, &[c('S')], A::Reverse, "", "the same order the other way round"),
        row(Panes, &[c('#')], A::Numbers, "", "numbers: the talks by year, event, topic, tag, person and company"),
        row(Panes, &[c('*')], A::Star, "", "star the talk, or take its star off; is:starred finds them"),
        row(Panes, &[c('u')], A::Seen, "", "a talk that was read counts as unread, or as read; is:seen finds them"),
        row(Panes, &[c('z')], A::Zoom, "", "the note alone, or all panes again"),
        row(Panes, &[c('t')], A::ToggleFacets, "", "hide or show the facets"),
        row(Panes, &[c('M')], A::FreeMouse, "", "leave the mouse to the terminal, to select text; or take it again"),
        row(Panes, &[k(Code::Esc)], A::Back, "back", "one step back: close, leave, clear the query"),
        row(Panes, &[c(':')], A::Palette, "", "choose among all that can be done here"),
        row(Panes, &[c('?')], A::Help, "help", "this help"),
        row(Panes, &[c('q')], A::Quit, "quit", "quit"),
        row(Panes, &[Key::ctrl('c')], A::Interrupt, "", "quit with exit code 130"),
        row(Panes, &[Key::ctrl('z')], A::Suspend, "", "suspend to the shell"),
        row(Sheet, &[c('j'), k(Code::Down)], A::Down, "", "down"),
        row(Sheet, &[c('k'), k(Code::Up)], A::Up, "", "up"),
        row(Sheet, &[k(Code::PageDown), c(' '), Key::ctrl('d')], A::PageDown, "", "a page down"),
        row(Sheet, &[k(Code::PageUp), Key::ctrl('u')], A::PageUp, "", "a page up"),
        row(Sheet, &[c('g'), k(Code::Home)], A::Top, "", "to the top"),
        row(Sheet, &[c('G'), k(Code::End)], A::Bottom, "", "to the bottom"),
        row(Sheet, &[k(Code::Esc), c('?'), c('#'), c('q'), k(Code::Enter)], A::Back, "close", "close it"),
        row(Sheet, &[Key::ctrl('c')], A::Interrupt, "", "quit with exit code 130"),
        row(Sheet, &[Key::ctrl('z')], A::Suspend, "", "suspend to the shell"),
        row(Picker, &[k(Code::Enter)], A::Enter, "choose", "choose it; the number of a link chooses at once"),
        row(Picker, &[k(Code::Down), Key::ctrl('n')], A::Down, "next", "down"),
        row(Picker, &[k(Code::Up), Key::ctrl('p')], A::Up, "", "up"),
        row(Picker, &[k(Code::PageDown)], A::PageDown, "", "a page down"),
        row(Picker, &[k(Code::PageUp)], A::PageUp, "", "a page up"),
        row(Picker, &[k(Code::Esc)], A::Back, "close", "close it"),
        row(Picker, &[Key::ctrl('c')], A::Interrupt, "", "quit with exit code 130"),
        row(Picker, &[Key::ctrl('z')], A::Suspend, "", "suspend to the shell"),
    ]
};

/// The contexts a key is looked up in now, the nearest first.
pub fn contexts(model: &Model) -> &'static [Context] {
    if model.sheet.is_some() {
        return &[Context::Sheet];
    }
    if model.picker.is_some() {
        return &[Context::Picker];
    }
    match (model.typing, model.pane) {
        (Typing::Find, _) => &[Context::Find],
        (Typing::Query | Typing::Facet, _) => &[Context::Query],
        (Typing::None, Pane::Facets) => &[Context::Facets, Context::Panes],
        (Typing::None, Pane::List) => &[Context::List, Context::Panes],
        (Typing::None, Pane::Note) => &[Context::Note, Context::Panes],
    }
}

/// The bindings that hold now, the nearest first.
pub fn bindings(model: &Model) -> impl Iterator<Item = &Bound> {
    contexts(model).iter().flat_map(|context| model.preferences.keys.of(*context))
}

/// The key to teach for an action now; `None` where it has none.
pub fn taught(model: &Model, action: Action) -> Option<String> {
    let key = model.preferences.keys.key(contexts(model), action);
    key.map(|key| key.shown(model.preferences.signs))
}

/// Whether an action can do anything now, so that only what works is taught.
pub fn applies(model: &Model, action: Action) -> bool {
    match action {
        Action::Enter if model.picker.is_some() => true,
        Action::Enter if model.typing != Typing::None => true,
        Action::Enter
        | Action::Export
        | Action::Star
        | Action::Seen
        | Action::CopyTalk
        | Action::Edit
        | Action::WholeFile
        | Action::AllWith
        | Action::Related => model.selected().is_some(),
        Action::Links => model.selected().is_some_and(|talk| !model.note.lacks_links(talk)),
        Action::Outline => model.note.page.headings.len() > 1 || !model.note.page.details.is_empty(),
        Action::ScrollRight | Action::ScrollLeft => {
            model.note.sideways.is_some() || model.note.key.is_some_and(|key| model.note.page.full_width > key.width)
        }
        Action::GoBack => !model.trail.is_empty(),
        Action::Mark if model.pane != Pane::Facets => model.selected().is_some(),
        Action::OpenLink | Action::CopyLink => model.note.main_link.is_some(),
        Action::Complete => model.typing == Typing::Query && !model.query.text().is_empty(),
        Action::Recent => !model.recent.is_empty() || !model.preferences.queries.is_empty(),
        Action::Sort | Action::Reverse => model.results.hits.len() > 1,
        _ => true,
    }
}

/// What a key means now.
pub fn keymap(model: &Model, key: Key) -> Option<Message> {
    let pressed: Vec<Key> = model.pending.iter().copied().chain(std::iter::once(key)).collect();
    match model.preferences.keys.look_up(contexts(model), &pressed) {
        Found::Action(action) => return Some(Message::Act(action)),
        Found::Prefix => return Some(Message::Keys(pressed)),
        // Another key gives the sequence up, and does nothing else: it was meant for the sequence.
        Found::Nothing if !model.pending.is_empty() => return Some(Message::Keys(Vec::new())),
        Found::Nothing => {}
    }
    (model.typing != Typing::None || model.picker.is_some()).then_some(Message::Edit(key))
}
