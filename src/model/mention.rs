//! Who is mentioned: a stretch of text that names or describes a possible participant.

use smol_str::SmolStr;

/// Bytes `start..end` of the cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What kind of thing is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionKind {
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

/// One mention: a noun phrase by its head token, resolved as far as the article and the tables allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The token that heads the noun phrase.
    pub head: usize,
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// What kind of thing it is.
    pub kind: MentionKind,
    /// The resolved name: "Antony Blinken" for a later "Blinken" or "he"; null for an unnamed group.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub country: Option<SmolStr>,
    /// PLOVER sectors, upper case, the primary one first.
    pub sectors: Vec<SmolStr>,
    /// The office or title as written, "US Secretary of State".
    pub role: Option<String>,
    /// The number of the coreference chain: equal for mentions of the same thing in one article.
    pub chain: u32,
}
