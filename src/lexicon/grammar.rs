//! The engine's own word lists: support verbs, governors of modality and control, and the terms of each stage.

use rustc_hash::FxHashSet;

use super::{
    TableProblem,
    vocabulary::{Vocabulary, WordId, Words},
    words::WordLists,
};
use crate::model::Sector;

/// A set of terms: words and phrases, in lower case.
#[derive(Debug, Default)]
pub struct Terms(FxHashSet<String>);

impl Terms {
    /// Whether a text is one of the terms, exactly as written.
    pub fn contains(&self, text: &str) -> bool {
        self.0.contains(text)
    }

    /// Whether a text is one of the terms in any case.
    pub fn contains_any_case(&self, text: &str) -> bool {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.contains(&text.to_ascii_lowercase())
        } else {
            self.contains(text)
        }
    }
}

/// The lists that are still to be taken, and what is wrong with them.
struct Lists<'a> {
    file: &'a str,
    left: WordLists,
    vocabulary: &'a mut Vocabulary,
    problems: &'a mut Vec<TableProblem>,
}

impl Lists<'_> {
    /// The words of a list; a missing one is a problem.
    fn take(&mut self, name: &str) -> Vec<String> {
        let Some(list) = self.left.remove(name) else {
            let message = format!("the list {name} is missing; the engine needs it");
            self.problems.push(TableProblem::new(self.file, 1, message));
            return Vec::new();
        };
        list.words
    }
}

/// What a list becomes.
trait List {
    fn of(words: Vec<String>, vocabulary: &mut Vocabulary) -> Self;
}

impl List for Words {
    fn of(words: Vec<String>, vocabulary: &mut Vocabulary) -> Self {
        Self::new(words.iter().map(|word| vocabulary.intern(word)).collect())
    }
}

impl List for Terms {
    // Terms stay out of the vocabulary: a word that rules do not know falls back on its lemma.
    fn of(words: Vec<String>, _: &mut Vocabulary) -> Self {
        Self(words.into_iter().collect())
    }
}

/// A struct of lists that are named like its fields, behind the name of their section.
macro_rules! lists {
    ($(#[$doc:meta])* $name:ident: $type:ident, $section:literal { $($list:ident),* $(,)? } $({ $($field:ident: $other:ty),* })?) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        #[expect(missing_docs, reason = "each list is described where it is written, in grammar.toml")]
        pub struct $name {
            $(pub $list: $type,)*
            $($(pub $field: $other,)*)?
        }

        impl $name {
            fn take(lists: &mut Lists<'_>) -> Self {
                Self {
                    $($list: { let words = lists.take(concat!($section, stringify!($list))); List::of(words, lists.vocabulary) },)*
                    $($($field: <$other>::take(lists),)*)?
                }
            }
        }
    };
}

lists! {
    /// The lists of lemmas of `grammar.toml`, and its sections.
    Grammar: Words, "" {
        affliction, agent, bare_passive, conflict_end, disaster, document, future, hypothetical, naming, negative,
        object_control, own_force, partitive, place, potential, proxy, relative, support_actor, support_preposition,
        support_recipient, transparent,
    } { actors: ActorTerms, bodies: BodyTerms, dates: DateTerms, events: EventTerms, phrases: PhraseTerms, quantities: QuantityTerms }
}

impl Grammar {
    /// Whether a verb, by its lemma, only carries the act that its object names: "make a request", "come under attack".
    pub fn is_support(&self, verb: WordId) -> bool {
        self.support_actor.contains(verb) || self.support_recipient.contains(verb)
    }
}

lists! {
    /// Terms that say who is meant.
    ActorTerms: Terms, "actors." {
        abroad, addressing, area, backing, common_office, courtesy, either_side, female_title, former, headship, kind_of_area, kind_of_city, kind_of_state, male_title, member, name_link, namesake,
        of_state, ordinary, outsider, pair, place_kind, presiding, press, spatial, yielding,
    }
}

lists! {
    /// Words in the names of bodies, by the sector that they show.
    BodyTerms: Terms, "bodies." {
        business, court, education, force, government, health, labour, law, legislature, media, party, religion, society,
    }
}

lists! {
    /// Terms that say when.
    DateTerms: Terms, "dates." { before, not_ahead, planning }
}

lists! {
    /// Terms that say what is done to whom, and whether it is.
    EventTerms: Terms, "events." {
        accidental, aftermath, announcing, appealing, burst, demanding, doubting, fiction, further, harmless, impersonal,
        mutual, permitting, postponing, relation, topical, untrue,
    }
}

lists! {
    /// Verbs that take a preposition from the phrase of their object.
    PhraseTerms: Terms, "phrases." { from_verb, of_verb, to_verb }
}

lists! {
    /// Terms that say what a number counts.
    QuantityTerms: Terms, "quantities." {
        arresting, bodies, body, conferences, dead, displacing, dying, fleeing, hurt, hurting, killing, lives, losing, missing, moving,
        paired, soldiers, toll, troops, wounds,
    }
}

impl BodyTerms {
    /// The sector that a word or phrase in the name of a body shows, in lower case.
    pub fn sector(&self, words: &str) -> Option<Sector> {
        let lists = [
            (&self.business, Sector::Bus),
            (&self.court, Sector::Jud),
            (&self.education, Sector::Edu),
            (&self.force, Sector::Mil),
            (&self.government, Sector::Gov),
            (&self.health, Sector::Med),
            (&self.labour, Sector::Lab),
            (&self.law, Sector::Cop),
            (&self.legislature, Sector::Leg),
            (&self.media, Sector::Jrn),
            (&self.party, Sector::Pty),
            (&self.religion, Sector::Rel),
            (&self.society, Sector::Soc),
        ];
        lists.into_iter().find_map(|(words_of, sector)| words_of.contains(words).then_some(sector))
    }
}

impl Grammar {
    /// Takes the lists by name; one that is missing or not known is a problem.
    pub(super) fn build(
        file: &str,
        lists: WordLists,
        vocabulary: &mut Vocabulary,
        problems: &mut Vec<TableProblem>,
    ) -> Self {
        let mut lists = Lists { file, left: lists, vocabulary, problems };
        let grammar = Self::take(&mut lists);
        for (name, list) in &lists.left {
            let message = format!("unknown list {name}; remove it");
            lists.problems.push(TableProblem::new(&list.origin.file, list.origin.line, message));
        }
        grammar
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Origin, words::WordList};

    #[test]
    fn a_missing_and_a_strange_list_are_problems() {
        let (mut vocabulary, mut problems) = (Vocabulary::default(), Vec::new());
        let strange = WordList { origin: Origin { file: "o/grammar.toml".into(), line: 7 }, ..WordList::default() };
        let lists = WordLists::from([("future".to_owned(), WordList::default()), ("odd".to_owned(), strange)]);
        Grammar::build("grammar.toml", lists, &mut vocabulary, &mut problems);
        assert!(problems.iter().any(|problem| problem.message.contains("the list relative is missing")));
        assert!(problems.iter().any(|problem| problem.to_string().starts_with("o/grammar.toml:7: unknown list odd")));
    }
}
