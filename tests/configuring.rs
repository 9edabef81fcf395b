//! The configuration, as a person writes it and asks about it.

use kcbrowse::app::bindings::{KeyMap, Sequence, Wish};
use kcbrowse::app::keymap::Action;
use kcbrowse::config::{SETTINGS, TABLES, sample};

use crate::support::program::{Run, folder, program};
use crate::support::terminal::Pty;
use crate::support::{Session, notes};

const DAY: &str = "\
# StoneConf 2024

## Zebra crossings for packets
- **Speaker**: Uma Field, Basalt
- **Date**: 2024-03-01

Queues.

## Anvils as a service
- **Speaker**: Otto Berg, Basalt
- **Date**: 2024-03-02

Hammers.
";

/// A folder with notes and this configuration.
fn home(config: &str) -> tempfile::TempDir {
    folder(&[("day.md", DAY.as_bytes()), ("config/kcbrowse/config.toml", config.as_bytes())])
}

fn run(home: &tempfile::TempDir, variables: &[(&str, &str)], arguments: &str) -> Run {
    let mut command = program(home.path());
    command.args(arguments.split_whitespace()).envs(variables.iter().copied());
    let output = command.output().expect("the program runs");
    let text =
        |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace(&home.path().to_string_lossy().into_owned(), "~");
    Run { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

#[test]
fn config_show_tells_what_holds_and_who_said_so() {
    let theme = "[themes.\"my own\"]\ninherits = \"light\"\nlink = \"bold #aa0000\"\n";
    let home = home(&format!("notes = [\"~/day.md\"]\ntheme = \"light\"\n\n[topics]\nyaml = false\n{theme}"));
    let run = run(&home, &[("KCBROWSE_SORT", "title")], "config show --theme mono");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let told = |line: &str| run.out.lines().any(|shown| shown.split_whitespace().eq(line.split_whitespace()));
    for line in [
        "notes = [\"~/day.md\"] # ~/config/kcbrowse/config.toml:1",
        "theme = \"mono\" # --theme",
        "sort = \"title\" # KCBROWSE_SORT",
        "yaml = false",
        "[themes.\"my own\"] # ~/config/kcbrowse/config.toml",
        "inherits = \"light\"",
        "link = \"bold #aa0000\"",
    ] {
        assert!(told(line), "{line}\n{}", run.out);
    }
}

#[test]
fn pictures_are_shown_one_way_or_not_at_all() {
    let home = home("pictures = \"off\"\n");
    let shown = |variables: &[(&str, &str)]| {
        let run = run(&home, variables, "config show");
        let line = run.out.lines().find(|line| line.starts_with("pictures ")).unwrap_or_default();
        (line.split_whitespace().collect::<Vec<_>>().join(" "), run.err)
    };
    let effect = if cfg!(feature = "images") { "" } else { "; without effect: this build shows no pictures" };
    let (line, err) = shown(&[]);
    assert_eq!(line, format!("pictures = \"off\" # ~/config/kcbrowse/config.toml:1{effect}"));
    assert_eq!(err, "");
    assert_eq!(shown(&[("KCBROWSE_PICTURES", "sixel")]).0, format!("pictures = \"sixel\" # KCBROWSE_PICTURES{effect}"));
    let wrong = "kcbrowse: KCBROWSE_PICTURES: there is no way `sixels` to show pictures; did you mean `sixel`?\n";
    assert_eq!(shown(&[("KCBROWSE_PICTURES", "sixels")]).1, wrong);
}

#[test]
fn a_mistake_is_said_and_the_rest_is_used() {
    let home = home("thme = \"dark\"\nsort = \"title\"\n");
    let wrong = "kcbrowse: ~/config/kcbrowse/config.toml:1: there is no `thme` here; did you mean `theme`?\n";
    let list = run(&home, &[], "list day.md --format tsv");
    assert_eq!((list.err.as_str(), list.code), (wrong, Some(0)));
    assert!(list.out.lines().next().is_some_and(|first| first.contains("Anvils")), "{}", list.out);
    let show = run(&home, &[], "config show");
    assert_eq!((show.err.as_str(), show.code), (wrong, Some(2)));
}

#[test]
fn the_order_is_that_of_the_flag_the_variable_or_the_file_in_this_order() {
    let home = home("sort = \"title\"\n");
    let first = |variables: &[(&str, &str)], flags: &str| {
        let out = run(&home, variables, &format!("list day.md --format tsv {flags}")).out;
        out.split('\t').nth(2).map(str::to_owned).unwrap_or_default()
    };
    assert_eq!(first(&[], ""), "Anvils as a service");
    assert_eq!(first(&[("KCBROWSE_SORT", "file")], ""), "Zebra crossings for packets");
    assert_eq!(first(&[("KCBROWSE_SORT", "file")], "--sort date"), "Anvils as a service");
}

#[test]
fn another_file_is_named_by_flag_or_variable() {
    let home = home("sort = \"title\"\n");
    std::fs::write(home.path().join("other.toml"), "sort = \"length\"\n").expect("a file");
    for (variables, flags) in [(&[][..], " --config other.toml"), (&[("KCBROWSE_CONFIG", "other.toml")][..], "")] {
        let out = run(&home, variables, &format!("config show{flags}")).out;
        assert!(out.contains("other.toml:1"), "{out}");
    }
    let missing = run(&home, &[], "list day.md --config none.toml");
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("none.toml"), "{}", missing.err);
}

#[test]
fn config_init_writes_what_can_be_said_once() {
    let home = folder(&[]);
    let first = run(&home, &[], "config init");
    assert_eq!((first.out.as_str(), first.code), ("~/config/kcbrowse/config.toml\n", Some(0)));
    let written = std::fs::read_to_string(home.path().join("config/kcbrowse/config.toml")).expect("the file");
    assert_eq!(written, sample());
    let again = run(&home, &[], "config init");
    let there = "kcbrowse: ~/config/kcbrowse/config.toml: is there already and stays as it is; edit it, or move it away and \
                 run this again\n";
    assert_eq!((again.err.as_str(), again.code), (there, Some(2)));
    assert_eq!(run(&home, &[], "config show").code, Some(0), "what it writes is understood");
}

#[test]
fn every_setting_has_one_name_everywhere() {
    let help = run(&folder(&[]), &[], "--help").out;
    for setting in SETTINGS {
        assert!(sample().contains(&format!("\n# {} = {}\n", setting.key, setting.example)), "{}", setting.key);
        assert!(sample().contains(&setting.variable()), "{}", setting.key);
        assert!(setting.flag.is_empty() || help.contains(setting.flag), "{}", setting.flag);
    }
    for table in TABLES {
        assert!(sample().contains(&format!("\n[{}", table.name)), "{}", table.name);
    }
}

/// A session in which actions have these keys.
fn session(keys: &[(Action, &str)]) -> Session {
    let wish = |(action, keys): &(Action, &str)| {
        let keys = keys.split(", ").filter(|key| !key.is_empty());
        let keys = keys.map(|key| Sequence::read(key).expect("a key")).collect();
        Wish { context: None, action: *action, keys, place: "test".to_owned() }
    };
    let (keys, refusals) = KeyMap::with(&keys.iter().map(wish).collect::<Vec<_>>());
    assert_eq!(refusals, []);
    let mut session = Session::over(notes(&[("day.md", DAY)]));
    session.model.preferences.keys = keys;
    session
}

#[test]
fn help_status_line_and_palette_show_the_keys_as_they_are() {
    let session = session(&[(Action::Export, "Ctrl-x, F2"), (Action::Help, "F1"), (Action::Star, "")]);
    let status = |session: &Session| session.screen().lines().last().map(str::to_owned).unwrap_or_default();
    assert!(status(&session).contains("Ctrl-x export") && status(&session).contains("F1 help"), "{}", status(&session));
    let help = session.keys("<F1>").size(120, 110);
    let line =
        |session: &Session, word: &str| session.screen().lines().find(|line| line.contains(word)).map(str::to_owned);
    assert!(line(&help, "print the marked talks").is_some_and(|line| line.contains("Ctrl-x F2")), "{}", help.screen());
    assert_eq!(line(&help, "star the talk"), None, "an action without a key is in the palette only");
    let palette = help.keys("<esc>:star the talk");
    assert!(line(&palette, "star the talk").is_some(), "{}", palette.screen());
}

#[test]
fn a_sequence_shows_how_it_can_go_on_and_esc_gives_it_up() {
    let session = session(&[(Action::Top, "g g"), (Action::Bottom, "g e"), (Action::Outline, "g o")]).keys("j");
    assert_eq!(session.selected(), "Anvils as a service");
    let session = session.keys("g");
    let status = session.screen().lines().last().map(str::to_owned).unwrap_or_default();
    for word in ["g …", "g to the top", "e to the bottom", "Esc cancels"] {
        assert!(status.contains(word), "{status}");
    }
    let session = session.keys("<esc>");
    assert_eq!((session.selected(), session.model.pending.len()), ("Anvils as a service", 0));
    let session = session.keys("gj");
    assert_eq!(session.selected(), "Anvils as a service", "a key that does not go on is not taken by itself");
    let session = session.keys("gg");
    assert_eq!(session.selected(), "Zebra crossings for packets");
}

#[test]
fn words_in_the_status_line_name_the_keys_as_they_are() {
    let session = session(&[(Action::Quit, "Q"), (Action::Export, "X"), (Action::Reverse, "")]);
    assert!(session.keys("<space>").screen().contains("1 marked · X prints them"));
}

#[test]
fn keys_of_the_configuration_hold_on_a_terminal() {
    let home = home("[keys]\nquit = \"Z Z\"\nlinks = \"Q\"\nzoom = \"Q\"\n");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" day.md", 120, 30);
    pty.wait_for("config.toml:4: `Q` for `zoom` clashes with `Q` for `links`");
    pty.wait_for("Anvils as a service");
    pty.send("qZ");
    pty.wait_for("Z …");
    pty.send("Z");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn all_mistakes_are_told_on_leaving_and_their_number_before() {
    let home = home("thme = \"dark\"\n\n[keys]\nstar = \"Q\"\nsearch = \"Q\"\n");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" day.md 2>said", 70, 30);
    pty.wait_for("2 mistakes in the configuration, told on leaving");
    pty.send("/zebra\rq");
    assert_eq!(pty.wait_for_end(), 0, "a key that another action has leaves its action the program's");
    let said = std::fs::read_to_string(home.path().join("said")).expect("what stderr got");
    let said = said.replace(&*home.path().join("config/kcbrowse").to_string_lossy(), "~");
    insta::assert_snapshot!(said, @r"
    kcbrowse: ~/config.toml:1: there is no `thme` here; did you mean `theme`?
    kcbrowse: ~/config.toml:5: `Q` for `search` clashes with `Q` for `star` at ~/config.toml:4
    ");
}

/// The style of the first cell of a text on a terminal's screen.
fn colors(screen: &vt100::Screen, text: &str) -> Option<(vt100::Color, vt100::Color)> {
    let (_, columns) = screen.size();
    let (row, line) = screen.rows(0, columns.get()).enumerate().find(|(_, line)| line.contains(text))?;
    let column = line[..line.find(text)?].chars().count();
    screen.cell(row as u16, column as u16).map(|cell| (cell.fgcolor(), cell.bgcolor()))
}

#[test]
fn a_terminal_that_tells_a_light_ground_gets_the_light_theme() {
    let home = home("[themes.light]\nquiet = \"39\"\n");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" day.md", 120, 30);
    pty.wait_for("Zebra crossings for packets");
    // The question was not waited for: the talks are there, in the colours for a dark ground.
    assert_eq!(colors(pty.model(), "kcbrowse"), Some((vt100::Color::Idx(6), vt100::Color::Default)));
    assert!(String::from_utf8_lossy(&pty.bytes).contains("\x1b]11;?\x1b\\"), "it asked");
    pty.send("\x1b]11;rgb:ffff/ffff/f0f0\x1b\\");
    pty.wait("the light theme", |screen| {
        colors(screen, "kcbrowse") == Some((vt100::Color::Idx(25), vt100::Color::Default))
    });
    let quiet = colors(pty.model(), "2 talks").map(|(letters, _)| letters);
    assert_eq!(quiet, Some(vt100::Color::Idx(39)), "as far as the configuration does not differ");
    assert!(pty.screen().contains("2 talks") && !pty.screen().contains("related"), "an answer is no key");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn the_theme_is_what_the_terminal_can_show() {
    let home = home("[themes.loud]\naccent = \"#ff0000\"\n[themes.paper]\nground = \"black on 230\"\n");
    let accent = |variables: &str, arguments: &str| {
        let line = format!("{variables} exec \"$KCBROWSE\" day.md {arguments}");
        let mut pty = Pty::shell(home.path(), &line, 120, 30);
        pty.wait_for("Zebra crossings for packets");
        assert!(!String::from_utf8_lossy(&pty.bytes).contains("\x1b]11;?"), "{line}: there is nothing to ask for");
        colors(pty.model(), "kcbrowse").expect("the name").0
    };
    assert_eq!(accent("TERM=xterm COLORTERM=", ""), vt100::Color::Idx(5), "sixteen colours");
    assert_eq!(accent("NO_COLOR=1", ""), vt100::Color::Default, "none");
    assert_eq!(accent("TERM=vt100", "--theme light"), vt100::Color::Default, "none");
    assert_eq!(accent("COLORTERM=truecolor", "--theme loud"), vt100::Color::Rgb(255, 0, 0));
    assert_eq!(accent("COLORTERM=", "--theme loud"), vt100::Color::Idx(196), "256 colours");
    assert_eq!(accent("TERM=linux COLORTERM=", "--theme loud"), vt100::Color::Idx(9), "sixteen colours");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" day.md --theme paper", 120, 30);
    pty.wait_for("Zebra crossings for packets");
    let ground = |row, column| pty.model().cell(row, column).map(vt100::Cell::bgcolor);
    assert_eq!([ground(0, 0), ground(29, 119)], [Some(vt100::Color::Idx(230)); 2], "the whole screen");
}

