//! What holds for any text, whoever wrote it and wherever it is shown: folding for comparison, making
//! control characters visible, counting words, addresses, and fitting labels to a number of columns.
//!
//! Not here: what Markdown means (`markdown`), breaking paragraphs into lines (`typeset`).

mod address;
mod count;
mod fit;
mod fold;
mod line_ends;
mod nearest;
mod percent;
mod visible;

pub use address::{clickable, is_openable, spoken_address};
pub use count::{first_foreign, words};
pub use fit::{fit, fit_path, width};
pub use fold::{Case, Folded, capitalized, fold, fold_into};
pub use line_ends::line_ends;
pub use nearest::{did_you_mean, nearest};
pub use percent::percent_decoded;
pub use visible::{is_unsafe, stand_in, visible};
