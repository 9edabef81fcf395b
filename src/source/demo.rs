//! The notes that are built in, so that the program can be tried without any.

/// Paths and texts of the built-in notes, in reading order.
pub fn demo() -> Vec<(&'static str, &'static str)> {
    Vec::new()
}
