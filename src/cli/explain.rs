//! `list --explain ID`: why a talk is one, for people and for scripts.

use std::borrow::Cow;
use std::io::{self, Write};

use anyhow::bail;
use serde::Serialize;

use super::Outcome;
use super::arguments::{Global, ListFormat};
use super::batch;
use super::check::form_name;
use super::table::{BOLD, DIM, RESET, terminal_columns};
use crate::talk::{Explanation, Form, Talk, explain};
use crate::text::{fit, visible, width};

/// Columns of a line of the note, where the output is no terminal.
const SHOWN: usize = 72;

/// Prints why a talk is one.
pub(super) fn write(talk: &Talk, format: ListFormat, global: &Global) -> anyhow::Result<Outcome> {
    let explanation = explain(talk);
    let mut out = batch::stdout();
    match format {
        ListFormat::Table => write_text(&mut out, talk, &explanation, global.colors_stdout())?,
        ListFormat::Json | ListFormat::Jsonl => {
            serde_json::to_writer(&mut out, &Record::of(talk, &explanation))?;
            out.write_all(b"\n")?;
        }
        ListFormat::Tsv => bail!("--explain prints text or, with --format json, data"),
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn write_text(out: &mut dyn Write, talk: &Talk, explanation: &Explanation, color: bool) -> io::Result<()> {
    let (bold, dim, reset) = if color { (BOLD, DIM, RESET) } else { ("", "", "") };
    let place = talk.place;
    writeln!(out, "{bold}{}{reset}", visible(&talk.title))?;
    let path = talk.note.path.to_string_lossy();
    writeln!(out, "{dim}{}:{}{reset}  to line {}, id {}", visible(&path), place.line, place.end_line, talk.id)?;
    writeln!(out, "{}\n", form_described(explanation.form))?;
    writeln!(out, "{bold}WHY IT IS A TALK{reset}")?;
    let room = explanation.seen.iter().map(|seen| width(seen.evidence.reason.describe())).max().unwrap_or(0);
    let columns = terminal_columns().map_or(SHOWN, |columns| columns.saturating_sub(room + 24).max(20));
    for seen in &explanation.seen {
        let (reason, evidence) = (seen.evidence.reason.describe(), seen.evidence);
        let pad = " ".repeat(room.saturating_sub(width(reason)));
        let line = seen.line.map(|line| line.to_string()).unwrap_or_default();
        let text = fit(&visible(&seen.text), columns);
        let of = format!("{:.2} × {:.2}", evidence.reason.weight(), evidence.sure);
        writeln!(out, "{:5.2}  {dim}= {of}{reset}  {reason}{pad}  {dim}{line:>5}{reset}  {text}", evidence.weight())?;
    }
    if explanation.seen.is_empty() {
        writeln!(out, "nothing tells of a talk; it is one by where it stands")?;
    }
    writeln!(out, "{:5.2}  together, which makes {:.2} sure of 1\n", explanation.score, talk.confidence)?;
    if explanation.near.is_empty() {
        return Ok(());
    }
    writeln!(out, "{bold}NEAR IT AND NO TALK{reset}")?;
    let titles: Vec<String> = explanation.near.iter().map(|near| fit(&visible(&near.title), SHOWN / 2)).collect();
    let room = titles.iter().map(|title| width(title)).max().unwrap_or(0);
    for (near, title) in explanation.near.iter().zip(&titles) {
        let pad = " ".repeat(room.saturating_sub(width(title)));
        writeln!(out, "{dim}{:>5}{reset}  {title}{pad}  {}", near.line, near.taken_for)?;
    }
    Ok(())
}

fn form_described(form: Form) -> &'static str {
    match form {
        Form::Headings => "headings begin the talks of its file",
        Form::Rows => "list items, bold lines or table rows are the talks of its file",
        Form::Whole | Form::Empty => "its file is one talk",
    }
}

/// An explanation as scripts see it.
#[derive(Serialize)]
struct Record<'a> {
    id: String,
    title: &'a str,
    path: Cow<'a, str>,
    line: u32,
    end_line: u32,
    form: &'static str,
    evidence: Vec<SeenRecord<'a>>,
    score: f64,
    confidence: f64,
    near: Vec<NearRecord<'a>>,
}

#[derive(Serialize)]
struct SeenRecord<'a> {
    reason: &'static str,
    weight: f64,
    sure: f64,
    line: Option<u32>,
    text: &'a str,
}

#[derive(Serialize)]
struct NearRecord<'a> {
    line: u32,
    title: &'a str,
    taken_for: &'static str,
}

impl<'a> Record<'a> {
    fn of(talk: &'a Talk, explanation: &'a Explanation) -> Record<'a> {
        let seen = explanation.seen.iter().map(|seen| SeenRecord {
            reason: seen.evidence.reason.describe(),
            weight: rounded(seen.evidence.weight()),
            sure: rounded(seen.evidence.sure),
            line: seen.line,
            text: &seen.text,
        });
        let near = explanation.near.iter().map(|near| NearRecord {
            line: near.line,
            title: &near.title,
            taken_for: near.taken_for,
        });
        Record {
            id: talk.id.to_string(),
            title: &talk.title,
            path: talk.note.path.to_string_lossy(),
            line: talk.place.line,
            end_line: talk.place.end_line,
            form: form_name(explanation.form),
            evidence: seen.collect(),
            score: rounded(explanation.score),
            confidence: rounded(talk.confidence),
            near: near.collect(),
        }
    }
}

/// Two digits: more would pretend to know.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}
