//! What is known of who is mentioned, and how a role, a body and a country make a sector.

use smol_str::SmolStr;

use crate::model::MentionKind;

/// What is known of one mention.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    pub kind: MentionKind,
    pub name: Option<String>,
    pub country: Option<SmolStr>,
    pub sectors: Vec<SmolStr>,
    pub role: Option<String>,
}

impl Profile {
    /// Something of a kind of which nothing is known.
    pub(super) fn unknown(kind: MentionKind) -> Self {
        Self { kind, name: None, country: None, sectors: Vec::new(), role: None }
    }

    /// Whether it can act.
    pub(super) fn is_agent(&self) -> bool {
        !matches!(self.kind, MentionKind::Thing | MentionKind::Place)
    }
}

/// What makes the sector of a description: the role's own sector, the body it belongs to, and what stands around it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the words around a role")]
pub(super) struct Description {
    /// The role's words in the lexicon's form.
    pub words: String,
    /// The role's own sector; none where the words are no role, empty where the role takes that of its body.
    pub role: Option<SmolStr>,
    /// The role is an office or function that a person holds.
    pub is_title: bool,
    /// The sectors of the body that it belongs to, as a modifier: "CIA director".
    pub body: Vec<SmolStr>,
    /// The sectors of the body that follows: "president of the senate".
    pub body_behind: Vec<SmolStr>,
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
const OFFICES: &[&str] = &["GOV", "MIL", "LEG", "COP", "JUD", "SPY", ""];

/// Sectors of words that leave open whose men they are: a named body decides.
const OPEN: &[&str] = &["UAF", "REB", "PRM", "UNK"];

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
    pub(super) fn sectors(&self) -> Vec<SmolStr> {
        let Some(role) = &self.role else { return Vec::new() };
        let mut sectors = self.current_sectors(role);
        if self.is_former && sectors.first().is_none_or(|sector| OFFICES.contains(&sector.as_str())) {
            sectors = vec![SmolStr::new_static("ELI")];
        }
        if self.is_opposition && !sectors.iter().any(|sector| sector == "OPP") {
            sectors.push(SmolStr::new_static("OPP"));
        }
        sectors
    }

    fn current_sectors(&self, role: &SmolStr) -> Vec<SmolStr> {
        let words = self.words.as_str();
        if !self.body_behind.is_empty()
            && (role.is_empty() || PRESIDING.contains(&words) || WEAK.contains(&words) || OPEN.contains(&role.as_str()))
        {
            return self.body_behind.clone();
        }
        if !self.body.is_empty() && (role.is_empty() || WEAK.contains(&words) || OPEN.contains(&role.as_str())) {
            return self.body.clone();
        }
        if self.is_international && (role.is_empty() || WEAK.contains(&words)) {
            return Vec::new();
        }
        if !role.is_empty() {
            return vec![role.clone()];
        }
        if self.is_title && self.has_state { vec![SmolStr::new_static("GOV")] } else { Vec::new() }
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

    fn described(words: &str, role: &str) -> Description {
        Description { words: words.into(), role: Some(role.into()), is_title: true, ..Description::default() }
    }

    #[test]
    fn a_role_of_its_own_keeps_its_sector_and_an_open_one_takes_the_bodys() {
        let body = vec![SmolStr::new("REB")];
        assert_eq!(Description { body: body.clone(), ..described("minister", "GOV") }.sectors(), ["GOV"]);
        assert_eq!(Description { body: body.clone(), ..described("gunmen", "UAF") }.sectors(), ["REB"]);
        assert_eq!(Description { body, ..described("spokesman", "") }.sectors(), ["REB"]);
    }

    #[test]
    fn a_spokesman_of_a_state_speaks_for_its_government_and_one_of_nobody_is_unknown() {
        assert_eq!(Description { has_state: true, ..described("spokesman", "") }.sectors(), ["GOV"]);
        assert!(described("spokesman", "").sectors().is_empty());
    }

    #[test]
    fn who_was_in_office_is_of_the_elite_and_a_former_rebel_is_not() {
        assert_eq!(Description { is_former: true, ..described("president", "GOV") }.sectors(), ["ELI"]);
        assert_eq!(Description { is_former: true, ..described("rebel leader", "REB") }.sectors(), ["REB"]);
    }

    #[test]
    fn a_presiding_office_is_of_the_kind_of_its_body() {
        let senate = vec![SmolStr::new("LEG")];
        assert_eq!(Description { body_behind: senate, ..described("president", "GOV") }.sectors(), ["LEG"]);
    }

    #[test]
    fn opposition_is_the_second_sector_of_a_lawmaker() {
        assert_eq!(Description { is_opposition: true, ..described("lawmaker", "LEG") }.sectors(), ["LEG", "OPP"]);
    }
}
