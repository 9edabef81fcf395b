//! Half-remembered talks, over real notes where they are at hand: what thirty queries should bring first, and
//! that sloppy typing still finds the talk.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::fixture::{found, search, titles};
use super::{Index, Part};
use crate::source::Note;
use crate::talk::{Date, Place, Speaker, Talk, TalkId};

/// The talks of the real notes as a careful person finds them; `None` where the notes are not at hand.
fn real_talks() -> Option<Index> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let truths = std::fs::read_dir(shared.join("practice/truth")).ok()?;
    let mut paths: Vec<_> = truths.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    let mut index = Index::default();
    for path in paths {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
        let file = truth["file"].as_str()?;
        let folder = ["notes", "practice/files"].map(|folder| shared.join(folder).join(file));
        let text = folder.iter().find_map(|path| std::fs::read_to_string(path).ok())?;
        let note = Arc::new(Note::from_text(file, text));
        let talks: Vec<Talk> = truth["talks"].as_array()?.iter().map(|talk| read_talk(&note, &truth, talk)).collect();
        index.add(Arc::new(Part::of(talks.into())));
    }
    Some(index)
}

fn read_talk(note: &Arc<Note>, truth: &Value, talk: &Value) -> Talk {
    let number = |key: &str| talk[key].as_u64().unwrap_or(1) as usize;
    let texts = |value: &Value| -> Vec<Arc<str>> {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(Arc::from).collect()
    };
    let line_starts: Vec<usize> =
        std::iter::once(0).chain(note.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let start = line_starts.get(number("line") - 1).copied().unwrap_or(0);
    let end = line_starts.get(number("end_line")).copied().unwrap_or(note.text.len());
    let heading_end = line_starts.get(number("line")).copied().unwrap_or(start).min(end);
    let date = talk["date"].as_str().or_else(|| truth["date"].as_str()).and_then(|date| {
        let mut parts = date.split('-').filter_map(|part| part.parse::<i16>().ok());
        Some(Date { year: parts.next()?, month: parts.next().unwrap_or(0) as u8, day: parts.next().unwrap_or(0) as u8 })
    });
    let speakers =
        texts(&talk["speakers"]).into_iter().map(|name| Speaker { name, affiliation: None, handle: None }).collect();
    Talk {
        id: TalkId(start as u32),
        note: Arc::clone(note),
        place: Place {
            start: start as u32,
            end: end as u32,
            line: number("line") as u32,
            end_line: number("end_line") as u32,
        },
        title: talk["title"].as_str().unwrap_or_default().into(),
        speakers,
        organizations: texts(&talk["orgs"]),
        event: truth["event"].as_str().map(Arc::from),
        date,
        section: talk["group"].as_str().map(Arc::from).into_iter().collect(),
        tags: texts(&truth["tags"]),
        topics: Vec::new(),
        told: std::iter::once(start as u32..heading_end as u32).collect(),
        confidence: 1.0,
    }
}

#[test]
fn thirty_queries_bring_first_what_was_meant() {
    let Some(index) = real_talks() else { return };
    for (query, first) in [
        ("helm", "Learn About Helm and its Ecosystem"),
        ("prom", "Prometheus - Intro, Deep Dive, And Open Q+A"),
        ("prometheus cases", "Evolving Prometheus for More Use Cases"),
        ("openmetrics", "What You Need to Know About OpenMetrics"),
        ("tom wilkie", "Metrics, Logs & Traces; What Does the Future Hold for Observability?"),
        ("wilkie future", "Metrics, Logs & Traces; What Does the Future Hold for Observability?"),
        ("intuit gitops", "How Intuit Manages Cloud Resources Via GitOps"),
        ("intuit canary", "How Intuit Does Canary and Blue Green Deployments with a K8s Controller"),
        ("gitops adobe", "Tips from the trenches - GitOps at Adobe"),
        ("keda", "KEDA deep dive"),
        ("dapr", "Extend Your Microservices With Pluggable Components Via Dapr"),
        ("spinnaker argo", "How Salesforce Is Moving From Spinnaker To Argo Workflows For Provisioning Add-Ons"),
        ("salesforce", "How Salesforce Is Moving From Spinnaker To Argo Workflows For Provisioning Add-Ons"),
        ("bazel", "Repeatable Deployments with Kubernetes, Helm & Bazel"),
        ("cobol bank", "From COBOL to Kubernetes: A 250 Year Old Bank's Cloud-Native Journey"),
        ("cri runtime", "Let's Try Every CRI Runtime Available for Kubernetes. No, Really!"),
        ("knative istio", "Istio on Knative Lessons Learned: How Istio is Fit for Serverless Platform"),
        ("postmortem", "What We Learned from Reading 100+ Kubernetes Post-Mortems"),
        ("spotify backstage", "Shifting Spotify from Spreadsheets to Backstage"),
        ("k3s pi", "Edge Computing using K3s on Raspberry Pi"),
        ("wasm admission", "Leveraging WebAssembly to Write Kubernetes Admission Policies"),
        ("liz rice", "A beginner's guide to eBPF"),
        ("ebpf guide", "A beginner's guide to eBPF"),
        ("rabenstein", "What remains of dashboards and metrics without the hype and anti-patterns"),
        ("bjorn dashboards", "What remains of dashboards and metrics without the hype and anti-patterns"),
        ("sonic pi", "Programming as performance - live coding with Sonic Pi"),
        ("wadler", "Propositions as Types"),
        ("hacker le systeme", "Slow.tech : il est urgent de hacker le système !"),
        ("coinbase sre", "Building SRE from Scratch at Coinbase during Hypergrowth"),
        ("tdd infra", "Test-driven development (TDD) for infrastructure"),
        ("skvorc", "Web3 - the Internet of Freedom, Value, and Trust"),
        ("unix history", "The Hidden Early History of Unix"),
        ("event:fosdem food", "What's in my food ? Open Food Facts"),
        ("speaker:\"phil estes\"", "Let's Try Every CRI Runtime Available for Kubernetes. No, Really!"),
        ("org:ing", "The Way of the Web @ ING"),
    ] {
        let results = search(&index, query);
        let best = titles(&index, &results.hits[..results.hits.len().min(3)]);
        assert_eq!(best.first().map(String::as_str), Some(first), "{query}: {best:?}");
    }
}

#[test]
fn nobody_is_shown_letters_strewn_over_a_title() {
    let Some(index) = real_talks() else { return };
    for query in ["kyverno", "cilium", "falco", "linkerd", "zzz", "crossplane composition", "rust borrow"] {
        let results = search(&index, query);
        assert_eq!(results.in_fields, 0, "{query}: {}", found(&index, query));
    }
}

/// The two longest words of a title, as typed by someone in a hurry: the letter at `drop` (from the end) is
/// missing.
fn sloppy(title: &str, drop: usize) -> Option<String> {
    let folded = crate::text::fold(title, crate::text::Case::Ignore);
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let typed = words.iter().take(2).map(|word| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 4 {
            letters.remove(letters.len() - 1 - drop % letters.len());
        }
        letters.into_iter().collect::<String>()
    });
    let typed: Vec<String> = typed.collect();
    (typed.len() == 2).then(|| typed.join(" "))
}

#[test]
fn two_words_typed_sloppily_find_the_talk() {
    let Some(index) = real_talks() else { return };
    let (mut asked, mut missed) = (0, Vec::new());
    for ix in (0..index.len() as u32).map(crate::talk::TalkIx) {
        let Some(talk) = index.talk(ix) else { continue };
        for drop in 0..6 {
            let Some(query) = sloppy(&talk.title, drop) else { continue };
            let results = search(&index, &query);
            let best = titles(&index, &results.hits[..results.hits.len().min(3)]);
            asked += 1;
            if !best.iter().any(|title| **title == *talk.title) {
                missed.push(format!("{query} -> {}", talk.title));
            }
        }
    }
    assert!(missed.len() * 20 <= asked, "{} of {asked}: {missed:#?}", missed.len());
}
