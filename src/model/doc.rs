//! An annotated document: tokens with tags, lemmas, heads, labels, sentences and entities.

#![allow(clippy::indexing_slicing, reason = "token positions are indices that the document itself handed out")]

use std::ops::Range;
use std::sync::Arc;

use smol_str::SmolStr;

/// The universal part of speech (UPOS) of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of Universal Dependencies")]
pub enum Pos {
    None,
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
    Space,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its first byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// A single space follows it.
    pub has_space: bool,
    /// It opens a sentence.
    pub is_sent_start: bool,
    /// The universal part of speech.
    pub pos: Pos,
    /// The fine-grained tag, an index into the labels.
    pub tag: u16,
    /// The morphological features, an index into the labels.
    pub morph: u16,
    /// The dependency label, an index into the labels.
    pub dep: u16,
    /// The token it depends on; itself for a root.
    pub head: u32,
    /// The base form.
    pub lemma: SmolStr,
}

/// A named entity: tokens `first..last` and an index into the labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity {
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// Its type, an index into the labels.
    pub label: u16,
}

/// The strings of tags, features, dependency labels and entity types, shared by all documents of a pipeline.
/// Index 0 is the empty string.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    strings: Vec<Box<str>>,
}

impl Labels {
    /// A table that holds only the empty string.
    pub fn new() -> Self {
        Self { strings: vec!["".into()] }
    }

    /// The index of a string, added when it is new.
    ///
    /// # Panics
    /// When there are more than 65,535 different labels, which no pipeline has.
    pub fn intern(&mut self, string: &str) -> u16 {
        let index = self.strings.iter().position(|known| &**known == string).unwrap_or_else(|| {
            self.strings.push(string.into());
            self.strings.len() - 1
        });
        u16::try_from(index).unwrap_or(0)
    }

    /// The strings in the order of their indices.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.strings.iter().map(|string| &**string)
    }

    /// The string of an index; empty for one that is not known.
    pub fn get(&self, index: u16) -> &str {
        self.strings.get(usize::from(index)).map_or("", |string| string)
    }
}

/// A text with its tokens, dependency trees, sentences and entities. Token positions are indices into the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    text: String,
    tokens: Vec<Token>,
    entities: Vec<Entity>,
    labels: Arc<Labels>,
    sentences: Vec<Range<usize>>,
    sentence_of: Vec<u32>,
    child_start: Vec<u32>,
    child_list: Vec<u32>,
    entity_of: Vec<u32>,
}

const NO_ENTITY: u32 = u32::MAX;

impl Doc {
    /// Puts a document together and indexes its sentences and the children of every token.
    /// Heads that point outside the document are taken for roots.
    pub fn new(text: String, mut tokens: Vec<Token>, entities: Vec<Entity>, labels: Arc<Labels>) -> Self {
        let count = tokens.len();
        for (index, token) in tokens.iter_mut().enumerate() {
            if token.head as usize >= count {
                token.head = index as u32;
            }
        }
        let mut sentences: Vec<Range<usize>> = Vec::new();
        let mut sentence_of = Vec::with_capacity(count);
        for (index, token) in tokens.iter().enumerate() {
            match sentences.last_mut() {
                Some(last) if !token.is_sent_start => last.end = index + 1,
                _ => sentences.push(index..index + 1),
            }
            sentence_of.push((sentences.len() - 1) as u32);
        }
        let mut child_start = vec![0_u32; count + 1];
        for (index, token) in tokens.iter().enumerate() {
            if token.head as usize != index {
                child_start[token.head as usize + 1] += 1;
            }
        }
        for index in 0..count {
            child_start[index + 1] += child_start[index];
        }
        let mut next = child_start.clone();
        let mut child_list = vec![0_u32; child_start[count] as usize];
        for (index, token) in tokens.iter().enumerate() {
            let head = token.head as usize;
            if head != index {
                child_list[next[head] as usize] = index as u32;
                next[head] += 1;
            }
        }
        let mut entity_of = vec![NO_ENTITY; count];
        for (number, entity) in entities.iter().enumerate() {
            for slot in entity_of.iter_mut().take(entity.last).skip(entity.first) {
                *slot = number as u32;
            }
        }
        Self { text, tokens, entities, labels, sentences, sentence_of, child_start, child_list, entity_of }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Without a token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The labels that tokens and entities point into.
    pub fn labels(&self) -> &Arc<Labels> {
        &self.labels
    }

    /// The words of a token, without the space behind it.
    pub fn word(&self, token: usize) -> &str {
        self.slice(token, token + 1)
    }

    /// The text from the first byte of one token to the end of the token before another.
    pub fn slice(&self, first: usize, last: usize) -> &str {
        match (self.tokens.get(first), last.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(from), Some(to)) => self.text.get(from.start as usize..to.end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// The base form of a token.
    pub fn lemma(&self, token: usize) -> &str {
        &self.tokens[token].lemma
    }

    /// The universal part of speech of a token.
    pub fn pos(&self, token: usize) -> Pos {
        self.tokens[token].pos
    }

    /// The fine-grained tag of a token (Penn Treebank for English).
    pub fn tag(&self, token: usize) -> &str {
        self.labels.get(self.tokens[token].tag)
    }

    /// The morphological features of a token, as `Name=Value|Name=Value`.
    pub fn morph(&self, token: usize) -> &str {
        self.labels.get(self.tokens[token].morph)
    }

    /// The dependency label of a token (CLEAR style for English).
    pub fn dep(&self, token: usize) -> &str {
        self.labels.get(self.tokens[token].dep)
    }

    /// The token that a token depends on; itself for a root.
    pub fn head(&self, token: usize) -> usize {
        self.tokens[token].head as usize
    }

    /// The tokens that depend on a token, in order.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.child_start[token] as usize..self.child_start[token + 1] as usize;
        self.child_list[range].iter().map(|child| *child as usize)
    }

    /// The tokens that depend on a token with one of these labels, in order.
    pub fn children_by<'a>(&'a self, token: usize, deps: &'a [&'a str]) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.children(token).filter(move |child| deps.contains(&self.dep(*child)))
    }

    /// The tokens of the subtree of a token, ascending, itself among them.
    pub fn subtree(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while let Some(&current) = found.get(next) {
            found.extend(self.children(current));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Whether one token is in the subtree of another, itself included.
    pub fn is_under(&self, mut token: usize, ancestor: usize) -> bool {
        for _ in 0..=self.len() {
            if token == ancestor {
                return true;
            }
            let head = self.head(token);
            if head == token {
                return false;
            }
            token = head;
        }
        false
    }

    /// The token ranges of the sentences.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The number of the sentence that a token is in.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_of[token] as usize
    }

    /// The named entities.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The entity that a token is part of.
    pub fn entity_at(&self, token: usize) -> Option<&Entity> {
        self.entities.get(self.entity_of[token] as usize)
    }

    /// The number of the entity that a token is part of.
    pub fn entity_number(&self, token: usize) -> Option<usize> {
        Some(self.entity_of[token]).filter(|number| *number != NO_ENTITY).map(|number| number as usize)
    }

    /// The type of an entity (`OntoNotes`: PERSON, NORP, ORG, GPE, DATE, …).
    pub fn entity_type(&self, entity: &Entity) -> &str {
        self.labels.get(entity.label)
    }

    /// The number of Unicode scalar values before a byte of the text.
    pub fn char_offset(&self, byte: usize) -> usize {
        self.text.get(..byte).map_or(0, |before| before.chars().count())
    }
}
