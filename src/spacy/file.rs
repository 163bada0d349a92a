//! The model file: named sections of bytes behind a magic, a format version, a length and a checksum.
//!
//! Layout, all numbers little-endian: 8 bytes of magic, `u32` format version, `u64` length of the whole file, 32 bytes of SHA-256
//! over the rest; then `u32` count of sections and, for each, `u16` length of the name, the name, `u64` length and the bytes.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{tensor::Tensor, text::TextError};

const MAGIC: [u8; 8] = *b"DLMODEL\n";
const HEADER: usize = 8 + 4 + 8 + 32;
/// The format that this version of the runtime writes and reads.
pub const FORMAT_VERSION: u32 = 1;

/// Why a model file cannot be used.
#[derive(Debug, Error)]
pub enum ModelError {
    /// The bytes are something else.
    #[error("not a model file; make one from an unpacked spaCy pipeline with `dateline model convert`")]
    NotAModel,
    /// The file ends too early.
    #[error("the model file is truncated ({found} of {expected} bytes); copy it or convert the pipeline again")]
    Truncated {
        /// The bytes there should be.
        expected: u64,
        /// The bytes there are.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("the model file is damaged ({0}); copy it or convert the pipeline again")]
    Damaged(String),
    /// The file was written by another version.
    #[error(
        "the model file has format version {0}, but only version {FORMAT_VERSION} is supported; convert the pipeline again"
    )]
    OtherVersion(u32),
    /// A part is not there.
    #[error("the model file has no section {0:?}; convert the pipeline again")]
    MissingSection(String),
    /// The pipeline is of a kind that is not run.
    #[error("{what} is not supported; use {supported}")]
    Unsupported {
        /// What the model is or has.
        what: String,
        /// What is supported in its place.
        supported: String,
    },
    /// The textual half cannot be used.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl ModelError {
    /// Something that is not supported, and what is.
    pub(crate) fn unsupported(what: impl Into<String>, supported: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into(), supported: supported.into() }
    }
}

/// The sections of a model file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModelFile {
    sections: BTreeMap<String, Vec<u8>>,
}

impl ModelFile {
    /// A file without a section.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a section, in the place of one of the same name.
    pub fn insert(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.sections.insert(name.into(), bytes);
    }

    /// The bytes of a section.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.sections.get(name).map(Vec::as_slice)
    }

    /// The bytes of a section that must be there.
    ///
    /// # Errors
    /// When it is missing.
    pub fn section(&self, name: &str) -> Result<&[u8], ModelError> {
        self.get(name).ok_or_else(|| ModelError::MissingSection(name.to_owned()))
    }

    /// The names and lengths of the sections, sorted by name.
    pub fn sections(&self) -> impl Iterator<Item = (&str, usize)> {
        self.sections.iter().map(|(name, bytes)| (name.as_str(), bytes.len()))
    }

    /// Reads a tensor from its section.
    ///
    /// # Errors
    /// When the section is missing or no tensor.
    pub fn tensor(&self, name: &str) -> Result<Tensor, ModelError> {
        Tensor::from_bytes(self.section(name)?).ok_or_else(|| ModelError::Damaged(format!("section {name:?}")))
    }

    /// Reads a tensor and checks its shape.
    ///
    /// # Errors
    /// When the section is missing, no tensor, or of another shape.
    pub fn shaped(&self, name: &str, shape: &[usize]) -> Result<Tensor, ModelError> {
        let tensor = self.tensor(name)?;
        if tensor.shape == shape {
            return Ok(tensor);
        }
        Err(ModelError::Damaged(format!("section {name:?} has shape {:?} in place of {shape:?}", tensor.shape)))
    }

    /// The bytes of the whole file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = (self.sections.len() as u32).to_le_bytes().to_vec();
        for (name, bytes) in &self.sections {
            body.extend((name.len() as u16).to_le_bytes());
            body.extend(name.as_bytes());
            body.extend((bytes.len() as u64).to_le_bytes());
            body.extend(bytes);
        }
        let mut file = Vec::with_capacity(HEADER + body.len());
        file.extend(MAGIC);
        file.extend(FORMAT_VERSION.to_le_bytes());
        file.extend(((HEADER + body.len()) as u64).to_le_bytes());
        file.extend(Sha256::digest(&body));
        file.extend(body);
        file
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When the bytes are no model file, of another format version, truncated, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader { rest: bytes };
        if reader.array::<8>() != Some(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let found = bytes.len() as u64;
        let short = ModelError::Truncated { expected: HEADER as u64, found };
        let Some(version) = reader.array().map(u32::from_le_bytes) else { return Err(short) };
        if version != FORMAT_VERSION {
            return Err(ModelError::OtherVersion(version));
        }
        let Some(expected) = reader.array().map(u64::from_le_bytes) else { return Err(short) };
        if found < expected {
            return Err(ModelError::Truncated { expected, found });
        }
        let Some(checksum) = reader.array::<32>() else { return Err(short) };
        if Sha256::digest(reader.rest)[..] != checksum {
            return Err(ModelError::Damaged("wrong checksum".to_owned()));
        }
        reader.sections().ok_or_else(|| ModelError::Damaged("invalid section table".to_owned()))
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*head)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(head)
    }

    fn sections(mut self) -> Option<ModelFile> {
        let count = u32::from_le_bytes(self.array()?);
        let mut file = ModelFile::new();
        for _ in 0..count {
            let length = u16::from_le_bytes(self.array()?);
            let name = std::str::from_utf8(self.take(length.into())?).ok()?.to_owned();
            let length = usize::try_from(u64::from_le_bytes(self.array()?)).ok()?;
            file.insert(name, self.take(length)?.to_vec());
        }
        self.rest.is_empty().then_some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut file = ModelFile::new();
        file.insert("a", vec![1, 2, 3]);
        file.insert("empty", Vec::new());
        file.to_bytes()
    }

    #[test]
    fn what_is_written_is_read() {
        let file = ModelFile::from_bytes(&sample()).unwrap();
        assert_eq!(file.get("a"), Some(&[1, 2, 3][..]));
        assert_eq!(file.get("empty"), Some(&[][..]));
        assert!(matches!(file.section("b"), Err(ModelError::MissingSection(name)) if name == "b"));
    }

    #[test]
    fn what_is_not_whole_is_refused_by_kind() {
        let bytes = sample();
        assert!(matches!(ModelFile::from_bytes(b"PK\x03\x04 something"), Err(ModelError::NotAModel)));
        assert!(matches!(ModelFile::from_bytes(b""), Err(ModelError::NotAModel)));
        for length in 8..bytes.len() {
            assert!(matches!(ModelFile::from_bytes(&bytes[..length]), Err(ModelError::Truncated { .. })), "{length}");
        }
        for place in 20..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            assert!(matches!(ModelFile::from_bytes(&damaged), Err(ModelError::Damaged(_))), "{place}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(matches!(ModelFile::from_bytes(&longer), Err(ModelError::Damaged(_))));
        let mut other = bytes;
        other[8] = 9;
        assert!(matches!(ModelFile::from_bytes(&other), Err(ModelError::OtherVersion(9))));
    }
}
