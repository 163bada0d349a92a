//! Tables of sentences and what is read from them, one table a subject, and the one driver of all of them.
//!
//! A table's head names its columns. What is read: `sentence`, and where there is such a column its `title`, the time it
//! was `published`, and the `engine` (`rules`, unless it says `ranker` or `wordnet`). `about` and `note` say what a row is for.
//! All other columns are expected. An empty cell expects nothing; a dash expects that there is none.
//!
//! | column | what it expects |
//! |---|---|
//! | `events` | all events, as `TYPE actor > recipient flags; …` |
//! | `event`, `mode`, `contexts`, `cameo`, `rule`, `actors`, `actor_codes`, `recipients`, `recipient_codes`, `flags`, `date`, `speaker`, `speaker_code`, `verb`, `claim`, `quantities` | there is an event with all of these; contexts are some of its contexts |
//! | `quantities` | all that the event counts, as `killed=14[14..] money=200 USD` |
//! | `word` | the last token of this text is what the next five are about |
//! | `code`, `phrase`, `name`, `kind` | who the word stands for: actor code, noun phrase, resolved name, kind of mention |
//! | `day` | when the event that the word triggers happened |
//! | `wanted`, `unwanted` | events that there are, and that there are not: `TYPE:mode+context`, all those between commas, any of those between bars |
//! | `tried` | the rule that the next two are about |
//! | `verdict`, `reason` | how the first try of the rule ended; `…` stands for any words |
//!
//! `DATELINE_BLESS=1 cargo test --test it sentences` writes what is found into the rows that fail, and prints them.

use std::collections::BTreeSet;

use dateline::model::EventType;

use crate::support::{
    Engine, Event, Reading, bless,
    engine::{PUBLISHED, Text},
    explained::{first_sentence, text, tried},
    files,
    reading::{Party, texts},
    table::{Change, Row, Table},
};

macro_rules! subjects {
    ($($subject:ident),+ $(,)?) => {
        pub(crate) const SUBJECTS: &[&str] = &[$(stringify!($subject)),+];

        $(#[test]
        fn $subject() {
            check(stringify!($subject));
        })+
    };
}

subjects![
    actors,
    ambiguity,
    attribution,
    codes,
    constructions,
    contexts,
    dates,
    engines,
    modality,
    modes,
    participants,
    refusals,
    titles,
];

/// Tables of which a share of the rows holds: what the table expects was written before it was measured.
const MEASURED: [(&str, f64); 1] = [("quantities", 0.92)];

#[test]
fn enough_rows_of_the_measured_tables_hold() {
    for (subject, least) in MEASURED {
        let table = Table::of(subject);
        let wrong = failures(&table);
        let share = 1.0 - wrong.len() as f64 / table.rows.len() as f64;
        assert!(share >= least, "{subject}: {share:.3} holds\n{}", report(&table, &wrong, false).join("\n"));
        println!("{subject}: {share:.3}");
    }
}

/// Columns that a row is read by, or that say what it is for.
const GIVEN: [&str; 8] = ["sentence", "title", "published", "engine", "about", "note", "word", "tried"];
/// Columns about the noun phrase or the event of a word.
const OF_A_WORD: [&str; 5] = ["code", "phrase", "name", "kind", "day"];
/// Columns about one event.
const OF_AN_EVENT: [&str; 16] = [
    "event",
    "mode",
    "contexts",
    "cameo",
    "rule",
    "actors",
    "actor_codes",
    "recipients",
    "recipient_codes",
    "flags",
    "date",
    "speaker",
    "speaker_code",
    "verb",
    "claim",
    "quantities",
];
/// Columns about all events.
const OF_ALL_EVENTS: [&str; 3] = ["events", "wanted", "unwanted"];
/// Columns about a rule that was tried.
const OF_A_RULE: [&str; 2] = ["verdict", "reason"];
/// Columns in which what is found cannot stand as it is.
const NEVER_BLESSED: [&str; 4] = ["event", "contexts", "wanted", "unwanted"];

