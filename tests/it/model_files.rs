//! Directories and files that are no pipeline of a supported kind are refused, with what is wrong and what is supported.

use std::path::Path;

use dateline::spacy::{ModelFile, Pipeline, convert::convert, tensor::Precision};

use crate::support::files::folder;

const META: &str = r#"{"lang": "en", "name": "test", "version": "1.0", "spacy_version": ">=3.8.0,<3.9.0"}"#;

/// The configuration of a pipeline of these components.
fn config(components: &[&str]) -> String {
    let list = components.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    let sections = components.iter().map(|name| format!("\n[components.{name}]\nfactory = \"{name}\"\n"));
    format!(
        "[nlp]\nlang = \"en\"\npipeline = [{list}]\ndisabled = []\ntokenizer = {{\"@tokenizers\":\"spacy.Tokenizer.v1\"}}\n\n[components]\n"
    ) + &sections.collect::<String>()
}

/// Converting fails, and the message has all of these in it.
fn refused(directory: &Path, named: &[&str]) {
    let error = convert(directory, Precision::Half).unwrap_err().to_string();
    assert!(named.iter().all(|part| error.contains(part)), "{error}");
}

const WHOLE: [&str; 4] = ["tok2vec", "tagger", "parser", "ner"];

#[test]
fn a_directory_that_is_no_pipeline_is_refused() {
    refused(folder(&[("notes.txt", "hello")]).path(), &["config.cfg", "unpacked directory of a spaCy pipeline"]);
    refused(Path::new("does/not/exist"), &["does/not/exist"]);
    refused(folder(&[("config.cfg", "hello")]).path(), &["config.cfg", "line 1"]);
}

#[test]
fn a_missing_or_damaged_file_is_named() {
    let config = config(&WHOLE);
    refused(folder(&[("config.cfg", &config)]).path(), &["meta.json"]);
    refused(folder(&[("config.cfg", &config), ("meta.json", "{")]).path(), &["meta.json"]);
    refused(folder(&[("config.cfg", &config), ("meta.json", META)]).path(), &["tokenizer"]);
    refused(folder(&[("config.cfg", &config), ("meta.json", META), ("tokenizer", "{}")]).path(), &["tokenizer"]);
}

#[test]
fn another_series_language_or_component_is_refused() {
    let whole = config(&WHOLE);
    for (meta, named) in [
        (META.replace(">=3.8.0,<3.9.0", ">=3.5.0,<3.6.0"), [">=3.5.0,<3.6.0", "3.8"]),
        (META.replace("\"en\"", "\"de\""), ["\"de\"", "\"en\""]),
    ] {
        refused(folder(&[("config.cfg", &whole), ("meta.json", &meta)]).path(), &named);
    }
    let with_transformer = config(&["transformer", "tagger", "parser", "ner"]);
    refused(folder(&[("config.cfg", &with_transformer), ("meta.json", META)]).path(), &["transformer", "tok2vec"]);
    let without_parser = config(&["tok2vec", "tagger", "ner"]);
    refused(folder(&[("config.cfg", &without_parser), ("meta.json", META)]).path(), &["without parser"]);
    let other_tokenizer = whole.replace("spacy.Tokenizer.v1", "my.Tokenizer.v1");
    refused(
        folder(&[("config.cfg", &other_tokenizer), ("meta.json", META)]).path(),
        &["my.Tokenizer.v1", "spacy.Tokenizer.v1"],
    );
}

#[test]
fn a_file_that_is_no_whole_model_is_refused() {
    let refused = |bytes: &[u8], named: &str| {
        let error = Pipeline::from_file_bytes(bytes).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    };
    refused(b"hello", "not a model file");
    let bytes = ModelFile::new().to_bytes();
    refused(&bytes, "no section");
    refused(&bytes[..bytes.len() - 1], "truncated");
    let mut other = bytes.clone();
    other[8] += 1;
    refused(&other, "version");
    let mut damaged = bytes;
    *damaged.last_mut().unwrap() ^= 1;
    refused(&damaged, "damaged");
}
