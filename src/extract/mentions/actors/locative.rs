//! Whether a name says where something is, rather than who acts.

use crate::extract::syntax::{
    Dep, Syntax,
    prepositions::{DIRECTION, PLACE},
};

/// Whether a token is the object of a preposition of place.
pub(in crate::extract::mentions) fn is_locative(syntax: &Syntax<'_>, head: usize) -> bool {
    let terms = &syntax.lexicon.grammar.actors;
    match syntax.dep(head) {
        Dep::Conj if syntax.head(head) < head => is_locative(syntax, syntax.head(head)),
        Dep::Dobj => terms.spatial.contains(&syntax.doc.lemma(syntax.head(head)).to_lowercase()),
        Dep::Pobj => {
            let preposition = syntax.head(head);
            let word = syntax.doc.word(preposition).to_lowercase();
            let of_a_place = word == "of" && is_kind_of_place(syntax, syntax.head(preposition));
            of_a_place || is_spatial(&word) && !is_dative(syntax, preposition, &word)
        }
        _ => false,
    }
}

/// Whether a noun is one of which a place is an instance: "the **city** of Moscow".
fn is_kind_of_place(syntax: &Syntax<'_>, noun: usize) -> bool {
    let grammar = &syntax.lexicon.grammar;
    syntax.is_in(noun, &grammar.place) || grammar.actors.place_kind.contains(&syntax.doc.lemma(noun).to_lowercase())
}

/// Whether a preposition says that its object is where something is, goes to or comes from; "on Chad" more often addresses it.
fn is_spatial(preposition: &str) -> bool {
    preposition != "on" && [PLACE, DIRECTION].iter().any(|words| words.contains(&preposition))
}

/// "to Moscow" after a verb of speech or giving addresses the government.
fn is_dative(syntax: &Syntax<'_>, preposition: usize, word: &str) -> bool {
    let doc = &syntax.doc;
    matches!(word, "to" | "from" | "over")
        && syntax.lexicon.grammar.actors.addressing.contains(&doc.lemma(doc.head(preposition)).to_lowercase())
}
