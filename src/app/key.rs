//! Keys as the key map knows them. A person reads and writes them as `j`, `G`, `Enter`, `Ctrl-d`, `Shift-Tab`, in
//! the help and in the configuration; tests type them as `j`, `G`, `<ret>`, `<C-d>`, `<S-tab>`. Not here: what a
//! key does (`keymap`) and how a terminal reports it (`terminal::input`).

use std::fmt;

use crate::text::nearest;

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
    /// Insert.
    Insert,
    /// A function key, from 1.
    Function(u8),
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
    (Code::Insert, "ins", "Ins"),
    (Code::Char(' '), "space", "Space"),
    (Code::Char('<'), "lt", "<"),
];

/// How a screen names what has a sign, such as an arrow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Signs {
    /// By the sign.
    #[default]
    Drawn,
    /// In words, where signs cannot be shown or are read out.
    Words,
}

impl Key {
    /// As a person reads it on a screen.
    pub fn shown(self, signs: Signs) -> String {
        let arrow = match self.code {
            Code::Up => ("↑", "Up"),
            Code::Down => ("↓", "Down"),
            Code::Left => ("←", "Left"),
            Code::Right => ("→", "Right"),
            _ => return self.to_string(),
        };
        let drawn = self.to_string();
        if signs == Signs::Words { drawn.replace(arrow.0, arrow.1) } else { drawn }
    }

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
                keys.push(Key::read(name).map_err(|_| format!("<{name}>"))?);
                rest = after;
            } else {
                keys.push(Key::char(first));
                rest = &rest[first.len_utf8()..];
            }
        }
        Ok(keys)
    }

    /// Reads a key as a person writes it: `j`, `Enter`, `Ctrl-d`, `Alt-Left`, `F5`. Names may be in any case.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(written: &str) -> Result<Key, String> {
        let mut key = Key::char('\0');
        let (mut shift, mut rest) = (false, written);
        while let Some((modifier, after)) = modifier(rest) {
            match modifier {
                Modifier::Ctrl => key.ctrl = true,
                Modifier::Alt => key.alt = true,
                Modifier::Shift => shift = true,
            }
            rest = after;
        }
        key.code = base(rest).ok_or_else(|| unknown(written))?;
        key.code = match (key.code, shift) {
            (code, false) => code,
            (Code::Tab | Code::BackTab, true) => Code::BackTab,
            (Code::Char(c), true) if c.is_lowercase() => Code::Char(c.to_uppercase().next().unwrap_or(c)),
            _ => return Err(format!("`{written}`: a terminal does not tell Shift with this key")),
        };
        match key.code {
            Code::Char(c) if key.ctrl => {
                key.code = Code::Char(c.to_ascii_lowercase());
                let same = [('i', "Tab"), ('m', "Enter"), ('[', "Esc")].into_iter().find(|(same, _)| c == *same);
                same.map_or(Ok(key), |(_, name)| Err(format!("`{written}`: for a terminal this is {name}")))
            }
            _ => Ok(key),
        }
    }

    /// Whether it types a character where text is typed.
    pub fn types(self) -> bool {
        matches!(self.code, Code::Char(_)) && !self.ctrl && !self.alt
    }
}

enum Modifier {
    Ctrl,
    Alt,
    Shift,
}

/// The modifier something begins with, and what follows it.
fn modifier(written: &str) -> Option<(Modifier, &str)> {
    let (name, rest) = written.split_once(['-', '+']).filter(|(name, rest)| !name.is_empty() && !rest.is_empty())?;
    let modifier = match name.to_lowercase().as_str() {
        "ctrl" | "control" | "c" => Modifier::Ctrl,
        "alt" | "meta" | "a" | "m" => Modifier::Alt,
        "shift" | "s" => Modifier::Shift,
        _ => return None,
    };
    Some((modifier, rest))
}

/// Other names people write.
const ALIASES: &[(&str, Code)] = &[
    ("return", Code::Enter),
    ("escape", Code::Esc),
    ("delete", Code::Delete),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("backtab", Code::BackTab),
    ("insert", Code::Insert),
    ("backspace", Code::Backspace),
    ("enter", Code::Enter),
];

/// A key without its modifiers.
fn base(written: &str) -> Option<Code> {
    let mut chars = written.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && !NAMES.iter().any(|(_, _, shown)| *shown == written)
    {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    let name = written.to_lowercase();
    let named = |(_, short, shown): &&(Code, &str, &str)| *short == name || shown.to_lowercase() == name;
    let known = NAMES.iter().find(named).map(|(code, ..)| *code);
    let function =
        || name.strip_prefix('f')?.parse().ok().filter(|number| (1..=24).contains(number)).map(Code::Function);
    known.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, code)| *code)).or_else(function)
}

fn unknown(written: &str) -> String {
    let base = written.rsplit(['-', '+']).next().unwrap_or(written);
    let names = NAMES.iter().map(|(_, _, shown)| *shown).chain(ALIASES.iter().map(|(alias, _)| *alias));
    let near = nearest(base, names.filter(|name| name.chars().count() > 1));
    let hint = near.map_or_else(
        || "; keys are written as j, Enter, Space, Ctrl-d, Alt-x, F5".to_owned(),
        |near| format!("; did you mean `{near}`?"),
    );
    format!("there is no key `{written}`{hint}")
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
            (None, Code::Function(number)) => write!(f, "F{number}"),
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

    #[test]
    fn a_key_is_written_as_it_is_shown_and_as_people_write_it() {
        let shown = |written| Key::read(written).map(|key| key.to_string());
        for name in ["j", "G", "-", "+", "<", "Enter", "Ctrl-d", "Alt-←", "F5", "Del"] {
            assert_eq!(shown(name).as_deref(), Ok(name));
        }
        for (written, name) in [
            ("ctrl+D", "Ctrl-d"),
            ("C-x", "Ctrl-x"),
            ("shift-tab", "Shift-Tab"),
            ("Shift-j", "J"),
            ("pagedown", "PgDn"),
            ("left", "←"),
            ("space", "Space"),
            ("Ctrl--", "Ctrl--"),
            ("ctrl-alt-x", "Ctrl-Alt-x"),
        ] {
            assert_eq!(shown(written).as_deref(), Ok(name), "{written}");
        }
        assert_eq!(shown("Entr"), Err("there is no key `Entr`; did you mean `Enter`?".to_owned()));
        assert_eq!(shown("Ctrl-i"), Err("`Ctrl-i`: for a terminal this is Tab".to_owned()));
        assert!(shown("jk").is_err() && shown("").is_err() && shown("F99").is_err());
    }
}
