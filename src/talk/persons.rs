//! Which names, written in different ways, may be one person's: `Liz Rice` and `L. Rice`, `Brian Kernighan` and
//! `Brian W. Kernighan`, `Bob Hale` and `Robert (Bob) Hale`.
//!
//! By names alone two people are never told to be one: the family name is the same, nothing that is written of
//! the others contradicts, and no third name fits as well. Names in scripts without capitals are left alone.
//!
//! Not here: accents and case (`text`), what is known of people besides their names (`search`).

use std::collections::HashMap;

use super::name::is_spaceless;
use super::words::{hash_of_phrase, is, words};

/// A name that may be another way to write other names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The number of the name.
    pub name: u32,
    /// The numbers of names that are one person's.
    pub of: Vec<u32>,
    /// Whether something else must say so too: the same company, the same talk.
    pub needs_witness: bool,
}

/// More names of one given and family name than these tell nobody apart.
const MOST_ALIKE: usize = 16;

/// Which of these names may be one person's. Names are folded (see [`crate::text::fold`]) and each there once; the
/// order they come in makes no difference to what fits together. Near linear in their number.
pub fn guesses<'n>(names: impl IntoIterator<Item = (u32, &'n str)>) -> Vec<Guess> {
    let mut families: Vec<(u64, u32, &str)> =
        names.into_iter().filter_map(|(number, name)| Some((family_key(name)?, number, name))).collect();
    families.sort_unstable_by_key(|(key, number, _)| (*key, *number));
    let mut found = Vec::new();
    for family in families.chunk_by(|a, b| a.0 == b.0).filter(|family| family.len() > 1) {
        let names: Vec<(u32, Name<'_>)> =
            family.iter().filter_map(|(_, number, name)| Some((*number, Name::of(name)?))).collect();
        let mut by_family: HashMap<&str, Vec<&(u32, Name<'_>)>> = HashMap::new();
        for named in &names {
            by_family.entry(&named.1.family).or_default().push(named);
        }
        // A last word may close several family names ("Berg", "van den Berg").
        let mut groups: Vec<_> = by_family.into_values().filter(|names| names.len() > 1).collect();
        groups.sort_unstable_by_key(|names| names[0].0);
        for names in &groups {
            guess_in_family(names, &mut found);
        }
    }
    found
}

/// A mark of the last word of a name, the most of a family name; `None` where it is no name of this kind.
fn family_key(name: &str) -> Option<u64> {
    let last = name.trim_end().rsplit(' ').next()?;
    let is_name = last.len() < name.len() && !name.starts_with('@') && !name.chars().any(is_spaceless);
    (is_name && last.chars().count() > 1).then(|| hash_of_phrase(last))
}

/// A name taken apart.
struct Name<'n> {
    given: &'n str,
    /// What friends say, in parentheses or quotes.
    nickname: Option<&'n str>,
    middle: Vec<&'n str>,
    family: String,
}

impl<'n> Name<'n> {
    fn of(folded: &'n str) -> Option<Name<'n>> {
        let (mut parts, mut nickname): (Vec<&str>, _) = (Vec::new(), None);
        for word in folded.split_whitespace() {
            let bare = word.trim_matches(['(', ')', '"', '\'']);
            if bare.len() + 2 == word.len() && !parts.is_empty() {
                nickname = Some(bare);
            } else {
                parts.extend(word.split(['.', ',']).filter(|part| !part.is_empty()));
            }
        }
        let particle = |word: &str| words().holds(word, is::PARTICLE);
        let mut last = parts.len().checked_sub(1)?;
        while last > 1 && particle(parts[last - 1]) {
            last -= 1;
        }
        let family = parts.get(last.max(1)..)?.join(" ");
        let given = *parts.first()?;
        (!family.is_empty()).then(|| Name { given, nickname, middle: parts[1..last.max(1)].to_vec(), family })
    }

    fn is_initial(&self) -> bool {
        is_initial(self.given)
    }

    /// How well two names of one family fit, whichever of them is the longer.
    fn fit(&self, other: &Name<'_>) -> Fit {
        let called = |name: &Name<'_>, word: &str| name.given == word || name.nickname == Some(word);
        let nicknames = self.nickname.is_none() || other.nickname.is_none() || self.nickname == other.nickname;
        let given = if called(self, other.given) || called(other, self.given) {
            Fit::Sure
        } else if may_be(self.given, other.given) {
            Fit::Maybe
        } else {
            Fit::No
        };
        if nicknames { given.min(self.fit_middle(other)) } else { Fit::No }
    }

    fn fit_middle(&self, other: &Name<'_>) -> Fit {
        let (short, long) = if self.middle.len() <= other.middle.len() { (self, other) } else { (other, self) };
        if short.middle.len() == long.middle.len() {
            let all = short.middle.iter().zip(&long.middle).all(|(a, b)| a == b || may_be(a, b));
            return if all { Fit::Sure } else { Fit::No };
        }
        if !short.middle.is_empty() {
            return Fit::No;
        }
        // "Luis Busquets Prat" is no Luis Prat: what stands there may be of the family.
        let left_out = long.middle.iter().map(|word| match words().flags_of(word) {
            _ if is_initial(word) => Fit::Sure,
            flags if flags & is::GIVEN_NAME != 0 => Fit::Maybe,
            _ => Fit::No,
        });
        left_out.min().unwrap_or(Fit::Sure)
    }
}

/// How well two names fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// They are two people's.
    No,
    /// They can be one person's.
    Maybe,
    /// They are, where nobody else fits.
    Sure,
}

fn is_initial(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// Whether one word is the other's initial.
fn may_be(a: &str, b: &str) -> bool {
    (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next()
}

/// Full names that are one person's as far as names tell, or one name alone.
struct Person<'p, 'n> {
    names: Vec<&'p (u32, Name<'n>)>,
}

fn guess_in_family(names: &[&(u32, Name<'_>)], found: &mut Vec<Guess>) {
    let (initials, full): (Vec<_>, Vec<_>) = names.iter().copied().partition(|(_, name)| name.is_initial());
    let persons = persons(&full, found);
    let mut abbreviated: HashMap<usize, Vec<&(u32, Name<'_>)>> = HashMap::new();
    for short in initials {
        let fits = |person: &Person<'_, '_>| person.names.iter().any(|(_, name)| short.1.fit(name) != Fit::No);
        let mut candidates = (0..persons.len()).filter(|at| fits(&persons[*at]));
        if let (Some(only), None) = (candidates.next(), candidates.next())
            && persons[only].names.iter().all(|(_, name)| short.1.fit(name) != Fit::No)
        {
            abbreviated.entry(only).or_default().push(short);
        }
    }
    let mut abbreviated: Vec<_> = abbreviated.into_iter().collect();
    abbreviated.sort_unstable_by_key(|(at, _)| *at);
    for (at, shorts) in abbreviated {
        // "L. A. Hale" and "L. B. Hale" are not both Liz.
        let few = shorts.len() <= MOST_ALIKE;
        let agree = || shorts.iter().all(|a| shorts.iter().all(|b| a.1.fit(&b.1) != Fit::No));
        if few && agree() {
            let of: Vec<u32> = persons[at].names.iter().map(|(number, _)| *number).collect();
            found.extend(shorts.iter().map(|short| Guess { name: short.0, of: of.clone(), needs_witness: true }));
        }
    }
}

/// The people behind full names of a family. What is sure of them, or may be, goes to `found`.
fn persons<'p, 'n>(full: &[&'p (u32, Name<'n>)], found: &mut Vec<Guess>) -> Vec<Person<'p, 'n>> {
    let mut by_given: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, name)) in full.iter().enumerate() {
        for given in std::iter::once(name.given).chain(name.nickname.filter(|nickname| *nickname != name.given)) {
            by_given.entry(given).or_default().push(at);
        }
    }
    let mut near: Vec<Vec<(usize, Fit)>> = vec![Vec::new(); full.len()];
    for alike in by_given.values().filter(|alike| (2..=MOST_ALIKE).contains(&alike.len())) {
        for (nth, a) in alike.iter().enumerate() {
            for b in &alike[nth + 1..] {
                let fit = full[*a].1.fit(&full[*b].1);
                if fit != Fit::No && near[*a].iter().all(|(known, _)| known != b) {
                    near[*a].push((*b, fit));
                    near[*b].push((*a, fit));
                }
            }
        }
    }
    let mut seen = vec![false; full.len()];
    let mut persons = Vec::new();
    for at in 0..full.len() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let mut component = vec![at];
        let mut next = 0;
        while let Some(from) = component.get(next) {
            for (to, _) in &near[*from] {
                if !std::mem::replace(&mut seen[*to], true) {
                    component.push(*to);
                }
            }
            next += 1;
        }
        component.sort_unstable();
        settle(&component, full, &near, &mut persons, found);
    }
    persons
}

/// Names that hang together are one person's where each fits each.
fn settle<'p, 'n>(
    component: &[usize],
    full: &[&'p (u32, Name<'n>)],
    near: &[Vec<(usize, Fit)>],
    persons: &mut Vec<Person<'p, 'n>>,
    found: &mut Vec<Guess>,
) {
    let bridged = component.iter().any(|at| full[*at].1.nickname.is_some());
    let each_fits = bridged && agree_but_for_nicknames(component, full)
        || component.iter().all(|at| near[*at].len() + 1 == component.len());
    let links = component.iter().flat_map(|at| near[*at].iter().map(move |(to, fit)| (*at, *to, *fit)));
    let links: Vec<_> = links.filter(|(from, to, _)| from < to).collect();
    if each_fits && links.iter().all(|(.., fit)| *fit == Fit::Sure) {
        let names = component.iter().map(|at| full[*at]).collect::<Vec<_>>();
        let [first, rest @ ..] = &names[..] else { return };
        found.extend(rest.iter().map(|name| Guess { name: name.0, of: vec![first.0], needs_witness: false }));
        persons.push(Person { names });
        return;
    }
    if each_fits {
        found.extend(links.iter().map(|(from, to, fit)| Guess {
            name: full[*to].0,
            of: vec![full[*from].0],
            needs_witness: *fit != Fit::Sure,
        }));
    }
    persons.extend(component.iter().map(|at| Person { names: vec![full[*at]] }));
}

