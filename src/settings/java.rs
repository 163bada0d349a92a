//! Settings of the Java client that librdkafka does not have, and what takes their place.

const NO_SCHEMA: &str = "Dateline reads messages as bytes; remove the setting";
const PEM_FILE: &str = "set ssl.ca.location to a file in PEM format";
const NO_PASSWORD: &str = "remove the setting, and set ssl.ca.location to a file in PEM format, which has no password";
const PKCS12: &str = "librdkafka reads PKCS#12 key stores only; set ssl.keystore.location to one, or ssl.certificate.location and ssl.key.location to files in PEM format, and remove the setting";
const OPENSSL: &str = "OpenSSL chooses automatically; remove the setting";
const METRICS: &str = "Dateline has its own metrics, at http.listen; remove the setting";
const NO_CODE: &str = "it names Java code; remove the setting";
const OAUTH: &str =
    "it names Java code; set sasl.oauthbearer.method and the other settings of sasl.oauthbearer instead";
const TOKEN: &str = "librdkafka renews tokens automatically; remove the setting";
const KERBEROS: &str = "set sasl.kerberos.min.time.before.relogin instead";
const REQUESTS: &str = "set socket.timeout.ms instead";
const CONNECTING: &str = "set socket.connection.setup.timeout.ms instead";
const PARTITIONS: &str = "set partitioner or sticky.partitioning.linger.ms instead";
const COMPRESSION: &str = "set compression.level instead";
const ON_BROKER: &str = "it belongs to the broker; remove the setting";
const IN_ENVIRONMENT: &str = "give secrets in the environment instead, such as DATELINE__KAFKA__COMMON__SASL_PASSWORD";

