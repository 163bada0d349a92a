//! One layer of settings, from a file, the environment or the command line, checked against the reference.

use std::{ffi::OsString, fmt};

use config::{ConfigError, Map, Source, Value, ValueKind};

use super::{
    Problem,
    problem::is_private,
    reference::Reference,
    variables::{Variable, variable},
};

/// One setting of one layer.
#[derive(Clone)]
pub(super) struct Leaf {
    pub(super) path: Vec<String>,
    pub(super) value: Value,
    pub(super) origin: String,
}

impl Leaf {
    /// The dotted key.
    pub(super) fn key(&self) -> String {
        self.path.join(".")
    }
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Leaf").field("path", &self.path).field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// The settings of one file, of the environment, or of the command line.
#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    pub(super) leaves: Vec<Leaf>,
}

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        let mut root = Value::new(None, Map::<String, Value>::new());
        for leaf in &self.leaves {
            insert(&mut root, &leaf.path, leaf.value.clone());
        }
        root.into_table()
    }
}

/// Puts an empty table where none of the layers has set anything in it.
pub(super) fn ensure_table(root: &mut Value, key: &str) {
    if let Some(place) = place(root, key.split('.'))
        && !matches!(place.kind, ValueKind::Table(_))
    {
        place.kind = ValueKind::Table(Map::new());
    }
}

/// Gives a key its default again; whether it has one.
pub(super) fn reset(root: &mut Value, reference: &Reference, key: &str) -> bool {
    match (place(root, key.split('.')), reference.default_of(key)) {
        (Some(place), Some(default)) => {
            *place = default.clone();
            true
        }
        _ => false,
    }
}

fn insert(root: &mut Value, path: &[String], value: Value) {
    if let Some(place) = place(root, path.iter().map(String::as_str)) {
        *place = value;
    }
}

/// The place of a key, made where it is not there yet.
fn place<'a, 'k>(root: &'a mut Value, path: impl Iterator<Item = &'k str>) -> Option<&'a mut Value> {
    let mut here = root;
    for step in path {
        if !matches!(here.kind, ValueKind::Table(_)) {
            here.kind = ValueKind::Table(Map::new());
        }
        let ValueKind::Table(table) = &mut here.kind else { return None };
        here = table.entry(step.to_owned()).or_insert_with(|| Value::new(None, ValueKind::Nil));
    }
    Some(here)
}

/// The settings of the environment: variables that begin with `DATELINE__`. Others that begin alike are problems where they
/// look like a setting, and are noted in `strays` where they do not.
pub(super) fn from_environment(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    reference: &Reference,
    problems: &mut Vec<Problem>,
    strays: &mut Vec<String>,
) -> Layer {
    let mut pairs: Vec<_> =
        variables.into_iter().map(|(name, value)| (name.to_string_lossy().into_owned(), value)).collect();
    pairs.sort();
    let mut leaves = Vec::new();
    for (name, value) in pairs {
        let origin = format!("environment variable {name}");
        match (variable(&name, &value.to_string_lossy(), reference), value.into_string()) {
            (Variable::Foreign, _) => {}
            (Variable::Stray, _) => strays.push(name),
            (Variable::Mistaken(meant), _) => {
                let hint = match meant {
                    Some(meant) => format!("did you mean {meant}?"),
                    None => {
                        "a setting is DATELINE__SECTION__KEY; `dateline check-config --print` lists all keys".to_owned()
                    }
                };
                problems.push(Problem { origin, key: String::new(), value: None, message: format!("unknown; {hint}") });
            }
            (Variable::Setting(key), Ok(text)) => leaves.extend(text_leaf(&key, &text, &origin, reference, problems)),
            (Variable::Setting(key), Err(_)) => {
                problems.push(Problem { origin, key, value: None, message: "the value is not UTF-8".to_owned() });
            }
        }
    }
    Layer { leaves }
}

