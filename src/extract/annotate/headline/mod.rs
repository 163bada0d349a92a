//! Headlines Written Like This: the words that are no names get the case they have in a sentence, so that the pipeline, which
//! learned from sentences, sees verbs and nouns. Only the case of ASCII letters changes, so every offset stays.

mod words;

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use words::{COMMON, OF_NAMES};

/// A headline of fewer words than this is left alone.
const MIN_WORDS: usize = 3;

/// Words shorter than this are small in many styles of title and tell nothing of the style.
const SHORT: usize = 4;

/// How the rest of an article writes its words.
#[derive(Debug, Default)]
pub(super) struct Usage {
    small: FxHashSet<String>,
    capital: FxHashMap<String, u32>,
    small_count: FxHashMap<String, u32>,
}

impl Usage {
    /// Reads running text. A capital counts only behind a small word, where no sentence begins.
    pub(super) fn of(text: &str) -> Self {
        let mut usage = Self::default();
        let mut follows_small = false;
        for word in text.split_whitespace() {
            let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            let is_small = bare.starts_with(|letter: char| letter.is_ascii_lowercase());
            if is_small {
                usage.small.insert(stem(bare));
                *usage.small_count.entry(bare.to_owned()).or_default() += 1;
            } else if follows_small {
                *usage.capital.entry(bare.to_ascii_lowercase()).or_default() += 1;
            }
            follows_small = is_small && word.ends_with(|letter: char| letter.is_ascii_lowercase());
        }
        usage
    }

    fn is_name(&self, small: &str) -> bool {
        let count = |counts: &FxHashMap<String, u32>| counts.get(small).copied().unwrap_or(0);
        count(&self.capital) > count(&self.small_count)
    }
}

/// A title in sentence case; nothing where it is not written with capitals throughout.
pub(super) fn recased(title: &str, usage: &Usage) -> Option<String> {
    let style = Style::of(title)?;
    let pieces = title.split_inclusive(char::is_whitespace).enumerate();
    let recased: String = pieces.map(|(number, piece)| recased_word(piece, number == 0, style, usage)).collect();
    (recased != title && recased.len() == title.len()).then_some(recased)
}

/// How a title is written with capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Like This.
    Title,
    /// LIKE THIS.
    Capitals,
}

impl Style {
    /// The style of a title; nothing where some long words begin with small letters.
    fn of(title: &str) -> Option<Self> {
        let letters = |word: &str| word.bytes().filter(u8::is_ascii_alphabetic).count();
        let long: Vec<&str> = title.split_whitespace().filter(|word| letters(word) >= SHORT).collect();
        let is_capital = |word: &&&str| word.starts_with(|letter: char| letter.is_ascii_uppercase());
        let capital = long.iter().filter(is_capital).count();
        if long.len() < MIN_WORDS || capital * 10 < long.len() * 9 {
            return None;
        }
        let has_small = long.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_lowercase()));
        Some(if has_small { Self::Title } else { Self::Capitals })
    }
}

/// A word of a title in the case that it has in a sentence, with the space behind it.
fn recased_word<'a>(piece: &'a str, is_first: bool, style: Style, usage: &Usage) -> Cow<'a, str> {
    let bare = piece.trim_matches(|letter: char| !letter.is_alphanumeric());
    let small = bare.to_ascii_lowercase();
    let is_shouted = style == Style::Capitals;
    let is_plain = bare.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
        && (is_shouted || !bare.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()));
    if !is_plain || usage.is_name(&small) || !is_shouted && OF_NAMES.contains(&small.as_str()) {
        return Cow::Borrowed(piece);
    }
    let is_word = || usage.small.contains(&stem(&small)) || COMMON.iter().any(|word| stem(word) == stem(&small));
    if !is_first && is_word() {
        Cow::Owned(piece.to_ascii_lowercase())
    } else if is_shouted && bare.len() >= SHORT {
        Cow::Owned(piece.to_ascii_lowercase().replacen(&small, &capitalised(&small), 1))
    } else {
        Cow::Borrowed(piece)
    }
}

fn capitalised(small: &str) -> String {
    let mut letters = small.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// A word without the endings of verbs and plurals, roughly: "launches", "launched" and "launch" are one.
fn stem(word: &str) -> String {
    let bare = ["ing", "ed", "es", "s", "d"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.len() >= 3));
    let bare = bare.unwrap_or(word);
    bare.strip_suffix('e').filter(|rest| rest.len() >= 3).unwrap_or(bare).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_the_article_uses_become_small_and_names_stay() {
        let usage = Usage::of(
            "Chile said on Monday that its navy had launched a search in the Drake Passage for the lost ketch.",
        );
        let title = "Chile Launches Search for Lost Ketch in Drake Passage";
        assert_eq!(recased(title, &usage).as_deref(), Some("Chile launches search for lost ketch in Drake Passage"));
        assert_eq!(recased("Chile launches search for lost ketch", &usage), None);
    }

    #[test]
    fn common_words_of_headlines_need_no_article() {
        let none = Usage::default();
        assert_eq!(
            recased("Rebels Attack Army Base Near Tolmar", &none).as_deref(),
            Some("Rebels attack army Base Near Tolmar")
        );
        assert_eq!(
            recased("POLICE ARREST PROTESTERS IN TOLMAR", &none).as_deref(),
            Some("Police arrest protesters in Tolmar")
        );
        assert_eq!(recased("Tea for Two", &none), None);
    }

    #[test]
    fn the_length_in_bytes_never_changes() {
        let usage = Usage::of("the café İstanbul élan");
        for title in
            ["Café İstanbul Élan Opens Doors", "ÉLAN VITAL OPENS DOORS TODAY", "—— “Police” ‘Arrest’ Twelve Bakers"]
        {
            assert!(recased(title, &usage).is_none_or(|recased| recased.len() == title.len()), "{title}");
        }
    }
}
