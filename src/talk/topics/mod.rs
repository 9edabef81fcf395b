//! What a talk is about: topics of the vocabulary, told from passing mention.
//!
//! A topic in the title is what the talk is about, a link to a project's own site nearly so; in the text it takes
//! a word said again and again. What nearly every talk of these conferences says must be said more often.

mod lexicon;
mod names;
mod phrase;
mod starts;
mod vocabulary;

use std::sync::{Arc, LazyLock, OnceLock};

use lexicon::{Found, Lexicon};
use names::Names;
use phrase::Kind;
pub use vocabulary::Vocabulary;

/// More topics than this say less about a talk.
const MOST: usize = 6;

/// A vocabulary that is ready to be looked for.
#[derive(Debug)]
pub struct Topics {
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    /// Names of topics that the user does not want.
    left_out: Vec<Arc<str>>,
    /// Made when first asked for.
    names: OnceLock<Names>,
}

static ADOPTED: OnceLock<Topics> = OnceLock::new();
static BUILT_IN: LazyLock<Topics> = LazyLock::new(|| Topics::from(Vocabulary::built_in()));

/// The vocabulary in use.
pub(super) fn topics() -> &'static Topics {
    ADOPTED.get().unwrap_or(&BUILT_IN)
}

/// From now on notes are read with the user's topics besides the built-in ones. The first call counts, and only
/// before a note was read: talks read earlier would not agree with those read later.
pub fn adopt(user: Vocabulary) {
    ADOPTED.get_or_init(|| Topics::with(user));
}

/// The names of the topics that come with the program.
pub fn built_in_names() -> Vec<Arc<str>> {
    Vocabulary::built_in().topics.into_iter().map(|topic| topic.name).collect()
}

/// Whether the user does not want a topic of that name.
pub fn is_left_out(name: &str) -> bool {
    topics().left_out.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The topic of that name or spelling in the vocabulary in use.
pub fn named(name: &str) -> Option<&'static str> {
    let topics = topics();
    topics.names().named(name).and_then(|topic| topics.name(topic))
}

/// The topic a word is short for: `k8s` for `kubernetes`.
pub fn short_for(word: &str) -> Option<&'static str> {
    let topics = topics();
    topics.names().short_for(word).and_then(|topic| topics.name(topic))
}

impl From<Vocabulary> for Topics {
    fn from(vocabulary: Vocabulary) -> Topics {
        let lexicon = Lexicon::of(&vocabulary.topics);
        Topics { vocabulary, lexicon, left_out: Vec::new(), names: OnceLock::new() }
    }
}

/// What was seen of the topics in one talk; kept between talks so that none allocates.
#[derive(Debug, Default)]
pub(super) struct Count {
    seen: Vec<Seen>,
    /// For each topic its place in `seen` plus one.
    places: Vec<u16>,
    about: Vec<(f32, u16)>,
}

/// What was seen of one topic.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    topic: u16,
    title: InTitle,
    /// Spellings that can mean nothing else.
    sure: u32,
    /// Everyday words with a capital letter where others have none.
    capital: u32,
    /// Everyday words otherwise.
    doubtful: u32,
    sites: u32,
}

/// What the title says of a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum InTitle {
    #[default]
    No,
    /// An everyday word, perhaps by chance.
    Perhaps,
    Yes,
}

impl Topics {
    /// The built-in vocabulary with a user's.
    pub fn with(user: Vocabulary) -> Topics {
        let left_out = user.left_out();
        Topics { left_out, ..Topics::from(Vocabulary::built_in().with(user)) }
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.vocabulary.topics))
    }

    fn name(&self, topic: u16) -> Option<&str> {
        self.vocabulary.topics.get(usize::from(topic)).map(|topic| &*topic.name)
    }

    /// The topics a talk is about, the strongest first, six at most.
    pub fn of(&self, title: &str, text: &str) -> Vec<Arc<str>> {
        self.about(title, text, &mut Count::default())
    }

    /// As [`Topics::of`], with what was left from another talk.
    pub(super) fn about(&self, title: &str, text: &str, count: &mut Count) -> Vec<Arc<str>> {
        count.begin(self.vocabulary.topics.len());
        self.lexicon.each_in(title, |found| {
            let seen = count.of(found.topic);
            seen.title = seen.title.max(in_title(title, &found));
        });
        self.lexicon.each_in(text, |found| {
            let seen = count.of(found.topic);
            match found.kind {
                Kind::Name => seen.sure += 1,
                Kind::Common if is_capitalized(text, &found) => seen.capital += 1,
                Kind::Common => seen.doubtful += 1,
                Kind::Site | Kind::Repository => seen.sites += 1,
            }
        });
        let company = count.seen.iter().any(|seen| seen.title == InTitle::Yes);
        let Count { seen, about, .. } = count;
        about.extend(seen.iter().filter_map(|seen| {
            let topic = self.vocabulary.topics.get(usize::from(seen.topic))?;
            Some((strength(seen, topic.is_broad, company, text.len())?, seen.topic))
        }));
        about.sort_by(|a, b| b.0.total_cmp(&a.0));
        let topics = about.iter().take(MOST).filter_map(|(_, topic)| self.vocabulary.topics.get(usize::from(*topic)));
        topics.map(|topic| Arc::clone(&topic.name)).collect()
    }
}