/// A cell that does not hold.
struct Wrong {
    head: &'static str,
    expected: String,
    found: String,
}

/// Fails with every row of a table that does not hold, or rewrites those that can be rewritten.
fn check(subject: &str) {
    let table = Table::of(subject);
    let wrong = failures(&table);
    if bless::is_on() {
        bless::check(&table.name, &table.with(&changes(&wrong)));
    }
    let report = report(&table, &wrong, bless::is_on());
    assert!(report.is_empty(), "{} rows do not hold:\n{}", report.len(), report.join("\n"));
}

/// The rows of a table that do not hold, each with its cells that do not.
fn failures(table: &Table) -> Vec<(&Row, Vec<Wrong>)> {
    let known = |head| [&GIVEN[..], &OF_A_WORD, &OF_AN_EVENT, &OF_ALL_EVENTS, &OF_A_RULE].concat().contains(&head);
    assert_eq!(table.heads().find(|head| !known(head)), None, "{}: no such column", table.name);
    assert!(!table.rows.is_empty(), "{} is empty", table.name);
    let rows = table.rows.iter().map(|row| (row, wrong(row)));
    rows.filter(|(_, wrong)| !wrong.is_empty()).collect()
}

/// What is found, for every cell that can take it.
fn changes(wrong: &[(&Row, Vec<Wrong>)]) -> Vec<Change> {
    let cells = wrong.iter().flat_map(|(row, cells)| cells.iter().map(|cell| (row.line, cell)));
    let cells = cells.filter(|(_, cell)| !NEVER_BLESSED.contains(&cell.head));
    cells.map(|(line, cell)| (line, cell.head, cell.found.clone())).collect()
}

/// A line for each row that does not hold, without the cells that were blessed.
fn report(table: &Table, wrong: &[(&Row, Vec<Wrong>)], is_blessed: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for (row, cells) in wrong {
        let cells = cells.iter().filter(|cell| !is_blessed || NEVER_BLESSED.contains(&cell.head));
        let cells: Vec<String> =
            cells.map(|cell| format!("  {}: expected {}\n  found {}", cell.head, cell.expected, cell.found)).collect();
        if !cells.is_empty() {
            lines.push(format!("{}:{}: {}\n{}", table.name, row.line, row.cell("sentence"), cells.join("\n")));
        }
    }
    lines
}

