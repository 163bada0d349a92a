//! How a date expression stands to a word of its sentence, and to the day of the text: what its weight as the date of an event
//! depends on. Each trait is a word of `config/dates/weights.tsv`.

use jiff::civil::Date;

pub(in crate::extract) use super::scope::is_deadline;
use super::{
    placed::{is_beginning, precision},
    scope::speaks,
    tense::{Tense, tense},
    words::{which, year},
};
use crate::{
    extract::syntax::{Dep, Syntax, Tag, prepositions::OF_TIME},
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
    /// For the stance of a verb: whether the expression is in a subordinate clause that reports another act, as in "joined the league
    /// that they **founded in 2014**".
    pub(in crate::extract) fn is_of_clause_below(self) -> bool {
        self.place == "under in a clause" && matches!(self.link, "content" | "relative" | "gerund")
    }

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
        let in_clause = || Stance { place: "under in a clause", link: link(syntax, of_date, word) };
        return if is_own { Stance { place: "under", link: "" } } else { in_clause() };
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

/// Whether a "since" phrase does not give the start of the event of a word: it belongs to another event, or is the end of a
/// comparison, as in "the first strike **since 1985**". An event that has lasted since a day is in the clause of that day, and its verb
/// is not in the simple past.
pub(in crate::extract) fn is_beginning_of_other(syntax: &Syntax<'_>, word: usize, date: &Mention<DateValue>) -> bool {
    if !is_beginning(syntax, date) {
        return false;
    }
    let is_beside = syntax.doc.sentence_of(date.head) == syntax.doc.sentence_of(word);
    let is_told = is_beside
        && matches!(
            stance(syntax, word, date),
            Stance { place: "same clause" | "under", .. }
                | Stance { place: "above", link: "coordinate" | "complement" }
        );
    let clause = syntax.nearest_verb(date.head);
    !is_told || syntax.tag(clause) == Tag::Vbd || is_compared(syntax, clause, date)
}

/// Whether the clause has a superlative or "first" before an expression: "the deadliest attack since 2001".
fn is_compared(syntax: &Syntax<'_>, clause: usize, date: &Mention<DateValue>) -> bool {
    let start = syntax.doc.sentences().get(syntax.doc.sentence_of(date.first)).map_or(0, |sentence| sentence.start);
    let mut before = (start..date.first).filter(|token| syntax.nearest_verb(*token) == clause);
    before.any(|token| matches!(syntax.tag(token), Tag::Jjs | Tag::Rbs) || syntax.is_written(token, "first"))
}

/// Whether an expression is a length of time without a start or an end: "sentenced to **two years**", "the **11-day** tour".
pub(in crate::extract) fn is_bare_length(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    let before = date.first.checked_sub(1).into_iter();
    let lasts = before.chain([syntax.head(date.head)]).any(|token| syntax.is_written(token, "for"));
    // "recent years", "the past few weeks".
    let is_of_now = (date.first..date.last).any(|token| {
        let word = syntax.doc.word(token).to_lowercase();
        word == "recent" || which(&word).is_some()
    });
    date.what.kind == DateType::Duration && date.what.days.is_none() && !is_of_now && !lasts
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

/// Prepositions and conjunctions after which another event follows, earlier or later than that of the clause above.
const APART: [&str; 7] = ["after", "amid", "before", "despite", "following", "since", "upon"];

/// Which of a word and an expression follows such a preposition, seen from the other: "resigned on Friday **after** the protest".
pub(in crate::extract) fn apart(syntax: &Syntax<'_>, word: usize, date: &Mention<DateValue>) -> &'static str {
    if is_apart(syntax, word, date.head) {
        "the event"
    } else if is_apart(syntax, date.head, word) {
        "the date"
    } else {
        "none"
    }
}

fn is_apart(syntax: &Syntax<'_>, token: usize, from: usize) -> bool {
    let opens = |word: usize| syntax.is_any(word, &APART);
    let mut above = syntax.upwards(token).take_while(|above| !syntax.doc.is_under(from, *above));
    above
        .any(|above| opens(above) || syntax.dep(above) == Dep::Advcl && syntax.children_by(above, Dep::Mark).any(opens))
}

/// Whether an expression is a year in brackets: "the Summit on Education (2022)".
pub(in crate::extract) fn is_in_brackets(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    let is_year = date.last - date.first == 1 && year(syntax.doc.word(date.first)).is_some();
    is_year && date.first.checked_sub(1).is_some_and(|before| syntax.is_written(before, "("))
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
