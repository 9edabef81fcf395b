//! Text on its way to lines: made safe for a terminal here, and carrying its looks.

use crate::text::{is_unsafe, stand_in};

use super::page::{Emphasis, Role};

/// How a run of text looks, and the link it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) role: Role,
    pub(super) style: Emphasis,
    pub(super) link: Option<u32>,
}

impl Look {
    pub(super) fn of(role: Role) -> Look {
        Look { role, ..Look::default() }
    }
}

/// Text with looks. `\n` in it breaks the line; nothing else in it is a control character.
#[derive(Debug, Default)]
pub(super) struct Ink {
    pub(super) text: String,
    /// Where each run of one look ends.
    pub(super) runs: Vec<(usize, Look)>,
}

impl Ink {
    /// Adds text of a note: control characters become symbols, line ends and tabs blanks.
    pub(super) fn push(&mut self, text: &str, look: Look) {
        let safe = |c: char| !is_unsafe(c);
        if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || text.chars().all(safe) {
            self.text.push_str(text);
            self.end_run(look);
            return;
        }
        for c in text.chars() {
            if safe(c) {
                self.text.push(c);
                self.end_run(look);
            } else if matches!(c, '\n' | '\r' | '\t') {
                self.text.push(' ');
                self.end_run(look);
            } else {
                self.text.push(stand_in(c));
                self.end_run(Look { role: Role::Control, ..look });
            }
        }
    }

    /// Adds text of a note in which a run of blanks is one blank.
    pub(super) fn push_flowing(&mut self, text: &str, look: Look) {
        for part in text.split_inclusive(' ') {
            if part != " " || !self.text.ends_with(' ') {
                self.push(part, look);
            }
        }
    }

    /// Breaks the line here.
    pub(super) fn break_line(&mut self) {
        self.text.push('\n');
        self.end_run(Look::default());
    }

    fn end_run(&mut self, look: Look) {
        let end = self.text.len();
        match self.runs.last_mut() {
            Some((last, same)) if *same == look => *last = end,
            last => {
                if last.map_or(0, |(last, _)| *last) < end {
                    self.runs.push((end, look));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_symbols_with_a_role_of_their_own() {
        let mut ink = Ink::default();
        ink.push("a\u{1b}[0m\tb", Look::default());
        assert_eq!(ink.text, "a␛[0m b");
        assert_eq!(
            ink.runs.iter().map(|(end, look)| (*end, look.role)).collect::<Vec<_>>(),
            [(1, Role::Text), (4, Role::Control), (9, Role::Text)]
        );
    }
}
