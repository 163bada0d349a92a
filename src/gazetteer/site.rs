//! A place of the world, and the bytes of one.

use half::f16;

use crate::model::Country;

named! {
    /// What a place is.
    pub enum SiteKind {
        /// A state, or a territory with a code of its own in ISO 3166-1.
        Country => "country",
        /// A continent, or a part of one that news treats alike.
        Continent => "continent",
        /// A first-level administrative area, or a county that news names like one.
        Area => "area",
        /// The seat of a national government.
        Capital => "capital",
        /// A city, town or village.
        City => "city",
        /// A region without a government that all recognise: informal ones such as the Sahel, and disputed ones.
        Region => "region",
        /// A sea, lake, river, strait or canal.
        Water => "water",
        /// A mountain, a range, a plateau or a desert.
        Mountain => "mountain",
        /// An island, a group of islands, a peninsula or a cape.
        Island => "island",
    }
}

/// A place of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site<'g> {
    /// The main English name.
    pub name: &'g str,
    /// What it is.
    pub kind: SiteKind,
    /// The country that it lies in; none for what lies in several or in none.
    pub country: Option<Country>,
    /// English name of the first-level administrative area that it lies in.
    pub admin1: Option<&'g str>,
    /// Its id in `GeoNames`.
    pub geonames_id: Option<u32>,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
    /// Inhabitants, to three digits, of an area those of the cities in it; 0 if unknown.
    pub population: u32,
    /// Rough diameter in kilometres; 0 for cities.
    pub extent_km: u32,
    /// Whether states disagree about whose it is.
    pub is_disputed: bool,
}

/// Bytes of a site: name and area as offsets of texts, country, kind, id, coordinates, population, extent.
pub(super) const SITE_BYTES: usize = 4 + 4 + 3 + 1 + 4 + 4 + 4 + 2 + 2;
/// The bit of the kind's byte that marks a disputed place.
const DISPUTED: u8 = 0x80;
/// Steps of a coordinate in one degree: a step is about a metre.
const STEPS: f32 = 1e5;

impl Site<'_> {
    /// Great-circle distance to another place in kilometres, by the haversine formula.
    pub fn distance_km(&self, latitude: f32, longitude: f32) -> f32 {
        const EARTH_RADIUS_KM: f32 = 6371.0;
        let (from, to) = (self.latitude.to_radians(), latitude.to_radians());
        let half = |angle: f32| (angle / 2.0).sin().powi(2);
        let chord = half(to - from) + from.cos() * to.cos() * half((longitude - self.longitude).to_radians());
        2.0 * EARTH_RADIUS_KM * chord.clamp(0.0, 1.0).sqrt().asin()
    }

    /// The bytes of the site, with the offsets of its texts.
    pub(super) fn to_bytes(self, name: u32, admin1: u32) -> [u8; SITE_BYTES] {
        let mut bytes = [0; SITE_BYTES];
        let country =
            self.country.as_ref().map_or([0; 3], |country| country.code().as_bytes().try_into().unwrap_or_default());
        let kind = SiteKind::ALL.iter().position(|kind| *kind == self.kind).unwrap_or_default() as u8;
        let fixed = |degrees: f32| (degrees * STEPS).round() as i32;
        let parts: [&[u8]; 9] = [
            &name.to_le_bytes(),
            &admin1.to_le_bytes(),
            &country,
            &[kind | if self.is_disputed { DISPUTED } else { 0 }],
            &self.geonames_id.unwrap_or_default().to_le_bytes(),
            &fixed(self.latitude).to_le_bytes(),
            &fixed(self.longitude).to_le_bytes(),
            // In units of 100,000: half precision reaches 65,504.
            &f16::from_f32(self.population as f32 / 1e5).to_le_bytes(),
            &(self.extent_km.min(u32::from(u16::MAX)) as u16).to_le_bytes(),
        ];
        for (to, from) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
            *to = *from;
        }
        bytes
    }

    /// The site of these bytes; `text` gives the text at an offset.
    #[expect(clippy::cast_sign_loss, reason = "no population is negative")]
    pub(super) fn from_bytes<'g>(bytes: &[u8; SITE_BYTES], text: impl Fn(u32) -> &'g str) -> Option<Site<'g>> {
        let mut rest = bytes.as_slice();
        let name = u32::from_le_bytes(take(&mut rest)?);
        let admin1 = u32::from_le_bytes(take(&mut rest)?);
        let country: [u8; 3] = take(&mut rest)?;
        let [kind] = take(&mut rest)?;
        let id = u32::from_le_bytes(take(&mut rest)?);
        let latitude = i32::from_le_bytes(take(&mut rest)?);
        let longitude = i32::from_le_bytes(take(&mut rest)?);
        let population = f16::from_le_bytes(take(&mut rest)?);
        let extent_km = u16::from_le_bytes(take(&mut rest)?);
        Some(Site {
            name: text(name),
            kind: *SiteKind::ALL.get(usize::from(kind & !DISPUTED))?,
            country: std::str::from_utf8(&country).ok().and_then(Country::from_code),
            admin1: Some(text(admin1)).filter(|admin1| !admin1.is_empty()),
            geonames_id: Some(id).filter(|id| *id > 0),
            latitude: latitude as f32 / STEPS,
            longitude: longitude as f32 / STEPS,
            population: (population.to_f32() * 1e5).round() as u32,
            extent_km: extent_km.into(),
            is_disputed: kind & DISPUTED > 0,
        })
    }
}

/// Takes the next bytes.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}
