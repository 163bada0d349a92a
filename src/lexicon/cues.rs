//! Cues: phrases that tell the mode, the contexts or the exact CAMEO code of an event whose type is known, each with how near
//! to the trigger it must stand. Read from `modes.tsv`, `contexts.tsv` and `cameo.tsv`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    TableProblem,
    layers::{Row, Shape, TableCounts, layered},
    ontology::Ontology,
    source::{Origin, SourceFile},
    vocabulary::{Vocabulary, WordId},
};
use crate::model::{Context, EventType, Mode};

/// In a phrase: up to three words of any kind.
const GAP: WordId = WordId::MAX;

/// The most words that a gap takes.
const MAX_GAP: usize = 3;

const MODES: Shape = shape("modes.tsv", &["event", "mode", "scope", "phrases"], &[0, 1, 2]);
const CONTEXTS: Shape = shape("contexts.tsv", &["context", "scope", "phrases"], &[0, 1]);
const CODES: Shape = shape("cameo.tsv", &["from", "mode", "context", "phrases", "to"], &[0, 1, 2, 4]);

const fn shape(name: &'static str, columns: &'static [&'static str], known_by: &'static [usize]) -> Shape {
    Shape { known_by, ..Shape::of(name, columns) }
}

/// How near to the trigger a phrase must stand, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The phrase holds the trigger itself.
    Trigger,
    /// What the trigger's own clause says, without the words for the recipients: subject, objects, modifiers, means.
    Means,
    /// What the trigger's own clause says.
    Near,
    /// The trigger's clause with all clauses below it.
    Clause,
    /// The sentence.
    Sentence,
}

impl Scope {
    fn from_name(name: &str) -> Result<Self, String> {
        match name {
            "trigger" => Ok(Self::Trigger),
            "means" => Ok(Self::Means),
            "near" => Ok(Self::Near),
            "clause" => Ok(Self::Clause),
            "sentence" => Ok(Self::Sentence),
            _ => Err(format!("unknown scope {name:?}; use trigger, means, near, clause or sentence")),
        }
    }
}

/// What a phrase sets: a mode, a context or an exact code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cue {
    /// A mode of a type; none hides shorter phrases inside this one. One that replaces outranks the rule's mode.
    Mode {
        /// The type.
        event_type: EventType,
        /// The mode.
        mode: Option<Mode>,
        /// Whether it outranks the mode of the rule.
        replaces: bool,
    },
    /// A context; none hides shorter phrases inside this one.
    Context(Option<Context>),
    /// The refinement with this number.
    Code(usize),
}

/// From a general CAMEO code to a more exact one, where the event has the mode, the context and one of the phrases asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refinement {
    /// The general code.
    pub from: SmolStr,
    /// The mode that it needs.
    pub mode: Option<Mode>,
    /// The context that it needs.
    pub context: Option<Context>,
    /// Whether it needs one of its phrases.
    pub has_phrases: bool,
    /// The exact code.
    pub to: SmolStr,
}

/// A row as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What its phrases tell: its fields without them.
    pub what: String,
    /// Its phrases.
    pub phrases: Vec<String>,
    /// Where it was read.
    pub origin: Origin,
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its first token, counted from the first one looked at.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// The number of the cue.
    pub cue: usize,
}

/// The words of a phrase behind the first, and the number of the cue.
type Tail = (Box<[WordId]>, usize);

/// All cues, by the first word of their phrases.
#[derive(Debug, Default)]
pub struct Cues {
    vocabulary: Vocabulary,
    rows: Vec<(Cue, Scope)>,
    listed: Vec<Listed>,
    refinements: Vec<Refinement>,
    by_first: FxHashMap<WordId, Vec<Tail>>,
}

