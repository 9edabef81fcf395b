//! Reading Markdown: a cheap outline of a whole note, its front matter, and full documents of single talks.

mod bare_links;
mod builder;
mod definition;
mod cells;
mod definitions;
pub mod document;
#[cfg(test)]
mod dump;
mod entities;
pub mod front_matter;
mod footnotes;
mod html;
mod html_block;
mod html_tokens;
mod lines;
mod inlines;
mod opening;
pub mod outline;
mod parse;
mod passage;
mod scan;
mod scripts;
mod shortcodes;
pub mod values;

pub use document::Document;
pub use front_matter::{FrontMatter, front_matter};
pub use opening::opening;
pub use outline::{Block, BlockKind, HeadingStyle, Marker, Outline, outline};
pub use parse::parse;
