//! Drafts: candidates with their participants, date, modality and speaker, whose type is still open, and what becomes of
//! them when it is settled.

use jiff::{ToSpan, civil::Date};
use smol_str::SmolStr;

use super::{
    Prepared, attribution,
    candidates::{Filled, Nested, Roles, refine},
    details::general_code,
    modality,
    refusal::{Refusal, Refused},
};
use crate::{
    lexicon::rule::Rule,
    model::{Attribution, Context, Days, Domain, EventDate, EventType, FoundBy, Modality, Mode, Participant},
};

/// An event that ended this many days before publication is history.
const HISTORICAL_DAYS: i64 = 270;

/// What the rule suggests for an event of its type.
#[derive(Debug, Clone, Default)]
pub(super) struct Suggested {
    pub mode: Option<Mode>,
    pub contexts: Vec<Context>,
    pub cameo_code: Option<SmolStr>,
}

/// An event whose type is still open.
#[derive(Debug, Clone)]
pub(super) struct Draft<'a> {
    /// The rule that found it with the acts that it is about; none where no rule matched.
    pub nested: Option<Nested<'a>>,
    pub roles: Roles,
    /// The type so far.
    pub event_type: EventType,
    pub suggested: Suggested,
    pub domain: Option<Domain>,
    pub relevance: Option<f32>,
    pub found_by: FoundBy,
    pub actors: Vec<Participant>,
    pub recipients: Vec<Participant>,
    pub is_reciprocal: bool,
    pub date: Option<EventDate>,
    pub modality: Modality,
    /// The flags of `modality` that follow from the date alone.
    pub modality_of_date: Modality,
    pub attribution: Option<Attribution>,
    pub confidence: f32,
    /// The reader's probability that the event was long past when the article was written.
    pub long_past: Option<f32>,
}

/// An event whose type is final. Only [`Draft::settle`] makes one, so that nothing that depends on the type can be read from
/// an event before.
#[derive(Debug)]
pub(super) struct Typed<'a>(Draft<'a>);

impl<'a> Typed<'a> {
    pub(super) fn into_draft(self) -> Draft<'a> {
        self.0
    }
}

impl<'a> Draft<'a> {
    /// The draft of a candidate.
    pub(super) fn of_candidate(prepared: &Prepared<'_>, nested: Nested<'a>) -> Self {
        let rule = nested.candidate.rule;
        let found_by =
            FoundBy::Rule { id: rule.id.clone(), is_by_wordnet: nested.candidate.link.is_some(), retyped_by: None };
        let suggested = Suggested::of_rule(rule);
        let roles = nested.candidate.roles.clone();
        let mut draft = Self { suggested, ..Self::new(prepared, roles, rule.event_type, found_by) };
        draft.confidence = prepared.trust() * prepared.rule_of_thumb(&nested.candidate, draft.modality);
        for inner in &nested.inner {
            draft.suggested.add_inner(draft.event_type, inner);
        }
        draft.nested = Some(nested);
        draft
    }

    /// The draft of a verb between two who act, where no rule matched.
    pub(super) fn of_verb(prepared: &Prepared<'_>, roles: Roles, event_type: EventType) -> Self {
        let cameo_code = Some(SmolStr::new_static(general_code(event_type)));
        let suggested = Suggested { cameo_code, ..Suggested::default() };
        Self { suggested, ..Self::new(prepared, roles, event_type, FoundBy::Ranker) }
    }

    fn new(prepared: &Prepared<'_>, roles: Roles, event_type: EventType, found_by: FoundBy) -> Self {
        let syntax = prepared.syntax;
        let mut in_words = modality::of(syntax, roles.trigger, roles.support);
        in_words.is_future |= prepared.article.is_planned;
        let date = prepared.mentions.date_for(syntax, roles.trigger);
        let at = syntax.span_of(roles.trigger, roles.trigger + 1).start;
        let modality_of_date = modality_of(date.as_ref(), prepared.clean.anchors.at(at)).without(in_words);
        let mut draft = Self {
            nested: None,
            actors: Vec::new(),
            recipients: Vec::new(),
            is_reciprocal: false,
            attribution: attribution::of(syntax, prepared.mentions, roles.trigger),
            roles: roles.clone(),
            event_type,
            suggested: Suggested::default(),
            domain: None,
            relevance: None,
            found_by,
            date,
            modality: in_words.with(modality_of_date),
            modality_of_date,
            confidence: 0.0,
            long_past: None,
        };
        draft.fill(prepared, roles);
        draft
    }

