//! What the layers of settings do, and how wrong ones are reported.

use std::{ffi::OsString, fs, time::Duration};

use super::*;
use crate::model::{Domain, EventType};

fn load_with_site(file: &str, environment: &[(&str, &str)], assignments: &[&str]) -> Result<Loaded, Error> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("site.toml");
    fs::write(&path, file).unwrap();
    let assignments = assignments.iter().map(|&a| a.to_owned()).collect();
    let layers = Layers { built_in: vec!["kafka.group_id=built-in".to_owned()], files: vec![path], assignments };
    load(&layers, environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))))
}

/// The problems as printed, without the folder of the file.
fn problems(file: &str, environment: &[(&str, &str)], assignments: &[&str]) -> Vec<String> {
    let error = load_with_site(file, environment, assignments).unwrap_err();
    let printed = error.0.iter().map(ToString::to_string);
    printed.map(|line| line.find("site.toml").map_or(line.clone(), |at| line.split_at(at).1.to_owned())).collect()
}

#[test]
fn the_reference_gives_every_setting() {
    let loaded = load(&Layers::default(), []).unwrap();
    assert_eq!(loaded.settings.topics.articles, ["news.articles"]);
    assert_eq!(loaded.settings.delivery.guarantee, Guarantee::ExactlyOnce);
    assert_eq!(loaded.settings.delivery.batch_interval, Duration::from_millis(100));
    assert_eq!(loaded.settings.model.path, None);
    assert!(loaded.entries.iter().all(|entry| entry.origin == "default"));
}

#[test]
fn a_later_layer_wins_and_the_origin_is_known() {
    let file = "[kafka]\ngroup_id = \"file\"\ninstance = \"file\"\nbootstrap_servers = \"file:1\"";
    let environment = [("DATELINE__KAFKA__INSTANCE", "environment"), ("DATELINE__KAFKA__BOOTSTRAP_SERVERS", "e:1")];
    let loaded = load_with_site(file, &environment, &["kafka.bootstrap_servers=option:1"]).unwrap();
    let kafka = &loaded.settings.kafka;
    assert_eq!((kafka.group_id.as_str(), kafka.instance.as_deref()), ("file", Some("environment")));
    assert_eq!(kafka.bootstrap_servers, "option:1");
    let origin = |key: &str| loaded.entries.iter().find(|entry| entry.key == key).unwrap().origin.clone();
    assert!(origin("kafka.group_id").ends_with("site.toml"));
    assert_eq!(origin("kafka.instance"), "environment variable DATELINE__KAFKA__INSTANCE");
    assert_eq!(origin("kafka.bootstrap_servers"), "option --set");
    assert_eq!(origin("topics.events"), "default");
    let without_file = load_with_site("", &[], &[]).unwrap();
    assert_eq!(without_file.settings.kafka.group_id, "built-in");
}

#[test]
fn lists_and_librdkafka_names_come_from_the_environment() {
    let environment =
        [("DATELINE__TOPICS__ARTICLES", "a, b"), ("DATELINE__KAFKA__CONSUMER__SESSION_TIMEOUT_MS", "6000")];
    let settings = load_with_site("", &environment, &[]).unwrap().settings;
    assert_eq!(settings.topics.articles, ["a", "b"]);
    assert_eq!(settings.kafka.consumer.get("session.timeout.ms"), Some("6000"));
}

