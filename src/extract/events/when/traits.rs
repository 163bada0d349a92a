//! What speaks for and against each date expression as the date of an event, and for none.

use rustc_hash::{FxHashMap, FxHashSet};

use super::is_verbal_act;
use crate::{
    extract::{
        events::{Prepared, draft::is_history},
        mentions::stance,
        syntax::{Dep, Syntax},
    },
    model::{DateValue, Event, EventType, Mention, Pos, Quad},
};

/// One trait of an expression or of an event, as the table of weights lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trait {
    /// What the trait is about.
    pub about: &'static str,
    /// What holds.
    pub value: &'static str,
    /// With what the value goes together; may be empty.
    pub with: &'static str,
}

const fn of(about: &'static str, value: &'static str) -> Trait {
    Trait { about, value, with: "" }
}

/// An event, as far as its date depends on it.
struct Told {
    event_type: EventType,
    sentence: usize,
    trigger: usize,
    /// Whether the event is an utterance or an act, and whether it is in a quotation.
    way: &'static str,
    is_future: bool,
    /// Whether it cannot have a date of the distant past.
    is_recent: bool,
    /// The kind of its word.
    word: &'static str,
    /// By what events like it are known: the lemma of the trigger, the name of the recipient.
    keys: FxHashSet<String>,
    /// The number of the expression that dates it by the grammar of its sentence.
    by_grammar: Option<usize>,
}

impl Told {
    fn new(prepared: Prepared<'_>, event: &Event) -> Self {
        let Prepared { syntax, mentions, .. } = prepared;
        let is_quoted = event.attribution.as_ref().is_some_and(|speech| speech.is_quoted);
        let whom = event.recipients.first().and_then(|one| one.identity.name.clone());
        let lemma = syntax.doc.lemma(event.trigger).to_lowercase();
        Self {
            event_type: event.event_type,
            sentence: event.sentence,
            trigger: event.trigger,
            way: match (is_verbal_act(event.event_type), is_quoted) {
                (true, false) => "said",
                (true, true) => "said in a quotation",
                (false, false) => "done",
                (false, true) => "done in a quotation",
            },
            is_future: event.modality.without(event.modality_of_date).is_future,
            is_recent: is_recent(event),
            word: word(syntax, event.trigger),
            keys: [Some(lemma), whom].into_iter().flatten().collect(),
            by_grammar: mentions.dated_by(syntax, event.trigger),
        }
    }

    fn is_verb(&self) -> bool {
        self.word == "verb"
    }
}

