//! Dateline: raw news articles in, structured event records out.

#[macro_use]
mod named;

mod digest;
mod rfc3339;

pub mod model;

pub mod bert;
pub mod extract;
pub mod gazetteer;
pub mod lexicon;
pub mod spacy;

pub mod kafka;
pub mod stream;

pub mod settings;
pub mod telemetry;

mod eval;
mod report;
pub mod train;

pub mod cli;