/// Settings as assignments: `section.key=value`.
pub(super) fn from_assignments(
    assignments: &[String],
    origin: &str,
    reference: &Reference,
    problems: &mut Vec<Problem>,
) -> Layer {
    let mut leaves = Vec::new();
    for assignment in assignments {
        match assignment.split_once('=') {
            Some((key, text)) => leaves.extend(text_leaf(key.trim(), text, origin, reference, problems)),
            None => problems.push(Problem {
                origin: origin.to_owned(),
                // Text that is not a key may be a value.
                key: reference.path(assignment).map(|_| assignment.clone()).unwrap_or_default(),
                value: None,
                message: "expected section.key=value, with an equals sign".to_owned(),
            }),
        }
    }
    Layer { leaves }
}

/// A setting that came as text takes the kind that its default has.
fn text_leaf(key: &str, text: &str, origin: &str, reference: &Reference, problems: &mut Vec<Problem>) -> Option<Leaf> {
    let uri = origin.to_owned();
    let uri = Some(&uri);
    let value = match reference.default_of(key).map(|default| &default.kind) {
        Some(ValueKind::Array(_)) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::new(uri, items.map(str::to_owned).collect::<Vec<_>>())
        }
        Some(ValueKind::I64(_)) => {
            text.trim().parse::<i64>().map_or_else(|_| Value::new(uri, text), |n| Value::new(uri, n))
        }
        Some(ValueKind::Boolean(_)) => {
            text.trim().parse::<bool>().map_or_else(|_| Value::new(uri, text), |flag| Value::new(uri, flag))
        }
        Some(ValueKind::Float(_)) => {
            text.trim().parse::<f64>().map_or_else(|_| Value::new(uri, text), |n| Value::new(uri, n))
        }
        _ => Value::new(uri, text),
    };
    let leaf = Leaf { path: vec![key.to_owned()], value, origin: origin.to_owned() };
    accept(leaf, reference, problems)
}

/// Takes a setting whose key is known and whose value is of the right kind; reports it otherwise.
pub(super) fn accept(mut leaf: Leaf, reference: &Reference, problems: &mut Vec<Problem>) -> Option<Leaf> {
    let key = leaf.key();
    // In TOML, 1 is a whole number, and as good a number as 1.0.
    if let (Some(ValueKind::Float(_)), ValueKind::I64(whole)) =
        (reference.default_of(&key).map(|default| &default.kind), &leaf.value.kind)
    {
        leaf.value.kind = ValueKind::Float(*whole as f64);
    }
    let mut refuse = |value: Option<String>, message: String| {
        problems.push(Problem { origin: leaf.origin.clone(), key: key.clone(), value, message });
        None
    };
    let Some(path) = reference.path(&key) else {
        let hint = match reference.nearest(&key) {
            Some(known) => format!("unknown key; did you mean {known}?"),
            None => "unknown key; `dateline check-config --print` lists all keys".to_owned(),
        };
        return refuse(None, hint);
    };
    let shown = || (!is_private(&key)).then(|| format!("{:?}", leaf.value.to_string()));
    if let Some(default) = reference.default_of(&key) {
        let (expected, found) = (kind(&default.kind), kind(&leaf.value.kind));
        if expected != found {
            return refuse(shown(), format!("expected {expected}, such as the default {default}"));
        }
    } else if matches!(leaf.value.kind, ValueKind::Array(_)) {
        return refuse(
            shown(),
            "expected a string in the form that librdkafka reads (a list is comma-separated)".to_owned(),
        );
    }
    leaf.path = path;
    Some(leaf)
}

fn kind(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::Nil => "nothing",
        ValueKind::Boolean(_) => "true or false",
        ValueKind::I64(_) | ValueKind::I128(_) | ValueKind::U64(_) | ValueKind::U128(_) => "a whole number",
        ValueKind::Float(_) => "a number",
        ValueKind::String(_) => "a string",
        ValueKind::Table(_) => "a table",
        ValueKind::Array(_) => "a list of strings",
    }
}
