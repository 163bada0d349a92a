//! From the sentences of an article to what the reader says of their words.

use super::{
    file::Reader,
    finding::{Finding, best_type},
    heads::Encoded,
    seen::Seen,
    ways::Case,
};
use crate::bert::Scratch;

/// What an article is about is read from as many sentences, and as many are in memory at a time.
const TOGETHER: usize = 64;

impl Reader {
    /// What the reader says of the words of each sentence that may tell of an event: those with at least this probability.
    pub fn read(&self, sentences: &[Seen<'_>], least: f32) -> Vec<Vec<Finding>> {
        let mut scratch = Scratch::default();
        let mut about = None;
        let mut found = Vec::with_capacity(sentences.len());
        for together in sentences.chunks(TOGETHER) {
            let encoded = self.encode(together, &mut scratch);
            let about = about.get_or_insert_with(|| self.heads.about(&encoded));
            found.extend((0..encoded.len()).map(|place| self.findings(&encoded, place, about, least)));
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
        let mut vectors = self.encoder.encode(&windows, scratch).into_iter();
        let encoded = sentences.iter().zip(counts).map(|(seen, count)| {
            let (mut words, mut sentence) = (Vec::with_capacity(seen.words.len() * width), Vec::new());
            for window in vectors.by_ref().take(count) {
                if sentence.is_empty() {
                    sentence.extend_from_slice(window.window());
                }
                window.words().for_each(|word| words.extend_from_slice(word));
            }
            Encoded { seen, words, sentence, width }
        });
        encoded.collect()
    }

    fn findings(&self, sentences: &[Encoded<'_>], place: usize, about: &[f32], least: f32) -> Vec<Finding> {
        let Some(encoded) = sentences.get(place) else { return Vec::new() };
        let positions = 0..encoded.seen.words.len();
        let of_word = |position: usize| (position, self.heads.types(encoded, position, about));
        let told = positions.map(of_word).filter(|(_, types)| 1.0 - types[0] >= least);
        let finding = |(trigger, types)| {
            let event_type = best_type(&types);
            Finding {
                trigger,
                event_type,
                types,
                candidates: self.heads.roles(sentences, Case { sentence: place, trigger, event_type }),
                slots: self.heads.slots(encoded, trigger, event_type, about),
                flags: self.heads.flags(encoded, trigger),
                domains: self.heads.domains(encoded, trigger, about),
            }
        };
        told.map(finding).collect()
    }

    /// The probability from which on a word is an event.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// How often what has this probability is right, by articles that training did not see (J. Platt, 1999).
    pub fn calibrated(&self, probability: f32) -> f32 {
        let [slope, offset] = self.calibration;
        let odds = (probability / (1.0 - probability).max(1e-6)).max(1e-6).ln();
        super::dense::probability(slope * odds + offset)
    }
}
