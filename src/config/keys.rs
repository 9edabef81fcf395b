//! The table `[keys]`: which key does what. Actions stand in it by name, those of one context in a table of their
//! own, `[keys.list]`.

use std::fmt::Write as _;

use super::toml::Node;
use super::value::quoted;
use super::{Config, Problem};
use crate::app::bindings::{KeyMap, Sequence, Wish};
use crate::app::keymap::{Action, BINDINGS, Context};
use crate::text::did_you_mean;

/// Reads the table.
pub(super) fn read(config: &mut Config, table: &Node<'_>, problems: &mut Vec<Problem>) {
    let mut wishes = Vec::new();
    for (name, node) in table.entries().unwrap_or_default() {
        let context = Context::ALL.into_iter().find(|context| !context.name().is_empty() && context.name() == name);
        match (context, node.entries()) {
            (Some(context), Some(entries)) => {
                for (name, node) in entries {
                    read_wish(Some(context), name, &node, &mut wishes, problems);
                }
            }
            (None, Some(_)) => {
                let known = Context::ALL.map(Context::name);
                let known = known.into_iter().filter(|name| !name.is_empty());
                problems.push(node.problem(format!("there is no [keys.{name}]{}", did_you_mean(name, known))));
            }
            (_, None) => read_wish(None, name, &node, &mut wishes, problems),
        }
    }
    let (keys, refusals) = KeyMap::with(&wishes);
    config.keys = keys;
    problems.extend(refusals.into_iter().map(|refusal| Problem { place: refusal.place, message: refusal.message }));
}

fn read_wish(
    context: Option<Context>,
    name: &str,
    node: &Node<'_>,
    wishes: &mut Vec<Wish>,
    problems: &mut Vec<Problem>,
) {
    let all = Action::all();
    let Some(action) = all.iter().find(|action| action.name() == name) else {
        let names: Vec<String> = all.iter().map(|action| action.name()).collect();
        let hint = did_you_mean(name, names.iter().map(String::as_str));
        problems.push(node.problem(format!("there is no action `{name}`{hint}")));
        return;
    };
    let written = match (node.text(), node.texts(), node.switch()) {
        (Some(one), ..) => vec![one],
        (_, Some(several), _) => several,
        (.., Some(false)) => Vec::new(),
        _ => {
            let wanted = "wanted is a key, a list of keys, or false for none";
            problems.push(node.problem(format!("`{name}` is {}; {wanted}", node.kind())));
            return;
        }
    };
    let mut keys = Vec::new();
    for written in &written {
        match Sequence::read(written) {
            Ok(sequence) => keys.push(sequence),
            Err(message) => problems.push(node.problem(format!("`{name}`: {message}"))),
        }
    }
    // An action whose keys are all misspelt keeps those it has.
    if written.is_empty() || !keys.is_empty() {
        wishes.push(Wish { context, action: *action, keys, place: node.place() });
    }
}

/// The program's own keys, a line for each action, as the table would say them, in comments.
pub(super) fn sample() -> String {
    let mut sample = String::new();
    for context in Context::ALL {
        if !context.name().is_empty() {
            let _ = writeln!(sample, "{}", context.table());
        }
        for row in BINDINGS.iter().filter(|row| row.context == context) {
            let keys: Vec<String> = row.keys.iter().map(|key| quoted(&key.to_string())).collect();
            let keys = if keys.len() == 1 { keys.concat() } else { format!("[{}]", keys.join(", ")) };
            let _ = writeln!(sample, "# {:16} = {keys:24} # {}", row.action.name(), row.help);
        }
    }
    sample
}

impl Config {
    /// What is not as the program has it, as the table would say it.
    pub(super) fn shown_keys(&self) -> String {
        let defaults = KeyMap::default();
        let mut shown = String::new();
        for context in Context::ALL {
            let same = |row: &&crate::app::bindings::Bound| !defaults.of(context).any(|known| known == *row);
            let changed: Vec<_> = self.keys.of(context).filter(same).collect();
            if !changed.is_empty() {
                let _ = writeln!(shown, "\n{}", context.table());
            }
            for row in changed {
                let keys: Vec<String> = row.keys.iter().map(|key| quoted(&key.to_string())).collect();
                let _ = writeln!(shown, "{} = [{}]", row.action.name(), keys.join(", "));
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{mistakes, read};
    use super::*;

    #[test]
    fn mistakes_in_keys_are_named_with_the_nearest_name() {
        let text = "[keys]\nlink = \"l\"\nzoom = [\"Z\", \"Ctrl-i\"]\nstar = 3\nedit = \"b\"\nsort = \"b\"\n\n[keys.lst]\nmark = \"m\"\n";
        insta::assert_snapshot!(mistakes(text), @r"
        c.toml:2: there is no action `link`; did you mean `links`?
        c.toml:3: `zoom`: `Ctrl-i`: for a terminal this is Tab
        c.toml:4: `star` is a number; wanted is a key, a list of keys, or false for none
        c.toml:6: `b` for `sort` clashes with `b` for `edit` at c.toml:5
        c.toml:8: there is no [keys.lst]; did you mean `list`?
        ");
    }

    #[test]
    fn the_programs_own_keys_can_be_said_in_the_file_and_change_nothing() {
        let lines: Vec<String> = sample().lines().map(|line| line.trim_start_matches("# ").to_owned()).collect();
        let config = read(&format!("[keys]\n{}", lines.join("\n")));
        assert_eq!(config.problems, []);
        assert_eq!(config.keys, KeyMap::default());
    }

    #[test]
    fn no_action_is_called_like_a_context() {
        for action in Action::all() {
            assert!(Context::ALL.iter().all(|context| context.name() != action.name()), "{action:?}");
        }
    }

    #[test]
    fn what_was_changed_is_shown_as_it_could_be_written() {
        let text = "[keys]\ntop = \"g g\"\ntoggle-facets = false\n";
        let shown = read(text).shown_keys();
        assert_eq!(shown, "\n[keys]\ntop = [\"g g\"]\ntoggle-facets = []\n");
        assert_eq!(read(&shown).keys, read(text).keys);
    }
}
