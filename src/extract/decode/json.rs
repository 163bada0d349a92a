//! Text → a JSON value.

use serde_json::Value;

use super::{Stop, duplicate_key::duplicate_key};
use crate::extract::RejectReason;
use crate::model::{Issue, IssueCode};

/// Parses a JSON document. Of equal keys in one object the last counts, as JSON parsers agree.
pub(super) fn parse(text: &str, issues: &mut Vec<Issue>) -> Result<Value, Stop> {
    let text = text.trim_end_matches(['\0', '\u{1a}']);
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            if let Some(key) = duplicate_key(text) {
                issues.push(Issue::new(
                    IssueCode::DuplicateKey,
                    format!("the key \"{key}\" occurs twice in an object; the last value counts"),
                ));
            }
            Ok(value)
        }
        Err(error) => Err(refused(&error)),
    }
}

fn refused(error: &serde_json::Error) -> Stop {
    let what = error.to_string();
    if what.contains("recursion limit") {
        let message = "the JSON is nested more than 127 levels deep; send the article as a flat object";
        return Stop::reject(RejectReason::JsonTooDeep, message);
    }
    let (line, column) = (error.line(), error.column());
    let what = what.split(" at line ").next().unwrap_or_default();
    let reason = if error.is_eof() { RejectReason::TruncatedJson } else { RejectReason::InvalidJson };
    Stop::reject(reason, format!("line {line}, column {column}: {what}; send one valid JSON document per message"))
}
