//! The explanation of an article: sentence by sentence what was read, which rules were tried, and why there is an event or none.

mod shape;

use std::ops::Range;

use super::{
    Coded, Extractor, Held, HoldReason, Input, Outcome, Reading,
    encode::{
        CharOffsets, EventRecord, Provenance, Publication, article_part,
        formats::{issues, section_name},
        sentence_span,
    },
    events::{Judged, Refused, idle_words, place_of_judged},
};
use crate::{
    lexicon::{
        Lexicon,
        rule::{Rule, TriggerKind},
    },
    model::{Doc, Event, FoundBy, Judge, Pos, ReferentKind, SectionKind},
};

pub use shape::{
    ActorNote, ExplainedArticle, ExplainedSentence, HeldNote, LabelNote, PlaceNote, ReaderNote, TokenNote, TriedRule,
    TriggerNote,
};

/// What to explain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// Only the sentence with this number, from 1.
    pub sentence: Option<usize>,
    /// Only the sentences that have to do with the rule of this id, and only that rule.
    pub rule: Option<&'a str>,
}

/// How one message was understood, and why it gave the events that it gave, or none.
pub fn explain(extractor: &Extractor, input: &Input<'_>, selection: Selection<'_>) -> ExplainedArticle {
    let explained = match extractor.code(input) {
        Ok(Coded { reading, records, held_back }) => {
            let publication = extractor.publication();
            let (reading, records, held_back) = (&reading, &records, &held_back);
            Explainer { reading, records, held_back, publication, selection }.explain()
        }
        Err(outcome) => unread(&outcome),
    };
    let Provenance { lexicon_version, model_version } = extractor.provenance().clone();
    ExplainedArticle { lexicon_version, model_version, ..explained }
}

/// Why a message gave no events at all: a skip or a reject.
fn unread(outcome: &Outcome) -> ExplainedArticle {
    let (status, reason, message, article_id) = match outcome {
        Outcome::Skip(skip) => ("skipped", skip.reason.name(), skip.message.clone(), skip.article_id.clone()),
        Outcome::Reject(reject) => {
            ("rejected", reject.reason.name(), format!("{}: {}", reject.stage, reject.message), None)
        }
        Outcome::Emit(extraction) => ("read", "", String::new(), Some(extraction.article_id.clone())),
    };
    ExplainedArticle {
        status,
        reason: Some(reason.to_owned()).filter(|reason| !reason.is_empty()),
        message: Some(message).filter(|message| !message.is_empty()),
        article_id,
        ..ExplainedArticle::default()
    }
}

/// Everything that an explanation is made of.
#[derive(Debug, Clone, Copy)]
struct Explainer<'a> {
    reading: &'a Reading<'a>,
    /// The records of the events that are published, in the same order.
    records: &'a [EventRecord],
    /// The other events.
    held_back: &'a [Held],
    publication: &'a Publication,
    selection: Selection<'a>,
}

impl<'a> Explainer<'a> {
    fn explain(&self) -> ExplainedArticle {
        let reading = self.reading;
        let offsets = CharOffsets::new(&reading.clean.text);
        let shared = article_part(reading, &Provenance::default());
        let rule = self.selection.rule.and_then(|id| self.lexicon().rule(id));
        let chosen = |index: &usize| self.selection.sentence.is_none_or(|number| number == index + 1);
        let all = (0..reading.doc().sentences().len()).filter(chosen).map(|index| self.sentence(index, rule, &offsets));
        let concerns = |sentence: &ExplainedSentence| {
            !sentence.triggers.is_empty()
                || !sentence.not_tried.is_empty()
                || !sentence.events.is_empty()
                || !sentence.held_back.is_empty()
        };
        let sentences: Vec<ExplainedSentence> = all.filter(|sentence| rule.is_none() || concerns(sentence)).collect();
        let message = rule.filter(|_| sentences.is_empty()).map(|rule| {
            let what = if self.selection.sentence.is_some() { "the sentence" } else { "the article" };
            format!("no word of {what} triggers {}; its triggers are {}", rule.id, self.lexicon().shown(&rule.lemmas))
        });
        ExplainedArticle {
            status: "read",
            reason: None,
            message,
            article_id: Some(shared.article_id),
            title: shared.title,
            published_at: shared.published_at,
            issues: issues(reading, &offsets),
            event_count: self.records.len(),
            held_back_count: self.held_back.len(),
            sentences,
            ..ExplainedArticle::default()
        }
    }

