//! The state of an arc-eager parse: a stack, a buffer with words put back, arcs, and sentence starts.

#![allow(
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "a text has fewer than two to the 31 tokens, and counts are not negative"
)]
#![allow(
    clippy::indexing_slicing,
    reason = "tokens on the stack and in the buffer are below the count that the lists were made for"
)]

use super::{BREAK, KINDS, LEFT, REDUCE, RIGHT, SHIFT};

const NONE: i32 = -1;

/// A state. Tokens are numbers from 0, −1 for none.
#[derive(Debug, Default)]
pub(super) struct State {
    count: i32,
    /// The next token that was never taken from the buffer.
    next: i32,
    stack: Vec<i32>,
    /// Tokens that were put back, the first of the buffer last.
    put_back: Vec<i32>,
    was_put_back: Vec<bool>,
    starts: Vec<bool>,
    heads: Vec<i32>,
    labels: Vec<u16>,
    /// The last left and right child of each token, and for each child the one before it.
    last_left: Vec<i32>,
    last_right: Vec<i32>,
    before: Vec<i32>,
}

impl State {
    /// The state before the first move on a text.
    pub(super) fn reset(&mut self, count: usize) {
        self.count = i32::try_from(count).unwrap_or(i32::MAX);
        self.next = 0;
        self.stack.clear();
        self.put_back.clear();
        for list in [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.before] {
            list.clear();
            list.resize(count, NONE);
        }
        for list in [&mut self.was_put_back, &mut self.starts] {
            list.clear();
            list.resize(count, false);
        }
        self.labels.clear();
        self.labels.resize(count, 0);
    }

    /// Neither stack nor buffer holds a token.
    pub(super) fn is_final(&self) -> bool {
        self.stack.is_empty() && self.left_over() == 0
    }

    /// Gives up: what is not attached stays so.
    pub(super) fn finish(&mut self) {
        self.stack.clear();
        self.put_back.clear();
        self.next = self.count;
    }

    /// The head of each token, −1 for none.
    pub(super) fn arcs(&self) -> &[i32] {
        &self.heads
    }

    /// The label of a token's arc.
    pub(super) fn label(&self, token: usize) -> u16 {
        self.labels[token]
    }

    fn left_over(&self) -> usize {
        (self.count - self.next) as usize + self.put_back.len()
    }

    fn buffer(&self, place: usize) -> i32 {
        if let Some(from_end) = self.put_back.len().checked_sub(place + 1) {
            return self.put_back[from_end];
        }
        let token = self.next + (place - self.put_back.len()) as i32;
        if token < self.count { token } else { NONE }
    }

    fn stacked(&self, place: usize) -> i32 {
        self.stack.len().checked_sub(place + 1).map_or(NONE, |place| self.stack[place])
    }

    fn child(&self, lasts: &[i32], head: i32, number: usize) -> i32 {
        let Ok(head) = usize::try_from(head) else { return NONE };
        let mut child = lasts[head];
        for _ in 1..number {
            let Ok(at) = usize::try_from(child) else { return NONE };
            child = self.before[at];
        }
        child
    }

    fn left(&self, head: i32, number: usize) -> i32 {
        self.child(&self.last_left, head, number)
    }

    fn right(&self, head: i32, number: usize) -> i32 {
        self.child(&self.last_right, head, number)
    }

    /// The tokens that the network looks at, in its order.
    pub(super) fn features(&self, count: usize, tokens: &mut [i32]) {
        let (first, second) = (self.buffer(0), self.buffer(1));
        let (top, below, third) = (self.stacked(0), self.stacked(1), self.stacked(2));
        if count == 8 {
            let found = [first, second, top, below, third, self.left(first, 1), self.left(top, 1), self.right(top, 1)];
            tokens[..8].copy_from_slice(&found);
        } else {
            // spaCy writes the seventh place twice, so the second left child of the top is never seen.
            let found = [
                first,
                second,
                top,
                below,
                third,
                self.left(top, 1),
                self.right(top, 1),
                self.left(first, 1),
                self.right(top, 2),
                self.left(below, 1),
                self.left(below, 2),
                self.right(below, 1),
                self.right(below, 2),
            ];
            tokens[..13].copy_from_slice(&found);
        }
    }

    fn is_start(&self, token: i32) -> bool {
        usize::try_from(token).is_ok_and(|token| self.starts[token])
    }

