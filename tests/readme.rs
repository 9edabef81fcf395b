//! The README cannot lie: its tables are those of the program, its screen is what the program draws.

use std::fs;
use std::path::{Path, PathBuf};

use kcbrowse::app::help::{GROUPS, QUERY_TERMS};
use kcbrowse::app::keymap::BINDINGS;
use kcbrowse::config::{SETTINGS, TABLES};

use crate::support::{Session, demo};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn readme() -> String {
    fs::read_to_string(path()).expect("a README")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The table of keys as the README has it.
fn key_table() -> String {
    let mut table = String::from("| key | does | name |\n|---|---|---|\n");
    for (context, heading) in GROUPS {
        let title = heading[..1].to_owned() + &heading[1..].to_lowercase();
        table.push_str(&format!("| **{title}** | | |\n"));
        for binding in BINDINGS.iter().filter(|binding| binding.context == *context) {
            let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
            table.push_str(&format!("| {} | {} | {} |\n", keys.join(" "), cell(binding.help), binding.action.name()));
        }
    }
    table
}

fn query_table() -> String {
    let mut table = String::from("| term | means |\n|---|---|\n");
    for (term, meaning) in QUERY_TERMS {
        let terms: Vec<String> = term.split("  ").map(|term| format!("`{}`", cell(term))).collect();
        table.push_str(&format!("| {} | {} |\n", terms.join(" "), cell(meaning)));
    }
    table
}

/// The settings as the README has them.
fn settings() -> String {
    let mut table = String::from("| in the file | for instance | for one run | |\n|---|---|---|---|\n");
    for setting in SETTINGS {
        let (key, example, flag, variable) = (setting.key, setting.example, setting.flag, setting.variable());
        let run = if flag.is_empty() { format!("`{variable}`") } else { format!("`{variable}` `{flag}`") };
        table.push_str(&format!("| `{key}` | `{}` | {run} | {} |\n", cell(example), cell(setting.help)));
    }
    for setting in TABLES {
        let example: Vec<String> = setting.example.lines().map(|line| format!("`{}`", cell(line))).collect();
        table.push_str(&format!("| `[{}]` | {} | | {} |\n", setting.name, example.join("<br>"), cell(setting.help)));
    }
    table
}

fn screen() -> String {
    let session = Session::over(demo()).size(118, 32).keys("/cost<ret>");
    let lines: Vec<String> = session.screen().lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// What differs between the README and the program, section by section; the README with all of it put right.
fn mended(readme: &str, sections: &[(&str, String)]) -> (Vec<String>, String) {
    let (mut behind, mut mended) = (Vec::new(), readme.to_owned());
    for (name, wanted) in sections {
        let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- end of {name} -->"));
        let wanted = wanted.trim_matches('\n');
        let parts = mended.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?)));
        let (before, (here, after)) = parts.unwrap_or_else(|| panic!("README.md has no {begin} … {end}"));
        if here.trim_matches('\n') != wanted {
            mended = format!("{before}{begin}\n{wanted}\n{end}{after}");
            behind.push(format!("between {begin} and {end}:\n{wanted}"));
        }
    }
    (behind, mended)
}

/// One test, since it may write the file that it reads.
#[test]
fn the_readme_is_what_the_program_does() {
    let readme = readme();
    for command in ["cargo run --release -- --demo", "cargo test"] {
        assert!(readme.contains(&format!("    {command}")), "{command}");
    }
    let sections = [("keys", key_table()), ("query", query_table()), ("settings", settings()), ("screen", screen())];
    let (behind, mended) = mended(&readme, &sections);
    if !behind.is_empty() && std::env::var_os("UPDATE_README").is_some() {
        fs::write(path(), mended).expect("README.md is written");
    } else if !behind.is_empty() {
        panic!(
            "README.md is behind the program; `UPDATE_README=1 cargo test --test all readme` writes\n{}",
            behind.join("\n\n")
        );
    }
}
