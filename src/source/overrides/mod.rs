//! `.kcbrowse.toml`: what a person says against what the program would find. It stands in a folder of notes and
//! holds for the notes in and below that folder; it is read and never written.
//!
//! Nearest wins, key by key: a folder's file before those of the folders above, within a file what stands
//! further down. A mistake costs the key it is in, nothing else. What the keys do to talks is the matter of
//! `talk`.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::LineIndex;
use super::problem::{Problem, Reason};
use super::read::read_named;
use crate::text::{did_you_mean, nearest};

/// The name of the file.
pub(super) const NAME: &str = ".kcbrowse.toml";

/// Bytes of such a file; see [`Reason::OverridesTooLarge`].
const LARGEST: u64 = 1 << 20;

/// Mistakes of one file that are told, each for itself.
const MOST_MISTAKES: usize = 50;

/// The text of a file, as far as it is one that a person wrote for this folder.
fn text_of(path: &Path, found: &Metadata) -> Result<String, Reason> {
    // As with notes, what is linked is not of this folder.
    if found.is_symlink() {
        return Err(Reason::NotAFile);
    }
    if found.len() > LARGEST {
        return Err(Reason::OverridesTooLarge);
    }
    let (bytes, _) = read_named(path)?;
    String::from_utf8(bytes).map_err(|_| Reason::Override { line: 1, message: "is not UTF-8".to_owned() })
}

/// What a person says of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Overrides {
    /// How the note holds its talks.
    pub layout: Option<Layout>,
    /// Headings that begin no talk, nor does anything below them.
    pub ignore: Vec<Box<str>>,
    /// The conference of its talks.
    pub event: Option<Box<str>>,
    /// When they were.
    pub date: Option<GivenDate>,
    /// Tags of all its talks.
    pub tags: Vec<Box<str>>,
}

/// How a note holds its talks, where a person says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// The note is one talk.
    Single,
    /// Each heading of this level, 1 to 6, begins one.
    Level(u8),
    /// As it is found: takes back what a folder above says.
    Found,
}

/// A date at the precision it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GivenDate {
    /// The year, four digits.
    pub year: i16,
    /// The month, 1 to 12; 0 where none was given.
    pub month: u8,
    /// The day of the month, 1 to 31; 0 where none was given.
    pub day: u8,
}

/// The file of one folder, and those of the folders above it.
#[derive(Debug)]
pub(super) struct Rules {
    folder: PathBuf,
    said: Vec<Rule>,
    outer: Option<Arc<Rules>>,
}

/// One `[[notes]]`, or what stands above the first.
#[derive(Debug, Default)]
struct Rule {
    /// Nobody knows which notes it is about.
    is_void: bool,
    /// The notes it is about; without, all.
    files: Option<Gitignore>,
    layout: Option<Layout>,
    ignore: Option<Vec<Box<str>>>,
    event: Option<Box<str>>,
    date: Option<GivenDate>,
    tags: Option<Vec<Box<str>>>,
}

impl Rules {
    /// Reads the file of a folder, where there is one; `outer` holds for the folder already.
    pub(super) fn of_folder(
        folder: &Path,
        outer: Option<Arc<Rules>>,
        problems: &mut Vec<Problem>,
    ) -> Option<Arc<Rules>> {
        let path = folder.join(NAME);
        // Where nothing can be seen of it, the folder itself is a problem that is told already.
        let Ok(found) = fs::symlink_metadata(&path) else { return outer };
        match text_of(&path, &found) {
            Ok(text) => {
                let (rules, mistakes) = parse(text.strip_prefix('\u{feff}').unwrap_or(&text));
                problems.extend(mistakes.into_iter().map(|reason| Problem { path: path.clone(), reason }));
                Some(Arc::new(Rules { folder: folder.to_owned(), said: rules, outer }))
            }
            Err(reason) => {
                problems.push(Problem { path, reason });
                outer
            }
        }
    }

    /// What is said of a note below the folder; `None` where nothing is.
    pub(super) fn of_note(&self, note: &Path) -> Option<Arc<Overrides>> {
        let mut said = Overrides::default();
        self.say(note, &mut said);
        (said != Overrides::default()).then(|| Arc::new(said))
    }

    fn say(&self, note: &Path, said: &mut Overrides) {
        if let Some(outer) = &self.outer {
            outer.say(note, said);
        }
        let below = note.strip_prefix(&self.folder).unwrap_or(note);
        for rule in self.said.iter().filter(|rule| rule.is_about(below)) {
            said.layout = rule.layout.or(said.layout);
            said.event = rule.event.clone().or(said.event.take());
            said.date = rule.date.or(said.date);
            if let Some(ignore) = &rule.ignore {
                said.ignore.clone_from(ignore);
            }
            if let Some(tags) = &rule.tags {
                said.tags.clone_from(tags);
            }
        }
    }
}

