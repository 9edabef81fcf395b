//! Themes: what each role looks like. The only place that names a colour.

use ratatui::style::{Color, Modifier, Style};

use crate::typeset::{AlertKind, Emphasis, Role, Token};

/// A set of looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// What is selected, found or chosen: the one accent.
    pub accent: Style,
    /// Secondary text: details, counts, edges.
    pub quiet: Style,
    /// Running text.
    pub text: Style,
    /// The selected talk's title.
    pub selected: Style,
    /// Characters that matched.
    pub matched: Style,
    /// A hit in the note.
    pub hit: Style,
    /// The hit last gone to.
    pub current_hit: Style,
    /// Something went wrong.
    pub trouble: Style,
    /// Headings of panes and groups.
    pub heading: Style,
    /// Ground of code blocks.
    code_ground: Style,
    /// Inline code.
    code: Style,
    /// Links.
    link: Style,
    /// Tokens of code and kinds of alerts.
    hues: Hues,
}

/// The few colours that tell kinds of one thing apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hues {
    red: Style,
    green: Style,
    yellow: Style,
    blue: Style,
    magenta: Style,
    cyan: Style,
}

/// The themes by name.
pub const THEMES: &[(&str, Theme)] = &[("dark", DARK), ("light", LIGHT), ("mono", MONO)];

const fn fg(color: Color) -> Style {
    Style::new().fg(color)
}

/// For dark grounds. Sixteen colours but for the ground of code, so that it fits the terminal's own palette.
pub const DARK: Theme = Theme {
    accent: fg(Color::Cyan),
    quiet: fg(Color::Indexed(245)),
    text: Style::new(),
    selected: fg(Color::Cyan).add_modifier(Modifier::BOLD),
    matched: fg(Color::Yellow).add_modifier(Modifier::BOLD),
    hit: Style::new().fg(Color::Black).bg(Color::Yellow),
    current_hit: Style::new().fg(Color::Black).bg(Color::LightMagenta),
    trouble: fg(Color::LightRed),
    heading: fg(Color::Indexed(245)).add_modifier(Modifier::BOLD),
    code_ground: Style::new().bg(Color::Indexed(236)),
    code: fg(Color::LightYellow),
    link: fg(Color::LightBlue).add_modifier(Modifier::UNDERLINED),
    hues: Hues {
        red: fg(Color::LightRed),
        green: fg(Color::LightGreen),
        yellow: fg(Color::LightYellow),
        blue: fg(Color::LightBlue),
        magenta: fg(Color::LightMagenta),
        cyan: fg(Color::LightCyan),
    },
};

/// For light grounds.
pub const LIGHT: Theme = Theme {
    accent: fg(Color::Indexed(25)),
    quiet: fg(Color::Indexed(242)),
    text: Style::new(),
    selected: fg(Color::Indexed(25)).add_modifier(Modifier::BOLD),
    matched: fg(Color::Indexed(130)).add_modifier(Modifier::BOLD),
    hit: Style::new().fg(Color::Black).bg(Color::Indexed(222)),
    current_hit: Style::new().fg(Color::White).bg(Color::Indexed(162)),
    trouble: fg(Color::Indexed(124)),
    heading: fg(Color::Indexed(242)).add_modifier(Modifier::BOLD),
    code_ground: Style::new().bg(Color::Indexed(254)),
    code: fg(Color::Indexed(88)),
    link: fg(Color::Indexed(26)).add_modifier(Modifier::UNDERLINED),
    hues: Hues {
        red: fg(Color::Indexed(124)),
        green: fg(Color::Indexed(28)),
        yellow: fg(Color::Indexed(94)),
        blue: fg(Color::Indexed(26)),
        magenta: fg(Color::Indexed(90)),
        cyan: fg(Color::Indexed(30)),
    },
};

/// Without any colour: weight, underline and reverse video tell things apart.
pub const MONO: Theme = Theme {
    accent: Style::new().add_modifier(Modifier::BOLD),
    quiet: Style::new().add_modifier(Modifier::DIM),
    text: Style::new(),
    selected: Style::new().add_modifier(Modifier::BOLD),
    matched: Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
    hit: Style::new().add_modifier(Modifier::REVERSED),
    current_hit: Style::new().add_modifier(Modifier::REVERSED).add_modifier(Modifier::BOLD),
    trouble: Style::new().add_modifier(Modifier::BOLD),
    heading: Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::DIM),
    code_ground: Style::new(),
    code: Style::new().add_modifier(Modifier::BOLD),
    link: Style::new().add_modifier(Modifier::UNDERLINED),
    hues: Hues {
        red: Style::new().add_modifier(Modifier::BOLD),
        green: Style::new(),
        yellow: Style::new(),
        blue: Style::new(),
        magenta: Style::new().add_modifier(Modifier::BOLD),
        cyan: Style::new(),
    },
};

impl Theme {
    /// The theme of that name.
    pub fn named(name: &str) -> Option<Theme> {
        THEMES.iter().find(|(known, _)| *known == name).map(|(_, theme)| *theme)
    }

    /// The look of a piece of the note.
    pub fn of(&self, role: Role, emphasis: Emphasis) -> Style {
        let mut style = self.role(role);
        if emphasis.strong {
            style = style.add_modifier(Modifier::BOLD);
        }
        if emphasis.italic {
            style = style.add_modifier(Modifier::ITALIC);
        }
        if emphasis.struck {
            style = style.add_modifier(Modifier::CROSSED_OUT);
        }
        style
    }

    fn role(&self, role: Role) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match role {
            Role::Title | Role::Heading(1 | 2) => self.accent.patch(bold),
            Role::Heading(_) | Role::TableHead | Role::Person => bold,
            Role::HeadingRule | Role::QuoteBar | Role::Rule | Role::Quiet => self.quiet,
            Role::Marker | Role::FootnoteMark => self.accent,
            Role::Chip => self.hues.cyan,
            Role::Link => self.link,
            Role::Code => self.code,
            Role::Key => bold.add_modifier(Modifier::REVERSED),
            Role::CodeBlock => self.code_ground,
            Role::Token(token) => self.code_ground.patch(self.token(token)),
            Role::CodeLanguage | Role::CodeMark => self.code_ground.patch(self.quiet),
            Role::Diagram | Role::Text => self.text,
            Role::Quote => self.text.add_modifier(Modifier::ITALIC),
            Role::Alert(kind) => self.alert(kind).patch(bold),
            Role::Image => self.quiet.add_modifier(Modifier::ITALIC),
            Role::Control => self.trouble.add_modifier(Modifier::REVERSED),
        }
    }

    fn token(&self, token: Token) -> Style {
        match token {
            Token::Keyword => self.hues.magenta,
            Token::String | Token::Inserted => self.hues.green,
            Token::Constant => self.hues.yellow,
            Token::Comment => self.quiet.add_modifier(Modifier::ITALIC),
            Token::Function => self.hues.blue,
            Token::Type => self.hues.cyan,
            Token::Name => self.text,
            Token::Deleted => self.hues.red,
        }
    }

    fn alert(&self, kind: AlertKind) -> Style {
        match kind {
            AlertKind::Note => self.hues.blue,
            AlertKind::Tip => self.hues.green,
            AlertKind::Important => self.hues.magenta,
            AlertKind::Warning => self.hues.yellow,
            AlertKind::Caution => self.hues.red,
        }
    }
}
