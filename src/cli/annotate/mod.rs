//! `dateline annotate`: what the language pipeline reads in a text, for comparison and for other tools.

mod conllu;
mod input;
mod spacy_json;

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use anyhow::bail;
use clap::ValueEnum;

use self::input::Texts;
use crate::{model::Doc, spacy::Pipeline};

/// Texts are annotated together, which is faster, until they have this many bytes.
const BYTES_TOGETHER: usize = 1 << 16;

/// Arguments of `annotate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Plain text, one document a file, or JSON Lines with a `text` (files ending in .jsonl or .ndjson); `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,
    /// How to print: CoNLL-U, or the object of spaCy's `Doc.to_json()` a line
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    /// What the files hold; by default, their names decide, and standard input is plain text
    #[arg(long, value_enum, value_name = "KIND")]
    input: Option<InputKind>,
    /// A model file made by `dateline model convert`; the built-in English model by default
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CoNLL-U
    Conllu,
    /// One JSON object a line, as spaCy's `Doc.to_json()` gives it
    Spacy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputKind {
    /// One document a file
    Text,
    /// A JSON object with a `text` a line
    Jsonl,
}

/// Annotates every document of the files and prints it. A line that cannot be read costs that line only.
///
/// # Errors
/// When the model or a file cannot be read, some line was broken, or standard output cannot be written.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let pipeline = super::model::load(args.model.as_deref())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut printed = 0;
    let mut broken = 0;
    let mut waiting: Vec<String> = Vec::new();
    for file in &args.files {
        for text in Texts::open(file, args.input)? {
            match text {
                Ok(text) => waiting.push(text),
                Err(problem) => {
                    broken += 1;
                    super::warn(&problem);
                }
            }
            if waiting.iter().map(String::len).sum::<usize>() >= BYTES_TOGETHER {
                printed += write_docs(&pipeline, &std::mem::take(&mut waiting), printed, args.format, &mut out)?;
            }
        }
    }
    printed += write_docs(&pipeline, &waiting, printed, args.format, &mut out)?;
    out.flush()?;
    if broken > 0 {
        bail!("{broken} of {} documents could not be read", broken + printed);
    }
    Ok(())
}

/// Annotates texts and prints them, numbered from one past those printed before; gives how many.
fn write_docs(
    pipeline: &Pipeline,
    texts: &[String],
    before: usize,
    format: Format,
    out: &mut impl Write,
) -> io::Result<usize> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (index, doc) in pipeline.annotate_batch(&texts).iter().enumerate() {
        write_doc(doc, before + index + 1, format, out)?;
    }
    Ok(texts.len())
}

fn write_doc(doc: &Doc, number: usize, format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Conllu => conllu::write(doc, number, out),
        Format::Spacy => writeln!(out, "{}", spacy_json::object(doc)),
    }
}
