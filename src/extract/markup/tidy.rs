//! Letters put in order: controls, invisible letters, wrong encodings, composed forms, white space.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Letter, text_of, until_stable};

/// Passes behind the first that may be needed until nothing changes.
const MORE_PASSES: usize = 3;

/// Letters of any source in order: no control character but the line break, no invisible letter, composed (NFC), and
/// each space an ordinary one. Line breaks and runs of spaces stay.
pub(crate) fn tidy(letters: &[Letter]) -> Vec<Letter> {
    // What was removed may have stood between letters that belong together.
    until_stable(tidy_once(letters), MORE_PASSES, tidy_once)
}

fn tidy_once(letters: &[Letter]) -> Vec<Letter> {
    let letters = repair(letters);
    let mut tidied = Vec::with_capacity(letters.len());
    let mut previous = '\0';
    for &(letter, at) in letters.iter() {
        let tidy = match letter {
            '\n' if previous == '\r' => None,
            '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\u{80}'..='\u{9f}' => old_control(letter),
            _ if letter.is_whitespace() => Some(' '),
            _ if letter.is_control() || is_invisible(letter) => None,
            _ => Some(letter),
        };
        previous = letter;
        tidied.extend(tidy.map(|letter| (letter, at)));
    }
    compose(tidied)
}

/// A control character of Latin-1 is a letter of Windows-1252 that was read with the wrong table.
fn old_control(letter: char) -> Option<char> {
    let byte = [u8::try_from(u32::from(letter)).ok()?];
    let decoded = WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()?;
    (!decoded.is_control()).then_some(decoded)
}

/// Soft hyphens, zero-width letters, marks of direction, variation selectors, noncharacters.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || u32::from(letter) & 0xfffe == 0xfffe
}

/// UTF-8 that was read as Windows-1252 ("â€™" for "’", "Ã©" for "é") is read right. Only sequences that are whole UTF-8
/// letters are touched, and only those that begin as no English word does.
fn repair(letters: &[Letter]) -> Cow<'_, [Letter]> {
    if !letters.iter().any(|(letter, _)| is_lead(*letter)) {
        return Cow::Borrowed(letters);
    }
    let mut repaired = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let [first, after @ ..] = rest {
        if let Some((letter, length)) = is_lead(first.0).then(|| misread(rest)).flatten() {
            repaired.push((letter, first.1));
            rest = rest.get(length..).unwrap_or_default();
        } else {
            repaired.push(*first);
            rest = after;
        }
    }
    Cow::Owned(repaired)
}

fn is_lead(letter: char) -> bool {
    matches!(letter, 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ç' | 'É' | 'Ð' | 'Ñ' | 'Ø' | 'Ù' | 'â' | 'ã' | 'ð' | 'ï')
}

/// The letter that two to four misread ones were, and their number.
fn misread(letters: &[Letter]) -> Option<(char, usize)> {
    let bytes: Vec<u8> = letters.iter().take(4).map_while(|(letter, _)| old_byte(*letter)).collect();
    let length = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    let letter = text.chars().next()?;
    (letter != '\u{fffd}').then_some((letter, length))
}

fn old_byte(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    match (&*bytes, failed) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

/// Composes a letter and the marks that follow it; all of the result maps to the letter.
fn compose(letters: Vec<Letter>) -> Vec<Letter> {
    let text = text_of(&letters);
    if unicode_normalization::is_nfc(&text) {
        return letters;
    }
    let mut composed: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut cluster = String::new();
    let mut start = 0;
    for &(letter, at) in &letters {
        // Hangul is composed of letters that are no marks.
        let joins = is_combining_mark(letter) || matches!(letter, '\u{1161}'..='\u{11ff}');
        if !joins {
            composed.extend(cluster.nfc().map(|letter| (letter, start)));
            cluster.clear();
            start = at;
        }
        cluster.push(letter);
    }
    composed.extend(cluster.nfc().map(|letter| (letter, start)));
    composed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let letters: Vec<Letter> = source.char_indices().map(|(at, letter)| (letter, at)).collect();
        let tidied = tidy(&letters);
        assert_eq!(text_of(&tidied), expected, "{source:?}");
        assert!(tidied.is_sorted_by_key(|(_, at)| *at), "{source:?}");
    }

    #[test]
    fn removes_what_no_reader_sees() {
        check("co\u{ad}op\u{200b}er\u{feff}ation\u{0}", "cooperation");
        check("one\u{a0}two\u{202f}three\tfour", "one two three four");
        check("one\r\ntwo\rthree\u{2029}four", "one\ntwo\nthree\nfour");
    }

    #[test]
    fn repairs_misread_encodings() {
        check("Itâ€™s â€œoffâ€\u{9d} in CÃ´te", "It’s “off” in Côte");
        check("It\u{92}s", "It’s");
        check("Åland, Ænes, SÃO PAULO, Ñandú", "Åland, Ænes, SÃO PAULO, Ñandú");
    }

    #[test]
    fn composes_letters_and_marks() {
        check("Ze\u{301}le\u{301} met", "Zélé met");
        check("\u{1112}\u{1161}\u{11ab}", "한");
    }
}
