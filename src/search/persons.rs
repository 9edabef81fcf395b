//! One person written two ways counts as one: which speakers' names are the same person's, from the names and from
//! what talks say beside them (company, handle, the same talk noted twice), and which spelling is shown.
//!
//! Not here: which names fit together (`talk::persons`).

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::Facet;
use super::shelf::Shelves;
use super::values::{ValueId, Values};
use crate::talk::persons::guesses;
use crate::text::{Case, fold};

/// The speakers that have several names, and names that have several spellings. Most people have one of each.
#[derive(Debug, Default)]
pub(super) struct Persons {
    /// The names of a person by each of them; the first is the one that is shown.
    names: HashMap<ValueId, Arc<[ValueId]>>,
    /// How a name is shown, where a fuller spelling than the first was seen.
    spellings: HashMap<ValueId, Arc<str>>,
}

/// What talks say beside a name.
#[derive(Debug, Default)]
struct Beside {
    companies: BTreeSet<String>,
    titles: BTreeSet<String>,
    handles: BTreeSet<String>,
}

impl Persons {
    /// The persons of a library. Depends on what is in it, not on how it came; `totals` are the talks of each value.
    pub(super) fn among(values: &Values, totals: &[u32], shelves: &Shelves) -> Persons {
        let speakers = || values.iter().filter(|value| value.facet == Facet::Speaker);
        let guesses = guesses(speakers().map(|value| (value.id, value.folded)));
        let mut claims: HashMap<String, BTreeSet<ValueId>> = HashMap::new();
        for (id, handle) in shelves.iter().flat_map(|shelf| shelf.part.handles()) {
            claims.entry(fold(handle, Case::Ignore)).or_default().insert(*id);
        }
        let mut ties = Ties::default();
        let mut asked: HashSet<ValueId> = claims.values().flatten().copied().collect();
        asked.extend(guesses.iter().flat_map(|guess| guess.of.iter().copied().chain([guess.name])));
        let handles: Vec<_> = speakers()
            .filter(|value| value.folded.starts_with('@'))
            .filter_map(|value| Some((value.id, claims.get(value.folded)?)))
            .collect();
        asked.extend(handles.iter().map(|(id, _)| *id));
        if !asked.is_empty() {
            let (beside, apart) = look(values, shelves, &asked);
            for guess in
                guesses.iter().filter(|guess| !guess.needs_witness || is_witnessed(guess.name, &guess.of, &beside))
            {
                guess.of.iter().for_each(|of| ties.tie(guess.name, *of));
            }
            for (handle, named) in handles {
                let mut named = named.iter().copied().filter(|id| *id != handle);
                if let Some(first) = named.next()
                    && named.all(|other| ties.first(other) == ties.first(first))
                {
                    ties.tie(handle, first);
                }
            }
            ties.part(&apart);
        }
        let spellings = fullest_spellings(values, shelves);
        let shown = |id: ValueId| spellings.get(&id).or_else(|| values.get(id).map(|value| value.name));
        let mut names = HashMap::new();
        for mut group in ties.groups() {
            group.sort_by_cached_key(|id| {
                let total = totals.get(*id as usize).copied().unwrap_or(0);
                (Reverse(shown(*id).map_or((0, 0, 0), |name| fullness(name))), Reverse(total), *id)
            });
            let group: Arc<[ValueId]> = group.into();
            names.extend(group.iter().map(|id| (*id, Arc::clone(&group))));
        }
        Persons { names, spellings }
    }

    /// All names of the person with this one, the one that is shown first.
    pub(super) fn names_of(&self, id: ValueId) -> Option<&[ValueId]> {
        self.names.get(&id).map(|names| &**names)
    }

    /// The spelling to show, where it is not the first one seen.
    pub(super) fn spelling(&self, id: ValueId) -> Option<&Arc<str>> {
        self.spellings.get(&id)
    }
}

/// How full a name is: words written out, then letters with accents, then both cases.
fn fullness(name: &str) -> (usize, usize, usize) {
    let words = name.split([' ', '.']).filter(|word| word.chars().nth(1).is_some() && !word.starts_with('@'));
    let initials = name.split([' ', '.']).filter(|word| word.chars().count() == 1).count();
    let marked = name.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    let cased = usize::from(name.contains(char::is_lowercase)) + usize::from(name.starts_with(char::is_uppercase));
    (words.count() * 8 + initials, marked, cased)
}

/// For each name the fullest spelling, where that is not the first in reading order.
fn fullest_spellings(values: &Values, shelves: &Shelves) -> HashMap<ValueId, Arc<str>> {
    let mut fullest: HashMap<ValueId, Arc<str>> = HashMap::new();
    for (id, spelling) in shelves.iter().flat_map(|shelf| shelf.part.spellings()) {
        let rank = |name: &Arc<str>| (fullness(name), Reverse(Arc::clone(name)));
        let is_fuller = match fullest.get(id) {
            Some(known) => rank(spelling) > rank(known),
            None => values.get(*id).is_some_and(|first| fullness(spelling) > fullness(first.name)),
        };
        if is_fuller {
            fullest.insert(*id, Arc::clone(spelling));
        }
    }
    fullest
}

