//! Changes of the rows of a database, as Debezium, Maxwell, Canal and the streams of other databases send them.

use serde_json::{Map, Value};

use super::{Stop, Told, Withdrawal, fields, fields::Object, values};
use crate::extract::RejectReason;

/// One change: what was done, the row after and before it, and when.
#[derive(Debug, Default)]
pub(super) struct Change {
    operation: String,
    after: Option<Value>,
    before: Option<Value>,
    time: Option<String>,
}

/// The change that an object describes, if it is one.
pub(super) fn read(object: &mut Object) -> Option<Change> {
    let has = |name: &str| object.contains_key(name);
    let word = |path: &str| fields::string(object, &[path]);
    let (operation, after, before) = if has("operationType") && (has("ns") || has("documentKey") || has("fullDocument"))
    {
        (word("operationType")?, "fullDocument", "documentKey")
    } else if has("dynamodb") && has("eventName") {
        let operation = word("eventName")?;
        let Some(Value::Object(mut images)) = object.remove("dynamodb") else { return None };
        let mut image = |name: &str| images.remove(name).map(plain_attributes);
        let (after, before) = (image("NewImage"), image("OldImage"));
        return Some(Change { operation, after, before: before.or_else(|| image("Keys")), time: None });
    } else if has("database") && has("table") && has("type") && has("data") {
        (word("type")?, "data", "data")
    } else if has("data") && object.get("metadata").is_some_and(|it| it.get("operation").is_some()) {
        (word("metadata.operation")?, "data", "data")
    } else if has("data") && has("beforeData") && has("headers") {
        (word("headers.operation")?, "data", "beforeData")
    } else if has("action") && (has("columns") || has("identity")) && has("table") {
        let operation = word("action")?;
        let mut row = |name: &str| object.remove(name).map(named_columns);
        let (after, before) = (row("columns"), row("identity"));
        return Some(Change { operation, after, before, time: None });
    } else if is_pair(object) {
        (word("op").or_else(|| word("op_type")).unwrap_or_default(), "after", "before")
    } else {
        return None;
    };
    let snapshot = operation == "r";
    let time = ["source.ts_ms", "ts_ms"].iter().find_map(|path| word(path)).filter(|time| !snapshot && time != "0");
    let before = if before == after { None } else { object.remove(before) };
    Some(Change { operation, after: object.remove(after), before, time })
}

/// A row before and after, one of them perhaps missing: with the operation, or both, or with what only changes have.
fn is_pair(object: &Object) -> bool {
    let has = |name: &str| object.contains_key(name);
    let is_row =
        |name: &str| object.get(name).is_some_and(|row| !matches!(row, Value::String(text) if !text.starts_with('{')));
    let patch = has("updateDescription") || has("patch") || has("filter");
    let rows = is_row("after") || is_row("before");
    (has("op") || has("op_type")) && (rows || patch || has("ts_ms"))
        || is_row("after") && is_row("before")
        || is_row("after") && (has("updated") || has("ts_ms")) && !fields::has_text(object)
}

impl Change {
    /// The new row. The change that deletes one withdraws its article, and one without a row is refused.
    pub(super) fn row(self, told: &mut Told) -> Result<Value, Stop> {
        let is_row = |row: &Value| matches!(row, Value::Object(_) | Value::String(_) | Value::Array(_));
        let after = self.after.filter(is_row);
        let before = self.before.filter(is_row);
        let operation = self.operation.to_ascii_lowercase();
        let deletes = matches!(operation.as_str(), "d" | "delete" | "deleted" | "remove" | "removed" | "del");
        // Some sources name no operation: then a row that is gone was deleted.
        let is_gone = operation.is_empty() && after.is_none() && before.is_some();
        if deletes || is_gone {
            let article_id = before.as_ref().or(after.as_ref()).and_then(row_id);
            return Err(Stop::Retraction { article_id, version: None, reason: Withdrawal::Deleted });
        }
        told.take(None, self.time, None);
        after.ok_or_else(|| {
            Stop::reject(
                RejectReason::ChangeWithoutRow,
                "the change has no row; send full documents (in MongoDB: change_streams_update_full, or fullDocument=updateLookup)",
            )
        })
    }
}

/// The id of a row, of a row as a string, or of the only row of a list.
fn row_id(row: &Value) -> Option<String> {
    match row {
        Value::Object(_) => {
            let mut row = row.clone();
            values::flatten(&mut row);
            fields::id(row.as_object()?)
        }
        Value::String(text) => {
            let row: Value = serde_json::from_str(text).ok()?;
            row.as_object().and_then(fields::id)
        }
        Value::Array(rows) if rows.len() == 1 => rows.first()?.as_object().and_then(fields::id),
        _ => None,
    }
}

/// `[{"name": …, "value": …}]` as a row.
fn named_columns(columns: Value) -> Value {
    let Value::Array(columns) = columns else { return columns };
    let pairs = columns.into_iter().filter_map(|mut column| {
        let name = column.get("name")?.as_str()?.to_owned();
        Some((name, column.get_mut("value")?.take()))
    });
    Value::Object(pairs.collect())
}

/// `{"S": "text"}` and the like of `DynamoDB` as values.
fn plain_attributes(image: Value) -> Value {
    let Value::Object(image) = image else { return image };
    Value::Object(image.into_iter().map(|(name, value)| (name, plain_attribute(value))).collect())
}

fn plain_attribute(value: Value) -> Value {
    let Value::Object(typed) = value else { return value };
    let Some((kind, inner)) = typed.into_iter().next() else { return Value::Null };
    match (kind.as_str(), inner) {
        ("NULL", _) => Value::Null,
        ("N", Value::String(number)) => {
            number.parse::<serde_json::Number>().map_or(Value::String(number), Value::Number)
        }
        ("M", image) => plain_attributes(image),
        ("L", Value::Array(items)) => Value::Array(items.into_iter().map(plain_attribute).collect()),
        ("S" | "BOOL" | "SS" | "NS" | "B", inner) => inner,
        (_, inner) => Value::Object(Map::from_iter([(kind, inner)])),
    }
}
