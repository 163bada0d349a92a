//! Who somebody is, as far as the article and the tables of actors say.

use super::{Country, Sector, codes::codes};

codes! {
    /// What the country of a participant was read from.
    #[derive(Default)]
    CountrySource {
        #[default]
        Name = "name",
        Apposition = "apposition",
        Place = "place",
        Article = "article",
    }
}

/// Who somebody is: what is known is the same wherever the article means the same person or body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The resolved name: "Antony Blinken" for a later "Blinken" or "he"; none for an unnamed group.
    pub name: Option<String>,
    /// The state, or the kind of international body.
    pub country: Option<Country>,
    /// What the country was read from.
    pub country_from: CountrySource,
    /// The sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// The office or title as written, "US Secretary of State".
    pub role: Option<String>,
}

impl Identity {
    /// Whether neither country nor sector is known.
    pub fn has_no_code(&self) -> bool {
        self.country.is_none() && self.sectors.is_empty()
    }

    /// The primary sector.
    pub fn sector(&self) -> Option<Sector> {
        self.sectors.first().copied()
    }

    /// The code of an actor in CAMEO's style: the country's code, then the primary sector; none where neither is known.
    ///
    /// ```
    /// use dateline::model::{Country, Identity, Sector};
    /// let country = Country::from_code("USA");
    /// let minister = Identity { country, sectors: vec![Sector::Gov, Sector::Eli], ..Identity::default() };
    /// assert_eq!(minister.actor_code().as_deref(), Some("USAGOV"));
    /// assert_eq!(Identity::default().actor_code(), None);
    /// ```
    pub fn actor_code(&self) -> Option<String> {
        let country = self.country.as_ref().map_or("", Country::code);
        let sector = self.sector().map_or("", Sector::name);
        Some(format!("{country}{sector}")).filter(|code| !code.is_empty())
    }

    /// Takes a country that was read from this, where none is known.
    pub fn take_country(&mut self, country: Option<Country>, from: CountrySource) {
        if self.country.is_none() && country.is_some() {
            (self.country, self.country_from) = (country, from);
        }
    }

    /// What is already known stays; what another source adds fills the gaps of country, sectors and role.
    pub fn complete_from(&mut self, other: &Self) {
        self.take_country(other.country, other.country_from);
        if self.sectors.is_empty() {
            self.sectors.clone_from(&other.sectors);
        }
        if self.role.is_none() {
            self.role.clone_from(&other.role);
        }
    }
}
