//! The note pane: the selected talk, typeset for the pane's width, where it is scrolled to and what was
//! found in it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::talk::TalkIx;
use crate::typeset::{Found, Needle, Page};

/// What a page was typeset for. Another key means another page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKey {
    /// The talk.
    pub talk: TalkIx,
    /// 0: the talk itself; above: the copy of that number, 1-based.
    pub copy: usize,
    /// Columns.
    pub width: usize,
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
    /// The typeset talk.
    pub page: Arc<Page>,
    /// Index of the first visible line.
    pub top: usize,
    /// The link `o` opens.
    pub main_link: Option<String>,
    /// What was found on the page, in order.
    pub found: Vec<Found>,
    /// Number of the hit last gone to; see [`Found::hit`].
    pub hit: Option<usize>,
    /// What `found` is the answer to.
    pub sought: Option<Sought>,
    /// Where each talk was left.
    left_at: HashMap<TalkIx, usize>,
}

impl NotePane {
    /// Puts another page up. A talk seen before opens where it was left; the same talk at another width
    /// stays at about the same place.
    pub fn show(&mut self, key: PageKey, page: Page, main_link: Option<String>) {
        self.main_link = main_link;
        let before = self.key.replace(key);
        match before {
            Some(old) if old.talk == key.talk && old.copy == key.copy => {
                let lines = self.page.lines.len().max(1);
                self.top = self.top * page.lines.len() / lines;
            }
            Some(old) if old.talk == key.talk => self.top = 0,
            _ => self.top = self.left_at.get(&key.talk).copied().unwrap_or(0),
        }
        self.page = Arc::new(page);
        self.hit = None;
    }

    /// Takes the page down: nothing is selected.
    pub fn clear(&mut self) {
        *self = NotePane { left_at: std::mem::take(&mut self.left_at), ..NotePane::default() };
    }

    /// Scrolls by so many lines; the last line does not leave the bottom.
    pub fn scroll(&mut self, by: isize, height: usize) {
        self.scroll_to(self.top.saturating_add_signed(by), height);
    }

    /// Scrolls to a line, as far as there are lines.
    pub fn scroll_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.page.lines.len().saturating_sub(height));
        if let Some(key) = self.key {
            if self.top == 0 {
                self.left_at.remove(&key.talk);
            } else {
                self.left_at.insert(key.talk, self.top);
            }
        }
    }

    /// Forgets where talks were left: after other notes were read, numbers mean other talks.
    pub fn forget(&mut self) {
        self.left_at.clear();
        self.clear();
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
        self.hit = Some(next);
        let line = self.found.iter().find(|found| found.hit == next).map_or(0, |found| found.line);
        if line < self.top || line >= self.top + height {
            self.scroll_to(line.saturating_sub(height / 3), height);
        }
        true
    }

    /// How far the end of the page was seen, in percent.
    pub fn percent(&self, height: usize) -> usize {
        let lines = self.page.lines.len();
        if lines <= height { 100 } else { (self.top + height) * 100 / lines }
    }
}
