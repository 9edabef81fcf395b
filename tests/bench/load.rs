//! From a folder to decoded notes: what stands between the start and the first list.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use kcbrowse::source::{self, Input};

/// A note of about this many bytes: talks with fields, prose and some accents.
fn note(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 400);
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        let _ = write!(
            text,
            "## Talk {number}: what the scheduler knows about node {number}\n\n- **Speakers**: Zoë Example, Example Org\n\n\
             The scheduler filters the nodes a pod fits on, then scores what is left. Each plugin adds its part; the \
             weights decide. 調度器 filters first – naïve scoring of all nodes costs too much.\n\n```yaml\nkind: Pod\n```\n\n"
        );
    }
    text
}

fn folder(files: usize, bytes: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let text = note(bytes);
    for number in 0..files {
        let day = folder.path().join(format!("day{}", number / 500));
        fs::create_dir_all(&day).expect("a folder");
        fs::write(day.join(format!("note{number}.md")), &text).expect("a note");
    }
    folder
}

/// Walk, read and decode; `files` of `bytes` each.
#[divan::bench(args = [(1, 1_000_000), (200, 160_000), (5_000, 1_600)], sample_count = 20)]
fn folder_to_notes(bencher: Bencher, (files, bytes): (usize, usize)) {
    let folder = folder(files, bytes);
    let path = folder.path().to_owned();
    bencher
        .counter(BytesCount::new(files * note(bytes).len()))
        .counter(ItemsCount::new(files))
        .with_inputs(|| vec![Input::Path(path.clone())])
        .bench_local_values(|inputs| source::load(inputs, |note| note, |_| ControlFlow::Continue(())));
}

/// The first notes of a folder, as the first screen needs them.
#[divan::bench(sample_count = 50)]
fn folder_to_first_note(bencher: Bencher) {
    let folder = folder(1_000, 16_000);
    let path = folder.path().to_owned();
    bencher.with_inputs(|| vec![Input::Path(path.clone())]).bench_local_values(|inputs| {
        source::load(
            inputs,
            |note| note,
            |arrival| {
                if arrival.done.is_empty() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        )
    });
}

/// Decoding alone, by what the bytes are.
#[divan::bench(args = ["UTF-8", "UTF-16LE", "windows-1252"])]
fn decode(bencher: Bencher, encoding: &str) {
    let text = note(160_000);
    let bytes: Vec<u8> = match encoding {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "windows-1252" => text.replace("調度器", "Ärger").chars().map(|c| u8::try_from(c).unwrap_or(0x96)).collect(),
        _ => text.into_bytes(),
    };
    bencher.counter(BytesCount::new(bytes.len())).with_inputs(|| bytes.clone()).bench_values(source::decode);
}

/// The glance for mojibake every note gets, and mending where there is some.
#[divan::bench(args = ["plain", "French", "misread"])]
fn repair(bencher: Bencher, kind: &str) {
    let text = match kind {
        "French" => "Dès août, où l’été à Besançon coûte peu : « l’œuvre », ça, Noël, naïve, être. ".repeat(2_000),
        "misread" => "DÃ¨s aoÃ»t, oÃ¹ lâ€™Ã©tÃ© coÃ»te peu, le scheduler choisit un nÅ“ud. ".repeat(2_000),
        _ => note(160_000),
    };
    bencher.counter(BytesCount::new(text.len())).bench_local(|| source::repair(divan::black_box(&text)).len());
}
