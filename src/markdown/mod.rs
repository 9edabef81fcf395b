//! markdown

mod bare_links;
mod builder;
mod cells;
mod definitions;
pub mod document;
#[cfg(test)]
mod dump;
mod entities;
mod footnotes;
mod habits;
mod html;
mod html_tokens;
mod inlines;
mod opening;
mod parse;
mod passage;
mod scripts;

pub use document::Document;
pub use opening::opening;
pub use parse::parse;
