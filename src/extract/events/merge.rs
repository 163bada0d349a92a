//! One record for one event: repetitions within a sentence and across an article are merged.

use jiff::civil::Date;

use super::{
    earlier::Earlier,
    refusal::{Refusal, Refused},
};
use crate::{
    extract::quantities,
    model::{CountrySource, DateSource, Event, EventDate, EventType, FoundBy, Identity, Participant},
};

/// How many sentences apart people whose country is only inferred may stand and be taken for the same by country and sector: the
/// residents of one paragraph need not be those of another.
const NEAR: usize = 2;

/// The words of triggers, by token.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// The lemma of a token.
    pub lemma: &'a dyn Fn(usize) -> String,
    /// Whether the first token completes the second one, as its object or its purpose.
    pub completes: &'a dyn Fn(usize, usize) -> bool,
}

/// Merges events of the same type and participants; what a repetition adds goes into the first one. The events come sentence
/// by sentence.
///
/// An event is compared with those of its own sentence and with the earlier ones that share a participant with it,
/// which [`Earlier`] finds: the time does not grow with the square of the number of events.
pub(super) fn merge(events: Vec<Event>, words: Words<'_>, refused: &mut Vec<Refused>) -> Vec<Event> {
    let lemma = words.lemma;
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    let mut earlier = Earlier::default();
    let mut sentence_start = 0;
    for event in events {
        if kept.last().is_some_and(|last| last.sentence != event.sentence) {
            for (number, event) in kept.iter().enumerate().skip(sentence_start) {
                earlier.add(number, event, lemma(event.trigger));
            }
            sentence_start = kept.len();
        }
        let is_first = |number: usize| kept.get(number).is_some_and(|first| repeats(first, &event, words));
        let found = earlier
            .first(&event, lemma(event.trigger), is_first)
            .or_else(|| (sentence_start..kept.len()).find(|number| is_first(*number)));
        match found.and_then(|number| Some((number, kept.get_mut(number)?))) {
            Some((number, first)) => {
                refused.extend(repeated(first, &event));
                let date = stated_date(first);
                absorb(first, event);
                if number < sentence_start && stated_date(first) != date {
                    earlier.add(number, first, lemma(first.trigger));
                }
            }
            None => kept.push(event),
        }
    }
    kept
}

/// Why the rule of a later event gives none of its own.
fn repeated(first: &Event, later: &Event) -> Option<Refused> {
    let FoundBy::Rule { id, .. } = &later.found_by else { return None };
    let refusal = Refusal::Repeated { by: first.trigger };
    Some(Refused { token: later.trigger, rule: id.clone(), refusal })
}

/// Whether a later event repeats an earlier one, with nothing new about who, to whom and when.
fn repeats(first: &Event, later: &Event, words: Words<'_>) -> bool {
    if first.event_type != later.event_type || first.modality != later.modality {
        return false;
    }
    let same_sentence = first.sentence == later.sentence;
    let is_near = later.sentence.abs_diff(first.sentence) <= NEAR;
    let compare = |first: &[Participant], later: &[Participant]| compare(first, later, is_near);
    let (actors, recipients) = (compare(&first.actors, &later.actors), compare(&first.recipients, &later.recipients));
    if same_sentence && first.is_read && later.is_read {
        // The reader finds each mention separately. Several words of a sentence usually report one attack: "killed in the bombing". For
        // other types, two words usually report two acts, unless one completes the other: "imposed sanctions", "marched to protest".
        let is_same = actors == Match::Same && recipients == Match::Same && first.mode == later.mode;
        let (one, other) = (first.trigger, later.trigger);
        let is_one = || (words.completes)(one, other) || (words.completes)(other, one);
        return is_same && (first.event_type == EventType::Assault || is_one());
    }
    if same_sentence {
        // Within a sentence a slot that only one of them fills is no difference, if the other slot agrees.
        let is_clash = actors == Match::Different || recipients == Match::Different;
        return !is_clash && (actors == Match::Same || recipients == Match::Same);
    }
    actors == Match::Same
        && recipients == Match::Same
        && first.mode == later.mode
        && first.attribution.is_none() == later.attribution.is_none()
        && have_same_date(first, later)
        && (words.lemma)(first.trigger) == (words.lemma)(later.trigger)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Same,
    OneEmpty,
    Different,
}

fn compare(first: &[Participant], later: &[Participant], is_near: bool) -> Match {
    if first.is_empty() && later.is_empty() {
        return Match::Same;
    }
    if first.is_empty() || later.is_empty() {
        return Match::OneEmpty;
    }
    let is_known = |one: &Participant| first.iter().any(|other| is_same(one, other, is_near));
    if first.len() == later.len() && later.iter().all(is_known) { Match::Same } else { Match::Different }
}

