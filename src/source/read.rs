//! One file's bytes, read once into a buffer of the right size. Files are opened read-only.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

use super::problem::Reason;
use super::stamp::Stamp;

/// Positions in a note are kept in 32 bits.
pub(super) const LARGEST: u64 = u32::MAX as u64;

/// Whether there is a file or folder at a path; nothing of it is opened.
pub fn is_there(path: &Path) -> bool {
    path.exists()
}

/// A file's bytes, and its stamp before they were read.
pub(super) type Bytes = (Vec<u8>, Option<Stamp>);

/// Reads a file that a walk found and knows to be a regular one.
pub(super) fn read_found(path: &Path) -> Result<Bytes, Reason> {
    let file = File::open(path).map_err(Reason::Unreadable)?;
    let metadata = file.metadata().map_err(Reason::Unreadable)?;
    if !metadata.is_file() {
        return Err(Reason::NotAFile);
    }
    read_open(file, &metadata)
}

/// Reads a file the user named, whatever it is.
pub(super) fn read_named(path: &Path) -> Result<Bytes, Reason> {
    // Opening a pipe can wait for ever for somebody to write, so what it is has to be known before.
    let metadata = std::fs::metadata(path).map_err(Reason::Unreadable)?;
    if !is_readable(&metadata, path) {
        return Err(Reason::NotAFile);
    }
    let file = File::open(path).map_err(Reason::Unreadable)?;
    read_open(file, &metadata)
}

fn read_open(mut file: File, metadata: &Metadata) -> Result<Bytes, Reason> {
    let len = metadata.len();
    if len > LARGEST {
        return Err(Reason::TooLarge);
    }
    let mut bytes = Vec::new();
    let read = if len == 0 {
        // A pipe, or a file that some system makes up while it is read: it ends when it ends.
        Read::by_ref(&mut file).take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        bytes.try_reserve_exact(len as usize).map_err(|_| Reason::TooLarge)?;
        // Not past the size known: a second look for more would cost as much as a small file itself.
        Read::by_ref(&mut file).take(len).read_to_end(&mut bytes)
    };
    match read {
        Ok(read) if read as u64 > LARGEST => Err(Reason::TooLarge),
        Ok(_) => Ok((bytes, Stamp::of(metadata))),
        Err(error) => Err(Reason::Unreadable(error)),
    }
}

/// Whether reading it comes to an end: a regular file, or a pipe the shell handed over already open
/// (`kcbrowse <(curl …)` gives `/dev/fd/63`).
fn is_readable(metadata: &Metadata, path: &Path) -> bool {
    metadata.is_file() || (path.starts_with("/dev/fd") && is_pipe(metadata))
}

/// Whether a PATH is a pipe the shell handed over: it can be read once, and is another one the next time.
pub fn is_stream(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && is_readable(&metadata, path))
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_into_a_buffer_of_its_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        for len in [0, 1, 31, 8192, 100_000] {
            std::fs::write(&path, vec![b'x'; len]).expect("a file");
            for bytes in [read_found(&path), read_named(&path)] {
                let (bytes, _) = bytes.expect("readable");
                assert_eq!((bytes.len(), bytes.capacity()), (len, len));
            }
        }
    }

    #[test]
    fn what_is_gone_or_a_folder_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(read_found(&folder.path().join("gone.md")), Err(Reason::Unreadable(_))));
        assert!(matches!(read_found(folder.path()), Err(Reason::NotAFile)));
        assert!(matches!(read_named(folder.path()), Err(Reason::NotAFile)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn files_made_up_while_they_are_read_are_read_to_their_end() {
        assert!(read_named(Path::new("/proc/self/status")).is_ok_and(|(bytes, _)| !bytes.is_empty()));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_that_never_ends_is_not_read() {
        assert!(matches!(read_named(Path::new("/dev/zero")), Err(Reason::NotAFile)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_the_shell_opened_is_read() {
        use std::io::Write as _;
        use std::os::fd::AsRawFd as _;
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        writer.write_all(b"# From a command").expect("written");
        drop(writer);
        let bytes = read_named(Path::new(&format!("/dev/fd/{}", reader.as_raw_fd())));
        assert_eq!(bytes.expect("readable").0, b"# From a command");
    }
}
