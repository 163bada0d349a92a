//! Times of the day: `21:15`, `21:15:00.123Z`, `9:15 p.m.`, `21.15`, `21h15`.

use jiff::civil::Time;

use super::{figures::figures, names, names::Half};

/// A time of the day, where the day may end with it: 24:00 is the midnight behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The time.
    pub time: Time,
    /// Whether it is that of the next day.
    pub is_next_day: bool,
}

impl Clock {
    fn new(hour: i8, minute: i8, second: i8, nanosecond: i32) -> Option<Self> {
        if hour == 24 {
            let is_midnight = minute == 0 && second == 0 && nanosecond == 0;
            return is_midnight.then_some(Self { time: Time::midnight(), is_next_day: true });
        }
        // A leap second belongs to the minute that it ends.
        let time = Time::new(hour, minute, second.min(59), nanosecond).ok().filter(|_| second <= 60)?;
        Some(Self { time, is_next_day: false })
    }

    /// An hour alone, which is a time only beside its half of the day.
    pub(super) fn of_hour(hour: i8) -> Option<Self> {
        Self::new(hour, 0, 0, 0)
    }

    /// The same time of the clock in a half of the day; one of more than twelve hours needs none.
    pub(super) fn within(self, half: Half) -> Self {
        let hour = match (half, self.time.hour()) {
            (Half::Morning, 12) => 0,
            (Half::Afternoon, hour @ 0..12) => hour + 12,
            (_, hour) => hour,
        };
        let time = self.time;
        let time = Time::new(hour, time.minute(), time.second(), time.subsec_nanosecond()).unwrap_or(time);
        Self { time, ..self }
    }
}

/// The time that a word begins with, and what stands behind it in the word: its half of the day, or a zone.
pub(super) fn read(word: &str) -> Option<(Clock, &str)> {
    let (hour, rest) = number(word)?;
    let hour = figures(hour)?;
    if let Some(rest) = rest.strip_prefix([':', '.', 'h', 'H']) {
        let is_colon = word.contains(':');
        match number(rest) {
            Some((minute, rest)) if minute.len() == 2 => return minutes(hour, minute, rest, is_colon),
            // "21h"
            None if !is_colon && word.contains(['h', 'H']) => return Some((Clock::of_hour(hour)?, rest)),
            _ => return None,
        }
    }
    // "9pm"
    names::half(rest).and_then(|_| Some((Clock::of_hour(hour)?, rest)))
}

/// What stands behind hour and minute: seconds and their parts.
fn minutes<'a>(hour: i8, minute: &str, rest: &'a str, is_colon: bool) -> Option<(Clock, &'a str)> {
    let minute = figures(minute)?;
    let seconds = rest.strip_prefix(':').filter(|_| is_colon).and_then(number);
    match seconds {
        Some((second, rest)) => {
            let (nanosecond, rest) = fraction(rest);
            Some((Clock::new(hour, minute, figures(second)?, nanosecond)?, rest))
        }
        None => Some((Clock::new(hour, minute, 0, 0)?, rest)),
    }
}

/// `2115`, `211500.123Z`: a time without colons, as it stands behind the `T` of a compact date.
pub(super) fn compact(word: &str) -> Option<(Clock, &str)> {
    let (digits, rest) = number(word)?;
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), figures);
    if !matches!(digits.len(), 2 | 4 | 6) {
        return None;
    }
    let (nanosecond, rest) = fraction(rest);
    Some((Clock::new(part(0)?, part(2)?, part(4)?, nanosecond)?, rest))
}

/// The figures that a text begins with, and the rest.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())
}

/// The parts of a second, in nanoseconds; what is finer is cut off.
fn fraction(text: &str) -> (i32, &str) {
    let Some((digits, rest)) = text.strip_prefix(['.', ',']).and_then(number) else { return (0, text) };
    let nanoseconds = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    (nanoseconds.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day() {
        for (word, expected) in [
            ("21:15", "21:15:00 "),
            ("21:15:30.5Z", "21:15:30.5 Z"),
            ("21:15:30,123456789012+01:00", "21:15:30.123456789 +01:00"),
            ("9:15pm", "09:15:00 pm"),
            ("9.15", "09:15:00 "),
            ("9.15p.m.", "09:15:00 p.m."),
            ("9pm", "09:00:00 pm"),
            ("21h15", "21:15:00 "),
            ("21h", "21:00:00 "),
            ("24:00", "00:00:00+1 "),
            ("23:59:60", "23:59:59 "),
            ("24:01", "none"),
            ("9:5", "none"),
            ("25:00", "none"),
            ("21", "none"),
            ("23.", "none"),
            ("21:", "none"),
            ("9th", "none"),
        ] {
            let read = read(word).map(|(clock, rest)| {
                let next = if clock.is_next_day { "+1" } else { "" };
                format!("{}{next} {rest}", clock.time)
            });
            assert_eq!(read.as_deref().unwrap_or("none"), expected, "{word}");
        }
        assert_eq!(compact("2115Z").map(|(clock, rest)| format!("{} {rest}", clock.time)).unwrap(), "21:15:00 Z");
        assert_eq!(compact("211"), None);
    }

    #[test]
    fn halves_of_the_day() {
        for (hour, half, expected) in [
            (12, Half::Morning, 0),
            (9, Half::Morning, 9),
            (12, Half::Afternoon, 12),
            (9, Half::Afternoon, 21),
            (21, Half::Afternoon, 21),
        ] {
            assert_eq!(Clock::of_hour(hour).unwrap().within(half).time.hour(), expected, "{hour} {half:?}");
        }
    }
}
