//! Who can take part in an event, and what cannot: agents, things, illnesses, nobody in particular.

use crate::{
    extract::{
        mentions::Mentions,
        syntax::{Dep, EntityLabel, Syntax, Tag, pronouns},
    },
    lexicon::NounClass,
    model::{Pos, ReferentKind},
};

/// Whether a token may head a participant: a noun, a name or a pronoun that stands for someone.
pub(super) fn is_participant(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.pos(token) {
        Pos::Noun | Pos::Propn | Pos::Num => !syntax.is_temporal(token),
        Pos::Pron => !matches!(syntax.tag(token), Tag::Wdt | Tag::Wp | Tag::WpPossessive | Tag::Ex),
        Pos::Adj => {
            matches!(syntax.dep(token), Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nsubj | Dep::Csubj | Dep::Pobj)
        }
        _ => false,
    }
}

/// Whether a pronoun stands for nobody in particular.
pub(in crate::extract::events) fn is_anybody(syntax: &Syntax<'_>, token: usize) -> bool {
    is_pronoun(syntax, token, &[pronouns::INDEFINITE, pronouns::GENERIC])
}

/// Whether a participant can act: a state, person, organisation or group.
pub(in crate::extract::events) fn is_agent(syntax: &Syntax<'_>, mentions: &Mentions, token: usize) -> bool {
    let token = syntax.measured(token);
    let entity = syntax.entity(token);
    if matches!(entity, Some(EntityLabel::Money | EntityLabel::Percent)) && syntax.pos(token) == Pos::Num {
        return false;
    }
    let by_mention = mentions.referent(token).is_some_and(|referent| referent.kind.is_actor());
    // "funds" are money, a fund is a body.
    let is_body = syntax.is_in(token, &syntax.lexicon.grammar.agent) && !syntax.is_written(token, "funds");
    by_mention
        || is_body
        || matches!(
            entity,
            Some(EntityLabel::Person | EntityLabel::Organisation | EntityLabel::Nationality | EntityLabel::Place)
        )
        || is_pronoun(syntax, token, &[pronouns::PERSONAL, pronouns::INDEFINITE])
}

/// Whether a participant is a thing by its noun: neither someone nor what stands for someone ("the missile", "the law").
pub(in crate::extract::events) fn is_inert(syntax: &Syntax<'_>, mentions: &Mentions, token: usize) -> bool {
    let noun = syntax.measured(token);
    syntax.pos(noun) == Pos::Noun
        && !syntax.is_in(noun, &syntax.lexicon.grammar.proxy)
        && !may_be_person(syntax, syntax.doc.lemma(noun))
        && !is_agent(syntax, mentions, token)
}

/// Whether a noun phrase is of a class that rules name.
pub(super) fn is_of_class(syntax: &Syntax<'_>, mentions: &Mentions, token: usize, class: NounClass) -> bool {
    let noun = syntax.measured(token);
    let kind = mentions.referent(noun).map(|referent| referent.kind);
    let is_entity = |label: EntityLabel| syntax.pos(noun) == Pos::Propn && syntax.entity(noun) == Some(label);
    match class {
        NounClass::Agent => is_agent(syntax, mentions, token),
        NounClass::Person => {
            kind == Some(ReferentKind::Person)
                || is_entity(EntityLabel::Person)
                || is_pronoun(syntax, noun, &[pronouns::MALE, pronouns::FEMALE, &["them"]])
        }
        NounClass::Place => {
            matches!(kind, Some(ReferentKind::State | ReferentKind::Place)) || is_entity(EntityLabel::Place)
        }
        NounClass::Sum => is_sum(syntax, token),
        NounClass::Thing => {
            syntax.pos(noun) == Pos::Noun
                && !syntax.is_temporal(noun)
                && !is_agent(syntax, mentions, token)
                && !may_be_person(syntax, syntax.doc.lemma(noun))
        }
    }
}

/// Whether a noun phrase is a sum of money: "$5 million", "two crore rupees".
fn is_sum(syntax: &Syntax<'_>, token: usize) -> bool {
    let is_counted = |noun: usize| syntax.child_by(noun, Dep::Nummod).is_some();
    let is_currency = |word: usize| syntax.lexicon.numbers.currency(syntax.doc.word(word)).is_some();
    syntax.entity(token) == Some(EntityLabel::Money)
        || is_counted(token) && is_currency(token)
        || syntax.pos(token) == Pos::Num && syntax.children(token).any(is_currency)
}

/// Whether a participant is an illness or a disaster, or something said about one: "the flu", "the spread of the flu".
pub(in crate::extract::events) fn is_affliction(syntax: &Syntax<'_>, mentions: &Mentions, token: usize) -> bool {
    let noun = syntax.measured(token);
    let names = |noun: usize| {
        syntax.is_in(noun, &syntax.lexicon.grammar.affliction)
            && !mentions.referent(noun).is_some_and(|referent| referent.kind == ReferentKind::Group)
    };
    names(noun)
        || syntax.lexicon.grammar.events.aftermath.contains(syntax.doc.lemma(noun))
            && syntax.objects_behind(noun, &["of"]).any(names)
}

/// Whether a noun that no list knows is formed like one for people: "printers", "lobbyist", "frontman".
fn may_be_person(syntax: &Syntax<'_>, lemma: &str) -> bool {
    const ENDINGS: &[&str] =
        &["er", "or", "ist", "man", "men", "woman", "women", "person", "people", "ian", "eer", "folk"];
    ENDINGS.iter().any(|ending| lemma.ends_with(ending)) && !syntax.lexicon.grammar.events.impersonal.contains(lemma)
}

fn is_pronoun(syntax: &Syntax<'_>, token: usize, classes: &[&[&str]]) -> bool {
    syntax.pos(token) == Pos::Pron && classes.iter().any(|words| syntax.is_any(token, words))
}
