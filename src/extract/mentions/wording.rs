//! Words that decide what a phrase stands for: quantities, hyphenated participles, prepositions and verbs of place.

use super::timex::NUMBERS;

/// Nouns that only count or measure out what follows "of".
const QUANTITIES: &[&str] = &[
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "score",
    "scores",
    "ten",
    "tens",
    "million",
    "millions",
    "group",
    "groups",
    "number",
    "numbers",
    "handful",
    "pair",
    "couple",
    "part",
    "member",
    "members",
    "series",
    "crowd",
    "crowds",
    "majority",
    "rest",
    "remainder",
    "lot",
    "convoy",
    "bunch",
    "team",
    "some",
    "many",
    "most",
    "several",
    "all",
    "half",
    "none",
    "both",
    "each",
    "few",
    "any",
    "column",
    "unit",
    "units",
    "mob",
    "band",
    "contingent",
    "remnants",
    "elements",
    "representatives",
    "quarter",
    "third",
];

/// Whether a word, in lower case, only counts or measures out what follows "of"; of the numbers those up to six do.
pub(super) fn is_quantity(word: &str) -> bool {
    QUANTITIES.contains(&word) || NUMBERS.iter().skip(1).take(6).any(|number| *number == word)
}

/// Participles after a hyphen that say who stands behind, not who it is: "Russian-backed".
pub(super) const BEHIND: &[&str] = &[
    "backed",
    "supported",
    "funded",
    "allied",
    "trained",
    "armed",
    "aligned",
    "occupied",
    "held",
    "controlled",
    "made",
    "built",
    "sponsored",
    "brokered",
    "mediated",
    "friendly",
    "imposed",
    "dominated",
    "installed",
    "educated",
    "speaking",
    "supplied",
    "bound",
    "inspired",
    "linked",
    "ruled",
    "administered",
    "annexed",
    "financed",
    "designed",
    "appointed",
    "style",
    "era",
    "affiliated",
    "leaning",
    "provided",
    "proposed",
    "drafted",
];

/// Prepositions after which a seat of government is a place.
pub(super) const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "to",
    "into",
    "outside",
    "inside",
    "around",
    "across",
    "toward",
    "towards",
    "through",
    "from",
    "throughout",
    "within",
    "via",
    "above",
    "over",
    "around",
    "beyond",
    "off",
    "along",
];

/// Words for others than those before them: "US allies" are not of the United States.
pub(super) fn is_outsider(words: &str) -> bool {
    matches!(
        words.strip_suffix('s').unwrap_or(words),
        "ally"
            | "allie"
            | "partner"
            | "rival"
            | "counterpart"
            | "enemy"
            | "enemie"
            | "neighbor"
            | "neighbour"
            | "critic"
            | "opponent"
    )
}

/// Verbs whose object is a place, even if a government sits there.
pub(super) fn is_spatial(verb: &str) -> bool {
    matches!(
        verb,
        "visit"
            | "leave"
            | "reach"
            | "enter"
            | "capture"
            | "seize"
            | "shell"
            | "storm"
            | "surround"
            | "flee"
            | "evacuate"
            | "hold"
            | "control"
            | "besiege"
            | "encircle"
            | "retake"
            | "recapture"
            | "occupy"
            | "bomb"
            | "approach"
            | "tour"
    )
}

pub(super) fn is_kind_of_place(noun: &str) -> bool {
    matches!(
        noun,
        "capital"
            | "city"
            | "town"
            | "province"
            | "country"
            | "state"
            | "region"
            | "island"
            | "outskirts"
            | "suburb"
            | "port"
            | "area"
            | "south"
            | "north"
            | "east"
            | "west"
            | "part"
            | "coast"
            | "streets"
            | "street"
            | "border"
            | "district"
            | "village"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "center"
            | "centre"
    )
}
