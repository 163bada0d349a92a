//! The nouns passed between stages: article, cleaned text, annotated document, mention, event. No I/O, no serde.

mod article;
mod clean;
mod doc;
mod event;
mod issue;
mod mention;

pub use article::{Article, Body, BodyFormat, PublishedFrom};
pub use clean::{CleanText, Section, SectionKind};
pub use doc::{Doc, Entity, Labels, Pos, Token};
pub use event::{
    Attribution, Claim, DatePrecision, DateSource, Event, EventDate, EventType, Modality, Participant, Quad,
};
pub use issue::Issue;
pub use mention::{Mention, MentionKind, Span};
