//! Candidates: for each possible trigger, the most specific rule whose frame and needs hold, with who takes part.

pub(super) mod agents;
mod frame;
mod implicit;
mod nesting;
mod slots;
mod trigger;

use std::ops::Range;

use super::{
    modality,
    refusal::{Refusal, Refused},
    unreal::unreal,
};
use crate::{
    extract::{
        mentions::Mentions,
        reader::Who,
        syntax::{Dep, Syntax, prepositions},
    },
    lexicon::{
        rule::{Rule, TriggerKind},
        vocabulary::WordId,
        wordnet::Link,
    },
    model::{Country, CountrySource, EventType, Pos, Sector, SlotSource},
};
use agents::{is_affliction, is_agent, is_anybody, is_inert};

pub(super) use implicit::held;
pub(super) use nesting::{Nested, nest, refine};
pub(super) use slots::SlotFinder;
pub(super) use trigger::{Support, Trigger};

/// The heads of the noun phrases that fill a slot, how it was filled, and how sure each is.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub heads: Vec<usize>,
    pub from: SlotSource,
    /// The probability of each head; empty where nobody judged them.
    pub confidences: Vec<f32>,
    /// Who each head is, as far as it was judged.
    pub who: Vec<(usize, Who)>,
    /// The country of the place of the event, where the reader chose one.
    pub place_country: Option<Country>,
    /// The country that the text names of the other side.
    pub other_country: Option<Country>,
    /// The country of each head that was judged, and how it was inferred; nothing where none is likely enough.
    pub origins: Vec<(usize, Country, CountrySource)>,
}

impl Filled {
    pub(super) fn by_rule(heads: Vec<usize>) -> Self {
        Self::new(heads, SlotSource::Rule)
    }

    fn new(heads: Vec<usize>, from: SlotSource) -> Self {
        Self {
            heads,
            from,
            confidences: Vec::new(),
            who: Vec::new(),
            place_country: None,
            other_country: None,
            origins: Vec::new(),
        }
    }

    /// Who a head is.
    pub(super) fn who(&self, head: usize) -> Option<Who> {
        self.who.iter().find(|(judged, _)| *judged == head).map(|(_, who)| *who)
    }

    /// The country of a head, and how it was inferred.
    pub(super) fn origin(&self, head: usize) -> Option<(Country, CountrySource)> {
        self.origins.iter().find(|(judged, ..)| *judged == head).map(|(_, country, from)| (*country, *from))
    }

    /// The heads, each with its probability.
    pub(super) fn judged(&self) -> impl Iterator<Item = (usize, Option<f32>)> {
        self.heads.iter().enumerate().map(|(place, head)| (*head, self.confidences.get(place).copied()))
    }

    /// The heads behind the first one, which do it to each other: they fill the other slot.
    fn split_mutual(&mut self) -> Self {
        Self::new(self.heads.split_off(1), SlotSource::Mutual)
    }
}

/// A trigger with those who take part.
#[derive(Debug, Clone)]
pub(super) struct Roles {
    pub trigger: usize,
    pub support: Option<Support>,
    pub actors: Filled,
    pub recipients: Filled,
    /// Both sides do it to each other.
    pub is_reciprocal: bool,
}

/// A rule that holds at a trigger, with who takes part.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    pub rule: &'a Rule,
    /// The trigger is none of the rule's words but stands for one.
    pub link: Option<&'a Link>,
    /// Tokens that the rule's conditions used up: they trigger nothing of their own.
    pub used: Vec<usize>,
    pub roles: Roles,
}

impl Candidate<'_> {
    /// Why the candidate gives no event.
    pub(super) fn refused(&self, refusal: Refusal) -> Refused {
        Refused { token: self.roles.trigger, rule: self.rule.id.clone(), refusal }
    }

    /// Whether a token is the trigger or belongs to its words.
    pub(super) fn takes(&self, token: usize) -> bool {
        let support = self.roles.support.map(|support| support.verb);
        self.roles.trigger == token || self.used.contains(&token) || support == Some(token)
    }
}

/// The candidates of one sentence, in the order of their triggers.
pub(super) fn of_sentence<'a>(
    syntax: &'a Syntax<'a>,
    mentions: &Mentions,
    sentence: Range<usize>,
    refused: &mut Vec<Refused>,
) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate<'a>> = Vec::new();
    for token in sentence {
        if syntax.word(token) == 0 {
            continue;
        }
        let Some(trigger) = Trigger::of(syntax, token) else { continue };
        let found_here = best(&trigger, syntax.word(token), mentions, refused);
        // "is opposed to" is read as a passive: the participle may be listed as an adjective.
        found.extend(found_here.or_else(|| best(&trigger.as_adjective()?, syntax.form(token), mentions, refused)));
    }
    join_subjects(syntax, &mut found, refused);
    drop_consumed(syntax, &mut found, refused);
    found
}

