//! From the head of a noun phrase to a participant: its span, and who it is.

use smol_str::SmolStr;

use super::{EventFinder, attribution, candidate::Candidate, reach::held, syntax::Dep};
use crate::{
    lexicon::key,
    model::{Event, Participant, Pos, Span},
};

impl EventFinder<'_> {
    /// The actors of an event. Words before one noun are one actor: the "Ruritanian government" of its shelling.
    pub(super) fn actors(&self, heads: &[usize]) -> Vec<Participant> {
        let syntax = self.syntax;
        let modified = |token: usize| {
            matches!(syntax.dep(token), Dep::Amod | Dep::Compound | Dep::Nmod).then(|| syntax.head(token))
        };
        let mut groups: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        for head in heads {
            let noun = modified(*head);
            match groups.last_mut().filter(|(last, _)| noun.is_some() && *last == noun) {
                Some((_, group)) => group.push(*head),
                None => groups.push((noun, vec![*head])),
            }
        }
        distinct(groups.into_iter().filter_map(|(noun, group)| match noun {
            Some(noun) => self.modifiers(noun, &group),
            None => group.first().map(|head| self.participant(*head)),
        }))
    }

    /// What stands before a noun as one actor; with the noun where that is a subject ("Ruritanian warplanes hit").
    fn modifiers(&self, noun: usize, heads: &[usize]) -> Option<Participant> {
        let mut parts = heads.iter().map(|head| (*head, self.participant(*head)));
        let (_, mut whole) = parts.next()?;
        for (head, part) in parts {
            whole.span.end = whole.span.end.max(part.span.end);
            whole.country = whole.country.or(part.country);
            whole.name = None;
            if whole.sectors.is_empty() {
                whole.sectors = if part.sectors.is_empty() { self.sector_of_word(head) } else { part.sectors };
            }
        }
        if matches!(self.syntax.dep(noun), Dep::Nsubj) {
            whole.span = self.span_with(noun, whole.span);
        }
        Some(whole)
    }

    fn sector_of_word(&self, token: usize) -> Vec<SmolStr> {
        let word = key(self.syntax.doc.word(token));
        let role = self.syntax.lexicon.actors.role(&word).filter(|role| !role.sector.is_empty());
        role.map(|role| vec![role.sector.clone()]).unwrap_or_default()
    }

    /// The recipients of an event. One that only holds the object is shown with it: "the court's request".
    pub(super) fn recipients(&self, heads: &[usize], trigger: usize) -> Vec<Participant> {
        distinct(heads.iter().map(|head| {
            let mut participant = self.participant(*head);
            if let Some(noun) = held(self.syntax, *head, trigger) {
                participant.span = self.span_with(noun, participant.span);
            }
            participant
        }))
    }

    /// In a quotation "I" is the speaker, and "we" are those for whom the speaker speaks.
    pub(super) fn first_person(&self, event: &mut Event, candidate: &Candidate<'_>) {
        let Some(speaker) = event.attribution.as_ref().filter(|said| said.is_quoted).map(|said| &said.speaker) else {
            return;
        };
        for head in candidate.actors.iter().chain(&candidate.recipients) {
            let is_written = |words: [&str; 2]| words.iter().any(|word| self.syntax.is_written(*head, word));
            let (is_one, is_several) = (is_written(["i", "me"]), is_written(["we", "us"]));
            let mut all = event.actors.iter_mut().chain(&mut event.recipients);
            let found = all.find(|participant| participant.span == self.span_of(*head));
            if let Some(participant) = found.filter(|_| is_one || is_several) {
                participant.country.clone_from(&speaker.country);
                participant.sectors.clone_from(&speaker.sectors);
                if is_one {
                    participant.name.clone_from(&speaker.name);
                }
            }
        }
    }

    /// The span of a holder together with what it holds, without what follows both.
    fn span_with(&self, noun: usize, holder: Span) -> Span {
        let whole = self.mentions.participant(self.syntax.doc, noun).span;
        let end = self.span_of(noun).end.max(holder.end);
        Span { start: whole.start.min(holder.start), end }
    }

    /// A noun phrase; what a measure measures ("dozens of **rebels**") tells who it is.
    fn participant(&self, head: usize) -> Participant {
        let head = self.named_in_sentence(head);
        let mut participant = self.mentions.participant(self.syntax.doc, head);
        let measured = self.syntax.measured(head);
        if measured != head && participant.country.is_none() && participant.sectors.is_empty() {
            let inner = self.mentions.participant(self.syntax.doc, measured);
            participant.name = participant.name.or(inner.name);
            participant.country = inner.country;
            participant.sectors = inner.sectors;
        }
        if participant.name.is_none() && participant.country.is_none() && participant.sectors.is_empty() {
            self.take_from_owner(head, &mut participant);
        }
        participant
    }

    /// A thing is its owner's: "**Peru**'s sovereignty", "the **Peruvian** border".
    fn take_from_owner(&self, head: usize, thing: &mut Participant) {
        let syntax = self.syntax;
        let owners = syntax.children(head).filter(|child| {
            *child < head && matches!(syntax.dep(*child), Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod)
        });
        let mut known = owners.filter_map(|child| Some((child, self.mentions.at(child)?)));
        if let Some((owner, mention)) = known.find(|(_, mention)| mention.country.is_some()) {
            thing.country.clone_from(&mention.country);
            if syntax.dep(owner) == Dep::Poss {
                thing.sectors.clone_from(&mention.sectors);
            }
        }
    }

    /// What a pronoun stands for, where the same sentence names it before; else the pronoun.
    fn named_in_sentence(&self, head: usize) -> usize {
        let syntax = self.syntax;
        if syntax.pos(head) != Pos::Pron {
            return head;
        }
        let chain = self.mentions.at(head).map(|mention| mention.chain);
        let antecedent = self.mentions.in_sentence(syntax.doc.sentence_of(head)).rev().find(|mention| {
            mention.head < head && Some(mention.chain) == chain && syntax.pos(mention.head) != Pos::Pron
        });
        antecedent
            .map(|mention| mention.head)
            .or_else(|| attribution::speaker_for(syntax, self.mentions, head))
            .unwrap_or(head)
    }

    pub(super) fn span_of(&self, token: usize) -> Span {
        let token = self.syntax.doc.tokens().get(token);
        token.map_or(Span { start: 0, end: 0 }, |token| Span { start: token.start as usize, end: token.end as usize })
    }
}

fn distinct(participants: impl Iterator<Item = Participant>) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    for participant in participants {
        let is_within =
            |other: &Participant| other.span.start <= participant.span.start && participant.span.end <= other.span.end;
        if !found.iter().any(is_within) {
            found.push(participant);
        }
    }
    found
}
