//! The dimensions of an encoder, as the metadata of its file gives them.

use serde_json::Value;

use super::error::EncoderError;

/// The name of the format in the metadata.
const FORMAT: &str = "dateline-encoder";
/// The version of the format that is read.
pub(super) const FORMAT_VERSION: u64 = 1;
/// Widths are multiples of it.
pub(super) const LANES: usize = 16;
/// No dimension is larger: their products fit in memory and in the integers that sums are made in.
const LARGEST: u64 = 1 << 14;

/// The dimensions of an encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// How many layers there are.
    pub layers: usize,
    /// The width of a vector.
    pub hidden: usize,
    /// How many heads look around in each layer.
    pub heads: usize,
    /// The width inside a layer's second half.
    pub intermediate: usize,
    /// How many positions there are.
    pub positions: usize,
    /// The pieces of a window, those that open and close it among them.
    pub window: usize,
    /// SHA-256 of all tensors, in hexadecimal digits.
    pub(super) digest: String,
}

impl Config {
    /// Reads the metadata. What it says beyond the dimensions is for those who want to know where the file is from.
    pub(super) fn from_json(text: &str) -> Result<Self, EncoderError> {
        let foreign = |what: &str| EncoderError::Foreign(format!("its metadata {what}"));
        let json: Value = serde_json::from_str(text).map_err(|error| foreign(&format!("are no JSON: {error}")))?;
        if json.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(foreign(&format!("do not name the format {FORMAT:?}")));
        }
        match json.get("version").and_then(Value::as_u64) {
            Some(FORMAT_VERSION) => {}
            Some(other) => return Err(EncoderError::OtherVersion(other)),
            None => return Err(foreign("have no version")),
        }
        let number = |name: &str| match json.get(name).and_then(Value::as_u64) {
            Some(number @ 1..=LARGEST) => Ok(number as usize),
            _ => Err(EncoderError::damaged(format!("{name:?} is not a number from 1 to {LARGEST}"))),
        };
        let digest = json.get("sha256").and_then(Value::as_str).ok_or_else(|| foreign("have no sha256"))?.to_owned();
        Self {
            layers: number("layers")?,
            hidden: number("hidden")?,
            heads: number("heads")?,
            intermediate: number("intermediate")?,
            positions: number("positions")?,
            window: number("window")?,
            digest,
        }
        .checked()
    }

    fn checked(self) -> Result<Self, EncoderError> {
        let problem = if !self.hidden.is_multiple_of(self.heads * LANES) {
            format!("{} heads do not share a width of {} in multiples of {LANES}", self.heads, self.hidden)
        } else if !self.intermediate.is_multiple_of(LANES) {
            format!("the width of {} inside a layer is not a multiple of {LANES}", self.intermediate)
        } else if !(3..=self.positions).contains(&self.window) {
            format!("a window of {} pieces does not fit {} positions", self.window, self.positions)
        } else {
            return Ok(self);
        };
        Err(EncoderError::Damaged(problem))
    }

    /// The width of one head.
    pub(super) fn head(&self) -> usize {
        self.hidden / self.heads
    }
}
