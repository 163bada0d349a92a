//! Named word lists: `words.toml` for the rules (`@name`), `grammar.toml` for the engine's own grammar. An overlay's list
//! replaces the built-in one; in it, `@name` of its own name stands for the built-in list, and `-word` removes a word.
//! The lists before the first `[section]` hold lemmas. Those of a section hold terms, and `section.name` is their name.

use std::collections::BTreeMap;

use super::{
    class::NounClass,
    layers::TableCounts,
    line_of,
    source::{Origin, SourceFile},
    table::TableProblem,
};

/// A list with all that it takes in, and where it is defined.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    /// The words.
    pub words: Vec<String>,
    /// The file and line of its name.
    pub origin: Origin,
}

/// Word lists by name.
pub(super) type WordLists = BTreeMap<String, WordList>;

/// A list as it is written.
#[derive(Debug, Clone)]
struct Written {
    entries: Vec<String>,
    origin: Origin,
}

/// Reads the lists of files, an overlay's over those built in; `name` is that of the file under `config/lexicon`.
pub(super) fn read(name: &str, files: &[SourceFile], problems: &mut Vec<TableProblem>) -> (WordLists, TableCounts) {
    let (mut below, mut above) = (BTreeMap::new(), BTreeMap::new());
    for file in files {
        let lists = if file.is_overlay { &mut above } else { &mut below };
        read_file(file, lists, problems);
    }
    let replaced = above.keys().filter(|name| below.contains_key(*name)).count();
    let resolver = Resolver { below: &below, above: &above };
    let mut lists = WordLists::new();
    for (name, list) in below.iter().filter(|(name, _)| !above.contains_key(*name)).chain(&above) {
        let words = resolver.words(name, problems);
        lists.insert(name.clone(), WordList { words, origin: list.origin.clone() });
    }
    let (entries, added) = (lists.len(), above.len() - replaced);
    (lists, TableCounts { name: name.to_owned(), entries, added, replaced, removed: 0 })
}

/// Reads one file list by list, so that one that is broken hides no other.
fn read_file(file: &SourceFile, lists: &mut BTreeMap<String, Written>, problems: &mut Vec<TableProblem>) {
    for Chunk { section, line, text: chunk } in chunks(&file.text) {
        let table: BTreeMap<String, Vec<String>> = match toml::from_str(&chunk) {
            Ok(table) => table,
            Err(error) => {
                let within = error.span().map_or(1, |span| line_of(&chunk, span.start));
                let message = format!("{}; write name = [\"word\", …]", error.message().replace('\n', " "));
                problems.push(TableProblem::new(&file.name, line + within - 1, message));
                continue;
            }
        };
        for (name, entries) in table {
            let name = section.map_or_else(|| name.clone(), |section| format!("{section}.{name}"));
            let mut report = |word: &str, message: String| {
                let within = chunk.lines().position(|text| text.contains(&format!("\"{word}\""))).unwrap_or(0);
                problems.push(TableProblem::new(&file.name, line + within, format!("list {name}: {message}")));
            };
            for [before, after] in entries.array_windows::<2>().filter(|[before, after]| before >= after) {
                report(after, format!("{after:?} follows {before:?}; sort the list and remove duplicates"));
            }
            for word in &entries {
                if section.is_none() && (word.is_empty() || word.contains(char::is_whitespace)) {
                    report(word, format!("{word:?} is not one word; write a lemma"));
                } else if section.is_none() && NounClass::is_meant(word) {
                    report(word, format!("{word:?} is a class of nouns; write it in the rules themselves"));
                } else if section.is_some() && !word.starts_with('@') && !is_term(word) {
                    report(word, format!("{word:?} is not a term; write lower case with single spaces"));
                } else if word.starts_with('-') && !file.is_overlay {
                    report(word, "only an overlay can remove a word; delete the word itself".to_owned());
                }
            }
            if lists.contains_key(&name) {
                report("", "defined twice; keep one".to_owned());
            }
            let origin = Origin { file: file.name.as_str().into(), line };
            lists.insert(name, Written { entries, origin });
        }
    }
}

/// Whether an entry is in lower case, and its words stand one space apart.
fn is_term(entry: &str) -> bool {
    !entry.is_empty() && entry.split(' ').all(|word| !word.is_empty()) && !entry.contains(char::is_uppercase)
}

/// The text of one list.
struct Chunk<'a> {
    /// The section that the list belongs to.
    section: Option<&'a str>,
    /// The line on which it begins.
    line: usize,
    text: String,
}

/// The text of each list.
fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut section = None;
    let mut chunks = vec![Chunk { section, line: 1, text: String::new() }];
    for (index, line) in text.lines().enumerate() {
        let header = section_name(line);
        section = header.or(section);
        if header.is_some() || opens_list(line) {
            chunks.push(Chunk { section, line: index + 1, text: String::new() });
        }
        if header.is_none()
            && let Some(chunk) = chunks.last_mut()
        {
            chunk.text.push_str(line);
            chunk.text.push('\n');
        }
    }
    chunks
}

/// The name in a line `[section]`.
fn section_name(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix('[')?.strip_suffix(']').filter(|name| is_name(name))
}

fn opens_list(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| is_name(name.trim_end()))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

struct Resolver<'a> {
    below: &'a BTreeMap<String, Written>,
    above: &'a BTreeMap<String, Written>,
}