/// The cells of a row that do not hold.
fn wrong(row: &Row) -> Vec<Wrong> {
    let engine = Engine::named(row.get("engine").unwrap_or("rules"));
    let published = row.get("published").unwrap_or(PUBLISHED);
    let reading = engine.read_text(Text { title: row.get("title"), body: row.cell("sentence"), published });
    let found = [of_a_word(row, &reading), of_an_event(row, &reading), of_all_events(row, &reading), of_a_rule(row)];
    let found: Vec<(&'static str, String)> = found.into_iter().flatten().collect();
    assert!(!found.is_empty(), "line {} expects nothing", row.line);
    let wrong = found.into_iter().filter(|(head, found)| !holds(head, row.cell(head), found, &reading.events));
    wrong.map(|(head, found)| Wrong { head, expected: row.cell(head).to_owned(), found }).collect()
}

/// Whether what is found is what a cell expects.
fn holds(head: &str, expected: &str, found: &str, events: &[Event]) -> bool {
    let has = |wanted: &str| events.iter().any(|event| is(event, wanted));
    match head {
        "contexts" => expected.split('+').all(|context| found.split('+').any(|one| one == context)),
        "wanted" => expected.split(',').all(|wanted| wanted.split('|').any(has)),
        "unwanted" => !expected.split(',').any(has),
        "reason" => has_in_order(found, expected),
        _ => expected == found,
    }
}

/// Whether a text is one in which `…` stands for any words.
fn has_in_order(text: &str, pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split('…').collect();
    let [first, middle @ .., last] = &parts[..] else { return text == pattern };
    let rest = text.strip_prefix(first).and_then(|text| text.strip_suffix(last));
    rest.is_some_and(|rest| {
        middle.iter().try_fold(rest, |rest, part| rest.split_once(part).map(|(_, rest)| rest)).is_some()
    })
}

/// Whether an event is one that is wanted: `TYPE`, `TYPE:mode`, each with `+context`.
fn is(event: &Event, wanted: &str) -> bool {
    let mut parts = wanted.split('+');
    let head = parts.next().unwrap();
    let (name, mode) = head.split_once(':').unwrap_or((head, ""));
    let event_type = EventType::from_name(name).unwrap_or_else(|| panic!("{name} is no type"));
    event_type == event.plover
        && (mode.is_empty() || event.mode.as_deref() == Some(mode))
        && parts.all(|context| event.contexts.iter().any(|found| found == context))
}

/// Some text, or a dash for none.
fn or_dash(text: impl Into<Option<String>>) -> String {
    text.into().filter(|text| !text.is_empty()).unwrap_or_else(|| "-".to_owned())
}

fn of_a_word(row: &Row, reading: &Reading) -> Vec<(&'static str, String)> {
    let Some(word) = row.get("word") else { return Vec::new() };
    let party = reading.who(word);
    let found = |head| match head {
        "code" => or_dash(party.code.clone()),
        "phrase" => or_dash(party.text.clone()),
        "name" => or_dash(party.name.clone()),
        "kind" => or_dash(reading.kind(word)),
        _ => or_dash(reading.day(word)),
    };
    asked(row, &OF_A_WORD).map(|head| (head, found(head))).collect()
}

/// The event of the wanted type in which most of the cells hold.
fn of_an_event(row: &Row, reading: &Reading) -> Vec<(&'static str, String)> {
    let heads: Vec<&'static str> = asked(row, &OF_AN_EVENT).collect();
    if heads.is_empty() {
        return Vec::new();
    }
    let is_wanted = |event: &&Event| row.cell("event") == event.plover.name();
    let cells = |event: &Event| heads.iter().map(|head| (*head, of_event(head, event))).collect::<Vec<_>>();
    let right = |found: &Vec<(&'static str, String)>| {
        found.iter().filter(|(head, found)| holds(head, row.cell(head), found, &reading.events)).count()
    };
    // The first of those that are equally good.
    let best = reading.events.iter().filter(is_wanted).map(cells).rev().max_by_key(right);
    best.unwrap_or_else(|| vec![("event", format!("none of it but {}", or_dash(all(reading))))])
}

fn of_event(head: &str, event: &Event) -> String {
    let codes =
        |parties: &[Party]| or_dash(parties.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(" + "));
    let said = event.attribution.as_ref();
    match head {
        "event" => event.plover.name().to_owned(),
        "mode" => or_dash(event.mode.clone()),
        "contexts" => or_dash(event.contexts.join("+")),
        "cameo" => or_dash(event.cameo.clone()),
        "rule" => event.rule.clone(),
        "actors" => or_dash(texts(&event.actors)),
        "actor_codes" => codes(&event.actors),
        "recipients" => or_dash(texts(&event.recipients)),
        "recipient_codes" => codes(&event.recipients),
        "flags" => or_dash(event.flags.join(" ")),
        "date" => or_dash(event.date.clone()),
        "speaker" => or_dash(said.map(|said| said.speaker.name.clone().unwrap_or_else(|| said.speaker.text.clone()))),
        "speaker_code" => or_dash(said.map(|said| said.speaker.code.clone())),
        "verb" => or_dash(said.map(|said| said.verb.clone())),
        "claim" => or_dash(said.map(|said| said.claim.clone())),
        "quantities" => or_dash(event.quantities.join(" ")),
        other => panic!("{other} is no column about an event"),
    }
}

/// All events with their codes.
fn all(reading: &Reading) -> String {
    reading.events.iter().map(Event::to_string).collect::<Vec<_>>().join("; ")
}

fn of_all_events(row: &Row, reading: &Reading) -> Vec<(&'static str, String)> {
    let found = |head| if head == "events" { or_dash(reading.line()) } else { or_dash(all(reading)) };
    asked(row, &OF_ALL_EVENTS).map(|head| (head, found(head))).collect()
}

fn of_a_rule(row: &Row) -> Vec<(&'static str, String)> {
    let Some(rule) = row.get("tried") else { return Vec::new() };
    let sentence = first_sentence(row.cell("sentence"));
    let first = tried(&sentence).find(|tried| tried["rule"] == rule);
    let found = |head| first.map_or_else(|| format!("{rule} was not tried"), |tried| text(&tried[head]).to_owned());
    asked(row, &OF_A_RULE).map(|head| (head, found(head))).collect()
}

/// Those of the columns in which a row expects something.
fn asked<'a>(row: &'a Row, heads: &'a [&'static str]) -> impl Iterator<Item = &'static str> + 'a {
    heads.iter().copied().filter(|head| row.get(head).is_some())
}

