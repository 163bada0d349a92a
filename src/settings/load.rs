//! Loading: the layers are read one by one, checked against the reference, merged by `config`, and typed.

use std::{collections::BTreeMap, ffi::OsString, fs, path::PathBuf};

use config::{Config, ConfigError, Value, ValueKind};

use super::{
    Error, Problem, Settings,
    client::{REDACTED, is_secret, refusal},
    layer::{self, Layer, Leaf},
    reference::Reference,
    topics,
};

/// The layers that the command line names.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    /// Assignments of the subcommand itself; every other layer wins over them.
    pub built_in: Vec<String>,
    /// Settings files, the last one wins.
    pub files: Vec<PathBuf>,
    /// Assignments, `section.key=value`, the last one wins.
    pub assignments: Vec<String>,
}

/// Settings that are in force, and where they came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// Every key in the order of its name.
    pub entries: Vec<Entry>,
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

/// Reads and checks all layers; `environment` is given so that tests need not change the process's own.
///
/// # Errors
/// Every wrong key and value, not only the first.
pub fn load(layers: &Layers, environment: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Loaded, Error> {
    let mut problems = Vec::new();
    let reference = Reference::embedded();
    let mut stack = vec![Layer { leaves: reference.leaves() }];
    stack.push(layer::from_assignments(&layers.built_in, "the subcommand", &reference, &mut problems));
    for file in &layers.files {
        let name = file.display().to_string();
        match fs::read_to_string(file) {
            Ok(text) => stack.push(layer::from_toml(&name, &text, &reference, &mut problems)),
            Err(error) => problems.push(layer::unreadable(name, &error)),
        }
    }
    stack.push(layer::from_environment(environment, &reference, &mut problems));
    stack.push(layer::from_assignments(&layers.assignments, "option --set", &reference, &mut problems));
    let in_force = in_force(&stack);
    problems.extend(in_force.values().filter_map(|leaf| refused(leaf, &reference)));
    let typed = typed(stack, &reference, &in_force);
    if let Ok(settings) = &typed {
        let wrong = topics::problems(&settings.topics).into_iter();
        problems.extend(wrong.map(|message| problem(message, "topics.articles", &in_force)));
    }
    match typed {
        Ok(settings) if problems.is_empty() => Ok(Loaded { settings, entries: entries(&in_force) }),
        Ok(_) => Err(Error(problems)),
        Err(mut more) => {
            // A value of the wrong kind has been reported by its layer; the types would only repeat it.
            more.retain(|problem| problems.iter().all(|known| known.key != problem.key));
            problems.append(&mut more);
            Err(Error(problems))
        }
    }
}

/// The last leaf of every key.
fn in_force(stack: &[Layer]) -> BTreeMap<String, Leaf> {
    stack.iter().flat_map(|layer| &layer.leaves).map(|leaf| (leaf.key(), leaf.clone())).collect()
}

fn refused(leaf: &Leaf, reference: &Reference) -> Option<Problem> {
    let free = reference.free_table_of(&leaf.key())?;
    let name = leaf.path.last()?;
    let why = refusal(name)?;
    Some(Problem {
        origin: leaf.origin.clone(),
        key: format!("{free}.{name}"),
        value: Some(shown(leaf)),
        message: format!("this librdkafka setting is not allowed: {why}"),
    })
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
    let mut root = builder.build().map_err(|error| vec![problem(reworded(&error), "", in_force)])?.cache;
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
        problems.push(problem(reworded(error.inner()), key, in_force));
        if again || !layer::reset(&mut root, reference, key) {
            return Err(problems);
        }
    }
}

/// An error of `config` in our words.
fn reworded(error: &ConfigError) -> String {
    match error {
        ConfigError::Type { unexpected, expected, .. } => format!("expected {expected}, found {unexpected}"),
        ConfigError::At { error, .. } => error.to_string(),
        other => other.to_string(),
    }
}

/// What is wrong with a key: from where, which value.
fn problem(message: String, key: &str, in_force: &BTreeMap<String, Leaf>) -> Problem {
    let leaf = in_force.get(key);
    let origin = leaf.map_or_else(|| "the configuration".to_owned(), |leaf| leaf.origin.clone());
    Problem { origin, key: key.to_owned(), value: leaf.map(shown), message }
}

fn entries(in_force: &BTreeMap<String, Leaf>) -> Vec<Entry> {
    let entry =
        |(key, leaf): (&String, &Leaf)| Entry { key: key.clone(), shown: shown(leaf), origin: leaf.origin.clone() };
    in_force.iter().map(entry).collect()
}

fn shown(leaf: &Leaf) -> String {
    if is_secret(&leaf.key()) { REDACTED.to_owned() } else { in_toml(&leaf.value) }
}

fn in_toml(value: &Value) -> String {
    match &value.kind {
        ValueKind::String(text) => format!("{text:?}"),
        ValueKind::Array(items) => format!("[{}]", items.iter().map(in_toml).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}