#[test]
fn a_locale_without_utf_8_gets_lines_and_letters_of_ascii() {
    let home = folder(&[(
        "day.md",
        "# Café Conf 2024\n\n## Crème brûlée für alle\n*By Zoë Ümit*\n\n日本 words.\n".as_bytes(),
    )]);
    let mut pty = Pty::shell(home.path(), "LC_ALL=C exec \"$KCBROWSE\" day.md", 100, 24);
    pty.wait_for("Creme brulee fur alle");
    pty.send("?");
    pty.wait_for("EVERYWHERE");
    assert!(pty.screen().is_ascii(), "{}", pty.screen());
    assert!(pty.screen().contains("+- kcbrowse -") && pty.screen().contains('|'), "{}", pty.screen());
}

#[test]
fn a_theme_nobody_knows_is_told_with_the_nearest() {
    let home = home("");
    let wrong = run(&home, &[], "--theme high-contrst day.md");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("there is no theme `high-contrst`; did you mean `high-contrast`?"), "{}", wrong.err);
}

#[test]
fn over_ssh_a_link_is_copied_by_the_terminal() {
    let home =
        folder(&[("day.md", b"# Conf\n\n## A talk\n*By Ann Lee, Ombra*\n\n[Slides](https://slides.example/a)\n")]);
    let line = "SSH_TTY=/dev/pts/1 DISPLAY= WAYLAND_DISPLAY= BROWSER= exec \"$KCBROWSE\" day.md";
    let mut pty = Pty::shell(home.path(), line, 120, 30);
    pty.wait_for("A talk");
    pty.send("o");
    pty.wait_for("nothing opens links over SSH without a display: copied the link");
    // https://slides.example/a in base 64.
    assert!(String::from_utf8_lossy(&pty.bytes).contains("\x1b]52;c;aHR0cHM6Ly9zbGlkZXMuZXhhbXBsZS9h\x1b\\"));
}

