//! What is mentioned: a stretch of the document, and what it stands for.

use super::Identity;

/// One mention: a phrase by its tokens, and what it mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<T> {
    /// The token that heads the phrase.
    pub head: usize,
    /// Its first token.
    pub first: usize,
    /// The token behind its last one.
    pub last: usize,
    /// What it mentions.
    pub what: T,
}

/// What kind of thing a noun phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferentKind {
    /// A person by name.
    Person,
    /// A country, or its capital or government seat standing for its government.
    State,
    /// An organisation, force, party, company or group by name.
    Organisation,
    /// A group or person by description: "protesters", "the rebels", "Russian troops", "a senior official".
    Group,
    /// A pronoun that was resolved.
    Pronoun,
    /// A place that does not act.
    Place,
    /// Nothing that acts: a thing, an abstraction, an event. Kept so that a slot can show its text.
    Thing,
}

impl ReferentKind {
    /// Whether it can act: a state, person, organisation or group.
    pub const fn is_actor(self) -> bool {
        !matches!(self, Self::Place | Self::Thing)
    }
}

/// What a noun phrase stands for, as far as the article and the tables of actors say.
#[derive(Debug, Clone, PartialEq)]
pub struct Referent {
    /// What kind of thing it is.
    pub kind: ReferentKind,
    /// Who or what it is.
    pub identity: Identity,
    /// The number of the coreference chain: equal for mentions of the same thing in one article.
    pub chain: u32,
}
