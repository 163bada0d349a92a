//! FLOW 1, pure and synchronous: the bytes of one message become event records. It never fails and does no I/O.

pub mod decode;

pub mod clean;

pub mod annotate;

pub mod mentions;

pub mod events;

pub mod encode;

mod outcome;

use std::sync::Arc;

use crate::{
    lexicon::{Lexicon, Scores},
    model::{Article, CleanText, Doc, Event, Participant, Pos},
    spacy::Pipeline,
};
use decode::Decoded;
use encode::{AnnotatedArticle, ExplainedArticle, Explainer, Findings, Provenance, Selection};
use events::{Attempt, Read, ranker::Ranker};
use mentions::Mentions;

pub use outcome::{Extraction, Input, Outcome, Reject, Skip};

/// Told of every rule that was tried in vain.
pub type Listener<'l> = &'l mut dyn FnMut(Attempt);

/// One article as it was understood.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The article.
    pub article: Article,
    /// Its cleaned text.
    pub clean: CleanText,
    /// The annotated text.
    pub doc: Doc,
    /// Who and when.
    pub mentions: Mentions,
    /// What happened, in the order of the text.
    pub events: Vec<Event>,
}

/// The extraction: a language pipeline and a lexicon, shared by all threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    pipeline: Arc<Pipeline>,
    lexicon: Arc<Lexicon>,
    ranker: Option<Arc<Ranker>>,
    scores: Arc<Scores>,
    provenance: Provenance,
}

impl Extractor {
    /// An extraction with this pipeline, lexicon and ranker; without one by the rules alone.
    pub fn new(pipeline: Arc<Pipeline>, lexicon: Arc<Lexicon>, ranker: Option<Arc<Ranker>>) -> Self {
        let provenance = Provenance {
            lexicon_version: lexicon.version().to_owned(),
            model_version: match &ranker {
                Some(ranker) => {
                    format!("{} {}, ranker {}", pipeline.name(), pipeline.version(), ranker.version())
                }
                None => format!("{} {}", pipeline.name(), pipeline.version()),
            },
        };
        Self { pipeline, lexicon, ranker, scores: Arc::new(Scores::embedded()), provenance }
    }

    /// The extraction as a function that threads share.
    pub fn into_extract(self) -> Arc<dyn Fn(&Input<'_>) -> Outcome + Send + Sync> {
        Arc::new(move |input| self.extract(input))
    }

    /// The ranker, if there is one.
    pub fn ranker(&self) -> Option<&Ranker> {
        self.ranker.as_deref()
    }

    /// The versions that its records carry.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// One message, from bytes to records.
    pub fn extract(&self, input: &Input<'_>) -> Outcome {
        match self.read_message(input) {
            Ok(reading) => self.encode(&reading).map_or_else(Outcome::Reject, Outcome::Emit),
            Err(outcome) => outcome,
        }
    }

    /// One message as an annotated article, or what else is to be done with it.
    ///
    /// # Errors
    /// With the outcome of a message that is no article to be read: a skip, a retraction or a reject.
    pub fn annotate(&self, input: &Input<'_>) -> Result<AnnotatedArticle, Outcome> {
        let reading = self.read_message(input)?;
        let extraction = self.encode(&reading).map_err(Outcome::Reject)?;
        Ok(encode::annotated(&findings(&reading), &reading.mentions, &extraction.records))
    }

    /// How one message was understood, and why it gave the events that it gave, or none.
    pub fn explain(&self, input: &Input<'_>, selection: Selection<'_>) -> ExplainedArticle {
        let mut attempts = Vec::new();
        let read = self.read_with(input, Some(&mut |attempt| attempts.push(attempt)));
        let encoded = read.and_then(|reading| match self.encode(&reading) {
            Ok(extraction) => Ok((reading, extraction.records)),
            Err(reject) => Err(Outcome::Reject(reject)),
        });
        let explained = match encoded {
            Err(outcome) => encode::unread(&outcome),
            Ok((reading, records)) => {
                let (findings, mentions, lexicon) = (findings(&reading), &reading.mentions, &*self.lexicon);
                Explainer { findings, mentions, lexicon, attempts: &attempts, records: &records, selection }.explain()
            }
        };
        let Provenance { lexicon_version, model_version } = self.provenance.clone();
        ExplainedArticle { lexicon_version, model_version, ..explained }
    }

