//! The networks of a pipeline: their shapes from thinc's files, their numbers as tensors.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Config, ConvertError, read_json, read_msgpack, thinc::Network, vectors::StaticVectors};
use crate::spacy::{
    architecture::{
        Architecture, Column, EmbeddedAttribute, Move, SECTION, TaggerShape, Tok2VecShape, TransitionShape,
    },
    file::ModelFile,
    tensor::{Precision, Tensor},
};

const LISTENER: &str = "spacy.Tok2VecListener.v1";
const TOK2VECS: [&str; 4] = [LISTENER, "spacy.Tok2Vec.v2", "spacy.HashEmbedCNN.v2", "spacy.HashEmbedCNN.v1"];
const EMBEDS: [&str; 3] = ["spacy.MultiHashEmbed.v2", "spacy.MultiHashEmbed.v1", ""];
const ENCODERS: [&str; 3] = ["spacy.MaxoutWindowEncoder.v2", "spacy.MaxoutWindowEncoder.v1", ""];
const PARSERS: [&str; 2] = ["spacy.TransitionBasedParser.v2", "spacy.TransitionBasedParser.v1"];
const TAGGERS: [&str; 2] = ["spacy.Tagger.v2", "spacy.Tagger.v1"];
/// spaCy's number of the move of an entity recogniser that is never made.
const MISSING: u8 = 0;
/// The one outside of an entity, which has no label.
const OUT: u8 = 5;

/// Reads the networks of a pipeline and adds their sections. Matrices and tables are kept with the given precision.
///
/// # Errors
/// When a file is missing or not as spaCy writes it, or a network is of a kind that is not supported.
pub fn add_networks(
    directory: &Path,
    config: &Config,
    precision: Precision,
    file: &mut ModelFile,
) -> Result<(), ConvertError> {
    if config.has("senter") {
        return Err(ConvertError::unsupported("an enabled component \"senter\"", "sentence boundaries by the parser"));
    }
    let vectors = StaticVectors::read(directory)?;
    let mut writer = Writer { directory, config, precision, file, vectors, tok2vecs: Vec::new() };
    let shared = Network::read(directory, "tok2vec")?;
    writer.check_tok2vec("components.tok2vec.model")?;
    writer.tok2vec("tok2vec", &shared)?;
    let tagger = writer.tagger()?;
    let parser = writer.transitions("parser")?;
    let ner = writer.transitions("ner")?;
    let meta = config.meta();
    let architecture = Architecture {
        name: format!("{}_{}", meta.lang, meta.name),
        version: meta.version.clone(),
        license: meta.license.clone(),
        author: meta.author.clone(),
        tok2vecs: writer.tok2vecs,
        tagger,
        parser,
        ner,
    };
    if let Some(vectors) = writer.vectors.filter(|_| architecture.tok2vecs.iter().any(|shape| shape.has_static_vectors))
    {
        file.insert("vectors.keys", vectors.keys_to_bytes());
    }
    let bytes = serde_json::to_vec(&architecture).map_err(|error| ConvertError::format(directory, error))?;
    file.insert(SECTION, bytes);
    Ok(())
}

struct Writer<'a> {
    directory: &'a Path,
    config: &'a Config,
    precision: Precision,
    file: &'a mut ModelFile,
    vectors: Option<StaticVectors>,
    tok2vecs: Vec<Tok2VecShape>,
}

