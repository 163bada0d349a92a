//! Events that are found and not published, because the settings ask for others.

named! {
    /// Why an event was held back. The name is the label `reason` of the metric `events_held_back_total`.
    pub enum HoldReason {
        /// The type of the event is not in `output.types`.
        Type => "type",
        /// The domain of the event is not in `output.domains`, or the reader did not judge it.
        Domain => "domain",
        /// The confidence of the event is below `output.min_confidence`.
        Confidence => "confidence",
    }
}
