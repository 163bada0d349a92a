//! The task `actors`: which country and sector has an actor, by the words for it?

use std::path::Path;

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{EvalError, Report, Share, gold};
use crate::extract::Extractor;

/// Scores the coding of actor strings. An empty cell of the gold means that none is right.
pub fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let rows = gold::table(path, text, ["actor", "context", "date", "country", "sector"])?;
    let (mut countries, mut sectors, mut both) = (0, 0, 0);
    let (mut gold_country, mut right_country, mut gold_sector, mut right_sector) = (0, 0, 0, 0);
    let mut errors = Vec::new();
    for [actor, context, date, country, sector] in &rows {
        let given = extractor.resolve_actor(actor, context, day(date));
        let given_country = given.country.as_deref().unwrap_or_default();
        let given_sector = given.sectors.first().map(SmolStr::as_str).unwrap_or_default();
        let (country_right, sector_right) = (given_country == *country, given_sector == *sector);
        countries += usize::from(country_right);
        sectors += usize::from(sector_right);
        both += usize::from(country_right && sector_right);
        gold_country += usize::from(!country.is_empty());
        right_country += usize::from(country_right && !country.is_empty());
        gold_sector += usize::from(!sector.is_empty());
        right_sector += usize::from(sector_right && !sector.is_empty());
        if !(country_right && sector_right) {
            errors
                .push(format!("{actor} ({context}, {date}): {country} {sector}, found {given_country} {given_sector}"));
        }
    }
    let scores = vec![
        Share::new("country right, none among them", countries, rows.len()),
        Share::new("sector right, none among them", sectors, rows.len()),
        Share::new("both right", both, rows.len()),
        Share::new("country right where the gold has one", right_country, gold_country),
        Share::new("sector right where the gold has one", right_sector, gold_sector),
    ];
    Ok(Report { task: "actors", items: rows.len(), scores, classes: Vec::new(), errors })
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
