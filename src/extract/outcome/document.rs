//! The annotated article as it is published.

/// The annotated article, or its retraction, as JSON, and what a message says of it beside that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDocument {
    /// The article's id.
    pub article_id: String,
    /// When the article was published, UTC with milliseconds.
    pub published_at: Option<String>,
    /// The document.
    pub json: Vec<u8>,
}
