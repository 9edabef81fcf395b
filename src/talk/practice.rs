//! How well notes by others are understood, where such notes with hand-made truth lie beside the project.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::{Librarian, Library, Talk, TalkIx, detect};
use crate::source::Note;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");

fn read_note(path: &Path, relative: &str) -> Option<Arc<Note>> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut note = Note::from_text(path, text.trim_start_matches('\u{feff}'));
    note.mojibake = note.text.contains("â€");
    note.relative = relative.rsplit('/').next().unwrap_or_default().into();
    note.folders = relative.rsplit('/').skip(1).map(Box::from).collect();
    Some(Arc::new(note))
}

/// The practice notes with their truth: name, note, truth.
fn practice() -> Vec<(String, Arc<Note>, Value)> {
    let root = PathBuf::from(SHARED).join("practice");
    let Ok(manifest) = std::fs::read_to_string(root.join("MANIFEST.tsv")) else { return Vec::new() };
    let rows = manifest.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter_map(|row| {
        let (name, path, file) = (row.first()?, row.get(3)?, row.last()?);
        let relative = if path.is_empty() || *path == "unknown" { *file } else { *path };
        let note = read_note(&root.join("files").join(file), relative)?;
        let truth = std::fs::read_to_string(root.join("truth").join(format!("{name}.json"))).ok()?;
        Some(((*name).to_owned(), note, serde_json::from_str(&truth).ok()?))
    })
    .collect()
}

fn plain(text: &str) -> String {
    crate::text::fold(text, crate::text::Case::Ignore).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(plain).collect()
}

#[derive(Debug, Default)]
struct Score {
    hits: usize,
    extra: Vec<String>,
    missed: Vec<String>,
    titles: (usize, usize),
    speakers: (usize, usize),
    companies: (usize, usize),
}

impl Score {
    fn note(&mut self, name: &str, talks: &[Talk], truth: &Value) {
        let all: Vec<&Value> = truth["talks"].as_array().into_iter().flatten().collect();
        let line = |talk: &Value| talk["line"].as_u64().unwrap_or(0) as u32;
        let free: Vec<u32> = all
            .iter()
            .filter(|talk| talk["ambiguous"] == true)
            .map(|talk| line(talk))
            .chain(truth["optional_talks"].as_array().into_iter().flatten().map(line))
            .collect();
        if all.len() == 1 && talks.len() == 1 {
            self.hits += 1;
            return self.fields(&talks[0], all[0]);
        }
        if truth["strict_talks"] == 0 && talks.len() == 1 {
            return;
        }
        for talk in talks {
            match all.iter().find(|known| line(known) == talk.place.line && known["ambiguous"] != true) {
                Some(known) => {
                    self.hits += 1;
                    self.fields(talk, known);
                }
                None if free.contains(&talk.place.line) => {}
                None => self.extra.push(format!("{name}:{} {}", talk.place.line, talk.title)),
            }
        }
        let found =
            |talk: &&&Value| talks.iter().any(|found| found.place.line == line(talk)) || talk["ambiguous"] == true;
        self.missed.extend(all.iter().filter(|talk| !found(talk)).map(|talk| format!("{name}:{}", line(talk))));
    }

    fn fields(&mut self, talk: &Talk, known: &Value) {
        let titles: Vec<String> =
            known["title"].as_str().map(plain).into_iter().chain(texts(&known["alt_titles"])).collect();
        self.titles.0 += usize::from(titles.contains(&plain(&talk.title)));
        self.titles.1 += 1;
        let mut named: Vec<Vec<String>> = vec![texts(&known["speakers"])];
        named.extend(known["alt_speakers"].as_array().into_iter().flatten().map(texts));
        let found: Vec<String> = talk.speakers.iter().map(|speaker| plain(&speaker.name)).collect();
        let right = |names: &Vec<String>| names.iter().filter(|name| found.contains(name)).count();
        let best =
            named.into_iter().min_by_key(|names| names.len() + found.len() - 2 * right(names)).unwrap_or_default();
        self.speakers.0 += 2 * right(&best);
        self.speakers.1 += best.len() + found.len();
        let wanted = texts(&known["orgs"]);
        let found: Vec<String> = talk.organizations.iter().map(|name| plain(name)).collect();
        self.companies.0 += 2 * wanted.iter().filter(|name| found.contains(name)).count();
        self.companies.1 += wanted.len() + found.len();
    }
}

