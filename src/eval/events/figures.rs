//! The further figures of records whose type is right: one row of a table each.

use super::{gold::GoldNumber, tally::Pair, words::share};

/// A figure's name, and how one record of the right type answers.
type Figure<A> = (&'static str, fn(&Pair<'_>) -> A);

/// Figures of every record of the right type.
pub(super) const FIELDS: &[Figure<bool>] = &[
    ("who right, of right types", |pair| pair.sides.actor.words),
    ("country and sector of who right, of right types", |pair| pair.sides.actor.codes),
    ("whom right, of right types", |pair| pair.sides.recipient.words),
    ("country and sector of whom right, of right types", |pair| pair.sides.recipient.codes),
    ("mode right, none among them, of right types", |Pair { mention, record, .. }| mention.mode == record.event_mode),
    ("negated, future, hypothetical right, of right types", |Pair { mention, record, .. }| {
        mention.negated == record.is_negated
            && mention.future == record.is_future
            && mention.hypothetical == record.is_hypothetical
    }),
    ("historical right, of right types", |pair| pair.mention.historical == pair.record.is_historical),
];

/// Figures of what only some mentions of the gold have: an answer for each that the gold has.
pub(super) const TOLD: &[Figure<Vec<bool>>] = &[
    ("date words right, where the gold has some", |Pair { mention, record, .. }| {
        words(mention.date_text.as_deref(), record.event_date_text.as_deref())
    }),
    ("date words given, where the gold has none", |Pair { mention, record, .. }| {
        let is_untold = mention.date_text.as_deref().is_none_or(str::is_empty);
        is_untold.then_some(record.event_date_text.is_some()).into_iter().collect()
    }),
    ("dated by publication, where the gold has date words", |Pair { mention, record, .. }| {
        let is_told = mention.date_text.as_deref().is_some_and(|text| !text.is_empty());
        is_told.then_some(record.event_date_from == "published").into_iter().collect()
    }),
    ("place words right, where the gold has some", |Pair { mention, record, .. }| {
        words(mention.place_text.as_deref(), record.place_text.as_deref())
    }),
    ("place words given, where the gold has none", |Pair { mention, record, .. }| {
        let is_untold = mention.place_text.as_deref().is_none_or(str::is_empty);
        is_untold.then_some(record.place_text.is_some()).into_iter().collect()
    }),
    ("place words right, where a record gives some", |Pair { mention, record, .. }| {
        let is_right = || share([mention.place_text.as_deref()], [record.place_text.as_deref()]);
        record.place_text.is_some().then(is_right).into_iter().collect()
    }),
    ("numbers of people right, where the gold has some", numbers),
    ("speaker right, where the gold has one", |Pair { mention, record, .. }| {
        let given = [record.speaker_name.as_deref(), record.speaker_text.as_deref()];
        let told = mention.speaker.iter();
        told.map(|one| share([one.name.as_deref(), one.text.as_deref()], given)).collect()
    }),
];

fn words(gold: Option<&str>, given: Option<&str>) -> Vec<bool> {
    gold.filter(|text| !text.is_empty()).map(|text| share([Some(text)], [given])).into_iter().collect()
}

/// A number is right as the record's value or as its lower bound.
fn numbers(Pair { mention, record, .. }: &Pair<'_>) -> Vec<bool> {
    let all: [(Option<GoldNumber>, [Option<u64>; 2]); 4] = [
        (mention.killed, [record.killed, record.killed_min]),
        (mention.injured, [record.injured, record.injured_min]),
        (mention.arrested, [record.arrested, record.arrested_min]),
        (mention.participants, [record.participants, record.participants_min]),
    ];
    let told = all.into_iter().filter_map(|(gold, given)| {
        let number = gold.and_then(|gold| gold.value.or(gold.min))?;
        Some(given.into_iter().flatten().any(|given| Some(given as f64) == Some(number)))
    });
    told.collect()
}
