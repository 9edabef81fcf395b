//! The file that `kcbrowse config init` writes: every value, its default, and what it is for.

use std::io::{self, Write};
use std::path::Path;

/// The file's text. Values are commented out: what is not said follows the program's defaults.
const SAMPLE: &str = r#"# kcbrowse reads this file when it starts. Lines that begin with # are comments.

# Folders of notes to open when none is named on the command line; ~ is your home folder.
# notes = ["~/notes"]

# How the interface looks: "dark", "light" or "mono". Left out, it suits the terminal.
# theme = "dark"

# Topics of your own beside the built-in ones: how each is spelled in notes, and after an @ its site. In place of
# a list, false leaves a built-in topic out.
# topics = { "our platform" = ["launchpad", "@launchpad.example.com"], yaml = false }
"#;

/// Writes the file where none is; folders above it are made.
///
/// # Errors
/// Where there is one already, or the system refuses.
pub fn init(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(SAMPLE.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_sample_says_nothing_and_every_line_of_it_can_be_used() {
        assert_eq!(toml::from_str::<Config>(SAMPLE).expect("TOML"), Config::default());
        let is_value = |line: &&str| line.starts_with("# ") && line.contains(" = ");
        let used: Vec<&str> = SAMPLE.lines().filter(is_value).map(|line| &line[2..]).collect();
        let config: Config = toml::from_str(&used.join("\n")).expect("TOML");
        assert!(!config.notes.is_empty() && config.theme.is_some() && config.topics.len() == 2);
    }
}
