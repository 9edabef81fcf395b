//! A list to choose from, over the screen: filtered by what is typed, the same for links, headings, talks and
//! actions. What is offered and what follows from a choice is said in `offers`.

use std::ops::Deref;
use std::sync::Arc;

use super::geometry::Area;
use super::key::Key;
use super::keymap::Action;
use super::line_edit::LineEdit;
use crate::search::{Facet, Marks};
use crate::talk::TalkIx;
use crate::text::{Case, Folded, fold, width};

/// An open list to choose from.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    /// What is chosen here: `links`.
    pub title: String,
    /// What is typed.
    pub filter: LineEdit,
    /// Everything offered, in order.
    pub items: Arc<Items>,
    /// Indices of the items that fit what is typed, in order.
    pub shown: Vec<usize>,
    /// Index into `shown` of the item `Enter` chooses.
    pub cursor: usize,
    /// Index into `shown` of the first visible item.
    pub top: usize,
    /// Whether the note stays in sight: what is chosen is marked there.
    pub is_beside_note: bool,
    /// The part of the screen it may take.
    pub room: Area,
}

/// Something offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The number that chooses it, from 1.
    pub number: Option<usize>,
    /// How deep it stands below others.
    pub indent: usize,
    /// What a person looks for.
    pub label: String,
    /// What is said of it at the right.
    pub detail: String,
    /// What choosing it means.
    pub choice: Choice,
}

/// Things offered, made ready to be looked through at each key and measured at each frame, however many they are.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Items {
    all: Vec<Item>,
    /// What is looked through of each: label, blank, detail, folded; and where the label ends.
    folded: Vec<(Box<str>, usize)>,
    /// Columns the widest takes.
    widest: usize,
    /// Digits of the largest number.
    digits: usize,
}

impl Items {
    /// Makes things ready to be offered.
    pub fn of(all: Vec<Item>) -> Arc<Items> {
        let folded = |item: &Item| {
            let mut text = fold(&item.label, Case::Ignore);
            let label = text.len();
            text.push(' ');
            text.push_str(&fold(&item.detail, Case::Ignore));
            if let Choice::Do(action) = item.choice {
                // Who knows the configuration looks for an action by its name there.
                let name = action.name();
                text.extend([" ", &name, " ", &name.replace('-', "_")]);
            }
            (text.into_boxed_str(), label)
        };
        let columns = |item: &Item| item.indent * 2 + width(&item.label) + width(&item.detail);
        let largest = all.iter().filter_map(|item| item.number).max();
        Arc::new(Items {
            folded: all.iter().map(folded).collect(),
            widest: all.iter().map(columns).max().unwrap_or(0),
            digits: largest.map_or(0, |number| number.to_string().len()),
            all,
        })
    }

    /// What choosing each means.
    pub(super) fn choices_mut(&mut self) -> impl Iterator<Item = &mut Choice> {
        self.all.iter_mut().map(|item| &mut item.choice)
    }
}

impl Deref for Items {
    type Target = [Item];

    fn deref(&self) -> &[Item] {
        &self.all
    }
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A link, by its address.
    Link(String),
    /// A wiki link, by the name it gives.
    Wiki(String),
    /// A heading, by its line on the page.
    Heading(usize),
    /// A heading that is folded away, by the link that leads to it.
    Anchor(String),
    /// Something that opens and closes, by its number.
    Details(u32),
    /// A talk.
    Talk(TalkIx),
    /// All talks with a value of a facet.
    Value(Facet, String),
    /// An action.
    Do(Action),
}

/// Where a picker's parts are on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The frame around everything; empty where there is no room for one.
    pub frame: Area,
    /// The line typed into.
    pub filter: Area,
    /// The items.
    pub list: Area,
}

const NARROWEST: usize = 48;
const WIDEST: usize = 96;

impl Picker {
    /// Offers items; the one at index `cursor` is selected.
    pub fn new(title: impl Into<String>, items: Arc<Items>, cursor: usize) -> Picker {
        let shown = (0..items.len()).collect();
        Picker { title: title.into(), items, shown, cursor, ..Picker::default() }
    }

    /// What is selected.
    pub fn selected(&self) -> Option<&Choice> {
        self.shown.get(self.cursor).and_then(|item| self.items.get(*item)).map(|item| &item.choice)
    }

    /// Takes a key of the line. A number that only one item has chooses it.
    pub fn edit(&mut self, key: Key) -> Option<Choice> {
        if self.filter.edit(key) != Some(true) {
            return None;
        }
        self.narrow();
        let typed = self.filter.text();
        let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        let only = self.shown.len() == 1 && self.items[self.shown[0]].number.is_some();
        if is_number && only { self.selected().cloned() } else { None }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.filter.paste(text);
        self.narrow();
    }