/// `Robert (Bob) Hale` makes one of `Robert Hale` and `Bob Hale`, where nothing else keeps them apart.
fn agree_but_for_nicknames(component: &[usize], full: &[&(u32, Name<'_>)]) -> bool {
    let nicknames = component.iter().filter_map(|at| Some((full[*at].1.given, full[*at].1.nickname?)));
    let nicknames: Vec<_> = nicknames.collect();
    let Some(first) = nicknames.first() else { return false };
    nicknames.iter().all(|pair| pair == first)
        && component.iter().all(|a| {
            component.iter().all(|b| full[*a].1.fit_middle(&full[*b].1) == Fit::Sure)
                && (full[*a].1.given == first.0 || full[*a].1.given == first.1)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Case, fold};

    /// The guesses of a list of names, as `name = other`, with `?` where it takes a witness.
    fn guessed(list: &str) -> String {
        let names: Vec<&str> = list.split(", ").collect();
        let folded: Vec<String> = names.iter().map(|name| fold(name, Case::Ignore)).collect();
        let shown = guesses((0..).zip(folded.iter().map(String::as_str))).into_iter().map(|guess| {
            let of: Vec<&str> = guess.of.iter().map(|of| names[*of as usize]).collect();
            let sign = if guess.needs_witness { "=?" } else { "=" };
            format!("{} {sign} {}", names[guess.name as usize], of.join(" + "))
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn initials_in_the_middle_may_be_left_out() {
        assert_eq!(guessed("Brian Kernighan, Brian W. Kernighan"), "Brian W. Kernighan = Brian Kernighan");
        assert_eq!(
            guessed("Brian W. Kernighan, Brian Wilson Kernighan"),
            "Brian Wilson Kernighan = Brian W. Kernighan"
        );
        assert_eq!(guessed("Ada Pohl, Ada W. Pohl, Ada B. Pohl"), "");
    }

    #[test]
    fn a_second_given_name_or_an_initial_takes_a_witness() {
        assert_eq!(guessed("Anna Pohl, Anna Maria Pohl"), "Anna Maria Pohl =? Anna Pohl");
        assert_eq!(guessed("Liz Hale, L. Hale"), "L. Hale =? Liz Hale");
        assert_eq!(
            guessed("L. Hale, Liz Hale, Liz B. Hale"),
            "Liz B. Hale = Liz Hale; L. Hale =? Liz Hale + Liz B. Hale"
        );
    }

    #[test]
    fn two_candidates_are_none() {
        assert_eq!(guessed("L. Hale, Liz Hale, Lena Hale"), "");
        assert_eq!(guessed("Liz Hale, L. A. Hale, L. B. Hale"), "");
    }

    #[test]
    fn other_families_and_other_given_names_are_other_people() {
        for list in [
            "Luis Prat, Luis Busquets Prat",
            "Jan Berg, Jan van den Berg",
            "Liz Hale, Lizzy Hale",
            "Ada Pohl, Ada Pohlmann",
            "Ada Pohl, Uwe Pohl",
            "Ada, Ada Pohl",
            "Sam Hale, Sam Hale Jr.",
            "山田 太郎, 太郎 山田",
        ] {
            assert_eq!(guessed(list), "", "{list}");
        }
    }

    #[test]
    fn a_name_in_parentheses_is_another_given_name() {
        assert_eq!(guessed("Bob Hale, Robert (Bob) Hale"), "Robert (Bob) Hale = Bob Hale");
        let three = "Robert (Bob) Hale = Bob Hale; Robert Hale = Bob Hale";
        assert_eq!(guessed("Bob Hale, Robert (Bob) Hale, Robert Hale"), three);
        assert_eq!(guessed("Robert \"Bob\" Hale, Robert (Rob) Hale"), "");
    }

    proptest::proptest! {
        #[test]
        fn whom_names_make_one_is_of_one_family_whatever_their_order(
            names in proptest::collection::btree_set("(l|liz|lena|j|jan)( a| b\\.| anna| \\(lu\\))?( van)? (berg|hale|pohl)", 0..12),
            turn in 0usize..12,
        ) {
            let mut names: Vec<String> = names.into_iter().collect();
            let sorted = names.clone();
            if !names.is_empty() {
                let by = turn % names.len();
                names.rotate_left(by);
            }
            let pairs = |names: &[String]| {
                let mut pairs = Vec::new();
                for guess in guesses((0..).zip(names.iter().map(String::as_str))) {
                    let name = &names[guess.name as usize];
                    for of in guess.of.iter().map(|of| &names[*of as usize]) {
                        pairs.push((name.clone(), of.clone()));
                    }
                }
                pairs
            };
            let members = |pairs: &[(String, String)]| {
                let mut all: Vec<String> = pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
                all.sort_unstable();
                all.dedup();
                all
            };
            let found = pairs(&names);
            for (a, b) in &found {
                let (a, b) = (Name::of(a).expect("a name"), Name::of(b).expect("a name"));
                proptest::prop_assert_eq!(a.family, b.family);
                proptest::prop_assert_eq!(a.given.chars().next(), b.given.chars().next());
            }
            proptest::prop_assert_eq!(members(&found), members(&pairs(&sorted)));
        }
    }
}