    /// Gives the draft these participants.
    pub(super) fn fill(&mut self, prepared: &Prepared<'_>, roles: Roles) {
        let [actors, recipients] = [&roles.actors, &roles.recipients];
        let all = |filled: &Filled, others: &Filled| Filled {
            heads: prepared.with_members(&filled.heads, &others.heads),
            ..filled.clone()
        };
        self.actors = prepared.actors(&all(actors, recipients), roles.trigger);
        self.recipients = prepared.recipients(&all(recipients, actors), roles.trigger);
        self.is_reciprocal = roles.is_reciprocal;
        self.roles = roles;
        self.resolve_first_person(prepared);
        // A pronoun that was resolved to the one who acts is somebody else, unknown.
        let Self { actors, recipients, .. } = self;
        recipients.retain(|recipient| !actors.iter().any(|actor| actor.span == recipient.span));
    }

    /// In a quotation "I" is the speaker, and "we" are those for whom the speaker speaks. What the text says of the
    /// speaker precedes the reader's judgement of the pronoun.
    fn resolve_first_person(&mut self, prepared: &Prepared<'_>) {
        let Some(attribution) = self.attribution.as_ref().filter(|said| said.is_quoted) else { return };
        let (syntax, speaker) = (prepared.syntax, &attribution.speaker.identity);
        for head in self.roles.actors.heads.iter().chain(&self.roles.recipients.heads) {
            let (is_one, is_several) = (syntax.is_any(*head, &["i", "me"]), syntax.is_any(*head, &["we", "us"]));
            let mut all = self.actors.iter_mut().chain(&mut self.recipients);
            let found = all.find(|participant| participant.span == syntax.span(*head));
            if let Some(Participant { identity, .. }) = found.filter(|_| is_one || is_several) {
                // Of a speaker of whom nothing is known, the reader may know more.
                if speaker.country.is_some() {
                    (identity.country, identity.country_from) = (speaker.country, speaker.country_from);
                }
                if !speaker.sectors.is_empty() {
                    identity.sectors.clone_from(&speaker.sectors);
                }
                if is_one {
                    identity.name.clone_from(&speaker.name);
                }
            }
        }
    }

    /// The trigger's token.
    pub(super) fn trigger(&self) -> usize {
        self.roles.trigger
    }

    /// Gives the draft another type and the code that goes with it.
    pub(super) fn retype(&mut self, event_type: EventType, cameo_code: &'static str) {
        self.event_type = event_type;
        self.suggested.cameo_code = Some(SmolStr::new_static(cameo_code));
    }

    /// Whether a rule of an overlay found it.
    pub(super) fn is_of_own_rule(&self) -> bool {
        self.nested.as_ref().is_some_and(|nested| nested.candidate.rule.is_own)
    }

    /// Why the candidate gives no event; nothing where no rule found it.
    pub(super) fn refused(&self, refusal: Refusal) -> Option<Refused> {
        self.nested.as_ref().map(|nested| nested.candidate.refused(refusal))
    }

    /// The draft with its type as it is now, for good.
    pub(super) fn settle(self) -> Typed<'a> {
        Typed(self)
    }
}

impl Suggested {
    /// What a rule suggests.
    pub(super) fn of_rule(rule: &Rule) -> Self {
        Self { mode: rule.mode, contexts: rule.contexts.clone(), cameo_code: rule.cameo.clone() }
    }

    /// What an act inside a verbal act adds to it: contexts, and a mode and code where the verbal act is generic.
    fn add_inner(&mut self, outer: EventType, inner: &Rule) {
        for context in &inner.contexts {
            if !self.contexts.contains(context) {
                self.contexts.push(*context);
            }
        }
        let (mode, code) = refine(outer, inner);
        self.mode = self.mode.or(mode);
        let is_generic =
            self.cameo_code.as_ref().is_none_or(|code| code.len() == 2 || code.ends_with('0') || &**code == "112");
        if is_generic && code.is_some() {
            self.cameo_code = code;
        }
    }
}

/// Whether an event of these days is history on the day of the text.
pub(super) fn is_history(days: Days, anchor: Date) -> bool {
    days.last < anchor.checked_sub(HISTORICAL_DAYS.days()).unwrap_or(anchor)
}

/// The flags that follow from the date of an event, with `anchor` as the day of the text.
pub(super) fn modality_of(date: Option<&EventDate>, anchor: Option<Date>) -> Modality {
    let Some((days, anchor)) = date.and_then(|date| date.days).zip(anchor) else { return Modality::default() };
    Modality { is_historical: is_history(days, anchor), is_future: days.first > anchor, ..Modality::default() }
}
