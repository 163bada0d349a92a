//! Who acts: every noun phrase of a document with what is known of it, by its own words, by the persons of the article, and by
//! what was said before.

mod candidates;
mod discourse;
mod home;
mod known_names;
mod locative;
mod names;
mod namesakes;
mod people;
mod persons;
mod places;
mod pronouns;
mod publisher;
mod resolve;
mod sectors;
mod short_forms;
mod standalone;
mod titles;
mod unify;

pub use standalone::listed_person;

pub use home::Home;
pub(super) use home::{Story, infer};
pub(super) use locative::is_locative;
pub(super) use resolve::find;
pub(super) use standalone::standalone;
