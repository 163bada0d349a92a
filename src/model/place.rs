//! Where an event happened.

use super::{Country, Span, codes::codes};

codes! {
    /// How exactly a place is known.
    PlacePrecision {
        Point = "point",
        City = "city",
        District = "district",
        Province = "province",
        Country = "country",
        Region = "region",
    }
}

/// The place of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The bytes of its words.
    pub span: Span,
    /// The resolved name.
    pub name: Option<String>,
    /// The country that it lies in.
    pub country: Option<Country>,
    /// The first-level administrative area that it lies in.
    pub admin1: Option<String>,
    /// Degrees north and degrees east.
    pub coordinates: Option<(f64, f64)>,
    /// Its id in `GeoNames`.
    pub geonames_id: Option<String>,
    /// How exactly it is known.
    pub precision: PlacePrecision,
}
