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
    /// Plain text, one document per file, or JSON Lines with the key `text` (.jsonl, .ndjson); `-` reads standard input
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    /// Format of the files [default: by file name; plain text for standard input]
    #[arg(long, value_enum, value_name = "KIND")]
    input: Option<InputKind>,
    /// Model file made by `dateline model convert` [default: the built-in English model]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CoNLL-U
    Conllu,
    /// One JSON object per document, as spaCy's `Doc.to_json()` returns it, one per line
    Spacy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputKind {
    /// Plain text, one document per file
    Text,
    /// One JSON object with the key `text` per line
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
        bail!("cannot read {broken} of {} documents", broken + printed);
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
