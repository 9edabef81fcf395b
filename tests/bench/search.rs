//! What a key costs while a query is typed, over generated talks of one shape.
//!
//! `KCBROWSE_BENCH_NOTES` names a folder of notes to search instead (H2 a talk).

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use kcbrowse::search::{Facet, Index, Part, Query, Results, SearchOptions, related};
use kcbrowse::source::Note;
use kcbrowse::talk::{Date, Place, Speaker, Talk, TalkId, TalkIx};

/// Talks of a note, as a careless reader finds them: an H2 each, labelled lines below it.
fn talks_of(note: &Arc<Note>) -> Vec<Talk> {
    let text = &note.text;
    let mut starts: Vec<usize> = text.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    if text.starts_with("## ") {
        starts.insert(0, 0);
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.iter().zip(ends).map(|(start, end)| talk_of(note, *start, end)).collect()
}

fn talk_of(note: &Arc<Note>, start: usize, end: usize) -> Talk {
    let source = &note.text[start..end];
    let labelled = |label: &str| {
        let at = source.find(label)? + label.len();
        source[at..].split(['\n', '·']).next().map(str::trim)
    };
    let speakers: Vec<Speaker> = labelled("**Speakers:**")
        .into_iter()
        .flat_map(|people| people.split("; "))
        .filter_map(|person| person.split_once(", "))
        .map(|(name, company)| Speaker { name: name.into(), affiliation: Some(company.into()), handle: None })
        .collect();
    let mut organizations: Vec<Arc<str>> = speakers.iter().filter_map(|speaker| speaker.affiliation.clone()).collect();
    organizations.dedup();
    let date = labelled("**Date:**").and_then(|date| {
        let mut parts = date.splitn(3, '-');
        let mut next = || parts.next()?.parse::<i16>().ok();
        Some(Date { year: next()?, month: next()? as u8, day: next()? as u8 })
    });
    let tags = labelled("**Tags:**").unwrap_or_default().split_whitespace().map(|tag| tag.trim_start_matches('#'));
    let event = note.path.file_stem().map(|stem| stem.to_string_lossy());
    let event = event.map(|stem| Arc::from(stem.split("-day").next().unwrap_or_default()));
    let told = source.find("\n\n").unwrap_or(0);
    let told_end = source[told + 2..].find("\n\n").map_or(told, |more| told + 2 + more);
    Talk {
        id: TalkId(start as u32),
        note: Arc::clone(note),
        place: Place { start: start as u32, end: end as u32, line: 1, end_line: 1 },
        title: source.lines().next().unwrap_or_default().trim_start_matches("## ").into(),
        speakers,
        organizations,
        event,
        date,
        section: labelled("**Track:**").map(Arc::from).into_iter().collect(),
        topics: Vec::new(),
        tags: tags.map(Arc::from).collect(),
        told: std::iter::once(start as u32..(start + told_end) as u32).collect(),
        confidence: 1.0,
    }
}

pub(super) fn index_of(notes: impl Iterator<Item = Arc<Note>>) -> Index {
    let mut index = Index::default();
    for note in notes {
        index.add(Arc::new(Part::of(talks_of(&note).into())));
    }
    index
}

const SUBJECTS: [&str; 12] = [
    "Kubernetes",
    "Envoy",
    "Kyverno",
    "Prometheus",
    "Argo CD",
    "Cluster API",
    "Service Mesh",
    "Zero Trust",
    "eBPF",
    "Autoscaling",
    "Kubernetes Scaling",
    "Batch Jobs",
];
const ENDINGS: [&str; 7] = [
    "in Production",
    "at the Edge",
    "a Field Report",
    "for the Rest of Us",
    "under Pressure",
    "from Scratch",
    "without Tears",
];

/// A title, always the same for its number.
pub(super) fn made_up_title(n: usize) -> String {
    format!("{} {}: Part {}", SUBJECTS[n * 7 % SUBJECTS.len()], ENDINGS[n * 5 % ENDINGS.len()], n % 17)
}

/// A note of a hundred talks of about 1.6 KB, always the same for its number.
fn made_up_note(number: usize) -> Arc<Note> {
    let mut text = String::new();
    for talk in 0..100 {
        let n = number * 100 + talk;
        let _ = write!(text, "## {}\n\n", made_up_title(n));
        let _ = writeln!(text, "**Speakers:** Person{} Name{}, Company {}", n % 97, n % 89, n % 41);
        let _ = write!(
            text,
            "**Tags:** #tag{} #tag{}\n**Date:** 20{}-05-{:02}\n\n",
            n % 31,
            n % 23,
            15 + n % 9,
            1 + n % 28
        );
        for line in 0..18 {
            let other = SUBJECTS[(n * 31 + line * 13) % SUBJECTS.len()];
            let _ = writeln!(
                text,
                "- The scheduler of {other} watches number {} and nobody was surprised by it.",
                n + line
            );
        }
        text += "\n";
    }
    Arc::new(Note::from_text(format!("20{}-conf-day{number}.md", 15 + number % 9), text))
}

fn notes_in(folder: &Path) -> Vec<Arc<Note>> {
    let files = std::fs::read_dir(folder).expect("a folder of notes");
    let mut files: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.sort();
    let read = |path: &PathBuf| Some(Arc::new(Note::from_text(path.clone(), std::fs::read_to_string(path).ok()?)));
    files.iter().filter_map(read).collect()
}

pub(super) static LARGE: LazyLock<Index> = LazyLock::new(|| match std::env::var_os("KCBROWSE_BENCH_NOTES") {
    Some(folder) => index_of(notes_in(Path::new(&folder)).into_iter()),
    None => index_of((0..1000).map(made_up_note)),
});

pub(super) fn search(index: &Index, query: &str, within: Option<&Results>) -> Results {
    let options = SearchOptions { within, ..SearchOptions::default() };
    index.search(&Query::parse(query), &options, &|| false).expect("never cancelled")
}

pub(super) const TYPED: [&str; 15] = [
    "k", "ku", "kub", "kube", "kubes", "kubesc", "kubesca", "kubescal", "kubesca", "kubesc", "kubes", "kube", "kub",
    "ku", "k",
];

/// Each key of `kubescal` and back again, bodies and facet counts included.
#[divan::bench(args = 0..TYPED.len(), sample_count = 20)]
fn key_over_100k_talks(bencher: Bencher<'_, '_>, nth: usize) {
    let before =
        TYPED[..nth].iter().fold(None, |before: Option<Results>, text| Some(search(&LARGE, text, before.as_ref())));
    bencher.bench_local(|| search(black_box(&LARGE), TYPED[nth], before.as_ref()));
}

/// A word in all bodies, typed at once.
#[divan::bench(args = ["text:kyverno", "text:zzzz", "\"nobody was surprised\"", "text:Kyverno", "has:diagram", "has:table"], sample_count = 20)]
fn over_all_bodies(bencher: Bencher<'_, '_>, query: &str) {
    bencher.bench_local(|| search(black_box(&LARGE), query, None));
}

static ACCENTED: LazyLock<Index> = LazyLock::new(|| {
    let accented = |note: Arc<Note>| {
        let text = note.text.replace("scheduler", "répartiteur").replace("nobody", "très évidemment personne");
        Arc::new(Note::from_text(note.path.clone(), text))
    };
    index_of((0..100).map(made_up_note).map(accented))
});

/// A word in 17 MB of bodies with an accent on every line.
#[divan::bench(args = ["text:kyverno", "text:zzzz", "text:evidement", "text:répartition"], sample_count = 20)]
fn over_accented_bodies(bencher: Bencher<'_, '_>, query: &str) {
    bencher.bench_local(|| search(black_box(&ACCENTED), query, None));
}

/// Filters and their counts.
#[divan::bench(args = ["", "tag:tag3", "tag:security", "year:2021", "speaker:jana", "!year:2021"], sample_count = 20)]
fn facets(bencher: Bencher<'_, '_>, query: &str) {
    bencher.bench_local(|| search(black_box(&LARGE), query, None));
}

/// A broad query in each order.
#[divan::bench(args = ["match", "date", "title", "event", "speaker", "file", "length"], sample_count = 20)]
fn sorted_by(bencher: Bencher<'_, '_>, order: &str) {
    let sort = order.parse().expect("an order");
    let options = SearchOptions { sort, ..SearchOptions::default() };
    bencher.bench_local(|| black_box(&LARGE).search(&Query::parse("e"), &options, &|| false));
}

/// The kin of one talk among all.
#[divan::bench(sample_count = 10)]
fn related_talks(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| related(black_box(&LARGE), TalkIx(4711), &|| false));
}

