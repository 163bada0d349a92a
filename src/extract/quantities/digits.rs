//! A number in digits, with what is glued to it: "14,000", "2.5", "€3bn", "1,7".

/// What stands before, in and behind the digits of one token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Digits<'a> {
    /// Letters and symbols before the digits.
    pub prefix: &'a str,
    /// The number.
    pub value: f64,
    /// Letters and symbols behind them.
    pub suffix: &'a str,
    /// Four digits and nothing else, as a year is written.
    pub is_bare: bool,
}

/// Reads a token that holds digits.
pub(super) fn read(word: &str) -> Option<Digits<'_>> {
    let first = word.find(|letter: char| letter.is_ascii_digit())?;
    let (prefix, rest) = word.split_at(first);
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(rest.len());
    let (digits, suffix) = rest.split_at(end);
    let digits = digits.trim_end_matches(['.', ',']);
    let is_bare = prefix.is_empty() && suffix.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some(Digits { prefix, value: value(digits)?, suffix, is_bare })
}

/// The number that digits with separators write; nothing where they write none, such as a date.
fn value(digits: &str) -> Option<f64> {
    let groups = |separator: char| -> Vec<usize> { digits.split(separator).skip(1).map(str::len).collect() };
    let is_grouped = |groups: &[usize]| {
        // Indian numbers have groups of two before the last: "2,50,000".
        groups.split_last().is_some_and(|(last, middle)| *last == 3 && middle.iter().all(|size| matches!(size, 2 | 3)))
    };
    let (commas, dots) = (groups(','), groups('.'));
    let plain = match (commas.is_empty(), dots.is_empty()) {
        (true, true) => digits.to_owned(),
        (false, true) if is_grouped(&commas) => digits.replace(',', ""),
        (false, true) if commas.len() == 1 => digits.replace(',', "."),
        (true, false) if dots.len() == 1 => digits.to_owned(),
        (true, false) if is_grouped(&dots) => digits.replace('.', ""),
        (false, false) if dots.len() == 1 => digits.replace(',', ""),
        _ => return None,
    };
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_with_separators_prefixes_and_suffixes() {
        for (word, expected) in [
            ("14,000", Some(("", 14_000.0, ""))),
            ("2.5", Some(("", 2.5, ""))),
            ("1,7", Some(("", 1.7, ""))),
            ("2,50,000", Some(("", 250_000.0, ""))),
            ("1.200.000", Some(("", 1_200_000.0, ""))),
            ("GH₵180,000.00", Some(("GH₵", 180_000.0, ""))),
            ("RM177mil", Some(("RM", 177.0, "mil"))),
            ("17th", Some(("", 17.0, "th"))),
            ("12.03.2024", None),
            ("fourteen", None),
        ] {
            let found = read(word).map(|digits| (digits.prefix, digits.value, digits.suffix));
            assert_eq!(found, expected, "{word}");
        }
    }
}
