//! Why a file of an encoder cannot be used.

use thiserror::Error;

use super::config::FORMAT_VERSION;

/// Why a file of an encoder cannot be used, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EncoderError {
    /// The bytes are no safetensors file, or end early.
    #[error("not a whole safetensors file ({0}); copy it again, or write it again with the script that wrote it")]
    NotSafetensors(String),
    /// A safetensors file of something else.
    #[error("not a file of an encoder ({0}); scripts/reader/export.py writes one")]
    Foreign(String),
    /// Another version wrote it.
    #[error(
        "the encoder's file has format version {0}, but only version {FORMAT_VERSION} is supported; \
         write it again with scripts/reader/export.py of this version"
    )]
    OtherVersion(u64),
    /// The bytes are not those that were written.
    #[error("the encoder's file is damaged ({0}); copy it again, or write it again with the script that wrote it")]
    Damaged(String),
}

impl EncoderError {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}
