//! Detects violent or hostile words without an event: plots of fiction, accidents, and figures of speech.

use crate::{
    extract::syntax::{Dep, Syntax},
    model::EventType,
};

const MAX_CLIMB: usize = 8;

/// The word that rules out an event of `event_type` at `trigger`: "in the **novel**", "a **boiler** explosion", "bombarded customers
/// with **coupons**". `None` if no such word is found.
pub(super) fn unreal(syntax: &Syntax<'_>, trigger: usize, event_type: EventType) -> Option<usize> {
    let of_assault = || accident(syntax, trigger).or_else(|| harmless_means(syntax, trigger));
    fiction(syntax, trigger).or_else(|| if event_type == EventType::Assault { of_assault() } else { None })
}

/// The noun for the work of fiction whose plot contains the trigger: "in the **novel**, pirates kidnap", "the **film** shows how pirates
/// kidnap", "a **novel** about pirates who kidnap".
fn fiction(syntax: &Syntax<'_>, trigger: usize) -> Option<usize> {
    let is_work = |noun: &usize| {
        // Without an article or possessive, the noun is not a work: "in play".
        let is_one = syntax.children(*noun).any(|child| matches!(syntax.dep(child), Dep::Det | Dep::Poss));
        is_one && syntax.lexicon.grammar.events.fiction.contains(syntax.doc.lemma(*noun))
    };
    let mut node = trigger;
    for _ in 0..MAX_CLIMB {
        if let Some(work) = syntax.objects_behind(node, &["in"]).find(is_work) {
            return Some(work);
        }
        let head = syntax.head(node);
        match syntax.dep(node) {
            Dep::Ccomp | Dep::Advcl => {
                if let Some(work) = syntax.logical_subject(head).filter(is_work) {
                    return Some(work);
                }
            }
            Dep::Relcl if is_work(&head) => return Some(head),
            Dep::Pobj if syntax.is_any(head, &["about", "of"]) && is_work(&syntax.head(head)) => {
                return Some(syntax.head(head));
            }
            _ => {}
        }
        if head == node {
            return None;
        }
        node = head;
    }
    None
}

/// The cause of an accidental explosion or fire: "a **boiler** explosion", "the **gas** blast killed two", "a **transformer** exploded".
fn accident(syntax: &Syntax<'_>, trigger: usize) -> Option<usize> {
    let terms = &syntax.lexicon.grammar.events;
    let bursts = |noun: usize| -> Option<usize> {
        if !terms.burst.contains(syntax.doc.lemma(noun)) {
            return None;
        }
        let before = syntax.children(noun).filter(|child| syntax.dep(*child).is_premodifier());
        let mut parts = before.chain(syntax.objects_behind(noun, &["of"]));
        parts.find(|part| terms.accidental.contains(&syntax.doc.lemma(*part).to_lowercase()))
    };
    if !syntax.is_verb(trigger) {
        return bursts(trigger);
    }
    let subject = syntax.logical_subject(trigger)?;
    let is_itself = terms.burst.contains(syntax.doc.lemma(trigger))
        && terms.accidental.contains(&syntax.doc.lemma(subject).to_lowercase());
    bursts(subject).or(is_itself.then_some(subject))
}

/// The harmless thing that makes an attack figurative: "bombarded the mayor with **emails**".
fn harmless_means(syntax: &Syntax<'_>, trigger: usize) -> Option<usize> {
    let is_harmless = |noun: &usize| syntax.lexicon.grammar.events.harmless.contains(syntax.doc.lemma(*noun));
    syntax.objects_behind(trigger, &["with", "by"]).flat_map(|object| syntax.coordinated(object)).find(is_harmless)
}
