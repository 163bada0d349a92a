//! A gazetteer from a table of places.

use std::collections::BTreeMap;

use super::{
    error::GazetteerError,
    file,
    site::{Site, SiteKind},
};
use crate::{lexicon::key, model::Country};

const COLUMNS: &str = "name\tkind\tcountry\tadmin1\tgeonames_id\tlatitude\tlongitude\tpopulation\textent_km\tdisputed\tprominence\tother_names";
/// How much less a name means a place that has it besides its main name.
const OF_OTHER_NAME: f64 = 0.1;

/// The bytes of a gazetteer from a tab-separated table of places with the header line
/// `name kind country admin1 geonames_id latitude longitude population extent_km disputed prominence other_names`: `kind` is a name of
/// [`SiteKind`], `country` a code of ISO 3166-1 alpha-3 or empty, `disputed` 0 or 1, `other_names` a list separated by bars. Other empty
/// cells mean unknown. Of the places of one name, the one with the highest `prominence` comes first; it counts a tenth for other names.
///
/// # Errors
/// With the first line that is no place.
pub fn build(table: &str) -> Result<Vec<u8>, GazetteerError> {
    let mut lines = table.lines().enumerate();
    let wrong = |line: usize, problem: &str| GazetteerError::Row { line: line + 1, problem: problem.to_owned() };
    if lines.next().is_none_or(|(_, header)| header != COLUMNS) {
        return Err(wrong(0, &format!("the columns must be {}", COLUMNS.replace('\t', ", "))));
    }
    let (mut texts, mut sites) = (Texts::default(), Vec::new());
    let mut by_key: BTreeMap<String, Vec<(f64, u32)>> = BTreeMap::new();
    for (number, (line, row)) in lines.enumerate() {
        let (site, prominence, others) = site(row).map_err(|problem| wrong(line, &problem))?;
        let (name, admin1) = (texts.offset(site.name), texts.offset(site.admin1.unwrap_or_default()));
        sites.extend(site.to_bytes(name, admin1));
        let names = std::iter::once((site.name, prominence))
            .chain(others.split('|').map(|name| (name, prominence * OF_OTHER_NAME)));
        for (key, prominence) in
            names.flat_map(|(name, prominence)| keys(name).into_iter().map(move |key| (key, prominence)))
        {
            let places = by_key.entry(key).or_default();
            // Only the first name of a place that has this form counts.
            if places.last().is_none_or(|&(_, last)| last != number as u32) {
                places.push((prominence, number as u32));
            }
        }
    }
    let (names, postings) = transducer(by_key).map_err(|error| wrong(0, &error.to_string()))?;
    Ok(file::write([&names, &postings, &sites, &texts.bytes]))
}

/// The forms by which a name is looked up; none for an empty name.
fn keys(name: &str) -> Vec<String> {
    let short = key(name);
    if short.is_empty() {
        return Vec::new();
    }
    // "The Hague" is found with and without its article.
    let long = name.strip_prefix("The ").map(|_| format!("the {short}"));
    let abbreviated = short.strip_prefix("saint ").map(|rest| format!("st {rest}"));
    std::iter::once(short).chain(long).chain(abbreviated).collect()
}

/// The place of a row, its prominence, and the cell of its other names.
fn site(row: &str) -> Result<(Site<'_>, f64, &str), String> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [name, kind, country, admin1, id, latitude, longitude, population, extent_km, disputed, prominence, others] =
        cells[..]
    else {
        return Err(format!("{} cells instead of 12", cells.len()));
    };
    let kind = SiteKind::ALL.iter().copied().find(|known| known.name() == kind);
    let degrees = |cell: &str, most: f32| match cell.parse::<f32>() {
        Ok(degrees) if degrees.abs() <= most => Ok(degrees),
        _ => Err(format!("{cell:?} is not between -{most} and {most} degrees")),
    };
    let count = |cell: &str| match cell {
        "" => Ok(0),
        cell => cell.parse::<u32>().map_err(|_| format!("{cell:?} is not a whole number")),
    };
    let site = Site {
        name: Some(name)
            .filter(|name| !name.is_empty() && name.len() < 256)
            .ok_or("a name must have 1 to 255 bytes")?,
        kind: kind.ok_or("unknown kind of place")?,
        country: match country {
            "" => None,
            code => {
                Some(Country::from_code(code).ok_or_else(|| format!("{code:?} is not a code of ISO 3166-1 alpha-3"))?)
            }
        },
        admin1: Some(admin1).filter(|admin1| !admin1.is_empty() && admin1.len() < 256),
        geonames_id: Some(count(id)?).filter(|id| *id > 0),
        latitude: degrees(latitude, 90.0)?,
        longitude: degrees(longitude, 180.0)?,
        population: count(population)?,
        extent_km: count(extent_km)?,
        is_disputed: disputed == "1",
    };
    let prominence = prominence.parse().map_err(|_| format!("{prominence:?} is not a number"))?;
    Ok((site, prominence, others))
}

/// The transducer and the postings of names with their places: prominence and number.
fn transducer(by_key: BTreeMap<String, Vec<(f64, u32)>>) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
    let mut names = fst::MapBuilder::memory();
    let (mut postings, mut known) = (Vec::<u32>::new(), BTreeMap::new());
    for (name, mut places) in by_key {
        places.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
        let numbers: Vec<u32> = places.into_iter().map(|(_, number)| number).collect();
        // Names of the same places share a posting.
        let posting = *known.entry(numbers).or_insert_with_key(|numbers| {
            let start = postings.len() as u64;
            postings.push(numbers.len() as u32);
            postings.extend(numbers);
            start
        });
        names.insert(name, posting)?;
    }
    Ok((names.into_inner()?, postings.into_iter().flat_map(u32::to_le_bytes).collect()))
}

/// Texts, each once, with a byte for its length before it.
#[derive(Default)]
struct Texts<'t> {
    bytes: Vec<u8>,
    offsets: BTreeMap<&'t str, u32>,
}

impl<'t> Texts<'t> {
    fn offset(&mut self, text: &'t str) -> u32 {
        let bytes = &mut self.bytes;
        *self.offsets.entry(text).or_insert_with(|| {
            let offset = bytes.len() as u32;
            bytes.push(text.len() as u8);
            bytes.extend(text.as_bytes());
            offset
        })
    }
}
