//! The extraction that the subcommands run: the model and the lexicon of the settings, loaded once.

use std::sync::Arc;

use anyhow::Context;

use crate::{extract::Extractor, lexicon::Lexicon, settings::Settings, spacy::Pipeline};

/// The extraction with the model and the lexicon that the settings name.
///
/// # Errors
/// When the model or the lexicon cannot be read; the message names the setting.
pub fn load(settings: &Settings) -> anyhow::Result<Extractor> {
    let pipeline = match &settings.model.path {
        None => Pipeline::embedded().context("the embedded model cannot be read")?,
        Some(path) => {
            let named = || format!("model.path = \"{}\" cannot be used", path.display());
            Pipeline::from_file_bytes(&std::fs::read(path).with_context(named)?).with_context(named)?
        }
    };
    let lexicon = match &settings.lexicon.dir {
        None => Lexicon::embedded()?,
        Some(directory) => Lexicon::with_overlay(directory)
            .with_context(|| format!("lexicon.dir = \"{}\" cannot be used", directory.display()))?,
    };
    Ok(Extractor::new(Arc::new(pipeline), Arc::new(lexicon)))
}
