//! Talks as bytes on a writer, one file a format. Whoever writes to a pipe finds out here that it is closed.

mod json;
mod markdown;

pub use json::{TalkRecord, write_json, write_jsonl};
pub use markdown::{FrontMatter, write_markdown};
