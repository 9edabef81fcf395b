//! Tables for people, and tab-separated lines for `cut` and `awk`.

use std::io::{self, IsTerminal, Write};

use crate::app::facets::heading;
use crate::app::stats::{bar, longest_bar};
use crate::search::FacetGroup;
use crate::talk::{Library, Talk, TalkIx};
use crate::text::{fit, visible, width};

/// Widest column of names where the output is not a terminal: nothing is cut there, but one long name must not push
/// everything else off.
const WIDEST: usize = 60;

/// The same for titles, which are longer.
const WIDEST_TITLE: usize = 120;

/// Columns a table with bars takes where the output is not a terminal.
pub(super) const UNBOUND: usize = 80;

/// Columns that long names leave to gaps and bars.
const BESIDE_NAMES: usize = 28;

pub(super) const BOLD: &str = "\x1b[1m";
pub(super) const DIM: &str = "\x1b[2m";
pub(super) const RESET: &str = "\x1b[0m";

/// Columns of the terminal stdout goes to; `None` where it goes elsewhere.
pub(super) fn terminal_columns() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    crate::terminal::columns().filter(|columns| *columns >= 20)
}

/// What a talk's row says.
struct Row {
    date: String,
    title: String,
    who: String,
    event: String,
}

impl Row {
    fn of(talk: &Talk) -> Row {
        let people: Vec<&str> = talk.speakers.iter().map(|speaker| &*speaker.name).collect();
        let companies: Vec<&str> = talk.organizations.iter().map(|company| &**company).collect();
        let who = if people.is_empty() { companies.join(", ") } else { people.join(", ") };
        Row {
            date: talk.date.map(|date| date.to_string()).unwrap_or_default(),
            title: visible(&talk.title).into_owned(),
            who: visible(&who).into_owned(),
            event: visible(talk.event.as_deref().unwrap_or_default()).into_owned(),
        }
    }
}

/// One talk a line: date, title, people, event. On a terminal it fits its width; elsewhere nothing is cut.
pub(super) fn write_talks(out: &mut dyn Write, library: &Library, talks: &[TalkIx], color: bool) -> io::Result<()> {
    let rows: Vec<Row> = talks.iter().filter_map(|ix| library.get(*ix)).map(Row::of).collect();
    let widest = |of: fn(&Row) -> &str| rows.iter().map(|row| width(of(row))).max().unwrap_or(0);
    let (date, mut title, mut who, mut event) =
        (widest(|row| &row.date), widest(|row| &row.title), widest(|row| &row.who), widest(|row| &row.event));
    let columns = terminal_columns();
    if let Some(columns) = columns {
        // People and event take at most a quarter each; the title what is left.
        who = who.min(columns / 4);
        event = event.min(columns / 5);
        let others: usize = [date, who, event].iter().filter(|column| **column > 0).map(|column| column + 2).sum();
        title = title.min(columns.saturating_sub(others)).max(10);
    } else {
        (title, who) = (title.min(WIDEST_TITLE), who.min(WIDEST));
    }
    let (bold, dim, reset) = if color { (BOLD, DIM, RESET) } else { ("", "", "") };
    for row in &rows {
        let cut = |text: &str, room: usize| if columns.is_some() { fit(text, room) } else { text.to_owned() };
        let cells = [
            (cut(&row.date, date), date, dim),
            (cut(&row.title, title), title, bold),
            (cut(&row.who, who), who, ""),
            (cut(&row.event, event), event, dim),
        ];
        let mut line = String::new();
        let mut blanks = 0;
        for (text, room, style) in cells.iter().filter(|(_, room, _)| *room > 0) {
            if !text.is_empty() {
                line.extend(std::iter::repeat_n(' ', blanks));
                blanks = 0;
                line.push_str(style);
                line.push_str(text);
                line.push_str(if style.is_empty() { "" } else { reset });
            }
            blanks += room.saturating_sub(width(text)) + 2;
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// One talk a line, fields between tabs; tabs and line ends inside a field are blanks.
pub(super) fn write_tsv(out: &mut dyn Write, library: &Library, talks: &[TalkIx]) -> io::Result<()> {
    for talk in talks.iter().filter_map(|ix| library.get(*ix)) {
        write!(out, "{}\t", talk.id)?;
        if let Some(date) = talk.date {
            write!(out, "{date}")?;
        }
        out.write_all(b"\t")?;
        write_field(out, &talk.title)?;
        out.write_all(b"\t")?;
        write_joined(out, talk.speakers.iter().map(|speaker| &*speaker.name))?;
        out.write_all(b"\t")?;
        write_joined(out, talk.organizations.iter().map(|company| &**company))?;
        out.write_all(b"\t")?;
        write_field(out, talk.event.as_deref().unwrap_or_default())?;
        out.write_all(b"\t")?;
        write_field(out, &talk.note.path.to_string_lossy())?;
        writeln!(out, "\t{}", talk.place.line)?;
    }
    Ok(())
}

fn write_joined<'t>(out: &mut dyn Write, texts: impl Iterator<Item = &'t str>) -> io::Result<()> {
    for (at, text) in texts.enumerate() {
        if at > 0 {
            out.write_all(b"; ")?;
        }
        write_field(out, text)?;
    }
    Ok(())
}

/// A text without what ends a field or line, or drives a terminal.
fn write_field(out: &mut dyn Write, text: &str) -> io::Result<()> {
    out.write_all(visible(text).as_bytes())
}

/// Groups of values with their counts, and a bar as long as each one's share of the most.
pub(super) fn write_facets(out: &mut dyn Write, groups: &[FacetGroup], color: bool) -> io::Result<()> {
    let (bold, dim, reset) = if color { (BOLD, DIM, RESET) } else { ("", "", "") };
    let values = || groups.iter().flat_map(|group| &group.values);
    let widest = values().map(|value| width(&visible(&value.value))).max().unwrap_or(0);
    let largest = values().map(|value| value.count).max().unwrap_or(0);
    let digits = largest.to_string().len();
    let columns = terminal_columns();
    let room =
        widest.min(columns.map_or(WIDEST, |columns| (columns / 2).max(columns.saturating_sub(digits + BESIDE_NAMES))));
    let longest = longest_bar(columns.unwrap_or(UNBOUND), room, digits, largest);
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{bold}{}{reset}", heading(group.facet))?;
        for value in &group.values {
            let name = visible(&value.value);
            let name = if columns.is_some() { fit(&name, room) } else { name.into_owned() };
            let pad = " ".repeat(room.saturating_sub(width(&name)));
            let bar = bar(value.count, largest, longest);
            let gap = if bar.is_empty() { "" } else { "  " };
            writeln!(out, "{name}{pad}  {dim}{:>digits$}{reset}{gap}{bar}", value.count)?;
        }
    }
    Ok(())
}