    /// The same language pipeline and ranker with another lexicon.
    #[must_use]
    pub fn with_lexicon(&self, lexicon: Arc<Lexicon>) -> Self {
        Self::new(Arc::clone(&self.pipeline), lexicon, self.ranker.clone())
    }

    /// The lexicon that it reads with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    fn read_message(&self, input: &Input<'_>) -> Result<Reading, Outcome> {
        self.read_with(input, None)
    }

    fn read_with(&self, input: &Input<'_>, listen: Option<Listener<'_>>) -> Result<Reading, Outcome> {
        let article = match decode::decode(input) {
            Decoded::Article(article) => *article,
            Decoded::Retraction { article_id, reason, .. } => {
                return Err(Outcome::Skip(Skip::retraction(article_id, reason)));
            }
            Decoded::Skip(skip) => return Err(Outcome::Skip(skip)),
            Decoded::Reject(reject) => return Err(Outcome::Reject(reject)),
        };
        let clean = clean::clean(&article);
        clean::language(&article, &clean).map_err(Outcome::Skip)?;
        Ok(self.understand(article, clean, listen))
    }

    /// Decodes, cleans and annotates a message and stops there, for measurements: the number of its words, or nothing
    /// for a message that is no article to be read.
    pub fn runtime_alone(&self, input: &Input<'_>) -> Option<usize> {
        let Decoded::Article(article) = decode::decode(input) else { return None };
        let clean = clean::clean(&article);
        clean::language(&article, &clean).ok()?;
        let doc = annotate::annotate(&self.pipeline, &clean);
        Some(doc.tokens().iter().filter(|token| token.pos != Pos::Space && token.pos != Pos::Punct).count())
    }

    /// The country and primary sector of an actor by the words for it, with what is known of the context and the day.
    pub fn resolve_actor(&self, actor: &str, context: &str, day: Option<jiff::civil::Date>) -> Participant {
        let doc = self.pipeline.annotate(actor);
        let context = Some(context).filter(|text| !text.trim().is_empty()).map(|text| self.pipeline.annotate(text));
        mentions::actor(&doc, context.as_ref(), day, &self.lexicon)
    }

    /// One article that is known to be English, from cleaning to events.
    pub fn read(&self, article: Article) -> Reading {
        let clean = clean::clean(&article);
        self.understand(article, clean, None)
    }

    /// The same, telling of every rule that was tried in vain.
    pub fn read_telling(&self, article: Article, listen: Listener<'_>) -> Reading {
        let clean = clean::clean(&article);
        self.understand(article, clean, Some(listen))
    }

    /// What is known of an article before its events are found.
    pub fn before_events<'a>(&'a self, reading: &'a Reading) -> Read<'a> {
        let Reading { article, clean, doc, mentions, .. } = reading;
        Read { doc, mentions, lexicon: &self.lexicon, article, clean }
    }

    fn understand(&self, article: Article, clean: CleanText, listen: Option<Listener<'_>>) -> Reading {
        let doc = annotate::annotate(&self.pipeline, &clean);
        let mentions = mentions::find(&doc, &article, &clean, &self.lexicon);
        let read = Read { doc: &doc, mentions: &mentions, lexicon: &self.lexicon, article: &article, clean: &clean };
        let ranker = self.ranker.as_deref();
        let events = match listen {
            None => events::find_with(read, ranker, &mut |_, _, _| {}),
            Some(listen) => {
                let mut attempt = |token: usize, rule: &str, refusal: events::Refusal| {
                    listen(Attempt { token, rule: rule.into(), refusal });
                };
                events::find_with(read, ranker, &mut attempt)
            }
        };
        Reading { article, clean, doc, mentions, events }
    }

    fn encode(&self, reading: &Reading) -> Result<Extraction, Reject> {
        let records = encode::records(&findings(reading), &self.scores, &self.provenance)?;
        Ok(Extraction { article_id: reading.article.id.clone(), records })
    }
}

fn findings(reading: &Reading) -> Findings<'_> {
    let Reading { article, clean, doc, events, .. } = reading;
    Findings { article, clean, doc, events, language: Some("en") }
}
