//! A parsed document and a width in columns become lines of pieces. A piece has a role (heading, link,
//! code …), never a colour: themes give roles their looks.
//!
//! [`typeset`] does it at once; a [`Setter`] as far as is asked for. Both are total: any document, any width
//! of at least 1, and no line is ever wider than that.

mod anchor;
mod code;
mod decisions;
mod diagram;
mod find;
mod folds;
mod header;
mod highlight;
mod image;
mod ink;
mod inline;
mod lead;
mod page;
#[cfg(test)]
mod picture;
#[cfg(test)]
mod properties;
mod setter;
mod sideways;
mod table;
mod wrap;

pub use self::image::{Picture, Pictures, Plate, picture_addresses, picture_label};
pub use anchor::anchor;
pub use diagram::{draw, is_diagram, is_drawing};
pub use find::Needle;
pub use folds::{Details, Folded};
pub use header::{Header, header};
pub use highlight::{Highlights, highlight};
pub use lead::{is_details_mark, is_line};
pub use page::{
    AlertKind, CellAt, DetailsAt, Emphasis, Found, HeadingAt, Join, Line, LinkAt, LinkKind, Page, PictureAt, Piece,
    Role, Token,
};
pub use setter::{Diagrams, LinkNumbers, Options, Setter, typeset};
pub use table::column_alignments;
