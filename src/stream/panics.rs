//! Panics of the extraction as values: what was said, and the frames of the stack.

use std::{
    any::Any,
    backtrace::Backtrace,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    /// Whether a panic of this thread is going to be caught here.
    static IS_AWAITED: Cell<bool> = const { Cell::new(false) };
    /// The frames of the last such panic: they are gone when it is caught.
    static FRAMES: RefCell<String> = const { RefCell::new(String::new()) };
}

static INSTALLED: Once = Once::new();

/// A panic that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Panic {
    /// What it said.
    pub(super) said: String,
    /// Where it was, and the calls that led there, the innermost first.
    pub(super) frames: String,
}

/// What a function returns, or the panic in which it ends. Nothing of what it changes must be looked at after a panic.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    INSTALLED.call_once(keep_frames);
    IS_AWAITED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_AWAITED.set(false);
    result.map_err(|panic| Panic { said: said(&*panic).to_owned(), frames: FRAMES.take() })
}

/// Has every panic note its frames before it goes the way that it went so far.
fn keep_frames() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if IS_AWAITED.get() {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            FRAMES.set(format!("at {place}\n{}", Backtrace::force_capture()));
        }
        before(info);
    }));
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_what_it_said_and_where_it_was() {
        assert_eq!(caught(|| 7), Ok(7));
        for message in ["one", "two"] {
            let panic = caught(|| panic!("number {message}")).unwrap_err();
            assert_eq!(panic.said, format!("number {message}"));
            assert!(panic.frames.starts_with("at src/stream/panics.rs:"), "{}", panic.frames);
            assert!(panic.frames.contains("a_panic_tells_what_it_said"), "{}", panic.frames);
        }
    }
}
