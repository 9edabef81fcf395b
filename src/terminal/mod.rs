//! The shell around the pure parts: the event loop, the terminal, and what effects do outside.

mod capabilities;
mod clipboard;
mod editor;
mod ground;
mod guard;
mod hyperlinks;
mod input;
mod keeping;
mod loading;
mod opener;
mod pictures;
mod searching;
mod signals;
mod typesetting;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::event::Event as Report;
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::app::{Effect, Exit, Message, Model, Notice, Preferences, Size, update};
use crate::source::{Input as Source, Word};
use crate::view::{self, Canvas, Theme};
pub use capabilities::{charset, color_depth};
use ground::{Answer, QUESTION};
pub use ground::{Ground, Looks};
pub use guard::{Guard, open_tty};
pub use hyperlinks::has_hyperlinks;
use input::{Clicks, Input};
pub use keeping::Keeper;
use keeping::Keeping;
use loading::{LoadEvent, Notes};
use opener::Opened;
use pictures::Wall;
pub use pictures::{Choice as PictureChoice, Means, Way};
use searching::{Request, Searcher};
use typesetting::Typesetter;

/// Columns of the terminal, where there is one.
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into())
}

/// What to browse and how.
#[derive(Debug)]
pub struct Setup {
    /// The notes.
    pub inputs: Vec<Source>,
    /// Whether changes of their files show at once.
    pub watch: bool,
    /// Their name at the top of the screen.
    pub name: String,
    /// Where they are: what is remembered of them is found again by it.
    pub place: String,
    /// The query to start with.
    pub query: String,
    /// The theme, or those to choose from.
    pub looks: Looks,
    /// Whether links of notes are links of the terminal.
    pub hyperlinks: bool,
    /// How pictures of notes are shown, if they are: in a build without them they are not.
    pub pictures: Option<Means>,
    /// What was settled for all runs.
    pub preferences: Preferences,
    /// Programs that do what this one does not.
    pub programs: Programs,
    /// What is wrong with how the program was set up, if anything.
    pub problem: Option<String>,
    /// Where stars and the like are kept between runs, if anywhere.
    pub keeper: Option<Box<dyn Keeper>>,
}

/// Commands of other programs, where they were settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programs {
    /// Edits a note; `{file}` and `{line}` in it are filled in.
    pub editor: Option<String>,
    /// Opens a link; `{url}` in it is filled in.
    pub opener: Option<String>,
}

/// A variable of the environment.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// How browsing ended.
#[derive(Debug)]
pub enum Ended {
    /// By the person.
    Left(Exit),
    /// By a signal, its number.
    Signal(i32),
}

/// What the event loop waits for.
#[derive(Debug)]
enum Event {
    /// From the terminal.
    Report(Report),
    /// The terminal's ground is this.
    Ground(Ground),
    /// From a load, with its number.
    Load(u64, LoadEvent),
    /// From the watch on the notes.
    Watch(Word),
    /// For the model.
    Message(Message),
    /// Another picture is ready.
    Pictures,
    /// From outside, by its number.
    Signal(i32),
    /// Reading from the terminal failed for good.
    TerminalGone,
}

/// Runs the interface on the terminal until it is left; returns how, and the model as it was then.
///
/// # Errors
/// Where the terminal cannot be opened or drawn on.
pub fn browse(mut setup: Setup) -> io::Result<(Ended, Model)> {
    let (events, inbox) = channel();
    // Reading starts before anything is drawn: the first talks are there with the first frames.
    let notes = Notes::load(std::mem::take(&mut setup.inputs), setup.watch, events.clone());
    signals::forward(events.clone(), &AWAY)?;
    let guard = Guard::enter()?;
    let mut shell = Shell::new(setup, guard, notes, events)?;
    let ended = shell.run(&inbox)?;
    // What earlier runs left is not written over before it is known.
    if let Some(change) = shell.model.visit().filter(|_| !shell.awaits_memory) {
        shell.keeping.keep(change);
    }
    Ok((ended, shell.model))
}

/// Runs the work of a background thread. A bug there must not stop it in silence: the person is told.
fn told_of_bugs(events: &Sender<Event>, what: &str, work: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(work)).is_err() {
        let word = format!("a bug in kcbrowse ended {what}: quit with q and start again");
        let _ = events.send(Event::Message(Message::Notice(Notice::trouble(word))));
    }
}

/// Whether the terminal belongs to another program, an editor: keys that make signals are meant for it.
static AWAY: AtomicBool = AtomicBool::new(false);

/// The longest that the first frame is put off until it is known what earlier runs left.
const MEMORY_PATIENCE: Duration = Duration::from_millis(8);

type Screen = Terminal<CrosstermBackend<BufWriter<File>>>;

