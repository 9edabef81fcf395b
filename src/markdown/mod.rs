//! markdown

mod bare_links;
mod builder;
mod definitions;
pub mod document;
mod entities;
mod html;
mod html_tokens;
mod parse;
mod passage;
mod shortcodes;

pub use document::Document;
pub use parse::parse;