impl Count {
    fn begin(&mut self, topics: usize) {
        self.places.resize(topics, 0);
        for seen in self.seen.drain(..) {
            self.places[usize::from(seen.topic)] = 0;
        }
        self.about.clear();
    }

    fn of(&mut self, topic: u16) -> &mut Seen {
        let place = &mut self.places[usize::from(topic)];
        if *place == 0 {
            self.seen.push(Seen { topic, ..Seen::default() });
            *place = self.seen.len() as u16;
        }
        &mut self.seen[usize::from(*place) - 1]
    }
}

/// How strongly a talk of so many bytes is about a topic, if it is at all. `company`: the title names another
/// topic for sure.
fn strength(seen: &Seen, is_broad: bool, company: bool, bytes: usize) -> Option<f32> {
    let certain = seen.sure + seen.capital + seen.sites;
    let in_title = match seen.title {
        InTitle::Yes => true,
        InTitle::Perhaps => certain > 0 || company,
        InTitle::No => false,
    };
    let mentions = seen.sure + seen.capital + if certain > 0 || in_title { seen.doubtful } else { 0 };
    // Three times on a page; in a short note twice; in a long one again and again.
    let enough = if bytes < 400 { 2 } else { (bytes / 2500).clamp(3, 10) as u32 };
    let (enough, sites) = if is_broad { (enough * 2, 0) } else { (enough, seen.sites) };
    if !in_title && sites == 0 && mentions < enough {
        return None;
    }
    let strength = if in_title { 8.0 } else { 0.0 } + sites.min(3) as f32 * 2.5 + mentions.min(12) as f32;
    Some(if is_broad { strength * 0.4 } else { strength })
}

fn in_title(title: &str, found: &Found) -> InTitle {
    // A title begins with a capital letter anyway.
    let is_inside = title[..found.range.start].contains(char::is_alphanumeric);
    match found.kind {
        Kind::Name | Kind::Site | Kind::Repository => InTitle::Yes,
        Kind::Common if !starts_upper(title, found) => InTitle::No,
        Kind::Common if is_inside && !is_title_case(title, found) => InTitle::Yes,
        Kind::Common => InTitle::Perhaps,
    }
}

fn starts_upper(text: &str, found: &Found) -> bool {
    text.as_bytes().get(found.range.start).is_some_and(u8::is_ascii_uppercase)
}

/// Whether a word has a capital letter where others have none: after a word in lower case.
fn is_capitalized(text: &str, found: &Found) -> bool {
    if !starts_upper(text, found) {
        return false;
    }
    let before = &text[..found.range.start];
    // Further away stands no word worth looking at.
    let near = before.char_indices().rev().nth(40).map_or(before, |(at, _)| &before[at..]);
    let near = near.trim_end_matches([' ', '*', '_', '`', '[', '(', '"', '“']);
    let ends_word = near.ends_with(|c: char| c.is_lowercase() || c == ',');
    let word = near.trim_end_matches(',').rsplit([' ', '\n']).next().unwrap_or_default();
    ends_word && word.starts_with(char::is_lowercase)
}

/// Words that stay small in titles whose other words do not.
const SMALL: [&str; 20] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "via", "vs",
    "vs.", "with",
];

