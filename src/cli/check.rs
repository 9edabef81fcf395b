//! `check`: how each file was read and what in it is doubtful, for people and for scripts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::arguments::{Check, CheckFormat, Global};
use super::table::{BOLD, DIM, RESET, terminal_columns};
use super::{Outcome, batch};
use crate::config::Config;
use crate::markdown::front_matter::HeaderKind;
use crate::talk::Form;
use crate::talk::check::{Account, Finding, FindingKind, Report};
use crate::text::{fit, fit_path, visible, width};

/// Looks the notes over and prints what was found.
pub(super) fn check(check: &Check, global: &Global, config: &Config) -> anyhow::Result<Outcome> {
    let report = crate::talk::check::check(check.notes.inputs(config)?)?;
    let mut out = batch::stdout();
    match check.format {
        CheckFormat::Text => write_text(&mut out, &report, global.colors_stdout())?,
        CheckFormat::Json => {
            serde_json::to_writer(&mut out, &Record::of(&report))?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(batch::found(!report.findings.is_empty()))
}

fn write_text(out: &mut dyn Write, report: &Report, color: bool) -> io::Result<()> {
    let (bold, reset) = if color { (BOLD, RESET) } else { ("", "") };
    if !report.accounts.is_empty() {
        writeln!(out, "{bold}FILES{reset}")?;
        write_accounts(out, &report.accounts, color)?;
        writeln!(out)?;
    }
    if !report.findings.is_empty() {
        writeln!(out, "{bold}FINDINGS{reset}")?;
        for (number, group) in report.findings.chunk_by(|a, b| a.path == b.path).enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            write_findings(out, group, color)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", summary(report))
}

/// One line a file: how many talks, where they are and why, header, encoding.
fn write_accounts(out: &mut dyn Write, accounts: &[Account], color: bool) -> io::Result<()> {
    let (dim, reset) = if color { (DIM, RESET) } else { ("", "") };
    let columns = terminal_columns();
    let rows: Vec<[String; 4]> = accounts
        .iter()
        .map(|account| {
            let path = visible(&account.path.to_string_lossy()).into_owned();
            let path = columns.map_or(path.clone(), |columns| fit_path(&path, columns / 3));
            [path, counted(account.talks, "talk"), account.described(), written(account)]
        })
        .collect();
    let widest = |column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
    let rooms = [widest(0), widest(1), widest(2)];
    for (row, account) in rows.iter().zip(accounts) {
        let [path, talks, form, written] = row;
        let pad = |text: &str, room: usize| " ".repeat(room.saturating_sub(width(text)));
        let told = format!("{form}{}  {written}{}{}", pad(form, rooms[2]), because(account), apart(account));
        let used = rooms[0] + rooms[1] + 4;
        let told = columns.map_or(told.clone(), |columns| fit(&told, columns.saturating_sub(used).max(20)));
        writeln!(
            out,
            "{path}{}  {}{talks}  {dim}{}{reset}",
            pad(path, rooms[0]),
            pad(talks, rooms[1]),
            told.trim_end()
        )?;
    }
    Ok(())
}

/// Encoding and header.
fn written(account: &Account) -> String {
    let mut written = account.encoding.name.to_owned();
    if account.encoding.marked {
        written.push_str(" with a mark");
    }
    if account.mended {
        written.push_str(", mended");
    }
    if let Some(header) = account.header {
        written.push_str(", header: ");
        written.push_str(header_name(header));
    }
    if account.overridden {
        written.push_str(", .kcbrowse.toml");
    }
    written
}

/// What was seen most often of what makes talks.
fn because(account: &Account) -> String {
    let told = account.reasons.iter().take(2).map(|(reason, talks)| match account.talks {
        1 => reason.describe().to_owned(),
        all => format!("{} ({talks} of {all})", reason.describe()),
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("; {}", told.join(", ")) }
}

/// So many places without a talk are told of a file.
const PLACES: usize = 3;

/// How much of it belongs to no talk, and where that begins.
fn apart(account: &Account) -> String {
    let words: usize = account.apart.iter().map(|apart| apart.words).sum();
    if words == 0 {
        return String::new();
    }
    let lines: Vec<String> = account.apart.iter().take(PLACES).map(|apart| apart.line.to_string()).collect();
    let more = if account.apart.len() > PLACES { " …" } else { "" };
    let at = if account.apart.len() == 1 { "line" } else { "lines" };
    format!("; {} in no talk ({at} {}{more})", counted(words, "word"), lines.join(", "))
}

fn header_name(header: HeaderKind) -> &'static str {
    match header {
        HeaderKind::Yaml => "YAML",
        HeaderKind::Toml => "TOML",
        HeaderKind::Lines => "lines",
    }
}

/// Of more findings of a kind in one file, a terminal shows the first few.
const MANY: usize = 6;

/// The findings of one file; what can be done stands once below those of a kind.
fn write_findings(out: &mut dyn Write, findings: &[Finding], color: bool) -> io::Result<()> {
    let (bold, dim, reset) = if color { (BOLD, DIM, RESET) } else { ("", "", "") };
    let room = findings.iter().map(|finding| width(&place(finding))).max().unwrap_or(0);
    for alike in findings.chunk_by(|a, b| a.kind == b.kind && a.remedy == b.remedy) {
        let folded = terminal_columns().is_some() && alike.len() > MANY;
        let shown = if folded { &alike[..MANY - 1] } else { alike };
        for finding in shown {
            let place = place(finding);
            let pad = " ".repeat(room.saturating_sub(width(&place)));
            writeln!(out, "{bold}{place}{reset}{pad} {}", visible(&finding.message))?;
        }
        if folded {
            let lines: Vec<String> =
                alike[shown.len()..].iter().filter_map(|finding| Some(finding.line?.to_string())).collect();
            writeln!(out, "    … and {} more like these: lines {}", alike.len() - shown.len(), lines.join(", "))?;
        }
        if let Some(first) = alike.first() {
            writeln!(out, "{dim}    → {}{reset}", visible(&first.remedy))?;
        }
    }
    Ok(())
}

/// `path:line:`, which editors and terminals make a way to the line.
fn place(finding: &Finding) -> String {
    let path = finding.path.to_string_lossy();
    let path = visible(&path);
    finding.line.map_or(format!("{path}:"), |line| format!("{path}:{line}:"))
}

fn summary(report: &Report) -> String {
    let talks = report.accounts.iter().map(|account| account.talks).sum();
    let copies = match report.copies {
        0 => String::new(),
        1 => ", 1 of them a copy".to_owned(),
        copies => format!(", {copies} of them copies"),
    };
    let read = format!("{}, {}{copies}", counted(report.accounts.len(), "file"), counted(talks, "talk"));
    if report.findings.is_empty() {
        return format!("{read}: nothing is doubtful");
    }
    let mut counts: BTreeMap<FindingKind, usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.kind).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(kind, count)| format!("{} {count}", kind.name())).collect();
    format!("{read}: {} ({})", counted(report.findings.len(), "finding"), counts.join(", "))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A report as scripts see it.
#[derive(Serialize)]
struct Record<'a> {
    files: Vec<FileRecord<'a>>,
    findings: Vec<FindingRecord<'a>>,
}

#[derive(Serialize)]
struct FileRecord<'a> {
    path: Cow<'a, str>,
    talks: usize,
    form: &'static str,
    levels: &'a [u8],
    reasons: Vec<ReasonRecord>,
    apart: Vec<ApartRecord<'a>>,
    header: Option<&'static str>,
    encoding: &'static str,
    mended: bool,
    overridden: bool,
}

