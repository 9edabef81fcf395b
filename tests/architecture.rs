//! The floors of the house: imports go down only, and a crate is named only on its floor.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules of one floor that one of the two may use: the reason stands in the other's documentation.
const NEIGHBOURS: &[(&str, &str)] = &[("markdown", "source")];

/// Crates and the only modules that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("ignore", &["source"]),
    ("notify", &["source"]),
    ("log", &["cli", "terminal"]),
    ("encoding_rs", &["source"]),
    ("chardetng", &["source"]),
    ("pulldown_cmark", &["markdown"]),
    ("serde_saphyr", &["markdown"]),
    ("aho_corasick", &["talk", "search"]),
    ("jiff", &["talk"]),
    ("strsim", &["text", "talk"]),
    ("memchr", &["text", "source", "markdown", "talk", "search"]),
    ("shell_words", &["terminal", "config", "cli"]),
    ("unicode_width", &["text"]),
    ("unicode_segmentation", &["text", "typeset"]),
    ("unicode_normalization", &["text"]),
    ("toml", &["source", "markdown", "config", "cli"]),
    ("serde_json", &["export", "config", "cli"]),
    ("tempfile", &["source", "config"]),
    ("thiserror", &["source", "config", "search"]),
    ("syntect", &["typeset"]),
    ("two_face", &["typeset"]),
    ("rs_rich_mermaid", &["typeset"]),
    ("unicode_linebreak", &["typeset"]),
    ("fuzzy_matcher", &["search"]),
    ("tui_input", &["app"]),
    ("ratatui", &["view", "terminal"]),
    ("crossterm", &["terminal"]),
    ("image", &["terminal"]),
    ("ratatui_image", &["terminal"]),
    ("signal_hook", &["terminal"]),
    ("open", &["terminal"]),
    ("supports_hyperlinks", &["terminal"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anyhow", &["cli"]),
    ("directories", &["config", "cli"]),
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Files that hold tests only, which may compare with any crate.
fn is_test(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| {
        ["properties", "tests", "fixture", "practice", "golden", "remembered"].iter().any(|name| stem == *name)
    })
}

/// Floor of each module, as the crate's documentation has it: rows such as "| 2 | [`talk`] | …".
fn floors() -> HashMap<String, u8> {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("src/lib.rs");
    let row = |line: &str| {
        let (floor, rest) = line.strip_prefix("//! | ")?.split_once(" | [`")?;
        Some((rest.split_once('`')?.0.to_owned(), floor.parse().ok()?))
    };
    library.lines().filter_map(row).collect()
}

/// Names behind `crate::` on a line, also in `use crate::{a, b::c}`.
fn used_modules(line: &str) -> Vec<&str> {
    line.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &line[at + found.len()..];
            let group = rest.strip_prefix('{').map_or(rest, |inside| inside);
            let names: Vec<&str> = if rest.starts_with('{') { group.split(", ").collect() } else { vec![group] };
            names.into_iter().map(|name| name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
        })
        .collect()
}

#[test]
fn imports_go_down_only_and_crates_stay_at_home() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let floors = floors();
    let floor = |module: &str| floors.get(module).copied();
    let mut wrong = Vec::new();
    for file in &files {
        let below = file.strip_prefix(&root).expect("below src");
        let module = below.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
        if file.parent() == Some(&root) {
            continue;
        }
        let Some(here) = floor(module) else { panic!("src/lib.rs does not say on which floor {module} is") };
        let text = fs::read_to_string(file).expect("a source file");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let place = format!("src/{}:{}", below.display(), number + 1);
            for used in used_modules(line) {
                let neighbour = NEIGHBOURS.contains(&(module, used));
                if used != module && !neighbour && floor(used).is_some_and(|there| there >= here) {
                    wrong.push(format!("{place}: {module} uses {used}, which is not below it"));
                }
            }
            for (name, homes) in HOMES.iter().filter(|_| !is_test(file)) {
                let named = line.contains(&format!("{name}::")) && !line.contains(&format!("::{name}::"));
                if named && !homes.contains(&module) && !line.contains(&format!("_{name}::")) {
                    wrong.push(format!("{place}: {name} is named in {module}, its home is {homes:?}"));
                }
            }
        }
    }
    assert!(files.len() > 30, "the sources were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
