//! `stats`: how many talks there are by year, event, topic, speaker and company, as bars for people or as
//! JSON for scripts.

use std::io::{self, Write};

use serde::Serialize;

use super::arguments::{Global, Stats, StatsFormat};
use super::batch::{Loaded, found, stdout};
use super::{Outcome, table};
use crate::app::facets::heading;
use crate::config::Config;
use crate::search::{Facet, FacetGroup, FacetValue};
use crate::text::{fit, visible, width};

/// Values shown of each group on a screen; years and events are the story, and shown further.
const SHOWN: usize = 10;
const SHOWN_OF_STORY: usize = 30;
/// Columns where the output is not a terminal.
const WIDTH: usize = 80;
const WIDEST_NAME: usize = 40;
const WIDEST_BAR: usize = 60;

pub(super) fn stats(stats: &Stats, global: &Global, config: &Config) -> anyhow::Result<Outcome> {
    let loaded = Loaded::from(stats.notes.inputs(config)?)?;
    let results = loaded.search(&stats.query, None);
    let talks = results.hits.len();
    let groups = ordered(results.facets);
    let mut out = stdout();
    match stats.format {
        StatsFormat::Text => {
            let columns = table::terminal_columns().unwrap_or(WIDTH);
            let look = if global.colors_stdout() { Look::Colored } else { Look::Plain };
            write_bars(&mut out, talks, &groups, columns, look)?;
        }
        StatsFormat::Json => {
            serde_json::to_writer(&mut out, &Record::of(talks, &groups))?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(found(talks == 0))
}

/// Time first, then what it was about and who was there. Years follow each other, whatever their counts.
fn ordered(mut groups: Vec<FacetGroup>) -> Vec<FacetGroup> {
    const ORDER: [Facet; 7] =
        [Facet::Year, Facet::Event, Facet::Topic, Facet::Tag, Facet::Speaker, Facet::Organization, Facet::Section];
    groups.retain(|group| group.facet != Facet::Section && !group.values.is_empty());
    groups.sort_by_key(|group| ORDER.iter().position(|facet| *facet == group.facet));
    for group in groups.iter_mut().filter(|group| group.facet == Facet::Year) {
        group.values.sort_by(|a, b| a.value.cmp(&b.value));
    }
    groups
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

fn write_bars(out: &mut dyn Write, talks: usize, groups: &[FacetGroup], columns: usize, look: Look) -> io::Result<()> {
    let (bold, dim, reset) = if look == Look::Colored { (table::BOLD, table::DIM, table::RESET) } else { ("", "", "") };
    let shown: Vec<(&FacetGroup, &[FacetValue])> = groups.iter().map(|group| (group, shown(group))).collect();
    let values = || shown.iter().flat_map(|(_, values)| *values);
    let names = values().map(|value| width(&visible(&value.value))).max().unwrap_or(0);
    let names = names.min(WIDEST_NAME).min(columns / 2);
    let digits = values().map(|value| value.count.to_string().len()).max().unwrap_or(1);
    // One scale for all groups, so that bars can be compared; few talks need no long ones.
    let largest = values().map(|value| value.count).max().unwrap_or(1);
    let longest = columns.saturating_sub(names + digits + 4).clamp(1, WIDEST_BAR).min(largest as usize * 8);
    writeln!(out, "{bold}{talks} {}{reset}", if talks == 1 { "talk" } else { "talks" })?;
    for (group, values) in shown {
        writeln!(out, "\n{bold}{}{reset}", heading(group.facet))?;
        for value in values {
            let name = fit(&visible(&value.value), names);
            let pad = " ".repeat(names.saturating_sub(width(&name)));
            let bar = bar(value.count, largest, longest);
            writeln!(out, "{name}{pad}  {dim}{:>digits$}{reset}  {bar}", value.count)?;
        }
        let more = group.values.len() - values.len() + group.more as usize;
        if more > 0 {
            writeln!(out, "{dim}… {more} more{reset}")?;
        }
    }
    Ok(())
}

fn shown(group: &FacetGroup) -> &[FacetValue] {
    let story = matches!(group.facet, Facet::Year | Facet::Event);
    let most = if story { SHOWN_OF_STORY } else { SHOWN };
    // One more is shown rather than a line that says "1 more".
    if group.values.len() <= most + 1 { &group.values } else { &group.values[..most] }
}

/// A bar of eighths of a block; never empty for a count above 0.
fn bar(count: u32, largest: u32, columns: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 {
        return String::new();
    }
    let eighths = (u64::from(count) * columns as u64 * 8 / u64::from(largest.max(1))).max(1) as usize;
    "█".repeat(eighths / 8) + PARTS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Choice;

    #[test]
    fn bars_show_the_share_and_never_vanish() {
        assert_eq!(bar(40, 40, 5), "█████");
        assert_eq!(bar(20, 40, 5), "██▌");
        assert_eq!((bar(1, 4000, 5), bar(0, 1, 5)), ("▏".to_owned(), String::new()));
    }

    #[test]
    fn columns_line_up_and_no_line_is_wider_than_the_terminal() {
        let value = |name: &str, count| FacetValue { value: name.into(), count, chosen: Choice::None };
        let speakers = (0..20).map(|number| value(&format!("日本 Person {number}"), 100 - number)).collect();
        let groups = [FacetGroup { facet: Facet::Speaker, values: speakers, more: 3 }];
        for columns in [20, 33, 80, 300] {
            let mut out = Vec::new();
            write_bars(&mut out, 5, &groups, columns, Look::Plain).expect("written");
            let text = String::from_utf8(out).expect("text");
            assert!(text.lines().all(|line| width(line) <= columns), "{columns}\n{text}");
            assert!(text.ends_with("… 13 more\n"), "{text}");
        }
    }
}
