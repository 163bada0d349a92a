//! Headlines Written Like This: the words that are no names get the case they have in a sentence, so that the pipeline, which
//! learned from sentences, sees verbs and nouns. Only the case of ASCII letters changes, so every offset stays.

use rustc_hash::{FxHashMap, FxHashSet};

/// A headline of fewer words than this is left alone.
const MIN_WORDS: usize = 3;

/// Words shorter than this are small in many styles of title and tell nothing of the style.
const SHORT: usize = 4;

/// Words of headlines that are hardly ever names, for those that the article itself does not use.
const COMMON: &[&str] = &[
    "accuse",
    "after",
    "against",
    "agree",
    "aid",
    "air",
    "ally",
    "amid",
    "an",
    "and",
    "announce",
    "approve",
    "arms",
    "army",
    "arrest",
    "as",
    "ask",
    "at",
    "attack",
    "back",
    "ban",
    "bar",
    "battle",
    "be",
    "begin",
    "blame",
    "blast",
    "block",
    "bomb",
    "border",
    "by",
    "call",
    "cease",
    "ceasefire",
    "charge",
    "chief",
    "clash",
    "close",
    "condemn",
    "convict",
    "court",
    "crackdown",
    "criticize",
    "cut",
    "dead",
    "deal",
    "demand",
    "deny",
    "deploy",
    "detain",
    "die",
    "end",
    "envoy",
    "expel",
    "face",
    "fight",
    "fire",
    "for",
    "force",
    "free",
    "from",
    "hail",
    "halt",
    "help",
    "hit",
    "hold",
    "host",
    "impose",
    "in",
    "injure",
    "into",
    "invade",
    "invite",
    "its",
    "jail",
    "join",
    "kill",
    "launch",
    "leader",
    "leave",
    "lift",
    "march",
    "meet",
    "minister",
    "new",
    "no",
    "of",
    "offer",
    "official",
    "on",
    "open",
    "order",
    "oust",
    "out",
    "over",
    "pledge",
    "police",
    "praise",
    "president",
    "prisoner",
    "protest",
    "protester",
    "raid",
    "rally",
    "rebel",
    "reject",
    "release",
    "resign",
    "resume",
    "sanction",
    "say",
    "seek",
    "seize",
    "send",
    "sentence",
    "ship",
    "shoot",
    "sign",
    "slam",
    "soldier",
    "strike",
    "summit",
    "support",
    "talk",
    "the",
    "threaten",
    "to",
    "trade",
    "travel",
    "troop",
    "truce",
    "two",
    "urge",
    "visit",
    "vow",
    "war",
    "warn",
    "withdraw",
    "with",
    "wound",
];

/// Small words that are capital in many a name.
const OF_NAMES: &[&str] = &[
    "council", "emirates", "house", "kingdom", "nations", "party", "republic", "states", "street", "union", "united",
    "white",
];

/// How the rest of an article writes its words.
#[derive(Debug, Default)]
pub(super) struct Usage {
    small: FxHashSet<String>,
    capital: FxHashMap<String, u32>,
    small_count: FxHashMap<String, u32>,
}

impl Usage {
    /// Reads running text. A capital counts only behind a small word, where no sentence begins.
    pub fn of(text: &str) -> Self {
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
    let letters = |word: &str| word.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_capital = |word: &str| word.starts_with(|letter: char| letter.is_ascii_uppercase());
    let long: Vec<&str> = title.split_whitespace().filter(|word| letters(word) >= SHORT).collect();
    let capital = long.iter().filter(|word| is_capital(word)).count();
    let all_capital = title
        .split_whitespace()
        .filter(|word| letters(word) >= SHORT)
        .all(|word| !word.bytes().any(|byte| byte.is_ascii_lowercase()));
    if long.len() < MIN_WORDS || capital * 10 < long.len() * 9 {
        return None;
    }
    let mut recased = String::with_capacity(title.len());
    for (number, piece) in title.split_inclusive(char::is_whitespace).enumerate() {
        let bare = piece.trim_matches(|letter: char| !letter.is_alphanumeric());
        let small = bare.to_ascii_lowercase();
        let is_plain = bare.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            && (all_capital || !bare.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()));
        let is_word = usage.small.contains(&stem(&small)) || COMMON.iter().any(|word| stem(word) == stem(&small));
        if !is_plain || usage.is_name(&small) || !all_capital && OF_NAMES.contains(&small.as_str()) {
            recased.push_str(piece);
        } else if is_word && number > 0 {
            recased.push_str(&piece.to_ascii_lowercase());
        } else if all_capital && bare.len() >= SHORT {
            recased.push_str(&piece.to_ascii_lowercase().replacen(&small, &capitalised(&small), 1));
        } else {
            recased.push_str(piece);
        }
    }
    (recased != title && recased.len() == title.len()).then_some(recased)
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