impl Rule {
    /// Whether it is about a note, by its path below the folder.
    fn is_about(&self, below: &Path) -> bool {
        let matches = |files: &Gitignore| files.matched_path_or_any_parents(below, false).is_ignore();
        !self.is_void && self.files.as_ref().is_none_or(|files| !below.has_root() && matches(files))
    }
}

/// Keys of a `[[notes]]`.
const KEYS: [&str; 7] = ["files", "talk_level", "single", "ignore", "event", "date", "tags"];

/// The rules of a file and its mistakes by line.
fn parse(text: &str) -> (Vec<Rule>, Vec<Reason>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { lines: LineIndex::of(text), mistakes: Vec::new() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.mistake(at, error.message().lines().next().unwrap_or_default().to_owned());
    }
    // A value that is no TOML is guessed at by the parser: not used, nor complained of again.
    let broken: BTreeSet<u32> = reader.mistakes.iter().map(|(line, _)| *line).collect();
    let mut rules = vec![reader.rule(table.get_ref(), &broken, Place::Top)];
    let notes = table.get_ref().iter().find(|(key, _)| key.get_ref() == "notes").map(|(_, value)| value);
    match notes.map(|notes| (notes, notes.get_ref())) {
        Some((_, DeValue::Array(entries))) => {
            for entry in entries {
                match entry.get_ref() {
                    DeValue::Table(entry) => rules.push(reader.rule(entry, &broken, Place::Notes)),
                    _ => {
                        reader.mistake(entry.span().start, "`notes` is written as [[notes]], keys below it".to_owned());
                    }
                }
            }
        }
        Some((_, DeValue::Table(entry))) => rules.push(reader.rule(entry, &broken, Place::Notes)),
        Some((notes, _)) => {
            reader.mistake(notes.span().start, "`notes` is written as [[notes]], keys below it".to_owned());
        }
        None => {}
    }
    reader.mistakes.sort_by_key(|(line, _)| *line);
    let more = reader.mistakes.split_off(reader.mistakes.len().min(MOST_MISTAKES));
    reader.mistakes.extend(more.first().map(|(line, _)| (*line, format!("{} more mistakes from here on", more.len()))));
    let mistakes = reader.mistakes.into_iter().map(|(line, message)| Reason::Override { line, message });
    (rules, mistakes.collect())
}

/// The patterns of the `files` of a folder's file with their lines, each as it is written and ready to be asked. What is taken
/// back (`!b.md`) and what is no pattern is left out.
pub(super) fn patterns(path: &Path) -> Vec<(u32, String, Gitignore)> {
    let text = fs::symlink_metadata(path).ok().and_then(|found| text_of(path, &found).ok());
    let Some(text) = text else { return Vec::new() };
    let (table, _) = DeTable::parse_recoverable(&text);
    let lines = LineIndex::of(&text);
    let Some(DeValue::Array(entries)) = table.get_ref().get("notes").map(Spanned::get_ref) else { return Vec::new() };
    let files = entries.iter().filter_map(|entry| entry.get_ref().as_table()?.get("files"));
    let written = files.flat_map(|files| match files.get_ref() {
        DeValue::Array(all) => all.iter().collect(),
        _ => vec![files],
    });
    let ready = written.filter_map(|value| {
        let pattern =
            value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty() && !text.starts_with('!'))?;
        Some((lines.line_of(value.span().start), pattern.to_owned(), globs(&[pattern.into()]).ok()?))
    });
    ready.collect()
}

/// Where keys stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Above the first `[[notes]]`: about all notes of the folder.
    Top,
    /// Below one.
    Notes,
}

struct Reader<'t> {
    lines: LineIndex<'t>,
    /// 1-based lines and what is wrong there.
    mistakes: Vec<(u32, String)>,
}

impl Reader<'_> {
    fn mistake(&mut self, byte: usize, message: String) {
        self.mistakes.push((self.lines.line_of(byte), message));
    }

    fn rule(&mut self, table: &DeTable<'_>, broken: &BTreeSet<u32>, place: Place) -> Rule {
        let mut rule = Rule::default();
        for (key, value) in table {
            let at = key.span().start;
            let name = key.get_ref().as_ref();
            if place == Place::Top && name == "notes" {
                continue;
            }
            let outcome = match name {
                "files" if place == Place::Top => Err("`files` belongs below [[notes]]".to_owned()),
                _ if !broken.is_empty() && broken.contains(&self.lines.line_of(at)) => Err(String::new()),
                _ => rule.take(name, value),
            };
            let Err(message) = outcome else { continue };
            // What was to be about some notes must not be about all of them.
            rule.is_void |= place == Place::Notes && nearest(name, KEYS) == Some("files");
            if !message.is_empty() {
                self.mistake(at, message);
            }
        }
        rule
    }
}

