//! The days of single expressions.

use super::{super::expression::read, *};

#[track_caller]
fn check(text: &str, anchor: &str, direction: Direction, [value, first, last]: [&str; 3]) {
    let words: Vec<&str> = text.split(' ').collect();
    let (length, said) = read(&words).unwrap();
    assert_eq!(length, words.len(), "{text}: {said:?}");
    let resolved = resolve(said, Some(anchor.parse().unwrap()), direction).unwrap();
    let Days { first: from, last: to, .. } = resolved.days.unwrap();
    assert_eq!(
        (resolved.value.as_str(), from.to_string().as_str(), to.to_string().as_str()),
        (value, first, last),
        "{text}"
    );
}

#[test]
fn weekdays_follow_the_tense() {
    // 2022-01-19 is a Wednesday.
    check("friday", "2022-01-19", Direction::Past, ["2022-01-14", "2022-01-14", "2022-01-14"]);
    check("friday", "2022-01-19", Direction::Future, ["2022-01-21", "2022-01-21", "2022-01-21"]);
    check("wednesday", "2022-01-19", Direction::Past, ["2022-01-19", "2022-01-19", "2022-01-19"]);
    check("last wednesday", "2022-01-19", Direction::Past, ["2022-01-12", "2022-01-12", "2022-01-12"]);
}

#[test]
fn a_weekday_of_this_week_may_be_past() {
    // 2022-01-19 is a Wednesday.
    check("this monday", "2022-01-19", Direction::Past, ["2022-01-17", "2022-01-17", "2022-01-17"]);
    check("this friday", "2022-01-19", Direction::Unknown, ["2022-01-21", "2022-01-21", "2022-01-21"]);
}

#[test]
fn several_weekdays_lie_within_seven_days() {
    check("saturday and sunday", "2022-01-19", Direction::Past, ["2022-01-15/2022-01-16", "2022-01-15", "2022-01-16"]);
    check("friday to monday", "2022-01-19", Direction::Future, ["2022-01-21/2022-01-24", "2022-01-21", "2022-01-24"]);
}

#[test]
fn overnight_is_the_night_before_publication() {
    check("overnight", "2022-01-19", Direction::Past, ["2022-01-18TNI", "2022-01-18", "2022-01-19"]);
}

#[test]
fn months_without_a_year_are_the_last_or_the_next() {
    check("late december", "2022-01-19", Direction::Past, ["2021-12", "2021-12-21", "2021-12-31"]);
    check("october", "2009-06-05", Direction::Future, ["2009-10", "2009-10-01", "2009-10-31"]);
    check("june 3", "2009-05-14", Direction::Future, ["2009-06-03", "2009-06-03", "2009-06-03"]);
    check("december 30", "2022-01-04", Direction::Past, ["2021-12-30", "2021-12-30", "2021-12-30"]);
    check("last november", "2009-10-12", Direction::Past, ["2008-11", "2008-11-01", "2008-11-30"]);
}

#[test]
fn units_around_the_publication() {
    check("last week", "2004-11-24", Direction::Past, ["2004-W47", "2004-11-15", "2004-11-21"]);
    check("next month", "2011-12-08", Direction::Future, ["2012-01", "2012-01-01", "2012-01-31"]);
    check("last year", "2010-01-28", Direction::Past, ["2009", "2009-01-01", "2009-12-31"]);
    check("the weekend", "2022-01-19", Direction::Past, ["2022-W02-WE", "2022-01-15", "2022-01-16"]);
    check("2 days ago", "2022-03-01", Direction::Past, ["2022-02-27", "2022-02-27", "2022-02-27"]);
    check("the first quarter of last year", "2009-05-07", Direction::Past, ["2008-Q1", "2008-01-01", "2008-03-31"]);
    check("the past 3 months", "2022-03-01", Direction::Past, ["P3M", "2021-12-01", "2022-03-01"]);
    check("the 1990s", "2022-03-01", Direction::Past, ["199", "1990-01-01", "1999-12-31"]);
}

#[test]
fn lengths_have_no_days() {
    let (_, said) = read(&["3", "weeks"]).unwrap();
    assert_eq!(resolve(said, None, Direction::Past), Some(Resolved { value: "P3W".into(), days: None }));
}
