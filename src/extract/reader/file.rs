//! The reader from its file.

use super::heads::Heads;
use crate::{
    bert::{Encoder, EncoderError, EncoderFile},
    digest,
};

/// Why a file of a reader cannot be used.
pub type ReaderError = EncoderError;

/// An encoder with the questions that are asked of it. Threads share it.
#[derive(Debug)]
pub struct Reader {
    pub(super) encoder: Encoder,
    pub(super) heads: Heads,
    /// A word is an event from this probability on.
    pub(super) threshold: f32,
    /// What the log odds of a type are multiplied by, and what is added, for its calibrated probability.
    pub(super) calibration: [f32; 2],
    version: String,
}

/// The embedded reader.
static EMBEDDED: &[u8] = include_bytes!("../../../config/reader/reader.safetensors");

impl Reader {
    /// The reader that is built into the program.
    ///
    /// # Errors
    /// Never with the file that is built in.
    pub fn embedded() -> Result<Self, ReaderError> {
        Self::from_bytes(EMBEDDED)
    }

    /// Reads a reader from the bytes of its file.
    ///
    /// # Errors
    /// When the bytes are not a whole file of a reader of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReaderError> {
        let file = EncoderFile::from_bytes(bytes)?;
        let encoder = Encoder::load(&file)?;
        let heads = Heads::load(&file, encoder.config().hidden)?;
        let decisions = file.vector("decisions", 3)?;
        let [threshold, slope, offset] = decisions[..] else { return Err(ReaderError::Damaged("decisions".into())) };
        let version = digest::hex(bytes, 12);
        Ok(Self { encoder, heads, threshold, calibration: [slope, offset], version })
    }

    /// The first digits of the file's SHA-256.
    pub fn version(&self) -> &str {
        &self.version
    }
}
