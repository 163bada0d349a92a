//! What the reader sees of an article, sentence by sentence.

use std::ops::Range;

use super::{Prepared, SentenceDrafts, draft::Draft, ranker::Ranker};
use crate::{
    extract::{
        reader::{Seen, Vote, Word},
        syntax::Dep,
    },
    model::Pos,
};

/// The sentences of an article that are read for events, each with its tokens.
pub fn seen<'a>(prepared: Prepared<'a>, ranker: Option<&Ranker>) -> Vec<(Range<usize>, Seen<'a>)> {
    let of_sentence = |sentence: Range<usize>| (sentence.clone(), prepared.seen(&prepared.drafts(sentence), ranker));
    prepared.sentences().map(of_sentence).collect()
}

impl<'a> Prepared<'a> {
    /// What the reader sees of a sentence.
    pub(super) fn seen(&self, found: &SentenceDrafts<'a>, ranker: Option<&Ranker>) -> Seen<'a> {
        let sentence = found.sentence.clone();
        let vote = |draft: &Draft<'_>| vote(draft, &sentence);
        let rules: Vec<Vote> = found.drafts.iter().filter_map(vote).collect();
        let of_ranker = match ranker {
            Some(ranker) => {
                let judged = ranker.judge(self, found.clone(), &mut Vec::new());
                judged.iter().filter_map(vote).collect()
            }
            None => rules.clone(),
        };
        let words = sentence.clone().map(|token| self.word(token, &sentence)).collect();
        let phrases = sentence.clone().filter(|token| self.may_take_part(*token)).map(|token| token - sentence.start);
        Seen { words, phrases: phrases.collect(), rules, ranked: of_ranker }
    }

    fn word(&self, token: usize, sentence: &Range<usize>) -> Word<'a> {
        let doc = &self.syntax.doc;
        let label = |of: fn(&crate::model::Token) -> u16| {
            doc.tokens().get(token).map_or("", |token| doc.labels().get(of(token)))
        };
        let head = doc.head(token);
        Word {
            text: doc.word(token),
            tag: label(|token| token.tag),
            label: label(|token| token.dep),
            head: if sentence.contains(&head) { head } else { token } - sentence.start,
            is_named: matches!(self.syntax.dep(token), Dep::Prep | Dep::Agent | Dep::Mark | Dep::Dative),
        }
    }

    /// Whether a token may head a noun phrase that takes part: a noun or what stands for one.
    fn may_take_part(&self, token: usize) -> bool {
        let (syntax, dep) = (self.syntax, self.syntax.dep(token));
        let is_capital = || syntax.doc.word(token).chars().next().is_some_and(char::is_uppercase);
        let is_quantity = matches!(dep, Dep::Det | Dep::Predet | Dep::Quantmod | Dep::Nummod);
        match syntax.pos(token) {
            Pos::Noun | Pos::Propn => dep != Dep::Compound || is_capital(),
            Pos::Pron => dep != Dep::Det,
            Pos::Num | Pos::Det => !is_quantity,
            Pos::Adj => is_capital() || dep.is_nominal_subject() || matches!(dep, Dep::Pobj | Dep::Dobj),
            _ => false,
        }
    }
}

/// What a draft says, in the positions of its sentence.
fn vote(draft: &Draft<'_>, sentence: &Range<usize>) -> Option<Vote> {
    let roles = &draft.roles;
    let local = |tokens: &[usize]| {
        tokens.iter().filter(|token| sentence.contains(token)).map(|token| token - sentence.start).collect()
    };
    let trigger = roles.trigger.checked_sub(sentence.start).filter(|_| sentence.contains(&roles.trigger))?;
    let (actors, recipients) = (local(&roles.actors.heads), local(&roles.recipients.heads));
    Some(Vote { trigger, event_type: draft.event_type, actors, recipients })
}
