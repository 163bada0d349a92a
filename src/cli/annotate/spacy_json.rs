//! A document in the form of spaCy's `Doc.to_json()`: the same keys in the same order, offsets in characters.

use serde_json::{Map, Value, json};

use crate::{
    model::{Doc, Token},
    spacy::upos,
};

/// The document as spaCy would give it. As there, a key is left out when no token has such an annotation.
pub(super) fn object(doc: &Doc) -> Value {
    let offsets = char_offsets(doc);
    let span = |first: usize, last: usize| {
        let start = offsets.get(first).map_or(0, |token| token.0);
        let end = last.checked_sub(1).and_then(|last| offsets.get(last)).map_or(0, |token| token.1);
        (start, end)
    };
    let ents: Vec<_> = doc
        .entities()
        .iter()
        .map(|entity| {
            let (start, end) = span(entity.first, entity.last);
            json!({"start": start, "end": end, "label": doc.entity_type(entity)})
        })
        .collect();
    let sents: Vec<_> = doc
        .sentences()
        .iter()
        .map(|sentence| {
            let (start, end) = span(sentence.start, sentence.end);
            json!({"start": start, "end": end})
        })
        .collect();
    json!({"text": doc.text(), "ents": ents, "sents": sents, "tokens": tokens(doc, &offsets)})
}

fn tokens(doc: &Doc, offsets: &[(usize, usize)]) -> Vec<Value> {
    let has = |annotated: fn(&Token) -> bool| doc.tokens().iter().any(annotated);
    let (has_tag, has_pos) = (has(|token| token.tag != 0), has(|token| token.pos != crate::model::Pos::None));
    let (has_lemma, has_dep) = (has(|token| !token.lemma.is_empty()), has(|token| token.dep != 0));
    let token = |(id, (start, end)): (usize, &(usize, usize))| {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        put("id", id.into());
        put("start", (*start).into());
        put("end", (*end).into());
        if has_tag {
            put("tag", doc.tag(id).into());
        }
        if has_pos {
            put("pos", upos::name(doc.pos(id)).into());
            put("morph", doc.morph(id).into());
        }
        if has_lemma {
            put("lemma", doc.lemma(id).into());
        }
        if has_dep {
            put("dep", doc.dep(id).into());
            put("head", doc.head(id).into());
        }
        Value::Object(object)
    };
    offsets.iter().enumerate().map(token).collect()
}

/// The first and the last character of every token, counted in one pass.
fn char_offsets(doc: &Doc) -> Vec<(usize, usize)> {
    let mut byte = 0;
    let mut count = 0;
    let mut to = |target: u32| {
        let target = target as usize;
        count += doc.text().get(byte..target).map_or(0, |between| between.chars().count());
        byte = target;
        count
    };
    doc.tokens().iter().map(|token| (to(token.start), to(token.end))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Entity, Labels, Pos};

    #[test]
    fn keys_stand_in_the_order_of_spacy_and_offsets_count_characters() {
        let mut labels = Labels::new();
        let (nnp, root, gpe) = (labels.intern("NNP"), labels.intern("ROOT"), labels.intern("GPE"));
        let morph = labels.intern("Number=Sing");
        let token = Token {
            start: 5,
            end: 10,
            has_space: false,
            is_sent_start: true,
            pos: Pos::Propn,
            tag: nnp,
            morph,
            dep: root,
            head: 0,
            lemma: "Malmö".into(),
        };
        let space = Token { start: 0, end: 5, is_sent_start: false, head: 0, ..token.clone() };
        let doc = Doc::new(
            "“é…".chars().take(2).collect::<String>() + "Malmö",
            vec![Token { is_sent_start: true, ..space }, Token { is_sent_start: false, end: 11, ..token }],
            vec![Entity { first: 1, last: 2, label: gpe }],
            Arc::new(labels),
        );
        let expected = r#"{"text":"“éMalmö","ents":[{"start":2,"end":7,"label":"GPE"}],"sents":[{"start":0,"end":7}],"tokens":[{"id":0,"start":0,"end":2,"tag":"NNP","pos":"PROPN","morph":"Number=Sing","lemma":"Malmö","dep":"ROOT","head":0},{"id":1,"start":2,"end":7,"tag":"NNP","pos":"PROPN","morph":"Number=Sing","lemma":"Malmö","dep":"ROOT","head":0}]}"#;
        assert_eq!(object(&doc).to_string(), expected);
    }
}
