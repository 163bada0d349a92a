//! Why a rule that a word triggers gives no event: the condition that failed, and the words that made it fail.

use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::{
    lexicon::{
        Lexicon,
        rule::{Frame, Need, Rule},
        vocabulary::{WordId, Words},
    },
    model::{Doc, Judge},
};

/// One condition of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// A particle or adverb is attached.
    Particle,
    /// The head of the logical object.
    Object,
    /// The head of the logical subject.
    Subject,
    /// A preposition and the heads behind it.
    Preposition(WordId),
    /// The head of a clausal complement.
    Complement,
    /// A modifier.
    Modifier,
}

/// A condition of a rule that did not hold, or why a rule that matched gave no event. Tokens are those of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A condition of the trigger does not hold.
    Missing {
        /// Which one.
        condition: Condition,
        /// The tokens that were found instead.
        found: Vec<usize>,
    },
    /// One of the rule's `unless` conditions holds.
    Excepted {
        /// Which one.
        condition: Condition,
        /// What makes it hold; empty for a particle.
        found: Vec<usize>,
    },
    /// A slot that the rule needs is empty, or filled by none who can act.
    Unfilled {
        /// What the rule needs.
        need: Need,
        /// The heads of those who stand in the slot.
        found: Vec<usize>,
    },
    /// What stands in the actor's place is a thing, which cannot act.
    Inert {
        /// The thing.
        found: Vec<usize>,
    },
    /// It is only spoken or thought of: the topic of this token, or what it considers, or is able or free to do.
    Potential {
        /// The word that says so.
        by: usize,
    },
    /// The trigger is part of fiction, an accident or a figure of speech.
    Unreal {
        /// The word that shows this.
        by: usize,
    },
    /// Neither actor nor recipient was found.
    NoParticipant,
    /// A more specific rule was taken for the same trigger.
    Outranked,
    /// The trigger belongs to the frame of the event of this token.
    Consumed {
        /// The other event's trigger.
        by: usize,
    },
    /// It is what the event of this token promises, asks for, threatens or denies.
    Embedded {
        /// The other event's trigger.
        by: usize,
    },
    /// Another event of the sentence makes it redundant.
    Overtaken,
    /// The ranker holds its type, or the reader an event at this word, for improbable.
    Improbable {
        /// Who does.
        by: Judge,
        /// How probable, in percent.
        percent: u8,
    },
    /// The event of this token is the same.
    Repeated {
        /// The other event's trigger.
        by: usize,
    },
}

/// A rule that a word triggers and that gave no event there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The word.
    pub token: usize,
    /// The rule's id.
    pub rule: SmolStr,
    /// Why it gave none.
    pub refusal: Refusal,
}

impl Condition {
    /// A stable name: that of the key in a rule.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Particle => "particle",
            Self::Object => "object",
            Self::Subject => "subject",
            Self::Preposition(_) => "preposition",
            Self::Complement => "complement",
            Self::Modifier => "modifier",
        }
    }

    /// The words of a frame that the condition admits.
    pub(super) fn words(self, frame: &Frame) -> Option<&Words> {
        match self {
            Self::Particle => frame.particle.as_ref(),
            Self::Object => frame.object.as_ref(),
            Self::Subject => frame.subject.as_ref(),
            Self::Preposition(word) => {
                frame.preposition.iter().find(|(preposition, _)| *preposition == word).map(|(_, words)| words)
            }
            Self::Complement => frame.complement.as_ref(),
            Self::Modifier => frame.modifier.as_ref(),
        }
    }

    /// The condition with its preposition spelled out.
    fn title(self, lexicon: &Lexicon) -> String {
        match self {
            Self::Preposition(word) => format!("preposition “{}”", lexicon.vocabulary.word(word)),
            Self::Complement => "complement (an infinitive, gerund or clause)".to_owned(),
            other => other.name().to_owned(),
        }
    }
}

