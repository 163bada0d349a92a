//! The task `actors`: which country and sector has an actor, by the words for it?

use std::path::Path;

use jiff::civil::Date;

use super::{EvalError, Mistake, Report, gold, score::Board};
use crate::extract::{Extractor, mentions};
use crate::model::{Country, Identity, Sector};

/// Scores the coding of actor strings. An empty cell of the gold means that none is right.
pub(super) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let rows = gold::table(path, text, ["actor", "context", "date", "country", "sector"])?;
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for [actor, context, date, country, sector] in &rows {
        let given = resolve(extractor, actor, context, day(date));
        let given_country = given.country.as_ref().map_or("", Country::code);
        let given_sector = given.sector().map_or("", Sector::name);
        let (country_right, sector_right) = (given_country == as_given(country), given_sector == *sector);
        board.item();
        board.case("country right, none among them", country_right, true);
        board.case("sector right, none among them", sector_right, true);
        board.case("both right", country_right && sector_right, true);
        board.case("country right where the gold has one", country_right, !country.is_empty());
        board.case("sector right where the gold has one", sector_right, !sector.is_empty());
        if !(country_right && sector_right) {
            mistakes.push(Mistake {
                gold: shown(country, sector),
                given: shown(given_country, given_sector),
                rule: None,
                sentence: (*actor).to_owned(),
                detail: Some(format!("{context} {date}")).filter(|detail| !detail.trim().is_empty()),
            });
        }
    }
    Ok(Report::new("actors", board, mistakes))
}

/// Who an actor is by the words for it, with what is known of the context and the day.
fn resolve(extractor: &Extractor, actor: &str, context: &str, day: Option<Date>) -> Identity {
    let pipeline = extractor.pipeline();
    let context = Some(context).filter(|text| !text.trim().is_empty()).map(|text| pipeline.annotate(text));
    mentions::standalone_actor(extractor.lexicon(), pipeline.annotate(actor), context, day)
}

/// A country of the gold by the codes of the records: Kosovo's is also written XKX.
fn as_given(country: &str) -> &str {
    if country == "XKX" { "KOS" } else { country }
}

/// A country and a sector as one word; `-` where there is none.
fn shown(country: &str, sector: &str) -> String {
    [country, sector].map(|code| if code.is_empty() { "-" } else { code }).join(" ")
}

/// A day as `2022-01-31` or `31 January 2022`; nothing for "today" and the like, which no gold file dates.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().or_else(|| Date::strptime("%d %B %Y", text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_both_forms() {
        assert_eq!(day("10 May 2015"), day("2015-05-10"));
        assert!(day("10 May 2015").is_some());
        assert_eq!(day("Today"), None);
    }
}
