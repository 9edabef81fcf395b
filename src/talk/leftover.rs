//! What belongs to no talk: nothing of a note is lost.

use super::detect::Reader;
use super::plain::plain;
use super::{Place, Talk};
use crate::markdown::{Block, BlockKind};
use crate::text::line_ends;

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
        for block in self.outline.blocks.iter().filter(|block| block.depth == 0 && block.kind != BlockKind::Rule) {
            let mut at = block.start;
            while at < block.end {
                while talks.peek().is_some_and(|talk| talk.place.end <= at) {
                    talks.next();
                    open = false;
                }
                let next = talks.peek().map_or(block.end, |talk| talk.place.start).min(block.end);
                // Rows of a table may be talks, and others not.
                let is_whole = at == block.start && next == block.end;
                if next > at && (is_whole || self.text[at as usize..next as usize].contains(char::is_alphanumeric)) {
                    let titled = at == block.start && block.level().is_some();
                    match left.last_mut() {
                        Some(last) if open && !titled => {
                            last.place.end = next;
                            last.place.end_line = self.last_line(block, next);
                        }
                        _ => left.push(Leftover {
                            title: self.leftover_title(block, titled),
                            place: Place {
                                start: at,
                                end: next,
                                line: self.line(block, at),
                                end_line: self.last_line(block, next),
                            },
                        }),
                    }
                    open = true;
                }
                at = talks.peek().map_or(block.end, |talk| talk.place.end).max(next);
            }
        }
        left
    }

    /// The line a byte of a block stands on.
    fn line(&self, block: &Block, at: u32) -> u32 {
        block.line + line_ends(&self.text[block.start as usize..at as usize]) as u32
    }

    /// The last line before a byte at which a line of the block begins, or the block ends.
    fn last_line(&self, block: &Block, end: u32) -> u32 {
        if end == block.end { block.last_line } else { self.line(block, end) - 1 }
    }

    fn leftover_title(&self, block: &Block, titled: bool) -> Box<str> {
        if !titled {
            return "".into();
        }
        plain(block.heading_text(self.text)).text.into()
    }
}
