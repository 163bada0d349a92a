//! The extraction that the subcommands run: the model, the lexicon and the ranker of the settings, loaded once.

use std::{path::Path, sync::Arc};

use crate::{
    extract::{Extractor, InputFormat, encode::Publication, events::ranker::Ranker, reader::Reader},
    gazetteer::Gazetteer,
    lexicon::{Lexicon, wordnet::Relation},
    settings::{self, Error, Problem, Settings, WordNetRelation},
    spacy::Pipeline,
};

/// The extraction with the model, the lexicon and the ranker that the settings name.
///
/// # Errors
/// When one of them cannot be read: a wrong configuration, which names the setting.
pub fn load(settings: &Settings) -> anyhow::Result<Extractor> {
    let extractor = load_with(settings, ranker(settings)?)?.with_reader(reader(settings)?.map(Arc::new));
    Ok(extractor.publishing(publication(settings)))
}

/// The extraction by the rules alone, whatever the settings say of a ranker.
///
/// # Errors
/// When the model or the lexicon cannot be read.
pub fn load_rules(settings: &Settings) -> anyhow::Result<Extractor> {
    load_with(settings, None)
}

fn load_with(settings: &Settings, ranker: Option<Ranker>) -> anyhow::Result<Extractor> {
    let pipeline = match &settings.model.path {
        None => Pipeline::embedded()?,
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| wrong("model.path", path, &error.to_string()))?;
            Pipeline::from_file_bytes(&bytes).map_err(|error| wrong("model.path", path, &error.to_string()))?
        }
    };
    let extractor = Extractor::new(Arc::new(pipeline), Arc::new(lexicon(settings)?), ranker.map(Arc::new));
    Ok(extractor.with_gazetteer(Some(Arc::new(gazetteer(settings)?))))
}

/// The lexicon with the overlay that the settings name.
///
/// # Errors
/// When it has problems: a wrong configuration, which names the setting.
pub fn lexicon(settings: &Settings) -> anyhow::Result<Lexicon> {
    let lexicon = match &settings.lexicon.dir {
        None => Lexicon::embedded()?,
        Some(directory) => {
            Lexicon::with_overlay(directory).map_err(|error| wrong("lexicon.dir", directory, &error.to_string()))?
        }
    };
    let relations: Vec<Relation> = settings.lexicon.wordnet.iter().copied().map(relation).collect();
    Ok(lexicon.with_relations(&relations))
}

/// Which events the settings ask for.
fn publication(settings: &Settings) -> Publication {
    let settings::Output { min_confidence, domains, types } = settings.output.clone();
    Publication { min_confidence, domains, types }
}

/// The article format that `input.format` sets.
pub fn input_format(settings: &Settings) -> InputFormat {
    match settings.input.format {
        settings::InputFormat::Auto => InputFormat::Auto,
        settings::InputFormat::Json => InputFormat::Json,
        settings::InputFormat::Text => InputFormat::Text,
        settings::InputFormat::Html => InputFormat::Html,
    }
}

fn relation(setting: WordNetRelation) -> Relation {
    match setting {
        WordNetRelation::Synonym => Relation::Synonym,
        WordNetRelation::Hypernym => Relation::Hypernym,
    }
}

fn ranker(settings: &Settings) -> anyhow::Result<Option<Ranker>> {
    if !settings.ranker.enabled {
        return Ok(None);
    }
    let Some(path) = &settings.ranker.path else { return Ok(Some(Ranker::embedded()?)) };
    let bytes = std::fs::read(path).map_err(|error| wrong("ranker.path", path, &error.to_string()))?;
    let ranker = Ranker::from_bytes(&bytes).map_err(|error| wrong("ranker.path", path, &error.to_string()))?;
    Ok(Some(ranker))
}

fn reader(settings: &Settings) -> anyhow::Result<Option<Reader>> {
    if !settings.reader.enabled {
        return Ok(None);
    }
    let Some(path) = &settings.reader.path else { return Ok(Some(Reader::embedded()?)) };
    let bytes = std::fs::read(path).map_err(|error| wrong("reader.path", path, &error.to_string()))?;
    let reader = Reader::from_bytes(&bytes).map_err(|error| wrong("reader.path", path, &error.to_string()))?;
    Ok(Some(reader))
}

/// The gazetteer that the settings name.
///
/// # Errors
/// When it cannot be read: a wrong configuration, which names the setting.
pub fn gazetteer(settings: &Settings) -> anyhow::Result<Gazetteer> {
    let Some(path) = &settings.gazetteer.path else { return Ok(Gazetteer::embedded()?) };
    let bytes = std::fs::read(path).map_err(|error| wrong("gazetteer.path", path, &error.to_string()))?;
    Ok(Gazetteer::from_bytes(bytes).map_err(|error| wrong("gazetteer.path", path, &error.to_string()))?)
}

fn wrong(key: &str, path: &Path, message: &str) -> Error {
    let value = Some(format!("\"{}\"", path.display()));
    let (origin, key) = ("the configuration".to_owned(), key.to_owned());
    Error(vec![Problem { origin, key, value, message: message.to_owned() }])
}
