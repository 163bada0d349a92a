//! The pipeline: tokens, vectors, tags, trees, attributes, lemmas and entities, in spaCy's order.

use std::{
    ops::Range,
    sync::{Arc, Mutex},
};

use super::{
    architecture::{Architecture, TransitionShape},
    convert::TEXT_SECTION,
    file::{ModelError, ModelFile},
    kernels::{Kernels, Packed, Rows},
    ner::{Ner, Place},
    parser::{Parser, ParserScratch},
    scorer::ScorerScratch,
    text::{TextComponents, TextData},
    tok2vec::{Tok2Vec, Tok2VecScratch, VectorRows},
    tokenizer::Word,
};
use crate::model::{Doc, Entity, Labels, Pos, Token};

/// Texts are worked on together until they have this many tokens.
const TOKENS_TOGETHER: usize = 512;
/// A longer text is annotated in pieces of at most this many tokens: the networks need some 12 kB of memory for each. That is
/// more than 20 pages without a paragraph.
const TOKENS_AT_ONCE: usize = 4096;

static EMBEDDED: &[u8] = include_bytes!("../../config/model/en_core_web_sm.dlm");

/// A loaded pipeline. Threads share it; each call borrows its own buffers.
#[derive(Debug)]
pub struct Pipeline {
    name: String,
    version: String,
    kernels: Kernels,
    text: TextComponents,
    labels: Arc<Labels>,
    tok2vecs: Vec<Tok2Vec>,
    vector_rows: VectorRows,
    tagger: Tagger,
    parser: (usize, Parser),
    ner: (usize, Ner),
    scratch: Mutex<Vec<Scratch>>,
}

#[derive(Debug)]
struct Tagger {
    tok2vec: usize,
    packed: Packed,
    labels: Vec<u16>,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
struct Scratch {
    tok2vecs: Vec<Tok2VecScratch>,
    scores: Vec<f32>,
    parser: ParserScratch,
    ner: ScorerScratch,
}

impl Pipeline {
    /// The pipeline that the program carries: `en_core_web_sm` 3.8.
    ///
    /// # Errors
    /// When the program was built with a damaged file.
    pub fn embedded() -> Result<Self, ModelError> {
        Self::from_file_bytes(EMBEDDED)
    }

    /// The sections of the pipeline that the program carries.
    ///
    /// # Errors
    /// When the program was built with a damaged file.
    pub fn embedded_file() -> Result<ModelFile, ModelError> {
        ModelFile::from_bytes(EMBEDDED)
    }

    /// Loads a model file.
    ///
    /// # Errors
    /// When it is no model file, damaged, truncated, of another version, or of a kind that is not supported.
    pub fn from_file_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::from_file(&ModelFile::from_bytes(bytes)?)
    }

    /// Loads the sections of a model file.
    ///
    /// # Errors
    /// When one is missing, damaged, or of a kind that is not supported.
    pub fn from_file(file: &ModelFile) -> Result<Self, ModelError> {
        let shape = Architecture::from_file(file)?;
        let vector_rows = vector_rows(file);
        let tok2vecs = shape.tok2vecs.iter().map(|shape| Tok2Vec::load(file, shape, &vector_rows));
        let tok2vecs = tok2vecs.collect::<Result<Vec<_>, _>>()?;
        let width = |place: usize| {
            tok2vecs.get(place).map(Tok2Vec::width).ok_or_else(|| ModelError::Damaged(format!("no network {place}")))
        };
        let mut labels = Labels::new();
        let inputs = width(shape.tagger.tok2vec)?;
        let count = shape.tagger.labels.len();
        let weights = file.shaped("tagger.W", &[count, inputs])?.data;
        let bias = file.shaped("tagger.b", &[count])?.data;
        let tagger = Tagger {
            tok2vec: shape.tagger.tok2vec,
            packed: Packed::linear(&weights, &bias, inputs, count, 4),
            labels: shape.tagger.labels.iter().map(|label| labels.intern(label)).collect(),
        };
        let TransitionShape { tok2vec, .. } = shape.parser;
        let parser = (tok2vec, Parser::load(file, &shape.parser, width(tok2vec)?, &mut labels)?);
        let TransitionShape { tok2vec, .. } = shape.ner;
        let ner = (tok2vec, Ner::load(file, &shape.ner, width(tok2vec)?, &mut labels)?);
        let text = TextComponents::new(&TextData::from_bytes(file.section(TEXT_SECTION)?)?, &mut labels)?;
        Ok(Self {
            name: shape.name,
            version: shape.version,
            kernels: Kernels::detect(),
            text,
            labels: Arc::new(labels),
            tok2vecs,
            vector_rows,
            tagger,
            parser,
            ner,
            scratch: Mutex::default(),
        })
    }