    fn lexicon(&self) -> &'a Lexicon {
        self.reading.syntax.lexicon
    }

    fn sentence(&self, index: usize, rule: Option<&Rule>, offsets: &CharOffsets) -> ExplainedSentence {
        let (reading, doc) = (self.reading, self.reading.doc());
        let range = doc.sentences().get(index).cloned().unwrap_or_default();
        let span = sentence_span(doc, range.clone());
        let section = reading.clean.section_kind_at(span.start);
        let numbers = Numbers::of(doc, range.clone());
        let is_shown =
            |event: &Event| event.sentence == index && rule.is_none_or(|rule| event.found_by.rule() == Some(&rule.id));
        let coded = self.published().zip(self.records);
        let events: Vec<EventRecord> =
            coded.filter(|(event, _)| is_shown(event)).map(|(_, record)| record.clone()).collect();
        let held_back = self.held_back(is_shown);
        let triggers = self.triggers(&range, &numbers, rule);
        let reader = self.judged(&range, &numbers, rule);
        let not_tried = if section == SectionKind::Boilerplate { Vec::new() } else { self.not_tried(&range, rule) };
        let no_event = (events.is_empty() && held_back.is_empty()).then(|| why_none(section, &triggers, rule));
        ExplainedSentence {
            number: index + 1,
            section: section_name(section),
            text: reading.text(span).to_owned(),
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            tokens: numbers.tokens(doc),
            entities: entities(doc, &range),
            actors: self.actors(index),
            triggers,
            reader,
            not_tried,
            events,
            held_back,
            no_event,
        }
    }

    /// The events that are published.
    fn published(&self) -> impl Iterator<Item = &'a Event> {
        let is_held = |number: usize| self.held_back.binary_search_by_key(&number, |held| held.event).is_ok();
        let all = self.reading.events.iter().enumerate();
        all.filter(move |(number, _)| !is_held(*number)).map(|(_, event)| event)
    }

    fn held_back(&self, is_shown: impl Fn(&Event) -> bool) -> Vec<HeldNote> {
        let event = |held: &Held| Some((self.reading.events.get(held.event)?, held.reason));
        let shown = self.held_back.iter().filter_map(event).filter(|(event, _)| is_shown(event));
        let note = |(event, reason): (&Event, HoldReason)| HeldNote {
            event_type: event.event_type.name(),
            trigger: self.reading.text(event.trigger_span).to_owned(),
            reason: reason.name(),
            message: self.publication.explained(event, reason),
        };
        shown.map(note).collect()
    }

    fn triggers(&self, range: &Range<usize>, numbers: &Numbers, only: Option<&Rule>) -> Vec<TriggerNote> {
        let doc = self.reading.doc();
        let mut notes = Vec::new();
        for token in range.clone() {
            let coded = self.reading.events.iter().filter(|event| event.trigger == token);
            let refused = self.reading.refused.iter().filter(|refused| refused.token == token);
            let mut rules: Vec<TriedRule> = coded
                .filter_map(|event| self.coded(event))
                .chain(refused.filter_map(|one| self.refused(one)))
                .collect();
            name_the_one_taken(&mut rules);
            rules.retain(|tried| only.is_none_or(|rule| rule.id == tried.rule));
            if !rules.is_empty() {
                let (text, lemma) = (doc.word(token).to_owned(), doc.lemma(token).to_owned());
                let stands_for = self.stands_for(token);
                notes.push(TriggerNote { text, lemma, token: numbers.of_token(token), stands_for, rules });
            }
        }
        notes
    }

    fn judged(&self, range: &Range<usize>, numbers: &Numbers, only: Option<&Rule>) -> Vec<ReaderNote> {
        let doc = self.reading.doc();
        let is_shown = |token: usize| {
            range.contains(&token)
                && only.is_none_or(|rule| rule.lemmas.contains(self.lexicon().vocabulary.get(doc.lemma(token))))
        };
        let rounded = |probability: f32| (probability * 1000.0).round() / 1000.0;
        let place = |judged: &Judged| {
            let (place, probability) = place_of_judged(self.reading.prepared(), judged)?;
            Some(PlaceNote { text: self.reading.text(place.span).to_owned(), probability: rounded(probability) })
        };
        let note = |judged: &Judged| ReaderNote {
            text: doc.word(judged.token).to_owned(),
            token: numbers.of_token(judged.token),
            event_type: judged.event_type.name(),
            type_probability: rounded(judged.of_type),
            event_probability: rounded(judged.event),
            threshold: rounded(judged.threshold),
            place: place(judged),
        };
        self.reading.judged.iter().filter(|judged| is_shown(judged.token)).map(note).collect()
    }

    /// The rule of an event.
    fn coded(&self, event: &Event) -> Option<TriedRule> {
        let rule = self.lexicon().rule(event.found_by.rule()?)?;
        let reason = if rule.event_type == event.event_type {
            String::new()
        } else {
            let by = match event.found_by {
                FoundBy::Rule { retyped_by: Some(Judge::Ranker), .. } => "the ranker",
                FoundBy::Rule { retyped_by: Some(Judge::Reader), .. } => "the reader",
                _ => "PLOVER's rules for ambiguous events",
            };
            format!("as {} instead of {}, by {by}", event.event_type, rule.event_type)
        };
        Some(tried(rule, "coded", reason))
    }

    fn refused(&self, refused: &Refused) -> Option<TriedRule> {
        let rule = self.lexicon().rule(&refused.rule)?;
        let reason = refused.refusal.reason(rule, self.reading.doc(), self.lexicon());
        Some(tried(rule, refused.refusal.name(), reason))
    }

    fn stands_for(&self, token: usize) -> Option<String> {
        let (doc, lexicon) = (self.reading.doc(), self.lexicon());
        let kind = match doc.pos(token) {
            Pos::Noun => TriggerKind::Noun,
            _ => TriggerKind::Verb,
        };
        let link = lexicon.stands_for(kind, lexicon.vocabulary.get(doc.lemma(token)))?;
        let trigger = lexicon.vocabulary.word(link.trigger);
        Some(format!("{trigger} (WordNet, {} of sense {})", link.relation.name(), link.sense))
    }

    fn not_tried(&self, range: &Range<usize>, only: Option<&Rule>) -> Vec<LabelNote> {
        let idle = idle_words(&self.reading.syntax, range.clone()).into_iter();
        idle.filter(|idle| only.is_none_or(|rule| rule.lemmas.contains(idle.word)))
            .map(|idle| LabelNote { text: self.reading.doc().word(idle.token).to_owned(), label: idle.reason })
            .collect()
    }

    fn actors(&self, sentence: usize) -> Vec<ActorNote> {
        let mentions = self.reading.mentions.referents();
        let here = mentions.in_sentence(sentence).filter_map(|mention| {
            let kind = kind_name(mention.what.kind)?;
            let shown = mentions.at(mention.head).unwrap_or(mention);
            let identity = &shown.what.identity;
            Some(ActorNote {
                text: self.reading.words(shown).to_owned(),
                kind,
                code: identity.actor_code(),
                name: identity.name.clone(),
                role: identity.role.clone(),
            })
        });
        here.collect()
    }
}