/// Whether the other words of a title begin with capital letters too, so that one says nothing.
fn is_title_case(title: &str, found: &Found) -> bool {
    let parts = [&title[..found.range.start], &title[found.range.end..]];
    let words = parts.iter().flat_map(|part| part.split_whitespace()).skip(1);
    let (mut upper, mut lower) = (0, 0);
    for word in words.filter(|word| !SMALL.contains(word)) {
        let first = word.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        upper += usize::from(first.is_some_and(char::is_uppercase));
        lower += usize::from(first.is_some_and(char::is_lowercase));
    }
    lower == 0 || upper * 2 > lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(title: &str, text: &str) -> Vec<String> {
        topics().of(title, text).iter().map(ToString::to_string).collect()
    }

    fn nothing() -> Vec<String> {
        Vec::new()
    }

    #[test]
    fn a_talk_is_about_what_its_title_names() {
        assert_eq!(about("Running k8s with Argo CD", "text"), ["argo cd", "kubernetes"]);
        assert_eq!(about("Chaos Mesh for the rest of us", ""), ["chaos mesh"]);
        assert_eq!(about("Kubernetesの話", ""), ["kubernetes"]);
        assert_eq!(about("節約術：可観測性の費用", ""), ["observability"]);
    }

    #[test]
    fn a_mention_in_passing_says_nothing_and_several_say_much() {
        let page = "Much is said here of other things. ".repeat(20);
        assert_eq!(about("A story", &format!("{page} Prometheus was there. Prometheus stayed.")), nothing());
        assert_eq!(about("A story", &format!("{page} Prometheus, prometheus; PromQL.")), ["prometheus"]);
        assert_eq!(about("A story", "Prometheus scrapes. PromQL asks."), ["prometheus"]);
        assert_eq!(about("A story", &format!("{}{page}", "Prometheus. ".repeat(3)).repeat(9)), ["prometheus"]);
        let book = format!("{}{}", "Prometheus. ".repeat(3), page.repeat(30));
        assert_eq!(about("A story", &book), nothing());
    }

    #[test]
    fn a_link_to_its_site_is_enough_and_a_link_elsewhere_is_none() {
        assert_eq!(about("A story", "see <https://docs.cilium.io/blog> once"), ["cilium"]);
        assert_eq!(about("A story", "see <https://blog.example/cilium/cilium/cilium>"), nothing());
    }

    #[test]
    fn everyday_words_need_a_capital_letter_or_company() {
        assert_eq!(about("At the helm of a small team, in a state of flux", ""), nothing());
        assert_eq!(about("Harbors of Trust", "Safe harbor. A harbor is what we need. No harbor, no trade."), nothing());
        assert_eq!(
            about("A story", "We push to Harbor, then scan. All of Harbor runs here, and harbor is fast."),
            ["harbor"]
        );
        assert_eq!(about("A story", "With a helm chart each, helm is in charge; helm renders."), ["helm"]);
        assert_eq!(about("What Flux did for us", "It did much."), ["flux"]);
        assert_eq!(about("Flux And Argo CD: Two Roads", ""), ["flux", "argo cd"]);
    }

    #[test]
    fn what_everyone_says_ranks_behind_what_few_say() {
        let text = "Kubernetes here, Kubernetes there; with Linkerd for Kubernetes, Linkerd and linkerd. Kubernetes! ";
        assert_eq!(about("A story", &text.repeat(3)), ["linkerd", "kubernetes"]);
    }

    #[test]
    fn a_talk_about_everything_is_about_the_six_it_says_most() {
        let text = "Cilium Istio Falco Kyverno Jaeger Thanos Vitess Linkerd Linkerd Vitess ".repeat(4);
        assert_eq!(about("A story", &text), ["vitess", "linkerd", "cilium", "istio", "falco", "kyverno"]);
    }

    #[test]
    fn a_users_topics_stand_beside_the_others() {
        let mut user = Vocabulary::default();
        user.add("our shop", &["checkout service".to_owned()]);
        user.remove("observability");
        let topics = Topics::with(user);
        let about = topics.of("Observability of the checkout service with Jaeger", "");
        assert_eq!(about.iter().map(|topic| &**topic).collect::<Vec<_>>(), ["our shop", "jaeger"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_about_something_or_nothing(
            title in "\\PC{0,40}", text in "\\PC{0,60}|(k8s|Helm|Flux|argo cd|://|cilium\\.io|[a-z .]){0,30}"
        ) {
            proptest::prop_assert!(topics().of(&title, &text).len() <= MOST);
        }
    }
}