/// A word with a slip, where nothing matches.
#[divan::bench(sample_count = 10)]
fn mended_slip(bencher: Bencher<'_, '_>) {
    let options = SearchOptions { looks_further: true, ..SearchOptions::default() };
    bencher.bench_local(|| black_box(&LARGE).search(&Query::parse("autosclaing zweofl"), &options, &|| false));
}

/// Preparing the part of one note of a hundred talks.
#[divan::bench]
fn prepare_100_talks(bencher: Bencher<'_, '_>) {
    let talks: Arc<[Talk]> = talks_of(&made_up_note(0)).into();
    bencher.bench_local(|| Part::of(black_box(Arc::clone(&talks))));
}

/// Adding a thousand parts, and how many values that makes.
#[divan::bench(sample_count = 5)]
fn add_1000_parts(bencher: Bencher<'_, '_>) {
    let parts: Vec<Arc<Part>> =
        (0..1000).map(|number| Arc::new(Part::of(talks_of(&made_up_note(number % 10)).into()))).collect();
    bencher.with_inputs(|| parts.iter().map(|part| Arc::new((**part).clone())).collect::<Vec<_>>()).bench_local_values(
        |parts| {
            let mut index = Index::default();
            for part in parts {
                index.add(part);
            }
            search(&index, "", None).facets.iter().filter(|group| group.facet == Facet::Tag).count()
        },
    );
}