struct Shell {
    model: Model,
    theme: Theme,
    looks: Looks,
    programs: Programs,
    hyperlinks: bool,
    screen: Screen,
    notes: Notes,
    searcher: Searcher,
    typesetter: Typesetter,
    wall: Wall,
    input: Input,
    clicks: Clicks,
    events: Sender<Event>,
    ended: Option<Ended>,
    /// Whether what earlier runs left is being read.
    awaits_memory: bool,
    /// Dropped before `keeping`, which may have to wait for the state file: not with the terminal taken.
    guard: Guard,
    keeping: Keeping,
}

impl Shell {
    fn new(setup: Setup, guard: Guard, notes: Notes, events: Sender<Event>) -> io::Result<Shell> {
        let mut tty = BufWriter::with_capacity(1 << 16, open_tty()?);
        // The first frame does not wait for the answer.
        let answer = if setup.looks.depend() { Answer::default() } else { Answer::not_expected() };
        if setup.looks.depend() {
            tty.write_all(QUESTION)?;
        }
        let screen = Terminal::new(CrosstermBackend::new(tty))?;
        let size = screen.size()?;
        let size = Size { columns: size.width, rows: size.height };
        let (mut model, effects) = Model::start(setup.name, size, &setup.query, setup.preferences);
        model.place = setup.place;
        if model.mouse_free {
            guard.free_mouse(true)?;
        }
        model.notice = setup.problem.map(Notice::trouble);
        let awaits_memory = setup.keeper.is_some();
        let (typesetter, prints) = Typesetter::start(events.clone(), setup.pictures, notes.file_names());
        let mut shell = Shell {
            model,
            theme: setup.looks.first(),
            looks: setup.looks,
            programs: setup.programs,
            hyperlinks: setup.hyperlinks,
            screen,
            notes,
            searcher: Searcher::start(events.clone()),
            typesetter,
            wall: Wall::of(prints),
            clicks: Clicks::default(),
            input: Input::start(events.clone(), answer),
            keeping: Keeping::start(setup.keeper, events.clone()),
            events,
            guard,
            ended: None,
            awaits_memory,
        };
        shell.perform_all(effects)?;
        Ok(shell)
    }

    fn run(&mut self, inbox: &Receiver<Event>) -> io::Result<Ended> {
        self.wait_for_memory(inbox)?;
        if let Some(ended) = self.ended.take() {
            return Ok(ended);
        }
        self.draw()?;
        loop {
            let Ok(event) = inbox.recv() else { return Ok(Ended::Left(Exit::Done)) };
            self.take(event)?;
            // What came meanwhile is taken in before the next frame, but a frame is never put off for long.
            for event in inbox.try_iter().take(64) {
                self.take(event)?;
            }
            if let Some(ended) = self.ended.take() {
                return Ok(ended);
            }
            // Notes that came but are not shown yet are not the library that changes would be told by.
            if self.notes.wants_load() && self.model.coming.is_none() {
                self.notes.load_again(&self.model.library);
            }
            self.draw()?;
        }
    }

