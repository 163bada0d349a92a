//! The names of librdkafka's settings, read as data: which client has them, which values they allow, which may be printed.

use std::sync::LazyLock;

use super::java;

/// What librdkafka says of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It takes the value.
    Accepted,
    /// It has no setting of this name.
    Unknown,
    /// It does not take the value.
    Refused,
    /// It was built without what the setting needs.
    Unsupported,
}

/// A verdict by the name alone, for those who do not ask librdkafka itself.
pub(super) fn by_name(name: &str, _: &str) -> Verdict {
    if find(name).is_some() { Verdict::Accepted } else { Verdict::Unknown }
}

/// One setting of librdkafka.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: &'static str,
    /// `consumer` or `producer` where only one of the clients has it.
    client: &'static str,
    /// The values that it takes, as librdkafka's documentation lists them; empty where that is any string.
    pub(super) allowed: &'static str,
    /// Whether its value may be printed.
    is_shown: bool,
    /// The main name, if this one is an alias; otherwise empty.
    alias_of: &'static str,
}

impl Property {
    /// The client that has the setting, where only one of them has it.
    pub(super) fn only_client(&self) -> Option<&'static str> {
        (self.client != "both").then_some(self.client)
    }
}

static PROPERTIES: LazyLock<Vec<Property>> =
    LazyLock::new(|| include_str!("../../config/librdkafka.tsv").lines().skip(1).filter_map(property).collect());

fn property(row: &'static str) -> Option<Property> {
    let mut cells = row.split('\t');
    let mut next = || cells.next();
    let (name, client, allowed, print, alias_of) = (next()?, next()?, next()?, next()?, next()?);
    Some(Property { name, client, allowed, is_shown: print == "shown", alias_of })
}

/// The setting of this name.
pub(super) fn find(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.name == name)
}

/// The name that librdkafka lists a setting under; a name that it does not know stays as it is.
pub(super) fn first_name(name: &str) -> &str {
    find(name).map(|property| property.alias_of).filter(|first| !first.is_empty()).unwrap_or(name)
}

/// Whether a value may be printed: it is a number, a choice or a name, and no secret.
pub(super) fn is_shown(name: &str, value: &str) -> bool {
    /// librdkafka takes any text for a mechanism at first.
    const MECHANISMS: [&str; 5] = ["GSSAPI", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];
    find(name).is_some_and(|property| property.is_shown)
        && (first_name(name) != "sasl.mechanisms" || MECHANISMS.contains(&value))
}

/// The name of librdkafka or of the Java client that is most like an unknown one, where one is like it at all.
pub(super) fn nearest(unknown: &str) -> Option<&'static str> {
    let unknown = dotted(unknown);
    let names = || PROPERTIES.iter().map(|property| property.name).chain(java::names());
    let mut endings =
        names().filter(|name| name.strip_suffix(unknown.as_str()).is_some_and(|rest| rest.ends_with('.')));
    if let (Some(only), None) = (endings.next(), endings.next()) {
        return Some(only);
    }
    let scored = names().map(|name| (strsim::normalized_damerau_levenshtein(&unknown, name), name));
    scored.filter(|(likeness, _)| *likeness > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// A name as librdkafka spells it: in lower case, with dots between the words.
pub(super) fn dotted(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '-', ' '], ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_none_where_none_is_near() {
        let table = [
            ("sasl.pasword", Some("sasl.password")),
            ("sasl_password", Some("sasl.password")),
            ("SASL.Username", Some("sasl.username")),
            ("keepalive.enable", Some("socket.keepalive.enable")),
            ("session.timeout", Some("session.timeout.ms")),
            ("ssl.trustore.password", Some("ssl.truststore.password")),
            ("flavour", None),
        ];
        for (unknown, expected) in table {
            assert_eq!(nearest(unknown), expected, "{unknown}");
        }
    }

    #[test]
    fn numbers_and_choices_are_shown_and_secrets_and_unknown_names_are_not() {
        for (name, value) in [("linger.ms", "5"), ("security.protocol", "ssl"), ("sasl.mechanism", "PLAIN")] {
            assert!(is_shown(name, value), "{name}");
        }
        for name in ["sasl.password", "sasl.username", "ssl.key.pem", "sasl.mechanisms", "sasl.pasword", "opaque"] {
            assert!(!is_shown(name, "tulip"), "{name}");
        }
    }
}
