//! Datelines: the place, agency and date that open a news story, with a dash, and where the dash was lost.

mod day;
mod words;

use std::sync::LazyLock;

use regex::{Captures, Regex};

pub(super) use day::StatedDay;
use words::{AGENCIES, NO_PLACE, OPENERS, REGIONS};

struct Patterns {
    dashed: Regex,
    titled: Regex,
    agency_only: Regex,
    lost: Regex,
    bare: Regex,
    date_only: Regex,
    slashed: Regex,
    dated: Regex,
    within: Regex,
    date_first: Regex,
    date_after: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let caps = r"\p{Lu}[\p{Lu}.'’]+(?:[ /-](?:\p{Lu}[\p{Lu}.'’]+|de|la|el|al|DE))*";
    let region = r", \p{Lu}[\p{L}.'’-]+(?: (?:of |and |the )?\p{Lu}[\p{L}.'’-]+){0,3}";
    let named = r"\p{Lu}[\p{L}.'’-]+(?:[ /](?:\p{Lu}[\p{L}.'’-]+|de|la|el|al)){0,3}";
    let date = day::pattern();
    let dash = r"(?: ?(?:—|–|--) ?| [-_] |-(?: |$))";
    let bracket = r"(?: ?\((?P<agency>[^()]{2,40})\))";
    let compile = |pattern: &str| Regex::new(pattern).ok();
    Some(Patterns {
        dashed: compile(&format!("^(?P<place>{caps}(?:{region})?)(?:,? {date})?{bracket}?(?P<dash>{dash}|: ?)"))?,
        titled: compile(&format!("^(?P<place>{named}(?:{region})?)(?:,? {date})?{bracket}(?P<dash>{dash}|: ?| )?"))?,
        agency_only: compile(&format!(r"^\((?:{AGENCIES})\)(?:{dash}| )"))?,
        lost: compile(&format!(r"^(?P<place>{caps}, (?:{REGIONS}))(?:,? {date})? (?:[“\x22]?\p{{Lu}}|\d)"))?,
        bare: compile(&format!(r"^(?P<place>{caps})(?:,? {date} (?:[“\x22]?\p{{Lu}})| (?:{OPENERS}) \p{{L}})"))?,
        date_only: compile(&format!("^{date}$"))?,
        slashed: compile(&format!(
            r"^(?P<place>{named}(?:{region})?),? {date}\.? /(?P<agency>[^/]{{2,30}})/\.?(?:{dash}| |$)"
        ))?,
        dated: compile(&format!("^(?P<place>{named}(?:{region})?),? {date}{bracket}?(?:{dash}|(?P<colon>: ?))"))?,
        within: compile(&format!(r"^\((?P<place>{named}(?:{region})?),? {date}\)(?:{dash}|: ?| )"))?,
        date_first: compile(&format!(r"^{date}(?P<place>,? \([^()]{{2,40}}\)|,? {caps}(?:{region})?)?(?:{dash}|: )"))?,
        date_after: compile(&format!("^ ?{date}{bracket}?(?:{dash}|: )"))?,
    })
});

/// The dateline that opens a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Its length in bytes, without the space behind it.
    pub length: usize,
    /// The day that it states.
    pub day: Option<StatedDay>,
}

/// Finds the dateline that opens a paragraph.
pub(super) fn find(paragraph: &str) -> Option<Dateline> {
    let found = paragraph.get(..end(paragraph)?)?.trim_end();
    Some(Dateline { length: found.len(), day: day::stated(found) }).filter(|found| found.length > 0)
}

/// The byte at which the words behind a dateline begin, or the space before them.
fn end(paragraph: &str) -> Option<usize> {
    let patterns = PATTERNS.as_ref()?;
    if patterns.date_only.is_match(paragraph) {
        return Some(paragraph.len());
    }
    let agency_only = patterns.agency_only.find(paragraph).map(|found| found.end());
    let found = agency_only.or_else(|| dashed(patterns, paragraph)).or_else(|| titled(patterns, paragraph));
    let found = found.or_else(|| dated(patterns, paragraph));
    if let Some(end) = found {
        // "RIGA — Oct. 14, 2024 — ": the date stands between two dashes.
        let rest = paragraph.get(end..)?;
        return Some(end + patterns.date_after.find(rest).map_or(0, |date| date.end()));
    }
    lost(patterns, paragraph)
}

