//! Datelines: the place, agency and date that open a news story, with a dash, and where the dash was lost.

mod words;

use std::sync::LazyLock;

use regex::{Captures, Regex};

use words::{AGENCIES, NO_PLACE, OPENERS, REGIONS};

const MONTH: &str = "(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?";

struct Patterns {
    dashed: Regex,
    titled: Regex,
    agency_only: Regex,
    lost: Regex,
    bare: Regex,
    date_only: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let caps = r"\p{Lu}[\p{Lu}.'’]+(?:[ /-](?:\p{Lu}[\p{Lu}.'’]+|de|la|el|al|DE))*";
    let region = r", \p{Lu}[\p{L}.'’-]+(?: (?:of |and |the )?\p{Lu}[\p{L}.'’-]+){0,3}";
    let named = r"\p{Lu}[\p{L}.'’-]+(?:[ /](?:\p{Lu}[\p{L}.'’-]+|de|la|el|al)){0,3}";
    let date = format!(
        r"(?:{MONTH} (?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}}) {})(?:,? (?P<year>\d{{4}}))?",
        MONTH.replace("month", "month_after")
    );
    let weekday = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?";
    let dash = r"(?: ?(?:—|–|--) ?| [-_] |-(?: |$))";
    let bracket = r"(?: ?\((?P<agency>[^()]{2,40})\))";
    let compile = |pattern: &str| Regex::new(pattern).ok();
    Some(Patterns {
        dashed: compile(&format!("^(?P<place>{caps}(?:{region})?)(?:,? {date})?{bracket}?(?P<dash>{dash}|: ?)"))?,
        titled: compile(&format!("^(?P<place>{named}(?:{region})?)(?:,? {date})?{bracket}(?P<dash>{dash}|: ?| )?"))?,
        agency_only: compile(&format!(r"^\((?:{AGENCIES})\)(?:{dash}| )"))?,
        lost: compile(&format!(r"^(?P<place>{caps}, (?:{REGIONS}))(?:,? {date})? (?:[“\x22]?\p{{Lu}}|\d)"))?,
        bare: compile(&format!(r"^(?P<place>{caps})(?:,? {date} (?:[“\x22]?\p{{Lu}})| (?:{OPENERS}) \p{{L}})"))?,
        date_only: compile(&format!("^{weekday}{date}$"))?,
    })
});

/// The length in bytes of the dateline that opens a paragraph, without the space behind it; 0 for none.
pub(super) fn length(paragraph: &str) -> usize {
    end(paragraph).and_then(|end| paragraph.get(..end)).map_or(0, |dateline| dateline.trim_end().len())
}

/// The byte at which the words behind a dateline begin, or the space before them.
fn end(paragraph: &str) -> Option<usize> {
    let patterns = PATTERNS.as_ref()?;
    if patterns.date_only.is_match(paragraph) {
        return Some(paragraph.len());
    }
    if let Some(found) = patterns.agency_only.find(paragraph) {
        return Some(found.end());
    }
    dashed(patterns, paragraph).or_else(|| titled(patterns, paragraph)).or_else(|| lost(patterns, paragraph))
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
    let day = captures.name("day").or_else(|| captures.name("day_first"));
    day.and_then(|day| day.as_str().parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraph: &str, expected: &str) {
        assert!(PATTERNS.is_some());
        let end = length(paragraph);
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
