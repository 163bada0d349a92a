//! Why an article gave no events although nothing is wrong.

named! {
    /// Why an article was skipped. The name is the label `reason` of the metric `articles_skipped_total`.
    pub enum SkipReason {
        /// The text is not in English.
        Language => "language",
        /// The article has neither text nor headline: only a link or metadata. If there is a text, send it in `text`.
        NoText => "no_text",
        /// The item is a picture, a graphic, audio or video.
        NotText => "not_text",
        /// The producer withdrew the article, or the value of the message is null. Delete the events of the article downstream.
        Retraction => "retraction",
        /// The message withdraws an article without an id. Send the id of the article as the key of the message.
        RetractionWithoutId => "retraction_without_id",
    }
}

/// An article that gave no events although nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Why.
    pub reason: SkipReason,
    /// The same as a sentence about this article.
    pub message: String,
    /// The article's id, where it is known.
    pub article_id: Option<String>,
    /// The producer's version of a retraction, where it states one.
    pub version: Option<String>,
}

impl Skip {
    /// The id of the article that its producer withdrew, where this is a retraction.
    pub fn retracted(&self) -> Option<&str> {
        self.article_id.as_deref().filter(|_| self.reason == SkipReason::Retraction)
    }

    /// The skip of an article that its producer withdrew: `how` is "deleted", "canceled" or the like. The worker does
    /// not remember what it published.
    pub fn retraction(article_id: String, version: Option<String>, how: &str) -> Self {
        let message = format!("{how} by the producer; delete the events of this article downstream");
        Self { reason: SkipReason::Retraction, message, article_id: Some(article_id), version }
    }
}
