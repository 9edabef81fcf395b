//! The tables `[themes.NAME]`: themes of the user's own, role by role.

use std::fmt::Write as _;

use super::toml::Node;
use super::{Config, Problem};
use crate::text::did_you_mean;
use crate::view::{ROLES, THEMES, Theme, read_look};

/// What a theme that inherits from none begins with, unless it has the name of a built-in one.
const PARENT: &str = "dark";

/// A theme of the user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTheme {
    /// How it looks.
    pub theme: Theme,
    /// What the file says of it, as far as it was understood.
    pub(super) said: Vec<(String, String)>,
}

/// Reads the tables. A theme may inherit from one that stands further down.
pub(super) fn read(config: &mut Config, table: &Node<'_>, problems: &mut Vec<Problem>) {
    let entries = table.entries().unwrap_or_default();
    let mut waiting: Vec<(&str, Node<'_>)> = Vec::new();
    for (name, node) in &entries {
        match node.entries() {
            Some(_) => waiting.push((name, *node)),
            None => problems.push(node.problem(format!("`{name}` is {}; wanted is a table of looks", node.kind()))),
        }
    }
    // Each round takes those whose parent is there; what is left then inherits from itself or from nothing known.
    loop {
        let before = waiting.len();
        let own: Vec<&str> = waiting.iter().map(|(name, _)| *name).collect();
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(|(name, node)| {
            let parent = parent(name, node);
            !own.contains(&parent) || parent == *name
        });
        for (name, node) in ready {
            let theme = read_theme(config, name, &node, problems);
            config.themes.insert(name.to_owned(), theme);
        }
        waiting = rest;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    for (name, node) in waiting {
        problems.push(
            node.problem(format!("the theme `{name}` inherits from itself, by way of `{}`", parent(name, &node))),
        );
    }
}

/// What a theme inherits from. One called like a built-in theme inherits from that, if it says nothing else.
fn parent<'a>(name: &'a str, node: &Node<'a>) -> &'a str {
    let entries = node.entries().unwrap_or_default();
    let said = entries.into_iter().find(|(key, _)| *key == "inherits").and_then(|(_, node)| node.text());
    said.or_else(|| Theme::named(name).map(|_| name)).unwrap_or(PARENT)
}

fn read_theme(config: &Config, name: &str, node: &Node<'_>, problems: &mut Vec<Problem>) -> OwnTheme {
    let parent = parent(name, node);
    let inherited = config.themes.get(parent).filter(|_| parent != name).map(|own| own.theme);
    let mut theme = inherited.or_else(|| Theme::named(parent)).or_else(|| Theme::named(PARENT)).unwrap_or_default();
    let mut said = Vec::new();
    for (key, node) in node.entries().unwrap_or_default() {
        let Some(written) = node.text() else {
            problems.push(node.problem(format!("`{key}` is {}; wanted is a look, such as \"bold cyan\"", node.kind())));
            continue;
        };
        if key == "inherits" {
            let known = || THEMES.iter().map(|(name, _)| *name).chain(config.themes.keys().map(String::as_str));
            if known().any(|known| known == written) {
                said.push((key.to_owned(), written.to_owned()));
            } else {
                let known: Vec<&str> = known().collect();
                problems.push(node.problem(format!("there is no theme `{written}`{}", did_you_mean(written, known))));
            }
        } else if let Some((_, _, role)) = ROLES.iter().find(|(role, ..)| *role == key) {
            match read_look(written) {
                Ok(look) => {
                    *role(&mut theme) = look;
                    said.push((key.to_owned(), written.to_owned()));
                }
                Err(message) => problems.push(node.problem(format!("`{key}`: {message}"))),
            }
        } else {
            let known: Vec<&str> = ROLES.iter().map(|(role, ..)| *role).chain(["inherits"]).collect();
            problems.push(node.problem(format!("there is no role `{key}`{}", did_you_mean(key, known))));
        }
    }
    OwnTheme { theme, said }
}

/// Every role with what it is for, as a theme could say it, in comments.
pub(super) fn sample() -> String {
    let mut sample = String::from("# [themes.paper]\n# inherits    = \"light\"\n");
    for (role, help, _) in ROLES {
        let _ = writeln!(sample, "# {role:11} = \"none\"  # {help}");
    }
    sample
}

impl Config {
    /// The theme of that name: the user's, else a built-in one.
    pub fn theme_named(&self, name: &str) -> Option<Theme> {
        self.themes.get(name).map(|own| own.theme).or_else(|| Theme::named(name))
    }

    /// The names of all themes.
    pub fn theme_names(&self) -> Vec<&str> {
        let own = self.themes.keys().map(String::as_str).filter(|name| Theme::named(name).is_none());
        THEMES.iter().map(|(name, _)| *name).chain(own).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{mistakes, read};
    use super::*;
    use crate::typeset::{Emphasis, Role};

    #[test]
    fn a_theme_inherits_and_says_what_differs() {
        let config = read(
            "theme = \"night\"\n[themes.night]\ninherits = \"dusk\"\nlink = \"#88c0d0 underlined\"\n[themes.dusk]\ninherits = \"light\"\naccent = \"bold 208\"\n",
        );
        assert_eq!((config.problems.as_slice(), config.theme.as_deref()), (&[][..], Some("night")));
        let (night, light) = (config.theme_named("night").expect("read"), Theme::named("light").expect("built in"));
        assert_eq!(Ok(night.accent), read_look("bold 208"));
        assert_eq!(Ok(night.of(Role::Link, Emphasis::default())), read_look("#88c0d0 underlined"));
        assert_eq!(night.quiet, light.quiet);
    }

    #[test]
    fn a_theme_called_like_a_built_in_one_changes_that() {
        let config = read("[themes.light]\nlink = \"red\"\n[themes.night]\naccent = \"red\"\n");
        let (light, built_in) = (config.theme_named("light").expect("read"), Theme::named("light").expect("built in"));
        assert_eq!(Ok(light.of(Role::Link, Emphasis::default())), read_look("red"));
        assert_eq!((light.accent, light.quiet), (built_in.accent, built_in.quiet));
        assert_eq!(config.theme_named("night").map(|night| night.quiet), Theme::named("dark").map(|dark| dark.quiet));
    }

    #[test]
    fn mistakes_in_themes_are_named() {
        let text = "theme = \"nigth\"\n[themes]\nflat = 3\n[themes.night]\ninherits = \"drak\"\nacent = \"cyan\"\nquiet = \"grey\"\nhit = 3\n[themes.a]\ninherits = \"b\"\n[themes.b]\ninherits = \"a\"\n";
        insta::assert_snapshot!(mistakes(text), @r#"
        c.toml:1: `theme`: there is no theme `nigth`; did you mean `night`?
        c.toml:3: `flat` is a number; wanted is a table of looks
        c.toml:5: there is no theme `drak`; did you mean `dark`?
        c.toml:6: there is no role `acent`; did you mean `accent`?
        c.toml:7: `quiet`: there is no colour `grey`; did you mean `gray`?
        c.toml:8: `hit` is a number; wanted is a look, such as "bold cyan"
        c.toml:9: the theme `a` inherits from itself, by way of `b`
        c.toml:11: the theme `b` inherits from itself, by way of `a`
        "#);
    }

    #[test]
    fn the_sample_names_every_role() {
        let config = read(&sample().replace("\n# ", "\n")[2..]);
        assert_eq!(config.problems, []);
        assert_eq!(config.theme_named("paper").map(|theme| theme.accent), read_look("none").ok());
        assert_eq!(sample().lines().count(), ROLES.len() + 2);
    }
}
