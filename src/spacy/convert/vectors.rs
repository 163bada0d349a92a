//! The static vectors of a pipeline (`md`): a table in numpy's format, and which word form has which row.

use std::{collections::BTreeMap, path::Path};

use super::{ConvertError, read, read_json, read_msgpack};
use crate::spacy::tensor::Tensor;

const FILE: &str = "vocab/vectors";

/// Vectors of word forms.
#[derive(Debug)]
pub(super) struct StaticVectors {
    table: Tensor,
    rows: BTreeMap<u64, u32>,
}

impl StaticVectors {
    /// Reads the vectors, when the pipeline has some.
    pub(super) fn read(directory: &Path) -> Result<Option<Self>, ConvertError> {
        let path = directory.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let table = numpy(&read(directory, FILE)?)
            .ok_or_else(|| ConvertError::format(&path, "not a numpy table of little-endian 32-bit numbers"))?;
        if table.data.is_empty() {
            return Ok(None);
        }
        let settings: serde_json::Map<String, serde_json::Value> = read_json(directory, "vocab/vectors.cfg")?;
        if settings.get("mode").is_some_and(|mode| mode != "default") {
            return Err(ConvertError::unsupported("floret vectors", "vectors of mode \"default\""));
        }
        let rows: BTreeMap<u64, i64> = read_msgpack(directory, "vocab/key2row")?;
        let limit = table.shape.first().copied().unwrap_or(0);
        let known =
            |(key, row): (u64, i64)| usize::try_from(row).ok().filter(|row| *row < limit).map(|row| (key, row as u32));
        Ok(Some(Self { rows: rows.into_iter().filter_map(known).collect(), table }))
    }

    /// The table after a network's linear layer, which has no bias: so that run time need not multiply.
    pub(super) fn project(&self, weights: &Tensor) -> Option<Tensor> {
        let (&[rows, width], &[outputs, inputs]) = (self.table.shape.as_slice(), weights.shape.as_slice()) else {
            return None;
        };
        if width != inputs || width == 0 {
            return None;
        }
        let data = self.table.data.chunks_exact(width).flat_map(|vector| {
            weights.data.chunks_exact(width).map(move |row| {
                let sum: f64 =
                    row.iter().zip(vector).map(|(weight, number)| f64::from(*weight) * f64::from(*number)).sum();
                sum as f32
            })
        });
        Some(Tensor { shape: vec![rows, outputs], data: data.collect() })
    }

    /// The ids of the forms and their rows, as `u64` and `u32`, ascending.
    pub(super) fn keys_to_bytes(&self) -> Vec<u8> {
        self.rows.iter().flat_map(|(key, row)| key.to_le_bytes().into_iter().chain(row.to_le_bytes())).collect()
    }
}

/// Reads a two-dimensional array of `f32` in numpy's own format.
fn numpy(bytes: &[u8]) -> Option<Tensor> {
    let rest = bytes.strip_prefix(b"\x93NUMPY")?;
    let (&[major, _], rest) = rest.split_first_chunk::<2>()?;
    let (length, rest) = if major == 1 {
        let (length, rest) = rest.split_first_chunk::<2>()?;
        (u16::from_le_bytes(*length) as usize, rest)
    } else {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        (u32::from_le_bytes(*length) as usize, rest)
    };
    let (header, data) = rest.split_at_checked(length)?;
    let header = std::str::from_utf8(header).ok()?;
    let after = |key: &str| Some(header.split_once(key)?.1.trim_start_matches([':', ' ', '\'', '"']));
    if !after("'descr'")?.starts_with("<f4") || !after("'fortran_order'")?.starts_with("False") {
        return None;
    }
    let shape = after("'shape'")?.strip_prefix('(')?.split_once(')')?.0;
    let shape: Vec<usize> = shape
        .split(',')
        .map(str::trim)
        .filter(|size| !size.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let data: Vec<f32> = data.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
    (shape.len() == 2 && shape.iter().product::<usize>() == data.len()).then_some(Tensor { shape, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numpy_table_is_read_and_projected() {
        let mut bytes =
            b"\x93NUMPY\x01\x00\x3e\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }    \n".to_vec();
        let header = bytes.len() - 10;
        bytes[8] = header as u8;
        for number in [1.0_f32, 2.0, 3.0, 4.0] {
            bytes.extend(number.to_le_bytes());
        }
        let table = numpy(&bytes).unwrap();
        let vectors = StaticVectors { table, rows: BTreeMap::new() };
        let weights = Tensor { shape: vec![1, 2], data: vec![10.0, 1.0] };
        assert_eq!(vectors.project(&weights), Some(Tensor { shape: vec![2, 1], data: vec![12.0, 34.0] }));
        assert_eq!(vectors.project(&Tensor { shape: vec![1, 1], data: vec![1.0] }), None);
        assert_eq!(numpy(&bytes[..bytes.len() - 1]).map(|table| table.shape), None);
    }
}
