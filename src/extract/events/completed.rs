//! Assigns rules to events of the reader: a rule of the same type that failed only because a participant was missing.

use super::{
    Prepared,
    candidates::Roles,
    draft::{Draft, Suggested},
    refusal::{Condition, Refusal, Refused},
};
use crate::{
    lexicon::{rule::Rule, vocabulary::Words},
    model::{EventType, FoundBy},
};

impl<'a> Prepared<'a> {
    /// The draft of an event that only the reader found. If a rule of `event_type` failed at the trigger only because a participant was
    /// missing, the draft takes its mode, contexts and code, and the rule is removed from `refused`.
    pub(super) fn completed(&self, roles: Roles, event_type: EventType, refused: &mut Vec<Refused>) -> Draft<'a> {
        let trigger = roles.trigger;
        let draft = Draft { found_by: FoundBy::Reader, ..Draft::of_verb(self, roles, event_type) };
        let lexicon = self.syntax.lexicon;
        let tried = refused.iter().enumerate().filter(|(_, refused)| refused.token == trigger);
        let fits = tried.filter_map(|(number, refused)| {
            let rule = lexicon.rule(&refused.rule).filter(|rule| rule.event_type == event_type && !rule.is_own)?;
            Some((lack(rule, &refused.refusal)?, number, rule))
        });
        // Among rules that lack equally little, the first is the most specific.
        let Some((_, number, rule)) = fits.min_by_key(|(lack, ..)| *lack) else { return draft };
        refused.remove(number);
        let is_by_wordnet = lexicon.stands_for(rule.kind, self.syntax.word(trigger)).is_some();
        let found_by = FoundBy::Rule { id: rule.id.clone(), is_by_wordnet, retyped_by: None };
        Draft { suggested: Suggested::of_rule(rule), found_by, ..draft }
    }
}

/// What prevented a rule from matching, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    /// Nothing: the rule matched, and another event included it.
    Nothing,
    /// A participant in a slot.
    Participant,
    /// A preposition, subject or object that the rule requires with any word: "talks **with** …".
    Position,
}

/// What a refused rule lacked; `None` if it lacked more than participants.
fn lack(rule: &Rule, refusal: &Refusal) -> Option<Lack> {
    match refusal {
        Refusal::Consumed { .. } | Refusal::Embedded { .. } | Refusal::Overtaken => Some(Lack::Nothing),
        Refusal::Unfilled { .. } | Refusal::NoParticipant | Refusal::Inert { .. } => Some(Lack::Participant),
        Refusal::Missing { condition, .. } => {
            let asks_for_anybody = condition.words(&rule.frame).is_some_and(Words::is_empty);
            let is_position = matches!(condition, Condition::Object | Condition::Subject | Condition::Preposition(_));
            (is_position && asks_for_anybody).then_some(Lack::Position)
        }
        Refusal::Excepted { .. }
        | Refusal::Potential { .. }
        | Refusal::Unreal { .. }
        | Refusal::Outranked
        | Refusal::Improbable { .. }
        | Refusal::Repeated { .. } => None,
    }
}