/// The same stretch of text, or the same resolved name, or the same country and sectors; the country must be stated, unless they stand
/// near each other. What makes two the same here must be a trait of both in [`super::earlier`].
fn is_same(one: &Participant, other: &Participant, is_near: bool) -> bool {
    let (own, others) = (&one.identity, &other.identity);
    let is_stated = |identity: &Identity| identity.country_from != CountrySource::Article;
    one.span == other.span
        || (own.name.is_some() && own.name == others.name)
        || (own.country.is_some()
            && own.country == others.country
            && (is_near || is_stated(own) && is_stated(others))
            && own.sectors == others.sectors
            && (own.name.is_none() || others.name.is_none()))
}

fn have_same_date(first: &Event, later: &Event) -> bool {
    match (stated_date(first), stated_date(later)) {
        (Some(first), Some(later)) => first == later,
        _ => true,
    }
}

/// The first and the last day, where the text gives them.
pub(super) fn stated_date(event: &Event) -> Option<(Date, Date)> {
    let date = event.date.as_ref().filter(|date| date.source == DateSource::Text)?;
    date.days.map(|days| (days.first, days.last))
}

fn absorb(first: &mut Event, later: Event) {
    absorb_slot(&mut first.actors, later.actors);
    absorb_slot(&mut first.recipients, later.recipients);
    if first.domain.is_none() {
        (first.domain, first.relevance) = (later.domain, later.relevance);
    } else if first.domain == later.domain {
        first.relevance = surer(first.relevance, later.relevance);
    }
    let is_vague = |code: &Option<smol_str::SmolStr>| code.as_ref().map_or(0, |code| code.trim_end_matches('0').len());
    if is_vague(&later.cameo_code) > is_vague(&first.cameo_code) {
        first.cameo_code = later.cameo_code;
    }
    first.mode = first.mode.or(later.mode);
    let is_open = |date: &Option<EventDate>| {
        date.as_ref().is_none_or(|date| date.source == DateSource::Published || date.days.is_none())
    };
    if is_open(&first.date) && later.date.is_some() {
        first.date = later.date;
    }
    first.attribution = first.attribution.take().or(later.attribution);
    for context in later.contexts {
        if !first.contexts.contains(&context) {
            first.contexts.push(context);
        }
    }
    quantities::absorb(&mut first.quantities, later.quantities);
    first.confidence = first.confidence.max(later.confidence);
    first.mentions += later.mentions;
}

/// Fills an empty slot; of the participants of a filled one, those that stand in both are as sure as the surer mention.
fn absorb_slot(first: &mut Vec<Participant>, later: Vec<Participant>) {
    if first.is_empty() {
        *first = later;
        return;
    }
    for one in first {
        let confidences = later.iter().filter(|other| is_same(one, other, true)).map(|other| other.confidence);
        one.confidence = confidences.fold(one.confidence, surer);
    }
}

