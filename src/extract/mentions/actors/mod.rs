//! Who acts: every noun phrase of a document with what is known of it, by its own words, by the persons of the article, and by
//! what was said before.

mod candidates;
mod discourse;
mod known_names;
mod locative;
mod names;
mod people;
mod persons;
mod pronouns;
mod resolve;
mod sectors;
mod standalone;
mod titles;

pub use standalone::listed_person;

pub(super) use resolve::find;
pub(super) use standalone::standalone;