fn share((part, whole): (usize, usize)) -> f32 {
    if whole == 0 { 1.0 } else { part as f32 / whole as f32 }
}

fn score(of: impl Fn(&str) -> bool) -> Option<Score> {
    let notes = practice();
    let mut score = Score::default();
    for (name, note, truth) in notes.iter().filter(|(name, ..)| of(name)) {
        score.note(name, &detect(note), truth);
    }
    (!notes.is_empty()).then_some(score)
}

#[test]
fn the_reference_notes_are_understood_in_full() {
    let Some(score) = score(|name| name.starts_with("seed")) else { return };
    assert_eq!((score.extra, score.missed), (Vec::new(), Vec::new()));
    assert_eq!((score.hits, score.titles.0), (47, score.titles.1));
    assert!((share(score.speakers) - 1.0).abs() < 1e-6);
    assert!(share(score.companies) >= 0.98, "{}", share(score.companies));
}

#[test]
fn notes_by_others_are_understood() {
    let Some(score) = score(|_| true) else { return };
    assert!(score.extra.len() * 33 <= score.hits, "{:?}", score.extra);
    assert!(score.missed.len() * 33 <= score.hits, "{:?}", score.missed);
    let shares = [share(score.titles), share(score.speakers), share(score.companies)];
    assert!(shares[0] >= 0.97 && shares[1] >= 0.95 && shares[2] >= 0.9, "{shares:?}");
}

#[test]
fn events_and_dates_are_found_where_notes_give_them() {
    for (name, note, truth) in practice() {
        let talks = detect(&note);
        if let Some(date) = truth["date"].as_str() {
            assert!(talks.iter().any(|talk| talk.date.is_some_and(|found| found.to_string() == date)), "{name}");
        }
        if let Some(event) = truth["event"].as_str() {
            let names: Vec<String> = std::iter::once(plain(event)).chain(texts(&truth["event_alts"])).collect();
            let fits = |found: &str| names.iter().any(|name| name.contains(found) || found.contains(name.as_str()));
            assert!(talks.iter().any(|talk| talk.event.as_deref().is_some_and(|found| fits(&plain(found)))), "{name}");
        }
    }
}

#[test]
fn the_links_a_careful_person_lists_are_found() {
    for (name, note, truth) in practice() {
        let talks = detect(&note);
        let places = talks.iter().map(|talk| (talk.place.line, talk)).collect::<std::collections::HashMap<_, _>>();
        for listed in truth["talks"].as_array().into_iter().flatten() {
            let Some(talk) = places.get(&(listed["line"].as_u64().unwrap_or(0) as u32)) else { continue };
            let found = talk.links();
            let urls = ["links", "html_links"].into_iter().filter_map(|key| listed[key].as_array()).flatten();
            for url in urls.filter_map(Value::as_str) {
                assert!(found.iter().any(|link| link.url == url), "{name}: {url} in {found:?}");
            }
        }
    }
}

#[test]
fn the_reference_notes_give_46_talks_three_of_them_twice() {
    let mut librarian = Librarian::default();
    let mut library = Library::default();
    let Ok(folder) = std::fs::read_dir(PathBuf::from(SHARED).join("notes")) else { return };
    let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    files.sort();
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(note) = read_note(&path, &name) else { continue };
        library.add(librarian.shelve(detect(&note)));
    }
    let copies: usize = (0..library.len() as u32).map(|ix| library.copies(TalkIx(ix)).len()).sum();
    // One of the three is recognised by its repaired title.
    let repairs = crate::source::repair("â€œ") == "“";
    assert_eq!((library.len(), copies), if repairs { (46, 3) } else { (47, 2) });
}
