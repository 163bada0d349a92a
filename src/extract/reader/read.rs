//! From the sentences of an article to what the reader says of their words.

use super::{
    file::Reader,
    finding::{CLASSES, Finding, best_type, event_of},
    heads::Encoded,
    paths::{BEFORE, Case},
    seen::Seen,
};
use crate::bert::{Pieces, Scratch, Vectors};

/// Number of sentences that make the context of an article, and that are encoded at a time.
const TOGETHER: usize = 64;

/// For as many words of a sentence it is asked who takes part, the surest ones: prose has far fewer events.
const MOST: usize = 32;

/// From which probabilities on words are of interest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interest {
    /// A word that is an event with less is not told of.
    pub told: f32,
    /// Of a word that is an event with less only the types are told.
    pub asked: f32,
}

/// Which words to report.
#[derive(Debug, Clone, Copy)]
enum Question {
    /// Those that are probable enough to be events.
    Events(Interest),
    /// One word, whatever it is.
    Word { sentence: usize, trigger: usize },
}

impl Question {
    /// Whether to report a word, which is an event with this probability.
    fn is_about(self, place: usize, word: usize, event: f32) -> bool {
        match self {
            Self::Events(interest) => event >= interest.told,
            Self::Word { sentence, trigger } => (place, word) == (sentence, trigger),
        }
    }

    /// Whether to report its participants and its place, too.
    fn is_about_slots(self, event: f32) -> bool {
        match self {
            Self::Events(interest) => event >= interest.asked,
            Self::Word { .. } => true,
        }
    }
}

/// The sentences of an article, those of them that are encoded now, and the context of all.
#[derive(Clone, Copy)]
struct Article<'a> {
    seen: &'a [Seen<'a>],
    encoded: &'a [Option<Encoded<'a>>],
    context: &'a [f32],
}

/// Runs of neighbouring windows with at most `most` pieces each; a longer window is a run alone.
fn blocks(mut windows: &[Pieces], most: usize) -> Vec<&[Pieces]> {
    let mut blocks = Vec::new();
    while !windows.is_empty() {
        let mut pieces = 0;
        let fits = windows.iter().take_while(|window| {
            pieces += window.ids().len();
            pieces <= most
        });
        let (block, behind) = windows.split_at(fits.count().max(1));
        blocks.push(block);
        windows = behind;
    }
    blocks
}

impl Reader {
    /// What the reader says of the words of each sentence that may tell of an event.
    pub fn read(&self, sentences: &[Seen<'_>], interest: Interest) -> Vec<Vec<Finding>> {
        self.answer(sentences, Question::Events(interest))
    }

    /// What the reader says of one word, as if it told of an event; nothing if there is no such word.
    pub fn ask(&self, sentences: &[Seen<'_>], sentence: usize, trigger: usize) -> Option<Finding> {
        self.answer(sentences, Question::Word { sentence, trigger }).into_iter().flatten().next()
    }

    fn answer(&self, sentences: &[Seen<'_>], question: Question) -> Vec<Vec<Finding>> {
        let mut scratch = Scratch::default();
        let mut context = None;
        let mut encoded: Vec<Option<Encoded<'_>>> = Vec::with_capacity(sentences.len());
        let mut found = Vec::with_capacity(sentences.len());
        for together in sentences.chunks(TOGETHER) {
            let begin = encoded.len();
            // Later sentences look back at the first one of the article and at those just before them.
            let old = begin.saturating_sub(TOGETHER + BEFORE).max(1)..begin.saturating_sub(BEFORE);
            encoded.get_mut(old).unwrap_or_default().fill_with(|| None);
            encoded.extend(self.encode(together, &mut scratch).into_iter().map(Some));
            let context = context.get_or_insert_with(|| self.heads.context(&encoded));
            let article = Article { seen: sentences, encoded: &encoded, context };
            found.extend((begin..encoded.len()).map(|place| self.findings(article, place, question)));
        }
        found
    }

    fn encode<'a>(&self, sentences: &'a [Seen<'a>], scratch: &mut Scratch) -> Vec<Encoded<'a>> {
        let width = self.encoder.config().hidden;
        let (mut windows, mut counts) = (Vec::new(), Vec::new());
        for seen in sentences {
            let before = windows.len();
            windows.extend(self.encoder.wordpiece().windows(&seen.texts()));
            counts.push(windows.len() - before);
        }
        let blocks: Vec<Pieces> =
            blocks(&windows, self.encoder.config().window).into_iter().map(Pieces::joined).collect();
        let vectors = self.encoder.encode(&blocks, scratch);
        let mut rows = vectors.iter().flat_map(Vectors::words);
        let mut windows = windows.iter();
        let encoded = sentences.iter().zip(counts).map(|(seen, count)| {
            let (mut words, mut sentence) = (Vec::with_capacity(seen.words.len() * width), Vec::new());
            for window in windows.by_ref().take(count) {
                let opening = rows.next().unwrap_or_default();
                if sentence.is_empty() {
                    sentence.extend_from_slice(opening);
                }
                rows.by_ref().take(window.words().len()).for_each(|word| words.extend_from_slice(word));
            }
            let mut encoded = Encoded { seen, words, sentence, width, phrases: Vec::new() };
            self.heads.prepare(&mut encoded);
            encoded
        });
        encoded.collect()
    }

    fn findings(&self, article: Article<'_>, place: usize, question: Question) -> Vec<Finding> {
        let Article { seen, encoded, context } = article;
        let Some(of) = encoded.get(place).and_then(Option::as_ref) else { return Vec::new() };
        let types = self.heads.types(of, context).into_iter().enumerate();
        let told: Vec<_> = types.filter(|(word, types)| question.is_about(place, *word, event_of(types))).collect();
        let mut asked: Vec<(usize, f32)> = told.iter().map(|(trigger, types)| (*trigger, event_of(types))).collect();
        asked.retain(|(_, event)| question.is_about_slots(*event));
        // Of words that are equally sure the first ones.
        asked.sort_by(|one, other| other.1.total_cmp(&one.1));
        asked.truncate(MOST);
        let finding = |(trigger, types): (usize, [f32; CLASSES])| {
            let event_type = best_type(&types);
            if !asked.iter().any(|(place, _)| *place == trigger) {
                return Finding::of_types(trigger, event_type, types);
            }
            let (candidates, nobody, nowhere) =
                self.heads.slots(seen, encoded, context, Case { sentence: place, trigger, event_type });
            Finding {
                candidates,
                nobody,
                nowhere,
                flags: self.heads.flags(of, trigger),
                domains: self.heads.domains(of, trigger, context),
                ..Finding::of_types(trigger, event_type, types)
            }
        };
        told.into_iter().map(finding).collect()
    }

    /// The probability of its type from which on a word is an event.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// How often a type that has this probability is right, by articles that training did not see.
    pub fn calibrated(&self, probability: f32) -> f32 {
        self.calibration.apply(probability)
    }

    /// How often the phrase with these probabilities of actor and recipient is right in each slot, by the same articles.
    pub fn calibrated_roles(&self, roles: [f32; 2]) -> [f32; 2] {
        let [actor, recipient] = self.slots;
        let [acts, receives] = roles;
        [actor.apply(acts), recipient.apply(receives)]
    }
}
