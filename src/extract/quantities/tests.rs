//! Sentences of our own, each with everything that it counts, and any text at all.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    extract::Extractor,
    lexicon::Lexicon,
    model::{Article, QuantityKind},
    spacy::Pipeline,
};

fn extractor() -> Extractor {
    Extractor::new(Arc::new(Pipeline::embedded().unwrap()), Arc::new(Lexicon::embedded().unwrap()), None)
}

/// A quantity as `kind=value`, with its bounds in brackets.
fn shown(quantity: &Quantity) -> String {
    let Quantity { kind, value, min, max, unit, .. } = quantity;
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let bounds =
        if min.is_some() || max.is_some() { format!("[{}..{}]", number(*min), number(*max)) } else { String::new() };
    let unit = unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!("{}={}{bounds}{unit}", kind.name(), number(*value))
}

/// The events of a sentence that count something, by type.
fn counts(extractor: &Extractor, sentence: &str) -> Vec<String> {
    let reading = extractor.read(Article::of_text("a", sentence));
    let events = reading.events.iter().filter(|event| !event.quantities.is_empty());
    events
        .map(|event| {
            let all: Vec<String> = event.quantities.iter().map(shown).collect();
            format!("{} {}", event.event_type.name(), all.join(" "))
        })
        .collect()
}