/// "MOSCOW, December 5. /TASS/.", "Riga, 14 October 2024 –", "(Riga, October 14, 2024) –", "October 14, 2024 (RIGA) –".
fn dated(patterns: &Patterns, paragraph: &str) -> Option<usize> {
    let with_place = [&patterns.slashed, &patterns.dated, &patterns.within].into_iter().find_map(|pattern| {
        // "Lee, Jan. 6: …" is a person and a day.
        let is_parted = |captures: &Captures| captures.name("colon").is_none() || captures.name("year").is_some();
        let is_placed = |captures: &Captures| captures.name("place").is_some_and(|place| is_place(place.as_str()));
        pattern.captures(paragraph).filter(is_parted).filter(is_placed)
    });
    let is_full = |captures: &Captures| captures.name("place").is_some() || captures.name("year").is_some();
    let captures = with_place.or_else(|| patterns.date_first.captures(paragraph).filter(is_full))?;
    let end = captures.get(0)?.end();
    (has_date(&captures) && begins_sentence(paragraph, end)).then_some(end)
}

/// "RIGA, Latvia (AP) —", "RIGA, Jan 5 (Reuters) -", "RIGA —".
fn dashed(patterns: &Patterns, paragraph: &str) -> Option<usize> {
    let captures = patterns.dashed.captures(paragraph)?;
    let place = captures.name("place")?.as_str();
    let has_more = place.contains(',') || captures.name("agency").is_some() || has_date(&captures);
    let by_colon = captures.name("dash").is_some_and(|dash| dash.as_str().starts_with(':'));
    let end = captures.get(0)?.end();
    (is_place(place) && begins_sentence(paragraph, end) && (has_more || !by_colon)).then_some(end)
}

/// "Riga (AFP) –": a name in ordinary letters counts with an agency that is known.
fn titled(patterns: &Patterns, paragraph: &str) -> Option<usize> {
    let captures = patterns.titled.captures(paragraph)?;
    let agency = captures.name("agency")?.as_str();
    let place = captures.name("place")?.as_str();
    let is_known =
        AGENCIES.split('|').any(|name| agency == name || agency.split([',', '/']).any(|part| part.trim() == name));
    let end = captures.get(0)?.end();
    // "Doe (AP) said": the bracket belongs to the sentence unless a new one begins behind it.
    let is_parted = captures.name("dash").is_some() && begins_sentence(paragraph, end);
    (is_known && is_place(place) && is_parted).then_some(end)
}

/// "RIGA, Latvia As ministers …", "RIGA The minister …": the dash was lost.
fn lost(patterns: &Patterns, paragraph: &str) -> Option<usize> {
    /// Letters in capitals that a place has at least, where nothing else parts it from the sentence.
    const CAPITALS: usize = 4;
    let captures = patterns.lost.captures(paragraph).or_else(|| patterns.bare.captures(paragraph))?;
    let place = captures.name("place")?;
    let capitals = place.as_str().chars().filter(|letter| letter.is_uppercase()).count();
    if !is_place(place.as_str()) || capitals < CAPITALS || is_shouted(paragraph) {
        return None;
    }
    let date = ["day", "day_first", "month_after", "year"].iter().filter_map(|name| captures.name(name));
    date.map(|part| part.end()).chain([place.end()]).max()
}

/// Most of a paragraph is in capitals: a headline, in which nothing marks a place.
fn is_shouted(paragraph: &str) -> bool {
    let letters = || paragraph.chars().filter(|letter| letter.is_alphabetic());
    letters().filter(|letter| letter.is_uppercase()).count() * 2 > letters().count()
}

fn is_place(place: &str) -> bool {
    let first = place.split(',').next().unwrap_or(place);
    !NO_PLACE.iter().any(|word| first.eq_ignore_ascii_case(word))
        && !NO_PLACE.contains(&first.split(' ').next().unwrap_or(first))
}

fn begins_sentence(paragraph: &str, at: usize) -> bool {
    let next = paragraph
        .get(at..)
        .and_then(|rest| rest.trim_start().chars().find(|letter| !matches!(letter, '"' | '“' | '‘' | '\'')));
    next.is_none_or(|next| next.is_uppercase() || next.is_numeric())
}

