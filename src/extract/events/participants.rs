//! From the heads of noun phrases to participants: their spans, and who they are.

use super::{
    Prepared, attribution,
    candidates::{Filled, held},
};
use crate::{
    extract::syntax::{Dep, pronouns},
    lexicon::key,
    model::{Identity, Participant, Pos, Sector, SlotSource, Span},
};

impl Prepared<'_> {
    /// The actors of an event. Words before one noun are one actor: the "Ruritanian government" of its shelling.
    pub(super) fn actors(&self, filled: &Filled, trigger: usize) -> Vec<Participant> {
        let syntax = self.syntax;
        let modified = |token: usize| syntax.dep(token).is_premodifier().then(|| syntax.head(token));
        let mut groups: Vec<(Option<usize>, Vec<usize>, Option<f32>)> = Vec::new();
        for (head, confidence) in filled.judged() {
            let noun = modified(head);
            match groups.last_mut().filter(|(last, ..)| noun.is_some() && *last == noun) {
                Some((_, group, _)) => group.push(head),
                None => groups.push((noun, vec![head], confidence)),
            }
        }
        let actors = distinct(groups.into_iter().filter_map(|(noun, group, confidence)| {
            let head = *group.first()?;
            let actor = match noun {
                Some(noun) => self.modifiers(noun, &group, filled.from)?,
                None => self.participant(head, filled.from),
            };
            let mut actor = Participant { confidence, ..actor };
            self.settle(head, trigger, filled, &mut actor);
            Some((head, actor))
        }));
        self.split(actors)
    }

    /// What stands before a noun as one actor; with the noun where that is a subject ("Ruritanian warplanes hit").
    fn modifiers(&self, noun: usize, heads: &[usize], from: SlotSource) -> Option<Participant> {
        let mut parts = heads.iter().map(|head| (*head, self.participant(*head, from)));
        let (_, mut whole) = parts.next()?;
        for (head, Participant { span, identity, .. }) in parts {
            whole.span.end = whole.span.end.max(span.end);
            whole.identity.take_country(identity.country, identity.country_from);
            whole.identity.name = None;
            if whole.identity.sectors.is_empty() {
                whole.identity.sectors = identity.sectors;
            }
            if whole.identity.sectors.is_empty() {
                whole.identity.sectors.extend(self.sector_of_word(head));
            }
        }
        if self.syntax.dep(noun).is_active_subject() {
            whole.span = self.span_with(noun, whole.span);
        }
        Some(whole)
    }

    fn sector_of_word(&self, token: usize) -> Option<Sector> {
        self.syntax.lexicon.actors.role(&key(self.syntax.doc.word(token)))?.sector
    }

    /// The recipients of an event. One that only holds the object is shown with it: "the court's request".
    pub(super) fn recipients(&self, filled: &Filled, trigger: usize) -> Vec<Participant> {
        let recipients = distinct(filled.judged().map(|(head, confidence)| {
            let mut participant = Participant { confidence, ..self.participant(head, filled.from) };
            if let Some(noun) = held(self.syntax, head, trigger) {
                participant.span = self.span_with(noun, participant.span);
            }
            self.settle(head, trigger, filled, &mut participant);
            (head, participant)
        }));
        self.split(recipients)
    }

    /// The participants with those that a phrase stands for beside its first: one for each country that it names, one for each
    /// person that "they" are, both of a pair.
    fn split(&self, participants: Vec<(usize, Participant)>) -> Vec<Participant> {
        let of_head = |(head, participant): (usize, Participant)| {
            if let Some(pair) = self.pair(head, &participant) {
                return pair.to_vec();
            }
            let further =
                self.by_country(head, &participant).into_iter().chain(self.further_persons(head, &participant));
            std::iter::once(participant.clone()).chain(further).collect()
        };
        participants.into_iter().flat_map(of_head).collect()
    }

    /// The span of a holder together with what it holds, without what follows both.
    fn span_with(&self, noun: usize, holder: Span) -> Span {
        let whole = self.mentions.participant(self.syntax, noun, SlotSource::Rule).span;
        let end = self.syntax.span(noun).end.max(holder.end);
        Span { start: whole.start.min(holder.start), end }
    }

    /// A noun phrase; what a measure measures ("dozens of **rebels**") says who it is.
    fn participant(&self, head: usize, from: SlotSource) -> Participant {
        let head = self.named_in_sentence(head);
        let mut participant = self.mentions.participant(self.syntax, head, from);
        let measured = self.syntax.measured(head);
        let identity = &mut participant.identity;
        if measured != head && identity.has_no_code() {
            let inner = self.mentions.referent(measured).map(|referent| referent.identity.clone()).unwrap_or_default();
            let (name, role) = (identity.name.take().or(inner.name), identity.role.take());
            *identity = Identity { name, role, ..inner };
        }
        if identity.name.is_none() && identity.has_no_code() {
            self.take_from_owner(head, identity);
        }
        if identity.has_no_code() && identity.name.is_none() {
            self.take_from_speaker(head, identity);
        }
        participant
    }

    /// "I" is who speaks; "we" are the speaker's people.
    fn take_from_speaker(&self, head: usize, speaker: &mut Identity) {
        let syntax = self.syntax;
        let (is_single, is_several) = (syntax.is_any(head, pronouns::SPEAKER), syntax.is_any(head, pronouns::SPEAKERS));
        if !is_single && !is_several {
            return;
        }
        let Some(said) = attribution::speaker_of(syntax, head) else { return };
        let identity = self.mentions.participant(syntax, said, SlotSource::Speaker).identity;
        *speaker = if is_single { identity } else { Identity { name: None, role: None, ..identity } };
    }

    /// A thing is its owner's: "**Peru**'s sovereignty", "the **Peruvian** border", "the **police** inquiry", "the plan by **Peru**".
    fn take_from_owner(&self, head: usize, thing: &mut Identity) {
        self.take_from_country(head, thing);
        let syntax = self.syntax;
        let holders = syntax.children_by(head, Dep::Poss).chain(syntax.objects_behind(head, &["by"]));
        let holders =
            holders.filter_map(|holder| self.mentions.referent(holder)).filter(|holder| holder.kind.is_actor());
        for holder in holders {
            thing.take_country(holder.identity.country, holder.identity.country_from);
            if thing.sectors.is_empty() {
                thing.sectors.clone_from(&holder.identity.sectors);
            }
        }
        if thing.sectors.is_empty() {
            let mut before = syntax.children(head).filter(|child| *child < head && syntax.dep(*child).is_premodifier());
            thing.sectors.extend(before.find_map(|child| self.sector_of_body(child)));
        }
    }

    /// The sector of a word for a body or group.
    fn sector_of_body(&self, token: usize) -> Option<Sector> {
        let role = self.syntax.lexicon.actors.role(&key(self.syntax.doc.word(token)))?;
        role.sector.filter(|_| !role.is_title)
    }

    /// A thing is of the country of its owner, and of his sector if he possesses it.
    fn take_from_country(&self, head: usize, thing: &mut Identity) {
        let syntax = self.syntax;
        let owns =
            |child: &usize| *child < head && (syntax.dep(*child) == Dep::Poss || syntax.dep(*child).is_premodifier());
        let owners = syntax.children(head).filter(owns);
        let mut known = owners.filter_map(|child| Some((child, &self.mentions.referent(child)?.identity)));
        if let Some((owner, identity)) = known.find(|(_, identity)| identity.country.is_some()) {
            thing.take_country(identity.country, identity.country_from);
            if syntax.dep(owner) == Dep::Poss {
                thing.sectors.clone_from(&identity.sectors);
            }
        }
    }

    /// What a pronoun stands for, where the same sentence names it before; else the pronoun.
    fn named_in_sentence(&self, head: usize) -> usize {
        let syntax = self.syntax;
        if syntax.pos(head) != Pos::Pron {
            return head;
        }
        let chain = self.mentions.referent(head).map(|referent| referent.chain);
        let mut mentions = self.mentions.referents().in_sentence(syntax.doc.sentence_of(head)).rev();
        let antecedent = mentions.find(|mention| {
            mention.head < head && Some(mention.what.chain) == chain && syntax.pos(mention.head) != Pos::Pron
        });
        antecedent
            .map(|mention| mention.head)
            .or_else(|| attribution::speaker_for(syntax, self.mentions, head))
            .unwrap_or(head)
    }
}

fn distinct(participants: impl Iterator<Item = (usize, Participant)>) -> Vec<(usize, Participant)> {
    let mut found: Vec<(usize, Participant)> = Vec::new();
    for (head, participant) in participants {
        if !found.iter().any(|(_, other)| other.span.contains(participant.span)) {
            found.push((head, participant));
        }
    }
    found
}
