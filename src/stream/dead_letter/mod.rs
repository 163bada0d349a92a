//! Dead letters: a message that could not be processed, as it came, with the reason in headers behind its own.
//!
//! [`dead_letter`] writes one, [`Letter`] reads it again, and [`header`] has the names of the headers for both.

mod choice;
pub mod header;
mod read;
mod write;

pub use choice::Choice;
pub use read::Letter;
pub(super) use write::add_frames;
pub use write::{Carry, dead_letter};
