//! `stats`: how many talks there are by year, event, topic, speaker and company, as bars for people or as
//! JSON for scripts.

use std::io::{self, Write};

use serde::Serialize;

use super::arguments::{Global, Stats, StatsFormat};
use super::batch::{Loaded, stdout};
use super::{Outcome, table};
use crate::app::stats::{NumberLine, Numbers, ordered};
use crate::config::Config;
use crate::search::{Facet, FacetGroup};
use crate::text::width;

pub(super) fn stats(stats: &Stats, global: &Global, config: &Config) -> anyhow::Result<Outcome> {
    let loaded = Loaded::from(stats.from.notes.inputs(config)?)?;
    let results = loaded.search(&stats.from.query, None);
    let talks = results.hits.len();
    let mut out = stdout();
    match stats.format {
        StatsFormat::Text => {
            let columns = table::terminal_columns().unwrap_or(table::UNBOUND);
            let look = if global.colors_stdout() { Look::Colored } else { Look::Plain };
            write_numbers(&mut out, &Numbers::of(&results, columns), look)?;
        }
        StatsFormat::Json => {
            serde_json::to_writer(&mut out, &Record::of(talks, &ordered(&results.facets)))?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(loaded.outcome(&stats.from.query, talks == 0))
}

/// What scripts get; a group without values is empty, never missing.
#[derive(Serialize)]
struct Record<'a> {
    talks: usize,
    years: Vec<Count<'a>>,
    events: Vec<Count<'a>>,
    topics: Vec<Count<'a>>,
    tags: Vec<Count<'a>>,
    speakers: Vec<Count<'a>>,
    organizations: Vec<Count<'a>>,
}

#[derive(Serialize)]
struct Count<'a> {
    name: &'a str,
    talks: u32,
}

impl<'a> Record<'a> {
    fn of(talks: usize, groups: &'a [FacetGroup]) -> Record<'a> {
        let of = |facet| {
            let values = groups.iter().filter(|group| group.facet == facet).flat_map(|group| &group.values);
            values.map(|value| Count { name: &value.value, talks: value.count }).collect()
        };
        Record {
            talks,
            years: of(Facet::Year),
            events: of(Facet::Event),
            topics: of(Facet::Topic),
            tags: of(Facet::Tag),
            speakers: of(Facet::Speaker),
            organizations: of(Facet::Organization),
        }
    }
}

/// Whether headings and counts have weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Colored,
}

fn write_numbers(out: &mut dyn Write, numbers: &Numbers, look: Look) -> io::Result<()> {
    let (bold, dim, reset) = if look == Look::Colored { (table::BOLD, table::DIM, table::RESET) } else { ("", "", "") };
    for line in &numbers.lines {
        match line {
            NumberLine::Heading(heading) => writeln!(out, "{bold}{heading}{reset}")?,
            NumberLine::Value { name, count, bar } => {
                let pad = " ".repeat(numbers.names.saturating_sub(width(name)));
                writeln!(out, "{name}{pad}  {dim}{count:>digits$}{reset}  {bar}", digits = numbers.digits)?;
            }
            NumberLine::Rest(rest) => writeln!(out, "{dim}{rest}{reset}")?,
            NumberLine::Gap => writeln!(out)?,
        }
    }
    Ok(())
}
