//! spaCy's tokenizer: white space, then special cases, prefixes, suffixes, URLs and infixes, then special cases that contain those.

mod data;
mod pattern;
mod special;
mod translate;
mod whole;

use std::{ops::Range, sync::Arc};

use rustc_hash::FxHashMap;

pub(super) use self::translate::translate;
pub use self::{
    data::{SpecialToken, TokenizerData},
    translate::PatternError,
};
use self::{pattern::Pattern, special::SpecialPhrases, whole::WholePattern};
use super::{
    cache::Cache,
    hash::string_id,
    lexeme::{Lexeme, Lexicon},
    unicode::is_space,
};

/// Longer chunks are not cached, so that the cache is bounded in bytes too.
const LONGEST_CACHED_CHUNK: usize = 48;
const CACHED_CHUNKS: usize = 1 << 16;

/// A token of a text: its position and what follows from its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// A single space follows, which belongs to no token.
    pub has_space: bool,
    /// The id of its norm, which a special case may set apart from its word type.
    pub norm: u64,
    /// Its word type.
    pub lexeme: Arc<Lexeme>,
}

/// A token of a chunk: its length in bytes, word type and norm.
#[derive(Debug, Clone)]
struct Piece {
    length: u32,
    norm: u64,
    lexeme: Arc<Lexeme>,
}

type Pieces = Vec<Piece>;

/// The tokenizer of a pipeline.
#[derive(Debug)]
pub struct Tokenizer {
    lexicon: Arc<Lexicon>,
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token_match: Option<WholePattern>,
    url_match: Option<WholePattern>,
    specials: FxHashMap<Box<str>, Arc<Pieces>>,
    longest_special: usize,
    phrases: SpecialPhrases,
    cache: Cache<Box<str>, Arc<Pieces>>,
}

impl Tokenizer {
    /// A tokenizer with a pipeline's patterns and special cases.
    ///
    /// # Errors
    /// When a pattern cannot be translated.
    pub fn new(data: &TokenizerData, lexicon: Arc<Lexicon>) -> Result<Self, PatternError> {
        let pattern = |source: &Option<String>| source.as_deref().map(Pattern::new).transpose();
        let whole = |source: &Option<String>| source.as_deref().map(WholePattern::new).transpose();
        let mut tokenizer = Self {
            prefix: pattern(&data.prefix)?,
            suffix: pattern(&data.suffix)?,
            infix: pattern(&data.infix)?,
            token_match: whole(&data.token_match)?,
            url_match: whole(&data.url_match)?,
            specials: data
                .specials
                .iter()
                .map(|(chunk, tokens)| (chunk.as_str().into(), Arc::new(pieces(tokens, &lexicon))))
                .collect(),
            longest_special: data.specials.keys().map(String::len).max().unwrap_or(0),
            phrases: SpecialPhrases::default(),
            cache: Cache::new(CACHED_CHUNKS),
            lexicon,
        };
        for chunk in data.specials.keys() {
            if !data.faster_heuristics || chunk.contains(' ') || tokenizer.has_affix(chunk) {
                let forms = tokenizer.chunks(chunk, false).iter().map(|word| word.lexeme.orth).collect();
                tokenizer.phrases.add(forms);
            }
        }
        Ok(tokenizer)
    }

    /// The tokens of a text. Together with the spaces behind them they cover it.
    pub fn tokenize(&self, text: &str) -> Vec<Word> {
        let words = self.chunks(text, true);
        let spans = self.phrases.spans(&words);
        if spans.is_empty() { words } else { self.retokenize(text, &words, &spans) }
    }

    fn has_affix(&self, chunk: &str) -> bool {
        [&self.prefix, &self.suffix]
            .iter()
            .any(|pattern| find(pattern.as_ref(), chunk).is_some_and(|range| !range.is_empty()))
            || self.infix.as_ref().is_some_and(|infix| infix.find(chunk).is_some())
    }

