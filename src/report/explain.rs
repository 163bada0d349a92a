//! An explanation for a terminal: sentence by sentence the parse, who is mentioned, the rules that were tried, the events.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::extract::{
    encode::{EventRecord, formats::terminal},
    explain::{ExplainedArticle, ExplainedSentence, TokenNote, TriggerNote},
};

const FAINT: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const GREEN: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const YELLOW: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// Writes the explanation of one article; `place` is the file and the line that it comes from.
///
/// # Errors
/// When the writer fails.
pub(crate) fn article(out: &mut impl Write, place: &str, explained: &ExplainedArticle) -> io::Result<()> {
    let title = explained.title.as_deref().or(explained.article_id.as_deref()).unwrap_or("(untitled article)");
    writeln!(out, "{BOLD}{title}{BOLD:#}  {FAINT}{place}{FAINT:#}")?;
    if explained.status != "read" {
        let (reason, message) = (explained.reason.as_deref(), explained.message.as_deref());
        let (status, reason, message) = (explained.status, reason.unwrap_or_default(), message.unwrap_or_default());
        return writeln!(out, "  {YELLOW}{status}{YELLOW:#} ({reason}): {message}\n");
    }
    let published = explained.published_at.as_deref().unwrap_or("on an unknown date");
    let count = explained.event_count;
    let events = if count == 1 { "1 event".to_owned() } else { format!("{count} events") };
    let held_back = match explained.held_back_count {
        0 => String::new(),
        count => format!(" and {count} held back"),
    };
    writeln!(out, "  {events}{held_back}; published {published}; lexicon {}", explained.lexicon_version)?;
    for issue in &explained.issues {
        writeln!(out, "  {YELLOW}note{YELLOW:#} ({}): {}", issue.code, issue.message)?;
    }
    if let Some(message) = &explained.message {
        writeln!(out, "  {YELLOW}{message}{YELLOW:#}")?;
    }
    writeln!(out)?;
    explained.sentences.iter().try_for_each(|one| sentence(out, one))
}

fn sentence(out: &mut impl Write, sentence: &ExplainedSentence) -> io::Result<()> {
    let text = sentence.text.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "{BOLD}sentence {} ({}){BOLD:#}  {text}", sentence.number, sentence.section)?;
    tokens(out, &sentence.tokens)?;
    if !sentence.entities.is_empty() {
        let shown: Vec<String> = sentence.entities.iter().map(|one| format!("{} {}", one.text, one.label)).collect();
        writeln!(out, "  entities  {}", shown.join("; "))?;
    }
    for actor in &sentence.actors {
        let code = actor.code.as_deref().map_or_else(|| "no code".to_owned(), |code| format!("<{code}>"));
        let name = actor.name.as_deref().filter(|name| *name != actor.text);
        let name = name.map(|name| format!(" = {name}")).unwrap_or_default();
        let role = actor.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
        writeln!(out, "  who       {}{name} {code} {FAINT}({}{role}){FAINT:#}", actor.text, actor.kind)?;
    }
    sentence.triggers.iter().try_for_each(|one| trigger(out, one))?;
    for word in &sentence.reader {
        let (side, style) = if word.type_probability >= word.threshold { ("+", GREEN) } else { ("-", FAINT) };
        let [event, of_type, least] =
            [word.event_probability, word.type_probability, word.threshold].map(|share| (100.0 * share).round());
        let (text, event_type) = (&word.text, word.event_type);
        write!(
            out,
            "  reader    {style}{side}{style:#} {text}: event {event} %, {event_type} {of_type} % (least {least} %)"
        )?;
        if let Some(place) = &word.place {
            write!(out, ", place: {} {} %", place.text, (100.0 * place.probability).round())?;
        }
        writeln!(out)?;
    }
    for word in &sentence.not_tried {
        writeln!(out, "  not tried {BOLD}{}{BOLD:#} {}", word.text, word.label)?;
    }
    sentence.events.iter().try_for_each(|one| event(out, one))?;
    for held in &sentence.held_back {
        writeln!(out, "  {YELLOW}held back{YELLOW:#} {} “{}”: {}", held.event_type, held.trigger, held.message)?;
    }
    if let Some(reason) = &sentence.no_event {
        writeln!(out, "  {YELLOW}no event{YELLOW:#}  {reason}")?;
    }
    writeln!(out)
}

/// A table: number, word, lemma, tag, relation and the word it depends on.
fn tokens(out: &mut impl Write, tokens: &[TokenNote]) -> io::Result<()> {
    let width = |of: fn(&TokenNote) -> &str| tokens.iter().map(|token| of(token).chars().count()).max().unwrap_or(0);
    let (text, lemma) = (width(|token| &token.text), width(|token| &token.lemma));
    for token in tokens {
        let head = token.head.checked_sub(1).and_then(|head| tokens.get(head));
        let head = head.map_or_else(String::new, |head| format!(" of {} {}", head.number, head.text));
        writeln!(
            out,
            "  {FAINT}{:>3}  {:<text$}  {:<lemma$}  {:<4}  {}{head}{FAINT:#}",
            token.number, token.text, token.lemma, token.tag, token.relation
        )?;
    }
    Ok(())
}

fn trigger(out: &mut impl Write, trigger: &TriggerNote) -> io::Result<()> {
    let stands_for = trigger.stands_for.as_ref().map(|word| format!(", stands for {word}")).unwrap_or_default();
    let (text, token, lemma) = (&trigger.text, trigger.token, &trigger.lemma);
    writeln!(out, "  trigger   {BOLD}{text}{BOLD:#} (token {token}, lemma {lemma}){stands_for}")?;
    for rule in &trigger.rules {
        if rule.verdict == "coded" {
            let reason = if rule.reason.is_empty() { String::new() } else { format!(" {}", rule.reason) };
            writeln!(out, "    {GREEN}+ {}{GREEN:#} coded{reason}  {FAINT}{}{FAINT:#}", rule.rule, rule.place)?;
        } else {
            writeln!(out, "    - {}: {}  {FAINT}{}{FAINT:#}", rule.rule, rule.reason, rule.place)?;
        }
    }
    Ok(())
}

fn event(out: &mut impl Write, record: &EventRecord) -> io::Result<()> {
    write!(out, "  event   ")?;
    terminal::headline(out, record)?;
    let contexts = if record.contexts.is_empty() { "none".to_owned() } else { record.contexts.join(", ") };
    let cameo = record.cameo_code.as_deref().unwrap_or("none");
    let domain = match (&record.domain, record.relevance) {
        (Some(domain), Some(relevance)) => format!("; domain {domain}; relevance {relevance:.2}"),
        _ => String::new(),
    };
    writeln!(out, "            CAMEO {cameo}; contexts {contexts}; confidence {:.2}{domain}", record.confidence)?;
    let slots =
        [("actor", &record.actor_text), ("recipient", &record.recipient_text), ("date", &record.event_date_text)];
    let slots: Vec<String> =
        slots.iter().filter_map(|(slot, text)| Some(format!("{slot} “{}”", text.as_ref()?))).collect();
    writeln!(out, "            trigger “{}”; {}", record.trigger_text, slots.join("; "))
}
