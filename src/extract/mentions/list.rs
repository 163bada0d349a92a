//! The mentions of one kind, found by token and by sentence.

use crate::model::{Doc, Mention};

/// The mentions of one kind in a document.
#[derive(Debug, Clone)]
pub struct MentionList<T> {
    all: Vec<Mention<T>>,
    /// For every token, the number of its mention.
    by_token: Vec<Option<u32>>,
    /// For every sentence, the numbers of its mentions in their order.
    by_sentence: Vec<Vec<usize>>,
}

impl<T> MentionList<T> {
    /// An empty list for a document.
    pub(super) fn new(doc: &Doc) -> Self {
        Self { all: Vec::new(), by_token: vec![None; doc.len()], by_sentence: vec![Vec::new(); doc.sentences().len()] }
    }

    /// Adds a mention. It answers for its head, and for those tokens of `reach` that no mention answers for.
    pub(super) fn push(&mut self, doc: &Doc, mention: Mention<T>, reach: (usize, usize)) {
        let number = self.all.len();
        for slot in self.by_token.iter_mut().take(reach.1).skip(reach.0) {
            slot.get_or_insert(number as u32);
        }
        if let Some(slot) = self.by_token.get_mut(mention.head) {
            *slot = Some(number as u32);
        }
        if let Some(numbers) = self.by_sentence.get_mut(doc.sentence_of(mention.head)) {
            numbers.push(number);
        }
        self.all.push(mention);
    }

    /// All mentions, in the order in which they were found.
    pub fn all(&self) -> &[Mention<T>] {
        &self.all
    }

    /// All mentions, to complete what they mention.
    pub(super) fn all_mut(&mut self) -> &mut [Mention<T>] {
        &mut self.all
    }

    /// The mention of a number.
    pub(super) fn get(&self, number: usize) -> Option<&Mention<T>> {
        self.all.get(number)
    }

    /// The number of the mention that answers for a token.
    pub(super) fn number_at(&self, token: usize) -> Option<usize> {
        self.by_token.get(token).copied().flatten().map(|number| number as usize)
    }

    /// The mention that a token heads, or whose name the token is part of.
    pub fn at(&self, token: usize) -> Option<&Mention<T>> {
        self.all.get(self.number_at(token)?)
    }

    /// The numbers of the mentions of a sentence, in the order of [`Self::all`].
    pub fn numbers_of(&self, sentence: usize) -> impl Iterator<Item = usize> + use<'_, T> {
        self.by_sentence.get(sentence).into_iter().flatten().copied()
    }

    /// The mentions of a sentence with their numbers, in the order of [`Self::all`].
    pub(super) fn of_sentence(&self, sentence: usize) -> impl DoubleEndedIterator<Item = (usize, &Mention<T>)> {
        let numbers = self.by_sentence.get(sentence).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(|number| Some((*number, self.all.get(*number)?)))
    }

    /// The mentions whose heads stand in a sentence, in the order of [`Self::all`].
    pub fn in_sentence(&self, sentence: usize) -> impl DoubleEndedIterator<Item = &Mention<T>> {
        self.of_sentence(sentence).map(|(_, mention)| mention)
    }
}
