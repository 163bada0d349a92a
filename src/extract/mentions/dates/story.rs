//! The day of an article's news, and the day of publication for events that the article reports as news of that day.

use jiff::civil::Date;

use super::{
    placed::{is_beginning, precision},
    scope::{belongs_to_noun, is_deadline, of_text},
    tense::{Tense, tense},
};
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, Syntax, Tag},
    },
    model::{CleanText, DatePrecision, DateSource, DateValue, Days, EventDate, Mention, SectionKind},
};

/// Number of sentences of the body in which the day of the news is looked for.
const LEAD: usize = 6;
/// Number of sentences of the body that must name no past day or week for an event to have the day of the text.
const BEGINNING: usize = 10;
/// Number of sentences of the body whose events are news where the text gives no day.
const OPENING: usize = 2;
/// The day of the news is at most this many days before that of the text.
const NEWS_DAYS: i32 = 60;
/// What is more than this many days past is no news at all.
const DISTANT_DAYS: i32 = 365;

/// When the story of a document happened.
#[derive(Debug, Clone, Default)]
pub(in crate::extract::mentions) struct Story {
    /// The number of the expression that names the day of the news.
    pub(in crate::extract::mentions) news: Option<usize>,
    /// The sentence behind those whose events are news.
    opening_end: usize,
    /// Whether one of the first [`BEGINNING`] sentences of the body names a past day or week, on which the news may have happened.
    names_past: bool,
}

impl Story {
    /// Reads the days of a document.
    pub(in crate::extract::mentions) fn new(
        syntax: &Syntax<'_>,
        dates: &MentionList<DateValue>,
        clean: &CleanText,
    ) -> Self {
        let sentences = syntax.doc.sentences();
        let is_body = |sentence: &usize| {
            let start = sentences.get(*sentence).map_or(0, |tokens| tokens.start);
            clean.section_kind_at(syntax.span(start).start) == SectionKind::Body
        };
        let body: Vec<usize> = (0..sentences.len()).filter(is_body).collect();
        let lead = body.iter().take(LEAD).flat_map(|sentence| dates.of_sentence(*sentence));
        let is_news = |date: &Mention<DateValue>| is_day(date, clean.anchors.at(syntax.span(date.first).start));
        let beginning = body.iter().take(BEGINNING).flat_map(|sentence| dates.of_sentence(*sentence));
        let names_past = beginning.into_iter().any(|(_, date)| {
            let today = clean.anchors.at(syntax.span(date.first).start);
            let is_to_come = date.what.days.zip(today).is_some_and(|(days, today)| days.first > today);
            matches!(precision(&date.what, today), Some(DatePrecision::Day | DatePrecision::Week)) && !is_to_come
        });
        let news = lead.into_iter().find(|(_, date)| is_news(date)).map(|(number, _)| number);
        Self { news, opening_end: body.get(OPENING).copied().unwrap_or(sentences.len()), names_past }
    }

    /// What dates a verb in the simple past that carries on a sentence about the distant past: "seized power in 1966. He then
    /// **arrested** the senators."
    pub(in crate::extract::mentions) fn carried_on(
        syntax: &Syntax<'_>,
        trigger: usize,
        dates: &MentionList<DateValue>,
        today: Option<Date>,
    ) -> Option<EventDate> {
        let sentence = syntax.doc.sentence_of(trigger);
        let carries_on = syntax.is_verb(trigger)
            && tense(syntax, trigger) == Tense::Past
            && dates.in_sentence(sentence).next().is_none();
        let is_distant = |date: &&Mention<DateValue>| {
            let verb = syntax.nearest_verb(date.head);
            let is_limit = is_deadline(syntax, date) || is_beginning(syntax, date) || is_measure(syntax, date);
            let days = date.what.days.filter(|_| !is_limit && !belongs_to_noun(syntax, date.head, verb));
            days.zip(today).is_some_and(|(days, today)| (today - days.last).get_days() > DISTANT_DAYS)
        };
        let before = sentence.checked_sub(1).filter(|_| carries_on)?;
        dates.in_sentence(before).find(is_distant).map(|date| of_text(syntax, date, None))
    }