    /// The tokens before the last pass over special cases.
    fn chunks(&self, text: &str, with_specials: bool) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5 + 1);
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(is_space);
        for (position, character) in text.char_indices() {
            if is_space(character) == in_space {
                continue;
            }
            self.add_chunk(text, start..position, with_specials, &mut words);
            start = position;
            if character == ' ' {
                if let Some(last) = words.last_mut() {
                    last.has_space = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        self.add_chunk(text, start..text.len(), with_specials, &mut words);
        words
    }

    fn add_chunk(&self, text: &str, range: Range<usize>, with_specials: bool, words: &mut Vec<Word>) {
        let Some(chunk) = text.get(range.clone()).filter(|chunk| !chunk.is_empty()) else { return };
        let pieces = self.chunk_pieces(chunk, with_specials);
        let mut start = range.start as u32;
        for piece in pieces.iter() {
            let end = start + piece.length;
            words.push(Word { start, end, has_space: false, norm: piece.norm, lexeme: Arc::clone(&piece.lexeme) });
            start = end;
        }
    }

    fn chunk_pieces(&self, chunk: &str, with_specials: bool) -> Arc<Pieces> {
        if !with_specials {
            return Arc::new(self.split(chunk, false));
        }
        if let Some(special) = self.special(chunk) {
            return Arc::clone(special);
        }
        if chunk.len() > LONGEST_CACHED_CHUNK {
            return Arc::new(self.split(chunk, true));
        }
        if let Some(known) = self.cache.get(chunk) {
            return known;
        }
        let made = Arc::new(self.split(chunk, true));
        self.cache.insert(chunk.into(), Arc::clone(&made));
        made
    }

    fn special(&self, chunk: &str) -> Option<&Arc<Pieces>> {
        if chunk.len() > self.longest_special { None } else { self.specials.get(chunk) }
    }

    fn piece(&self, form: &str) -> Piece {
        let lexeme = self.lexicon.get(form);
        Piece { length: form.len() as u32, norm: lexeme.norm, lexeme }
    }

    /// The tokens of one chunk: affixes are taken off from outside in, and what remains is a special case, a URL, or split at infixes.
    fn split(&self, chunk: &str, with_specials: bool) -> Pieces {
        let mut pieces = Pieces::new();
        let mut suffixes = Pieces::new();
        let rest = self.split_affixes(chunk, with_specials, &mut pieces, &mut suffixes);
        if !rest.is_empty() {
            self.add_rest(rest, with_specials, &mut pieces);
        }
        pieces.extend(suffixes.into_iter().rev());
        pieces
    }

    fn split_affixes<'a>(
        &self,
        chunk: &'a str,
        with_specials: bool,
        prefixes: &mut Pieces,
        suffixes: &mut Pieces,
    ) -> &'a str {
        let is_special = |rest: &str| with_specials && self.special(rest).is_some();
        let mut rest = chunk;
        let mut last_length = 0;
        while !rest.is_empty() && rest.len() != last_length {
            if self.token_match.as_ref().is_some_and(|pattern| pattern.matches(rest)) || is_special(rest) {
                break;
            }
            last_length = rest.len();
            let prefix = find(self.prefix.as_ref(), rest).map_or(0, |range| range.len());
            let (before, minus_prefix) = rest.split_at_checked(prefix).unwrap_or(("", rest));
            if prefix != 0 && is_special(minus_prefix) {
                prefixes.push(self.piece(before));
                return minus_prefix;
            }
            let suffix = find(self.suffix.as_ref(), minus_prefix).map_or(0, |range| range.len());
            let (minus_suffix, after) = rest.split_at_checked(rest.len() - suffix).unwrap_or((rest, ""));
            if suffix != 0 && is_special(minus_suffix) {
                suffixes.push(self.piece(after));
                return minus_suffix;
            }
            if prefix != 0 {
                prefixes.push(self.piece(before));
            }
            if suffix != 0 {
                suffixes.push(self.piece(after));
            }
            // The suffix is searched behind the prefix, so the two never overlap.
            rest = rest.get(prefix..rest.len() - suffix).unwrap_or_default();
        }
        rest
    }

    fn add_rest(&self, rest: &str, with_specials: bool, pieces: &mut Pieces) {
        if let Some(special) = self.special(rest).filter(|_| with_specials) {
            pieces.extend(special.iter().cloned());
            return;
        }
        let is_whole = |pattern: &Option<WholePattern>| pattern.as_ref().is_some_and(|pattern| pattern.matches(rest));
        if is_whole(&self.token_match) || is_whole(&self.url_match) {
            pieces.push(self.piece(rest));
            return;
        }
        let mut add = |range: Range<usize>| {
            if let Some(form) = rest.get(range).filter(|form| !form.is_empty()) {
                pieces.push(self.piece(form));
            }
        };
        let mut start = 0;
        for infix in self.infix.as_ref().map(|infix| infix.find_all(rest)).unwrap_or_default() {
            // What spaCy would take for an infix at the very start stays with what follows.
            if infix.start == 0 {
                continue;
            }
            add(start..infix.start);
            add(infix.clone());
            start = infix.end;
        }
        add(start..rest.len());
    }

    /// Puts special cases in the place of the spans that are one.
    fn retokenize(&self, text: &str, words: &[Word], spans: &[Range<usize>]) -> Vec<Word> {
        let mut result = Vec::with_capacity(words.len() + 4);
        let mut spans = spans.iter().peekable();
        let mut index = 0;
        while let Some(word) = words.get(index) {
            let span = spans.next_if(|span| span.start == index).filter(|span| !span.is_empty());
            let last = span.and_then(|span| words.get(span.end - 1)).unwrap_or(word);
            let special = span.and_then(|_| self.special(text.get(word.start as usize..last.end as usize)?));
            if let (Some(span), Some(special)) = (span, special) {
                push_special(&mut result, special, word.start, last.has_space);
                index = span.end;
            } else {
                result.push(word.clone());
                index += 1;
            }
        }
        result
    }
}

fn push_special(result: &mut Vec<Word>, special: &Pieces, mut start: u32, has_space: bool) {
    for piece in special {
        let end = start + piece.length;
        result.push(Word { start, end, has_space: false, norm: piece.norm, lexeme: Arc::clone(&piece.lexeme) });
        start = end;
    }
    if let Some(last) = result.last_mut() {
        last.has_space = has_space;
    }
}

fn find(pattern: Option<&Pattern>, text: &str) -> Option<Range<usize>> {
    pattern?.find(text)
}

fn pieces(tokens: &[SpecialToken], lexicon: &Lexicon) -> Pieces {
    let piece = |token: &SpecialToken| {
        let lexeme = lexicon.get(&token.form);
        let norm = token.norm.as_deref().filter(|norm| !norm.is_empty()).map_or(lexeme.norm, string_id);
        Piece { length: token.form.len() as u32, norm, lexeme }
    };
    tokens.iter().map(piece).collect()
}
