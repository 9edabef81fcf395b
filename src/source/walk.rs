//! Finding notes below the PATHs a user gave, in an order that depends on names only.
//!
//! Folders are walked as ripgrep walks them: ignore files are honoured, hidden files skipped, links inside a
//! folder not followed (a PATH that is itself a link is). Unlike there, a `.gitignore` below the PATH counts
//! outside of git too, because notes are often synced by other means. A file given by name is a note
//! whatever it is called.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf, is_separator};
use std::sync::Arc;

use ignore::WalkBuilder;

use super::natural::natural_order;
use super::overrides::Rules;
use super::problem::{Problem, Reason, SourceError};

/// File name endings of Markdown, in lower case.
const ENDINGS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// How many folder names above a note are kept.
const FOLDERS: usize = 3;

/// A PATH the user gave, and that exists.
#[derive(Debug)]
pub(super) struct Root {
    /// The PATH as given.
    pub(super) path: PathBuf,
    /// Whether it is a folder to walk.
    pub(super) is_folder: bool,
    /// Names of the folder itself (of a file: of the folder that holds it) and of those above, nearest first.
    above: Vec<Box<str>>,
}

/// Something on the way that is a note, or should be.
#[derive(Debug)]
pub(super) enum Found {
    /// A note to read, and what the `.kcbrowse.toml`s of its folders say.
    Note(PathBuf, Option<Arc<Rules>>),
    /// Something that cannot be read and should: named like a note, or a `.kcbrowse.toml`.
    Problem(Problem),
    /// A folder that was looked into.
    Folder(PathBuf),
    /// Something else: only a sign that the walk goes on.
    Other,
}

impl Root {
    /// Looks at a PATH before anything is read, so that a misspelt one is told at once.
    pub(super) fn of(path: PathBuf) -> Result<Root, SourceError> {
        match fs::metadata(&path) {
            Ok(metadata) => {
                let is_folder = metadata.is_dir();
                let above = names_above(&path, is_folder);
                Ok(Root { path, is_folder, above })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(SourceError::Missing { path }),
            Err(error) => Err(SourceError::Unreachable { path, error }),
        }
    }

    /// The path of a note found below this PATH relative to it, with `/` between folders; its name where it
    /// is the PATH.
    pub(super) fn relative(&self, note: &Path) -> Box<str> {
        if !self.is_folder {
            return note.file_name().unwrap_or(note.as_os_str()).to_string_lossy().into();
        }
        let below = match (note.to_str(), self.path.to_str()) {
            // The walk made the path by adding to this one, so there is no need to take both apart.
            (Some(note), Some(root)) if note.starts_with(root) => {
                note[root.len()..].trim_start_matches(is_separator).into()
            }
            _ => note.strip_prefix(&self.path).unwrap_or(note).to_string_lossy(),
        };
        if MAIN_SEPARATOR == '/' { below.into() } else { below.replace(MAIN_SEPARATOR, "/").into() }
    }

    /// Names of the folders that hold a note, nearest first, also those above this PATH.
    pub(super) fn folders(&self, relative: &str) -> Arc<[Box<str>]> {
        let inside = relative.rsplit('/').skip(1).map(Box::from);
        inside.chain(self.above.iter().cloned()).take(FOLDERS).collect()
    }
}

/// The folder names of the note before: most notes stand beside the one before them, and share them.
#[derive(Debug, Default)]
pub(super) struct LastFolder {
    root: usize,
    /// The path of the folder relative to the root.
    folder: String,
    names: Option<Arc<[Box<str>]>>,
}

impl LastFolder {
    /// What [`Root::folders`] says of a note below the root of that number.
    pub(super) fn names(&mut self, roots: &[Root], root: usize, relative: &str) -> Arc<[Box<str>]> {
        let folder = relative.rsplit_once('/').map_or("", |(folder, _)| folder);
        match &self.names {
            Some(names) if self.root == root && self.folder == folder => Arc::clone(names),
            _ => {
                let names = roots[root].folders(relative);
                (self.root, self.names) = (root, Some(Arc::clone(&names)));
                folder.clone_into(&mut self.folder);
                names
            }
        }
    }
}

/// The names of the folders a PATH lies in, as the user knows them: links keep the name they were given,
/// unless the path is only a way to go (`..`).
fn names_above(path: &Path, is_folder: bool) -> Vec<Box<str>> {
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    let absolute = if goes_up { fs::canonicalize(path) } else { std::path::absolute(path) };
    let absolute = absolute.unwrap_or_else(|_| path.to_owned());
    let skipped = usize::from(!is_folder);
    absolute
        .ancestors()
        .skip(skipped)
        .filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into()))
        .take(FOLDERS)
        .collect()
}

