//! The words of a date, one after the other, in whatever order they come.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::{
    clock,
    clock::Clock,
    figures::{self, Day},
    names::{self, Name},
    number,
    written::{Doubt, Unread, Written},
    zone,
    zone::Zone,
};

/// What the words have said so far.
#[derive(Debug, Default)]
pub(super) struct Words {
    day: Option<Day>,
    year: Option<i16>,
    month: Option<i8>,
    number: Option<i8>,
    weekday: Option<Weekday>,
    clock: Option<Clock>,
    zone: Option<Zone>,
    /// Whether the zone is an offset, which counts before a name.
    has_offset: bool,
    /// The zone in square brackets, in which the day is counted.
    annotation: Option<Zone>,
    /// Within brackets behind a zone, which only explain it.
    in_comment: bool,
}

/// Reads the words of a date.
pub(super) fn read(text: &str) -> Result<Written, Unread> {
    let words: Vec<&str> = text.split_whitespace().flat_map(parts).collect();
    let mut read = Words::default();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        match read.word(word, next) {
            Some(Step::On) => {}
            Some(Step::End) => break,
            None => return Err(Unread::Form),
        }
    }
    read.written()
}

/// Whether the words go on.
enum Step {
    On,
    End,
}

/// The parts of a word between commas, which belong to the fraction of a second where it has a time.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if word.contains(':') { &[] } else { &[','] };
    word.split(separators)
}

impl Words {
    fn word(&mut self, word: &str, next: &str) -> Option<Step> {
        if self.in_comment || word.starts_with('(') && self.zone.is_some() {
            self.in_comment = !word.ends_with(')');
            return Some(Step::On);
        }
        let word = word.trim_matches([',', ';', '|', '(', ')', '"', '\'', '@']).trim_end_matches(':');
        if !word.contains(char::is_alphanumeric) {
            return Some(Step::On);
        }
        if self.figures(word, next) {
            return Some(Step::On);
        }
        self.name(word, next)
    }

