//! Turns the reader's findings into drafts: triggers, types, actors and recipients.
//!
//! What the rules found is part of what the reader reads. Where it agrees with a rule, the rule's mode, contexts and code stay.
//! Rules of an overlay are the user's own word: what they find stays as they found it.

use std::ops::Range;

use super::{
    Prepared, SentenceDrafts,
    candidates::{Filled, Roles},
    consensus::Consensus,
    details::general_code,
    draft::Draft,
    origins::Origins,
    pairs,
    ranker::{Ranker, percent},
    refusal::{Refusal, Refused},
    unreal::unreal,
};
use crate::{
    extract::{
        mentions::{Mixture, Whereabouts},
        reader::{Candidate, Finding, Interest, Reader, Seen},
        syntax::EntityLabel,
    },
    model::{EventType, FoundBy, Judge, Pos},
};

/// Minimum probability of a word that the reader reports: the reason why a rule's event was refused shows it.
const LEAST: f32 = 0.02;
/// Minimum probability of a word in explanations.
const TOLD: f32 = 0.1;

/// Number of sentences of an article that the reader reads; in later ones the rules and the ranker decide. Without a limit a
/// megabyte of text would take longer than `extract.article_timeout`.
const MAX_SENTENCES: usize = 1000;

/// A participant must be more probable than this share of the probability of nobody.
const NOBODY: f32 = 0.7;

/// The places of the roles in what the reader says.
const ACTOR: usize = 0;
const RECIPIENT: usize = 1;

/// Minimum probability of a phrase that may name the place of an event.
const LEAST_PLACE: f32 = 0.01;

/// The reader's probabilities for a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The token.
    pub token: usize,
    /// The most probable type.
    pub event_type: EventType,
    /// Probability that the word is a trigger of this type.
    pub of_type: f32,
    /// Probability that the word is a trigger of any type.
    pub event: f32,
    /// Minimum of `of_type` for an event.
    pub threshold: f32,
    /// The heads of phrases that may name its place, with their probabilities; `None` where the reader decided only the type.
    pub places: Option<Vec<(usize, f32)>>,
}