impl Cues {
    /// Reads the files of cues, an overlay's rows over those built in.
    pub(super) fn read(
        files: &[SourceFile],
        ontology: &Ontology,
        problems: &mut Vec<TableProblem>,
    ) -> (Self, Vec<TableCounts>) {
        let (mut cues, mut counts) = (Self::default(), Vec::new());
        let mut phrases: BTreeMap<(Cue, Scope), &str> = BTreeMap::new();
        for shape in [MODES, CONTEXTS, CODES] {
            let (rows, of_table) = layered(shape, files, problems);
            counts.push(of_table);
            for row in &rows {
                match cues.read_row(shape, row, ontology) {
                    Ok((cue, listed)) => {
                        phrases.insert(cue, listed);
                        cues.listed.push(as_listed(row, listed));
                    }
                    Err(message) => problems.push(row.problem(message)),
                }
            }
        }
        for ((cue, scope), listed) in phrases {
            cues.rows.push((cue, scope));
            listed.split('|').filter(|phrase| !phrase.is_empty()).for_each(|phrase| cues.add_phrase(phrase));
        }
        (cues, counts)
    }

    /// The cue of a row and its phrases.
    fn read_row<'a>(
        &mut self,
        shape: Shape,
        row: &Row<'a>,
        ontology: &Ontology,
    ) -> Result<((Cue, Scope), &'a str), String> {
        let fields = &row.fields;
        let last = fields.last().copied().unwrap_or_default();
        match shape.name {
            "modes.tsv" => Ok((mode_row(fields, ontology)?, check_phrases(last, true)?)),
            "contexts.tsv" => Ok((context_row(fields)?, check_phrases(last, true)?)),
            _ => {
                let refinement = refinement(fields, ontology)?;
                let listed = check_phrases(fields.get(3).copied().unwrap_or_default(), false)?;
                Ok(((Cue::Code(self.add_refinement(refinement)), Scope::Clause), listed))
            }
        }
    }

    /// The number of a refinement, which replaces one between the same codes under the same conditions.
    fn add_refinement(&mut self, new: Refinement) -> usize {
        let is_same = |old: &Refinement| {
            (&old.from, &old.mode, &old.context, &old.to) == (&new.from, &new.mode, &new.context, &new.to)
        };
        let known = self.refinements.iter().position(is_same);
        let number = known.unwrap_or(self.refinements.len());
        match self.refinements.get_mut(number) {
            Some(old) => *old = new,
            None => self.refinements.push(new),
        }
        number
    }

    fn add_phrase(&mut self, phrase: &str) {
        let words = phrase.split(' ').map(|word| if word == "*" { GAP } else { self.vocabulary.intern(word) });
        let words: Vec<WordId> = words.collect();
        if let Some((first, rest)) = words.split_first() {
            self.by_first.entry(*first).or_default().push((rest.into(), self.rows.len().saturating_sub(1)));
        }
    }

    /// All rows as they are written.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// A cue and its scope.
    pub fn row(&self, number: usize) -> Option<&(Cue, Scope)> {
        self.rows.get(number)
    }

    /// All refinements of codes.
    pub fn refinements(&self) -> &[Refinement] {
        &self.refinements
    }

    /// The number of a word of cues; 0 for any other.
    pub fn word(&self, word: &str) -> WordId {
        self.vocabulary.get(word)
    }

    /// The phrases in a text, given for each token by the numbers of its lemma and its form. A token for which both are
    /// nothing is a hyphen, over which phrases run.
    pub fn find(&self, tokens: &[Option<[WordId; 2]>]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (first, token) in tokens.iter().enumerate() {
            let Some([lemma, form]) = token else { continue };
            let words = [Some(*lemma), Some(*form).filter(|form| form != lemma)];
            for (rest, cue) in words.into_iter().flatten().filter_map(|word| self.by_first.get(&word)).flatten() {
                if let Some(last) = end_of(rest, tokens, first + 1) {
                    hits.push(Hit { first, last, cue: *cue });
                }
            }
        }
        hits
    }
}

