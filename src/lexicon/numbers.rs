//! `numbers.tsv` and `currencies.tsv`: the words of numbers, the words that bound them, and the names of currencies.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    TableProblem,
    layers::{Shape, TableCounts, layered},
    source::SourceFile,
};

/// The built-in tables.
pub(super) const FILES: [(&str, &str); 2] = [
    ("currencies.tsv", include_str!("../../config/lexicon/currencies.tsv")),
    ("numbers.tsv", include_str!("../../config/lexicon/numbers.tsv")),
];

const CURRENCIES: Shape = Shape::of("currencies.tsv", &["name", "code"]);
const NUMBERS: Shape = Shape::of("numbers.tsv", &["words", "kind", "value"]);

/// What a word of a number adds to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberWord {
    /// A value: "fourteen".
    Value(f64),
    /// Multiplies what stands before it: "million".
    Scale(f64),
    /// Multiplies the digits that it is glued to: "3bn".
    Suffix(f64),
    /// An open plural, of which at least two are meant: "dozens".
    Several(f64),
    /// Makes the number the least one: "at least".
    Least,
    /// Makes the number the greatest one: "up to".
    Most,
    /// Leaves it as it is: "about".
    About,
}

/// The words of numbers and currencies.
#[derive(Debug, Default)]
pub struct Numbers {
    words: FxHashMap<SmolStr, NumberWord>,
    currencies: FxHashMap<SmolStr, SmolStr>,
}

impl Numbers {
    /// Reads both tables, an overlay's rows over those built in.
    pub(super) fn read(files: &[SourceFile], problems: &mut Vec<TableProblem>) -> (Self, [TableCounts; 2]) {
        let mut numbers = Self::default();
        let (rows, of_currencies) = layered(CURRENCIES, files, problems);
        for row in &rows {
            let [name, code] = row.fields[..] else { continue };
            if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                numbers.currencies.insert(name.into(), code.into());
            } else {
                problems.push(row.problem(format!("{code:?} is no code of ISO 4217; write three capitals")));
            }
        }
        let (rows, of_numbers) = layered(NUMBERS, files, problems);
        for row in &rows {
            let [words, kind, value] = row.fields[..] else { continue };
            match number_word(kind, value) {
                Ok(word) => {
                    numbers.words.insert(words.into(), word);
                }
                Err(message) => problems.push(row.problem(message)),
            }
        }
        (numbers, [of_currencies, of_numbers])
    }

    /// What a word, or the words that bound a number, add to it; in any case.
    pub fn word(&self, words: &str) -> Option<NumberWord> {
        if words.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.words.get(words.to_ascii_lowercase().as_str()).copied()
        } else {
            self.words.get(words).copied()
        }
    }

    /// The currency of a symbol, code or name.
    pub fn currency(&self, name: &str) -> Option<&SmolStr> {
        let lower = || self.currencies.get(name.to_ascii_lowercase().as_str());
        // "All" and "Try" are words: only a name that is listed in lower case may be written in any case.
        self.currencies.get(name).or_else(|| lower().filter(|_| name.len() > 2))
    }
}

fn number_word(kind: &str, value: &str) -> Result<NumberWord, String> {
    let number = || {
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        number.ok_or_else(|| format!("{value:?} is no number; write digits"))
    };
    match kind {
        "number" => Ok(NumberWord::Value(number()?)),
        "scale" => Ok(NumberWord::Scale(number()?)),
        "suffix" => Ok(NumberWord::Suffix(number()?)),
        "several" => Ok(NumberWord::Several(number()?)),
        _ if !value.is_empty() => Err(format!("{value:?} has no meaning here; leave the value empty")),
        "least" => Ok(NumberWord::Least),
        "most" => Ok(NumberWord::Most),
        "about" => Ok(NumberWord::About),
        _ => Err(format!("unknown kind {kind:?}; use number, scale, suffix, several, least, most or about")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read_an_overlay_lies_over_them_and_wrong_rows_are_problems() {
        let mut problems = Vec::new();
        let over = |name: &str, text: &str| SourceFile { is_overlay: true, ..SourceFile::built_in((name, text)) };
        let mut files: Vec<SourceFile> = FILES.iter().copied().map(SourceFile::built_in).collect();
        files.push(over("o/currencies.tsv", "-baht\nguilders\tdutch\n₥\tXMM\n"));
        files.push(over("o/numbers.tsv", "gross\tscale\t144\ngrosses\tseveral\tmany\nodd\tleast\t3\n"));
        let (numbers, counts) = Numbers::read(&files, &mut problems);
        assert_eq!(numbers.word("Fourteen"), Some(NumberWord::Value(14.0)));
        assert_eq!(numbers.word("gross"), Some(NumberWord::Scale(144.0)));
        assert_eq!(numbers.word("up to"), Some(NumberWord::Most));
        let code = |name| numbers.currency(name).map(SmolStr::as_str);
        assert_eq!(
            [code("€"), code("Euros"), code("R"), code("r"), code("baht"), code("₥")],
            [Some("EUR"), Some("EUR"), Some("ZAR"), None, None, Some("XMM")]
        );
        assert_eq!((counts[0].removed, counts[1].added), (1, 3));
        let lines: Vec<(&str, usize)> = problems.iter().map(|one| (one.file.as_str(), one.line)).collect();
        assert_eq!(lines, [("o/currencies.tsv", 2), ("o/numbers.tsv", 2), ("o/numbers.tsv", 3)]);
    }
}
