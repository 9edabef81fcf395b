//! `list`, `export` and `tags`: load everything, search, print.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};

use super::arguments::{Export, ExportFormat, Global, List, ListFormat, Tags, TagsFormat};
use super::{Outcome, diary, explain, report, say, table};
use crate::app;
use crate::app::geometry::MEASURE;
use crate::app::memory::Memory;
use crate::app::traces::{Trace, Traces};
use crate::config::{Config, StateFile};
use crate::export::{
    Entry, FrontMatter, Hyperlinks, write_ansi, write_html, write_json, write_jsonl, write_markdown, write_text,
};
use crate::markdown;
use crate::search::{FacetGroup, Index, Known, Part, Query, Results, SearchOptions, Sort};
use crate::source::{FileNames, Input};
use crate::talk::{self, Library, Talk, TalkIx};

/// Everything that was loaded. Never dropped: the program ends when it has printed, and freeing a large library
/// piece by piece would only keep a person waiting.
pub(super) struct Loaded {
    library: Library,
    index: Index,
    /// The names of the files among the notes.
    files: FileNames,
    /// Whether a file that was named, not found in a folder, could not be read.
    missed: bool,
}

impl Loaded {
    /// Loads all notes; what cannot be read is said on stderr, the rest goes on.
    pub(super) fn from(inputs: Vec<Input>) -> anyhow::Result<&'static Loaded> {
        let (library, index, files) = (Library::default(), Index::default(), FileNames::among(&inputs));
        let mut loaded = Box::new(Loaded { library, index, files, missed: false });
        let named: Vec<PathBuf> = inputs
            .iter()
            .filter_map(|input| match input {
                Input::Path(path) | Input::Document { name: path, .. } => Some(path.clone()),
                Input::Notes(_) => None,
            })
            .collect();
        talk::load(inputs, |arrived| {
            for problem in &arrived.problems {
                log::error!("{}", problem.without_quotes());
                say(&problem.to_string());
                loaded.missed |= named.contains(&problem.path);
            }
            loaded.index.add(Arc::new(Part::of(arrived.batch.talks.clone())));
            loaded.library.add(arrived.batch);
            ControlFlow::Continue(())
        })?;
        Ok(Box::leak(loaded))
    }

    /// The one talk whose id begins so.
    fn talk(&self, prefix: &str) -> anyhow::Result<&Talk> {
        self.library.get(by_id(&self.library, prefix)?).context("the talk is gone")
    }

    pub(super) fn search(&self, query: &str, sort: Option<Sort>) -> Results {
        self.search_with(query, SearchOptions { sort: sort.unwrap_or_default(), ..SearchOptions::default() })
    }

    fn search_with(&self, query: &str, options: SearchOptions<'_>) -> Results {
        let query = Query::parse(query);
        let known = if query.asks_for_state() { self.known() } else { Known::default() };
        let options = SearchOptions { known: Some(&known), ..options };
        self.index.search(&query, &options, &|| false).unwrap_or_default()
    }

    /// How the program ends after a search; who sits before a terminal is told why nothing was printed.
    pub(super) fn outcome(&self, query: &str, nothing: bool) -> Outcome {
        if nothing && self.missed {
            return Outcome::Misread;
        }
        if nothing && io::stderr().is_terminal() {
            say(&self.reason_for_nothing(query.trim()));
        }
        found(nothing)
    }

    fn reason_for_nothing(&self, query: &str) -> String {
        if query.is_empty() {
            return "there is no talk in these notes".to_owned();
        }
        let parsed = Query::parse(query);
        let hint = parsed.terms().find(|term| term.is_odd()).and_then(|term| term.hint.clone());
        let because = hint.or_else(|| {
            let further = self
                .search_with(query, SearchOptions { looks_further: true, facet_values: 0, ..SearchOptions::default() });
            if let Some(mended) = further.mended {
                return Some(format!("did you mean {mended}?"));
            }
            let (ix, place) = further.apart.first_key_value()?;
            let note = &self.library.get(*ix)?.note;
            Some(format!("it stands in no talk: {}:{}", note.path.display(), place.line))
        });
        format!("nothing matches {query}{}", because.map_or_else(String::new, |because| format!(" ({because})")))
    }

    /// The talks starred and read while browsing. Where that cannot be read, it is said, and there is none.
    fn known(&self) -> Known {
        let kept = StateFile::of_platform().map(|file| file.load()).transpose();
        let memory = kept.unwrap_or_else(|error| {
            report(&error.to_string());
            None
        });
        let Memory { stars, seen, .. } = memory.unwrap_or_default();
        let ids = |kept: Vec<Trace>| Traces::over(kept, &self.library).ids().clone();
        Known { starred: ids(stars), seen: ids(seen) }
    }
}