/// Whether a date was found, with a day that there is in a month.
fn has_date(captures: &Captures) -> bool {
    captures.get(0).and_then(|found| day::stated(found.as_str())).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraph: &str, expected: &str) {
        assert!(PATTERNS.is_some());
        let end = find(paragraph).map_or(0, |found| found.length);
        assert_eq!(paragraph.get(..end), Some(expected), "{paragraph}");
    }

    #[test]
    fn datelines_with_a_dash() {
        check("RIGA, Latvia (AP) — The ministers met.", "RIGA, Latvia (AP) —");
        check("RIGA, Jan 5 (Reuters) - Two ministers met.", "RIGA, Jan 5 (Reuters) -");
        check("RIGA — “We met,” she said.", "RIGA —");
        check("NEW DELHI: The ministers met.", "");
        check("NEW DELHI, March 3: The ministers met.", "NEW DELHI, March 3:");
        check("Riga (AFP) – Ministers met.", "Riga (AFP) –");
        check("(Reuters) - Ministers met.", "(Reuters) -");
        check("UNITED NATIONS (AP) _ The council met.", "UNITED NATIONS (AP) _");
        check("GAZA/JERUSALEM, 5 May 2024 (Reuters) -- Talks began.", "GAZA/JERUSALEM, 5 May 2024 (Reuters) --");
        check("ST. LOUIS (AP) — A judge ruled.", "ST. LOUIS (AP) —");
    }

    #[test]
    fn datelines_whose_dash_was_lost() {
        check("RIGA, Latvia As ministers meet, talks stall.", "RIGA, Latvia");
        check("RIGA The ministers met.", "RIGA");
        check("SPRINGFIELD, Ill. Police said on Monday that they left.", "SPRINGFIELD, Ill.");
        check("RIGA, Jan 5 The ministers met.", "RIGA, Jan 5");
        check("RIGA, Latvia (AP) The ministers met.", "RIGA, Latvia (AP)");
    }

    #[test]
    fn datelines_with_a_date() {
        check("RIGA, Oct. 14, 2024 (Baltic Wire) -- The ministers met.", "RIGA, Oct. 14, 2024 (Baltic Wire) --");
        check("RIGA, OCT 14 (Reuters) - The ministers met.", "RIGA, OCT 14 (Reuters) -");
        check("RIGA, Monday, Oct 14 — The ministers met.", "RIGA, Monday, Oct 14 —");
        check("RIGA, October 14. /TASS/. The ministers met.", "RIGA, October 14. /TASS/.");
        check("RIGA — Oct. 14, 2024 — The ministers met.", "RIGA — Oct. 14, 2024 —");
        check("(Reuters) - Oct. 14 - The ministers met.", "(Reuters) - Oct. 14 -");
        check("Riga, 14 October 2024 – The ministers met.", "Riga, 14 October 2024 –");
        check("(Riga, October 14, 2024) – The ministers met.", "(Riga, October 14, 2024) –");
        check("October 14, 2024 (RIGA) – The ministers met.", "October 14, 2024 (RIGA) –");
        check("14 October 2024 – The ministers met.", "14 October 2024 –");
        check("Riga, October 5 was a day of talks.", "");
        check("October 14 – the day of the vote – was quiet.", "");
        check("Riga, 35 October 2024 – The ministers met.", "");
        check("Riga, October 14, 2024: The ministers met.", "Riga, October 14, 2024:");
        check("Lee, October 14: The ministers met.", "");
    }

    #[test]
    fn a_date_alone() {
        check("December 10, 2013", "December 10, 2013");
        check("Wednesday, May 8, 2024", "Wednesday, May 8, 2024");
    }

    #[test]
    fn what_is_no_dateline() {
        for paragraph in [
            "NATO — The alliance met.",
            "BREAKING: Ministers met.",
            "EXCLUSIVE - Ministers met in Riga.",
            "The minister (AP) said so.",
            "UNESCO The Courier is a magazine.",
            "RIGA, LATVIA THE MINISTERS MEET",
            "TALKS END AS THE Minister leaves",
            "Ann Lee (Labour) - The candidate won.",
            "US The Secretary met.",
            "GENEVA talks — which failed — began.",
            "May 8, 2024 was a Wednesday.",
        ] {
            check(paragraph, "");
        }
    }
}
