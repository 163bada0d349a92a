//! Classes of characters as BERT's tokenizer has them.

use std::sync::LazyLock;

use regex::Regex;

static CONTROL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{Cc}\p{Cf}\p{Co}]").ok());
static ACCENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Mn}").ok());
static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{P}").ok());

fn is_of(class: &LazyLock<Option<Regex>>, character: char) -> bool {
    let mut buffer = [0; 4];
    class.as_ref().is_some_and(|class| class.is_match(character.encode_utf8(&mut buffer)))
}

/// What separates words.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// What is dropped: controls, invisible format characters, characters of private use, and the mark of a lost character.
pub(super) fn is_dropped(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\0' | '\u{fffd}' => true,
        _ if character.is_ascii() => character.is_ascii_control(),
        _ => is_of(&CONTROL, character),
    }
}

/// A mark that is taken off its letter.
pub(super) fn is_accent(character: char) -> bool {
    !character.is_ascii() && is_of(&ACCENT, character)
}

/// What is a word of its own: punctuation, and all signs of ASCII.
pub(super) fn is_punctuation(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_punctuation() } else { is_of(&PUNCTUATION, character) }
}

/// Characters of Chinese writing, each a word of its own.
pub(super) fn is_chinese(character: char) -> bool {
    matches!(
        u32::from(character),
        0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF
            | 0x20000..=0x2A6DF
            | 0x2A700..=0x2B81F
            | 0x2B920..=0x2CEAF
            | 0x2F800..=0x2FA1F
    )
}