/// Walks PATHs one after the other and hands out no file twice.
#[derive(Debug)]
pub(super) struct Walk<'r> {
    roots: &'r [Root],
    /// Where each of them really is, without links and `..`; asked only where there are several.
    places: Vec<Option<PathBuf>>,
    /// Files handed out; kept only where one PATH lies within another, which is rare.
    seen: Option<HashSet<PathBuf>>,
}

impl<'r> Walk<'r> {
    /// Prepares a walk over these.
    pub(super) fn over(roots: &'r [Root]) -> Walk<'r> {
        let several = roots.len() > 1;
        let places: Vec<_> =
            roots.iter().map(|root| if several { fs::canonicalize(&root.path).ok() } else { None }).collect();
        let seen = overlap(&places).then(HashSet::new);
        Walk { roots, places, seen }
    }

    /// Hands each note below the PATH of that number to `found`, folder by folder in [`natural_order`],
    /// until that says `false`.
    pub(super) fn walk(&mut self, number: usize, mut found: impl FnMut(Found) -> bool) {
        let root = &self.roots[number];
        let mut problems = Vec::new();
        if !root.is_folder {
            if self.is_new(number, &root.path) {
                let folder = root.path.parent().unwrap_or(Path::new(""));
                let rules = Rules::of_folder(folder, None, &mut problems);
                // Of files side by side, the first tells of the mistakes.
                let earlier = self.roots[..number].iter().filter(|earlier| !earlier.is_folder);
                if !problems.is_empty()
                    && earlier.filter_map(|earlier| earlier.path.parent()).any(|parent| parent == folder)
                {
                    problems.clear();
                }
                let _ = problems.into_iter().all(|problem| found(Found::Problem(problem)))
                    && found(Found::Note(root.path.clone(), rules));
            }
            return;
        }
        // What is said for the folders the walk is in, outermost first, by their depth.
        let mut said: Vec<(usize, Option<Arc<Rules>>)> = Vec::new();
        for entry in walker(&root.path) {
            let item = match entry {
                Ok(entry) => {
                    let depth = entry.depth();
                    said.truncate(said.partition_point(|(of, _)| *of < depth));
                    let outer = said.last().and_then(|(_, rules)| rules.clone());
                    if depth == 0 || entry.file_type().is_some_and(|kind| kind.is_dir()) {
                        said.push((depth, Rules::of_folder(entry.path(), outer, &mut problems)));
                        Found::Folder(entry.into_path())
                    } else {
                        self.look_at(number, entry, outer)
                    }
                }
                Err(error) => Found::Problem(walk_problem(error, &root.path)),
            };
            if !problems.drain(..).all(|problem| found(Found::Problem(problem))) || !found(item) {
                return;
            }
        }
    }

    fn look_at(&mut self, root: usize, entry: ignore::DirEntry, rules: Option<Arc<Rules>>) -> Found {
        let Some(kind) = entry.file_type() else { return Found::Other };
        if kind.is_symlink() || !is_markdown(entry.path()) {
            return Found::Other;
        }
        let path = entry.into_path();
        if !self.is_new(root, &path) {
            return Found::Other;
        }
        // Opening a pipe that nobody writes to would wait for ever.
        if kind.is_file() {
            Found::Note(path, rules)
        } else {
            Found::Problem(Problem { path, reason: Reason::NotAFile })
        }
    }

    /// Whether a file was not handed out before, reached from another PATH.
    fn is_new(&mut self, root: usize, path: &Path) -> bool {
        let (Some(seen), Some(place)) = (&mut self.seen, &self.places[root]) else { return true };
        match path.strip_prefix(&self.roots[root].path) {
            Ok(below) if !below.as_os_str().is_empty() => seen.insert(place.join(below)),
            _ => seen.insert(place.clone()),
        }
    }
}

/// Whether one PATH is another, or lies within it.
fn overlap(places: &[Option<PathBuf>]) -> bool {
    let mut places: Vec<&PathBuf> = places.iter().flatten().collect();
    places.sort_unstable();
    // In the order of paths, what lies within a folder follows it at once.
    places.windows(2).any(|pair| pair[1].starts_with(pair[0]))
}

fn walker(folder: &Path) -> ignore::Walk {
    let in_repository = is_in_repository(folder);
    WalkBuilder::new(folder)
        .require_git(false)
        .parents(in_repository)
        .git_global(in_repository)
        .sort_by_file_path(natural_order)
        // `kcbrowse notes > notes/talk.md` must not list the file it writes.
        .skip_stdout(true)
        .build()
}

/// Whether ignore files above a folder, and the user's own for git, are about it. In a repository they are. Elsewhere they are about
/// something else: many people keep a `.gitignore` of one `*` in their home folder.
fn is_in_repository(folder: &Path) -> bool {
    let place = fs::canonicalize(folder);
    place.is_ok_and(|place| place.ancestors().any(|folder| folder.join(".git").exists()))
}

pub(super) fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn walk_problem(error: ignore::Error, root: &Path) -> Problem {
    let path = error_path(&error).unwrap_or(root).to_owned();
    let text = error.to_string();
    let error = error.into_io_error().unwrap_or_else(|| io::Error::other(text));
    Problem { path, reason: Reason::Unreadable(error) }
}

/// The path an error of the walk is about.
fn error_path(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } | ignore::Error::Loop { child: path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files; a name ending in `/` is a folder.
    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            write(&folder, name, "");
        }
        folder
    }

    fn write(folder: &tempfile::TempDir, name: &str, text: &str) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// What walks over these PATHs below a folder find, as paths below it; problems with a `!`.
    fn walk(folder: &tempfile::TempDir, paths: &[&str]) -> Vec<String> {
        let roots: Vec<Root> =
            paths.iter().map(|path| Root::of(folder.path().join(path)).expect("it exists")).collect();
        let mut names = Vec::new();
        let mut walk = Walk::over(&roots);
        for number in 0..roots.len() {
            walk.walk(number, |found| {
                let below = |path: &Path| path.strip_prefix(folder.path()).unwrap_or(path).display().to_string();
                match found {
                    Found::Note(path, _) => names.push(below(&path)),
                    Found::Problem(problem) => names.push(format!("!{}", below(&problem.path))),
                    Found::Folder(_) | Found::Other => {}
                }
                true
            });
        }
        names
    }

    #[test]
    fn markdown_is_told_by_its_ending_in_any_case() {
        let folder = folder(&["a.md", "b.MD", "c.markdown", "d.mdown", "e.mkd", "f.Mdx", "g.txt", "h.md.bak", "md"]);
        assert_eq!(walk(&folder, &[""]), ["a.md", "b.MD", "c.markdown", "d.mdown", "e.mkd", "f.Mdx"]);
    }

    #[test]
    fn files_and_folders_stand_in_one_natural_order() {
        let folder = folder(&["day10/a.md", "day2/b.md", "day2.md", "Day1.md", "readme.md"]);
        assert_eq!(walk(&folder, &[""]), ["Day1.md", "day2/b.md", "day2.md", "day10/a.md", "readme.md"]);
    }

    #[test]
    fn a_file_given_by_name_is_a_note_whatever_it_is_called() {
        let folder = folder(&["talk.txt", ".hidden.md", "ignored.md"]);
        write(&folder, ".gitignore", "ignored.md\n");
        assert_eq!(walk(&folder, &["talk.txt", ".hidden.md", "ignored.md"]), ["talk.txt", ".hidden.md", "ignored.md"]);
        assert_eq!(walk(&folder, &[""]), [""; 0]);
    }

    #[test]
    fn ignore_files_count_outside_of_git_too_and_hidden_files_are_skipped() {
        let folder = folder(&["a.md", "drafts/b.md", "sub/c.md", "sub/private.md", ".obsidian/d.md", ".e.md"]);
        write(&folder, ".gitignore", "/drafts/\n");
        write(&folder, "sub/.ignore", "private.md\n");
        assert_eq!(walk(&folder, &[""]), ["a.md", "sub/c.md"]);
    }

    #[test]
    fn ignore_files_above_the_path_count_within_a_repository_only() {
        let folder = folder(&["home/notes/a.md", "repository/notes/b.md", "repository/.git/HEAD"]);
        write(&folder, "home/.gitignore", "*\n");
        write(&folder, "repository/.gitignore", "b.md\n");
        assert_eq!(walk(&folder, &["home/notes", "repository/notes"]), ["home/notes/a.md"]);
    }

    #[test]
    fn no_file_is_handed_out_twice() {
        let folder = folder(&["a.md", "2022/b.md", "2022/c.md"]);
        assert_eq!(walk(&folder, &["2022/c.md", "", "2022", "a.md"]), ["2022/c.md", "2022/b.md", "a.md"]);
        assert_eq!(walk(&folder, &["2022", "2022/../2022"]), ["2022/b.md", "2022/c.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_where_they_are_the_path() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["notes/a.md", "else/b.md"]);
        symlink(folder.path().join("else"), folder.path().join("notes/link")).expect("a link");
        symlink(folder.path().join("else/b.md"), folder.path().join("notes/b.md")).expect("a link");
        symlink(folder.path().join("notes"), folder.path().join("notes/round")).expect("a link");
        symlink(folder.path().join("notes"), folder.path().join("latest")).expect("a link");
        assert_eq!(walk(&folder, &["notes"]), ["notes/a.md"]);
        assert_eq!(walk(&folder, &["latest"]), ["latest/a.md"]);
        assert_eq!(walk(&folder, &["notes/link", "notes/b.md"]), ["notes/link/b.md"]);
        assert_eq!(walk(&folder, &["latest", "notes"]), ["latest/a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_to_itself_cannot_be_looked_at() {
        let folder = folder(&[]);
        std::os::unix::fs::symlink("round", folder.path().join("round")).expect("a link");
        let error = Root::of(folder.path().join("round")).expect_err("no end");
        assert!(matches!(error, SourceError::Unreachable { .. }), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_named_like_a_note_is_a_problem() {
        let folder = folder(&["a.md"]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s.md")).expect("a socket");
        assert_eq!(walk(&folder, &[""]), ["a.md", "!s.md"]);
    }

    #[test]
    fn a_note_keeps_the_names_of_the_folders_around_it() {
        let folder = folder(&["events/kubecon/2022/day1/a.md"]);
        let at = |path: &str| Root::of(folder.path().join(path)).expect("it exists");
        let found = folder.path().join("events/kubecon/2022/day1/a.md");
        for (root, relative) in [("events", "kubecon/2022/day1/a.md"), ("events/kubecon/2022/day1", "a.md")] {
            assert_eq!(&*at(root).relative(&found), relative);
            assert_eq!(*at(root).folders(relative), ["day1", "2022", "kubecon"].map(Box::from));
        }
        let file = at("events/kubecon/2022/day1/a.md");
        assert_eq!(&*file.relative(&found), "a.md");
        assert_eq!(*file.folders("a.md"), ["day1", "2022", "kubecon"].map(Box::from));
        let (roots, mut last) = ([at("events"), at("events/kubecon")], LastFolder::default());
        for (root, relative) in [(0, "kubecon/a.md"), (0, "kubecon/b.md"), (1, "2022/b.md"), (0, "b.md")] {
            assert_eq!(last.names(&roots, root, relative), roots[root].folders(relative));
        }
        assert_eq!(at("events/kubecon/../kubecon").above[0], "kubecon".into());
    }

    #[test]
    fn a_walk_can_be_stopped() {
        let folder = folder(&["a.md", "b.md", "c.md"]);
        let roots = [Root::of(folder.path().to_owned()).expect("it exists")];
        let mut found = 0;
        Walk::over(&roots).walk(0, |item| {
            found += usize::from(matches!(item, Found::Note(..)));
            found < 2
        });
        assert_eq!(found, 2);
    }
}