#[test]
fn the_editor_and_the_opener_of_the_configuration_are_used() {
    let home = folder(&[
        ("my notes/day.md", b"# Conf\n\n## A talk\n*By Ann Lee, Ombra*\n\n[Slides](https://slides.example/a)\n"),
        (
            "config/kcbrowse/config.toml",
            b"editor = \"sh -c 'echo at $1 in $0; read x' {file} {line}\"\nopener = \"touch opened\"\n",
        ),
        ("opened/.keep", b""),
    ]);
    let mut pty = Pty::shell(home.path(), "EDITOR=false exec \"$KCBROWSE\" 'my notes'", 120, 30);
    pty.wait_for("A talk");
    pty.send("e");
    pty.wait_for("at 3 in my notes/day.md");
    pty.send("\n");
    pty.wait("the talks again", |screen| screen.alternate_screen() && screen.contents().contains("A talk"));
    pty.send("o");
    pty.wait_for("opened https://slides.example/a");
}

#[test]
fn the_first_start_says_which_keys_matter_and_the_next_does_not() {
    let home = home("[keys]\nhelp = \"F1\"\n");
    let mut first = Pty::shell(home.path(), "exec \"$KCBROWSE\" day.md", 120, 30);
    first.wait_for("welcome: / searches, F1 shows what else there is");
    first.send("q");
    assert_eq!(first.wait_for_end(), 0);
    let mut second = Pty::shell(home.path(), "exec \"$KCBROWSE\" day.md", 120, 30);
    second.wait_for("F1 help");
    second.send("jk");
    assert!(!second.screen().contains("welcome"), "{}", second.screen());
}

