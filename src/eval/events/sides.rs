//! Whether the participants of a record are those of a gold mention.

use super::{
    gold::{GoldMention, GoldParticipant},
    words::share,
};
use crate::extract::encode::EventRecord;

/// Whether one side of a record is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    /// By its words.
    pub words: bool,
    /// By its country and sector.
    pub codes: bool,
}

/// Both sides of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sides {
    /// Who.
    pub actor: Side,
    /// Whom.
    pub recipient: Side,
}

impl Sides {
    /// Whether who and whom are right by their words.
    pub(super) fn are_right(self) -> bool {
        self.actor.words && self.recipient.words
    }

    /// Whether they are right by their codes too.
    pub(super) fn have_codes(self) -> bool {
        self.are_right() && self.actor.codes && self.recipient.codes
    }
}

/// One side of a record.
#[derive(Debug, Clone, Copy)]
struct Given<'a> {
    text: Option<&'a str>,
    name: Option<&'a str>,
    country: Option<&'a str>,
    sector: Option<&'a str>,
}

/// Compares both sides. The sides of a reciprocal record may be exchanged if both are right then.
pub(super) fn compare(mention: &GoldMention, record: &EventRecord) -> Sides {
    let who = Given {
        text: record.actor_text.as_deref(),
        name: record.actor_name.as_deref(),
        country: record.actor_country.as_deref(),
        sector: record.actor_sector.as_deref(),
    };
    let whom = Given {
        text: record.recipient_text.as_deref(),
        name: record.recipient_name.as_deref(),
        country: record.recipient_country.as_deref(),
        sector: record.recipient_sector.as_deref(),
    };
    let sides = Sides { actor: side(&mention.actors, who), recipient: side(&mention.recipients, whom) };
    if !record.is_reciprocal || sides.are_right() {
        return sides;
    }
    let exchanged = Sides { actor: side(&mention.recipients, who), recipient: side(&mention.actors, whom) };
    if exchanged.are_right() { exchanged } else { sides }
}

/// One side against the participants of the gold: right if the first that shares a word with it has its codes. Where the
/// gold has none, the record must have none.
fn side(people: &[GoldParticipant], given: Given<'_>) -> Side {
    if people.is_empty() {
        let is_empty = given.text.is_none();
        return Side { words: is_empty, codes: is_empty && given.country.is_none() };
    }
    let mut named = people.iter().filter(|person| {
        share([person.text.as_deref()], [given.text]) || share([Some(&person.name)], [given.text, given.name])
    });
    named.next().map_or(Side { words: false, codes: false }, |person| Side {
        words: true,
        codes: body(person.country.as_deref()) == body(given.country) && person.sector.as_deref() == given.sector,
    })
}

/// A country's code; bodies of the UN count as bodies of states, which the gold does not tell apart.
fn body(code: Option<&str>) -> Option<&str> {
    code.map(|code| if code == "UNO" { "IGO" } else { code })
}
