//! The command line as a shell sees it: exit codes, which stream gets what, closed pipes.

use std::io::Read;

use crate::support::program::{Finished, command, run, run_with};

#[test]
fn a_wrong_command_line_ends_with_64_and_says_so_on_standard_error() {
    for wrong in [&["nonsense"][..], &["schema", "nonsense"], &["check-config", "--nonsense"], &["man", "nonsense"]] {
        let output = run(wrong);
        assert_eq!(output.code, Some(64), "{wrong:?}");
        assert!(output.stdout.is_empty(), "{wrong:?}");
        assert!(output.stderr.starts_with("error: "), "{wrong:?}");
    }
}

#[test]
fn a_wrong_configuration_ends_with_78_for_every_subcommand_that_reads_it() {
    for subcommand in ["check-config", "run", "demo"] {
        let output = run(&[subcommand, "--set", "delivery.batch_articles=0"]);
        assert_eq!(output.code, Some(78), "{subcommand}");
        assert!(output.stderr.contains("option --set: delivery.batch_articles = 0: must be at least 1"));
    }
    for (key, path) in
        [("model.path", "no-such-model"), ("lexicon.dir", "no-such-folder"), ("ranker.path", "no-such-ranker")]
    {
        let output = run(&["check-config", "--set", &format!("{key}={path}")]);
        assert_eq!(output.code, Some(78), "{key}");
        assert!(output.stderr.contains(&format!("{key} = \"{path}\"")), "{}", output.stderr);
    }
    let output = run(&["check-config", "--config", "no-such-file.toml"]);
    assert_eq!(output.code, Some(78));
    assert!(output.stderr.contains("no-such-file.toml"));
}

#[test]
fn a_setting_that_librdkafka_does_not_know_is_found_without_a_broker() {
    let output = run(&["check-config", "--set", "kafka.consumer.fetch.wait.max.mss=1"]);
    assert_eq!(output.code, Some(78));
    assert!(
        output
            .stderr
            .contains("kafka.consumer.fetch.wait.max.mss: unknown librdkafka setting; did you mean fetch.wait.max.ms?")
    );
}

#[test]
fn a_broker_that_is_not_there_fails_with_1_after_the_settings_were_found_right() {
    let output = run(&["check-config", "--connect", "--set", "kafka.bootstrap_servers=127.0.0.1:1"]);
    assert_eq!(output.code, Some(1));
    let stdout = &output.stdout;
    assert!(stdout.contains("the configuration is valid") && stdout.contains("FAILED  broker 127.0.0.1:1: no answer"));
}

#[test]
fn the_environment_is_read_and_shown_without_its_secrets() {
    let mut command = command(&["check-config", "--print"]);
    command.env("DATELINE__KAFKA__GROUP_ID", "from-outside").env("DATELINE__KAFKA__COMMON__SASL_PASSWORD", "hunter2");
    let stdout = Finished::from(command.output().unwrap()).stdout;
    let group = "kafka.group_id = \"from-outside\"  # environment variable DATELINE__KAFKA__GROUP_ID";
    assert!(stdout.lines().any(|line| line == group), "{stdout}");
    assert!(!stdout.contains("hunter2"));
}

#[test]
fn files_are_read_in_the_format_of_the_settings() {
    let told = run_with("The ministers of Gabon met.", &["extract", "--set", "input.format=json"]);
    assert!(told.code == Some(1) && told.stderr.contains("input.format is \"json\""), "{told:?}");
    let object = "{\"text\": \"The ministers of Gabon met.\"}";
    let read = run_with(object, &["extract", "--format", "article", "--set", "input.format=text"]);
    assert!(read.code == Some(0) && read.stdout.contains("{\\\"text\\\":"), "{read:?}");
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [&["--help"][..], &["--version"], &["help", "run"]] {
        let output = run(arguments);
        assert_eq!(output.code, Some(0));
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn completions_and_manual_pages_are_made_of_the_same_definition() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).stdout;
        assert!(script.contains("check-config"), "{shell}");
    }
    let page = run(&["man", "check-config"]).stdout;
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{page}");
    assert!(page.contains("\\-\\-connect"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = command(&["completions", "zsh"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(complaint, "");
}
