//! Which of the people that a sentence counts belong to an event.

use super::{
    people::{Counted, People},
    tolls::Toll,
};
use crate::{
    extract::syntax::Dep,
    model::{Event, EventType, Mode, Participant, Quantity, QuantityKind, Span},
};

/// How far apart in the tree a toll and the trigger of its event may stand.
const REACH: usize = 5;
/// The fewest that are told as a number of those who take part.
const FEWEST: f64 = 2.0;

/// What may have happened to people, in the order in which an event lists it.
const KINDS: [QuantityKind; 5] = [
    QuantityKind::Killed,
    QuantityKind::Injured,
    QuantityKind::Missing,
    QuantityKind::Displaced,
    QuantityKind::Arrested,
];
/// The words that open a clause about what brought a toll about: "12 died **when** rebels attacked".
const CAUSES: &[&str] = &["when", "as", "after", "while"];

/// The people that an event counts.
pub(super) fn people(counted: Counted<'_>, tolls: &[Toll], event: &Event) -> Vec<Quantity> {
    let mut found = Vec::new();
    if event.modality.is_negated {
        return found;
    }
    for kind in KINDS {
        let nearest = tolls.iter().filter(|toll| toll.kind == kind);
        let nearest = nearest.filter_map(|toll| Some((counted.distance(toll, event)?, toll)));
        let toll = nearest.min_by_key(|(distance, _)| *distance).map(|(_, toll)| toll.people);
        found.extend(toll.or_else(|| counted.undergone(kind, event)).map(|people| quantity(kind, people)));
    }
    let taking_part = counted.taking_part(event).filter(|people| people.value.is_none_or(|value| value >= FEWEST));
    found.extend(taking_part.map(|people| quantity(QuantityKind::Participants, people)));
    found.extend(counted.troops(event).map(|people| quantity(QuantityKind::Troops, people)));
    found
}

fn quantity(kind: QuantityKind, people: People) -> Quantity {
    let People { span, value, min, max, .. } = people;
    Quantity { span, kind, value, min, max, unit: None }
}

