//! Finding and reading notes: walk folders, read files, decode their bytes, repair mojibake, watch for changes.
//!
//! Nothing here knows what a talk is. Notes are opened read-only and never written. [`load`] is the one way
//! in: it does all of this on all cores and hands the notes over in order.

mod decode;
mod definitions;
mod demo;
mod file_names;
mod idle;
mod job;
mod line_up;
mod lines;
mod load;
mod misread;
mod mojibake;
mod natural;
mod note;
mod overrides;
mod picture;
mod problem;
mod read;
mod scope;
mod script;
mod stamp;
mod survey;
mod walk;
mod watch;

pub use decode::{Decoded, NotText, decode};
pub use definitions::Definitions;
pub use demo::demo;
pub use file_names::FileNames;
pub use idle::{IgnoredHeading, idle_patterns, ignored_headings};
pub use job::Kept;
pub use lines::{LineIndex, line_start};
pub use load::{Arrival, Input, Progress, Summary, check, load, reload};
pub use mojibake::{is_mojibake, may_be_mojibake, repair};
pub use note::{Encoding, Note};
pub use overrides::{GivenDate, Layout, Overrides};
pub use picture::{KEPT_IN, PictureFile};
pub use problem::plain as plain_error;
pub use problem::{Problem, Reason, SourceError};
pub use read::is_stream;
pub use read::is_there;
pub use stamp::{Fingerprint, Stamp};
pub use watch::{Watch, Word};
