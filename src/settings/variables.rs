//! Environment variables whose names begin as Dateline's do: which are settings, which are mistaken for one, and which belong
//! to somebody else.

use super::{client, layer::Leaf, properties, reference::Reference};

/// What the names of settings begin with.
pub(super) const PREFIX: &str = "DATELINE__";

/// What a variable is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Variable {
    /// The setting with this key.
    Setting(String),
    /// Not a setting, though it looks like one; the name that was meant, where it can be told.
    Mistaken(Option<String>),
    /// Nothing of Dateline, though the name begins so.
    Stray,
    /// Somebody else's.
    Foreign,
}

/// What the variable with this name and value is.
pub(super) fn variable(name: &str, value: &str, reference: &Reference) -> Variable {
    if !name.to_ascii_uppercase().starts_with("DATELINE_") || is_service(name, value) || is_tool(name) {
        return Variable::Foreign;
    }
    if let Some(rest) = name.strip_prefix(PREFIX) {
        let key = key(rest, reference);
        return match reference.path(&key) {
            Some(_) => Variable::Setting(key),
            None => Variable::Mistaken(meant(name, reference)),
        };
    }
    match meant(name, reference) {
        Some(name) => Variable::Mistaken(Some(name)),
        None if begins_with_section(name, reference) => Variable::Mistaken(None),
        None => Variable::Stray,
    }
}

/// The key of a setting: inside a free table, an underscore is a dot.
fn key(rest: &str, reference: &Reference) -> String {
    let key = rest.to_ascii_lowercase().replace("__", ".");
    match reference.free_table_of(&key).map(str::len) {
        Some(length) => {
            let (table, rest) = key.split_at(length);
            format!("{table}{}", rest.replace('_', "."))
        }
        None => key,
    }
}

/// Whether Kubernetes sets it for a service whose name begins with `dateline`: its address, and those of its ports.
fn is_service(name: &str, value: &str) -> bool {
    const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];
    if name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT") || name.contains("_SERVICE_PORT_") {
        return true;
    }
    if name.ends_with("_PORT") && value.contains("://") {
        return true;
    }
    let Some((_, port)) = name.split_once("_PORT_") else { return false };
    let mut words = port.split('_');
    let is_number = words.next().is_some_and(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()));
    is_number
        && words.next().is_some_and(|word| PROTOCOLS.contains(&word))
        && matches!((words.next(), words.next()), (None | Some("ADDR" | "PORT" | "PROTO"), None))
}

/// Whether it is read by this project's own tests and scripts.
fn is_tool(name: &str) -> bool {
    matches!(name, "DATELINE_BLESS" | "DATELINE_DEV_SETS") || name.starts_with("DATELINE_TEST_")
}

/// The variable that was meant by a name with other underscores, other letters, or without its section.
fn meant(name: &str, reference: &Reference) -> Option<String> {
    let words = words(name);
    let keys: Vec<String> = reference.leaves().iter().map(Leaf::key).collect();
    let meant = same(&words, &keys).or_else(|| client_setting(&words, reference)).or_else(|| nearest(&words, &keys))?;
    Some(spelled(&meant))
}

/// The words of a name after the prefix, in lower case, with one underscore between them.
fn words(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split('_').filter(|word| !word.is_empty()).skip(1).collect();
    words.join("_")
}

/// The only key with these words, or with a name of several words at their end.
fn same(words: &str, keys: &[String]) -> Option<String> {
    let mut found = keys.iter().filter(|key| {
        let name = key.rsplit('.').next().unwrap_or(key);
        flat(key) == words || name.contains('_') && (words == name || words.ends_with(&format!("_{name}")))
    });
    found.next().filter(|_| found.next().is_none()).cloned()
}

/// The key of a librdkafka setting, whose table may be missing.
fn client_setting(words: &str, reference: &Reference) -> Option<String> {
    for table in reference.free_tables() {
        let begin = format!("{}_", table.replace('.', "_"));
        if let Some(name) = words.strip_prefix(&begin) {
            let name = properties::dotted(name);
            let known = if properties::find(&name).is_some() { name } else { properties::nearest(&name)?.to_owned() };
            return Some(format!("{table}.{known}"));
        }
    }
    // Behind the section, the table may be missing or misspelt.
    let behind = words.strip_prefix("kafka_");
    let names = [Some(words), behind, behind.and_then(|rest| rest.split_once('_')).map(|(_, rest)| rest)];
    names.into_iter().flatten().find_map(|name| client::place(&properties::dotted(name)))
}

