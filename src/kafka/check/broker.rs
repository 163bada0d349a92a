//! Whether the broker answers.

use std::time::{Duration, Instant};

use rdkafka::{
    consumer::{BaseConsumer, Consumer},
    metadata::Metadata,
};

use super::{
    PATIENCE,
    quiet::{Heard, Quiet},
};

/// Time limit of one metadata request; errors are read between two requests.
const ATTEMPT: Duration = Duration::from_secs(1);
/// How long reports are waited for.
const REPORTS: Duration = Duration::from_millis(50);

/// Asks for the topics until there is an answer, or it is clear that there will be none.
pub(super) fn greet(consumer: &BaseConsumer<Quiet>) -> Result<Metadata, String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let error = match consumer.fetch_metadata(None, ATTEMPT) {
            Ok(metadata) => return Ok(metadata),
            Err(error) => error,
        };
        // librdkafka reports errors while it is polled. A poll without time handles a single report, and log lines are reports too.
        while consumer.poll(REPORTS).is_some() {}
        match consumer.context().heard() {
            Some(Heard { is_shut_out: true, reason }) => {
                return Err(format!(
                    "authentication or TLS failed: {reason}; check the security settings in [kafka.common]"
                ));
            }
            heard if Instant::now() > deadline => {
                let reason = heard.map_or_else(|| error.to_string(), |heard| heard.reason);
                let remedy = "check kafka.bootstrap_servers and the security settings in [kafka.common]";
                return Err(format!("no answer ({reason}); {remedy}"));
            }
            _ => {}
        }
    }
}
