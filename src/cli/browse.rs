//! `kcbrowse PATH`: the interface on the terminal, and what it leaves on stdout.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, bail};

use super::arguments::{Browsing, ColorChoice, Global, Notes};
use super::{Outcome, batch, say_all};
use crate::app::key::Signs;
use crate::app::{Exit, NamedQuery, Preferences};
use crate::config::{self, Config, StateFile};
use crate::export::{FrontMatter, write_markdown};
use crate::terminal::{self, Ended, Ground, Keeper, Looks, Means, PictureChoice, Programs, Setup};
use crate::view::{Charset, Depth, Theme};

/// How to begin.
const BEGINNING: &str = "kcbrowse: no notes are named
  kcbrowse ~/notes        opens a folder of notes in Markdown
  kcbrowse --demo         opens the notes built in
  kcbrowse config init    writes a configuration, whose `notes` are opened when none are named";

pub(super) fn browse(
    notes: &Notes,
    query: &str,
    browsing: Browsing,
    global: &Global,
    config: &Config,
) -> anyhow::Result<Outcome> {
    if notes.are_unnamed(config) {
        // A person is at the beginning: this is the one error with more than a line.
        let _ = writeln!(io::stderr(), "{BEGINNING}");
        return Ok(Outcome::Misread);
    }
    let inputs = notes.inputs(config)?;
    let looks = looks(global, config);
    if terminal::open_tty().is_err() {
        say_all(&config.problems);
        return batch::list_plainly(inputs, query, global, config);
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        bail!("this terminal cannot move its cursor (TERM=dumb): `kcbrowse list` prints the talks");
    }
    crate::source::check(&inputs)?;
    let keeper = StateFile::of_platform().map(|file| Box::new(file) as Box<dyn Keeper>);
    let setup = Setup {
        inputs,
        // Nothing moves by itself on a screen that is read out, unless that is asked for.
        watch: config.watch.unwrap_or(!config.plain),
        name: notes.name(config),
        place: notes.place(config),
        query: query.to_owned(),
        looks,
        preferences: Preferences {
            sort: config.sort,
            measure: config.measure,
            widths: config.widths,
            mouse_free: config.mouse == Some(false),
            keys: config.keys.clone(),
            queries: named_queries(config),
            fresh: browsing.fresh,
            plain: config.plain,
            signs: if config.plain || charset() == Charset::Ascii { Signs::Words } else { Signs::Drawn },
        },
        programs: Programs { editor: config.editor.clone(), opener: config.opener.clone() },
        pictures: if config.plain { None } else { means(global, config) },
        hyperlinks: config.hyperlinks.unwrap_or_else(terminal::has_hyperlinks),
        problem: config::summary(&config.problems),
        keeper,
    };
    let (ended, model) = terminal::browse(setup).context("the terminal cannot be used")?;
    // The status line had room for the first at most.
    say_all(&config.problems);
    // The program ends here: freeing a large library piece by piece would only keep a person waiting.
    let model = Box::leak(Box::new(model));
    match ended {
        Ended::Left(Exit::Done) => Ok(Outcome::Done),
        Ended::Left(Exit::Interrupted) => Ok(Outcome::Interrupted),
        Ended::Signal(signal) => Ok(Outcome::Signal(signal)),
        Ended::Left(Exit::Export(talks)) => {
            let mut out = BufWriter::new(io::stdout().lock());
            write_markdown(&mut out, talks.iter().filter_map(|ix| model.library.get(*ix)), FrontMatter::Without)?;
            out.flush()?;
            Ok(Outcome::Done)
        }
    }
}

fn named_queries(config: &Config) -> Vec<NamedQuery> {
    config.queries.iter().map(|(name, text)| NamedQuery { name: name.clone(), text: text.clone() }).collect()
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The characters the terminal has.
fn charset() -> Charset {
    terminal::charset(variable)
}

/// How many colours there are, as far as any are wanted.
fn depth(global: &Global) -> Depth {
    match global.color {
        _ if !global.colors_interface() => Depth::None,
        ColorChoice::Always => terminal::color_depth(variable).max(Depth::Sixteen),
        ColorChoice::Auto | ColorChoice::Never => terminal::color_depth(variable),
    }
}

/// How pictures of notes are shown.
fn means(global: &Global, config: &Config) -> Option<Means> {
    // Who chose a theme without colours and said nothing of pictures wants none in those either.
    let is_colourless = config.theme.as_deref().is_some_and(|name| name == "mono");
    let choice = match config.pictures {
        PictureChoice::Auto if is_colourless => PictureChoice::Off,
        choice => choice,
    };
    Means::of(choice, variable, depth(global), charset())
}

/// The theme asked for, else those that suit a dark and a light ground, as far as the terminal can show them.
fn looks(global: &Global, config: &Config) -> Looks {
    let depth = depth(global);
    let charset = charset();
    let shown = |theme: Theme| theme.at(depth).in_charset(charset);
    // The user's, where one is called like a built-in theme.
    let named = |name: &str| config.theme_named(name).unwrap_or_default();
    if let Some(name) = config.theme.as_deref() {
        return Looks::one(shown(named(name)));
    }
    if depth <= Depth::Sixteen {
        return Looks::one(shown(named("ansi")));
    }
    // Some terminals say their colours as `15;0`: letters, ground. It is as good as asking, but may be out of date.
    let ground = variable("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
    let guess = if matches!(ground, Some(7 | 9..=15)) { Ground::Light } else { Ground::Dark };
    Looks { dark: shown(named("dark")), light: shown(named("light")), guess }
}
