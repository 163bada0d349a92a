//! Sums of money and hundredths, and the events that they belong to.

use super::numerals::{Number, Unit};
use crate::{
    extract::syntax::{Dep, Syntax},
    model::{Event, EventType, Mode, Quantity, QuantityKind},
};

/// How many tokens of the tree are climbed in search of the event of a sum: "a plot with a house worth $5 million".
const MAX_STEPS: usize = 10;

/// An event that a sum of money may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    /// The number of the event among those of its sentence.
    pub event: usize,
    /// The sum stands in a clause about another act: "accused of stealing $5 million".
    pub is_inner: bool,
}

/// The events that a sum of money may belong to, nearest first: those whose triggers stand above it in the tree, those that
/// modify a noun above it, and those whose nouns stand beside it under the same verb.
pub(super) fn claims(syntax: &Syntax<'_>, number: &Number, triggers: &[usize]) -> Vec<Claim> {
    let mut claims = Vec::new();
    // "1,500 yen per hour" is a rate.
    let is_rate = number.last < syntax.doc.len() && syntax.is_written(number.last, "per");
    if number.unit == Unit::Count || is_rate {
        return claims;
    }
    let (mut node, mut is_inner) = (number.head, false);
    for _ in 0..MAX_STEPS {
        let is_of_node = |trigger: usize| trigger == node || is_beside(syntax, node, trigger, number.head);
        let of_node = triggers.iter().enumerate().filter(|(_, trigger)| is_of_node(**trigger));
        claims.extend(of_node.map(|(event, _)| Claim { event, is_inner }));
        let head = syntax.head(node);
        if head == node || closes(syntax, node) {
            break;
        }
        is_inner |= matches!(syntax.dep(node), Dep::Pcomp | Dep::Xcomp | Dep::Advcl);
        node = head;
    }
    claims
}

/// Whether a trigger stands beside a sum under a verb, or modifies a noun that holds the sum.
fn is_beside(syntax: &Syntax<'_>, node: usize, trigger: usize, sum: usize) -> bool {
    let head = syntax.head(trigger);
    if !syntax.is_verb(node) {
        return head == node && matches!(syntax.dep(trigger), Dep::Amod | Dep::Acl);
    }
    let argument = if syntax.dep(trigger) == Dep::Pobj { head } else { trigger };
    let is_argument = match syntax.dep(argument) {
        Dep::Dobj | Dep::Nsubj | Dep::NsubjPass => argument == trigger,
        Dep::Prep => argument != trigger,
        _ => false,
    };
    is_argument && syntax.head(argument) == node && !syntax.doc.is_under(sum, argument)
}

/// Whether a clause ends at a token, so that its sums are none of what stands above.
fn closes(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.dep(token) {
        Dep::Relcl | Dep::Ccomp | Dep::Parataxis => true,
        Dep::Advcl => syntax.is_verb(token) && syntax.is_finite(token),
        Dep::Conj => syntax.is_verb(token),
        _ => false,
    }
}

/// Gives an event a sum of money or a number of hundredths, unless it has one or is of a kind that has none.
pub(super) fn attach(syntax: &Syntax<'_>, number: &Number, claim: Claim, event: &mut Event) {
    let (kind, unit) = match &number.unit {
        Unit::Money(currency) => (QuantityKind::Money, Some(currency.to_string())),
        Unit::Percent => (QuantityKind::Percent, None),
        Unit::Count => return,
    };
    let is_free = !event.quantities.iter().any(|quantity| quantity.kind == kind);
    let may_have = match event.event_type {
        EventType::Protest if kind == QuantityKind::Percent => true,
        EventType::Assault | EventType::Consult | EventType::Mobilize | EventType::Protest => false,
        EventType::Accuse | EventType::Reject | EventType::Sanction | EventType::Threaten => !claim.is_inner,
        EventType::Coerce => !claim.is_inner && event.mode != Some(Mode::Arrest),
        _ => true,
    };
    if is_free && may_have {
        let Number { first, last, value, min, max, .. } = *number;
        event.quantities.push(Quantity { span: syntax.span_of(first, last), kind, value, min, max, unit });
    }
}
