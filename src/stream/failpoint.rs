//! A place where the process can be told to die, as a fault in the extraction would let it, so that a test can see what the next
//! one makes of it.

use std::{process, sync::Arc};

use super::Extract;

/// The extraction, which ends the process at an article that contains the text.
pub fn crash_on(text: String, extract: Extract) -> Extract {
    Arc::new(move |input| {
        let bytes = input.bytes.unwrap_or_default();
        if !text.is_empty() && bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            process::abort();
        }
        extract(input)
    })
}
