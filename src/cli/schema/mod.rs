//! `dateline schema`: the published contracts, generated from the types that the program writes and reads.

mod dead_letter;

use std::io::{self, Write};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::{
    extract::encode::{AnnotatedArticle, EventRecord},
    settings,
};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Schema to print
    contract: Contract,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Contract {
    /// Event record: the value of a message on the events topic
    Event,
    /// Annotated article: the value of a message on the annotated topic, and the output of `dateline extract --format article`
    Article,
    /// Dead letter: the original message with the reason in headers
    DeadLetter,
    /// Settings: the format of a file for `--config`
    Config,
}

/// Writes the schema to standard output.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(&schema(args.contract))?;
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(())
}

/// The JSON Schema (draft 2020-12) of a contract.
pub fn schema(contract: Contract) -> Value {
    match contract {
        Contract::Event => of::<EventRecord>("event"),
        Contract::Article => of::<AnnotatedArticle>("article"),
        Contract::DeadLetter => with_id(dead_letter::schema(), "dead-letter"),
        Contract::Config => with_id(settings::json_schema(), "config"),
    }
}

/// The schema of what is written: every field is present.
fn of<T: JsonSchema>(name: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    with_id(settings.into_generator().into_root_schema_for::<T>().to_value(), name)
}

/// Gives a schema its id, and puts what a reader looks for first at the top.
fn with_id(mut schema: Value, name: &str) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), json!(format!("urn:dateline:schema:{name}:1")));
        for key in ["type", "description", "title", "$id", "$schema"] {
            if let Some(value) = object.shift_remove(key) {
                object.shift_insert(0, key.to_owned(), value);
            }
        }
    }
    schema
}