/// Whether a word is a verb, or how the noun is determined.
fn word(syntax: &Syntax<'_>, token: usize) -> &'static str {
    if !matches!(syntax.pos(token), Pos::Noun | Pos::Propn) {
        return "verb";
    }
    let mut marks = syntax.children_among(token, &[Dep::Det, Dep::Poss, Dep::Nummod]).peekable();
    if marks.peek().is_none() {
        return "bare noun";
    }
    let is_known =
        |mark| syntax.dep(mark) == Dep::Poss || syntax.is_any(mark, &["the", "this", "that", "these", "those"]);
    if marks.any(is_known) { "known noun" } else { "new noun" }
}

/// As many dated events like another one are looked at, before it and behind it: the nearest ones.
const LIKE_IT: usize = 8;

/// Minimum probability, according to the reader, that an event is long past, for a date of the distant past. Below it, a third of these
/// dates was right in articles that the reader had not seen.
const LEAST_LONG_PAST: f32 = 0.05;

/// Whether the reader rules out that an event is long past.
pub(super) fn is_recent(event: &Event) -> bool {
    event.long_past.is_some_and(|share| share < LEAST_LONG_PAST)
}

/// The events of an article and its date expressions.
pub(super) struct Scene<'a> {
    prepared: Prepared<'a>,
    dates: &'a [Mention<DateValue>],
    events: Vec<Told>,
    /// The numbers of the events that an expression dates by the grammar of its sentence.
    dated: FxHashMap<usize, Vec<usize>>,
    /// The numbers of the events with such a date by each of their keys, ascending.
    alike: FxHashMap<String, Vec<usize>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(prepared: Prepared<'a>, events: &[Event]) -> Self {
        let told: Vec<Told> = events.iter().map(|event| Told::new(prepared, event)).collect();
        let mut dated: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let mut alike: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (event, told) in told.iter().enumerate() {
            let Some(expression) = told.by_grammar else { continue };
            dated.entry(expression).or_default().push(event);
            for key in &told.keys {
                alike.entry(key.clone()).or_default().push(event);
            }
        }
        Self { prepared, dates: prepared.mentions.dates().all(), events: told, dated, alike }
    }

    /// The number of an event's sentence.
    pub(super) fn sentence(&self, event: usize) -> usize {
        self.events.get(event).map_or(0, |told| told.sentence)
    }

    /// The numbers of the expressions of a sentence.
    pub(super) fn expressions_of(&self, sentence: usize) -> impl Iterator<Item = usize> + use<'a> {
        self.prepared.mentions.dates().numbers_of(sentence)
    }

    /// Whether an expression cannot date an event: a deadline ("until Friday"), a length ("to two years"), the end of a comparison
    /// ("the first since 1985"), a year in brackets, which is part of a name, the date of a clause below the event's verb, or a day of the
    /// distant past for an event that is not.
    pub(super) fn is_no_date(&self, event: usize, number: usize) -> bool {
        let Some((told, date)) = self.events.get(event).zip(self.dates.get(number)) else { return false };
        let syntax = self.prepared.syntax;
        let is_beside = syntax.doc.sentence_of(date.head) == told.sentence;
        let may_be_below = is_beside && told.is_verb() && told.by_grammar != Some(number);
        let today = || self.prepared.clean.anchors.at(syntax.span(date.first).start);
        let is_long_past = || date.what.days.zip(today()).is_some_and(|(days, today)| is_history(days, today));
        told.is_recent && is_long_past()
            || stance::is_deadline(syntax, date)
            || stance::is_bare_length(syntax, date)
            || stance::is_in_brackets(syntax, date)
            || stance::is_beginning_of_other(syntax, told.trigger, date)
            || may_be_below && stance::stance(syntax, told.trigger, date).is_of_clause_below()
    }

    /// Whether an expression dates the report of an event, not the event: "said on Monday that".
    pub(super) fn is_of_report(&self, event: usize, number: usize) -> bool {
        let Some((told, date)) = self.events.get(event).zip(self.dates.get(number)) else { return false };
        let syntax = self.prepared.syntax;
        let is_beside = syntax.doc.sentence_of(date.head) == told.sentence;
        is_beside && !is_verbal_act(told.event_type) && stance::stance(syntax, told.trigger, date).is_of_report()
    }

    /// The number of the first expression that says on which day the story happened.
    pub(super) fn news(&self) -> Option<usize> {
        self.prepared.mentions.news()
    }

    /// The numbers of the expressions that date the nearest events with the same word or recipient.
    pub(super) fn of_events_like(&self, event: usize) -> impl Iterator<Item = usize> {
        let keys = self.events.get(event).into_iter().flat_map(|told| &told.keys);
        let nearest = keys.filter_map(|key| self.alike.get(key)).flat_map(move |alike| {
            let behind = alike.partition_point(|other| *other < event);
            alike.iter().take(behind + LIKE_IT).skip(behind.saturating_sub(LIKE_IT))
        });
        nearest.filter_map(|other| self.events.get(*other)?.by_grammar)
    }

    /// The traits of having no date expression.
    pub(super) fn of_none(&self, event: usize) -> Vec<Trait> {
        let Some(told) = self.events.get(event) else { return Vec::new() };
        vec![
            of("none", ""),
            of("none: type", told.event_type.name()),
            of("none: word", told.word),
            of("none: way", told.way),
            of("none: sentence", self.dates_beside(told)),
        ]
    }

    /// The traits of an expression as the date of an event.
    pub(super) fn of_expression(&self, event: usize, number: usize) -> Vec<Trait> {
        let found = self.events.get(event).zip(self.dates.get(number));
        let Some((told, date)) = found else { return Vec::new() };
        let sentence = self.prepared.syntax.doc.sentence_of(date.head);
        if sentence == told.sentence {
            self.of_own(told, number, date)
        } else {
            self.of_other(told, number, date, sentence)
        }
    }

    /// The traits of an expression in the sentence of an event.
    fn of_own(&self, told: &Told, number: usize, date: &Mention<DateValue>) -> Vec<Trait> {
        let syntax = self.prepared.syntax;
        let today = self.prepared.clean.anchors.at(syntax.span(date.first).start);
        let stance::Stance { place, link } = stance::stance(syntax, told.trigger, date);
        let start = syntax.doc.sentences().get(told.sentence).map_or(0, |sentence| sentence.start);
        let is_first = date.first.saturating_sub(start) <= 2;
        vec![
            Trait { about: "own: age", value: stance::age(&date.what, today), with: tense(told) },
            Trait { about: "own: clause", value: place, with: link },
            Trait { about: own_clause_of(told), value: place, with: link },
            of("own: owner", stance::owner(syntax, told.trigger, date)),
            of("own: distance", distance(date.first.abs_diff(told.trigger))),
            of("own: opens", yes(is_first)),
            of("own: expressions", count(self.expressions_of(told.sentence).count())),
            of("own: after", stance::word_before(syntax, date)),
            of("own: apart", stance::apart(syntax, told.trigger, date)),
            of("own: by grammar", yes(told.by_grammar == Some(number))),
        ]
    }

    /// The traits of an expression in another sentence than that of an event.
    fn of_other(&self, told: &Told, number: usize, date: &Mention<DateValue>, sentence: usize) -> Vec<Trait> {
        let syntax = self.prepared.syntax;
        let today = self.prepared.clean.anchors.at(syntax.span(date.first).start);
        let dated = self.dated.get(&number).into_iter().flatten().filter_map(|event| self.events.get(*event));
        let dated: Vec<&Told> = dated.collect();
        let any = |test: &dyn Fn(&Told) -> bool| dated.iter().any(|other| test(other));
        let is_of_type = any(&|other| other.event_type == told.event_type);
        let of_report = match (stance::dates_report(syntax, date), dated.is_empty()) {
            (true, true) => "a report",
            (true, false) => "a report and events",
            (false, true) => "no event",
            (false, false) => "events",
        };
        let is_news = self.news() == Some(number);
        vec![
            of("other: sentences away", sentences_away(told.sentence, sentence)),
            of("other: exactness", stance::exactness(&date.what, today)),
            of("other: after", stance::word_before(syntax, date)),
            of("other: own sentence", self.dates_beside(told)),
            of("other: tense", stance::tense_of(syntax, told.trigger)),
            of("other: word", told.word),
            Trait { about: "other: dates", value: of_report, with: told.way },
            Trait { about: "other: is the news", value: yes(is_news), with: told.way },
            of("other: dated events", count(dated.len())),
            of("other: same event", yes(any(&|other| !told.keys.is_disjoint(&other.keys)))),
            of("other: same type", yes(is_of_type)),
            of("other: same type, known", yes(is_of_type && told.word == "known noun")),
            of("other: same side", yes(any(&|other| has_verbal_class(other) == has_verbal_class(told)))),
        ]
    }

    /// What dates the sentence of an event contains.
    fn dates_beside(&self, told: &Told) -> &'static str {
        match (told.by_grammar.is_some(), self.expressions_of(told.sentence).next().is_some()) {
            (true, _) => "a date by grammar",
            (false, true) => "other dates",
            (false, false) => "no date",
        }
    }
}

