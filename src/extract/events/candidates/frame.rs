//! Whether a rule's frame holds around a trigger: named conditions, tried in turn, so that a refusal names the one that failed.

use super::{agents::is_of_class, slots::SlotFinder, trigger::Trigger};
use crate::{
    extract::events::refusal::{Condition, Refusal},
    lexicon::{
        rule::{Frame, Rule},
        vocabulary::Words,
    },
};

/// Tries a rule on a trigger whose lemma is one of the rule's. Returns the tokens that its conditions used up.
pub(super) fn matches(rule: &Rule, finder: &SlotFinder<'_>) -> Result<Vec<usize>, Refusal> {
    let mut used = Vec::new();
    holds(&rule.frame, finder, &mut used)?;
    match exception(&rule.unless, &rule.frame, finder) {
        Some(refusal) => Err(refusal),
        None => Ok(used),
    }
}

fn holds(frame: &Frame, finder: &SlotFinder<'_>, used: &mut Vec<usize>) -> Result<(), Refusal> {
    let trigger = &finder.trigger;
    if let Some(particles) = &frame.particle
        && !trigger.has_particle(particles)
    {
        return Err(Refusal::Missing { condition: Condition::Particle, found: Vec::new() });
    }
    let mut take = |condition: Condition, words: &Words, tokens: Vec<usize>| {
        take(words, tokens, finder, used).map_err(|found| Refusal::Missing { condition, found })
    };
    if let Some(words) = &frame.object {
        take(Condition::Object, words, nouns(trigger, trigger.object()))?;
    }
    if let Some(words) = &frame.subject {
        take(Condition::Subject, words, nouns(trigger, trigger.subject()))?;
    }
    for (preposition, words) in &frame.preposition {
        take(Condition::Preposition(*preposition), words, trigger.heads_behind(*preposition))?;
    }
    if let Some(clause) = frame.clause {
        let words = frame.complement.clone().unwrap_or_default();
        take(Condition::Complement, &words, trigger.complements_of_form(clause))?;
    } else if let Some(words) = &frame.complement {
        take(Condition::Complement, words, trigger.complements())?;
    }
    if let Some(words) = &frame.modifier {
        take(Condition::Modifier, words, trigger.modifiers())?;
    }
    Ok(())
}

fn nouns(trigger: &Trigger<'_>, noun: Option<usize>) -> Vec<usize> {
    noun.map(|noun| trigger.syntax.heads(noun)).unwrap_or_default()
}

/// Finds a token that the set lists, or else one of its classes, or any token for an empty set; else gives the tokens back. Only
/// listed words are used up.
fn take(words: &Words, tokens: Vec<usize>, finder: &SlotFinder<'_>, used: &mut Vec<usize>) -> Result<(), Vec<usize>> {
    if words.is_empty() {
        return if tokens.is_empty() { Err(tokens) } else { Ok(()) };
    }
    let before = used.len();
    used.extend(tokens.iter().filter(|token| is_listed(words, **token, finder)));
    let is_met = used.len() > before || tokens.iter().any(|token| is_classed(words, *token, finder));
    if is_met { Ok(()) } else { Err(tokens) }
}

/// Whether a noun is in a set of words: itself, or of a person the office before the name.
fn is_listed(words: &Words, token: usize, finder: &SlotFinder<'_>) -> bool {
    let syntax = finder.trigger.syntax;
    words.contains(syntax.word(token)) || syntax.titles(token).any(|title| words.contains(syntax.word(title)))
}

/// Whether a noun is of one of the classes of a set.
fn is_classed(words: &Words, token: usize, finder: &SlotFinder<'_>) -> bool {
    words.classes().iter().any(|class| is_of_class(finder.trigger.syntax, finder.mentions, token, *class))
}

/// The first condition of an exception that holds by itself.
fn exception(unless: &Frame, frame: &Frame, finder: &SlotFinder<'_>) -> Option<Refusal> {
    let trigger = &finder.trigger;
    let excepted = |condition: Condition, found: Vec<usize>| Refusal::Excepted { condition, found };
    if unless.particle.as_ref().is_some_and(|particles| trigger.has_particle(particles)) {
        return Some(excepted(Condition::Particle, Vec::new()));
    }
    let check = |condition: Condition, words: &Option<Words>, tokens: &dyn Fn() -> Vec<usize>| {
        let found = among(words.as_ref()?, tokens(), finder);
        (!found.is_empty()).then(|| excepted(condition, found))
    };
    check(Condition::Object, &unless.object, &|| nouns(trigger, trigger.object()))
        .or_else(|| check(Condition::Subject, &unless.subject, &|| nouns(trigger, trigger.subject())))
        .or_else(|| check(Condition::Complement, &unless.complement, &|| trigger.complements()))
        .or_else(|| {
            let found = trigger.complements_of_form(unless.clause?);
            (!found.is_empty()).then(|| excepted(Condition::Complement, found))
        })
        .or_else(|| check(Condition::Modifier, &unless.modifier, &|| trigger.modifiers()))
        .or_else(|| {
            unless.preposition.iter().find_map(|(preposition, words)| {
                let heads = trigger.heads_behind(*preposition);
                let found = among(words, heads.clone(), finder);
                // "called on Tuesday on the generals": one of them is what the frame asks for.
                let is_met =
                    found.len() < heads.len() && frame.preposition.iter().any(|(asked, _)| asked == preposition);
                (!found.is_empty() && !is_met).then(|| excepted(Condition::Preposition(*preposition), found))
            })
        })
}

/// The tokens that the set lists or whose class it names; for an empty set, all.
fn among(words: &Words, mut tokens: Vec<usize>, finder: &SlotFinder<'_>) -> Vec<usize> {
    if !words.is_empty() {
        tokens.retain(|token| is_listed(words, *token, finder) || is_classed(words, *token, finder));
    }
    tokens
}
