//! A talk as it is handed to a format that sets it: its head, its text, and what it opens.

use crate::markdown::Document;
use std::sync::Arc;

use crate::source::{FileNames, Note, PictureFile};
use crate::typeset::{self, Header, Options, Page, Picture, Pictures, Piece, Role};

/// A talk to print.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The heading above it, where a new group of talks begins with it: `RiverConf 2024 · 2024-05-04`.
    pub chapter: Option<String>,
    /// What is known of it.
    pub header: Header,
    /// Its text.
    pub document: Document,
    /// What is known of the files of its pictures.
    pub pictures: Arc<Pictures>,
}

impl Entry {
    /// Looks for the files of the pictures a talk of this note shows, also by the names of all files.
    pub fn look_for_pictures(&mut self, note: &Note, names: &FileNames) {
        let missing = |address: &&str| PictureFile::of(note, address, names) == PictureFile::Missing;
        let addresses = typeset::picture_addresses(&self.document).filter(missing);
        self.pictures = Arc::new(addresses.map(|address| (address.to_owned(), Picture::Missing)).collect());
    }
}

impl From<(Header, Document)> for Entry {
    fn from((header, document): (Header, Document)) -> Entry {
        Entry { chapter: None, header, document, pictures: Arc::default() }
    }
}

/// The heading above a group of talks, with a heavy rule below it.
pub(super) fn chapter_page(chapter: &str, columns: usize) -> Page {
    let header = Header { title: chapter.to_owned(), ..Header::default() };
    let mut page = typeset::header(&header, &Options::at(columns));
    if let Some(rule) = page.lines.last_mut() {
        rule.pieces = vec![Piece::new("━".repeat(columns.max(1)), Role::HeadingRule)];
    }
    page
}
