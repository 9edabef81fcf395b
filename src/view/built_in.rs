//! The themes the program comes with. Nothing else names a colour.

use ratatui::style::{Color, Modifier, Style};

use super::theme::{Charset, Theme};

/// The themes by name.
pub const THEMES: &[(&str, Theme)] =
    &[("dark", DARK), ("light", LIGHT), ("high-contrast", HIGH_CONTRAST), ("ansi", ANSI), ("mono", MONO)];

const fn fg(color: Color) -> Style {
    Style::new().fg(color)
}

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const DIM: Style = Style::new().add_modifier(Modifier::DIM);
const UNDERLINED: Style = Style::new().add_modifier(Modifier::UNDERLINED);
const REVERSED: Style = Style::new().add_modifier(Modifier::REVERSED);

/// For dark grounds. Sixteen colours but for the quiet and the ground of code, so that it fits the terminal's palette.
pub const DARK: Theme = Theme {
    charset: Charset::Unicode,
    ground: PLAIN,
    accent: fg(Color::Cyan),
    quiet: fg(Color::Indexed(245)),
    text: PLAIN,
    selected: fg(Color::Cyan).add_modifier(Modifier::BOLD),
    matched: fg(Color::Yellow).add_modifier(Modifier::BOLD),
    hit: PLAIN.fg(Color::Black).bg(Color::Yellow),
    current_hit: PLAIN.fg(Color::Black).bg(Color::LightMagenta),
    trouble: fg(Color::LightRed),
    heading: fg(Color::Indexed(245)).add_modifier(Modifier::BOLD),
    code_ground: PLAIN.bg(Color::Indexed(236)),
    code: fg(Color::LightYellow),
    link: fg(Color::LightBlue).add_modifier(Modifier::UNDERLINED),
    red: fg(Color::LightRed),
    green: fg(Color::LightGreen),
    yellow: fg(Color::LightYellow),
    blue: fg(Color::LightBlue),
    magenta: fg(Color::LightMagenta),
    cyan: fg(Color::LightCyan),
};

/// For light grounds.
pub const LIGHT: Theme = Theme {
    charset: Charset::Unicode,
    ground: PLAIN,
    accent: fg(Color::Indexed(25)),
    quiet: fg(Color::Indexed(242)),
    text: PLAIN,
    selected: fg(Color::Indexed(25)).add_modifier(Modifier::BOLD),
    matched: fg(Color::Indexed(130)).add_modifier(Modifier::BOLD),
    hit: PLAIN.fg(Color::Black).bg(Color::Indexed(222)),
    current_hit: PLAIN.fg(Color::White).bg(Color::Indexed(162)),
    trouble: fg(Color::Indexed(124)),
    heading: fg(Color::Indexed(242)).add_modifier(Modifier::BOLD),
    code_ground: PLAIN.bg(Color::Indexed(254)),
    code: fg(Color::Indexed(88)),
    link: fg(Color::Indexed(26)).add_modifier(Modifier::UNDERLINED),
    red: fg(Color::Indexed(124)),
    green: fg(Color::Indexed(28)),
    yellow: fg(Color::Indexed(94)),
    blue: fg(Color::Indexed(26)),
    magenta: fg(Color::Indexed(90)),
    cyan: fg(Color::Indexed(30)),
};

