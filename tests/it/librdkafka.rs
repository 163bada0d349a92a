//! `config/librdkafka.tsv` is what the librdkafka of this build documents.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf, process::Command};

use dateline::{kafka::judge, settings::Verdict};
use regex::Regex;
use serde_json::Value;

use crate::support::{bless, files};

const TABLE: &str = "config/librdkafka.tsv";

/// The source of librdkafka, as cargo has unpacked it.
fn source() -> PathBuf {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let arguments = ["metadata", "--offline", "--locked", "--format-version", "1", "--manifest-path", manifest];
    let metadata = Command::new(env!("CARGO")).args(arguments).output().unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "rdkafka-sys").unwrap();
    PathBuf::from(package["manifest_path"].as_str().unwrap()).with_file_name("librdkafka")
}

/// The table as the documentation gives it. Whether a text may be printed is decided by hand, and never where librdkafka
/// redacts it.
fn documented() -> String {
    let source = source();
    let text = fs::read_to_string(source.join("CONFIGURATION.md")).unwrap();
    let code = fs::read_to_string(source.join("src/rdkafka_conf.c")).unwrap();
    let sensitive = Regex::new(r#"_RK_SENSITIVE,\s*"([^"]+)""#).unwrap();
    let sensitive: Vec<&str> = sensitive.captures_iter(&code).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(sensitive.contains(&"sasl.password") && sensitive.len() > 5, "{sensitive:?}");
    let kind = Regex::new(r"\*Type: (.*?)\*").unwrap();
    let alias = Regex::new(r"Alias for `([^`]+)`").unwrap();
    let stored = files::text(TABLE);
    let printed: Vec<&str> = stored.lines().filter(|row| row.split('\t').nth(3) == Some("shown")).collect();
    let is_printed = |name: &str| printed.iter().any(|row| row.split('\t').next() == Some(name));
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Some(kind) = kind.captures(line).filter(|_| cells.len() >= 6).map(|found| found[1].to_owned()) else {
            continue;
        };
        let name = cells[0];
        if kind == "see dedicated API" || rows.contains_key(name) {
            continue;
        }
        let client = match cells[1] {
            "C" => "consumer",
            "P" => "producer",
            _ => "both",
        };
        let first = alias.captures(line).map(|found| found[1].to_owned()).unwrap_or_default();
        let is_text = kind == "string" || kind == "pattern list";
        let is_secret = sensitive.contains(&name) || sensitive.contains(&first.as_str());
        let print = if !is_secret && (!is_text || is_printed(name)) { "shown" } else { "masked" };
        rows.insert(name, format!("{name}\t{client}\t{}\t{print}\t{first}", cells[2]));
    }
    let mut table = "name\tclient\tallowed\tprint\talias of\n".to_owned();
    for row in rows.values() {
        writeln!(table, "{row}").unwrap();
    }
    table
}

#[test]
fn the_table_is_what_librdkafka_documents_and_masks_what_librdkafka_redacts() {
    bless::check(TABLE, &documented());
}

#[test]
fn librdkafka_knows_every_name_of_the_table() {
    let table = files::text(TABLE);
    let names: Vec<&str> = table.lines().skip(1).filter_map(|row| row.split('\t').next()).collect();
    assert!(names.len() > 100);
    // What would load a library is not tried.
    for name in names.into_iter().filter(|name| *name != "plugin.library.paths") {
        assert_ne!(judge(name, ""), Verdict::Unknown, "{name}");
    }
    assert_eq!(judge("sasl.pasword", ""), Verdict::Unknown);
    assert_eq!(judge("linger.ms", "soon"), Verdict::Refused);
}
