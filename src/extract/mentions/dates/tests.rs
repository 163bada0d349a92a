//! Properties of the grammar of dates, on any words in any order.

use jiff::civil::Date;

use super::{
    calendar::{self, Resolved},
    expression::{self, Said},
    reference,
    tense::Direction,
    times,
};
use crate::model::{DatePrecision, Days};

/// Words of dates, among others.
const WORDS: &[&str] = &[
    "1",
    "2",
    "28",
    "29",
    "30",
    "31",
    "99",
    "700",
    "1999",
    "2000",
    "2022",
    "1990s",
    "80s",
    "3rd",
    "16th",
    "monday",
    "tue.",
    "january",
    "feb.",
    "may",
    "december",
    "24/06/2022",
    "31.02.2021",
    "9-jan-23",
    "2022-02-30",
    "day",
    "days",
    "week",
    "weeks",
    "weekend",
    "month",
    "months",
    "quarter",
    "year",
    "years",
    "decade",
    "decades",
    "century",
    "hours",
    "the",
    "a",
    "of",
    "to",
    "and",
    "-",
    ",",
    "in",
    "at",
    "on",
    "last",
    "this",
    "next",
    "past",
    "previous",
    "following",
    "same",
    "that",
    "early",
    "late",
    "mid",
    "end",
    "earlier",
    "later",
    "ago",
    "before",
    "after",
    "first",
    "final",
    "q3",
    "spring",
    "winter",
    "fiscal",
    "fy2008",
    "christmas",
    "eve",
    "easter",
    "good",
    "friday",
    "new",
    "'s",
    "overnight",
    "yesterday",
    "today",
    "tomorrow",
    "morning",
    "night",
    "noon",
    "12:30",
    "9.15",
    "8pm",
    "p.m.",
    "utc",
    "every",
    "daily",
    "recently",
    "recent",
    "few",
    "several",
    "couple",
    "soldiers",
    "",
];

/// Numbers without a pattern, the same ones each time.
struct Chance(u64);

impl Chance {
    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[(self.0 >> 33) as usize % all.len()]
    }
}

/// Whether a text is a TIMEX3 value.
fn is_value(text: &str) -> bool {
    let is_made_of = |text: &str, letters: &str| text.chars().all(|one| one.is_ascii_digit() || letters.contains(one));
    match text {
        "PRESENT_REF" | "PAST_REF" | "FUTURE_REF" => true,
        _ => match (text.strip_prefix('P'), text.strip_prefix("FY"), text.split_once('/')) {
            (Some(length), _, _) => length.len() >= 2 && is_made_of(length, "XTMHDWEQY"),
            (_, Some(year), _) => is_made_of(year, ""),
            (_, _, Some((from, to))) => from.parse::<Date>().is_ok() && to.parse::<Date>().is_ok(),
            _ => text.starts_with(|one: char| one.is_ascii_digit() || one == 'X') && is_made_of(text, "X-WEQSPUFAINT"),
        },
    }
}

fn resolve(said: Said, anchor: Option<Date>, reference: Option<Days>, direction: Direction) -> Option<Resolved> {
    if matches!(said, Said::After { .. } | Said::SameAs(_)) {
        reference::resolve(said, reference)
    } else {
        calendar::resolve(said, anchor, direction)
    }
}

#[test]
fn any_words_have_a_length_days_in_order_and_a_value_or_are_no_date() {
    let mut chance = Chance(1);
    let days: Vec<Date> = ["2024-02-29", "2022-01-01", "1999-12-31"].iter().map(|day| day.parse().unwrap()).collect();
    let anchors = [None, Some(days[0]), Some(days[1]), Some(days[2]), Some(Date::MIN), Some(Date::MAX)];
    let mut found = 0;
    for _ in 0..200_000 {
        let words: Vec<&str> = (0..9).map(|_| chance.of(WORDS)).collect();
        if let Some((length, time)) = times::clock(&words) {
            assert!((1..=words.len()).contains(&length) && time.starts_with('T'), "{words:?}: {time}");
        }
        let Some((length, said)) = expression::read(&words) else { continue };
        assert!((1..=words.len()).contains(&length), "{words:?}: {said:?}");
        let anchor = chance.of(&anchors);
        let of_day = anchor.map(|day| Days { first: day, last: day, precision: DatePrecision::Day });
        let direction = chance.of(&[Direction::Past, Direction::Future, Direction::Unknown]);
        let is_usual = anchor.is_none_or(|day| (1000..9000).contains(&day.year()));
        if let Some(Resolved { value, days }) = resolve(said, anchor, of_day, direction) {
            found += 1;
            assert!(days.is_none_or(|days| days.first <= days.last), "{words:?} {anchor:?}: {days:?}");
            assert!(!is_usual || is_value(&value), "{words:?} {anchor:?}: {value}");
        } else if anchor.is_none() {
            assert!(is_value(&calendar::unresolved(said)), "{words:?}: {said:?}");
        }
    }
    assert!(found > 10_000, "{found}");
}

