//! What the reader says of a word.

use crate::model::{Domain, EventType, Modality, Sector};

/// The classes of a word: none, then the sixteen types in PLOVER's order.
pub(super) const CLASSES: usize = 17;

/// The answers to the question for a sector: none, then the sectors in the order of [`Sector::ALL`].
pub(super) const SECTORS: usize = Sector::ALL.len() + 1;

/// What the words of a participant add to the log-probability of their sector, and the least probability that counts: chosen on the
/// articles that the reader was trained on.
const OF_WORDS: f32 = 1.2;
const LEAST_SHARE: f32 = 0.01;

/// Minimum probability, according to the reader, of a flag that the rules raise, and of one that they do not raise. Chosen on articles
/// that the reader had not seen.
const KEPT: f32 = 0.1;
const RAISED: f32 = 0.5;

/// Sector and origin of a participant, judged from context.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Who {
    /// The probability of no sector, then of each in the order of [`Sector::ALL`].
    pub sectors: [f32; SECTORS],
    /// The probability that the participant belongs to the home of the article.
    pub domestic: f32,
}

impl Who {
    /// The most probable sector, or none, given the sector of the participant's words.
    pub fn sector(&self, of_words: Option<Sector>) -> Option<Sector> {
        let all = std::iter::once(None).chain(Sector::ALL.into_iter().map(Some)).zip(self.sectors);
        let odds = all.map(|(sector, share)| {
            let words = if sector.is_some() && sector == of_words { OF_WORDS } else { 0.0 };
            (sector, share.max(LEAST_SHARE).ln() + words)
        });
        odds.reduce(|best, one| if one.1 > best.1 { one } else { best }).and_then(|(sector, _)| sector)
    }
}

/// A noun phrase that may take part in an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// How many sentences before that of the trigger it stands.
    pub before: usize,
    /// The position of its head in its sentence.
    pub head: usize,
    /// The probability that it is the actor, and that it is the recipient.
    pub roles: [f32; 2],
    /// The probability that it says where the event happened.
    pub place: f32,
    /// Sector and origin; none if the phrase is unlikely to take part.
    pub who: Option<Who>,
}

/// A word that may be the trigger of an event, with the probability of each answer to each question.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The position of the word in its sentence.
    pub trigger: usize,
    /// The most probable type.
    pub event_type: EventType,
    /// The probability of no event, then of each type.
    pub types: [f32; 17],
    /// Who may take part.
    pub candidates: Vec<Candidate>,
    /// The probability that nobody is the actor, and that nobody is the recipient.
    pub nobody: [f32; 2],
    /// The probability that no phrase says where it happened.
    pub nowhere: f32,
    /// The probabilities of negated, future, hypothetical and historical.
    pub flags: [f32; 4],
    /// The probabilities of the domains in the order of [`Domain`]; all 0 where only the types are known.
    pub domains: [f32; 5],
}

impl Finding {
    /// A word of which only the types are known.
    pub(super) fn of_types(trigger: usize, event_type: EventType, types: [f32; CLASSES]) -> Self {
        let (nobody, flags, domains) = ([0.0; 2], [0.0; 4], [0.0; 5]);
        Self { trigger, event_type, types, candidates: Vec::new(), nobody, nowhere: 0.0, flags, domains }
    }

    /// The probability that the word is a trigger.
    pub fn event(&self) -> f32 {
        event_of(&self.types)
    }