impl Rule {
    fn take(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
        let value = value.get_ref();
        match key {
            "files" => self.files = Some(globs(&texts(key, value)?)?),
            "ignore" => self.ignore = Some(texts(key, value)?),
            "tags" => self.tags = Some(texts(key, value)?),
            "event" => match value.as_str().map(str::trim) {
                Some(event) if !event.is_empty() => self.event = Some(event.into()),
                _ => return Err("`event` is a name in quotes".to_owned()),
            },
            "date" => {
                self.date = Some(date(value).ok_or("`date` is a year, month or day: 2024, \"2024-03\", 2024-03-19")?);
            }
            "talk_level" => match level(value) {
                Some(level) => self.set_layout(Layout::Level(level))?,
                None => return Err("`talk_level` is the level of a heading, 1 to 6".to_owned()),
            },
            "single" => match value.as_bool() {
                Some(true) => self.set_layout(Layout::Single)?,
                Some(false) => self.layout = self.layout.or(Some(Layout::Found)),
                None => return Err("`single` is true or false".to_owned()),
            },
            unknown => return Err(unknown_key(unknown)),
        }
        Ok(())
    }

    fn set_layout(&mut self, layout: Layout) -> Result<(), String> {
        if matches!(self.layout, Some(Layout::Single | Layout::Level(_))) {
            return Err("`talk_level` is not used: `single = true` says that the note is one talk".to_owned());
        }
        self.layout = Some(layout);
        Ok(())
    }
}

fn unknown_key(key: &str) -> String {
    format!("unknown key `{key}`{}", did_you_mean(key, KEYS))
}

/// A text, or a list of texts.
fn texts(key: &str, value: &DeValue<'_>) -> Result<Vec<Box<str>>, String> {
    let wrong = || format!("`{key}` is a text in quotes, or a list of them");
    let text = |value: &DeValue<'_>| value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(Box::from);
    match value {
        DeValue::Array(items) => items.iter().map(|item| text(item.get_ref()).ok_or_else(wrong)).collect(),
        value => Ok(vec![text(value).ok_or_else(wrong)?]),
    }
}

/// Patterns as those of ignore files: `*.md` anywhere below, `2022/*.md` from the folder on, `2022/` all in it.
fn globs(patterns: &[Box<str>]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new("");
    builder.allow_unclosed_class(false);
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| format!("`files`: {error}"))?;
    }
    builder.build().map_err(|error| format!("`files`: {error}"))
}

fn level(value: &DeValue<'_>) -> Option<u8> {
    value.as_integer()?.as_str().parse().ok().filter(|level| (1..=6).contains(level))
}

