//! The key map as it holds: the program's table with what a person changed. Keys of theirs win over the table's,
//! and two of theirs that cannot both be meant are told apart by their places.

use std::fmt;

use super::key::{Key, Signs};
use super::keymap::{Action, BINDINGS, Context};

/// Keys pressed one after the other; most often one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence(Vec<Key>);

impl Sequence {
    /// One key.
    pub fn of(key: Key) -> Sequence {
        Sequence(vec![key])
    }

    /// Reads keys with blanks between: `g g`, `Ctrl-x Ctrl-s`.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(written: &str) -> Result<Sequence, String> {
        let keys = written.split_whitespace().map(Key::read).collect::<Result<Vec<Key>, String>>()?;
        if keys.is_empty() { Err("no key is named; the blank is `Space`".to_owned()) } else { Ok(Sequence(keys)) }
    }

    /// The keys, at least one.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// As a person reads it on a screen.
    pub fn shown(&self, signs: Signs) -> String {
        self.0.iter().map(|key| key.shown(signs)).collect::<Vec<_>>().join(" ")
    }

    /// Whether both cannot be told apart: they are the same, or one begins with the other.
    fn clashes(&self, other: &Sequence) -> bool {
        self.0.starts_with(&other.0) || other.0.starts_with(&self.0)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(Signs::Drawn))
    }
}

/// An action with its keys in a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where they hold.
    pub context: Context,
    /// The keys, the one to teach first; none where the palette alone has it.
    pub keys: Vec<Sequence>,
    /// What they do.
    pub action: Action,
    /// In the help's words.
    pub help: &'static str,
    /// In the status line's word or two; empty where it is not taught there.
    pub hint: &'static str,
}

/// What a person wants a key to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Where; without it, where the action has keys in the panes.
    pub context: Option<Context>,
    /// What.
    pub action: Action,
    /// With which keys; none takes all of them away.
    pub keys: Vec<Sequence>,
    /// Who says so: `config.toml:7`.
    pub place: String,
}

/// A wish that cannot be fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Whose it was.
    pub place: String,
    /// Why, in words.
    pub message: String,
}

/// Which key does what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyMap {
    bound: Vec<Bound>,
}

/// What keys pressed come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// They ask for this.
    Action(Action),
    /// A sequence begins so.
    Prefix,
    /// Nothing.
    Nothing,
}

impl Default for KeyMap {
    fn default() -> KeyMap {
        let bound = BINDINGS.iter().map(|row| Bound {
            context: row.context,
            keys: row.keys.iter().copied().map(Sequence::of).collect(),
            action: row.action,
            help: row.help,
            hint: row.hint,
        });
        KeyMap { bound: bound.collect() }
    }
}

impl KeyMap {
    /// The program's key map with a person's wishes, and those that were refused.
    pub fn with(wishes: &[Wish]) -> (KeyMap, Vec<Refusal>) {
        let mut refusals = Vec::new();
        let mut claims: Vec<Claim<'_>> = Vec::new();
        // What is said of one context holds there, whatever is said of all.
        let general = wishes.iter().filter(|wish| wish.context.is_none());
        for wish in general.chain(wishes.iter().filter(|wish| wish.context.is_some())) {
            match claims_of(wish) {
                Ok(made) => {
                    claims.retain(|old| !made.iter().any(|new| (new.context, new.action) == (old.context, old.action)));
                    claims.extend(made);
                }
                Err(message) => refusals.push(Refusal { place: wish.place.clone(), message }),
            }
        }
        let claims = settle(claims, &mut refusals);
        let mut map = KeyMap::default();
        map.fulfil(&claims);
        let leaves =
            |bound: &Bound| bound.context == Context::Panes && matches!(bound.action, Action::Quit | Action::Interrupt);
        if let Some(wish) = wishes.first().filter(|_| !map.bound.iter().any(|row| leaves(row) && !row.keys.is_empty()))
        {
            let message = "no key would quit: the program's own keys hold".to_owned();
            refusals.push(Refusal { place: wish.place.clone(), message });
            map = KeyMap::default();
        }
        (map, refusals)
    }