#[test]
fn without_an_editor_it_is_said_how_to_name_one() {
    let home = home("");
    let mut pty = Pty::shell(home.path(), "VISUAL= EDITOR= exec \"$KCBROWSE\" day.md", 120, 30);
    pty.wait_for("Zebra crossings for packets");
    pty.send("e");
    pty.wait_for("no editor is set: editor = \"vim\" in the configuration, or export EDITOR=vim");
}

#[test]
fn a_topic_that_is_left_out_is_counted_nowhere() {
    let home = home("[topics]\nhelm = false\n");
    let tags = run(&home, &[], "tags --demo -q topic:helm");
    assert_eq!((tags.out.as_str(), tags.code), ("", Some(1)));
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" --demo -q topic:helm", 120, 30);
    pty.wait_for("No talk matches topic:helm");
    assert!(!pty.screen().contains("TOPICS"), "{}", pty.screen());
}

#[test]
fn shells_complete_themes_and_orders_and_other_themes_can_be_named() {
    let home = home("[themes.paper]\ninherits = \"light\"\n");
    let script = run(&home, &[], "completions bash").out;
    for names in ["dark light high-contrast ansi mono", "match date title event speaker file length"] {
        assert!(script.contains(names), "{names}");
    }
    assert_eq!(run(&home, &[], "config show --theme paper").code, Some(0));
    let help = run(&home, &[], "list --help").out;
    assert!(!help.contains("possible values: dark"), "{help}");
}
