//! The `kcbrowse` program: see the library's documentation for how it is laid out.

use std::process::ExitCode;

/// Understanding notes makes millions of small texts, on all cores: with the system's allocator it takes a sixth
/// longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kcbrowse::cli::main()
}
