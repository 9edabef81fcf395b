//! The README cannot lie: its tables are those of the program, its screen is what the program draws.

use std::fs;
use std::path::Path;

use kcbrowse::app::help::{GROUPS, QUERY_TERMS};
use kcbrowse::app::keymap::BINDINGS;
use kcbrowse::config::{SETTINGS, TABLES};

use crate::support::{Session, demo};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README")
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

/// What stands between two marks of the README.
fn between<'a>(readme: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = readme.split_once(begin).unwrap_or_else(|| panic!("README.md has no {begin}"));
    rest.split_once(end).unwrap_or_else(|| panic!("README.md has no {end}")).0.trim_matches('\n')
}

fn assert_section(begin: &str, end: &str, wanted: &str) {
    let readme = readme();
    let here = between(&readme, begin, end);
    if here != wanted.trim_matches('\n') {
        if std::env::var_os("UPDATE_README").is_some() {
            let updated = readme.replacen(
                &format!("{begin}\n{here}\n{end}"),
                &format!("{begin}\n{}\n{end}", wanted.trim_matches('\n')),
                1,
            );
            let updated = updated.replacen(
                &format!("{begin}\n{end}"),
                &format!("{begin}\n{}\n{end}", wanted.trim_matches('\n')),
                1,
            );
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), updated).expect("README.md is written");
            return;
        }
        panic!(
            "README.md is behind the program between {begin} and {end}; `UPDATE_README=1 cargo test readme` writes:\n{wanted}"
        );
    }
}

#[test]
fn the_readme_is_what_the_program_does() {
    assert_section("<!-- keys -->", "<!-- end of keys -->", &key_table());
    assert_section("<!-- query -->", "<!-- end of query -->", &query_table());
    assert_section("<!-- settings -->", "<!-- end of settings -->", &settings());
    assert_section("<!-- screen -->", "<!-- end of screen -->", &screen());
}

#[test]
fn the_readme_names_its_two_commands() {
    let readme = readme();
    for command in ["cargo run --release -- --demo", "cargo test"] {
        assert!(readme.contains(&format!("    {command}")), "{command}");
    }
}
