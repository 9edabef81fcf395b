//! Values of simple settings: what the file, a variable or a flag says, read as the kind a setting is of.

use super::toml::Node;

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Folders and files; in a variable separated as in `PATH`.
    Paths,
    /// A text.
    Text,
    /// A whole number between two.
    Number(u16, u16),
    /// `true` or `false`.
    Switch,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Of [`Kind::Paths`].
    Paths(Vec<String>),
    /// Of [`Kind::Text`].
    Text(String),
    /// Of [`Kind::Number`].
    Number(u16),
    /// Of [`Kind::Switch`].
    Switch(bool),
}

impl Kind {
    /// What is wanted, in words.
    fn wanted(self) -> String {
        match self {
            Kind::Paths => "a list of paths, such as [\"~/notes\"]".to_owned(),
            Kind::Text => "a text in quotes".to_owned(),
            Kind::Number(least, most) => format!("a whole number from {least} to {most}"),
            Kind::Switch => "true or false".to_owned(),
        }
    }

    /// Reads a value of the file.
    pub(super) fn of_node(self, node: &Node<'_>) -> Result<Value, String> {
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        let value = match self {
            Kind::Paths => {
                let one = || node.text().map(|text| vec![text]);
                node.texts().or_else(one).map(|texts| Value::Paths(owned(texts)))
            }
            Kind::Text => node.text().map(|text| Value::Text(text.to_owned())),
            Kind::Number(least, most) => return self.number(node.number(), least, most, || node.kind().to_owned()),
            Kind::Switch => node.switch().map(Value::Switch),
        };
        value.ok_or_else(|| format!("wanted is {}, not {}", self.wanted(), node.kind()))
    }

    /// Reads a variable's or a flag's text.
    pub(super) fn of_text(self, text: &str) -> Result<Value, String> {
        match self {
            Kind::Paths => {
                let paths = std::env::split_paths(text).map(|path| path.to_string_lossy().into_owned());
                Ok(Value::Paths(paths.filter(|path| !path.is_empty()).collect()))
            }
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::Number(least, most) => self.number(text.trim().parse().ok(), least, most, || format!("`{text}`")),
            Kind::Switch => match text.trim().to_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Ok(Value::Switch(true)),
                "false" | "no" | "off" | "0" => Ok(Value::Switch(false)),
                _ => Err(format!("wanted is {}, not `{text}`", self.wanted())),
            },
        }
    }

    fn number(
        self,
        number: Option<i64>,
        least: u16,
        most: u16,
        otherwise: impl FnOnce() -> String,
    ) -> Result<Value, String> {
        let fitting = number.and_then(|number| u16::try_from(number).ok()).filter(|n| (least..=most).contains(n));
        fitting.map(Value::Number).ok_or_else(|| {
            let given = number.map_or_else(otherwise, |number| number.to_string());
            format!("wanted is {}, not {given}", self.wanted())
        })
    }
}

impl Value {
    /// What a switch says.
    pub(super) fn switch(&self) -> Option<bool> {
        if let Value::Switch(switch) = self { Some(*switch) } else { None }
    }

    /// What a number is.
    pub(super) fn number(&self) -> Option<u16> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    /// As TOML writes it.
    pub(super) fn to_toml(&self) -> String {
        match self {
            Value::Paths(paths) => {
                format!("[{}]", paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(", "))
            }
            Value::Text(text) => quoted(text),
            Value::Number(number) => number.to_string(),
            Value::Switch(switch) => switch.to_string(),
        }
    }
}

/// A string as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    ::toml::Value::String(text.to_owned()).to_string()
}

/// A key as TOML writes it: bare where it can be.
pub(super) fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_says_the_same_as_the_file() {
        assert_eq!(Kind::Number(0, 90).of_text(" 45"), Ok(Value::Number(45)));
        assert_eq!(Kind::Switch.of_text("off"), Ok(Value::Switch(false)));
        assert_eq!(Kind::Paths.of_text("/a:/b"), Ok(Value::Paths(vec!["/a".into(), "/b".into()])));
        assert_eq!(Kind::Number(0, 90).of_text("91"), Err("wanted is a whole number from 0 to 90, not 91".to_owned()));
        assert_eq!(Kind::Switch.of_text("maybe"), Err("wanted is true or false, not `maybe`".to_owned()));
    }
}
