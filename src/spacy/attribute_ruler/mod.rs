//! spaCy's attribute ruler: patterns over tags, words and dependency labels that set parts of speech, features and lemmas.

mod data;

use regex::Regex;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use thiserror::Error;

pub use self::data::{Attribute, AttributeRulerData, Condition, Rule, Setting, TokenPattern};
use super::{hash::string_id, tokenizer::Word, tokenizer::translate, upos};
use crate::model::{Labels, Pos, Token};

/// Why the rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("attribute ruler, rule {rule}: {problem}")]
pub struct RuleError {
    /// The number of the rule, from 0.
    pub rule: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// The attribute ruler of a pipeline.
#[derive(Debug)]
pub struct AttributeRuler {
    rules: Vec<CompiledRule>,
    patterns: Vec<CompiledPattern>,
    /// The patterns whose first token asks for one tag, by its label.
    by_tag: FxHashMap<u16, Vec<usize>>,
    /// The others whose first token asks for one lower-case form, by its id.
    by_lower: FxHashMap<u64, Vec<usize>>,
    /// All others.
    anywhere: Vec<usize>,
}

#[derive(Debug)]
struct CompiledRule {
    tag: Option<u16>,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<SmolStr>,
    dep: Option<u16>,
    index: i32,
}

#[derive(Debug)]
struct CompiledPattern {
    rule: usize,
    tokens: Vec<Vec<(Attribute, Test)>>,
}

/// A condition on the number that stands for an attribute: the index of a label or the id of a string.
#[derive(Debug)]
enum Test {
    Is(u64),
    In(Vec<u64>),
    NotIn(Vec<u64>),
    Regex(Regex),
}

impl AttributeRuler {
    /// Compiles a pipeline's rules. The strings that they name are added to the labels.
    ///
    /// # Errors
    /// When a rule names an unknown part of speech or asks for something that cannot be tested.
    pub fn new(data: &AttributeRulerData, labels: &mut Labels) -> Result<Self, RuleError> {
        let mut ruler = Self {
            rules: Vec::new(),
            patterns: Vec::new(),
            by_tag: FxHashMap::default(),
            by_lower: FxHashMap::default(),
            anywhere: Vec::new(),
        };
        for (number, rule) in data.rules.iter().enumerate() {
            ruler.add(number, rule, labels).map_err(|problem| RuleError { rule: number, problem })?;
        }
        Ok(ruler)
    }

    fn add(&mut self, number: usize, rule: &Rule, labels: &mut Labels) -> Result<(), String> {
        let set = &rule.set;
        let pos = set
            .pos
            .as_deref()
            .map(|name| upos::from_name(name).ok_or_else(|| format!("unknown part of speech {name:?}")));
        let mut label = |name: &Option<String>| name.as_deref().map(|name| labels.intern(name));
        let (tag, morph, dep) = (label(&set.tag), label(&set.morph), label(&set.dep));
        self.rules.push(CompiledRule {
            tag,
            pos: pos.transpose()?,
            morph,
            lemma: set.lemma.as_deref().map(SmolStr::from),
            dep,
            index: rule.index,
        });
        for pattern in &rule.patterns {
            let length = i32::try_from(pattern.len()).unwrap_or(i32::MAX);
            if pattern.is_empty() || rule.index >= length || rule.index < -length {
                return Err(format!("index {} is outside a pattern of {length} tokens", rule.index));
            }
            let tokens = pattern.iter().map(|token| compile(token, labels)).collect::<Result<Vec<_>, _>>()?;
            self.file(CompiledPattern { rule: number, tokens });
        }
        Ok(())
    }

    /// Files a pattern under what its first token is sure to ask for.
    fn file(&mut self, pattern: CompiledPattern) {
        let place = self.patterns.len();
        let first = pattern.tokens.first().map(Vec::as_slice).unwrap_or_default();
        let asked = |attribute| {
            first.iter().find_map(|(known, test)| match test {
                Test::Is(value) if *known == attribute => Some(*value),
                _ => None,
            })
        };
        let list = match (asked(Attribute::Tag).and_then(|tag| u16::try_from(tag).ok()), asked(Attribute::Lower)) {
            (Some(tag), _) => self.by_tag.entry(tag).or_default(),
            (None, Some(lower)) => self.by_lower.entry(lower).or_default(),
            (None, None) => &mut self.anywhere,
        };
        list.push(place);
        self.patterns.push(pattern);
    }

    /// Applies the rules to tokens with tags and labels. All matches are found before the first is applied; later rules win.
    pub fn apply(&self, words: &[Word], text: &str, tokens: &mut [Token], labels: &Labels) {
        let view = View { words, text, tokens, labels };
        let mut matches: Vec<(usize, usize)> = Vec::with_capacity(tokens.len() * 2);
        for (start, (word, token)) in words.iter().zip(&*tokens).enumerate() {
            let by_tag = self.by_tag.get(&token.tag).into_iter().flatten();
            let by_lower = self.by_lower.get(&word.lexeme.lower).into_iter().flatten();
            for place in by_tag.chain(by_lower).chain(&self.anywhere) {
                if let Some(pattern) = self.patterns.get(*place)
                    && let Some(target) = self.matched(pattern, start, &view)
                {
                    matches.push((pattern.rule, target));
                }
            }
        }
        matches.sort_unstable();
        for (rule, target) in matches {
            if let (Some(rule), Some(token)) = (self.rules.get(rule), tokens.get_mut(target)) {
                rule.set(token);
            }
        }
    }

