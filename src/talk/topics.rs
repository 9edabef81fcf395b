//! What a talk is about: projects and ideas of the vocabulary that stand in the title, are linked by their
//! site, or come up several times. A word in passing says nothing.

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::{Arc, LazyLock};

use super::words::{Fnv, FnvHasher, Ready};
use crate::markdown::values::{self, Value};

/// How often a spelling stands in a text that is about it.
const SEVERAL: u16 = 3;
/// A talk is about so many things at most.
const MOST: usize = 6;

/// A vocabulary ready to be looked for.
pub(super) struct Vocabulary {
    names: Vec<Arc<str>>,
    /// Spellings by the hash of their first word, longest first.
    spellings: HashMap<u64, Vec<Spelling>, Ready>,
    /// Which hashes of first words there are at all: most words of a text are none, and this says so cheaply.
    first: Box<[u64; 1024]>,
    /// Topics by the hash of their site's host.
    sites: HashMap<u64, u16, Fnv>,
}

struct Spelling {
    topic: u16,
    /// As written; compared without case unless it is an everyday word besides.
    text: Box<str>,
    exact: bool,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::read(include_str!("../../assets/topics.toml")));

/// The vocabulary of the program.
pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

impl Vocabulary {
    fn read(source: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            names: Vec::new(),
            spellings: HashMap::default(),
            first: Box::new([0; 1024]),
            sites: HashMap::default(),
        };
        let lists = values::toml(source).unwrap_or(Value::Nothing);
        let Some(Value::Text(lines)) = lists.get("topics") else { return vocabulary };
        for line in lines.lines() {
            vocabulary.add(line);
        }
        for spellings in vocabulary.spellings.values_mut() {
            spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.text.len()));
        }
        vocabulary
    }

    /// Takes one line of the vocabulary.
    fn add(&mut self, line: &str) {
        let Some((name, rest)) = line.split_once(" = ") else { return };
        let name = name.trim();
        let topic = self.names.iter().position(|known| **known == *name).unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        }) as u16;
        let (spellings, site) = rest.split_once('@').map_or((rest, None), |(spellings, site)| (spellings, Some(site)));
        if let Some(site) = site {
            self.sites.insert(hash_of_site(site.trim().as_bytes()), topic);
        }
        for spelling in spellings.split(',') {
            let spelling = spelling.trim();
            let (text, exact) = spelling.strip_suffix('!').map_or((spelling, false), |text| (text, true));
            let len = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if len == 0 {
                continue;
            }
            let hash = hash_at(text.as_bytes(), 0, len);
            self.first[slot(hash).0] |= slot(hash).1;
            self.spellings.entry(hash).or_default().push(Spelling { topic, text: text.into(), exact });
        }
    }

    /// What a talk with this title and source is about, the surest first.
    pub(super) fn topics(&self, title: &str, source: &str, count: &mut Count) -> Vec<Arc<str>> {
        count.begin(self.names.len());
        self.look(title, |topic| count.add(topic, 100));
        self.look(source, |topic| count.add(topic, 1));
        for at in memchr::memchr_iter(b':', source.as_bytes()) {
            let Some(rest) = source.as_bytes()[at + 1..].strip_prefix(b"//") else { continue };
            let rest = rest.strip_prefix(b"www.").unwrap_or(rest);
            let end = rest.iter().take(60).position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')));
            if let Some(topic) = self.sites.get(&hash_of_site(&rest[..end.unwrap_or(rest.len().min(60))])) {
                count.add(*topic, SEVERAL);
            }
        }
        let mut found: Vec<(u16, u16)> = count
            .seen
            .iter()
            .map(|topic| (count.counts[usize::from(*topic)], *topic))
            .filter(|(count, _)| *count >= SEVERAL)
            .collect();
        found.sort_by_key(|(count, topic)| (std::cmp::Reverse(*count), *topic));
        found.truncate(MOST);
        found.into_iter().map(|(_, topic)| Arc::clone(&self.names[usize::from(topic)])).collect()
    }

    /// Calls back for each spelling that stands at word boundaries.
    fn look(&self, text: &str, mut found: impl FnMut(u16)) {
        let bytes = text.as_bytes();
        let (mut at, mut from) = (0, 0);
        while at < bytes.len() {
            if !WORD[usize::from(bytes[at])] {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && WORD[usize::from(bytes[at])] {
                at += 1;
            }
            let hash = hash_at(bytes, start, at - start);
            let (index, bit) = slot(hash);
            if self.first[index] & bit != 0
                && start >= from
                && let Some(spelling) = self.spelling_at(bytes, start, hash)
            {
                found(spelling.topic);
                from = start + spelling.text.len();
            }
        }
    }

    /// The longest spelling that stands at a word's beginning.
    fn spelling_at(&self, bytes: &[u8], start: usize, hash: u64) -> Option<&Spelling> {
        self.spellings.get(&hash)?.iter().find(|spelling| {
            let text = spelling.text.as_bytes();
            let end = start + text.len();
            if bytes.get(end - 1).is_none_or(|last| last | 0x20 != text[text.len() - 1] | 0x20) {
                return false;
            }
            let here = bytes.get(start..end);
            let same =
                here.is_some_and(|here| if spelling.exact { here == text } else { here.eq_ignore_ascii_case(text) });
            same && !bytes.get(end).is_some_and(|next| WORD[usize::from(*next)])
        })
    }
}