/// "An air strike on the port killed three dockers" is one event: the noun's, with the verb's victims.
fn join_subjects(syntax: &Syntax<'_>, found: &mut Vec<Candidate<'_>>, refused: &mut Vec<Refused>) {
    let mut joined: Vec<(usize, Vec<usize>)> = Vec::new();
    for verb in found.iter().filter(|candidate| candidate.rule.kind == TriggerKind::Verb) {
        let subject = syntax.logical_subject(verb.roles.trigger).filter(|subject| verb.used.contains(subject));
        let Some(noun) = found.iter().find(|candidate| Some(candidate.roles.trigger) == subject) else { continue };
        if noun.rule.event_type == verb.rule.event_type && !noun.roles.recipients.heads.is_empty() {
            joined.push((noun.roles.trigger, verb.roles.recipients.heads.clone()));
            refused.push(verb.refused(Refusal::Consumed { by: noun.roles.trigger }));
            joined.push((verb.roles.trigger, Vec::new()));
        }
    }
    found.retain_mut(|candidate| match joined.iter().find(|(trigger, _)| *trigger == candidate.roles.trigger) {
        Some(_) if candidate.rule.kind == TriggerKind::Verb => false,
        Some((_, victims)) => {
            let own = std::mem::replace(&mut candidate.roles.recipients.heads, victims.clone());
            candidate.roles.recipients.heads.extend(own);
            true
        }
        None => true,
    });
}

fn best<'a>(
    trigger: &Trigger<'a>,
    word: WordId,
    mentions: &Mentions,
    refused: &mut Vec<Refused>,
) -> Option<Candidate<'a>> {
    let lexicon = trigger.syntax.lexicon;
    let mut best: Option<Candidate<'a>> = None;
    let link = lexicon.stands_for(trigger.kind, word);
    for rule in lexicon.triggered_by(trigger.kind, link.map_or(word, |link| link.trigger)) {
        let mut refuse = |refusal| refused.push(Refused { token: trigger.token, rule: rule.id.clone(), refusal });
        if best.is_some() {
            refuse(Refusal::Outranked);
            continue;
        }
        match candidate(rule, trigger, mentions) {
            Ok(candidate) => best = Some(Candidate { link, ..candidate }),
            Err(refusal) => refuse(refusal),
        }
    }
    best
}

fn candidate<'a>(rule: &'a Rule, trigger: &Trigger<'a>, mentions: &Mentions) -> Result<Candidate<'a>, Refusal> {
    let syntax = trigger.syntax;
    let finder = SlotFinder { trigger: *trigger, mentions };
    let used = frame::matches(rule, &finder)?;
    let (mut actors, mut recipients) = fill_slots(rule, &finder);
    recipients.heads.retain(|recipient| !actors.heads.contains(recipient));
    check_needs(rule, &finder, &actors.heads, &recipients.heads)?;
    check_actors(rule, &finder, &actors.heads)?;
    let afflictions = afflictions(&finder, rule, &used, &recipients.heads);
    if !afflictions.is_empty() {
        return Err(Refusal::Inert { found: afflictions });
    }
    recipients.heads.retain(|recipient| !is_affliction(syntax, mentions, *recipient));
    if let Some(by) = potential(trigger, &actors.heads) {
        return Err(Refusal::Potential { by });
    }
    if let Some(by) = unreal(syntax, trigger.token, rule.event_type) {
        return Err(Refusal::Unreal { by });
    }
    recipients = finder.with_implicit(rule, &actors.heads, recipients);
    recipients.heads.retain(|recipient| !is_told_of(trigger, mentions, rule, &actors.heads, *recipient));
    let is_mutual = recipients.heads.is_empty() && actors.heads.len() > 1 && is_mutual(trigger, rule, &actors.heads);
    if is_mutual {
        recipients = actors.split_mutual();
    }
    let (is_reciprocal, support) = (rule.is_reciprocal || is_mutual, trigger.support);
    let roles = Roles { trigger: trigger.token, support, actors, recipients, is_reciprocal };
    Ok(Candidate { rule, link: None, used, roles })
}

