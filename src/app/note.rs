//! The note pane: the selected talk, typeset for the pane's width, where it is scrolled to and what was
//! found in it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Preferences;
use super::live::Moves;
use super::offers::{is_offered, link_items};
use super::order::{Begun, Looks, Made, Tokens};
use super::picker::Items;
use super::reading::main_link;
use crate::talk::{Link, TalkIx};
use crate::typeset::{Diagrams, Found, Needle, Page, Pictures};

/// What a page was typeset for. Another key means another page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKey {
    /// The talk.
    pub talk: TalkIx,
    /// 0: the talk itself; above: the copy of that number, 1-based.
    pub copy: usize,
    /// Whether all of the file is shown that it stands in.
    pub in_file: bool,
    /// Columns.
    pub width: usize,
    /// How diagrams are shown.
    pub diagrams: Diagrams,
    /// How far wide lines are scrolled sideways; `None` where they are broken to fit.
    pub sideways: Option<usize>,
    /// Which state of its details it is; see [`Toggled`].
    pub details: u32,
    /// Whether its links have numbers.
    pub numbered: bool,
    /// How often the notes had been loaded anew: afterwards the number of a talk means another one.
    pub reloads: u32,
}

/// Which details of a talk were opened or closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Toggled {
    /// How often one was.
    pub(super) revision: u32,
    /// Those that are not as their author wrote them.
    pub(super) numbers: Arc<BTreeSet<u32>>,
}

/// What was looked for on which page.
#[derive(Debug, Clone, PartialEq)]
pub struct Sought {
    /// The page.
    pub page: Option<PageKey>,
    /// The texts.
    pub needles: Vec<Needle>,
}

/// State of the note pane.
#[derive(Debug, Clone, Default)]
pub struct NotePane {
    /// What `page` shows.
    pub key: Option<PageKey>,
    /// Which copy of the talk is shown; 0 is the talk itself.
    pub copy: usize,
    /// Whether all of the file is shown that the talk (or its copy) stands in; not of another talk.
    pub in_file: bool,
    /// The typeset talk.
    pub page: Arc<Page>,
    /// Whether `page` is all of the talk.
    pub is_whole: bool,
    /// Index of the first visible line.
    pub top: usize,
    /// Where `top` should be once the page is whole.
    goal: Option<Goal>,
    /// How diagrams of this talk are shown, where a person said so.
    pub diagrams: Option<Diagrams>,
    /// How far wide lines are scrolled sideways; not at all in another talk.
    pub sideways: Option<usize>,
    /// The talk's links, as far as they are known.
    pub links: Arc<Vec<Link>>,
    /// Whether `links` are all there are: those of a long talk come with its whole page.
    has_all_links: bool,
    /// The link `o` opens.
    pub main_link: Option<String>,
    /// What `L` offers, where that was made with the page.
    link_items: Option<Arc<Items>>,
    /// What was found on the page, in order.
    pub found: Vec<Found>,
    /// Number of the hit last gone to; see [`Found::hit`].
    pub hit: Option<usize>,
    /// What `found` is the answer to.
    pub sought: Option<Sought>,
    /// Which details of each talk and copy were opened or closed.
    pub(super) toggled: HashMap<Text, Toggled>,
    /// The details gone to last: `Enter` means it as long as it is seen.
    pub(super) details: Option<u32>,
    /// The hit on the way to being shown: what folds it away has to be opened first.
    pub(super) wanted_hit: Option<usize>,
    /// Numbers of links by their address, while one is chosen.
    pub link_numbers: Option<Arc<HashMap<String, u32>>>,
    /// Where each talk was left.
    left_at: HashMap<TalkIx, usize>,
    /// Tokens of the code of talks seen lately.
    tokens: HashMap<Text, Tokens>,
    /// What is known of the files of the pictures of `page`.
    pictures: Arc<Pictures>,
    /// See [`PageKey::reloads`].
    reloads: u32,
}

/// The text a page is of: the talk, its copy (see [`PageKey::copy`]), and whether all of the file is meant.
pub(super) type Text = (TalkIx, usize, bool);

