//! Notes that change while they are browsed: what is looked at stays, what is gone is said.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use kcbrowse::app::{Message, Pane};
use kcbrowse::search::{Reason, Related};
use kcbrowse::source::{Input, Summary};
use kcbrowse::talk::{Library, Loaded, Talk, TalkIx, load, reload};

use crate::support::program::folder;
use crate::support::terminal::Pty;
use crate::support::{Session, notes};

const DAY: &str = "\
# BridgeConf 2024

## Etcd on a diet
- **Speaker**: Kim Aoki, Lattice

Compaction matters.

## Helm for the impatient
- **Speaker**: Jon Vale, Quarry

Charts are packages.

## Rollouts you can sleep through
- **Speaker**: Ida Brandt, Quarry

Canaries first.
";

fn session() -> Session {
    Session::over(notes(&[("bridge.md", DAY)])).size(100, 24)
}

fn notice(session: &Session) -> &str {
    session.model.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn the_selection_the_marks_and_the_query_stay() {
    let mut session = session().keys("/quarry<ret>j jk");
    assert_eq!((session.titles().len(), session.selected()), (2, "Helm for the impatient"));
    let marked = session.model.marked.len();
    let more = DAY.replace("## Etcd", "## Raft at rest\n- **Speaker**: Una Kern, Quarry\n\nVotes.\n\n## Etcd");
    session.change(notes(&[("bridge.md", &more), ("new.md", "## Zoo\n- **Speaker**: Al Ott, Quarry\n\nKeepers.\n")]));
    assert_eq!(session.titles().len(), 4);
    assert_eq!((session.selected(), session.model.query.text()), ("Helm for the impatient", "quarry"));
    let titles: Vec<&str> =
        session.model.marked.iter().filter_map(|ix| session.model.library.get(*ix)).map(|talk| &*talk.title).collect();
    assert_eq!((marked, titles), (1, vec!["Rollouts you can sleep through"]));
    assert_eq!(notice(&session), "");
}

#[test]
fn what_is_read_stays_where_it_was_scrolled_to() {
    let body: String = (0..80).map(|number| format!("Paragraph {number}.\n\n")).collect();
    let long = |head: &str| format!("# Conf 2024\n\n{head}## A long talk\n- **Speaker**: Kim Aoki\n\n{body}");
    let mut session = Session::over(notes(&[("a.md", &long(""))])).size(100, 24).keys("<ret><C-d><C-d>");
    let (top, page) = (session.model.note.top, session.screen());
    assert!(top > 10);
    session.change(notes(&[("a.md", &long("## A short talk\n- **Speaker**: Una Kern\n\nOnly this.\n\n"))]));
    assert_eq!((session.model.note.top, session.model.pane), (top, Pane::Note));
    let of_note = |screen: &str| {
        let columns = screen.lines().skip(3).filter_map(|line| line.split(['│', '┃']).next_back());
        columns.map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(of_note(&session.screen())[..18], of_note(&page)[..18]);
}

#[test]
fn a_talk_stays_in_its_row_while_others_come_above_it() {
    let mut session = session().keys("j");
    let row = |session: &Session| {
        let screen = session.screen();
        screen.lines().position(|line| line.contains("▌ Helm")).expect("the selected talk")
    };
    let before = row(&session);
    let more: String =
        (0..30).map(|number| format!("## Talk {number}\n- **Speaker**: P. {number}\n\nIt.\n\n")).collect();
    let between = DAY.replace("## Etcd", &format!("{more}## Etcd"));
    session.change(notes(&[("bridge.md", &between), ("c.md", &more.replace("Talk", "Chat"))]));
    assert_eq!((session.titles().len(), session.selected()), (63, "Helm for the impatient"));
    assert_eq!(row(&session), before);
}

#[test]
fn a_talk_with_another_title_and_a_note_with_another_name_are_known_again() {
    let mut session = session().keys("j");
    session.change(notes(&[("bridge.md", &DAY.replace("the impatient", "people in a hurry"))]));
    assert_eq!((session.selected(), notice(&session)), ("Helm for people in a hurry", ""));
    session.change(notes(&[("2024/bridge.md", &DAY.replace("the impatient", "people in a hurry"))]));
    assert_eq!((session.selected(), notice(&session)), ("Helm for people in a hurry", ""));
}

#[test]
fn a_talk_that_is_gone_is_said_and_comes_back_selected_and_marked() {
    let mut session = session().keys("j k");
    let without = DAY.split("## Helm").next().expect("a beginning").to_owned();
    session.change(notes(&[("bridge.md", &without)]));
    assert_eq!(session.selected(), "Etcd on a diet");
    assert!(session.screen().contains("“Helm for the impatient” and another talk are gone"), "{}", session.screen());
    session.change(notes(&[("bridge.md", DAY)]));
    assert_eq!((session.selected(), session.model.marked.len()), ("Helm for the impatient", 1));
    session.change(notes(&[("bridge.md", &without)]));
    let mut session = session.keys("k");
    session.change(notes(&[("bridge.md", DAY)]));
    assert_eq!(session.selected(), "Etcd on a diet", "the person went on");
}

#[test]
fn a_list_to_choose_from_stays_open_as_long_as_its_choices_hold() {
    let mut session = session().keys(":");
    session.change(notes(&[("bridge.md", DAY)]));
    assert!(session.model.picker.is_some());
    let mut session = session.keys("<esc>O");
    session.change(notes(&[("bridge.md", &DAY.replace("Compaction", "It"))]));
    assert!(session.model.picker.is_none(), "headings may be elsewhere now");
}

#[test]
fn related_talks_asked_for_while_notes_come_are_those_of_the_new_notes() {
    let mut session = session().keys("/helm<ret>");
    let more = DAY.replace("## Etcd", "## Raft at rest\n- **Speaker**: Jon Vale, Quarry\n\nVotes.\n\n## Etcd");
    let coming = session.begin_change(notes(&[("bridge.md", &more)]));
    session = session.keys("r");
    let earlier = Related { ix: TalkIx(2), reasons: vec![Reason::Title] };
    session.send(Message::Related(TalkIx(1), vec![earlier]));
    assert!(session.model.picker.is_none(), "numbers of old and new notes are not mixed");
    session.perform(coming);
    let items = session.model.picker.as_ref().map(|picker| picker.items.clone()).expect("related talks");
    let titles: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(session.selected(), "Helm for the impatient");
    assert!(titles.contains(&"Raft at rest") && !titles.contains(&session.selected()), "{titles:?}");
}

#[test]
fn changes_on_the_disk_show_by_themselves() {
    let home = folder(&[("notes/day.md", DAY.as_bytes()), ("notes/.gitignore", b"drafts\n")]);
    let notes = home.path().join("notes");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" notes", 120, 30);
    pty.wait_for("Rollouts you can sleep");
    pty.send("jj");
    pty.wait_for("▌ Rollouts");
    fs::write(notes.join("day.md"), DAY.replace("on a diet", "on the run")).expect("written");
    pty.wait_for("Etcd on the run");
    fs::create_dir_all(notes.join("2025/spring")).expect("folders");
    fs::write(notes.join("2025/spring/new.md"), "## Kelp forests\n- **Speaker**: Una Kern\n\nDeep.\n")
        .expect("written");
    pty.wait_for("4 talks");
    fs::write(notes.join("2025/spring/new.md"), "## Kelp farms\n- **Speaker**: Una Kern\n\nDeep.\n").expect("written");
    pty.wait_for("Kelp farms");
    fs::remove_dir_all(notes.join("2025")).expect("removed");
    pty.wait_for("“Kelp farms” is gone from the notes");
    pty.wait_for("▌ Rollouts");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn changes_show_only_when_asked_for_where_watching_is_off() {
    let home = folder(&[("notes/day.md", DAY.as_bytes()), ("config/kcbrowse/config.toml", b"watch = false\n")]);
    fs::write(home.path().join("editor"), "#!/bin/sh\ntrue\n").expect("a script");
    std::process::Command::new("chmod").arg("+x").arg(home.path().join("editor")).status().expect("chmod");
    let mut pty = Pty::shell(home.path(), "EDITOR=./editor exec \"$KCBROWSE\" notes", 120, 30);
    pty.wait_for("Rollouts you can sleep");
    let threads = fs::read_dir(format!("/proc/{}/task", pty.process_id())).map_or(Vec::new(), |tasks| {
        tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("comm")).ok()).collect()
    });
    assert!(!threads.iter().any(|name| name.trim() == "watch"), "{threads:?}");
    fs::write(home.path().join("notes/day.md"), DAY.replace("on a diet", "on the run")).expect("written");
    pty.send("e");
    pty.wait_for("Etcd on the run");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

/// Writes a note, an hour ago.
fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(&path, text).expect("a file");
    let file = fs::File::options().write(true).open(&path).expect("the file");
    file.set_modified(SystemTime::now() - Duration::from_hours(1)).expect("an older time");
}

