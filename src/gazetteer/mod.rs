//! The places of the world by name: a finite-state transducer from names to places, read where it lies, without a copy.

mod build;
mod error;
mod file;
mod search;
mod site;

#[cfg(test)]
mod tests;

pub use self::{
    build::build,
    error::GazetteerError,
    file::Gazetteer,
    site::{Site, SiteKind},
};
