//! Every rule of the lexicon against its own sentences: each example gives an event of that rule, no counterexample does.

use std::sync::{Arc, LazyLock};

use dateline::{
    extract::Extractor,
    lexicon::Lexicon,
    model::{Article, CleanText, Event, EventType},
    spacy::Pipeline,
};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let lexicon = match Lexicon::embedded() {
        Ok(lexicon) => lexicon,
        Err(error) => panic!("{error}"),
    };
    Extractor::new(Arc::new(Pipeline::embedded().unwrap()), Arc::new(lexicon), None)
});

/// What is read from a text: the cleaned text and its events.
struct Read {
    clean: CleanText,
    events: Vec<Event>,
}

fn read(text: &str) -> Read {
    read_article(None, text)
}

/// The events of a text, in one line.
pub(super) fn shown(text: &str) -> String {
    read(text).show()
}

/// The events of an article that has a title, in one line.
pub(super) fn shown_with_title(title: &str, text: &str) -> String {
    read_article(Some(title), text).show()
}

fn read_article(title: Option<&str>, text: &str) -> Read {
    let published_at = Some("2024-05-08T09:00:00Z".parse().unwrap());
    let title = title.map(str::to_owned);
    let article = Article { published_at, title, ..Article::of_text("sentence", text) };
    let reading = EXTRACTOR.read(article);
    Read { clean: reading.clean, events: reading.events }
}

impl Read {
    fn has(&self, rule: &str) -> bool {
        self.events.iter().any(|event| event.found_by.rule() == Some(rule))
    }

    /// The only event, as `TYPE actor > recipient`, with a letter for each flag.
    fn show(&self) -> String {
        let names = |participants: &[dateline::model::Participant]| {
            let texts = participants.iter().map(|one| self.clean.text.get(one.span.start..one.span.end).unwrap());
            texts.collect::<Vec<_>>().join(" + ")
        };
        let show = |event: &Event| {
            let flags = event.modality;
            let flags = [
                (flags.is_negated, " negated"),
                (flags.is_future, " future"),
                (flags.is_hypothetical, " hypothetical"),
            ];
            let flags: String = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| *name).collect();
            format!("{} {} > {}{flags}", event.event_type.name(), names(&event.actors), names(&event.recipients))
        };
        self.events.iter().map(show).collect::<Vec<_>>().join("; ")
    }
}

#[test]
fn examples_give_their_rule_and_counterexamples_do_not() {
    let (mut wrong, mut sentences) = (Vec::new(), 0);
    for rule in EXTRACTOR.lexicon().rules() {
        for (is_example, sentence) in
            rule.examples.iter().map(|text| (true, text)).chain(rule.counterexamples.iter().map(|text| (false, text)))
        {
            sentences += 1;
            let read = read(sentence);
            if read.has(&rule.id) != is_example {
                let place = format!("{}:{}", rule.file, rule.line);
                let kind = if is_example { "example" } else { "counterexample" };
                wrong.push(format!("{place}: {} {kind}: {sentence} gives {}", rule.id, read.show()));
            }
        }
    }
    assert!(sentences >= 2000, "{sentences} sentences");
    assert!(EXTRACTOR.lexicon().rules().len() >= 1000, "{} rules", EXTRACTOR.lexicon().rules().len());
    assert!(wrong.is_empty(), "{} of {sentences} sentences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_type_has_twelve_rules_or_more() {
    for event_type in EventType::ALL {
        let count = EXTRACTOR.lexicon().rules().iter().filter(|rule| rule.event_type == event_type).count();
        assert!(count >= 12, "{} has {count} rules", event_type.name());
    }
}

fn check(sentence: &str, expected: &str) {
    assert_eq!(read(sentence).show(), expected, "{sentence}");
}

#[test]
fn the_logical_arguments_are_found_behind_the_grammar() {
    check("The garrison was attacked by rebels on Monday.", "ASSAULT rebels > The garrison");
    check("Rebels who attacked the garrison fled.", "ASSAULT Rebels > the garrison");
    check("The opposition accused the army of shelling a market.", "ACCUSE The opposition > the army");
    check("Norway and Finland held talks in Oslo.", "CONSULT Norway > Finland");
    check("The town came under attack.", "ASSAULT  > The town");
}

#[test]
fn plovers_rules_for_ambiguous_events_hold() {
    check("Norway will meet Finland in Oslo.", "AGREE Norway > Finland future");
    check("Norway will not release the prisoners.", "REJECT Norway > the prisoners");
    check("The minister said the rebels must release the hostages.", "REQUEST The minister > the rebels");
}
