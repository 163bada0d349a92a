//! Logs: structured, to standard error, as text for people or JSON for machines.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::settings::{Error, Log, LogFormat, Problem};

/// Installs the log for the whole process; a second call changes nothing.
///
/// # Errors
/// When the level is no level and no list of filters.
pub fn init(log: &Log) -> Result<(), Error> {
    let filter = EnvFilter::try_new(&log.level).map_err(|error| {
        let message =
            format!("{error}; expected a level such as \"info\", or filters such as \"info,dateline::stream=debug\"");
        let value = Some(format!("{:?}", log.level));
        Error(vec![Problem { origin: "the configuration".to_owned(), key: "log.level".to_owned(), value, message }])
    })?;
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colour);
    // Only a second installation can fail, and then the first one stands.
    let _ = match log.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}
