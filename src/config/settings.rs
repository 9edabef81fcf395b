//! The settings: one table of simple values, one of tables. The file, `config init`, `config show`, the variables
//! and the README come from here.

use std::path::{Path, PathBuf};

use super::toml::Node;
use super::value::{Kind, Value};
use super::{Config, Problem, keys, queries, themes, topics};
use crate::search::Sort;
use crate::terminal::PictureChoice;
use crate::text::did_you_mean;

/// A simple value.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in the file.
    pub key: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// What holds where nothing is said, as TOML writes it, or in words where it depends.
    pub default: &'static str,
    /// A value as TOML writes it, for `config init` and the README.
    pub example: &'static str,
    /// What on the command line says the same.
    pub flag: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Why it changes nothing in this build, where it does not.
    pub without_effect: Option<&'static str>,
    pub(super) set: fn(&mut Config, Value) -> Result<(), String>,
    pub(super) get: fn(&Config) -> Option<Value>,
}

/// A table of the file.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Lines of it, for the README.
    pub example: &'static str,
    /// Lines of it for `config init`, where they are others.
    pub(super) sample: Option<fn() -> String>,
    /// What it is for.
    pub help: &'static str,
    pub(super) read: fn(&mut Config, &Node<'_>, &mut Vec<Problem>),
}

/// The simple values.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "notes",
        kind: Kind::Paths,
        default: "[]",
        example: "[\"~/notes\"]",
        flag: "PATH",
        help: "Folders and files of notes to open when none is named on the command line; ~ is your home folder.",
        without_effect: None,
        set: |config, value| {
            let Value::Paths(paths) = value else { return Ok(()) };
            config.notes = paths.iter().map(|path| expand_home(Path::new(path))).collect();
            Ok(())
        },
        get: |config| Some(Value::Paths(config.notes.iter().map(|path| path.to_string_lossy().into_owned()).collect())),
    },
    Setting {
        key: "theme",
        kind: Kind::Text,
        default: "the one that suits the terminal",
        example: "\"dark\"",
        flag: "--theme",
        help: "How the interface looks: dark, light, high-contrast, ansi, mono, or a theme of your own.",
        without_effect: None,
        set: |config, value| {
            let Value::Text(name) = value else { return Ok(()) };
            if config.theme_named(&name).is_none() {
                return Err(format!("there is no theme `{name}`{}", did_you_mean(&name, config.theme_names())));
            }
            config.theme = Some(name);
            Ok(())
        },
        get: |config| config.theme.clone().map(Value::Text),
    },
    Setting {
        key: "sort",
        kind: Kind::Text,
        default: "the order used last",
        example: "\"date\"",
        flag: "--sort",
        help: "Order of the talks: match, date, title, event, speaker, file or length.",
        without_effect: None,
        set: |config, value| {
            let Value::Text(name) = value else { return Ok(()) };
            let sort = name
                .parse::<Sort>()
                .map_err(|_| format!("there is no order `{name}`{}", did_you_mean(&name, Sort::ALL.map(Sort::name))))?;
            config.sort = Some(sort);
            Ok(())
        },
        get: |config| config.sort.map(|sort| Value::Text(sort.name().to_owned())),
    },
    Setting {
        key: "measure",
        kind: Kind::Number(0, 1000),
        default: "88",
        example: "72",
        flag: "",
        help: "Widest text of a note in columns, however wide its pane is; 0 fills the pane.",
        without_effect: None,
        set: |config, value| {
            config.measure = value.number();
            Ok(())
        },
        get: |config| config.measure.map(Value::Number),
    },
    Setting {
        key: "hyperlinks",
        kind: Kind::Switch,
        default: "true where the terminal is known to have them",
        example: "true",
        flag: "",
        help: "Whether links in a note are links of the terminal too (OSC 8), to be followed as it follows links.",
        without_effect: None,
        set: |config, value| {
            config.hyperlinks = value.switch();
            Ok(())
        },
        get: |config| config.hyperlinks.map(Value::Switch),
    },
    Setting {
        key: "pictures",
        kind: Kind::Text,
        default: "\"auto\"",
        example: "\"blocks\"",
        flag: "",
        help: "How pictures of notes are shown in a build with the feature images: auto (as the terminal is known to), \
               kitty, iterm2, sixel, blocks, or off.",
        without_effect: if cfg!(feature = "images") { None } else { Some("this build shows no pictures") },
        set: |config, value| {
            let Value::Text(name) = value else { return Ok(()) };
            let names = || PictureChoice::ALL.map(PictureChoice::name);
            config.pictures = PictureChoice::named(&name)
                .ok_or_else(|| format!("there is no way `{name}` to show pictures{}", did_you_mean(&name, names())))?;
            Ok(())
        },
        get: |config| Some(Value::Text(config.pictures.name().to_owned())),
    },
    Setting {
        key: "watch",
        kind: Kind::Switch,
        default: "true; false where the screen is plain",
        example: "false",
        flag: "--no-watch",
        help: "Whether changes of the notes on the disk show at once.",
        without_effect: None,
        set: |config, value| {
            config.watch = value.switch();
            Ok(())
        },
        get: |config| config.watch.map(Value::Switch),
    },
    Setting {
        key: "plain",
        kind: Kind::Switch,
        default: "false",
        example: "true",
        flag: "--plain",
        help: "Whether the screen is made to be read out: one pane at a time, no lines, the cursor on what is selected.",
        without_effect: None,
        set: |config, value| {
            config.plain = value.switch().unwrap_or_default();
            Ok(())
        },
        get: |config| Some(Value::Switch(config.plain)),
    },
    Setting {
        key: "facets-width",
        kind: Kind::Number(16, 400),
        default: "what suits the screen, or as the mouse left it",
        example: "30",
        flag: "",
        help: "Columns of the facets.",
        without_effect: None,
        set: |config, value| {
            config.widths.facets = value.number();
            Ok(())
        },
        get: |config| config.widths.facets.map(Value::Number),
    },
    Setting {
        key: "list-width",
        kind: Kind::Number(16, 400),
        default: "what suits the screen, or as the mouse left it",
        example: "50",
        flag: "",
        help: "Columns of the list of talks; the note has the rest.",
        without_effect: None,
        set: |config, value| {
            config.widths.list = value.number();
            Ok(())
        },
        get: |config| config.widths.list.map(Value::Number),
    },
    Setting {
        key: "mouse",
        kind: Kind::Switch,
        default: "true",
        example: "false",
        flag: "",
        help: "Whether the interface takes the mouse; if not, the terminal selects text with it. M changes it for once.",
        without_effect: None,
        set: |config, value| {
            config.mouse = value.switch();
            Ok(())
        },
        get: |config| config.mouse.map(Value::Switch),
    },
    Setting {
        key: "editor",
        kind: Kind::Text,
        default: "VISUAL, or EDITOR",
        example: "\"nvim\"",
        flag: "",
        help: "Command that edits a note. Most editors are told the line as they like it; for others say where it goes: \
               \"kate --line {line} {file}\".",
        without_effect: None,
        set: |config, value| take_command(&mut config.editor, value),
        get: |config| config.editor.clone().map(Value::Text),
    },
    Setting {
        key: "opener",
        kind: Kind::Text,
        default: "the platform's; over SSH without a display links are copied",
        example: "\"firefox --new-tab {url}\"",
        flag: "",
        help: "Command that opens a link.",
        without_effect: None,
        set: |config, value| take_command(&mut config.opener, value),
        get: |config| config.opener.clone().map(Value::Text),
    },
];

