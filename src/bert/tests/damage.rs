//! Files that are damaged or of something else are refused with the reason.

use std::collections::BTreeMap;

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::{Value, json};

use super::*;
use crate::digest;

/// The parts of a file, to be changed.
struct Parts {
    about: Value,
    tensors: BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>,
}

impl Parts {
    fn new() -> Self {
        let (_, metadata) = SafeTensors::read_metadata(TINY).unwrap();
        let about = serde_json::from_str(&metadata.metadata().as_ref().unwrap()["dateline"]).unwrap();
        let tensors = SafeTensors::deserialize(TINY).unwrap();
        let owned = |view: &TensorView<'_>| (view.dtype(), view.shape().to_vec(), view.data().to_vec());
        Self { about, tensors: tensors.iter().map(|(name, view)| (name.to_owned(), owned(&view))).collect() }
    }

    fn data(&mut self, name: &str) -> &mut Vec<u8> {
        &mut self.tensors.get_mut(name).unwrap().2
    }

    fn views(&self) -> impl Iterator<Item = (&String, TensorView<'_>)> {
        let tensors = self.tensors.iter();
        tensors.map(|(name, (dtype, shape, data))| (name, TensorView::new(*dtype, shape.clone(), data).unwrap()))
    }

    /// The bytes of the file, with a checksum that is right.
    fn bytes(&self, key: &str) -> Vec<u8> {
        let plain = safetensors::serialize(self.views(), None).unwrap();
        let header = 8 + u64::from_le_bytes(plain[..8].try_into().unwrap()) as usize;
        let digest = digest::hex(&plain[header..], 64);
        let mut about = self.about.clone();
        if about.get("sha256").is_some() {
            about["sha256"] = json!(digest);
        }
        safetensors::serialize(self.views(), Some([(key.to_owned(), about.to_string())].into())).unwrap()
    }
}

fn error(bytes: &[u8]) -> Option<EncoderError> {
    EncoderFile::from_bytes(bytes).and_then(|file| Encoder::load(&file)).err()
}

type Change = fn(&mut Parts);

/// Changes, each with what the error says.
const CHANGES: &[(&str, Change)] = &[
    ("do not name the format", |parts| parts.about["format"] = json!("other")),
    ("have no version", |parts| parts.about["version"] = json!("1")),
    ("format version 2", |parts| parts.about["version"] = json!(2)),
    ("have no sha256", |parts| drop(parts.about.as_object_mut().unwrap().remove("sha256"))),
    ("\"layers\" is not a number", |parts| parts.about["layers"] = json!(0)),
    ("\"hidden\" is not a number", |parts| parts.about["hidden"] = json!(1_u64 << 40)),
    ("\"window\" is not a number", |parts| parts.about["window"] = json!(null)),
    ("3 heads do not share", |parts| parts.about["heads"] = json!(3)),
    ("inside a layer is not a multiple", |parts| parts.about["intermediate"] = json!(97)),
    ("window of 41 pieces", |parts| parts.about["window"] = json!(41)),
    ("window of 2 pieces", |parts| parts.about["window"] = json!(2)),
    ("no tensor \"layer.2.qkv.weight\"", |parts| parts.about["layers"] = json!(3)),
    ("has shape [96, 32] in place of [80, 32]", |parts| parts.about["intermediate"] = json!(80)),
    ("no tensor \"layer.1.down.bias\"", |parts| drop(parts.tensors.remove("layer.1.down.bias"))),
    ("no tensor \"vocabulary\"", |parts| drop(parts.tensors.remove("vocabulary"))),
    ("\"vocabulary\" is not a row of bytes", |parts| parts.tensors.get_mut("vocabulary").unwrap().0 = Dtype::I8),
    ("in place of I8", |parts| parts.tensors.get_mut("layer.0.out.weight").unwrap().0 = Dtype::U8),
    ("not finite", |parts| parts.data("layer.0.up.scale")[..4].copy_from_slice(&f32::NAN.to_le_bytes())),
    ("not finite", |parts| parts.data("embeddings.position")[..2].copy_from_slice(&[0, 0x7c])),
    ("a weight outside", |parts| parts.data("layer.1.qkv.weight")[5] = 128),
    ("has \"the\" twice", |parts| rename(parts, "strike", "the")),
    ("has no \"[CLS]\"", |parts| rename(parts, "[CLS]", "[cls]")),
    ("has no \"[SEP]\"", |parts| rename(parts, "[SEP]", "[sep]")),
    ("has no \"[UNK]\"", |parts| rename(parts, "[UNK]", "[unk]")),
    ("is no text", |parts| parts.data("vocabulary")[0] = 0xff),
    ("\"embeddings.word\" has shape", |parts| rename(parts, "strike", "stri\nke")),
];

