//! Themes: what each role looks like. The built-in ones are in `built_in`.

use ratatui::style::{Modifier, Style};

use super::built_in::{DARK, THEMES};
use crate::typeset::{AlertKind, Emphasis, Role, Token};

/// A set of looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// What lines and signs are made of.
    pub charset: Charset,
    /// The whole screen, where it is not the terminal's own.
    pub ground: Style,
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
    pub(super) code_ground: Style,
    /// Inline code.
    pub(super) code: Style,
    /// Links.
    pub(super) link: Style,
    /// The few colours that tell kinds of one thing apart: tokens of code, kinds of alerts.
    pub(super) red: Style,
    pub(super) green: Style,
    pub(super) yellow: Style,
    pub(super) blue: Style,
    pub(super) magenta: Style,
    pub(super) cyan: Style,
}

/// The characters lines and signs are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// Whatever says it best.
    #[default]
    Unicode,
    /// Those every terminal has.
    Ascii,
}

/// A role's look in a theme.
pub type RoleOf = fn(&mut Theme) -> &mut Style;

/// The roles a person can give looks to: name, what for, and where.
pub const ROLES: &[(&str, &str, RoleOf)] = &[
    ("ground", "the whole screen: `white on black`; none is the terminal's own", |theme| &mut theme.ground),
    ("text", "running text", |theme| &mut theme.text),
    ("accent", "the one accent: what has the focus, keys, titles", |theme| &mut theme.accent),
    ("quiet", "what is secondary: details, counts, edges", |theme| &mut theme.quiet),
    ("selected", "the selected talk and chosen values", |theme| &mut theme.selected),
    ("matched", "letters that matched the query", |theme| &mut theme.matched),
    ("hit", "a hit in the note", |theme| &mut theme.hit),
    ("current-hit", "the hit last gone to", |theme| &mut theme.current_hit),
    ("trouble", "something went wrong", |theme| &mut theme.trouble),
    ("heading", "headings of panes and groups", |theme| &mut theme.heading),
    ("code-ground", "the ground of code blocks", |theme| &mut theme.code_ground),
    ("code", "code within a line", |theme| &mut theme.code),
    ("link", "links", |theme| &mut theme.link),
    ("red", "deleted lines, cautions", |theme| &mut theme.red),
    ("green", "strings, inserted lines, tips", |theme| &mut theme.green),
    ("yellow", "constants, warnings", |theme| &mut theme.yellow),
    ("blue", "functions, notes", |theme| &mut theme.blue),
    ("magenta", "keywords, what is important", |theme| &mut theme.magenta),
    ("cyan", "types, tags", |theme| &mut theme.cyan),
];

impl Default for Theme {
    fn default() -> Theme {
        DARK
    }
}

impl Theme {
    /// The theme of that name.
    pub fn named(name: &str) -> Option<Theme> {
        THEMES.iter().find(|(known, _)| *known == name).map(|(_, theme)| *theme)
    }

    /// The theme with lines and signs of a charset.
    #[must_use]
    pub fn in_charset(self, charset: Charset) -> Theme {
        Theme { charset, ..self }
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
            Role::Chip => self.cyan,
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
            Token::Keyword => self.magenta,
            Token::String | Token::Inserted => self.green,
            Token::Constant => self.yellow,
            Token::Comment => self.quiet.add_modifier(Modifier::ITALIC),
            Token::Function => self.blue,
            Token::Type | Token::Name => self.cyan,
            Token::Deleted => self.red,
        }
    }

    fn alert(&self, kind: AlertKind) -> Style {
        match kind {
            AlertKind::Note => self.blue,
            AlertKind::Tip => self.green,
            AlertKind::Important => self.magenta,
            AlertKind::Warning => self.yellow,
            AlertKind::Caution => self.red,
        }
    }
}
