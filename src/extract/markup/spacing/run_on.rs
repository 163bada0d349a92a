//! Sentences that run into one another: "… in 2023.Mali expelled …" is two.

use super::{ABBREVIATIONS, is_closing, letter};
use crate::extract::markup::Letter;

/// Abbreviations before a full stop, in lower case, besides [`ABBREVIATIONS`]: a stray stop behind these is still dropped.
const SHORTENED: &[&str] = &[
    "adm", "al", "ca", "cf", "eds", "pp", "viz", "apr", "aug", "ave", "blvd", "brig", "calif", "cmdr", "col", "conn",
    "dec", "dr", "est", "etc", "feb", "fig", "fla", "gen", "gov", "hon", "inc", "insp", "jan", "jr", "jul", "jun",
    "lt", "ltd", "maj", "mar", "mass", "mich", "minn", "miss", "mr", "mrs", "ms", "mt", "no", "nov", "nos", "oct",
    "ont", "okla", "penn", "pres", "rep", "reps", "rev", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "supt",
    "tenn", "tex", "vol", "vs", "wash", "www",
];
/// What follows a full stop in the names of hosts, files and software.
const EXTENSIONS: &[&str] = &[
    "aspx", "biz", "com", "csv", "doc", "docx", "edu", "exe", "fm", "gif", "gov", "htm", "html", "io", "java", "jpeg",
    "jpg", "js", "json", "md", "mil", "mp3", "mp4", "net", "org", "pdf", "php", "png", "py", "rs", "ru", "sh", "ts",
    "tv", "txt", "uk", "xls", "xlsx", "xml", "zip",
];
/// Signs of an address, a path or code: nothing is parted in a word with one.
const OF_ADDRESSES: &str = "@/\\_=&#~<>{}|";
/// How many letters around a place are looked at.
const WITHIN: usize = 80;

/// Parts sentences between which a space is missing: behind a full stop, question or exclamation mark, with the quotation
/// marks and brackets that close there, before a capitalised word. What may be a name, an abbreviation, an initial, an
/// address, a file or a number stays.
pub(super) fn part(letters: &[Letter]) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut in_quotes = false;
    for (at, &(this, source)) in letters.iter().enumerate() {
        in_quotes ^= this == '"';
        if at > 0 && (begins(letters, at, in_quotes) || follows(letters, at)) {
            let before = made.last().map_or(source, |(_, source)| *source);
            made.push((' ', before));
        }
        made.push((this, source));
    }
    made
}

/// Whether a sentence begins at a position without a space before it.
fn begins(letters: &[Letter], at: usize, in_quotes: bool) -> bool {
    let opens = usize::from(matches!(letter(letters, at), Some('“')));
    if !letter(letters, at + opens).is_some_and(char::is_uppercase) {
        return false;
    }
    let Some(mark) = mark_before(letters, at, in_quotes) else { return false };
    let next = word_at(letters, at + opens);
    let word = word_before(letters, mark);
    let closed = mark + 1 < at || letter(letters, mark.wrapping_sub(1)).is_some_and(is_closing);
    !is_address(letters, at)
        && is_first_word(letters, at + opens, &next)
        && if closed {
            word.len() > 1 || has_closing_before(letters, mark)
        } else {
            ends_sentence(letters, mark, &word)
        }
}

/// Whether a full stop behind a text can end a sentence: not that of an abbreviation or an initial.
pub(crate) fn can_end(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    let word = word.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let has_stops = word.contains('.') && !word.contains(|letter: char| letter.is_ascii_digit());
    !is_initial && !has_stops && !is_shortened(&word.to_lowercase())
}

fn is_shortened(lower: &str) -> bool {
    SHORTENED.contains(&lower) || ABBREVIATIONS.contains(&lower)
}

/// Whether a capitalised word stands right behind a comma or semicolon: "in 2023,Mali".
fn follows(letters: &[Letter], at: usize) -> bool {
    let mark = at.checked_sub(1).and_then(|mark| letter(letters, mark));
    let before = at.checked_sub(2).and_then(|before| letter(letters, before));
    matches!(mark, Some(',' | ';'))
        && before.is_some_and(|before| before.is_alphanumeric() || is_closing(before))
        && letter(letters, at).is_some_and(char::is_uppercase)
        && !is_address(letters, at)
}

