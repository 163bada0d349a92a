//! Reads the unpacked directory of a spaCy pipeline and turns it into the sections of a model file.

mod attribute_ruler;
mod config;
mod lookups;
mod text;
mod thinc;
mod tokenizer;
mod vectors;
mod weights;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

pub use self::{config::Config, text::text_data, weights::add_networks};
use super::{file::ModelFile, tensor::Precision, text::TextError};

/// The section of the textual half.
pub const TEXT_SECTION: &str = "text";

/// Why a directory cannot be converted.
#[derive(Debug, Error)]
pub enum ConvertError {
    /// A file is missing or cannot be read.
    #[error("{}: {error}; name the unpacked directory of a spaCy pipeline, with config.cfg and meta.json", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file is not in the format that spaCy writes.
    #[error("{}: {problem}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The pipeline is of a kind that this runtime does not run.
    #[error(
        "{what} is not supported; use an English spaCy 3.8 pipeline such as en_core_web_sm or en_core_web_md, with {supported}"
    )]
    Unsupported {
        /// What the pipeline is or has.
        what: String,
        /// What is supported in its place.
        supported: String,
    },
    /// The textual half cannot be written.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// Reads the unpacked directory of a pipeline. Matrices and tables of its networks are kept with the given precision.
///
/// # Errors
/// When a file is missing or not as spaCy writes it, or the pipeline is of a kind that is not supported.
pub fn convert(directory: &Path, precision: Precision) -> Result<ModelFile, ConvertError> {
    let config = Config::read(directory)?;
    let mut file = ModelFile::new();
    file.insert(TEXT_SECTION, text_data(directory, &config)?.to_bytes()?);
    add_networks(directory, &config, precision, &mut file)?;
    Ok(file)
}

impl ConvertError {
    /// A file with something wrong in it.
    pub(crate) fn format(path: &Path, problem: impl std::fmt::Display) -> Self {
        Self::Format { path: path.to_owned(), problem: problem.to_string() }
    }

    /// Something that is not supported, and what is.
    pub(crate) fn unsupported(what: impl Into<String>, supported: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into(), supported: supported.into() }
    }
}

/// Reads a file of the directory.
pub(crate) fn read(directory: &Path, name: &str) -> Result<Vec<u8>, ConvertError> {
    let path = directory.join(name);
    fs::read(&path).map_err(|error| ConvertError::File { path, error })
}

/// Reads a `MessagePack` file of the directory.
pub(crate) fn read_msgpack<T: serde::de::DeserializeOwned>(directory: &Path, name: &str) -> Result<T, ConvertError> {
    let bytes = read(directory, name)?;
    rmp_serde::from_slice(&bytes).map_err(|error| ConvertError::format(&directory.join(name), error))
}

/// Reads a JSON file of the directory.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(directory: &Path, name: &str) -> Result<T, ConvertError> {
    let bytes = read(directory, name)?;
    serde_json::from_slice(&bytes).map_err(|error| ConvertError::format(&directory.join(name), error))
}
