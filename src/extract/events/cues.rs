//! Where the cues of a sentence stand, seen from one event: at its trigger, in its clause, elsewhere.

use std::ops::Range;

use smol_str::SmolStr;

use super::syntax::{Dep, Syntax};
use crate::{
    lexicon::{
        cues::{Cue, Hit, Scope},
        key,
    },
    model::{Event, EventType, Pos},
};

/// Prepositions that open a circumstance.
const CIRCUMSTANCES: &[&str] =
    &["after", "amid", "amidst", "before", "despite", "during", "following", "since", "upon"];

/// The cues of one sentence.
#[derive(Debug)]
pub(super) struct Found<'a> {
    syntax: &'a Syntax<'a>,
    sentence: Range<usize>,
    hits: Vec<Hit>,
}

impl<'a> Found<'a> {
    /// Looks for every cue of the lexicon.
    pub fn in_sentence(syntax: &'a Syntax<'a>, sentence: Range<usize>) -> Self {
        let cues = &syntax.lexicon.cues;
        let tokens: Vec<_> = sentence.clone().map(|token| words_of(syntax, token)).collect();
        let mut hits = cues.find(&tokens);
        let hiding: Vec<(Hit, &Cue)> = hits
            .iter()
            .filter_map(|hit| Some((*hit, &cues.row(hit.cue)?.0)))
            .filter(|(_, cue)| matches!(cue, Cue::Mode { mode: None, .. } | Cue::Context(None)))
            .collect();
        hits.retain(|hit| {
            let cue = cues.row(hit.cue).map(|row| &row.0);
            !hiding.iter().any(|(long, hider)| is_hidden(hit, cue, long, hider))
        });
        Self { syntax, sentence, hits }
    }

    /// The tokens that belong to an event.
    pub fn area(&self, event: &Event) -> Area {
        Area::of(self.syntax, event, &self.sentence)
    }

    /// The cues that stand near enough to an event's trigger.
    pub fn around(&self, area: &Area) -> Vec<Near<'a>> {
        let near = self.hits.iter().filter_map(|hit| {
            let (cue, scope) = self.syntax.lexicon.cues.row(hit.cue)?;
            let tokens = self.sentence.start + hit.first..self.sentence.start + hit.last;
            area.has(*scope, &tokens).then(|| Near {
                cue,
                scope: *scope,
                length: hit.last - hit.first,
                distance: tokens.start.abs_diff(area.trigger),
                holds_trigger: tokens.contains(&area.trigger),
            })
        });
        near.collect()
    }

    /// The countries of the places in which an event's own clause says that it is.
    pub fn places(&self, area: &Area) -> Vec<SmolStr> {
        let syntax = self.syntax;
        let is_place = |token: &&usize| {
            let preposition = syntax.head(**token);
            syntax.dep(**token) == Dep::Pobj
                && (syntax.is_written(preposition, "in") || syntax.is_written(preposition, "at"))
                && syntax.doc.entity_at(**token).is_some_and(|entity| syntax.doc.entity_type(entity) == "GPE")
        };
        let country = |token: &usize| {
            let entity = syntax.doc.entity_at(*token)?;
            let name = syntax.doc.slice(entity.first, entity.last);
            Some(syntax.lexicon.actors.name(&key(name))?.code.clone())
        };
        let mut countries: Vec<SmolStr> = area.near.iter().filter(is_place).filter_map(country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }
}

/// A cue that stands near enough to a trigger.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near<'a> {
    pub cue: &'a Cue,
    pub scope: Scope,
    /// In tokens.
    pub length: usize,
    /// From the trigger, in tokens.
    pub distance: usize,
    /// Whether the trigger is one of its words.
    pub holds_trigger: bool,
}

/// The lemma and the form of a token as numbers; nothing for a hyphen. Capitals hide plurals from the lemmatizer.
fn words_of(syntax: &Syntax<'_>, token: usize) -> Option<[u32; 2]> {
    let form = syntax.doc.word(token);
    if matches!(form, "-" | "–" | "‑") {
        return None;
    }
    let cues = &syntax.lexicon.cues;
    let lemma = syntax.doc.lemma(token);
    let mut number = cues.word(lemma);
    if number == 0 && syntax.pos(token) == Pos::Propn {
        number = lemma.strip_suffix(['s', 'S']).map_or(0, |singular| cues.word(singular));
    }
    Some([number, cues.word(form)])
}

/// Whether a longer phrase, which stands for nothing, takes a phrase of the same kind in.
fn is_hidden(hit: &Hit, cue: Option<&Cue>, long: &Hit, hider: &Cue) -> bool {
    let is_same_kind = match (cue, hider) {
        (Some(Cue::Mode { event_type, .. }), Cue::Mode { event_type: other, .. }) => event_type == other,
        (Some(Cue::Context(_)), Cue::Context(_)) => true,
        _ => false,
    };
    is_same_kind && long.first <= hit.first && hit.last <= long.last && long.last - long.first > hit.last - hit.first
}

