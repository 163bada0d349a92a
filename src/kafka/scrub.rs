//! Takes the values of settings out of what librdkafka says.

use std::{borrow::Cow, collections::HashSet, fmt, sync::Arc};

use rdkafka::error::KafkaError;

use super::ConnectError;
use crate::settings::{Kafka, REDACTED};

/// Length of a piece that is recognised: librdkafka may quote a value in part, or be cut off within it.
const PIECE: usize = 6;

/// Knows the values that must not be printed.
#[derive(Clone, Default)]
pub(super) struct Scrub(Arc<Values>);

#[derive(Default)]
struct Values {
    /// Every run of letters of this length in a value.
    pieces: HashSet<[char; PIECE]>,
    /// Values that are shorter; they are recognised as whole words.
    short: Vec<Vec<char>>,
}

impl Scrub {
    /// For the values in these settings.
    pub(super) fn of(settings: &Kafka) -> Self {
        let tables = [&settings.common, &settings.consumer, &settings.producer];
        Self::new(tables.iter().flat_map(|table| table.private_values()))
    }

    fn new<'a>(private: impl Iterator<Item = &'a str>) -> Self {
        let mut values = Values::default();
        for value in private {
            let letters: Vec<char> = value.chars().collect();
            if letters.len() < PIECE {
                values.short.extend((!letters.is_empty()).then_some(letters));
            } else {
                values.pieces.extend(letters.windows(PIECE).filter_map(|piece| <[char; PIECE]>::try_from(piece).ok()));
            }
        }
        Self(Arc::new(values))
    }

    /// The text without the values.
    pub(super) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.0.pieces.is_empty() && self.0.short.is_empty() {
            return Cow::Borrowed(text);
        }
        let letters: Vec<char> = text.chars().collect();
        let mut is_private = vec![false; letters.len()];
        let mut hide =
            |at: usize, length: usize| is_private.iter_mut().skip(at).take(length).for_each(|one| *one = true);
        for (at, _) in letters.windows(PIECE).enumerate().filter(|(_, piece)| self.0.pieces.contains(*piece)) {
            hide(at, PIECE);
        }
        for short in &self.0.short {
            let found = letters.windows(short.len()).enumerate().filter(|(_, window)| window == short);
            found.filter(|(at, _)| is_word(&letters, *at, short.len())).for_each(|(at, _)| hide(at, short.len()));
        }
        if !is_private.contains(&true) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len());
        let mut was_private = false;
        for (letter, is_private) in letters.into_iter().zip(is_private) {
            match (is_private, was_private) {
                (false, _) => shown.push(letter),
                (true, false) => shown.push_str(REDACTED),
                (true, true) => {}
            }
            was_private = is_private;
        }
        Cow::Owned(shown)
    }

    /// Why a client could not be made.
    pub(super) fn refused(&self, client: &'static str, error: &KafkaError) -> ConnectError {
        let reason = match error {
            // Its own text repeats the value.
            KafkaError::ClientConfig(_, _, key, _) => format!("librdkafka does not accept the value of {key}"),
            other => self.text(&other.to_string()).into_owned(),
        };
        ConnectError::Settings { client, reason }
    }
}

impl fmt::Debug for Scrub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scrub").finish_non_exhaustive()
    }
}

/// Whether this part of a text is neither preceded nor followed by a letter or digit.
fn is_word(letters: &[char], at: usize, length: usize) -> bool {
    let is_open = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_none_or(|letter| !letter.is_alphanumeric());
    is_open(at.checked_sub(1)) && is_open(Some(at + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_out_whole_and_in_part_and_nothing_else_is() {
        let scrub = Scrub::new(["marigold-garden-7", "ab1"].into_iter());
        let table = [
            ("password marigold-garden-7 is wrong", "password (redacted) is wrong"),
            ("beginning at: garden-7", "beginning at: (redacted)"),
            ("cut off: \"marigold-ga", "cut off: \"(redacted)"),
            ("user ab1, and ab12", "user (redacted), and ab12"),
            ("a field with marigolds", "a field with (redacted)s"),
            ("all brokers are down", "all brokers are down"),
        ];
        for (said, expected) in table {
            assert_eq!(scrub.text(said), expected);
        }
        assert_eq!(Scrub::default().text("marigold-garden-7"), "marigold-garden-7");
    }
}
