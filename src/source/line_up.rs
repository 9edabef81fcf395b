//! Jobs go in in order, several workers take them, results come out in the same order.
//!
//! The order is kept by numbering: a worker takes the next few jobs in a row, and its results wait until
//! those of all jobs before have been handed over. What waits is bounded in number and weight, so a slow
//! receiver slows the workers instead of filling the memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::load::Progress;

/// Results that may wait for the receiver.
const MOST_WAITING: usize = 4096;

/// Their weight together.
const HEAVIEST_WAITING: usize = 64 << 20;

/// Jobs a worker takes at once, at most: enough that taking them costs nothing, few enough that all workers
/// end at about the same time.
const MOST_AT_ONCE: usize = 16;

/// What a result weighs.
pub(super) trait Weigh {
    /// Its weight in bytes.
    fn weight(&self) -> usize;
}

/// A line of jobs of type `J` with results of type `R`.
#[derive(Debug)]
pub(super) struct LineUp<J, R> {
    state: Mutex<State<J, R>>,
    /// Told when there is something for workers to do, or nothing ever again.
    to_work: Condvar,
    /// Told when there is something for the receiver, or nothing ever again.
    to_receive: Condvar,
    workers: usize,
}

#[derive(Debug)]
struct State<J, R> {
    jobs: VecDeque<J>,
    /// How many jobs were put in, taken, and handed over as results.
    pushed: usize,
    taken: usize,
    handed_over: usize,
    /// Results not yet handed over, by the number of the first job of each piece.
    results: BTreeMap<usize, Vec<R>>,
    /// What they weigh.
    weight: usize,
    idle_workers: usize,
    closed: bool,
    stopped: bool,
}

/// Stops a line when it goes out of scope.
pub(super) struct StopWhenDropped<'l, J, R>(&'l LineUp<J, R>);

impl<J, R> Drop for StopWhenDropped<'_, J, R> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl<J, R: Weigh> LineUp<J, R> {
    /// Runs jobs as they come, until there are no more.
    pub(super) fn work_off(&self, mut run: impl FnMut(J) -> R) {
        let mut jobs = Vec::with_capacity(MOST_AT_ONCE);
        while let Some(first) = self.take(&mut jobs) {
            let mut results = Vec::with_capacity(jobs.len());
            for job in jobs.drain(..) {
                if self.is_stopped() {
                    return;
                }
                results.push(run(job));
            }
            self.put(first, results);
        }
    }

    fn put(&self, first: usize, results: Vec<R>) {
        let mut state = self.lock();
        state.weight += results.iter().map(Weigh::weight).sum::<usize>();
        state.results.insert(first, results);
        if first == state.handed_over {
            self.to_receive.notify_one();
        }
    }

    /// The results that are next in order: at least one, or none when a time has passed without any.
    /// `None` once all are handed over.
    pub(super) fn next(&self, patience: Duration) -> Option<(Vec<R>, Progress)> {
        let mut state = self.lock();
        if !state.is_next_ready() && !state.is_over() {
            let waited =
                self.to_receive.wait_timeout_while(state, patience, |state| !state.is_next_ready() && !state.is_over());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if state.is_over() {
            return None;
        }
        let mut ready = Vec::new();
        while let Some(piece) = state.take_next() {
            ready.extend(piece);
        }
        self.to_work.notify_all();
        let progress = Progress { found: state.pushed, done: state.handed_over, walked: state.closed };
        Some((ready, progress))
    }
}

impl<J, R> LineUp<J, R> {
    /// An empty line.
    pub(super) fn for_workers(workers: usize) -> LineUp<J, R> {
        let state = State {
            jobs: VecDeque::new(),
            pushed: 0,
            taken: 0,
            handed_over: 0,
            results: BTreeMap::new(),
            weight: 0,
            idle_workers: 0,
            closed: false,
            stopped: false,
        };
        LineUp { state: Mutex::new(state), to_work: Condvar::new(), to_receive: Condvar::new(), workers }
    }

    /// Puts a job at the end. Returns whether more are wanted.
    pub(super) fn push(&self, job: J) -> bool {
        let mut state = self.lock();
        state.jobs.push_back(job);
        state.pushed += 1;
        if state.idle_workers > 0 {
            self.to_work.notify_one();
        }
        !state.stopped
    }

    /// Says that no more jobs will come.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.to_work.notify_all();
        self.to_receive.notify_all();
    }

    /// Ends everything soon: workers finish the job they are at.
    fn stop(&self) {
        self.lock().stopped = true;
        self.to_work.notify_all();
        self.to_receive.notify_all();
    }

    /// A guard that stops the line when it is dropped.
    pub(super) fn stop_when_dropped(&self) -> StopWhenDropped<'_, J, R> {
        StopWhenDropped(self)
    }

    fn is_stopped(&self) -> bool {
        self.lock().stopped
    }

    /// Moves the next jobs into `into` and returns the number of the first; waits while there are none.
    fn take(&self, into: &mut Vec<J>) -> Option<usize> {
        let mut state = self.lock();
        while !state.stopped && (state.jobs.is_empty() || state.is_full()) {
            if state.jobs.is_empty() && state.closed {
                return None;
            }
            state.idle_workers += 1;
            state = self.to_work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle_workers -= 1;
        }
        if state.stopped {
            return None;
        }
        let first = state.taken;
        let share = (state.jobs.len() / (2 * self.workers)).clamp(1, MOST_AT_ONCE);
        into.extend(state.jobs.drain(..share));
        state.taken += share;
        Some(first)
    }

    // A panic while the lock is held cannot leave the state half changed in a way that matters: the worst
    // is that a load ends early.
    fn lock(&self) -> MutexGuard<'_, State<J, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J, R> State<J, R> {
    fn is_full(&self) -> bool {
        self.taken - self.handed_over >= MOST_WAITING || self.weight >= HEAVIEST_WAITING
    }

    fn is_next_ready(&self) -> bool {
        self.results.contains_key(&self.handed_over)
    }

    fn is_over(&self) -> bool {
        self.stopped || (self.closed && self.handed_over == self.pushed)
    }
}

impl<J, R: Weigh> State<J, R> {
    fn take_next(&mut self) -> Option<Vec<R>> {
        let piece = self.results.remove(&self.handed_over)?;
        self.handed_over += piece.len();
        self.weight -= piece.iter().map(Weigh::weight).sum::<usize>();
        Some(piece)
    }
}
