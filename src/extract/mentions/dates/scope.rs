//! Which date expression says when an event happened: the nearest one of its own clause, else of the clause above.

use jiff::civil::Date;

use super::{
    placed::is_beginning,
    stance::is_beginning_of_other,
    tense::{Direction, Tense, direction, tense},
};
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, Syntax, Tag, prepositions},
    },
    model::{DatePrecision, DateSource, DateType, DateValue, Days, EventDate, Mention, Pos},
};

/// How many clauses above an event are searched for its date.
const CLAUSES_ABOVE: usize = 4;

/// The date of a trigger's event according to its own sentence.
pub(in crate::extract::mentions) fn date_for(
    syntax: &Syntax<'_>,
    trigger: usize,
    dates: &MentionList<DateValue>,
    today: Option<Date>,
) -> Option<EventDate> {
    expression_for(syntax, trigger, dates, today).map(|expression| of_text(syntax, expression, today))
}

/// The expression that dates a trigger's event by the grammar of its own sentence.
pub(in crate::extract::mentions) fn expression_for<'a>(
    syntax: &'a Syntax<'a>,
    trigger: usize,
    dates: &'a MentionList<DateValue>,
    today: Option<Date>,
) -> Option<&'a Mention<DateValue>> {
    if trigger >= syntax.doc.len() {
        return None;
    }
    let trigger = full_verb(syntax, trigger);
    let scope = Scope { syntax, trigger, dates };
    let stated = scope.in_clause().or_else(|| scope.in_participle());
    let stated = stated.or_else(|| scope.in_opening_clause(syntax.nearest_verb(trigger)));
    let stated = stated.or_else(|| scope.in_relative_clause()).or_else(|| scope.in_complement(today));
    let stated = stated.or_else(|| scope.in_clauses_above()).or_else(|| scope.in_clause_carried_on());
    stated.or_else(|| scope.in_clauses_below()).or_else(|| scope.without_verb())
}

/// The verb whose auxiliary a token is, or the token: "**must** leave" is dated as "leave".
fn full_verb(syntax: &Syntax<'_>, token: usize) -> usize {
    if matches!(syntax.dep(token), Dep::Aux | Dep::AuxPass) { syntax.head(token) } else { token }
}

/// The verb of speech that governs a trigger's clause, if the utterance itself is the event: "**said** on Monday that Togo must
/// yield". A clause in the past tense describes something earlier than the utterance.
pub(in crate::extract) fn report(syntax: &Syntax<'_>, trigger: usize) -> Option<usize> {
    let is_open = |verb: &usize| matches!(syntax.dep(*verb), Dep::Conj | Dep::Xcomp | Dep::Ccomp | Dep::Parataxis);
    let trigger = Some(trigger).filter(|trigger| *trigger < syntax.doc.len()).map(|token| full_verb(syntax, token))?;
    let is_utterance = matches!(tense(syntax, trigger), Tense::Present | Tense::Future);
    let mut clause = is_utterance.then(|| syntax.nearest_verb(trigger));
    for _ in 0..CLAUSES_ABOVE {
        let above = clause.filter(is_open).map(|clause| syntax.nearest_verb(syntax.head(clause)))?;
        if speaks(syntax, above) {
            return Some(above);
        }
        clause = Some(above).filter(|above| Some(*above) != clause);
    }
    None
}

/// The date of an event that an expression gives. What has been going on since a day lasts up to `today`.
pub(in crate::extract::mentions) fn of_text(
    syntax: &Syntax<'_>,
    expression: &Mention<DateValue>,
    today: Option<Date>,
) -> EventDate {
    let span = Some(syntax.span_of(expression.first, expression.last));
    let lasts = is_beginning(syntax, expression);
    let up_to = |days: Days| today.filter(|today| lasts && *today > days.last).unwrap_or(days.last);
    let days = expression.what.days.map(|days| Days { last: up_to(days), ..days });
    EventDate { days, source: DateSource::Text, span }
}