/// White on black of its own, and nothing faint: each colour stands out from black by 7 to 1 at least.
pub const HIGH_CONTRAST: Theme = Theme {
    charset: Charset::Unicode,
    ground: PLAIN.fg(Color::Rgb(255, 255, 255)).bg(Color::Rgb(0, 0, 0)),
    accent: fg(Color::Rgb(255, 255, 0)).add_modifier(Modifier::BOLD),
    quiet: fg(Color::Rgb(208, 208, 208)),
    text: fg(Color::Rgb(255, 255, 255)),
    selected: PLAIN.fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(255, 255, 0)).add_modifier(Modifier::BOLD),
    matched: fg(Color::Rgb(0, 255, 255)).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
    hit: PLAIN.fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(0, 255, 255)),
    current_hit: PLAIN.fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(255, 255, 255)).add_modifier(Modifier::BOLD),
    trouble: fg(Color::Rgb(255, 160, 160)).add_modifier(Modifier::BOLD),
    heading: fg(Color::Rgb(255, 255, 255)).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
    code_ground: PLAIN,
    code: fg(Color::Rgb(160, 255, 160)),
    link: fg(Color::Rgb(160, 208, 255)).add_modifier(Modifier::UNDERLINED),
    red: fg(Color::Rgb(255, 160, 160)),
    green: fg(Color::Rgb(128, 255, 128)),
    yellow: fg(Color::Rgb(255, 255, 128)),
    blue: fg(Color::Rgb(160, 208, 255)),
    magenta: fg(Color::Rgb(255, 176, 255)),
    cyan: fg(Color::Rgb(128, 255, 255)),
};

/// The terminal's own sixteen colours, those that are seen on dark and on light grounds.
pub const ANSI: Theme = Theme {
    charset: Charset::Unicode,
    ground: PLAIN,
    accent: fg(Color::Magenta),
    quiet: DIM,
    text: PLAIN,
    selected: fg(Color::Magenta).add_modifier(Modifier::BOLD),
    matched: fg(Color::Red).add_modifier(Modifier::BOLD),
    hit: PLAIN.fg(Color::Black).bg(Color::Yellow),
    current_hit: PLAIN.fg(Color::Black).bg(Color::Magenta),
    trouble: fg(Color::Red).add_modifier(Modifier::BOLD),
    heading: BOLD,
    code_ground: PLAIN,
    code: fg(Color::Green),
    link: fg(Color::Cyan).add_modifier(Modifier::UNDERLINED),
    red: fg(Color::Red),
    green: fg(Color::Green),
    yellow: fg(Color::Yellow),
    blue: fg(Color::Blue),
    magenta: fg(Color::Magenta),
    cyan: fg(Color::Cyan),
};

/// Without any colour: weight, underline and reverse video tell things apart.
pub const MONO: Theme = Theme {
    charset: Charset::Unicode,
    ground: PLAIN,
    accent: BOLD,
    quiet: DIM,
    text: PLAIN,
    selected: BOLD,
    matched: BOLD.add_modifier(Modifier::UNDERLINED),
    hit: REVERSED,
    current_hit: REVERSED.add_modifier(Modifier::BOLD),
    trouble: BOLD,
    heading: BOLD.add_modifier(Modifier::DIM),
    code_ground: PLAIN,
    code: BOLD,
    link: UNDERLINED,
    red: BOLD,
    green: PLAIN,
    yellow: PLAIN,
    blue: PLAIN,
    magenta: BOLD,
    cyan: PLAIN,
};

#[cfg(test)]
mod tests {
    use super::super::depth::rgb;
    use super::super::theme::ROLES;
    use super::*;

    /// The contrast of two colours, from 1 to 21, as WCAG 2 defines it.
    fn contrast(a: Color, b: Color) -> f64 {
        let part = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let light = |color| {
            let (r, g, b) = rgb(color).expect("a colour");
            0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
        };
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn high_contrast_is_7_to_1_everywhere() {
        let theme = HIGH_CONTRAST;
        for (name, _, role) in ROLES {
            let style = theme.ground.patch(*role(&mut theme.clone()));
            let (fg, bg) = (style.fg.expect("letters have a colour"), style.bg.expect("so has the ground"));
            assert!(contrast(fg, bg) >= 7.0, "{name}: {}", contrast(fg, bg));
        }
    }

    #[test]
    fn ansi_and_mono_name_no_other_colours_than_they_say() {
        let plain = |color: Option<Color>| !matches!(color, Some(Color::Rgb(..) | Color::Indexed(_)));
        for (name, _, role) in ROLES {
            let style = *role(&mut ANSI.clone());
            assert!(plain(style.fg) && plain(style.bg), "{name}");
            let style = *role(&mut MONO.clone());
            assert_eq!((style.fg, style.bg), (None, None), "{name}");
        }
    }
}
