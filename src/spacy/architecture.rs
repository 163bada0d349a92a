//! What a model file says of its networks: sizes, attributes, labels and moves. The numbers themselves are tensors beside it.

use serde::{Deserialize, Serialize};

use super::file::{ModelError, ModelFile};

/// The section's name.
pub const SECTION: &str = "architecture";

/// A pipeline: what it is called, and the shapes of its networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Architecture {
    /// The name with the language, such as `en_core_web_sm`.
    pub name: String,
    /// The version of the weights.
    pub version: String,
    /// The licence of the weights.
    pub license: String,
    /// Who made them.
    pub author: String,
    /// The networks that turn tokens into vectors; components name them by place.
    pub tok2vecs: Vec<Tok2VecShape>,
    /// The tagger.
    pub tagger: TaggerShape,
    /// The dependency parser.
    pub parser: TransitionShape,
    /// The entity recogniser.
    pub ner: TransitionShape,
}

/// A network of hash embeddings and convolutions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tok2VecShape {
    /// What its tensors' names begin with.
    pub name: String,
    /// The numbers in a token's vector.
    pub width: usize,
    /// The embedded attributes, in order.
    pub columns: Vec<Column>,
    /// The pieces of the maxout layer over the embeddings.
    pub embed_pieces: usize,
    /// Whether the vectors of word forms stand behind the embeddings.
    pub has_static_vectors: bool,
    /// The convolutions.
    pub depth: usize,
    /// The tokens on either side that a convolution sees.
    pub window: usize,
    /// The pieces of their maxout layers.
    pub pieces: usize,
    /// The empty rows around each text.
    pub pad: usize,
}

/// A table of hash embeddings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What is embedded.
    pub attribute: EmbeddedAttribute,
    /// The rows of the table.
    pub rows: usize,
    /// The seed of its hash.
    pub seed: u32,
}

/// An attribute of a token that a network looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are spaCy's")]
pub enum EmbeddedAttribute {
    Orth,
    Lower,
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

/// The tagger: a linear layer over vectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaggerShape {
    /// The place of its network.
    pub tok2vec: usize,
    /// The tags, one for each score.
    pub labels: Vec<String>,
}

/// A transition system: a state's score of each move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransitionShape {
    /// The place of its network.
    pub tok2vec: usize,
    /// The numbers in a token's vector after the first linear layer.
    pub inner: usize,
    /// The tokens of a state that are looked at.
    pub features: usize,
    /// The numbers in a state's vector.
    pub hidden: usize,
    /// The pieces of the state's maxout layer.
    pub pieces: usize,
    /// Whether a linear layer stands between the state's vector and the scores.
    pub has_upper: bool,
    /// The moves, one for each score.
    pub moves: Vec<Move>,
}

/// A move of a transition system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The number of the kind of move, as spaCy counts them.
    pub kind: u8,
    /// Its label; empty for none.
    pub label: String,
}

impl Architecture {
    /// Reads the section.
    ///
    /// # Errors
    /// When it is missing or cannot be read.
    pub fn from_file(file: &ModelFile) -> Result<Self, ModelError> {
        serde_json::from_slice(file.section(SECTION)?)
            .map_err(|error| ModelError::Damaged(format!("section {SECTION:?}: {error}")))
    }
}