/// Buffered stdout: one write for much, and the end of it checked by the caller.
pub(super) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

pub(super) fn found(nothing: bool) -> Outcome {
    if nothing { Outcome::Nothing } else { Outcome::Done }
}

pub(super) fn list(list: &List, global: &Global, config: &Config) -> anyhow::Result<Outcome> {
    let loaded = Loaded::from(list.from.notes.inputs(config)?)?;
    if let Some(id) = &list.explain {
        return explain::write(loaded.talk(id)?, list.format, global);
    }
    let talks = loaded.search(&list.from.query, config.sort).hits;
    let mut out = stdout();
    match list.format {
        ListFormat::Table => table::write_talks(&mut out, &loaded.library, &talks, global.colors_stdout())?,
        ListFormat::Tsv => table::write_tsv(&mut out, &loaded.library, &talks)?,
        ListFormat::Json => write_json(&mut out, &loaded.library, &talks)?,
        ListFormat::Jsonl => write_jsonl(&mut out, &loaded.library, &talks)?,
    }
    out.flush()?;
    Ok(loaded.outcome(&list.from.query, talks.is_empty()))
}

/// What `kcbrowse PATH` prints where there is no terminal.
pub(super) fn list_plainly(
    inputs: Vec<Input>,
    query: &str,
    global: &Global,
    config: &Config,
) -> anyhow::Result<Outcome> {
    let loaded = Loaded::from(inputs)?;
    let talks = loaded.search(query, config.sort).hits;
    let mut out = stdout();
    table::write_talks(&mut out, &loaded.library, &talks, global.colors_stdout())?;
    out.flush()?;
    Ok(loaded.outcome(query, talks.is_empty()))
}

pub(super) fn export(export: &Export, config: &Config) -> anyhow::Result<Outcome> {
    let loaded = Loaded::from(export.notes.inputs(config)?)?;
    let mut talks = match &export.query {
        Some(query) => loaded.search(query, None).hits,
        None => Vec::new(),
    };
    diary::put_in_order(&loaded.library, &mut talks);
    for id in &export.id {
        let talk = by_id(&loaded.library, id)?;
        if !talks.contains(&talk) {
            talks.push(talk);
        }
    }
    let headed = export.query.is_some() && talks.len() > 1;
    let mut out = stdout();
    match export.format {
        ExportFormat::Md => {
            let front_matter = if export.front_matter { FrontMatter::With } else { FrontMatter::Without };
            write_markdown(&mut out, talks.iter().filter_map(|ix| loaded.library.get(*ix)), front_matter)?;
        }
        ExportFormat::Text => write_text(&mut out, entries(loaded, &talks, headed), columns(export))?,
        ExportFormat::Ansi => {
            write_ansi(&mut out, entries(loaded, &talks, headed), columns(export), Hyperlinks::On)?;
        }
        ExportFormat::Html if talks.is_empty() => {}
        ExportFormat::Html => write_html(&mut out, entries(loaded, &talks, headed))?,
        ExportFormat::Json => write_json(&mut out, &loaded.library, &talks)?,
        ExportFormat::Jsonl => write_jsonl(&mut out, &loaded.library, &talks)?,
    }
    out.flush()?;
    Ok(loaded.outcome(export.query.as_deref().unwrap_or_default(), talks.is_empty()))
}

