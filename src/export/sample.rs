//! A talk with a little of everything, for the tests of the formats.

use crate::markdown::{self, Document};
use crate::typeset::Header;

const NOTE: &str = "Why a *controller* forgets, from <https://example.org/why> and [the paper](https://example.org/p).\n\n\
## Findings\n- one `queue`\n  1. with <b>numbers</b>\n- [x] read & check\n\n> Nobody reads events.\n\n\
| Size | Share |\n|---|---|\n| small | 40% |\n\n```rust\nlet x = \"<a>\";\n```\n\n\
![Plan](plan.png) [bad](javascript:alert(1)) \u{1b}[31mred<script>alert(1)</script>\n\nTerm\n: its meaning[^1]\n\n\
> [!NOTE]\n> Mind.\n\n<details><summary>More</summary>hidden</details>\n\n\
```mermaid\nflowchart LR\n A --> B\n```\n\n---\n\n[^1]: Or not.\n";

/// The talk.
pub(super) fn talk() -> (Header, Document) {
    let header = Header {
        title: "Reconciling <at> scale".to_owned(),
        speakers: vec![("Ada Okafor".to_owned(), Some("Blue Harbor".to_owned())), ("Mia Lund".to_owned(), None)],
        facts: vec!["Cloud Days 2023".to_owned(), "2023-05-04".to_owned()],
        topics: vec!["kubernetes".to_owned()],
        tags: vec!["must-see".to_owned()],
        links: vec![("Recording".to_owned(), "https://example.org/v".to_owned())],
        ..Header::default()
    };
    (header, markdown::parse(NOTE, 0..NOTE.len(), &[], false))
}
