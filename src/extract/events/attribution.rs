//! Who says so: reported speech, "according to", and quotations.

use crate::{
    extract::{
        mentions::Mentions,
        syntax::{Dep, Syntax, pronouns},
    },
    model::{Attribution, Claim, Pos, ReferentKind, SlotSource},
};

const MAX_CLIMB: usize = 10;
/// The sentences before a quotation in which it may have begun.
const CONTINUED: usize = 4;

/// Who says that the event of a trigger happened, if the article does not say it by itself.
pub(super) fn of(syntax: &Syntax<'_>, mentions: &Mentions, trigger: usize) -> Option<Attribution> {
    let (speaker, verb, claim) = reported(syntax, trigger).or_else(|| quoted(syntax, trigger))?;
    Some(Attribution {
        speaker: mentions.participant(syntax, speaker, SlotSource::Speaker),
        speech_verb: syntax.doc.lemma(verb).to_owned(),
        is_quoted: syntax.quotations.contains(trigger),
        claim,
    })
}

/// The speaker who says "I" or "we", by the head of the phrase; `pronoun` is the token of that word.
pub(super) fn speaker_of(syntax: &Syntax<'_>, pronoun: usize) -> Option<usize> {
    let mut speaker = pronoun;
    // "“We said that we regret …,” the minister said": the nearest speaker may be such a pronoun too.
    for _ in 0..CONTINUED {
        if !syntax.is_any(speaker, pronouns::SPEAKER) && !syntax.is_any(speaker, pronouns::SPEAKERS) {
            return Some(speaker);
        }
        let inside = speaker;
        let said = reported(syntax, inside).filter(|(speaker, ..)| *speaker != inside);
        (speaker, _, _) = said.or_else(|| quoted(syntax, inside))?;
    }
    None
}

/// The speaker whom the subject pronoun of a reported clause stands for: "the **rebels** said they would disarm".
pub(super) fn speaker_for(syntax: &Syntax<'_>, mentions: &Mentions, pronoun: usize) -> Option<usize> {
    let is_person = syntax.is_any(pronoun, &["he", "she"]);
    let clause = syntax.head(pronoun);
    let is_subject = syntax.dep(pronoun).is_active_subject() && syntax.dep(clause) == Dep::Ccomp;
    if !(is_person || syntax.is_any(pronoun, &["they", "it"])) || !is_subject {
        return None;
    }
    let (speaker, _, _) = by_verb(syntax, syntax.head(clause))?;
    let is_plural = syntax.tag(speaker).is_plural_noun() || syntax.child_by(speaker, Dep::Conj).is_some();
    let is_body = mentions.referent(speaker).is_some_and(|referent| {
        matches!(referent.kind, ReferentKind::Organisation | ReferentKind::Group) && referent.identity.role.is_none()
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
fn by_verb(syntax: &Syntax<'_>, verb: usize) -> Option<(usize, usize, Claim)> {
    let claim = syntax.lexicon.claim(syntax.word(verb)).filter(|_| syntax.is_verb(verb))?;
    if syntax.child_by(verb, Dep::Neg).is_some() {
        return None;
    }
    let speaker = syntax
        .logical_subject(verb)
        .filter(|speaker| syntax.is_noun_or_pronoun(*speaker) && !syntax.is_written(*speaker, "it"))?;
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

/// The speaker, the verb and its claim of the quotation that a token stands in: "“We …. We will attack,” the **general**
/// said", "the **general** said: “…”", "“…,” the **general** said. “We will attack.”"
fn quoted(syntax: &Syntax<'_>, token: usize) -> Option<(usize, usize, Claim)> {
    if !syntax.quotations.contains(token) {
        return None;
    }
    let quotation = syntax.quotations.around(token);
    let (opening, closing) =
        (syntax.doc.sentence_of(quotation.start), syntax.doc.sentence_of(quotation.end.saturating_sub(1)));
    let beside = |sentence: usize, is_inside: bool| {
        let range = syntax.doc.sentences().get(sentence).cloned().unwrap_or_default();
        range.filter(move |other| {
            syntax.quotations.contains(*other) == is_inside && syntax.quotations.are_beside(*other, token)
        })
    };
    let before = opening.checked_sub(1).filter(|before| beside(*before, true).next().is_some());
    let mut sentences = [Some(closing), Some(opening), before].into_iter().flatten();
    let said = sentences.find_map(|sentence| beside(sentence, false).find_map(|verb| by_verb(syntax, verb)));
    said.or_else(|| continued(syntax, opening))
}

/// The speaker of a quotation that goes on from the sentences before: "“We will attack,” the **general** said. / “We are ready.”"
/// Its sentences, and those in between, are nothing but quotation: a word in quotation marks is not said by whoever spoke before.
fn continued(syntax: &Syntax<'_>, opening: usize) -> Option<(usize, usize, Claim)> {
    let sentence = |number: usize| syntax.doc.sentences().get(number).cloned().unwrap_or_default();
    let is_inside = |token: usize| syntax.quotations.contains(token);
    let is_mark = |token: usize| matches!(syntax.pos(token), Pos::Punct | Pos::Space);
    let is_quotation = |number: usize| sentence(number).all(|token| is_inside(token) || is_mark(token));
    if !is_quotation(opening) {
        return None;
    }
    let mut back = (opening.saturating_sub(CONTINUED)..opening).rev();
    let spoken = back.find(|before| !is_quotation(*before)).map(sentence)?;
    let is_quoted = spoken.clone().any(is_inside);
    spoken.filter(|token| is_quoted && !is_inside(*token)).find_map(|verb| by_verb(syntax, verb))
}