impl PageKey {
    /// What text the page is of.
    pub(super) fn text(&self) -> Text {
        (self.talk, self.copy, self.in_file)
    }
}

/// Tokens of so many talks are kept.
const MOST_TOKENS: usize = 64;

impl NotePane {
    /// The key of a talk's page at a width. Another talk is looked at as notes are by these preferences.
    pub fn key_for(&mut self, talk: TalkIx, width: usize, preferences: &Preferences) -> PageKey {
        if self.key.is_some_and(|key| key.talk != talk) {
            (self.diagrams, self.sideways, self.in_file) = (None, None, false);
            (self.details, self.link_numbers) = (None, None);
        }
        let NotePane { copy, in_file, diagrams, sideways, reloads, .. } = *self;
        let details = self.toggled.get(&(talk, copy, in_file)).map_or(0, |toggled| toggled.revision);
        let numbered = self.link_numbers.is_some();
        // Read out, the source of a diagram is words.
        let usual = if preferences.plain { Diagrams::Source } else { Diagrams::Drawn };
        let diagrams = diagrams.unwrap_or(usual);
        PageKey { talk, copy, in_file, width, diagrams, sideways, details, numbered, reloads }
    }

    /// The key of a page that is not shown, only made for what is found on the way.
    pub(super) fn key_unseen(&self, talk: TalkIx) -> PageKey {
        let (in_file, diagrams, sideways, reloads) = (false, Diagrams::Source, None, self.reloads);
        PageKey { talk, copy: 0, in_file, width: 80, diagrams, sideways, details: 0, numbered: false, reloads }
    }

    /// Whether a page was ordered since the notes were loaded the last time.
    pub(super) fn is_current(&self, key: PageKey) -> bool {
        key.reloads == self.reloads
    }

    /// Whether a talk that is shown is known to have no link that `L` could offer.
    pub(super) fn lacks_links(&self, talk: TalkIx) -> bool {
        let is_known = self.has_all_links && self.key.is_some_and(|key| key.talk == talk);
        is_known && self.links.is_empty() && !self.page.links.iter().any(is_offered)
    }

    /// What `L` offers for a talk that is shown, where all its links are known.
    pub(super) fn known_links(&self, talk: TalkIx) -> Option<Arc<Items>> {
        let is_known = self.has_all_links && self.key.is_some_and(|key| key.talk == talk);
        let made = || link_items(&self.page.links, &self.links);
        is_known.then(|| self.link_items.clone().unwrap_or_else(made))
    }

    /// How a page is made.
    pub fn looks(&self, key: PageKey) -> Looks {
        let of = key.text();
        let is_same = |shown: PageKey| shown.talk == key.talk && shown.reloads == key.reloads;
        let is_shown = self.has_all_links && self.key.is_some_and(is_same);
        let is_same_copy = self.key.is_some_and(|shown| is_same(shown) && shown.text() == key.text());
        Looks {
            tokens: self.tokens.get(&of).cloned().unwrap_or_default(),
            toggled: self.toggled.get(&of).cloned().unwrap_or_default().numbers,
            numbers: self.link_numbers.clone(),
            links: is_shown.then(|| self.links.clone()),
            pictures: if is_same_copy { self.pictures.clone() } else { Arc::default() },
        }
    }

    /// Puts another page up. A talk seen before opens where it was left; the same talk set otherwise stays at
    /// its place.
    pub(super) fn show(&mut self, key: PageKey, begun: Begun) {
        let Begun { page, is_whole, links, has_all_links, .. } = begun;
        if !Arc::ptr_eq(&self.links, &links) {
            (self.main_link, self.link_items) = (main_link(&links), None);
        }
        (self.links, self.has_all_links) = (links, has_all_links);
        if self.key.is_none_or(|old| old.text() != key.text()) {
            self.pictures = Arc::default();
        }
        let goal = match self.key.replace(key) {
            Some(old) if old.talk == key.talk && old.copy == key.copy => {
                self.goal.take().unwrap_or_else(|| Goal::of(&self.page, self.top))
            }
            _ if key.in_file => self.goal.take().unwrap_or(Goal::Line(0)),
            Some(old) if old.talk == key.talk => Goal::Line(0),
            _ => Goal::Line(self.left_line(key.talk)),
        };
        self.top = goal.line_on(&page);
        self.goal = (!is_whole).then_some(goal);
        self.page = Arc::new(page);
        self.is_whole = is_whole;
        self.hit = None;
    }