fn nearest(words: &str, keys: &[String]) -> Option<String> {
    let scored = keys.iter().map(|key| (strsim::normalized_damerau_levenshtein(words, &flat(key)), key));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key.clone())
}

/// The words of a key.
fn flat(key: &str) -> String {
    key.replace('.', "_")
}

/// Whether the first word is the name of a section, or almost.
fn begins_with_section(name: &str, reference: &Reference) -> bool {
    let words = words(name);
    let first = words.split('_').next().unwrap_or_default();
    let leaves = reference.leaves();
    let mut sections = leaves.iter().filter_map(|leaf| leaf.path.first());
    sections.any(|section| strsim::normalized_damerau_levenshtein(first, section) > 0.75)
}

/// A key as the name of its variable.
fn spelled(key: &str) -> String {
    let parts: Vec<String> = key.splitn(3, '.').map(|part| part.replace('.', "_").to_ascii_uppercase()).collect();
    format!("{PREFIX}{}", parts.join("__"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_a_setting_a_mistake_or_somebody_elses() {
        let setting = |key: &str| Variable::Setting(key.to_owned());
        let mistaken = |name: &str| Variable::Mistaken(Some(name.to_owned()));
        let table = [
            ("DATELINE__DELIVERY__CRASH_LIMIT", "2", setting("delivery.crash_limit")),
            ("DATELINE__KAFKA__COMMON__SASL_PASSWORD", "x", setting("kafka.common.sasl.password")),
            ("DATELINE_DELIVERY__CRASH_LIMIT", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("DATELINE__DELIVERY_CRASH_LIMIT", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("DATELINE_DELIVERY_CRASH_LIMIT", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("DATELINE___DELIVERY__CRASH_LIMIT", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("dateline__delivery__crash_limit", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("DATELINE_KAFKA__GROUP_ID", "x", mistaken("DATELINE__KAFKA__GROUP_ID")),
            ("DATELINE_CRASH_LIMIT", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("DATELINE__DELIVERY__CRASH_LIMITS", "2", mistaken("DATELINE__DELIVERY__CRASH_LIMIT")),
            ("DATELINE_KAFKA_SASL_PASSWORD", "x", mistaken("DATELINE__KAFKA__COMMON__SASL_PASSWORD")),
            ("DATELINE__KAFKA__COMON__SASL_PASSWORD", "x", mistaken("DATELINE__KAFKA__COMMON__SASL_PASSWORD")),
            ("DATELINE_KAFKA_CONSUMER_FETCH_MIN_BYTES", "1", mistaken("DATELINE__KAFKA__CONSUMER__FETCH_MIN_BYTES")),
            ("DATELINE_HTTP_PORT", "9464", Variable::Mistaken(None)),
            ("DATELINE_HTTP_PORT", "tcp://10.0.0.7:9464", Variable::Foreign),
            ("DATELINE_SERVICE_HOST", "10.0.0.7", Variable::Foreign),
            ("DATELINE_SERVICE_PORT_METRICS", "9464", Variable::Foreign),
            ("DATELINE_KAFKA_SERVICE_PORT", "9092", Variable::Foreign),
            ("DATELINE_PORT_9464_TCP", "tcp://10.0.0.7:9464", Variable::Foreign),
            ("DATELINE_METRICS_PORT_9464_TCP_ADDR", "10.0.0.7", Variable::Foreign),
            ("DATELINE_TEST_BROKER", "127.0.0.1:9092", Variable::Foreign),
            ("DATELINE_IMAGE", "dateline:1", Variable::Stray),
            ("DATELINES", "x", Variable::Foreign),
            ("HOME", "/", Variable::Foreign),
        ];
        let reference = Reference::embedded();
        for (name, value, expected) in table {
            assert_eq!(variable(name, value, &reference), expected, "{name}={value}");
        }
    }
}
