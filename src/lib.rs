//! kcbrowse turns a folder of conference notes in Markdown into a library of talks.
//!
//! This page is the map of the house. Data flows one way:
//!
//! ```text
//! PATH ──source──▶ Note ──markdown::outline──▶ blocks ──talk──▶ Talk ──▶ Library
//!                                                                   │ batches
//! key ──keymap──▶ Message ──update(&mut Model)──▶ query ──search::Index
//!                              │                              │
//!                              └──▶ Effect ──terminal         ▼
//!                                                   Results { hits, facets }
//! Model + Theme ──view──▶ frame      Talk ──markdown::parse──▶ Document ──typeset──▶ Page
//! ```
//!
//! Imports go down only; a test reads the sources and fails where one goes up.
//!
//! | floor | module | what it is for |
//! |---|---|---|
//! | 0 | [`text`] | what holds for any text: folding, visible control characters, fitting to columns |
//! | 1 | [`source`] | find and read notes: walk, decode, repair text, watch |
//! | 1 | [`markdown`] | text → outline (cheap, whole file) and text → document (one talk, when shown) |
//! | 2 | [`talk`] | what the outline *means*: which section is a talk, its title, speakers, event, date, tags |
//! | 2 | [`typeset`] | document + width → lines of pieces with a role, never a colour |
//! | 3 | [`search`] | query language, fuzzy and literal matching, ranking, facet counts |
//! | 3 | [`export`] | talks → bytes on a writer, one file a format |
//! | 4 | [`app`] | the state machine: model, messages, update, effects, key map, pane geometry; no I/O |
//! | 5 | [`view`] | one pure drawing function a pane; themes map roles to colours |
//! | 6 | [`terminal`] | the shell: event loop, session guard, effects, background loading and searching |
//! | 7 | [`config`] | the configuration file and the state file |
//! | 8 | [`cli`] | arguments, commands, exit codes |
//!
//! A module uses lower floors only; `markdown` alone may ask its neighbour `source` to mend mojibake.
//!
//! Where to look: *decides* → `app`; *looks* → `view`; *which key* → `app::keymap`; *means* → `talk`; *matches* →
//! `search`; *breaks lines* → `typeset`; *prints* → `export`; *touches the machine* → `source` or `terminal`.

pub mod app;
pub mod cli;
pub mod config;
pub mod export;
pub mod markdown;
pub mod search;
pub mod source;
pub mod talk;
pub mod terminal;
pub mod text;
pub mod typeset;
pub mod view;
