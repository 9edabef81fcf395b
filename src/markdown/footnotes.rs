//! Footnotes: numbered in the order they are mentioned, kept apart while they are parsed, put at the end.

use super::builder::{Builder, Open};
use super::document::{Block, BlockKind, ContainerIx, ContainerKind};

/// A footnote's blocks, kept until the end.
#[derive(Debug)]
pub(super) struct NoteDefinition {
    label: String,
    container: ContainerIx,
    blocks: Vec<Block>,
}

/// The flow a footnote interrupts.
#[derive(Debug)]
pub(super) struct Aside {
    label: String,
    container: ContainerIx,
    open: Vec<Open>,
    low: usize,
    blocks: Vec<Block>,
}

impl Builder {
    /// The number of a footnote, in the order they are first mentioned.
    pub(super) fn note_number(&mut self, label: &str) -> u32 {
        let next = self.note_numbers.len() as u32 + 1;
        *self.note_numbers.entry(label.to_lowercase()).or_insert(next)
    }

    pub(super) fn start_note(&mut self, label: &str) {
        self.flush();
        let open = std::mem::take(&mut self.open);
        let low = std::mem::take(&mut self.low);
        let blocks = std::mem::take(&mut self.doc.blocks);
        let container = self.open_as(ContainerKind::Footnote(0), false);
        self.aside.push(Aside { label: label.to_owned(), container, open, low, blocks });
    }

    pub(super) fn end_note(&mut self) {
        self.end_table();
        self.flush();
        let Some(aside) = self.aside.pop() else { return };
        self.notes.push(NoteDefinition {
            label: aside.label,
            container: aside.container,
            blocks: std::mem::replace(&mut self.doc.blocks, aside.blocks),
        });
        self.open = aside.open;
        self.low = aside.low;
    }

    pub(super) fn append_notes(&mut self) {
        let mut notes: Vec<(u32, NoteDefinition)> =
            std::mem::take(&mut self.notes).into_iter().map(|note| (self.note_number(&note.label), note)).collect();
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|(number, _)| *number);
        (self.open, self.low, self.line) = (Vec::new(), 0, 0);
        self.push(BlockKind::FootnoteRule);
        for (number, note) in notes {
            if let Some(container) = self.doc.containers.get_mut(note.container.0 as usize) {
                container.kind = ContainerKind::Footnote(number);
            }
            self.doc.blocks.extend(note.blocks);
        }
    }
}
