//! Markdown: a talk's own source, byte for byte.

use std::io::{self, Write};
use std::sync::Arc;

use crate::talk::Talk;

/// Whether what a talk inherited is put in front of it, so that it stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FrontMatter {
    /// The source alone.
    #[default]
    Without,
    /// A YAML header with title, speakers, companies, event, date and tags.
    With,
}

/// Writes the talks, separated by a rule between blank lines.
///
/// # Errors
/// What the writer says.
pub fn write_markdown<'a>(
    out: &mut dyn Write,
    talks: impl IntoIterator<Item = &'a Talk>,
    front_matter: FrontMatter,
) -> io::Result<()> {
    let mut ends_line = true;
    for (number, talk) in talks.into_iter().enumerate() {
        if number > 0 {
            out.write_all(if ends_line { b"\n---\n\n" } else { b"\n\n---\n\n" })?;
        }
        if front_matter == FrontMatter::With {
            write_front_matter(out, talk)?;
        }
        out.write_all(talk.source().as_bytes())?;
        ends_line = talk.source().ends_with(['\n', '\r']);
    }
    Ok(())
}

fn write_front_matter(out: &mut dyn Write, talk: &Talk) -> io::Result<()> {
    writeln!(out, "---\ntitle: {}", quoted(&talk.title))?;
    if !talk.speakers.is_empty() {
        writeln!(out, "speakers:")?;
        for speaker in &talk.speakers {
            let of = speaker.affiliation.as_ref().map(|company| format!(", {company}")).unwrap_or_default();
            writeln!(out, "  - {}", quoted(&format!("{}{of}", speaker.name)))?;
        }
    }
    // A speaker's company stands beside the name already.
    let is_told = |name: &&Arc<str>| !talk.speakers.iter().any(|speaker| speaker.affiliation.as_ref() == Some(*name));
    let organizations: Vec<&Arc<str>> = talk.organizations.iter().filter(is_told).collect();
    if !organizations.is_empty() {
        writeln!(out, "organizations:")?;
        for name in organizations {
            writeln!(out, "  - {}", quoted(name))?;
        }
    }
    if let Some(event) = &talk.event {
        writeln!(out, "event: {}", quoted(event))?;
    }
    if let Some(date) = talk.date {
        writeln!(out, "date: {date}")?;
    }
    if !talk.tags.is_empty() {
        let tags: Vec<String> = talk.tags.iter().map(|tag| quoted(tag)).collect();
        writeln!(out, "tags: [{}]", tags.join(", "))?;
    }
    writeln!(out, "---\n")
}

/// A YAML double-quoted scalar; JSON's escapes are a subset of YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
