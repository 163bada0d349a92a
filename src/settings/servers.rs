//! Broker addresses. Anything else is refused, because the addresses are printed.

use serde::{Deserialize, Deserializer, de::Error as _};

/// Reads addresses, comma-separated.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).peekable();
    if entries.peek().is_none() {
        return Err(D::Error::custom("must not be empty"));
    }
    if entries.all(is_address) {
        return Ok(text);
    }
    let remedy = "a user and a password go to sasl.username and sasl.password in [kafka.common]";
    Err(D::Error::custom(format!("expected host:port, comma-separated; {remedy}")))
}

/// `host`, `host:port`, `[IPv6 address]:port`, perhaps after a protocol.
fn is_address(entry: &str) -> bool {
    let entry = entry.split_once("://").map_or(entry, |(_, rest)| rest);
    if let Some((host, rest)) = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return host.contains(':') && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = entry.split_once(':').map_or((entry, None), |(host, port)| (host, Some(port)));
    let is_host = !host.is_empty() && host.chars().all(|letter| letter.is_alphanumeric() || ".-_".contains(letter));
    is_host && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok()
}