impl<'a> Prepared<'a> {
    /// The drafts of the sentences of an article as the reader judges them, each with its tokens.
    pub(super) fn read(
        &self,
        reader: &Reader,
        ranker: Option<&Ranker>,
        refused: &mut Vec<Refused>,
        judged: &mut Vec<Judged>,
    ) -> Vec<(Range<usize>, Vec<Draft<'a>>)> {
        let mut found: Vec<SentenceDrafts<'a>> = self.sentences().map(|sentence| self.drafts(sentence)).collect();
        let unread = found.split_off(found.len().min(MAX_SENTENCES));
        let seen: Vec<Seen<'_>> = found.iter().map(|found| self.seen(found, ranker)).collect();
        let sentences: Vec<Range<usize>> = found.iter().map(|found| found.sentence.clone()).collect();
        let findings = reader.read(&seen, Interest { told: LEAST, asked: reader.threshold() });
        let cast = self.cast(reader, &findings, &sentences);
        let mut read = Vec::with_capacity(found.len());
        for (number, ((mut found, findings), cast)) in found.into_iter().zip(findings).zip(cast).enumerate() {
            let told = findings.iter().filter(|finding| finding.event() >= TOLD);
            judged.extend(told.map(|finding| Judged::new(finding, reader.threshold(), &sentences, number)));
            let mut drafts = Vec::with_capacity(findings.len());
            let (sure, unsure): (Vec<_>, Vec<_>) =
                findings.iter().partition(|finding| finding.of_type() >= reader.threshold());
            let (own, built_in): (Vec<_>, Vec<_>) = found.drafts.into_iter().partition(Draft::is_of_own_rule);
            found.drafts = built_in;
            for (finding, roles) in sure.into_iter().zip(cast) {
                if own.iter().any(|draft| draft.trigger() == roles.trigger) {
                    continue;
                }
                let by_rule = found.drafts.iter().position(|draft| draft.trigger() == roles.trigger);
                if by_rule.is_none() && !self.can_trigger(roles.trigger, finding.event_type) {
                    continue;
                }
                let mut draft = match by_rule.map(|number| found.drafts.swap_remove(number)) {
                    Some(draft) if finding.domain().is_none() => draft.retyped(finding.event_type),
                    Some(draft) => draft.filled(self, roles, finding.event_type),
                    None => self.completed(roles, finding.event_type, &mut found.refused),
                };
                let Draft { actors, recipients, .. } = &mut draft;
                pairs::separate(actors, recipients);
                // Two phrases may stand for one person: nobody does it to himself.
                recipients.retain(|recipient| {
                    let name = &recipient.identity.name;
                    name.is_none() || actors.iter().all(|actor| actor.identity.name != *name)
                });
                draft.confidence = self.trust() * reader.calibrated(finding.of_type());
                (draft.domain, draft.relevance) = (finding.domain(), finding.relevance());
                draft.judge_modality(self, finding);
                draft.long_past = finding.long_past();
                let is_dated = draft.date.as_ref().is_some_and(|date| date.days.is_some());
                draft.modality.is_historical |= !is_dated && finding.is_historical();
                drafts.push(draft);
            }
            let improbable = |draft: &Draft<'_>| {
                let at = |finding: &&&Finding| found.sentence.start + finding.trigger == draft.trigger();
                let percent = unsure.iter().find(at).map_or(0, |finding| percent(finding.of_type()));
                draft.refused(Refusal::Improbable { by: Judge::Reader, percent })
            };
            refused.extend(found.drafts.iter().filter_map(improbable));
            refused.append(&mut found.refused);
            drafts.extend(own);
            drafts.sort_by_key(Draft::trigger);
            read.push((found.sentence, drafts));
        }
        for mut found in unread {
            refused.append(&mut found.refused);
            let sentence = found.sentence.clone();
            let drafts = match ranker {
                Some(ranker) => ranker.judge(self, found, refused),
                None => found.drafts,
            };
            read.push((sentence, drafts));
        }
        read
    }

    /// Who takes part in the events of each sentence; sector and home of each are judged over the whole article.
    fn cast(&self, reader: &Reader, findings: &[Vec<Finding>], sentences: &[Range<usize>]) -> Vec<Vec<Roles>> {
        let of_sentence = |(place, findings): (usize, &Vec<Finding>)| {
            let sure = findings.iter().filter(|finding| finding.of_type() >= reader.threshold());
            sure.map(|finding| self.roles(reader, finding, sentences, place)).collect()
        };
        let mut cast: Vec<Vec<Roles>> = findings.iter().enumerate().map(of_sentence).collect();
        let mut slots: Vec<&mut Filled> =
            cast.iter_mut().flatten().flat_map(|roles| [&mut roles.actors, &mut roles.recipients]).collect();
        let mut consensus = Consensus::default();
        for filled in &slots {
            consensus.add(self, filled);
        }
        for filled in &mut slots {
            consensus.settle(self, filled);
        }
        let mut origins = Origins::new(self);
        for filled in &slots {
            origins.add(self, filled);
        }
        for filled in &mut slots {
            origins.settle(self, filled);
        }
        cast
    }

    /// Whether a word can be a trigger of `event_type` without a rule. Punctuation, function words, and names of persons, peoples and
    /// places cannot, because the reader sometimes gives the particle of "turned down" the type of the verb. Nor can fiction, accidents
    /// and figures of speech.
    fn can_trigger(&self, token: usize, event_type: EventType) -> bool {
        use EntityLabel::{Nationality, Person, Place};
        let is_candidate = match self.syntax.pos(token) {
            Pos::Propn | Pos::Adj => !matches!(self.syntax.entity(token), Some(Nationality | Person | Place)),
            Pos::Adp | Pos::Det | Pos::Pron | Pos::Punct | Pos::Cconj | Pos::Sconj | Pos::Space => false,
            _ => true,
        };
        is_candidate && unreal(self.syntax, token, event_type).is_none()
    }

    /// Who takes part by what the reader says.
    fn roles(&self, reader: &Reader, finding: &Finding, sentences: &[Range<usize>], place: usize) -> Roles {
        let start = |before: usize| start(sentences, place, before);
        let chain = |one: &Candidate| self.chain(start(one.before) + one.head);
        let [actor, recipient] = chosen(&united(&finding.candidates, chain), finding.nobody);
        // The dead of an attack in Kano are likely to be Nigerians.
        let judged = Judged::new(finding, reader.threshold(), sentences, place);
        let known = judged.whereabouts(Mixture::OF_COUNTRIES);
        let place = known.and_then(|known| self.mentions.likeliest_place(self.syntax, known));
        let place_country = place.and_then(|(place, _)| place.country);
        let named =
            |chosen: Option<Candidate>| chosen.and_then(|one| self.stated_country(start(one.before) + one.head));
        let filled = |chosen: Option<Candidate>, other: Option<Candidate>, of_slot: fn([f32; 2]) -> f32| {
            let heads = chosen.iter().map(|one| start(one.before) + one.head).collect();
            let confidences = chosen.iter().map(|one| of_slot(reader.calibrated_roles(one.roles))).collect();
            let who = chosen.iter().filter_map(|one| Some((start(one.before) + one.head, one.who?))).collect();
            Filled { confidences, who, place_country, other_country: named(other), ..Filled::by_rule(heads) }
        };
        let is_mutual = matches!(finding.event_type, EventType::Agree | EventType::Consult | EventType::Cooperate);
        let is_reciprocal = is_mutual && actor.is_some() && recipient.is_some();
        let (actors, recipients) =
            (filled(actor, recipient, |[actor, _]| actor), filled(recipient, actor, |[_, recipient]| recipient));
        Roles { trigger: start(0) + finding.trigger, support: None, actors, recipients, is_reciprocal }
    }
}

