//! How a terminal shows pictures: as was chosen, else as its environment tells. It is not asked: most would not answer,
//! and the answer of some would look like keys.

use crate::view::{Charset, Depth};

/// What was settled about pictures of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// They are shown the best way the terminal is known for.
    #[default]
    Auto,
    /// They are not shown.
    Off,
    /// They are shown this way, whatever the terminal is known for.
    By(Way),
}

/// A way to show a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By kitty's graphics protocol, with placeholders.
    Kitty,
    /// By the escape sequence of iTerm2.
    Iterm2,
    /// As sixels.
    Sixel,
    /// As half blocks.
    Blocks,
}

/// How pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// The way.
    pub way: Way,
    /// The colours half blocks have.
    pub depth: Depth,
    /// Whether tmux stands between, and has to be told to pass on what it does not know.
    pub through_tmux: bool,
}

/// Programs that know the escape sequence of iTerm2.
const ITERM2: [&str; 4] = ["iTerm.app", "WezTerm", "mintty", "rio"];
/// Beginnings of the names of terminals with sixels.
const SIXEL: [&str; 3] = ["foot", "mlterm", "contour"];

impl Choice {
    /// Every choice, as offered to a person.
    pub const ALL: [Choice; 6] = [
        Choice::Auto,
        Choice::Off,
        Choice::By(Way::Kitty),
        Choice::By(Way::Iterm2),
        Choice::By(Way::Sixel),
        Choice::By(Way::Blocks),
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Choice::Auto => "auto",
            Choice::Off => "off",
            Choice::By(Way::Kitty) => "kitty",
            Choice::By(Way::Iterm2) => "iterm2",
            Choice::By(Way::Sixel) => "sixel",
            Choice::By(Way::Blocks) => "blocks",
        }
    }

    /// The choice of a name.
    pub fn named(name: &str) -> Option<Choice> {
        Choice::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

impl Means {
    /// How a terminal of this environment shows pictures, as was chosen; not at all where no colours are wanted or
    /// there is ASCII only, and of itself not in so few colours that little would be seen.
    pub fn of(
        choice: Choice,
        variable: impl Fn(&str) -> Option<String>,
        depth: Depth,
        charset: Charset,
    ) -> Option<Means> {
        if charset == Charset::Ascii || depth == Depth::None {
            return None;
        }
        let way = match choice {
            Choice::Off => return None,
            Choice::By(way) => way,
            Choice::Auto if depth < Depth::Indexed => return None,
            Choice::Auto => best_way(&variable),
        };
        let through_tmux = variable("TMUX").is_some_and(|value| !value.is_empty());
        Some(Means { way, depth, through_tmux })
    }
}

/// The best way a terminal of this environment is known for.
fn best_way(variable: impl Fn(&str) -> Option<String>) -> Way {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let is_within = is_set("TMUX") || is_set("STY") || term.starts_with("tmux") || term.starts_with("screen");
    if is_within {
        // What is between would have to be set to pass pictures on, and does not know where they are.
        Way::Blocks
    } else if is_set("KITTY_WINDOW_ID") || term.contains("kitty") || term.contains("ghostty") || program == "ghostty" {
        Way::Kitty
    } else if ITERM2.contains(&program.as_str()) || variable("LC_TERMINAL").is_some_and(|name| name == "iTerm2") {
        Way::Iterm2
    } else if SIXEL.iter().any(|name| term.starts_with(name)) {
        Way::Sixel
    } else {
        Way::Blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(choice: Choice, set: &[(&str, &str)], depth: Depth) -> Option<Means> {
        let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Means::of(choice, variable, depth, Charset::Unicode)
    }

    #[test]
    fn terminals_are_known_by_their_environment() {
        let way = |set: &[(&str, &str)]| of(Choice::Auto, set, Depth::True).map(|means| means.way);
        assert_eq!(way(&[("TERM", "xterm-kitty")]), Some(Way::Kitty));
        assert_eq!(way(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")]), Some(Way::Iterm2));
        assert_eq!(way(&[("TERM", "foot")]), Some(Way::Sixel));
        assert_eq!(way(&[("TERM", "xterm-256color")]), Some(Way::Blocks));
        assert_eq!(way(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/t"), ("KITTY_WINDOW_ID", "1")]), Some(Way::Blocks));
    }

    #[test]
    fn what_was_chosen_holds_against_what_the_terminal_is_known_for() {
        let kitty = [("TERM", "xterm-kitty")];
        let way = |choice| of(choice, &kitty, Depth::Sixteen).map(|means| means.way);
        assert_eq!(way(Choice::Auto), None, "sixteen colours are too few to begin with");
        assert_eq!(way(Choice::Off), None);
        assert_eq!(way(Choice::By(Way::Blocks)), Some(Way::Blocks));
        let within = [("TERM", "tmux-256color"), ("TMUX", "/tmp/t")];
        let means = of(Choice::By(Way::Kitty), &within, Depth::True);
        assert_eq!(means, Some(Means { way: Way::Kitty, depth: Depth::True, through_tmux: true }));
        for choice in Choice::ALL {
            assert_eq!(Choice::named(choice.name()), Some(choice));
        }
    }

    #[test]
    fn without_colours_or_signs_there_is_no_picture() {
        for choice in Choice::ALL {
            let kitty = |_: &str| Some("xterm-kitty".to_owned());
            assert_eq!(Means::of(choice, kitty, Depth::None, Charset::Unicode), None);
            assert_eq!(Means::of(choice, kitty, Depth::True, Charset::Ascii), None);
        }
    }
}