/// Each sentence with the type of an event and its quantities; nothing where none is counted.
const SENTENCES: &[(&str, &str)] = &[
    // Killed and injured.
    ("Rebels killed 12 villagers and wounded 30 near Kolda on Sunday.", "ASSAULT killed=12 injured=30"),
    ("Fourteen soldiers were killed in an ambush near the dam.", "ASSAULT killed=14"),
    ("At least 14,000 civilians were killed by the army.", "ASSAULT killed=14000[14000..]"),
    ("More than two dozen guards were killed by gunmen.", "ASSAULT killed=24[24..]"),
    ("Dozens of villagers were killed by militiamen.", "ASSAULT killed=[24..]"),
    ("A rocket attack left nine people dead in the harbour.", "ASSAULT killed=9"),
    ("Gunmen attacked a convoy near Sokoto, killing seven drivers and injuring 11.", "ASSAULT killed=7 injured=11"),
    ("Rebels killed between 30 and 40 miners.", "ASSAULT killed=[30..40]"),
    ("Two or three policemen were killed by the rebels.", "ASSAULT killed=[2..3]"),
    ("Militants killed up to 40 herders in the valley.", "ASSAULT killed=[..40]"),
    ("Police seized a 500-pound bomb.", ""),
    ("The army killed a hundred and fifty rebels.", "ASSAULT killed=150"),
    ("Both protesters and soldiers have been killed in the violence.", ""),
    ("Both pilots were killed by the rebels.", "ASSAULT killed=2"),
    ("Rebels murdered three nuns and a driver.", "ASSAULT killed=4"),
    ("Gunmen murdered a journalist in Tampico.", "ASSAULT killed=1"),
    ("The minister was assassinated by gunmen.", "ASSAULT killed=1"),
    ("Soldiers injured nearly 60 demonstrators in the square.", "ASSAULT injured=60"),
    ("Hundreds of thousands of civilians were killed by the regime.", "ASSAULT killed=[200000..]"),
    ("Warplanes bombed the market, killing half a dozen traders.", "ASSAULT killed=6"),
    ("No one was killed by the rebels.", ""),
    ("Rebels killed the villagers.", ""),
    ("Rebels killed the chief and his sons.", ""),
    ("A 14-year-old boy was killed by soldiers.", "ASSAULT killed=1"),
    ("In 2014 rebels killed 25 miners.", "ASSAULT killed=25"),
    ("The militia killed 2,000 people in 2009.", "ASSAULT killed=2000"),
    ("Rebels killed 12 villagers, including three children, near Kolda.", "ASSAULT killed=12"),
    ("Gunmen killed 12 in Sokoto.", "ASSAULT killed=12"),
    ("Rebels shot and killed two guards at the mine.", "ASSAULT killed=2"),
    ("A mortar attack left three women dead near the port.", "ASSAULT killed=3"),
    ("The death toll of the rebels' attack on Mopti rose to 14.", "ASSAULT killed=14"),
    ("At least 15 policemen were wounded by rioters.", "ASSAULT injured=15[15..]"),
    ("The massacre of 60 villagers by the militia shocked the region.", "ASSAULT killed=60"),
    // Arrested.
    ("Police arrested 30 protesters in Lusaka on Friday.", "COERCE arrested=30"),
    ("Police detained between 40 and 50 dockers.", "COERCE arrested=[40..50]"),
    ("More than 100 students were arrested by police.", "COERCE arrested=100[100..]"),
    ("Police arrested the mayor.", "COERCE arrested=1"),
    ("Police arrested a smuggler and five of his drivers.", "COERCE arrested=6"),
    ("Troops detained scores of traders.", "COERCE arrested=[40..]"),
    ("Police arrested about twenty-five activists.", "COERCE arrested=25"),
    ("Police arrested activists in 12 towns.", ""),
    ("Police arrested a group of eight men.", "COERCE arrested=8"),
    ("Police arrested a woman and two men.", "COERCE arrested=3"),
    // Several in a list, in an apposition, or by an earlier number.
    ("Rebels murdered a priest, two lawyers and three students.", "ASSAULT killed=6"),
    ("Police arrested a shopkeeper and father of three in Lusaka.", "COERCE arrested=1"),
    ("Police arrested a man and woman in Lusaka.", "COERCE arrested=2"),
    ("The army killed a Palestinian in Jenin.", "ASSAULT killed=1"),
    ("The war left hundreds of thousands of dead.", "ASSAULT killed=[200000..]"),
    ("Police arrested the bookie.", "COERCE arrested=1"),
    ("Two men were held by police in Lusaka. Police arrested the men on Friday.", "COERCE arrested=2"),
    ("Four traders were robbed. They were arrested by police.", "COERCE arrested=4"),
    ("Four men and two men were robbed. The men were arrested by police.", ""),
    ("The families of the two men were arrested by police.", ""),
    ("Three parties met in Doha.", ""),
    // Those who take part.
    ("More than 10,000 demonstrated in Tunis.", "PROTEST participants=10000[10000..]"),
    ("Farmers demonstrated in Quito.", ""),
    ("Some 200 workers went on strike at the mine.", "PROTEST participants=200"),
    ("Thousands of teachers protested against the cuts.", "PROTEST participants=[2000..]"),
    ("Tens of thousands of farmers protested in the capital.", "PROTEST participants=[20000..]"),
    ("About 2.5 million people demonstrated against the government.", "PROTEST participants=2500000"),
    ("Fewer than 50 students demonstrated against the rector.", "PROTEST participants=[..50]"),
    ("Norway deployed 300 soldiers to Mali.", "MOBILIZE participants=300 troops=300"),
    ("The government sent 1,500 more troops to the border.", "MOBILIZE participants=1500 troops=1500"),
    ("Farmers protested on May 12 against the tax.", ""),
    ("Norway deployed 12 frigates to the Baltic.", ""),
    // Money.
    ("Norway pledged $3bn in aid to Chad.", "AGREE money=3000000000 USD"),
    ("The court fined the bank 2.5 million euros.", "SANCTION money=2500000 EUR"),
    ("India pledged Rs 2 crore in aid to Nepal.", "AGREE money=20000000 INR"),
    ("Sweden provided up to €40 million in aid to Moldova.", "AID money=[..40000000] EUR"),
    ("Japan gave the refugees US$180 million.", "AID money=180000000 USD"),
    ("Kuwait pledged KD 500,000 in aid to Lebanon.", "AGREE money=500000 KWD"),
    ("Police seized £12,000 from the dealers.", "COERCE money=12000 GBP"),
    ("Qatar pledged $2-3 million in aid to Tonga.", "AGREE money=[2000000..3000000] USD"),
    ("Canada gave Haiti C$10 million.", "AID money=10000000 CAD"),
    ("Germany gave Ghana several million dollars.", "AID money=[2000000..] USD"),
    ("The regulator imposed a fine of $2 million on the bank.", "SANCTION money=2000000 USD"),
    ("The union demanded 15 euros per hour from the ministry.", ""),
    ("The envoy praised Egypt for COP 27.", ""),
    // No quantities.
    ("Rebels attacked the village at 10:30 on 12 March.", ""),
    ("Police raided the office at 10 Harbour Street.", ""),
    ("Soldiers attacked the town 20 years ago.", ""),
    ("The government raised the tax by 12 percent and police arrested protesters.", ""),
    ("Rebels attacked the second convoy.", ""),
];