/// The trait of an expression's clause, by whether the event is a verb or a noun: one weight for both would mix two meanings.
fn own_clause_of(told: &Told) -> &'static str {
    if told.is_verb() { "own: clause of a verb" } else { "own: clause of a noun" }
}

fn has_verbal_class(told: &Told) -> bool {
    matches!(told.event_type.quad(), Quad::VerbalConflict | Quad::VerbalCooperation)
}

const fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

const fn tense(told: &Told) -> &'static str {
    if told.is_future { "to come" } else { "past" }
}

const fn count(number: usize) -> &'static str {
    match number {
        0 => "0",
        1 => "1",
        2 => "2",
        _ => "3 or more",
    }
}

/// The distance of two words.
const fn distance(words: usize) -> &'static str {
    match words {
        ..=1 => "1",
        2 => "2",
        3..=4 => "4",
        5..=8 => "8",
        9..=16 => "16",
        _ => "more",
    }
}

/// By how many sentences an expression precedes (−) or follows an event.
const fn sentences_away(event: usize, date: usize) -> &'static str {
    match (event.saturating_sub(date), date.saturating_sub(event)) {
        (1, _) => "-1",
        (2, _) => "-2",
        (3, _) => "-3",
        (4..=5, _) => "-5",
        (6..=8, _) => "-8",
        (9.., _) => "far before",
        (_, 1) => "+1",
        (_, 2) => "+2",
        (_, 3) => "+3",
        _ => "far behind",
    }
}
