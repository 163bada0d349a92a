//! Document → who, where and when.
