//! The nouns passed between stages: article, cleaned text, annotated document, mention, event. No I/O, no serde.

mod article;
mod clean;
mod codes;
mod date;
mod doc;
mod event;
mod identity;
mod issue;
mod mention;
mod odds;
mod place;
mod quantity;
mod span;

pub use article::{Article, Body, BodyFormat, PublishedFrom};
pub use clean::{Anchors, CleanText, Section, SectionKind};
pub use codes::{Context, Country, Mode, Sector};
pub use date::{DateAnchor, DatePrecision, DateSource, DateType, DateValue, Days, EventDate};
pub use doc::{Doc, Entity, Labels, Pos, Token};
pub use event::{
    Attribution, Claim, Domain, Event, EventType, FoundBy, Judge, Modality, Participant, Quad, SlotSource,
};
pub use identity::{CountrySource, Identity};
pub use issue::{Issue, IssueCode};
pub use mention::{Mention, Referent, ReferentKind};
pub(crate) use odds::log_odds;
pub use place::{Place, PlacePrecision};
pub use quantity::{Quantity, QuantityKind};
pub use span::Span;