/// By name: what to do.
const REMEDIES: &[(&str, &str)] = &[
    ("sasl.jaas.config", "set sasl.mechanisms, sasl.username and sasl.password instead"),
    ("sasl.client.callback.handler.class", OAUTH),
    ("sasl.login.callback.handler.class", OAUTH),
    ("sasl.login.class", OAUTH),
    ("sasl.login.connect.timeout.ms", CONNECTING),
    ("sasl.login.read.timeout.ms", REQUESTS),
    ("sasl.login.retry.backoff.ms", TOKEN),
    ("sasl.login.retry.backoff.max.ms", TOKEN),
    ("sasl.login.refresh.buffer.seconds", TOKEN),
    ("sasl.login.refresh.min.period.seconds", TOKEN),
    ("sasl.login.refresh.window.factor", TOKEN),
    ("sasl.login.refresh.window.jitter", TOKEN),
    ("sasl.kerberos.ticket.renew.jitter", KERBEROS),
    ("sasl.kerberos.ticket.renew.window.factor", KERBEROS),
    ("sasl.oauthbearer.clock.skew.seconds", ON_BROKER),
    ("sasl.oauthbearer.expected.audience", ON_BROKER),
    ("sasl.oauthbearer.expected.issuer", ON_BROKER),
    ("sasl.oauthbearer.jwks.endpoint.url", ON_BROKER),
    ("sasl.oauthbearer.jwks.endpoint.refresh.ms", ON_BROKER),
    ("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", ON_BROKER),
    ("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", ON_BROKER),
    ("sasl.oauthbearer.header.urlencode", TOKEN),
    ("sasl.oauthbearer.scope.claim.name", ON_BROKER),
    ("sasl.oauthbearer.sub.claim.name", ON_BROKER),
    ("ssl.truststore.location", PEM_FILE),
    ("ssl.truststore.password", NO_PASSWORD),
    ("ssl.truststore.type", "librdkafka reads PEM files only; set ssl.ca.location to one, and remove the setting"),
    ("ssl.truststore.certificates", "set ssl.ca.pem instead"),
    ("ssl.keystore.type", PKCS12),
    ("ssl.keystore.key", "set ssl.key.pem instead"),
    ("ssl.keystore.certificate.chain", "set ssl.certificate.pem instead"),
    ("ssl.protocol", OPENSSL),
    ("ssl.enabled.protocols", OPENSSL),
    ("ssl.provider", "set ssl.providers instead, the names of OpenSSL's providers"),
    ("ssl.trustmanager.algorithm", OPENSSL),
    ("ssl.keymanager.algorithm", OPENSSL),
    ("ssl.secure.random.implementation", OPENSSL),
    ("ssl.engine.factory.class", NO_CODE),
    ("security.providers", NO_CODE),
    ("config.providers", IN_ENVIRONMENT),
    ("send.buffer.bytes", "set socket.send.buffer.bytes instead"),
    ("receive.buffer.bytes", "set socket.receive.buffer.bytes instead"),
    ("socket.connection.setup.timeout.max.ms", CONNECTING),
    ("request.timeout.ms", REQUESTS),
    ("default.api.timeout.ms", REQUESTS),
    ("metadata.max.idle.ms", "librdkafka has no such limit; remove the setting"),
    ("metric.reporters", METRICS),
    ("metrics.num.samples", METRICS),
    ("metrics.recording.level", METRICS),
    ("metrics.sample.window.ms", METRICS),
    ("auto.include.jmx.reporter", METRICS),
    ("interceptor.classes", NO_CODE),
    (
        "max.poll.records",
        "librdkafka has no such limit; remove the setting, and see delivery.batch_articles and extract.in_flight_bytes",
    ),
    ("fetch.max.wait.ms", "set fetch.wait.max.ms instead"),
    ("exclude.internal.topics", "internal topics are never read; remove the setting"),
    ("key.deserializer", NO_SCHEMA),
    ("value.deserializer", NO_SCHEMA),
    ("key.serializer", NO_SCHEMA),
    ("value.serializer", NO_SCHEMA),
    ("schema.registry.url", NO_SCHEMA),
    ("basic.auth.credentials.source", NO_SCHEMA),
    ("basic.auth.user.info", NO_SCHEMA),
    ("buffer.memory", "set queue.buffering.max.kbytes instead, in KiB"),
    ("max.block.ms", "the worker waits for space in the queue; remove the setting"),
    ("max.request.size", "set message.max.bytes instead"),
    ("compression.gzip.level", COMPRESSION),
    ("compression.lz4.level", COMPRESSION),
    ("compression.zstd.level", COMPRESSION),
    ("partitioner.class", "set partitioner instead, such as murmur2_random"),
    ("partitioner.ignore.keys", PARTITIONS),
    ("partitioner.adaptive.partitioning.enable", PARTITIONS),
    ("partitioner.availability.timeout.ms", PARTITIONS),
    ("transaction.two.phase.commit.enable", "the worker commits its transactions; remove the setting"),
];

/// What to do about a setting of the Java client.
pub(super) fn remedy(name: &str) -> Option<&'static str> {
    REMEDIES.iter().find(|(java, _)| *java == name).map(|(_, remedy)| *remedy)
}

/// The names of the Java client that librdkafka does not have, or has for one of the clients only.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    REMEDIES.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::properties::find;

    #[test]
    fn what_is_set_instead_is_a_setting_of_librdkafka() {
        let mut found = 0;
        for (name, remedy) in REMEDIES {
            let words = remedy.split([' ', ',', ';']).filter(|word| word.contains('.') && !word.contains('_'));
            for word in words.filter(|word| !word.starts_with("http.") && *word != "sasl.oauthbearer") {
                assert!(find(word).is_some(), "{name}: {word}");
                found += 1;
            }
        }
        assert!(found > 20, "{found}");
    }

    #[test]
    fn a_name_that_both_clients_of_librdkafka_have_needs_no_remedy() {
        for name in names() {
            assert!(find(name).is_none_or(|property| property.only_client().is_some()), "{name}");
        }
    }
}
