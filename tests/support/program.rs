//! The program run as a script runs it: arguments in; stdout, stderr and exit code out.

use std::path::Path;
use std::process::{Command, Stdio};

/// What a run gave.
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

/// The program with its own empty configuration and state folders, and no terminal.
pub(crate) fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kcbrowse"));
    command
        .env_clear()
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("RUST_BACKTRACE", "0")
        .current_dir(home)
        .stdin(Stdio::null());
    command
}

/// Runs the program in a folder, with arguments separated by blanks.
pub(crate) fn run(home: &Path, arguments: &str) -> Run {
    run_args(home, &arguments.split_whitespace().collect::<Vec<_>>())
}

/// Runs the program in a folder, with these arguments.
pub(crate) fn run_args(home: &Path, arguments: &[&str]) -> Run {
    let output = program(home).args(arguments).output().expect("the program runs");
    Run {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
    }
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}
