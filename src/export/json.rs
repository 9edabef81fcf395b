//! JSON: one record a talk. The field names are a contract; absent values are `null` or `[]`, never missing.

use std::borrow::Cow;
use std::io::{self, Write};
use std::thread;

use serde::Serialize;

use crate::talk::{Library, TalkIx};
use crate::text::is_unsafe;

/// A talk as scripts see it.
#[derive(Debug, Serialize)]
pub struct TalkRecord<'a> {
    id: String,
    title: &'a str,
    speakers: Vec<SpeakerRecord<'a>>,
    organizations: Vec<&'a str>,
    event: Option<&'a str>,
    date: Option<String>,
    section: Vec<&'a str>,
    tags: Vec<&'a str>,
    topics: Vec<&'a str>,
    links: Vec<LinkRecord>,
    path: Cow<'a, str>,
    line: u32,
    end_line: u32,
    words: usize,
    confidence: f64,
    copies: Vec<CopyRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct SpeakerRecord<'a> {
    name: &'a str,
    affiliation: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LinkRecord {
    text: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct CopyRecord<'a> {
    path: Cow<'a, str>,
    line: u32,
}

impl<'a> TalkRecord<'a> {
    /// The record of a talk; `None` where the library has no such number.
    pub fn of(library: &'a Library, ix: TalkIx) -> Option<TalkRecord<'a>> {
        let talk = library.get(ix)?;
        let names = |names: &'a [std::sync::Arc<str>]| names.iter().map(|name| &**name).collect();
        Some(TalkRecord {
            id: talk.id.to_string(),
            title: &talk.title,
            speakers: talk
                .speakers
                .iter()
                .map(|speaker| SpeakerRecord { name: &speaker.name, affiliation: speaker.affiliation.as_deref() })
                .collect(),
            organizations: names(&talk.organizations),
            event: talk.event.as_deref(),
            date: talk.date.map(|date| date.to_string()),
            section: names(&talk.section),
            tags: names(&talk.tags),
            topics: names(&talk.topics),
            links: talk.link_texts().map(|(text, url)| LinkRecord { text, url }).collect(),
            path: talk.note.path.to_string_lossy(),
            line: talk.place.line,
            end_line: talk.place.end_line,
            words: talk.words(),
            // Two digits: more would pretend to know.
            confidence: (f64::from(talk.confidence) * 100.0).round() / 100.0,
            copies: library
                .copies(ix)
                .iter()
                .map(|copy| CopyRecord { path: copy.note.path.to_string_lossy(), line: copy.place.line })
                .collect(),
        })
    }
}

/// Writes one record a line.
///
/// # Errors
/// What the writer says.
pub fn write_jsonl(out: &mut dyn Write, library: &Library, talks: &[TalkIx]) -> io::Result<()> {
    write_records(out, library, talks, b"\n")
}

/// Talks a thread makes records of at a time.
const PIECE: usize = 256;

/// Writes the records in order, `between` after each. Links and words are looked for when a record is made, so
/// that many records are made on all cores.
fn write_records(out: &mut dyn Write, library: &Library, talks: &[TalkIx], between: &[u8]) -> io::Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for round in talks.chunks(PIECE * cores) {
        let made: Vec<io::Result<Vec<u8>>> = thread::scope(|scope| {
            let makers: Vec<_> =
                round.chunks(PIECE).map(|piece| scope.spawn(move || records(library, piece, between))).collect();
            makers.into_iter().map(|maker| maker.join().unwrap_or_else(|_| Err(io::Error::other("a bug")))).collect()
        });
        for piece in made {
            out.write_all(&piece?)?;
        }
    }
    Ok(())
}

/// JSON as `serde_json` writes it, but no character that a terminal would act on stands in it raw.
struct Tame;

impl serde_json::ser::Formatter for Tame {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return out.write_all(fragment.as_bytes());
        }
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_unsafe(*c)) {
            out.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[plain..])
    }
}

fn records(library: &Library, talks: &[TalkIx], between: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(talks.len() * 512);
    for record in talks.iter().filter_map(|ix| TalkRecord::of(library, *ix)) {
        record.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Tame))?;
        bytes.extend_from_slice(between);
    }
    Ok(bytes)
}

/// Writes one array of records, a record a line.
///
/// # Errors
/// What the writer says.
pub fn write_json(out: &mut dyn Write, library: &Library, talks: &[TalkIx]) -> io::Result<()> {
    let Some((last, before)) = talks.split_last() else { return out.write_all(b"[]\n") };
    out.write_all(b"[\n")?;
    write_records(out, library, before, b",\n")?;
    write_records(out, library, &[*last], b"\n]\n")
}
