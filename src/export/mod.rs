//! Talks as bytes on a writer, one file a format. Whoever writes to a pipe finds out here that it is closed.

mod ansi;
mod entry;
mod html;
mod html_body;
mod json;
mod markdown;
#[cfg(test)]
mod sample;
mod text;

pub use ansi::{Hyperlinks, write_ansi};
pub use entry::Entry;
pub use html::write_html;
pub use json::{TalkRecord, write_json, write_jsonl};
pub use markdown::{FrontMatter, write_markdown};
pub use text::write_text;
