//! The document as the matcher sees it: dependency labels as an enum, lemmas as numbers of the lexicon's vocabulary.

#![allow(clippy::indexing_slicing, reason = "token positions are indices that the document itself handed out")]

use crate::{
    lexicon::{Lexicon, key, vocabulary::WordId},
    model::{Doc, Pos},
};

/// The dependency labels that the engine looks at (CLEAR style).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dep {
    Acl,
    Acomp,
    Advcl,
    Advmod,
    Agent,
    Amod,
    Appos,
    Attr,
    Aux,
    AuxPass,
    Cc,
    Ccomp,
    Compound,
    Conj,
    Dative,
    Det,
    Dobj,
    Expl,
    Mark,
    Neg,
    Nmod,
    Npadvmod,
    Nsubj,
    NsubjPass,
    Oprd,
    Parataxis,
    Pcomp,
    Pobj,
    Poss,
    Prep,
    Prt,
    Relcl,
    Root,
    Xcomp,
    Other,
}

impl Dep {
    fn from_label(label: &str) -> Self {
        match label {
            "acl" => Self::Acl,
            "acomp" => Self::Acomp,
            "advcl" => Self::Advcl,
            "advmod" => Self::Advmod,
            "agent" => Self::Agent,
            "amod" => Self::Amod,
            "appos" => Self::Appos,
            "attr" => Self::Attr,
            "aux" => Self::Aux,
            "auxpass" => Self::AuxPass,
            "cc" => Self::Cc,
            "ccomp" => Self::Ccomp,
            "compound" => Self::Compound,
            "conj" => Self::Conj,
            "dative" => Self::Dative,
            "det" => Self::Det,
            "dobj" => Self::Dobj,
            "expl" => Self::Expl,
            "mark" => Self::Mark,
            "neg" => Self::Neg,
            "nmod" => Self::Nmod,
            "npadvmod" => Self::Npadvmod,
            "nsubj" | "csubj" => Self::Nsubj,
            "nsubjpass" | "csubjpass" => Self::NsubjPass,
            "oprd" => Self::Oprd,
            "parataxis" => Self::Parataxis,
            "pcomp" => Self::Pcomp,
            "pobj" => Self::Pobj,
            "poss" => Self::Poss,
            "prep" => Self::Prep,
            "prt" => Self::Prt,
            "relcl" => Self::Relcl,
            "ROOT" => Self::Root,
            "xcomp" => Self::Xcomp,
            _ => Self::Other,
        }
    }
}

/// A document with everything about it that the engine asks for again and again.
#[derive(Debug)]
pub(super) struct Syntax<'a> {
    pub doc: &'a Doc,
    pub lexicon: &'a Lexicon,
    deps: Vec<Dep>,
    words: Vec<WordId>,
}

impl<'a> Syntax<'a> {
    /// Looks up every label and lemma once.
    pub fn new(doc: &'a Doc, lexicon: &'a Lexicon) -> Self {
        let deps = (0..doc.len()).map(|token| Dep::from_label(doc.dep(token))).collect();
        let words = (0..doc.len()).map(|token| word_id(doc, lexicon, token)).collect();
        Self { doc, lexicon, deps, words }
    }

    pub fn dep(&self, token: usize) -> Dep {
        self.deps[token]
    }

    /// The number of a token's lemma; 0 when the lexicon does not know it.
    pub fn word(&self, token: usize) -> WordId {
        self.words[token]
    }

    /// The number of a token as it is written; 0 when the lexicon does not know it.
    pub fn form(&self, token: usize) -> WordId {
        self.lexicon.vocabulary.get(self.doc.word(token))
    }

    pub fn head(&self, token: usize) -> usize {
        self.doc.head(token)
    }

