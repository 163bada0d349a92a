//! Rule files: the TOML of docs/LEXICON.md. Every problem of a file is found in one go.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    TableProblem,
    class::NounClass,
    line_of,
    ontology::Ontology,
    rule::{Clause, Frame, Need, Rule, Slot, Step, TriggerKind},
    vocabulary::{Vocabulary, WordId, Words},
    words::WordLists,
};
use crate::model::{Context, EventType};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadText {
    #[serde(rename = "type")]
    event_type: String,
    #[serde(default)]
    remove: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    cameo: Option<String>,
    trigger: TriggerText,
    actor: Option<Vec<String>>,
    recipient: Option<Vec<String>>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    unless: FrameText,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default)]
    example: Vec<String>,
    #[serde(default)]
    counterexample: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerText {
    verb: Option<Vec<String>>,
    noun: Option<Vec<String>>,
    adjective: Option<Vec<String>>,
    particle: Option<Vec<String>>,
    object: Option<Vec<String>>,
    subject: Option<Vec<String>>,
    #[serde(default)]
    preposition: BTreeMap<String, Vec<String>>,
    complement: Option<Vec<String>>,
    clause: Option<Clause>,
    modifier: Option<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FrameText {
    particle: Option<Vec<String>>,
    object: Option<Vec<String>>,
    subject: Option<Vec<String>>,
    preposition: BTreeMap<String, Vec<String>>,
    complement: Option<Vec<String>>,
    clause: Option<Clause>,
    modifier: Option<Vec<String>>,
}

/// What is in one rule file.
#[derive(Debug, Default)]
pub(super) struct RuleFile {
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Ids of rules that an overlay takes away, with their lines.
    pub removed: Vec<(String, usize)>,
}

/// What the engine takes for a preposition in a slot or a frame.
const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "amid",
    "among",
    "around",
    "as",
    "at",
    "away",
    "back",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "down",
    "due",
    "during",
    "except",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "past",
    "per",
    "regarding",
    "since",
    "through",
    "throughout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "versus",
    "via",
    "with",
    "within",
    "without",
];

/// The text of one rule, or of the head of a file, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Chunk<'a> {
    file: &'a str,
    /// The line of `[[rule]]`, or the line before the head: that of the text's first line is one more.
    line: usize,
    text: &'a str,
}

impl Chunk<'_> {
    /// The first line with these words, or the line on which the rule begins.
    fn line_with(&self, words: &str) -> usize {
        self.text.lines().position(|line| line.contains(words)).map_or(self.line.max(1), |index| self.line + 1 + index)
    }

    fn problem(&self, words: &str, message: impl Into<String>) -> TableProblem {
        TableProblem::new(self.file, self.line_with(words), message)
    }
}

/// What is wrong in a rule, with the words of the line that it stands on.
type Messages = Vec<(String, String)>;

/// Reads rule files into rules, with the words and codes that they refer to.
#[derive(Debug)]
pub(super) struct RuleReader<'a> {
    pub lists: &'a WordLists,
    pub ontology: &'a Ontology,
    pub vocabulary: &'a mut Vocabulary,
    pub problems: &'a mut Vec<TableProblem>,
}

