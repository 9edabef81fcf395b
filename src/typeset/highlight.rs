//! Tokens of code. Finding them loads grammars, which takes longer than a frame: it is done apart from
//! typesetting, and its result handed in by [`Options::highlights`](super::Options).

use std::collections::HashMap;
use std::ops::Range;

use super::page::Token;

/// Tokens of a document's code blocks.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Highlights {
    /// For each block of the document, by index: for each line of its code the tokens, bytes of that line.
    pub(super) blocks: HashMap<usize, Vec<Tokens>>,
}

/// The tokens of a line.
pub(super) type Tokens = Vec<(Range<usize>, Token)>;

impl Highlights {
    pub(super) fn line(&self, block: usize, line: usize) -> &[(Range<usize>, Token)] {
        self.blocks.get(&block).and_then(|lines| lines.get(line)).map_or(&[], Vec::as_slice)
    }
}
