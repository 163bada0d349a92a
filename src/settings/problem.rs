//! What is wrong with the settings: where, which key, which value, and what to do.

use std::fmt;

/// One wrong setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, the environment variable or the option that it came from.
    pub origin: String,
    /// The key, dotted; empty where a file as a whole is wrong.
    pub key: String,
    /// The value as written, where it may be shown.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.origin)?;
        if !self.key.is_empty() {
            write!(f, "{}", presentable(&self.key))?;
            if let Some(value) = self.value.as_ref().filter(|_| !is_private(&self.key)) {
                write!(f, " = {value}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.message)
    }
}

/// Whether a wrong value of this key is not repeated: where a password is expected, anything may be one.
pub(super) fn is_private(key: &str) -> bool {
    key == "kafka" || key.starts_with("kafka.")
}

/// A key up to where it cannot be one: behind a wrong separator may be a secret.
fn presentable(key: &str) -> String {
    let of_keys = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    match key.find(|letter| !of_keys(letter)) {
        Some(end) => format!("{}…", key.get(..end).unwrap_or_default()),
        None => key.to_owned(),
    }
}

/// All that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error(pub Vec<Problem>);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [one] => write!(f, "{one}"),
            many => {
                write!(f, "{} problems in the configuration", many.len())?;
                many.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
        }
    }
}
