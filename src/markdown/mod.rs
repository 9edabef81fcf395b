//! Reading Markdown: a cheap outline of a whole note, its front matter, and full documents of single talks.

mod definition;
pub mod front_matter;
mod html_block;
mod lines;
pub mod outline;
mod scan;
pub mod values;

pub use front_matter::{FrontMatter, front_matter};
pub use outline::{Block, BlockKind, HeadingStyle, Marker, Outline, outline};
