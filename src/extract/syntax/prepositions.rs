//! The prepositions by what they say of their object. A closed class, so it stays in the code; every word is in lower case.

/// Where something is; the surest sign of a place first.
pub(crate) const PLACE: &[&str] = &["in", "at", "into", "inside", "across", "throughout", "near", "on"];

/// Where something goes to, comes from or passes.
pub(crate) const DIRECTION: &[&str] = &[
    "above", "along", "around", "beyond", "from", "off", "outside", "over", "through", "to", "toward", "towards",
    "via", "within",
];

/// When and under what circumstances something is done.
pub(crate) const CIRCUMSTANCE: &[&str] =
    &["after", "amid", "amidst", "before", "despite", "during", "following", "since", "upon"];

/// What belongs to the verb rather than to the noun before it, beside circumstances.
pub(crate) const OF_THE_VERB: &[&str] =
    &["according", "as", "because", "due", "on", "over", "than", "until", "via", "without"];

/// At what occasion somebody speaks.
pub(crate) const OCCASION: &[&str] = &["during", "on", "in", "at", "after", "before", "following"];

/// To whom or against whom something is done; the surest first.
pub(crate) const RECIPIENT: &[&str] =
    &["against", "with", "to", "for", "on", "from", "of", "between", "toward", "towards", "over", "into"];

/// Those of [`RECIPIENT`] that may follow an object: "imposed sanctions **on** Chad".
pub(crate) const RECIPIENT_BESIDE_OBJECT: &[&str] = &["against", "to", "from", "on", "for"];

/// First words of compound prepositions, after which the second one loses its meaning: "because of", "ahead of".
pub(crate) const COMPOUND: &[&str] =
    &["according", "due", "prior", "thanks", "because", "instead", "ahead", "such", "owing"];

/// Before these days something ends or must be done.
pub(crate) const DEADLINE: &[&str] = &["until", "till", "by", "before", "pending"];

/// What limits when something happens, beside [`DEADLINE`]; with "the", which names a date as known.
pub(crate) const OF_TIME: &[&str] =
    &["on", "in", "at", "since", "for", "after", "from", "during", "over", "of", "between", "to", "within", "the"];

/// What a support verb or noun takes before an event noun: "went **on** strike".
pub(crate) const SUPPORT: &[&str] = &["in", "into", "to", "for", "on", "with", "at"];

/// What a noun or verb that governs an event takes before it: "fears **of** an invasion".
pub(crate) const GOVERNED: &[&str] = &["of", "for", "about", "against", "on", "from", "to", "in", "over"];

/// What opens a topic: "concern **about** the violence".
pub(crate) const TOPIC: &[&str] = &["about", "on", "over", "regarding", "concerning"];

/// After these a month alone is a date.
pub(crate) const BEFORE_MONTH: &[&str] = &["in", "since", "until", "by", "of", "from", "during", "to", "for"];
