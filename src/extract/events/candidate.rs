//! Candidates: for each possible trigger, the most specific rule whose frame and needs hold.

use std::ops::Range;

use super::{
    anchor::{Anchor, Support},
    matcher, modality,
    refusal::Refusal,
    slots::{self, SlotFinder},
    syntax::{Dep, Syntax},
};
use crate::{
    extract::mentions::Mentions,
    lexicon::{
        rule::{Rule, TriggerKind},
        vocabulary::WordId,
        wordnet::Link,
    },
    model::{EventType, Pos},
};

/// A rule that holds at a trigger, with who takes part.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    pub rule: &'a Rule,
    /// The trigger is none of the rule's words but stands for one.
    pub link: Option<&'a Link>,
    pub trigger: usize,
    pub support: Option<Support>,
    /// Both sides do it to each other.
    pub is_reciprocal: bool,
    /// Tokens that the rule's conditions used up: they trigger nothing of their own.
    pub used: Vec<usize>,
    /// Heads of the actors' noun phrases.
    pub actors: Vec<usize>,
    /// Heads of the recipients' noun phrases.
    pub recipients: Vec<usize>,
}

/// Told of every rule that was tried and refused.
pub(super) type Listener<'l> = &'l mut dyn FnMut(usize, &str, Refusal);

/// The candidates of one sentence, in the order of their triggers.
pub(super) fn of_sentence<'a>(
    syntax: &'a Syntax<'a>,
    mentions: &Mentions,
    sentence: Range<usize>,
    listen: Listener<'_>,
) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate<'a>> = Vec::new();
    for token in sentence {
        if syntax.word(token) == 0 {
            continue;
        }
        let Some(anchor) = Anchor::of(syntax, token) else { continue };
        let found_here = best(&anchor, syntax.word(token), mentions, listen);
        // "is opposed to" is read as a passive: the participle may be listed as an adjective.
        found.extend(found_here.or_else(|| best(&anchor.as_adjective()?, syntax.form(token), mentions, listen)));
    }
    join_subjects(syntax, &mut found, listen);
    drop_consumed(syntax, &mut found, listen);
    found
}

/// "An air strike on the port killed three dockers" is one event: the noun's, with the verb's victims.
fn join_subjects(syntax: &Syntax<'_>, found: &mut Vec<Candidate<'_>>, listen: Listener<'_>) {
    let mut joined: Vec<(usize, Vec<usize>)> = Vec::new();
    for verb in found.iter().filter(|candidate| candidate.rule.kind == TriggerKind::Verb) {
        let subject = syntax.logical_subject(verb.trigger).filter(|subject| verb.used.contains(subject));
        let Some(noun) = found.iter().find(|candidate| Some(candidate.trigger) == subject) else { continue };
        if noun.rule.event_type == verb.rule.event_type && !noun.recipients.is_empty() {
            joined.push((noun.trigger, verb.recipients.clone()));
            listen(verb.trigger, &verb.rule.id, Refusal::Consumed { by: noun.trigger });
            joined.push((verb.trigger, Vec::new()));
        }
    }
    found.retain_mut(|candidate| match joined.iter().find(|(trigger, _)| *trigger == candidate.trigger) {
        Some(_) if candidate.rule.kind == TriggerKind::Verb => false,
        Some((_, victims)) => {
            let own = std::mem::replace(&mut candidate.recipients, victims.clone());
            candidate.recipients.extend(own);
            true
        }
        None => true,
    });
}

fn best<'a>(anchor: &Anchor<'a>, word: WordId, mentions: &Mentions, listen: Listener<'_>) -> Option<Candidate<'a>> {
    let syntax = anchor.syntax;
    let mut best: Option<Candidate<'a>> = None;
    let link = syntax.lexicon.stands_for(anchor.kind, word);
    for rule in syntax.lexicon.triggered_by(anchor.kind, link.map_or(word, |link| link.trigger)) {
        if best.is_some() {
            listen(anchor.token, &rule.id, Refusal::Outranked);
            continue;
        }
        match candidate(rule, anchor, mentions) {
            Ok(candidate) => best = Some(Candidate { link, ..candidate }),
            Err(refusal) => listen(anchor.token, &rule.id, refusal),
        }
    }
    best
}

