//! The form of the state file, and what it means. Whatever another program of the same version put there stays
//! as it is.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::app::geometry::Widths;
use crate::app::memory::{Memory, Sorting, Visit};
use crate::app::traces::Trace;
use crate::search::Facet;
use crate::talk::TalkId;

/// Version of the form that this program writes.
pub(super) const VERSION: u32 = 1;

/// What stands in the file. Lists hold values that may not be understood.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Form {
    version: u32,
    #[serde(default)]
    stars: Vec<Value>,
    #[serde(default)]
    seen: Vec<Value>,
    #[serde(default)]
    recent: Vec<String>,
    #[serde(default)]
    orders: Vec<Value>,
    #[serde(default)]
    visits: Vec<Value>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Form {
    /// The same with what is remembered now in place of what was.
    pub(super) fn with(self, memory: &Memory) -> Form {
        Form {
            version: VERSION,
            stars: merged(self.stars, &memory.stars, read_trace, write_trace),
            seen: merged(self.seen, &memory.seen, read_trace, write_trace),
            recent: memory.recent.clone(),
            orders: merged(self.orders, &memory.orders, read_order, write_order),
            visits: merged(self.visits, &memory.visits, read_visit, write_visit),
            other: self.other,
        }
    }

    /// What it says, as far as it is understood.
    pub(super) fn memory(&self) -> Memory {
        Memory {
            stars: self.stars.iter().filter_map(read_trace).collect(),
            seen: self.seen.iter().filter_map(read_trace).collect(),
            recent: self.recent.clone(),
            orders: self.orders.iter().filter_map(read_order).collect(),
            visits: self.visits.iter().filter_map(read_visit).collect(),
        }
    }
}

/// A list with what is remembered now. A value that says so already stays, with all else it says, and so does
/// one that is not understood.
fn merged<'a, T: PartialEq + 'a>(
    old: Vec<Value>,
    now: impl IntoIterator<Item = &'a T>,
    read: impl Fn(&Value) -> Option<T>,
    write: impl Fn(&T) -> Value,
) -> Vec<Value> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for value in old {
        match read(&value) {
            Some(meant) => known.push((meant, value)),
            None => unknown.push(value),
        }
    }
    // Nearly always they stand in the same order as before: each is looked for from the one before on.
    let mut next = 0;
    let mut written = |one: &T| {
        let from_here = known[next..].iter().position(|(meant, _)| meant == one).map(|at| next + at);
        let at = from_here.or_else(|| known[..next].iter().position(|(meant, _)| meant == one))?;
        next = at + 1;
        Some(known[at].1.clone())
    };
    now.into_iter().map(|one| written(one).unwrap_or_else(|| write(one))).chain(unknown).collect()
}

fn read_trace(value: &Value) -> Option<Trace> {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let id = TalkId(u32::from_str_radix(value["id"].as_str()?, 16).ok()?);
    Some(Trace { id, title: text("title")?, path: text("path")?, event: text("event") })
}

fn write_trace(Trace { id, title, path, event }: &Trace) -> Value {
    json!({ "id": id.to_string(), "title": title, "path": path, "event": event })
}

fn read_order(value: &Value) -> Option<(String, Sorting)> {
    let sort = value["sort"].as_str()?.parse().ok()?;
    Some((value["notes"].as_str()?.to_owned(), Sorting { sort, reverse: value["reverse"] == true }))
}

fn write_order((notes, Sorting { sort, reverse }): &(String, Sorting)) -> Value {
    json!({ "notes": notes, "sort": sort.name(), "reverse": reverse })
}

fn read_visit(value: &Value) -> Option<(String, Visit)> {
    let talk = value["talk"].as_str().and_then(|id| u32::from_str_radix(id, 16).ok()).map(TalkId);
    let visit = Visit {
        query: value["query"].as_str()?.to_owned(),
        talk,
        top: value["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0),
        note_only: value["note_only"] == true,
        facets_hidden: value["facets_hidden"] == true,
        widths: Widths { facets: columns(&value["facets_width"]), list: columns(&value["list_width"]) },
        folded: value["folded"].as_array().into_iter().flatten().filter_map(read_facet).collect(),
        marked: value["marked"].as_array().into_iter().flatten().filter_map(read_trace).collect(),
    };
    Some((value["notes"].as_str()?.to_owned(), visit))
}

fn write_visit((notes, visit): &(String, Visit)) -> Value {
    let Visit { query, talk, top, note_only, facets_hidden, widths, folded, marked } = visit;
    let talk = talk.map(|talk| talk.to_string());
    let folded: Vec<&str> = folded.iter().map(|facet| facet.name()).collect();
    json!({
        "notes": notes, "query": query, "talk": talk, "line": top, "note_only": note_only,
        "facets_hidden": facets_hidden, "facets_width": widths.facets, "list_width": widths.list,
        "folded": folded, "marked": marked.iter().map(write_trace).collect::<Vec<_>>(),
    })
}

fn columns(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|columns| u16::try_from(columns).ok())
}

fn read_facet(value: &Value) -> Option<Facet> {
    Facet::named(value.as_str()?)
}
