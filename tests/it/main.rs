//! Integration tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the helpers of a test may fail as loudly as the test itself"
)]

mod adversarial;
mod ambiguity;
mod any_text;
mod architecture;
mod article_dates;
mod cli;
mod deploy;
mod dialects;
mod eval;
mod event_dates;
mod explain;
mod extract;
mod forgotten;
mod identity;
mod invariants;
mod layers;
mod lexicon;
mod lexicon_guide;
mod lexicon_tools;
mod librdkafka;
mod metrics;
mod model_files;
mod ontology;
mod output;
mod pages;
mod parity;
mod places;
mod ranker;
mod reader;
mod readme;
mod reasons;
mod schemas;
mod secrets;
mod sentences;
mod support;
mod word_lists;
mod wordnet;
mod worker;
