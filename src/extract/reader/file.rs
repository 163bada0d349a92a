//! The reader from its file.

use super::{heads::Heads, platt::Platt};
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
    /// For the probability of a type.
    pub(super) calibration: Platt,
    /// For the probability of the phrase that fills the actor slot, and of the one that fills the recipient slot.
    pub(super) slots: [Platt; 2],
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
        let platt = |&[slope, offset]: &[f32; 2]| Platt { slope, offset };
        let slots = file.matrix("slots", 2, 2)?;
        let ([actor, recipient], []) = slots.as_chunks::<2>() else { return Err(ReaderError::Damaged("slots".into())) };
        let slots = [platt(actor), platt(recipient)];
        let version = digest::hex(bytes, 12);
        Ok(Self { encoder, heads, threshold, calibration: Platt { slope, offset }, slots, version })
    }

    /// The first digits of the file's SHA-256.
    pub fn version(&self) -> &str {
        &self.version
    }
}
