//! The head of a talk: what is known about it, before its text. Plain strings in; what they are taken from
//! is no concern of typesetting.

use std::borrow::Cow;

use super::ink::{Ink, Look};
use super::inline::number_mark;
use super::page::{Emphasis, HeadingAt, Line, LinkAt, LinkKind, Page, Piece, Role};
use super::setter::{LinkNumbers, Options};
use super::wrap::{Cutter, wrap};
use crate::text::{visible, width};

/// What a talk's head says. What is empty is left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Header {
    /// The title.
    pub title: String,
    /// Who gave it: name, and company where it is known.
    pub speakers: Vec<(String, Option<String>)>,
    /// Companies named without a person.
    pub organizations: Vec<String>,
    /// Event, date, enclosing sections, in the order shown.
    pub facts: Vec<String>,
    /// What it is about, as recognised.
    pub topics: Vec<String>,
    /// The author's tags.
    pub tags: Vec<String>,
    /// Recording, slides: label and address.
    pub links: Vec<(String, String)>,
    /// Other places with the same talk.
    pub also_in: Vec<String>,
}

/// Typesets a talk's head, closed by a rule; of `options` it needs the width and the numbers of links.
pub fn header(header: &Header, options: &Options) -> Page {
    let mut head = Head { page: Page::default(), columns: options.width.max(1), numbers: &options.link_numbers };
    head.title(&header.title);
    head.people(header);
    let facts = header.facts.iter().map(|fact| fact.trim()).filter(|fact| !fact.is_empty());
    head.unbroken(facts.map(visible), " · ", Role::Quiet);
    head.chips(header);
    head.links(&header.links);
    if !header.also_in.is_empty() {
        head.quiet(&format!("also in {}", joined(&header.also_in, ", ")));
    }
    if !head.page.lines.is_empty() {
        let rule = Piece::new("─".repeat(head.columns), Role::Rule);
        head.page.lines.push(Line { pieces: vec![rule], ..Line::default() });
    }
    head.page
}

struct Head<'o> {
    page: Page,
    columns: usize,
    numbers: &'o LinkNumbers,
}

impl Head<'_> {
    fn title(&mut self, title: &str) {
        if title.trim().is_empty() {
            return;
        }
        self.page.headings.push(HeadingAt {
            line: 0,
            level: 1,
            text: visible(title).into_owned(),
            anchor: String::new(),
        });
        let mut ink = Ink::default();
        let style = Emphasis { strong: true, ..Emphasis::default() };
        ink.push(title.trim(), Look { role: Role::Title, style, link: None });
        self.set(&ink);
    }

    /// One line for those of one company, the company after their names.
    fn people(&mut self, header: &Header) {
        let groups = header.speakers.chunk_by(|(_, one), (_, other)| one == other);
        for group in groups {
            let mut ink = Ink::default();
            for (number, (name, _)) in group.iter().enumerate() {
                if number > 0 {
                    ink.push(", ", Look::of(Role::Quiet));
                }
                ink.push(name, Look::of(Role::Person));
            }
            if let Some((_, Some(company))) = group.first() {
                ink.push(" · ", Look::of(Role::Quiet));
                ink.push(company, Look::of(Role::Quiet));
            }
            self.set(&ink);
        }
        self.quiet(&joined(&header.organizations, ", "));
    }

    /// Topics and tags.
    fn chips(&mut self, header: &Header) {
        let topics = header.topics.iter().map(|topic| topic.trim().to_owned());
        let is_topic = |tag: &str| header.topics.iter().any(|topic| is_same(topic, tag));
        let tags = header.tags.iter().filter(|tag| !is_topic(tag)).map(|tag| format!("#{}", tag.trim()));
        let chips: Vec<String> = topics.chain(tags).collect();
        self.unbroken(chips.iter().map(|chip| visible(chip)), "  ", Role::Chip);
    }

    /// Texts with something between them, none broken over two lines unless it is longer than a line: what would stand
    /// between two lines is left out.
    fn unbroken<'t>(&mut self, texts: impl Iterator<Item = Cow<'t, str>>, between: &str, role: Role) {
        let between_columns = width(between);
        let mut ink = Ink::default();
        let mut used = 0;
        for text in texts {
            let columns = width(&text);
            if used > 0 && used + between_columns + columns > self.columns {
                ink.break_line();
                used = 0;
            }
            if used > 0 {
                ink.push(between, Look::of(Role::Quiet));
                used += between_columns;
            }
            ink.push(&text, Look::of(role));
            used += columns;
        }
        self.set(&ink);
    }

    fn links(&mut self, links: &[(String, String)]) {
        let mut ink = Ink::default();
        for (label, url) in links {
            if !ink.text.is_empty() {
                ink.push("  ", Look::default());
            }
            let index = Some(self.page.links.len() as u32);
            let line = self.page.lines.len();
            let text = visible(label).into_owned();
            let number = if let LinkNumbers::Of(numbers) = self.numbers { numbers.get(url).copied() } else { None };
            self.page.links.push(LinkAt { line, url: url.clone(), text, kind: LinkKind::Link, number });
            ink.push(label, Look { role: Role::Link, link: index, ..Look::default() });
            if let Some(number) = number {
                ink.push(&number_mark(number), Look { role: Role::Marker, link: index, ..Look::default() });
            }
        }
        self.set(&ink);
    }

    fn quiet(&mut self, text: &str) {
        let mut ink = Ink::default();
        ink.push(text, Look::of(Role::Quiet));
        self.set(&ink);
    }

    fn set(&mut self, ink: &Ink) {
        if ink.text.is_empty() {
            return;
        }
        let mut cutter = Cutter::new(ink);
        for row in wrap(&ink.text, self.columns) {
            let mut pieces = Vec::new();
            cutter.cut(row.range, self.columns, &mut pieces);
            self.page.lines.push(Line { pieces, join: row.join, ..Line::default() });
        }
    }
}