    /// The token to change, when a pattern matches from a token on.
    fn matched(&self, pattern: &CompiledPattern, start: usize, view: &View<'_>) -> Option<usize> {
        let holds = pattern.tokens.iter().enumerate().all(|(offset, tests)| {
            start + offset < view.tokens.len()
                && tests.iter().all(|(attribute, test)| view.holds(start + offset, *attribute, test))
        });
        let index = self.rules.get(pattern.rule).filter(|_| holds)?.index;
        let length = i32::try_from(pattern.tokens.len()).ok()?;
        usize::try_from(if index < 0 { length + index } else { index }).ok().map(|offset| start + offset)
    }
}

impl CompiledRule {
    fn set(&self, token: &mut Token) {
        token.tag = self.tag.unwrap_or(token.tag);
        token.pos = self.pos.unwrap_or(token.pos);
        token.morph = self.morph.unwrap_or(token.morph);
        token.dep = self.dep.unwrap_or(token.dep);
        if let Some(lemma) = &self.lemma {
            token.lemma = lemma.clone();
        }
    }
}

/// What the tests look at.
struct View<'a> {
    words: &'a [Word],
    text: &'a str,
    tokens: &'a [Token],
    labels: &'a Labels,
}

impl View<'_> {
    fn holds(&self, index: usize, attribute: Attribute, test: &Test) -> bool {
        match test {
            Test::Is(value) => self.value(index, attribute) == *value,
            Test::In(values) => values.contains(&self.value(index, attribute)),
            Test::NotIn(values) => !values.contains(&self.value(index, attribute)),
            Test::Regex(regex) => regex.is_match(self.string(index, attribute)),
        }
    }

    fn value(&self, index: usize, attribute: Attribute) -> u64 {
        let (Some(word), Some(token)) = (self.words.get(index), self.tokens.get(index)) else { return u64::MAX };
        match attribute {
            Attribute::Orth => word.lexeme.orth,
            Attribute::Lower => word.lexeme.lower,
            Attribute::Norm => word.norm,
            Attribute::Shape => word.lexeme.shape,
            Attribute::Tag => token.tag.into(),
            Attribute::Dep => token.dep.into(),
            Attribute::Morph => token.morph.into(),
            Attribute::Pos => token.pos as u64,
            Attribute::IsSpace => word.lexeme.is_space.into(),
        }
    }

    /// The string of an attribute that patterns may search.
    fn string(&self, index: usize, attribute: Attribute) -> &str {
        let (Some(word), Some(token)) = (self.words.get(index), self.tokens.get(index)) else { return "" };
        match attribute {
            Attribute::Orth => self.text.get(word.start as usize..word.end as usize).unwrap_or(""),
            Attribute::Lower => &word.lexeme.lower_text,
            Attribute::Tag => self.labels.get(token.tag),
            Attribute::Dep => self.labels.get(token.dep),
            Attribute::Morph => self.labels.get(token.morph),
            Attribute::Pos => upos::name(token.pos),
            Attribute::Norm | Attribute::Shape | Attribute::IsSpace => "",
        }
    }
}

fn compile(pattern: &TokenPattern, labels: &mut Labels) -> Result<Vec<(Attribute, Test)>, String> {
    let mut tests = Vec::with_capacity(pattern.conditions.len());
    for (attribute, condition) in &pattern.conditions {
        let mut number = |string: &String| number(*attribute, string, labels);
        let test = match condition {
            Condition::Is(string) => Test::Is(number(string)?),
            Condition::In(strings) => Test::In(strings.iter().map(&mut number).collect::<Result<_, _>>()?),
            Condition::NotIn(strings) => Test::NotIn(strings.iter().map(&mut number).collect::<Result<_, _>>()?),
            Condition::Regex(_) if matches!(attribute, Attribute::Norm | Attribute::Shape | Attribute::IsSpace) => {
                return Err(format!("REGEX on {attribute:?} is not supported"));
            }
            Condition::Regex(pattern) => {
                let translated = translate(pattern).map_err(|error| error.to_string())?;
                Test::Regex(Regex::new(&translated).map_err(|error| error.to_string())?)
            }
        };
        tests.push((*attribute, test));
    }
    Ok(tests)
}

fn number(attribute: Attribute, string: &str, labels: &mut Labels) -> Result<u64, String> {
    Ok(match attribute {
        Attribute::Orth | Attribute::Lower | Attribute::Norm | Attribute::Shape => string_id(string),
        Attribute::Tag | Attribute::Dep | Attribute::Morph => labels.intern(string).into(),
        Attribute::Pos => upos::from_name(string).ok_or_else(|| format!("unknown part of speech {string:?}"))? as u64,
        Attribute::IsSpace => u64::from(!string.is_empty()),
    })
}