/// The tables.
pub const TABLES: &[Table] = &[
    Table {
        name: "keys",
        example: "links = \"Ctrl-l\"\ntop = [\"g g\", \"Home\"]\nsuspend = false",
        sample: Some(keys::sample),
        help: "Which key does what: an action's key, several in a list, keys one after the other with blanks \
               between, or false for none. `[keys]` holds in the panes; a context has a table of its own: \
               `[keys.list]`, `[keys.note]`, `[keys.facets]`, `[keys.query]`, `[keys.find]`, `[keys.picker]`, \
               `[keys.sheet]`. A key named here does nothing else any more.",
        read: keys::read,
    },
    Table {
        name: "queries",
        example: "\"to watch\" = \"is:starred has:link\"\nmesh = \"istio | linkerd | cilium\"",
        sample: None,
        help: "Queries by name: Ctrl-r offers them beside those used before, and Tab completes a name to its query.",
        read: queries::read,
    },
    Table {
        name: "themes",
        example: "[themes.paper]\ninherits = \"light\"\naccent = \"bold #af5f00\"\nhit = \"black on 222\"",
        sample: Some(themes::sample),
        help: "Themes of your own, each in a table of its own: what differs from the theme it inherits, role by role. A \
               look is a colour (a name such as light-cyan, #rrggbb, or 0 to 255), `on` and the colour of the ground, and \
               bold, dim, italic, underlined, reversed or crossed-out; each may be left out.",
        read: themes::read,
    },
    Table {
        name: "topics",
        example: "\"our platform\" = [\"launchpad\", \"@launchpad.example.com\"]\nyaml = false",
        sample: None,
        help: "Topics of your own beside the built-in ones: how each is spelled in notes, and after an @ its site. \
               In place of a list, false leaves a built-in topic out.",
        read: topics::read,
    },
];

impl Setting {
    /// The environment variable that says the same: `KCBROWSE_THEME`.
    pub fn variable(&self) -> String {
        format!("KCBROWSE_{}", self.key.to_uppercase().replace('-', "_"))
    }
}

/// Every name that can stand at the beginning of a line or in brackets.
pub(super) fn names() -> Vec<&'static str> {
    SETTINGS.iter().map(|setting| setting.key).chain(TABLES.iter().map(|table| table.name)).collect()
}

/// Takes a command whose words can be told apart.
fn take_command(place: &mut Option<String>, value: Value) -> Result<(), String> {
    let Value::Text(command) = value else { return Ok(()) };
    match shell_words::split(&command) {
        Ok(words) if !words.is_empty() => *place = Some(command),
        Ok(_) => return Err("a command is wanted, such as \"vim\"".to_owned()),
        Err(_) => return Err(format!("`{command}` cannot be read: a quote is not closed")),
    }
    Ok(())
}

/// A path whose `~` at its beginning is the home folder.
pub(crate) fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(below), Some(folders)) => folders.home_dir().join(below),
        _ => path.to_owned(),
    }
}