fn as_listed(row: &Row<'_>, phrases: &str) -> Listed {
    let fields = row.fields.iter().filter(|field| !field.is_empty() && **field != phrases);
    Listed {
        what: fields.copied().collect::<Vec<_>>().join(" "),
        phrases: phrases.split('|').filter(|phrase| !phrase.is_empty()).map(str::to_owned).collect(),
        origin: row.origin(),
    }
}

/// One past the last token of the words that are to follow, if they do.
fn end_of(rest: &[WordId], tokens: &[Option<[WordId; 2]>], at: usize) -> Option<usize> {
    let Some((word, rest)) = rest.split_first() else { return Some(at) };
    if *word == GAP {
        return (at..=at + MAX_GAP).find_map(|start| end_of(rest, tokens, start));
    }
    match tokens.get(at)? {
        None => end_of(&[&[*word], rest].concat(), tokens, at + 1),
        Some(words) if words.contains(word) => end_of(rest, tokens, at + 1),
        Some(_) => None,
    }
}

fn mode_row(fields: &[&str], ontology: &Ontology) -> Result<(Cue, Scope), String> {
    let [name, mode, scope, ..] = fields else { return Err("a row needs type, mode, scope and phrases".to_owned()) };
    let event_type = EventType::from_name(name)
        .ok_or_else(|| format!("unknown event type {name:?}; use one of PLOVER's sixteen, in capitals"))?;
    let (scope, replaces) = scope.strip_suffix('!').map_or((*scope, false), |scope| (scope, true));
    let known = (*mode != "-").then(|| ontology.mode(event_type, mode));
    match known {
        Some(None) => Err(format!("{name} has no mode {mode:?}; see config/ontology/modes.tsv")),
        known => Ok((Cue::Mode { event_type, mode: known.flatten(), replaces }, Scope::from_name(scope)?)),
    }
}

fn context_row(fields: &[&str]) -> Result<(Cue, Scope), String> {
    let [context, scope, ..] = fields else { return Err("a row needs context, scope and phrases".to_owned()) };
    let context = if *context == "-" { None } else { Some(context_named(context)?) };
    Ok((Cue::Context(context), Scope::from_name(scope)?))
}

fn context_named(name: &str) -> Result<Context, String> {
    Context::from_name(name).ok_or_else(|| format!("unknown context {name:?}; see config/ontology/contexts.tsv"))
}

fn refinement(fields: &[&str], ontology: &Ontology) -> Result<Refinement, String> {
    let [from, mode, context, phrases, to] = fields else { return Err("a row needs five fields".to_owned()) };
    if let Some(code) = [from, to].into_iter().find(|code| !ontology.is_cameo(code)) {
        return Err(format!("unknown CAMEO code {code:?}; see config/ontology/cameo.tsv"));
    }
    let is_of_a_type = |mode: &Mode| EventType::ALL.into_iter().any(|event_type| ontology.is_mode(event_type, *mode));
    let known_mode = Mode::from_name(mode).filter(is_of_a_type);
    if known_mode.is_none() && !mode.is_empty() {
        return Err(format!("no type has the mode {mode:?}; see config/ontology/modes.tsv"));
    }
    let refinement = Refinement {
        from: SmolStr::new(from),
        mode: known_mode,
        context: if context.is_empty() { None } else { Some(context_named(context)?) },
        has_phrases: !phrases.is_empty(),
        to: SmolStr::new(to),
    };
    if !EventType::ALL.into_iter().any(|event_type| ontology.agree(event_type, from) && ontology.agree(event_type, to))
    {
        return Err(format!("no type has both {from} and {to}; see config/ontology/cameo_plover.tsv"));
    }
    Ok(refinement)
}

