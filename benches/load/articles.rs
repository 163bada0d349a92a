//! What is read: articles for the real extraction, and texts for one that only copies.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use dateline::{
    extract::{
        Extraction, Extractor, Input, Outcome,
        decode::{Decoded, decode, documents},
        encode::EventRecord,
        events::ranker::Ranker,
    },
    lexicon::Lexicon,
    spacy::Pipeline,
    stream::Extract,
};
use serde_json::json;

use super::Speed;

/// The extraction as it is shipped.
pub(crate) fn extractor() -> Extract {
    let pipeline = Pipeline::embedded().expect("the embedded model loads");
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let ranker = Ranker::embedded().expect("the embedded ranker loads");
    Extractor::new(Arc::new(pipeline), Arc::new(lexicon), Some(Arc::new(ranker))).into_extract()
}

/// Articles that give events, in one plain form.
pub(crate) struct Corpus(Vec<(Option<String>, String)>);

impl Corpus {
    /// The articles of a file, or of the demo.
    pub(crate) fn load(file: Option<&Path>) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
        let mut files: Vec<PathBuf> = match file {
            Some(file) => vec![file.to_owned()],
            None => fs::read_dir(folder)
                .expect("the demo has samples")
                .map(|entry| entry.expect("it is readable").path())
                .collect(),
        };
        files.sort();
        let mut corpus = Self(Vec::new());
        for file in files {
            let bytes = fs::read(&file).expect("the file is readable");
            for (_, document) in documents(&bytes, file.to_str()) {
                let input = Input { bytes: Some(&document), ..Input::default() };
                if let Decoded::Article(article) = decode(&input) {
                    corpus.0.push((article.title, article.body.text));
                }
            }
        }
        corpus.keep_those_with_events();
        assert!(!corpus.0.is_empty(), "no article gives an event");
        corpus
    }

    fn keep_those_with_events(&mut self) {
        let extract = extractor();
        let articles: Vec<Vec<u8>> = (0..self.0.len()).map(|number| self.article(number)).collect();
        let mut gives = articles.iter().map(|bytes| {
            matches!(extract(&Input { bytes: Some(bytes), ..Input::default() }), Outcome::Emit(found) if !found.records.is_empty())
        });
        self.0.retain(|_| gives.next().unwrap_or_default());
    }

    /// The article of this number, whose id it is; they repeat themselves under other ids.
    pub(crate) fn article(&self, number: usize) -> Vec<u8> {
        let (title, text) = self.0.get(number % self.0.len()).expect("the number is in range");
        json!({
            "id": number.to_string(), "title": title, "text": text, "language": "en",
            "published_at": "2026-01-12T09:00:00Z",
        })
        .to_string()
        .into_bytes()
    }

    pub(crate) fn mean_bytes(&self) -> usize {
        (0..self.0.len()).map(|number| self.article(number).len()).sum::<usize>() / self.0.len()
    }

    /// How fast threads extract when nothing else is to be done.
    pub(crate) fn alone(&self, extract: &Extract, threads: usize, seconds: u64) -> Speed {
        let articles: Vec<Vec<u8>> = (0..self.0.len()).map(|number| self.article(number)).collect();
        let (next, bytes, begun) = (AtomicUsize::new(0), AtomicUsize::new(0), Instant::now());
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while begun.elapsed() < Duration::from_secs(seconds) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let article = articles.get(number % articles.len()).expect("the number is in range");
                        std::hint::black_box(extract(&Input { bytes: Some(article), ..Input::default() }));
                        bytes.fetch_add(article.len(), Ordering::Relaxed);
                    }
                });
            }
        });
        Speed::of(next.into_inner(), bytes.into_inner(), begun.elapsed().as_secs_f64())
    }
}

/// A text of `bytes` bytes that does not compress better than prose.
pub(crate) fn text(bytes: usize) -> String {
    const WORDS: [&str; 32] = [
        "harbour",
        "minister",
        "agreement",
        "northern",
        "committee",
        "grain",
        "signed",
        "winter",
        "delegation",
        "border",
        "railway",
        "talks",
        "strike",
        "province",
        "council",
        "export",
        "villages",
        "soldiers",
        "fishing",
        "parliament",
        "resigned",
        "budget",
        "storm",
        "hospital",
        "teachers",
        "copper",
        "ceasefire",
        "visited",
        "election",
        "river",
        "dockers",
        "tariff",
    ];
    let mut state = 1_u64;
    let mut text = String::new();
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(WORDS.get((state >> 59) as usize).copied().unwrap_or_default());
        text.push(if state.is_multiple_of(8) { '.' } else { ' ' });
    }
    text.truncate(bytes);
    text
}

/// An extraction that makes one record of a message, as large as the message.
pub(crate) fn copier(bytes: usize) -> Extract {
    let empty = serde_json::to_vec(&EventRecord::default()).expect("a record is JSON").len();
    let room = bytes.saturating_sub(empty + 80);
    Arc::new(move |input: &Input<'_>| {
        let id = String::from_utf8_lossy(input.key.unwrap_or_default()).into_owned();
        let text = String::from_utf8_lossy(input.bytes.and_then(|bytes| bytes.get(..room)).unwrap_or_default());
        let record = EventRecord {
            event_id: format!("{id}-0"),
            article_id: id.clone(),
            event_type: "AID".to_owned(),
            evidence_text: text.into_owned(),
            ..EventRecord::default()
        };
        Outcome::Emit(Extraction { article_id: id, records: vec![record], held_back: Vec::new(), document: None })
    })
}
