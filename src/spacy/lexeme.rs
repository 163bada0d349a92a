//! What spaCy knows of a word by its form alone: the 64-bit ids of its lower case, norm, prefix, suffix and shape.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    cache::Cache,
    hash::string_id,
    norms::BASE_NORMS,
    unicode::{is_alpha, is_digit, is_space_text},
};

/// Words with a shape longer than this share one shape.
const LONGEST_SHAPED_WORD: usize = 100;
/// Longer words are not cached, so that the cache is bounded in bytes too.
const LONGEST_CACHED_WORD: usize = 64;
const CACHED_WORDS: usize = 1 << 17;

/// A word type: the attributes that follow from its form. Ids are those of spaCy's string store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexeme {
    /// The id of the form itself.
    pub orth: u64,
    /// The id of the lower-case form.
    pub lower: u64,
    /// The id of the norm: of the model's table, of spaCy's base norms, or the lower-case form.
    pub norm: u64,
    /// The id of the first character.
    pub prefix: u64,
    /// The id of the last three characters.
    pub suffix: u64,
    /// The id of the shape, such as `Xxxxx` or `dd`.
    pub shape: u64,
    /// It is white space only.
    pub is_space: bool,
    /// The lower-case form.
    pub lower_text: SmolStr,
}

/// The word types seen so far, with the model's table of norms.
#[derive(Debug)]
pub struct Lexicon {
    norms: FxHashMap<u64, u64>,
    cache: Cache<SmolStr, Arc<Lexeme>>,
}

impl Lexicon {
    /// With the model's norms: the id of a form and its norm.
    pub fn new<'a>(norms: impl IntoIterator<Item = (u64, &'a str)>) -> Self {
        let mut table: FxHashMap<u64, u64> =
            BASE_NORMS.iter().map(|(form, norm)| (string_id(form), string_id(norm))).collect();
        table.extend(norms.into_iter().map(|(form, norm)| (form, string_id(norm))));
        Self { norms: table, cache: Cache::new(CACHED_WORDS) }
    }

    /// The word type of a form.
    pub fn get(&self, form: &str) -> Arc<Lexeme> {
        if form.len() > LONGEST_CACHED_WORD {
            return Arc::new(self.make(form));
        }
        if let Some(known) = self.cache.get(form) {
            return known;
        }
        let made = Arc::new(self.make(form));
        self.cache.insert(form.into(), Arc::clone(&made));
        made
    }

    fn make(&self, form: &str) -> Lexeme {
        let orth = string_id(form);
        let lower_text = SmolStr::from(form.to_lowercase());
        let lower = string_id(&lower_text);
        Lexeme {
            orth,
            lower,
            norm: self.norms.get(&orth).copied().unwrap_or(lower),
            prefix: string_id(prefix(form)),
            suffix: string_id(suffix(form)),
            shape: string_id(&shape(form)),
            is_space: is_space_text(form),
            lower_text,
        }
    }
}

fn prefix(form: &str) -> &str {
    let end = form.chars().next().map_or(0, char::len_utf8);
    form.get(..end).unwrap_or_default()
}

fn suffix(form: &str) -> &str {
    let start = form.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
    form.get(start..).unwrap_or_default()
}

/// The shape of a form: `X` and `x` for letters, `d` for digits, runs cut to four, everything else itself.
fn shape(form: &str) -> String {
    if form.chars().nth(LONGEST_SHAPED_WORD - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(form.len());
    let mut last = None;
    let mut run = 0;
    for character in form.chars() {
        let kind = match character {
            letter if is_alpha(letter) => {
                if letter.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            digit if is_digit(digit) => 'd',
            other => other,
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < 4 {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_spacy() {
        for (form, expected) in [
            ("Kyiv", "Xxxx"),
            ("government", "xxxx"),
            ("NATO-led", "XXXX-xxx"),
            ("$12.50", "$dd.dd"),
            ("1234567", "dddd"),
            ("m²", "xd"),
            ("......", "...."),
            ("Ⅷ", "Ⅷ"),
            ("e\u{301}a", "x\u{301}x"),
        ] {
            assert_eq!(shape(form), expected, "{form}");
        }
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }

    #[test]
    fn norms_come_from_the_model_then_the_base_table_then_lower_case() {
        let lexicon = Lexicon::new([(string_id("cos"), "because"), (string_id("–"), "dash")]);
        assert_eq!(lexicon.get("cos").norm, string_id("because"));
        assert_eq!(lexicon.get("–").norm, string_id("dash"));
        assert_eq!(lexicon.get("€").norm, string_id("$"));
        assert_eq!(lexicon.get("Paris").norm, string_id("paris"));
    }

    #[test]
    fn affixes_count_characters() {
        let lexeme = Lexicon::new([]).get("éàü€");
        assert_eq!((lexeme.prefix, lexeme.suffix), (string_id("é"), string_id("àü€")));
        let short = Lexicon::new([]).get("a");
        assert_eq!((short.prefix, short.suffix), (string_id("a"), string_id("a")));
    }

    #[test]
    fn a_name_of_a_symbol_has_its_number() {
        assert_eq!(Lexicon::new([]).get("PERSON").orth, 380);
    }
}
