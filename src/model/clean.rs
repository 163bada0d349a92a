//! The cleaned text of an article, its sections, and the way back to the source.

use super::{Issue, Span};

/// What a stretch of the cleaned text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// The headline.
    Title,
    /// The place, agency and date that open a news story.
    Dateline,
    /// The story.
    Body,
    /// A caption of a picture.
    Caption,
    /// Subscription offers, share buttons, bylines and the like.
    Boilerplate,
}

/// One stretch of the cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// What it is.
    pub kind: SectionKind,
    /// Its bytes in the cleaned text.
    pub span: Span,
}

/// The text that is read and that all offsets refer to. The title, where there is one, is its first paragraph;
/// paragraphs are separated by one blank line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CleanText {
    /// The text.
    pub text: String,
    /// Its sections in order; a paragraph is never split over two, but for a dateline at its beginning.
    pub sections: Vec<Section>,
    /// `(byte of the cleaned text, byte of the source)` at every place where the two stop running in step, ascending.
    /// Source positions are in the body as received; those of the title are in the title.
    pub source_map: Vec<(usize, usize)>,
    /// What was odd while cleaning.
    pub issues: Vec<Issue>,
}
