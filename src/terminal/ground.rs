//! Whether the terminal's ground is dark or light: it is asked (OSC 11), and nobody waits for the answer. The
//! answer comes among the keys; it is picked out of them whenever it comes, so that a slow one is no key either.

use crossterm::event::{Event as Report, KeyCode, KeyEvent, KeyModifiers};

use crate::view::Theme;

/// What is asked. Terminals that do not know it say nothing.
pub(super) const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// The themes for a dark and for a light ground; the same where one was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looks {
    /// For dark grounds.
    pub dark: Theme,
    /// For light grounds.
    pub light: Theme,
    /// What the ground is taken for until the terminal has told it.
    pub guess: Ground,
}

impl Looks {
    /// This theme, whatever the ground.
    pub fn one(theme: Theme) -> Looks {
        Looks { dark: theme, light: theme, guess: Ground::Dark }
    }

    /// The theme to begin with.
    pub(super) fn first(&self) -> Theme {
        self.on(self.guess)
    }

    /// The theme for a ground.
    pub(super) fn on(&self, ground: Ground) -> Theme {
        match ground {
            Ground::Dark => self.dark,
            Ground::Light => self.light,
        }
    }

    /// Whether the ground makes a difference.
    pub(super) fn depend(&self) -> bool {
        self.dark != self.light
    }
}

/// Letters an answer can have at most.
const LONGEST: usize = 40;

/// The ground of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Letters are lighter.
    Dark,
    /// Letters are darker.
    Light,
}

/// Picks the answer out of the keys. To the library that reads the terminal it is Alt-], then letters, then
/// Alt-\ or Ctrl-g.
#[derive(Debug, Default)]
pub(super) struct Answer {
    held: Vec<Report>,
    text: String,
    is_over: bool,
}

/// What a report was.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// No part of an answer: these reports are what they are.
    Reports(Vec<Report>),
    /// The end of an answer.
    Ground(Ground),
}

impl Answer {
    /// Nothing was asked.
    pub(super) fn not_expected() -> Answer {
        Answer { is_over: true, ..Answer::default() }
    }

    /// Takes a report from the terminal.
    pub(super) fn take(&mut self, report: Report) -> Taken {
        if self.is_over {
            return Taken::Reports(vec![report]);
        }
        match letter(&report) {
            Some(Letter::Begin) if self.held.is_empty() => {}
            Some(Letter::Char(c)) if !self.held.is_empty() && self.goes_on(c) => self.text.push(c),
            Some(Letter::End) if !self.held.is_empty() => {
                if let Some(ground) = ground(&self.text) {
                    self.is_over = true;
                    self.held.clear();
                    return Taken::Ground(ground);
                }
                return self.give_up(report);
            }
            _ => return self.give_up(report),
        }
        self.held.push(report);
        Taken::Reports(Vec::new())
    }

    fn goes_on(&self, c: char) -> bool {
        const HEAD: &str = "11;rgb";
        match HEAD.chars().nth(self.text.len()) {
            Some(wanted) => c == wanted,
            None => self.text.len() < LONGEST && (c.is_ascii_hexdigit() || matches!(c, ':' | '/' | 'a')),
        }
    }

    /// It was no answer.
    fn give_up(&mut self, report: Report) -> Taken {
        self.text.clear();
        let mut reports = std::mem::take(&mut self.held);
        reports.push(report);
        Taken::Reports(reports)
    }
}

enum Letter {
    Begin,
    Char(char),
    End,
}

fn letter(report: &Report) -> Option<Letter> {
    let Report::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. }) = report else { return None };
    match (c, modifiers.contains(KeyModifiers::ALT), modifiers.contains(KeyModifiers::CONTROL)) {
        (']', true, false) => Some(Letter::Begin),
        ('\\', true, false) | ('g', false, true) => Some(Letter::End),
        (c, false, false) => Some(Letter::Char(*c)),
        _ => None,
    }
}

/// `11;rgb:ffff/ffff/dddd`, with one to four digits a colour; `rgba` has a fourth part, how opaque it is.
fn ground(answer: &str) -> Option<Ground> {
    let colour = answer.strip_prefix("11;rgb:").or_else(|| answer.strip_prefix("11;rgba:"))?;
    let mut parts = colour.split('/').map(|digits| {
        let most = (1u32 << (4 * u32::try_from(digits.len()).ok().filter(|len| (1..=4).contains(len))?)) - 1;
        Some(f64::from(u32::from_str_radix(digits, 16).ok()?) / f64::from(most))
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let light = 0.299 * red + 0.587 * green + 0.114 * blue;
    Some(if light > 0.5 { Ground::Light } else { Ground::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> Report {
        Report::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    fn answer(text: &str) -> Vec<Report> {
        let mut reports = vec![key(']', KeyModifiers::ALT)];
        reports.extend(text.chars().map(|c| key(c, KeyModifiers::NONE)));
        reports.push(key('\\', KeyModifiers::ALT));
        reports
    }

    #[test]
    fn an_answer_is_no_key_and_says_how_light_the_ground_is() {
        for (text, wanted) in [
            ("11;rgb:ffff/ffff/ffff", Ground::Light),
            ("11;rgb:1c/1c/24", Ground::Dark),
            ("11;rgba:0000/0000/0000/cccc", Ground::Dark),
        ] {
            let mut picked = Answer::default();
            let taken: Vec<Taken> = answer(text).into_iter().map(|report| picked.take(report)).collect();
            let (last, before) = taken.split_last().expect("reports");
            assert!(before.iter().all(|taken| *taken == Taken::Reports(Vec::new())));
            assert_eq!(*last, Taken::Ground(wanted));
        }
    }

    #[test]
    fn keys_that_begin_like_an_answer_are_keys() {
        let mut picked = Answer::default();
        let first = key(']', KeyModifiers::ALT);
        assert_eq!(picked.take(first.clone()), Taken::Reports(Vec::new()));
        let second = key('j', KeyModifiers::NONE);
        assert_eq!(picked.take(second.clone()), Taken::Reports(vec![first, second.clone()]));
        assert_eq!(picked.take(second.clone()), Taken::Reports(vec![second]));
    }
}
