//! Loading: the layers are read one by one, checked against the reference, merged by `config`, and typed.

use std::{collections::BTreeMap, ffi::OsString, fmt, fs, path::PathBuf};

use config::{Config, ConfigError, Value, ValueKind};

use super::{
    Error, Problem, Settings,
    client::{self, REDACTED},
    file,
    layer::{self, Layer, Leaf},
    output,
    problem::is_private,
    properties::{self, Verdict},
    reference::Reference,
    topics,
};

/// The layers that the command line names.
#[derive(Clone, Default)]
pub struct Layers {
    /// Assignments of the subcommand itself; every other layer wins over them.
    pub built_in: Vec<String>,
    /// Settings files, the last one wins.
    pub files: Vec<PathBuf>,
    /// Assignments, `section.key=value`, the last one wins.
    pub assignments: Vec<String>,
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An assignment may hold a secret.
        f.debug_struct("Layers").field("files", &self.files).finish_non_exhaustive()
    }
}

/// Settings that are in force, and where they came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// Every key in the order of its name.
    pub entries: Vec<Entry>,
    /// Environment variables that begin like settings and look like none.
    pub strays: Vec<String>,
}

/// A setting as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, dotted.
    pub key: String,
    /// The value in TOML, or `(redacted)`.
    pub shown: String,
    /// The file, environment variable or option that it came from, or `default`.
    pub origin: String,
}

/// Reads and checks all layers; of librdkafka's settings only the names are checked. `environment` is given so that tests need
/// not change the process's own.
///
/// # Errors
/// Every wrong key and value, not only the first.
pub fn load(layers: &Layers, environment: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Loaded, Error> {
    load_with(layers, environment, properties::by_name)
}

/// Reads and checks all layers; `librdkafka` says what librdkafka makes of the name and the value of a setting.
///
/// # Errors
/// Every wrong key and value, not only the first.
pub fn load_with(
    layers: &Layers,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    librdkafka: impl Fn(&str, &str) -> Verdict,
) -> Result<Loaded, Error> {
    let mut problems = Vec::new();
    let mut strays = Vec::new();
    let reference = Reference::embedded();
    let mut stack = vec![Layer { leaves: reference.leaves() }];
    stack.push(layer::from_assignments(&layers.built_in, "the subcommand", &reference, &mut problems));
    for file in &layers.files {
        let name = file.display().to_string();
        match fs::read_to_string(file) {
            Ok(text) => stack.push(file::from_toml(&name, &text, &reference, &mut problems)),
            Err(error) => problems.push(file::unreadable(&name, &error)),
        }
    }
    stack.push(layer::from_environment(environment, &reference, &mut problems, &mut strays));
    stack.push(layer::from_assignments(&layers.assignments, "option --set", &reference, &mut problems));
    let in_force = in_force(&stack);
    problems.extend(in_force.values().filter_map(|leaf| refused(leaf, &reference, &librdkafka)));
    let typed = typed(stack, &reference, &in_force);
    if let Ok(settings) = &typed {
        let wrong = topics::problems(&settings.topics).into_iter();
        problems.extend(wrong.map(|message| problem(message, "topics.articles", &in_force)));
        problems.extend(output::problem(settings).map(|message| problem(message, "output.domains", &in_force)));
    }
    match typed {
        Ok(settings) if problems.is_empty() => Ok(Loaded { settings, entries: entries(&in_force, &reference), strays }),
        Ok(_) => Err(Error(problems)),
        Err(mut more) => {
            // A value of the wrong kind has been reported by its layer; the types would only repeat it.
            more.retain(|problem| problems.iter().all(|known| known.key != problem.key));
            more.sort_by(|one, other| one.key.cmp(&other.key));
            problems.append(&mut more);
            Err(Error(problems))
        }
    }
}

/// The last leaf of every key.
fn in_force(stack: &[Layer]) -> BTreeMap<String, Leaf> {
    stack.iter().flat_map(|layer| &layer.leaves).map(|leaf| (leaf.key(), leaf.clone())).collect()
}

fn refused(leaf: &Leaf, reference: &Reference, librdkafka: impl Fn(&str, &str) -> Verdict) -> Option<Problem> {
    let table = reference.free_table_of(&leaf.key())?;
    let (name, value) = (leaf.path.last()?, leaf.value.clone().into_string().ok()?);
    let message = client::problem(table, name, &value, librdkafka)?;
    Some(Problem { origin: leaf.origin.clone(), key: format!("{table}.{name}"), value: None, message })
}

/// Merges the layers and gives them their type. A value that its type refuses is reported and replaced by its default, so
/// that the others are checked as well.
fn typed(
    stack: Vec<Layer>,
    reference: &Reference,
    in_force: &BTreeMap<String, Leaf>,
) -> Result<Settings, Vec<Problem>> {
    let mut builder = Config::builder();
    for layer in stack {
        builder = builder.add_source(layer);
    }
    let mut root = builder.build().map_err(|error| vec![problem(reworded(&error, ""), "", in_force)])?.cache;
    for table in reference.free_tables() {
        layer::ensure_table(&mut root, table);
    }
    let mut problems: Vec<Problem> = Vec::new();
    loop {
        let error = match serde_path_to_error::deserialize(root.clone()) {
            Ok(settings) if problems.is_empty() => return Ok(settings),
            Ok(_) => return Err(problems),
            Err(error) => error,
        };
        let path = error.path().to_string();
        let key = path.split('[').next().unwrap_or(&path);
        let again = problems.iter().any(|known| known.key == key);
        problems.push(problem(reworded(error.inner(), key), key, in_force));
        if again || !layer::reset(&mut root, reference, key) {
            return Err(problems);
        }
    }
}

/// An error of `config` in our words.
fn reworded(error: &ConfigError, key: &str) -> String {
    match error {
        ConfigError::Type { expected, .. } if is_private(key) => format!("expected {expected}"),
        ConfigError::Type { unexpected, expected, .. } => format!("expected {expected}, found {unexpected}"),
        ConfigError::At { error, .. } => error.to_string(),
        other => other.to_string(),
    }
}

/// What is wrong with a key: from where, which value.
fn problem(message: String, key: &str, in_force: &BTreeMap<String, Leaf>) -> Problem {
    let leaf = in_force.get(key);
    let origin = leaf.map_or_else(|| "the configuration".to_owned(), |leaf| leaf.origin.clone());
    let value = leaf.filter(|_| !is_private(key)).map(|leaf| in_toml(&leaf.value));
    Problem { origin, key: key.to_owned(), value, message }
}

fn entries(in_force: &BTreeMap<String, Leaf>, reference: &Reference) -> Vec<Entry> {
    let entry = |(key, leaf): (&String, &Leaf)| Entry {
        key: key.clone(),
        shown: shown(leaf, reference),
        origin: leaf.origin.clone(),
    };
    in_force.iter().map(entry).collect()
}

fn shown(leaf: &Leaf, reference: &Reference) -> String {
    let is_shown = |name: &String| {
        let value = leaf.value.clone().into_string();
        value.is_ok_and(|value| properties::is_shown(name, &value))
    };
    if reference.free_table_of(&leaf.key()).is_some() && !leaf.path.last().is_some_and(is_shown) {
        return REDACTED.to_owned();
    }
    in_toml(&leaf.value)
}

fn in_toml(value: &Value) -> String {
    match &value.kind {
        ValueKind::String(text) => format!("{text:?}"),
        ValueKind::Array(items) => format!("[{}]", items.iter().map(in_toml).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}