/// Puts a piece in the place of another.
fn rename(parts: &mut Parts, old: &str, new: &str) {
    let text = String::from_utf8(parts.data("vocabulary").clone()).unwrap();
    let text = format!("\n{text}\n").replacen(&format!("\n{old}\n"), &format!("\n{new}\n"), 1);
    let (dtype, shape, data) = parts.tensors.get_mut("vocabulary").unwrap();
    *data = text.trim_matches('\n').as_bytes().to_vec();
    (*dtype, *shape) = (Dtype::U8, vec![data.len()]);
}

#[test]
fn a_changed_file_is_refused_with_what_is_wrong_and_what_to_do() {
    assert_eq!(error(&Parts::new().bytes("dateline")), None);
    for (named, change) in CHANGES {
        let mut parts = Parts::new();
        change(&mut parts);
        let error = error(&parts.bytes("dateline")).unwrap_or_else(|| panic!("{named}: accepted")).to_string();
        assert!(error.contains(named) && error.contains("script"), "{named}: {error}");
    }
    let others: [(&[u8], &str); 4] = [
        (b"", "not a whole safetensors file"),
        (b"hello, this is no file of weights", "not a whole safetensors file"),
        (&TINY[..TINY.len() - 1], "not a whole safetensors file"),
        (&Parts::new().bytes("other"), "no metadata under \"dateline\""),
    ];
    for (bytes, named) in others {
        let error = error(bytes).unwrap().to_string();
        assert!(error.contains(named), "{named}: {error}");
    }
}

#[test]
fn no_damage_goes_unseen_or_panics() {
    let header = 8 + u64::from_le_bytes(TINY[..8].try_into().unwrap()) as usize;
    for length in (0..header + 40).chain((header..TINY.len()).step_by(211)) {
        assert!(matches!(error(&TINY[..length]), Some(EncoderError::NotSafetensors(_))), "{length}");
    }
    let plain = tiny();
    let words = ["the", "strike"];
    let window: Vec<Pieces> = plain.wordpiece().windows(&words).collect();
    let vectors = |encoder: &Encoder| bits(&encoder.encode(&window, &mut Scratch::default())[0]);
    let expected = vectors(&plain);
    for place in (0..header).chain((header..TINY.len()).step_by(211)) {
        let mut bytes = TINY.to_vec();
        bytes[place] ^= 1 << (place % 8);
        match EncoderFile::from_bytes(&bytes).and_then(|file| Encoder::load(&file)) {
            // What is flipped is of no meaning, such as a name of where the file is from, or a window of another length.
            Ok(encoder) => assert!(place < header && vectors(&encoder) == expected, "{place}"),
            Err(error) => {
                assert!(place < header || error == EncoderError::damaged("wrong checksum"), "{place}: {error}");
            }
        }
    }
}

#[test]
fn tensors_of_others_are_handed_out_in_their_shape() {
    let file = EncoderFile::from_bytes(TINY).unwrap();
    assert_eq!(file.matrix("head.weight", 2, 3).unwrap(), [0.0, 0.25, 0.5, 0.75, 1.0, 1.25]);
    let error = file.matrix("head.weight", 3, 2).unwrap_err().to_string();
    assert!(error.contains("has shape [2, 3] in place of [3, 2]"), "{error}");
    assert!(file.vector("head.bias", 2).unwrap_err().to_string().contains("no tensor \"head.bias\""));
}
