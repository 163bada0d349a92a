//! The report of an evaluation as text.

use std::io::{self, Write};
use std::path::Path;

use crate::eval::{Class, Confusion, Reliability, Report};

/// Writes a report with the confusions that were asked for.
///
/// # Errors
/// When the writer fails.
pub(super) fn report(out: &mut impl Write, report: &Report, confusions: &[Confusion], path: &Path) -> io::Result<()> {
    writeln!(out, "{}: {} items of {}", report.task, report.items, path.display())?;
    for score in &report.scores {
        writeln!(
            out,
            "  {:5.1} %  [{:.1}, {:.1}]  {}/{}  {}",
            percent(score.value),
            percent(score.low),
            percent(score.high),
            score.right,
            score.of,
            score.name
        )?;
    }
    classes(out, "class", &report.classes)?;
    classes(out, "type, by outlet", &report.outlets)?;
    classes(out, "type, by least confidence", &report.thresholds)?;
    report.reliability.iter().try_for_each(|one| reliability(out, one))?;
    confusions.iter().try_for_each(|one| confusion(out, one))
}

/// Writes a table of confidences and the error in them.
///
/// # Errors
/// When the writer fails.
pub(in crate::cli) fn reliability(out: &mut impl Write, reliability: &Reliability) -> io::Result<()> {
    writeln!(out, "\nconfidence   events  right  mean confidence  share right")?;
    for bin in &reliability.bins {
        let (from, to) = (bin.from, bin.from + 0.1);
        let (events, right, mean, share) = (bin.events, bin.right, bin.mean_confidence, bin.share_right);
        writeln!(out, "{from:.1} – {to:.1} {events:>8} {right:>6} {mean:>16.3} {share:>12.3}")?;
    }
    writeln!(out, "expected calibration error {:.4}", reliability.expected_error)
}

fn classes(out: &mut impl Write, title: &str, classes: &[Class]) -> io::Result<()> {
    if classes.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "  {title:<25} {:>5} {:>5} {:>5}  {:<19} {:<19} F1",
        "gold", "given", "right", "precision", "recall"
    )?;
    for class in classes {
        let figure = |value, low, high| format!("{:5.1} [{:.1}, {:.1}]", percent(value), percent(low), percent(high));
        writeln!(
            out,
            "  {:<25} {:>5} {:>5} {:>5}  {:<19} {:<19} {}",
            class.name,
            class.gold,
            class.given,
            class.right,
            figure(class.precision, class.precision_low, class.precision_high),
            figure(class.recall, class.recall_low, class.recall_high),
            figure(class.f1, class.f1_low, class.f1_high)
        )?;
    }
    Ok(())
}

fn confusion(out: &mut impl Write, confusion: &Confusion) -> io::Result<()> {
    writeln!(out, "\n  {} given as {}: {}", confusion.gold, confusion.given, confusion.count)?;
    for mistake in &confusion.mistakes {
        writeln!(out, "  - {}", mistake.sentence)?;
        let rule = mistake.rule.iter().map(|rule| format!("rule {rule}"));
        for line in rule.chain(mistake.detail.clone()) {
            writeln!(out, "      {line}")?;
        }
    }
    Ok(())
}

fn percent(share: f64) -> f64 {
    share * 100.0
}