fn check_phrases(listed: &str, must_be_some: bool) -> Result<&str, String> {
    if must_be_some && listed.is_empty() {
        return Err("the phrase is missing; write at least one".to_owned());
    }
    let mut phrases = listed.split('|').filter(|_| !listed.is_empty());
    match phrases.find(|phrase| phrase.is_empty() || phrase.split(' ').any(str::is_empty) || phrase.starts_with('*')) {
        Some(phrase) => Err(format!("{phrase:?} is not a phrase; write lemmas separated by single spaces")),
        None => Ok(listed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> (Cues, Vec<String>) {
        let mut problems = Vec::new();
        let file = SourceFile::built_in((name, text));
        let (cues, _) = Cues::read(&[file], &Ontology::embedded(), &mut problems);
        (cues, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn phrases_run_over_hyphens_and_gaps_and_match_lemma_or_form() {
        let (cues, problems) = read("modes.tsv", "ASSAULT\taerial\tmeans\tair strike|drop * bomb\n");
        assert!(problems.is_empty(), "{problems:?}");
        let token = |lemma: &str, form: &str| Some([cues.word(lemma), cues.word(form)]);
        let text =
            [token("air", "air"), None, token("strike", "strikes"), token("drop", "dropped"), token("two", "two")];
        let text = [&text[..], &[token("big", "big"), token("bombs", "bomb")]].concat();
        assert_eq!(cues.find(&text), [Hit { first: 0, last: 3, cue: 0 }, Hit { first: 3, last: 7, cue: 0 }]);
        assert_eq!(cues.find(&[token("air", "air"), token("two", "two")]), []);
    }

    #[test]
    fn every_reference_of_a_row_is_checked() {
        let cases = [
            ("modes.tsv", "ASSAULT\tphone\tnear\tx\n", "has no mode"),
            ("modes.tsv", "ASSAULT\taerial\tfar\tx\n", "unknown scope"),
            ("modes.tsv", "ASSAULT\taerial\tnear\t\n", "the phrase is missing"),
            ("contexts.tsv", "weather\tnear\tx\n", "unknown context"),
            ("cameo.tsv", "100\tassist\tweather\t\t103\n", "unknown context"),
            ("cameo.tsv", "100\tassist\t\t\t1039\n", "unknown CAMEO code"),
            ("cameo.tsv", "100\tassist\t\t\t195\n", "no type has both"),
        ];
        for (name, text, message) in cases {
            let (_, problems) = read(name, text);
            assert!(problems.len() == 1 && problems[0].contains(message), "{text}: {problems:?}");
        }
    }

    #[test]
    fn an_overlay_adds_replaces_and_removes_rows() {
        let base = [
            SourceFile::built_in(("modes.tsv", "ASSAULT\taerial\tmeans\tjet\nASSAULT\tbeat\tmeans\tbaton\n")),
            SourceFile::built_in(("contexts.tsv", "-\tnear\tsea bed\nmilitary\tnear\tarmy\n")),
        ];
        let over = |name: &str, text: &str| SourceFile { is_overlay: true, ..SourceFile::built_in((name, text)) };
        let own = [
            over("o/modes.tsv", "-ASSAULT\tbeat\tmeans\nASSAULT\taerial\tmeans\tglider\nASSAULT\tabduct\tnear\tsack\n"),
            over("o/contexts.tsv", "--\tnear\n-military\tmeans\n"),
        ];
        let mut problems = Vec::new();
        let files: Vec<SourceFile> = base.into_iter().chain(own).collect();
        let (cues, counts) = Cues::read(&files, &Ontology::embedded(), &mut problems);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("o/modes.tsv:3: out of order"), "{problems:?}");
        assert!(
            problems[1].starts_with("o/contexts.tsv:2: contexts.tsv has no \"military\\tmeans\" to remove"),
            "{problems:?}"
        );
        let known = |word: &str| cues.word(word) != 0;
        assert!(known("glider") && known("sack") && known("army") && !known("jet") && !known("baton") && !known("sea"));
        assert_eq!((counts[0].added, counts[0].replaced, counts[0].removed, counts[1].removed), (1, 1, 1, 1));
    }
}
