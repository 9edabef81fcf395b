//! Making a talk's page: at once what can be made without keeping anyone waiting, the rest on any thread.
//! Long talks are begun first and made whole later; code is plain first and coloured when its tokens are known.

use std::collections::{BTreeSet, HashMap};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::note::PageKey;
use super::offers::link_items;
use super::picker::Items;
use super::reading::{header_links, header_with, other_places, place_of};
use crate::markdown;
use crate::markdown::document::{BlockKind, Document};
use crate::markdown::front_matter;
use crate::source::Note;
use crate::talk::{Library, Link, Talk, detect};
use crate::text::is_openable;
use crate::typeset::{self, Details, Header, Highlights, LinkNumbers, Options, Page, Picture, Pictures};

/// Bytes of a long talk that are typeset at once; the rest follows from outside the interface's thread.
pub(super) const AT_ONCE: usize = 96 * 1024;

/// So many pictures of a talk are looked for; more are no pictures to look at.
const MOST_PICTURES: usize = 200;

/// All that a page is made from. It can be made on any thread.
#[derive(Debug, Clone)]
pub struct PageOrder {
    /// Which page it is.
    pub key: PageKey,
    note: Arc<Note>,
    part: Range<usize>,
    told: Vec<Range<u32>>,
    header: Header,
    links: Arc<Vec<Link>>,
    /// The talk, where `links` are only those of its beginning.
    rest: Option<Box<Talk>>,
    looks: Looks,
}

/// How a talk's page is made beyond what its key says; the key changes when these do.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    /// The tokens of the talk's code.
    pub tokens: Tokens,
    /// Which of its details were opened or closed.
    pub toggled: Arc<BTreeSet<u32>>,
    /// Numbers of links by their address, while one is chosen.
    pub numbers: Option<Arc<HashMap<String, u32>>>,
    /// All links of the talk, where they are known already.
    pub links: Option<Arc<Vec<Link>>>,
    /// What is known of the files of its pictures.
    pub pictures: Arc<Pictures>,
}

/// The tokens of a talk's code.
#[derive(Debug, Clone, Default)]
pub enum Tokens {
    /// Not looked for yet.
    #[default]
    Unknown,
    /// Looked for; `None` where no code is in a known language.
    Known(Option<Arc<Highlights>>),
}

/// A whole page, and what was found on the way.
#[derive(Debug, Clone)]
pub struct Made {
    /// The page.
    pub page: Arc<Page>,
    /// The tokens of the talk's code.
    pub tokens: Tokens,
    /// The links of a long talk.
    pub links: Option<MadeLinks>,
    /// What was seen of the files of the talk's pictures.
    pub pictures: Arc<Pictures>,
}

/// All links of a talk.
#[derive(Debug, Clone)]
pub struct MadeLinks {
    /// In the order they stand.
    pub all: Arc<Vec<Link>>,
    /// As they are offered.
    pub items: Arc<Items>,
}

/// A page as far as it can be made at once.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) page: Page,
    /// Whether it is all of the talk.
    pub(super) is_whole: bool,
    /// Whether a better one should be made apart.
    pub(super) is_wanting: bool,
    /// The talk's links, as far as they are known.
    pub(super) links: Arc<Vec<Link>>,
    /// Whether these are all.
    pub(super) has_all_links: bool,
}

impl PageOrder {
    /// What is needed for a page; `None` where the library has no such talk.
    pub fn of(library: &Library, key: PageKey, looks: Looks) -> Option<PageOrder> {
        let talk = library.get(key.talk)?;
        let (note, place) = place_of(library, key.talk, talk, key.copy);
        if key.in_file {
            return Some(PageOrder::of_file(note, talk, key, looks));
        }
        // What a copy's lines tell is found when it is shown; few are.
        let told = match key.copy {
            0 => talk.told.clone(),
            _ => {
                detect(note).into_iter().find(|there| there.place == place).map(|there| there.told).unwrap_or_default()
            }
        };
        let part = place.start as usize..place.end as usize;
        let (links, rest) = links_at_once(talk, &looks);
        let header = Header { also_in: other_places(library, key), ..header_with(library, key.talk, talk, &links) };
        Some(PageOrder { key, note: note.clone(), part, told, header, links, rest, looks })
    }

    /// What is needed for the page of all of a note's text, however much of it is the talk's.
    fn of_file(note: &Arc<Note>, talk: &Talk, key: PageKey, looks: Looks) -> PageOrder {
        let start = front_matter(&note.text).map_or(0, |header| header.end as usize);
        let header = Header { title: note.relative.to_string(), ..Header::default() };
        let (links, rest) = links_at_once(talk, &looks);
        let part = start..note.text.len();
        PageOrder { key, note: note.clone(), part, told: Vec::new(), header, links, rest, looks }
    }

