//! Events: what was done, by whom, to whom, when, where, how many, how certain, and who says so.

use smol_str::SmolStr;

use super::{Context, EventDate, Identity, Mode, Place, Quantity, Span, codes::codes};

codes! {
    /// The sixteen event types of PLOVER 2.0.
    EventType {
        Agree = "AGREE",
        Consult = "CONSULT",
        Support = "SUPPORT",
        Concede = "CONCEDE",
        Cooperate = "COOPERATE",
        Aid = "AID",
        Retreat = "RETREAT",
        Request = "REQUEST",
        Accuse = "ACCUSE",
        Reject = "REJECT",
        Threaten = "THREATEN",
        Protest = "PROTEST",
        Sanction = "SANCTION",
        Mobilize = "MOBILIZE",
        Coerce = "COERCE",
        Assault = "ASSAULT",
    }
}

codes! {
    /// The four quad classes.
    Quad {
        VerbalCooperation = "verbal_cooperation",
        MaterialCooperation = "material_cooperation",
        VerbalConflict = "verbal_conflict",
        MaterialConflict = "material_conflict",
    }
}

codes! {
    /// What an event is about, as a whole: politics and conflict are what most users look for.
    Domain {
        Politics = "politics",
        Conflict = "conflict",
        Crime = "crime",
        Business = "business",
        Other = "other",
    }
}

impl EventType {
    /// The quad class that PLOVER 2.0 gives the type.
    pub const fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => Quad::MaterialConflict,
        }
    }
}

/// How a slot of an event was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotSource {
    /// By a source that the rule names, such as the subject of its verb.
    Rule,
    /// By the subject of the verb that lends it to an event noun: "**Chad** held talks".
    SupportVerb,
    /// By who speaks on the occasion: "the **minister** said during a visit to Chad".
    Speaker,
    /// By the further members of a coordination who do it to each other: "Chile and **Peru** agreed".
    Mutual,
    /// By words that no source of the rule names: behind another preposition, in the object's phrase, in the complement, at the
    /// place where it is done.
    Implicit,
}

/// One participant of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// The bytes of the noun phrase.
    pub span: Span,
    /// Who it is.
    pub identity: Identity,
    /// How the slot was filled.
    pub from: SlotSource,
    /// The probability that it takes part in this role; `None` where the reader did not judge it.
    pub confidence: Option<f32>,
}

/// Whether the event happened, may happen, or is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent flags of the record")]
pub struct Modality {
    /// Said not to have happened.
    pub is_negated: bool,
    /// Yet to come.
    pub is_future: bool,
    /// Possible, conditional, wished or feared.
    pub is_hypothetical: bool,
    /// Long past when the article was written.
    pub is_historical: bool,
}

impl Modality {
    /// The flags of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            is_negated: self.is_negated || other.is_negated,
            is_future: self.is_future || other.is_future,
            is_hypothetical: self.is_hypothetical || other.is_hypothetical,
            is_historical: self.is_historical || other.is_historical,
        }
    }

    /// The flags that `other` does not have.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self {
            is_negated: self.is_negated && !other.is_negated,
            is_future: self.is_future && !other.is_future,
            is_hypothetical: self.is_hypothetical && !other.is_hypothetical,
            is_historical: self.is_historical && !other.is_historical,
        }
    }
}

codes! {
    /// How the speaker relates to what is said.
    Claim {
        Stated = "stated",
        Confirmed = "confirmed",
        Denied = "denied",
        Alleged = "alleged",
        Reported = "reported",
    }
}

/// Who says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The speaker.
    pub speaker: Participant,
    /// The lemma of the verb of speech.
    pub speech_verb: String,
    /// Inside quotation marks.
    pub is_quoted: bool,
    /// How the speaker relates to it.
    pub claim: Claim,
}

/// A trained model that judges what the rules find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// The ranker.
    Ranker,
    /// The reader.
    Reader,
}

/// How an event was found, and who had a part in its type. Where the reader decides, it keeps what a rule found at its trigger, with
/// the rule's mode, contexts and code, and stands for the events that no rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundBy {
    /// By a rule.
    Rule {
        /// The rule's id.
        id: SmolStr,
        /// The trigger is none of the rule's words but stands for one, by a relation of WordNet.
        is_by_wordnet: bool,
        /// Who gave the event another type than the rule.
        retyped_by: Option<Judge>,
    },
    /// By the ranker, where no rule matched and the reader is off.
    Ranker,
    /// By the reader, where no rule matched.
    Reader,
}

impl FoundBy {
    /// The rule's id.
    pub fn rule(&self) -> Option<&str> {
        match self {
            Self::Rule { id, .. } => Some(id),
            Self::Ranker | Self::Reader => None,
        }
    }
}

/// One event of an article.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "named like the record's fields, which the schema describes")]
pub struct Event {
    pub event_type: EventType,
    pub mode: Option<Mode>,
    /// The mode by rules and words alone.
    pub rule_mode: Option<Mode>,
    pub contexts: Vec<Context>,
    pub cameo_code: Option<SmolStr>,
    /// What it is about; `None` where the reader did not judge it, as the next one.
    pub domain: Option<Domain>,
    /// The probability that it is politics or conflict.
    pub relevance: Option<f32>,
    pub found_by: FoundBy,
    /// The number of the sentence in the document.
    pub sentence: usize,
    /// The token that triggers the event.
    pub trigger: usize,
    /// The bytes of the trigger's words, from the first to the last.
    pub trigger_span: Span,
    pub actors: Vec<Participant>,
    pub recipients: Vec<Participant>,
    pub is_reciprocal: bool,
    pub date: Option<EventDate>,
    pub place: Option<Place>,
    pub quantities: Vec<Quantity>,
    pub modality: Modality,
    /// The flags of `modality` that follow from the date alone.
    pub modality_of_date: Modality,
    pub attribution: Option<Attribution>,
    /// A probability, but a rule of thumb where neither ranker nor reader judged the event.
    pub confidence: f32,
    /// Number of mentions in the article that were merged into the event, at least 1.
    pub mentions: u64,
    /// Whether the reader judged the first mention.
    pub is_read: bool,
    /// The reader's probability that it was long past when the article was written.
    pub long_past: Option<f32>,
}
