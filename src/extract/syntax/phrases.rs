//! Noun phrases: which tokens head one, how far it reaches, what it measures, and whose act a noun names.

use super::{
    Dep, EntityLabel, Syntax, Tag,
    prepositions::{CIRCUMSTANCE, OF_THE_VERB},
};
use crate::{lexicon::key, model::Pos};

/// Labels of words that are inner parts of a name or a compound, not things of their own.
const INNER: &[Dep] = &[Dep::Compound, Dep::Nmod, Dep::Amod, Dep::Det, Dep::Case, Dep::Punct, Dep::Nummod];

/// Labels of dependents that never belong to the phrase.
const OUTSIDE: &[Dep] = &[
    Dep::Preconj,
    Dep::Advcl,
    Dep::Case,
    Dep::Parataxis,
    Dep::Unclassified,
    Dep::Mark,
    Dep::Nsubj,
    Dep::Aux,
    Dep::Cop,
    Dep::Neg,
];

impl Syntax<'_> {
    /// Whether a token is a noun, a name or a pronoun.
    pub(crate) fn is_noun_or_pronoun(&self, token: usize) -> bool {
        matches!(self.pos(token), Pos::Noun | Pos::Propn | Pos::Pron)
    }

    /// Whether a token can head a noun phrase in the slot of a verb: a noun, a name, a pronoun or a number.
    pub(crate) fn is_nominal(&self, token: usize) -> bool {
        self.is_noun_or_pronoun(token) || self.pos(token) == Pos::Num
    }

    /// Whether a token heads a noun phrase of its own.
    pub(crate) fn heads_phrase(&self, token: usize) -> bool {
        self.is_noun_or_pronoun(token) && !INNER.contains(&self.dep(token))
    }

    /// Whether the name recogniser takes a token for part of a person's name.
    pub(crate) fn is_in_person(&self, token: usize) -> bool {
        self.entity(token) == Some(EntityLabel::Person)
    }

    /// The token of a range that depends on something outside it, which heads the range; nothing where none does.
    pub(crate) fn head_of(&self, range: std::ops::Range<usize>) -> Option<usize> {
        let is_top = |token: &usize| self.head(*token) == *token || !range.contains(&self.head(*token));
        range.clone().find(is_top)
    }

    /// The first of the tokens that stand without a gap before a token of a phrase and belong to the phrase.
    pub(crate) fn left_edge(&self, head: usize, from: usize) -> usize {
        let mut left = from;
        while left > 0
            && self.doc.sentence_of(left - 1) == self.doc.sentence_of(head)
            && self.doc.is_under(left - 1, head)
        {
            left -= 1;
        }
        left
    }

    /// The tokens `first..last` of the noun phrase that a token heads: determiners, modifiers, prepositional phrases and
    /// appositions, without relative clauses, without further members of a coordination that are phrases of their own,
    /// and without a possessive ending.
    pub(crate) fn phrase(&self, head: usize) -> (usize, usize) {
        if head >= self.doc.len() {
            return (0, 0);
        }
        let mut inside = vec![head];
        self.collect_phrase(head, head, &mut inside);
        inside.sort_unstable();
        let at = inside.partition_point(|token| *token < head);
        let (mut first, mut last) = (head, head + 1);
        for token in inside.iter().take(at).rev() {
            if !self.is_only_marks(*token + 1, first) {
                break;
            }
            first = *token;
        }
        for token in inside.iter().skip(at + 1) {
            if !self.is_only_marks(last, *token) {
                break;
            }
            last = *token + 1;
        }
        self.trim_phrase(head, first, last)
    }

    /// Takes "both" and open marks from the ends of a phrase, and a closing bracket into it.
    fn trim_phrase(&self, head: usize, mut first: usize, mut last: usize) -> (usize, usize) {
        let doc = &self.doc;
        let is_mark = |token: usize| matches!(doc.pos(token), Pos::Punct | Pos::Space);
        let is_both =
            |token: usize| matches!(doc.word(token), "both" | "Both" | "either" | "Either") && doc.head(token) == head;
        while first < head && (is_mark(first) && !opens(doc.word(first)) || is_both(first)) {
            first += 1;
        }
        while last > head + 1 && is_mark(last - 1) && !closes(doc.word(last - 1)) {
            last -= 1;
        }
        let count = |bracket: &str| (first..last).filter(|token| doc.word(*token) == bracket).count();
        if doc.word(last) == ")" && count("(") == 1 + count(")") {
            last += 1;
        }
        (first, last)
    }

    /// Whether only punctuation and space stand in `from..to`.
    fn is_only_marks(&self, from: usize, to: usize) -> bool {
        (from..to).all(|token| matches!(self.pos(token), Pos::Punct | Pos::Space))
    }

    fn collect_phrase(&self, top: usize, token: usize, inside: &mut Vec<usize>) {
        for child in self.children(token) {
            if self.is_in_phrase(top, token, child) {
                inside.push(child);
                self.collect_phrase(top, child, inside);
            }
        }
    }

    fn is_in_phrase(&self, top: usize, token: usize, child: usize) -> bool {
        let dep = self.dep(child);
        if dep == Dep::Relcl || self.says_when(child) {
            return false;
        }
        if token != top {
            return true;
        }
        match dep {
            Dep::Cc | Dep::Conj => self.shares_determiner(top),
            Dep::Acl => !self.is_in_person(top) && !self.is_loose_clause(top, child),
            Dep::Prep => !self.follows_comma(top, child) && self.is_preposition_inside(top, child),
            Dep::Advmod => child < top && !self.is_temporal(child) || child > top && self.pos(child) != Pos::Adv,
            Dep::Appos => self.is_close_apposition(top, child),
            _ => !OUTSIDE.contains(&dep),
        }
    }

    fn is_preposition_inside(&self, top: usize, preposition: usize) -> bool {
        let word = self.doc.word(preposition).to_lowercase();
        if [CIRCUMSTANCE, OF_THE_VERB].iter().any(|words| words.contains(&word.as_str())) {
            return false;
        }
        let is_object = self.dep(top) == Dep::Dobj;
        let verb = self.doc.lemma(self.head(top)).to_lowercase();
        let phrases = &self.lexicon.grammar.phrases;
        let is_of_verb = match word.as_str() {
            "of" => phrases.of_verb.contains(&verb),
            "from" => phrases.from_verb.contains(&verb),
            "to" => phrases.to_verb.contains(&verb),
            _ => false,
        };
        if is_object && is_of_verb {
            return false;
        }
        // "accusations by Chad of fraud": a country is of nothing that is not part of its name.
        let is_common = |object: usize| self.pos(object) == Pos::Noun;
        let is_state = self.entity(top) == Some(EntityLabel::Place);
        if word == "of" && is_state && self.children_by(preposition, Dep::Pobj).any(is_common) {
            return false;
        }
        self.pos(top) != Pos::Propn || matches!(word.as_str(), "of" | "for") || word == "to" && !self.is_in_person(top)
    }

    fn follows_comma(&self, top: usize, child: usize) -> bool {
        child > top && self.doc.word(child - 1) == ","
    }

    fn has_comma(&self, from: usize, to: usize) -> bool {
        (from..to).any(|token| self.doc.word(token) == ",")
    }

    /// An apposition that says who is meant ("the minister, Ana Ruiz", "Ana Ruiz, the minister", "Tartu, Estonia"), not one
    /// that only adds detail ("Ana Ruiz, a former minister", "Tartu, the second largest town").
    fn is_close_apposition(&self, top: usize, child: usize) -> bool {
        let opening = self.doc.subtree(child).first().copied().unwrap_or(child);
        if !self.has_comma(top + 1, opening) {
            return true;
        }
        let is_vague =
            matches!(self.doc.word(opening).to_lowercase().as_str(), "its" | "their" | "his" | "her" | "some");
        let is_bare_name = self.pos(child) == Pos::Propn && opening == child;
        !is_vague
            && (is_bare_name
                || self.is_in_person(top)
                || self.is_in_person(child)
                || self.pos(top) == Pos::Noun && self.pos(child) == Pos::Propn)
    }

    /// "a physician and nurse": plain nouns in coordination are one phrase; members with words of their own are several.
    fn shares_determiner(&self, top: usize) -> bool {
        const OWN_WORDS: &[Dep] = &[Dep::Det, Dep::Poss, Dep::Amod, Dep::Nummod];
        let is_bare =
            |token: usize| self.pos(token) == Pos::Noun && self.children_among(token, OWN_WORDS).next().is_none();
        self.pos(top) == Pos::Noun && self.children_by(top, Dep::Conj).all(is_bare)
    }

    /// Clauses that tell more about a noun without being needed to know which is meant: after a comma, "to …", "that …".
    fn is_loose_clause(&self, top: usize, clause: usize) -> bool {
        let begins = self.doc.subtree(clause).first().copied().unwrap_or(clause);
        self.tag(clause) == Tag::Vb
            || self.children(clause).any(|child| self.is_written(child, "that"))
            || self.has_comma(top + 1, begins)
    }

    /// A token and the members of the coordination that it opens, in order.
    pub(crate) fn coordinated(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while let Some(&current) = found.get(next) {
            found.extend(self.children_by(current, Dep::Conj));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The nouns that a noun stands for: itself, what a measure of it measures ("a series of **attacks**"), and the
    /// further members of a coordination.
    pub(crate) fn heads(&self, token: usize) -> Vec<usize> {
        let mut heads = self.coordinated(token);
        let mut next = 0;
        while let Some(&head) = heads.get(next) {
            if self.is_partitive(head) {
                heads.extend(self.objects_behind(head, &["of"]));
            }
            next += 1;
        }
        heads
    }

    /// The noun that a measure measures, or the noun itself.
    pub(crate) fn measured(&self, token: usize) -> usize {
        let of = || self.objects_behind(token, &["of"]).next();
        if self.is_partitive(token) { of().unwrap_or(token) } else { token }
    }

    /// Whether a token only counts or measures out what follows its "of".
    pub(crate) fn is_partitive(&self, token: usize) -> bool {
        self.pos(token) == Pos::Num || self.is_in(token, &self.lexicon.grammar.partitive)
    }

    /// The objects of a token's own prepositions that are written like one of these words.
    pub(crate) fn objects_behind<'s>(&'s self, token: usize, words: &'s [&'s str]) -> impl Iterator<Item = usize> + 's {
        let preps = self.children_by(token, Dep::Prep).filter(|prep| self.is_any(*prep, words));
        preps.flat_map(|prep| self.children_by(prep, Dep::Pobj))
    }

    /// The offices before a person's name: "minister" of "Foreign Minister Ana Silva".
    pub(crate) fn titles(&self, name: usize) -> impl Iterator<Item = usize> + '_ {
        let is_title = move |word: &usize| {
            *word < name && self.lexicon.actors.role(&key(self.doc.word(*word))).is_some_and(|role| role.is_title)
        };
        let is_name = self.pos(name) == Pos::Propn;
        self.children_by(name, Dep::Compound).filter(move |word| is_name && is_title(word))
    }

    /// Whose act a noun names: its possessive, its nationality or named modifier, "by …".
    pub(crate) fn holders(&self, noun: usize) -> Vec<usize> {
        let mut found: Vec<usize> = self.children_by(noun, Dep::Poss).collect();
        if found.is_empty() {
            let by = self.children_among(noun, &[Dep::Prep, Dep::Agent]).filter(|child| self.is_written(*child, "by"));
            found.extend(by.flat_map(|by| self.children_by(by, Dep::Pobj)).filter(|object| !self.is_temporal(*object)));
        }
        if found.is_empty() {
            found.extend(self.children(noun).filter(|child| self.is_naming_modifier(*child)));
        }
        found
    }

    /// "the **Russian** attack", "a **Hezbollah** raid", "**police** brutality".
    fn is_naming_modifier(&self, token: usize) -> bool {
        if !self.dep(token).is_premodifier() {
            return false;
        }
        match self.entity(token) {
            Some(EntityLabel::Nationality) => true,
            Some(EntityLabel::Place | EntityLabel::Organisation | EntityLabel::Person) => self.pos(token) == Pos::Propn,
            _ => self.is_in(token, &self.lexicon.grammar.naming),
        }
    }
}

fn opens(word: &str) -> bool {
    matches!(word, "(" | "[" | "\"" | "“" | "``" | "‘")
}

fn closes(word: &str) -> bool {
    matches!(word, ")" | "]" | "\"" | "”" | "''")
}