impl Judged {
    /// The finding for a word of sentence `number`.
    pub(super) fn new(finding: &Finding, threshold: f32, sentences: &[Range<usize>], number: usize) -> Self {
        let start = |before: usize| start(sentences, number, before);
        let likely = finding.candidates.iter().filter(|one| one.place >= LEAST_PLACE);
        Self {
            token: start(0) + finding.trigger,
            event_type: finding.event_type,
            of_type: finding.of_type(),
            event: finding.event(),
            threshold,
            places: finding.domain().map(|_| likely.map(|one| (start(one.before) + one.head, one.place)).collect()),
        }
    }

    /// Where its event may have happened; nothing where the reader decided only the type.
    pub(in crate::extract) fn whereabouts(&self, mixture: Mixture) -> Option<Whereabouts<'_>> {
        self.places.as_ref().map(|phrases| Whereabouts { trigger: self.token, phrases, mixture })
    }
}

/// The first token of the sentence that precedes sentence `number` by `before` sentences.
fn start(sentences: &[Range<usize>], number: usize, before: usize) -> usize {
    sentences.get(number - before.min(number)).map_or(0, |sentence| sentence.start)
}

/// The candidates, with those that mean one participant merged: the most probable phrase, with the sums of their probabilities.
/// "He", "Mr Obi" and "Peter Obi" add up.
fn united(candidates: &[Candidate], chain: impl Fn(&Candidate) -> Option<u32>) -> Vec<Candidate> {
    let mut united: Vec<(Option<u32>, Candidate, f32)> = Vec::with_capacity(candidates.len());
    for one in candidates {
        let (chain, own) = (chain(one), one.roles.iter().sum::<f32>());
        match united.iter_mut().find(|(known, ..)| known.is_some() && *known == chain) {
            Some((_, best, most)) => {
                let mut roles = best.roles;
                for (sum, role) in roles.iter_mut().zip(one.roles) {
                    *sum += role;
                }
                if own > *most {
                    (*best, *most) = (*one, own);
                }
                best.roles = roles;
            }
            None => united.push((chain, *one, own)),
        }
    }
    united.into_iter().map(|(_, one, _)| one).collect()
}

/// The noun phrase that is the actor, and the one that is the recipient. A phrase that is the best of both roles has the more
/// probable one. A further phrase that is merely probable is right in one case of eight, so only coordinations add participants.
fn chosen(candidates: &[Candidate], nobody: [f32; 2]) -> [Option<Candidate>; 2] {
    let actor = best(candidates, nobody, ACTOR, None);
    let recipient = best(candidates, nobody, RECIPIENT, None);
    match (actor, recipient) {
        (Some(one), Some(other)) if place(one) == place(other) => {
            let [acts, receives] = one.roles;
            if acts >= receives {
                [actor, best(candidates, nobody, RECIPIENT, Some(one))]
            } else {
                [best(candidates, nobody, ACTOR, Some(one)), recipient]
            }
        }
        _ => [actor, recipient],
    }
}

/// The most probable noun phrase of a role, other than `but`; `None` if its probability is at most [`NOBODY`] times that of nobody.
fn best(candidates: &[Candidate], nobody: [f32; 2], role: usize, but: Option<Candidate>) -> Option<Candidate> {
    let free = candidates.iter().copied().filter(|one| but.is_none_or(|other| place(other) != place(*one)));
    // Of phrases that are equally probable the first one.
    let best = free.reduce(|best, one| if in_role(one, role) > in_role(best, role) { one } else { best })?;
    let nobody = nobody.get(role).copied().unwrap_or_default();
    (in_role(best, role) > NOBODY * nobody).then_some(best)
}

