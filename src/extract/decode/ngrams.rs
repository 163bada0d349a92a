//! Rows of GDELT's Web `NGrams`: a word with the seven or so words before and behind it in some article.

use serde_json::Value;

use super::fields::Object;
use super::hashed_id;
use crate::model::{Issue, IssueCode};

/// The object of a row as an article whose text is the row's words; other objects as they are. A row has no id: its page, its
/// place and its words make one, since the place is only a tenth of the article.
pub(super) fn as_article(object: Object, issues: &mut Vec<Issue>) -> Object {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let (Some(ngram), Some(before), Some(after), Some(url)) = (text("ngram"), text("pre"), text("post"), text("url"))
    else {
        return object;
    };
    // The other type is of languages that do not part words.
    let parts = [before, ngram, after].map(str::trim);
    let is_parted = object.get("type").and_then(Value::as_u64) != Some(2);
    let words = parts.join(if is_parted { " " } else { "" });
    let place = object.get("pos").map(Value::to_string).unwrap_or_default();
    let mut article = Object::new();
    article.insert("id".to_owned(), hashed_id([url, &place, &words]).into());
    article.insert("text".to_owned(), words.trim().into());
    article.insert("url".to_owned(), url.into());
    for (name, field) in [("date", "date"), ("lang", "language")] {
        article.extend(object.get(name).map(|value| (field.to_owned(), value.clone())));
    }
    let message = "a row of Web NGrams; the article around it is not read";
    issues.push(Issue::new(IssueCode::TextTruncated, message));
    article
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value) -> (Value, usize) {
        let mut issues = Vec::new();
        let article = as_article(value.as_object().unwrap().clone(), &mut issues);
        (Value::Object(article), issues.len())
    }

    #[test]
    fn a_row_is_read_for_its_words() {
        let row = json!({"date": "2024-05-08T09:30:00Z", "ngram": "expelled", "lang": "en", "type": 1, "pos": 20,
            "pre": "government said that Latvia had", "post": "three envoys on Tuesday after",
            "url": "https://paper.example/talks"});
        let (article, issues) = check(&row);
        assert_eq!(article["text"], "government said that Latvia had expelled three envoys on Tuesday after");
        assert_eq!((&article["language"], &article["date"]), (&json!("en"), &json!("2024-05-08T09:30:00Z")));
        assert_eq!((article["id"].as_str().unwrap().len(), issues), (32, 1));
        let other = json!({"ngram": "三", "type": 2, "pre": "会", "post": "人", "url": "https://paper.example/1"});
        assert_eq!(check(&other).0["text"], "会三人");
    }

    #[test]
    fn other_objects_stay() {
        let article = json!({"text": "Talks began.", "post": "a", "url": "https://paper.example/1"});
        assert_eq!(check(&article), (article.clone(), 0));
    }
}
