//! Rows of numbers by name.

use rustc_hash::FxHashMap;

use super::heads::row_of;
use crate::bert::{EncoderError, EncoderFile};

/// Rows of numbers by name; the first one is for names that training did not see.
#[derive(Debug)]
pub(super) struct Table {
    places: FxHashMap<String, usize>,
    width: usize,
    rows: Vec<f32>,
}

impl Table {
    /// Reads `NAME.names`, one a line, and `NAME.rows`.
    pub(super) fn load(file: &EncoderFile<'_>, name: &str, width: usize) -> Result<Self, EncoderError> {
        let names = std::str::from_utf8(file.bytes(&format!("{name}.names"))?)
            .map_err(|error| EncoderError::Damaged(format!("{name}.names is not UTF-8: {error}")))?;
        let places: FxHashMap<String, usize> =
            names.split('\n').zip(1..).map(|(name, row)| (name.to_owned(), row)).collect();
        let rows = file.matrix(&format!("{name}.rows"), places.len() + 1, width)?;
        Ok(Self { places, width, rows })
    }

    pub(super) fn row(&self, name: &str) -> &[f32] {
        row_of(&self.rows, self.places.get(name).copied().unwrap_or_default(), self.width)
    }

    /// The sum of the rows of the names that are known.
    pub(super) fn sum(&self, names: &[String]) -> Vec<f32> {
        let mut sum = vec![0.0; self.width];
        for name in names.iter().filter(|name| self.places.contains_key(*name)) {
            sum.iter_mut().zip(self.row(name)).for_each(|(sum, number)| *sum += number);
        }
        sum
    }
}