/// Actors and recipients by the sources of the rule, and, of a noun, by what lends it a subject.
fn fill_slots(rule: &Rule, finder: &SlotFinder<'_>) -> (Filled, Filled) {
    let (mut actors, mut recipients) =
        (Filled::by_rule(finder.fill(&rule.actor)), Filled::by_rule(finder.fill(&rule.recipient)));
    if finder.trigger.kind == TriggerKind::Noun {
        lend_subject(finder, rule, &mut actors, &mut recipients);
        if actors.heads.is_empty() && rule.event_type == EventType::Consult {
            actors = Filled::new(speaker_at(finder), SlotSource::Speaker);
        }
    }
    if rule.is_reciprocal && recipients.heads.is_empty() && actors.heads.len() > 1 {
        recipients = actors.split_mutual();
    }
    (actors, recipients)
}

/// A support verb's subject takes the slot that the noun left open.
fn lend_subject(finder: &SlotFinder<'_>, rule: &Rule, actors: &mut Filled, recipients: &mut Filled) {
    let trigger = &finder.trigger;
    let Some(support) = trigger.support else { return };
    let lent = |subject: Option<usize>| {
        let heads = subject.map(|subject| finder.participants(subject)).unwrap_or_default();
        Filled::new(heads, SlotSource::SupportVerb)
    };
    if support.is_of_recipient {
        if recipients.heads.is_empty() && !rule.recipient.is_empty() {
            *recipients = lent(trigger.syntax.logical_subject(support.verb));
        }
    } else if actors.heads.is_empty() && !rule.actor.is_empty() {
        *actors = lent(trigger.subject());
    }
}

/// Whether the slots are filled that the rule needs, and by somebody in particular.
fn check_needs(rule: &Rule, finder: &SlotFinder<'_>, actors: &[usize], recipients: &[usize]) -> Result<(), Refusal> {
    let (syntax, mentions) = (finder.trigger.syntax, finder.mentions);
    for need in &rule.needs {
        let filled = if need.is_recipient { recipients } else { actors };
        let is_met = |token: &usize| !need.is_agent || is_agent(syntax, mentions, *token);
        if !filled.iter().any(is_met) {
            return Err(Refusal::Unfilled { need: *need, found: filled.to_vec() });
        }
    }
    // "You get shot", "by having someone jailed": about nobody, so not an event.
    let is_about_nobody = actors.iter().chain(recipients).all(|token| is_anybody(syntax, *token));
    if is_about_nobody { Err(Refusal::NoParticipant) } else { Ok(()) }
}

/// A verb's actor must be able to act, unless the rule names its subject.
fn check_actors(rule: &Rule, finder: &SlotFinder<'_>, actors: &[usize]) -> Result<(), Refusal> {
    let (syntax, mentions) = (finder.trigger.syntax, finder.mentions);
    let names_subject = rule.frame.subject.is_some() || finder.trigger.kind != TriggerKind::Verb;
    let is_inert = !actors.is_empty() && actors.iter().all(|actor| is_inert(syntax, mentions, *actor));
    if !names_subject && is_inert { Err(Refusal::Inert { found: actors.to_vec() }) } else { Ok(()) }
}

/// The word that makes the act one that is only spoken or thought of.
fn potential(trigger: &Trigger<'_>, actors: &[usize]) -> Option<usize> {
    let is_bare_noun = trigger.kind == TriggerKind::Noun && actors.is_empty();
    let topic = if is_bare_noun { modality::topic(trigger.syntax, trigger.token) } else { None };
    let verb = trigger.support.map_or(trigger.token, |support| support.verb);
    topic.or_else(|| modality::potential(trigger.syntax, verb))
}

/// Illnesses and disasters that an event is about instead of somebody: its recipients, the object in whose phrase they stand
/// ("investigated the illness of guests"), or what its words are turned against ("died in a battle with cancer").
fn afflictions(finder: &SlotFinder<'_>, rule: &Rule, used: &[usize], recipients: &[usize]) -> Vec<usize> {
    use EventType::{Accuse, Assault, Coerce, Cooperate, Sanction, Threaten};
    let (trigger, syntax) = (&finder.trigger, finder.trigger.syntax);
    let is_one = |token: &usize| is_affliction(syntax, finder.mentions, *token);
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
        let is_agent = |token: &usize| is_agent(syntax, finder.mentions, *token);
        return if recipients.iter().any(is_agent) { Vec::new() } else { against.collect() };
    }
    let object = trigger.object().filter(is_one).filter(|object| {
        let inside: Vec<usize> = syntax.objects_behind(*object, &["of", "in", "among"]).collect();
        recipients.iter().all(|token| inside.contains(token))
    });
    object.into_iter().chain(against).collect()
}

