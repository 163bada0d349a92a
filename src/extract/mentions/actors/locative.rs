//! Whether a name says where something is, rather than who acts.

use crate::extract::syntax::{Dep, Syntax};

/// Whether a token is the object of a preposition of place.
pub(super) fn is_locative(syntax: &Syntax<'_>, head: usize) -> bool {
    match syntax.dep(head) {
        Dep::Conj if syntax.head(head) < head => is_locative(syntax, syntax.head(head)),
        Dep::Dobj => is_spatial(&syntax.doc.lemma(syntax.head(head)).to_lowercase()),
        Dep::Pobj => {
            let preposition = syntax.head(head);
            let word = syntax.doc.word(preposition).to_lowercase();
            let of_a_place =
                word == "of" && is_kind_of_place(&syntax.doc.lemma(syntax.head(preposition)).to_lowercase());
            of_a_place || LOCATIVE.contains(&word.as_str()) && !is_dative(syntax, preposition, &word)
        }
        _ => false,
    }
}

/// "to Moscow" after a verb of telling or giving addresses the government.
fn is_dative(syntax: &Syntax<'_>, preposition: usize, word: &str) -> bool {
    let doc = &syntax.doc;
    matches!(word, "to" | "from" | "over")
        && ADDRESSING.contains(&doc.lemma(doc.head(preposition)).to_lowercase().as_str())
}

/// Prepositions after which a seat of government is a place.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "to",
    "into",
    "outside",
    "inside",
    "around",
    "across",
    "toward",
    "towards",
    "through",
    "from",
    "throughout",
    "within",
    "via",
    "above",
    "over",
    "around",
    "beyond",
    "off",
    "along",
];

/// Words after which "to", "from" and "over" address whoever stands behind them.
const ADDRESSING: &[&str] = &[
    "send",
    "give",
    "sell",
    "offer",
    "provide",
    "supply",
    "deliver",
    "appeal",
    "warn",
    "warning",
    "message",
    "letter",
    "signal",
    "support",
    "aid",
    "threat",
    "challenge",
    "response",
    "respond",
    "say",
    "announce",
    "loan",
    "ultimatum",
    "help",
    "assistance",
    "close",
    "loyal",
    "concession",
    "demand",
    "opposed",
    "ally",
    "allied",
    "answer",
    "sale",
    "transfer",
];

/// Verbs whose object is a place, even if a government sits there.
fn is_spatial(verb: &str) -> bool {
    matches!(
        verb,
        "visit"
            | "leave"
            | "reach"
            | "enter"
            | "capture"
            | "seize"
            | "shell"
            | "storm"
            | "surround"
            | "flee"
            | "evacuate"
            | "hold"
            | "control"
            | "besiege"
            | "encircle"
            | "retake"
            | "recapture"
            | "occupy"
            | "bomb"
            | "approach"
            | "tour"
    )
}

/// Nouns of which a place is one: "the **city** of Moscow".
fn is_kind_of_place(noun: &str) -> bool {
    matches!(
        noun,
        "capital"
            | "city"
            | "town"
            | "province"
            | "country"
            | "state"
            | "region"
            | "island"
            | "outskirts"
            | "suburb"
            | "port"
            | "area"
            | "south"
            | "north"
            | "east"
            | "west"
            | "part"
            | "coast"
            | "streets"
            | "street"
            | "border"
            | "district"
            | "village"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "center"
            | "centre"
    )
}
