//! FLOW 2, asynchronous: consume, extract, publish, commit.