    /// Moves the selection, stopping at the ends.
    pub fn go(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// Scrolls just so far that the selected item is seen.
    pub fn reveal(&mut self) {
        let height = usize::from(self.place().list.height);
        self.top = self.top.min(self.cursor).max((self.cursor + 1).saturating_sub(height));
        self.top = self.top.min(self.shown.len().saturating_sub(height));
    }

    /// Items whose label or detail has all words typed; those with all in the label first.
    fn narrow(&mut self) {
        let typed = self.filter.text();
        let numbered: Vec<usize> = match typed.parse() {
            Ok(wanted) if !typed.starts_with(['0', '+']) => {
                let has = |item: &Item| item.number.is_some_and(|number| begins_with(number, wanted));
                (0..self.items.len()).filter(|index| has(&self.items[*index])).collect()
            }
            _ => Vec::new(),
        };
        self.shown = if numbered.is_empty() { self.fitting() } else { numbered };
        (self.cursor, self.top) = (0, 0);
    }

    fn fitting(&self) -> Vec<usize> {
        let words = self.words();
        let holds = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
        let (mut first, mut then) = (Vec::new(), Vec::new());
        for (index, (text, label)) in self.items.folded.iter().enumerate() {
            if holds(&text[..*label]) {
                first.push(index);
            } else if holds(text) {
                then.push(index);
            }
        }
        first.extend(then);
        first
    }

    fn words(&self) -> Vec<String> {
        fold(self.filter.text(), Case::Ignore).split_whitespace().map(str::to_owned).collect()
    }

    /// Which bytes of a label fit what is typed.
    pub fn marks(&self, label: &str) -> Marks {
        let folded = Folded::of(label, Case::Ignore);
        let mut marks: Marks = Vec::new();
        for word in self.words() {
            let found = folded.text.match_indices(word.as_str());
            marks.extend(found.map(|(at, word)| folded.source_range(at..at + word.len())));
        }
        marks.sort_by_key(|mark| mark.start);
        marks
    }

    /// Digits of the largest number.
    pub fn number_columns(&self) -> usize {
        self.items.digits
    }

    /// Where its parts are. It does not grow or shrink while a filter is typed.
    pub fn place(&self) -> Place {
        let room = self.room;
        if room.height < 5 || room.width < 12 {
            let (filter, list) = room.split_top(1);
            return Place { frame: Area::default(), filter, list };
        }
        let wanted = (self.items.widest + self.number_columns() + 10).clamp(NARROWEST, WIDEST) as u16;
        let margin = if room.width >= 60 { 4 } else { 0 };
        let columns = wanted.min(room.width - margin);
        let tallest = room.height - if room.height >= 16 { 4 } else { 0 };
        let rows = (self.items.len().max(1) + 4).min(tallest.into()) as u16;
        let (x, y) = (room.x + (room.width - columns) / 2, room.y + (room.height - rows) / 3);
        let frame = Area { x, y, width: columns, height: rows };
        let inner = Area { x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2 };
        let (filter, rest) = inner.split_top(1);
        // An empty row sets the list apart where there is one to spare.
        let spare = usize::from(rest.height) > self.items.len().max(1) || rest.height > 3;
        let (_, list) = rest.split_top(spare.into());
        Place { frame, filter, list }
    }
}

/// Whether a number, written down, begins like another.
fn begins_with(mut number: usize, wanted: usize) -> bool {
    while number > wanted {
        number /= 10;
    }
    number == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(labels: &[&str]) -> Picker {
        let item = |(at, label): (usize, &&str)| Item {
            number: Some(at + 1),
            indent: 0,
            label: (*label).to_owned(),
            detail: "slides".to_owned(),
            choice: Choice::Heading(at),
        };
        Picker::new("links", Items::of(labels.iter().enumerate().map(item).collect()), 0)
    }

    fn typed(picker: &mut Picker, keys: &str) -> Option<Choice> {
        let mut chosen = None;
        for key in Key::parse_all(keys).expect("known keys") {
            chosen = picker.edit(key).or(chosen);
        }
        chosen
    }

    #[test]
    fn words_may_come_in_any_order_and_accents_do_not_matter() {
        let mut picker = picker(&["The café talk", "Other talk", "Slides of Ana"]);
        assert_eq!(typed(&mut picker, "talk cafe"), None);
        assert_eq!(picker.shown, [0]);
        assert_eq!(&"The café talk"[picker.marks("The café talk")[0].clone()], "café");
        typed(&mut picker, "<C-u>slides");
        assert_eq!(picker.shown, [2, 0, 1], "labels before details");
    }

    #[test]
    fn a_number_chooses_as_soon_as_it_is_the_only_one() {
        let few = &mut picker(&["a", "b", "c"]);
        assert_eq!(typed(few, "2"), Some(Choice::Heading(1)));
        let many = &mut picker(&["x"; 12]);
        assert_eq!(typed(many, "1"), None);
        assert_eq!((many.shown.clone(), many.selected()), (vec![0, 9, 10, 11], Some(&Choice::Heading(0))));
        assert_eq!(typed(many, "2"), Some(Choice::Heading(11)));
    }

    proptest::proptest! {
        #[test]
        fn the_selected_item_is_always_seen(count in 0usize..80, columns in 0u16..200, rows in 2u16..60, steps in proptest::collection::vec(-30isize..30, 0..10)) {
            let mut picker = picker(&vec!["item"; count]);
            picker.room = Area { x: 0, y: 0, width: columns, height: rows };
            for step in steps {
                picker.go(step);
                picker.reveal();
                let place = picker.place();
                let height = usize::from(place.list.height);
                proptest::prop_assert!(count == 0 || (picker.top..picker.top + height).contains(&picker.cursor));
                for area in [place.frame, place.filter, place.list] {
                    proptest::prop_assert!(area.x + area.width <= columns && area.y + area.height <= rows);
                }
            }
        }
    }
}
