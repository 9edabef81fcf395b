//! How many colours a terminal shows, and the nearest one it has for each.

use ratatui::style::{Color, Style};

use super::built_in::MONO;
use super::theme::{ROLES, Theme};

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None.
    None,
    /// The sixteen every colour terminal has, in a palette of its own.
    Sixteen,
    /// Those, and a palette all terminals share.
    Indexed,
    /// All.
    True,
}

impl Theme {
    /// The theme in the colours there are. Without any, it is the one that needs none.
    #[must_use]
    pub fn at(mut self, depth: Depth) -> Theme {
        if depth == Depth::None {
            return Theme { charset: self.charset, ..MONO };
        }
        for (_, _, role) in ROLES {
            let style = role(&mut self);
            *style = Style {
                fg: style.fg.map(|color| nearest(color, depth)),
                bg: style.bg.map(|color| nearest(color, depth)),
                ..*style
            };
        }
        self
    }
}

impl Depth {
    /// The colour a terminal of this depth has for another.
    pub fn nearest(self, color: Color) -> Color {
        nearest(color, self)
    }
}

/// The colour a terminal has for another.
fn nearest(color: Color, depth: Depth) -> Color {
    match (color, depth) {
        (Color::Rgb(..), Depth::Indexed) => by_number(color, 16..=255).map_or(color, Color::Indexed),
        (Color::Rgb(..) | Color::Indexed(16..), Depth::Sixteen) => {
            by_number(color, 0..=15).map_or(color, |number| SIXTEEN[usize::from(number)].0)
        }
        _ => color,
    }
}

fn by_number(color: Color, numbers: std::ops::RangeInclusive<u8>) -> Option<u8> {
    let wanted = rgb(color)?;
    numbers.min_by_key(|number| rgb(Color::Indexed(*number)).map_or(u32::MAX, |known| distance(wanted, known)))
}

/// How far apart two colours are: the eye sees green best, blue least.
fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let part = |a: u8, b: u8, weight: u32| weight * u32::from(a.abs_diff(b)).pow(2);
    part(a.0, b.0, 3) + part(a.1, b.1, 4) + part(a.2, b.2, 2)
}

/// The sixteen, as xterm shows them.
const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

/// Red, green and blue of a colour as xterm shows it; `None` for the terminal's default.
pub(super) fn rgb(color: Color) -> Option<(u8, u8, u8)> {
    Some(match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(number @ 0..16) => SIXTEEN[usize::from(number)].1,
        Color::Indexed(number @ 16..232) => {
            let part = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let number = number - 16;
            (part(number / 36), part(number / 6 % 6), part(number % 6))
        }
        Color::Indexed(number) => {
            let gray = 8 + 10 * (number - 232);
            (gray, gray, gray)
        }
        named => SIXTEEN.iter().find(|(known, _)| *known == named)?.1,
    })
}

#[cfg(test)]
mod tests {
    use super::super::built_in::{DARK, HIGH_CONTRAST, LIGHT, THEMES};
    use super::*;

    #[test]
    fn each_colour_has_a_nearest_one() {
        assert_eq!(nearest(Color::Rgb(255, 0, 0), Depth::Indexed), Color::Indexed(196));
        assert_eq!(nearest(Color::Rgb(48, 48, 48), Depth::Indexed), Color::Indexed(236));
        assert_eq!(nearest(Color::Rgb(250, 250, 60), Depth::Sixteen), Color::LightYellow);
        assert_eq!(nearest(Color::Indexed(245), Depth::Sixteen), Color::DarkGray);
        assert_eq!(nearest(Color::Rgb(1, 2, 3), Depth::True), Color::Rgb(1, 2, 3));
        assert_eq!(nearest(Color::Cyan, Depth::Sixteen), Color::Cyan);
    }

    #[test]
    fn no_theme_asks_for_more_than_there_is() {
        for (name, theme) in THEMES {
            for (role, _, style) in ROLES {
                let style = *style(&mut theme.at(Depth::Sixteen));
                let few = |color: Option<Color>| !matches!(color, Some(Color::Rgb(..) | Color::Indexed(_)));
                assert!(few(style.fg) && few(style.bg), "{name} {role}");
            }
            assert_eq!(theme.at(Depth::None), MONO);
        }
        assert_eq!(DARK.at(Depth::Indexed), DARK);
        assert_eq!(LIGHT.at(Depth::True), LIGHT);
        assert_ne!(HIGH_CONTRAST.at(Depth::Indexed), HIGH_CONTRAST);
    }
}
