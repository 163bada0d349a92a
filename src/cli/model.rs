//! `dateline model`: makes a model file from a spaCy pipeline, and shows what is in one.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::ValueEnum;

use crate::spacy::{ModelFile, Pipeline, architecture::Architecture, convert, file::FORMAT_VERSION, tensor::Precision};

/// Arguments of `model`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ModelCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ModelCommand {
    /// Convert an unpacked spaCy 3.8 pipeline (`en_core_web_sm` or `en_core_web_md`) into one model file
    Convert {
        /// Directory of the pipeline, with config.cfg and meta.json
        #[arg(value_name = "DIR")]
        directory: PathBuf,
        /// File to write [default: NAME-VERSION.dlm in the current directory]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Precision of the weights: half precision halves the size; annotations differ only in near ties
        #[arg(long, value_enum, default_value_t = Numbers::Half)]
        precision: Numbers,
    },
    /// Show name, version, licence and contents of a model file
    Info {
        /// Model file [default: the built-in model]
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Numbers {
    /// Two bytes per number
    Half,
    /// Four bytes per number
    Single,
}

/// Converts a pipeline, or shows a model file.
///
/// # Errors
/// When the directory or the file cannot be used, or the output cannot be written.
pub fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        ModelCommand::Convert { directory, out, precision } => convert_directory(directory, out.as_deref(), *precision),
        ModelCommand::Info { file } => info(file.as_deref()),
    }
}

/// The pipeline of a model file, or the built-in one.
pub(super) fn load(path: Option<&Path>) -> anyhow::Result<Pipeline> {
    let Some(path) = path else { return Pipeline::embedded().context("cannot load the built-in model") };
    Pipeline::from_file(&read(path)?).with_context(|| format!("cannot load {}", path.display()))
}

fn read(path: &Path) -> anyhow::Result<ModelFile> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    ModelFile::from_bytes(&bytes).with_context(|| format!("cannot load {}", path.display()))
}

fn convert_directory(directory: &Path, out: Option<&Path>, precision: Numbers) -> anyhow::Result<()> {
    let precision = match precision {
        Numbers::Half => Precision::Half,
        Numbers::Single => Precision::Single,
    };
    let file =
        convert::convert(directory, precision).with_context(|| format!("cannot convert {}", directory.display()))?;
    // Whatever the runtime would refuse is refused now, before a file is written.
    Pipeline::from_file(&file).with_context(|| format!("cannot convert {}", directory.display()))?;
    let architecture = Architecture::from_file(&file)?;
    let path = out.map_or_else(|| format!("{}-{}.dlm", architecture.name, architecture.version).into(), Path::to_owned);
    let bytes = file.to_bytes();
    write_whole(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(
        io::stdout().lock(),
        "{}: {} {}, {} bytes",
        path.display(),
        architecture.name,
        architecture.version,
        bytes.len()
    )?;
    Ok(())
}

/// Writes a file beside its place first, so that no half of it is ever there.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, bytes).and_then(|()| fs::rename(&part, path)).inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })
}

fn info(path: Option<&Path>) -> anyhow::Result<()> {
    let file = match path {
        Some(path) => read(path)?,
        None => Pipeline::embedded_file().context("cannot load the built-in model")?,
    };
    let architecture = Architecture::from_file(&file)?;
    let mut out = io::stdout().lock();
    let (license, author) = (or_unknown(&architecture.license), or_unknown(&architecture.author));
    writeln!(out, "model     {} {}", architecture.name, architecture.version)?;
    writeln!(out, "licence   {license}\nauthor    {author}\nformat    {FORMAT_VERSION}")?;
    writeln!(
        out,
        "labels    {} tags, {} parser moves, {} entity moves",
        architecture.tagger.labels.len(),
        architecture.parser.moves.len(),
        architecture.ner.moves.len()
    )?;
    let total: usize = file.sections().map(|(_, length)| length).sum();
    writeln!(out, "sections  {total} bytes")?;
    for (name, length) in file.sections() {
        writeln!(out, "  {length:>10}  {name}")?;
    }
    Ok(())
}

fn or_unknown(text: &str) -> &str {
    if text.is_empty() { "not stated" } else { text }
}
