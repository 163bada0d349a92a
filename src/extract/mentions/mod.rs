//! The tree of a document → who is mentioned, where, and when things happened. Each kind of mention has a room of its own.

mod actors;
mod dates;
mod list;
mod places;

use jiff::civil::Date;

use super::syntax::{Syntax, pronouns};
use crate::{
    gazetteer::Gazetteer,
    lexicon::Lexicon,
    model::{
        Anchors, Article, CleanText, DateValue, Doc, EventDate, Identity, Mention, Participant, Place, Referent,
        SlotSource,
    },
};

use actors::Story;
pub use actors::{Home, listed_person};
pub(super) use dates::{report, stance};
pub use list::MentionList;
use places::Places;
pub(super) use places::{Joint, Level, Mixture, Relation, Whereabouts};

/// Number of sentences before a pronoun that are searched for its antecedent.
const ANTECEDENT_BACK: usize = 8;

/// What is mentioned in a document, by kind.
#[derive(Debug, Clone)]
pub struct Mentions {
    referents: MentionList<Referent>,
    dates: MentionList<DateValue>,
    story: dates::Story,
    home: Option<Home>,
    /// The days of the text.
    anchors: Anchors,
    places: Places,
}

/// Finds and resolves every noun phrase and every date of an article, and every place that a gazetteer knows.
pub(super) fn find(
    syntax: &Syntax<'_>,
    article: &Article,
    clean: &CleanText,
    gazetteer: Option<&Gazetteer>,
) -> Mentions {
    let month = clean.anchors.text.map(month_of);
    let dates = dates::find(syntax, &clean.anchors);
    let story = dates::Story::new(syntax, &dates, clean);
    let referents = actors::find(syntax, month.as_deref());
    let about = Story { article, clean };
    let mut places = Places::none(&syntax.doc);
    let mut home = actors::infer(syntax, &referents, &places.named, about);
    if let Some(gazetteer) = gazetteer {
        let home_country = home.map(|home| home.country);
        places = places::find(syntax, gazetteer, places::Known { referents: &referents, home: home_country, clean });
        home = actors::infer(syntax, &referents, &places.named, about);
    }
    Mentions { referents, dates, story, home, anchors: clean.anchors.clone(), places }
}

/// Who a string means that is known to name an actor: `actor` is the parse of the string, `context` the parse of words that
/// stood around it, `day` the day of the text.
pub fn standalone_actor(lexicon: &Lexicon, actor: Doc, context: Option<Doc>, day: Option<Date>) -> Identity {
    let context = context.map(|context| Syntax::new(context, lexicon));
    actors::standalone(&Syntax::new(actor, lexicon), context.as_ref(), day)
}

/// The month of a day as the tables of actors write it: `YYYY-MM`.
fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Mentions {
    /// Whom and what the noun phrases stand for, in the order of their heads.
    pub fn referents(&self) -> &MentionList<Referent> {
        &self.referents
    }

    /// The home of the article.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// All date expressions, in order.
    pub fn dates(&self) -> &MentionList<DateValue> {
        &self.dates
    }

    /// All places that are named, in order.
    pub fn places(&self) -> &MentionList<Place> {
        &self.places.named
    }

    /// The noun phrase that a token heads, or whose name the token is part of.
    pub fn at(&self, token: usize) -> Option<&Mention<Referent>> {
        self.referents.at(token)
    }

    /// Whom or what a token stands for.
    pub fn referent(&self, token: usize) -> Option<&Referent> {
        self.at(token).map(|mention| &mention.what)
    }

    /// The last noun phrase before a pronoun that stands for the same people or thing.
    pub(super) fn antecedent(&self, syntax: &Syntax<'_>, pronoun: usize) -> Option<&Mention<Referent>> {
        let chain = self.referent(pronoun)?.chain;
        let sentence = syntax.doc.sentence_of(pronoun);
        let is_antecedent = |mention: &&Mention<Referent>| {
            mention.head < pronoun && mention.what.chain == chain && !syntax.is_any(mention.head, pronouns::PERSONAL)
        };
        let mut sentences = (sentence.saturating_sub(ANTECEDENT_BACK)..=sentence).rev();
        sentences.find_map(|sentence| self.referents.in_sentence(sentence).rev().find(is_antecedent))
    }

    /// A noun phrase, by its head token, as a participant of an event. What does not act has neither country nor sector.
    pub(super) fn participant(&self, syntax: &Syntax<'_>, token: usize, from: SlotSource) -> Participant {
        let mention = self.at(token);
        let (first, last) = mention.map_or_else(|| syntax.phrase(token), |mention| (mention.first, mention.last));
        let identity = mention.map(|mention| mention.what.identity.clone()).unwrap_or_default();
        Participant { span: syntax.span_of(first, last), identity, from, confidence: None }
    }

    /// When the event of a trigger happened or is to happen, according to its own sentence.
    pub(super) fn date_for(&self, syntax: &Syntax<'_>, trigger: usize) -> Option<EventDate> {
        let today = self.anchors.at(syntax.span_of(trigger, trigger + 1).start);
        dates::date_for(syntax, trigger, &self.dates, today)
    }

    /// Where the event of a trigger most likely happened, according to its own sentence, from these log-odds on.
    pub(super) fn place_for(&self, syntax: &Syntax<'_>, trigger: usize, least: f32) -> Option<&Mention<Place>> {
        let (place, odds) = self.places.place_for(syntax, trigger, &self.referents)?;
        (odds >= least).then_some(place)
    }

    /// Where an event most likely happened, with the reader's probability; none if it is more likely that no phrase names the place.
    pub(super) fn likeliest_place(&self, syntax: &Syntax<'_>, known: Whereabouts<'_>) -> Option<(Place, f32)> {
        self.places.likeliest(syntax, &self.referents, known)
    }

    /// How a place stands to the verb of its own clause.
    pub(super) fn place_stance(&self, syntax: &Syntax<'_>, place: &Mention<Place>) -> Relation {
        Places::stance(syntax, place, &self.referents)
    }

    /// The number of the expression that dates a trigger by the grammar of its sentence.
    pub(super) fn dated_by(&self, syntax: &Syntax<'_>, trigger: usize) -> Option<usize> {
        let today = self.anchors.at(syntax.span_of(trigger, trigger + 1).start);
        let expression = dates::expression_for(syntax, trigger, &self.dates, today)?;
        self.dates.number_at(expression.head)
    }

    /// The date of a trigger's event by an expression, which may be one of another sentence.
    pub(super) fn date(&self, syntax: &Syntax<'_>, trigger: usize, expression: usize) -> Option<EventDate> {
        let today = self.anchors.at(syntax.span(trigger).start);
        self.dates.get(expression).map(|expression| dates::of_text(syntax, expression, today))
    }

    /// The date of a sentence about the distant past that a trigger's sentence carries on.
    pub(super) fn date_carried_on(&self, syntax: &Syntax<'_>, trigger: usize) -> Option<EventDate> {
        dates::Story::carried_on(syntax, trigger, &self.dates, self.anchors.at(syntax.span(trigger).start))
    }

    /// The number of the first expression of the article that names the day of the news.
    pub(super) fn news(&self) -> Option<usize> {
        self.story.news
    }

    /// The day of the text, where it reports the event of a trigger as news of the day.
    pub(super) fn date_by_publication(
        &self,
        syntax: &Syntax<'_>,
        trigger: usize,
        clean: &CleanText,
    ) -> Option<EventDate> {
        self.story.published(syntax, trigger, &self.dates, clean)
    }
}
