//! Reading gold files.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::EvalError;

/// The rows of a tab-separated file with a head line, as the values of the wanted columns. Empty lines are left out.
///
/// # Errors
/// When a column is missing from the head or a row is too short.
pub(crate) fn table<'t, const N: usize>(
    path: &Path,
    text: &'t str,
    columns: [&str; N],
) -> Result<Vec<[&'t str; N]>, EvalError> {
    let error = |line: usize, message: String| EvalError::Format { path: path.to_owned(), line, message };
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, head) = lines.next().ok_or_else(|| error(1, "the file is empty; it needs a header line".to_owned()))?;
    let head: Vec<&str> = head.split('\t').collect();
    let mut positions = [0; N];
    for (position, column) in positions.iter_mut().zip(columns) {
        *position = head.iter().position(|name| *name == column).ok_or_else(|| {
            error(
                1,
                format!(
                    "the column {column} is missing; the task needs the tab-separated columns {}",
                    columns.join(", ")
                ),
            )
        })?;
    }
    lines
        .map(|(number, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            let mut row = [""; N];
            for (value, position) in row.iter_mut().zip(positions) {
                *value = cells.get(position).ok_or_else(|| {
                    error(number + 1, format!("expected {} columns, found {}", head.len(), cells.len()))
                })?;
            }
            Ok(row)
        })
        .collect()
}

/// The items of a file with one JSON object per line. Empty lines are left out.
///
/// # Errors
/// When a line is not an object of this format, or the file has none.
pub(crate) fn json_lines<T: DeserializeOwned>(path: &Path, text: &str) -> Result<Vec<T>, EvalError> {
    let error = |line: usize, message: String| EvalError::Format { path: path.to_owned(), line, message };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let items = lines.map(|(number, line)| {
        let hint = "docs/ACCURACY.md describes the JSON object that each line needs";
        serde_json::from_str(line).map_err(|problem| error(number + 1, format!("{problem}; {hint}")))
    });
    let items: Vec<T> = items.collect::<Result<_, EvalError>>()?;
    if items.is_empty() {
        return Err(error(1, "the file is empty; the task needs one JSON object per line".to_owned()));
    }
    Ok(items)
}

/// Sentences of `token tag` lines with a blank line between them.
///
/// # Errors
/// When a line has no tag.
pub(crate) fn tagged<'t>(path: &Path, text: &'t str) -> Result<Vec<Vec<(&'t str, &'t str)>>, EvalError> {
    let mut sentences = vec![Vec::new()];
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        match (line.is_empty(), line.rsplit_once([' ', '\t'])) {
            (true, _) => sentences.push(Vec::new()),
            (false, Some(pair)) => {
                if let Some(sentence) = sentences.last_mut() {
                    sentence.push(pair);
                }
            }
            (false, None) => {
                let message = format!("expected a token and a tag, found {line:?}");
                return Err(EvalError::Format { path: path.to_owned(), line: number + 1, message });
            }
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    Ok(sentences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_missed_by_line() {
        let path = Path::new("gold.tsv");
        assert_eq!(table(path, "b\ta\n1\t2\n", ["a", "b"]).unwrap(), [["2", "1"]]);
        assert!(
            table(path, "b\n1\n", ["a"]).unwrap_err().to_string().starts_with("gold.tsv:1: the column a is missing")
        );
        assert!(
            table(path, "a\tb\n1\n", ["a", "b"])
                .unwrap_err()
                .to_string()
                .starts_with("gold.tsv:2: expected 2 columns, found 1")
        );
    }

    #[test]
    fn a_wrong_line_of_json_is_named_and_an_empty_file_refused() {
        assert_eq!(json_lines::<u8>(Path::new("gold.jsonl"), "1\n\n2\n").unwrap(), [1, 2]);
        for (text, expected) in
            [("1\n\nx\n", "gold.jsonl:3: expected value"), ("\n", "gold.jsonl:1: the file is empty")]
        {
            let message = json_lines::<u8>(Path::new("gold.jsonl"), text).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn tagged_sentences_are_split_at_blank_lines() {
        let sentences = tagged(Path::new("gold"), "Riga B-S\nfell O\n\n\nIt O\n").unwrap();
        assert_eq!(sentences, [vec![("Riga", "B-S"), ("fell", "O")], vec![("It", "O")]]);
        assert!(tagged(Path::new("gold"), "alone\n").is_err());
    }
}
