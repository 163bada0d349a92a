//! Usage errors, without the values of settings.

use clap::error::{ContextKind, ContextValue, Error};

/// Hides what may be the value of a setting: the text after an equals sign and, if `--set` is given, a misplaced word, such as a
/// password after a space.
pub fn without_values(error: Error) -> Error {
    let has_set = std::env::args_os().any(|argument| {
        let argument = argument.to_string_lossy();
        argument == "--set" || argument.starts_with("--set=")
    });
    hide(error, has_set)
}

fn hide(mut error: Error, has_set: bool) -> Error {
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidSubcommand, ContextKind::InvalidValue] {
        if let Some(ContextValue::String(text)) = error.get(kind) {
            let shown = shown(text, has_set);
            error.insert(kind, ContextValue::String(shown));
        }
    }
    // A suggestion may repeat an argument as it was given.
    if has_set {
        error.remove(ContextKind::Suggested);
    }
    error
}

fn shown(argument: &str, has_set: bool) -> String {
    match argument.split_once('=') {
        Some((name, _)) => format!("{name}=…"),
        // clap shows its own arguments as `--name` or `<NAME>`.
        None if has_set && !argument.starts_with(['-', '<', '[']) => "…".to_owned(),
        None => argument.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Arguments;

    #[test]
    fn a_usage_error_shows_no_values() {
        let lines: [&[&str]; 6] = [
            &["check-config", "--set", "kafka.common.sasl.password", "larkspur-8"],
            &["--set", "kafka.common.sasl.password", "larkspur-8", "check-config"],
            &["check-config", "--sett=kafka.common.sasl.password=larkspur-8"],
            &["check-config", "kafka.common.sasl.password=larkspur-8"],
            &["check-config", "--kafka.common.sasl.password=larkspur-8"],
            &["kafka.common.sasl.password=larkspur-8"],
        ];
        for line in lines {
            let error = Arguments::try_parse_from([&["dateline"], line].concat()).unwrap_err();
            let said = hide(error, line.contains(&"--set")).to_string();
            assert!(said.starts_with("error: ") && !said.contains("larkspur"), "{line:?}: {said}");
        }
    }
}
