//! markdown

mod bare_links;
mod builder;
mod definitions;
pub mod document;
mod entities;
mod html;
mod html_tokens;
mod opening;
mod parse;
mod passage;
mod shortcodes;

pub use document::Document;
pub use opening::opening;
pub use parse::parse;
