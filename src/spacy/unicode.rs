//! Character classes as Python's `str` methods define them, which differ from Rust's at the edges.

use std::sync::LazyLock;

use regex::Regex;

/// `str.isspace`: Unicode white space and the four ASCII separators.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// Whether a text is white space only (false when empty).
pub(super) fn is_space_text(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_space)
}

/// `str.isalpha` of one character: the general categories of letters, without combining marks and letter numbers.
pub(super) fn is_alpha(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.is_alphabetic() && matches(&LETTER, character)
}

/// `str.isdigit` of one character: decimal digits and digits of other forms, such as superscripts.
pub(super) fn is_digit(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    is_digit_of_another_form(character) || (character.is_numeric() && matches(&DECIMAL, character))
}

static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{L}").ok());
static DECIMAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Nd}").ok());

fn matches(class: &LazyLock<Option<Regex>>, character: char) -> bool {
    let mut buffer = [0; 4];
    class.as_ref().is_some_and(|class| class.is_match(character.encode_utf8(&mut buffer)))
}

/// Characters whose numeric type is Digit and whose category is not a decimal digit.
fn is_digit_of_another_form(character: char) -> bool {
    matches!(
        u32::from(character),
        0xB2..=0xB3
            | 0xB9
            | 0x1369..=0x1371
            | 0x19DA
            | 0x2070
            | 0x2074..=0x2079
            | 0x2080..=0x2089
            | 0x2460..=0x2468
            | 0x2474..=0x247C
            | 0x2488..=0x2490
            | 0x24EA
            | 0x24F5..=0x24FD
            | 0x24FF
            | 0x2776..=0x277E
            | 0x2780..=0x2788
            | 0x278A..=0x2792
            | 0x10A40..=0x10A43
            | 0x10E60..=0x10E68
            | 0x11052..=0x1105A
            | 0x1F100..=0x1F10A
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_agree_with_python_at_the_edges() {
        for (character, space, alpha, digit) in [
            ('\u{1f}', true, false, false),
            ('\u{a0}', true, false, false),
            ('\u{200b}', false, false, false),
            ('é', false, true, false),
            ('\u{301}', false, false, false),
            ('Ⅷ', false, false, false),
            ('²', false, false, true),
            ('①', false, false, true),
            ('½', false, false, false),
            ('٣', false, false, true),
            ('中', false, true, false),
            ('ª', false, true, false),
        ] {
            assert_eq!(
                (is_space(character), is_alpha(character), is_digit(character)),
                (space, alpha, digit),
                "{character:?}"
            );
        }
        assert!(!is_space_text("") && is_space_text(" \n"));
    }
}
