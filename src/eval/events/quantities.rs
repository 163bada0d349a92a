//! The task `quantities`: are the numbers of the gold's mentions in the records of the right type?

use super::{
    gold::{GoldArticle, GoldMention, GoldNumber},
    matching::{Match, matches},
};
use crate::eval::{Board, Mistake, Report};
use crate::extract::encode::EventRecord;

/// How far a number may be from the gold's, which may be rounded.
const TOLERANCE: f64 = 0.005;

/// A number with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Bounded {
    value: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
}

impl Bounded {
    fn of_people([value, min, max]: [Option<u64>; 3]) -> Self {
        let number = |number: Option<u64>| number.map(|number| number as f64);
        Self { value: number(value), min: number(min), max: number(max) }
    }

    fn of_gold(gold: GoldNumber) -> Self {
        Self { value: gold.value, min: gold.min, max: gold.max }
    }

    fn is_empty(self) -> bool {
        self.value.is_none() && self.min.is_none() && self.max.is_none()
    }

    /// Whether a record gives the gold's number, as its value or one of its bounds, or bounds on both sides that hold it.
    fn is_right(self, gold: Self) -> bool {
        let Some(number) = gold.value.or(gold.min).or(gold.max) else { return false };
        let is_near = |given: f64| (given - number).abs() <= TOLERANCE * number.abs();
        let is_held = matches!((self.min, self.max), (Some(min), Some(max)) if (min..=max).contains(&number));
        [self.value, self.min, self.max].into_iter().flatten().any(is_near) || is_held
    }

    fn shown(self) -> String {
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        format!("{} [{}..{}]", number(self.value), number(self.min), number(self.max))
    }
}

/// The kinds with the number of the gold and that of the record.
fn kinds(mention: &GoldMention, record: &EventRecord) -> [(&'static str, Bounded, Bounded); 5] {
    let gold = |number: Option<GoldNumber>| number.map(Bounded::of_gold).unwrap_or_default();
    let of = Bounded::of_people;
    let money = Bounded { value: record.money_amount, ..money_bounds(record) };
    [
        ("killed", gold(mention.killed), of([record.killed, record.killed_min, record.killed_max])),
        ("injured", gold(mention.injured), of([record.injured, record.injured_min, record.injured_max])),
        ("arrested", gold(mention.arrested), of([record.arrested, record.arrested_min, record.arrested_max])),
        (
            "participants",
            gold(mention.participants),
            of([record.participants, record.participants_min, record.participants_max]),
        ),
        ("money", mention.money.as_ref().map(|money| Bounded::of_gold(money.number)).unwrap_or_default(), money),
    ]
}

/// The bounds of a sum of money, which only the list of all quantities has: `money=2000000..3000000 USD`.
fn money_bounds(record: &EventRecord) -> Bounded {
    let listed = record.quantities.iter().find_map(|quantity| quantity.strip_prefix("money="));
    let range = listed.and_then(|money| money.split(' ').next()?.split_once(".."));
    range.map_or_else(Bounded::default, |(min, max)| Bounded {
        value: None,
        min: min.parse().ok(),
        max: max.parse().ok(),
    })
}

/// Scores the numbers of each article's records of the right type; records below a confidence are left out.
pub(crate) fn score_quantities(articles: &[GoldArticle], records: &[Vec<EventRecord>], min_confidence: f64) -> Report {
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for (gold, records) in articles.iter().zip(records) {
        board.item();
        let records: Vec<&EventRecord> = records.iter().filter(|record| record.confidence >= min_confidence).collect();
        for (record, found) in records.iter().zip(matches(&gold.events, &records)) {
            let Match::Right(number) = found else { continue };
            let Some(mention) = gold.events.get(number) else { continue };
            for (kind, told, given) in kinds(mention, record) {
                count(&mut board, kind, told, given);
                if (!told.is_empty() || !given.is_empty()) && !given.is_right(told) {
                    mistakes.push(mistake(kind, told, given, record));
                }
            }
            if let (Some(currency), Some(given)) =
                (mention.money.as_ref().and_then(|money| money.currency.as_ref()), record.money_currency.as_ref())
            {
                board.case("currency right, where both have one", currency == given, true);
            }
        }
    }
    let mut report = Report::new("quantities", board, mistakes);
    let place =
        |name: &str| ["killed", "injured", "arrested", "participants", "money"].iter().position(|kind| *kind == name);
    report.classes.sort_by_key(|class| place(&class.name));
    report
}

fn count(board: &mut Board, kind: &str, told: Bounded, given: Bounded) {
    let (is_told, is_given, is_right) = (!told.is_empty(), !given.is_empty(), given.is_right(told));
    board.class(kind, usize::from(is_told), usize::from(is_given), usize::from(is_told && is_right));
    board.case("exact or within bounds, of the numbers of the gold", is_right, is_told);
    board.case("exact or within bounds, where both have a number", is_right, is_told && is_given);
    board.case("missing, of the numbers of the gold", !is_given, is_told);
    board.case("spurious, of the numbers given", !is_told, is_given);
    // The gold often leaves a single victim or suspect uncounted.
    let is_single = given.value.is_some_and(|value| (value - 1.0).abs() < f64::EPSILON);
    board.case("spurious with more than one, of the numbers given", !is_told && !is_single, is_given);
}

fn mistake(kind: &str, told: Bounded, given: Bounded, record: &EventRecord) -> Mistake {
    let what = if told.is_empty() {
        "spurious"
    } else if given.is_empty() {
        "missing"
    } else {
        "another number"
    };
    let detail = format!(
        "{}: {} “{}”; gold {}; given {}",
        record.article_id,
        record.event_type,
        record.trigger_text,
        told.shown(),
        given.shown()
    );
    Mistake {
        gold: kind.to_owned(),
        given: what.to_owned(),
        rule: Some(record.rule_id.clone()),
        sentence: record.evidence_text.split_whitespace().collect::<Vec<_>>().join(" "),
        detail: Some(detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_right_as_value_as_bound_or_between_both() {
        let bounded = |numbers: [Option<u64>; 3]| Bounded::of_people(numbers);
        for (gold, given, expected) in [
            ([Some(12), None, None], [Some(12), None, None], true),
            ([Some(12), None, None], [Some(13), None, None], false),
            ([Some(12), Some(12), None], [None, Some(12), None], true),
            ([None, Some(24), None], [None, Some(24), None], true),
            ([Some(35), None, None], [None, Some(30), Some(40)], true),
            ([Some(35), None, None], [None, Some(30), None], false),
            ([None, None, Some(40)], [None, None, Some(40)], true),
            ([Some(12), None, None], [None, None, None], false),
        ] {
            assert_eq!(bounded(given).is_right(bounded(gold)), expected, "{gold:?} {given:?}");
        }
    }

    #[test]
    fn the_bounds_of_money_are_read_from_the_list() {
        let record = EventRecord {
            quantities: vec!["killed=2".to_owned(), "money=2000000..3000000 USD".to_owned()],
            ..EventRecord::default()
        };
        assert_eq!(money_bounds(&record), Bounded { value: None, min: Some(2e6), max: Some(3e6) });
    }
}
