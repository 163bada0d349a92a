//! Events: what was done, by whom, to whom, when, how certain, and who says so.

use smol_str::SmolStr;

use super::Span;

/// The sixteen event types of PLOVER 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are PLOVER's own")]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// The four quad classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Quad {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

impl EventType {
    /// All types in PLOVER's order.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The name in PLOVER's spelling, upper case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event_type| event_type.name() == name)
    }

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

impl Quad {
    /// The name as it stands in a record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "verbal_cooperation",
            Self::MaterialCooperation => "material_cooperation",
            Self::VerbalConflict => "verbal_conflict",
            Self::MaterialConflict => "material_conflict",
        }
    }
}

/// One participant of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// The bytes of the noun phrase.
    pub span: Span,
    /// The resolved name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or an international code.
    pub country: Option<SmolStr>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<SmolStr>,
    /// The office or title as written.
    pub role: Option<String>,
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum DatePrecision {
    Day,
    Week,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
}

/// What a date was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// An expression of the text.
    Text,
    /// The publication date, for want of an expression.
    Published,
}

/// The days on which an event happened or is to happen.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDate {
    /// The first day.
    pub first: jiff::civil::Date,
    /// The last day.
    pub last: jiff::civil::Date,
    /// How exactly it is known.
    pub precision: DatePrecision,
    /// What it was read from.
    pub source: DateSource,
    /// The bytes of the expression, where there is one.
    pub span: Option<Span>,
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

/// How the speaker stands to what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Claim {
    Stated,
    Confirmed,
    Denied,
    Alleged,
    Reported,
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
    /// How the speaker stands to it.
    pub claim: Claim,
}

/// One event of an article.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "named as the record's fields, which the schema describes")]
pub struct Event {
    pub event_type: EventType,
    pub mode: Option<SmolStr>,
    pub contexts: Vec<SmolStr>,
    pub cameo_code: Option<SmolStr>,
    pub rule_id: SmolStr,
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
    pub modality: Modality,
    pub attribution: Option<Attribution>,
    /// A probability.
    pub confidence: f32,
}