impl Resolver<'_> {
    /// All words of a list, those of the lists that it names among them.
    fn words(&self, name: &str, problems: &mut Vec<TableProblem>) -> Vec<String> {
        let Some(list) = self.list(name) else { return Vec::new() };
        self.collect(name, list, &mut vec![name.to_owned()], problems)
    }

    fn list(&self, name: &str) -> Option<&Written> {
        self.above.get(name).or_else(|| self.below.get(name))
    }

    /// The same for a list that the open ones take in. Problems are reported where the list itself is resolved.
    fn collect(
        &self,
        name: &str,
        list: &Written,
        open: &mut Vec<String>,
        problems: &mut Vec<TableProblem>,
    ) -> Vec<String> {
        let (is_outermost, outermost) = (open.len() == 1, open.first().cloned().unwrap_or_default());
        let report = |message: String, problems: &mut Vec<TableProblem>| {
            let short = outermost.rsplit('.').next().unwrap_or_default();
            if is_outermost || message.starts_with(&format!("@{short} includes")) {
                let message = format!("list {name}: {message}");
                problems.push(TableProblem::new(&list.origin.file, list.origin.line, message));
            }
        };
        let mut found = Vec::new();
        for entry in list.entries.iter().filter(|entry| !entry.starts_with('-')) {
            let Some(other) = entry.strip_prefix('@') else {
                found.push(entry.clone());
                continue;
            };
            // Within a section a name is one of that section.
            let other =
                &name.rsplit_once('.').map_or_else(|| other.to_owned(), |(section, _)| format!("{section}.{other}"));
            // Its own name in an overlay: the list that it takes the place of.
            let is_own = other == name && self.above.get(name).is_some_and(|above| above.origin == list.origin);
            let target = if is_own { self.below.get(other) } else { self.list(other) };
            match target {
                Some(target) if is_own => found.extend(self.collect(other, target, open, problems)),
                Some(target) if !open.contains(other) => {
                    open.push(other.clone());
                    found.extend(self.collect(other, target, open, problems));
                    open.pop();
                }
                Some(_) => report(format!("{entry} includes itself; list its words"), problems),
                None => report(format!("unknown list {entry}; define it in the same file"), problems),
            }
        }
        for word in list.entries.iter().filter_map(|entry| entry.strip_prefix('-')) {
            let before = found.len();
            found.retain(|known| known != word);
            if found.len() == before {
                report(format!("no {word:?} to remove; include @{name} first"), problems);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(base: &str, overlay: &str) -> (WordLists, TableCounts, Vec<String>) {
        let overlay = SourceFile { is_overlay: true, ..SourceFile::built_in(("o/words.toml", overlay)) };
        let mut problems = Vec::new();
        let (lists, counts) = read("words.toml", &[SourceFile::built_in(("words.toml", base)), overlay], &mut problems);
        (lists, counts, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lists_take_in_others_and_every_problem_has_its_line() {
        let (found, _, problems) = lists("a = [\"@b\", \"x\"]\nb = [\"@c\", \"y\"]\nc = [\"z\"]\n", "");
        assert_eq!(found["a"].words, ["z", "y", "x"]);
        assert!(problems.is_empty(), "{problems:?}");
        let broken =
            "a = [\"@d\"]\n\nb = [\"z\",\n  \"y\", \"x\"]\nc = [1]\nd = [\"@e\", \"two words\"]\ne = [\"@d\"]\n-f\n";
        let (_, _, problems) = lists(broken, "e = [\"-f\"]\ng = [\"any:sum\"]\n");
        for expected in [
            "words.toml:4: list b: \"y\" follows \"z\"",
            "words.toml:4: list b: \"x\" follows \"y\"",
            "words.toml:5: ",
            "words.toml:6: list d: \"two words\" is not one word",
            "o/words.toml:1: list e: no \"f\" to remove",
            "o/words.toml:2: list g: \"any:sum\" is a class of nouns",
        ] {
            assert!(problems.iter().any(|problem| problem.starts_with(expected)), "{expected}: {problems:#?}");
        }
        let (_, _, problems) = lists("a = [\"@b\"]\nb = [\"-x\", \"@a\", \"@z\"]\nc = []\nc = []\n", "");
        for expected in
            ["b includes itself", "a includes itself", "unknown list @z", "only an overlay", "defined twice"]
        {
            assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:#?}");
        }
    }

    #[test]
    fn an_overlay_adds_to_replaces_and_shortens_lists() {
        let base = "a = [\"x\", \"y\"]\nb = [\"@a\", \"z\"]\n";
        let (found, counts, problems) = lists(base, "a = [\"-x\", \"@a\", \"w\"]\nc = [\"v\"]\n");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(found["a"].words, ["y", "w"]);
        assert_eq!(found["b"].words, ["y", "w", "z"]);
        assert_eq!(found["c"].words, ["v"]);
        assert_eq!((counts.entries, counts.added, counts.replaced), (3, 1, 1));
        assert_eq!((found["a"].origin.file.as_str(), found["b"].origin.line), ("o/words.toml", 2));
    }

    #[test]
    fn the_lists_of_a_section_hold_terms_and_have_its_name() {
        let base = "a = [\"x\"]\n\n[who]\na = [\"@b\", \"deputy president\"]\nb = [\"ex-\"]\n[when]\na = []\n";
        let (found, _, problems) = lists(base, "[who]\na = [\"-ex-\", \"@a\"]\n");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(found.keys().collect::<Vec<_>>(), ["a", "when.a", "who.a", "who.b"]);
        assert_eq!(
            (&found["a"].words[..], &found["who.a"].words[..]),
            (&["x".into()][..], &["deputy president".into()][..])
        );
        let (_, _, problems) = lists("[who]\na = [\"Mr\", \"one  two\"]\nb = [\"@a\", \"@b\"]\n", "");
        for expected in [
            "words.toml:2: list who.a: \"Mr\" is not a term",
            "words.toml:2: list who.a: \"one  two\" is not a term",
            "words.toml:3: list who.b: @b includes itself",
        ] {
            assert!(problems.iter().any(|problem| problem.starts_with(expected)), "{expected}: {problems:#?}");
        }
    }
}
