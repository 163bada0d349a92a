//! What the words around a trigger say of an event whose type is final: its mode, contexts and exact code.

mod cameo;
mod contexts;
mod cues;
mod learnt;
mod modes;

use smol_str::SmolStr;

use super::draft::Typed;
use crate::{extract::syntax::Syntax, model::Event};
use contexts::Contexts;

pub(super) use cameo::general_code;
pub(super) use cues::SentenceCues;

/// The event of a draft whose type is final, given the events before it.
pub(super) fn detail(syntax: &Syntax<'_>, cues: &SentenceCues<'_>, typed: Typed<'_>, before: &[Event]) -> Event {
    let mut draft = typed.into_draft();
    let trigger = draft.trigger();
    let area = cues.area(&draft);
    let around = cues.around(&area);
    let by_rule = modes::of(&draft, &around, &cues.places(&area), &syntax.lexicon.ontology);
    let is_read = draft.domain.is_some();
    let mode = if is_read {
        let mut alike = before.iter().rev().filter(|event| event.event_type == draft.event_type);
        let before = alike.find_map(|event| event.rule_mode);
        learnt::mode(learnt::Known::new(syntax, trigger, draft.event_type, by_rule, before))
    } else {
        by_rule
    };
    if mode != by_rule {
        // A code that implies another mode is wrong too.
        let fits = |code: &SmolStr| syntax.lexicon.ontology.cameo(code).is_some_and(|cameo| cameo.fits(mode));
        draft.suggested.cameo_code = draft.suggested.cameo_code.filter(fits);
    }
    let Contexts { own, all } = contexts::of(&draft, mode, &around);
    let known = cameo::Known { mode, contexts: &own, around: &around, trigger: syntax.doc.lemma(trigger) };
    let cameo_code = Some(cameo::of(&draft, known, syntax.lexicon));
    Event {
        event_type: draft.event_type,
        mode,
        rule_mode: by_rule,
        contexts: all,
        cameo_code,
        domain: draft.domain,
        relevance: draft.relevance,
        found_by: draft.found_by,
        sentence: syntax.doc.sentence_of(trigger),
        trigger,
        trigger_span: syntax.span(trigger),
        actors: draft.actors,
        recipients: draft.recipients,
        is_reciprocal: draft.is_reciprocal,
        date: draft.date,
        place: None,
        quantities: Vec::new(),
        modality: draft.modality,
        modality_of_date: draft.modality_of_date,
        attribution: draft.attribution,
        confidence: draft.confidence,
        mentions: 1,
        is_read,
        long_past: draft.long_past,
    }
}
