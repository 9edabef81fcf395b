//! The word lists under `assets/words`, one file a language, compiled in; and the bit each list has.

/// The lists, as bits, so that one look-up answers all questions about a phrase.
pub(super) mod is {
    pub(in crate::talk) const SPEAKER: u64 = 1;
    pub(in crate::talk) const AUTHOR: u64 = 1 << 1;
    pub(in crate::talk) const TITLE: u64 = 1 << 2;
    pub(in crate::talk) const ORGANIZATION: u64 = 1 << 3;
    pub(in crate::talk) const EVENT: u64 = 1 << 4;
    pub(in crate::talk) const DATE: u64 = 1 << 5;
    pub(in crate::talk) const TIME: u64 = 1 << 6;
    pub(in crate::talk) const TRACK: u64 = 1 << 7;
    pub(in crate::talk) const TAGS: u64 = 1 << 8;
    pub(in crate::talk) const RECORDING: u64 = 1 << 9;
    pub(in crate::talk) const SLIDES: u64 = 1 << 10;
    pub(in crate::talk) const SCHEDULE: u64 = 1 << 11;
    pub(in crate::talk) const CODE: u64 = 1 << 12;
    pub(in crate::talk) const FIELD: u64 = 1 << 13;
    pub(in crate::talk) const BY: u64 = 1 << 14;
    pub(in crate::talk) const AND: u64 = 1 << 15;
    pub(in crate::talk) const AT: u64 = 1 << 16;
    pub(in crate::talk) const WEEKDAY: u64 = 1 << 17;
    pub(in crate::talk) const MONTH: u64 = 1 << 18;
    pub(in crate::talk) const DAY: u64 = 1 << 19;
    pub(in crate::talk) const DAYTIME: u64 = 1 << 20;
    pub(in crate::talk) const NUMBER: u64 = 1 << 21;
    pub(in crate::talk) const ROOM: u64 = 1 << 22;
    pub(in crate::talk) const SECTION: u64 = 1 << 23;
    pub(in crate::talk) const GROUP: u64 = 1 << 24;
    pub(in crate::talk) const CONTENTS: u64 = 1 << 25;
    pub(in crate::talk) const MISC: u64 = 1 << 26;
    pub(in crate::talk) const KIND: u64 = 1 << 27;
    pub(in crate::talk) const ROLE: u64 = 1 << 28;
    pub(in crate::talk) const ORGANIZATION_WORD: u64 = 1 << 29;
    pub(in crate::talk) const OPENING: u64 = 1 << 30;
    pub(in crate::talk) const CLOSING: u64 = 1 << 31;
    pub(in crate::talk) const NOTES: u64 = 1 << 32;
    pub(in crate::talk) const EVENT_WORD: u64 = 1 << 33;
    pub(in crate::talk) const HONORIFIC: u64 = 1 << 34;
    pub(in crate::talk) const GIVEN_NAME: u64 = 1 << 35;
    pub(in crate::talk) const ALSO_WORD: u64 = 1 << 36;
    pub(in crate::talk) const PARTICLE: u64 = 1 << 37;
    pub(in crate::talk) const TITLE_WORD: u64 = 1 << 38;
    pub(in crate::talk) const COMPANY: u64 = 1 << 39;
    pub(in crate::talk) const REGION: u64 = 1 << 40;
    /// The first word of a conference's name.
    pub(in crate::talk) const EVENT_START: u64 = 1 << 41;
    /// A conference's whole name, in one word.
    pub(in crate::talk) const EVENT_NAME: u64 = 1 << 42;
    /// Names of folders that say only that something is kept there.
    pub(in crate::talk) const STORE: u64 = 1 << 43;
    /// What stands in a talk only: "Q&A", "Abstract".
    pub(in crate::talk) const CHAPTER: u64 = 1 << 44;
    /// Whoever writes: "me".
    pub(in crate::talk) const ONESELF: u64 = 1 << 45;
    /// What somebody on stage did: "explained".
    pub(in crate::talk) const TOLD: u64 = 1 << 46;
    /// What the talks of an event are called, one or all of them.
    pub(in crate::talk) const TALKS: u64 = 1 << 47;
    /// Where the number of a day of the week stands, Monday 1.
    pub(in crate::talk) const WEEKDAY_AT: u32 = 55;
    /// Where the number of a month stands.
    pub(in crate::talk) const MONTH_AT: u32 = 58;
    /// Any label of a field.
    pub(in crate::talk) const LABEL: u64 = (1 << 14) - 1;
}

