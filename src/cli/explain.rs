//! `dateline explain [FILE…|-]`: sentence by sentence, why an event was or was not coded.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::{UsageError, engine, input};
use crate::extract::explain::{Selection, explain};
use crate::report;
use crate::settings::Loaded;

/// Who reads what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Readable text
    Terminal,
    /// JSON, one object per line
    Json,
}

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Article files: JSON, JSON Lines, XML, plain text or HTML; `-` or no FILE reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Explain only the article with this id
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Explain only sentence N of each article, counted from 1
    #[arg(long, value_name = "N")]
    sentence: Option<usize>,
    /// Explain only the rule with this id: where it was tried, and why it gave no event
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Publication time for articles without one, to resolve dates such as "on Monday" (RFC 3339)
    #[arg(long, value_name = "TIME")]
    published: Option<jiff::Timestamp>,
}

/// Explains every article of every file.
///
/// # Errors
/// When a file cannot be read, when the lexicon has no such rule, or when there is no such article.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let extractor = engine::load(&loaded.settings)?;
    if let Some(id) = args.rule.as_deref().filter(|id| extractor.lexicon().rule(id).is_none()) {
        return Err(UsageError(format!("the lexicon has no rule {id:?}; search with `dateline lexicon find`")).into());
    }
    let selection = Selection { sentence: args.sentence, rule: args.rule.as_deref() };
    let reading = input::Reading::new(&loaded.settings, args.published);
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    let mut explained = 0;
    for path in input::files(&args.files) {
        let name = path.display().to_string();
        let bytes = input::read(path)?;
        let is_json = reading.are_json_lines(&bytes, &name);
        for (line, document) in reading.documents(&bytes, &name) {
            let article = explain(&extractor, &reading.message(&document, is_json), selection);
            if args.article.is_some() && args.article != article.article_id {
                continue;
            }
            explained += 1;
            match args.format {
                Format::Terminal => report::explain::article(&mut out, &format!("{name}:{line}"), &article)?,
                Format::Json => writeln!(out, "{}", serde_json::to_string(&article)?)?,
            }
        }
    }
    out.flush()?;
    match &args.article {
        Some(id) if explained == 0 => anyhow::bail!("no article with the id {id:?}"),
        _ => Ok(()),
    }
}
