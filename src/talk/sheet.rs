//! What a small table in the head of a talk tells of it: a field a row, a field a column above their only row, or
//! links side by side.

use super::facts::Fact;
use super::fields::labelled;
use super::links::{LinkRole, by_text, role_of_url};
use super::people::{People, bare};
use super::plain::{Plain, plain};
use super::tables::cells;
use super::words::{is, words};

/// A table with more rows is a list of something.
const MOST_ROWS: usize = 12;
/// So long a table is no head of a talk, in bytes.
pub(super) const LONGEST: usize = 2000;

/// The facts of a table and whether they tell all of it; none where it speaks of something else.
pub(super) fn facts_of_table(source: &str) -> Option<(Vec<Fact>, bool)> {
    let mut lines = source.lines().filter(|line| !line.trim().is_empty());
    let head = cells(lines.next()?);
    lines.next()?;
    let rows: Vec<Vec<&str>> = lines.take(MOST_ROWS + 1).map(cells).collect();
    if rows.len() > MOST_ROWS {
        return None;
    }
    let found = by_row(&head, &rows).or_else(|| by_column(&head, &rows));
    found.or_else(|| links(&head, &rows).map(|facts| (facts, false)))
}

/// The lists a cell stands in as the label of a field; none where it is no label.
fn label(cell: &str) -> u64 {
    words().flags_of(plain(cell).text.trim().trim_end_matches([':', '：'])) & is::LABEL
}

/// What stands above values, in a column behind labels.
const VALUES: [&str; 16] = [
    "detail",
    "details",
    "info",
    "information",
    "valeur",
    "valor",
    "valore",
    "value",
    "values",
    "verdi",
    "værdi",
    "värde",
    "waarde",
    "wartość",
    "wert",
    "значение",
];

/// Whether the first row of a table may stand above the fields of a talk: it is one of them, says no more than that
/// values follow, or has blank cells. "Column | Type" stands above something else.
fn heads_fields(head: &[&str]) -> bool {
    let [name, value] = head else { return false };
    let shown = plain(value);
    let value = shown.text.trim();
    name.is_empty() || value.is_empty() || label(name) != 0 || VALUES.contains(&&*value.to_lowercase())
}

/// `| Speaker | Ada Pohl |`, and below it `| Room | 3 |`: most rows begin with a label, and none that stands above
/// labels holds one.
fn by_row(head: &[&str], rows: &[Vec<&str>]) -> Option<(Vec<Fact>, bool)> {
    let is_pair = |row: &&[&str]| row.len() == 2;
    let is_title_row = |row: &&[&str]| label(row[1]) != 0 || row.iter().all(|cell| cell.is_empty());
    let all = std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).filter(is_pair);
    let pairs: Vec<&[&str]> = all.filter(|row| !is_title_row(row)).collect();
    let labels = pairs.iter().filter(|row| label(row[0]) != 0).count();
    if labels < 2 || labels * 2 < pairs.len() || !heads_fields(head) {
        return None;
    }
    gather(pairs.iter().map(|row| (row[0], row[1])))
}

/// `| Speaker | Video |` above one row. Where a column has titles the row is a talk by itself.
fn by_column(head: &[&str], rows: &[Vec<&str>]) -> Option<(Vec<Fact>, bool)> {
    let [row] = rows else { return None };
    let labels: Vec<u64> = head.iter().map(|cell| label(cell)).collect();
    let known = labels.iter().filter(|lists| **lists != 0).count();
    if known < 2 || known * 2 < head.len() || labels.iter().any(|lists| lists & is::TITLE != 0) {
        return None;
    }
    gather(head.iter().zip(row).map(|(label, value)| (*label, *value)))
}

/// Whether what a field of speakers holds reads as a person: "Reference" does not.
fn are_persons(people: &People) -> bool {
    let reads_so = |name: &str| name.starts_with('@') || bare(name).is_some_and(|people| people.sure >= 0.3);
    people.persons.iter().any(|person| reads_so(&person.name))
}

/// The facts of fields, and whether they tell all that these say.
fn gather<'c>(fields: impl Iterator<Item = (&'c str, &'c str)>) -> Option<(Vec<Fact>, bool)> {
    let (mut facts, mut is_told) = (Vec::new(), true);
    for (name, value) in fields {
        let is_sure = |fact: &Fact| !matches!(fact, Fact::Speakers(people) if !are_persons(people));
        match labelled(label(name), value, 0).filter(|(fact, _)| is_sure(fact)) {
            Some((fact, told)) => {
                facts.push(fact);
                is_told &= told;
            }
            None => is_told &= value.is_empty(),
        }
    }
    (!facts.is_empty()).then_some((facts, is_told))
}

/// `| [Background](…) | [Slides](…) |`: cells that are links and no more.
fn links(head: &[&str], rows: &[Vec<&str>]) -> Option<Vec<Fact>> {
    let cells = head.iter().chain(rows.iter().flatten()).filter(|cell| !cell.is_empty());
    let shown: Vec<Plain<'_>> = cells.map(|cell| plain(cell)).collect();
    if shown.is_empty() || !shown.iter().all(|cell| cell.is_link && cell.urls.len() == 1) {
        return None;
    }
    let role = |cell: &Plain<'_>| by_text(cell.text.trim()).unwrap_or_else(|| role_of_url(cell.urls[0], ""));
    Some(shown.iter().map(role).filter(|role| *role != LinkRole::Other).map(Fact::Link).collect())
}
