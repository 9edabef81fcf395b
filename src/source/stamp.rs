//! Telling whether files changed without reading them: by their times, sizes and places on the disk.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::Overrides;

/// Disks keep times in steps. A file written so shortly ago may change again within the same step.
const STEP: Duration = Duration::from_millis(100);

/// What the system says of a file's content without reading it. Equal stamps mean equal content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    place: Place,
}

/// What a file keeps while it is written to, and time of the last change of any kind: it tells files that were
/// given an old time (by `rsync -t`, `touch -d`).
#[cfg(unix)]
type Place = (u64, u64, i64, i64);

#[cfg(not(unix))]
type Place = ();

impl Stamp {
    /// The stamp of a file; `None` where it was written just now, so that another change could leave the stamp
    /// as it is.
    pub(super) fn of(metadata: &Metadata) -> Option<Stamp> {
        let stamp = Stamp::at_once(metadata);
        let age = stamp.modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        // A time in the future is of another clock, about which nothing is known.
        (age.is_none_or(|age| age >= STEP)).then_some(stamp)
    }

    fn at_once(metadata: &Metadata) -> Stamp {
        Stamp { len: metadata.len(), modified: metadata.modified().ok(), place: place(metadata) }
    }
}

#[cfg(unix)]
fn place(metadata: &Metadata) -> Place {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn place(_: &Metadata) -> Place {}

/// All files of a load in one number, whatever their order: another number, and something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Takes a file in, with what is said of it. One without a stamp makes the number one that is never seen again.
    pub(super) fn add(&mut self, path: &Path, stamp: Option<Stamp>, overrides: Option<&Overrides>) {
        let mut hasher = DefaultHasher::new();
        (path, overrides).hash(&mut hasher);
        match stamp {
            Some(stamp) => stamp.hash(&mut hasher),
            None => SystemTime::now().hash(&mut hasher),
        }
        self.0 = self.0.wrapping_add(hasher.finish());
    }

    /// Takes in the files of another.
    pub(super) fn join(&mut self, other: Fingerprint) {
        self.0 = self.0.wrapping_add(other.0);
    }

    /// Takes in something that cannot be read, by its path alone.
    pub(super) fn add_unread(&mut self, path: &Path) {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        self.0 = self.0.wrapping_add(hasher.finish());
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    #[test]
    fn a_stamp_tells_what_was_written_and_none_is_given_too_early() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        let stamp = || Stamp::of(&fs::metadata(&path).expect("there"));
        fs::write(&path, "# A\n").expect("written");
        assert_eq!(stamp(), None, "written just now");
        let age = |by: Duration| {
            let file = File::options().write(true).open(&path).expect("there");
            file.set_modified(SystemTime::now() - by).expect("another time");
        };
        age(Duration::from_hours(1));
        let before = stamp();
        assert!(before.is_some());
        assert_eq!(stamp(), before);
        fs::write(&path, "# B\n").expect("written");
        age(Duration::from_hours(2));
        assert_ne!(stamp(), before);
    }

    #[test]
    fn a_fingerprint_is_of_the_files_not_of_their_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let stamp = Some(Stamp::at_once(&fs::metadata(folder.path()).expect("there")));
        let of = |names: &[&str]| {
            let mut print = Fingerprint::default();
            for name in names {
                print.add(Path::new(name), stamp, None);
            }
            print
        };
        assert_eq!(of(&["a", "b"]), of(&["b", "a"]));
        assert_ne!(of(&["a", "b"]), of(&["a"]));
        let mut print = of(&["a"]);
        print.add(Path::new("b"), None, None);
        assert_ne!(print, of(&["a", "b"]));
    }
}
