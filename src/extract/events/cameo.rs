//! The CAMEO code of an event: the rule's, made as exact as mode, contexts and words allow, and never one of another type.

use smol_str::SmolStr;

use super::cues::Near;
use crate::{
    lexicon::{
        Lexicon,
        cues::{Cue, Refinement},
    },
    model::{Event, EventType},
};

/// Codes have four digits at most, so that no chain of refinements is longer.
const MAX_STEPS: usize = 4;

/// Triggers that ask: CAMEO calls it an appeal (02).
const APPEALING: &[&str] = &[
    "advise",
    "advocate",
    "agitate",
    "appeal",
    "ask",
    "beg",
    "beseech",
    "call",
    "clamor",
    "clamour",
    "counsel",
    "encourage",
    "entreat",
    "exhort",
    "expect",
    "implore",
    "invite",
    "lobby",
    "look",
    "need",
    "petition",
    "plea",
    "plead",
    "propose",
    "push",
    "recommend",
    "request",
    "seek",
    "solicit",
    "suggest",
    "turn",
    "urge",
    "want",
];

/// Triggers that leave no choice: CAMEO calls it a demand (10).
const DEMANDING: &[&str] = &[
    "command",
    "compel",
    "demand",
    "direct",
    "directive",
    "insist",
    "instruct",
    "instruction",
    "oblige",
    "order",
    "press",
    "pressure",
    "require",
    "subpoena",
    "summon",
    "tell",
];

/// Completes the code of an event, given the lemma of its trigger and the contexts that its own clause supports.
pub(super) fn complete(event: &mut Event, trigger: &str, around: &[Near<'_>], contexts: &[SmolStr], lexicon: &Lexicon) {
    let ontology = &lexicon.ontology;
    let own = event.cameo_code.take().filter(|code| ontology.agree(event.event_type, code));
    let mut code = own.unwrap_or_else(|| SmolStr::new_static(general(event.event_type)));
    for _ in 0..MAX_STEPS {
        let steps = lexicon.cues.refinements().iter().enumerate().filter_map(|(number, step)| {
            let fits = step.from == code && ontology.agree(event.event_type, &step.to);
            let weight = weight(step, number, event, around, contexts).filter(|_| fits)?;
            Some((weight, std::cmp::Reverse(number), &step.to))
        });
        match steps.max() {
            Some((_, _, exact)) => code = exact.clone(),
            None => break,
        }
    }
    event.cameo_code = Some(if event.event_type == EventType::Request { forceful(&code, trigger) } else { code });
}

/// The code of a request by how forceful its trigger is: appeals and demands of the same content end alike.
fn forceful(code: &str, trigger: &str) -> SmolStr {
    let has = |list: &[&str]| list.iter().any(|word| trigger.eq_ignore_ascii_case(word));
    let to = if has(APPEALING) {
        "02"
    } else if has(DEMANDING) {
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
fn weight(step: &Refinement, number: usize, event: &Event, around: &[Near<'_>], contexts: &[SmolStr]) -> Option<u32> {
    let has_mode = step.mode.is_none() || step.mode == event.mode;
    let has_context = step.context.as_ref().is_none_or(|context| contexts.contains(context));
    let has_phrase = !step.has_phrases || around.iter().any(|near| *near.cue == Cue::Code(number));
    let weight =
        4 * u32::from(step.has_phrases) + 2 * u32::from(step.mode.is_some()) + u32::from(step.context.is_some());
    (has_mode && has_context && has_phrase).then_some(weight)
}

/// The general code of a type.
pub(super) const fn general(event_type: EventType) -> &'static str {
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
            assert!(ontology.agree(event_type, general(event_type)), "{event_type:?}");
        }
    }
}
