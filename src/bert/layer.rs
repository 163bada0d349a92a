//! One layer: attention, then two linear layers with a nonlinearity between; each half is added to what it was given and
//! normalised.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use std::ops::Range;

use super::{
    attention::{Attention, Buffers},
    bytes::Bytes,
    config::Config,
    error::EncoderError,
    file::EncoderFile,
    functions::{Norm, gelu},
    linear::Linear,
    vectors::{Vector, Work, widest},
};

/// The weights of a layer.
#[derive(Debug)]
pub(super) struct Layer {
    qkv: Linear,
    out: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    output_norm: Norm,
}

/// The buffers of a layer.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    /// A row for each piece: what the layer is given, and what it gives.
    pub(super) hidden: Vec<f32>,
    /// The same rows as integers.
    bytes: Bytes,
    /// What the pieces see, one row each.
    seen: Vec<f32>,
    /// One row of results.
    inner: Vec<f32>,
    inner_bytes: Bytes,
    sums: Vec<i32>,
    attention: Buffers,
}

impl Layer {
    /// Reads the tensors of a layer.
    pub(super) fn load(file: &EncoderFile<'_>, config: &Config, number: usize) -> Result<Self, EncoderError> {
        let (hidden, intermediate) = (config.hidden, config.intermediate);
        let name = |part: &str| format!("layer.{number}.{part}");
        Ok(Self {
            qkv: Linear::load(file, &name("qkv"), 3 * hidden, hidden)?,
            out: Linear::load(file, &name("out"), hidden, hidden)?,
            attention_norm: Norm::load(file, &name("attention_norm"), hidden)?,
            up: Linear::load(file, &name("up"), intermediate, hidden)?,
            down: Linear::load(file, &name("down"), hidden, intermediate)?,
            output_norm: Norm::load(file, &name("output_norm"), hidden)?,
        })
    }

    /// Gives the rows of these windows their next vectors.
    pub(super) fn run(&self, windows: &[Range<usize>], head: usize, buffer: &mut Buffer) {
        let Buffer { hidden, bytes, seen, inner, inner_bytes, sums, attention } = buffer;
        widest(Quantise { rows: hidden, width: self.out.outputs(), bytes });
        self.qkv.sums(bytes, sums);
        seen.resize(hidden.len(), 0.0);
        widest(Attention { qkv: &self.qkv, head, sums, scales: &bytes.scales, windows, buffers: attention, out: seen });
        widest(Quantise { rows: seen, width: self.out.outputs(), bytes });
        self.out.sums(bytes, sums);
        widest(Add { linear: &self.out, norm: &self.attention_norm, sums, bytes, inner, rows: hidden });
        widest(Quantise { rows: hidden, width: self.out.outputs(), bytes });
        self.up.sums(bytes, sums);
        widest(Activate { linear: &self.up, sums, bytes, inner, out: inner_bytes });
        self.down.sums(inner_bytes, sums);
        widest(Add { linear: &self.down, norm: &self.output_norm, sums, bytes: inner_bytes, inner, rows: hidden });
    }
}

/// Makes rows of numbers rows of integers.
struct Quantise<'a> {
    rows: &'a [f32],
    width: usize,
    bytes: &'a mut Bytes,
}

impl Work for Quantise<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        self.bytes.reset(self.rows.len() / self.width, self.width);
        for (row, place) in self.rows.chunks_exact(self.width).zip(self.bytes.rows(self.width)) {
            place.quantise(row);
        }
    }
}

/// Adds the results of a linear layer to rows and normalises these.
struct Add<'a> {
    linear: &'a Linear,
    norm: &'a Norm,
    sums: &'a [i32],
    bytes: &'a Bytes,
    inner: &'a mut Vec<f32>,
    rows: &'a mut [f32],
}

impl Work for Add<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let width = self.linear.outputs();
        self.inner.resize(width, 0.0);
        let sums = self.sums.chunks_exact(width).zip(&self.bytes.scales);
        for (row, (sums, scale)) in self.rows.chunks_exact_mut(width).zip(sums) {
            self.linear.numbers(sums, *scale, 0, self.inner);
            for (number, added) in row.iter_mut().zip(&*self.inner) {
                *number += added;
            }
            self.norm.normalise(row);
        }
    }
}

/// Makes the results of a linear layer, after the nonlinearity, rows of integers.
struct Activate<'a> {
    linear: &'a Linear,
    sums: &'a [i32],
    bytes: &'a Bytes,
    inner: &'a mut Vec<f32>,
    out: &'a mut Bytes,
}

impl Work for Activate<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let width = self.linear.outputs();
        self.inner.resize(width, 0.0);
        self.out.reset(self.bytes.scales.len(), width);
        let sums = self.sums.chunks_exact(width).zip(&self.bytes.scales);
        for ((sums, scale), place) in sums.zip(self.out.rows(width)) {
            self.linear.numbers(sums, *scale, 0, self.inner);
            for number in &mut *self.inner {
                *number = gelu(*number);
            }
            place.quantise(self.inner);
        }
    }
}
