//! What a person has settled for all runs: the part of the configuration that the interface goes by.

use super::bindings::KeyMap;
use crate::search::Sort;

/// What was settled; the default is what the program does by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The order to start with; without one, the order used last.
    pub sort: Option<Sort>,
    /// Widest text of a note in columns, 0 for as wide as its pane; without one,
    /// [`MEASURE`](super::geometry::MEASURE).
    pub measure: Option<u16>,
    /// Which key does what.
    pub keys: KeyMap,
    /// Queries by the names given to them.
    pub queries: Vec<NamedQuery>,
}

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// The name.
    pub name: String,
    /// The query's text.
    pub text: String,
}
