//! What the tests share: the engines and how they read a text, the program, the files of the repository, tables of
//! sentences, and expected files.
//!
//! Only this folder knows how the library is called to read an article: a test asks a [`Reading`] and compares strings.

pub(crate) mod bless;
pub(crate) mod engine;
pub(crate) mod explained;
pub(crate) mod files;
pub(crate) mod imports;
pub(crate) mod program;
pub(crate) mod reading;
pub(crate) mod source;
pub(crate) mod table;

pub(crate) use engine::Engine;
pub(crate) use reading::{Event, Reading};
