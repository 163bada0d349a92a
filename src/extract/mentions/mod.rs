//! Document → who, where and when.

mod actor;
mod attach;
mod calendar;
mod chains;
mod dates;
mod describe;
mod known_names;
mod names;
mod people;
mod phrase;
mod profile;
mod pronouns;
mod resolve;
mod timex;
mod timex_relative;
mod wording;

pub use actor::{actor, listed_person};
pub use dates::{DateAnchor, DateExpression, DateType};

use crate::{
    lexicon::Lexicon,
    model::{Article, CleanText, Doc, EventDate, Mention, Participant, Pos, Span},
};

/// Who is mentioned in a document, and when things happened.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    all: Vec<Mention>,
    /// For every token, the number of its mention.
    by_token: Vec<Option<u32>>,
    /// For every sentence, the numbers of its mentions in their order.
    by_sentence: Vec<Vec<usize>>,
    dates: Vec<DateExpression>,
    published: Option<jiff::civil::Date>,
}

/// Finds and resolves every noun phrase and date of a document.
pub fn find(doc: &Doc, article: &Article, _clean: &CleanText, lexicon: &Lexicon) -> Mentions {
    let published = article.published_at.map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).date());
    let month = published.map(|date| format!("{:04}-{:02}", date.year(), date.month()));
    let found = resolve::mentions(doc, &lexicon.actors, month.as_deref());
    Mentions { dates: dates::find(doc, published), published, ..found }
}

impl Mentions {
    /// All mentions in the order of their heads.
    pub fn all(&self) -> &[Mention] {
        &self.all
    }

    /// The mention that a token heads, or whose name the token is part of.
    pub fn at(&self, token: usize) -> Option<&Mention> {
        let number = (*self.by_token.get(token)?)?;
        self.all.get(number as usize)
    }

    /// The mentions whose heads stand in a sentence, in the order of [`Self::all`].
    pub fn in_sentence(&self, sentence: usize) -> impl DoubleEndedIterator<Item = &Mention> {
        let numbers = self.by_sentence.get(sentence).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(|number| self.all.get(*number))
    }

    /// A noun phrase, by its head token, as a participant of an event. What does not act has neither country nor sector.
    pub fn participant(&self, doc: &Doc, token: usize) -> Participant {
        let mention = self.at(token);
        let (first, last) = mention.map_or_else(|| phrase::bounds(doc, token), |mention| (mention.first, mention.last));
        Participant {
            span: span_of(doc, first, last),
            name: mention.and_then(|mention| mention.name.clone()),
            country: mention.and_then(|mention| mention.country.clone()),
            sectors: mention.map(|mention| mention.sectors.clone()).unwrap_or_default(),
            role: mention.and_then(|mention| mention.role.clone()),
        }
    }

    /// When the event of a trigger happened or is to happen.
    pub fn date_for(&self, doc: &Doc, trigger: usize) -> Option<EventDate> {
        attach::date_for(doc, trigger, &self.dates, self.published)
    }

    /// All date expressions, in order.
    pub fn dates(&self) -> &[DateExpression] {
        &self.dates
    }
}

/// The code of an actor as CAMEO writes it: the country's or international code, then the sectors.
///
/// ```
/// use dateline::extract::mentions::actor_code;
/// assert_eq!(actor_code(Some("USA"), &["GOV".into()]).as_deref(), Some("USAGOV"));
/// assert_eq!(actor_code(None, &[]), None);
/// ```
pub fn actor_code(country: Option<&str>, sectors: &[smol_str::SmolStr]) -> Option<String> {
    let code: String = country.into_iter().chain(sectors.iter().map(smol_str::SmolStr::as_str)).collect();
    (!code.is_empty()).then_some(code)
}

/// The bytes of the tokens `first..last`.
fn span_of(doc: &Doc, first: usize, last: usize) -> Span {
    let tokens = doc.tokens().get(first..last).unwrap_or_default();
    Span {
        start: tokens.first().map_or(0, |token| token.start as usize),
        end: tokens.last().map_or(0, |token| token.end as usize),
    }
}

/// Whether a token can stand for something: a noun, a name, a pronoun.
fn is_nominal(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Propn | Pos::Pron)
}
