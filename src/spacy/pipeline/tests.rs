//! The networks against Python's, and the same bits whichever way they are run.

use serde::Deserialize;

use super::*;
use crate::spacy::convert::TEXT_SECTION;

const TEXTS: [&str; 6] = [
    "The prime minister of Norway met union leaders in Bergen on Tuesday.",
    "",
    "Rebels near Goma shelled a market, killing 12 people; the army denied it.",
    "  \n\nOdd   spacing\tand a tab.\n",
    "No.",
    "Why would Chad's parliament, which Mr. Idriss once led, refuse to vote on the treaty that he had signed in Geneva?",
];

#[derive(Deserialize)]
struct Expected {
    text: String,
    shared: Vec<Vec<f32>>,
    own: Vec<Vec<f32>>,
    parser: Vec<Vec<f32>>,
    ner: Vec<Vec<f32>>,
}

fn assert_near(found: &[f32], stride: usize, expected: &[Vec<f32>], what: &str) {
    assert_eq!(found.len(), expected.len() * stride, "{what}");
    for (place, (found, expected)) in found.chunks(stride).zip(expected).enumerate() {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{what} {place}: {found} in place of {expected}");
        }
    }
}

fn vectors(pipeline: &Pipeline, texts: &[&str], place: usize) -> Vec<f32> {
    let words: Vec<_> = texts.iter().map(|text| pipeline.text.tokenize(text)).collect();
    let mut scratch = Tok2VecScratch::default();
    let network = &pipeline.tok2vecs[place];
    network.vectors(pipeline.kernels, &words, &pipeline.vector_rows, &mut scratch);
    let found = scratch.vectors.clone();
    network.vectors(pipeline.kernels, &words, &pipeline.vector_rows, &mut scratch);
    assert_eq!(bits(&found), bits(&scratch.vectors), "from the cache");
    found
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

#[test]
fn vectors_and_scores_are_those_of_python() {
    let pipeline = Pipeline::embedded().unwrap();
    let expected: Vec<Expected> =
        serde_json::from_str(include_str!("../../../tests/fixtures/parity/networks.json")).unwrap();
    for case in &expected {
        let width = pipeline.tok2vecs[0].width();
        assert_near(&vectors(&pipeline, &[&case.text], 0), width, &case.shared, "shared vectors");
        assert_near(&vectors(&pipeline, &[&case.text], 1), width, &case.own, "vectors for entities");
        pipeline.scratch.lock().unwrap().clear();
        pipeline.annotate(&case.text);
        let scratch = pipeline.scratch.lock().unwrap().pop().unwrap();
        let parser = &scratch.parser.scorer;
        assert_near(&parser.history, parser.scores.len(), &case.parser, "scores of the parser");
        assert_near(&scratch.ner.history, scratch.ner.scores.len(), &case.ner, "scores for entities");
    }
}

#[test]
fn a_text_gets_the_same_bits_alone_in_a_batch_and_from_every_kernel() {
    let mut pipeline = Pipeline::embedded().unwrap();
    let together: Vec<_> = (0..2).map(|place| bits(&vectors(&pipeline, &TEXTS, place))).collect();
    let docs = pipeline.annotate_batch(&TEXTS);
    for kernels in Kernels::all() {
        pipeline.kernels = kernels;
        for (place, together) in together.iter().enumerate() {
            let alone: Vec<u32> = TEXTS.iter().flat_map(|text| bits(&vectors(&pipeline, &[text], place))).collect();
            assert_eq!(&alone, together, "{}", kernels.name());
        }
        let alone: Vec<Doc> = TEXTS.iter().map(|text| pipeline.annotate(text)).collect();
        assert_eq!(alone, docs, "{}", kernels.name());
    }
}

#[test]
fn threads_get_the_same_documents() {
    fn shared<T: Send + Sync>(_: &T) {}
    let pipeline = Pipeline::embedded().unwrap();
    shared(&pipeline);
    let docs = pipeline.annotate_batch(&TEXTS);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..3).map(|_| scope.spawn(|| pipeline.annotate_batch(&TEXTS))).collect();
        for worker in workers {
            assert_eq!(worker.join().unwrap(), docs);
        }
    });
}

#[test]
fn a_text_without_tokens_has_an_empty_document() {
    let doc = Pipeline::embedded().unwrap().annotate("");
    assert!(doc.is_empty() && doc.sentences().is_empty() && doc.entities().is_empty());
}

#[test]
fn a_sentence_is_read() {
    let pipeline = Pipeline::embedded().unwrap();
    assert!(pipeline.name().starts_with("en_core_web_sm") && pipeline.version() == "3.8.0");
    let doc = pipeline.annotate(TEXTS[0]);
    let verb = (0..doc.len()).find(|token| doc.word(*token) == "met").unwrap();
    assert_eq!((doc.dep(verb), doc.tag(verb), doc.lemma(verb), doc.pos(verb)), ("ROOT", "VBD", "meet", Pos::Verb));
    let entities: Vec<_> =
        doc.entities().iter().map(|entity| (doc.slice(entity.first, entity.last), doc.entity_type(entity))).collect();
    assert_eq!(entities, [("Norway", "GPE"), ("Bergen", "GPE"), ("Tuesday", "DATE")]);
}

#[test]
fn a_model_that_cannot_be_run_is_refused_with_what_is_supported() {
    let whole = ModelFile::from_bytes(EMBEDDED).unwrap();
    let changed = |change: &dyn Fn(&mut Architecture)| {
        let mut file = whole.clone();
        let mut shape = Architecture::from_file(&file).unwrap();
        change(&mut shape);
        file.insert(crate::spacy::architecture::SECTION, serde_json::to_vec(&shape).unwrap());
        Pipeline::from_file(&file).unwrap_err().to_string()
    };
    assert!(changed(&|shape| shape.parser.features = 5).contains("8 or 13"));
    assert!(changed(&|shape| shape.ner.features = 4).contains("3 or 6"));
    assert!(changed(&|shape| shape.tok2vecs[0].width = 100).contains("multiple of 16"));
    assert!(changed(&|shape| shape.parser.moves[0].kind = 7).contains("use shift"));
    assert!(changed(&|shape| shape.tagger.tok2vec = 9).contains("no network 9"));
    assert!(changed(&|shape| shape.ner.hidden = 48).contains("ner.lower.W"));
    let mut damaged = whole.clone();
    damaged.insert(TEXT_SECTION, vec![1, 2, 3]);
    assert!(matches!(Pipeline::from_file(&damaged), Err(ModelError::Text(_))));
    let missing = Pipeline::from_file(&ModelFile::new()).unwrap_err();
    assert!(matches!(missing, ModelError::MissingSection(_)), "{missing}");
}