/// Why a sentence has no event, in one sentence.
fn why_none(section: SectionKind, triggers: &[TriggerNote], only: Option<&Rule>) -> String {
    if section == SectionKind::Boilerplate {
        return "boilerplate (byline, advertisement, copyright notice) is not searched for events".to_owned();
    }
    if let Some(rule) = only {
        return format!("{} did not match here", rule.id);
    }
    let tried: Vec<&TriedRule> = triggers.iter().flat_map(|trigger| &trigger.rules).collect();
    if let Some(merged) = tried.iter().find(|tried| tried.verdict == "repeated") {
        return format!("{}: {}", merged.rule, merged.reason);
    }
    match tried.len() {
        0 => "no word triggers a rule; `dateline lexicon find WORD` shows the rules of a word".to_owned(),
        1 => "the only rule that was tried did not match".to_owned(),
        count => format!("none of the {count} rules that were tried gave an event"),
    }
}

/// Tells of a rule that was outranked by which.
fn name_the_one_taken(rules: &mut [TriedRule]) {
    let is_taken = |tried: &&TriedRule| {
        matches!(tried.verdict, "coded" | "consumed" | "embedded" | "overtaken" | "improbable" | "repeated")
    };
    let Some(taken) = rules.iter().find(is_taken).map(|tried| tried.rule.clone()) else { return };
    for tried in rules.iter_mut().filter(|tried| tried.verdict == "outranked") {
        tried.reason = format!("{taken} won: it has more conditions, or lists fewer words");
    }
}

fn tried(rule: &Rule, verdict: &'static str, reason: String) -> TriedRule {
    TriedRule {
        rule: rule.id.to_string(),
        event_type: rule.event_type.name(),
        place: format!("{}:{}", rule.file, rule.line),
        verdict,
        reason,
    }
}

fn kind_name(kind: ReferentKind) -> Option<&'static str> {
    match kind {
        ReferentKind::Person => Some("person"),
        ReferentKind::State => Some("state"),
        ReferentKind::Organisation => Some("organisation"),
        ReferentKind::Group => Some("group"),
        ReferentKind::Pronoun => Some("pronoun"),
        ReferentKind::Place => Some("place"),
        ReferentKind::Thing => None,
    }
}

fn entities(doc: &Doc, range: &Range<usize>) -> Vec<LabelNote> {
    let here = doc.entities().iter().filter(|entity| range.contains(&entity.first));
    here.map(|entity| LabelNote {
        text: doc.slice(entity.first, entity.last).to_owned(),
        label: doc.entity_type(entity).to_owned(),
    })
    .collect()
}

/// The tokens of a sentence that are no white space, numbered from 1.
struct Numbers {
    tokens: Vec<usize>,
}

impl Numbers {
    fn of(doc: &Doc, range: Range<usize>) -> Self {
        Self { tokens: range.filter(|token| doc.pos(*token) != Pos::Space).collect() }
    }

    fn of_token(&self, token: usize) -> usize {
        self.tokens.iter().position(|known| *known == token).map_or(0, |index| index + 1)
    }

    fn tokens(&self, doc: &Doc) -> Vec<TokenNote> {
        let note = |(index, token): (usize, &usize)| {
            let head = doc.head(*token);
            TokenNote {
                number: index + 1,
                text: doc.word(*token).to_owned(),
                lemma: doc.lemma(*token).to_owned(),
                tag: doc.tag(*token).to_owned(),
                head: if head == *token { 0 } else { self.of_token(head) },
                relation: doc.dep(*token).to_owned(),
            }
        };
        self.tokens.iter().enumerate().map(note).collect()
    }
}
