//! How a date expression stands to a word of its sentence, and to the day of the text: what its weight as the date of an event
//! depends on. Each trait is a word of `config/dates/weights.tsv`.

use jiff::civil::Date;

pub(in crate::extract) use super::scope::is_deadline;
use super::{
    placed::precision,
    scope::speaks,
    tense::{Tense, tense},
};
use crate::{
    extract::syntax::{Dep, Syntax, prepositions::OF_TIME},
    model::{DatePrecision, DateType, DateValue, Mention, Pos},
};

/// Where an expression stands in the sentence of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct Stance {
    /// Whether the clause of the expression is the word's own one, above, below or beside.
    pub place: &'static str,
    /// What the lower one of two clauses is to the other.
    pub link: &'static str,
}

impl Stance {
    /// Whether the expression belongs to a verb of speech whose content the word is in.
    pub(in crate::extract) fn is_of_report(self) -> bool {
        self.place == "above in a report" && self.link == "content"
    }
}

/// Where an expression stands, seen from a word of the same sentence.
pub(in crate::extract) fn stance(syntax: &Syntax<'_>, word: usize, date: &Mention<DateValue>) -> Stance {
    let (clause, of_date) = (syntax.nearest_verb(word), syntax.nearest_verb(date.head));
    let is_under = |low: usize, high: usize| syntax.doc.is_under(low, high);
    if is_under(date.head, word) {
        let is_own = of_date == clause || of_date == word || !syntax.is_verb(of_date);
        return Stance { place: if is_own { "under" } else { "under in a clause" }, link: "" };
    }
    if clause == of_date {
        return Stance { place: "same clause", link: "" };
    }
    if is_under(clause, of_date) {
        let reports = speaks(syntax, of_date)
            || verbs_between(syntax, clause, of_date).any(|verb| verb != clause && speaks(syntax, verb));
        let place = if reports { "above in a report" } else { "above" };
        return Stance { place, link: link(syntax, clause, of_date) };
    }
    if is_under(of_date, clause) {
        return Stance { place: "below", link: link(syntax, of_date, clause) };
    }
    Stance { place: "beside", link: "" }
}

/// The verbs from one up to, but without, another.
fn verbs_between<'a>(syntax: &'a Syntax<'_>, low: usize, high: usize) -> impl Iterator<Item = usize> + 'a {
    syntax.upwards(low).take_while(move |token| *token != high).filter(|token| syntax.is_verb(*token))
}

/// What the highest clause below a verb is to that verb.
fn link(syntax: &Syntax<'_>, low: usize, high: usize) -> &'static str {
    match verbs_between(syntax, low, high).last().map(|verb| syntax.dep(verb)) {
        Some(Dep::Conj) => "coordinate",
        Some(Dep::Xcomp) => "complement",
        Some(Dep::Ccomp) => "content",
        Some(Dep::Advcl) => "adverbial",
        Some(Dep::Relcl) => "relative",
        Some(Dep::Acl) => "participle",
        Some(Dep::Pcomp) => "gerund",
        Some(Dep::Parataxis) => "inserted",
        _ => "other",
    }
}

/// Whose date an expression may be instead of a word's: that of another noun, deep in its phrase or an argument of the verb.
pub(in crate::extract) fn owner(syntax: &Syntax<'_>, word: usize, date: &Mention<DateValue>) -> &'static str {
    let mut noun = syntax.head(date.head);
    if syntax.pos(noun) == Pos::Adp {
        noun = syntax.head(noun);
    }
    let is_other = matches!(syntax.pos(noun), Pos::Noun | Pos::Propn) && noun != word;
    if !is_other || syntax.doc.is_under(word, noun) {
        return "no noun";
    }
    match syntax.dep(noun) {
        Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Nsubj | Dep::NsubjPass => "argument",
        _ => "noun",
    }
}

/// The word before an expression, if it limits what the expression dates.
pub(in crate::extract) fn word_before(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> &'static str {
    let sentence = syntax.doc.sentences().get(syntax.doc.sentence_of(date.first));
    if sentence.is_some_and(|sentence| sentence.start == date.first) {
        return "nothing";
    }
    let before = date.first.checked_sub(1);
    let found = OF_TIME.iter().find(|word| before.is_some_and(|before| syntax.is_written(before, word)));
    found.copied().unwrap_or("another word")
}

/// How exactly an expression says when.
pub(in crate::extract) fn exactness(what: &DateValue, today: Option<Date>) -> &'static str {
    match what.kind {
        DateType::Duration => return "length",
        DateType::Set => return "repeated",
        DateType::Date | DateType::Time => {}
    }
    match precision(what, today) {
        Some(DatePrecision::Day) => "day",
        Some(DatePrecision::Week) => "week",
        Some(DatePrecision::Month) => "month",
        Some(DatePrecision::Year) => "year",
        Some(_) => "other",
        None => "vague",
    }
}

/// How long before the day of the text the days of an expression are.
pub(in crate::extract) fn age(what: &DateValue, today: Option<Date>) -> &'static str {
    let Some(days) = what.days else {
        return if precision(what, today).is_some() { "unknown" } else { "vague" };
    };
    let Some(today) = today else { return "unknown" };
    if days.first > today {
        return "to come";
    }
    match (today - days.last).get_days() {
        ..=0 => "today",
        1..=7 => "days",
        8..=60 => "weeks",
        61..=365 => "months",
        _ => "years",
    }
}

/// The tense and aspect of a word's clause.
pub(in crate::extract) fn tense_of(syntax: &Syntax<'_>, word: usize) -> &'static str {
    match tense(syntax, word) {
        Tense::Past => "past",
        Tense::Present => "present",
        Tense::Perfect => "perfect",
        Tense::Background => "background",
        Tense::Future => "future",
    }
}

/// Whether an expression dates what somebody says.
pub(in crate::extract) fn dates_report(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    speaks(syntax, syntax.nearest_verb(date.head))
}
