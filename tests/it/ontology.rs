//! Every mode and every context of PLOVER is reached: a sentence of our own gives each of them.

use std::sync::{Arc, LazyLock};

use dateline::{
    extract::{Extractor, encode},
    lexicon::Lexicon,
    model::{Article, Context, Event, PublishedFrom},
    spacy::Pipeline,
};

/// The rules alone: what the ranker drops is another matter.
static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let (pipeline, lexicon) = (Pipeline::embedded().unwrap(), Lexicon::embedded().unwrap());
    Extractor::new(Arc::new(pipeline), Arc::new(lexicon), None)
});

/// The events of a text that was published on a Wednesday.
pub fn events(text: &str) -> Vec<Event> {
    let published_at = Some("2024-05-08T09:00:00Z".parse().unwrap());
    let known = Article::of_text("sentence", text);
    let article = Article { published_at, published_from: PublishedFrom::Article, ..known };
    EXTRACTOR.read(article).events
}

/// An event's type, mode, code, contexts and rule on a line.
pub fn show(event: &Event) -> String {
    let contexts: Vec<&str> = event.contexts.iter().map(|context| context.name()).collect();
    format!(
        "{}:{} {} [{}] {}",
        event.event_type.name(),
        event.mode.map_or("-", |mode| mode.name()),
        event.cameo_code.as_deref().unwrap_or("-"),
        contexts.join(" "),
        encode::rule_id(&event.found_by)
    )
}

/// The rows of a table of sentences.
pub fn rows<const N: usize>(table: &'static str) -> Vec<[&'static str; N]> {
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line:?}"))).collect()
}

#[test]
fn every_mode_is_reached_by_its_sentence() {
    let rows = rows::<3>(include_str!("sentences/modes.tsv"));
    let lexicon = Lexicon::embedded().unwrap();
    let mut wanted: Vec<(&str, &str)> =
        lexicon.ontology.modes().map(|(event_type, mode)| (event_type.name(), mode.name())).collect();
    wanted.sort_unstable();
    assert_eq!(rows.iter().map(|[name, mode, _]| (*name, *mode)).collect::<Vec<_>>(), wanted);
    let mut wrong = Vec::new();
    for [name, mode, sentence] in rows {
        let events = events(sentence);
        if !events
            .iter()
            .any(|event| event.event_type.name() == name && event.mode.is_some_and(|found| found.name() == mode))
        {
            let found: Vec<String> = events.iter().map(show).collect();
            wrong.push(format!("{name}:{mode}: {sentence} gave {}", found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_context_is_reached_by_its_sentence() {
    let rows = rows::<2>(include_str!("sentences/contexts.tsv"));
    let mut wanted: Vec<&str> = Context::ALL.map(Context::name).to_vec();
    wanted.sort_unstable();
    assert_eq!(rows.iter().map(|[context, _]| *context).collect::<Vec<_>>(), wanted);
    let mut wrong = Vec::new();
    for [context, sentence] in rows {
        let events = events(sentence);
        if !events.iter().any(|event| event.contexts.iter().any(|found| found.name() == context)) {
            let found: Vec<String> = events.iter().map(show).collect();
            wrong.push(format!("{context}: {sentence} gave {}", found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_event_carries_a_mode_or_a_code_that_its_type_cannot_have() {
    let lexicon = Lexicon::embedded().unwrap();
    let ontology = &lexicon.ontology;
    let sentences = lexicon.rules().iter().flat_map(|rule| rule.examples.iter());
    let mut seen = 0;
    for event in sentences.flat_map(|sentence| events(sentence)) {
        seen += 1;
        let code = event.cameo_code.as_deref().unwrap();
        assert!(ontology.agree(event.event_type, code), "{}", show(&event));
        assert!(event.mode.is_none_or(|mode| ontology.is_mode(event.event_type, mode)), "{}", show(&event));
    }
    assert!(seen > 500);
}

#[test]
fn codes_are_as_exact_as_mode_contexts_and_words_allow() {
    let cases = [
        ("Air Force jets attacked the insurgents' camp in the hills.", "195"),
        ("Government troops attacked the suburb with rockets and artillery.", "194"),
        ("A car bomb killed two soldiers near the market.", "1832"),
        ("Malawi asked the European Union for food aid.", "0233"),
        ("The opposition demanded the resignation of the interior minister.", "1041"),
        ("The junta refused to release the prisoners.", "1243"),
        ("Algiers threatened to cut ties with Rabat.", "1313"),
        ("The Norwegian prime minister spoke with the Polish president by telephone.", "041"),
    ];
    for (sentence, code) in cases {
        let events = events(sentence);
        let found: Vec<String> = events.iter().map(show).collect();
        assert!(
            events.iter().any(|event| event.cameo_code.as_deref() == Some(code)),
            "{code}: {sentence} gave {found:?}"
        );
    }
}
