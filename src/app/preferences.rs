//! What a person has settled for all runs: the part of the configuration that the interface goes by.

use crate::search::Sort;

/// What was settled; the default is what the program does by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The order to start with; without one, the order used last.
    pub sort: Option<Sort>,
}
