//! Settings files: TOML, whose text is not repeated where it is wrong.

use std::io;

use config::{ConfigError, File, FileFormat, Map, Source, Value, ValueKind};

use super::{
    Problem,
    layer::{Layer, Leaf, accept},
    reference::Reference,
};

/// A file that cannot be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Problem {
    // An assignment in the place of a file may hold a secret.
    let (origin, hint) = match name.split_once('=') {
        Some((key, _)) => (format!("{key}=…"), "a single setting is given with --set"),
        None => (name.to_owned(), "check the path after --config"),
    };
    let message = format!("cannot read the settings file ({error}); {hint}");
    Problem { origin, key: String::new(), value: None, message }
}

/// The settings of a TOML file.
pub(super) fn from_toml(origin: &str, text: &str, reference: &Reference, problems: &mut Vec<Problem>) -> Layer {
    let table = match File::from_str(text, FileFormat::Toml).collect() {
        Ok(table) => table,
        Err(error) => {
            let message = format!("invalid TOML: {}", invalid(&error, text));
            problems.push(Problem { origin: origin.to_owned(), key: String::new(), value: None, message });
            return Layer::default();
        }
    };
    let mut leaves = Vec::new();
    flatten(&mut Vec::new(), &table, origin, &mut leaves);
    leaves.sort_by_key(Leaf::key);
    let known = leaves.into_iter().filter_map(|leaf| accept(leaf, reference, problems)).collect();
    Layer { leaves: known }
}

/// What is wrong with a text as TOML, and where. The text itself is not repeated: the line may hold a secret.
fn invalid(error: &ConfigError, text: &str) -> String {
    let unreadable = || "it cannot be parsed; check the syntax".to_owned();
    let ConfigError::FileParse { cause, .. } = error else { return unreadable() };
    let Some(error) = cause.downcast_ref::<toml::de::Error>() else { return unreadable() };
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}: {}", error.message())
}

/// All settings of nested tables, in no particular order.
pub(super) fn flatten(path: &mut Vec<String>, table: &Map<String, Value>, origin: &str, leaves: &mut Vec<Leaf>) {
    for (name, value) in table {
        path.push(name.clone());
        match &value.kind {
            ValueKind::Table(inner) => flatten(path, inner, origin, leaves),
            _ => leaves.push(Leaf { path: path.clone(), value: value.clone(), origin: origin.to_owned() }),
        }
        path.pop();
    }
}
