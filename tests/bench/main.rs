//! Benchmarks, named after what a user waits for. `cargo bench` runs them.

mod typeset;

fn main() {
    divan::main();
}