/// The tokens that belong to an event's own clause, and to that with all below it.
#[derive(Debug)]
pub(super) struct Area {
    trigger: usize,
    means: Vec<usize>,
    near: Vec<usize>,
    clause: Vec<usize>,
}

impl Area {
    fn of(syntax: &Syntax<'_>, event: &Event, sentence: &Range<usize>) -> Self {
        let trigger = event.trigger;
        let verbal = is_verbal(event.event_type);
        let verb = verb_of(syntax, trigger);
        let subject = syntax.logical_subject(verb);
        let roots = [Some(trigger), Some(verb), subject, above(syntax, verb)].into_iter().flatten();
        let mut near = Vec::new();
        let mut clause = Vec::new();
        for root in roots {
            collect(syntax, root, &mut near, &|token| !opens_clause(syntax, token));
            let is_content = |token| !(is_other_act(syntax, token) || verbal && is_circumstance(syntax, token));
            collect(syntax, root, &mut clause, &is_content);
        }
        near.retain(|token| sentence.contains(token));
        let is_recipient = |token: &usize| {
            let start = syntax.doc.tokens().get(*token).map_or(0, |token| token.start as usize);
            *token != trigger && event.recipients.iter().any(|one| (one.span.start..one.span.end).contains(&start))
        };
        let means = near.iter().copied().filter(|token| !is_recipient(token)).collect();
        Self { trigger, means, near, clause }
    }

    fn has(&self, scope: Scope, tokens: &Range<usize>) -> bool {
        let within = |area: &[usize]| area.contains(&tokens.start) && area.contains(&(tokens.end - 1));
        match scope {
            Scope::Trigger => tokens.contains(&self.trigger),
            Scope::Means => within(&self.means),
            Scope::Near => within(&self.near),
            Scope::Clause => within(&self.clause),
            Scope::Sentence => true,
        }
    }
}

/// Adds a token and all below it, but for what is left out.
fn collect(syntax: &Syntax<'_>, root: usize, found: &mut Vec<usize>, is_in: &dyn Fn(usize) -> bool) {
    let mut open = vec![root];
    while let Some(token) = open.pop() {
        if !found.contains(&token) {
            found.push(token);
            open.extend(syntax.children(token).filter(|child| is_in(*child)));
        }
    }
}

/// The verb of a trigger's clause: the trigger, or the verb above a noun that stands in a noun's place.
fn verb_of(syntax: &Syntax<'_>, trigger: usize) -> usize {
    let mut node = trigger;
    while !syntax.is_verb(node) {
        let climbs = matches!(
            syntax.dep(node),
            Dep::Dobj
                | Dep::Pobj
                | Dep::Prep
                | Dep::Nsubj
                | Dep::NsubjPass
                | Dep::Agent
                | Dep::Attr
                | Dep::Acomp
                | Dep::Conj
                | Dep::Compound
                | Dep::Dative
        );
        let head = syntax.head(node);
        if !climbs || head == node {
            return trigger;
        }
        node = head;
    }
    node
}

/// The verb whose purpose a verb tells: "**used** tear gas to disperse".
fn above(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let is_purpose = matches!(syntax.dep(verb), Dep::Xcomp | Dep::Advcl) && syntax.is_infinitive(verb);
    Some(syntax.head(verb)).filter(|head| is_purpose && syntax.is_verb(*head))
}

/// Whether a token heads a clause of its own: a finite one, or one in coordination.
fn opens_clause(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.dep(token) {
        Dep::Relcl | Dep::Ccomp | Dep::Parataxis => true,
        Dep::Advcl | Dep::Acl => !syntax.tag_is(token, "VBG") && !syntax.tag_is(token, "VBN"),
        Dep::Conj => syntax.is_verb(token),
        _ => false,
    }
}

/// Whether events of a type are words about another act, which the clause is then about.
pub(super) const fn is_verbal(event_type: EventType) -> bool {
    matches!(event_type, EventType::Request | EventType::Reject | EventType::Threaten)
}

/// Whether a token opens what tells when or why something was said, not what: "after weeks of talks", "as the vote began".
fn is_circumstance(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.dep(token) {
        Dep::Advcl => !syntax.is_infinitive(token),
        Dep::Prep => CIRCUMSTANCES.iter().any(|word| syntax.is_written(token, word)),
        _ => false,
    }
}

/// Whether a token heads an act beside that of the clause, rather than one that the clause is about.
fn is_other_act(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.dep(token) {
        Dep::Parataxis => true,
        Dep::Conj => syntax.is_verb(token) && !syntax.is_infinitive(token),
        _ => false,
    }
}
