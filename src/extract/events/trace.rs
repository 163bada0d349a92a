//! What was tried on the way to the events: the rules that words triggered, and the words that might have and did not.

use smol_str::SmolStr;

use super::{anchor::Anchor, refusal::Refusal, syntax::Syntax};
use crate::{
    lexicon::{Lexicon, rule::TriggerKind, vocabulary::WordId},
    model::{Doc, Pos},
};

/// A rule that was tried at a word and gave no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The word.
    pub token: usize,
    /// The rule's id.
    pub rule: SmolStr,
    /// Why it gave none.
    pub refusal: Refusal,
}

/// A word that rules list as a trigger, where it stands so that none of them is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// The word.
    pub token: usize,
    /// Its number in the vocabulary.
    pub word: WordId,
    /// Why no rule is tried.
    pub reason: String,
}

const KINDS: [TriggerKind; 3] = [TriggerKind::Verb, TriggerKind::Noun, TriggerKind::Adjective];

/// The idle words of a sentence.
pub fn idle_words(doc: &Doc, lexicon: &Lexicon, sentence: std::ops::Range<usize>) -> Vec<Idle> {
    let syntax = Syntax::new(doc, lexicon);
    sentence.filter_map(|token| idle(&syntax, token)).collect()
}

fn idle(syntax: &Syntax<'_>, token: usize) -> Option<Idle> {
    let word = syntax.word(token);
    let has_rules = |kind: TriggerKind, word: WordId| syntax.lexicon.triggered_by(kind, word).next().is_some();
    let listed: Vec<TriggerKind> = KINDS.into_iter().filter(|kind| word != 0 && has_rules(*kind, word)).collect();
    if listed.is_empty() {
        return None;
    }
    let reason = match Anchor::of(syntax, token) {
        Some(anchor) if listed.contains(&anchor.kind) => return None,
        Some(anchor) if anchor.as_adjective().is_some() && has_rules(TriggerKind::Adjective, syntax.form(token)) => {
            return None;
        }
        Some(anchor) => {
            format!("is read as {}; its rules want {}", kind_name(anchor.kind), kind_names(&listed))
        }
        None if matches!(syntax.pos(token), Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj) => {
            let head = syntax.doc.word(syntax.head(token));
            format!("belongs to “{head}” ({}), where no event is looked for", syntax.doc.dep(token))
        }
        None => format!("is read as {} here; its rules want {}", syntax.doc.tag(token), kind_names(&listed)),
    };
    Some(Idle { token, word, reason })
}

fn kind_names(kinds: &[TriggerKind]) -> String {
    kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join(" or ")
}

fn kind_name(kind: TriggerKind) -> &'static str {
    match kind {
        TriggerKind::Verb => "a verb",
        TriggerKind::Noun => "a noun",
        TriggerKind::Adjective => "a predicate adjective",
    }
}
