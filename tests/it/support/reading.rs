//! One article as an engine understood it, in strings.

use std::fmt;

use dateline::{
    extract::{self, encode::rule_id},
    model::{self, Context, Days, Doc, EventType, Identity, Participant, Quantity, Span},
};

/// One article as it was understood.
pub(crate) struct Reading {
    inner: extract::Reading<'static>,
    /// Its events, in the order of the text.
    pub(crate) events: Vec<Event>,
}

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    /// Its words.
    pub(crate) text: String,
    /// Country and sectors, CAMEO style; empty for nobody who acts.
    pub(crate) code: String,
    /// The resolved name.
    pub(crate) name: Option<String>,
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// The speaker.
    pub(crate) speaker: Party,
    /// The lemma of the verb of speech.
    pub(crate) verb: String,
    /// `stated`, `confirmed`, `denied`, `alleged` or `reported`, with ` quoted` behind it inside quotation marks.
    pub(crate) claim: String,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// The type of PLOVER.
    pub(crate) plover: EventType,
    /// The mode.
    pub(crate) mode: Option<String>,
    /// The contexts.
    pub(crate) contexts: Vec<String>,
    /// The CAMEO code.
    pub(crate) cameo: Option<String>,
    /// The rule as a record names it.
    pub(crate) rule: String,
    /// Who did it.
    pub(crate) actors: Vec<Party>,
    /// To whom it was done.
    pub(crate) recipients: Vec<Party>,
    /// `negated`, `future`, `hypothetical` and `historical`, in this order.
    pub(crate) flags: Vec<&'static str>,
    /// The days: `2024-05-08`, or `2024-05-06..2024-05-12`.
    pub(crate) date: Option<String>,
    /// Who says so.
    pub(crate) attribution: Option<Attribution>,
    /// What it counts: `killed=14[14..]`.
    pub(crate) quantities: Vec<String>,
}

impl Reading {
    /// What the library read.
    pub(crate) fn new(inner: extract::Reading<'static>) -> Self {
        let events = inner.events.iter().map(|event| event_of(&inner, event)).collect();
        Self { inner, events }
    }

    /// The annotated text.
    pub(crate) fn doc(&self) -> &Doc {
        self.inner.doc()
    }

    /// The noun phrase that the last token of that text heads.
    pub(crate) fn who(&self, word: &str) -> Party {
        let (span, identity) = self.inner.noun_phrase(self.last(word));
        party(&self.inner, span, &identity)
    }

    /// What kind of mention the last token of that text heads.
    pub(crate) fn kind(&self, word: &str) -> Option<String> {
        let referent = self.inner.mentions.referent(self.last(word))?;
        Some(format!("{:?}", referent.kind).to_lowercase())
    }

    /// When the event of the last token of that text happened.
    pub(crate) fn day(&self, word: &str) -> Option<String> {
        self.inner.date_of(self.last(word)).and_then(|date| date.days).map(days)
    }

    fn last(&self, word: &str) -> usize {
        let doc = self.doc();
        let found = (0..doc.len()).rev().find(|token| doc.word(*token) == word);
        found.unwrap_or_else(|| panic!("{word:?} is no token of {:?}", doc.text()))
    }

    /// All events on a line, as `TYPE actor > recipient flags; …`.
    pub(crate) fn line(&self) -> String {
        self.events.iter().map(Event::line).collect::<Vec<_>>().join("; ")
    }
}

fn event_of(reading: &extract::Reading<'_>, event: &model::Event) -> Event {
    let party = |one: &Participant| party(reading, one.span, &one.identity);
    let parties = |all: &[Participant]| all.iter().map(party).collect();
    Event {
        plover: event.event_type,
        mode: event.mode.map(|mode| mode.to_string()),
        contexts: event.contexts.iter().map(Context::to_string).collect(),
        cameo: event.cameo_code.as_ref().map(ToString::to_string),
        rule: rule_id(&event.found_by),
        actors: parties(&event.actors),
        recipients: parties(&event.recipients),
        flags: flags(event.modality),
        date: event.date.as_ref().and_then(|date| date.days).map(days),
        attribution: event.attribution.as_ref().map(|said| Attribution {
            speaker: party(&said.speaker),
            verb: said.speech_verb.clone(),
            claim: format!("{}{}", said.claim, if said.is_quoted { " quoted" } else { "" }),
        }),
        quantities: event.quantities.iter().map(quantity).collect(),
    }
}

fn party(reading: &extract::Reading<'_>, span: Span, who: &Identity) -> Party {
    let country = who.country.iter().map(ToString::to_string);
    Party {
        text: reading.clean.text[span.start..span.end].to_owned(),
        code: country.chain(who.sectors.iter().map(ToString::to_string)).collect(),
        name: who.name.clone(),
    }
}

fn flags(modality: model::Modality) -> Vec<&'static str> {
    let flags = [
        (modality.is_negated, "negated"),
        (modality.is_future, "future"),
        (modality.is_hypothetical, "hypothetical"),
        (modality.is_historical, "historical"),
    ];
    flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name).collect()
}

/// A quantity as `kind=value`, with its bounds in brackets, and its unit.
fn quantity(quantity: &Quantity) -> String {
    let Quantity { kind, value, min, max, unit, .. } = quantity;
    let number = |number: &Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let is_bounded = min.is_some() || max.is_some();
    let bounds = if is_bounded { format!("[{}..{}]", number(min), number(max)) } else { String::new() };
    let unit = unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!("{kind}={}{bounds}{unit}", number(value))
}

fn days(days: Days) -> String {
    if days.first == days.last { days.first.to_string() } else { format!("{}..{}", days.first, days.last) }
}

/// The words of some parties: `Norway + its Baltic allies`.
pub(crate) fn texts(parties: &[Party]) -> String {
    parties.iter().map(|party| party.text.as_str()).collect::<Vec<_>>().join(" + ")
}

impl Event {
    /// `TYPE actor > recipient flags`.
    pub(crate) fn line(&self) -> String {
        let flags: String = self.flags.iter().flat_map(|flag| [" ", flag]).collect();
        format!("{} {} > {}{flags}", self.plover.name(), texts(&self.actors), texts(&self.recipients))
    }
}

/// The line of an event, its mode, code and contexts, and its rule.
impl fmt::Display for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mode, cameo) = (self.mode.as_deref().unwrap_or("-"), self.cameo.as_deref().unwrap_or("-"));
        write!(out, "{} ({mode} {cameo} [{}] {})", self.line(), self.contexts.join(" "), self.rule)
    }
}