pub(super) const LISTS: &[(&str, u64)] = &[
    ("speaker", is::SPEAKER),
    ("author", is::AUTHOR),
    ("title", is::TITLE),
    ("organization", is::ORGANIZATION),
    ("event", is::EVENT),
    ("date", is::DATE),
    ("time", is::TIME),
    ("track", is::TRACK),
    ("tags", is::TAGS),
    ("recording", is::RECORDING),
    ("slides", is::SLIDES),
    ("schedule", is::SCHEDULE),
    ("code", is::CODE),
    ("field", is::FIELD),
    ("by", is::BY),
    ("and", is::AND),
    ("at", is::AT),
    ("day", is::DAY),
    ("daytime", is::DAYTIME),
    ("number", is::NUMBER),
    ("room", is::ROOM),
    ("section", is::SECTION),
    ("chapter", is::CHAPTER),
    ("group", is::GROUP),
    ("contents", is::CONTENTS),
    ("misc", is::MISC),
    ("kind", is::KIND),
    ("role", is::ROLE),
    ("oneself", is::ONESELF),
    ("told", is::TOLD),
    ("talks", is::TALKS),
    ("organization_word", is::ORGANIZATION_WORD),
    ("opening", is::OPENING),
    ("closing", is::CLOSING),
    ("notes", is::NOTES),
    ("event_word", is::EVENT_WORD),
    ("honorific", is::HONORIFIC),
    ("also_words", is::ALSO_WORD),
    ("given", is::GIVEN_NAME),
    ("particle", is::PARTICLE),
    ("word", is::TITLE_WORD),
    ("region", is::REGION),
    ("store", is::STORE),
];

pub(super) const FILES: &[&str] = &[
    include_str!("../../assets/words/en.toml"),
    include_str!("../../assets/words/de.toml"),
    include_str!("../../assets/words/fr.toml"),
    include_str!("../../assets/words/es.toml"),
    include_str!("../../assets/words/pt.toml"),
    include_str!("../../assets/words/it.toml"),
    include_str!("../../assets/words/nl.toml"),
    include_str!("../../assets/words/nordic.toml"),
    include_str!("../../assets/words/pl.toml"),
    include_str!("../../assets/words/ru.toml"),
    include_str!("../../assets/words/zh.toml"),
    include_str!("../../assets/words/ja.toml"),
    include_str!("../../assets/words/ko.toml"),
    include_str!("../../assets/words/names.toml"),
    include_str!("../../assets/words/titles.toml"),
    include_str!("../../assets/words/companies.toml"),
    include_str!("../../assets/words/events.toml"),
];

/// The lists of a file: `name = ["a", "b"]` on one line, or a block of text between three quotes. A test holds
/// this against a TOML parser; at every start of the program it is ten times faster.
pub(super) fn lists(file: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut found = Vec::new();
    let mut rest = file;
    while let Some(line) = rest.lines().next() {
        let next = rest.get(line.len() + 1..).unwrap_or_default();
        if let Some((name, values)) = line.split_once(" = [") {
            found.push((name, values.split('"').skip(1).step_by(2).collect()));
            rest = next;
        } else if let Some((name, _)) = line.split_once(" = \"\"\"") {
            let end = next.find("\"\"\"").unwrap_or(next.len());
            found.push((name, vec![&next[..end]]));
            rest = next.get(end + 4..).unwrap_or_default();
        } else {
            rest = next;
        }
    }
    found
}
