//! Reading Markdown: a cheap outline of a whole note, its front matter, and full documents of single talks.

mod bare_links;
mod builder;
mod cells;
mod definition;
mod definitions;
pub mod document;
#[cfg(test)]
mod dump;
mod entities;
mod footnotes;
pub mod front_matter;
mod habits;
mod html;
mod html_block;
mod html_tokens;
mod inlines;
mod lines;
mod links;
mod marks;
mod opening;
pub mod outline;
mod parse;
mod passage;
mod scan;
mod scripts;
pub mod values;
mod vault;

pub use document::Document;
pub use front_matter::{FrontMatter, front_matter};
pub use links::{LinkAt, Links, links};
pub use opening::opening;
pub use outline::{Block, BlockKind, HeadingStyle, Marker, Outline, outline};
pub use parse::parse;
