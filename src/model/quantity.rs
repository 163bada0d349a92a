//! How many, and how much.

use super::{Span, codes::codes};

codes! {
    /// What is counted or measured.
    QuantityKind {
        Killed = "killed",
        Injured = "injured",
        Missing = "missing",
        Arrested = "arrested",
        Displaced = "displaced",
        Participants = "participants",
        Troops = "troops",
        Money = "money",
        Percent = "percent",
        Other = "other",
    }
}

/// A number that the text gives for an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The bytes of its words.
    pub span: Span,
    /// What is counted or measured.
    pub kind: QuantityKind,
    /// The number; none where the text gives bounds alone.
    pub value: Option<f64>,
    /// The least number: "at least 14".
    pub min: Option<f64>,
    /// The greatest number: "up to 40".
    pub max: Option<f64>,
    /// What it is counted in; of money the currency, ISO 4217.
    pub unit: Option<String>,
}
