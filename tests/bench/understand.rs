//! From decoded notes to talks: the outline alone, detection with all its fields, and finding copies.

use std::fmt::Write as _;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use kcbrowse::markdown;
use kcbrowse::source::Note;
use kcbrowse::talk::{self, Librarian};

const TALKS: usize = 100;

/// A note of a hundred talks: fields, sections, lists, code and links; no two talks alike.
fn note(number: usize) -> Arc<Note> {
    let mut text = format!("---\nevent: KubeCon EU\nyear: 2024\n---\n\n# KubeCon EU 2024, day {number}\n\n");
    for talk in 0..TALKS {
        let _ = write!(
            text,
            "## Keynote: What node {talk} of {number} taught us about Cilium\n\n\
             **Speakers:** Zoë Example, Example Org; Ada Pohl, Nimbus Forge  \n**Track:** Observability · **Date:** 2024-03-19 · **Room:** Hall 7  \n\
             **Tags:** #networking #edge  \n**Slides:** <https://slides.example.org/{number}/{talk}>\n\n### Why it matters\n\n"
        );
        for line in 0..8 {
            let _ = write!(
                text,
                "- The scheduler of cluster {line} filters the nodes a pod fits on, then scores what is left; see [the docs](https://docs.example.org/{talk}/{line}).\n  - p99 went from {} ms to {line} ms after the sidecar moved out.\n",
                talk * 7 + line
            );
        }
        text.push_str("\n```yaml\nkind: Pod\n```\n\nThey run Prometheus and Helm in many clusters, and the bill was the bottleneck every time.\n\n");
    }
    Arc::new(Note::from_text(format!("notes/day{number}.md"), text))
}

/// The blocks of notes.
#[divan::bench(sample_count = 50)]
fn notes_to_outlines(bencher: Bencher) {
    let notes: Vec<_> = (0..10).map(note).collect();
    let bytes: usize = notes.iter().map(|note| note.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| notes.iter().map(|note| markdown::outline(&note.text).blocks.len()).sum::<usize>());
}

/// The talks of notes, with people, dates, tags and topics.
#[divan::bench(sample_count = 50)]
fn notes_to_talks(bencher: Bencher) {
    let notes: Vec<_> = (0..10).map(note).collect();
    let bytes: usize = notes.iter().map(|note| note.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(notes.len() * TALKS))
        .bench_local(|| notes.iter().map(|note| talk::detect(note).len()).sum::<usize>());
}

/// Numbers and copies for talks of which half were seen before.
#[divan::bench(sample_count = 50)]
fn talks_to_shelves(bencher: Bencher) {
    let talks: Vec<_> = (0..10).flat_map(|number| talk::detect(&note(number % 5))).collect();
    bencher.counter(ItemsCount::new(talks.len())).with_inputs(|| talks.clone()).bench_local_values(|talks| {
        let mut librarian = Librarian::default();
        librarian.shelve(talks).talks.len()
    });
}
