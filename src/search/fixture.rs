//! A small library for tests, written down the way a person tells of talks.

use std::sync::Arc;

use super::{Index, Part, Query, Results, SearchOptions};
use crate::source::Note;
use crate::talk::{Date, Place, Speaker, Talk, TalkId, TalkIx};

/// A talk under construction.
#[derive(Debug, Clone)]
pub(super) struct Make {
    title: &'static str,
    file: &'static str,
    body: String,
    talk: Talk,
}

/// A talk with a title and a body; the heading tells the title.
pub(super) fn talk(title: &'static str, body: &str) -> Make {
    let note = Arc::new(Note::from_text("notes.md", ""));
    let place = Place { start: 0, end: 0, line: 1, end_line: 1 };
    let talk = Talk {
        id: TalkId(0),
        note,
        place,
        title: title.into(),
        speakers: Vec::new(),
        organizations: Vec::new(),
        event: None,
        date: None,
        section: Vec::new(),
        tags: Vec::new(),
        topics: Vec::new(),
        told: Vec::new(),
        confidence: 1.0,
    };
    Make { title, file: "notes.md", body: body.to_owned(), talk }
}

impl Make {
    pub(super) fn by(mut self, name: &str, company: &str) -> Make {
        self.talk.speakers.push(Speaker { name: name.into(), affiliation: Some(company.into()), handle: None });
        if !self.talk.organizations.iter().any(|known| **known == *company) {
            self.talk.organizations.push(company.into());
        }
        self
    }

    /// The handle beside the last name.
    pub(super) fn handle(mut self, handle: &str) -> Make {
        if let Some(speaker) = self.talk.speakers.last_mut() {
            speaker.handle = Some(handle.into());
        }
        self
    }

    pub(super) fn at(mut self, event: &str, year: i16, month: u8, day: u8) -> Make {
        self.talk.event = Some(event.into());
        self.talk.date = Some(Date { year, month, day });
        self
    }

    pub(super) fn tags(mut self, tags: &[&str]) -> Make {
        self.talk.tags = tags.iter().map(|tag| Arc::from(*tag)).collect();
        self
    }

    pub(super) fn topics(mut self, topics: &[&str]) -> Make {
        self.talk.topics = topics.iter().map(|topic| Arc::from(*topic)).collect();
        self
    }

    pub(super) fn section(mut self, section: &str) -> Make {
        self.talk.section = vec![section.into()];
        self
    }

    pub(super) fn file(mut self, file: &'static str) -> Make {
        self.file = file;
        self
    }

    fn finish(mut self, number: usize) -> Talk {
        let heading = format!("## {}\n\n", self.title);
        let text = format!("{heading}{}\n", self.body);
        self.talk.told = std::iter::once(0..heading.len() as u32).collect();
        self.talk.place.end = text.len() as u32;
        self.talk.place.end_line = text.lines().count() as u32;
        self.talk.id = TalkId(number as u32);
        self.talk.note = Arc::new(Note::from_text(self.file, text));
        self.talk
    }
}

/// The talks as a batch.
pub(super) fn batch(talks: &[Make]) -> Arc<[Talk]> {
    talks.iter().enumerate().map(|(number, talk)| talk.clone().finish(number)).collect()
}

/// An index over them, in one part.
pub(super) fn index(talks: &[Make]) -> Index {
    let mut index = Index::default();
    index.add(Arc::new(Part::of(batch(talks))));
    index
}

/// The results of a query typed at once.
pub(super) fn search(index: &Index, query: &str) -> Results {
    index.search(&Query::parse(query), &SearchOptions::default(), &|| false).expect("not cancelled")
}

/// The titles of hits.
pub(super) fn titles(index: &Index, hits: &[TalkIx]) -> Vec<String> {
    hits.iter().filter_map(|ix| index.talk(*ix)).map(|talk| talk.title.to_string()).collect()
}

/// The titles found by fields, a bar, and those found by text.
pub(super) fn found(index: &Index, query: &str) -> String {
    let results = search(index, query);
    let (fields, bodies) = results.hits.split_at(results.in_fields);
    let mut found = titles(index, fields).join("; ");
    if !bodies.is_empty() {
        found.push_str(" / ");
        found.push_str(&titles(index, bodies).join("; "));
    }
    found.trim().to_owned()
}
