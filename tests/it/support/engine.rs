//! The engines, each loaded once for all tests, and what they make of a message.

use std::{
    fmt,
    sync::{Arc, LazyLock},
};

use dateline::{
    extract::{
        Extractor, Input, Outcome, Skip,
        decode::{Decoded, decode},
        encode::formats::annotated,
        events::ranker::Ranker,
        explain::{self, Selection},
        reader::Reader,
    },
    gazetteer::Gazetteer,
    lexicon::{Lexicon, rule::Rule, wordnet::Relation},
    model::{Article, PublishedFrom},
    spacy::Pipeline,
};
use serde_json::Value;

use super::{Event, Reading};

/// A Wednesday, the day of publication of every text that names no other.
pub(crate) const PUBLISHED: &str = "2024-05-08T09:00:00Z";

static PIPELINE: LazyLock<Arc<Pipeline>> = LazyLock::new(|| Arc::new(Pipeline::embedded().unwrap()));
static LEXICON: LazyLock<Arc<Lexicon>> =
    LazyLock::new(|| Arc::new(Lexicon::embedded().unwrap_or_else(|error| panic!("{error}"))));
static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Arc::new(Gazetteer::embedded().unwrap()));
static RULES: LazyLock<Extractor> =
    LazyLock::new(|| with_places(Extractor::new(PIPELINE.clone(), LEXICON.clone(), None)));
static RANKER: LazyLock<Extractor> = LazyLock::new(|| {
    let ranker = Arc::new(Ranker::embedded().unwrap());
    with_places(Extractor::new(PIPELINE.clone(), LEXICON.clone(), Some(ranker)))
});
static READER: LazyLock<Extractor> =
    LazyLock::new(|| RANKER.clone().with_reader(Some(Arc::new(Reader::embedded().unwrap()))));
static WORDNET: LazyLock<Extractor> = LazyLock::new(|| {
    let lexicon = Lexicon::embedded().unwrap().with_relations(&[Relation::Synonym]);
    with_places(Extractor::new(PIPELINE.clone(), Arc::new(lexicon), None))
});

fn with_places(extractor: Extractor) -> Extractor {
    extractor.with_gazetteer(Some(GAZETTEER.clone()))
}

/// The embedded language pipeline.
pub(crate) fn pipeline() -> &'static Pipeline {
    &PIPELINE
}

/// The embedded lexicon.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// An example or a counterexample of a rule, and what the rules alone find in it.
pub(crate) struct RuleSentence {
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// The sentence is an example, not a counterexample.
    pub(crate) is_example: bool,
    /// The sentence.
    pub(crate) text: &'static str,
    /// Its events.
    pub(crate) events: Vec<Event>,
}

/// Every sentence of every rule.
pub(crate) fn rule_sentences() -> &'static [RuleSentence] {
    static SENTENCES: LazyLock<Vec<RuleSentence>> = LazyLock::new(|| {
        let of_rule = |rule: &'static Rule| {
            let examples = rule.examples.iter().map(|text| (true, text));
            let all = examples.chain(rule.counterexamples.iter().map(|text| (false, text)));
            let read = |text| Engine::Rules.read(text).events;
            all.map(move |(is_example, text)| RuleSentence { rule, is_example, text, events: read(text) })
        };
        lexicon().rules().iter().flat_map(of_rule).collect()
    });
    &SENTENCES
}

/// An engine that the tests share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// The rules alone.
    Rules,
    /// The rules and the embedded ranker.
    Ranker,
    /// The rules, the ranker and the embedded reader, as the worker has them by default.
    Reader,
    /// The rules, and the synonyms of their words.
    WordNet,
}

/// A text to read, and what its article says beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    /// The headline.
    pub(crate) title: Option<&'a str>,
    /// The body, as plain text.
    pub(crate) body: &'a str,
    /// The time of publication, as RFC 3339.
    pub(crate) published: &'a str,
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The records, each as a line of JSON.
    Records(Vec<String>),
    /// The reason of a skip and its sentence.
    Skipped(String, String),
    /// The reason of a rejection and its sentence.
    Rejected(String, String),
}

impl fmt::Display for Ending {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Records(records) => write!(out, "{} events", records.len()),
            Self::Skipped(reason, _) => write!(out, "skipped: {reason}"),
            Self::Rejected(reason, _) => write!(out, "rejected: {reason}"),
        }
    }
}

fn input(bytes: &[u8]) -> Input<'_> {
    Input { bytes: Some(bytes), ..Input::default() }
}

impl Engine {
    /// The engine of that name.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "rules" => Self::Rules,
            "ranker" => Self::Ranker,
            "wordnet" => Self::WordNet,
            other => panic!("no engine is called {other}"),
        }
    }

    /// The library's own engine, for what trains on it.
    pub(crate) fn extractor(self) -> &'static Extractor {
        match self {
            Self::Rules => &RULES,
            Self::Ranker => &RANKER,
            Self::Reader => &READER,
            Self::WordNet => &WORDNET,
        }
    }

    /// A text that was published on [`PUBLISHED`].
    pub(crate) fn read(self, body: &str) -> Reading {
        self.read_text(Text { title: None, body, published: PUBLISHED })
    }

    /// A text with what its article says beside it.
    pub(crate) fn read_text(self, text: Text<'_>) -> Reading {
        let published_at = Some(text.published.parse().unwrap());
        let title = text.title.map(str::to_owned);
        let known = Article::of_text("text", text.body);
        let article = Article { published_at, published_from: PublishedFrom::Article, title, ..known };
        Reading::new(self.extractor().read(article))
    }

    /// A message that holds an article, whatever its language.
    pub(crate) fn read_message(self, bytes: &[u8]) -> Reading {
        Reading::new(self.extractor().read(decoded(bytes).unwrap_or_else(|other| panic!("no article but {other}"))))
    }

    /// What comes of a message.
    pub(crate) fn end(self, bytes: &[u8]) -> Ending {
        match self.extractor().extract(&input(bytes)) {
            Outcome::Emit(extraction) => {
                let line = |record| serde_json::to_string(record).unwrap();
                Ending::Records(extraction.records.iter().map(line).collect())
            }
            Outcome::Skip(skip) => Ending::Skipped(skip.reason.to_string(), skip.message),
            Outcome::Reject(reject) => Ending::Rejected(reject.reason.to_string(), reject.message),
        }
    }

    /// The annotated article of a message, or nothing for one that is not read.
    pub(crate) fn annotated(self, bytes: &[u8]) -> Option<Value> {
        let coded = self.extractor().code(&input(bytes)).ok()?;
        Some(serde_json::to_value(annotated(&coded)).unwrap())
    }

    /// The explanation of a message, of one sentence or of one rule where they are given.
    pub(crate) fn explain(self, bytes: &[u8], sentence: Option<usize>, rule: Option<&str>) -> Value {
        let explained = explain::explain(self.extractor(), &input(bytes), Selection { sentence, rule });
        serde_json::to_value(explained).unwrap()
    }
}

/// The article that a message holds.
///
/// # Errors
/// With what the message holds instead, as one line.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Article, String> {
    match decode(&input(bytes)) {
        Decoded::Article(article) => Ok(*article),
        Decoded::Skip(Skip { reason, message, article_id, .. }) => {
            Err(format!("skip {reason}: {message} ({article_id:?})"))
        }
        other => Err(format!("{other:?}")),
    }
}
