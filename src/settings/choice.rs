//! Settings that are one of a few words; a wrong one is answered with those that are allowed.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, Error as _, IntoDeserializer, value::StrDeserializer},
};

/// Reads one word.
pub(super) fn one<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<T, D::Error> {
    read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Reads a list of words.
pub(super) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    words.iter().map(|word| read(word)).collect::<Result<_, _>>().map_err(D::Error::custom)
}

/// Reads a list of names, each of which stands for a value; `all` are those that are allowed.
pub(super) fn names<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    value: impl Fn(&str) -> Option<T>,
    all: &[&str],
) -> Result<Vec<T>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let read = |name: &String| value(name).ok_or_else(|| D::Error::custom(Expected::one_of(all)));
    names.iter().map(read).collect()
}

fn read<T: DeserializeOwned>(word: &str) -> Result<T, Expected> {
    let word: StrDeserializer<'_, Expected> = word.into_deserializer();
    T::deserialize(word)
}

/// What is expected instead of a wrong word.
#[derive(Debug)]
struct Expected(String);

impl Expected {
    fn one_of(words: &[&str]) -> Self {
        let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
        Self(match quoted.split_last() {
            Some((last, [])) => format!("expected {last}"),
            Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
            None => "expected nothing".to_owned(),
        })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Expected {}

impl de::Error for Expected {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of(expected)
    }
}