#[test]
fn librdkafka_names_may_be_quoted_or_not_and_numbers_are_taken() {
    let file = "[kafka.producer]\nlinger.ms = 2\n\"compression.type\" = \"lz4\"\nsocket.keepalive.enable = true";
    let producer = load_with_site(file, &[], &["kafka.producer.linger.ms=5"]).unwrap().settings.kafka.producer;
    let expected = [("compression.type", "lz4"), ("linger.ms", "5"), ("socket.keepalive.enable", "true")];
    assert!(producer.iter().eq(expected));
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_known_one() {
    let told = problems("[delivery]\nbatch_intervall = \"1s\"\n[extract]\nthread = 1", &[], &[]);
    assert_eq!(
        told,
        [
            "site.toml: delivery.batch_intervall: unknown key; did you mean delivery.batch_interval?",
            "site.toml: extract.thread: unknown key; did you mean extract.threads?",
        ]
    );
}

#[test]
fn every_wrong_value_is_reported_with_its_origin_key_value_and_remedy() {
    let file = "[delivery]\nbatch_interval = \"20\"\n[http]\nlisten = \"localhost\"\n[extract]\nthreads = \"all\"";
    let told = problems(file, &[("DATELINE__DELIVERY__BATCH_ARTICLES", "0")], &["delivery.start=now"]);
    for expected in [
        "site.toml: delivery.batch_interval = \"20\": expected a positive duration with a unit, such as \"100ms\" or \"20s\"",
        "site.toml: http.listen = \"localhost\": expected an address and a port, such as \"0.0.0.0:9464\", or \"\" to turn it off",
        "site.toml: extract.threads = \"all\": expected a whole number, such as the default 0",
        "environment variable DATELINE__DELIVERY__BATCH_ARTICLES: delivery.batch_articles = 0: must be at least 1",
        "option --set: delivery.start = \"now\": expected \"earliest\", \"latest\" or a time such as \"2026-01-31T00:00:00Z\"",
    ] {
        assert!(told.iter().any(|line| line == expected), "{expected}\nis not in\n{told:#?}");
    }
    assert_eq!(told.len(), 5);
}

#[test]
fn a_word_that_is_not_allowed_is_answered_with_those_that_are() {
    let file = "[lexicon]\nwordnet = [\"synonym\", \"antonym\"]\n[input]\nformat = \"xml\"";
    let told = problems(file, &[("DATELINE__LOG__FORMAT", "yaml")], &["delivery.guarantee=at_most_once"]);
    let expected = [
        "option --set: delivery.guarantee = \"at_most_once\": expected \"exactly_once\" or \"at_least_once\"",
        "site.toml: input.format = \"xml\": expected \"auto\", \"json\", \"text\" or \"html\"",
        "site.toml: lexicon.wordnet = [\"synonym\", \"antonym\"]: expected \"synonym\" or \"hypernym\"",
        "environment variable DATELINE__LOG__FORMAT: log.format = \"yaml\": expected \"text\" or \"json\"",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_published_is_chosen_by_confidence_domain_and_type() {
    let file = "[output]\nmin_confidence = 1\ndomains = [\"politics\", \"conflict\"]\n[reader]\nenabled = true";
    let loaded = load_with_site(file, &[("DATELINE__OUTPUT__TYPES", "AID, PROTEST")], &[]).unwrap();
    let Output { min_confidence, domains, types } = loaded.settings.output;
    assert!((min_confidence - 1.0).abs() < f64::EPSILON, "{min_confidence}");
    assert_eq!(domains, [Domain::Politics, Domain::Conflict]);
    assert_eq!(types, [EventType::Aid, EventType::Protest]);
}

#[test]
fn what_cannot_be_published_is_refused() {
    let reader = "reader.enabled=true";
    let types = "expected \"AGREE\", \"CONSULT\", \"SUPPORT\", \"CONCEDE\", \"COOPERATE\", \"AID\", \"RETREAT\", \"REQUEST\", \"ACCUSE\", \
                 \"REJECT\", \"THREATEN\", \"PROTEST\", \"SANCTION\", \"MOBILIZE\", \"COERCE\" or \"ASSAULT\"";
    for (assignments, key, expected) in [
        (["output.min_confidence=1.5", reader], "min_confidence = 1.5", "must be from 0 to 1"),
        (["output.min_confidence=-0.1", reader], "min_confidence = -0.1", "must be from 0 to 1"),
        (["output.min_confidence=nan", reader], "min_confidence = NaN", "must be from 0 to 1"),
        (
            ["output.min_confidence=high", reader],
            "min_confidence = \"high\"",
            "expected a number, such as the default 0",
        ),
        (["output.types=PROTEST,war", reader], "types = [\"PROTEST\", \"war\"]", types),
        (
            ["output.domains=sport", reader],
            "domains = [\"sport\"]",
            "expected \"politics\", \"conflict\", \"crime\", \"business\" or \"other\"",
        ),
        (
            ["output.domains=politics", "reader.enabled=false"],
            "domains = [\"politics\"]",
            "only the reader knows the domain of an event; set reader.enabled to true, or leave this list empty",
        ),
    ] {
        assert_eq!(problems("", &[], &assignments), [format!("option --set: output.{key}: {expected}")]);
    }
}

#[test]
fn a_setting_that_would_break_the_guarantee_is_refused() {
    let told = problems("[kafka.consumer]\n\"enable.auto.commit\" = true", &[], &["kafka.common.isolation.level=x"]);
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|line| line.contains("this librdkafka setting is not allowed")), "{told:#?}");
}

#[test]
fn all_wrong_librdkafka_settings_are_reported_at_once_with_what_to_do() {
    let file = "[kafka]\nsasl.username = \"x\"\n[kafka.common]\n\"ssl.keystore.key\" = \"x\"\n\"bootstrap.servers\" = \"x\"\n\"sasl.usrname\" = \"x\"\nflavour = \"x\"
[kafka.producer]\n\"fetch.min.bytes\" = 1\n[kafka.consumer]\n\"request.timeout.ms\" = 1\n\"fetch.max.wait.ms\" = 1";
    let told =
        problems(file, &[("DATELINE__KAFKA__CONSUMER__FETCH_MIN_BYTE", "1")], &["kafka.common.ssl.keystore.typ=x"]);
    let expected = [
        "site.toml: kafka.sasl.username: unknown key; did you mean kafka.common.sasl.username?",
        "site.toml: kafka.common.bootstrap.servers: this librdkafka setting is not allowed: set kafka.bootstrap_servers instead",
        "site.toml: kafka.common.flavour: unknown librdkafka setting; librdkafka's CONFIGURATION.md lists all of them",
        "site.toml: kafka.common.sasl.usrname: unknown librdkafka setting; did you mean sasl.username?",
        "site.toml: kafka.common.ssl.keystore.key: a setting of the Java client; set ssl.key.pem instead",
        "option --set: kafka.common.ssl.keystore.typ: unknown librdkafka setting; it is like ssl.keystore.type of the Java client: librdkafka reads PKCS#12",
        "site.toml: kafka.consumer.fetch.max.wait.ms: a setting of the Java client; set fetch.wait.max.ms instead",
        "environment variable DATELINE__KAFKA__CONSUMER__FETCH_MIN_BYTE: kafka.consumer.fetch.min.byte: unknown librdkafka setting; did you mean fetch.min.bytes?",
        "site.toml: kafka.consumer.request.timeout.ms: a setting of the Java client; set socket.timeout.ms instead",
        "site.toml: kafka.producer.fetch.min.bytes: only the consumer has this librdkafka setting; set kafka.consumer.fetch.min.bytes instead",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}\nis not\n{expected}");
    }
}

