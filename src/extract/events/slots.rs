//! Who fills a rule's slots: from a source such as `object:of` to the tokens that head the participants.

use super::{
    anchor::Anchor,
    syntax::{Dep, Syntax},
};
use crate::{
    extract::mentions::Mentions,
    lexicon::{
        rule::{Slot, Step, TriggerKind},
        vocabulary::WordId,
    },
    model::{MentionKind, Pos},
};

/// Finds the participants of one anchor.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlotFinder<'a> {
    pub anchor: Anchor<'a>,
    pub mentions: &'a Mentions,
}

impl SlotFinder<'_> {
    /// The heads of the participants in the first source with someone who can act, else in the first that is filled.
    pub fn fill(&self, sources: &[Slot]) -> Vec<usize> {
        let mut first = Vec::new();
        for source in sources {
            let found = self.resolve(source);
            if found.iter().any(|token| is_agent(self.anchor.syntax, self.mentions, *token)) {
                return found;
            }
            if first.is_empty() {
                first = found;
            }
        }
        first
    }

    fn resolve(&self, source: &Slot) -> Vec<usize> {
        let Some((first, rest)) = source.split_first() else { return Vec::new() };
        let syntax = self.anchor.syntax;
        if *first == Step::Complement {
            let clauses = self.anchor.complements();
            let of_clause = |clause: usize| {
                let anchor = Anchor { syntax, token: clause, kind: TriggerKind::Verb, support: None };
                let finder = SlotFinder { anchor, mentions: self.mentions };
                if rest.is_empty() { Vec::new() } else { finder.resolve(&rest.to_vec()) }
            };
            return clauses.into_iter().map(of_clause).find(|found| !found.is_empty()).unwrap_or_default();
        }
        let mut found = self.first_step(*first);
        for step in rest {
            let nouns = found.iter().flat_map(|noun| syntax.heads(*noun));
            found = nouns.flat_map(|noun| self.of_noun(noun, *step)).collect();
        }
        found.into_iter().flat_map(|token| self.participants(token)).collect()
    }

    fn first_step(&self, step: Step) -> Vec<usize> {
        let anchor = &self.anchor;
        match step {
            Step::Subject => anchor.subject().into_iter().collect(),
            Step::Object => anchor.object().into_iter().collect(),
            Step::Dative => anchor.dative().into_iter().collect(),
            Step::Preposition(word) => anchor.objects_of(word),
            Step::Holder => self.holder(),
            Step::Complement => Vec::new(),
        }
    }

    fn holder(&self) -> Vec<usize> {
        let anchor = &self.anchor;
        if anchor.kind != TriggerKind::Noun {
            return anchor.subject().into_iter().collect();
        }
        let own = anchor.syntax.holders(anchor.token);
        if own.is_empty() { anchor.subject().into_iter().collect() } else { own }
    }

    /// A noun phrase and those in coordination with it, without what cannot take part in anything.
    pub fn participants(&self, token: usize) -> Vec<usize> {
        let syntax = self.anchor.syntax;
        let members = syntax.coordinated(token).into_iter();
        members.filter(|member| *member != self.anchor.token && is_participant(syntax, *member)).collect()
    }

    /// The nouns that stand in a relation to a noun. Whoever acts holds nothing but is meant: "summoned the Greek **envoy**".
    fn of_noun(&self, noun: usize, step: Step) -> Vec<usize> {
        let syntax = self.anchor.syntax;
        let behind = |word: WordId| -> Vec<usize> {
            let preps = syntax.children_by(noun, Dep::Prep).filter(|prep| syntax.word(*prep) == word);
            preps
                .flat_map(|prep| syntax.children_by(prep, Dep::Pobj))
                .filter(|object| !syntax.is_temporal(*object))
                .collect()
        };
        match step {
            Step::Holder if is_agent(syntax, self.mentions, noun) => vec![noun],
            Step::Holder => syntax.holders(noun),
            Step::Preposition(word) => behind(word),
            Step::Object => behind(syntax.lexicon.vocabulary.get("of")),
            Step::Subject | Step::Dative | Step::Complement => Vec::new(),
        }
    }
}