#[derive(Serialize)]
struct ApartRecord<'a> {
    title: Option<&'a str>,
    line: u32,
    end_line: u32,
    words: usize,
}

#[derive(Serialize)]
struct ReasonRecord {
    reason: &'static str,
    talks: usize,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    kind: &'static str,
    path: Cow<'a, str>,
    line: Option<u32>,
    talk: Option<String>,
    message: &'a str,
    remedy: &'a str,
}

impl<'a> Record<'a> {
    fn of(report: &'a Report) -> Record<'a> {
        let file = |account: &'a Account| FileRecord {
            path: account.path.to_string_lossy(),
            talks: account.talks,
            form: form_name(account.form),
            levels: &account.levels,
            reasons: account
                .reasons
                .iter()
                .map(|(reason, talks)| ReasonRecord { reason: reason.describe(), talks: *talks })
                .collect(),
            apart: account
                .apart
                .iter()
                .map(|apart| ApartRecord {
                    title: apart.title.as_deref(),
                    line: apart.line,
                    end_line: apart.end_line,
                    words: apart.words,
                })
                .collect(),
            header: account.header.map(header_name),
            encoding: account.encoding.name,
            mended: account.mended,
            overridden: account.overridden,
        };
        let finding = |finding: &'a Finding| FindingRecord {
            kind: finding.kind.name(),
            path: finding.path.to_string_lossy(),
            line: finding.line,
            talk: finding.talk.map(|talk| talk.to_string()),
            message: &finding.message,
            remedy: &finding.remedy,
        };
        Record {
            files: report.accounts.iter().map(file).collect(),
            findings: report.findings.iter().map(finding).collect(),
        }
    }
}

/// A form as scripts see it.
pub(super) fn form_name(form: Form) -> &'static str {
    match form {
        Form::Empty => "empty",
        Form::Whole => "whole",
        Form::Headings => "headings",
        Form::Rows => "rows",
    }
}
