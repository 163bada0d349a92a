//! `dateline replay`: shows dead letters, and sends chosen ones back.

use std::io::{self, Write};

use crate::{
    digest,
    kafka::{Replay, Tally},
    settings::Loaded,
    stream::{Choice, FailPoint, Letter},
};

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Send the selected letters back; without this option they are only shown
    #[arg(long)]
    send: bool,
    /// Only letters with this reason, such as `invalid_json`; may be repeated
    #[arg(long, value_name = "REASON")]
    reason: Vec<String>,
    /// Only letters rejected at this stage, such as `decode`; may be repeated
    #[arg(long, value_name = "STAGE")]
    stage: Vec<String>,
    /// Only letters of articles from this input topic; may be repeated
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// Only letters whose error message contains TEXT
    #[arg(long, value_name = "TEXT")]
    containing: Option<String>,
    /// Only the letter at this partition and offset of the dead-letter topic; may be repeated
    #[arg(long, value_name = "PARTITION/OFFSET")]
    at: Vec<String>,
    /// Only letters with at most COUNT attempts
    #[arg(long, value_name = "COUNT")]
    max_attempts: Option<u32>,
    /// Stop after COUNT selected letters
    #[arg(long, value_name = "COUNT")]
    limit: Option<u64>,
    /// Send to TOPIC instead of the input topic of each article
    #[arg(long, value_name = "TOPIC")]
    to: Option<String>,
    /// Name of the run; a run continues where the run of the same name stopped [default: a hash of the selection]
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// Block at a point of a transaction, for tests that kill the program there
    #[arg(long, value_name = "NAME[:COUNT]", hide = true)]
    fail_point: Option<FailPoint>,
    /// Also print headers, key and value of each letter
    #[arg(long)]
    show: bool,
}

/// Shows or sends.
///
/// # Errors
/// When the broker fails or standard output cannot be written.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let choice = Choice {
        reasons: args.reason.clone(),
        stages: args.stage.clone(),
        topics: args.topic.clone(),
        containing: args.containing.clone(),
        places: args.at.clone(),
        max_attempts: args.max_attempts,
    };
    let name = match &args.run {
        Some(name) => name.clone(),
        None => digest::id_of_fields(&[&serde_json::to_string(&choice)?, args.to.as_deref().unwrap_or_default()]),
    };
    let to = args.to.as_deref().map(Into::into);
    let replay = Replay {
        run: name.clone(),
        choice,
        limit: args.limit,
        is_sent: args.send,
        to,
        fail_point: args.fail_point.clone(),
    };
    let mut out = io::stdout().lock();
    let tally = replay.go(&loaded.settings, &mut |letter, obstacle| print(&mut out, letter, obstacle, args.show))?;
    writeln!(out, "{}", summary(&tally, &name, args.send))?;
    Ok(())
}

fn print(out: &mut impl Write, letter: &Letter, obstacle: Option<&str>, is_whole: bool) -> io::Result<()> {
    let (place, origin) = (letter.place(), letter.origin());
    writeln!(
        out,
        "{place} from {origin}: {} at {}, attempt {}: {}",
        letter.reason, letter.stage, letter.attempt, letter.message
    )?;
    if let Some(obstacle) = obstacle {
        writeln!(out, "  not sendable: {obstacle}")?;
    }
    if is_whole {
        let text = |bytes: Option<&[u8]>| bytes.map_or("null".into(), String::from_utf8_lossy).into_owned();
        for header in &letter.carrier.headers {
            writeln!(out, "  {}: {}", header.name, text(header.value.as_deref()))?;
        }
        writeln!(out, "  key: {}", text(letter.carrier.key.as_deref()))?;
        writeln!(out, "  value: {}", text(letter.carrier.value.as_deref()))?;
    }
    Ok(())
}

fn summary(tally: &Tally, name: &str, is_sent: bool) -> String {
    let Tally { read, chosen, sent, kept } = tally;
    if is_sent {
        format!("run {name}: {read} letters read, {chosen} selected, {sent} sent, {kept} not sendable")
    } else {
        let sendable = chosen - kept;
        format!(
            "run {name}: {read} letters read, {chosen} selected, {sendable} sendable, {kept} not sendable; add --send to send them"
        )
    }
}
