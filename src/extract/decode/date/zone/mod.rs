//! Time zones as dates name them: offsets in figures, abbreviations, and names of the IANA database.

mod names;

use jiff::tz::{Offset, TimeZone};

use names::{ABBREVIATIONS, AMBIGUOUS, LONG, SEASONAL};

/// The time zone of a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Zone {
    /// One that is known.
    Known(TimeZone),
    /// A name of several meanings, and the zone that it is taken for.
    Ambiguous(String, TimeZone),
    /// A name that means nothing.
    Unknown(String),
}

/// A date with the zones that it writes out shortened.
pub(super) fn shorten(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let longest = LONG.iter().filter(|(name, _)| lower.contains(name)).max_by_key(|(name, _)| name.len());
    longest.map_or_else(
        || text.to_owned(),
        |(name, short)| {
            let at = lower.find(name).unwrap_or_default();
            let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
            format!("{before}{short}{}", after.get(name.len()..).unwrap_or_default())
        },
    )
}

/// The zone of a word, where it names one: an offset, an abbreviation, or a name such as `Europe/Riga`.
pub(super) fn read(word: &str) -> Option<Zone> {
    offset(word).map(fixed).or_else(|| seasonal(word)).or_else(|| abbreviation(word)).or_else(|| named(word))
}

/// The zone of a word in the square brackets of RFC 9557, which may hold an offset too.
pub(super) fn annotated(word: &str) -> Zone {
    let word = word.trim_start_matches('!');
    read(word)
        .or_else(|| TimeZone::get(word).ok().map(Zone::Known))
        .unwrap_or_else(|| Zone::Unknown(word.chars().take(40).collect()))
}

/// Whether a word could be a zone: an abbreviation in capitals, or a sign before figures.
pub(super) fn could_be(word: &str) -> bool {
    let is_short = (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let figures = word.strip_prefix(['+', '-', '−']).unwrap_or_default();
    is_short || (2..=6).contains(&figures.len()) && figures.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

fn fixed(offset: Offset) -> Zone {
    Zone::Known(TimeZone::fixed(offset))
}

/// `+09:00`, `+0900`, `+09`, `+9`, `−09:30`, `UTC+05:30`, `GMT-3`.
fn offset(word: &str) -> Option<Offset> {
    let word = ["UTC", "GMT", "UT"].iter().find_map(|name| word.strip_prefix(name)).unwrap_or(word);
    let sign = match word.chars().next()? {
        '+' => 1,
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let figures = word.get(word.chars().next()?.len_utf8()..)?;
    let (hours, rest) = match figures.split_once(':') {
        Some((hours, rest)) => (hours, rest),
        None if figures.len() <= 2 => (figures, "0"),
        None => figures.split_at_checked(figures.len() - 2)?,
    };
    let minutes = rest.strip_suffix(":00").unwrap_or(rest);
    let number = |text: &str| {
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_short.then(|| text.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    // No clock on earth is further away.
    let is_real = minutes < 60 && hours * 60 + minutes <= 14 * 60;
    is_real.then(|| Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()).flatten()
}

fn of(hours: i8, minutes: i8) -> Option<TimeZone> {
    Offset::from_seconds(i32::from(hours) * 3600 + i32::from(minutes) * 60).ok().map(TimeZone::fixed)
}

fn seasonal(word: &str) -> Option<Zone> {
    let (_, name) = SEASONAL.iter().find(|(short, _)| *short == word)?;
    TimeZone::get(name).ok().map(Zone::Known)
}

fn abbreviation(word: &str) -> Option<Zone> {
    let find = |table: &[(&str, i8, i8)]| {
        let (_, hours, minutes) = table.iter().find(|(name, ..)| *name == word || *name == "Z" && word == "z")?;
        of(*hours, *minutes)
    };
    let known = find(ABBREVIATIONS).map(Zone::Known);
    known.or_else(|| find(AMBIGUOUS).map(|zone| Zone::Ambiguous(word.to_owned(), zone)))
}

/// `Europe/Riga`, `America/Argentina/Buenos_Aires`; a name of that form which the database does not have is unknown.
fn named(word: &str) -> Option<Zone> {
    let is_name = word.contains('/')
        && word.starts_with(|letter: char| letter.is_ascii_uppercase())
        && word.split('/').all(|part| part.len() > 1 && part.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    is_name.then(|| annotated_name(word))
}

fn annotated_name(word: &str) -> Zone {
    TimeZone::get(word).map_or_else(|_| Zone::Unknown(word.chars().take(40).collect()), Zone::Known)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The offset on a day in March, in minutes, with `?` for a name of several meanings; the name where it is unknown.
    fn check(word: &str, expected: &str) {
        let minutes = |zone: &TimeZone| {
            let at = date(2026, 3, 23).at(12, 0, 0, 0).to_zoned(zone.clone()).unwrap();
            at.offset().seconds() / 60
        };
        let read = match read(word) {
            Some(Zone::Known(zone)) => minutes(&zone).to_string(),
            Some(Zone::Ambiguous(_, zone)) => format!("{}?", minutes(&zone)),
            Some(Zone::Unknown(name)) => name,
            None => "none".to_owned(),
        };
        assert_eq!(read, expected, "{word}");
    }

    #[test]
    fn offsets_and_names() {
        for (word, expected) in [
            ("+09:00", "540"),
            ("+0900", "540"),
            ("+09", "540"),
            ("+9", "540"),
            ("+930", "570"),
            ("-03:30", "-210"),
            ("−03:30", "-210"),
            ("-00:00", "0"),
            ("+05:30:00", "330"),
            ("GMT+9", "540"),
            ("UTC+05:30", "330"),
            ("UTC", "0"),
            ("Z", "0"),
            ("CEST", "120"),
            ("NST", "-210"),
            ("ET", "-240"),
            ("EST/EDT", "-240"),
            ("Europe/Riga", "120"),
            ("Asia/Kathmandu", "345"),
            ("America/Argentina/Buenos_Aires", "-180"),
            ("Europe/Atlantis", "Europe/Atlantis"),
            ("CST", "-360?"),
            ("IST", "none"),
            ("+25:00", "none"),
            ("+09:75", "none"),
            ("+", "none"),
            ("9", "none"),
            ("03/23", "none"),
        ] {
            check(word, expected);
        }
    }

    #[test]
    fn zones_that_are_written_out() {
        assert_eq!(shorten("9:15 PM Eastern Daylight Time, March 23"), "9:15 PM EDT, March 23");
        assert_eq!(shorten("21:15 (Central European Standard Time)"), "21:15 (CET)");
        assert_eq!(shorten("21:15 Central European Time"), "21:15 CET");
        assert_eq!(shorten("21:15 local time"), "21:15 local time");
    }
}