    /// Lets what earlier runs left be part of the first frame, so that nothing jumps; a slow disk is not waited
    /// for.
    fn wait_for_memory(&mut self, inbox: &Receiver<Event>) -> io::Result<()> {
        let end = Instant::now() + MEMORY_PATIENCE;
        while self.awaits_memory {
            match inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(event) => self.take(event)?,
                Err(_) => break,
            }
        }
        Ok(())
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        if self.ended.is_some() {
            return Ok(());
        }
        let message = match event {
            Event::Ground(ground) => {
                self.theme = self.looks.on(ground);
                return Ok(());
            }
            Event::Report(Report::Resize(..)) => {
                let size = self.screen.size()?;
                Message::Resized(Size { columns: size.width, rows: size.height })
            }
            Event::Report(Report::FocusGained) => {
                // Who comes from another window may have starred something there.
                self.keeping.look();
                return Ok(());
            }
            Event::Report(report) => match input::message(&self.model, report, &mut self.clicks) {
                Some(message) => message,
                None => return Ok(()),
            },
            Event::Load(number, _) if !self.notes.is_newest(number) => return Ok(()),
            Event::Load(_, event) => match self.take_load(event) {
                Some(message) => message,
                None => return Ok(()),
            },
            Event::Watch(Word::Changed) => {
                log::info!("notes changed");
                self.notes.changed();
                self.keeping.look();
                return Ok(());
            }
            Event::Watch(Word::Polling(reason)) => {
                log::warn!("{reason}");
                Message::Notice(Notice::word(format!("{reason}: notes are looked at every few seconds instead")))
            }
            Event::Message(message) => message,
            Event::Pictures => return Ok(()),
            Event::Signal(signal) if signal == signal_hook::consts::SIGTSTP => return self.suspend(),
            Event::Signal(signal) => {
                log::info!("signal {signal}");
                self.ended = Some(Ended::Signal(signal));
                return Ok(());
            }
            Event::TerminalGone => {
                self.ended = Some(Ended::Signal(signal_hook::consts::SIGHUP));
                return Ok(());
            }
        };
        self.awaits_memory &= !matches!(message, Message::Remembered(_) | Message::Notice(_));
        let effects = update(&mut self.model, message);
        self.perform_all(effects)
    }

    fn take_load(&mut self, event: LoadEvent) -> Option<Message> {
        match event {
            LoadEvent::Batch(batch, part) => {
                self.searcher.add(part);
                Some(Message::Loaded(batch))
            }
            LoadEvent::Again(fresh, parts) => {
                self.searcher.start_over();
                for part in parts {
                    self.searcher.add(part);
                }
                Some(Message::Reloaded(fresh))
            }
            LoadEvent::Message(message) => Some(message),
            LoadEvent::Ended(found) => {
                self.notes.loaded(found);
                None
            }
            LoadEvent::Pulse => None,
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        if self.wall.is_to_be_wiped(&self.model) {
            let size = self.screen.size()?;
            self.screen.resize(size.into())?;
        }
        let canvas = Canvas { hyperlinks: self.hyperlinks, pictures: self.wall.prints() };
        self.screen.draw(|frame| view::draw(&self.model, &self.theme, canvas, frame))?;
        queue!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        self.screen.backend_mut().flush()
    }

    fn perform_all(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        effects.into_iter().try_for_each(|effect| self.perform(effect))
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Search { generation, query, sort, reverse, known, facets_holding } => {
                self.searcher.search(Request { generation, query, sort, reverse, known, facets_holding });
            }
            Effect::Propose(ask) => self.searcher.propose(ask),
            Effect::Related(talk) => self.searcher.related(talk),
            Effect::Typeset(order) => self.wall.order(order, &self.typesetter),
            Effect::Leave(exit) => self.ended = Some(Ended::Left(exit)),
            Effect::Suspend => self.suspend()?,
            Effect::OpenLink(url) => self.open_link(&url),
            Effect::Copy(text, what) => {
                let word = clipboard::copy(self.screen.backend_mut(), &text, what, variable);
                self.say(word);
            }
            Effect::FreeMouse(is_free) => self.guard.free_mouse(is_free)?,
            Effect::Edit(path, line) => self.edit(&path, line)?,
            Effect::Remember(change) => self.keeping.keep(change),
        }
        Ok(())
    }

    fn say(&mut self, notice: Notice) {
        let _ = self.events.send(Event::Message(Message::Notice(notice)));
    }

    fn open_link(&mut self, url: &str) {
        let notice = match opener::open_link(url, self.programs.opener.as_deref(), variable) {
            Opened::Said(notice) => notice,
            Opened::ToCopy => {
                let copied = clipboard::copy(self.screen.backend_mut(), url, "the link", variable);
                let why = Notice::word("nothing opens links over SSH without a display: copied the link");
                if copied.trouble { copied } else { why }
            }
        };
        self.say(notice);
    }

    /// Stops the process as the shell expects of Ctrl-Z; goes on after `fg`.
    fn suspend(&mut self) -> io::Result<()> {
        self.guard.suspend();
        // All of a pipeline stops, as it would without a handler: a shell waits for each part of it.
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        self.come_back()
    }

    fn edit(&mut self, path: &std::path::Path, line: u32) -> io::Result<()> {
        let mut editor = match editor::editor(self.programs.editor.as_deref(), variable, path, line) {
            Ok(editor) => editor,
            Err(notice) => {
                self.say(notice);
                return Ok(());
            }
        };
        self.input.hold();
        self.guard.suspend();
        AWAY.store(true, Ordering::SeqCst);
        let status = editor::run_on_terminal(&mut editor);
        AWAY.store(false, Ordering::SeqCst);
        self.input.release();
        self.come_back()?;
        match status {
            Ok(()) => {
                self.notes.changed();
                Ok(())
            }
            Err(notice) => {
                self.say(notice);
                Ok(())
            }
        }
    }

    /// Takes the terminal again and draws everything anew, at the size it has now.
    fn come_back(&mut self) -> io::Result<()> {
        self.guard.resume()?;
        self.wall.put_up_again(&self.typesetter);
        let size = self.screen.size()?;
        self.screen.resize(size.into())?;
        let effects = update(&mut self.model, Message::Resized(Size { columns: size.width, rows: size.height }));
        self.perform_all(effects)
    }
}
