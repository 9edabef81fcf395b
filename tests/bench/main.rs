//! Benches named after what a person feels; `cargo bench` runs them.

mod search;

fn main() {
    divan::main();
}
