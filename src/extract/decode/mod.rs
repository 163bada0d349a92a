//! Bytes → article: dialects, aliases, envelopes, dates.