#[test]
fn variables_that_are_no_settings_are_problems_where_they_look_like_one() {
    let environment = [("DATELINE_DELIVERY__START", "latest"), ("DATELINE_PORT", "tcp://10.0.0.7:9464")];
    let told = problems("", &environment, &[]);
    assert_eq!(
        told,
        ["environment variable DATELINE_DELIVERY__START: unknown; did you mean DATELINE__DELIVERY__START?"]
    );
    let loaded = load_with_site("", &[("DATELINE_IMAGE", "dateline:2")], &[]).unwrap();
    assert_eq!(loaded.strays, ["DATELINE_IMAGE"]);
}

#[test]
fn addresses_of_brokers_are_nothing_else() {
    for right in ["a", "a:1,b-2.example:9092", "SASL_SSL://a_b:9092, c:1", "[::1]:9092", "127.0.0.1:9092,"] {
        assert!(load_with_site("", &[], &[&format!("kafka.bootstrap_servers={right}")]).is_ok(), "{right}");
    }
    for wrong in
        ["reader:tulip@a:9092", "a:9092:tulip", "a:tulip", "tulip@a", "SASL_SSL://reader:tulip@a:9092", "a b:1"]
    {
        let told = problems("", &[], &[&format!("kafka.bootstrap_servers={wrong}")]);
        assert!(told[0].starts_with("option --set: kafka.bootstrap_servers: expected host:port"), "{told:?}");
        assert!(!told[0].contains("tulip"), "{told:?}");
    }
}

#[test]
fn secrets_are_shown_nowhere() {
    let environment = [("DATELINE__KAFKA__COMMON__SASL_PASSWORD", "hunter2")];
    let loaded = load_with_site("", &environment, &[]).unwrap();
    assert_eq!(loaded.settings.kafka.common.get("sasl.password"), Some("hunter2"));
    let layers = Layers { assignments: vec!["kafka.common.sasl.password=hunter2".to_owned()], ..Layers::default() };
    assert!(!format!("{loaded:?} {layers:?}").contains("hunter2"));
    let told = problems("[kafka.common]\n\"sasl.password\" = [\"hunter2\"]", &[], &[]);
    assert!(!format!("{told:?}").contains("hunter2"));
}

#[test]
fn a_file_that_is_no_toml_is_reported_with_its_line() {
    let told = problems("[kafka]\ngroup_id = \"a\"\ninstance = hunter2\n", &[], &[]);
    assert!(told[0].starts_with("site.toml: invalid TOML: line 3, column 12: "), "{told:?}");
    assert!(!told[0].contains("hunter2"), "{told:?}");
}