/// What talks say beside the names asked about, and which of these stand in one talk: two people.
fn look(
    values: &Values,
    shelves: &Shelves,
    asked: &HashSet<ValueId>,
) -> (HashMap<ValueId, Beside>, Vec<(ValueId, ValueId)>) {
    let mut is_asked = vec![false; values.len()];
    for id in asked {
        is_asked[*id as usize] = true;
    }
    let mut beside: HashMap<ValueId, Beside> = HashMap::new();
    let mut apart = Vec::new();
    for shelf in shelves.iter() {
        for (at, talk) in shelf.part.talks.iter().enumerate() {
            let ids = shelf.part.values(at).iter().copied().filter(|id| is_asked[*id as usize]);
            let ids: Vec<ValueId> = ids.collect();
            for (nth, id) in ids.iter().enumerate() {
                apart.extend(ids[nth + 1..].iter().map(|other| (*id, *other)));
                let Some(value) = values.get(*id) else { continue };
                let said = beside.entry(*id).or_default();
                let title = shelf.part.title(at);
                if title.split(' ').count() > 2 {
                    said.titles.insert(title.to_owned());
                }
                let named = |name: &str| fold(name, Case::Ignore) == value.folded;
                for speaker in talk.speakers.iter().filter(|speaker| named(&speaker.name)) {
                    said.companies.extend(speaker.affiliation.iter().map(|name| fold(name, Case::Ignore)));
                    said.handles.extend(speaker.handle.iter().map(|name| fold(name, Case::Ignore)));
                }
            }
        }
    }
    (beside, apart)
}

/// Whether talks say that a name is the person's: nothing says otherwise, and they have a talk, a handle or all the
/// name's companies in common.
fn is_witnessed(name: ValueId, person: &[ValueId], beside: &HashMap<ValueId, Beside>) -> bool {
    let Some(own) = beside.get(&name) else { return false };
    let others = || person.iter().filter_map(|id| beside.get(id));
    let companies = |company: &String| others().any(|other| other.companies.contains(company));
    let is_at_home = own.companies.iter().all(companies);
    let has_company = is_at_home && !own.companies.is_empty();
    let has_talk = is_at_home && others().any(|other| !own.titles.is_disjoint(&other.titles));
    has_company || has_talk || others().any(|other| !own.handles.is_disjoint(&other.handles))
}

/// Names tied together.
#[derive(Default)]
struct Ties {
    /// The next name on the way to the first of a person.
    next: HashMap<ValueId, ValueId>,
}

impl Ties {
    /// The first name of a person.
    fn first(&self, mut id: ValueId) -> ValueId {
        while let Some(next) = self.next.get(&id).filter(|next| **next != id) {
            id = *next;
        }
        id
    }

    fn tie(&mut self, a: ValueId, b: ValueId) {
        let (a, b) = (self.first(a), self.first(b));
        let (first, other) = (a.min(b), a.max(b));
        self.next.entry(first).or_insert(first);
        self.next.insert(other, first);
    }

    /// Unties whoever has two names that stand in one talk: these are two people, and it is not known who is who.
    fn part(&mut self, apart: &[(ValueId, ValueId)]) {
        let together = |(a, b): &(ValueId, ValueId)| (self.first(*a) == self.first(*b)).then(|| self.first(*a));
        let wrong: HashSet<ValueId> = apart.iter().filter_map(together).collect();
        let kept = self.next.keys().copied().filter(|id| !wrong.contains(&self.first(*id)));
        let kept: HashMap<ValueId, ValueId> = kept.map(|id| (id, self.first(id))).collect();
        self.next = kept;
    }