    /// Takes a better page of the same talk. Nothing moves; a long talk comes to where it should be.
    pub fn take(&mut self, made: Made) {
        let was_whole = std::mem::replace(&mut self.is_whole, true);
        if !was_whole || self.pictures != made.pictures {
            self.pictures = made.pictures;
            self.sought = None;
            // Its head may have grown by links that were not known before.
            let goal = self.goal.take().unwrap_or_else(|| Goal::of(&self.page, self.top));
            self.top = goal.line_on(&made.page);
        }
        self.page = made.page;
        if let Some(links) = made.links {
            (self.main_link, self.link_items) = (main_link(&links.all), Some(links.items));
            (self.links, self.has_all_links) = (links.all, true);
        }
        if let (Some(key), Tokens::Known(_)) = (self.key, &made.tokens) {
            if self.tokens.len() >= MOST_TOKENS {
                self.tokens.clear();
            }
            self.tokens.insert(key.text(), made.tokens);
        }
    }

    /// Takes the page down: nothing is selected.
    pub fn clear(&mut self) {
        let NotePane { toggled, left_at, tokens, reloads, .. } = std::mem::take(self);
        *self = NotePane { toggled, left_at, tokens, reloads, ..NotePane::default() };
    }

    /// Shows all of the file the talk stands in, at what is read now, which begins at this line of it; or the talk
    /// alone again.
    pub(super) fn toggle_file(&mut self, first_line: u32) {
        self.in_file = !self.in_file;
        if self.top == 0 {
            self.open_file_at(first_line);
        }
    }

    /// Lets the file, where all of it is shown, open at a line of it, 1-based.
    pub(super) fn open_file_at(&mut self, line: u32) {
        if self.in_file {
            self.goal = Some(Goal::Source(line, 0));
        }
    }

    /// Lets the file, where all of it is shown, open with a line of it, 1-based, in sight and what stands above it.
    pub(super) fn open_file_around(&mut self, line: u32, height: usize) {
        if self.in_file {
            self.goal = Some(Goal::Source(line, -((height / 3) as isize)));
        }
    }

    /// Scrolls by so many lines; the last line does not leave the bottom.
    pub fn scroll(&mut self, by: isize, height: usize) {
        self.scroll_to(self.top.saturating_add_signed(by), height);
    }