#[test]
fn sentences_count_what_they_say() {
    let extractor = extractor();
    let mut wrong = Vec::new();
    for (sentence, expected) in SENTENCES {
        let found = counts(&extractor, sentence);
        let is_right = if expected.is_empty() { found.is_empty() } else { found.iter().any(|one| one == expected) };
        if !is_right {
            wrong.push(format!("{sentence}\n    expected {expected}\n    found    {}", found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SENTENCES.len(), wrong.join("\n"));
    assert!(SENTENCES.len() >= 60);
}

/// Words from which odd numbers are made.
const PIECES: &[&str] = &[
    "killed",
    "wounded",
    "police arrested",
    "people",
    "dead",
    "toll",
    "rose to",
    "12",
    "1,2,3",
    "-",
    "–",
    "to",
    "or",
    "and",
    "between",
    "dozens",
    "of",
    "thousands",
    "half",
    "and a half",
    "in",
    "missing",
    "fled",
    "displaced",
    "to death",
    "when rebels attacked",
    "a",
    "million",
    "$",
    "€5bn",
    "Rs",
    "%",
    "per cent",
    "at least",
    "up to",
    "9999999999999999999999999",
    "0",
    "3-2",
    "twenty",
    "five",
    "hundred",
    "US$",
    "2 000",
    "٣",
    "½",
    "no",
    ".",
    ",",
    "(",
    "it",
];

/// What is wrong with the numbers of a text's events, if anything is.
fn fault(text: &str) -> Option<&'static str> {
    static ONCE: std::sync::OnceLock<Extractor> = std::sync::OnceLock::new();
    let reading = ONCE.get_or_init(extractor).read(Article::of_text("a", text));
    let mut quantities = reading.events.iter().flat_map(|event| &event.quantities);
    let fault_of = |quantity: &Quantity| {
        let numbers = [quantity.min, quantity.value, quantity.max];
        let known = numbers.iter().flatten();
        [
            (reading.text(quantity.span).is_empty(), "no words"),
            (numbers.iter().all(Option::is_none), "no number"),
            (!known.clone().all(|number| number.is_finite() && *number >= 0.0), "no finite number"),
            (!known.is_sorted(), "bounds out of order"),
        ]
        .into_iter()
        .find_map(|(is_so, fault)| is_so.then_some(fault))
    };
    quantities.find_map(fault_of)
}

#[test]
fn a_bound_beside_uncounted_people_leaves_no_empty_number() {
    for text in [
        "killed killed police arrested or – $ up to dozens .",
        "Rebels killed up to 12 soldiers and dozens of civilians.",
        "Rebels killed up to 12 soldiers and at least 9 civilians.",
        "Rebels killed up to 12 soldiers and their guides.",
    ] {
        assert_eq!(fault(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_have_finite_numbers_with_valid_spans(pieces in proptest::collection::vec(0..PIECES.len(), 1..24)) {
        let text = pieces.iter().map(|piece| PIECES[*piece]).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(fault(&text), None, "{}", text);
    }
}

#[test]
fn a_repetition_adds_kinds_and_values_and_no_sums() {
    let quantity = |kind, value, min| Quantity {
        span: crate::model::Span { start: 0, end: 1 },
        kind,
        value,
        min,
        max: None,
        unit: None,
    };
    let (killed, injured) = (QuantityKind::Killed, QuantityKind::Injured);
    for (first, later, expected) in [
        (vec![], vec![quantity(killed, Some(9.0), None)], "killed=9"),
        (vec![quantity(killed, Some(9.0), None)], vec![quantity(killed, Some(4.0), None)], "killed=9"),
        (vec![quantity(killed, None, Some(24.0))], vec![quantity(killed, Some(31.0), None)], "killed=31"),
        (vec![quantity(killed, None, Some(24.0))], vec![quantity(killed, Some(3.0), None)], "killed=[24..]"),
        (vec![quantity(killed, Some(9.0), None)], vec![quantity(injured, Some(4.0), None)], "killed=9 injured=4"),
    ] {
        let mut first = first;
        absorb(&mut first, later);
        assert_eq!(first.iter().map(shown).collect::<Vec<_>>().join(" "), expected);
    }
}