    /// The day of the text, where it reports news of the day: in its opening, where neither the sentence nor the beginning of the text
    /// names a past day or week, something that has happened and has not been going on for some time.
    pub(in crate::extract::mentions) fn published(
        &self,
        syntax: &Syntax<'_>,
        trigger: usize,
        dates: &MentionList<DateValue>,
        clean: &CleanText,
    ) -> Option<EventDate> {
        let sentence = syntax.doc.sentence_of(trigger);
        let today = clean.anchors.at(syntax.span(trigger).start);
        // Here a past limit counts as well: "fought **until late last night**".
        let has_begun = |date: &Mention<DateValue>| date.what.days.is_some_and(|days| Some(days.first) <= today);
        let is_news = self.news.is_none()
            && !self.names_past
            && is_news(syntax, trigger)
            && dates.of_sentence(sentence).all(|(_, date)| !has_begun(date))
            && !goes_on(syntax, trigger)
            && sentence < self.opening_end
            && matches!(tense(syntax, trigger), Tense::Past | Tense::Present | Tense::Perfect);
        let day = today.filter(|_| is_news)?;
        let days = Days { first: day, last: day, precision: DatePrecision::Day };
        Some(EventDate { days: Some(days), source: DateSource::Published, span: None })
    }
}

/// Whether an expression is what something is compared with: "rose by a third **from 2018**".
fn is_measure(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    date.first.checked_sub(1).is_some_and(|before| syntax.is_any(before, &["from", "than"]))
}

/// Whether an expression names a day that is past and recent.
fn is_day(date: &Mention<DateValue>, today: Option<Date>) -> bool {
    let is_recent = |days: Days| today.is_none_or(|today| (0..=NEWS_DAYS).contains(&(today - days.last).get_days()));
    precision(&date.what, today) == Some(DatePrecision::Day) && date.what.days.is_none_or(is_recent)
}

/// Whether a word reports the news of its sentence: a verb that no other clause only qualifies, or the object of such a verb if that is a
/// support verb ("made a **request**"). A noun elsewhere ("follows a **demand**") and a relative clause may be about any time.
fn is_news(syntax: &Syntax<'_>, trigger: usize) -> bool {
    let is_object = syntax.dep(trigger) == Dep::Dobj;
    let is_known = || syntax.child_by(trigger, Dep::Poss).is_some();
    let verb = match syntax.is_verb(trigger) {
        true => trigger,
        false if is_object && !is_known() && syntax.lexicon.grammar.is_support(syntax.word(syntax.head(trigger))) => {
            syntax.head(trigger)
        }
        false => return false,
    };
    syntax.upwards(verb).all(|clause| {
        let is_aside = || syntax.tag(clause) == Tag::Vbg && syntax.child_by(clause, Dep::Mark).is_none();
        syntax.is_verb(clause)
            && match syntax.dep(clause) {
                Dep::Root | Dep::Conj | Dep::Xcomp | Dep::Ccomp | Dep::Parataxis | Dep::Aux | Dep::AuxPass => true,
                Dep::Advcl => syntax.is_infinitive(clause) || is_aside(),
                _ => false,
            }
    })
}

/// Whether a verb tells what has been going on for some time: "**has been lobbying**", "have detained hundreds **since launching** …".
fn goes_on(syntax: &Syntax<'_>, trigger: usize) -> bool {
    let is_since = |clause: usize| syntax.children(clause).any(|mark| syntax.is_written(mark, "since"));
    syntax.upwards(trigger).filter(|verb| syntax.is_verb(*verb)).any(|verb| {
        let is_progressive = syntax.tag(verb) == Tag::Vbg
            && syntax.children_by(verb, Dep::Aux).any(|aux| syntax.is_written(aux, "been"));
        is_progressive || syntax.children(verb).any(|child| syntax.is_written(child, "since") || is_since(child))
    })
}
