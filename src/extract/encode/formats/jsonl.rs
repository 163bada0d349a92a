//! JSON Lines: one object a line.

use serde::Serialize;

/// One object and the end of its line.
pub(super) fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Several objects, one a line.
pub(super) fn lines(values: &[impl Serialize]) -> Vec<u8> {
    values.iter().flat_map(line).collect()
}