impl Writer<'_> {
    fn check(&self, section: &str, key: &str, supported: &[&str]) -> Result<(), ConvertError> {
        let found = self.config.string(section, key).unwrap_or_default();
        if supported.contains(&found) {
            return Ok(());
        }
        let supported = supported.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(", ");
        Err(ConvertError::unsupported(format!("{found:?} in section [{section}]"), supported))
    }

    fn check_tok2vec(&self, section: &str) -> Result<(), ConvertError> {
        self.check(section, "@architectures", &TOK2VECS[1..])?;
        self.check(&format!("{section}.embed"), "@architectures", &EMBEDS)?;
        self.check(&format!("{section}.encode"), "@architectures", &ENCODERS)
    }

    /// The place of the network that a component uses: the shared one, or its own.
    fn tok2vec_of(&mut self, component: &str, network: &Network) -> Result<usize, ConvertError> {
        let section = format!("components.{component}.model.tok2vec");
        self.check(&section, "@architectures", &TOK2VECS)?;
        if self.config.string(&section, "@architectures") == Some(LISTENER) {
            let upstream = self.config.string(&section, "upstream").unwrap_or("tok2vec");
            if !["tok2vec", "*"].contains(&upstream) {
                return Err(ConvertError::unsupported(
                    format!("a listener to {upstream:?} in section [{section}]"),
                    "listeners to \"tok2vec\"",
                ));
            }
            return Ok(0);
        }
        self.check_tok2vec(&section)?;
        self.tok2vec(&format!("{component}.tok2vec"), network)
    }

    fn tok2vec(&mut self, name: &str, network: &Network) -> Result<usize, ConvertError> {
        let one = |kind: &str| {
            let places = network.places(|known| known == kind);
            places.first().copied().ok_or_else(|| network.problem(format!("no node {kind}")))
        };
        let attributes: Vec<String> = network.attribute(one("extract_features")?, "columns")?;
        let embeds = network.named("hashembed");
        let (maxouts, norms) = (network.named("maxout"), network.named("layernorm"));
        let windows = network.named("expand_window");
        if embeds.len() != attributes.len() || maxouts.len() != windows.len() + 1 || norms.len() != maxouts.len() {
            return Err(network
                .problem("the layers of the token vectors are not those of MultiHashEmbed and MaxoutWindowEncoder"));
        }
        let mut columns = Vec::new();
        for (number, (place, attribute)) in embeds.iter().zip(&attributes).enumerate() {
            let rows = network.dim(*place, "nV")?;
            columns.push(Column { attribute: embedded(attribute)?, rows, seed: network.attribute(*place, "seed")? });
            self.matrix(format!("{name}.embed.{number}"), &network.array(*place, "E")?);
        }
        for (number, (maxout, norm)) in maxouts.iter().zip(&norms).enumerate() {
            let layer = if number == 0 { format!("{name}.mix") } else { format!("{name}.encode.{}", number - 1) };
            self.matrix(format!("{layer}.W"), &network.array(*maxout, "W")?);
            self.vector(format!("{layer}.b"), &network.array(*maxout, "b")?);
            self.vector(format!("{layer}.norm.G"), &network.array(*norm, "G")?);
            self.vector(format!("{layer}.norm.b"), &network.array(*norm, "b")?);
        }
        let (first, second) = (maxouts.first().copied().unwrap_or(0), maxouts.get(1).copied().unwrap_or(0));
        let window = windows.first().map_or(Ok(1), |place| network.attribute(*place, "window_size"))?;
        let statics = network.named("static_vectors");
        if let Some(place) = statics.first() {
            let vectors = self.vectors.as_ref().ok_or_else(|| network.problem("the pipeline has no word vectors"))?;
            let table = vectors.project(&network.array(*place, "W")?);
            let table = table.ok_or_else(|| network.problem("the word vectors have a different width"))?;
            self.matrix(format!("{name}.static"), &table);
        }
        self.tok2vecs.push(Tok2VecShape {
            name: name.to_owned(),
            width: network.dim(first, "nO")?,
            columns,
            embed_pieces: network.dim(first, "nP")?,
            has_static_vectors: !statics.is_empty(),
            depth: windows.len(),
            window,
            pieces: network.dim(second, "nP")?,
            pad: window * windows.len(),
        });
        Ok(self.tok2vecs.len() - 1)
    }

    fn tagger(&mut self) -> Result<TaggerShape, ConvertError> {
        #[derive(Deserialize)]
        struct Settings {
            labels: Vec<String>,
        }
        self.check("components.tagger.model", "@architectures", &TAGGERS)?;
        let network = Network::read(self.directory, "tagger")?;
        let tok2vec = self.tok2vec_of("tagger", &network)?;
        let place = network.named("softmax").first().copied().ok_or_else(|| network.problem("no node softmax"))?;
        let weights = network.array(place, "W")?;
        let labels = read_json::<Settings>(self.directory, "tagger/cfg")?.labels;
        if weights.shape.first() != Some(&labels.len()) {
            return Err(network.problem(format!(
                "there are {} labels for scores of shape {:?}",
                labels.len(),
                weights.shape
            )));
        }
        self.matrix("tagger.W".to_owned(), &weights);
        self.vector("tagger.b".to_owned(), &network.array(place, "b")?);
        Ok(TaggerShape { tok2vec, labels })
    }

    fn transitions(&mut self, component: &str) -> Result<TransitionShape, ConvertError> {
        self.check(&format!("components.{component}.model"), "@architectures", &PARSERS)?;
        self.check_settings(component)?;
        let network = Network::read(self.directory, component)?;
        let tok2vec = self.tok2vec_of(component, &network)?;
        let referred = |name: &str| {
            network.referred(0, name).ok_or_else(|| network.problem(format!("the model has no part {name}")))
        };
        let (lower, upper) = (referred("lower")?, referred("upper")?);
        let has_upper: bool = network.attribute(0, "has_upper")?;
        let inner = network.named("linear").into_iter().find(|place| *place != upper);
        let inner = inner.ok_or_else(|| network.problem("no linear layer over the token vectors"))?;
        for (name, place) in [("inner", inner), ("lower", lower)] {
            self.matrix(format!("{component}.{name}.W"), &network.array(place, "W")?);
            self.vector(format!("{component}.{name}.b"), &network.array(place, "b")?);
        }
        self.vector(format!("{component}.lower.pad"), &network.array(lower, "pad")?);
        if has_upper {
            self.matrix(format!("{component}.upper.W"), &network.array(upper, "W")?);
            self.vector(format!("{component}.upper.b"), &network.array(upper, "b")?);
        }
        let moves = self.moves(component)?;
        let scores = network.dim(if has_upper { upper } else { lower }, "nO")?;
        if scores != moves.len() {
            return Err(network.problem(format!("there are {} moves for {scores} scores", moves.len())));
        }
        Ok(TransitionShape {
            tok2vec,
            inner: network.dim(inner, "nO")?,
            features: network.dim(lower, "nF")?,
            hidden: network.dim(lower, "nO")?,
            pieces: network.dim(lower, "nP")?,
            has_upper,
            moves,
        })
    }

    fn check_settings(&self, component: &str) -> Result<(), ConvertError> {
        let settings: Map<String, Value> = read_json(self.directory, &format!("{component}/cfg"))?;
        let unsupported = |what: &str, supported: &str| {
            Err(ConvertError::unsupported(format!("{what} in {component}/cfg"), supported))
        };
        if settings.get("beam_width").is_some_and(|width| width != 1) {
            return unsupported("a beam_width above 1", "greedy parsing with a beam_width of 1");
        }
        if settings.get("learn_tokens").is_some_and(|learns| learns == true) {
            return unsupported("learn_tokens", "learn_tokens = false");
        }
        Ok(())
    }

    /// The moves in the order of their scores: kinds ascending, labels by falling frequency, those added later at the end.
    fn moves(&self, component: &str) -> Result<Vec<Move>, ConvertError> {
        #[derive(Deserialize)]
        struct File {
            moves: String,
        }
        let name = format!("{component}/moves");
        let problem = |what: String| ConvertError::format(&self.directory.join(&name), what);
        let file: File = read_msgpack(self.directory, &name)?;
        let kinds: Map<String, Value> =
            serde_json::from_str(&file.moves).map_err(|error| problem(format!("moves: {error}")))?;
        let mut kinds = kinds.into_iter().collect::<Vec<_>>();
        kinds.sort_by(|one, other| one.0.cmp(&other.0));
        let mut moves: Vec<Move> = Vec::new();
        let mut late: Vec<(i64, String, u8)> = Vec::new();
        let mut add = |kind: u8, label: String| {
            let is_refused = component == "ner" && (kind == MISSING || (kind == OUT && !label.is_empty()));
            if !is_refused && !moves.iter().any(|known| known.kind == kind && known.label == label) {
                moves.push(Move { kind, label });
            }
        };
        for (kind, labels) in kinds {
            let kind: u8 = kind.parse().map_err(|_| problem(format!("kind of move {kind:?}")))?;
            let labels: std::collections::BTreeMap<String, i64> =
                serde_json::from_value(labels).map_err(|error| problem(error.to_string()))?;
            let mut labels: Vec<_> = labels.into_iter().map(|(label, count)| (count, label)).collect();
            labels.sort_by(|one, other| other.cmp(one));
            for (count, label) in labels {
                if count < 0 { late.push((count, label, kind)) } else { add(kind, label) }
            }
        }
        late.sort_by(|one, other| (other.0, &other.1).cmp(&(one.0, &one.1)));
        for (_, label, _) in &late {
            for (_, _, kind) in late.iter().filter(|(_, other, _)| other == label) {
                add(*kind, label.clone());
            }
        }
        Ok(moves)
    }

    fn matrix(&mut self, name: String, tensor: &Tensor) {
        self.file.insert(name, tensor.to_bytes(self.precision));
    }

    fn vector(&mut self, name: String, tensor: &Tensor) {
        self.file.insert(name, tensor.to_bytes(Precision::Single));
    }
}

fn embedded(name: &str) -> Result<EmbeddedAttribute, ConvertError> {
    serde_json::from_value(Value::from(name)).map_err(|_| {
        ConvertError::unsupported(
            format!("an embedding of {name}"),
            "embeddings of ORTH, LOWER, NORM, PREFIX, SUFFIX, SHAPE, SPACY and IS_SPACE",
        )
    })
}
