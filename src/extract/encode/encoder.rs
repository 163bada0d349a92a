//! One event → one record, slot by slot.

use super::{CharOffsets, EventRecord, rule_id, sentence_span};
use crate::{
    extract::Reading,
    lexicon::Scores,
    model::{
        Attribution, Context, Country, DatePrecision, DateSource, Domain, Event, EventDate, Identity, Mode,
        Participant, Place, Quantity, QuantityKind, Sector, Span,
    },
};

/// One event on its way into a record.
pub(super) struct Encoder<'a> {
    pub reading: &'a Reading<'a>,
    pub offsets: &'a CharOffsets,
    pub event: &'a Event,
}

/// A span's words with its start and end in characters.
struct Shown {
    text: String,
    start: u32,
    end: u32,
}

/// One participant as the record shows it.
struct Side {
    shown: Shown,
    name: Option<String>,
    country: Option<String>,
    country_from: Option<String>,
    sector: Option<String>,
    code: Option<String>,
    role: Option<String>,
}

/// Further participants, in arrays that run in parallel.
#[derive(Default)]
struct Further {
    names: Vec<String>,
    countries: Vec<String>,
    sectors: Vec<String>,
}

impl Encoder<'_> {
    /// Writes everything but what depends on the other records of the article.
    pub(super) fn write(&self, record: &mut EventRecord, scores: &Scores) {
        self.what(record, scores);
        self.who(record);
        self.whom(record);
        self.when(record);
        self.place(record);
        self.how_many(record);
        self.certainty(record);
        self.speaker(record);
    }

    fn shown(&self, span: Span) -> Shown {
        let text = self.reading.text(span).to_owned();
        Shown { text, start: self.offsets.at(span.start), end: self.offsets.at(span.end) }
    }

    /// The sentence and the trigger, from which the record's id is made.
    pub(super) fn evidence(&self, record: &mut EventRecord) {
        let doc = self.reading.doc();
        let sentence = doc.sentences().get(self.event.sentence).cloned().unwrap_or_default();
        let evidence = self.shown(sentence_span(doc, sentence));
        (record.evidence_text, record.evidence_start, record.evidence_end) =
            (evidence.text, evidence.start, evidence.end);
        let trigger = self.shown(self.event.trigger_span);
        (record.trigger_text, record.trigger_start, record.trigger_end) = (trigger.text, trigger.start, trigger.end);
        record.trigger_lemma = doc.lemma(self.event.trigger).to_owned();
        record.sentence_index = self.event.sentence as u32;
        record.rule_id = rule_id(&self.event.found_by);
    }

    fn what(&self, record: &mut EventRecord, scores: &Scores) {
        let event = self.event;
        record.event_type = event.event_type.name().to_owned();
        record.event_mode = event.mode.map(Mode::name).map(str::to_owned);
        record.contexts = event.contexts.iter().copied().map(Context::name).map(str::to_owned).collect();
        record.cameo_code = event.cameo_code.as_ref().map(ToString::to_string);
        record.quad_code = event.event_type.quad().name().to_owned();
        record.intensity = scores.intensity(event.event_type, event.mode);
        record.goldstein = event.cameo_code.as_deref().and_then(|code| scores.goldstein(code));
        record.domain = event.domain.map(Domain::name).map(str::to_owned);
        record.relevance = event.relevance.map(rounded);
    }

    fn who(&self, record: &mut EventRecord) {
        let Some((first, further)) = self.event.actors.split_first() else { return };
        let Side { shown, name, country, country_from, sector, code, role } = self.side(first);
        (record.actor_text, record.actor_start, record.actor_end) =
            (Some(shown.text), Some(shown.start), Some(shown.end));
        (record.actor_name, record.actor_country, record.actor_sector) = (name, country, sector);
        (record.actor_code, record.actor_role, record.actor_country_from) = (code, role, country_from);
        record.actor_confidence = first.confidence.map(rounded);
        let Further { names, countries, sectors } = self.further(further);
        (record.actor_names, record.actor_countries, record.actor_sectors) = (names, countries, sectors);
    }

    fn whom(&self, record: &mut EventRecord) {
        let Some((first, further)) = self.event.recipients.split_first() else { return };
        let Side { shown, name, country, country_from, sector, code, role } = self.side(first);
        (record.recipient_text, record.recipient_start, record.recipient_end) =
            (Some(shown.text), Some(shown.start), Some(shown.end));
        (record.recipient_name, record.recipient_country, record.recipient_sector) = (name, country, sector);
        (record.recipient_code, record.recipient_role, record.recipient_country_from) = (code, role, country_from);
        record.recipient_confidence = first.confidence.map(rounded);
        let Further { names, countries, sectors } = self.further(further);
        (record.recipient_names, record.recipient_countries, record.recipient_sectors) = (names, countries, sectors);
    }

    fn side(&self, participant: &Participant) -> Side {
        let identity = &participant.identity;
        Side {
            shown: self.shown(participant.span),
            name: identity.name.clone(),
            country: country_code(identity),
            country_from: identity.country.map(|_| identity.country_from.name().to_owned()),
            sector: sector_name(identity),
            code: identity.actor_code(),
            role: identity.role.clone(),
        }
    }

    fn further(&self, participants: &[Participant]) -> Further {
        let mut further = Further::default();
        for Participant { span, identity, .. } in participants {
            further.names.push(identity.name.clone().unwrap_or_else(|| self.reading.text(*span).to_owned()));
            further.countries.push(country_code(identity).unwrap_or_default());
            further.sectors.push(sector_name(identity).unwrap_or_default());
        }
        further
    }

    fn when(&self, record: &mut EventRecord) {
        let Some(EventDate { days, source, span }) = &self.event.date else {
            record.event_date_from = "none".to_owned();
            return;
        };
        if let Some(days) = days {
            record.event_date = Some(days.first.to_string());
            record.event_date_end = Some(days.last.to_string());
            record.event_date_precision = Some(DatePrecision::name(days.precision).to_owned());
        }
        record.event_date_from = match source {
            DateSource::Text => "text".to_owned(),
            DateSource::Published => "published".to_owned(),
        };
        if let Some(Shown { text, start, end }) = span.map(|span| self.shown(span)) {
            (record.event_date_text, record.event_date_start, record.event_date_stop) =
                (Some(text), Some(start), Some(end));
        }
    }

    fn place(&self, record: &mut EventRecord) {
        let Some(Place { span, name, country, admin1, coordinates, geonames_id, precision }) = &self.event.place else {
            return;
        };
        let Shown { text, start, end } = self.shown(*span);
        (record.place_text, record.place_start, record.place_end) = (Some(text), Some(start), Some(end));
        (record.place_name, record.place_admin1) = (name.clone(), admin1.clone());
        record.place_country = country.as_ref().map(|country| country.code().to_owned());
        (record.latitude, record.longitude) = coordinates.unzip();
        record.geonames_id.clone_from(geonames_id);
        record.place_precision = Some(precision.name().to_owned());
    }

    fn how_many(&self, record: &mut EventRecord) {
        for quantity in &self.event.quantities {
            let count = [quantity.value, quantity.min, quantity.max].map(|number| number.map(whole));
            let slots = match quantity.kind {
                QuantityKind::Killed => [&mut record.killed, &mut record.killed_min, &mut record.killed_max],
                QuantityKind::Injured => [&mut record.injured, &mut record.injured_min, &mut record.injured_max],
                QuantityKind::Arrested => [&mut record.arrested, &mut record.arrested_min, &mut record.arrested_max],
                QuantityKind::Participants => {
                    [&mut record.participants, &mut record.participants_min, &mut record.participants_max]
                }
                QuantityKind::Money => {
                    record.money_amount = quantity.value;
                    record.money_currency.clone_from(&quantity.unit);
                    continue;
                }
                _ => continue,
            };
            slots.into_iter().zip(count).for_each(|(slot, number)| *slot = number);
        }
        record.quantities = self.event.quantities.iter().map(as_text).collect();
    }

    fn certainty(&self, record: &mut EventRecord) {
        let event = self.event;
        record.is_reciprocal = event.is_reciprocal;
        record.is_negated = event.modality.is_negated;
        record.is_future = event.modality.is_future;
        record.is_hypothetical = event.modality.is_hypothetical;
        record.is_historical = event.modality.is_historical;
        record.confidence = rounded(event.confidence);
        record.mentions = event.mentions;
    }

    fn speaker(&self, record: &mut EventRecord) {
        let Some(Attribution { speaker, speech_verb, is_quoted, claim }) = &self.event.attribution else { return };
        let side = self.side(speaker);
        record.speaker_text = Some(side.shown.text);
        (record.speaker_name, record.speaker_country, record.speaker_sector) = (side.name, side.country, side.sector);
        record.speech_verb = Some(speech_verb.clone());
        record.is_quoted = *is_quoted;
        record.claim = Some(claim.name().to_owned());
    }
}