    fn fulfil(&mut self, claims: &[Claim<'_>]) {
        for row in &mut self.bound {
            if claims.iter().any(|claim| (claim.context, claim.action) == (row.context, row.action)) {
                row.keys.clear();
            } else {
                row.keys.retain(|key| !claims.iter().any(|claim| claim.takes(key, row.context)));
            }
        }
        for claim in claims {
            let here = |row: &&mut Bound| (row.context, row.action) == (claim.context, claim.action);
            if let Some(row) = self.bound.iter_mut().find(here) {
                row.keys.extend(claim.keys.iter().cloned());
            } else if let Some(row) = BINDINGS.iter().find(|row| row.action == claim.action) {
                let (context, action, keys) = (claim.context, claim.action, claim.keys.clone());
                self.bound.push(Bound { context, keys, action, help: row.help, hint: "" });
            }
        }
    }

    /// The rows of a context, in the order of the help.
    pub fn of(&self, context: Context) -> impl Iterator<Item = &Bound> {
        self.bound.iter().filter(move |row| row.context == context)
    }

    /// What keys pressed come to; the nearest context first.
    pub fn look_up(&self, contexts: &[Context], pressed: &[Key]) -> Found {
        for context in contexts {
            let mut is_prefix = false;
            for row in self.of(*context) {
                if row.keys.iter().any(|sequence| sequence.0 == pressed) {
                    return Found::Action(row.action);
                }
                is_prefix |= row.keys.iter().any(|sequence| sequence.0.starts_with(pressed));
            }
            if is_prefix {
                return Found::Prefix;
            }
        }
        Found::Nothing
    }

    /// The key to teach for an action; `None` where it has none.
    pub fn key(&self, contexts: &[Context], action: Action) -> Option<&Sequence> {
        let rows = contexts.iter().flat_map(|context| self.of(*context));
        rows.filter(|row| row.action == action).find_map(|row| row.keys.first())
    }
}

/// A wish in one context.
#[derive(Debug)]
struct Claim<'a> {
    context: Context,
    action: Action,
    keys: Vec<Sequence>,
    place: &'a str,
}

impl Claim<'_> {
    /// Whether a key of the program's own in a context has to give way.
    fn takes(&self, key: &Sequence, context: Context) -> bool {
        let reaches = self.context == context || (self.context == Context::Panes && context.is_pane());
        reaches && self.keys.iter().any(|mine| mine.clashes(key))
    }
}

/// Where a wish holds, and with which keys there.
fn claims_of(wish: &Wish) -> Result<Vec<Claim<'_>>, String> {
    let contexts: Vec<Context> = match wish.context {
        None => homes(wish.action),
        Some(context) if can_stand(wish.action, context) => vec![context],
        Some(context) => {
            let tables: Vec<String> = homes(wish.action).iter().map(|home| home.table()).collect();
            let (action, tables) = (wish.action.name(), tables.join(", "));
            return Err(format!("`{action}` can do nothing in {}; its place is {tables}", context.table()));
        }
    };
    let mut claims = Vec::new();
    let mut refused = None;
    for context in contexts {
        let fits = |sequence: &&Sequence| !(context.types() && sequence.0.iter().any(|key| key.types()));
        let keys: Vec<Sequence> = wish.keys.iter().filter(fits).cloned().collect();
        refused = refused.or_else(|| wish.keys.iter().find(|sequence| !fits(sequence)));
        if wish.keys.is_empty() || !keys.is_empty() {
            claims.push(Claim { context, action: wish.action, keys, place: &wish.place });
        }
    }
    match refused {
        Some(key) if wish.context.is_some() || claims.is_empty() => Err(format!(
            "`{key}` for `{}` types text there; take one with Ctrl or Alt, or a named key",
            wish.action.name()
        )),
        _ => Ok(claims),
    }
}