/// Whether a token may head a participant: a noun, a name or a pronoun that stands for someone.
fn is_participant(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.pos(token) {
        Pos::Noun | Pos::Propn | Pos::Num => !syntax.is_temporal(token),
        Pos::Pron => !matches!(syntax.doc.tag(token), "WDT" | "WP" | "WP$" | "EX"),
        Pos::Adj => matches!(syntax.dep(token), Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nsubj | Dep::Pobj),
        _ => false,
    }
}

/// Whether a pronoun stands for nobody in particular.
pub(super) fn is_anybody(syntax: &Syntax<'_>, token: usize) -> bool {
    const WORDS: [&str; 9] =
        ["you", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "nobody", "yourself"];
    syntax.pos(token) == Pos::Pron && WORDS.iter().any(|word| syntax.is_written(token, word))
}

/// Whether a participant can act: a state, person, organisation or group.
pub(super) fn is_agent(syntax: &Syntax<'_>, mentions: &Mentions, token: usize) -> bool {
    let token = syntax.measured(token);
    let entity = syntax.doc.entity_at(token).map(|entity| syntax.doc.entity_type(entity));
    if matches!(entity, Some("MONEY" | "PERCENT")) && syntax.pos(token) == Pos::Num {
        return false;
    }
    let by_mention = mentions.at(token).is_some_and(|mention| {
        matches!(
            mention.kind,
            MentionKind::Person
                | MentionKind::State
                | MentionKind::Organisation
                | MentionKind::Group
                | MentionKind::Pronoun
        )
    });
    // "funds" are money, a fund is a body.
    let is_body = syntax.lexicon.grammar.agent.contains(syntax.word(token)) && !syntax.is_written(token, "funds");
    by_mention
        || is_body
        || matches!(entity, Some("PERSON" | "ORG" | "NORP" | "GPE"))
        || is_person_pronoun(syntax, token)
}

/// Whether a participant is a thing by its noun: neither someone nor what stands for someone ("the missile", "the law").
pub(super) fn is_inert(syntax: &Syntax<'_>, mentions: &Mentions, token: usize) -> bool {
    let noun = syntax.measured(token);
    syntax.pos(noun) == Pos::Noun
        && !syntax.lexicon.grammar.proxy.contains(syntax.word(noun))
        && !may_be_person(syntax.doc.lemma(noun))
        && !is_agent(syntax, mentions, token)
}

/// Whether a participant is an illness or a disaster, or what is told of one: "the flu", "the spread of the flu".
pub(super) fn is_affliction(syntax: &Syntax<'_>, mentions: &Mentions, token: usize) -> bool {
    const OF_ONE: &[&str] =
        &["case", "cause", "effect", "fight", "origin", "source", "spread", "surge", "transmission"];
    let noun = syntax.measured(token);
    let names = |noun: usize| {
        syntax.lexicon.grammar.affliction.contains(syntax.word(noun))
            && !mentions.at(noun).is_some_and(|mention| mention.kind == MentionKind::Group)
    };
    names(noun) || OF_ONE.contains(&syntax.doc.lemma(noun)) && syntax.objects_behind(noun, &["of"]).any(names)
}

/// Whether a noun that no list knows is formed like one for people: "printers", "lobbyist", "frontman".
fn may_be_person(lemma: &str) -> bool {
    const ENDINGS: &[&str] =
        &["er", "or", "ist", "man", "men", "woman", "women", "person", "people", "ian", "eer", "folk"];
    const THINGS: &[&str] = &[
        "banner", "barrier", "border", "cancer", "chapter", "charter", "computer", "corridor", "danger", "december",
        "disaster", "disorder", "door", "error", "factor", "fever", "flower", "floor", "horror", "humor", "labor",
        "laser", "letter", "matter", "meter", "mirror", "motor", "number", "offer", "october", "order", "paper",
        "poster", "power", "quarter", "reactor", "river", "rumor", "scanner", "sector", "server", "shelter", "summer",
        "terror", "timber", "tower", "tremor", "tumor", "water", "weather", "winter", "wonder",
    ];
    ENDINGS.iter().any(|ending| lemma.ends_with(ending)) && !THINGS.contains(&lemma)
}

fn is_person_pronoun(syntax: &Syntax<'_>, token: usize) -> bool {
    syntax.pos(token) == Pos::Pron
        && [
            "he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me", "who", "his", "its",
            "their", "our",
        ]
        .iter()
        .any(|word| syntax.is_written(token, word))
}