    /// Scrolls to a line, as far as there are lines.
    pub fn scroll_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.page.lines.len().saturating_sub(height));
        self.goal = None;
        // A talk opens as itself, where it was left as itself.
        if let Some(key) = self.key.filter(|key| !key.in_file) {
            if self.top == 0 {
                self.left_at.remove(&key.talk);
            } else {
                self.left_at.insert(key.talk, self.top);
            }
        }
    }

    /// Scrolls to where the scroll bar was taken hold of: a row of so many.
    pub fn scroll_to_share(&mut self, row: usize, height: usize) {
        let furthest = self.page.lines.len().saturating_sub(height);
        self.scroll_to(furthest * row / height.saturating_sub(1).max(1), height);
    }

    /// The line of the talk's own page that was on top last, though all of its file may be shown now.
    pub(super) fn top_of_talk(&self) -> usize {
        match self.key {
            Some(key) if key.in_file => self.left_line(key.talk),
            _ => self.top,
        }
    }

    fn left_line(&self, talk: TalkIx) -> usize {
        self.left_at.get(&talk).copied().unwrap_or(0)
    }

    /// Lets a talk open at a line once more.
    pub fn come_back_to(&mut self, talk: TalkIx, top: usize) {
        self.left_at.insert(talk, top);
    }

    /// Names talks by their new numbers. The page is made anew, and shown where the old one was; no page that was
    /// ordered before is taken.
    pub(super) fn renumber(&mut self, moves: &Moves) {
        self.reloads += 1;
        let left_at = std::mem::take(&mut self.left_at);
        self.left_at = left_at.into_iter().filter_map(|(talk, top)| Some((moves.to(talk)?, top))).collect();
        let toggled = std::mem::take(&mut self.toggled);
        let renumbered = |((talk, copy, in_file), toggled)| Some(((moves.to(talk)?, copy, in_file), toggled));
        self.toggled = toggled.into_iter().filter_map(renumbered).collect();
        let tokens = std::mem::take(&mut self.tokens);
        let untouched = tokens.into_iter().filter(|((talk, ..), _)| moves.is_untouched(*talk));
        let renumbered = |((talk, copy, in_file), tokens)| Some(((moves.to(talk)?, copy, in_file), tokens));
        self.tokens = untouched.filter_map(renumbered).collect();
        let in_file = self.key.is_some_and(|key| key.in_file);
        match self.key.take().map(|key| moves.to(key.talk)) {
            Some(Some(_)) if in_file => self.goal = Some(Goal::of(&self.page, self.top)),
            Some(Some(talk)) => self.come_back_to(talk, self.top),
            Some(None) => self.clear(),
            None => {}
        }
    }

    /// How many hits there are; one that is broken over lines counts once.
    pub fn hits(&self) -> usize {
        self.found.last().map_or(0, |found| found.hit + 1)
    }

    /// Goes to the next or previous hit and brings it into view. `false` where there is none.
    pub fn go_to_hit(&mut self, forward: bool, height: usize) -> bool {
        let count = self.hits();
        if count == 0 {
            return false;
        }
        let next = match self.hit {
            Some(hit) if forward => (hit + 1) % count,
            Some(hit) => (hit + count - 1) % count,
            None if forward => self.found.iter().find(|found| found.line >= self.top).map_or(0, |found| found.hit),
            None => {
                self.found.iter().rfind(|found| found.line < self.top + height).map_or(count - 1, |found| found.hit)
            }
        };
        self.show_hit(next, height);
        true
    }

    /// Brings a hit into view.
    pub(super) fn show_hit(&mut self, hit: usize, height: usize) {
        self.hit = Some(hit);
        let line = self.found.iter().find(|found| found.hit == hit).map_or(0, |found| found.line);
        self.bring_into_view(line, height);
    }

    /// Scrolls to a line unless it is seen.
    pub(super) fn bring_into_view(&mut self, line: usize, height: usize) {
        if line < self.top || line >= self.top + height {
            self.scroll_to(line.saturating_sub(height / 3), height);
        }
    }

    /// How far the end of the page was seen, in percent.
    pub fn percent(&self, height: usize) -> usize {
        let lines = self.page.lines.len();
        if lines <= height { 100 } else { (self.top + height) * 100 / lines }
    }
}

/// A place on a page that is still to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// A line of the page.
    Line(usize),
    /// So many rows below (or above) the first row of a line of the note, 1-based.
    Source(u32, isize),
}

impl Goal {
    /// The place of a line of a page, as it can be found on the same talk's other pages.
    fn of(page: &Page, line: usize) -> Goal {
        let below = page.lines.iter().skip(line).map(|line| line.source).find(|source| *source > 0);
        match below.and_then(|source| Some((source, first_row(page, |row| row == source)?))) {
            Some((source, row)) if line > 0 => Goal::Source(source, line as isize - row as isize),
            _ => Goal::Line(line),
        }
    }

    fn line_on(self, page: &Page) -> usize {
        match self {
            Goal::Line(line) => line,
            Goal::Source(source, rows) => {
                let row = first_row(page, |row| row == source).or_else(|| first_row(page, |row| row > source));
                row.unwrap_or(page.lines.len()).saturating_add_signed(rows)
            }
        }
    }
}

/// The first row of a page that comes from such a line of the note.
fn first_row(page: &Page, is_wanted: impl Fn(u32) -> bool) -> Option<usize> {
    page.lines.iter().position(|line| line.source > 0 && is_wanted(line.source))
}
