//! Cleaned text → document: sentences, tokens, tags, lemmas, dependencies, entities.
//!
//! A paragraph ends a sentence whatever stands at its end, and a dateline is a sentence of its own: each section of the
//! cleaned text is read by itself, but for stretches without any word, and the pieces are put together with offsets into
//! the whole text. Boilerplate is read too, so that its sentences can be shown; [`CleanText::section_kind_at`] says which
//! sentences not to code.

mod headline;
mod wordless;

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::{CleanText, Doc, Entity, Labels, Section, SectionKind, Token};
use crate::spacy::Pipeline;

/// Reads a text section by section with a pipeline.
pub fn annotate(pipeline: &Pipeline, text: &CleanText) -> Doc {
    annotate_with(text, |sections| pipeline.annotate_batch(sections))
}

/// The same with any reader that annotates a batch of texts, in order.
fn annotate_with(text: &CleanText, read: impl FnOnce(&[&str]) -> Vec<Doc>) -> Doc {
    let cased: Vec<(usize, Cow<'_, str>)> = text
        .sections
        .iter()
        .filter_map(|section| Some((section.span.start, in_sentence_case(text, section)?)))
        .collect();
    let parts: Vec<(usize, &str)> = cased
        .iter()
        .flat_map(|(start, cased)| wordless::worded(cased).into_iter().map(move |(at, part)| (start + at, part)))
        .collect();
    let texts: Vec<&str> = parts.iter().map(|(_, part)| *part).collect();
    let docs = read(&texts);
    let labels = docs.first().map_or_else(|| Arc::new(Labels::new()), |doc| Arc::clone(doc.labels()));
    let (mut tokens, mut entities): (Vec<Token>, Vec<Entity>) = (Vec::new(), Vec::new());
    for ((start, _), doc) in parts.iter().zip(&docs) {
        let first = tokens.len();
        tokens.extend(doc.tokens().iter().enumerate().map(|(number, token)| shifted(token, number, *start, first)));
        entities.extend(doc.entities().iter().map(|entity| Entity {
            first: entity.first + first,
            last: entity.last + first,
            ..*entity
        }));
    }
    Doc::new(text.text.clone(), tokens, entities, labels)
}

/// The text of a section as the pipeline is to read it: a headline that is written with capitals is read without.
fn in_sentence_case<'a>(text: &'a CleanText, section: &Section) -> Option<Cow<'a, str>> {
    let written = text.text.get(section.span.start..section.span.end)?;
    let recased = (section.kind == SectionKind::Title).then(|| {
        let rest = text.sections.iter().filter(|other| other.kind == SectionKind::Body);
        let rest: Vec<&str> = rest.filter_map(|other| text.text.get(other.span.start..other.span.end)).collect();
        headline::recased(written, &headline::Usage::of(&rest.join("\n")))
    });
    Some(recased.flatten().map_or(Cow::Borrowed(written), Cow::Owned))
}

/// A token of a section as one of the whole: the section begins at a byte, its first token has a number.
fn shifted(token: &Token, number: usize, start: usize, first: usize) -> Token {
    Token {
        start: token.start + start as u32,
        end: token.end + start as u32,
        head: token.head + first as u32,
        is_sent_start: token.is_sent_start || number == 0,
        ..token.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Pos, Span};

    /// One token a word, each depending on the first, each capitalised word an entity.
    fn words(text: &str) -> Doc {
        let mut labels = Labels::new();
        let label = labels.intern("ORG");
        let mut at = 0;
        let tokens: Vec<Token> = text
            .split(' ')
            .enumerate()
            .map(|(number, word)| {
                let start = at;
                at += word.len() as u32 + 1;
                let lemma = word.into();
                Token {
                    start,
                    end: at - 1,
                    has_space: true,
                    is_sent_start: number == 0,
                    pos: Pos::None,
                    tag: 0,
                    morph: 0,
                    dep: 0,
                    head: 0,
                    lemma,
                }
            })
            .collect();
        let capital = |token: &Token| token.lemma.starts_with(char::is_uppercase);
        let entities = tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| capital(token))
            .map(|(first, _)| Entity { first, last: first + 1, label })
            .collect();
        Doc::new(text.to_owned(), tokens, entities, Arc::new(labels))
    }

    fn section(kind: SectionKind, start: usize, end: usize) -> Section {
        Section { kind, span: Span { start, end } }
    }

    #[test]
    fn sections_are_read_apart_and_joined() {
        let text = CleanText {
            text: "Talks end\n\nRIGA — Both left".to_owned(),
            sections: vec![
                section(SectionKind::Title, 0, 9),
                section(SectionKind::Dateline, 11, 19),
                section(SectionKind::Body, 20, 29),
            ],
            ..CleanText::default()
        };
        let doc = annotate_with(&text, |sections| sections.iter().map(|section| words(section)).collect());
        let sentences: Vec<&str> = doc.sentences().iter().map(|range| doc.slice(range.start, range.end)).collect();
        assert_eq!(sentences, ["Talks end", "RIGA —", "Both left"]);
        let starts = doc.sentences().iter().map(|range| doc.tokens()[range.start].start as usize);
        let kinds: Vec<SectionKind> = starts.map(|byte| text.section_kind_at(byte)).collect();
        assert_eq!(kinds, [SectionKind::Title, SectionKind::Dateline, SectionKind::Body]);
        assert_eq!(
            doc.entities().iter().map(|entity| doc.slice(entity.first, entity.last)).collect::<Vec<_>>(),
            ["Talks", "RIGA", "Both"]
        );
        assert_eq!((doc.head(5), doc.head(1)), (4, 0));
    }

    #[test]
    fn nothing_is_an_empty_document() {
        assert!(annotate_with(&CleanText::default(), |_| Vec::new()).is_empty());
    }
}
