//! Document and mentions → events: triggers, frames, modality, attribution, dates.

mod ambiguity;
mod anchor;
mod arguments;
mod attribution;
mod cameo;
mod candidate;
mod confidence;
mod contexts;
mod cues;
mod earlier;
mod embedding;
mod matcher;
mod merge;
mod modality;
mod modes;
mod participants;
mod quotation;
pub mod ranker;
mod reach;
mod refusal;
mod slots;
mod syntax;
mod trace;

use std::ops::Range;

use jiff::{ToSpan, civil::Date, tz::TimeZone};

use super::mentions::Mentions;
use crate::{
    lexicon::{Lexicon, rule::Rule},
    model::{Article, CleanText, Doc, Event, Participant, SectionKind},
};
use candidate::Listener;
use embedding::Outer;
use quotation::Quotes;
use ranker::Ranker;
use syntax::Syntax;

pub use refusal::{Condition, Refusal};
pub use trace::{Attempt, Idle, idle_words};

/// Events of opinion pieces are trusted less by this factor.
const OPINION: f32 = 0.7;

/// What stands behind a rule's id where the trigger is none of its words but stands for one.
pub const REACHED: &str = "+wordnet";

/// An event that ended so many days before publication is history.
const HISTORICAL_DAYS: i64 = 270;

/// An article as far as it is understood before its events are found.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// The annotated text.
    pub doc: &'a Doc,
    /// Who and when.
    pub mentions: &'a Mentions,
    /// The words and codes.
    pub lexicon: &'a Lexicon,
    /// The article.
    pub article: &'a Article,
    /// Its cleaned text.
    pub clean: &'a CleanText,
}

/// Finds the events of an article by the rules alone, in the order of the text.
pub fn find(doc: &Doc, mentions: &Mentions, lexicon: &Lexicon, article: &Article, clean: &CleanText) -> Vec<Event> {
    find_with(Read { doc, mentions, lexicon, article, clean }, None, &mut |_, _, _| {})
}

/// Finds the events of an article, by the rules and the ranker, and tells of every rule that was tried and gave no event,
/// by its id and with the token at which it was. A rule that is not told of at a trigger of which there is an event is
/// that event's. Without a ranker the confidence is a rule of thumb and no probability.
pub fn find_with(read: Read<'_>, ranker: Option<&Ranker>, listen: &mut dyn FnMut(usize, &str, Refusal)) -> Vec<Event> {
    let mut events = Vec::new();
    sentences(read, listen, &mut |finder, sentence, outers, coded, listen| {
        if let Some(ranker) = ranker {
            ranker.judge(finder, sentence.clone(), outers, coded, listen);
        }
        detail(finder.syntax, sentence, coded);
        events.append(coded);
    });
    let mut merged = |first: &Event, later: &Event| {
        listen(later.trigger, &later.rule_id, Refusal::Repeated { by: first.trigger });
    };
    merge::merge(events, &|trigger| read.doc.lemma(trigger).to_lowercase(), &mut merged)
}

/// Finds the events of an article without any rule, by the ranker alone: for measurements.
pub fn find_by_ranker(read: Read<'_>, ranker: &Ranker) -> Vec<Event> {
    let mut events = Vec::new();
    sentences(read, &mut |_, _, _| {}, &mut |finder, sentence, _, coded, listen| {
        coded.clear();
        ranker.judge(finder, sentence.clone(), &[], coded, listen);
        detail(finder.syntax, sentence, coded);
        events.append(coded);
    });
    events
}

/// Takes the finder, the tokens of a sentence, the candidates in it, the events that they were coded as, and who is told
/// of those that are dropped.
type Visit<'v> = &'v mut dyn FnMut(&EventFinder<'_>, Range<usize>, &[Outer<'_>], &mut Vec<Event>, Listener<'_>);

/// Codes the sentences of a document by the rules, one after the other.
fn sentences(read: Read<'_>, listen: Listener<'_>, visit: Visit<'_>) {
    let Read { doc, mentions, lexicon, article, clean } = read;
    let syntax = Syntax::new(doc, lexicon);
    let finder = EventFinder {
        syntax: &syntax,
        mentions,
        quotes: Quotes::find(&syntax),
        article,
        published: article.published_at.map(|time| time.to_zoned(TimeZone::UTC).date()),
    };
    for sentence in doc.sentences() {
        if is_read(doc, clean, sentence.start) {
            let found = candidate::of_sentence(&syntax, mentions, sentence.clone(), listen);
            let outers = embedding::resolve(&syntax, found, listen);
            let mut coded: Vec<Event> = outers.iter().map(|outer| finder.event(outer)).collect();
            ambiguity::resolve(&syntax, &mut coded);
            if coded.len() < outers.len() {
                tell_overtaken(&outers, &coded, listen);
            }
            visit(&finder, sentence.clone(), &outers, &mut coded, listen);
        }
    }
}