impl RuleReader<'_> {
    /// Reads one file. Each `[[rule]]` is read for itself, so that one broken rule hides no other.
    pub(super) fn read(&mut self, file: &str, text: &str) -> RuleFile {
        let mut chunks = chunks(text).into_iter();
        let (_, head) = chunks.next().unwrap_or_default();
        let head = Chunk { file, line: 0, text: &head };
        let (event_type, removed) = self.head(head);
        let mut rules: Vec<Rule> = Vec::new();
        for (line, text) in chunks {
            let chunk = Chunk { file, line, text: &text };
            // Without a type the codes of a rule cannot be judged, but its form can.
            if let (Some(rule), Some(event_type)) = (self.parse(chunk), event_type) {
                rules.push(self.build(rule, event_type, chunk));
            }
        }
        RuleFile { rules, removed }
    }

    fn head(&mut self, chunk: Chunk<'_>) -> (Option<EventType>, Vec<(String, usize)>) {
        let head: HeadText = match toml::from_str(chunk.text) {
            Ok(head) => head,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(chunk.text, span.start));
                let message = error.message().replace('\n', " ");
                let hint = "start the file with a line such as type = \"ASSAULT\"";
                self.problems.push(TableProblem::new(chunk.file, line, format!("{message}; {hint}")));
                return (None, Vec::new());
            }
        };
        let event_type = EventType::from_name(&head.event_type);
        if event_type.is_none() {
            let message = format!("unknown event type {:?}; use one of PLOVER's sixteen, in capitals", head.event_type);
            self.problems.push(chunk.problem("type", message));
        }
        let line = |id: &String| chunk.line_with(&format!("\"{id}\""));
        (event_type, head.remove.iter().map(|id| (id.clone(), line(id))).collect())
    }

    /// A rule in its format. A line that breaks the format is reported and left out, so that the next one is reported too.
    fn parse(&mut self, chunk: Chunk<'_>) -> Option<RuleText> {
        let mut text = chunk.text.to_owned();
        let mut is_whole = true;
        loop {
            let error = match toml::from_str::<RuleText>(&text) {
                Ok(rule) => return Some(rule).filter(|_| is_whole),
                Err(error) => error,
            };
            let message = error.message().replace('\n', " ");
            let is_missing = message.starts_with("missing field");
            let within = error.span().map_or(0, |span| line_of(&text, span.start));
            // What is missing because its line was passed over is not missing.
            if is_whole || !is_missing {
                let line = if is_missing { chunk.line } else { chunk.line + within };
                let told = format!("{message}; docs/LEXICON.md lists the keys of a rule");
                self.problems.push(TableProblem::new(chunk.file, line, told));
            }
            let lines: Vec<&str> = text.lines().collect();
            let faulty = within.checked_sub(1).and_then(|index| lines.get(index)).is_some_and(|line| !line.is_empty());
            if is_missing || !faulty {
                return None;
            }
            let kept = lines.iter().enumerate().map(|(index, line)| if index + 1 == within { "" } else { line });
            text = kept.collect::<Vec<_>>().join("\n");
            // What a rule has too many of hides nothing of the rest.
            is_whole &= message.starts_with("unknown field");
        }
    }

    fn build(&mut self, text: RuleText, event_type: EventType, chunk: Chunk<'_>) -> Rule {
        let before = self.problems.len();
        let mut messages = Messages::new();
        let trigger = &text.trigger;
        let (kind, words) = trigger_words(&text, &mut messages);
        let lemmas = self.words(words, chunk);
        let frame = self.frame(
            [&trigger.particle, &trigger.object, &trigger.subject, &trigger.complement, &trigger.modifier],
            &trigger.preposition,
            trigger.clause,
            chunk,
        );
        let unless = self.frame(
            [
                &text.unless.particle,
                &text.unless.object,
                &text.unless.subject,
                &text.unless.complement,
                &text.unless.modifier,
            ],
            &text.unless.preposition,
            text.unless.clause,
            chunk,
        );
        let default_actor = if kind == TriggerKind::Noun { Step::Holder } else { Step::Subject };
        let default_recipient = if kind == TriggerKind::Verb { vec![vec![Step::Object]] } else { Vec::new() };
        let actor = self.slots(text.actor.as_deref(), chunk).unwrap_or_else(|| vec![vec![default_actor]]);
        let recipient = self.slots(text.recipient.as_deref(), chunk).unwrap_or(default_recipient);
        check_codes(self.ontology, event_type, &text, &mut messages);
        check_sentences(&text, &mut messages);
        let needs = needs(&text.needs, [&actor, &recipient], &mut messages);
        self.problems.extend(messages.into_iter().map(|(words, message)| chunk.problem(&words, message)));
        for problem in self.problems.iter_mut().skip(before) {
            problem.message = format!("rule {}: {}", text.id, problem.message);
        }
        Rule {
            event_type,
            mode: text.mode.and_then(|mode| self.ontology.mode(event_type, &mode)),
            contexts: text.contexts.iter().filter_map(|context| Context::from_name(context)).collect(),
            cameo: text.cameo.map(SmolStr::from),
            kind,
            lemmas,
            frame,
            unless,
            actor,
            recipient,
            needs,
            is_reciprocal: text.reciprocal,
            examples: text.example,
            counterexamples: text.counterexample,
            id: text.id.into(),
            file: chunk.file.into(),
            line: chunk.line,
            is_own: false,
        }
    }

    fn frame(
        &mut self,
        [particle, object, subject, complement, modifier]: [&Option<Vec<String>>; 5],
        prepositions: &BTreeMap<String, Vec<String>>,
        clause: Option<Clause>,
        chunk: Chunk<'_>,
    ) -> Frame {
        let mut words = |list: &Option<Vec<String>>| list.as_ref().map(|list| self.words(list, chunk));
        let (particle, complement, modifier) = (words(particle), words(complement), words(modifier));
        let mut nouns = |list: &Option<Vec<String>>| list.as_ref().map(|list| self.nouns(list, chunk));
        Frame {
            particle,
            object: nouns(object),
            subject: nouns(subject),
            complement,
            modifier,
            clause,
            preposition: prepositions
                .iter()
                .map(|(word, heads)| (self.preposition(word, chunk), self.nouns(heads, chunk)))
                .collect(),
        }
    }

    /// The lemmas and the classes of nouns of a list.
    fn nouns(&mut self, list: &[String], chunk: Chunk<'_>) -> Words {
        let (classes, words): (Vec<String>, Vec<String>) =
            list.iter().cloned().partition(|entry| NounClass::is_meant(entry));
        let known = |entry: &String| {
            let class = NounClass::from_name(entry);
            if class.is_none() {
                let message = format!("unknown class of nouns {entry:?}; use one of {}", NounClass::names());
                self.problems.push(chunk.problem(&format!("\"{entry}\""), message));
            }
            class
        };
        let classes = classes.iter().filter_map(known).collect();
        self.words(&words, chunk).with_classes(classes)
    }

    /// The lemmas of a list, word lists (`@name`) resolved.
    fn words(&mut self, list: &[String], chunk: Chunk<'_>) -> Words {
        let mut ids = Vec::new();
        let mut report = |entry: &str, message: String| {
            self.problems.push(chunk.problem(&format!("\"{entry}\""), message));
        };
        for entry in list {
            match entry.strip_prefix('@').map(|name| self.lists.get(name)) {
                None => ids.push(self.vocabulary.intern(entry)),
                // An empty set would ask for any word at all.
                Some(Some(found)) if found.words.is_empty() => {
                    report(entry, format!("the word list {entry} is empty; remove it here, or fill it in words.toml"));
                }
                Some(Some(found)) => ids.extend(found.words.iter().map(|word| self.vocabulary.intern(word))),
                Some(None) => report(entry, format!("unknown word list {entry}; define it in words.toml")),
            }
            if NounClass::is_meant(entry) {
                let message =
                    format!("{entry:?} is a class of nouns; only object, subject and preposition can hold one");
                report(entry, message);
            }
            if entry.is_empty() {
                report(entry, "a word is empty; write a lemma".to_owned());
            }
            if entry.contains(' ') {
                report(entry, format!("{entry:?} is more than one word; write its head here and the rest as modifier"));
            }
        }
        Words::new(ids)
    }

    fn slots(&mut self, slots: Option<&[String]>, chunk: Chunk<'_>) -> Option<Vec<Slot>> {
        let mut steps = |slot: &String| slot.split(':').map(|step| self.step(step, slot, chunk)).collect();
        slots.map(|slots| slots.iter().map(&mut steps).collect())
    }

    fn step(&mut self, step: &str, slot: &str, chunk: Chunk<'_>) -> Step {
        match step {
            "subject" => Step::Subject,
            "object" => Step::Object,
            "dative" => Step::Dative,
            "holder" => Step::Holder,
            "complement" => Step::Complement,
            preposition if PREPOSITIONS.contains(&preposition) => {
                Step::Preposition(self.vocabulary.intern(preposition))
            }
            unknown => {
                let message = format!(
                    "unknown slot source {unknown:?}; use subject, object, dative, holder, complement or a preposition"
                );
                self.problems.push(chunk.problem(&format!("\"{slot}\""), message));
                Step::Preposition(0)
            }
        }
    }

    /// A preposition that a frame asks for.
    fn preposition(&mut self, word: &str, chunk: Chunk<'_>) -> WordId {
        if !PREPOSITIONS.contains(&word) {
            let message = format!("{word:?} is not a preposition; write one word such as \"against\"");
            self.problems.push(chunk.problem(word, message));
        }
        self.vocabulary.intern(word)
    }
}

