//! The reader: a learned judge of what happened and who was in it.
//!
//! An encoder gives each word of a sentence a vector; small networks answer from it whether the word tells of an event, of
//! which type, which noun phrases take part, and whether it happened. What the rules and the ranker say is part of their input.

mod dense;
mod file;
mod finding;
mod heads;
mod paths;
mod platt;
mod read;
mod role;
mod seen;
mod table;

pub use file::{Reader, ReaderError};
pub use finding::{Candidate, Finding, Who};
pub use read::Interest;
pub use seen::{Seen, Vote, Word};