/// How often each topic came up; kept between talks so that none allocates.
#[derive(Default)]
pub(super) struct Count {
    counts: Vec<u16>,
    seen: Vec<u16>,
}

impl Count {
    fn begin(&mut self, topics: usize) {
        self.counts.resize(topics, 0);
        for topic in self.seen.drain(..) {
            self.counts[usize::from(topic)] = 0;
        }
    }

    fn add(&mut self, topic: u16, times: u16) {
        let count = &mut self.counts[usize::from(topic)];
        if *count == 0 {
            self.seen.push(topic);
        }
        *count = count.saturating_add(times);
    }
}

/// Letters and digits. Other scripts end a word, as in `Kubernetesの話`.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The hash of the word at a place: its first eight letters without case, and its length.
fn hash_at(bytes: &[u8], start: usize, len: usize) -> u64 {
    let word = &bytes[start..];
    let head = match word.first_chunk::<8>() {
        Some(head) => u64::from_le_bytes(*head),
        None => word.iter().rev().fold(0, |packed, byte| packed << 8 | u64::from(*byte)),
    };
    packed_hash(head, len)
}

/// The hash of a word of `len` letters whose first are packed in `head`; what stands behind it does not count.
fn packed_hash(head: u64, len: usize) -> u64 {
    let mask = u64::MAX >> ((8 - len.clamp(1, 8)) * 8);
    // Setting the bit that tells capitals from small letters; digits have it already.
    let lower = (head | 0x2020_2020_2020_2020) & mask;
    (lower ^ (len as u64) << 59).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn hash_of_site(host: &[u8]) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(host);
    hasher.finish()
}

fn slot(hash: u64) -> (usize, u64) {
    ((hash >> 54) as usize, 1 << (hash >> 48 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(title: &str, text: &str) -> Vec<String> {
        vocabulary().topics(title, text, &mut Count::default()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_vocabulary_is_read_whole() {
        let vocabulary = vocabulary();
        assert!(vocabulary.names.len() >= 200, "{}", vocabulary.names.len());
        for name in ["helm", "kubernetes", "service mesh", "ci/cd", "cri-o", "chaos engineering"] {
            assert!(vocabulary.names.iter().any(|known| &**known == name), "{name}");
        }
    }

    #[test]
    fn a_talk_is_about_what_its_title_names() {
        assert_eq!(topics("Running k8s with Argo CD", "text"), ["kubernetes", "argo"]);
        assert_eq!(topics("Chaos Mesh for the rest of us", ""), ["chaos mesh"]);
        assert!(topics("At the helm of a small team, in a state of flux", "").is_empty());
        assert!(topics("Kindness and harbors", "").is_empty());
        assert_eq!(topics("CRI-O internals", ""), ["cri-o"]);
        assert_eq!(topics("Kubernetesの話", ""), ["kubernetes"]);
    }

    #[test]
    fn a_word_in_passing_says_nothing_and_several_say_much() {
        assert!(topics("A story", "they use Helm and prometheus somewhere").is_empty());
        assert_eq!(topics("A story", "Helm here, Helm there, helm charts (Helm) everywhere"), ["helm"]);
        assert_eq!(topics("A story", "see <https://www.cilium.io/blog> once"), ["cilium"]);
        assert!(topics("A story", "https://cilium.iota.example").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,60}|(k8s|Helm|argo cd|://|cilium.io|[a-z ]){0,20}") {
            topics(&text, &text);
        }
    }
}
