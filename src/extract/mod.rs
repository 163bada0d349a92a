//! FLOW 1, pure and synchronous: the bytes of one message become event records. It never fails and does no I/O.
//!
//! [`Extractor::code`] has the stages one under the other; each takes what the one before it returns.

mod markup;

pub mod decode;

pub mod clean;

pub mod annotate;

mod syntax;

pub mod mentions;

mod quantities;

pub mod reader;

pub mod events;

pub mod encode;

pub mod explain;

mod extractor;
mod outcome;
mod reading;

pub use extractor::Extractor;
pub use outcome::{
    ArticleDocument, Declared, Extraction, HoldReason, Input, InputFormat, Outcome, Reject, RejectReason, Skip,
    SkipReason, Stage, message_time,
};
pub use reading::{Coded, Held, Reading};
