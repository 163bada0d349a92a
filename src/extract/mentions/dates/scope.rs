//! Which date expression says when an event happened: the nearest one of its own clause, else of the clause above.

use super::tense::{Direction, direction};
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, Syntax, Tag},
    },
    model::{Anchors, DatePrecision, DateSource, DateType, DateValue, Days, EventDate, Mention, Pos},
};

/// How many clauses above an event are searched for its date.
const CLAUSES_ABOVE: usize = 4;

/// The date of the event that a token triggers.
pub(in crate::extract::mentions) fn date_for(
    syntax: &Syntax<'_>,
    trigger: usize,
    dates: &MentionList<DateValue>,
    anchors: &Anchors,
) -> Option<EventDate> {
    if trigger >= syntax.doc.len() {
        return None;
    }
    let scope = Scope { syntax, trigger, dates };
    let stated = scope.in_clause().or_else(|| scope.in_opening_clause(syntax.nearest_verb(trigger)));
    let stated = stated.or_else(|| scope.in_clauses_above());
    if let Some(expression) = stated
        && let Some(days) = expression.what.days
    {
        let span = Some(syntax.span_of(expression.first, expression.last));
        return Some(EventDate { days, source: DateSource::Text, span });
    }
    let day = anchors.at(syntax.span_of(trigger, trigger + 1).start).filter(|_| has_happened(syntax, trigger))?;
    let days = Days { first: day, last: day, precision: DatePrecision::Day };
    Some(EventDate { days, source: DateSource::Published, span: None })
}

/// Whether the clause of a trigger says of something that it has happened.
fn has_happened(syntax: &Syntax<'_>, trigger: usize) -> bool {
    let clause = syntax.nearest_verb(trigger);
    let is_before_that = syntax.children_by(clause, Dep::Aux).any(|token| syntax.is_written(token, "had"));
    match direction(syntax, clause) {
        Direction::Past => !is_before_that,
        Direction::Unknown => clause == trigger,
        Direction::Future => false,
    }
}

/// The dates around one trigger.
struct Scope<'a> {
    syntax: &'a Syntax<'a>,
    trigger: usize,
    dates: &'a MentionList<DateValue>,
}

impl<'a> Scope<'a> {
    /// The nearest expression whose own clause is the trigger's, or that stands under the trigger itself.
    fn in_clause(&self) -> Option<&'a Mention<DateValue>> {
        let (syntax, trigger) = (self.syntax, self.trigger);
        let clause = syntax.nearest_verb(trigger);
        self.nearest(trigger, |head| {
            syntax.doc.is_under(head, trigger) && syntax.is_in_clause_of(head, trigger)
                || syntax.nearest_verb(head) == clause && !self.belongs_to_noun(head, trigger)
        })
    }

    /// "Speaking on Monday, she warned …": a participle before the verb says when.
    fn in_opening_clause(&self, clause: usize) -> Option<&'a Mention<DateValue>> {
        let syntax = self.syntax;
        let mut clauses = syntax.children_by(clause, Dep::Advcl);
        let opening = clauses.find(|token| *token < clause && syntax.tag(*token) == Tag::Vbg)?;
        self.nearest(clause, |head| syntax.nearest_verb(head) == opening)
    }

    /// From a coordinated or subordinate clause the date of the clause above holds too, unless that one only speaks.
    fn in_clauses_above(&self) -> Option<&'a Mention<DateValue>> {
        let syntax = self.syntax;
        let mut clause = syntax.nearest_verb(self.trigger);
        for _ in 0..CLAUSES_ABOVE {
            let is_open =
                matches!(syntax.dep(clause), Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Ccomp | Dep::Acl | Dep::Pcomp);
            let above = syntax.nearest_verb(syntax.head(clause));
            let speaks = !self.is_beside(clause) && self.speaks(above);
            if !is_open || above == clause || speaks || self.is_future(clause) != self.is_future(above) {
                return None;
            }
            let found = self
                .nearest(self.trigger, |head| syntax.nearest_verb(head) == above && !self.belongs_to_noun(head, above));
            let found = found.or_else(|| self.in_opening_clause(above));
            if found.is_some() {
                return found;
            }
            clause = above;
        }
        None
    }

    /// Whether a clause is about the same moment as the one above: "resigned and **left**", "fled, **leaving** all behind".
    fn is_beside(&self, clause: usize) -> bool {
        let syntax = self.syntax;
        let is_bare = || syntax.tag(clause) == Tag::Vbg && syntax.child_by(clause, Dep::Mark).is_none();
        match syntax.dep(clause) {
            Dep::Conj => true,
            Dep::Advcl => is_bare(),
            _ => false,
        }
    }

    /// Whether a verb is one of speech or thought; "continued holding" is not, whoever may continue to say something.
    fn speaks(&self, verb: usize) -> bool {
        let (word, lexicon) = (self.syntax.word(verb), self.syntax.lexicon);
        lexicon.claim(word).is_some() && !lexicon.grammar.transparent.contains(word)
    }

    fn is_future(&self, verb: usize) -> bool {
        direction(self.syntax, verb) == Direction::Future
    }

    /// The nearest expression of a token's sentence whose head passes a test; lengths of time come last.
    fn nearest(&self, token: usize, test: impl Fn(usize) -> bool) -> Option<&'a Mention<DateValue>> {
        let is_usable =
            |date: &&Mention<DateValue>| date.what.days.is_some() && date.what.kind != DateType::Set && test(date.head);
        let dates = self.dates.in_sentence(self.syntax.doc.sentence_of(token)).filter(is_usable);
        dates.min_by_key(|date| (date.what.kind == DateType::Duration, date.first.abs_diff(token)))
    }

    /// "the elections in May": the date belongs to another noun than the trigger, deep in its phrase.
    fn belongs_to_noun(&self, token: usize, trigger: usize) -> bool {
        let syntax = self.syntax;
        let mut noun = syntax.head(token);
        if syntax.pos(noun) == Pos::Adp {
            noun = syntax.head(noun);
        }
        // The object of a verb may carry the date of the verb by the parser's mistake: "launched an attack on Monday".
        let may_carry = matches!(syntax.dep(noun), Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Nsubj | Dep::NsubjPass);
        matches!(syntax.pos(noun), Pos::Noun | Pos::Propn)
            && noun != trigger
            && !syntax.doc.is_under(trigger, noun)
            && !may_carry
    }
}
