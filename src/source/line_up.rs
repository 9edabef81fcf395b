//! Jobs go in in order, several workers take them, results come out in the same order.
//!
//! The order is kept by numbering: a worker takes the next few jobs in a row and puts down their results, together
//! where they are quick, else one by one. They wait until those of all jobs before have been handed over. What waits is bounded in number and weight, so a slow
//! receiver slows the workers instead of filling the memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::load::Progress;

/// Results that may wait for the receiver.
const MOST_WAITING: usize = 8192;

/// Their weight together.
const HEAVIEST_WAITING: usize = 64 << 20;

/// Jobs that go in, or are taken by a worker, at once, at most: enough that the lock costs nothing.
const MOST_AT_ONCE: usize = 32;

/// The longest that a worker keeps a result to itself for those of its next jobs.
const LONGEST_HELD: Duration = Duration::from_millis(1);

/// The least time between two hand-overs, for the receiver to hear of many small pieces at once: at first
/// shorter than a person or a screen could tell, then a share of the time the load has taken, so that the work
/// that follows from each hand-over does not grow with their number.
const SHORTEST_BREATH: Duration = Duration::from_millis(2);
const LONGEST_BREATH: Duration = Duration::from_millis(40);
const SHARE_OF_BREATH: u32 = 4;

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
    /// How many of them wait for jobs; to be asked without the lock.
    idle: AtomicUsize,
    /// The same as in the state; to be asked without the lock.
    stopped: AtomicBool,
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
    /// How many they are, and what they weigh.
    waiting: usize,
    weight: usize,
    /// When results were handed over first, and last.
    handed: Option<(Instant, Instant)>,
    /// Whether the receiver wants to hear of the next piece at once.
    receiver_waits: bool,
    closed: bool,
}

/// Where jobs go in. Closes the line when it is dropped.
pub(super) struct Entrance<'l, J, R> {
    line: &'l LineUp<J, R>,
    /// Jobs still to be put in the line: one by one the lock would cost more than finding them.
    jobs: Vec<J>,
}

impl<J, R> Entrance<'_, J, R> {
    /// Puts a job at the end. Returns whether more are wanted.
    pub(super) fn push(&mut self, job: J) -> bool {
        self.jobs.push(job);
        self.go_on()
    }

    /// To be called now and then while no job is found: a worker may be waiting for those found before.
    /// Returns whether more are wanted.
    pub(super) fn go_on(&mut self) -> bool {
        if self.jobs.len() >= MOST_AT_ONCE || (!self.jobs.is_empty() && self.line.idle.load(Relaxed) > 0) {
            self.line.put_in(&mut self.jobs);
        }
        !self.line.stopped.load(Relaxed)
    }
}

