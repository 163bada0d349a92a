//! The file of an encoder: safetensors with the dimensions, the vocabulary, the weights, and whatever tensors a user adds.

use half::f16;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use super::{config::Config, error::EncoderError};
use crate::digest;

/// The key of the metadata.
const METADATA: &str = "dateline";

/// The tensors of a file, by name.
#[derive(Debug)]
pub struct EncoderFile<'a> {
    tensors: SafeTensors<'a>,
    config: Config,
}

impl<'a> EncoderFile<'a> {
    /// Opens a file: its header, its dimensions and its checksum are checked.
    ///
    /// # Errors
    /// When the bytes are not whole, of something else, of another version, or damaged.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, EncoderError> {
        let broken = |error: safetensors::SafeTensorError| EncoderError::NotSafetensors(error.to_string());
        let tensors = SafeTensors::deserialize(bytes).map_err(broken)?;
        let (header, metadata) = SafeTensors::read_metadata(bytes).map_err(broken)?;
        let about = metadata.metadata().as_ref().and_then(|metadata| metadata.get(METADATA));
        let about = about.ok_or_else(|| EncoderError::Foreign(format!("no metadata under {METADATA:?}")))?;
        let config = Config::from_json(about)?;
        let data = bytes.get(header + size_of::<u64>()..).unwrap_or_default();
        if digest::hex(data, 64) != config.digest {
            return Err(EncoderError::damaged("wrong checksum"));
        }
        Ok(Self { tensors, config })
    }

    /// The dimensions of the encoder.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// A tensor of one number kind: its shape must be the expected one.
    fn tensor(&self, name: &str, shape: &[usize]) -> Result<TensorView<'_>, EncoderError> {
        let tensor = self.tensors.tensor(name).map_err(|_| EncoderError::damaged(format!("no tensor {name:?}")))?;
        if tensor.shape() != shape {
            return Err(EncoderError::Damaged(format!(
                "{name:?} has shape {:?} in place of {shape:?}",
                tensor.shape()
            )));
        }
        Ok(tensor)
    }

    /// The bytes of a tensor of rank 1.
    ///
    /// # Errors
    /// When there is no such tensor, or it is of another type.
    pub fn bytes(&self, name: &str) -> Result<&[u8], EncoderError> {
        let tensor = self.tensors.tensor(name).map_err(|_| EncoderError::damaged(format!("no tensor {name:?}")))?;
        if tensor.dtype() != Dtype::U8 || tensor.shape().len() != 1 {
            return Err(EncoderError::damaged(format!("{name:?} is not a row of bytes")));
        }
        Ok(tensor.data())
    }

    /// A matrix of eight-bit integers.
    pub(super) fn integers(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<i8>, EncoderError> {
        let tensor = self.tensor(name, &[rows, columns])?;
        if tensor.dtype() != Dtype::I8 {
            return Err(EncoderError::damaged(format!("{name:?} is of type {} in place of I8", tensor.dtype())));
        }
        Ok(tensor.data().iter().map(|byte| i8::from_le_bytes([*byte])).collect())
    }

    /// A row of numbers, which are finite.
    ///
    /// # Errors
    /// When there is no such tensor, or it is of another length or type.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, EncoderError> {
        numbers(name, &self.tensor(name, &[length])?)
    }

    /// Numbers in rows, which are finite, one row after the other.
    ///
    /// # Errors
    /// When there is no such tensor, or it is of another shape or type.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, EncoderError> {
        numbers(name, &self.tensor(name, &[rows, columns])?)
    }
}

/// The numbers of a tensor, from four or two bytes each or from one.
fn numbers(name: &str, tensor: &TensorView<'_>) -> Result<Vec<f32>, EncoderError> {
    let data = tensor.data();
    let numbers: Vec<f32> = match tensor.dtype() {
        Dtype::F32 => data.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        Dtype::F16 => data.as_chunks::<2>().0.iter().map(|bytes| f16::from_le_bytes(*bytes).to_f32()).collect(),
        Dtype::I8 => data.iter().map(|byte| f32::from(i8::from_le_bytes([*byte]))).collect(),
        other => return Err(EncoderError::damaged(format!("{name:?} is of type {other} in place of F32, F16 or I8"))),
    };
    if numbers.iter().all(|number| number.is_finite()) {
        return Ok(numbers);
    }
    Err(EncoderError::damaged(format!("{name:?} has a number that is not finite")))
}