/// Whether an expression is only a limit: "until Monday", "by the end of May".
pub(in crate::extract) fn is_deadline(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    let before = date.first.checked_sub(1).into_iter();
    before.chain([syntax.head(date.head)]).any(|token| syntax.is_any(token, prepositions::DEADLINE))
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
                || self.is_before_verb(head, clause)
        })
    }

    /// "the team examining the case **on Tuesday arrested** …": the parser gives the day to the participle before it.
    fn is_before_verb(&self, head: usize, clause: usize) -> bool {
        let syntax = self.syntax;
        let participle = syntax.nearest_verb(head);
        let is_of_subject = syntax.dep(participle) == Dep::Acl && syntax.tag(participle) == Tag::Vbg;
        let ends_before = self.dates.at(head).is_some_and(|date| date.last == clause && date.first > participle);
        is_of_subject && ends_before && syntax.is_finite(clause)
    }

    /// "talks **held on Monday**", "the threat, **received in May**": the clause that says how an event noun took place.
    fn in_participle(&self) -> Option<&'a Mention<DateValue>> {
        let syntax = self.syntax;
        self.nearest(self.trigger, |head| {
            let verb = syntax.nearest_verb(head);
            verb != self.trigger
                && syntax.head(verb) == self.trigger
                && matches!(syntax.dep(verb), Dep::Acl | Dep::Relcl)
                && !self.belongs_to_noun(head, verb)
        })
    }

    /// "agreed to build it **in 2014**": days that are past date the act, although they follow what was yet to be done.
    fn in_complement(&self, today: Option<Date>) -> Option<&'a Mention<DateValue>> {
        let (syntax, verb) = (self.syntax, self.trigger);
        if !syntax.is_verb(verb) || direction(syntax, verb) != Direction::Past {
            return None;
        }
        let is_past = |date: &Mention<DateValue>| date.what.days.is_some_and(|days| Some(days.last) < today);
        let complements = syntax.children_among(verb, &[Dep::Xcomp, Dep::Ccomp]);
        let mut to_be_done = complements.filter(|clause| *clause > verb && syntax.is_infinitive(*clause));
        to_be_done.find_map(|clause| {
            let found =
                self.nearest(verb, |head| syntax.nearest_verb(head) == clause && !self.belongs_to_noun(head, clause));
            found.filter(|date| is_past(date))
        })
    }

    /// "went in 1900 to Harar, **where he met** the king": what a clause behind a comma carries on with.
    fn in_clause_carried_on(&self) -> Option<&'a Mention<DateValue>> {
        let syntax = self.syntax;
        let clause = syntax.nearest_verb(self.trigger);
        let above = syntax.nearest_verb(syntax.head(clause));
        let first = syntax.left_edge(clause, clause);
        let is_behind_comma = first.checked_sub(1).is_some_and(|before| syntax.is_written(before, ","));
        let carries_on = syntax.dep(clause) == Dep::Relcl
            && above < clause
            && above < syntax.head(clause)
            && is_behind_comma
            && is_narrated(syntax, clause)
            && !speaks(syntax, above);
        if !carries_on {
            return None;
        }
        self.nearest(self.trigger, |head| syntax.nearest_verb(head) == above && !self.belongs_to_noun(head, above))
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
            let speaks = !self.is_beside(clause) && speaks(self.syntax, above);
            let is_other_time = !self.is_purpose(clause) && self.is_future(clause) != self.is_future(above);
            if !is_open || above == clause || speaks || is_other_time {
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

    /// "was shot **while speaking on 8 July**", "**when he retired in May**, they invited him".
    fn in_clauses_below(&self) -> Option<&'a Mention<DateValue>> {
        let syntax = self.syntax;
        let is_same_time =
            |clause: &usize| syntax.children(*clause).any(|mark| syntax.is_any(mark, &["when", "while"]));
        let mut clauses = syntax.children_by(self.trigger, Dep::Advcl).filter(is_same_time);
        clauses.find_map(|clause| self.nearest(clause, |head| syntax.nearest_verb(head) == clause))
    }

    /// "in 2016, **when he resigned**": a relative clause has the date that it modifies.
    fn in_relative_clause(&self) -> Option<&'a Mention<DateValue>> {
        let clause = self.syntax.nearest_verb(self.trigger);
        let of = self.syntax.head(clause);
        self.nearest(self.trigger, |head| self.syntax.dep(clause) == Dep::Relcl && head == of)
    }

    /// Where no verb governs the date, as in a headline, it is that of the sentence.
    fn without_verb(&self) -> Option<&'a Mention<DateValue>> {
        self.nearest(self.trigger, |head| !self.syntax.is_verb(self.syntax.nearest_verb(head)))
    }

    /// "met in April **to hold** talks": the purpose has the date of the act.
    fn is_purpose(&self, clause: usize) -> bool {
        self.syntax.dep(clause) == Dep::Advcl && self.syntax.is_infinitive(clause)
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

    fn is_future(&self, verb: usize) -> bool {
        direction(self.syntax, verb) == Direction::Future
    }

    /// The nearest expression of a token's sentence whose head passes a test; durations and expressions without days come
    /// last.
    fn nearest(&self, token: usize, test: impl Fn(usize) -> bool) -> Option<&'a Mention<DateValue>> {
        let is_usable = |date: &&Mention<DateValue>| {
            let DateValue { kind, days, .. } = date.what;
            let says_when = days.is_some() && kind != DateType::Set || kind == DateType::Date;
            let is_limit = is_deadline(self.syntax, date) || is_beginning_of_other(self.syntax, self.trigger, date);
            says_when && test(date.head) && !is_limit
        };
        let dates = self.dates.in_sentence(self.syntax.doc.sentence_of(token)).filter(is_usable);
        dates.min_by_key(|date| {
            let is_exact = date.what.days.is_some() && date.what.kind != DateType::Duration;
            (!is_exact, date.first.abs_diff(token))
        })
    }

    fn belongs_to_noun(&self, token: usize, trigger: usize) -> bool {
        let syntax = self.syntax;
        let labels = |date: &Mention<DateValue>| syntax.head(token) != trigger && is_label(syntax, date);
        belongs_to_noun(syntax, token, trigger) || self.dates.at(token).is_some_and(labels)
    }
}

/// "the regulations **1990**": a year that names a noun.
fn is_label(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    let is_year = date.what.days.is_some_and(|days| days.precision == DatePrecision::Year);
    is_year && date.last - date.first == 1 && matches!(syntax.pos(syntax.head(date.head)), Pos::Noun | Pos::Propn)
}

/// Whether a verb is in the simple past, the tense of narration.
fn is_narrated(syntax: &Syntax<'_>, verb: usize) -> bool {
    let is_had = |child: usize| syntax.is_written(child, "had");
    let mut auxiliaries = syntax.children_among(verb, &[Dep::Aux, Dep::AuxPass]);
    direction(syntax, verb) == Direction::Past && syntax.is_finite(verb) && !auxiliaries.any(is_had)
}

/// Whether a verb is one of speech or thought; "continued holding" is not, whoever may continue to say something.
pub(super) fn speaks(syntax: &Syntax<'_>, verb: usize) -> bool {
    let word = syntax.word(verb);
    syntax.lexicon.claim(word).is_some() && !syntax.lexicon.grammar.transparent.contains(word)
}

/// "the elections in May": the date belongs to another noun than the trigger, deep in its phrase.
pub(super) fn belongs_to_noun(syntax: &Syntax<'_>, token: usize, trigger: usize) -> bool {
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
