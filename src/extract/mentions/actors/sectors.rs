//! How a role, the body that it belongs to and the country around it make a sector.

use crate::model::Sector;

/// What makes the sector of a description: the role's own sector, the body it belongs to, and what stands around it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the words around a role")]
pub(super) struct Description {
    /// The role's words in the lexicon's form.
    pub words: String,
    /// The words are a role.
    pub is_role: bool,
    /// The role's own sector; none where it takes that of its body.
    pub own_sector: Option<Sector>,
    /// The role is an office or function that a person holds.
    pub is_title: bool,
    /// The sectors of the body that it belongs to, as a modifier: "CIA director".
    pub body: Vec<Sector>,
    /// The sectors of the body that follows: "president of the senate".
    pub body_behind: Vec<Sector>,
    /// A state stands before it, as an adjective, a possessor or a compound, or behind it after "of".
    pub has_state: bool,
    /// The body before it is an international one whose sector is none.
    pub is_international: bool,
    /// "former", "ex-", "retired", "ousted" stands before it.
    pub is_former: bool,
    /// "opposition" stands before it.
    pub is_opposition: bool,
}

/// Sectors of which a former member is one of the elite, and no longer of the sector.
pub(super) const OFFICES: &[Sector] = &[Sector::Gov, Sector::Mil, Sector::Leg, Sector::Cop, Sector::Jud, Sector::Spy];

/// Sectors of words that leave open whose men they are: a named body decides.
const OPEN: &[Sector] = &[Sector::Uaf, Sector::Reb, Sector::Prm, Sector::Unk];

/// Words whose sector gives way to that of a body before them: "a CIA official", "Pentagon officials".
const WEAK: &[&str] = &[
    "official",
    "officials",
    "senior official",
    "agent",
    "agents",
    "commander",
    "commanders",
    "spokesman",
    "officer",
    "officers",
    "leader",
    "leaders",
    "leadership",
    "delegation",
    "negotiator",
    "negotiators",
    "office",
    "agency",
    "representative",
    "representatives",
    "troops",
    "soldiers",
    "soldier",
    "forces",
    "force",
    "army",
    "envoy",
    "envoys",
    "chief",
    "police chief",
    "authorities",
    "administration",
    "politburo",
    "cadre",
    "member",
    "mission",
    "missile",
    "missiles",
    "drone",
    "drones",
    "candidate",
    "general",
];

/// Offices that are of the kind of the body they preside over: "president of the senate".
const PRESIDING: &[&str] = &[
    "president",
    "vice president",
    "deputy president",
    "secretary",
    "secretary general",
    "director general",
    "director",
    "deputy",
    "commissioner",
    "governor",
    "speaker",
    "chief",
    "official",
    "officials",
    "representative",
    "leader",
    "general",
    "member",
    "chief executive",
    "manager",
    "commander",
    "officer",
    "officers",
    "spokesman",
    "employee",
    "employees",
    "staff",
];

impl Description {
    /// The sectors, the primary one first; empty where nothing tells.
    pub(super) fn sectors(&self) -> Vec<Sector> {
        if !self.is_role {
            return Vec::new();
        }
        let mut sectors = self.current_sectors();
        if self.is_former && sectors.first().is_none_or(|sector| OFFICES.contains(sector)) {
            sectors = vec![Sector::Eli];
        }
        if self.is_opposition && !sectors.contains(&Sector::Opp) {
            sectors.push(Sector::Opp);
        }
        sectors
    }

    fn current_sectors(&self) -> Vec<Sector> {
        let words = self.words.as_str();
        let yields = self.own_sector.is_none_or(|own| OPEN.contains(&own)) || WEAK.contains(&words);
        if !self.body_behind.is_empty() && (yields || PRESIDING.contains(&words)) {
            return self.body_behind.clone();
        }
        if !self.body.is_empty() && yields {
            return self.body.clone();
        }
        if self.is_international && (self.own_sector.is_none() || WEAK.contains(&words)) {
            return Vec::new();
        }
        let of_state = (self.is_title && self.has_state).then_some(Sector::Gov);
        self.own_sector.or(of_state).into_iter().collect()
    }
}

/// Words before a title that say it is held no more.
pub(super) fn is_former_word(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "ex"
            | "retired"
            | "ousted"
            | "deposed"
            | "ex-"
            | "onetime"
            | "one-time"
            | "then"
            | "disgraced"
            | "exiled"
            | "late"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(words: &str, own_sector: Option<Sector>) -> Description {
        Description { words: words.into(), is_role: true, own_sector, is_title: true, ..Description::default() }
    }

    #[test]
    fn a_role_of_its_own_keeps_its_sector_and_an_open_one_takes_the_bodys() {
        let of_rebels = |description: Description| Description { body: vec![Sector::Reb], ..description }.sectors();
        assert_eq!(of_rebels(described("minister", Some(Sector::Gov))), [Sector::Gov]);
        assert_eq!(of_rebels(described("gunmen", Some(Sector::Uaf))), [Sector::Reb]);
        assert_eq!(of_rebels(described("spokesman", None)), [Sector::Reb]);
    }

    #[test]
    fn a_spokesman_of_a_state_speaks_for_its_government_and_one_of_nobody_is_unknown() {
        assert_eq!(Description { has_state: true, ..described("spokesman", None) }.sectors(), [Sector::Gov]);
        assert!(described("spokesman", None).sectors().is_empty());
    }

    #[test]
    fn who_was_in_office_is_of_the_elite_and_a_former_rebel_is_not() {
        let former = |description: Description| Description { is_former: true, ..description }.sectors();
        assert_eq!(former(described("president", Some(Sector::Gov))), [Sector::Eli]);
        assert_eq!(former(described("rebel leader", Some(Sector::Reb))), [Sector::Reb]);
    }

    #[test]
    fn a_presiding_office_is_of_the_kind_of_its_body() {
        let president = described("president", Some(Sector::Gov));
        assert_eq!(Description { body_behind: vec![Sector::Leg], ..president }.sectors(), [Sector::Leg]);
    }

    #[test]
    fn opposition_is_the_second_sector_of_a_lawmaker() {
        let lawmaker = described("lawmaker", Some(Sector::Leg));
        assert_eq!(Description { is_opposition: true, ..lawmaker }.sectors(), [Sector::Leg, Sector::Opp]);
    }
}
