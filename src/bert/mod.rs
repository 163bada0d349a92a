//! Runtime for a BERT encoder with eight-bit weights: model file, WordPiece, encoder.
//!
//! A word's vector depends on the words of its window only: the same bits come alone, in a batch, and on any number of threads.

mod attention;
mod bytes;
mod characters;
mod config;
mod dense;
mod encoder;
mod error;
mod file;
mod functions;
mod layer;
mod linear;
mod vectors;
mod windows;
mod wordpiece;

#[cfg(test)]
mod tests;

pub use self::{
    config::Config,
    dense::{Dense, gelu},
    encoder::{Encoder, Scratch, Vectors},
    error::EncoderError,
    file::EncoderFile,
    windows::{Pieces, Windows},
    wordpiece::WordPiece,
};
