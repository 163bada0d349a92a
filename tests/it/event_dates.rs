//! The days of events by what the rest of the article tells: the day of the story, that of another mention, of the report, or of
//! the article.

use dateline::extract::{Extraction, Input, Outcome};
use serde_json::json;

use crate::support::engine::Engine;

#[test]
fn an_event_without_a_date_of_its_own_takes_that_of_the_story_or_none() {
    // Published on a Wednesday. Each trigger with the first day, the words and the source of its date, and whether it is history.
    for (text, expected) in [
        (
            "Rebels attacked a convoy near Bria on Monday. Soldiers arrested four men.",
            "attacked 2023-03-13 Monday text; arrested 2023-03-13 Monday text",
        ),
        ("Police arrested two brokers.", "arrested 2023-03-15 - published"),
        ("Police have arrested two brokers.", "arrested 2023-03-15 - published"),
        ("Police had arrested two brokers.", "arrested - - none"),
        (
            "Chile on Sunday marked the coup of 1973. Soldiers arrested the mayor that evening.",
            "arrested 1973-01-01 that evening text historical",
        ),
        (
            "Admiral Luis Ruiz, who has died aged 91, seized power in 1966. He then arrested the senators.",
            "seized 1966-01-01 1966 text historical; arrested 1966-01-01 1966 text historical",
        ),
        ("Police recently arrested two brokers.", "arrested - recently text"),
        ("Police arrested two brokers in the soon-to-open terminal.", "arrested 2023-03-15 - published"),
        ("Togo must release the two envoys, Benin said on Tuesday.", "release 2023-03-14 Tuesday text"),
        ("The minister said on Tuesday that rebels attacked the dam.", "attacked - - none"),
        ("The mayor responded to accusations of fraud by the opposition.", "accusations - - none"),
        ("Togo extended the curfew in the north until Friday.", "extended 2023-03-15 - published"),
        // The date of a clause below a verb is not that of the verb; a length and a year in brackets are no dates.
        ("Police arrested the broker who stole the paintings in 2014.", "arrested - - none"),
        (
            "The envoy thanked the king, who had signed the treaty in 2015.",
            "thanked - - none; signed 2015-01-01 2015 text historical",
        ),
        ("The court sentenced the broker to two years in prison.", "sentenced 2023-03-15 - published"),
        ("The envoy met the ministers at the Summit on Health (2022) in Harare.", "met - - none"),
        // The news may be of the day or week that another sentence names.
        (
            "Police arrested two brokers. They wait for a lawyer. A court froze their accounts last week.",
            "arrested - - none; froze 2023-03-06 last week text",
        ),
        ("The ruling follows a demand by the opposition.", "demand - - none"),
        ("The opposition's demand is unlikely to change the law, the minister says.", "demand - - none"),
        // A year that something is compared with is not carried on.
        (
            "The budget rose by a third from 2018. The minister then arrested the senators.",
            "arrested 2023-03-15 - published",
        ),
    ] {
        let value = json!({"text": text, "published_at": "2023-03-15T10:00:00Z"}).to_string();
        let outcome = Engine::Rules.extractor().extract(&Input { bytes: Some(value.as_bytes()), ..Input::default() });
        let Outcome::Emit(Extraction { records, .. }) = outcome else { panic!("{outcome:?}") };
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let found = records.iter().map(|record| {
            let history = if record.is_historical { " historical" } else { "" };
            let (day, words) = (shown(&record.event_date), shown(&record.event_date_text));
            format!("{} {day} {words} {}{history}", record.trigger_text, record.event_date_from)
        });
        assert_eq!(found.collect::<Vec<_>>().join("; "), expected, "{text}");
    }
}
