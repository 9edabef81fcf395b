//! Whether the terminal has hyperlinks (OSC 8). A terminal cannot be asked, so those that have them are known by what
//! they put into the environment; any other gets none.

use std::env::VarError;

/// Whether links can be followed as the terminal follows links. `FORCE_HYPERLINK` says so, or not, for all programs.
pub fn has_hyperlinks() -> bool {
    decide(|name| std::env::var(name), supports_hyperlinks::supports_hyperlinks())
}

/// Multiplexers hand their own environment on, and with it that of the terminal they were started in: what counts
/// there is whether they know hyperlinks themselves, as tmux does from 3.4 on.
fn decide(variable: impl Fn(&str) -> Result<String, VarError>, terminal_has: bool) -> bool {
    let is_set = |name| variable(name).is_ok_and(|value| !value.is_empty());
    if is_set("FORCE_HYPERLINK") {
        return terminal_has;
    }
    if is_set("STY") {
        return false;
    }
    if is_set("TMUX") {
        let version = variable("TERM_PROGRAM_VERSION").unwrap_or_default();
        let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map(|number| number.parse::<u32>().unwrap_or(0));
        let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        return variable("TERM_PROGRAM").is_ok_and(|program| program == "tmux") && version >= (3, 4);
    }
    terminal_has
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(variables: &[(&str, &str)], terminal_has: bool) -> bool {
        let of = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        decide(|name| of(name).ok_or(VarError::NotPresent), terminal_has)
    }

    #[test]
    fn a_multiplexer_answers_for_itself() {
        let tmux = |version| [("TMUX", "/tmp/x"), ("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", version)];
        assert!(decided(&tmux("3.4"), false) && decided(&tmux("3.5a"), false) && decided(&tmux("4.0"), false));
        assert!(!decided(&tmux("3.3a"), true) && !decided(&[("TMUX", "/tmp/x")], true));
        assert!(!decided(&[("STY", "1.tty")], true));
        assert!(decided(&[], true) && !decided(&[], false));
        assert!(decided(&[("TMUX", "/tmp/x"), ("FORCE_HYPERLINK", "1")], true));
    }
}
