//! The encoder: from pieces to a vector for each word.

use std::ops::Range;

use super::{
    config::Config,
    error::EncoderError,
    file::EncoderFile,
    functions::Norm,
    layer::{Buffer, Layer},
    vectors::{Vector, Work, widest},
    windows::Pieces,
    wordpiece::WordPiece,
};

/// Windows are worked on together while they have no more pieces than this: the buffers need some 12 kB for each.
pub(super) const PIECES_TOGETHER: usize = 128;

/// A BERT encoder. Threads share it; each has buffers of its own.
#[derive(Debug)]
pub struct Encoder {
    config: Config,
    wordpiece: WordPiece,
    embeddings: Embeddings,
    layers: Vec<Layer>,
}

/// The buffers of one thread.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) buffer: Buffer,
    windows: Vec<Range<usize>>,
}

/// The vectors of a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    width: usize,
    rows: Vec<f32>,
}

impl Vectors {
    /// The vector of the piece that opens the window: it stands for the whole.
    pub fn window(&self) -> &[f32] {
        self.rows.get(..self.width).unwrap_or_default()
    }

    /// The vectors of the words, in the order of the window: that of the first piece of each.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.rows.chunks_exact(self.width).skip(1)
    }

    /// The vector of a word of the window; empty when there is no such word.
    pub fn word(&self, index: usize) -> &[f32] {
        self.rows.get((index + 1) * self.width..(index + 2) * self.width).unwrap_or_default()
    }
}

impl Encoder {
    /// Loads an encoder from the tensors of its file.
    ///
    /// # Errors
    /// When one is missing, of another shape, or has numbers that cannot be.
    pub fn load(file: &EncoderFile<'_>) -> Result<Self, EncoderError> {
        let config = file.config().clone();
        let wordpiece = WordPiece::new(file.bytes("vocabulary")?, config.window)?;
        let embeddings = Embeddings::load(file, &config, wordpiece.len())?;
        let layers = (0..config.layers).map(|number| Layer::load(file, &config, number));
        let layers = layers.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { config, wordpiece, embeddings, layers })
    }

    /// The dimensions.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The vocabulary.
    pub fn wordpiece(&self) -> &WordPiece {
        &self.wordpiece
    }

    /// The vectors of each of these windows. They do not depend on which windows are encoded together.
    pub fn encode(&self, batch: &[Pieces], scratch: &mut Scratch) -> Vec<Vectors> {
        let mut vectors = Vec::with_capacity(batch.len());
        let mut rest = batch;
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = rest.iter().take_while(|window| {
                pieces += window.ids.len();
                pieces <= PIECES_TOGETHER
            });
            let (together, behind) = rest.split_at(fits.count().max(1));
            self.encode_together(together, scratch, &mut vectors);
            rest = behind;
        }
        vectors
    }

    fn encode_together(&self, batch: &[Pieces], scratch: &mut Scratch, vectors: &mut Vec<Vectors>) {
        let Scratch { buffer, windows } = scratch;
        let mut end = 0;
        windows.clear();
        windows.extend(batch.iter().map(|window| {
            end += window.ids.len();
            end - window.ids.len()..end
        }));
        widest(Embed { embeddings: &self.embeddings, batch, rows: &mut buffer.hidden });
        for layer in &self.layers {
            layer.run(windows, self.config.head(), buffer);
        }
        let width = self.config.hidden;
        for (window, range) in batch.iter().zip(windows) {
            let row = |piece: usize| {
                let begin = (range.start + piece) * width;
                buffer.hidden.get(begin..begin + width).unwrap_or_default()
            };
            let mut rows = Vec::with_capacity((1 + window.first.len()) * width);
            rows.extend_from_slice(row(0));
            window.first.iter().for_each(|piece| rows.extend_from_slice(row(*piece as usize)));
            vectors.push(Vectors { width, rows });
        }
    }
}

/// The vectors that pieces have before the first layer.
#[derive(Debug)]
struct Embeddings {
    width: usize,
    words: Vec<i8>,
    scales: Vec<f32>,
    positions: Vec<f32>,
    norm: Norm,
}

impl Embeddings {
    fn load(file: &EncoderFile<'_>, config: &Config, pieces: usize) -> Result<Self, EncoderError> {
        Ok(Self {
            width: config.hidden,
            words: file.integers("embeddings.word", pieces, config.hidden)?,
            scales: file.vector("embeddings.word.scale", pieces)?,
            positions: file.matrix("embeddings.position", config.positions, config.hidden)?,
            norm: Norm::load(file, "embeddings.norm", config.hidden)?,
        })
    }
}

/// Puts the vectors of the pieces of windows into rows.
struct Embed<'a> {
    embeddings: &'a Embeddings,
    batch: &'a [Pieces],
    rows: &'a mut Vec<f32>,
}

impl Work for Embed<'_> {
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]
    fn run<V: Vector>(self) {
        let Embeddings { width, words, scales, positions, norm } = self.embeddings;
        let count: usize = self.batch.iter().map(|window| window.ids.len()).sum();
        self.rows.resize(count * width, 0.0);
        let pieces = self.batch.iter().flat_map(|window| window.ids.iter().enumerate());
        for (row, (place, id)) in self.rows.chunks_exact_mut(*width).zip(pieces) {
            let (id, scale) = (*id as usize, scales.get(*id as usize).copied().unwrap_or_default());
            let word = words.get(id * width..(id + 1) * width).unwrap_or_default();
            let position = positions.get(place * width..(place + 1) * width).unwrap_or_default();
            row.fill(0.0);
            for ((number, word), position) in row.iter_mut().zip(word).zip(position) {
                *number = f32::from(*word).mul_add(scale, *position);
            }
            norm.normalise(row);
        }
    }
}