fn tell_overtaken(outers: &[Outer<'_>], coded: &[Event], listen: &mut dyn FnMut(usize, &str, Refusal)) {
    let is_left = |outer: &Outer<'_>| coded.iter().any(|event| event.trigger == outer.candidate.trigger);
    for Outer { candidate, .. } in outers.iter().filter(|outer| !is_left(outer)) {
        listen(candidate.trigger, &candidate.rule.id, Refusal::Overtaken);
    }
}

/// Adds what the words around the triggers tell: modes, contexts and exact codes.
fn detail(syntax: &Syntax<'_>, sentence: Range<usize>, events: &mut [Event]) {
    if events.is_empty() {
        return;
    }
    let found = cues::Found::in_sentence(syntax, sentence);
    for event in events {
        let area = found.area(event);
        let around = found.around(&area);
        ambiguity::crowd_control(event, &around);
        modes::complete(event, &around, &found.places(&area), &syntax.lexicon.ontology);
        let own_contexts = contexts::complete(event, &around);
        cameo::complete(event, syntax.doc.lemma(event.trigger), &around, &own_contexts, syntax.lexicon);
    }
}

/// Whether the section that a token stands in is read for events.
fn is_read(doc: &Doc, clean: &CleanText, token: usize) -> bool {
    let Some(token) = doc.tokens().get(token) else { return false };
    let start = token.start as usize;
    let next = clean.sections.partition_point(|section| section.span.start <= start);
    let section = clean.sections.get(next.wrapping_sub(1)).filter(|section| start < section.span.end);
    section.is_none_or(|section| section.kind != SectionKind::Boilerplate)
}

struct EventFinder<'a> {
    syntax: &'a Syntax<'a>,
    mentions: &'a Mentions,
    quotes: Quotes,
    article: &'a Article,
    published: Option<Date>,
}

impl EventFinder<'_> {
    fn event(&self, outer: &Outer<'_>) -> Event {
        let (candidate, rule) = (&outer.candidate, outer.candidate.rule);
        let (syntax, trigger) = (self.syntax, outer.candidate.trigger);
        let mut modality = modality::of(syntax, trigger, candidate.support);
        let date = self.mentions.date_for(syntax.doc, trigger);
        if let (Some(date), Some(published)) = (&date, self.published) {
            let horizon = published.checked_sub(HISTORICAL_DAYS.days()).unwrap_or(published);
            modality.is_historical |= date.last < horizon;
            modality.is_future |= date.first > published;
        }
        modality.is_future |= self.article.is_planned;
        let opinion = if self.article.is_opinion { OPINION } else { 1.0 };
        let mut event = Event {
            event_type: rule.event_type,
            mode: rule.mode.clone(),
            contexts: rule.contexts.clone(),
            cameo_code: rule.cameo.clone(),
            rule_id: if candidate.link.is_some() { format!("{}{REACHED}", rule.id).into() } else { rule.id.clone() },
            sentence: syntax.doc.sentence_of(trigger),
            trigger,
            trigger_span: self.span_of(trigger),
            actors: self.actors(&candidate.actors),
            recipients: self.recipients(&candidate.recipients, trigger),
            is_reciprocal: candidate.is_reciprocal,
            date,
            modality,
            attribution: attribution::of(syntax, self.mentions, &self.quotes, trigger),
            confidence: opinion * confidence::of(syntax, self.mentions, candidate, modality),
        };
        self.first_person(&mut event, candidate);
        // A pronoun that was resolved to the one who acts is somebody else, unknown.
        let is_actor = |recipient: &Participant| event.actors.iter().any(|actor| actor.span == recipient.span);
        event.recipients.retain(|recipient| !is_actor(recipient));
        for inner in &outer.inner {
            add_inner(&mut event, inner);
        }
        event
    }
}

/// What an act inside a verbal act adds to it: contexts, and a mode and code where the verbal act is generic.
fn add_inner(event: &mut Event, inner: &Rule) {
    for context in &inner.contexts {
        if !event.contexts.contains(context) {
            event.contexts.push(context.clone());
        }
    }
    let (mode, code) = embedding::refine(event.event_type, inner);
    event.mode = event.mode.take().or(mode);
    let is_generic =
        event.cameo_code.as_ref().is_none_or(|code| code.len() == 2 || code.ends_with('0') || &**code == "112");
    if is_generic && code.is_some() {
        event.cameo_code = code;
    }
}
