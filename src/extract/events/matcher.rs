//! Whether a rule's frame holds around a trigger: named conditions, tried in turn, so that a refusal can be told.

use super::anchor::Anchor;
use crate::lexicon::{
    rule::{Frame, Rule},
    vocabulary::Words,
};

/// A condition of a rule that did not hold, or why a rule that matched gave no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No such particle is attached.
    Particle,
    /// The logical object is another.
    Object,
    /// The logical subject is another.
    Subject,
    /// A preposition is missing, or has another object.
    Preposition,
    /// The clausal complement is another.
    Complement,
    /// No such modifier.
    Modifier,
    /// One of the rule's `unless` conditions holds.
    Unless,
    /// A slot that the rule needs is empty.
    Need,
    /// A noun with neither participant nor support verb.
    BareNoun,
    /// A more specific rule was taken for the same trigger.
    Outranked,
    /// The trigger belongs to another event's frame.
    Consumed,
    /// It is what another event promises, asks for, threatens or denies.
    Embedded,
}

impl Refusal {
    /// What it says to a person.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Particle => "no such particle",
            Self::Object => "another object",
            Self::Subject => "another subject",
            Self::Preposition => "no such preposition, or another word behind it",
            Self::Complement => "no such complement",
            Self::Modifier => "no such modifier",
            Self::Unless => "an exception of the rule holds",
            Self::Need => "a needed participant is missing",
            Self::BareNoun => "a noun without participants",
            Self::Outranked => "a more specific rule was taken",
            Self::Consumed => "part of another event",
            Self::Embedded => "inside another verbal act",
        }
    }
}

/// Tries a rule on an anchor whose lemma is one of the rule's. Returns the tokens that its conditions used up.
pub(super) fn matches(rule: &Rule, anchor: &Anchor<'_>) -> Result<Vec<usize>, Refusal> {
    let mut used = Vec::new();
    holds(&rule.frame, anchor, &mut used)?;
    if is_excepted(&rule.unless, anchor) {
        return Err(Refusal::Unless);
    }
    Ok(used)
}

fn holds(frame: &Frame, anchor: &Anchor<'_>, used: &mut Vec<usize>) -> Result<(), Refusal> {
    if let Some(particles) = &frame.particle
        && !anchor.has_particle(particles)
    {
        return Err(Refusal::Particle);
    }
    if let Some(words) = &frame.object {
        take(words, nouns(anchor, anchor.object()), anchor, used).ok_or(Refusal::Object)?;
    }
    if let Some(words) = &frame.subject {
        take(words, nouns(anchor, anchor.subject()), anchor, used).ok_or(Refusal::Subject)?;
    }
    for (preposition, words) in &frame.preposition {
        take(words, anchor.heads_behind(*preposition), anchor, used).ok_or(Refusal::Preposition)?;
    }
    if let Some(words) = &frame.complement {
        take(words, anchor.complements(), anchor, used).ok_or(Refusal::Complement)?;
    }
    if let Some(words) = &frame.modifier {
        take(words, anchor.modifiers(), anchor, used).ok_or(Refusal::Modifier)?;
    }
    Ok(())
}

fn nouns(anchor: &Anchor<'_>, noun: Option<usize>) -> Vec<usize> {
    noun.map(|noun| anchor.syntax.heads(noun)).unwrap_or_default()
}

/// Finds a token whose lemma is in the set, or any token for an empty set, which uses nothing up.
fn take(words: &Words, tokens: Vec<usize>, anchor: &Anchor<'_>, used: &mut Vec<usize>) -> Option<()> {
    if words.is_empty() {
        return (!tokens.is_empty()).then_some(());
    }
    let before = used.len();
    used.extend(tokens.into_iter().filter(|token| words.contains(anchor.syntax.word(*token))));
    (used.len() > before).then_some(())
}

/// Whether one condition of an exception holds by itself.
fn is_excepted(unless: &Frame, anchor: &Anchor<'_>) -> bool {
    let any = |words: &Option<Words>, tokens: &dyn Fn() -> Vec<usize>| {
        words.as_ref().is_some_and(|words| is_among(words, &tokens(), anchor))
    };
    unless.particle.as_ref().is_some_and(|particles| anchor.has_particle(particles))
        || any(&unless.object, &|| nouns(anchor, anchor.object()))
        || any(&unless.subject, &|| nouns(anchor, anchor.subject()))
        || any(&unless.complement, &|| anchor.complements())
        || any(&unless.modifier, &|| anchor.modifiers())
        || unless
            .preposition
            .iter()
            .any(|(preposition, words)| is_among(words, &anchor.heads_behind(*preposition), anchor))
}

/// Whether a lemma of the tokens is in the set; for an empty set, whether there is a token.
fn is_among(words: &Words, tokens: &[usize], anchor: &Anchor<'_>) -> bool {
    if words.is_empty() {
        return !tokens.is_empty();
    }
    tokens.iter().any(|token| words.contains(anchor.syntax.word(*token)))
}
