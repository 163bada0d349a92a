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
use crate::model::{Article, CleanText, Issue, IssueCode};

pub use language::language;

/// Cleans an article.
pub fn clean(article: &Article) -> CleanText {
    let written = article.title.as_deref().map(markup::line_letters).unwrap_or_default();
    let size = written.len();
    let title = story::whole(written);
    let (blocks, is_body_cut) = story::paragraphs(&article.body);
    let is_cut = is_body_cut || title.len() < size;
    let (mut cleaned, dateline) = assemble::assemble(Some(title.as_slice()).filter(|title| !title.is_empty()), blocks);
    cleaned.anchors.text = anchor::anchor(article, dateline);
    if is_cut && article.issues.iter().all(|issue| issue.code != IssueCode::TextTruncated) {
        cleaned
            .issues
            .push(Issue::new(IssueCode::TextTruncated, "a sentence that ends in the mark of a cut is not read"));
    }
    cleaned
}

#[cfg(test)]
mod tests;