    fn groups(&self) -> Vec<Vec<ValueId>> {
        let mut groups: HashMap<ValueId, Vec<ValueId>> = HashMap::new();
        for id in self.next.keys() {
            groups.entry(self.first(*id)).or_default().push(*id);
        }
        groups.into_values().filter(|group| group.len() > 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Make, batch, search, talk};
    use super::super::{Index, Part, Results};
    use super::*;

    fn library(talks: &[Make], parts: usize) -> Index {
        let mut index = Index::default();
        for talks in talks.chunks(talks.len().div_ceil(parts).max(1)) {
            index.add(Arc::new(Part::of(batch(talks))));
        }
        index
    }

    fn speakers(results: &Results) -> String {
        let groups = results.facets.iter().filter(|group| group.facet == Facet::Speaker);
        let values = groups.flat_map(|group| &group.values);
        values.map(|value| format!("{} {}", value.value, value.count)).collect::<Vec<_>>().join(", ")
    }

    /// The speakers of a library, however it comes.
    fn counted(talks: &[Make]) -> String {
        let whole = speakers(&search(&library(talks, 1), ""));
        for parts in [2, talks.len()] {
            assert_eq!(speakers(&search(&library(talks, parts), "")), whole, "in {parts} parts");
        }
        whole
    }

    #[test]
    fn one_person_written_two_ways_counts_once_under_the_fullest_name() {
        let talks = [
            talk("One", "").by("L. Hale", "Nimbus"),
            talk("Two", "").by("liz hale", "Nimbus"),
            talk("Three", "").by("Liz Hale", "Nimbus"),
            talk("Four", "").by("Jose Prat", "Umbra"),
            talk("Five", "").by("José Prat", "Umbra"),
            talk("Six", "").by("Brian Vogt", "A"),
            talk("Seven", "").by("Brian W. Vogt", "B"),
        ];
        assert_eq!(counted(&talks), "Liz Hale 3, Brian W. Vogt 2, José Prat 2");
        let index = library(&talks, 3);
        for query in ["speaker:\"Liz Hale\"", "speaker:\"L. Hale\"", "speaker:hale"] {
            assert_eq!(search(&index, query).hits.len(), 3, "{query}");
        }
        assert_eq!(search(&index, "!speaker:\"Liz Hale\"").hits.len(), 4);
        let chosen = search(&index, "speaker:\"L. Hale\"");
        assert_eq!(speakers(&chosen), "Liz Hale 3");
        assert_eq!(
            chosen
                .facets
                .iter()
                .flat_map(|group| &group.values)
                .filter(|value| value.chosen != super::super::Choice::None)
                .count(),
            1
        );
    }

    #[test]
    fn initials_need_the_company_or_the_talk() {
        let liz = || talk("One", "").by("Liz Hale", "Nimbus");
        assert_eq!(counted(&[liz(), talk("Two", "").by("L. Hale", "Umbra")]), "L. Hale 1, Liz Hale 1");
        assert_eq!(counted(&[liz(), talk("Two", "").by("L. Hale", "nimbus")]), "Liz Hale 2");
        let both = [liz(), talk("Two", "").by("L. Hale", "Nimbus"), talk("Three", "").by("L. Hale", "Umbra")];
        assert_eq!(counted(&both), "L. Hale 2, Liz Hale 1");
        let title = "Sleeping through every deploy";
        let noted_twice = [talk(title, "").by("Anna Pohl", "A"), talk(title, "").by("Anna Maria Pohl", "A")];
        assert_eq!(counted(&noted_twice), "Anna Maria Pohl 2");
        let lena = talk("Three", "").by("Lena Hale", "Umbra");
        assert_eq!(
            counted(&[liz(), talk("Two", "").by("L. Hale", "Nimbus"), lena]),
            "L. Hale 1, Lena Hale 1, Liz Hale 1"
        );
    }

    #[test]
    fn two_names_in_one_talk_are_two_people() {
        let pair = talk("One", "").by("Brian Vogt", "A").by("Brian W. Vogt", "A");
        assert_eq!(counted(&[pair, talk("Two", "").by("Brian Vogt", "A")]), "Brian Vogt 2, Brian W. Vogt 1");
    }

    #[test]
    fn a_handle_is_whoever_it_stands_beside() {
        let uwe = || talk("One", "").by("Uwe Brandt", "A").handle("@uwe");
        assert_eq!(counted(&[uwe(), talk("Two", "").by("@Uwe", "B")]), "Uwe Brandt 2");
        let eva = talk("Three", "").by("Eva Roth", "A").handle("@uwe");
        assert_eq!(counted(&[uwe(), talk("Two", "").by("@uwe", "B"), eva]), "Eva Roth 1, @uwe 1, Uwe Brandt 1");
    }

    proptest::proptest! {
        #[test]
        fn a_person_has_each_name_once_and_never_two_family_names(
            told in proptest::collection::vec(
                ("(L\\.|Liz|Lena|Jan)( A\\.| Anna)?( van)? (Berg|Hale)|@liz", "[AB]", proptest::option::of(proptest::strategy::Just("@liz"))),
                1..12,
            ),
        ) {
            let talks: Vec<Make> = told
                .iter()
                .map(|(name, company, handle)| {
                    let make = talk("T", "").by(name, company);
                    handle.map_or(make.clone(), |handle| make.handle(handle))
                })
                .collect();
            let index = library(&talks, 2);
            let results = search(&index, "");
            let values: Vec<_> =
                results.facets.iter().filter(|group| group.facet == Facet::Speaker).flat_map(|group| &group.values).collect();
            proptest::prop_assert_eq!(values.iter().map(|value| value.count as usize).sum::<usize>(), talks.len());
            for value in values {
                let query = format!("speaker:\"{}\"", value.value);
                let found = search(&index, &query);
                proptest::prop_assert_eq!(found.hits.len(), value.count as usize, "{}", query);
                let talks = found.hits.iter().filter_map(|ix| index.talk(*ix));
                let names = talks.flat_map(|talk| &talk.speakers).map(|speaker| speaker.name.to_string());
                let families: HashSet<String> = names
                    .filter(|name| !name.starts_with('@'))
                    .map(|name| name.rsplit(' ').next().unwrap_or_default().to_owned() + if name.contains(" van ") { "van" } else { "" })
                    .collect();
                proptest::prop_assert!(families.len() <= 1, "{:?}", families);
            }
        }
    }
}
