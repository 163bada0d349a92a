//! Tokens to vectors: hash embeddings of their attributes, a maxout layer over them, and convolutions with residuals.

use rustc_hash::FxHashMap;

use super::{
    architecture::{Column, EmbeddedAttribute, Tok2VecShape},
    file::{ModelError, ModelFile},
    kernels::{Kernels, LANES, Packed, Rows},
    tokenizer::Word,
};

/// Word types whose embedding is kept, by network and thread: 6 MB at a width of 96.
const CACHED_TYPES: usize = 1 << 14;
/// spaCy takes the attributes' hashes modulo the rows four times.
const HASHES: usize = 4;

/// A network that turns tokens into vectors.
#[derive(Debug)]
pub(super) struct Tok2Vec {
    shape: Tok2VecShape,
    tables: Vec<Vec<f32>>,
    statics: Option<Vec<f32>>,
    mix: Layer,
    encode: Vec<Layer>,
}

/// A maxout layer with its normalisation.
#[derive(Debug)]
struct Layer {
    packed: Packed,
    gain: Vec<f32>,
    bias: Vec<f32>,
}

/// Buffers and the cache of one thread for one network.
#[derive(Debug, Default)]
pub(super) struct Tok2VecScratch {
    cache: FxHashMap<TypeKey, u32>,
    cached: Vec<f32>,
    rows: Vec<f32>,
    maxed: Vec<f32>,
    features: Vec<f32>,
    pending: Vec<(TypeKey, usize)>,
    /// The vectors of all tokens, one after the other.
    pub(super) vectors: Vec<f32>,
}

/// What the embedding of a token follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct TypeKey {
    orth: u64,
    norm: u64,
    has_space: bool,
}

/// The rows of a static table, by the id of a form.
pub(super) type VectorRows = FxHashMap<u64, u32>;

impl Layer {
    fn load(file: &ModelFile, name: &str, width: usize, pieces: usize, inputs: usize) -> Result<Self, ModelError> {
        let weights = file.shaped(&format!("{name}.W"), &[width, pieces, inputs])?.data;
        let bias = file.shaped(&format!("{name}.b"), &[width, pieces])?.data;
        Ok(Self {
            packed: Packed::maxout(&weights, &bias, inputs, width, pieces),
            gain: file.shaped(&format!("{name}.norm.G"), &[width])?.data,
            bias: file.shaped(&format!("{name}.norm.b"), &[width])?.data,
        })
    }
}

impl Tok2Vec {
    /// Reads a network of a model file.
    pub(super) fn load(file: &ModelFile, shape: &Tok2VecShape, keys: &VectorRows) -> Result<Self, ModelError> {
        let Tok2VecShape { name, width, .. } = shape;
        if !width.is_multiple_of(LANES) || *width == 0 {
            return Err(ModelError::unsupported(format!("a width of {width}"), "a multiple of 16"));
        }
        for pieces in [shape.embed_pieces, shape.pieces] {
            if !(1..=8).contains(&pieces) {
                return Err(ModelError::unsupported(format!("maxout with {pieces} pieces"), "1 to 8 pieces"));
            }
        }
        if shape.pad < shape.window * shape.depth {
            return Err(ModelError::Damaged(format!("network {name:?} pads too little")));
        }
        let table = |(number, column): (usize, &Column)| {
            if column.rows == 0 {
                return Err(ModelError::Damaged(format!("network {name:?} has an empty table")));
            }
            Ok(file.shaped(&format!("{name}.embed.{number}"), &[column.rows, *width])?.data)
        };
        let tables = shape.columns.iter().enumerate().map(table).collect::<Result<_, _>>()?;
        let statics = if shape.has_static_vectors {
            let table = file.tensor(&format!("{name}.static"))?;
            let rows = keys.values().max().map_or(0, |row| *row as usize + 1);
            if table.shape.get(1) != Some(width) || table.shape.first().is_none_or(|count| *count < rows) {
                return Err(ModelError::Damaged(format!("the static vectors of network {name:?}")));
            }
            Some(table.data)
        } else {
            None
        };
        let joined = width * (shape.columns.len() + usize::from(shape.has_static_vectors));
        let seen = width * (2 * shape.window + 1);
        let encode = |number| Layer::load(file, &format!("{name}.encode.{number}"), *width, shape.pieces, seen);
        Ok(Self {
            tables,
            statics,
            mix: Layer::load(file, &format!("{name}.mix"), *width, shape.embed_pieces, joined)?,
            encode: (0..shape.depth).map(encode).collect::<Result<_, _>>()?,
            shape: shape.clone(),
        })
    }

    /// The numbers of a vector.
    pub(super) fn width(&self) -> usize {
        self.shape.width
    }