/// The probability of a noun phrase to have a role.
fn in_role(one: Candidate, role: usize) -> f32 {
    one.roles.get(role).copied().unwrap_or_default()
}

/// The sentence of a noun phrase, counted back, and its head.
fn place(one: Candidate) -> (usize, usize) {
    (one.before, one.head)
}

impl Draft<'_> {
    /// A rule's draft with the participants and the type that the reader gives it.
    fn filled(mut self, prepared: &Prepared<'_>, roles: Roles, event_type: EventType) -> Self {
        let is_of_rule = self.is_reciprocal;
        let support = self.roles.support;
        self.fill(prepared, Roles { support, ..roles });
        // Several participants in one phrase are reciprocal too: "envoys from Jordan and Oman signed a treaty".
        self.is_reciprocal |= is_of_rule && self.actors.len() + self.recipients.len() > 1;
        self.retyped(event_type)
    }

    /// Sets the flags by rules and reader. Events of a planned article stay in the future.
    fn judge_modality(&mut self, prepared: &Prepared<'_>, finding: &Finding) {
        self.modality = finding.modality(self.modality);
        self.modality.is_future |= prepared.article.is_planned;
        self.modality_of_date.is_future &= self.modality.is_future;
    }

    /// A rule's draft with the type that the reader gives it.
    fn retyped(mut self, event_type: EventType) -> Self {
        if self.event_type != event_type {
            self.retype(event_type, general_code(event_type));
            self.suggested.mode = None;
            if let FoundBy::Rule { retyped_by, .. } = &mut self.found_by {
                *retyped_by = Some(Judge::Reader);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(nobody: [f32; 2], roles: &[(usize, [f32; 2])]) -> Finding {
        let candidate = |(number, (before, roles)): (usize, &(usize, [f32; 2]))| Candidate {
            before: *before,
            head: number,
            roles: *roles,
            place: 0.0,
            who: None,
        };
        Finding {
            trigger: 9,
            event_type: EventType::Consult,
            types: [0.0; 17],
            candidates: roles.iter().enumerate().map(candidate).collect(),
            nobody,
            nowhere: 0.0,
            flags: [0.0; 4],
            domains: [0.0; 5],
        }
    }

    fn heads(finding: &Finding) -> [Option<usize>; 2] {
        chosen(&finding.candidates, finding.nobody).map(|chosen| chosen.map(|one| one.head))
    }

    #[test]
    fn a_slot_is_empty_if_nobody_is_clearly_more_probable() {
        assert_eq!(heads(&finding([0.4, 0.5], &[(0, [0.3, 0.1]), (0, [0.0, 0.3])])), [Some(0), None]);
        assert_eq!(heads(&finding([0.9, 0.1], &[])), [None, None]);
    }

    #[test]
    fn phrases_that_mean_one_participant_add_up() {
        // The first and the third phrase are of one chain; the fourth is of none that is known.
        let said = finding([0.3, 0.3], &[(1, [0.25, 0.1]), (0, [0.4, 0.0]), (0, [0.2, 0.4]), (0, [0.1, 0.2])]);
        let chains = [Some(7), Some(8), Some(7), None];
        let united = united(&said.candidates, |one| chains[one.head]);
        let of = |one: &Candidate| (one.before, one.head, one.roles.map(|role| (role * 100.0).round()));
        assert_eq!(
            united.iter().map(of).collect::<Vec<_>>(),
            [(0, 2, [45.0, 50.0]), (0, 1, [40.0, 0.0]), (0, 3, [10.0, 20.0])]
        );
        let [actor, recipient] = chosen(&united, said.nobody);
        assert_eq!([actor, recipient].map(|one| one.map(|one| one.head)), [Some(1), Some(2)]);
    }

    #[test]
    fn a_phrase_that_is_the_best_of_both_roles_has_the_more_probable_one() {
        let of = |acts| finding([0.0, 0.0], &[(0, [acts, 0.7]), (0, [1.0 - acts, 0.3])]);
        assert_eq!(heads(&of(0.8)), [Some(0), Some(1)]);
        assert_eq!(heads(&of(0.6)), [Some(1), Some(0)]);
        assert_eq!(heads(&finding([0.0, 0.0], &[(0, [1.0, 1.0])])), [Some(0), None]);
    }
}