/// All that a library says, in words.
fn said(library: &Library) -> Vec<String> {
    let copies = |ix| library.copies(ix).iter().map(|copy| copy.note.path.clone()).collect::<Vec<_>>();
    library.iter().map(|(ix, talk)| format!("{} {:?} {:?}", talk.id, talk.title, copies(ix))).collect()
}

fn loaded(load: impl FnOnce(&mut dyn FnMut(Loaded) -> ControlFlow<()>) -> Summary) -> Library {
    let mut library = Library::default();
    load(&mut |loaded| {
        library.add(loaded.batch);
        ControlFlow::Continue(())
    });
    library
}

const TEXT: &str = "*Ada Pohl, Nimbus*\n\nA cluster of three nodes is enough for most shops, she says. It fits under a desk and wakes nobody at night.\n";

#[test]
fn a_reload_gives_what_a_load_gives_and_reads_changed_files_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path();
    write(home, "a/day.md", "# Conf 2022\n\n## Welcome\n\nHello.\n\n## Helm in anger\n\nCharts.\n");
    write(home, "b/day.md", &format!("# Conf 2023\n\n## Small clusters\n{TEXT}\n## Raft\n\nVotes.\n"));
    write(home, "c.md", &format!("# Best of\n\n## Small clusters\n{TEXT}"));
    write(home, "readme.md", "");
    let inputs = || vec![Input::Path(home.join("a")), Input::Path(home.join("b")), Input::Path(home.to_owned())];
    let fresh = || loaded(|sink| load(inputs(), sink).expect("there"));
    let old = fresh();
    let again = |old: &Library| loaded(|sink| reload(inputs(), old, sink).expect("there"));
    let same = again(&old);
    assert_eq!(said(&same), said(&old));
    let is_kept = |(_, talk): (TalkIx, &Talk)| old.iter().any(|(_, old)| Arc::ptr_eq(&old.note, &talk.note));
    assert!(same.iter().all(is_kept), "nothing was read");
    write(home, "a/day.md", "# Conf 2022\n\n## Helm in peace\n\nCharts.\n");
    write(home, "d.md", "## Etcd\n\nA store.\n\n## Etcd\n\nAnother talk of that name.\n");
    fs::remove_file(home.join("c.md")).expect("removed");
    let new = again(&old);
    assert_eq!(said(&new), said(&fresh()));
    assert_eq!(new.iter().filter(|there| is_kept(*there)).count(), 2, "of b/day.md");
    assert_eq!(said(&again(&new)), said(&new));
}