/// "Chile and Peru agreed to trade", "talks between Chile and Peru failed": several who agree, and nobody else whom it
/// concerns, agree with each other.
fn is_mutual(trigger: &Trigger<'_>, rule: &Rule, actors: &[usize]) -> bool {
    let syntax = trigger.syntax;
    let is_between =
        |token: &usize| syntax.dep(*token) == Dep::Pobj && syntax.is_written(syntax.head(*token), "between");
    if actors.first().is_some_and(is_between) {
        return true;
    }
    matches!(rule.event_type, EventType::Agree | EventType::Cooperate | EventType::Consult | EventType::Reject)
        && syntax.lexicon.grammar.events.mutual.contains(syntax.doc.lemma(trigger.token))
}

/// "The **minister** said during a visit to Chad", "speaking after talks with Chad, the **envoy** warned": who speaks there
/// takes part.
fn speaker_at(finder: &SlotFinder<'_>) -> Vec<usize> {
    let (syntax, trigger) = (finder.trigger.syntax, finder.trigger.token);
    let preposition = syntax.head(trigger);
    let verb = syntax.head(preposition);
    let is_occasion = syntax.dep(trigger) == Dep::Pobj
        && syntax.is_any(preposition, prepositions::OCCASION)
        && syntax.is_verb(verb)
        && (syntax.doc.lemma(verb) == "speak" || syntax.lexicon.claim(syntax.word(verb)).is_some());
    let speaker = is_occasion.then(|| syntax.logical_subject(verb)).flatten();
    let speakers = speaker.map(|speaker| finder.participants(speaker)).unwrap_or_default();
    speakers.into_iter().filter(|speaker| is_agent(syntax, finder.mentions, *speaker)).collect()
}

/// The subject of the clause that completes a threat or promise is not whom it is made to when it is a thing ("warned that
/// **delays** would follow") or the actor's own side ("warned that **Moscow** will respond").
fn is_told_of(trigger: &Trigger<'_>, mentions: &Mentions, rule: &Rule, actors: &[usize], recipient: usize) -> bool {
    let syntax = trigger.syntax;
    let is_subject = syntax.dep(recipient).is_subject()
        && syntax.head(recipient) != trigger.token
        && syntax.dep(syntax.head(recipient)) == Dep::Ccomp;
    if !is_subject {
        return false;
    }
    let side = |token: usize| {
        let identity = &mentions.referent(token)?.identity;
        let is_state = identity.sectors.iter().all(|sector| *sector == Sector::Gov);
        identity.country.filter(|_| is_state)
    };
    let own = side(recipient);
    let is_own = own.is_some() && actors.iter().any(|actor| side(*actor) == own);
    is_own || rule.event_type == EventType::Threaten && !is_agent(syntax, mentions, recipient)
}

/// A token that belongs to the frame of another candidate triggers nothing: of "launched an attack" the noun is part
/// of the verb's event, and a support verb with a rule of its own is outranked by its noun's rule.
fn drop_consumed(syntax: &Syntax<'_>, found: &mut Vec<Candidate<'_>>, refused: &mut Vec<Refused>) {
    let mut used: Vec<(usize, usize)> = Vec::new();
    for candidate in found.iter() {
        let trigger = candidate.roles.trigger;
        // Subjects are used up only when they are events themselves ("the attack killed"), which the tree cannot tell: any is.
        let is_within = |token: &&usize| **token != trigger && syntax.dep(**token) != Dep::Root;
        used.extend(candidate.used.iter().filter(is_within).map(|token| (*token, trigger)));
    }
    let pairs: Vec<(usize, usize)> = found
        .iter()
        .filter(|candidate| !used.iter().any(|(token, _)| *token == candidate.roles.trigger))
        .filter_map(|candidate| Some((candidate.roles.support?.verb, candidate.roles.trigger)))
        .collect();
    for (verb, noun) in pairs {
        let specificity = |trigger: usize| {
            let candidate = found.iter().find(|candidate| candidate.roles.trigger == trigger);
            candidate.map(|candidate| candidate.rule.frame.specificity())
        };
        if let (Some(of_verb), Some(of_noun)) = (specificity(verb), specificity(noun)) {
            used.push(if of_noun > of_verb { (verb, noun) } else { (noun, verb) });
        }
    }
    found.retain(|candidate| {
        let owner = used.iter().find(|(token, _)| *token == candidate.roles.trigger);
        if let Some((_, by)) = owner {
            refused.push(candidate.refused(Refusal::Consumed { by: *by }));
        }
        owner.is_none()
    });
}
