//! What each key of a query costs as a person types it and takes it back, half of the time and at worst but for one
//! in twenty: a table for each size of a library of bare titles, and one for talks with their bodies.
//!
//! `KCBROWSE_BENCH_TITLES` names a file with one title a line to search as well.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kcbrowse::search::Index;
use kcbrowse::source::Note;

use super::search::{LARGE, TYPED, index_of, made_up_title, search};

/// The name that a filter on the command line has to be a part of.
const NAME: &str = "search::each_key";

/// Libraries of so many titles.
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// How often the query is typed; the first time warms up.
const ROUNDS: usize = 21;

/// Memory a title takes at most, in kB, with room to spare.
const KB_A_TITLE: usize = 3;

/// Prints the tables, if the arguments ask for benches of this name.
pub(crate) fn report() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut filters = arguments.iter().filter(|argument| !argument.starts_with('-')).peekable();
    let is_wanted = filters.peek().is_none() || filters.any(|filter| NAME.contains(filter.as_str()));
    if !is_wanted || !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    for size in SIZES {
        let free = available_kb();
        if free.is_some_and(|free| free < size * KB_A_TITLE) {
            writeln!(out, "{NAME}: {size} titles left out, they might not fit into the memory that is free\n")?;
            continue;
        }
        let titles: Vec<String> = (0..size).map(made_up_title).collect();
        report_over(&mut out, &format!("{size} titles"), &index_of_titles(titles.iter().map(String::as_str)))?;
    }
    let file = std::env::var_os("KCBROWSE_BENCH_TITLES").and_then(|path| std::fs::read_to_string(path).ok());
    if let Some(titles) = file {
        report_over(&mut out, "titles of the file", &index_of_titles(titles.lines()))?;
    }
    report_over(&mut out, "talks with bodies", &LARGE)
}

fn report_over(out: &mut dyn Write, what: &str, index: &Index) -> io::Result<()> {
    let mut times: [Vec<Duration>; TYPED.len()] = Default::default();
    let mut hits = [0; TYPED.len()];
    for round in 0..ROUNDS {
        let mut before = None;
        for (key, text) in TYPED.iter().enumerate() {
            let start = Instant::now();
            let results = search(index, text, before.as_ref());
            if round > 0 {
                times[key].push(start.elapsed());
            }
            hits[key] = results.hits.len();
            before = Some(results);
        }
    }
    writeln!(out, "{NAME}: {what}, milliseconds to ranked hits and facet counts")?;
    writeln!(out, "{:<10} {:>8} {:>8} {:>9}", "query", "p50", "p95", "hits")?;
    for ((text, mut times), hits) in TYPED.iter().zip(times).zip(hits) {
        times.sort_unstable();
        let share = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1].as_secs_f64() * 1000.0;
        writeln!(out, "{text:<10} {:>8.2} {:>8.2} {hits:>9}", share(50), share(95))?;
    }
    writeln!(out)
}

fn index_of_titles<'t>(titles: impl Iterator<Item = &'t str>) -> Index {
    let titles: Vec<&str> = titles.collect();
    index_of(titles.chunks(1000).map(|titles| {
        let text: String = titles.iter().flat_map(|title| ["## ", title, "\n"]).collect();
        Arc::new(Note::from_text("titles.md", text))
    }))
}

/// Memory that is free for programs, in kB, where the system says so.
fn available_kb() -> Option<usize> {
    let told = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse().ok()
}
