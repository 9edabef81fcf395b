//! What is wrong with a configuration: said with its place, while the rest is used.

use std::fmt;

/// Something that is not understood, and was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: `~/.config/kcbrowse/config.toml:3`, `KCBROWSE_THEME` or `--theme`.
    pub place: String,
    /// What is wrong and what to do, a sentence without a capital.
    pub message: String,
}

/// All of them in a sentence for the status line, their number first, as the line may be cut; `None` where there is
/// none.
pub fn summary(problems: &[Problem]) -> Option<String> {
    Some(match problems {
        [] => return None,
        [one] => one.to_string(),
        [first, ..] => format!("{} mistakes in the configuration, told on leaving; {first}", problems.len()),
    })
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
