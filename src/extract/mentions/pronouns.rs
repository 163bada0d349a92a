//! Pronouns: whom "he" and "it" stand for, where that is safe, and what a relative pronoun belongs to.

use super::{
    profile::Profile,
    resolve::{Resolver, profile_of},
};
use crate::model::{Doc, Mention, MentionKind};

impl Resolver<'_> {
    pub(super) fn add_pronoun(&mut self, token: usize) {
        let doc = self.context.doc;
        let antecedent = match doc.word(token).to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => self.person_before(token, false),
            "she" | "her" | "herself" => self.person_before(token, true),
            "it" | "its" | "itself" => self.subject_before(token, &[MentionKind::State, MentionKind::Organisation]),
            "they" | "their" | "them" | "themselves" => self.subject_before(token, &[MentionKind::Group]),
            "who" | "which" | "that" | "whom" => self.relative_head(token),
            _ => None,
        };
        let profile = match antecedent.and_then(|number| self.mentions.get(number)) {
            Some(mention) => Profile { kind: MentionKind::Pronoun, ..profile_of(mention) },
            None => Profile::unknown(MentionKind::Thing),
        };
        let word = doc.word(token).to_lowercase();
        if let Some(mention) = antecedent.and_then(|number| self.mentions.get(number))
            && matches!(word.as_str(), "he" | "him" | "his" | "she" | "her")
        {
            self.is_woman.entry(mention.chain).or_insert(matches!(word.as_str(), "she" | "her"));
        }
        let chain = antecedent.and_then(|number| self.mentions.get(number)).map(|mention| mention.chain);
        self.push(token, (token, token + 1), profile, chain, (token, token + 1));
    }

    /// The noun that a relative clause is about.
    fn relative_head(&self, token: usize) -> Option<usize> {
        let doc = self.context.doc;
        let mut verb = doc.head(token);
        for _ in 0..3 {
            if doc.dep(verb) == "relcl" {
                return self.by_token.get(doc.head(verb)).copied().flatten().map(|number| number as usize);
            }
            verb = doc.head(verb);
        }
        None
    }

    /// Who "he" is: the only person of the sentence so far, else the subject of the sentence before, where it is one.
    fn person_before(&self, token: usize, is_woman: bool) -> Option<usize> {
        let doc = self.context.doc;
        let is_person = |mention: &Mention| {
            is_person(mention)
                && !acts_on(doc, mention.head, token)
                && self.is_woman.get(&mention.chain).is_none_or(|known| *known == is_woman)
        };
        let sentence = doc.sentence_of(token);
        let chains_here = self.chains(sentence, is_person);
        if chains_here == 1 {
            return self.latest(sentence, is_person);
        }
        let is_acting = |mention: &Mention| is_person(mention) && is_subject(doc, mention.head);
        if chains_here > 1 {
            return self.latest(sentence, is_acting);
        }
        let before = sentence.checked_sub(1)?;
        self.latest(before, is_acting)
            .or_else(|| (self.chains(before, is_person) == 1).then(|| self.latest(before, is_person)).flatten())
    }

    /// What "it" is: the last subject of these kinds in the same sentence.
    fn subject_before(&self, token: usize, kinds: &[MentionKind]) -> Option<usize> {
        let doc = self.context.doc;
        self.latest(doc.sentence_of(token), |mention| {
            !acts_on(doc, mention.head, token) && is_subject(doc, mention.head) && kinds.contains(&mention.kind)
        })
    }

    /// The last mention so far of a sentence that passes a test.
    fn latest(&self, sentence: usize, test: impl Fn(&Mention) -> bool) -> Option<usize> {
        self.of_sentence(sentence).rev().find(|(_, mention)| test(mention)).map(|(number, _)| number)
    }

    /// How many persons or things the mentions so far of a sentence that pass a test are.
    fn chains(&self, sentence: usize, test: impl Fn(&Mention) -> bool) -> usize {
        let mut chains: Vec<u32> =
            self.of_sentence(sentence).filter(|(_, mention)| test(mention)).map(|(_, mention)| mention.chain).collect();
        chains.sort_unstable();
        chains.dedup();
        chains.len()
    }

    /// "Mr", "spokeswoman", "king" tell how a person will be referred to.
    pub(super) fn note_gender(&mut self, chain: u32, first: usize, role: Option<&str>) {
        let before = first.checked_sub(1).map(|token| self.context.doc.word(token).to_lowercase()).unwrap_or_default();
        let role = role.map(str::to_lowercase).unwrap_or_default();
        let is_woman = match before.trim_end_matches('.') {
            "mr" | "king" | "prince" | "sir" | "lord" => Some(false),
            "ms" | "mrs" | "miss" | "queen" | "princess" | "lady" | "madame" => Some(true),
            _ if role.ends_with("woman") => Some(true),
            _ if role.ends_with("man") => Some(false),
            _ => None,
        };
        if let Some(is_woman) = is_woman {
            self.is_woman.entry(chain).or_insert(is_woman);
        }
    }
}

fn is_person(mention: &Mention) -> bool {
    mention.kind == MentionKind::Person || (mention.kind == MentionKind::Group && mention.role.is_some())
}

fn is_subject(doc: &Doc, token: usize) -> bool {
    matches!(doc.dep(token), "nsubj" | "nsubjpass")
}

/// Whether a noun is the subject of the verb whose object a pronoun is: "the king pardoned him" is about another man.
fn acts_on(doc: &Doc, noun: usize, pronoun: usize) -> bool {
    if matches!(doc.word(pronoun).to_lowercase().as_str(), "himself" | "herself" | "itself" | "themselves") {
        return false;
    }
    if !matches!(doc.dep(pronoun), "dobj" | "dative") || !is_subject(doc, noun) {
        return false;
    }
    let mut verb = doc.head(pronoun);
    while doc.dep(verb) == "conj" && doc.children_by(verb, &["nsubj", "nsubjpass"]).next().is_none() {
        verb = doc.head(verb);
    }
    doc.head(noun) == verb
}
