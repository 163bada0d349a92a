//! What librdkafka makes of one setting, without a client.

use rdkafka::{ClientConfig, error::KafkaError, types::RDKafkaConfRes};

use crate::settings::Verdict;

/// What librdkafka says of a setting. What a value refers to, such as a file, is not looked at.
pub fn judge(name: &str, value: &str) -> Verdict {
    match ClientConfig::new().set(name, value).create_native_config() {
        Ok(_) => Verdict::Accepted,
        Err(KafkaError::ClientConfig(RDKafkaConfRes::RD_KAFKA_CONF_UNKNOWN, ..)) => Verdict::Unknown,
        Err(KafkaError::ClientConfig(_, said, ..)) if is_unsupported(&said) => Verdict::Unsupported,
        Err(_) => Verdict::Refused,
    }
}

/// Whether librdkafka says that it was built without a feature.
fn is_unsupported(said: &str) -> bool {
    said.starts_with("Unsupported value") || said.contains("not supported in this build")
}
