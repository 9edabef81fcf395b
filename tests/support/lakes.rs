//! Notes of two small conferences, and what tests do with them again and again.

use std::path::Path;

use kcbrowse::app::memory::Memory;
use kcbrowse::app::{Effect, Message};

use super::program::folder;
use super::terminal::Pty;
use super::{Session, notes};

pub(crate) const AUTUMN: &str = "\
# LakeConf 2023

*2023-10-05*

## Quorums for the rest of us
- **Speaker**: Kim Aoki, Lattice
- **Tags**: etcd, storage

Three members, or five.

## Charts without tears
- **Speaker**: Jon Vale, Quarry
- **Tags**: helm

A chart is a package.
";

pub(crate) const SPRING: &str = "\
# MoorDays 2024

*2024-04-18*

## Canaries before lunch
- **Speaker**: Ida Brandt, Quarry
- **Tags**: delivery, helm

Roll out to few, then to all.
";

pub(crate) fn session() -> Session {
    Session::over(notes(&[("2023.md", AUTUMN), ("2024.md", SPRING)]))
}

/// What a session asked to be remembered, as a later run finds it.
pub(crate) fn remembered(session: &Session) -> Memory {
    let mut memory = Memory::default();
    for effect in &session.effects {
        if let Effect::Remember(change) = effect {
            memory.apply(change);
        }
    }
    if let Some(visit) = session.model.visit() {
        memory.apply(&visit);
    }
    memory
}

/// A later run over other notes, with what was remembered.
pub(crate) fn later(files: &[(&str, &str)], memory: Memory) -> Session {
    let mut session = Session::over(notes(files));
    session.send(Message::Remembered(memory));
    session
}

pub(crate) fn home() -> tempfile::TempDir {
    folder(&[("notes/2023.md", AUTUMN.as_bytes()), ("notes/2024.md", SPRING.as_bytes())])
}

pub(crate) fn browse(home: &Path) -> Pty {
    let mut pty = Pty::shell(home, "exec \"$KCBROWSE\" notes", 120, 30);
    pty.wait_for("3 talks");
    pty.wait_for("Quorums for the rest");
    pty
}
