//! What the terminal reports, as events; read on a thread of its own that sleeps until something comes.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use crossterm::event::{self, Event as Report, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEventKind};
use signal_hook::consts::SIGWINCH;

use super::Event;
use super::ground::{Answer, Taken};
use crate::app::key::{Code, Key};
use crate::app::{Message, Model, Mouse, keymap::keymap};

/// The reading thread, which can be held so that another program gets the keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Input {
    held: Arc<(Mutex<Hold>, Condvar)>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Hold {
    #[default]
    Reading,
    Asked,
    Held,
}

impl Input {
    /// Starts reading.
    pub(super) fn start(events: Sender<Event>, mut answer: Answer) -> Input {
        let input = Input::default();
        let reader = input.clone();
        thread::spawn(move || {
            loop {
                match event::read() {
                    Ok(report) => {
                        if reader.wait_while_held() {
                            continue;
                        }
                        let told = match answer.take(report) {
                            Taken::Ground(ground) => vec![Event::Ground(ground)],
                            Taken::Reports(reports) => reports.into_iter().map(Event::Report).collect(),
                        };
                        if told.into_iter().any(|event| events.send(event).is_err()) {
                            return;
                        }
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => {
                        let _ = events.send(Event::TerminalGone);
                        return;
                    }
                }
            }
        });
        input
    }

    /// Stops reading until [`Input::release`]; returns when the thread reads no more.
    pub(super) fn hold(&self) {
        let (state, changed) = &*self.held;
        let mut hold = state.lock().unwrap_or_else(PoisonError::into_inner);
        *hold = Hold::Asked;
        // The thread sleeps in a read. A change of size wakes it, and nobody minds one too many.
        if signal_hook::low_level::raise(SIGWINCH).is_err() {
            return;
        }
        while *hold == Hold::Asked {
            hold = changed.wait(hold).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Goes on reading.
    pub(super) fn release(&self) {
        let (state, changed) = &*self.held;
        *state.lock().unwrap_or_else(PoisonError::into_inner) = Hold::Reading;
        changed.notify_all();
    }

    /// On the reading thread: stays here while held. Whether it was.
    fn wait_while_held(&self) -> bool {
        let (state, changed) = &*self.held;
        let mut hold = state.lock().unwrap_or_else(PoisonError::into_inner);
        if *hold == Hold::Reading {
            return false;
        }
        *hold = Hold::Held;
        changed.notify_all();
        while *hold == Hold::Held {
            hold = changed.wait(hold).unwrap_or_else(PoisonError::into_inner);
        }
        true
    }
}

/// How long after a press another at the same place is the second of a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Tells a double click from two.
#[derive(Debug, Default)]
pub(super) struct Clicks {
    last: Option<(u16, u16, Instant)>,
}

impl Clicks {
    fn press(&mut self, column: u16, row: u16, now: Instant) -> Mouse {
        let again = self.last.is_some_and(|(x, y, at)| (x, y) == (column, row) && now.duration_since(at) <= DOUBLE);
        // A third press begins anew.
        self.last = (!again).then_some((column, row, now));
        if again { Mouse::DoublePress } else { Mouse::Press }
    }
}

/// What a report means to the model.
pub(super) fn message(model: &Model, report: Report, clicks: &mut Clicks) -> Option<Message> {
    match report {
        Report::Key(key) if key.kind != KeyEventKind::Release => keymap(model, translate(key)?),
        Report::Paste(text) => Some(Message::Pasted(text)),
        Report::Mouse(mouse) => {
            let what = match mouse.kind {
                MouseEventKind::Down(event::MouseButton::Left) => clicks.press(mouse.column, mouse.row, Instant::now()),
                MouseEventKind::Up(event::MouseButton::Left) => Mouse::Release,
                MouseEventKind::Drag(event::MouseButton::Left) => Mouse::Drag,
                MouseEventKind::ScrollDown => Mouse::WheelDown,
                MouseEventKind::ScrollUp => Mouse::WheelUp,
                _ => return None,
            };
            Some(Message::Mouse(what, mouse.column, mouse.row))
        }
        _ => None,
    }
}

fn translate(key: KeyEvent) -> Option<Key> {
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::Insert => Code::Insert,
        KeyCode::F(number) => Code::Function(number),
        _ => return None,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(Key { code, ctrl, alt: key.modifiers.contains(KeyModifiers::ALT) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_presses_at_one_place_soon_after_each_other_are_a_double_click() {
        let (mut clicks, start) = (Clicks::default(), Instant::now());
        let mut press = |column, after| clicks.press(column, 5, start + Duration::from_millis(after));
        assert_eq!((press(3, 0), press(3, 200), press(3, 300)), (Mouse::Press, Mouse::DoublePress, Mouse::Press));
        assert_eq!((press(4, 350), press(4, 900)), (Mouse::Press, Mouse::Press));
    }
}