impl<J, R> Drop for Entrance<'_, J, R> {
    fn drop(&mut self) {
        self.line.put_in(&mut self.jobs);
        self.line.close();
    }
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
        while let Some(mut first) = self.take(&mut jobs) {
            let mut results = Vec::with_capacity(jobs.len());
            let mut begun = Instant::now();
            for job in jobs.drain(..) {
                if self.stopped.load(Relaxed) {
                    return;
                }
                results.push(run(job));
                if begun.elapsed() >= LONGEST_HELD {
                    let done = results.len();
                    self.put(first, std::mem::take(&mut results));
                    (first, begun) = (first + done, Instant::now());
                }
            }
            if !results.is_empty() {
                self.put(first, results);
            }
        }
    }

    fn put(&self, first: usize, results: Vec<R>) {
        let mut state = self.lock();
        state.weight += results.iter().map(Weigh::weight).sum::<usize>();
        state.waiting += results.len();
        state.results.insert(first, results);
        if (state.receiver_waits && state.is_next_ready()) || state.is_pressing() {
            self.to_receive.notify_one();
        }
    }

    /// The results that are next in order: at least one, or none when `patience` has passed without any.
    /// `None` once all are handed over.
    pub(super) fn next(&self, patience: Duration) -> Option<(Vec<R>, Progress)> {
        let mut state = self.lock();
        let breath = state.breath();
        if !breath.is_zero() {
            state = self.wait_while(state, breath, |state| !state.is_pressing());
        }
        state.receiver_waits = true;
        state = self.wait_while(state, patience, |state| !state.is_next_ready() && !state.is_all_handed_over());
        state.receiver_waits = false;
        if state.is_all_handed_over() || self.stopped.load(Relaxed) {
            return None;
        }
        let mut ready = Vec::new();
        while let Some(piece) = state.take_next() {
            ready.extend(piece);
        }
        let now = Instant::now();
        state.handed = Some((state.handed.map_or(now, |(first, _)| first), now));
        let progress = Progress { found: state.pushed, done: state.handed_over, walked: state.closed };
        drop(state);
        self.to_work.notify_all();
        Some((ready, progress))
    }

    fn wait_while<'s>(
        &self,
        state: MutexGuard<'s, State<J, R>>,
        time: Duration,
        condition: impl FnMut(&mut State<J, R>) -> bool,
    ) -> MutexGuard<'s, State<J, R>> {
        self.to_receive.wait_timeout_while(state, time, condition).unwrap_or_else(PoisonError::into_inner).0
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
            waiting: 0,
            weight: 0,
            handed: None,
            receiver_waits: false,
            closed: false,
        };
        LineUp {
            state: Mutex::new(state),
            to_work: Condvar::new(),
            to_receive: Condvar::new(),
            workers,
            idle: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// Where jobs go in.
    pub(super) fn entrance(&self) -> Entrance<'_, J, R> {
        Entrance { line: self, jobs: Vec::with_capacity(MOST_AT_ONCE) }
    }

    fn put_in(&self, jobs: &mut Vec<J>) {
        let mut state = self.lock();
        state.pushed += jobs.len();
        state.jobs.extend(jobs.drain(..));
        drop(state);
        if self.idle.load(Relaxed) > 0 {
            self.to_work.notify_one();
        }
    }

    /// Says that no more jobs will come.
    fn close(&self) {
        self.lock().closed = true;
        self.to_work.notify_all();
        self.to_receive.notify_all();
    }

    /// Ends everything soon: workers finish the job they are at.
    fn stop(&self) {
        // Under the lock, so that nobody begins to wait between the look and the call.
        let state = self.lock();
        self.stopped.store(true, Relaxed);
        drop(state);
        self.to_work.notify_all();
        self.to_receive.notify_all();
    }

    /// A guard that stops the line when it is dropped.
    pub(super) fn stop_when_dropped(&self) -> StopWhenDropped<'_, J, R> {
        StopWhenDropped(self)
    }

    /// Moves the next jobs into `into` and returns the number of the first; waits while there are none.
    fn take(&self, into: &mut Vec<J>) -> Option<usize> {
        let mut state = self.lock();
        while state.jobs.is_empty() || state.is_full() {
            if self.stopped.load(Relaxed) || (state.jobs.is_empty() && state.closed) {
                return None;
            }
            self.idle.fetch_add(1, Relaxed);
            state = self.to_work.wait(state).unwrap_or_else(PoisonError::into_inner);
            self.idle.fetch_sub(1, Relaxed);
        }
        let first = state.taken;
        // Ever fewer towards the end, so that all workers end at about the same time.
        let share = (state.jobs.len() / (2 * self.workers)).clamp(1, MOST_AT_ONCE);
        into.extend(state.jobs.drain(..share));
        state.taken += share;
        let more = !state.jobs.is_empty();
        drop(state);
        if more && self.idle.load(Relaxed) > 0 {
            self.to_work.notify_one();
        }
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

    /// Whether the receiver should hear of what is ready at once: it is the last there is, or workers would soon
    /// have to wait.
    fn is_pressing(&self) -> bool {
        self.is_last_ready() || self.waiting * 2 >= MOST_WAITING || self.weight * 2 >= HEAVIEST_WAITING
    }

    /// How long the next hand-over is still put off.
    fn breath(&self) -> Duration {
        let Some((first, last)) = self.handed else { return Duration::ZERO };
        let breath = ((last - first) / SHARE_OF_BREATH).clamp(SHORTEST_BREATH, LONGEST_BREATH);
        breath.saturating_sub(last.elapsed())
    }

    fn is_next_ready(&self) -> bool {
        self.results.contains_key(&self.handed_over)
    }

    fn is_last_ready(&self) -> bool {
        self.closed && self.handed_over + self.waiting == self.pushed
    }

    fn is_all_handed_over(&self) -> bool {
        self.closed && self.handed_over == self.pushed
    }
}