    /// The name of the pipeline, such as `en_core_web_sm`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version of its weights.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The strings of tags, features, labels and entity types.
    pub fn labels(&self) -> &Arc<Labels> {
        &self.labels
    }

    /// Annotates a text.
    pub fn annotate(&self, text: &str) -> Doc {
        let found = self.annotate_batch(&[text]).pop();
        found.unwrap_or_else(|| Doc::new(text.to_owned(), Vec::new(), Vec::new(), Arc::clone(&self.labels)))
    }

    /// Annotates texts, each by itself: the same as one after the other, but faster.
    pub fn annotate_batch(&self, texts: &[&str]) -> Vec<Doc> {
        let mut scratch = self.scratch.lock().ok().and_then(|mut pool| pool.pop()).unwrap_or_default();
        let mut docs = Vec::with_capacity(texts.len());
        let mut waiting: Vec<Vec<Word>> = Vec::new();
        let mut tokens = 0;
        for (number, text) in texts.iter().enumerate() {
            let words = self.text.tokenize(text);
            if words.len() > TOKENS_AT_ONCE {
                let first = number - waiting.len();
                self.finish(texts.get(first..number).unwrap_or_default(), &waiting, &mut scratch, &mut docs);
                docs.push(self.in_pieces(text, &words, &mut scratch));
                waiting.clear();
                tokens = 0;
                continue;
            }
            tokens += words.len();
            waiting.push(words);
            if tokens >= TOKENS_TOGETHER || number + 1 == texts.len() {
                let first = number + 1 - waiting.len();
                self.finish(texts.get(first..=number).unwrap_or_default(), &waiting, &mut scratch, &mut docs);
                waiting.clear();
                tokens = 0;
            }
        }
        if let Ok(mut pool) = self.scratch.lock() {
            pool.push(scratch);
        }
        docs
    }

    /// Runs the networks on some texts and puts their documents together.
    fn finish(&self, texts: &[&str], words: &[Vec<Word>], scratch: &mut Scratch, docs: &mut Vec<Doc>) {
        self.run_networks(words, scratch);
        let mut first = 0;
        for (text, words) in texts.iter().zip(words) {
            let range = first..first + words.len();
            first = range.end;
            let (tokens, entities) = self.document(text, words, range, scratch);
            docs.push(Doc::new((*text).to_owned(), tokens, entities, Arc::clone(&self.labels)));
        }
    }

