//! Tests of the program from outside: what is typed and what is seen.

mod architecture;
mod browse;
mod cli;
mod geometry;
mod pty;
mod readme;
mod reference;
mod support;
