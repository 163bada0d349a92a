//! Integration tests.

mod architecture;
mod schemas;