/// Each talk's head and text, one parsed at a time, with headings by event and day where they are asked for.
fn entries<'a>(loaded: &'a Loaded, talks: &'a [TalkIx], headed: bool) -> impl Iterator<Item = Entry> + 'a {
    let library = &loaded.library;
    let mut before = None;
    talks.iter().filter_map(|ix| Some((*ix, library.get(*ix)?))).map(move |(ix, talk)| {
        let part = talk.place.start as usize..talk.place.end as usize;
        let chapter = diary::chapter(before.replace(talk), talk).filter(|_| headed);
        let document = markdown::parse(&talk.note.text, part, &talk.told, talk.note.mojibake);
        let mut entry = Entry { chapter, ..Entry::from((app::header(library, ix, talk), document)) };
        entry.look_for_pictures(&talk.note, &loaded.files);
        entry
    })
}

/// The width asked for; else the terminal's, as far as lines stay readable; in a pipe 80.
fn columns(export: &Export) -> usize {
    let terminal = || table::terminal_columns().map(|columns| columns.min(MEASURE.into()));
    export.width.map(usize::from).or_else(terminal).unwrap_or(80)
}

/// The one talk whose id begins so.
fn by_id(library: &Library, prefix: &str) -> anyhow::Result<TalkIx> {
    let wanted = prefix.to_ascii_lowercase();
    if wanted.is_empty() {
        bail!("an id is needed; `kcbrowse list --format tsv` shows them first on each line");
    }
    let matching: Vec<_> =
        library.iter().filter(|(_, talk)| talk.id.to_string().starts_with(&wanted)).take(4).collect();
    match matching.as_slice() {
        [] => Err(anyhow!("no talk has the id {prefix}; `kcbrowse list --format tsv` shows them first on each line")),
        [(ix, _)] => Ok(*ix),
        several => {
            let ids: Vec<String> = several.iter().map(|(_, talk)| talk.id.to_string()).collect();
            bail!("several talks have ids that begin with {prefix} ({}); give more digits", ids.join(", "))
        }
    }
}

pub(super) fn tags(tags: &Tags, global: &Global, config: &Config) -> anyhow::Result<Outcome> {
    let loaded = Loaded::from(tags.from.notes.inputs(config)?)?;
    let results = loaded.search(&tags.from.query, None);
    let mut groups = results.facets;
    for group in &mut groups {
        // What the query names and no talk has is a row for who browses, to be taken back; here it is nothing.
        group.values.retain(|value| value.count > 0);
    }
    groups.retain(|group| !group.values.is_empty());
    let mut out = stdout();
    match tags.format {
        TagsFormat::Table => table::write_facets(&mut out, &groups, global.colors_stdout())?,
        TagsFormat::Json => write_facets_json(&mut out, &groups)?,
        TagsFormat::Jsonl => {
            for record in facet_records(&groups) {
                serde_json::to_writer(&mut out, &record)?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    Ok(loaded.outcome(&tags.from.query, groups.is_empty()))
}

/// A counted value as scripts see it.
#[derive(serde::Serialize)]
struct FacetRecord<'a> {
    facet: &'static str,
    value: &'a str,
    count: u32,
}

fn facet_records(groups: &[FacetGroup]) -> impl Iterator<Item = FacetRecord<'_>> {
    groups.iter().flat_map(|group| {
        group.values.iter().map(|value| FacetRecord {
            facet: group.facet.name(),
            value: &value.value,
            count: value.count,
        })
    })
}

fn write_facets_json(out: &mut dyn Write, groups: &[FacetGroup]) -> io::Result<()> {
    let records: Vec<FacetRecord<'_>> = facet_records(groups).collect();
    serde_json::to_writer(&mut *out, &records)?;
    out.write_all(b"\n")
}