    /// The most probable domain; nothing where only the types are known.
    pub fn domain(&self) -> Option<Domain> {
        let judged = Domain::ALL.into_iter().zip(self.domains).filter(|(_, share)| *share > 0.0);
        judged.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(domain, _)| domain)
    }

    /// The probability that the event is politics or conflict; nothing where only the types are known.
    pub fn relevance(&self) -> Option<f32> {
        let [politics, conflict, ..] = self.domains;
        self.domain().map(|_| (politics + conflict).min(1.0))
    }

    /// The flags by rules and reader: `by_rules` where only the types are known. `is_historical` stays that of the rules, because it
    /// follows mostly from the date.
    pub fn modality(&self, by_rules: Modality) -> Modality {
        if self.domain().is_none() {
            return by_rules;
        }
        let [negated, future, hypothetical, _] = self.flags;
        let judged = |is_raised: bool, share: f32| share > if is_raised { KEPT } else { RAISED };
        Modality {
            is_negated: judged(by_rules.is_negated, negated),
            is_future: judged(by_rules.is_future, future),
            is_hypothetical: judged(by_rules.is_hypothetical, hypothetical),
            ..by_rules
        }
    }

    /// Whether the event is more probably long past than not.
    pub fn is_historical(&self) -> bool {
        self.long_past().is_some_and(|share| share > 0.5)
    }

    /// The probability that the event is long past; nothing where only the types are known.
    pub fn long_past(&self) -> Option<f32> {
        let [_, _, _, historical] = self.flags;
        self.domain().map(|_| historical)
    }

    /// The probability that the word is a trigger of the most probable type.
    pub fn of_type(&self) -> f32 {
        self.types.iter().skip(1).copied().fold(0.0, f32::max)
    }
}

/// The probability of an event, whatever its type.
pub(super) fn event_of(types: &[f32; CLASSES]) -> f32 {
    types.iter().skip(1).sum::<f32>().min(1.0)
}

/// The most probable type among the probabilities of no event and of each type.
pub(super) fn best_type(types: &[f32; CLASSES]) -> EventType {
    let mut best = (EventType::Agree, f32::MIN);
    for (event_type, share) in EventType::ALL.into_iter().zip(types.iter().skip(1)) {
        if *share > best.1 {
            best = (event_type, *share);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_reader_raise_flags_together() {
        let told =
            |flags, domains| Finding { flags, domains, ..Finding::of_types(0, EventType::Assault, [0.0; CLASSES]) };
        let by_rules = Modality { is_negated: true, is_hypothetical: true, is_historical: true, ..Modality::default() };
        let politics = [1.0, 0.0, 0.0, 0.0, 0.0];
        // The rules' negation is kept, their hypothesis is not; the future is the reader's own.
        let judged = told([0.2, 0.6, 0.05, 0.0], politics).modality(by_rules);
        let expected = Modality { is_negated: true, is_future: true, is_historical: true, ..Modality::default() };
        assert_eq!(judged, expected);
        let unsure = told([0.4, 0.4, 0.4, 0.9], politics);
        assert_eq!(unsure.modality(Modality::default()), Modality::default());
        assert_eq!((unsure.long_past(), unsure.is_historical()), (Some(0.9), true));
        // Where only the types are known, the reader says nothing.
        let silent = told([0.0; 4], [0.0; 5]);
        assert_eq!((silent.modality(by_rules), silent.long_past()), (by_rules, None));
    }

    #[test]
    fn the_words_have_a_say_in_the_sector() {
        let mut sectors = [0.0; SECTORS];
        let number = |sector| 1 + Sector::ALL.iter().position(|other| *other == sector).unwrap();
        (sectors[0], sectors[number(Sector::Leg)], sectors[number(Sector::Gov)]) = (0.2, 0.5, 0.3);
        let who = Who { sectors, domestic: 0.0 };
        for (of_words, sector) in [
            (None, Sector::Leg),
            (Some(Sector::Leg), Sector::Leg),
            (Some(Sector::Gov), Sector::Gov),
            (Some(Sector::Cop), Sector::Leg),
        ] {
            assert_eq!(who.sector(of_words), Some(sector), "{of_words:?}");
        }
        let mut sectors = [0.0; SECTORS];
        sectors[0] = 1.0;
        assert_eq!(Who { sectors, ..who }.sector(Some(Sector::Gov)), None);
    }
}