/// The claims without keys that another wish in the same context has, which is said. A claim all of whose keys are
/// another's is none: its action keeps the program's keys, as far as nobody else wants them.
fn settle<'a>(claims: Vec<Claim<'a>>, refusals: &mut Vec<Refusal>) -> Vec<Claim<'a>> {
    let mut settled: Vec<Claim<'a>> = Vec::new();
    for mut claim in claims {
        let wished = std::mem::take(&mut claim.keys);
        let takes_all_away = wished.is_empty();
        for key in wished {
            let of_one = |other: &Claim<'a>| {
                let rival = other.keys.iter().find(|theirs| theirs.clashes(&key))?;
                Some(format!("`{rival}` for `{}` at {}", other.action.name(), other.place))
            };
            let before = settled.iter().filter(|other| other.context == claim.context);
            let rival = before.chain([&claim]).find_map(of_one);
            match rival {
                None => claim.keys.push(key),
                Some(rival) => {
                    let message = format!("`{key}` for `{}` clashes with {rival}", claim.action.name());
                    refusals.push(Refusal { place: claim.place.to_owned(), message });
                }
            }
        }
        if takes_all_away || !claim.keys.is_empty() {
            settled.push(claim);
        }
    }
    settled
}

/// Contexts that have a row for an action.
fn rows(action: Action) -> impl Iterator<Item = Context> {
    BINDINGS.iter().filter(move |row| row.action == action).map(|row| row.context)
}

/// Where an action's keys stand when no context is named.
fn homes(action: Action) -> Vec<Context> {
    if rows(action).any(|context| context == Context::Panes) {
        return vec![Context::Panes];
    }
    let panes: Vec<Context> = rows(action).filter(|context| context.is_pane()).collect();
    if panes.is_empty() { rows(action).collect() } else { panes }
}

