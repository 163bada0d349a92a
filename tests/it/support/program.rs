//! The program, as a shell runs it.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// A run of the program that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// The exit code.
    pub(crate) code: Option<i32>,
    /// What it printed on standard output.
    pub(crate) stdout: String,
    /// What it printed on standard error.
    pub(crate) stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The program with these arguments, an empty standard input, and pipes for what it prints.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments).env_remove("RUST_BACKTRACE");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program.
pub(crate) fn run(arguments: &[&str]) -> Finished {
    command(arguments).output().unwrap().into()
}

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Finished {
    command(arguments).current_dir(folder).output().unwrap().into()
}

/// Runs the program with a text on standard input.
pub(crate) fn run_with(input: &str, arguments: &[&str]) -> Finished {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}
