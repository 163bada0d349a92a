//! Values of the Kafka clients' settings are printed nowhere.

use std::{
    ffi::OsString,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::ffi::OsStringExt,
    process::Command,
    thread,
    time::Duration,
};

use crate::support::{
    files::folder,
    program::{Finished, command},
};

/// What must not be seen.
const SECRET: &str = "wisteria-arbour-29";

/// Runs a subcommand with this settings file, these variables and these arguments; everything that it printed, and its status.
fn printed(subcommand: &[&str], file: &str, variables: &[(&str, &str)], arguments: &[&str]) -> (String, Option<i32>) {
    let folder = folder(&[("site.toml", file)]);
    let mut command = command(subcommand);
    command.current_dir(folder.path()).args(["--config", "site.toml"]).args(arguments).envs(variables.iter().copied());
    let finished = Finished::from(command.output().unwrap());
    (finished.stdout + &finished.stderr, finished.code)
}

/// Fails where the secret, or most of it, is in a text.
fn check(place: &str, text: &str) {
    assert!(!text.contains("wisteria") && !text.contains("arbour"), "{place}: {text}");
}

#[test]
fn a_refused_value_is_not_repeated_wherever_it_came_from() {
    let in_table = |line: &str| format!("[kafka.common]\n{}\n", line.replace('$', SECRET));
    let files = [
        (
            "a Java name",
            in_table("\"sasl.jaas.config\" = \"Login required password=\\\"$\\\";\""),
            "sasl.mechanisms, sasl.username",
        ),
        ("a misspelt name", in_table("\"sasl.passwort\" = \"$\""), "did you mean sasl.password?"),
        ("an unknown name", in_table("\"vault.entry\" = \"$\""), "kafka.common.vault.entry"),
        ("a name that is not allowed", in_table("\"group.id\" = \"$\""), "set kafka.group_id instead"),
        (
            "the table of the other client",
            format!("[kafka.producer]\n\"client.rack\" = \"a\"\n\"group.remote.assignor\" = \"{SECRET}\""),
            "only the consumer",
        ),
        ("a wrong choice", in_table("\"security.protocol\" = \"$\""), "allowed: plaintext, ssl"),
        ("a wrong number", in_table("\"socket.timeout.ms\" = \"$\""), "allowed: 10 .. 300000"),
        ("a wrong flag", in_table("\"debug\" = \"broker,$\""), "allowed: generic, broker"),
        (
            "a file that is not there",
            in_table("\"security.protocol\" = \"ssl\"\n\"ssl.ca.location\" = \"/$\""),
            "ssl.ca.location failed",
        ),
        (
            "a key that is no key",
            in_table("\"security.protocol\" = \"ssl\"\n\"ssl.key.pem\" = \"$\""),
            "ssl.key.pem failed",
        ),
        (
            "a provider that is none",
            in_table("\"security.protocol\" = \"ssl\"\n\"ssl.providers\" = \"$\""),
            "OpenSSL provider",
        ),
        ("a list", in_table("\"sasl.password\" = [\"$\"]"), "expected a string"),
        ("a line that is no TOML", in_table("\"sasl.password\" = $"), "invalid TOML: line 2"),
        ("an open quotation mark", in_table("\"sasl.password\" = \"$"), "invalid TOML: line 2"),
        ("a key twice", in_table("\"sasl.password\" = \"a\"\n\"sasl.password\" = \"$\""), "invalid TOML: line 3"),
        ("no table", format!("[kafka]\ncommon = \"{SECRET}\""), "kafka.common: unknown key"),
        ("the wrong table", format!("[kafka]\n\"sasl.password\" = \"{SECRET}\""), "kafka.common.sasl.password?"),
        ("a section of its own", format!("[common]\n\"sasl.password\" = \"{SECRET}\""), "kafka.common.sasl.password?"),
        (
            "the address",
            format!("[kafka]\nbootstrap_servers = \"reader:{SECRET}@localhost:9092\""),
            "expected host:port",
        ),
        ("a wrong kind", format!("[kafka]\nstatic_membership = \"{SECRET}\""), "expected true or false"),
        ("a name that goes on", in_table("\"sasl.password: $\" = 1"), "kafka.common.sasl.password…"),
    ];
    for (place, file, said) in &files {
        for print in [&["check-config"][..], &["check-config", "--print"]] {
            let (text, code) = printed(print, file, &[], &[]);
            check(place, &text);
            assert!(text.contains(said), "{place}: {text}");
            assert_eq!(code, Some(78), "{place}: {text}");
        }
    }
    let variables = [
        ("DATELINE__KAFKA__COMMON__SASL_PASSWORT", "did you mean sasl.password?"),
        ("DATELINE__KAFKA__COMMON__SASL_JAAS_CONFIG", "kafka.common.sasl.jaas.config: a setting of the Java client"),
        ("DATELINE__KAFKA__COMMON__SECURITY_PROTOCOL", "allowed: plaintext"),
        ("DATELINE_KAFKA_COMMON_SASL_PASSWORD", "did you mean DATELINE__KAFKA__COMMON__SASL_PASSWORD?"),
        ("DATELINE__KAFKA__SASL_PASSWORD", "did you mean DATELINE__KAFKA__COMMON__SASL_PASSWORD?"),
        ("DATELINE__KAFKA__STATIC_MEMBERSHIP", "expected true or false"),
    ];
    for (variable, said) in variables {
        let (text, code) = printed(&["check-config", "--print"], "", &[(variable, SECRET)], &[]);
        check(variable, &text);
        assert!(text.contains(said) && code == Some(78), "{variable}: {text}");
    }
    let options: [(&[&str], i32); 7] = [
        (&["--set", "kafka.common.sasl.passwort=$"], 78),
        (&["--set", "kafka.common.sasl.password:$"], 78),
        (&["--set", "kafka.common.sasl.password: $=="], 78),
        (&["--set", "$"], 78),
        (&["--config", "kafka.common.sasl.password=$"], 78),
        (&["--set", "kafka.common.sasl.password", "$"], 64),
        (&["--sett=kafka.common.sasl.password=$"], 64),
    ];
    for (arguments, expected) in options {
        let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace('$', SECRET)).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (text, code) = printed(&["check-config"], "", &[], &arguments);
        check(&format!("{arguments:?}"), &text);
        assert_eq!(code, Some(expected), "{arguments:?}: {text}");
    }
}