/// Whether an action means anything in a context.
fn can_stand(action: Action, context: Context) -> bool {
    let everywhere = context.is_pane() || context == Context::Query;
    rows(action).any(|row| row == context || (everywhere && row == Context::Panes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(context: Option<Context>, action: Action, keys: &[&str], line: usize) -> Wish {
        let keys = keys.iter().map(|written| Sequence::read(written).expect("a key")).collect();
        Wish { context, action, keys, place: format!("c:{line}") }
    }

    fn refused(wishes: &[Wish]) -> Vec<String> {
        KeyMap::with(wishes).1.into_iter().map(|refusal| format!("{}: {}", refusal.place, refusal.message)).collect()
    }

    fn found(map: &KeyMap, context: Context, pressed: &str) -> Found {
        let contexts = if context.is_pane() { vec![context, Context::Panes] } else { vec![context] };
        map.look_up(&contexts, Sequence::read(pressed).expect("keys").keys())
    }

    #[test]
    fn a_key_of_the_users_takes_the_place_of_the_programs() {
        let wishes = [wish(None, Action::Links, &["t", "Ctrl-l"], 1), wish(None, Action::Mark, &["m"], 2)];
        let (map, refusals) = KeyMap::with(&wishes);
        assert_eq!(refusals, []);
        assert_eq!(found(&map, Context::List, "t"), Found::Action(Action::Links));
        assert_eq!(found(&map, Context::List, "Ctrl-l"), Found::Action(Action::Links));
        assert_eq!(found(&map, Context::List, "L"), Found::Nothing, "its old key");
        assert_eq!(map.key(&[Context::Panes], Action::ToggleFacets), None, "t was its only key");
        for pane in [Context::List, Context::Facets] {
            assert_eq!(found(&map, pane, "m"), Found::Action(Action::Mark));
        }
        assert_eq!(found(&map, Context::Note, "m"), Found::Nothing);
    }

    #[test]
    fn a_sequence_waits_for_its_end_and_takes_its_beginning() {
        let (map, refusals) =
            KeyMap::with(&[wish(None, Action::Top, &["g g"], 1), wish(None, Action::Edit, &["g e"], 2)]);
        assert_eq!(refusals, []);
        assert_eq!(found(&map, Context::Note, "g"), Found::Prefix);
        assert_eq!(found(&map, Context::Note, "g g"), Found::Action(Action::Top));
        assert_eq!(found(&map, Context::Note, "g e"), Found::Action(Action::Edit));
        assert_eq!(found(&map, Context::Note, "g x"), Found::Nothing);
    }

    #[test]
    fn keys_can_be_taken_away_but_not_the_last_way_out() {
        let (map, refusals) = KeyMap::with(&[wish(None, Action::Quit, &[], 1)]);
        assert_eq!((found(&map, Context::List, "q"), refusals.len()), (Found::Nothing, 0));
        let none = [wish(None, Action::Quit, &[], 1), wish(None, Action::Interrupt, &[], 2)];
        assert_eq!(refused(&none), ["c:1: no key would quit: the program's own keys hold"]);
    }

    #[test]
    fn two_wishes_for_one_key_are_both_named() {
        let wishes = [wish(None, Action::Star, &["b"], 3), wish(None, Action::Zoom, &["b", "Z"], 5)];
        assert_eq!(refused(&wishes), ["c:5: `b` for `zoom` clashes with `b` for `star` at c:3"]);
        let map = KeyMap::with(&wishes).0;
        assert_eq!(found(&map, Context::List, "Z"), Found::Action(Action::Zoom), "the rest is used");
        let taken = [wish(None, Action::Star, &["Q"], 1), wish(None, Action::Search, &["Q"], 2)];
        assert_eq!(refused(&taken), ["c:2: `Q` for `search` clashes with `Q` for `star` at c:1"]);
        let map = KeyMap::with(&taken).0;
        assert_eq!(found(&map, Context::List, "/"), Found::Action(Action::Search), "it keeps its own");
        assert_eq!(found(&map, Context::List, "*"), Found::Nothing);
        let prefix = [wish(None, Action::Top, &["g"], 1), wish(None, Action::Bottom, &["g e"], 2)];
        assert_eq!(refused(&prefix), ["c:2: `g e` for `bottom` clashes with `g` for `top` at c:1"]);
    }

    #[test]
    fn one_context_can_differ_and_text_can_still_be_typed() {
        let wishes = [
            wish(Some(Context::List), Action::Links, &["l"], 1),
            wish(Some(Context::Query), Action::NoteDown, &["Alt-j"], 2),
        ];
        let (map, refusals) = KeyMap::with(&wishes);
        assert_eq!(refusals, []);
        assert_eq!(found(&map, Context::List, "l"), Found::Action(Action::Links));
        assert_eq!(found(&map, Context::Facets, "l"), Found::Action(Action::PaneRight));
        assert_eq!(found(&map, Context::Query, "Alt-j"), Found::Action(Action::NoteDown));
        let typed = [wish(Some(Context::Query), Action::Down, &["j"], 4)];
        assert_eq!(
            refused(&typed),
            ["c:4: `j` for `down` types text there; take one with Ctrl or Alt, or a named key"]
        );
        let nowhere = [wish(Some(Context::Picker), Action::Export, &["Ctrl-x"], 4)];
        assert_eq!(refused(&nowhere), ["c:4: `export` can do nothing in [keys.picker]; its place is [keys]"]);
    }

    #[test]
    fn the_programs_own_table_is_without_clashes() {
        let map = KeyMap::default();
        for (at, row) in map.bound.iter().enumerate() {
            for other in &map.bound[at + 1..] {
                let same = row.context == other.context;
                assert!(!same || row.action != other.action, "{:?} twice in {:?}", row.action, row.context);
                let clash = row.keys.iter().any(|key| other.keys.iter().any(|theirs| theirs.clashes(key)));
                assert!(!(same && clash), "{:?} and {:?} in {:?}", row.action, other.action, row.context);
            }
        }
    }
}
