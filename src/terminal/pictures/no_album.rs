//! The album of a build without pictures: it knows whether their files are there.

use std::ops::ControlFlow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Means;
use crate::source::{FileNames, Note, PictureFile};
use crate::typeset::{Page, Picture};
use crate::view::{PicturePart, Pictures};

/// Pictures that are ready: there is none.
#[derive(Debug)]
pub(in crate::terminal) struct Prints;

#[expect(clippy::unused_self, reason = "called as the prints of a build with pictures are")]
impl Prints {
    /// There is none to forget.
    pub(in crate::terminal) fn forget(&self) {}

    /// None leaves anything on the screen.
    pub(in crate::terminal) fn stain(&self) -> bool {
        false
    }
}

impl Pictures for Prints {
    fn draw(&self, _: PicturePart, _: Rect, _: &mut Buffer) {}
}

/// What is known of the files of pictures.
#[derive(Debug)]
pub(in crate::terminal) struct Album {
    names: FileNames,
    reloads: u32,
}

#[expect(clippy::unused_self, reason = "called as the album of a build with pictures is")]
impl Album {
    /// An album for notes among whose files these names are, and what is ready of it.
    pub(in crate::terminal) fn new(_: Option<Means>, names: FileNames) -> (Album, Prints) {
        (Album { names, reloads: 0 }, Prints)
    }

    /// Says how often the notes have been loaded anew: other files may be there then.
    pub(in crate::terminal) fn loaded_again(&mut self, reloads: u32) {
        if std::mem::replace(&mut self.reloads, reloads) != reloads {
            self.names.forget();
        }
    }

    /// What is known of a picture by its address in a note.
    pub(in crate::terminal) fn look(&mut self, note: &Note, address: &str) -> Option<Picture> {
        match PictureFile::of(note, address, &self.names) {
            PictureFile::Elsewhere => None,
            PictureFile::Missing => Some(Picture::Missing),
            PictureFile::Found(_) => Some(Picture::Found),
        }
    }

    /// Makes the pictures of a page ready: there is none. Whether one turned out not to be readable.
    pub(in crate::terminal) fn print(&mut self, _: &Page, _: impl FnMut() -> ControlFlow<()>) -> bool {
        false
    }
}
