//! Whether a rule's frame holds around a trigger: named conditions, tried in turn, so that a refusal can be told.

use super::{
    anchor::Anchor,
    refusal::{Condition, Refusal},
};
use crate::lexicon::{
    rule::{Frame, Rule},
    vocabulary::Words,
};

/// Tries a rule on an anchor whose lemma is one of the rule's. Returns the tokens that its conditions used up.
pub(super) fn matches(rule: &Rule, anchor: &Anchor<'_>) -> Result<Vec<usize>, Refusal> {
    let mut used = Vec::new();
    holds(&rule.frame, anchor, &mut used)?;
    match exception(&rule.unless, &rule.frame, anchor) {
        Some(refusal) => Err(refusal),
        None => Ok(used),
    }
}

fn holds(frame: &Frame, anchor: &Anchor<'_>, used: &mut Vec<usize>) -> Result<(), Refusal> {
    if let Some(particles) = &frame.particle
        && !anchor.has_particle(particles)
    {
        return Err(Refusal::Missing { condition: Condition::Particle, found: Vec::new() });
    }
    let mut take = |condition: Condition, words: &Words, tokens: Vec<usize>| {
        take(words, tokens, anchor, used).map_err(|found| Refusal::Missing { condition, found })
    };
    if let Some(words) = &frame.object {
        take(Condition::Object, words, nouns(anchor, anchor.object()))?;
    }
    if let Some(words) = &frame.subject {
        take(Condition::Subject, words, nouns(anchor, anchor.subject()))?;
    }
    for (preposition, words) in &frame.preposition {
        take(Condition::Preposition(*preposition), words, anchor.heads_behind(*preposition))?;
    }
    if let Some(clause) = frame.clause {
        let words = frame.complement.clone().unwrap_or_default();
        take(Condition::Complement, &words, anchor.complements_of_form(clause))?;
    } else if let Some(words) = &frame.complement {
        take(Condition::Complement, words, anchor.complements())?;
    }
    if let Some(words) = &frame.modifier {
        take(Condition::Modifier, words, anchor.modifiers())?;
    }
    Ok(())
}

fn nouns(anchor: &Anchor<'_>, noun: Option<usize>) -> Vec<usize> {
    noun.map(|noun| anchor.syntax.heads(noun)).unwrap_or_default()
}

/// Finds a token whose lemma is in the set, or any token for an empty set, which uses nothing up; else gives the tokens back.
fn take(words: &Words, tokens: Vec<usize>, anchor: &Anchor<'_>, used: &mut Vec<usize>) -> Result<(), Vec<usize>> {
    if words.is_empty() {
        return if tokens.is_empty() { Err(tokens) } else { Ok(()) };
    }
    let before = used.len();
    used.extend(tokens.iter().filter(|token| is_listed(words, **token, anchor)));
    if used.len() > before { Ok(()) } else { Err(tokens) }
}

/// Whether a noun is in a set of words: itself, or of a person the office before the name.
fn is_listed(words: &Words, token: usize, anchor: &Anchor<'_>) -> bool {
    let syntax = anchor.syntax;
    words.contains(syntax.word(token)) || syntax.titles(token).any(|title| words.contains(syntax.word(title)))
}

/// The first condition of an exception that holds by itself.
fn exception(unless: &Frame, frame: &Frame, anchor: &Anchor<'_>) -> Option<Refusal> {
    let excepted = |condition: Condition, found: Vec<usize>| Refusal::Excepted { condition, found };
    if unless.particle.as_ref().is_some_and(|particles| anchor.has_particle(particles)) {
        return Some(excepted(Condition::Particle, Vec::new()));
    }
    let check = |condition: Condition, words: &Option<Words>, tokens: &dyn Fn() -> Vec<usize>| {
        let found = among(words.as_ref()?, tokens(), anchor);
        (!found.is_empty()).then(|| excepted(condition, found))
    };
    check(Condition::Object, &unless.object, &|| nouns(anchor, anchor.object()))
        .or_else(|| check(Condition::Subject, &unless.subject, &|| nouns(anchor, anchor.subject())))
        .or_else(|| check(Condition::Complement, &unless.complement, &|| anchor.complements()))
        .or_else(|| {
            let found = anchor.complements_of_form(unless.clause?);
            (!found.is_empty()).then(|| excepted(Condition::Complement, found))
        })
        .or_else(|| check(Condition::Modifier, &unless.modifier, &|| anchor.modifiers()))
        .or_else(|| {
            unless.preposition.iter().find_map(|(preposition, words)| {
                let heads = anchor.heads_behind(*preposition);
                let found = among(words, heads.clone(), anchor);
                // "called on Tuesday on the generals": one of them is what the frame asks for.
                let is_met =
                    found.len() < heads.len() && frame.preposition.iter().any(|(asked, _)| asked == preposition);
                (!found.is_empty() && !is_met).then(|| excepted(Condition::Preposition(*preposition), found))
            })
        })
}

/// The tokens whose lemma is in the set; for an empty set, all.
fn among(words: &Words, mut tokens: Vec<usize>, anchor: &Anchor<'_>) -> Vec<usize> {
    if !words.is_empty() {
        tokens.retain(|token| is_listed(words, *token, anchor));
    }
    tokens
}
