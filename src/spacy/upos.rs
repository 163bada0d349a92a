//! The names of the universal parts of speech.

use crate::model::Pos;

const NAMES: [(Pos, &str); 18] = [
    (Pos::Adj, "ADJ"),
    (Pos::Adp, "ADP"),
    (Pos::Adv, "ADV"),
    (Pos::Aux, "AUX"),
    (Pos::Cconj, "CCONJ"),
    (Pos::Det, "DET"),
    (Pos::Intj, "INTJ"),
    (Pos::Noun, "NOUN"),
    (Pos::Num, "NUM"),
    (Pos::Part, "PART"),
    (Pos::Pron, "PRON"),
    (Pos::Propn, "PROPN"),
    (Pos::Punct, "PUNCT"),
    (Pos::Sconj, "SCONJ"),
    (Pos::Sym, "SYM"),
    (Pos::Verb, "VERB"),
    (Pos::X, "X"),
    (Pos::Space, "SPACE"),
];

/// The name of a part of speech; empty for none.
pub fn name(pos: Pos) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == pos).map_or("", |(_, name)| name)
}

/// The part of speech of a name.
pub fn from_name(name: &str) -> Option<Pos> {
    if name.is_empty() {
        return Some(Pos::None);
    }
    NAMES.iter().find(|(_, known)| *known == name).map(|(pos, _)| *pos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parts_of_speech_belong_together() {
        assert!(NAMES.iter().all(|(pos, text)| name(*pos) == *text && from_name(text) == Some(*pos)));
        assert_eq!((name(Pos::None), from_name(""), from_name("noun")), ("", Some(Pos::None), None));
    }
}
