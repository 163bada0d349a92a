//! The settings: typed, layered, and checked before anything starts. The only code that names the crate `config`.
//!
//! Layers, later wins: the embedded `config/default.toml`, files, the environment, assignments of the command line.

mod choice;
mod client;
mod duration;
mod file;
mod java;
mod layer;
mod load;
mod output;
mod problem;
mod properties;
mod reference;
mod schema;
mod servers;
pub mod topics;
mod types;
mod variables;

pub use client::{ClientSettings, REDACTED};
pub use load::{Entry, Layers, Loaded, load, load_with};
pub use output::Output;
pub use problem::{Error, Problem};
pub use properties::Verdict;
pub use schema::json_schema;
pub use types::{
    Delivery, Extract, Guarantee, Http, Input, InputFormat, Kafka, Lexicon, Log, LogFormat, Model, Settings, Start,
    Topics, WordNetRelation,
};

/// The embedded reference: every key with its meaning, unit and default.
pub const DEFAULT: &str = include_str!("../../config/default.toml");

#[cfg(test)]
mod tests;
