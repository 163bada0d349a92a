//! The settings: typed, layered, and checked before anything starts. The only code that names the crate `config`.
//!
//! Layers, later wins: the embedded `config/default.toml`, files, the environment, assignments of the command line.

mod client;
mod duration;
mod layer;
mod load;
mod problem;
mod reference;
mod schema;
pub mod topics;
mod types;

pub use client::ClientSettings;
pub use load::{Entry, Layers, Loaded, load};
pub use problem::{Error, Problem};
pub use schema::json_schema;
pub use types::{
    Delivery, Extract, Guarantee, Http, Kafka, Lexicon, Log, LogFormat, Model, Settings, Start, Topics, WordNetRelation,
};

/// The embedded reference: every key with its meaning, unit and default.
pub const DEFAULT: &str = include_str!("../../config/default.toml");

#[cfg(test)]
mod tests;
