//! WordPiece: words become pieces of a vocabulary, as in BERT's uncased models.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{
    characters::{is_accent, is_chinese, is_dropped, is_punctuation, is_space},
    error::EncoderError,
    windows::Windows,
};

/// What opens and closes a window, and what stands for a word that the vocabulary cannot spell.
const SPECIAL: [&str; 3] = ["[CLS]", "[SEP]", "[UNK]"];
/// What a piece that continues a word begins with.
const CONTINUES: &str = "##";
/// A longer word is unknown.
const LONGEST_WORD: usize = 100;

/// The vocabulary of an encoder: ids are numbers of its rows.
#[derive(Debug)]
pub struct WordPiece {
    /// Pieces that begin a word.
    first: FxHashMap<String, u32>,
    /// Pieces that continue a word.
    further: FxHashMap<String, u32>,
    /// The bytes of the longest piece.
    longest: usize,
    special: [u32; 3],
    /// The pieces of a window.
    window: usize,
}

impl WordPiece {
    /// Reads a vocabulary, one piece a line.
    ///
    /// # Errors
    /// When it is no text, has a piece twice, or has none of the pieces that open and close a window or are unknown.
    pub(super) fn new(bytes: &[u8], window: usize) -> Result<Self, EncoderError> {
        let damaged = |what: String| EncoderError::Damaged(format!("the vocabulary {what}"));
        let text = std::str::from_utf8(bytes).map_err(|error| damaged(format!("is no text: {error}")))?;
        let (mut first, mut further) = (FxHashMap::default(), FxHashMap::default());
        let mut longest = 0;
        for (id, piece) in text.split('\n').enumerate() {
            let (map, rest) = match piece.strip_prefix(CONTINUES) {
                Some(rest) if !rest.is_empty() => (&mut further, rest),
                _ => (&mut first, piece),
            };
            longest = longest.max(rest.len());
            if map.insert(rest.to_owned(), id as u32).is_some() {
                return Err(damaged(format!("has {piece:?} twice")));
            }
        }
        let mut special = [0; 3];
        for (id, piece) in special.iter_mut().zip(SPECIAL) {
            *id = first.remove(piece).ok_or_else(|| damaged(format!("has no {piece:?}")))?;
        }
        Ok(Self { first, further, longest, special, window })
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.first.len() + self.further.len() + SPECIAL.len()
    }

    /// Whether there is no piece: never, since some must be there.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The windows of a sentence of these words, one after the other.
    pub fn windows<'a>(&'a self, words: &'a [&'a str]) -> Windows<'a> {
        Windows::new(self, words, self.window)
    }

    /// The pieces that open and close a window.
    pub(super) fn ends(&self) -> (u32, u32) {
        let [open, close, _] = self.special;
        (open, close)
    }

    /// Adds the pieces of a word, at most `room`.
    pub(super) fn add(&self, word: &str, room: usize, ids: &mut Vec<u32>) {
        let end = ids.len() + room;
        let mut part = Part::default();
        for character in plain(word) {
            let stands_alone = is_punctuation(character) || is_chinese(character);
            if stands_alone || is_space(character) {
                self.spell(&mut part, ids);
            }
            if !is_space(character) {
                part.push(character);
            }
            if stands_alone {
                self.spell(&mut part, ids);
            }
            if ids.len() >= end {
                break;
            }
        }
        self.spell(&mut part, ids);
        ids.truncate(end);
    }

    /// Adds the longest pieces that spell a part of a word, from its beginning on, and empties it.
    fn spell(&self, part: &mut Part, ids: &mut Vec<u32>) {
        let (start, [_, _, unknown]) = (ids.len(), self.special);
        let mut rest = part.text.as_str();
        let mut pieces = &self.first;
        if part.length > LONGEST_WORD {
            ids.push(unknown);
            rest = "";
        }
        while !rest.is_empty() {
            let Some((id, behind)) = self.longest(pieces, rest) else {
                ids.truncate(start);
                ids.push(unknown);
                break;
            };
            ids.push(id);
            rest = behind;
            pieces = &self.further;
        }
        part.clear();
    }

    /// The longest piece that a text begins with, and what is behind it.
    fn longest<'a>(&self, pieces: &FxHashMap<String, u32>, text: &'a str) -> Option<(u32, &'a str)> {
        let ends = (1..=text.len().min(self.longest)).rev();
        ends.filter_map(|end| text.split_at_checked(end)).find_map(|(piece, rest)| Some((*pieces.get(piece)?, rest)))
    }
}

/// A part of a word without space and punctuation. No more of it is kept than is needed to see that it is too long.
#[derive(Debug, Default)]
struct Part {
    text: String,
    /// Its characters.
    length: usize,
}

impl Part {
    fn push(&mut self, character: char) {
        self.length += 1;
        if self.length <= LONGEST_WORD {
            self.text.push(character);
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.length = 0;
    }
}

/// The characters of a word without controls, in lower case, without accents.
fn plain(word: &str) -> impl Iterator<Item = char> {
    let clean = word.chars().filter(|character| !is_dropped(*character));
    clean.nfd().filter(|character| !is_accent(*character)).flat_map(char::to_lowercase)
}