fn candidate<'a>(rule: &'a Rule, anchor: &Anchor<'a>, mentions: &Mentions) -> Result<Candidate<'a>, Refusal> {
    let used = matcher::matches(rule, anchor)?;
    let finder = SlotFinder { anchor: *anchor, mentions };
    let mut actors = finder.fill(&rule.actor);
    let mut recipients = finder.fill(&rule.recipient);
    if anchor.kind == TriggerKind::Noun {
        lend_subject(anchor, &finder, rule, &mut actors, &mut recipients);
        if actors.is_empty() && rule.event_type == EventType::Consult {
            actors = speaker_at(anchor, &finder);
        }
    }
    if rule.is_reciprocal && recipients.is_empty() && actors.len() > 1 {
        recipients = actors.split_off(1);
    }
    recipients.retain(|recipient| !actors.contains(recipient));
    for need in &rule.needs {
        let filled = if need.is_recipient { &recipients } else { &actors };
        let is_met = |token: &usize| !need.is_agent || slots::is_agent(anchor.syntax, mentions, *token);
        if !filled.iter().any(is_met) {
            return Err(Refusal::Unfilled { need: *need, found: filled.clone() });
        }
    }
    // "You get shot", "by having someone jailed": about nobody, so not an event.
    if actors.iter().chain(&recipients).all(|token| slots::is_anybody(anchor.syntax, *token)) {
        return Err(Refusal::NoParticipant);
    }
    let names_subject = rule.frame.subject.is_some() || anchor.kind != TriggerKind::Verb;
    if !names_subject
        && !actors.is_empty()
        && actors.iter().all(|actor| slots::is_inert(anchor.syntax, mentions, *actor))
    {
        return Err(Refusal::Inert { found: actors });
    }
    let afflictions = afflictions(&finder, rule, &used, &recipients);
    if !afflictions.is_empty() {
        return Err(Refusal::Inert { found: afflictions });
    }
    recipients.retain(|recipient| !slots::is_affliction(anchor.syntax, mentions, *recipient));
    if anchor.kind == TriggerKind::Noun
        && actors.is_empty()
        && let Some(by) = modality::topic(anchor.syntax, anchor.token)
    {
        return Err(Refusal::Potential { by });
    }
    if let Some(by) = modality::potential(anchor.syntax, anchor.support.map_or(anchor.token, |support| support.verb)) {
        return Err(Refusal::Potential { by });
    }
    let mut recipients = finder.reach(rule, &actors, recipients);
    recipients.retain(|recipient| !is_told_of(anchor, mentions, rule, &actors, *recipient));
    let is_mutual = recipients.is_empty() && actors.len() > 1 && is_mutual(anchor, rule, &actors);
    if is_mutual {
        recipients = actors.split_off(1);
    }
    let is_reciprocal = rule.is_reciprocal || is_mutual;
    Ok(Candidate {
        rule,
        link: None,
        is_reciprocal,
        trigger: anchor.token,
        support: anchor.support,
        used,
        actors,
        recipients,
    })
}

/// Illnesses and disasters that an event is about instead of somebody: its recipients, the object in whose phrase they stand
/// ("investigated the illness of guests"), or what its words are turned against ("died in a battle with cancer").
fn afflictions(finder: &SlotFinder<'_>, rule: &Rule, used: &[usize], recipients: &[usize]) -> Vec<usize> {
    use EventType::{Accuse, Assault, Coerce, Cooperate, Sanction, Threaten};
    let (anchor, syntax) = (&finder.anchor, finder.anchor.syntax);
    let is_one = |token: &usize| slots::is_affliction(syntax, finder.mentions, *token);
    let is_against_someone = matches!(rule.event_type, Accuse | Assault | Coerce | Sanction | Threaten);
    if !is_against_someone && rule.event_type != Cooperate {
        return Vec::new();
    }
    if !recipients.is_empty() && recipients.iter().all(is_one) {
        return recipients.to_vec();
    }
    let nouns = used.iter().filter(|token| syntax.pos(**token) == Pos::Noun);
    let against = nouns.flat_map(|noun| syntax.objects_behind(*noun, &["against", "with", "on"])).filter(is_one);
    if !is_against_someone {
        let is_agent = |token: &usize| slots::is_agent(syntax, finder.mentions, *token);
        return if recipients.iter().any(is_agent) { Vec::new() } else { against.collect() };
    }
    let object = anchor.object().filter(is_one).filter(|object| {
        let inside: Vec<usize> = syntax.objects_behind(*object, &["of", "in", "among"]).collect();
        recipients.iter().all(|token| inside.contains(token))
    });
    object.into_iter().chain(against).collect()
}

/// "Chile and Peru agreed to trade", "talks between Chile and Peru failed": several who agree, and nobody else whom it
/// concerns, agree with each other.
fn is_mutual(anchor: &Anchor<'_>, rule: &Rule, actors: &[usize]) -> bool {
    const MUTUAL: &[&str] =
        &["agree", "agreement", "deal", "accord", "pact", "treaty", "truce", "ceasefire", "cease-fire", "compromise"];
    let syntax = anchor.syntax;
    let is_between =
        |token: &usize| syntax.dep(*token) == Dep::Pobj && syntax.is_written(syntax.head(*token), "between");
    if actors.first().is_some_and(is_between) {
        return true;
    }
    matches!(rule.event_type, EventType::Agree | EventType::Cooperate | EventType::Consult | EventType::Reject)
        && MUTUAL.contains(&anchor.syntax.doc.lemma(anchor.token))
}