/// The text before the first `[[rule]]`, then that of each rule, with the line on which it begins.
fn chunks(text: &str) -> Vec<(usize, String)> {
    let mut chunks: Vec<(usize, String)> = vec![(1, String::new())];
    for (index, line) in text.lines().enumerate() {
        if line.trim() == "[[rule]]" {
            chunks.push((index + 1, String::new()));
        } else if let Some((_, chunk)) = chunks.last_mut() {
            chunk.push_str(line);
            chunk.push('\n');
        }
    }
    chunks
}

fn check_codes(ontology: &Ontology, event_type: EventType, text: &RuleText, messages: &mut Messages) {
    let name = event_type.name();
    let mut report = |words: &str, message: String| messages.push((words.to_owned(), message));
    if let Some(mode) = text.mode.as_deref().filter(|mode| ontology.mode(event_type, mode).is_none()) {
        report("mode", format!("{name} has no mode {mode:?}; see config/ontology/modes.tsv"));
    }
    for context in text.contexts.iter().filter(|context| Context::from_name(context).is_none()) {
        report(&format!("\"{context}\""), format!("unknown context {context:?}; see config/ontology/contexts.tsv"));
    }
    if let Some(code) = text.cameo.as_deref().filter(|code| !ontology.is_cameo(code)) {
        report("cameo", format!("unknown CAMEO code {code:?}; see config/ontology/cameo.tsv"));
    }
    let is_foreign = |code: &&str| ontology.is_cameo(code) && !ontology.agree(event_type, code);
    if let Some(code) = text.cameo.as_deref().filter(is_foreign) {
        report("cameo", format!("CAMEO code {code} does not belong to {name}; see config/ontology/cameo_plover.tsv"));
    }
    if text.id.split_once('.').is_none_or(|(prefix, rest)| prefix != name.to_lowercase() || rest.is_empty()) {
        report(
            "id",
            format!("the id must be {}. followed by words, such as assault.launch-attack", name.to_lowercase()),
        );
    }
}