    /// Which kinds of moves may be made.
    pub(super) fn valid(&self) -> [bool; KINDS] {
        let (first, second) = (self.buffer(0), self.buffer(1));
        let left_over = self.left_over();
        let has_stack = !self.stack.is_empty();
        let opens = self.is_start(first);
        let mut valid = [false; KINDS];
        valid[SHIFT as usize] = !has_stack
            || (left_over >= 2 && !opens && !usize::try_from(first).is_ok_and(|first| self.was_put_back[first]));
        valid[REDUCE as usize] = has_stack;
        let attaches = has_stack && left_over > 0 && !opens;
        valid[LEFT as usize] = attaches;
        valid[RIGHT as usize] = attaches;
        valid[BREAK as usize] = left_over >= 2 && second == first + 1 && !self.is_start(second);
        valid
    }

    /// Makes a valid move.
    pub(super) fn apply(&mut self, kind: u8, label: u16) {
        let (first, top) = (self.buffer(0), self.stacked(0));
        match kind {
            SHIFT => self.push(),
            REDUCE => {
                let Ok(token) = usize::try_from(top) else { return };
                self.stack.pop();
                if self.heads[token] < 0 && !self.stack.is_empty() {
                    self.was_put_back[token] = true;
                    self.put_back.push(top);
                }
            }
            LEFT => {
                self.attach(first, top, label);
                if let Ok(first) = usize::try_from(first) {
                    self.was_put_back[first] = false;
                }
                self.stack.pop();
            }
            RIGHT => {
                self.attach(top, first, label);
                self.push();
            }
            _ => {
                if let Ok(second) = usize::try_from(self.buffer(1)) {
                    self.starts[second] = true;
                }
            }
        }
    }

    fn push(&mut self) {
        let token = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    /// Adds an arc. The one that it replaces, if any, is always the last right arc of its head: the child lies on the stack right
    /// above the head that it got when it was pushed, which has got no child since.
    fn attach(&mut self, head: i32, child: i32, label: u16) {
        let (Ok(head_at), Ok(child_at)) = (usize::try_from(head), usize::try_from(child)) else { return };
        if let Ok(old) = usize::try_from(self.heads[child_at]) {
            let last = if old > child_at { &mut self.last_left[old] } else { &mut self.last_right[old] };
            if *last == child {
                *last = self.before[child_at];
            }
        }
        let last = if head > child { &mut self.last_left[head_at] } else { &mut self.last_right[head_at] };
        self.before[child_at] = *last;
        *last = child;
        self.heads[child_at] = head;
        self.labels[child_at] = label;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(count: usize, moves: &[(u8, u16)]) -> State {
        let mut state = State::default();
        state.reset(count);
        for (kind, label) in moves {
            assert!(state.valid()[usize::from(*kind)], "{kind} {state:?}");
            state.apply(*kind, *label);
        }
        state
    }

    #[test]
    fn left_and_right_arcs_attach() {
        let state = made(3, &[(SHIFT, 0), (LEFT, 1), (SHIFT, 0), (RIGHT, 2), (REDUCE, 0), (REDUCE, 0)]);
        assert_eq!(state.arcs(), [1, -1, 1]);
        assert_eq!((state.label(0), state.label(2)), (1, 2));
        assert!(state.is_final());
    }

    #[test]
    fn a_token_without_a_head_goes_back_and_may_not_be_shifted_again() {
        let mut state = made(3, &[(SHIFT, 0), (SHIFT, 0), (REDUCE, 0)]);
        assert_eq!((state.buffer(0), state.buffer(1)), (1, 2));
        assert!(!state.valid()[usize::from(SHIFT)]);
        assert!(state.valid()[usize::from(RIGHT)]);
        state.apply(RIGHT, 1);
        assert_eq!(state.arcs(), [-1, 0, -1]);
    }

    #[test]
    fn a_left_arc_takes_the_place_of_a_right_arc() {
        let state = made(3, &[(SHIFT, 0), (RIGHT, 1), (LEFT, 2)]);
        assert_eq!(state.arcs(), [-1, 2, -1]);
        assert_eq!((state.right(0, 1), state.left(2, 1)), (-1, 1));
    }

    #[test]
    fn a_sentence_start_leaves_only_reduction() {
        let state = made(2, &[(BREAK, 0), (SHIFT, 0)]);
        let valid = state.valid();
        assert!(valid[usize::from(REDUCE)]);
        assert!(![SHIFT, LEFT, RIGHT, BREAK].iter().any(|kind| valid[usize::from(*kind)]));
    }
}
