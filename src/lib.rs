//! Dateline: raw news articles in, structured event records out.

pub mod model;

pub mod extract;
pub mod lexicon;
pub mod spacy;

pub mod cli;
pub mod settings;
pub mod telemetry;
