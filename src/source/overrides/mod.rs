//! `.kcbrowse.toml`: what a person says against what the program would find. It stands in a folder of notes and
//! holds for the notes in and below that folder; it is read and never written.
//!
//! Nearest wins, key by key: a folder's file before those of the folders above, within a file what stands
//! further down. A mistake costs the key it is in, nothing else. What the keys do to talks is the matter of
//! `talk`.

mod parse;

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::Gitignore;

use super::problem::{Problem, Reason};
use super::read::read_named;
use parse::parse;
pub(super) use parse::{ignored, patterns};

/// The name of the file.
pub(super) const NAME: &str = ".kcbrowse.toml";

/// Bytes of such a file; see [`Reason::OverridesTooLarge`].
const LARGEST: u64 = 1 << 20;

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
