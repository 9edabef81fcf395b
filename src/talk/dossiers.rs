//! What was seen of each section of a note. A note may have a hundred thousand headings of which nothing is
//! seen but that they stand there; they take eight bytes each here, not the room of a [`Dossier`].

use super::evidence::Dossier;

/// The dossiers of a note's sections, by the section's number.
pub(super) struct Dossiers {
    of: Vec<Seen>,
    kept: Vec<Dossier>,
    /// What sections share of which nothing was seen.
    blank: Dossier,
}

/// How far a section was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Not yet.
    Not,
    /// It was, and there is nothing.
    Nothing,
    /// The dossier of this number.
    Kept(u32),
}

impl Dossiers {
    /// For so many sections, none of them looked at.
    pub(super) fn new(sections: usize) -> Dossiers {
        Dossiers { of: vec![Seen::Not; sections], kept: Vec::new(), blank: Dossier::default() }
    }

    /// Whether a section was looked at.
    pub(super) fn has(&self, section: usize) -> bool {
        self.of[section] != Seen::Not
    }

    /// What was seen of a section; `None` where nobody looked.
    pub(super) fn get(&self, section: usize) -> Option<&Dossier> {
        match self.of[section] {
            Seen::Not => None,
            Seen::Nothing => Some(&self.blank),
            Seen::Kept(number) => self.kept.get(number as usize),
        }
    }

    /// The same, to be added to.
    pub(super) fn get_mut(&mut self, section: usize) -> Option<&mut Dossier> {
        match self.of[section] {
            Seen::Not => None,
            Seen::Nothing => Some(self.keep(section, Dossier::default())),
            Seen::Kept(number) => self.kept.get_mut(number as usize),
        }
    }

    /// Puts in what was seen of a section.
    pub(super) fn put(&mut self, section: usize, dossier: Dossier) {
        if dossier.is_blank() {
            self.of[section] = Seen::Nothing;
        } else {
            self.keep(section, dossier);
        }
    }

    /// Takes out what was seen of a section, as if nobody had looked.
    pub(super) fn take(&mut self, section: usize) -> Option<Dossier> {
        let taken = self.get_mut(section).map(std::mem::take);
        self.of[section] = Seen::Not;
        taken
    }

    fn keep(&mut self, section: usize, dossier: Dossier) -> &mut Dossier {
        let number = self.kept.len();
        self.of[section] = Seen::Kept(number as u32);
        self.kept.push(dossier);
        &mut self.kept[number]
    }
}