    /// Annotates a long text piece by piece.
    fn in_pieces(&self, text: &str, words: &[Word], scratch: &mut Scratch) -> Doc {
        let (mut tokens, mut entities): (Vec<Token>, Vec<Entity>) = (Vec::new(), Vec::new());
        let mut rest = words;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(piece_end(text, rest));
            rest = after;
            let piece = [piece.to_vec()];
            self.run_networks(&piece, scratch);
            let [piece] = &piece;
            let (found, names) = self.document(text, piece, 0..piece.len(), scratch);
            let first = tokens.len();
            tokens.extend(found.into_iter().enumerate().map(|(number, token)| Token {
                head: token.head + first as u32,
                is_sent_start: token.is_sent_start || number == 0,
                ..token
            }));
            let shifted = |entity: Entity| Entity { first: entity.first + first, last: entity.last + first, ..entity };
            entities.extend(names.into_iter().map(shifted));
        }
        Doc::new(text.to_owned(), tokens, entities, Arc::clone(&self.labels))
    }

    /// Computes the vectors and the scores of the tags.
    fn run_networks(&self, words: &[Vec<Word>], scratch: &mut Scratch) {
        scratch.tok2vecs.resize_with(self.tok2vecs.len(), Tok2VecScratch::default);
        for (network, buffers) in self.tok2vecs.iter().zip(&mut scratch.tok2vecs) {
            network.vectors(self.kernels, words, &self.vector_rows, buffers);
        }
        self.tag(scratch);
    }

    /// Scores the tags of all tokens.
    fn tag(&self, scratch: &mut Scratch) {
        let Some(rows) = self.rows(self.tagger.tok2vec, &scratch.tok2vecs) else { return };
        let stride = self.tagger.packed.outputs();
        scratch.scores.resize(rows.count * stride, 0.0);
        self.kernels.affine(rows, &self.tagger.packed, &mut scratch.scores, stride);
    }

    /// The vectors of all tokens by the network in this place.
    fn rows<'a>(&self, place: usize, tok2vecs: &'a [Tok2VecScratch]) -> Option<Rows<'a>> {
        let (data, stride) = (tok2vecs.get(place)?.vectors.as_slice(), self.tok2vecs.get(place)?.width());
        Some(Rows { data, stride, count: data.len() / stride })
    }

    /// The tokens and entities of a document from the vectors and scores of its tokens.
    fn document(
        &self,
        text: &str,
        words: &[Word],
        range: Range<usize>,
        scratch: &mut Scratch,
    ) -> (Vec<Token>, Vec<Entity>) {
        let stride = self.tagger.packed.outputs();
        let scores = scratch.scores.get(range.start * stride..range.end * stride).unwrap_or_default();
        let spaces: Vec<bool> = words.iter().map(|word| word.lexeme.is_space).collect();
        if let Some(rows) = self.rows(self.parser.0, &scratch.tok2vecs) {
            self.parser.1.parse(self.kernels, rows.within(&range), &spaces, &mut scratch.parser);
        }
        let tree = &scratch.parser.tree;
        let mut tokens = Vec::with_capacity(words.len());
        let arcs = tree.heads.iter().zip(&tree.labels).zip(&tree.starts);
        for ((word, scores), ((head, dep), is_start)) in words.iter().zip(scores.chunks_exact(stride)).zip(arcs) {
            tokens.push(Token {
                start: word.start,
                end: word.end,
                has_space: word.has_space,
                is_sent_start: *is_start,
                pos: Pos::None,
                tag: self.tagger.best(scores),
                morph: 0,
                dep: *dep,
                head: *head as u32,
                lemma: smol_str::SmolStr::default(),
            });
        }
        self.text.finish(text, words, &mut tokens, &self.labels);
        let entities = self.entities(&spaces, &tokens, range, scratch);
        (tokens, entities)
    }

    fn entities(&self, spaces: &[bool], tokens: &[Token], range: Range<usize>, scratch: &mut Scratch) -> Vec<Entity> {
        let Some(rows) = self.rows(self.ner.0, &scratch.tok2vecs) else { return Vec::new() };
        let places = spaces.iter().zip(tokens);
        let places: Vec<Place> =
            places.map(|(space, token)| Place { is_space: *space, is_start: token.is_sent_start }).collect();
        self.ner.1.find(self.kernels, rows.within(&range), &places, &mut scratch.ner)
    }
}

impl Tagger {
    /// The label of the highest score, the first of equals.
    fn best(&self, scores: &[f32]) -> u16 {
        let mut best = (f32::NEG_INFINITY, 0);
        for (score, label) in scores.iter().zip(&self.labels) {
            if *score > best.0 {
                best = (*score, *label);
            }
        }
        best.1
    }
}

/// How many words the next piece of a long text has: up to the last end of a sentence in the second half of what may be.
fn piece_end(text: &str, words: &[Word]) -> usize {
    if words.len() <= TOKENS_AT_ONCE {
        return words.len();
    }
    let form = |word: &Word| text.get(word.start as usize..word.end as usize).unwrap_or_default();
    let ends = |word: &Word| word.lexeme.is_space || matches!(form(word), "." | "!" | "?");
    let late = TOKENS_AT_ONCE / 2..TOKENS_AT_ONCE;
    late.rev().find(|place| words.get(*place).is_some_and(ends)).map_or(TOKENS_AT_ONCE, |place| place + 1)
}

/// The rows of the static vectors by the id of a form; none when the model has no such vectors.
fn vector_rows(file: &ModelFile) -> VectorRows {
    let entries = file.get("vectors.keys").unwrap_or_default().as_chunks::<12>().0.iter();
    let entry = |bytes: &[u8; 12]| {
        let (key, row) = bytes.split_first_chunk::<8>()?;
        Some((u64::from_le_bytes(*key), u32::from_le_bytes(row.try_into().ok()?)))
    };
    entries.filter_map(entry).collect()
}

#[cfg(test)]
mod tests;
