//! The terminal is entered once and left on every way out: quit, error, panic, signal, suspension.
//!
//! Everything is written to the terminal itself (`/dev/tty`), so that stdout stays free for a pipe.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};

use crate::typeset;

/// Reports of buttons, the wheel, and movements with a button down, in SGR coordinates: none for each movement.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Whether the terminal is ours now.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether the terminal keeps the mouse, to select text with.
static MOUSE_FREE: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard(());

/// Opens the terminal itself, whatever stdin and stdout are.
///
/// # Errors
/// Where there is no terminal.
pub fn open_tty() -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open("/dev/tty")
}

impl Guard {
    /// Enters raw mode, the alternate screen, bracketed paste, reports of focus and of the mouse.
    ///
    /// # Errors
    /// Where there is no terminal, or it refuses.
    pub fn enter() -> io::Result<Guard> {
        restore_on_panic(thread::current().id());
        let guard = Guard(());
        guard.resume()?;
        Ok(guard)
    }

    /// Takes the terminal again after [`Guard::suspend`].
    ///
    /// # Errors
    /// Where the terminal refuses.
    pub fn resume(&self) -> io::Result<()> {
        let mut tty = open_tty()?;
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        execute!(tty, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
        if !MOUSE_FREE.load(Ordering::SeqCst) {
            tty.write_all(MOUSE_ON)?;
        }
        tty.flush()
    }

    /// Leaves the mouse to the terminal, or takes it again.
    ///
    /// # Errors
    /// Where the terminal refuses.
    pub fn free_mouse(&self, is_free: bool) -> io::Result<()> {
        MOUSE_FREE.store(is_free, Ordering::SeqCst);
        open_tty()?.write_all(if is_free { MOUSE_OFF } else { MOUSE_ON })
    }

    /// Gives the terminal back for a while.
    pub fn suspend(&self) {
        restore();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Undoes all that [`Guard::resume`] did, once. Errors are of no use here: the terminal may be gone.
fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    if let Ok(mut tty) = open_tty() {
        let _ = tty.write_all(MOUSE_OFF);
        let _ = execute!(tty, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, Show);
    }
    let _ = disable_raw_mode();
}

/// A panic on the interface's thread gives the terminal back before it is reported. One on another thread
/// is caught there and must not write over the screen.
fn restore_on_panic(interface: ThreadId) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // A diagram that cannot be drawn is caught, and shown as its source.
            if typeset::is_drawing() {
                return;
            }
            if thread::current().id() == interface {
                restore();
            }
            if !ENTERED.load(Ordering::SeqCst) {
                report(panic);
            } else if let Some(place) = panic.location() {
                // Where, not what: a message may quote a note.
                log::error!("a bug at {place}");
            }
        }));
    });
}