fn check_sentences(text: &RuleText, messages: &mut Messages) {
    for (key, sentences) in [("example", &text.example), ("counterexample", &text.counterexample)] {
        if sentences.is_empty() {
            messages.push((format!("{key} "), format!("no {key}; write at least one sentence")));
        }
    }
}

/// What kind of word triggers a rule, and the words.
fn trigger_words<'t>(text: &'t RuleText, messages: &mut Messages) -> (TriggerKind, &'t [String]) {
    let trigger = &text.trigger;
    let given = [
        (TriggerKind::Verb, &trigger.verb),
        (TriggerKind::Noun, &trigger.noun),
        (TriggerKind::Adjective, &trigger.adjective),
    ];
    let mut given = given.into_iter().filter_map(|(kind, words)| words.as_deref().map(|words| (kind, words)));
    let (kind, words) = given.next().unwrap_or((TriggerKind::Verb, &[]));
    if words.is_empty() || given.next().is_some() {
        let message = "a trigger needs exactly one of verb, noun and adjective, with at least one word";
        messages.push(("trigger".to_owned(), message.to_owned()));
    }
    (kind, words)
}

/// The slots that must be filled; `slots` are the sources of actor and recipient.
fn needs(list: &[String], [actor, recipient]: [&Vec<Slot>; 2], messages: &mut Messages) -> Vec<Need> {
    let mut needs = Vec::new();
    for need in list {
        let (slot, is_agent) = need.strip_suffix(":agent").map_or((need.as_str(), false), |slot| (slot, true));
        let sources = if slot == "recipient" { recipient } else { actor };
        match slot {
            "actor" | "recipient" => needs.push(Need { is_recipient: slot == "recipient", is_agent }),
            _ => messages.push((
                format!("\"{need}\""),
                format!("unknown slot {need:?}; use actor or recipient, with or without :agent"),
            )),
        }
        if sources.is_empty() {
            let message = format!("`needs` lists {slot:?}, which has no source; add one");
            messages.push(("needs".to_owned(), message));
        }
    }
    needs
}