/// Whether a tag says the same as a topic: `argo-cd`, `Argo CD`.
fn is_same(topic: &str, tag: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(topic) == letters(tag)
}

fn joined(texts: &[String], separator: &str) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    texts.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Header {
        let person = |name: &str, company: Option<&str>| (name.to_owned(), company.map(str::to_owned));
        Header {
            title: "Reconciling at scale: what a controller forgets".to_owned(),
            speakers: vec![
                person("Ada Okafor", Some("Blue Harbor")),
                person("Jun Sato", Some("Blue Harbor")),
                person("Mia Lund", None),
            ],
            facts: vec!["Cloud Days 2023".to_owned(), "2023-05-04".to_owned(), "Operators".to_owned()],
            topics: vec!["kubernetes".to_owned(), "argo cd".to_owned()],
            tags: vec!["must-see".to_owned(), "argo-cd".to_owned()],
            links: vec![
                ("Recording".to_owned(), "https://example.org/v".to_owned()),
                ("Slides".to_owned(), "https://example.org/s".to_owned()),
            ],
            also_in: vec!["all.md:12".to_owned()],
            ..Header::default()
        }
    }

    fn screen(page: &Page) -> String {
        page.lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn a_head_tells_what_is_known() {
        insta::assert_snapshot!(screen(&header(&full(), &Options::at(52))), @r#"
        Reconciling at scale: what a controller forgets
        Ada Okafor, Jun Sato · Blue Harbor
        Mia Lund
        Cloud Days 2023 · 2023-05-04 · Operators
        kubernetes  argo cd  #must-see
        Recording  Slides
        also in all.md:12
        ────────────────────────────────────────────────────
        "#);
        insta::assert_snapshot!(screen(&header(&full(), &Options::at(22))), @r#"
        Reconciling at scale:
        what a controller
        forgets
        Ada Okafor, Jun Sato ·
        Blue Harbor
        Mia Lund
        Cloud Days 2023
        2023-05-04 · Operators
        kubernetes  argo cd
        #must-see
        Recording  Slides
        also in all.md:12
        ──────────────────────
        "#);
    }

    #[test]
    fn nothing_known_is_nothing_shown() {
        assert_eq!(header(&Header::default(), &Options::at(40)), Page::default());
    }

    proptest::proptest! {
        #[test]
        fn a_head_keeps_to_its_width(text in "\\PC{0,30}", columns in 1usize..20) {
            let person = (text.clone(), Some(text.clone()));
            let head = Header {
                title: text.clone(),
                speakers: vec![person],
                facts: vec![text.clone(), text.clone()],
                topics: vec![text.clone()],
                tags: vec![text.clone()],
                links: vec![(text.clone(), text.clone())],
                also_in: vec![text.clone()],
                organizations: vec![text],
            };
            for line in header(&head, &Options::at(columns)).lines {
                proptest::prop_assert!(line.width() <= columns);
            }
        }
    }
}
