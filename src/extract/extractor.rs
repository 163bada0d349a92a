//! The stages, one under the other.

use std::sync::Arc;

use super::{
    Coded, Extraction, Input, Outcome, Reading, Reject, RejectReason, Skip, annotate, clean,
    decode::{self, Decoded},
    encode::{self, Provenance, Publication, Terms, formats::annotated},
    events::{self, Judges, Prepared, ranker::Ranker},
    mentions,
    reader::Reader,
    syntax::Syntax,
};
use crate::{
    gazetteer::Gazetteer,
    lexicon::{Lexicon, Scores},
    model::{Article, CleanText, Place},
    spacy::Pipeline,
};

/// The extraction: a language pipeline, a lexicon and a ranker, shared by all threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    pipeline: Arc<Pipeline>,
    lexicon: Arc<Lexicon>,
    ranker: Option<Arc<Ranker>>,
    reader: Option<Arc<Reader>>,
    gazetteer: Option<Arc<Gazetteer>>,
    scores: Arc<Scores>,
    provenance: Provenance,
    publication: Publication,
    /// Whether to make the annotated article of each message too.
    is_annotating: bool,
}

impl Extractor {
    /// An extraction with this pipeline, lexicon and ranker; without a ranker by the rules alone.
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
        Self {
            pipeline,
            lexicon,
            ranker,
            reader: None,
            gazetteer: None,
            scores: Arc::new(Scores::embedded()),
            provenance,
            publication: Publication::default(),
            is_annotating: false,
        }
    }

    /// The same extraction, which makes the annotated article of each message too, if `is_wanted`.
    #[must_use]
    pub fn annotating(self, is_wanted: bool) -> Self {
        Self { is_annotating: is_wanted, ..self }
    }

    /// The same extraction, which holds back the events that are not to be published.
    #[must_use]
    pub fn publishing(self, publication: Publication) -> Self {
        Self { publication, ..self }
    }

    /// The same extraction with a reader, which decides.
    #[must_use]
    pub fn with_reader(mut self, reader: Option<Arc<Reader>>) -> Self {
        if let Some(reader) = &reader {
            let version = &mut self.provenance.model_version;
            *version = format!("{version}, reader {}", reader.version());
        }
        Self { reader, ..self }
    }

    /// The same extraction with the places of a gazetteer; without one no place is found.
    #[must_use]
    pub fn with_gazetteer(self, gazetteer: Option<Arc<Gazetteer>>) -> Self {
        Self { gazetteer, ..self }
    }

    /// One message, from bytes to records.
    pub fn extract(&self, input: &Input<'_>) -> Outcome {
        match self.code(input) {
            Ok(coded) => {
                let document = match self.is_annotating.then(|| annotated(&coded).document()).transpose() {
                    Ok(document) => document,
                    Err(error) => return unwritable(&error).into(),
                };
                let Coded { reading, records, held_back } = coded;
                let held_back = held_back.into_iter().map(|held| held.reason).collect();
                let (article_id, document) = (reading.article.id, document.map(Box::new));
                Outcome::Emit(Extraction { article_id, records, held_back, document })
            }
            Err(outcome) => outcome,
        }
    }

    /// One message, from bytes to records, with everything that was understood on the way.
    ///
    /// # Errors
    /// With the outcome of a message that is no article to be read: a skip or a reject.
    pub fn code(&self, input: &Input<'_>) -> Result<Coded<'_>, Outcome> {
        let article = match decode::decode(input) {
            Decoded::Article(article) => *article,
            Decoded::Retraction { article_id, version, reason } => {
                return Err(Skip::retraction(article_id, version, reason.name()).into());
            }
            Decoded::Skip(skip) => return Err(skip.into()),
            Decoded::Reject(reject) => return Err(reject.into()),
        };
        let clean = clean::clean(&article);
        clean::language(&article, &clean)?;
        let reading = self.understand(article, clean);
        let terms = Terms { scores: &self.scores, provenance: &self.provenance, publication: &self.publication };
        let (records, held_back) = encode::records(&reading, terms)?;
        Ok(Coded { reading, records, held_back })
    }

    /// One article that is known to be English, from cleaning to events.
    pub fn read(&self, article: Article) -> Reading<'_> {
        let clean = clean::clean(&article);
        self.understand(article, clean)
    }

    /// Where what a token says happened or is to happen: according to the reader, or else to its own sentence.
    pub fn place_of(&self, reading: &Reading<'_>, token: usize) -> Option<Place> {
        match &self.reader {
            Some(reader) => events::place_of_word(reading.prepared(), reader, self.ranker.as_deref(), token),
            None => reading.place_of(token).cloned(),
        }
    }

    /// From the cleaned text to events.
    fn understand(&self, article: Article, clean: CleanText) -> Reading<'_> {
        let doc = annotate::annotate(&self.pipeline, &clean);
        let syntax = Syntax::new(doc, &self.lexicon);
        let mentions = mentions::find(&syntax, &article, &clean, self.gazetteer.as_deref());
        let prepared = Prepared::new(&syntax, &mentions, &article, &clean);
        let found = events::find(prepared, Judges { ranker: self.ranker.as_deref(), reader: self.reader.as_deref() });
        let events::Found { events, refused, judged } = found;
        Reading { article, clean, syntax, mentions, events, refused, judged }
    }

    /// The extraction as a function that threads share.
    pub fn into_extract(self) -> Arc<dyn Fn(&Input<'_>) -> Outcome + Send + Sync> {
        Arc::new(move |input| self.extract(input))
    }

    /// The same language pipeline and ranker with another lexicon.
    #[must_use]
    pub fn with_lexicon(&self, lexicon: Arc<Lexicon>) -> Self {
        Self::new(Arc::clone(&self.pipeline), lexicon, self.ranker.clone())
            .with_reader(self.reader.clone())
            .with_gazetteer(self.gazetteer.clone())
            .publishing(self.publication.clone())
            .annotating(self.is_annotating)
    }

    /// The language pipeline that it reads with.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The lexicon that it reads with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The ranker, if there is one.
    pub fn ranker(&self) -> Option<&Ranker> {
        self.ranker.as_deref()
    }

    /// The reader, if there is one.
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.as_deref()
    }

    /// The gazetteer that it reads with, if there is one.
    pub fn gazetteer(&self) -> Option<&Gazetteer> {
        self.gazetteer.as_deref()
    }

    /// Which events it publishes.
    pub fn publication(&self) -> &Publication {
        &self.publication
    }

    /// The versions that its records carry.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }
}

/// The reject of an article whose document cannot be written.
fn unwritable(error: &serde_json::Error) -> Reject {
    let message = format!("the annotated article cannot be written as JSON: {error}; please report it");
    Reject::new(RejectReason::EncodeFailed, message)
}
