//! Tensors of a model file: `f32` in memory, `f16` or `f32` in the file.

use half::{f16, slice::HalfFloatSliceExt};

/// How the numbers of a tensor are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Two bytes each.
    Half,
    /// Four bytes each.
    Single,
}

/// Numbers in rows: the last dimension runs fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// The dimensions.
    pub shape: Vec<usize>,
    /// The numbers.
    pub data: Vec<f32>,
}

impl Tensor {
    /// The section's bytes: `u8` bytes per number, `u8` count of dimensions, `u32` each dimension, then the numbers, little-endian.
    pub fn to_bytes(&self, precision: Precision) -> Vec<u8> {
        let width = if precision == Precision::Half { 2 } else { 4 };
        let mut bytes = vec![width, self.shape.len() as u8];
        bytes.extend(self.shape.iter().flat_map(|size| (*size as u32).to_le_bytes()));
        match precision {
            Precision::Half => {
                bytes.extend(self.data.iter().flat_map(|number| f16::from_f32(*number).to_le_bytes()));
            }
            Precision::Single => bytes.extend(self.data.iter().flat_map(|number| number.to_le_bytes())),
        }
        bytes
    }

    /// Reads a section's bytes; nothing when they are no tensor.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&[width, rank], rest) = bytes.split_first_chunk::<2>()?;
        let (sizes, rest) = rest.split_at_checked(usize::from(rank) * 4)?;
        let shape: Vec<usize> =
            sizes.as_chunks::<4>().0.iter().map(|size| u32::from_le_bytes(*size) as usize).collect();
        let count = shape.iter().try_fold(1_usize, |count, size| count.checked_mul(*size))?;
        if count.checked_mul(width.into())? != rest.len() {
            return None;
        }
        let data = match width {
            2 => {
                let halves: Vec<f16> =
                    rest.as_chunks::<2>().0.iter().map(|number| f16::from_le_bytes(*number)).collect();
                let mut data = vec![0.0; count];
                halves.convert_to_f32_slice(&mut data);
                data
            }
            4 => rest.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect(),
            _ => return None,
        };
        Some(Self { shape, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_precisions_read_back() {
        let tensor = Tensor { shape: vec![2, 3], data: vec![0.5, -2.0, 0.0, 1.0, 1024.0, -0.25] };
        assert_eq!(Tensor::from_bytes(&tensor.to_bytes(Precision::Half)), Some(tensor.clone()));
        let fine = Tensor { shape: vec![2], data: vec![0.1, 1e-9] };
        assert_eq!(Tensor::from_bytes(&fine.to_bytes(Precision::Single)), Some(fine));
    }

    #[test]
    fn bytes_of_another_length_are_no_tensor() {
        let bytes = Tensor { shape: vec![2], data: vec![1.0, 2.0] }.to_bytes(Precision::Single);
        assert_eq!(Tensor::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Tensor::from_bytes(&[]), None);
    }
}