    /// Makes the whole page, a long one plain first. `look` says what is known of a picture's file by its address
    /// in the note. Ends early where `send` says that it is wanted no more.
    pub fn fulfil(
        &self,
        look: impl FnMut(&Note, &str) -> Option<Picture>,
        send: impl FnMut(Made) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let document = self.document(self.part.clone());
        let pictures = self.look_at_pictures(&document, look);
        let has_pictures = !pictures.is_empty() || pictures != self.looks.pictures;
        let order = PageOrder { looks: Looks { pictures, ..self.looks.clone() }, ..self.clone() };
        if let Some(talk) = &self.rest {
            let links = Arc::new(talk.links());
            let mut header = self.header.clone();
            if !self.key.in_file {
                header.links = header_links(talk, &links);
            }
            return PageOrder { header, links, rest: None, ..order }.send(&document, true, send);
        }
        order.send(&document, self.is_long() || has_pictures, send)
    }

    fn look_at_pictures(
        &self,
        document: &Document,
        mut look: impl FnMut(&Note, &str) -> Option<Picture>,
    ) -> Arc<Pictures> {
        let mut pictures = Pictures::new();
        for address in typeset::picture_addresses(document).take(MOST_PICTURES) {
            if !pictures.contains_key(address)
                && let Some(picture) = look(&self.note, address)
            {
                pictures.insert(address.to_owned(), picture);
            }
        }
        Arc::new(pictures)
    }

    fn send(
        &self,
        document: &Document,
        plain_first: bool,
        mut send: impl FnMut(Made) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if plain_first {
            let page = self.page(document);
            let items = link_items(&page.links, &self.links);
            let links = Some(MadeLinks { all: self.links.clone(), items });
            let tokens = self.looks.tokens.clone();
            send(Made { page: Arc::new(page), tokens, links, pictures: self.looks.pictures.clone() })?;
        }
        if matches!(self.looks.tokens, Tokens::Known(_)) || !has_code(document) {
            return ControlFlow::Continue(());
        }
        let tokens = Tokens::Known(typeset::highlight(document).map(Arc::new));
        let coloured = PageOrder { looks: Looks { tokens, ..self.looks.clone() }, ..self.clone() };
        let page = Arc::new(coloured.page(document));
        send(Made { page, tokens: coloured.looks.tokens, links: None, pictures: coloured.looks.pictures })
    }

    fn is_long(&self) -> bool {
        self.part.len() > AT_ONCE
    }

    /// The page as far as it can be made without keeping anyone waiting.
    pub(super) fn begin(&self) -> Begun {
        let part = markdown::opening(&self.note.text, self.part.clone(), AT_ONCE);
        let is_whole = part == self.part;
        let document = self.document(part);
        let is_plain = matches!(self.looks.tokens, Tokens::Unknown) && has_code(&document);
        let page = self.page(&document);
        let has_all_links = self.rest.is_none();
        let has_pictures = typeset::picture_addresses(&document).any(|address| !is_openable(address));
        let is_wanting = !is_whole || is_plain || !has_all_links || has_pictures;
        Begun { page, is_whole, is_wanting, links: self.links.clone(), has_all_links }
    }

    fn document(&self, part: Range<usize>) -> Document {
        markdown::parse(&self.note.text, part, &self.told, self.note.mojibake)
    }

    fn page(&self, document: &Document) -> Page {
        let PageKey { width, diagrams, sideways, .. } = self.key;
        let highlights = if let Tokens::Known(highlights) = &self.looks.tokens { highlights.clone() } else { None };
        let link_numbers = self.looks.numbers.clone().map_or(LinkNumbers::None, LinkNumbers::Of);
        let details = Details::Toggled(self.looks.toggled.clone());
        let pictures = self.looks.pictures.clone();
        let options = Options { width, diagrams, sideways, link_numbers, details, highlights, pictures };
        typeset::header(&self.header, &options).above(typeset::typeset(document, &options))
    }
}

/// The links of a talk that are known at once; the talk where there may be more.
fn links_at_once(talk: &Talk, looks: &Looks) -> (Arc<Vec<Link>>, Option<Box<Talk>>) {
    if let Some(links) = &looks.links {
        return (links.clone(), None);
    }
    let whole = talk.place.start as usize..talk.place.end as usize;
    let part = markdown::opening(&talk.note.text, whole.clone(), AT_ONCE);
    let rest = (part != whole).then(|| Box::new(talk.clone()));
    (Arc::new(talk.links_within(part)), rest)
}

/// Whether the document has code whose language its author names.
fn has_code(document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        matches!(&block.kind, BlockKind::Code(code)
            if !code.language.is_empty() && !typeset::is_diagram(&code.language))
    })
}
