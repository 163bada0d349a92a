//! The timeline of a story: the date of each sentence, and the day of the news. Events without a date in their own sentence take
//! theirs from here.

use jiff::civil::Date;

use super::{
    placed::{is_beginning, precision},
    scope::{belongs_to_noun, is_deadline, is_label, of_text, speaks},
    tense::{Direction, Tense, direction, tense},
};
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, Syntax, Tag},
    },
    model::{CleanText, DatePrecision, DateSource, DateType, DateValue, Days, EventDate, Mention, Pos, SectionKind},
};

/// Number of sentences of the body in which the day of the news is looked for.
const LEAD: usize = 6;
/// Number of sentences of the body whose events are news where the text gives no day.
const OPENING: usize = 2;
/// The day of the news is at most this many days before that of the text.
const NEWS_DAYS: i32 = 60;
/// Number of sentences that a day reaches. A longer time, or a day more than [`NEWS_DAYS`] back, reaches only events in the simple
/// past in the next sentence.
const REACH: usize = 3;

/// The days of a story, by sentence.
#[derive(Debug, Clone, Default)]
pub(in crate::extract::mentions) struct Story {
    /// What is dated by any clause, also by that of a report.
    words: Thread,
    /// What is dated by the clauses of acts alone: what is reported on a day need not have happened on it.
    acts: Thread,
    /// The first sentence of the body. The headlines before it report past events in the present tense.
    body_start: usize,
    /// The sentence behind those whose events are news.
    opening_end: usize,
    /// Whether each sentence contains a past date, whichever event it dates. Its other events take no date from elsewhere.
    has_days: Vec<bool>,
}

/// What dates a sentence.
#[derive(Debug, Clone, Copy)]
struct Scene {
    /// The number of the expression.
    number: usize,
    /// Whether the expression names days exactly, the last at most [`NEWS_DAYS`] before the day of the text.
    is_day: bool,
}

/// One way through the days of a story. Numbers are those of expressions.
#[derive(Debug, Clone, Default)]
struct Thread {
    /// What dates each sentence.
    scenes: Vec<Option<Scene>>,
    /// The day of the news.
    news: Option<usize>,
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
        let mut body = (0..sentences.len()).filter(is_body).peekable();
        let body_start = body.peek().copied().unwrap_or(sentences.len());
        let opening_end = body.nth(OPENING).unwrap_or(sentences.len());
        let lead_end = body.nth(LEAD - OPENING - 1).unwrap_or(sentences.len());
        let anchor_of = |date: &Mention<DateValue>| clean.anchors.at(syntax.span(date.first).start);
        let is_near = |date: &Mention<DateValue>| {
            let age = |days: Days| anchor_of(date).map_or(0, |anchor| (anchor - days.last).get_days());
            precision(&date.what, anchor_of(date)) == Some(DatePrecision::Day)
                && date.what.days.is_none_or(|days| age(days) <= NEWS_DAYS)
        };
        let thread = |is_of: &dyn Fn(&Mention<DateValue>) -> bool| {
            let scene = |sentence: usize| {
                let mut all = dates.of_sentence(sentence);
                let found = all.find(|(_, date)| is_scene(syntax, date, anchor_of(date)) && is_of(date));
                found.map(|(number, date)| Scene { number, is_day: is_near(date) })
            };
            let scenes: Vec<Option<Scene>> = (0..sentences.len()).map(scene).collect();
            let news = scenes.iter().take(lead_end).flatten().find(|scene| scene.is_day).map(|scene| scene.number);
            Thread { scenes, news }
        };
        let names_days = |sentence: usize| {
            let is_past = |date: &Mention<DateValue>| {
                date.what.days.is_none_or(|days| anchor_of(date).is_none_or(|anchor| days.first <= anchor))
                    && precision(&date.what, anchor_of(date)).is_some()
            };
            dates.of_sentence(sentence).any(|(_, date)| is_past(date) && !is_deadline(syntax, date))
        };
        let has_days = (0..sentences.len()).map(names_days).collect();
        let is_of_act = |date: &Mention<DateValue>| !speaks(syntax, syntax.nearest_verb(date.head));
        Self { words: thread(&|_| true), acts: thread(&is_of_act), body_start, opening_end, has_days }
    }

    /// Whether the sentence of a trigger contains a past date, whichever event it belongs to.
    pub(in crate::extract::mentions) fn names_days(&self, syntax: &Syntax<'_>, trigger: usize) -> bool {
        self.has_days.get(syntax.doc.sentence_of(trigger)) == Some(&true)
    }

    /// The date that an event takes from the sentences around its own: that of the scene, else the day of the news. A verbal
    /// act may take the date of a report.
    pub(in crate::extract::mentions) fn date_for(
        &self,
        syntax: &Syntax<'_>,
        trigger: usize,
        is_verbal: bool,
        dates: &MentionList<DateValue>,
    ) -> Option<EventDate> {
        let sentence = syntax.doc.sentence_of(trigger);
        if self.names_days(syntax, trigger) {
            return None;
        }
        // What is going on now is not what happened on the day of the news.
        let tense = tense(syntax, trigger);
        let is_present = sentence >= self.body_start && tense == Tense::Present;
        let is_narrated = !is_bare_noun(syntax, trigger)
            && match tense {
                Tense::Past | Tense::Present => true,
                Tense::Perfect => sentence < self.opening_end,
                Tense::Background | Tense::Future => false,
            };
        let thread = if is_verbal { &self.words } else { &self.acts };
        let scene = |back: usize| {
            let scene = sentence.checked_sub(back).and_then(|before| thread.scenes.get(before).copied().flatten())?;
            (scene.is_day || back == 1 && tense == Tense::Past).then_some(scene.number)
        };
        let number = (1..=REACH).find_map(scene).or(thread.news.filter(|_| !is_present)).filter(|_| is_narrated)?;
        dates.get(number).map(|date| of_text(syntax, date, None))
    }

    /// The day of the text, where it reports news of the day: in its opening, in a sentence that names no past day, something that has
    /// happened and has not been going on for some time.
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
        let is_news = self.words.news.is_none()
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

