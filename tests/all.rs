//! Tests of the program from outside: what is typed and what is seen.

#![expect(
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test says what it waited for in vain, and builds its texts where they are read"
)]

mod architecture;
mod browse;
mod check;
mod cli;
mod completing;
mod configuring;
mod finding;
mod forms;
mod geometry;
mod leaving;
mod live;
mod note;
mod overrides;
mod pty;
mod reading;
mod readme;
mod reference;
mod remembering;
mod spoken;
mod support;
