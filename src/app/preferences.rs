//! What a person has settled for all runs: the part of the configuration that the interface goes by.

use super::bindings::KeyMap;
use super::geometry::Widths;
use super::key::Signs;
use crate::search::Sort;

/// What was settled; the default is what the program does by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The order to start with; without one, the order used last.
    pub sort: Option<Sort>,
    /// Widest text of a note in columns, 0 for as wide as its pane; without one,
    /// [`MEASURE`](super::geometry::MEASURE).
    pub measure: Option<u16>,
    /// Widths of panes; without one, the program's.
    pub widths: Widths,
    /// Whether the mouse is left to the terminal at first.
    pub mouse_free: bool,
    /// Which key does what.
    pub keys: KeyMap,
    /// Queries by the names given to them.
    pub queries: Vec<NamedQuery>,
    /// Whether what earlier runs left is not taken up: the query, the selection, the order.
    pub fresh: bool,
    /// Whether the screen is made to be read out: one pane at a time, no lines around anything.
    pub plain: bool,
    /// How keys are named.
    pub signs: Signs,
}

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// The name.
    pub name: String,
    /// The query's text.
    pub text: String,
}
