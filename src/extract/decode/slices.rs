//! The parts of a JSON document as slices of its bytes, with the lines on which they begin.

use serde::de::IgnoredAny;

/// The elements of the array to which these names lead in a valid object that opens at a byte.
pub(super) fn feed<'a>(bytes: &'a [u8], open: usize, path: &[&str]) -> Option<Vec<(usize, &'a [u8])>> {
    let at = path.iter().try_fold(open, |open, name| member(bytes, open, name))?;
    (bytes.get(at) == Some(&b'[')).then(|| elements(bytes, at))
}

/// The byte at which the value of a name begins, in a valid object that opens at a byte.
fn member(bytes: &[u8], open: usize, name: &str) -> Option<usize> {
    let mut at = skip_space(bytes, open + 1)?;
    loop {
        let rest = bytes.get(at..)?;
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<String>();
        let key = values.next()?.ok()?;
        let colon = skip_space(bytes, at + values.byte_offset())?;
        let value = skip_space(bytes, colon + 1)?;
        if key == name {
            return Some(value);
        }
        let mut values = serde_json::Deserializer::from_slice(bytes.get(value..)?).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let comma = skip_space(bytes, value + values.byte_offset())?;
        if bytes.get(comma) != Some(&b',') {
            return None;
        }
        at = skip_space(bytes, comma + 1)?;
    }
}

fn skip_space(bytes: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.iter().position(|byte| !byte.is_ascii_whitespace()).map(|at| from + at)
}

/// The elements of the array that opens at a byte. Only strings and brackets are looked at, so that a damaged element
/// costs itself alone as long as its brackets match.
pub(super) fn elements(bytes: &[u8], open: usize) -> Vec<(usize, &[u8])> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut found = Vec::new();
    let mut from = open + 1;
    for (at, byte) in bytes.iter().enumerate().skip(open) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    push(&mut found, bytes, from, at);
                    return numbered(bytes, found);
                }
            }
            b',' if depth == 1 => {
                push(&mut found, bytes, from, at);
                from = at + 1;
            }
            _ => {}
        }
    }
    push(&mut found, bytes, from, bytes.len());
    numbered(bytes, found)
}

/// Adds a part with the byte at which it begins.
pub(super) fn push<'a>(found: &mut Vec<(usize, &'a [u8])>, bytes: &'a [u8], from: usize, to: usize) {
    if let Some(start) = skip_space(bytes, from).filter(|start| *start < to) {
        found.push((start, bytes.get(start..to).unwrap_or_default().trim_ascii_end()));
    }
}

/// Turns the bytes at which ascending parts begin into their lines.
pub(super) fn numbered<'a>(bytes: &[u8], mut parts: Vec<(usize, &'a [u8])>) -> Vec<(usize, &'a [u8])> {
    let (mut line, mut at) = (1, 0);
    for (start, _) in &mut parts {
        line += bytes.get(at..*start).unwrap_or_default().split(|byte| *byte == b'\n').count() - 1;
        at = *start;
        *start = line;
    }
    parts
}

/// The line of a byte, from 1.
pub(super) fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.get(..at).unwrap_or_default().split(|byte| *byte == b'\n').count()
}
