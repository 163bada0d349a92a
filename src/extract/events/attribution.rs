//! Who says so: reported speech, "according to", and quotations.

use super::{
    quotation::Quotes,
    syntax::{Dep, Syntax},
};
use crate::{
    extract::mentions::Mentions,
    model::{Attribution, Claim, MentionKind, Pos},
};

const MAX_CLIMB: usize = 10;

/// Who says that the event of a trigger happened, if the article does not say it by itself.
pub(super) fn of(syntax: &Syntax<'_>, mentions: &Mentions, quotes: &Quotes, trigger: usize) -> Option<Attribution> {
    let (speaker, verb, claim) = reported(syntax, trigger).or_else(|| quotes.speech(syntax, trigger))?;
    Some(Attribution {
        speaker: mentions.participant(syntax.doc, speaker),
        speech_verb: syntax.doc.lemma(verb).to_owned(),
        is_quoted: quotes.contains(trigger),
        claim,
    })
}

/// The speaker whom the subject pronoun of a reported clause stands for: "the **rebels** said they would disarm".
pub(super) fn speaker_for(syntax: &Syntax<'_>, mentions: &Mentions, pronoun: usize) -> Option<usize> {
    let is_any = |words: [&str; 2]| words.iter().any(|word| syntax.is_written(pronoun, word));
    let is_person = is_any(["he", "she"]);
    let clause = syntax.head(pronoun);
    if !(is_person || is_any(["they", "it"])) || syntax.dep(pronoun) != Dep::Nsubj || syntax.dep(clause) != Dep::Ccomp {
        return None;
    }
    let (speaker, _, _) = by_verb(syntax, syntax.head(clause))?;
    let is_plural = matches!(syntax.doc.tag(speaker), "NNS" | "NNPS") || syntax.child_by(speaker, Dep::Conj).is_some();
    let is_body = mentions.at(speaker).is_some_and(|mention| {
        matches!(mention.kind, MentionKind::Organisation | MentionKind::Group) && mention.role.is_none()
    });
    let is_they = syntax.is_written(pronoun, "they");
    let agrees = (is_plural == is_they || is_they && is_body) && !(is_person && is_body);
    (agrees && speaker < pronoun && syntax.pos(speaker) != Pos::Pron).then_some(speaker)
}

fn reported(syntax: &Syntax<'_>, trigger: usize) -> Option<(usize, usize, Claim)> {
    let mut node = trigger;
    for _ in 0..MAX_CLIMB {
        if let Some(found) = beside(syntax, node) {
            return Some(found);
        }
        let head = syntax.head(node);
        if head == node {
            return None;
        }
        let is_content = matches!(syntax.dep(node), Dep::Ccomp | Dep::Parataxis)
            || (syntax.dep(node) == Dep::Pcomp && head != trigger);
        let verb = if syntax.dep(node) == Dep::Pcomp { syntax.head(head) } else { head };
        if is_content && let Some(found) = by_verb(syntax, verb) {
            return Some(found);
        }
        node = head;
    }
    None
}

/// The speaker of a verb of speech that is not denied itself.
pub(super) fn by_verb(syntax: &Syntax<'_>, verb: usize) -> Option<(usize, usize, Claim)> {
    let claim = syntax.lexicon.grammar.claim(syntax.word(verb)).filter(|_| syntax.is_verb(verb))?;
    if syntax.child_by(verb, Dep::Neg).is_some() {
        return None;
    }
    let speaker = syntax.logical_subject(verb).filter(|speaker| {
        matches!(syntax.pos(*speaker), Pos::Noun | Pos::Propn | Pos::Pron) && !syntax.is_written(*speaker, "it")
    })?;
    Some((speaker, verb, claim))
}

/// "according to the ministry", or a verb of speech in parenthesis, beside a word on the way up.
fn beside(syntax: &Syntax<'_>, node: usize) -> Option<(usize, usize, Claim)> {
    for child in syntax.children(node) {
        if matches!(syntax.dep(child), Dep::Prep | Dep::Advmod | Dep::Advcl) && syntax.is_written(child, "according") {
            let to = syntax.child_by(child, Dep::Prep).unwrap_or(child);
            if let Some(speaker) = syntax.child_by(to, Dep::Pobj) {
                return Some((speaker, child, Claim::Reported));
            }
        }
        if syntax.dep(child) == Dep::Parataxis
            && let Some(found) = by_verb(syntax, child)
        {
            return Some(found);
        }
    }
    None
}
