//! The table `[queries]`: queries with a name, offered where a query is typed.

use super::toml::Node;
use super::{Config, Problem};

/// Reads the table.
pub(super) fn read(config: &mut Config, table: &Node<'_>, problems: &mut Vec<Problem>) {
    for (name, node) in table.entries().unwrap_or_default() {
        match node.text() {
            Some(query) => drop(config.queries.insert(name.to_owned(), query.to_owned())),
            None => {
                problems.push(node.problem(format!("the query `{name}` is {}; wanted is its text", node.kind())));
            }
        }
    }
}