#[test]
fn expressions_stand_for_days() {
    // A Wednesday.
    let anchor: Date = "2023-03-15".parse().unwrap();
    let before: Date = "2019-06-30".parse().unwrap();
    let reference = Days { first: before, last: before, precision: DatePrecision::Day };
    for (text, value, last) in [
        ("24/06/2022", "2022-06-24", "2022-06-24"),
        ("06/24/2022", "2022-06-24", "2022-06-24"),
        ("24.06.2022", "2022-06-24", "2022-06-24"),
        ("9-jan-23", "2023-01-09", "2023-01-09"),
        ("9 - jan - 23", "2023-01-09", "2023-01-09"),
        ("9 - jan-23", "2023-01-09", "2023-01-09"),
        ("3 and 7 march", "2023-03-03/2023-03-07", "2023-03-07"),
        ("february 20 - 22 , 2021", "2021-02-20/2021-02-22", "2021-02-22"),
        ("30 december to 2 january 2023", "2022-12-30/2023-01-02", "2023-01-02"),
        ("friday last week", "2023-03-10", "2023-03-10"),
        ("tuesday of next week", "2023-03-21", "2023-03-21"),
        ("may last year", "2022-05", "2022-05-31"),
        ("4 may of last year", "2022-05-04", "2022-05-04"),
        ("good friday", "2022-04-15", "2022-04-15"),
        ("last christmas", "2022-12-25", "2022-12-25"),
        ("new year 's eve 2020", "2020-12-31", "2020-12-31"),
        ("that day", "2019-06-30", "2019-06-30"),
        ("the same month", "2019-06", "2019-06-30"),
        ("that year", "2019", "2019-12-31"),
        ("the previous day", "2019-06-29", "2019-06-29"),
        ("the day after", "2019-07-01", "2019-07-01"),
        ("the following month", "2019-07", "2019-07-31"),
        ("the year previous", "2018", "2018-12-31"),
        ("2 days later", "2019-07-02", "2019-07-02"),
        ("18 months earlier", "2017-12", "2017-12-31"),
    ] {
        let words: Vec<&str> = text.split(' ').collect();
        let (length, said) = expression::read(&words).unwrap_or_else(|| panic!("{text}"));
        let resolved =
            resolve(said, Some(anchor), Some(reference), Direction::Past).unwrap_or_else(|| panic!("{text}"));
        let end = resolved.days.map(|days| days.last.to_string());
        assert_eq!((length, resolved.value.as_str(), end.as_deref()), (words.len(), value, Some(last)), "{text}");
    }
}

#[test]
fn values_without_days() {
    for (text, value) in [
        ("the financial year", "FY2023"),
        ("the last financial year", "FY2022"),
        ("fiscal 2007", "FY2007"),
        ("fy 2022 - 23", "FY2023"),
        ("the 2021 - 22 financial year", "FY2022"),
        ("fiscal year 2019 / 2020", "FY2020"),
        ("the third quarter of fiscal 2022", "FY2022-Q3"),
        ("q1 of the last fiscal year", "FY2022-Q1"),
        ("the early 16th century", "15"),
        ("recently", "PAST_REF"),
        ("20 - 5 years", "P25Y"),
    ] {
        let words: Vec<&str> = text.split(' ').collect();
        let (length, said) = expression::read(&words).unwrap_or_else(|| panic!("{text}"));
        let resolved = calendar::resolve(said, "2023-03-15".parse().ok(), Direction::Past);
        let expected = Some(Resolved { value: value.to_owned(), days: None });
        assert_eq!((length, resolved), (words.len(), expected), "{text}");
    }
    for text in ["03/04/2025", "31.02.2021", "12/2022", "1.5", "3 and 7 soldiers", "later", "that soldier"] {
        let words: Vec<&str> = text.split(' ').collect();
        let said = expression::read(&words).map(|(_, said)| said);
        let days = said.and_then(|said| calendar::resolve(said, "2023-03-15".parse().ok(), Direction::Past));
        assert_eq!(days, None, "{text}: {said:?}");
    }
}

#[test]
fn times_of_the_day() {
    for (text, expected) in [
        ("12:00 utc", Some((2, "T12:00Z"))),
        ("8.45pm on", Some((1, "T20:45"))),
        ("12 a.m. local", Some((3, "T00:00"))),
        ("7:30 am", Some((2, "T07:30"))),
        ("18:05 ,", Some((1, "T18:05"))),
        ("18:05 gmt", Some((2, "T18:05Z"))),
        ("noon", Some((1, "T12:00"))),
        ("2.5", None),
        ("13 pm", None),
        ("25:00 utc", None),
        ("7 soldiers", None),
    ] {
        let words: Vec<&str> = text.split(' ').collect();
        let found = times::clock(&words);
        assert_eq!(found.as_ref().map(|(length, time)| (*length, time.as_str())), expected, "{text}");
    }
}
