//! Signals become events, so that every way out goes through the same door.

use std::sync::mpsc::Sender;
use std::{io, thread};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::Event;

/// Sends each signal that would end or stop the program to `events` instead.
///
/// # Errors
/// Where the signals cannot be caught.
pub(super) fn forward(events: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if events.send(Event::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}
