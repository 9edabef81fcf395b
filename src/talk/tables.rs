//! Talks in the rows of a table: one column has titles, others people, links, times.

use super::Date;
use super::caption::caption;
use super::evidence::{Evidence, Reason};
use super::forms::Row;
use super::people::{self, People};
use super::plain::plain;
use super::title::read_heading;
use super::when::{date_in, year_in};
use super::words::{is, key, words};
use crate::markdown::{Block, BlockKind};
use crate::text::width;

/// What a table's column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    People,
    Organization,
    Event,
    Date,
    Link,
    Time,
    Other,
}

/// The rows of tables with a column of titles and one of people, links or times.
pub(super) fn table_rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Table && block.depth == 0)
        .flat_map(|table| one_table(text, table))
        .collect()
}

fn one_table(text: &str, table: &Block) -> Vec<Row> {
    let lines = lines_of_table(text, table);
    let Some((_, head)) = lines.first() else { return Vec::new() };
    let columns: Vec<Column> = cells(head).into_iter().map(column).collect();
    let Some(title) = columns.iter().position(|column| *column == Column::Title) else { return Vec::new() };
    let helps = columns
        .iter()
        .any(|column| matches!(column, Column::People | Column::Link | Column::Organization | Column::Time));
    if !helps {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let mut local = 0;
    for (index, (start, line)) in lines.iter().enumerate().skip(2) {
        let values = cells(line);
        let Some(shown) = values.get(title).map(|cell| caption(cell)) else { continue };
        if shown.text.chars().filter(|c| c.is_alphabetic()).count() < 3
            || words().holds(&shown.text, is::DAYTIME | is::CONTENTS)
        {
            continue;
        }
        local += usize::from(shown.urls.first().is_some_and(|url| !url.contains("://")));
        let (start, end, line) = (*start, start + line.len() as u32, table.line + index as u32);
        let row = row(&columns, &values, &shown.text);
        let text = notes_in(&columns, &values).map(|(first, last)| {
            let at = |cell: &str| (cell.as_ptr() as usize - text.as_ptr() as usize) as u32;
            at(first)..at(last) + last.len() as u32
        });
        rows.push(Row { start, end, head_end: end, line, last_line: line, text, ..row });
    }
    // Rows that lead to other notes are an index: the talks stand in those notes.
    if rows.is_empty() || local * 2 > rows.len() { Vec::new() } else { rows }
}

/// The lines of a table with where each begins; CR alone ends lines, too.
fn lines_of_table<'t>(text: &'t str, table: &Block) -> Vec<(u32, &'t str)> {
    let mut lines = Vec::new();
    let mut at = table.start;
    for line in table.source(text).split_inclusive('\n').flat_map(|line| {
        if line.ends_with("\r\n") || !line.contains('\r') { vec![line] } else { line.split_inclusive('\r').collect() }
    }) {
        lines.push((at, line));
        at += line.len() as u32;
    }
    lines
}

/// The first and the last of the cells that are written about the talk: no field is taken from their columns, and
/// they are longer than what is said of a talk in a word or two.
fn notes_in<'v>(columns: &[Column], values: &[&'v str]) -> Option<(&'v str, &'v str)> {
    let is_notes =
        |value: &&str| value.split_whitespace().nth(MOST_REMARK - 1).is_some() || width(value) >= 6 * MOST_REMARK;
    let others = columns.iter().zip(values).filter(|(column, _)| **column == Column::Other);
    let mut notes = others.map(|(_, value)| *value).filter(is_notes);
    let first = notes.next()?;
    Some((first, notes.next_back().unwrap_or(first)))
}

/// A remark of fewer words is shown at the head of a talk.
const MOST_REMARK: usize = 6;

/// What the cells of a line say; where the line stands is left open.
fn row(columns: &[Column], values: &[&str], title: &str) -> Row {
    let mut people = People { sure: 1.0, ..People::default() };
    let (mut event, mut date) = (None, None);
    for (column, value) in columns.iter().zip(values) {
        match column {
            Column::People => people.persons.extend(people::labelled(&plain(value).text).persons),
            Column::Organization => people.organizations.push(plain(value).text.into_owned()),
            Column::Event => event = Some(plain(value).text.into_owned()).filter(|name| !name.is_empty()),
            Column::Date => {
                let year = |value: &str| year_in(value).map(|year| Date { year, month: 0, day: 0 });
                // `20 Aug`: the year is that of the event.
                date = date_in(value, None).or_else(|| year(value)).or_else(|| date_in(value, Some(Date::NO_YEAR)));
            }
            _ => {}
        }
    }
    people.organizations.retain(|name| !name.trim().is_empty());
    if let [company] = &people.organizations[..] {
        let company = company.clone();
        people.take_company(&company);
    }
    let named = if people.persons.is_empty() { Reason::TitleField } else { Reason::SpeakerField };
    let evidence = vec![Evidence { reason: Reason::OtherField, sure: 1.0 }, Evidence { reason: named, sure: 0.8 }];
    let heading = read_heading(title);
    let mut title = heading.title;
    if people.persons.is_empty()
        && let Some(tail) = heading.tail
        && let Some(found) = tail.people.filter(|people| people.sure >= 0.7)
    {
        people = found;
        title.truncate(tail.title_len);
    }
    Row { start: 0, end: 0, head_end: 0, line: 0, last_line: 0, title, people, evidence, event, date, text: None }
}

fn column(cell: &str) -> Column {
    let phrase = key(&plain(cell).text);
    let lists = words().flags(&phrase)
        | phrase
            .split(' ')
            .map(|word| words().flags(word) & (is::TITLE | is::SPEAKER | is::RECORDING | is::SLIDES))
            .fold(0, |all, lists| all | lists);
    if matches!(phrase.as_str(), "from" | "firm" | "works at" | "works for") {
        return Column::Organization;
    }
    if lists & is::SPEAKER != 0 && lists & is::TITLE == 0 || phrase.contains("speaker") || phrase.contains("presenter")
    {
        Column::People
    } else if lists & is::TITLE != 0 {
        Column::Title
    } else if lists & is::ORGANIZATION != 0 {
        Column::Organization
    } else if lists & (is::RECORDING | is::SLIDES | is::SCHEDULE | is::CODE) != 0
        || matches!(phrase.as_str(), "link" | "links")
    {
        Column::Link
    } else if lists & is::EVENT != 0 {
        Column::Event
    } else if lists & is::DATE != 0 && lists & is::TIME == 0 || phrase == "year" {
        Column::Date
    } else if lists & is::TIME != 0 {
        Column::Time
    } else {
        Column::Other
    }
}

/// The cells of a table's line.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'\\' => escaped = !escaped,
            b'|' if !escaped => {
                cells.push(line[start..at].trim());
                start = at + 1;
            }
            _ => escaped = false,
        }
    }
    cells.push(line[start..].trim());
    cells
}