impl Counted<'_> {
    /// How far a toll stands from the trigger of an event of which it may be the toll.
    fn distance(&self, toll: &Toll, event: &Event) -> Option<usize> {
        let trigger = event.trigger;
        if toll.at == trigger || toll.top == trigger {
            return is_of(toll.kind, event).then_some(0);
        }
        let may_have = match event.event_type {
            EventType::Assault => toll.kind != QuantityKind::Arrested,
            EventType::Protest => toll.kind != QuantityKind::Arrested && self.syntax.doc.is_under(trigger, toll.top),
            _ => false,
        };
        if !may_have {
            return None;
        }
        let near = self.steps(toll.top, trigger).or_else(|| self.steps(trigger, toll.top));
        near.or_else(|| self.is_cause(trigger, toll).then_some(REACH + 1))
    }

    /// Whether an event brought a toll about: "12 died when rebels **attacked**".
    fn is_cause(&self, trigger: usize, toll: &Toll) -> bool {
        let syntax = self.syntax;
        let clause = syntax.nearest_verb(trigger);
        let is_marked = |clause: usize| syntax.children(clause).any(|mark| syntax.is_any(mark, CAUSES));
        let is_clause = syntax.dep(clause) == Dep::Advcl && is_marked(clause);
        let is_behind = |clause: usize| {
            syntax.dep(clause) == Dep::Pobj
                || syntax.dep(clause) == Dep::Pcomp && syntax.is_any(syntax.head(clause), CAUSES)
        };
        let top = syntax.nearest_verb(toll.top);
        is_clause && syntax.head(clause) == top || is_behind(clause) && syntax.nearest_verb(syntax.head(clause)) == top
    }

    /// How many steps of the tree lead from a token up to another, if no clause of its own lies between.
    fn steps(&self, from: usize, to: usize) -> Option<usize> {
        let syntax = self.syntax;
        let mut node = from;
        for step in 0..=REACH {
            if node == to {
                return Some(step);
            }
            let head = syntax.head(node);
            let is_own = match syntax.dep(node) {
                Dep::Ccomp | Dep::Parataxis => true,
                // "the attack that killed five" is of the attack, not of what stands above it.
                Dep::Relcl => head != to,
                Dep::Advcl => syntax.is_verb(node) && syntax.is_finite(node),
                _ => false,
            };
            if is_own || head == node {
                return None;
            }
            node = head;
        }
        None
    }

    /// Those who undergo an event whose own trigger says what happened to them, where the tree does not tell them.
    fn undergone(&self, kind: QuantityKind, event: &Event) -> Option<People> {
        let words = &self.syntax.lexicon.grammar.quantities;
        let lemma = self.syntax.doc.lemma(event.trigger);
        let is_so = match (kind, event.event_type) {
            (QuantityKind::Killed, EventType::Assault) => words.killing.contains_any_case(lemma),
            (QuantityKind::Injured, EventType::Assault) => words.hurting.contains_any_case(lemma),
            (QuantityKind::Arrested, EventType::Coerce) => {
                event.mode == Some(Mode::Arrest) || event.mode.is_none() && self.is_capture(event.trigger)
            }
            _ => false,
        };
        // "the executions" are of several, whoever is the one that is named.
        if !is_so || self.syntax.tag(event.trigger).is_plural_noun() {
            return None;
        }
        if kind == QuantityKind::Arrested
            && let Some(people) = self.undergoing(event.trigger)
        {
            return Some(people);
        }
        let only = || if kind == QuantityKind::Injured { None } else { self.only_victim(event.trigger) };
        self.of_participants(&event.recipients).or_else(only)
    }

    /// "Police arrested **the bookie**": whoever undergoes an act that people alone can undergo is a person.
    fn only_victim(&self, trigger: usize) -> Option<People> {
        let syntax = self.syntax;
        let object = syntax.logical_object(trigger).filter(|_| syntax.is_verb(trigger))?;
        let is_alone = syntax.child_by(object, Dep::Conj).is_none() && !syntax.is_temporal(object);
        self.victim(object).filter(|_| is_alone)
    }

    /// "a suspect was **caught**": a verb of taking into custody, of people.
    fn is_capture(&self, trigger: usize) -> bool {
        let syntax = self.syntax;
        let is_person = |object: usize| {
            let is_agent = syntax.is_in(object, &syntax.lexicon.grammar.agent) && !self.is_body(object);
            is_agent || syntax.is_in_person(object)
        };
        syntax.is_verb(trigger)
            && syntax.lexicon.grammar.quantities.arresting.contains_any_case(syntax.doc.lemma(trigger))
            && syntax.logical_object(trigger).is_some_and(is_person)
    }

    /// The people of some participants: those of the first, which has its coordination.
    fn of_participants(&self, participants: &[Participant]) -> Option<People> {
        let first = participants.first()?;
        let head = self.head_of(first.span)?;
        // "seven of **their opponents**"
        let above = self.syntax.head(self.syntax.head(head));
        let is_part = self.syntax.dep(head) == Dep::Pobj && self.syntax.is_written(self.syntax.head(head), "of");
        self.people(head).or_else(|| self.number_of(above).filter(|_| is_part).and_then(|_| self.single(above)))
    }

    fn head_of(&self, span: Span) -> Option<usize> {
        let doc = &self.syntax.doc;
        let tokens = doc.tokens();
        let first = tokens.partition_point(|token| (token.start as usize) < span.start);
        let last = tokens.partition_point(|token| (token.start as usize) < span.end);
        self.syntax.head_of(first..last)
    }

    /// Those who take part: who protests, meets or asks; of a mobilization those who are sent.
    fn taking_part(&self, event: &Event) -> Option<People> {
        let syntax = self.syntax;
        let actors = || self.of_participants(&event.actors).filter(|people| people.is_told);
        match event.event_type {
            EventType::Protest | EventType::Request => actors().or_else(|| self.told_subject(event.trigger)),
            EventType::Consult => {
                let met = || self.of_participants(&event.recipients).filter(|people| people.is_told);
                // "the two leaders", "both sides": that there are two is what a meeting is.
                let is_attendance = |people: &People| people.value.is_none_or(|value| value > FEWEST);
                // "hosted a delegation of 13 from the chamber": the body is the participant, not the delegation.
                let hosted = || self.told(syntax.logical_object(event.trigger)?);
                let attending = actors().or_else(|| self.told_subject(event.trigger)).or_else(met).or_else(hosted);
                attending.filter(is_attendance)
            }
            EventType::Mobilize => {
                let sent = syntax.logical_object(event.trigger).filter(|object| self.is_force(*object));
                let sent = sent.and_then(|object| self.told(object));
                sent.or_else(|| self.told_of(event.trigger))
                    .or_else(|| self.told_subject(event.trigger))
                    .or_else(actors)
            }
            EventType::Aid => {
                let sent = syntax.logical_object(event.trigger)?;
                let moving = &syntax.lexicon.grammar.quantities.moving;
                let is_sent = self.is_force(sent) && moving.contains_any_case(syntax.doc.lemma(event.trigger));
                self.told(sent).filter(|_| is_sent)
            }
            _ => None,
        }
    }

    /// The soldiers who are sent or withdrawn.
    fn troops(&self, event: &Event) -> Option<People> {
        let syntax = self.syntax;
        if !matches!(event.event_type, EventType::Mobilize | EventType::Retreat) {
            return None;
        }
        let of = || syntax.objects_behind(event.trigger, &["of"]).next();
        let sent = syntax.logical_object(event.trigger).or_else(of)?;
        let soldiers = &syntax.lexicon.grammar.quantities.soldiers;
        let is_military = soldiers.contains_any_case(syntax.doc.lemma(syntax.measured(sent)));
        self.told(sent).filter(|_| is_military)
    }

    fn told_subject(&self, trigger: usize) -> Option<People> {
        let syntax = self.syntax;
        if syntax.is_verb(trigger) {
            return self.told(syntax.logical_subject(trigger)?);
        }
        // "a march by 200 farmers", "200 farmers went on strike", "the meeting was attended by 200".
        let by = syntax.objects_behind(trigger, &["by", "of"]).find_map(|object| self.told(object));
        let verb = syntax.verb_of_argument(trigger);
        by.or_else(|| self.told(syntax.logical_subject(verb)?)).filter(|_| verb != trigger)
    }

    /// "the deployment of 300 soldiers".
    fn told_of(&self, trigger: usize) -> Option<People> {
        let sent = self.syntax.objects_behind(trigger, &["of"]).find(|object| self.is_force(*object));
        self.told(sent?)
    }
}

/// Whether an event is of the type that its own trigger's toll needs.
fn is_of(kind: QuantityKind, event: &Event) -> bool {
    match kind {
        QuantityKind::Arrested => event.event_type == EventType::Coerce && event.mode == Some(Mode::Arrest),
        _ => matches!(event.event_type, EventType::Assault | EventType::Protest),
    }
}
