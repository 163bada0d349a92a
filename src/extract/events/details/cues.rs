//! Where the cues of a sentence stand, seen from one event: at its trigger, in its clause, elsewhere.

use std::ops::Range;

use crate::{
    extract::{
        events::draft::Draft,
        syntax::{Dep, EntityLabel, Syntax, prepositions},
    },
    lexicon::{
        cues::{Cue, Hit, Scope},
        key,
    },
    model::{Country, EventType, Pos},
};

/// The cues of one sentence.
#[derive(Debug)]
pub(in crate::extract::events) struct SentenceCues<'a> {
    syntax: &'a Syntax<'a>,
    sentence: Range<usize>,
    hits: Vec<Hit>,
}

impl<'a> SentenceCues<'a> {
    /// Looks for every cue of the lexicon.
    pub(crate) fn find(syntax: &'a Syntax<'a>, sentence: Range<usize>) -> Self {
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
    pub(crate) fn area(&self, draft: &Draft<'_>) -> Area {
        Area::of(self.syntax, draft, &self.sentence)
    }

    /// The cues that stand near enough to an event's trigger.
    pub(crate) fn around(&self, area: &Area) -> Vec<Near<'a>> {
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
    pub(crate) fn places(&self, area: &Area) -> Vec<Country> {
        let syntax = self.syntax;
        let is_place = |token: &&usize| {
            let preposition = syntax.head(**token);
            syntax.dep(**token) == Dep::Pobj
                && syntax.is_any(preposition, &["in", "at"])
                && syntax.entity(**token) == Some(EntityLabel::Place)
        };
        let country = |token: &usize| {
            let entity = syntax.doc.entity_at(*token)?;
            let name = syntax.doc.slice(entity.first, entity.last);
            syntax.lexicon.actors.name(&key(name))?.country
        };
        let mut countries: Vec<Country> = area.near.iter().filter(is_place).filter_map(country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }
}

/// A cue that stands near enough to a trigger.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract::events) struct Near<'a> {
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
pub(in crate::extract::events) struct Area {
    trigger: usize,
    means: Vec<usize>,
    near: Vec<usize>,
    clause: Vec<usize>,
}

impl Area {
    fn of(syntax: &Syntax<'_>, draft: &Draft<'_>, sentence: &Range<usize>) -> Self {
        let trigger = draft.trigger();
        let verbal = is_verbal(draft.event_type);
        let verb = syntax.verb_of_argument(trigger);
        let subject = syntax.logical_subject(verb);
        let roots = [Some(trigger), Some(verb), subject, syntax.verb_of_purpose(verb)].into_iter().flatten();
        let mut near = Vec::new();
        let mut clause = Vec::new();
        for root in roots {
            collect(syntax, root, &mut near, &|token| !syntax.opens_clause(token));
            let is_content = |token| !(is_other_act(syntax, token) || verbal && is_circumstance(syntax, token));
            collect(syntax, root, &mut clause, &is_content);
        }
        near.retain(|token| sentence.contains(token));
        let is_recipient = |token: &usize| {
            let start = syntax.span(*token).start;
            *token != trigger && draft.recipients.iter().any(|one| (one.span.start..one.span.end).contains(&start))
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

/// Whether events of a type are words about another act, which the clause is then about.
pub(super) const fn is_verbal(event_type: EventType) -> bool {
    matches!(event_type, EventType::Request | EventType::Reject | EventType::Threaten)
}

/// Whether a token opens a phrase that says when or why something was said, not what: "after weeks of talks", "as the vote began".
fn is_circumstance(syntax: &Syntax<'_>, token: usize) -> bool {
    match syntax.dep(token) {
        Dep::Advcl => !syntax.is_infinitive(token),
        Dep::Prep => syntax.is_any(token, prepositions::CIRCUMSTANCE),
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
