//! Benchmarks, one module for each thing a person waits for: `cargo bench`, or `cargo bench load`.

mod frame;
mod keys;
mod load;
mod odd;
mod search;
mod typeset;
mod understand;

fn main() -> std::io::Result<()> {
    divan::main();
    keys::report()
}