    pub fn pos(&self, token: usize) -> Pos {
        self.doc.pos(token)
    }

    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.doc.children(token)
    }

    /// The dependents of a token with this label.
    pub fn children_by(&self, token: usize, dep: Dep) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.doc.children(token).filter(move |child| self.deps[*child] == dep)
    }

    pub fn child_by(&self, token: usize, dep: Dep) -> Option<usize> {
        self.children_by(token, dep).next()
    }

    pub fn is_verb(&self, token: usize) -> bool {
        matches!(self.pos(token), Pos::Verb | Pos::Aux)
    }

    /// Whether a token can head a noun phrase.
    pub fn is_nominal(&self, token: usize) -> bool {
        matches!(self.pos(token), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }

    pub fn tag_is(&self, token: usize, tag: &str) -> bool {
        self.doc.tag(token) == tag
    }

    /// Whether a word, in any case, is written like this (lower case).
    pub fn is_written(&self, token: usize, word: &str) -> bool {
        self.doc.word(token).eq_ignore_ascii_case(word)
    }

    /// "to withdraw": an infinitive with its particle.
    pub fn is_infinitive(&self, token: usize) -> bool {
        self.children_by(token, Dep::Aux).any(|child| self.tag_is(child, "TO"))
    }

    /// "helped **rebuild**", "urged [Paris **withdraw**]": an infinitive without its particle.
    pub fn is_bare_infinitive(&self, token: usize) -> bool {
        self.tag_is(token, "VB") && self.children_by(token, Dep::Aux).next().is_none()
    }

    /// Whether a token is a date or a time, or heads one.
    pub fn is_temporal(&self, token: usize) -> bool {
        self.doc.entity_at(token).is_some_and(|entity| matches!(self.doc.entity_type(entity), "DATE" | "TIME"))
    }

    /// A token and the members of the coordination that it opens, in order.
    pub fn coordinated(&self, token: usize) -> Vec<usize> {
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
    pub fn heads(&self, token: usize) -> Vec<usize> {
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

    /// The offices before a person's name: "minister" of "Foreign Minister Ana Silva".
    pub fn titles(&self, name: usize) -> impl Iterator<Item = usize> + '_ {
        let is_title = move |word: &usize| {
            *word < name && self.lexicon.actors.role(&key(self.doc.word(*word))).is_some_and(|role| role.is_title)
        };
        let is_name = self.pos(name) == Pos::Propn;
        self.children_by(name, Dep::Compound).filter(move |word| is_name && is_title(word))
    }

    /// The noun that a measure measures, or the noun itself.
    pub fn measured(&self, token: usize) -> usize {
        let of = || self.objects_behind(token, &["of"]).next();
        if self.is_partitive(token) { of().unwrap_or(token) } else { token }
    }

    fn is_partitive(&self, token: usize) -> bool {
        self.pos(token) == Pos::Num || self.lexicon.grammar.partitive.contains(self.word(token))
    }

    /// The objects of a token's own prepositions, of those that are written so.
    pub fn objects_behind<'s>(&'s self, token: usize, words: &'s [&'s str]) -> impl Iterator<Item = usize> + 's {
        let preps = self.children_by(token, Dep::Prep);
        let preps = preps.filter(|prep| words.iter().any(|word| self.is_written(*prep, word)));
        preps.flat_map(|prep| self.children_by(prep, Dep::Pobj))
    }
}

/// The number of a token's lemma. Words joined by a hyphen are tokens of their own to the tokenizer: the last one
/// stands for the whole where the lexicon knows the whole. Capitals of a headline hide plurals from the lemmatizer.
fn word_id(doc: &Doc, lexicon: &Lexicon, token: usize) -> WordId {
    let lemma = doc.lemma(token);
    if token >= 2 && doc.word(token - 1) == "-" && !doc.tokens()[token - 1].has_space {
        let whole = lexicon.vocabulary.get(&format!("{}-{lemma}", doc.word(token - 2)));
        if whole != 0 {
            return whole;
        }
    }
    let id = lexicon.vocabulary.get(lemma);
    if id != 0 {
        return id;
    }
    match doc.pos(token) {
        Pos::Propn => lemma.strip_suffix('s').map_or(0, |singular| lexicon.vocabulary.get(singular)),
        Pos::Verb => mended_lemma(lemma)
            .find_map(|lemma| Some(lexicon.vocabulary.get(&lemma)).filter(|id| *id != 0))
            .unwrap_or(0),
        _ => 0,
    }
}

/// The rule lemmatizer is unsure of a final e and of doubled consonants: "wag" for "wage", "wiretapp" for "wiretap".
fn mended_lemma(lemma: &str) -> impl Iterator<Item = String> {
    let bare = lemma.strip_suffix('e').unwrap_or(lemma);
    let last = bare.chars().next_back().filter(char::is_ascii);
    let single = last.and_then(|last| bare.strip_suffix(last)).filter(|rest| rest.ends_with(last.unwrap_or(' ')));
    [Some(format!("{lemma}e")), Some(bare.to_owned()), single.map(str::to_owned)].into_iter().flatten()
}
