//! How tests read a configuration.

use std::path::Path;

use super::{Config, Problem};

/// What a file called `c.toml` comes to.
pub(super) fn read(text: &str) -> Config {
    let mut config = Config::default();
    config.read_file(Path::new("c.toml"), text);
    config
}

/// What is wrong with it, a line each.
pub(super) fn mistakes(text: &str) -> String {
    let problems: Vec<String> = read(text).problems.iter().map(Problem::to_string).collect();
    problems.join("\n")
}
