//! Past or future: where the tense of a clause places its event, seen from the day of publication.

use crate::extract::syntax::{Dep, Syntax, Tag};

/// Where a clause places its event, seen from the day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}

/// The tense and aspect of a clause. They tell more than a [`Direction`]: whether the event is news or background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// Simple past: "arrested", "were arrested".
    Past,
    /// Present, or no verb: "accuses", "is accused".
    Present,
    /// Present perfect: "has arrested".
    Perfect,
    /// Background: "had arrested", "who arrested", "previously arrested".
    Background,
    /// Future, obligation or intention.
    Future,
}

/// The tense and aspect of a trigger's clause.
pub(super) fn tense(syntax: &Syntax<'_>, trigger: usize) -> Tense {
    let is_before = |token: usize| {
        syntax
            .children_by(token, Dep::Advmod)
            .any(|adverb| syntax.lexicon.grammar.dates.before.contains(&syntax.doc.word(adverb).to_lowercase()))
    };
    for verb in syntax.upwards(trigger).filter(|above| syntax.is_verb(*above)) {
        let has = |words: &[&str]| syntax.children_by(verb, Dep::Aux).any(|child| syntax.is_any(child, words));
        if is_before(verb) || has(&["had"]) || matches!(syntax.dep(verb), Dep::Relcl | Dep::Acl) {
            return Tense::Background;
        }
        if has(&["has", "have", "'ve", "’ve", "'s", "’s"]) && syntax.tag(verb) == Tag::Vbn {
            return Tense::Perfect;
        }
        if !syntax.is_finite(verb) && !matches!(syntax.dep(verb), Dep::Root) {
            continue;
        }
        // "is accused" is a state of today, though its participle is past.
        let mut auxiliaries = syntax.children_by(verb, Dep::AuxPass);
        let is_state = auxiliaries.any(|child| syntax.is_any(child, &["is", "are", "am", "'s", "’s", "'re", "’re"]));
        return match direction(syntax, verb) {
            Direction::Past if is_state => Tense::Present,
            Direction::Past => Tense::Past,
            Direction::Unknown => Tense::Present,
            Direction::Future => Tense::Future,
        };
    }
    Tense::Present
}

/// Where the clause around a token places its event.
pub(super) fn direction(syntax: &Syntax<'_>, token: usize) -> Direction {
    let mut verbs = syntax.upwards(token).filter(|above| syntax.is_verb(*above));
    verbs.find_map(|verb| direction_of(syntax, verb)).unwrap_or(Direction::Unknown)
}

/// The direction of a verb by its tense and auxiliaries; none where another verb above has to tell.
fn direction_of(syntax: &Syntax<'_>, verb: usize) -> Option<Direction> {
    let lemma = || syntax.doc.lemma(verb).to_lowercase();
    if syntax.tag(verb) == Tag::Vbn
        && let Some(direction) = planned(syntax, &lemma())
    {
        return Some(direction);
    }
    let mut has_to = false;
    let mut is_present = false;
    for auxiliary in syntax.children_among(verb, &[Dep::Aux, Dep::AuxPass]) {
        match syntax.doc.word(auxiliary).to_lowercase().as_str() {
            "will" | "'ll" | "’ll" | "wo" | "shall" | "may" | "might" | "could" | "would" | "should" | "can"
            | "must" => return Some(Direction::Future),
            "had" | "was" | "were" | "did" | "has" | "have" | "'ve" | "’ve" | "been" => return Some(Direction::Past),
            "to" => has_to = true,
            "is" | "are" | "am" | "'s" | "'re" | "’s" | "’re" => is_present = true,
            _ => {}
        }
    }
    match syntax.tag(verb) {
        Tag::Vbd => Some(Direction::Past),
        Tag::Vb if has_to => Some(to_direction(syntax, verb)),
        Tag::Vbg if is_present => Some(Direction::Future),
        Tag::Vbn if is_present => Some(Direction::Past),
        Tag::Vbz | Tag::Vbp => {
            planned(syntax, &lemma()).or_else(|| (syntax.head(verb) == verb).then_some(Direction::Unknown))
        }
        _ => None,
    }
}

/// "plans to visit on Friday" is ahead; "to visit" in a headline too; what was "used to" is past.
fn to_direction(syntax: &Syntax<'_>, verb: usize) -> Direction {
    let head = syntax.head(verb);
    if head == verb {
        return Direction::Future;
    }
    if syntax.lexicon.grammar.dates.not_ahead.contains(&syntax.doc.lemma(head).to_lowercase()) {
        direction_of(syntax, head).unwrap_or(Direction::Past)
    } else {
        Direction::Future
    }
}

fn planned(syntax: &Syntax<'_>, lemma: &str) -> Option<Direction> {
    syntax.lexicon.grammar.dates.planning.contains(lemma).then_some(Direction::Future)
}
