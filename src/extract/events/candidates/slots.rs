//! Who fills a rule's slots: from a source such as `object:of` to the tokens that head the participants.

use super::{
    agents::{is_agent, is_participant},
    trigger::Trigger,
};
use crate::{
    extract::{mentions::Mentions, syntax::Dep},
    lexicon::{
        rule::{Slot, Step, TriggerKind},
        vocabulary::WordId,
    },
};

/// Finds the participants of one trigger.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract::events) struct SlotFinder<'a> {
    pub trigger: Trigger<'a>,
    pub mentions: &'a Mentions,
}

impl SlotFinder<'_> {
    /// The heads of the participants in the first source with someone who can act, else in the first that is filled.
    pub(crate) fn fill(&self, sources: &[Slot]) -> Vec<usize> {
        let mut first = Vec::new();
        for source in sources {
            let found = self.resolve(source);
            if found.iter().any(|token| is_agent(self.trigger.syntax, self.mentions, *token)) {
                return found;
            }
            if first.is_empty() {
                first = found;
            }
        }
        first
    }

    fn resolve(&self, source: &Slot) -> Vec<usize> {
        let Some((first, rest)) = source.split_first() else { return Vec::new() };
        let syntax = self.trigger.syntax;
        if *first == Step::Complement {
            let clauses = self.trigger.complements();
            let of_clause = |clause: usize| {
                let trigger = Trigger::of_verb(syntax, clause);
                let finder = SlotFinder { trigger, mentions: self.mentions };
                if rest.is_empty() { Vec::new() } else { finder.resolve(&rest.to_vec()) }
            };
            return clauses.into_iter().map(of_clause).find(|found| !found.is_empty()).unwrap_or_default();
        }
        let mut found = self.first_step(*first);
        for step in rest {
            let nouns = found.iter().flat_map(|noun| syntax.heads(*noun));
            found = nouns.flat_map(|noun| self.of_noun(noun, *step)).collect();
        }
        found.into_iter().flat_map(|token| self.participants(token)).collect()
    }

    fn first_step(&self, step: Step) -> Vec<usize> {
        let trigger = &self.trigger;
        match step {
            Step::Subject => trigger.subject().into_iter().collect(),
            Step::Object => trigger.object().into_iter().collect(),
            Step::Dative => trigger.dative().into_iter().collect(),
            Step::Preposition(word) => trigger.objects_of(word),
            Step::Holder => self.holder(),
            Step::Complement => Vec::new(),
        }
    }

    fn holder(&self) -> Vec<usize> {
        let trigger = &self.trigger;
        if trigger.kind != TriggerKind::Noun {
            return trigger.subject().into_iter().collect();
        }
        let own = trigger.syntax.holders(trigger.token);
        if own.is_empty() { trigger.subject().into_iter().collect() } else { own }
    }

    /// A noun phrase and those in coordination with it, without what cannot take part in anything.
    pub(crate) fn participants(&self, token: usize) -> Vec<usize> {
        let syntax = self.trigger.syntax;
        let members = syntax.coordinated(token).into_iter();
        members.filter(|member| *member != self.trigger.token && is_participant(syntax, *member)).collect()
    }

    /// The nouns that stand in a relation to a noun. Whoever acts holds nothing but is meant: "summoned the Greek **envoy**".
    fn of_noun(&self, noun: usize, step: Step) -> Vec<usize> {
        let syntax = self.trigger.syntax;
        let behind = |word: WordId| -> Vec<usize> {
            let preps = syntax.children_by(noun, Dep::Prep).filter(|prep| syntax.word(*prep) == word);
            preps
                .flat_map(|prep| syntax.children_by(prep, Dep::Pobj))
                .filter(|object| !syntax.is_temporal(*object))
                .collect()
        };
        match step {
            Step::Holder if is_agent(syntax, self.mentions, noun) => vec![noun],
            Step::Holder => syntax.holders(noun),
            Step::Preposition(word) => behind(word),
            Step::Object => behind(syntax.lexicon.vocabulary.get("of")),
            Step::Subject | Step::Dative | Step::Complement => Vec::new(),
        }
    }
}
