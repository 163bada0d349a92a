//! The codes of the ontologies as types: sectors, modes and contexts of PLOVER 2.0, and the countries of participants.

use std::fmt;

/// Declares an enum of codes with the way from and to their names.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$of_variant:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names are those of the ontology")]
        pub enum $name {
            $($(#[$of_variant])* $variant,)+
        }

        impl $name {
            /// All of them, in the order of the ontology's table.
            pub const ALL: [Self; [$($text),+].len()] = [$(Self::$variant),+];

            /// The name, as records spell it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.name())
            }
        }
    };
}

pub(super) use codes;

codes! {
    /// A sector of PLOVER 2.0: what kind of actor somebody is.
    Sector {
        Agr = "AGR",
        Bus = "BUS",
        Cop = "COP",
        Crm = "CRM",
        Cvl = "CVL",
        Edu = "EDU",
        Eli = "ELI",
        Gov = "GOV",
        Jrn = "JRN",
        Jud = "JUD",
        Lab = "LAB",
        Leg = "LEG",
        Med = "MED",
        Mil = "MIL",
        Opp = "OPP",
        Pre = "PRE",
        Prm = "PRM",
        Pty = "PTY",
        Reb = "REB",
        Ref = "REF",
        Rel = "REL",
        Soc = "SOC",
        Spy = "SPY",
        Uaf = "UAF",
        Unk = "UNK",
    }
}

codes! {
    /// A mode of PLOVER 2.0. Several types may have a mode of one name; `config/ontology/modes.tsv` lists which.
    Mode {
        Abduct = "abduct",
        Access = "access",
        Aerial = "aerial",
        Allege = "allege",
        Arrest = "arrest",
        Assist = "assist",
        Beat = "beat",
        Boycott = "boycott",
        Ceasefire = "ceasefire",
        Censor = "censor",
        Change = "change",
        Convict = "convict",
        CrowdControl = "crowd-control",
        Curfew = "curfew",
        Cyber = "cyber",
        Demo = "demo",
        Deport = "deport",
        Destroy = "destroy",
        Disapprove = "disapprove",
        Disarm = "disarm",
        Discontinue = "discontinue",
        Drone = "drone",
        Expel = "expel",
        Explosives = "explosives",
        Firearms = "firearms",
        HeavyWeapons = "heavy-weapons",
        Hunger = "hunger",
        Investigate = "investigate",
        MartialLaw = "martial-law",
        Meet = "meet",
        Militia = "militia",
        Misinformation = "misinformation",
        Multilateral = "multilateral",
        Obstruct = "obstruct",
        Phone = "phone",
        Police = "police",
        Primitive = "primitive",
        Relations = "relations",
        Release = "release",
        Resign = "resign",
        Restrict = "restrict",
        Riot = "riot",
        Seize = "seize",
        Sexual = "sexual",
        Strike = "strike",
        SuicideAttack = "suicide-attack",
        Targeted = "targeted",
        Territory = "territory",
        ThirdParty = "third-party",
        Torture = "torture",
        Troops = "troops",
        Unconventional = "unconventional",
        Vandalize = "vandalize",
        Violence = "violence",
        Visit = "visit",
        Weapons = "weapons",
        Withdraw = "withdraw",
        Withhold = "withhold",
        Yield = "yield",
    }
}

codes! {
    /// A context of PLOVER 2.0: what an event is about.
    Context {
        Asylum = "asylum",
        Cbrn = "cbrn",
        Corruption = "corruption",
        Crime = "crime",
        Cyber = "cyber",
        Diplomatic = "diplomatic",
        Disasters = "disasters",
        Economic = "economic",
        Election = "election",
        Environment = "environment",
        Executive = "executive",
        Gender = "gender",
        Health = "health",
        HumanRights = "human_rights",
        HumanSecurity = "human_security",
        IllegalDrugs = "illegal_drugs",
        Inequality = "inequality",
        Intelligence = "intelligence",
        Legal = "legal",
        Legislative = "legislative",
        Lgbt = "lgbt",
        Migration = "migration",
        Military = "military",
        Misinformation = "misinformation",
        NaturalResource = "natural_resource",
        Peacekeeping = "peacekeeping",
        PoliticalInstitutions = "political_institutions",
        ProAutocracy = "pro_autocracy",
        ProDemocracy = "pro_democracy",
        ReligionEthnicity = "religion_ethnicity",
        Reparations = "reparations",
        Repression = "repression",
        RightsFreedoms = "rights_freedoms",
        Technology = "technology",
        Territory = "territory",
        Terrorism = "terrorism",
        Trafficking = "trafficking",
    }
}

/// The code of the state that somebody belongs to or acts for, ISO 3166-1 alpha-3 or `KOS`, or one of PLOVER's codes for
/// bodies of no one state (`IGO`, `UNO`, `EUR`, `NGO`, `ISM`, `IMG`, `MNC`). Which codes there are is a matter of the lexicon.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// The United States of America.
    pub const USA: Self = Self(*b"USA");
    /// South Korea.
    pub const KOR: Self = Self(*b"KOR");
    /// The European Union and its bodies.
    pub const EUR: Self = Self(*b"EUR");
    /// A non-governmental organisation of no one state.
    pub const NGO: Self = Self(*b"NGO");

    /// The country of a code, which is three ASCII capitals; nothing for any other text.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The code.
    pub fn code(&self) -> &str {
        // The bytes are ASCII capitals.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_its_name_and_the_names_are_in_order() {
        assert_eq!(Mode::from_name("crowd-control"), Some(Mode::CrowdControl));
        assert_eq!(Sector::from_name("gov"), None);
        assert!(Context::ALL.is_sorted_by_key(|context| context.name()));
        assert!(Mode::ALL.is_sorted_by_key(|mode| mode.name()));
        assert!(Sector::ALL.is_sorted_by_key(|sector| sector.name()));
    }

    #[test]
    fn a_country_is_three_capitals() {
        assert_eq!(Country::from_code("PER").map(|country| country.to_string()).as_deref(), Some("PER"));
        assert_eq!([Country::from_code(""), Country::from_code("per"), Country::from_code("PERU")], [None; 3]);
    }
}
