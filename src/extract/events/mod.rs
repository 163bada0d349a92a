//! Document and mentions → events: triggers, frames, modality, attribution, dates.
