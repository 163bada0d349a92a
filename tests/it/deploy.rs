//! The files under deploy/ can be read, and name only settings and metrics that there are.

use std::collections::BTreeSet;

use dateline::{
    settings::{self, Layers},
    telemetry::metrics::METRICS,
};
use regex::Regex;
use saphyr::{LoadableYamlNode, Yaml};

use crate::support::files::{folder, text as read};

fn yaml(path: &str) -> usize {
    let text = read(path);
    let documents = Yaml::load_from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(documents.iter().all(Yaml::is_mapping), "{path}: every document is a mapping");
    documents.len()
}

#[test]
fn the_yaml_files_can_be_read() {
    assert_eq!(yaml("deploy/compose.yaml"), 1);
    assert_eq!(yaml("deploy/kubernetes/dateline.yaml"), 4);
    assert_eq!(yaml("deploy/prometheus/alerts.yaml"), 1);
}

#[test]
fn the_environment_variables_of_the_deploy_files_are_settings() {
    let variable = Regex::new(r"DATELINE__[A-Z0-9_]+").unwrap();
    let files = ["Dockerfile", "compose.yaml", "systemd/dateline.service", "kubernetes/dateline.yaml"];
    let texts: Vec<_> = files.iter().map(|file| read(&format!("deploy/{file}"))).collect();
    let named: BTreeSet<&str> =
        texts.iter().flat_map(|text| variable.find_iter(text)).map(|name| name.as_str()).collect();
    assert!(named.len() >= 4, "{named:?}");
    // A wrong value is no matter here, an unknown key is.
    let environment = named.iter().map(|name| ((*name).into(), "0.0.0.0:9464".into()));
    if let Err(error) = settings::load(&Layers::default(), environment) {
        let unknown: Vec<_> = error.0.iter().filter(|problem| problem.message.contains("unknown")).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

#[test]
fn the_settings_file_in_the_kubernetes_manifest_is_valid() {
    let text = read("deploy/kubernetes/dateline.yaml");
    let documents = Yaml::load_from_str(&text).unwrap();
    let file = documents[0]["data"]["dateline.toml"].as_str().unwrap();
    let folder = folder(&[("dateline.toml", file)]);
    settings::load(&Layers { files: vec![folder.path().join("dateline.toml")], ..Layers::default() }, []).unwrap();
}

#[test]
fn a_worker_has_more_time_to_stop_than_it_takes_to_drain() {
    let drain = settings::load(&Layers::default(), []).unwrap().settings.delivery.drain_timeout.as_secs();
    let after = |text: &str, key: &str| {
        let rest = text.split_once(key).unwrap_or_else(|| panic!("{key} is missing")).1;
        rest.trim_start().chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u64>().unwrap()
    };
    assert!(after(&read("deploy/kubernetes/dateline.yaml"), "terminationGracePeriodSeconds:") > drain);
    assert!(after(&read("deploy/systemd/dateline.service"), "TimeoutStopSec=") > drain);
    assert!(after(&read("deploy/compose.yaml"), "stop_grace_period:") > drain);
}

#[test]
fn the_alerts_watch_metrics_that_there_are() {
    let text = read("deploy/prometheus/alerts.yaml");
    let metric = Regex::new(r#"([a-z_]+)\{job="dateline""#).unwrap();
    let known: Vec<&str> = METRICS.iter().map(|(name, ..)| *name).chain(["up"]).collect();
    let mut watched = 0;
    for name in metric.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()) {
        let base = name.strip_suffix("_bucket").unwrap_or(name);
        assert!(known.contains(&base), "{name} is no metric of ours");
        watched += 1;
    }
    assert!(watched >= 8);
}

#[test]
fn the_unit_runs_commands_that_there_are() {
    use clap::CommandFactory;
    let command = dateline::cli::Arguments::command();
    let unit = read("deploy/systemd/dateline.service");
    for line in unit.lines().filter(|line| line.starts_with("ExecStart")) {
        let last = line.split_whitespace().last().unwrap();
        assert!(command.find_subcommand(last).is_some(), "{line}");
    }
}