/// The position of the mark that ends a sentence, right before a position or the closing marks before it.
fn mark_before(letters: &[Letter], at: usize, in_quotes: bool) -> Option<usize> {
    let mut mark = at.checked_sub(1)?;
    let mut quotes = 0;
    while let Some(closing) = letter(letters, mark).filter(|closing| is_closing(*closing)) {
        quotes += usize::from(matches!(closing, '"' | '\''));
        mark = mark.checked_sub(1)?;
    }
    // A straight quotation mark closes where none is open behind it.
    let closes = quotes == 0 || quotes == 1 && !in_quotes;
    (closes && matches!(letter(letters, mark), Some('.' | '?' | '!'))).then_some(mark)
}

fn has_closing_before(letters: &[Letter], mark: usize) -> bool {
    mark.checked_sub(1).and_then(|at| letter(letters, at)).is_some_and(|before| matches!(before, ')' | ']' | '”' | '%'))
}

/// The letters and digits before a position, with what joins them: "U.S", "1,200", "COVID-19".
fn word_before(letters: &[Letter], at: usize) -> Vec<char> {
    let joins = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ',' | '-' | '\'' | '’' | '%');
    let mut word: Vec<char> = letters
        .iter()
        .take(at)
        .rev()
        .take(WITHIN)
        .map(|(letter, _)| *letter)
        .take_while(|letter| joins(*letter))
        .collect();
    word.reverse();
    word
}

fn word_at(letters: &[Letter], at: usize) -> Vec<char> {
    letters
        .iter()
        .skip(at)
        .take(WITHIN)
        .map(|(letter, _)| *letter)
        .take_while(|letter| letter.is_alphanumeric())
        .collect()
}

/// The word around a position, up to spaces, is an address or code.
fn is_address(letters: &[Letter], at: usize) -> bool {
    let behind = letters.iter().skip(at).take(WITHIN).map(|(letter, _)| *letter).take_while(|letter| *letter != ' ');
    let before =
        letters.iter().take(at).rev().take(WITHIN).map(|(letter, _)| *letter).take_while(|letter| *letter != ' ');
    behind.chain(before).any(|letter| OF_ADDRESSES.contains(letter))
}

/// A capitalised word, or one in capitals, that stands free behind: not a suffix of a name, and no part of another.
fn is_first_word(letters: &[Letter], at: usize, word: &[char]) -> bool {
    let behind = (letter(letters, at + word.len()), letter(letters, at + word.len() + 1));
    let is_free = match behind {
        (Some('.' | '-'), Some(next)) => !next.is_alphanumeric() || behind.0 == Some('-'),
        _ => true,
    };
    let is_word = match word {
        ['A' | 'I'] => behind.0 == Some(' '),
        [_] => matches!(behind.0, Some('’' | '\'')),
        _ => word.iter().all(|letter| letter.is_alphabetic()),
    };
    let lower: String = word.iter().flat_map(|letter| letter.to_lowercase()).collect();
    is_free && is_word && !EXTENSIONS.contains(&lower.as_str())
}

/// Whether a word before a mark can be the last of a sentence.
fn ends_sentence(letters: &[Letter], mark: usize, word: &[char]) -> bool {
    let tail = || word.rsplit(|letter| matches!(letter, '-' | '\'' | '’')).next().unwrap_or_default();
    let lower: String = tail().iter().flat_map(|letter| letter.to_lowercase()).collect();
    let digits = word.iter().filter(|letter| letter.is_ascii_digit()).count();
    let starts = || mark.checked_sub(word.len() + 1).and_then(|at| letter(letters, at)).is_none();
    match letter(letters, mark) {
        Some('?') => return word.len() > 1,
        // Some names end so.
        Some('!') => return word.len() > 1 && word.first().is_some_and(|first| !first.is_uppercase()),
        _ => {}
    }
    if word.contains(&'%') {
        return true;
    }
    if digits > 0 {
        // A number, an ordinal or a decade; at the beginning it numbers a paragraph.
        let unit: String = word.iter().filter(|letter| letter.is_alphabetic()).collect();
        let is_number = ["", "s", "st", "nd", "rd", "th"].contains(&unit.as_str());
        return (is_number || word.contains(&'-')) && (digits > 2 || !starts());
    }
    if word.iter().any(|letter| matches!(letter, '.' | ',')) {
        return false;
    }
    let is_capitalised = word.first().is_some_and(|first| first.is_uppercase());
    let is_acronym = word.len() > 1 && word.iter().all(|letter| letter.is_uppercase());
    let length = tail().len();
    !is_shortened(&lower) && (is_acronym || length > 3 || length > 1 && !is_capitalised)
}
