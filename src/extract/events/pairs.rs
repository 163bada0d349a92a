//! One phrase for two participants that were named before: "the two leaders", "both countries", "the pair".

use super::Prepared;
use crate::{
    extract::syntax::Dep,
    model::{Identity, Mention, Participant, Referent, ReferentKind},
};

/// Number of sentences before the phrase that are searched for the two.
const BACK: usize = 3;

/// Separates a pair that fills both slots: where "the two leaders" meet, the first meets the second.
pub(super) fn separate(actors: &mut Vec<Participant>, recipients: &mut Vec<Participant>) {
    let same = |one: &Participant, other: &Participant| one.span == other.span && one.identity == other.identity;
    let is_pair = matches!(actors.as_slice(), [first, second] if first.span == second.span);
    if is_pair
        && actors.len() == recipients.len()
        && actors.iter().zip(&*recipients).all(|(one, other)| same(one, other))
    {
        actors.truncate(1);
        recipients.remove(0);
    }
}

impl Prepared<'_> {
    /// The two that a phrase refers to, in the order of the text, each with the words of the phrase. `None` if the phrase has a country
    /// or name of its own.
    pub(super) fn pair(&self, head: usize, participant: &Participant) -> Option<[Participant; 2]> {
        let own = self.mentions.referent(head).map(|referent| &referent.identity);
        let is_open = own.is_none_or(|own| own.name.is_none() && own.country.is_none());
        if !is_open || !self.is_pair(head) {
            return None;
        }
        let terms = &self.syntax.lexicon.grammar.actors;
        let lemma = self.syntax.doc.lemma(head).to_lowercase();
        let kinds: &[ReferentKind] = if terms.kind_of_state.contains(&lemma) {
            &[ReferentKind::State]
        } else if terms.either_side.contains(&lemma) {
            &[ReferentKind::State, ReferentKind::Person]
        } else {
            &[ReferentKind::Person]
        };
        kinds.iter().find_map(|kind| {
            let [first, second] = self.last_two(head, *kind)?;
            // Two governments stay governments.
            let sectors = if *kind == ReferentKind::State { own.map(|own| own.sectors.clone()) } else { None };
            let of =
                |one: Identity| Identity { sectors: sectors.clone().unwrap_or_else(|| one.sectors.clone()), ..one };
            Some([first, second].map(|one| Participant { identity: of(one), ..participant.clone() }))
        })
    }

    /// Whether a phrase is of two and definite.
    fn is_pair(&self, head: usize) -> bool {
        let syntax = self.syntax;
        let terms = &syntax.lexicon.grammar.actors;
        let has = |words: &[&str]| syntax.children(head).any(|child| child < head && syntax.is_any(child, words));
        let is_plain = |child: usize| {
            matches!(syntax.dep(child), Dep::Det | Dep::Predet | Dep::Nummod | Dep::Punct | Dep::Preconj)
        };
        let is_two = has(&["two", "both"]) || terms.pair.contains_any_case(syntax.doc.word(head));
        let is_definite = has(&["the", "these", "both"]) || syntax.is_any(head, &["both"]);
        is_two && is_definite && syntax.children(head).all(is_plain)
    }

    /// The only two of a kind in the last sentence that names two.
    fn last_two(&self, head: usize, kind: ReferentKind) -> Option<[Identity; 2]> {
        let sentence = self.syntax.doc.sentence_of(head);
        let is_of_kind = |mention: &&Mention<Referent>| {
            mention.head < head && mention.what.kind == kind && !mention.what.identity.has_no_code()
        };
        (sentence.saturating_sub(BACK)..=sentence).rev().find_map(|sentence| {
            let mut found: Vec<&Referent> = Vec::new();
            for mention in self.mentions.referents().in_sentence(sentence).filter(is_of_kind) {
                if !found.iter().any(|other| other.chain == mention.what.chain) {
                    found.push(&mention.what);
                }
            }
            match found.as_slice() {
                [] | [_] => None,
                [first, second] => Some(Some([first.identity.clone(), second.identity.clone()])),
                _ => Some(None),
            }
        })?
    }
}
