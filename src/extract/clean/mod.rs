//! Article → cleaned text: markup, Unicode, boilerplate, datelines, with a map back to the source.
//!
//! Cleaning its own output, as plain text without a title, changes nothing.

mod anchor;
mod assemble;
mod boilerplate;
mod dateline;
mod language;
mod plain;
mod story;

use super::markup;
use crate::model::{Article, CleanText};

pub use language::language;

/// Cleans an article.
pub fn clean(article: &Article) -> CleanText {
    let title =
        article.title.as_deref().map(markup::line_letters).map(story::whole).filter(|letters| !letters.is_empty());
    let (mut cleaned, dateline) = assemble::assemble(title.as_deref(), story::paragraphs(&article.body));
    cleaned.anchors.text = anchor::anchor(article, dateline);
    cleaned
}

#[cfg(test)]
mod tests;
