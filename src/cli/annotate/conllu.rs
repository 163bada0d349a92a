//! A document as CoNLL-U: ten columns a token, with the entity and the space behind it in the last.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use crate::{model::Doc, spacy::upos};

/// Writes a document: its number, then each sentence with its text and tokens. White space inside of a token is escaped.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn write(doc: &Doc, number: usize, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# newdoc id = {number}")?;
    for (index, sentence) in doc.sentences().iter().enumerate() {
        let text = doc.slice(sentence.start, sentence.end);
        let text: Vec<_> = text.split_whitespace().collect();
        writeln!(out, "# sent_id = {number}.{}\n# text = {}", index + 1, text.join(" "))?;
        for token in sentence.clone() {
            write_token(doc, token, sentence.start, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_token(doc: &Doc, token: usize, first: usize, out: &mut impl Write) -> io::Result<()> {
    let head = doc.head(token);
    let (head, deprel) = if head == token { (0, "root") } else { (head + 1 - first, doc.dep(token)) };
    writeln!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}",
        token + 1 - first,
        escaped(doc.word(token)),
        escaped(doc.lemma(token)),
        or_none(upos::name(doc.pos(token))),
        or_none(doc.tag(token)),
        or_none(doc.morph(token)),
        or_none(deprel),
        misc(doc, token),
    )
}

/// The last column: `NER=B-GPE` or `NER=I-GPE` in an entity, `SpaceAfter=No` where no space follows.
fn misc(doc: &Doc, token: usize) -> String {
    let mut fields = Vec::new();
    if let Some(entity) = doc.entity_at(token) {
        let place = if entity.first == token { 'B' } else { 'I' };
        fields.push(format!("NER={place}-{}", doc.entity_type(entity)));
    }
    if !doc.tokens().get(token).is_some_and(|token| token.has_space) {
        fields.push("SpaceAfter=No".to_owned());
    }
    if fields.is_empty() { "_".to_owned() } else { fields.join("|") }
}

fn or_none(field: &str) -> &str {
    if field.is_empty() { "_" } else { field }
}

/// A field without characters that would end it or its line.
fn escaped(field: &str) -> String {
    if field.is_empty() {
        return "_".to_owned();
    }
    let mut out = String::with_capacity(field.len());
    for character in field.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            ' ' => out.push_str("\\s"),
            '\\' => out.push_str("\\\\"),
            other if other.is_whitespace() || other.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Entity, Labels, Pos, Token};

    #[test]
    fn a_sentence_has_ten_columns_and_its_comments() {
        let mut labels = Labels::new();
        let (nnp, vbd, sp) = (labels.intern("NNP"), labels.intern("VBD"), labels.intern("_SP"));
        let (nsubj, root, dep, gpe) =
            (labels.intern("nsubj"), labels.intern("ROOT"), labels.intern("dep"), labels.intern("GPE"));
        let token = |start, end, tag, pos, dep, head, lemma: &str| Token {
            start,
            end,
            has_space: start == 0,
            is_sent_start: start == 0,
            pos,
            tag,
            morph: 0,
            dep,
            head,
            lemma: lemma.into(),
        };
        let tokens = vec![
            token(0, 4, nnp, Pos::Propn, nsubj, 1, "Kyiv"),
            token(5, 12, vbd, Pos::Verb, root, 1, "protest"),
            token(12, 13, sp, Pos::Space, dep, 1, "\n"),
        ];
        let doc = Doc::new(
            "Kyiv protests\n".replace("protests", "protest"),
            tokens,
            vec![Entity { first: 0, last: 1, label: gpe }],
            Arc::new(labels),
        );
        let mut out = Vec::new();
        write(&doc, 1, &mut out).unwrap();
        let expected = "# newdoc id = 1\n# sent_id = 1.1\n# text = Kyiv protest\n\
            1\tKyiv\tKyiv\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-GPE\n\
            2\tprotest\tprotest\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\
            3\t\\n\t\\n\tSPACE\t_SP\t_\t2\tdep\t_\tSpaceAfter=No\n\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn fields_hold_no_white_space() {
        assert_eq!(escaped(" \u{2028}a\\"), "\\s\\u2028a\\\\");
        assert_eq!(escaped(""), "_");
    }
}