fn date(value: &DeValue<'_>) -> Option<GivenDate> {
    if let Some(date) = value.as_datetime() {
        let date = date.date?;
        return Some(GivenDate { year: date.year as i16, month: date.month, day: date.day });
    }
    let text = match value.as_integer() {
        Some(year) => year.as_str(),
        None => value.as_str()?.trim(),
    };
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut small = |most: u8| match parts.next() {
        Some(part) => part.parse().ok().filter(|part| (1..=most).contains(part)),
        None => Some(0),
    };
    let (month, day) = (small(12)?, small(31)?);
    parts.next().is_none().then_some(GivenDate { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of notes by the file of one folder, and its mistakes.
    fn said(text: &str, notes: &[&str]) -> String {
        let (rules, mistakes) = parse(text);
        let rules = Rules { folder: "notes".into(), said: rules, outer: None };
        let said = notes.iter().map(|note| format!("{note} {:?}", rules.of_note(&Path::new("notes").join(note))));
        said.chain(mistakes.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
    }

    fn of(text: &str) -> Overrides {
        let (rules, mistakes) = parse(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let rules = Rules { folder: "notes".into(), said: rules, outer: None };
        rules.of_note(Path::new("notes/a.md")).map(|said| (*said).clone()).unwrap_or_default()
    }

    fn of_wrong(text: &str) -> Option<Arc<Overrides>> {
        let (rules, mistakes) = parse(text);
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        Rules { folder: "notes".into(), said: rules, outer: None }.of_note(Path::new("notes/a.md"))
    }

    #[test]
    fn each_key_says_something_of_the_notes_it_is_about() {
        let all = of(
            "event = \"Conf\"\n[[notes]]\nfiles = \"*.md\"\ntalk_level = 3\nignore = [\"Misc\", \"Wifi\"]\ndate = 2024-03-19\ntags = \"a\"\n",
        );
        assert_eq!(all.layout, Some(Layout::Level(3)));
        assert_eq!((all.event.as_deref(), all.ignore.len(), all.tags.len()), (Some("Conf"), 2, 1));
        assert_eq!(all.date, Some(GivenDate { year: 2024, month: 3, day: 19 }));
        assert_eq!(of("single = true\n").layout, Some(Layout::Single));
        assert_eq!(of("[[notes]]\nfiles = \"b.md\"\nsingle = true\n"), Overrides::default());
    }

    #[test]
    fn files_are_named_as_in_ignore_files() {
        let text = |files: &str| format!("[[notes]]\nfiles = {files}\nevent = \"E\"\n");
        let found = |files: &str| {
            let (rules, _) = parse(&text(files));
            let rules = Rules { folder: "notes".into(), said: rules, outer: None };
            let notes = ["a.md", "2022/b.md", "2022/deep/c.md", "x/2022/d.md"];
            notes.into_iter().filter(|note| rules.of_note(&Path::new("notes").join(note)).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(found("\"*.md\""), ["a.md", "2022/b.md", "2022/deep/c.md", "x/2022/d.md"]);
        assert_eq!(found("\"2022/*.md\""), ["2022/b.md"]);
        assert_eq!(found("\"/2022/\""), ["2022/b.md", "2022/deep/c.md"]);
        assert_eq!(found("[\"2022/**\", \"!c.md\"]"), ["2022/b.md"]);
        assert_eq!(found("[\"a.md\", \"d.md\"]"), ["a.md", "x/2022/d.md"]);
    }

    #[test]
    fn dates_are_years_months_or_days() {
        let shown = |text: &str| of(&format!("date = {text}")).date.map(|date| (date.year, date.month, date.day));
        assert_eq!(shown("2024"), Some((2024, 0, 0)));
        assert_eq!(shown("\"2024-03\""), Some((2024, 3, 0)));
        assert_eq!(shown("\"2024-03-19\""), Some((2024, 3, 19)));
        assert_eq!(shown("2024-03-19"), Some((2024, 3, 19)));
    }

    #[test]
    fn what_stands_further_down_and_nearer_wins_key_by_key() {
        let folder =
            |text: &str, folder: &str, outer| Arc::new(Rules { folder: folder.into(), said: parse(text).0, outer });
        let outer =
            folder("event = \"Outer\"\ntalk_level = 2\ntags = [\"o\"]\n[[notes]]\nevent = \"Later\"\n", "n", None);
        let inner = folder("single = false\ntags = [\"i\"]\n", "n/2022", Some(outer));
        let said = inner.of_note(Path::new("n/2022/a.md")).expect("something");
        assert_eq!((said.event.as_deref(), said.layout), (Some("Later"), Some(Layout::Found)));
        assert_eq!(said.tags, ["i".into()]);
    }

    #[test]
    fn a_mistake_names_its_line_and_costs_its_key_only() {
        let text = "event = \"E\"\nfiles = \"x\"\n[[notes]]\ntalk_levl = 2\ntalk_level = 7\nsingle = 1\ncolour = 1\ntags = [1]\ndate = \"May\"\n\
            [[notes]]\nfiles = \"[a\"\nevent = \"\"\nsingle = true\ntalk_level = 2\n";
        insta::assert_snapshot!(said(text, &["a.md"]), @r#"
        a.md Some(Overrides { layout: None, ignore: [], event: Some("E"), date: None, tags: [] })
        line 2: `files` belongs below [[notes]]
        line 4: unknown key `talk_levl`; did you mean `talk_level`?
        line 5: `talk_level` is the level of a heading, 1 to 6
        line 6: `single` is true or false
        line 7: unknown key `colour`; known are files, talk_level, single, ignore, event, date, tags
        line 8: `tags` is a text in quotes, or a list of them
        line 9: `date` is a year, month or day: 2024, "2024-03", 2024-03-19
        line 11: `files`: error parsing glob '[a': unclosed character class; missing ']'
        line 12: `event` is a name in quotes
        line 14: `talk_level` is not used: `single = true` says that the note is one talk
        "#);
        insta::assert_snapshot!(said("tags = [\"a\"]\nevent = \"open\nignore = \n", &["a.md"]), @r#"
        a.md Some(Overrides { layout: None, ignore: [], event: None, date: None, tags: ["a"] })
        line 2: invalid basic string, expected `"`
        line 3: string values must be quoted, expected literal string
        "#);
        assert_eq!(of_wrong("[[notes]]\nfile = \"b.md\"\nsingle = true\n"), None);
        assert_eq!(of_wrong("[[notes]]\nfiles = \"[b\"\nsingle = true\n"), None);
        assert_eq!(of_wrong("[[notes]]\nfiles = b.md\nsingle = true\n"), None);
        insta::assert_snapshot!(said("notes = 3\n", &[]), @"line 1: `notes` is written as [[notes]], keys below it");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,60}|[\\[\\]a-z=\"'#.,{}0-9 \\n-]{0,80}") {
            parse(&text);
        }
    }
}
