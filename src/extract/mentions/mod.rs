//! Document → who, where and when.

mod phrase;

use crate::{
    lexicon::Lexicon,
    model::{Article, CleanText, Doc, EventDate, Mention, MentionKind, Participant, Pos, Span},
};

/// Who is mentioned in a document, and when things happened.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    mentions: Vec<Mention>,
    /// For every token, the number of its mention.
    by_token: Vec<Option<u32>>,
}

/// Finds and resolves every noun phrase and date of a document.
pub fn find(doc: &Doc, _article: &Article, _clean: &CleanText, _lexicon: &Lexicon) -> Mentions {
    let mut mentions = Vec::new();
    let mut by_token = vec![None; doc.len()];
    for head in 0..doc.len() {
        if !phrase::is_head(doc, head) {
            continue;
        }
        let (first, last) = phrase::bounds(doc, head);
        if let Some(slot) = by_token.get_mut(head) {
            *slot = Some(mentions.len() as u32);
        }
        mentions.push(Mention {
            head,
            first,
            last,
            kind: MentionKind::Thing,
            name: None,
            country: None,
            sectors: Vec::new(),
            role: None,
            chain: mentions.len() as u32,
        });
    }
    Mentions { mentions, by_token }
}

impl Mentions {
    /// All mentions in the order of their heads.
    pub fn all(&self) -> &[Mention] {
        &self.mentions
    }

    /// The mention that a token heads, or whose name the token is part of.
    pub fn at(&self, token: usize) -> Option<&Mention> {
        let number = (*self.by_token.get(token)?)?;
        self.mentions.get(number as usize)
    }

    /// A noun phrase, by its head token, as a participant of an event. What does not act has neither country nor sector.
    pub fn participant(&self, doc: &Doc, token: usize) -> Participant {
        let (first, last) = phrase::bounds(doc, token);
        let mention = self.at(token);
        Participant {
            span: span_of(doc, first, last),
            name: mention.and_then(|mention| mention.name.clone()),
            country: mention.and_then(|mention| mention.country.clone()),
            sectors: mention.map(|mention| mention.sectors.clone()).unwrap_or_default(),
            role: mention.and_then(|mention| mention.role.clone()),
        }
    }

    /// When the event of a trigger happened or is to happen.
    pub fn date_for(&self, _doc: &Doc, _trigger: usize) -> Option<EventDate> {
        None
    }
}

/// The bytes of the tokens `first..last`.
fn span_of(doc: &Doc, first: usize, last: usize) -> Span {
    let tokens = doc.tokens().get(first..last).unwrap_or_default();
    Span {
        start: tokens.first().map_or(0, |token| token.start as usize),
        end: tokens.last().map_or(0, |token| token.end as usize),
    }
}

/// Whether a token can stand for something: a noun, a name, a pronoun.
fn is_nominal(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Propn | Pos::Pron)
}
