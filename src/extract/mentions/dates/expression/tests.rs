//! What single expressions say.

use super::*;

#[track_caller]
fn check(text: &str, length: usize, said: Said) {
    let words: Vec<&str> = text.split(' ').collect();
    assert_eq!(read(&words), Some((length, said)), "{text}");
}

#[test]
fn full_dates_in_both_orders() {
    let day = Said::Day { year: Some(2014), month: 5, day: 5 };
    check("may 5 , 2014 and", 4, day);
    check("5 may 2014", 3, day);
    check("monday , may 5 , 2014", 6, day);
    check("the 5th of may 2014", 5, day);
    check("2014-05-05", 1, day);
    check("may 5 when", 2, Said::Day { year: None, month: 5, day: 5 });
}

#[test]
fn parts_and_quarters() {
    let late = Said::Month { year: None, month: 12, which: Which::Bare, part: Part::Late };
    check("late december", 2, late);
    check("early 2020", 2, Said::Year { year: 2020, part: Part::Early });
    check("the end of this year", 5, Said::Unit { unit: Unit::Year, which: Which::This, part: Part::Late });
    check("the third quarter of 2009", 5, Said::Quarter { year: Some(2009), which: Which::Bare, number: 3 });
}

#[test]
fn relative_expressions() {
    check("2 days ago", 3, Said::Offset { count: -2, unit: Unit::Day });
    check("the past 3 months", 4, Said::Stretch { count: -3, unit: Unit::Month });
    check("last december", 2, Said::Month { year: None, month: 12, which: Which::Last, part: Part::Whole });
    check("last wednesday", 2, Said::Weekday { weekday: 3, which: Which::Last });
    check("this morning", 2, Said::DayOffset(0));
    check("soon ,", 1, Said::Vague("FUTURE_REF"));
    assert_eq!(read(&["soon", "as"]), None);
    assert_eq!(read(&["shortly", "after"]), None);
    check("earlier this year", 3, Said::Unit { unit: Unit::Year, which: Which::This, part: Part::Early });
    check("the weekend", 2, Said::Unit { unit: Unit::Weekend, which: Which::Bare, part: Part::Whole });
    check("20 - 5 years", 4, Said::Length { count: 25, unit: Unit::Year });
    check("70 - 1 years ago", 5, Said::Offset { count: -71, unit: Unit::Year });
    check("the past 80 years", 4, Said::Stretch { count: -80, unit: Unit::Year });
    check("the 1990s", 2, Said::Decade { first: 1990 });
    check("every week", 2, Said::Set(Unit::Week));
}

#[test]
fn other_words_are_no_dates() {
    for text in ["the past", "marching on", "second thoughts", "the fall of", "1500 people", "sun rose"] {
        let words: Vec<&str> = text.split(' ').collect();
        let found = read(&words);
        assert!(found.is_none() || found == Some((2, Said::Vague("PAST_REF"))), "{text}: {found:?}");
    }
}
