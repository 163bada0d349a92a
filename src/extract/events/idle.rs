//! Words that rules list as a trigger and that stand where none of them is tried.

use super::candidates::Trigger;
use crate::{
    extract::syntax::Syntax,
    lexicon::{rule::TriggerKind, vocabulary::WordId},
    model::Pos,
};

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
pub(in crate::extract) fn idle_words(syntax: &Syntax<'_>, sentence: std::ops::Range<usize>) -> Vec<Idle> {
    sentence.filter_map(|token| idle(syntax, token)).collect()
}

fn idle(syntax: &Syntax<'_>, token: usize) -> Option<Idle> {
    let word = syntax.word(token);
    let has_rules = |kind: TriggerKind, word: WordId| syntax.lexicon.triggered_by(kind, word).next().is_some();
    let listed: Vec<TriggerKind> = KINDS.into_iter().filter(|kind| word != 0 && has_rules(*kind, word)).collect();
    if listed.is_empty() {
        return None;
    }
    let reason = match Trigger::of(syntax, token) {
        Some(trigger) if listed.contains(&trigger.kind) => return None,
        Some(trigger) if trigger.as_adjective().is_some() && has_rules(TriggerKind::Adjective, syntax.form(token)) => {
            return None;
        }
        Some(trigger) => {
            format!("is parsed as {}; its rules need {}", kind_name(trigger.kind), kind_names(&listed))
        }
        None if matches!(syntax.pos(token), Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj) => {
            let head = syntax.doc.word(syntax.head(token));
            format!("depends on “{head}” ({}), where no rule is tried", syntax.dep(token).text())
        }
        None => format!("is tagged {} here; its rules need {}", syntax.tag(token).text(), kind_names(&listed)),
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
