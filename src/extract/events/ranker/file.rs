//! The ranker's file: a magic, a format version and a checksum, then the hashes of what it was trained on, the numbers of
//! the calibration and the thresholds, and the weights, one byte each.
//!
//! All numbers are little-endian. It holds no text: features are numbers of rows.

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{
    CLASSES,
    features::BITS,
    weights::{Calibration, Thresholds, Weights},
};

const MAGIC: [u8; 8] = *b"DLRANK\n\0";
/// The format that this version writes and reads. It changes with the features as well: a row means what its template says.
pub const FORMAT_VERSION: u32 = 1;

/// Why a ranker's file cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RankerError {
    /// The bytes are something else.
    #[error("not a ranker file; make one with `dateline train`")]
    NotARanker,
    /// Another version wrote it.
    #[error("the ranker file has format version {0}, but only version {FORMAT_VERSION} is supported; train it again")]
    OtherVersion(u32),
    /// The bytes are not those that were written.
    #[error("the ranker file is truncated or damaged; copy it or train it again")]
    Damaged,
}

/// A trained ranker.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    /// SHA-256 of each file that it was trained on.
    inputs: Vec<[u8; 32]>,
    pub(super) calibration: Calibration,
    pub(super) thresholds: Thresholds,
    pub(super) weights: Weights,
}

const EMBEDDED: &[u8] = include_bytes!("../../../../config/ranker/ranker.dlr");

impl Ranker {
    /// A ranker of these parts.
    pub(crate) fn new(
        inputs: Vec<[u8; 32]>,
        calibration: Calibration,
        thresholds: Thresholds,
        weights: Weights,
    ) -> Self {
        Self { inputs, calibration, thresholds, weights }
    }

    /// The same ranker with another calibration.
    pub(crate) fn calibrated(self, calibration: Calibration) -> Self {
        Self { calibration, ..self }
    }

    /// The ranker that is built into the binary.
    ///
    /// # Errors
    /// When it is damaged: never in a release, since a test reads it.
    pub fn embedded() -> Result<Self, RankerError> {
        Self::from_bytes(EMBEDDED)
    }

    /// The first 12 hexadecimal digits of a hash of its content.
    pub fn version(&self) -> String {
        let hash = Sha256::digest(self.to_bytes());
        hash.iter().take(6).fold(String::with_capacity(12), |hex, byte| hex + &format!("{byte:02x}"))
    }

    /// Whether a file with this text was among those that it was trained on.
    pub fn has_seen(&self, text: &str) -> bool {
        self.inputs.iter().any(|hash| Sha256::digest(text.as_bytes())[..] == *hash)
    }

    /// The bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = (self.inputs.len() as u32).to_le_bytes().to_vec();
        self.inputs.iter().for_each(|hash| body.extend(hash));
        for number in self.calibration.numbers().into_iter().chain(self.thresholds.numbers()) {
            body.extend(number.to_le_bytes());
        }
        body.extend(self.weights.scale.to_le_bytes());
        body.extend((self.weights.rows.len() as u32).to_le_bytes());
        for (row, weights) in &self.weights.rows {
            body.extend(row.to_le_bytes());
            body.extend(weights.map(|weight| weight.to_le_bytes()[0]));
        }
        let mut file = MAGIC.to_vec();
        file.extend(FORMAT_VERSION.to_le_bytes());
        file.extend(Sha256::digest(&body));
        file.extend(body);
        file
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When the bytes are no ranker's file, of another format version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RankerError> {
        let mut reader = Reader(bytes);
        if reader.array() != Some(MAGIC) {
            return Err(RankerError::NotARanker);
        }
        let version = reader.array().map(u32::from_le_bytes).ok_or(RankerError::Damaged)?;
        if version != FORMAT_VERSION {
            return Err(RankerError::OtherVersion(version));
        }
        let checksum: [u8; 32] = reader.array().ok_or(RankerError::Damaged)?;
        if Sha256::digest(reader.0)[..] != checksum {
            return Err(RankerError::Damaged);
        }
        reader.body().ok_or(RankerError::Damaged)
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn count(&mut self) -> Option<usize> {
        self.array().map(|bytes| u32::from_le_bytes(bytes) as usize)
    }

    fn numbers<const N: usize>(&mut self) -> Option<[f32; N]> {
        let mut numbers = [0.0; N];
        for number in &mut numbers {
            *number = f32::from_le_bytes(self.array()?);
        }
        Some(numbers)
    }

    fn body(&mut self) -> Option<Ranker> {
        let inputs = (0..self.count()?).map(|_| self.array()).collect::<Option<Vec<_>>>()?;
        let calibration = Calibration::from_numbers(self.numbers()?);
        let thresholds = Thresholds::from_numbers(self.numbers()?);
        let [scale] = self.numbers()?;
        let mut rows = Vec::new();
        for _ in 0..self.count()? {
            let row = u32::from_le_bytes(self.array()?);
            let weights: [u8; CLASSES] = self.array()?;
            if row > 1 << BITS {
                return None;
            }
            rows.push((row, weights.map(|weight| i8::from_le_bytes([weight]))));
        }
        self.0.is_empty().then(|| Ranker::new(inputs, calibration, thresholds, Weights::new(scale, rows)))
    }
}
