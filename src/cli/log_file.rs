//! `--log FILE`: what the program did and met, for a report of a bug. Times, counts, paths and system errors are
//! written, never the text of a note or a query.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, anyhow};
use log::{LevelFilter, Log, Metadata, Record};

/// The variable that says how much is written: error, warn, info, debug or trace.
const LEVEL: &str = "KCBROWSE_LOG_LEVEL";

struct LogFile {
    file: Mutex<File>,
    start: Instant,
}

/// Starts writing to the end of a file, which is made where it is not there.
pub(super) fn start(path: &Path) -> anyhow::Result<()> {
    let file = File::options().create(true).append(true).open(path);
    let file = file.with_context(|| format!("{}: cannot write a log there", path.display()))?;
    let level = match std::env::var(LEVEL) {
        Ok(name) => name.parse().map_err(|_| anyhow!("{LEVEL} is error, warn, info, debug or trace, not `{name}`"))?,
        Err(_) => LevelFilter::Info,
    };
    log::set_boxed_logger(Box::new(LogFile { file: Mutex::new(file), start: Instant::now() }))?;
    log::set_max_level(level);
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| "not set".to_owned());
    log::info!("kcbrowse {} on {} {}", super::version(), std::env::consts::OS, std::env::consts::ARCH);
    log::info!("TERM {}, COLORTERM {}, LANG {}", variable("TERM"), variable("COLORTERM"), variable("LANG"));
    Ok(())
}

impl Log for LogFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Libraries tell much that no report needs.
        metadata.target().starts_with("kcbrowse") && metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = self.start.elapsed().as_secs_f64();
        // A log that cannot be written must not stop the work it tells of.
        let _ = writeln!(file, "{seconds:9.3} {:5} {}: {}", record.level(), record.target(), record.args());
    }

    fn flush(&self) {}
}