fn country_code(identity: &Identity) -> Option<String> {
    identity.country.as_ref().map(Country::code).map(str::to_owned)
}

fn sector_name(identity: &Identity) -> Option<String> {
    identity.sector().map(Sector::name).map(str::to_owned)
}

/// A probability as the record shows it.
pub(super) fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1000.0).round() / 1000.0
}

/// A count as a whole number.
#[expect(clippy::cast_sign_loss, reason = "nothing is counted below 0")]
fn whole(number: f64) -> u64 {
    number.max(0.0).round() as u64
}

/// A quantity as `kind=value unit`; bounds without a value as `kind=min..max unit`.
fn as_text(quantity: &Quantity) -> String {
    let bound = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let number = match quantity.value {
        Some(value) => value.to_string(),
        None => format!("{}..{}", bound(quantity.min), bound(quantity.max)),
    };
    let unit = quantity.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!("{}={number}{unit}", quantity.kind)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        extract::Extractor,
        lexicon::Lexicon,
        model::{Article, PlacePrecision},
        spacy::Pipeline,
    };

    fn quantity(kind: QuantityKind, [value, min, max]: [Option<f64>; 3], unit: Option<&str>) -> Quantity {
        Quantity { span: Span { start: 0, end: 4 }, kind, value, min, max, unit: unit.map(str::to_owned) }
    }

    #[test]
    fn the_place_the_quantities_and_the_probabilities_of_an_event_stand_in_its_record() {
        let (pipeline, lexicon) = (Pipeline::embedded().unwrap(), Lexicon::embedded().unwrap());
        let extractor = Extractor::new(Arc::new(pipeline), Arc::new(lexicon), None);
        let mut reading = extractor.read(Article::of_text("a", "Riga’s army attacked the rebels in Tartu."));
        reading.events[0].place = Some(Place {
            span: Span { start: 37, end: 42 },
            name: Some("Tartu".to_owned()),
            country: Country::from_code("EST"),
            admin1: None,
            coordinates: Some((58.4, 26.7)),
            geonames_id: Some("588335".to_owned()),
            precision: PlacePrecision::City,
        });
        reading.events[0].quantities = vec![
            quantity(QuantityKind::Killed, [Some(14.0), Some(14.0), None], None),
            quantity(QuantityKind::Troops, [None, Some(30.0), Some(40.0)], None),
            quantity(QuantityKind::Money, [Some(2.5e6), None, None], Some("EUR")),
        ];
        reading.events[0].domain = Some(Domain::Conflict);
        reading.events[0].relevance = Some(0.98765);
        reading.events[0].recipients[0].confidence = Some(0.4567);
        let (scores, provenance, publication) =
            (Scores::embedded(), super::super::Provenance::default(), super::super::Publication::default());
        let terms = super::super::Terms { scores: &scores, provenance: &provenance, publication: &publication };
        let record = &super::super::records(&reading, terms).unwrap().0[0];
        assert_eq!((record.domain.as_deref(), record.relevance), (Some("conflict"), Some(0.988)));
        assert_eq!((record.actor_confidence, record.recipient_confidence), (None, Some(0.457)));
        assert_eq!(record.place_text.as_deref(), Some("Tartu"));
        assert_eq!((record.place_start, record.place_end), (Some(35), Some(40)));
        assert_eq!((record.latitude, record.place_country.as_deref()), (Some(58.4), Some("EST")));
        assert_eq!((record.killed, record.killed_min, record.killed_max), (Some(14), Some(14), None));
        assert_eq!((record.money_amount, record.money_currency.as_deref()), (Some(2.5e6), Some("EUR")));
        assert_eq!(record.quantities, ["killed=14", "troops=30..40", "money=2500000 EUR"]);
    }
}
