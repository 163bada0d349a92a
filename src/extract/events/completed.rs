//! Rules that lack nothing but a participant: where the reader finds an event of their type, it completes them.

use super::{
    Prepared,
    candidates::Roles,
    draft::{Draft, Suggested},
    refusal::{Condition, Refusal, Refused},
};
use crate::{
    lexicon::rule::Rule,
    model::{EventType, FoundBy},
};

impl<'a> Prepared<'a> {
    /// The draft of an event that the reader found where no rule did. It is that of a rule of its type whose words stand there and
    /// which only its participants failed: mode, contexts and code are the rule's, and the rule is no longer among the refused ones.
    pub(super) fn completed(&self, roles: Roles, event_type: EventType, refused: &mut Vec<Refused>) -> Draft<'a> {
        let trigger = roles.trigger;
        let draft = Draft { found_by: FoundBy::Reader, ..Draft::of_verb(self, roles, event_type) };
        let lexicon = self.syntax.lexicon;
        let tried = refused.iter().enumerate().filter(|(_, refused)| refused.token == trigger);
        let rules =
            tried.filter_map(|(number, refused)| Some((number, lexicon.rule(&refused.rule)?, &refused.refusal)));
        let mut of_type = rules.filter(|(_, rule, _)| rule.event_type == event_type && !rule.is_own);
        let Some((number, rule, _)) = of_type.find(|(_, rule, refusal)| lacks_participant(rule, refusal)) else {
            return draft;
        };
        refused.remove(number);
        let is_by_wordnet = lexicon.stands_for(rule.kind, self.syntax.word(trigger)).is_some();
        let found_by = FoundBy::Rule { id: rule.id.clone(), is_by_wordnet, retyped_by: None };
        Draft { suggested: Suggested::of_rule(rule), found_by, ..draft }
    }
}

/// Whether nothing but who takes part, or another event, stood in the way of a rule. A condition that lists no words only asks for
/// somebody to stand there: "talks **with** …".
fn lacks_participant(rule: &Rule, refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Missing { condition, .. } => {
            matches!(condition, Condition::Object | Condition::Subject | Condition::Preposition(_))
                && condition.words(&rule.frame).is_some_and(|words| words.is_empty())
        }
        Refusal::Unfilled { .. } | Refusal::NoParticipant | Refusal::Inert { .. } => true,
        Refusal::Consumed { .. } | Refusal::Embedded { .. } | Refusal::Overtaken => true,
        Refusal::Excepted { .. }
        | Refusal::Potential { .. }
        | Refusal::Outranked
        | Refusal::Improbable { .. }
        | Refusal::Repeated { .. } => false,
    }
}
