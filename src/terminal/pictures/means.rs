//! How a terminal shows pictures, told by its environment. It is not asked: most would not answer, and the answer of
//! some would look like keys.

use crate::view::{Charset, Depth};

/// How pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By kitty's graphics protocol, with placeholders.
    Kitty,
    /// By the escape sequence of iTerm2.
    Iterm2,
    /// As sixels.
    Sixel,
    /// As half blocks in so many colours.
    Blocks(Depth),
}

/// Programs that know the escape sequence of iTerm2.
const ITERM2: [&str; 4] = ["iTerm.app", "WezTerm", "mintty", "rio"];
/// Beginnings of the names of terminals with sixels.
const SIXEL: [&str; 3] = ["foot", "mlterm", "contour"];

impl Means {
    /// How a terminal of this environment shows pictures; not at all where it has too few colours or signs, as one
    /// that was told to use none.
    pub fn of(variable: impl Fn(&str) -> Option<String>, depth: Depth, charset: Charset) -> Option<Means> {
        if charset == Charset::Ascii || depth < Depth::Indexed {
            return None;
        }
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let is_within = is_set("TMUX") || is_set("STY") || term.starts_with("tmux") || term.starts_with("screen");
        Some(if is_within {
            // What is between would have to be told to pass pictures on, and does not know where they are.
            Means::Blocks(depth)
        } else if is_set("KITTY_WINDOW_ID")
            || term.contains("kitty")
            || term.contains("ghostty")
            || program == "ghostty"
        {
            Means::Kitty
        } else if ITERM2.contains(&program.as_str()) || variable("LC_TERMINAL").is_some_and(|name| name == "iTerm2") {
            Means::Iterm2
        } else if SIXEL.iter().any(|name| term.starts_with(name)) {
            Means::Sixel
        } else {
            Means::Blocks(depth)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_known_by_their_environment() {
        let of = |set: &[(&str, &str)]| {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Means::of(variable, Depth::True, Charset::Unicode)
        };
        assert_eq!(of(&[("TERM", "xterm-kitty")]), Some(Means::Kitty));
        assert_eq!(of(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")]), Some(Means::Iterm2));
        assert_eq!(of(&[("TERM", "foot")]), Some(Means::Sixel));
        assert_eq!(of(&[("TERM", "xterm-256color")]), Some(Means::Blocks(Depth::True)));
        let within = [("TERM", "tmux-256color"), ("TMUX", "/tmp/t"), ("KITTY_WINDOW_ID", "1")];
        assert_eq!(of(&within), Some(Means::Blocks(Depth::True)));
    }

    #[test]
    fn without_colours_or_signs_there_is_no_picture() {
        for (depth, charset) in
            [(Depth::None, Charset::Unicode), (Depth::Sixteen, Charset::Unicode), (Depth::True, Charset::Ascii)]
        {
            assert_eq!(Means::of(|_| Some("xterm-kitty".to_owned()), depth, charset), None);
        }
    }
}