impl Refusal {
    /// A stable name: the key of the rule that refused it, or what else became of it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Missing { condition, .. } => condition.name(),
            Self::Excepted { .. } => "unless",
            Self::Unfilled { .. } => "needs",
            Self::Inert { .. } => "inert",
            Self::Potential { .. } => "potential",
            Self::Unreal { .. } => "unreal",
            Self::NoParticipant => "no_participant",
            Self::Outranked => "outranked",
            Self::Consumed { .. } => "consumed",
            Self::Embedded { .. } => "embedded",
            Self::Overtaken => "overtaken",
            Self::Improbable { .. } => "improbable",
            Self::Repeated { .. } => "repeated",
        }
    }

    /// Whether the rule's own conditions held, and something else took the event's place.
    pub const fn is_after_match(&self) -> bool {
        matches!(
            self,
            Self::Consumed { .. }
                | Self::Embedded { .. }
                | Self::Overtaken
                | Self::Improbable { .. }
                | Self::Repeated { .. }
        )
    }

    /// What it says to a person who knows the rule's format.
    pub fn reason(&self, rule: &Rule, doc: &Doc, lexicon: &Lexicon) -> String {
        match self {
            Self::Missing { condition, found } => missing(*condition, found, rule, doc, lexicon),
            Self::Excepted { condition: Condition::Particle, .. } => {
                let words = rule.unless.particle.as_ref().map(|words| lexicon.shown(words)).unwrap_or_default();
                format!("`unless` applies: the particle {words} is attached")
            }
            Self::Excepted { condition, found } => {
                format!("`unless` applies: {} {}", condition.title(lexicon), quoted(found, doc))
            }
            Self::Unfilled { need, found } => {
                let slot = if need.is_recipient { "recipient" } else { "actor" };
                if found.is_empty() {
                    format!("needs {}, but none was found", with_article(slot))
                } else {
                    let who = quoted(found, doc);
                    format!(
                        "needs {} who can act, but {who} is not a state, person, organisation or group",
                        with_article(slot)
                    )
                }
            }
            Self::Inert { found } => format!("{} is a thing, which cannot act", quoted(found, doc)),
            Self::Potential { by } => format!("not an event: {} only considers or mentions it", quoted(&[*by], doc)),
            Self::Unreal { by } => {
                format!("not an event: {} indicates fiction, an accident or a figure of speech", quoted(&[*by], doc))
            }
            Self::NoParticipant => "neither actor nor recipient was found".to_owned(),
            Self::Outranked => "a more specific rule won".to_owned(),
            Self::Consumed { by } => format!("part of the event at {}", quoted(&[*by], doc)),
            Self::Embedded { by } => {
                format!("the content of {}: no event of its own", quoted(&[*by], doc))
            }
            Self::Overtaken => "another event of the sentence includes it".to_owned(),
            Self::Improbable { by: Judge::Ranker, percent } => {
                format!("the ranker gives this type {percent} %, too low")
            }
            Self::Improbable { by: Judge::Reader, percent } => {
                format!("the reader gives its probable type {percent} %, too low")
            }
            Self::Repeated { by } => {
                let sentence = doc.sentence_of(*by) + 1;
                format!("the same event as {} in sentence {sentence}: merged into one record", quoted(&[*by], doc))
            }
        }
    }
}

fn missing(condition: Condition, found: &[usize], rule: &Rule, doc: &Doc, lexicon: &Lexicon) -> String {
    let Some(words) = condition.words(&rule.frame) else { return format!("no {}", condition.name()) };
    let mut text = format!("needs {} ", condition.title(lexicon));
    if let Condition::Preposition(_) = condition {
        text.push_str(if words.is_empty() { "with any object" } else { "before " });
    } else if words.is_empty() {
        text.push_str("of any kind");
    }
    text.push_str(&lexicon.shown(words));
    match (condition, found) {
        (Condition::Particle, _) => text.push_str("; it is not attached"),
        (Condition::Preposition(_), []) => text.push_str("; it is missing"),
        (_, []) => text.push_str("; there is none"),
        (Condition::Preposition(_), found) => {
            let _ = write!(text, "; its object is {}", quoted(found, doc));
        }
        (_, found) => {
            let _ = write!(text, "; found {}", quoted(found, doc));
        }
    }
    text
}

/// The words of tokens, in quotation marks.
fn quoted(tokens: &[usize], doc: &Doc) -> String {
    let words: Vec<String> = tokens.iter().map(|token| format!("“{}”", doc.word(*token))).collect();
    words.join(", ")
}

fn with_article(slot: &str) -> String {
    format!("{} {slot}", if slot.starts_with('a') { "an" } else { "a" })
}
