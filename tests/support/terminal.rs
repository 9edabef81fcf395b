//! The program in a real pseudo-terminal: what it draws is read into a model of a terminal, what it asks a
//! terminal is answered, and tests wait for content, never for time.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long content may take to come before a test fails. Generous: machines are slow at times.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a terminal.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// All bytes written to the terminal so far.
    pub(crate) bytes: Vec<u8>,
}

impl Pty {
    /// Starts a shell line in a terminal of that size.
    pub(crate) fn shell(home: &Path, line: &str, columns: u16, rows: u16) -> Pty {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", line]);
        Pty::start(home, command, columns, rows)
    }

    /// Starts a program in a terminal of that size.
    pub(crate) fn start(home: &Path, mut command: CommandBuilder, columns: u16, rows: u16) -> Pty {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        command.cwd(home);
        command.env("HOME", home);
        command.env("XDG_CONFIG_HOME", home.join("config"));
        command.env("XDG_STATE_HOME", home.join("state"));
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        command.env("KCBROWSE", env!("CARGO_BIN_EXE_kcbrowse"));
        command.env_remove("NO_COLOR");
        for name in ["COLORFGBG", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "LC_ALL", "LC_CTYPE", "LANG"] {
            command.env_remove(name);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        let parser = vt100::Parser::new(nonzero(rows), nonzero(columns), 0);
        Pty { master: pair.master, child, writer, output, parser, bytes: Vec::new() }
    }

    /// Types bytes.
    pub(crate) fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.writer.flush().expect("the terminal takes keys");
    }

    /// Gives the terminal another size; the program is told.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.screen_mut().set_size(nonzero(rows), nonzero(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("another size");
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The screen as the terminal has it.
    pub(crate) fn model(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Whether the program has the alternate screen.
    pub(crate) fn in_alternate_screen(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    /// Waits until the screen satisfies a condition.
    pub(crate) fn wait(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !condition(self.parser.screen()) {
            assert!(self.take(end), "waited for {what} in vain; the screen:\n{}", self.screen());
        }
    }

    /// Waits until the screen shows a text.
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    /// Waits for the end of the program; its exit code.
    pub(crate) fn wait_for_end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                    self.feed(&bytes);
                }
                return status.exit_code();
            }
            assert!(Instant::now() < end, "the program does not end; the screen:\n{}", self.screen());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(10)) {
                self.feed(&bytes);
            }
        }
    }

    /// The process id of the program started.
    pub(crate) fn process_id(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    fn take(&mut self, end: Instant) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        match self.output.recv_timeout(left) {
            Ok(bytes) => {
                self.feed(&bytes);
                true
            }
            Err(_) => false,
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.bytes.extend_from_slice(bytes);
        for (question, answer) in [("\x1b[6n", "\x1b[1;1R"), ("\x1b[?u", "\x1b[?0u"), ("\x1b[c", "\x1b[?62c")] {
            let asked = bytes.windows(question.len()).filter(|window| *window == question.as_bytes()).count();
            for _ in 0..asked {
                self.send(answer);
            }
        }
    }
}

fn nonzero(cells: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(cells).expect("a terminal has cells")
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
