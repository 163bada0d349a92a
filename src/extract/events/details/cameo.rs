//! The CAMEO code of an event: the rule's, made as exact as mode, contexts and words allow, and never one of another type.

use smol_str::SmolStr;

use super::cues::Near;
use crate::{
    extract::events::draft::Draft,
    lexicon::{
        EventTerms, Lexicon,
        cues::{Cue, Refinement},
    },
    model::{Context, EventType, Mode},
};

/// Codes have four digits at most, so that no chain of refinements is longer.
const MAX_STEPS: usize = 4;

/// What is known of an event beside its draft when its code is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub mode: Option<Mode>,
    /// The contexts that the event's own clause supports.
    pub contexts: &'a [Context],
    pub around: &'a [Near<'a>],
    /// The lemma of the trigger.
    pub trigger: &'a str,
}

/// The code of an event: the suggested one, where it is one of the type's, refined step by step.
pub(super) fn of(draft: &Draft<'_>, known: Known<'_>, lexicon: &Lexicon) -> SmolStr {
    let (event_type, ontology) = (draft.event_type, &lexicon.ontology);
    let own = draft.suggested.cameo_code.clone().filter(|code| ontology.agree(event_type, code));
    let mut code = own.unwrap_or_else(|| SmolStr::new_static(general_code(event_type)));
    for _ in 0..MAX_STEPS {
        let steps = lexicon.cues.refinements().iter().enumerate().filter_map(|(number, step)| {
            let fits = step.from == code && ontology.agree(event_type, &step.to);
            let weight = weight(step, number, known).filter(|_| fits)?;
            Some((weight, std::cmp::Reverse(number), &step.to))
        });
        match steps.max() {
            Some((_, _, exact)) => code = exact.clone(),
            None => break,
        }
    }
    if event_type == EventType::Request { forceful(&code, known.trigger, &lexicon.grammar.events) } else { code }
}

/// The code of a request by how forceful its trigger is: appeals and demands of the same content end alike.
fn forceful(code: &str, trigger: &str, terms: &EventTerms) -> SmolStr {
    let to = if terms.appealing.contains_any_case(trigger) {
        "02"
    } else if terms.demanding.contains_any_case(trigger) {
        "10"
    } else {
        return code.into();
    };
    match code.strip_prefix("02").or_else(|| code.strip_prefix("10")) {
        Some(content) => SmolStr::from_iter([to, content]),
        None => code.into(),
    }
}

/// How much a refinement asks for, where all of it holds.
fn weight(step: &Refinement, number: usize, known: Known<'_>) -> Option<u32> {
    let has_mode = step.mode.is_none() || step.mode == known.mode;
    let has_context = step.context.is_none_or(|context| known.contexts.contains(&context));
    let has_phrase = !step.has_phrases || known.around.iter().any(|near| *near.cue == Cue::Code(number));
    let weight =
        4 * u32::from(step.has_phrases) + 2 * u32::from(step.mode.is_some()) + u32::from(step.context.is_some());
    (has_mode && has_context && has_phrase).then_some(weight)
}

/// The general code of a type.
pub(in crate::extract::events) const fn general_code(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Agree => "030",
        EventType::Consult => "040",
        EventType::Support => "050",
        EventType::Cooperate => "060",
        EventType::Aid => "070",
        EventType::Concede | EventType::Retreat => "080",
        EventType::Request => "100",
        EventType::Accuse => "110",
        EventType::Reject => "120",
        EventType::Threaten => "130",
        EventType::Protest => "140",
        EventType::Mobilize => "150",
        EventType::Sanction => "160",
        EventType::Coerce => "170",
        EventType::Assault => "180",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Ontology;

    #[test]
    fn appeals_and_demands_of_the_same_content_end_alike() {
        let lexicon = Lexicon::embedded().unwrap();
        let forceful = |code: &str, trigger: &str| forceful(code, trigger, &lexicon.grammar.events);
        assert_eq!(forceful("1056", "urge"), "0256");
        assert_eq!(forceful("023", "demand"), "103");
        assert_eq!(forceful("100", "put"), "100");
        let ontology = Ontology::embedded();
        let is_code = |from: &str, to: &str| {
            let codes =
                (0..10_000).flat_map(|number| [format!("{number:02}"), format!("{number:03}"), format!("{number:04}")]);
            codes
                .filter(|code| code.starts_with(from) && ontology.is_cameo(code))
                .all(|code| ontology.is_cameo(&format!("{to}{}", code.get(2..).unwrap_or_default())))
        };
        assert!(is_code("02", "10") && is_code("10", "02"));
    }

    #[test]
    fn the_general_code_of_a_type_is_one_of_its_own() {
        let ontology = Ontology::embedded();
        for event_type in EventType::ALL {
            assert!(ontology.agree(event_type, general_code(event_type)), "{event_type:?}");
        }
    }
}
