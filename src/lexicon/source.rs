//! The files of the lexicon: those built into the binary, and an overlay's, which add, replace or remove.

use std::{fs, path::Path};

use smol_str::SmolStr;

use super::{TableProblem, actors::FILES as TABLES, numbers::FILES as NUMBERS};

/// Where an entry was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file.
    pub file: SmolStr,
    /// The line, counted from 1.
    pub line: usize,
}

/// A file's name, relative to `config/lexicon`, and its text.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    pub name: String,
    pub text: String,
    /// It lies over the files that are built in.
    pub is_overlay: bool,
}

impl SourceFile {
    /// A file that is built in.
    pub(super) fn built_in((name, text): (&str, &str)) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), is_overlay: false }
    }
}

macro_rules! rule_files {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!("rules/", $name, ".toml"),
            include_str!(concat!("../../config/lexicon/rules/", $name, ".toml")),
        )),*]
    };
}

const RULES: &[(&str, &str)] = rule_files![
    "accuse",
    "agree",
    "aid",
    "assault",
    "coerce",
    "concede",
    "consult",
    "cooperate",
    "mobilize",
    "protest",
    "reject",
    "request",
    "retreat",
    "sanction",
    "support",
    "threaten"
];
const WORDS: (&str, &str) = ("words.toml", include_str!("../../config/lexicon/words.toml"));
const GRAMMAR: (&str, &str) = ("grammar.toml", include_str!("../../config/lexicon/grammar.toml"));
const SPEECH: (&str, &str) = ("speech.tsv", include_str!("../../config/lexicon/speech.tsv"));

const WORDNET: (&str, &str) = ("wordnet.tsv", include_str!("../../config/lexicon/wordnet.tsv"));

/// Cues of modes, contexts and exact codes.
const CUES: [(&str, &str); 3] = [
    ("modes.tsv", include_str!("../../config/lexicon/modes.tsv")),
    ("contexts.tsv", include_str!("../../config/lexicon/contexts.tsv")),
    ("cameo.tsv", include_str!("../../config/lexicon/cameo.tsv")),
];

/// The files from which the rules, word lists and grammar are read, in order.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    pub rules: Vec<SourceFile>,
    pub words: Vec<SourceFile>,
    pub grammar: Vec<SourceFile>,
    pub speech: Vec<SourceFile>,
    pub cues: Vec<SourceFile>,
    pub wordnet: Vec<SourceFile>,
    /// The words of numbers and currencies.
    pub numbers: Vec<SourceFile>,
    /// The tables of actors.
    pub tables: Vec<SourceFile>,
}

impl Sources {
    /// The files of the binary.
    pub(super) fn embedded() -> Self {
        let file = SourceFile::built_in;
        Self {
            rules: RULES.iter().copied().map(file).collect(),
            words: vec![file(WORDS)],
            grammar: vec![file(GRAMMAR)],
            speech: vec![file(SPEECH)],
            wordnet: vec![file(WORDNET)],
            cues: CUES.iter().copied().map(file).collect(),
            numbers: NUMBERS.iter().copied().map(file).collect(),
            tables: TABLES.iter().copied().map(file).collect(),
        }
    }

    /// Adds the files of an overlay, laid out as `config/lexicon` is; what is not there changes nothing. A file whose
    /// name says nothing to the lexicon is a problem: its author waits for an effect.
    pub(super) fn add_overlay(&mut self, directory: &Path, problems: &mut Vec<TableProblem>) {
        let mut strangers = Vec::new();
        for name in names_in(directory, problems) {
            let lists = match name.as_str() {
                "words.toml" => &mut self.words,
                "grammar.toml" => &mut self.grammar,
                "speech.tsv" => &mut self.speech,
                "wordnet.tsv" => &mut self.wordnet,
                cues if CUES.iter().any(|(known, _)| *known == cues) => &mut self.cues,
                numbers if NUMBERS.iter().any(|(known, _)| *known == numbers) => &mut self.numbers,
                table if TABLES.iter().any(|(known, _)| *known == table) => &mut self.tables,
                "rules" => continue,
                _ => {
                    strangers.push(name);
                    continue;
                }
            };
            lists.extend(read(directory, &name, problems));
        }
        let rules = directory.join("rules");
        if rules.is_dir() {
            for name in names_in(&rules, problems) {
                if is_toml(&name) {
                    self.rules.extend(read(directory, &format!("rules/{name}"), problems));
                } else {
                    strangers.push(format!("rules/{name}"));
                }
            }
        }
        for name in strangers.iter().filter(|name| is_lexicon_like(name)) {
            let tables = TABLES.iter().chain(&CUES).chain(&NUMBERS).map(|(name, _)| *name);
            let known = tables.chain([WORDS.0, GRAMMAR.0, SPEECH.0, WORDNET.0]).collect::<Vec<_>>().join(", ");
            let message = format!("unknown file; name it rules/….toml or one of {known}");
            problems.push(TableProblem::new(&directory.join(name).display().to_string(), 1, message));
        }
    }
}

/// Whether a file looks as if it was meant for the lexicon: notes and hidden files are left alone.
fn is_lexicon_like(name: &str) -> bool {
    let extension = Path::new(name).extension();
    !name.starts_with('.') && extension.is_some_and(|extension| extension == "toml" || extension == "tsv")
}

fn is_toml(name: &str) -> bool {
    !name.starts_with('.') && Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// The names in a directory, sorted.
fn names_in(directory: &Path, problems: &mut Vec<TableProblem>) -> Vec<String> {
    match fs::read_dir(directory) {
        Ok(entries) => {
            let mut names: Vec<String> =
                entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort_unstable();
            names
        }
        Err(error) => {
            let message = format!("cannot read the directory: {error}");
            problems.push(TableProblem::new(&directory.display().to_string(), 1, message));
            Vec::new()
        }
    }
}

fn read(directory: &Path, name: &str, problems: &mut Vec<TableProblem>) -> Option<SourceFile> {
    let path = directory.join(name);
    let shown = path.display().to_string();
    match fs::read_to_string(&path) {
        Ok(text) => Some(SourceFile { name: shown, text, is_overlay: true }),
        Err(error) => {
            problems.push(TableProblem::new(&shown, 1, format!("cannot read the file: {error}")));
            None
        }
    }
}
