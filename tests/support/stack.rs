//! Three short talks, in a folder that is browsed in a terminal.

use std::path::Path;

use super::program::folder;
use super::terminal::Pty;

/// The talks.
pub(crate) const NOTES: &str = "\
# StackConf 2023

## Prometheus without tears
- **Speaker**: Ida Brandt, Quarry

Pull, do not push.

## Helm for the impatient
- **Speaker**: Jon Vale, Quarry

Charts are packages.

## Etcd on a diet
- **Speaker**: Kim Aoki, Lattice

Compaction matters.
";

/// A folder with the talks in `notes`, and in `other` once more.
pub(crate) fn home() -> tempfile::TempDir {
    folder(&[("notes/day.md", NOTES.as_bytes()), ("other/day.md", NOTES.as_bytes())])
}

/// The program with these arguments, the talks loaded.
pub(crate) fn browse(home: &Path, arguments: &str) -> Pty {
    let mut pty = Pty::shell(home, &format!("exec \"$KCBROWSE\" {arguments}"), 120, 30);
    pty.wait_for("3 talks");
    pty
}
