//! The embedded reference, read as data: which keys there are, of which kind, and which tables take any key.

use config::{File, FileFormat, Map, Source, Value, ValueKind};

use super::{DEFAULT, client, file::flatten, layer::Leaf};

/// The keys of `config/default.toml`.
#[derive(Debug)]
pub(super) struct Reference {
    leaves: Vec<Leaf>,
    /// Tables that are empty in the reference: their keys are librdkafka's.
    free: Vec<String>,
}

impl Reference {
    /// The reference that is compiled in. A test holds that it can be read.
    pub(super) fn embedded() -> Self {
        let tables: Map<String, Value> = File::from_str(DEFAULT, FileFormat::Toml).collect().unwrap_or_default();
        let mut leaves = Vec::new();
        flatten(&mut Vec::new(), &tables, "default", &mut leaves);
        leaves.sort_by_key(Leaf::key);
        let mut free = Vec::new();
        free_tables(&mut Vec::new(), &tables, &mut free);
        free.sort();
        Self { leaves, free }
    }

    /// Every key with its default.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        self.leaves.clone()
    }

    /// Tables that take any key.
    pub(super) fn free_tables(&self) -> impl Iterator<Item = &str> {
        self.free.iter().map(String::as_str)
    }

    /// The default of a key.
    pub(super) fn default_of(&self, key: &str) -> Option<&Value> {
        self.leaves.iter().find(|leaf| leaf.key() == key).map(|leaf| &leaf.value)
    }

    /// The free table that a key lies in.
    pub(super) fn free_table_of(&self, key: &str) -> Option<&str> {
        self.free_tables().find(|table| key.strip_prefix(table).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The path of a dotted key: the name inside a free table is one step, dots and all. `None` where there is no such key.
    pub(super) fn path(&self, key: &str) -> Option<Vec<String>> {
        let steps = |key: &str| key.split('.').map(str::to_owned).collect::<Vec<_>>();
        if let Some(table) = self.free_table_of(key) {
            let name = key.strip_prefix(table)?.strip_prefix('.')?;
            return (!name.is_empty()).then(|| [steps(table), vec![name.to_owned()]].concat());
        }
        self.default_of(key).map(|_| steps(key))
    }

    /// The known key that is most like an unknown one, where one is like it at all.
    pub(super) fn nearest(&self, unknown: &str) -> Option<String> {
        let tails = std::iter::successors(Some(unknown), |key| key.split_once('.').map(|(_, rest)| rest));
        if let Some(place) = tails.take(3).find_map(client::place) {
            return Some(place);
        }
        let name = unknown.rsplit('.').next().unwrap_or(unknown);
        let likeness = |key: &str| {
            let known = key.rsplit('.').next().unwrap_or(key);
            strsim::jaro_winkler(unknown, key).max(strsim::jaro_winkler(name, known) * 0.98)
        };
        let scored = self.leaves.iter().map(|leaf| (likeness(&leaf.key()), leaf.key()));
        scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key)
    }
}

fn free_tables(path: &mut Vec<String>, table: &Map<String, Value>, found: &mut Vec<String>) {
    for (name, value) in table {
        let ValueKind::Table(inner) = &value.kind else { continue };
        path.push(name.clone());
        if inner.is_empty() {
            found.push(path.join("."));
        }
        free_tables(path, inner, found);
        path.pop();
    }
}
