//! Keys as the key map knows them, with the notation used in tests, help and configuration:
//! `j`, `G`, `<ret>`, `<esc>`, `<C-d>`, `<S-tab>`. Not here: what a key does (`keymap`) and how a
//! terminal reports it (`terminal::input`).

use std::fmt;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// A key without its modifiers. Shift is part of the character, or of [`Code::BackTab`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character as typed.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

/// Names of the special keys: in the notation, and as a person reads them in help.
const NAMES: &[(Code, &str, &str)] = &[
    (Code::Enter, "ret", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::BackTab, "S-tab", "Shift-Tab"),
    (Code::Backspace, "bs", "Backspace"),
    (Code::Delete, "del", "Del"),
    (Code::Up, "up", "↑"),
    (Code::Down, "down", "↓"),
    (Code::Left, "left", "←"),
    (Code::Right, "right", "→"),
    (Code::PageUp, "pgup", "PgUp"),
    (Code::PageDown, "pgdn", "PgDn"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::Char(' '), "space", "Space"),
    (Code::Char('<'), "lt", "<"),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// Reads keys in notation: characters stand for themselves, names in angle brackets for special keys.
    ///
    /// # Errors
    /// The name that is not known.
    pub fn parse_all(notation: &str) -> Result<Vec<Key>, String> {
        let mut keys = Vec::new();
        let mut rest = notation;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
            if let Some((name, after)) = named {
                keys.push(Key::named(name).ok_or_else(|| format!("<{name}>"))?);
                rest = after;
            } else {
                keys.push(Key::char(first));
                rest = &rest[first.len_utf8()..];
            }
        }
        Ok(keys)
    }

    fn named(name: &str) -> Option<Key> {
        if let Some((code, ..)) = NAMES.iter().find(|(_, known, _)| *known == name) {
            return Some(Key::plain(*code));
        }
        let (modifier, base) = name.split_once('-')?;
        let mut chars = base.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => Code::Char(c),
            _ => NAMES.iter().find(|(_, known, _)| *known == base)?.0,
        };
        match modifier {
            "C" => Some(Key { code, ctrl: true, alt: false }),
            "A" => Some(Key { code, ctrl: false, alt: true }),
            _ => None,
        }
    }
}

/// As a person reads it in help: `Ctrl-d`, `Shift-Tab`, `Space`, `G`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match (NAMES.iter().find(|(code, ..)| *code == self.code), self.code) {
            (Some((_, _, name)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, _) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation_reads_as_it_is_written() {
        let keys = Key::parse_all("/h<ret><C-d><S-tab><space><lt>").expect("known keys");
        let shown: Vec<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(shown, ["/", "h", "Enter", "Ctrl-d", "Shift-Tab", "Space", "<"]);
        assert_eq!(Key::parse_all("<nope>"), Err("<nope>".to_owned()));
    }
}