fn surer(one: Option<f32>, other: Option<f32>) -> Option<f32> {
    one.into_iter().chain(other).reduce(f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Attribution, Claim, Country, DatePrecision, Days, Domain, EventType, Identity, Judge, Modality, Mode, Sector,
        SlotSource, Span,
    };

    /// Numbers without a pattern, the same ones each time.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, limit: u64) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % limit) as usize
        }

        fn participant(&mut self, at: usize) -> Participant {
            let country = ["EST", "LVA", "PER"].get(self.below(5)).and_then(|code| Country::from_code(code));
            let sectors = [Sector::Gov, Sector::Mil].get(self.below(3)).copied().into_iter().collect();
            let name = ["Ana Ruiz", "Maria Kask", "Tolmar"].get(self.below(8)).map(|name| (*name).to_owned());
            let start = if self.below(9) == 0 { 0 } else { at };
            let identity = Identity { name, country, sectors, ..Identity::default() };
            let confidence = (self.below(2) == 0).then(|| self.below(100) as f32 / 100.0);
            Participant { span: Span { start, end: start + 1 }, identity, from: SlotSource::Rule, confidence }
        }

        fn event(&mut self, trigger: usize) -> Event {
            let date = ["2014-03-01", "2014-03-02"].get(self.below(4)).map(|day| {
                let day: Date = day.parse().unwrap();
                let source = if self.below(3) == 0 { DateSource::Published } else { DateSource::Text };
                let days = Days { first: day, last: day, precision: DatePrecision::Day };
                EventDate { days: Some(days), source, span: None }
            });
            let speaker = (self.below(4) == 0).then(|| self.participant(trigger));
            let attribution = speaker.map(|speaker| Attribution {
                speaker,
                speech_verb: "say".to_owned(),
                is_quoted: false,
                claim: Claim::Stated,
            });
            let (actors, recipients) = (self.below(3), self.below(3));
            Event {
                event_type: EventType::ALL[self.below(2)],
                mode: [Mode::Arrest].get(self.below(3)).copied(),
                rule_mode: None,
                contexts: Vec::new(),
                cameo_code: None,
                domain: None,
                relevance: None,
                found_by: FoundBy::Ranker,
                sentence: trigger / 3,
                trigger,
                trigger_span: Span { start: trigger, end: trigger + 1 },
                actors: (0..actors).map(|one| self.participant(trigger * 10 + one)).collect(),
                recipients: (0..recipients).map(|one| self.participant(trigger * 10 + 5 + one)).collect(),
                is_reciprocal: false,
                date,
                place: None,
                quantities: Vec::new(),
                modality: Modality { is_future: self.below(4) == 0, ..Modality::default() },
                modality_of_date: Modality::default(),
                attribution,
                confidence: 0.5,
                mentions: 1,
                is_read: self.below(3) == 0,
                long_past: None,
            }
        }
    }

    /// Words of which none completes another.
    fn apart(lemma: &dyn Fn(usize) -> String) -> Words<'_> {
        Words { lemma, completes: &|_, _| false }
    }

    /// The same by comparing every pair of events.
    fn pair_by_pair(events: Vec<Event>, words: Words<'_>) -> Vec<Event> {
        let mut kept: Vec<Event> = Vec::new();
        for event in events {
            match kept.iter_mut().find(|first| repeats(first, &event, words)) {
                Some(first) => absorb(first, event),
                None => kept.push(event),
            }
        }
        kept
    }

    #[test]
    fn what_is_looked_up_is_what_comparing_all_pairs_finds() {
        let lemma = |trigger: usize| ["attack", "meet"][trigger % 2].to_owned();
        for seed in 0..30 {
            let mut chance = Chance(seed);
            let events: Vec<Event> = (0..400).map(|trigger| chance.event(trigger)).collect();
            let merged = merge(events.clone(), apart(&lemma), &mut Vec::new());
            assert!(merged.len() < events.len());
            assert_eq!(merged, pair_by_pair(events, apart(&lemma)), "{seed}");
        }
    }

    #[test]
    fn mentions_of_one_sentence_that_the_reader_judged_are_one_event_only_if_they_are_one_attack() {
        let lemma = |trigger: usize| ["bomb", "kill"][trigger % 2].to_owned();
        let (actor, recipient) = (Chance(3).participant(0), Chance(4).participant(40));
        let first = Event {
            event_type: EventType::Assault,
            actors: vec![actor],
            recipients: vec![recipient],
            mode: None,
            ..Chance(1).event(0)
        };
        let same = Event { trigger: 1, ..first.clone() };
        let alone = Event { recipients: Vec::new(), ..same.clone() };
        let drone = Event { mode: Some(Mode::Drone), ..same.clone() };
        let blame = |event: &Event| Event { event_type: EventType::Accuse, ..event.clone() };
        for (first, later, by_reader, by_rules) in [
            (blame(&first), blame(&same), 2, 1),
            (blame(&first), Event { trigger: 5, ..blame(&same) }, 1, 1),
            (first.clone(), same, 1, 1),
            (first.clone(), alone, 2, 1),
            (first.clone(), drone, 2, 1),
        ] {
            for (is_read, expected) in [(true, by_reader), (false, by_rules)] {
                let events = [&first, &later].map(|event| Event { is_read, ..event.clone() });
                let merged =
                    merge(events.into(), Words { lemma: &lemma, completes: &|object, _| object == 5 }, &mut Vec::new());
                let mentions: Vec<u64> = merged.iter().map(|event| event.mentions).collect();
                assert_eq!(mentions, vec![2 / expected; expected as usize], "{later:?}");
            }
        }
    }

    #[test]
    fn people_whose_country_is_inferred_are_the_same_only_nearby() {
        let lemma = |_: usize| "attack".to_owned();
        let country = Country::from_code("PER");
        let people = |start: usize, country_from: CountrySource| {
            let identity = Identity { country, country_from, sectors: vec![Sector::Cvl], ..Identity::default() };
            Participant { span: Span { start, end: start + 1 }, identity, from: SlotSource::Rule, confidence: None }
        };
        let count = |country_from: CountrySource, sentence: usize| {
            let first = Event {
                actors: vec![people(0, country_from)],
                recipients: Vec::new(),
                sentence: 0,
                ..Chance(1).event(0)
            };
            let later = Event { actors: vec![people(90, country_from)], sentence, trigger: 9, ..first.clone() };
            merge(vec![first, later], apart(&lemma), &mut Vec::new()).len()
        };
        assert_eq!([NEAR, NEAR + 1].map(|sentence| count(CountrySource::Article, sentence)), [1, 2]);
        assert_eq!(count(CountrySource::Name, NEAR + 1), 1);
    }

    #[test]
    fn a_repetition_is_reported_however_its_rule_found_it() {
        let mut chance = Chance(1);
        let by_rule = |is_by_wordnet, retyped_by| FoundBy::Rule { id: "fight".into(), is_by_wordnet, retyped_by };
        let (event_type, actors) = (EventType::Assault, vec![chance.participant(0)]);
        let first = Event { event_type, actors, found_by: by_rule(false, None), ..chance.event(0) };
        for found_by in [by_rule(false, None), by_rule(true, None), by_rule(false, Some(Judge::Ranker))] {
            let later = Event { trigger: 1, found_by, ..first.clone() };
            let mut refused = Vec::new();
            assert_eq!(merge(vec![first.clone(), later], apart(&|_| "attack".to_owned()), &mut refused).len(), 1);
            let found: Vec<(usize, &str)> =
                refused.iter().map(|refused| (refused.token, refused.rule.as_str())).collect();
            assert_eq!(found, [(1, "fight")]);
        }
    }

    #[test]
    fn what_the_reader_judged_is_that_of_the_mention_whose_answer_stays_or_of_the_surer_one() {
        let event = |actor: Option<(&str, f32)>, about: Option<(Domain, f32)>| {
            let actor = actor.map(|(name, confidence)| Participant {
                span: Span { start: usize::from(name.as_bytes()[0]), end: 200 },
                identity: Identity { name: Some(name.to_owned()), ..Identity::default() },
                confidence: Some(confidence),
                ..Chance(1).participant(0)
            });
            let (domain, relevance) = about.unzip();
            Event { actors: actor.into_iter().collect(), domain, relevance, ..Chance(1).event(0) }
        };
        let (politics, crime) = (Domain::Politics, Domain::Crime);
        for (first, later, actor, about) in [
            (event(None, None), event(Some(("Ruiz", 0.4)), Some((crime, 0.1))), Some(0.4), (Some(crime), Some(0.1))),
            (event(Some(("Ruiz", 0.4)), Some((crime, 0.1))), event(None, None), Some(0.4), (Some(crime), Some(0.1))),
            (
                event(Some(("Ruiz", 0.4)), Some((crime, 0.1))),
                event(Some(("Ruiz", 0.7)), Some((crime, 0.3))),
                Some(0.7),
                (Some(crime), Some(0.3)),
            ),
            (
                event(Some(("Ruiz", 0.4)), Some((crime, 0.1))),
                event(Some(("Kask", 0.7)), Some((politics, 0.9))),
                Some(0.4),
                (Some(crime), Some(0.1)),
            ),
        ] {
            let mut merged = first.clone();
            absorb(&mut merged, later);
            let confidence = merged.actors.first().and_then(|actor| actor.confidence);
            assert_eq!((confidence, (merged.domain, merged.relevance)), (actor, about), "{first:?}");
        }
    }

    #[test]
    fn few_events_are_compared_with_one() {
        let mut chance = Chance(1);
        let mut earlier = Earlier::default();
        let compared = std::cell::Cell::new(0);
        let one = chance.event(0);
        let count = 5000;
        for number in 0..count {
            let named = |name: String, start: usize| Participant {
                span: Span { start, end: start + 1 },
                identity: Identity { name: Some(name), country: Country::from_code("PER"), ..Identity::default() },
                from: SlotSource::Rule,
                confidence: None,
            };
            let actors = vec![named("Ana Ruiz".to_owned(), 2 * number)];
            let recipients = vec![named(format!("Town {number}"), 2 * number + 1)];
            let event = Event { actors, recipients, ..one.clone() };
            let is_same = |_| {
                compared.set(compared.get() + 1);
                false
            };
            assert_eq!(earlier.first(&event, "attack".to_owned(), is_same), None);
            earlier.add(number, &event, "attack".to_owned());
        }
        assert!(compared.get() < count, "{}", compared.get());
    }
}
