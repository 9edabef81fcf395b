//! Pictures of notes: whether their files are there and, in a build with the feature `images`, themselves. They are
//! read and made ready on the typesetting thread; the interface only puts ready ones on the screen.
//!
//! Only files in the notes' folder and beside it are looked at ([`PictureFile`](crate::source::PictureFile)), nothing
//! is fetched. What is too large, broken or of another kind keeps its frame.

#[cfg(feature = "images")]
mod album;
#[cfg(not(feature = "images"))]
#[path = "no_album.rs"]
mod album;
#[cfg(feature = "images")]
mod blocks;
#[cfg(feature = "images")]
mod file;
mod means;

pub(super) use album::{Album, Prints};
pub use means::{Choice, Means, Way};

use super::typesetting::Typesetter;
use crate::app::{Area, Model, PageOrder};
use crate::view::{PicturePart, Pictures, pictures_on_screen};

/// The pictures on the screen.
pub(super) struct Wall {
    prints: Prints,
    /// Those of the last frame, and where they were.
    shown: Vec<(PicturePart, Area)>,
    /// The last page that was ordered.
    ordered: Option<Box<PageOrder>>,
}

impl Wall {
    /// A wall without pictures, for those that will be ready.
    pub(super) fn of(prints: Prints) -> Wall {
        Wall { prints, shown: Vec::new(), ordered: None }
    }

    /// What is ready.
    pub(super) fn prints(&self) -> &dyn Pictures {
        &self.prints
    }

    /// Orders a page.
    pub(super) fn order(&mut self, order: Box<PageOrder>, typesetter: &Typesetter) {
        self.ordered = Some(order.clone());
        typesetter.order(order);
    }

    /// Whether the screen has to be drawn from scratch: a picture that does not go with its cells goes.
    pub(super) fn is_to_be_wiped(&mut self, model: &Model) -> bool {
        let shown = pictures_on_screen(model);
        let before = std::mem::replace(&mut self.shown, shown);
        !before.is_empty() && before != self.shown && self.prints.stain()
    }

    /// Orders what the terminal has forgotten, having been away.
    pub(super) fn put_up_again(&mut self, typesetter: &Typesetter) {
        if let Some(order) = self.ordered.clone().filter(|_| !self.shown.is_empty()) {
            self.prints.forget();
            typesetter.order(order);
        }
    }
}
