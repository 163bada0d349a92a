//! How a role, the body that it belongs to and the country around it make a sector.

use crate::{lexicon::ActorTerms, model::Sector};

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
    /// It belongs to a body of which no table says what it is: "president of the Wexmoor Guild".
    pub is_of_unknown_body: bool,
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

impl Description {
    /// The sectors, the primary one first; empty where nothing shows one.
    pub(super) fn sectors(&self, terms: &ActorTerms) -> Vec<Sector> {
        if !self.is_role {
            return Vec::new();
        }
        let mut sectors = self.current_sectors(terms);
        if self.is_former && sectors.first().is_none_or(|sector| OFFICES.contains(sector)) {
            sectors = vec![Sector::Eli];
        }
        if self.is_opposition && !sectors.contains(&Sector::Opp) {
            sectors.push(Sector::Opp);
        }
        sectors
    }

    fn current_sectors(&self, terms: &ActorTerms) -> Vec<Sector> {
        let words = self.words.as_str();
        let yields = self.own_sector.is_none_or(|own| OPEN.contains(&own)) || terms.yielding.contains(words);
        if !self.body_behind.is_empty() && (yields || terms.presiding.contains(words)) {
            return self.body_behind.clone();
        }
        if !self.body.is_empty() && (yields || terms.presiding.contains(words)) {
            return self.body.clone();
        }
        if self.is_international && (self.own_sector.is_none() || terms.yielding.contains(words)) {
            return Vec::new();
        }
        if self.is_of_unknown_body && terms.common_office.contains(words) {
            return Vec::new();
        }
        let of_state = (self.is_title && self.has_state).then_some(Sector::Gov);
        self.own_sector.or(of_state).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::lexicon::Lexicon;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

    fn sectors(description: &Description) -> Vec<Sector> {
        description.sectors(&LEXICON.grammar.actors)
    }

    fn described(words: &str, own_sector: Option<Sector>) -> Description {
        Description { words: words.into(), is_role: true, own_sector, is_title: true, ..Description::default() }
    }

    #[test]
    fn a_role_of_its_own_keeps_its_sector_and_an_open_one_takes_the_bodys() {
        let of_rebels = |description: Description| sectors(&Description { body: vec![Sector::Reb], ..description });
        assert_eq!(of_rebels(described("minister", Some(Sector::Gov))), [Sector::Gov]);
        assert_eq!(of_rebels(described("gunmen", Some(Sector::Uaf))), [Sector::Reb]);
        assert_eq!(of_rebels(described("spokesman", None)), [Sector::Reb]);
    }

    #[test]
    fn a_spokesman_of_a_state_speaks_for_its_government_and_one_of_nobody_is_unknown() {
        assert_eq!(sectors(&Description { has_state: true, ..described("spokesman", None) }), [Sector::Gov]);
        assert!(sectors(&described("spokesman", None)).is_empty());
    }

    #[test]
    fn who_was_in_office_is_of_the_elite_and_a_former_rebel_is_not() {
        let former = |description: Description| sectors(&Description { is_former: true, ..description });
        assert_eq!(former(described("president", Some(Sector::Gov))), [Sector::Eli]);
        assert_eq!(former(described("rebel leader", Some(Sector::Reb))), [Sector::Reb]);
    }

    #[test]
    fn a_presiding_office_is_of_the_kind_of_its_body() {
        let president = described("president", Some(Sector::Gov));
        assert_eq!(sectors(&Description { body_behind: vec![Sector::Leg], ..president }), [Sector::Leg]);
    }

    #[test]
    fn an_office_of_every_kind_of_body_is_open_in_an_unknown_one() {
        let of_unknown = |words, sector| Description { is_of_unknown_body: true, ..described(words, Some(sector)) };
        assert!(sectors(&of_unknown("president", Sector::Gov)).is_empty());
        assert_eq!(sectors(&of_unknown("prime minister", Sector::Gov)), [Sector::Gov]);
    }

    #[test]
    fn opposition_is_the_second_sector_of_a_lawmaker() {
        let lawmaker = described("lawmaker", Some(Sector::Leg));
        assert_eq!(sectors(&Description { is_opposition: true, ..lawmaker }), [Sector::Leg, Sector::Opp]);
    }
}
