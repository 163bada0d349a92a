//! Files in which thinc keeps a network: its nodes in the order of a breadth-first walk, their attributes and arrays.

use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, Visitor},
};

use super::{ConvertError, read_msgpack};
use crate::spacy::tensor::Tensor;

/// A network as it is kept.
#[derive(Debug)]
pub(super) struct Network {
    path: PathBuf,
    file: File,
}

#[derive(Debug, Deserialize)]
struct File {
    nodes: Vec<Node>,
    attrs: Vec<HashMap<String, Bytes>>,
    params: Vec<HashMap<String, Option<Array>>>,
}

#[derive(Debug, Deserialize)]
struct Node {
    name: String,
    #[serde(default)]
    dims: HashMap<String, Option<usize>>,
    #[serde(default)]
    refs: HashMap<String, Option<usize>>,
}

#[derive(Debug, Deserialize)]
struct Array {
    #[serde(rename = "type")]
    kind: String,
    shape: Vec<usize>,
    data: Bytes,
}

/// Bytes, however they were packed.
#[derive(Debug)]
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;
        impl Visitor<'_> for BytesVisitor {
            type Value = Bytes;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("bytes")
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Bytes, E> {
                Ok(Bytes(text.as_bytes().to_vec()))
            }
        }
        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}

impl Network {
    /// Reads the network of a component.
    pub(super) fn read(directory: &Path, component: &str) -> Result<Self, ConvertError> {
        let name = format!("{component}/model");
        Ok(Self { path: directory.join(&name), file: read_msgpack(directory, &name)? })
    }

    /// The nodes of that name, in order.
    pub(super) fn named(&self, name: &str) -> Vec<usize> {
        self.places(|known| known == name)
    }

    /// The nodes whose name passes, in order.
    pub(super) fn places(&self, passes: impl Fn(&str) -> bool) -> Vec<usize> {
        self.file.nodes.iter().enumerate().filter(|(_, node)| passes(&node.name)).map(|(place, _)| place).collect()
    }

    /// The node that another refers to by a name.
    pub(super) fn referred(&self, place: usize, name: &str) -> Option<usize> {
        *self.file.nodes.get(place)?.refs.get(name)?
    }

    /// A dimension of a node.
    pub(super) fn dim(&self, place: usize, name: &str) -> Result<usize, ConvertError> {
        let dim = self.file.nodes.get(place).and_then(|node| *node.dims.get(name)?);
        dim.ok_or_else(|| self.problem(format!("node {place} has no dimension {name}")))
    }

    /// An attribute of a node.
    pub(super) fn attribute<T: DeserializeOwned>(&self, place: usize, name: &str) -> Result<T, ConvertError> {
        let bytes = self.file.attrs.get(place).and_then(|attributes| attributes.get(name));
        bytes
            .and_then(|bytes| rmp_serde::from_slice(&bytes.0).ok())
            .ok_or_else(|| self.problem(format!("node {place} has no attribute {name} of the expected kind")))
    }

    /// An array of a node.
    pub(super) fn array(&self, place: usize, name: &str) -> Result<Tensor, ConvertError> {
        let array = self.file.params.get(place).and_then(|params| params.get(name)?.as_ref());
        let array = array.ok_or_else(|| self.problem(format!("node {place} has no array {name}")))?;
        let data: Vec<f32> = array.data.0.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
        if array.kind != "<f4" || array.shape.iter().product::<usize>() != data.len() {
            return Err(self.problem(format!("array {name} of node {place} is not of little-endian 32-bit numbers")));
        }
        Ok(Tensor { shape: array.shape.clone(), data })
    }

    /// What is wrong with the file.
    pub(super) fn problem(&self, problem: impl fmt::Display) -> ConvertError {
        ConvertError::format(&self.path, problem)
    }
}
