//! Trigger–frame rules: which words, in which frame, make an event of a type, and who in the frame acts and receives.

use serde::Deserialize;
use smol_str::SmolStr;

use super::vocabulary::{WordId, Words};
use crate::model::{Context, EventType, Mode};

/// What kind of word triggers a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TriggerKind {
    /// A verb, finite or not.
    Verb,
    /// A noun.
    Noun,
    /// An adjective or participle used as a predicate.
    Adjective,
}

/// The form of a clausal complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clause {
    /// "urged Paris **to withdraw**".
    Infinitive,
    /// "accused Paris of **attacking**".
    Gerund,
    /// "said that Paris **withdrew**".
    Finite,
}

/// Conditions on the words around a trigger. An absent set asks for nothing; an empty one for any word.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Particles or adverbs, one of which is attached.
    pub particle: Option<Words>,
    /// Heads of the logical object.
    pub object: Option<Words>,
    /// Heads of the logical subject.
    pub subject: Option<Words>,
    /// Prepositions with the heads of their objects.
    pub preposition: Vec<(WordId, Words)>,
    /// Heads of a clausal complement.
    pub complement: Option<Words>,
    /// The form that the clausal complement must have.
    pub clause: Option<Clause>,
    /// Modifiers.
    pub modifier: Option<Words>,
}

impl Frame {
    /// How many words the conditions admit.
    pub fn breadth(&self) -> usize {
        let sets = [&self.particle, &self.object, &self.subject, &self.complement, &self.modifier];
        let prepositions = self.preposition.iter().map(|(_, heads)| heads.breadth());
        sets.into_iter().flatten().map(Words::breadth).sum::<usize>() + prepositions.sum::<usize>()
    }

    /// How much the frame asks for: a set of words counts double, a slot that may hold any word once.
    pub fn specificity(&self) -> u32 {
        let weight = |words: &Words| if words.is_empty() { 1 } else { 2 };
        let sets = [&self.particle, &self.object, &self.subject, &self.complement, &self.modifier];
        let prepositions = self.preposition.iter().map(|(_, heads)| weight(heads));
        let clause = u32::from(self.clause.is_some());
        sets.into_iter().flatten().map(weight).sum::<u32>() + prepositions.sum::<u32>() + clause
    }
}

/// One step on the way from a trigger to a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The logical subject.
    Subject,
    /// The logical object.
    Object,
    /// The indirect object, or "to …".
    Dative,
    /// Of a noun: possessive, nationality or "by …".
    Holder,
    /// The clausal complement.
    Complement,
    /// The object of a preposition.
    Preposition(WordId),
}

/// Where a participant stands: `object:of` is two steps.
pub type Slot = Vec<Step>;

/// A slot that must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// The recipient, else the actor.
    pub is_recipient: bool,
    /// Filled by a state, person, organisation or group.
    pub is_agent: bool,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, `type.words`.
    pub id: SmolStr,
    /// The type of its events.
    pub event_type: EventType,
    /// Their mode.
    pub mode: Option<Mode>,
    /// Their contexts.
    pub contexts: Vec<Context>,
    /// Their CAMEO code.
    pub cameo: Option<SmolStr>,
    /// What kind of word triggers it.
    pub kind: TriggerKind,
    /// The trigger's lemmas.
    pub lemmas: Words,
    /// What must stand around it.
    pub frame: Frame,
    /// What must not: one of these rejects the rule.
    pub unless: Frame,
    /// Where the actor stands, in order of preference.
    pub actor: Vec<Slot>,
    /// Where the recipient stands.
    pub recipient: Vec<Slot>,
    /// Slots without which there is no event.
    pub needs: Vec<Need>,
    /// Both sides do it to each other.
    pub is_reciprocal: bool,
    /// Sentences that give an event of this rule.
    pub examples: Vec<String>,
    /// Sentences that give none of it.
    pub counterexamples: Vec<String>,
    /// Where it was read: the file.
    pub file: SmolStr,
    /// Where it was read: the line of its `[[rule]]`, from 1.
    pub line: usize,
    /// Whether it is from an overlay.
    pub is_own: bool,
}