#[test]
fn a_value_that_is_not_utf_8_is_not_repeated() {
    let mut command = command(&["check-config"]);
    let value = OsString::from_vec([SECRET.as_bytes(), &[0xff]].concat());
    let finished = Finished::from(command.env("DATELINE__KAFKA__COMMON__SASL_PASSWORD", value).output().unwrap());
    assert!(finished.stderr.contains("kafka.common.sasl.password: the value is not UTF-8"), "{}", finished.stderr);
    check("not UTF-8", &finished.stderr);
}

/// A configuration that is right, with secrets.
fn right(mechanism: &str) -> String {
    format!(
        "[kafka]\nbootstrap_servers = \"127.0.0.1:1\"\n[kafka.common]\n\"security.protocol\" = \"sasl_plaintext\"
\"sasl.mechanisms\" = \"{mechanism}\"\n\"sasl.username\" = \"{SECRET}\"\n\"sasl.password\" = \"{SECRET}\"
\"sasl.oauthbearer.config\" = \"principal=reader {SECRET}\"\n\"enable.sasl.oauthbearer.unsecure.jwt\" = true
\"ssl.key.password\" = \"{SECRET}\"\n\"sasl.kerberos.kinit.cmd\" = \"{SECRET}\"\ndebug = \"all\"\n[kafka.producer]\n\"linger.ms\" = 7"
    )
}

#[test]
fn the_values_in_force_are_printed_without_secrets_and_with_what_is_harmless() {
    let (text, code) = printed(&["check-config", "--print"], &right("PLAIN"), &[], &[]);
    assert_eq!(code, Some(0), "{text}");
    check("--print", &text);
    for line in [
        "kafka.common.sasl.mechanisms = \"PLAIN\"  # site.toml",
        "kafka.common.sasl.password = (redacted)  # site.toml",
        "kafka.common.sasl.username = (redacted)  # site.toml",
        "kafka.producer.linger.ms = 7  # site.toml",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[test]
fn a_worker_without_a_broker_tells_no_secret_in_its_logs_its_metrics_and_its_end() {
    for (mechanism, said) in [("PLAIN", "Connection refused"), ("OAUTHBEARER", "beginning at:")] {
        let folder = folder(&[("site.toml", &right(mechanism))]);
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = command(&["run", "--config", "site.toml", "--set", "log.level=trace"]);
        command.current_dir(folder.path()).env("DATELINE__HTTP__LISTEN", address.to_string());
        let mut worker = command.spawn().unwrap();
        let mut stderr = worker.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).map(|_| text)
        });
        let metrics: String = (0..100).find_map(|_| ask(address, "/metrics").or_else(rest)).unwrap_or_default();
        // librdkafka hands its log over between two attempts to connect.
        thread::sleep(Duration::from_secs(5));
        let ready = ask(address, "/readyz").unwrap_or_default();
        stop(worker.id());
        worker.wait().unwrap();
        let log = log.join().unwrap().unwrap();
        assert!(log.contains(said), "{mechanism}: {log}");
        for (place, text) in [("log", &log), ("metrics", &metrics), ("readiness", &ready)] {
            check(&format!("{mechanism}: {place}"), text);
        }
        if mechanism == "PLAIN" {
            assert!(metrics.contains("build_info{") && ready.starts_with("HTTP/1.1"), "{metrics}{ready}");
        }
    }
}

fn rest() -> Option<String> {
    thread::sleep(Duration::from_millis(100));
    None
}

/// What the worker answers.
fn ask(address: std::net::SocketAddr, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn stop(process: u32) {
    Command::new("kill").args(["-TERM", &process.to_string()]).status().unwrap();
}
