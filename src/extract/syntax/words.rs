//! The lemmas of a document as numbers of the lexicon's vocabulary.

use crate::{
    lexicon::{Lexicon, vocabulary::WordId},
    model::{Doc, Pos},
};

/// The number of a token's lemma; 0 where the lexicon does not know it. Words joined by a hyphen are tokens of their own to
/// the tokenizer: the last one stands for the whole where the lexicon knows the whole. Capitals of a headline hide plurals
/// from the lemmatizer.
pub(super) fn word_id(doc: &Doc, lexicon: &Lexicon, token: usize) -> WordId {
    let lemma = doc.lemma(token);
    let is_joined =
        |hyphen: usize| doc.word(hyphen) == "-" && doc.tokens().get(hyphen).is_some_and(|one| !one.has_space);
    if token >= 2 && is_joined(token - 1) {
        let whole = lexicon.vocabulary.get(&format!("{}-{lemma}", doc.word(token - 2)));
        if whole != 0 {
            return whole;
        }
    }
    let id = lexicon.vocabulary.get(lemma);
    if id != 0 {
        return id;
    }
    match doc.pos(token) {
        Pos::Num if stands_for_people(doc, token) => lexicon.vocabulary.get("hundred"),
        Pos::Propn => lemma.strip_suffix('s').map_or(0, |singular| lexicon.vocabulary.get(singular)),
        Pos::Verb => repaired_lemmas(lemma)
            .find_map(|lemma| Some(lexicon.vocabulary.get(&lemma)).filter(|id| *id != 0))
            .unwrap_or(0),
        _ => 0,
    }
}

/// "More than **10,000** demonstrated": a number in digits that is what a verb's "hundreds" would be.
fn stands_for_people(doc: &Doc, token: usize) -> bool {
    let measures = doc.entity_at(token).is_some_and(|entity| {
        matches!(doc.entity_type(entity), "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "ORDINAL")
    });
    let is_of = |child: usize| doc.word(child) == "of";
    matches!(doc.dep(token), "nsubj" | "nsubjpass" | "dobj")
        && !measures
        && doc.word(token).bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        && !doc.children(token).any(is_of)
}

/// The rule lemmatizer is unsure of a final e and of doubled consonants: "wag" for "wage", "wiretapp" for "wiretap".
fn repaired_lemmas(lemma: &str) -> impl Iterator<Item = String> {
    let bare = lemma.strip_suffix('e').unwrap_or(lemma);
    let last = bare.chars().next_back().filter(char::is_ascii);
    let single = last.and_then(|last| bare.strip_suffix(last)).filter(|rest| rest.ends_with(last.unwrap_or(' ')));
    [Some(format!("{lemma}e")), Some(bare.to_owned()), single.map(str::to_owned)].into_iter().flatten()
}

/// A text has few capitals if fewer than one word in 20 begins with one. Other text has at least one per sentence.
const WORDS_PER_CAPITAL: usize = 20;

/// Whether hardly any word of a text begins with a capital.
pub(super) fn has_few_capitals(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let (all, capitals) = words.fold((0_usize, 0_usize), |(all, capitals), word| {
        (all + 1, capitals + usize::from(word.starts_with(char::is_uppercase)))
    });
    capitals * WORDS_PER_CAPITAL < all
}

#[cfg(test)]
mod tests {
    use super::has_few_capitals;

    #[test]
    fn a_line_with_capitals_does_not_make_a_text_in_small_letters_another() {
        let small = "police in kano arrested two men on monday, said the governor of the state. ".repeat(3);
        assert!(has_few_capitals("police arrested two men in kano"));
        assert!(has_few_capitals(&format!("{small}Share Tweet")));
        assert!(!has_few_capitals("Police in Kano arrested two men on Monday, said the governor of the state."));
        assert!(!has_few_capitals("one long sentence of an article with nothing but a name that is Obi"));
        assert!(!has_few_capitals(""));
    }
}
