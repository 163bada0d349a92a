//! Classes of nouns: a rule writes `any:sum` for every sum of money instead of listing the words for money.

/// Prefix of a list entry that names a class.
const PREFIX: &str = "any:";

/// What a noun phrase stands for, as far as the words around it and the tables of actors show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NounClass {
    /// A state, person, organisation or group.
    Agent,
    /// A person by name or by a pronoun.
    Person,
    /// A country, town or area by name.
    Place,
    /// A sum of money.
    Sum,
    /// A common noun for what cannot act.
    Thing,
}

impl NounClass {
    /// All classes, in the order of their names.
    pub const ALL: [Self; 5] = [Self::Agent, Self::Person, Self::Place, Self::Sum, Self::Thing];

    /// The name, as rules write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "any:agent",
            Self::Person => "any:person",
            Self::Place => "any:place",
            Self::Sum => "any:sum",
            Self::Thing => "any:thing",
        }
    }

    /// The class of this name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether an entry is written like a class, known or not.
    pub(super) fn is_meant(entry: &str) -> bool {
        entry.starts_with(PREFIX)
    }

    /// All names, for error messages.
    pub(super) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}
