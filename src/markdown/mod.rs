//! Reading Markdown: a cheap outline of a whole note, its front matter, and full documents of single talks.

mod definition;
mod html_block;
mod lines;
pub mod outline;
mod scan;

pub use outline::{Block, BlockKind, HeadingStyle, Marker, Outline, outline};
