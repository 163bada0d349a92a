//! The pronouns by whom they stand for. A closed class, so it stays in the code; every word is in lower case.

/// Persons and things that were named before.
pub(crate) const PERSONAL: &[&str] = &[
    "he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me", "who", "his", "its", "their", "our",
];

/// People of whom it is not said who they are, and who can act.
pub(crate) const INDEFINITE: &[&str] = &["anyone", "everybody", "everyone", "somebody", "someone"];

/// Those beside [`INDEFINITE`] who are nobody in particular.
pub(crate) const GENERIC: &[&str] = &["you", "anybody", "nobody", "yourself"];

/// Those of the man of whom a sentence speaks.
pub(crate) const MALE: &[&str] = &["he", "him", "his", "himself"];

/// Those of the woman of whom a sentence speaks.
pub(crate) const FEMALE: &[&str] = &["she", "her", "herself"];

/// Those of a thing or a body.
pub(crate) const NEUTER: &[&str] = &["it", "its", "itself"];

/// Those of several.
pub(crate) const PLURAL: &[&str] = &["they", "their", "them", "themselves"];

/// Those of the subject itself.
pub(crate) const REFLEXIVE: &[&str] = &["himself", "herself", "itself", "themselves"];

/// Those of who speaks.
pub(crate) const SPEAKER: &[&str] = &["i", "me", "my", "myself"];

/// Those of who speaks, with others.
pub(crate) const SPEAKERS: &[&str] = &["we", "us", "our", "ourselves"];
