//! What belongs to no talk: nothing of a note is lost.

use super::detect::Reader;
use super::plain::plain;
use super::{Place, Talk};
use crate::markdown::{Block, BlockKind};

/// Text of a note that belongs to no talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Its heading, or nothing where it has none.
    pub title: Box<str>,
    /// Where it stands.
    pub place: Place,
}

impl Reader<'_> {
    /// What stands between the talks.
    pub(super) fn leftovers(&self, talks: &[Talk]) -> Vec<Leftover> {
        let mut left: Vec<Leftover> = Vec::new();
        let mut talks = talks.iter().peekable();
        // Whether the last piece goes on; a talk ends it.
        let mut open = false;
        for block in self.outline.blocks.iter().filter(|block| block.depth == 0) {
            while talks.peek().is_some_and(|talk| talk.place.end <= block.start) {
                talks.next();
                open = false;
            }
            let next = talks.peek().map(|talk| talk.place);
            if next.is_some_and(|place| place.start <= block.start) || block.kind == BlockKind::Rule {
                continue;
            }
            let mut place = Place { start: block.start, end: block.end, line: block.line, end_line: block.last_line };
            if let Some(next) = next.filter(|next| next.start < block.end) {
                // The head of a table whose rows are talks.
                place.end = next.start;
                place.end_line = next.line - 1;
            }
            let titled = block.level().is_some();
            match left.last_mut() {
                Some(last) if open && !titled => {
                    last.place.end = place.end;
                    last.place.end_line = place.end_line;
                }
                _ => left.push(Leftover { title: self.leftover_title(block, titled), place }),
            }
            open = true;
        }
        left
    }

    fn leftover_title(&self, block: &Block, titled: bool) -> Box<str> {
        if !titled {
            return "".into();
        }
        plain(block.heading_text(self.text)).text.into()
    }
}
