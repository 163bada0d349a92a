//! The `config.cfg` and `meta.json` of a pipeline: sections of keys with JSON values, and what of them is supported.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ConvertError, read, read_json};

/// The components that are run, and their factories.
const COMPONENTS: [&str; 7] = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "ner"];
const NEEDED: [&str; 4] = ["tok2vec", "tagger", "parser", "ner"];
/// The series of spaCy whose pipelines are read.
const SERIES: (u32, u32) = (3, 8);

/// What `meta.json` says of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Meta {
    /// The language.
    pub lang: String,
    /// The name, without the language.
    pub name: String,
    /// The version of the pipeline.
    pub version: String,
    /// The licence of the weights.
    #[serde(default)]
    pub license: String,
    /// The author.
    #[serde(default)]
    pub author: String,
    /// The versions of spaCy that it is for.
    #[serde(default)]
    pub spacy_version: String,
}

/// The configuration of a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    meta: Meta,
    sections: BTreeMap<String, Map<String, Value>>,
    components: Vec<String>,
}

impl Config {
    /// Reads `config.cfg` and `meta.json` and checks that the pipeline is of a supported kind.
    ///
    /// # Errors
    /// When a file is missing or damaged, or the pipeline is of another language, another series of spaCy, or has another component.
    pub fn read(directory: &Path) -> Result<Self, ConvertError> {
        let path = directory.join("config.cfg");
        let bytes = read(directory, "config.cfg")?;
        let text = String::from_utf8(bytes).map_err(|error| ConvertError::format(&path, error))?;
        let sections = parse(&text).map_err(|problem| ConvertError::format(&path, problem))?;
        let mut config = Self { meta: read_json(directory, "meta.json")?, sections, components: Vec::new() };
        config.check_meta()?;
        config.components =
            config.enabled().ok_or_else(|| ConvertError::format(&path, "section [nlp] has no list `pipeline`"))?;
        config.check_components()?;
        Ok(config)
    }

    /// What `meta.json` says.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Whether a component runs.
    pub fn has(&self, component: &str) -> bool {
        self.components.iter().any(|known| known == component)
    }

    /// A value of a section, with references to other values resolved.
    pub fn value(&self, section: &str, key: &str) -> Option<&Value> {
        let value = self.sections.get(section)?.get(key)?;
        let reference = value.as_str().and_then(|text| text.strip_prefix("${")?.strip_suffix('}'));
        match reference.and_then(|path| path.rsplit_once(':').or_else(|| path.rsplit_once('.'))) {
            Some((section, key)) => self.sections.get(section)?.get(key),
            None => Some(value),
        }
    }

    /// A string of a section; keys of an inline object count as those of a subsection.
    pub fn string(&self, section: &str, key: &str) -> Option<&str> {
        let inline = || {
            let (parent, name) = section.rsplit_once('.')?;
            self.value(parent, name)?.get(key)
        };
        self.value(section, key).or_else(inline)?.as_str()
    }

    fn enabled(&self) -> Option<Vec<String>> {
        let list = |key| self.value("nlp", key).and_then(Value::as_array);
        let names =
            |values: &Vec<Value>| values.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
        let disabled = list("disabled").map(names).unwrap_or_default();
        Some(names(list("pipeline")?).into_iter().filter(|name| !disabled.contains(name)).collect())
    }

    fn check_meta(&self) -> Result<(), ConvertError> {
        if self.meta.lang != "en" {
            return Err(ConvertError::unsupported(format!("language {:?}", self.meta.lang), "language \"en\""));
        }
        let needed = &self.meta.spacy_version;
        if !admits(needed, SERIES) {
            return Err(ConvertError::unsupported(
                format!("a pipeline for spaCy {needed:?}"),
                format!("pipelines for spaCy {}.{}", SERIES.0, SERIES.1),
            ));
        }
        Ok(())
    }

    fn check_components(&self) -> Result<(), ConvertError> {
        for name in &self.components {
            let factory = self.string(&format!("components.{name}"), "factory").unwrap_or_default();
            if !COMPONENTS.contains(&factory) || factory != name {
                let what = format!("component {name:?} of factory {factory:?}");
                return Err(ConvertError::unsupported(what, format!("components {}", COMPONENTS.join(", "))));
            }
        }
        match NEEDED.iter().find(|name| !self.has(name)) {
            Some(missing) => Err(ConvertError::unsupported(
                format!("a pipeline without {missing}"),
                format!("components {}", NEEDED.join(", ")),
            )),
            None => Ok(()),
        }
    }
}

