//! Going through all talks on all cores: candidates, hits, order, counts.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::SearchOptions;
use super::check::{Asked, Asker};
use super::plan::Plan;
use super::shelf::{Shelf, Shelves};
use super::sort::day_number;
use crate::talk::{Talk, TalkIx};

/// Talks asked between two looks at whether the answer is still wanted.
const BLOCK: usize = 256;
/// From so many talks on, threads cost less than they save.
const WORTH_A_THREAD: usize = 2048;

/// Hits, best first, and what they hold.
pub(super) struct Found {
    pub(super) hits: Vec<TalkIx>,
    pub(super) in_fields: usize,
    /// Hits by value id.
    pub(super) counts: Vec<u32>,
}

/// One thread's share of the work.
#[derive(Default)]
struct Share {
    keys: Vec<u64>,
    counts: Vec<u32>,
}

/// Asks every talk. `None` when cancelled.
pub(super) fn run(
    shelves: &Shelves,
    plan: &Plan,
    values: usize,
    options: &SearchOptions<'_>,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Found> {
    let start = || (Share { keys: Vec::new(), counts: vec![0; values] }, Asker::new(plan, options.known));
    let ask = |(share, asker): &mut (Share, Asker<'_>), shelf: &Shelf, from| ask_block(shelf, from, asker, share);
    let sorted = |(mut share, _): (Share, Asker<'_>)| {
        share.keys.sort_unstable();
        share
    };
    let (mut keys, counts) = merge_shares(on_all_cores(shelves, cancelled, start, ask, sorted)?);
    let in_fields = keys.partition_point(|key| key >> 63 == 0);
    rank_by_mentions(&mut keys[in_fields..], shelves, plan);
    let hits = keys.into_iter().map(talk_of).collect();
    Some(Found { hits, in_fields, counts })
}

/// So many talks found by their text are put in order by how much they make of what was looked for. Of more
/// nobody sees the end, and each must be read again.
const RANKED: usize = 2000;

/// Puts talks found by their text in order: by score as before, then by how often they mention it.
fn rank_by_mentions(keys: &mut [u64], shelves: &Shelves, plan: &Plan) {
    let needles: Vec<_> = plan.wanted_needles().collect();
    if !(2..=RANKED).contains(&keys.len()) || needles.is_empty() {
        return;
    }
    keys.sort_by_cached_key(|key| {
        let mentions: u32 = shelves.find(talk_of(*key)).map_or(0, |(part, at)| {
            needles.iter().map(|needle| needle.mentions(&part.talks[at], part.letters[at])).sum()
        });
        (*key >> (DAY_BITS + NUMBER_BITS), u32::MAX - mentions, *key)
    });
}

/// What `look` finds in each talk, in library order. `None` when cancelled.
pub(super) fn each_talk<T: Send>(
    shelves: &Shelves,
    cancelled: &(dyn Fn() -> bool + Sync),
    look: impl Fn(u32, &Talk) -> Option<T> + Sync,
) -> Option<Vec<T>> {
    let ask = |found: &mut Vec<(u32, T)>, shelf: &Shelf, from: usize| {
        let talks = (shelf.first..).zip(shelf.part.talks.iter()).skip(from).take(BLOCK);
        found.extend(talks.filter_map(|(number, talk)| Some((number, look(number, talk)?))));
    };
    let shares = on_all_cores(shelves, cancelled, Vec::new, ask, |found| found)?;
    let mut found: Vec<(u32, T)> = shares.into_iter().flatten().collect();
    found.sort_unstable_by_key(|(number, _)| *number);
    Some(found.into_iter().map(|(_, found)| found).collect())
}

/// Goes through all talks, a block at a time, whichever thread is free next; gives what each thread made of
/// its blocks. `None` when cancelled.
fn on_all_cores<S, R: Send>(
    shelves: &Shelves,
    cancelled: &(dyn Fn() -> bool + Sync),
    start: impl Fn() -> S + Sync,
    ask: impl Fn(&mut S, &Shelf, usize) + Sync,
    finish: impl Fn(S) -> R + Sync,
) -> Option<Vec<R>> {
    let blocks = blocks(shelves);
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let work = || {
        let mut share = start();
        while let Some((shelf, from)) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
            if stopped.load(Ordering::Relaxed) || cancelled() {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
            ask(&mut share, shelf, *from);
        }
        finish(share)
    };
    let shares = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads(shelves.len())).map(|_| scope.spawn(work)).collect();
        let own = work();
        std::iter::once(own).chain(others.into_iter().filter_map(|other| other.join().ok())).collect()
    });
    (!stopped.into_inner()).then_some(shares)
}

/// How many threads so many talks are worth.
fn threads(talks: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.min(talks.div_ceil(WORTH_A_THREAD)).max(1)
}

/// Every talk once: a shelf and the first of [`BLOCK`] talks in it.
fn blocks(shelves: &Shelves) -> Vec<(&Shelf, usize)> {
    shelves.iter().flat_map(|shelf| (0..shelf.part.len()).step_by(BLOCK).map(move |from| (shelf, from))).collect()
}

fn ask_block(shelf: &Shelf, from: usize, asker: &mut Asker<'_>, share: &mut Share) {
    let part = &*shelf.part;
    for at in from..part.len().min(from + BLOCK) {
        let number = shelf.first as usize + at;
        let Some(fit) = asker.ask(Asked { part, at, number }) else { continue };
        share.keys.push(key(fit.by_body, fit.score, &part.talks[at], number));
        for id in part.values(at) {
            if let Some(count) = share.counts.get_mut(*id as usize) {
                *count += 1;
            }
        }
    }
}

/// Bits of a talk's number in a key.
const NUMBER_BITS: u32 = 27;
const SCORE_BITS: u32 = 15;
const DAY_BITS: u32 = 21;

/// A number that is smaller the better the hit: fields before bodies, then by score, then newest first, then
/// in reading order.
fn key(by_body: bool, score: u32, talk: &Talk, number: usize) -> u64 {
    let day = talk.date.map_or(0, day_number);
    let worse = u64::from((1 << SCORE_BITS) - 1 - score.min((1 << SCORE_BITS) - 1));
    let older = u64::from((1 << DAY_BITS) - 1 - day.min((1 << DAY_BITS) - 1));
    let number = number as u64 & ((1 << NUMBER_BITS) - 1);
    u64::from(by_body) << 63 | worse << (DAY_BITS + NUMBER_BITS) | older << NUMBER_BITS | number
}

/// The talk a key belongs to.
fn talk_of(key: u64) -> TalkIx {
    TalkIx((key & ((1 << NUMBER_BITS) - 1)) as u32)
}

fn merge_shares(shares: Vec<Share>) -> (Vec<u64>, Vec<u32>) {
    let mut shares = shares.into_iter();
    let Share { mut keys, mut counts } = shares.next().unwrap_or_default();
    for share in shares {
        keys = merge(&keys, &share.keys);
        for (count, more) in counts.iter_mut().zip(&share.counts) {
            *count += more;
        }
    }
    (keys, counts)
}

fn merge(one: &[u64], other: &[u64]) -> Vec<u64> {
    let mut merged = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one, other);
    while let (Some(a), Some(b)) = (one.first(), other.first()) {
        if a <= b {
            merged.push(*a);
            one = &one[1..];
        } else {
            merged.push(*b);
            other = &other[1..];
        }
    }
    merged.extend_from_slice(one);
    merged.extend_from_slice(other);
    merged
}
