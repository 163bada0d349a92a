//! Rule files: the TOML of docs/LEXICON.md. Every problem of a file is found in one go.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    TableProblem, line_of,
    ontology::Ontology,
    rule::{Clause, Frame, Need, Rule, Slot, Step, TriggerKind},
    vocabulary::{Vocabulary, Words},
    words::WordLists,
};
use crate::model::EventType;

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
    /// Ids of rules that an overlay takes away.
    pub removed: Vec<String>,
}

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
    pub fn read(&mut self, file: &str, text: &str) -> RuleFile {
        let mut chunks = chunks(text).into_iter();
        let (_, head) = chunks.next().unwrap_or_default();
        let head: HeadText = match toml::from_str(&head) {
            Ok(head) => head,
            Err(error) => {
                let message = error.message().replace('\n', " ");
                let hint = "the file must open with a line such as type = \"ASSAULT\"";
                self.problems.push(TableProblem::new(file, 1, format!("{message}, {hint}")));
                return RuleFile::default();
            }
        };
        let Some(event_type) = EventType::from_name(&head.event_type) else {
            let message = format!("no event type {:?}, use one of PLOVER's sixteen", head.event_type);
            self.problems.push(TableProblem::new(file, 1, message));
            return RuleFile::default();
        };
        let mut rules: Vec<Rule> = Vec::new();
        for (line, chunk) in chunks {
            match toml::from_str::<RuleText>(&chunk) {
                Ok(rule) => rules.push(self.build(rule, event_type, file, line)),
                Err(error) => {
                    let within = error.span().map_or(0, |span| line_of(&chunk, span.start));
                    self.problems.push(TableProblem::new(file, line + within, error.message().replace('\n', " ")));
                }
            }
        }
        RuleFile { rules, removed: head.remove }
    }

    fn build(&mut self, text: RuleText, event_type: EventType, file: &str, line: usize) -> Rule {
        let before = self.problems.len();
        let trigger = &text.trigger;
        let given = [
            (TriggerKind::Verb, &trigger.verb),
            (TriggerKind::Noun, &trigger.noun),
            (TriggerKind::Adjective, &trigger.adjective),
        ];
        let mut given = given.into_iter().filter_map(|(kind, words)| words.as_ref().map(|words| (kind, words)));
        let (kind, words) = given.next().unwrap_or((TriggerKind::Verb, &text.needs));
        let is_one = given.next().is_none() && !words.is_empty();
        let lemmas = self.words(words, file, line);
        let frame = self.frame(
            [&trigger.particle, &trigger.object, &trigger.subject, &trigger.complement, &trigger.modifier],
            &trigger.preposition,
            trigger.clause,
            (file, line),
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
            (file, line),
        );
        let default_actor = if kind == TriggerKind::Noun { Step::Holder } else { Step::Subject };
        let default_recipient = if kind == TriggerKind::Verb { vec![vec![Step::Object]] } else { Vec::new() };
        let actor = self.slots(text.actor.as_deref()).unwrap_or_else(|| vec![vec![default_actor]]);
        let recipient = self.slots(text.recipient.as_deref()).unwrap_or(default_recipient);
        let mut messages = Vec::new();
        if !is_one {
            messages.push("a trigger has exactly one of verb, noun and adjective, with at least one word".to_owned());
        }
        check_codes(self.ontology, event_type, &text, &mut messages);
        check_sentences(&text, &mut messages);
        let needs = needs(&text.needs, &mut messages);
        self.problems.extend(messages.into_iter().map(|message| TableProblem::new(file, line, message)));
        for problem in self.problems.iter_mut().skip(before) {
            problem.message = format!("rule {}: {}", text.id, problem.message);
        }
        Rule {
            event_type,
            mode: text.mode.map(SmolStr::from),
            contexts: text.contexts.into_iter().map(SmolStr::from).collect(),
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
            file: file.into(),
            line,
        }
    }

    fn frame(
        &mut self,
        [particle, object, subject, complement, modifier]: [&Option<Vec<String>>; 5],
        prepositions: &BTreeMap<String, Vec<String>>,
        clause: Option<Clause>,
        (file, line): (&str, usize),
    ) -> Frame {
        let mut words = |list: &Option<Vec<String>>| list.as_ref().map(|list| self.words(list, file, line));
        Frame {
            particle: words(particle),
            object: words(object),
            subject: words(subject),
            complement: words(complement),
            modifier: words(modifier),
            clause,
            preposition: prepositions
                .iter()
                .map(|(word, heads)| (self.vocabulary.intern(word), self.words(heads, file, line)))
                .collect(),
        }
    }

    /// The lemmas of a list, word lists (`@name`) resolved.
    fn words(&mut self, list: &[String], file: &str, line: usize) -> Words {
        let mut ids = Vec::new();
        for entry in list {
            match entry.strip_prefix('@').map(|name| self.lists.get(name)) {
                None => ids.push(self.vocabulary.intern(entry)),
                Some(Some(words)) => ids.extend(words.iter().map(|word| self.vocabulary.intern(word))),
                Some(None) => {
                    let message = format!("no word list {entry}, define it in words.toml");
                    self.problems.push(TableProblem::new(file, line, message));
                }
            }
            if entry.contains(' ') {
                let message = format!("{entry:?} is more than one word, name its head and the rest as a modifier");
                self.problems.push(TableProblem::new(file, line, message));
            }
        }
        Words::new(ids)
    }

    fn slots(&mut self, slots: Option<&[String]>) -> Option<Vec<Slot>> {
        let steps = |slot: &String| slot.split(':').map(|step| self.step(step)).collect();
        slots.map(|slots| slots.iter().map(steps).collect())
    }

    fn step(&mut self, step: &str) -> Step {
        match step {
            "subject" => Step::Subject,
            "object" => Step::Object,
            "dative" => Step::Dative,
            "holder" => Step::Holder,
            "complement" => Step::Complement,
            preposition => Step::Preposition(self.vocabulary.intern(preposition)),
        }
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

fn check_codes(ontology: &Ontology, event_type: EventType, text: &RuleText, messages: &mut Vec<String>) {
    let name = event_type.name();
    if let Some(mode) = text.mode.as_deref().filter(|mode| !ontology.is_mode(event_type, mode)) {
        messages.push(format!("{name} has no mode {mode:?}, see config/ontology/modes.tsv"));
    }
    for context in text.contexts.iter().filter(|context| !ontology.is_context(context)) {
        messages.push(format!("no context {context:?}, see config/ontology/contexts.tsv"));
    }
    if let Some(code) = text.cameo.as_deref().filter(|code| !ontology.is_cameo(code)) {
        messages.push(format!("no CAMEO code {code:?}, see config/ontology/cameo.tsv"));
    }
    let is_foreign = |code: &&str| ontology.is_cameo(code) && !ontology.agree(event_type, code);
    if let Some(code) = text.cameo.as_deref().filter(is_foreign) {
        messages.push(format!("CAMEO code {code} is no {name}, see config/ontology/cameo_plover.tsv"));
    }
    if text.id.split_once('.').is_none_or(|(prefix, rest)| prefix != name.to_lowercase() || rest.is_empty()) {
        messages.push(format!("the id is to be {}. and words", name.to_lowercase()));
    }
}

fn check_sentences(text: &RuleText, messages: &mut Vec<String>) {
    for (key, sentences) in [("example", &text.example), ("counterexample", &text.counterexample)] {
        if sentences.is_empty() {
            messages.push(format!("no {key}, write at least one sentence"));
        }
    }
}

fn needs(list: &[String], messages: &mut Vec<String>) -> Vec<Need> {
    let mut needs = Vec::new();
    for need in list {
        let (slot, is_agent) = need.strip_suffix(":agent").map_or((need.as_str(), false), |slot| (slot, true));
        match slot {
            "actor" | "recipient" => needs.push(Need { is_recipient: slot == "recipient", is_agent }),
            _ => messages.push(format!("no slot {need:?}, needs are actor and recipient, with or without :agent")),
        }
    }
    needs
}