/// "The **minister** said during a visit to Chad", "speaking after talks with Chad, the **envoy** warned": who speaks there
/// takes part.
fn speaker_at(anchor: &Anchor<'_>, finder: &SlotFinder<'_>) -> Vec<usize> {
    const OCCASIONS: &[&str] = &["during", "on", "in", "at", "after", "before", "following"];
    let syntax = anchor.syntax;
    let preposition = syntax.head(anchor.token);
    let verb = syntax.head(preposition);
    let is_occasion = syntax.dep(anchor.token) == Dep::Pobj
        && OCCASIONS.iter().any(|word| syntax.is_written(preposition, word))
        && syntax.is_verb(verb)
        && (syntax.doc.lemma(verb) == "speak" || syntax.lexicon.grammar.claim(syntax.word(verb)).is_some());
    let speaker = is_occasion.then(|| syntax.logical_subject(verb)).flatten();
    let speakers = speaker.map(|speaker| finder.participants(speaker)).unwrap_or_default();
    speakers.into_iter().filter(|speaker| slots::is_agent(syntax, finder.mentions, *speaker)).collect()
}

/// The subject of the clause that completes a threat or promise is not whom it is made to when it is a thing ("warned that
/// **delays** would follow") or the actor's own side ("warned that **Moscow** will respond").
fn is_told_of(anchor: &Anchor<'_>, mentions: &Mentions, rule: &Rule, actors: &[usize], recipient: usize) -> bool {
    let syntax = anchor.syntax;
    let is_subject = matches!(syntax.dep(recipient), Dep::Nsubj | Dep::NsubjPass)
        && syntax.head(recipient) != anchor.token
        && syntax.dep(syntax.head(recipient)) == Dep::Ccomp;
    if !is_subject {
        return false;
    }
    let side = |token: usize| {
        let mention = mentions.at(token)?;
        let is_state = mention.sectors.iter().all(|sector| sector == "GOV");
        mention.country.as_ref().filter(|_| is_state)
    };
    let own = side(recipient);
    let is_own = own.is_some() && actors.iter().any(|actor| side(*actor) == own);
    is_own || rule.event_type == EventType::Threaten && !slots::is_agent(syntax, mentions, recipient)
}

/// A support verb's subject takes the slot that the noun left open.
fn lend_subject(
    anchor: &Anchor<'_>,
    finder: &SlotFinder<'_>,
    rule: &Rule,
    actors: &mut Vec<usize>,
    recipients: &mut Vec<usize>,
) {
    let Some(support) = anchor.support else { return };
    if support.is_of_recipient {
        if recipients.is_empty() && !rule.recipient.is_empty() {
            let subject = anchor.syntax.logical_subject(support.verb);
            *recipients = subject.map(|subject| finder.participants(subject)).unwrap_or_default();
        }
    } else if actors.is_empty() && !rule.actor.is_empty() {
        *actors = anchor.subject().map(|subject| finder.participants(subject)).unwrap_or_default();
    }
}

/// A token that belongs to the frame of another candidate triggers nothing: of "launched an attack" the noun is part
/// of the verb's event, and a support verb with a rule of its own is outranked by its noun's rule.
fn drop_consumed(syntax: &Syntax<'_>, found: &mut Vec<Candidate<'_>>, listen: Listener<'_>) {
    let mut used: Vec<(usize, usize)> = Vec::new();
    for candidate in found.iter() {
        let within = candidate.used.iter().filter(|token| is_within(syntax, **token, candidate.trigger));
        used.extend(within.map(|token| (*token, candidate.trigger)));
    }
    let pairs: Vec<(usize, usize)> = found
        .iter()
        .filter(|candidate| !used.iter().any(|(token, _)| *token == candidate.trigger))
        .filter_map(|candidate| Some((candidate.support?.verb, candidate.trigger)))
        .collect();
    for (verb, noun) in pairs {
        let specificity = |trigger: usize| {
            let candidate = found.iter().find(|candidate| candidate.trigger == trigger);
            candidate.map(|candidate| candidate.rule.frame.specificity())
        };
        if let (Some(of_verb), Some(of_noun)) = (specificity(verb), specificity(noun)) {
            used.push(if of_noun > of_verb { (verb, noun) } else { (noun, verb) });
        }
    }
    found.retain(|candidate| {
        let owner = used.iter().find(|(token, _)| *token == candidate.trigger);
        if let Some((_, by)) = owner {
            listen(candidate.trigger, &candidate.rule.id, Refusal::Consumed { by: *by });
        }
        owner.is_none()
    });
}

/// Subjects are used up only when they are events themselves ("the attack killed"), which the tree cannot tell: any is.
fn is_within(syntax: &Syntax<'_>, token: usize, trigger: usize) -> bool {
    token != trigger && syntax.dep(token) != Dep::Root
}
