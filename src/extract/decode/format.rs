//! The format that the settings state, where it is not told by the content.

use super::{Stop, shape};
use crate::extract::{InputFormat, RejectReason};

/// Refuses what does not begin as JSON.
pub(super) fn check_json(trimmed: &str) -> Result<(), Stop> {
    if shape::is_json(trimmed) && trimmed.trim_end() != "null" { Ok(()) } else { Err(not_json()) }
}

/// Whether a media type is one of JSON.
pub(super) fn is_json_type(media: Option<&str>) -> bool {
    let essence = media.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// What is not a JSON article, where only those are read.
pub(super) fn not_json() -> Stop {
    let message = "the value is not a JSON article, and input.format is \"json\"; send a JSON object, or set input.format to \"auto\"";
    Stop::reject(RejectReason::NotAnArticle, message)
}

/// Whether a text is a page.
pub(super) fn is_html(text: &str, format: InputFormat) -> bool {
    match format {
        InputFormat::Html => true,
        InputFormat::Text => false,
        InputFormat::Auto | InputFormat::Json => shape::looks_like_html(text),
    }
}

#[cfg(test)]
mod tests {
    use InputFormat::{Auto, Html, Json, Text};

    use super::*;
    use crate::{
        extract::{
            Input,
            decode::{Decoded, decode},
        },
        model::BodyFormat,
    };

    /// What becomes of a value: the format of the body, or the reason.
    fn read(value: &str, format: InputFormat) -> &'static str {
        match decode(&Input { bytes: Some(value.as_bytes()), format, ..Input::default() }) {
            Decoded::Article(article) if article.body.format == BodyFormat::Html => "html",
            Decoded::Article(article) if article.body.text == value => "plain, all of it",
            Decoded::Article(_) => "plain",
            Decoded::Retraction { reason, .. } => reason.name(),
            Decoded::Skip(skip) => skip.reason.name(),
            Decoded::Reject(reject) => reject.reason.name(),
        }
    }

    #[test]
    fn a_stated_format_is_not_told_by_the_content() {
        let object = r#"{"title": "Talks", "text": "The ministers of Gabon met."}"#;
        let broken = r#"{"title": "Talks", "text": "The mini"#;
        let bracket = "[Libreville] The ministers of Gabon met.";
        let page = "<html><body><p>The ministers of Gabon met.</p></body></html>";
        let feed = "<rss><channel><title>The ministers of Gabon met.</title></channel></rss>";
        let plain = "The ministers of Gabon met.";
        let table = [
            (object, [(Json, "plain"), (Text, "plain, all of it"), (Html, "html")]),
            (broken, [(Json, "truncated_json"), (Text, "plain, all of it"), (Auto, "truncated_json")]),
            (bracket, [(Json, "invalid_json"), (Text, "plain, all of it"), (Auto, "plain, all of it")]),
            (page, [(Json, "not_an_article"), (Text, "plain, all of it"), (Auto, "html")]),
            (feed, [(Json, "not_an_article"), (Text, "plain, all of it"), (Html, "unsupported_format")]),
            (plain, [(Json, "not_an_article"), (Text, "plain, all of it"), (Html, "html")]),
            (
                r#""The ministers of Gabon met.""#,
                [(Json, "not_an_article"), (Text, "plain, all of it"), (Auto, "plain")],
            ),
            ("null", [(Json, "not_an_article"), (Text, "plain, all of it"), (Html, "html")]),
        ];
        for (value, expected) in table {
            for (format, expected) in expected {
                assert_eq!(read(value, format), expected, "{format:?}: {value}");
            }
        }
    }
}
