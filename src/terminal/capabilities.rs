//! What the terminal can show, told by its environment: how many colours, and whether more than ASCII.

use crate::view::{Charset, Depth};

/// Terminals known to show all colours.
const TRUE_COLOR: &[&str] =
    &["alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm", "direct", "truecolor"];
/// Programs that show all colours and say who they are beside `TERM`.
const PROGRAMS: &[&str] = &["iTerm.app", "WezTerm", "ghostty", "vscode", "Hyper", "rio"];
/// Terminals without colour.
const COLORLESS: &[&str] = &["dumb", "vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "mono", "-m"];

/// How many colours a terminal of this environment shows.
pub fn color_depth(variable: impl Fn(&str) -> Option<String>) -> Depth {
    let term = variable("TERM").unwrap_or_default().to_lowercase();
    let colors = variable("COLORTERM").unwrap_or_default().to_lowercase();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    if COLORLESS.iter().any(|known| term == *known || (known.len() < 5 && term.ends_with(known))) {
        return Depth::None;
    }
    // GNU screen shows 256 at most, and hands on the variables of the terminal around it.
    let is_screen = term.starts_with("screen") && variable("TMUX").is_none();
    let is_true = colors == "truecolor"
        || colors == "24bit"
        || PROGRAMS.contains(&program.as_str())
        || variable("WT_SESSION").is_some()
        || TRUE_COLOR.iter().any(|known| term.contains(known));
    match (is_true, is_screen, term.contains("256")) {
        (true, false, _) => Depth::True,
        (true, true, _) | (_, _, true) => Depth::Indexed,
        _ => Depth::Sixteen,
    }
}

/// The characters a terminal of this environment shows. Where no locale is named, terminals of today show all.
pub fn charset(variable: impl Fn(&str) -> Option<String>) -> Charset {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| variable(name).filter(|set| !set.is_empty()));
    match locale.map(|locale| locale.to_lowercase()) {
        Some(locale) if !locale.contains("utf-8") && !locale.contains("utf8") => Charset::Ascii,
        _ => Charset::Unicode,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(set: &[(&str, &str)]) -> Depth {
        color_depth(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn colours_are_told_by_the_environment() {
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-kitty")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")]), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/t"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM", "screen"), ("COLORTERM", "truecolor")]), Depth::Indexed);
        for term in ["linux", "xterm", "rxvt", "cygwin", ""] {
            assert_eq!(depth(&[("TERM", term)]), Depth::Sixteen, "{term}");
        }
        for term in ["dumb", "vt100", "xterm-mono"] {
            assert_eq!(depth(&[("TERM", term)]), Depth::None, "{term}");
        }
    }

    #[test]
    fn a_locale_without_utf_8_gets_ascii() {
        let of = |set: &[(&str, &str)]| {
            charset(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[("LANG", "de_DE.UTF-8")]), Charset::Unicode);
        assert_eq!(of(&[("LANG", "C.utf8")]), Charset::Unicode);
        assert_eq!(of(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")]), Charset::Ascii);
        assert_eq!(of(&[("LANG", "fr_FR.ISO-8859-1"), ("LC_ALL", "")]), Charset::Ascii);
        assert_eq!(of(&[]), Charset::Unicode);
    }
}