#[test]
fn every_table_has_its_test() {
    let tables = files::entries("tests/it/sentences", None);
    let tables: Vec<&str> = tables.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    let mut known: Vec<&str> = SUBJECTS.iter().copied().chain(MEASURED.map(|(subject, _)| subject)).collect();
    known.sort_unstable();
    assert_eq!(tables, known);
}

#[test]
fn no_row_stands_in_a_table_twice() {
    for subject in SUBJECTS {
        let table = Table::of(subject);
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            let given = GIVEN.iter().chain(&["event"]).filter(|head| **head != "about").map(|head| row.get(head));
            assert!(seen.insert(given.collect::<Vec<_>>()), "{}:{}", table.name, row.line);
        }
    }
}

#[test]
fn the_driver_finds_what_does_not_hold_and_puts_right_what_it_can() {
    let table = |text: &str| Table::parse("table".to_owned(), text.to_owned());
    let text = "# For the driver.\nsentence\tword\tcode\tevent\trecipients\tunwanted\n\
        Rebels attacked Norway.\tNorway\tNOR\tASSAULT\tNorway\tAID\n\
        Rebels attacked Norway.\tNorway\tDNK\tASSAULT\tChad\tASSAULT\n\
        Rebels attacked Norway.\t\t\tAID\tNorway\t\n";
    let table = table(text);
    let wrong = failures(&table);
    let cells = |(row, cells): &(&Row, Vec<Wrong>)| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("{}={}", cell.head, cell.found)).collect();
        (row.line, cells.join(", "))
    };
    let found: Vec<_> = wrong.iter().map(cells).collect();
    let event = "ASSAULT Rebels > Norway (- 190 [] assault.attack)";
    assert_eq!(
        found,
        [(4, format!("code=NOR, recipients=Norway, unwanted={event}")), (5, format!("event=none of it but {event}"))]
    );
    assert_eq!(report(&table, &wrong, false).len(), 2);
    let blessed = table.with(&changes(&wrong));
    assert_eq!(
        bless::changes(text, &blessed),
        "-Rebels attacked Norway.\tNorway\tDNK\tASSAULT\tChad\tASSAULT\n+Rebels attacked Norway.\tNorway\tNOR\tASSAULT\tNorway\tASSAULT\n"
    );
    assert!(report(&table, &wrong, true)[0].ends_with(&format!("\n  unwanted: expected ASSAULT\n  found {event}")));
}

#[test]
fn an_ellipsis_stands_for_any_words() {
    assert!(has_in_order("wants a, b or c; there is d", "wants …b…there is d"));
    assert!(!has_in_order("wants a, b or c; there is d", "wants …b…there is e"));
    assert!(!has_in_order("wants a, b or c; there is d", "wants …c…b…"));
    assert!(has_in_order("wants a", "wants a") && !has_in_order("wants a", "wants"));
}
