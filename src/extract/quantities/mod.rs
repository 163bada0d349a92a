//! The numbers of a sentence → the quantities of its events: how many were killed, injured and arrested, how many took part,
//! and how much money it is about.

mod attach;
mod bounds;
mod digits;
mod earlier;
mod money;
mod numerals;
mod people;
mod shared;
mod tolls;
mod written;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{mentions::Mentions, syntax::Syntax};
use crate::model::{Event, Quantity};

pub(super) use shared::share;

/// How many tokens of the tree are climbed or descended in search of what a number belongs to.
const MAX_STEPS: usize = 6;

/// Gives the events of a sentence their quantities. A number of people may be that of an earlier sentence.
pub(super) fn give(syntax: &Syntax<'_>, mentions: &Mentions, sentence: Range<usize>, events: &mut [Event]) {
    if events.is_empty() {
        return;
    }
    let numbers = numerals::find(syntax, sentence.clone());
    let counted = people::Counted { syntax, numbers: &numbers, mentions: Some(mentions) };
    let tolls = tolls::find(counted, sentence);
    let triggers: Vec<usize> = events.iter().map(|event| event.trigger).collect();
    for event in events.iter_mut() {
        event.quantities = attach::people(counted, &tolls, event);
    }
    for number in &numbers {
        for claim in money::claims(syntax, number, &triggers) {
            if let Some(event) = events.get_mut(claim.event) {
                money::attach(syntax, number, claim, event);
            }
        }
    }
}

/// What a repetition of an event adds to its quantities: kinds that the first report does not give, and a value where it gives
/// bounds that hold it. Nothing is added up: the sum in the lead and its parts further down are one number.
pub(super) fn absorb(first: &mut Vec<Quantity>, later: Vec<Quantity>) {
    for quantity in later {
        match first.iter_mut().find(|known| known.kind == quantity.kind) {
            Some(known) if known.value.is_none() && is_within(known, &quantity) => *known = quantity,
            Some(_) => {}
            None => first.push(quantity),
        }
    }
}

/// Whether a quantity's value lies within the bounds of another.
fn is_within(bounds: &Quantity, quantity: &Quantity) -> bool {
    quantity
        .value
        .is_some_and(|value| bounds.min.is_none_or(|min| min <= value) && bounds.max.is_none_or(|max| value <= max))
}
