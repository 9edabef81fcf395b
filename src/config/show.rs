//! What `kcbrowse config show` prints: each value with where it comes from, as TOML that could be the file.

use std::fmt::Write as _;
use std::path::Path;

use super::value::{key, quoted};
use super::{Config, SETTINGS};
use crate::text::width;

impl Config {
    /// What holds, a line each, and who said so; then what else is to be told, also with its origin.
    pub fn shown(&self, file: &Path, more: &[(String, String)]) -> String {
        let mut lines: Vec<(String, String)> = Vec::new();
        for setting in SETTINGS {
            let value = (setting.get)(self);
            let origin = self.origins.get(setting.key);
            let (line, mut said) = match (value, origin) {
                (Some(value), Some(origin)) => (format!("{} = {}", setting.key, value.to_toml()), origin.clone()),
                (Some(value), None) => (format!("{} = {}", setting.key, value.to_toml()), "default".to_owned()),
                (None, _) => (format!("# {}", setting.key), format!("default: {}", setting.default)),
            };
            if let Some(reason) = setting.without_effect {
                let _ = write!(said, "; without effect: {reason}");
            }
            lines.push((line, said));
        }
        lines.extend_from_slice(more);
        let room = lines.iter().map(|(value, _)| width(value)).max().unwrap_or(0);
        let aligned =
            |(value, origin): &(String, String)| format!("{value}{}  # {origin}\n", " ".repeat(room - width(value)));
        let mut shown: String = lines.iter().map(aligned).collect();
        shown.push_str(&self.shown_keys());
        if !self.queries.is_empty() {
            let _ = writeln!(shown, "\n[queries]  # {}", file.display());
            for (name, query) in &self.queries {
                let _ = writeln!(shown, "{} = {}", key(name), quoted(query));
            }
        }
        for (name, own) in &self.themes {
            let _ = writeln!(shown, "\n[themes.{}]  # {}", key(name), file.display());
            for (role, look) in &own.said {
                let _ = writeln!(shown, "{role} = {}", quoted(look));
            }
        }
        if !self.topics.is_empty() {
            let _ = writeln!(shown, "\n[topics]  # {}, beside the built-in ones", file.display());
            for (name, spellings) in &self.topics {
                let _ = writeln!(shown, "{} = {}", key(name), spellings.to_toml());
            }
        }
        shown
    }
}
