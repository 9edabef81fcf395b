//! Opening a talk: its Markdown parsed, typeset for the pane, words found on the page.

use divan::{Bencher, black_box, counter::BytesCount};
use kcbrowse::markdown::{Document, opening, parse};
use kcbrowse::text::Case;
use kcbrowse::typeset::{Needle, Options, Setter, typeset};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const COLUMNS: usize = 88;

/// Notes as people take them, as many bytes of them as asked for: mostly lists, some prose, code, tables.
fn note(bytes: usize) -> String {
    const TALK: &str = "\n### What changed in the scheduler\n\nThe *queue* is now **three queues**, see \
        [the proposal](https://example.org/keps/3521) for why. Pods that cannot run wait apart from those that can,\n\
        which keeps `scheduling_attempts` low.\n\n- gated pods never enter the active queue\n- hints say which event \
        may help\n  - a node was added\n  - a volume was bound, `PersistentVolumeClaim` and all\n- measured: 40% fewer \
        attempts on a cluster of 5,000 nodes\n\n| queue | waits for | size |\n|---|---|--:|\n| active | a worker | 12 |\n\
        | backoff | a timer | 3 |\n\n> Nobody reads events. — the speaker\n\n```yaml\nkind: Pod\nspec:\n  \
        schedulingGates:\n  - name: example.org/quota\n```\n\n1. Try it behind the gate\n2. Watch the metrics\n";
    TALK.repeat(bytes / TALK.len() + 1)
}

fn document(note: &str) -> Document {
    parse(note, 0..note.len(), &[], false)
}

#[divan::bench(args = SIZES)]
fn parse_a_talk(bencher: Bencher<'_, '_>, bytes: usize) {
    let note = note(bytes);
    bencher.counter(BytesCount::of_str(&note)).bench(|| document(black_box(&note)));
}

#[divan::bench(args = SIZES)]
fn typeset_a_talk(bencher: Bencher<'_, '_>, bytes: usize) {
    let note = note(bytes);
    let document = document(&note);
    let options = Options::at(COLUMNS);
    bencher.counter(BytesCount::of_str(&note)).bench(|| typeset(black_box(&document), &options));
}

#[divan::bench(args = SIZES)]
fn find_in_a_talk(bencher: Bencher<'_, '_>, bytes: usize) {
    let note = note(bytes);
    let page = typeset(&document(&note), &Options::at(COLUMNS));
    let needles = [Needle::new("queue", Case::Ignore), Needle::new("cluster of 5,000", Case::Ignore)];
    bencher.counter(BytesCount::of_str(&note)).bench(|| black_box(&page).find(&needles));
}

/// What nobody writes by hand: so many times the same.
#[derive(Debug, Clone, Copy)]
enum Hostile {
    Links,
    Quotes,
    Rows,
    OneLine,
    Details,
}

impl Hostile {
    fn note(self, times: usize) -> String {
        match self {
            Hostile::Links => "[a](b) ".repeat(times),
            Hostile::Quotes => "> ".repeat(times) + "deep",
            Hostile::Rows => String::from("|a|b|\n|-|-|\n") + &"|one|2|\n".repeat(times),
            Hostile::OneLine => "word ".repeat(times),
            Hostile::Details => "<details><summary>a</summary>\n\nb\n\n</details>\n\n".repeat(times),
        }
    }
}

/// Ten times as much takes ten times as long.
#[divan::bench(
    args = [Hostile::Links, Hostile::Quotes, Hostile::Rows, Hostile::OneLine, Hostile::Details],
    consts = [10_000, 100_000],
    sample_count = 5
)]
fn hostile<const TIMES: usize>(bencher: Bencher<'_, '_>, kind: Hostile) {
    let note = kind.note(TIMES);
    bencher.bench(|| typeset(&document(black_box(&note)), &Options::at(COLUMNS)));
}

#[divan::bench(args = [10_000_000], sample_count = 10)]
fn first_screen_of_a_talk(bencher: Bencher<'_, '_>, bytes: usize) {
    let note = note(bytes);
    bencher.bench(|| {
        let note = black_box(&note);
        let document = parse(note, opening(note, 0..note.len(), 64_000), &[], false);
        let mut setter = Setter::new(Options::at(COLUMNS));
        setter.set(&document, 50);
        (document, setter)
    });
}
