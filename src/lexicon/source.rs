//! The files of the lexicon: those built into the binary, and an overlay's, which add, replace or remove.

use std::{fs, path::Path};

use super::{TableProblem, actors::FILES as TABLES};

/// A file's name, relative to `config/lexicon`, and its text.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    pub name: String,
    pub text: String,
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
    /// The tables of actors: an overlay's before those built in.
    pub tables: Vec<SourceFile>,
}

impl Sources {
    /// The files of the binary.
    pub fn embedded() -> Self {
        let file = |(name, text): (&str, &str)| SourceFile { name: name.to_owned(), text: text.to_owned() };
        Self {
            rules: RULES.iter().copied().map(file).collect(),
            words: vec![file(WORDS)],
            grammar: vec![file(GRAMMAR)],
            speech: vec![file(SPEECH)],
            cues: CUES.iter().copied().map(file).collect(),
            tables: TABLES.iter().copied().map(file).collect(),
        }
    }

    /// Adds the files of an overlay, laid out as `config/lexicon` is; what is not there changes nothing.
    pub fn add_overlay(&mut self, directory: &Path, problems: &mut Vec<TableProblem>) {
        let mut read = |name: String| match fs::read_to_string(directory.join(&name)) {
            Ok(text) => Some(SourceFile { name: directory.join(&name).display().to_string(), text }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                problems.push(TableProblem::new(&name, 1, format!("cannot read the file: {error}")));
                None
            }
        };
        self.words.extend(read(WORDS.0.to_owned()));
        self.grammar.extend(read(GRAMMAR.0.to_owned()));
        self.speech.extend(read(SPEECH.0.to_owned()));
        self.cues.extend(CUES.iter().filter_map(|(name, _)| read((*name).to_owned())));
        self.tables.splice(0..0, TABLES.iter().filter_map(|(name, _)| read((*name).to_owned())).collect::<Vec<_>>());
        let names = fs::read_dir(directory.join("rules")).into_iter().flatten().flatten();
        let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "toml"));
        names.sort_unstable();
        self.rules.extend(names.into_iter().filter_map(|name| read(format!("rules/{name}"))));
    }
}