    /// A word that begins with a figure.
    fn figures(&mut self, word: &str, next: &str) -> bool {
        if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
            return self.date(word);
        }
        if let Some((day, time)) = split_at_t(word) {
            let clock = clock::read(time).or_else(|| clock::compact(time));
            return self.date(day) && clock.is_some_and(|(clock, rest)| self.time(clock, rest));
        }
        if self.date(word) || self.counted(word, next) || self.zoned_date(word) {
            return true;
        }
        if let Some((moment, rest)) = number::moment(word).filter(|_| !self.has_date()) {
            self.day = Some(Day::Certain(moment.date()));
            return clock::compact(&moment.time().strftime("%H%M%S").to_string())
                .is_some_and(|(clock, _)| self.time(clock, rest));
        }
        clock::read(word).is_some_and(|(clock, rest)| self.time(clock, rest))
    }

    /// A day in figures.
    fn date(&mut self, word: &str) -> bool {
        let day = figures::day(word).filter(|_| !self.has_date());
        self.day = self.day.or(day);
        day.is_some()
    }

    /// `2026-03-23+09:00`, as XML writes a day.
    fn zoned_date(&mut self, word: &str) -> bool {
        let Some((day, rest)) = word.split_at_checked("2026-03-23".len()) else { return false };
        zone::read(rest).is_some() && self.date(day) && self.zone(rest)
    }

    /// A number alone: of a day, a year, or an hour, as what stands around it tells.
    fn counted(&mut self, word: &str, next: &str) -> bool {
        let lower = word.to_lowercase();
        let ending = lower.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if !matches!(ending, "" | "." | "st" | "nd" | "rd" | "th" | "er" | "º" | "°") {
            return false;
        }
        let Some(digits) = lower.get(..lower.len() - ending.len()) else { return false };
        let small = figures::figures(digits);
        let is_hour =
            names::half(next).is_some() || matches!(next.to_lowercase().as_str(), "uhr" | "h" | "hrs" | "hours");
        if is_hour && self.clock.is_none() {
            self.clock = small.and_then(Clock::of_hour).or_else(|| clock::compact(digits).map(|(clock, _)| clock));
            return self.clock.is_some();
        }
        if self.has_date() {
            let clock = clock::compact(digits).filter(|_| digits.len() > 2 && self.clock.is_none());
            self.clock = self.clock.or(clock.map(|(clock, _)| clock));
            return clock.is_some();
        }
        match (figures::full_year(digits), small) {
            (Some(year), _) if self.year.is_none() => self.year = Some(year),
            (None, Some(number)) if self.number.is_none() => self.number = Some(number),
            // "12 Jun 25 00:30": two figures behind day and month are a year.
            (None, Some(_)) if self.month.is_some() && self.year.is_none() => self.year = figures::short_year(digits),
            _ => return false,
        }
        true
    }

    /// A time, with what stands behind it in the same word.
    fn time(&mut self, clock: Clock, rest: &str) -> bool {
        if self.clock.is_some() {
            return false;
        }
        self.clock = Some(clock);
        let (rest, annotations) = rest.split_at_checked(rest.find('[').unwrap_or(rest.len())).unwrap_or((rest, ""));
        for annotation in annotations.split(['[', ']']).filter(|part| !part.is_empty() && !part.contains('=')) {
            self.annotation = Some(zone::annotated(annotation));
        }
        if let Some(half) = names::half(rest) {
            self.clock = Some(clock.within(half));
            return true;
        }
        rest.is_empty() || self.zone(rest)
    }

    /// A zone: an offset counts before a name, and the first name before others.
    fn zone(&mut self, word: &str) -> bool {
        let is_known = |zone: &Zone| !matches!(zone, Zone::Unknown(_));
        let is_offset = word.contains(['+', '-', '−', '–']) && !word.contains('/');
        let could_be = || (zone::could_be(word) && self.clock.is_some()).then(|| Zone::Unknown(word.to_owned()));
        let Some(zone) = zone::read(word).or_else(could_be) else { return false };
        let is_better = is_offset && !self.has_offset || is_known(&zone) && !self.zone.as_ref().is_some_and(is_known);
        if self.zone.is_none() || is_better {
            self.has_offset = is_offset;
            self.zone = Some(zone);
        }
        true
    }

    /// A word of letters, or an offset.
    fn name(&mut self, word: &str, next: &str) -> Option<Step> {
        if word.starts_with('[') {
            self.annotation = Some(zone::annotated(word.trim_matches(['[', ']'])));
            return Some(Step::On);
        }
        match names::read(word.trim_end_matches('.').to_lowercase().as_str()) {
            Some(Name::Month(month)) if self.month.is_none_or(|known| known == month) => self.month = Some(month),
            Some(Name::Day(day)) => self.weekday = Weekday::from_monday_one_offset(day).ok(),
            Some(Name::Half(half)) => self.clock = self.clock.map(|clock| clock.within(half)),
            Some(Name::Change) if self.has_date() => return Some(Step::End),
            Some(Name::Filler | Name::Change) => {}
            None if self.zone(word) || self.place(word, next) => {}
            Some(Name::Month(_)) | None => return None,
        }
        Some(Step::On)
    }

    /// "21:15 Harare time": the zone of a place that is in no table.
    fn place(&mut self, word: &str, next: &str) -> bool {
        let is_place = word.starts_with(char::is_uppercase) && next == "time" && self.clock.is_some();
        if is_place && self.zone.is_none() {
            self.zone = Some(Zone::Unknown(word.to_owned()));
        }
        is_place
    }

    fn has_date(&self) -> bool {
        self.day.is_some() || self.year.is_some() && self.month.is_some() && self.number.is_some()
    }

    /// The day that the words say. Where day and month could be exchanged, the day of the week decides.
    fn the_day(&self) -> Result<Date, Unread> {
        match self.day {
            Some(Day::Certain(day)) => Ok(day),
            Some(Day::Exchangeable(day, other)) => {
                let fits = |day: &Date| Some(day.weekday()) == self.weekday;
                match (fits(&day), fits(&other)) {
                    (true, false) => Ok(day),
                    (false, true) => Ok(other),
                    _ => Err(Unread::Exchangeable),
                }
            }
            None => {
                let date = self.year.zip(self.month).zip(self.number);
                date.and_then(|((year, month), day)| Date::new(year, month, day).ok()).ok_or(Unread::Form)
            }
        }
    }

    fn written(self) -> Result<Written, Unread> {
        let day = self.the_day()?;
        let clock = self.clock.map_or_else(|| day.at(0, 0, 0, 0), |clock| day.to_datetime(clock.time));
        let is_next_day = self.clock.is_some_and(|clock| clock.is_next_day);
        let ahead = jiff::Span::new().days(i64::from(is_next_day));
        let local = clock.checked_add(ahead).map_err(|_| Unread::Form)?;
        let annotated = self.annotation.clone();
        let (zone, doubt) = match self.zone.or(self.annotation) {
            None => (TimeZone::UTC, None),
            Some(Zone::Known(zone)) => (zone, None),
            Some(Zone::Ambiguous(name, zone)) => (zone, Some(Doubt { name, is_ambiguous: true })),
            Some(Zone::Unknown(name)) => (TimeZone::UTC, Some(Doubt { name, is_ambiguous: false })),
        };
        let at = local.to_zoned(zone).map_err(|_| Unread::Form)?.timestamp();
        let day = match annotated {
            Some(Zone::Known(zone)) => at.to_zoned(zone).date(),
            _ => local.date(),
        };
        Ok(Written { at, day, doubt })
    }
}

/// Day and time at the `T` between figures.
fn split_at_t(word: &str) -> Option<(&str, &str)> {
    let is_figure = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let (before, after) = word.split_once(['T', 't'])?;
    (is_figure(before.chars().next_back()) && is_figure(after.chars().next())).then_some((before, after))
}