impl<J, R: Weigh> State<J, R> {
    fn take_next(&mut self) -> Option<Vec<R>> {
        let piece = self.results.remove(&self.handed_over)?;
        self.handed_over += piece.len();
        self.waiting -= piece.len();
        self.weight -= piece.iter().map(Weigh::weight).sum::<usize>();
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    impl Weigh for usize {
        fn weight(&self) -> usize {
            1 << 20
        }
    }

    /// Runs jobs 0 to `jobs` through `workers` and returns the results as they come out.
    fn run(jobs: usize, workers: usize, work: impl Fn(usize) -> usize + Sync) -> Vec<usize> {
        let line = LineUp::for_workers(workers);
        thread::scope(|scope| {
            let _stop = line.stop_when_dropped();
            scope.spawn(|| {
                let mut entrance = line.entrance();
                (0..jobs).all(|job| entrance.push(job))
            });
            for _ in 0..workers {
                scope.spawn(|| line.work_off(&work));
            }
            let mut results = Vec::new();
            while let Some((ready, progress)) = line.next(Duration::from_mins(1)) {
                results.extend(ready);
                assert_eq!(progress.done, results.len());
            }
            results
        })
    }

    #[test]
    fn results_come_out_in_the_order_the_jobs_went_in() {
        for workers in [1, 2, 7] {
            let uneven = |job: usize| (0..(job * 7919) % 500).fold(job, |same, _| std::hint::black_box(same));
            assert_eq!(run(3_000, workers, uneven), (0..3_000).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_line_without_jobs_ends_at_once() {
        assert_eq!(run(0, 2, |job| job), [0; 0]);
        assert_eq!(run(1, 2, |job| job), [0]);
    }

    #[test]
    fn the_result_of_a_slow_job_does_not_wait_for_those_taken_with_it() {
        let line: LineUp<usize, usize> = LineUp::for_workers(1);
        let jobs = 4 * MOST_AT_ONCE;
        {
            let mut entrance = line.entrance();
            (0..jobs).all(|job| entrance.push(job));
        }
        let (received, first_received) = std::sync::mpsc::channel();
        let slow = move |job| {
            match job {
                0 => thread::sleep(2 * LONGEST_HELD),
                // Without the first result the receiver waits for this one, and gets a wrong one.
                1 if first_received.recv_timeout(Duration::from_mins(1)).is_err() => return usize::MAX,
                _ => {}
            }
            job
        };
        thread::scope(|scope| {
            let _stop = line.stop_when_dropped();
            let line = &line;
            scope.spawn(move || line.work_off(slow));
            let mut results = Vec::new();
            while let Some((ready, _)) = line.next(Duration::from_mins(1)) {
                if !ready.is_empty() {
                    let _ = received.send(());
                }
                results.extend(ready);
            }
            assert_eq!(results, (0..jobs).collect::<Vec<_>>());
        });
    }

    #[test]
    fn heavy_results_make_workers_wait_for_the_receiver() {
        let line: LineUp<usize, usize> = LineUp::for_workers(1);
        let worked = AtomicUsize::new(0);
        thread::scope(|scope| {
            let _stop = line.stop_when_dropped();
            scope.spawn(|| {
                let mut entrance = line.entrance();
                (0..10_000).all(|job| entrance.push(job))
            });
            scope.spawn(|| line.work_off(|job| worked.fetch_add(1, Relaxed).max(job)));
            let mut received = 0;
            while received < 1_000 {
                received += line.next(Duration::from_mins(1)).map_or(0, |(ready, _)| ready.len());
                let ahead = worked.load(Relaxed).saturating_sub(received);
                assert!(ahead <= (HEAVIEST_WAITING >> 20) + 2 * MOST_AT_ONCE, "{ahead}");
            }
        });
        assert!(worked.into_inner() < 10_000);
    }
}
