//! `dateline train FILE… --out FILE`: trains and calibrates the ranker, and says what it is worth.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;

use super::{engine, eval, model::write_whole};
use crate::{
    eval::{Report, Share},
    settings::Loaded,
    train::{self, Account, GoldFile, System},
};

/// Arguments of `train`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Gold files of the tasks `types` and `quad`; the header line of each decides which
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Ranker file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Skip the evaluation on held-out folds
    #[arg(long)]
    quick: bool,
}

/// Trains a ranker, writes it, and prints the account of the folds.
///
/// # Errors
/// When a file cannot be read, is in no known format, or the ranker cannot be written.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let extractor = engine::load_rules(&loaded.settings)?;
    let read = |path: &PathBuf| -> anyhow::Result<GoldFile> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(GoldFile { path: path.clone(), text })
    };
    let files = args.files.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let (ranker, account) = if args.quick {
        (train::train(&extractor, &files)?, None)
    } else {
        let (ranker, account) = train::train_and_account(&extractor, &files)?;
        (ranker, Some(account))
    };
    let bytes = ranker.to_bytes();
    write_whole(&args.out, &bytes).with_context(|| format!("cannot write {}", args.out.display()))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}: ranker {}, {} bytes", args.out.display(), ranker.version(), bytes.len())?;
    account.map_or(Ok(()), |account| print(&mut out, &account))?;
    Ok(())
}

fn print(out: &mut impl Write, account: &Account) -> std::io::Result<()> {
    writeln!(out, "\nfive folds, each scored with a ranker that was not trained on it\n")?;
    write!(out, "{:<52}", "")?;
    account.systems.iter().try_for_each(|system| write!(out, " {:>22}", system.name))?;
    writeln!(out)?;
    row(out, account, "type right, source and target given", |system| system.given.as_ref())?;
    table(out, account, |system| &system.types)?;
    table(out, account, |system| &system.quad)?;
    if let Some(both) = account.systems.last() {
        classes(out, &both.types)?;
        classes(out, &both.quad)?;
    }
    eval::reliability(out, &account.reliability)?;
    writeln!(out)?;
    account.origins.iter().try_for_each(|share| writeln!(out, "{:<52} {}", share.name, shown(Some(share))))
}

fn table(out: &mut impl Write, account: &Account, report: impl Fn(&System) -> &Report) -> std::io::Result<()> {
    let names = account.systems.first().map(&report).map(|report| report.scores.as_slice()).unwrap_or_default();
    for (number, name) in names.iter().enumerate() {
        row(out, account, &name.name, |system| report(system).scores.get(number))?;
    }
    Ok(())
}

fn row<'a>(
    out: &mut impl Write,
    account: &'a Account,
    name: &str,
    share: impl Fn(&'a System) -> Option<&'a Share>,
) -> std::io::Result<()> {
    write!(out, "{name:<52}")?;
    account.systems.iter().try_for_each(|system| write!(out, " {:>22}", shown(share(system))))?;
    writeln!(out)
}

fn shown(share: Option<&Share>) -> String {
    share.map_or_else(String::new, |share| {
        format!("{:.1} [{:.1}, {:.1}] {}", share.value * 100.0, share.low * 100.0, share.high * 100.0, share.of)
    })
}

fn classes(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    writeln!(out, "\n{:<22} {:>5} {:>5} {:>5}  precision  recall     F1", report.task, "gold", "given", "right")?;
    for class in &report.classes {
        let percent = [class.precision, class.recall, class.f1].map(|share| share * 100.0);
        let [precision, recall, f1] = percent;
        let (gold, given, right) = (class.gold, class.given, class.right);
        writeln!(
            out,
            "{:<22} {gold:>5} {given:>5} {right:>5}  {precision:>9.1}  {recall:>6.1}  {f1:>5.1}",
            class.name
        )?;
    }
    Ok(())
}