/// Whether a word is a noun that nothing determines, and so names no event of which the story tells: "faces **charges**". The
/// object of a verb in the past does: "expressed **gratitude**".
fn is_bare_noun(syntax: &Syntax<'_>, token: usize) -> bool {
    let is_told = syntax.dep(token) == Dep::Dobj && syntax.tag(syntax.head(token)) == Tag::Vbd;
    let is_noun = syntax.pos(token) == Pos::Noun;
    is_noun && !is_told && syntax.children_among(token, &[Dep::Det, Dep::Poss, Dep::Nummod]).next().is_none()
}

/// Whether a word tells the news of its sentence: a verb that no other clause only qualifies, or the object of such a verb
/// ("made a **request**"). A noun elsewhere ("responding to **accusations**") and a relative clause may be about any time.
fn is_news(syntax: &Syntax<'_>, trigger: usize) -> bool {
    let is_object = syntax.dep(trigger) == Dep::Dobj;
    let is_known = || syntax.child_by(trigger, Dep::Poss).is_some();
    let verb = match syntax.is_verb(trigger) {
        true => trigger,
        false if is_object && !is_known() => syntax.head(trigger),
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

/// Whether an expression dates its sentence: it is past, is no deadline, and modifies neither a noun nor a clause about one.
fn is_scene(syntax: &Syntax<'_>, date: &Mention<DateValue>, anchor: Option<Date>) -> bool {
    let verb = syntax.nearest_verb(date.head);
    let has_been = |days: Days| anchor.is_none_or(|anchor| days.first <= anchor);
    matches!(date.what.kind, DateType::Date | DateType::Time)
        && precision(&date.what, anchor).is_some()
        && date.what.days.is_none_or(has_been)
        && !is_deadline(syntax, date)
        && !is_beginning(syntax, date)
        && !is_label(syntax, date)
        && !(syntax.is_verb(verb) && belongs_to_noun(syntax, date.head, verb))
        && direction(syntax, date.head) != Direction::Future
        && syntax.upwards(verb).all(|above| !matches!(syntax.dep(above), Dep::Relcl | Dep::Acl))
}