/// Sections of `key = value` with JSON values; a value that is not JSON is a string.
fn parse(text: &str) -> Result<BTreeMap<String, Map<String, Value>>, String> {
    let mut sections: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut current: Option<String> = None;
    let mut last_key = String::new();
    for (number, line) in text.lines().enumerate() {
        let problem = |what: &str| format!("line {}: {what}; is this a spaCy config.cfg?", number + 1);
        if line.trim().is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) =
            line.strip_prefix('[').and_then(|rest| rest.trim_end().strip_suffix(']')).filter(|_| !line.contains('='))
        {
            current = Some(name.to_owned());
            sections.entry(name.to_owned()).or_default();
            continue;
        }
        let section = current
            .as_ref()
            .and_then(|name| sections.get_mut(name))
            .ok_or_else(|| problem("value outside a section"))?;
        if line.starts_with([' ', '\t']) {
            // A long value goes on in lines that are set in.
            if let Some(Value::String(text)) = section.get_mut(&last_key) {
                text.push_str(line.trim());
                if let Ok(value) = serde_json::from_str(text) {
                    section.insert(last_key.clone(), value);
                }
            }
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| problem("neither a section nor a value"))?;
        last_key = key.trim().to_owned();
        let value = serde_json::from_str(value.trim()).unwrap_or_else(|_| Value::String(value.trim().to_owned()));
        section.insert(last_key.clone(), value);
    }
    Ok(sections)
}

/// Whether a requirement such as `>=3.7.5,<3.9.0` admits some version of a series.
fn admits(requirement: &str, (major, minor): (u32, u32)) -> bool {
    let series = |version: &str| {
        let mut parts = version.trim().split('.').map(|part| part.parse::<u32>().ok());
        Some((parts.next()??, parts.next().flatten().unwrap_or(0), parts.next().flatten().unwrap_or(0)))
    };
    !requirement.trim().is_empty()
        && requirement.split(',').all(|clause| {
            let clause = clause.trim();
            let split = clause.find(|character: char| character.is_ascii_digit()).unwrap_or(clause.len());
            let (operator, version) = clause.split_at_checked(split).unwrap_or((clause, ""));
            let Some(bound) = series(version) else { return false };
            let ours = (major, minor);
            match operator {
                ">=" | ">" => ours >= (bound.0, bound.1),
                "~=" | "==" | "" => ours == (bound.0, bound.1),
                "<" => ours < (bound.0, bound.1) || (ours == (bound.0, bound.1) && bound.2 > 0),
                "<=" => ours <= (bound.0, bound.1),
                _ => false,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_admit_their_series() {
        assert!(admits(">=3.7.5,<3.9.0", (3, 8)));
        assert!(admits(">=3.8.0,<3.9.0", (3, 8)));
        assert!(!admits(">=3.7.2,<3.8.0", (3, 8)));
        assert!(!admits(">=3.5.0,<3.6.0", (3, 8)));
        assert!(!admits("", (3, 8)));
        assert!(admits("~=3.8.1", (3, 8)));
    }

    #[test]
    fn sections_and_references_are_read() {
        let sections =
            parse("[a]\nx = 1\n\n[a.b]\ny = \"two\"\nz = ${a:x}\ninline = {\"@t\":\"v\"}\nlist = [\n    1,\n    2]\n")
                .unwrap();
        let meta = Meta {
            lang: String::new(),
            name: String::new(),
            version: String::new(),
            license: String::new(),
            author: String::new(),
            spacy_version: String::new(),
        };
        let config = Config { meta, sections, components: Vec::new() };
        assert_eq!(config.value("a.b", "z"), Some(&Value::from(1)));
        assert_eq!(config.string("a.b", "y"), Some("two"));
        assert_eq!(config.string("a.b.inline", "@t"), Some("v"));
        assert_eq!(config.value("a.b", "list"), Some(&serde_json::json!([1, 2])));
        assert!(parse("hello\n").unwrap_err().starts_with("line 1"));
    }
}