    /// Computes the vectors of the tokens of some texts, text by text, into the scratch.
    pub(super) fn vectors(
        &self,
        kernels: Kernels,
        texts: &[Vec<Word>],
        vector_rows: &VectorRows,
        scratch: &mut Tok2VecScratch,
    ) {
        let (width, window, pad) = (self.shape.width, self.shape.window, self.shape.pad);
        let tokens: usize = texts.iter().map(Vec::len).sum();
        // Empty rows stand before, between and behind the texts; `window` more on either side are never written.
        let count = tokens + pad * (texts.len() + 1);
        scratch.rows.clear();
        scratch.rows.resize((count + 2 * window) * width, 0.0);
        self.embed(kernels, texts, vector_rows, scratch);
        scratch.maxed.resize(count * width, 0.0);
        for layer in &self.encode {
            let rows = Rows { data: &scratch.rows, stride: width, count };
            kernels.maxout(rows, &layer.packed, &mut scratch.maxed, width);
            let inner = scratch.rows.get_mut(window * width..(window + count) * width);
            kernels.normalise(&mut scratch.maxed, &layer.gain, &layer.bias, inner);
        }
        let Tok2VecScratch { rows, vectors, .. } = scratch;
        vectors.clear();
        vectors.reserve(tokens * width);
        let mut row = window + pad;
        for text in texts {
            vectors.extend(rows.get(row * width..(row + text.len()) * width).unwrap_or_default());
            row += text.len() + pad;
        }
    }

    /// Writes the embeddings of all tokens to their rows. What is not in the cache is computed together.
    fn embed(&self, kernels: Kernels, texts: &[Vec<Word>], vector_rows: &VectorRows, scratch: &mut Tok2VecScratch) {
        let width = self.shape.width;
        let joined = self.mix.packed.inputs();
        scratch.pending.clear();
        scratch.features.clear();
        let mut row = self.shape.window + self.shape.pad;
        for text in texts {
            for word in text {
                let key = TypeKey { orth: word.lexeme.orth, norm: word.norm, has_space: word.has_space };
                if let Some(slot) = scratch.cache.get(&key) {
                    let from = *slot as usize * width;
                    copy(scratch.cached.get(from..from + width), scratch.rows.get_mut(row * width..(row + 1) * width));
                } else {
                    self.features(word, vector_rows, &mut scratch.features);
                    scratch.pending.push((key, row));
                }
                row += 1;
            }
            row += self.shape.pad;
        }
        let count = scratch.pending.len();
        if count == 0 {
            return;
        }
        scratch.maxed.resize(scratch.maxed.len().max(count * width), 0.0);
        let Some(made) = scratch.maxed.get_mut(..count * width) else { return };
        kernels.maxout(Rows { data: &scratch.features, stride: joined, count }, &self.mix.packed, made, width);
        kernels.normalise(made, &self.mix.gain, &self.mix.bias, None);
        for ((key, row), vector) in scratch.pending.iter().zip(made.chunks_exact(width)) {
            copy(Some(vector), scratch.rows.get_mut(row * width..(row + 1) * width));
            if scratch.cache.len() >= CACHED_TYPES {
                scratch.cache.clear();
                scratch.cached.clear();
            }
            scratch.cache.entry(*key).or_insert_with(|| {
                scratch.cached.extend(vector);
                (scratch.cached.len() / width - 1) as u32
            });
        }
    }

    /// Appends the joined embeddings of a word.
    fn features(&self, word: &Word, vector_rows: &VectorRows, features: &mut Vec<f32>) {
        let width = self.shape.width;
        for (column, table) in self.shape.columns.iter().zip(&self.tables) {
            let start = features.len();
            features.resize(start + width, 0.0);
            for hash in hashes(value(word, column.attribute), column.seed) {
                let row = hash as usize % column.rows * width;
                let (sums, numbers) = (features.iter_mut().skip(start), table.iter().skip(row));
                for (sum, number) in sums.zip(numbers) {
                    *sum += number;
                }
            }
        }
        if let Some(table) = &self.statics {
            let row = vector_rows.get(&word.lexeme.orth).map(|row| *row as usize * width);
            match row.and_then(|row| table.get(row..row + width)) {
                Some(vector) => features.extend(vector),
                None => features.resize(features.len() + width, 0.0),
            }
        }
    }
}

fn copy(from: Option<&[f32]>, to: Option<&mut [f32]>) {
    if let (Some(from), Some(to)) = (from, to) {
        to.copy_from_slice(from);
    }
}

fn value(word: &Word, attribute: EmbeddedAttribute) -> u64 {
    match attribute {
        EmbeddedAttribute::Orth => word.lexeme.orth,
        EmbeddedAttribute::Lower => word.lexeme.lower,
        EmbeddedAttribute::Norm => word.norm,
        EmbeddedAttribute::Prefix => word.lexeme.prefix,
        EmbeddedAttribute::Suffix => word.lexeme.suffix,
        EmbeddedAttribute::Shape => word.lexeme.shape,
        EmbeddedAttribute::Spacy => word.has_space.into(),
        EmbeddedAttribute::IsSpace => word.lexeme.is_space.into(),
    }
}

/// The four hashes of an id: `MurmurHash3` for x86 with 128 bits, in the form that thinc gives it for 64-bit keys.
fn hashes(id: u64, seed: u32) -> [u32; HASHES] {
    const LENGTH: u64 = 8;
    fn mix(mut hash: u64) -> u64 {
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
    let seed = u64::from(seed);
    let mut one = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    one ^= seed ^ LENGTH;
    let mut two = seed ^ LENGTH;
    one = one.wrapping_add(two);
    two = two.wrapping_add(one);
    one = mix(one);
    two = mix(two);
    one = one.wrapping_add(two);
    two = two.wrapping_add(one);
    [one as u32, (one >> 32) as u32, two as u32, (two >> 32) as u32]
}
