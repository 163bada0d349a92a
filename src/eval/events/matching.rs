//! Which record matches which gold mention.

use super::gold::GoldMention;
use crate::extract::encode::EventRecord;

/// The result of looking for a record's mention. Numbers are those of mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// No mention overlaps the trigger.
    NoEvent,
    /// Another record has the mention already.
    Repeated(usize),
    /// The mention is of another type.
    OtherType(usize),
    /// The mention is of the record's type.
    Right(usize),
}

/// The match of each record. Of several mentions that overlap its trigger it gets the first free one of its type, or else the
/// first one. A mention is matched once.
pub(super) fn matches(mentions: &[GoldMention], records: &[&EventRecord]) -> Vec<Match> {
    let mut is_taken = vec![false; mentions.len()];
    records.iter().map(|record| one(mentions, record, &mut is_taken)).collect()
}

fn one(mentions: &[GoldMention], record: &EventRecord, is_taken: &mut [bool]) -> Match {
    let (start, end) = (record.trigger_start as usize, record.trigger_end as usize);
    let overlapping = || mentions.iter().enumerate().filter(|(_, one)| one.start < end && start < one.end);
    let is_same = |mention: &GoldMention| mention.event_type == record.event_type;
    let is_free = |number: usize| is_taken.get(number) == Some(&false);
    let same = overlapping().find(|(number, mention)| is_same(mention) && is_free(*number));
    let Some((number, mention)) = same.or_else(|| overlapping().next()) else { return Match::NoEvent };
    let was_taken = is_taken.get_mut(number).is_some_and(|taken| std::mem::replace(taken, true));
    match (was_taken, is_same(mention)) {
        (true, _) => Match::Repeated(number),
        (false, false) => Match::OtherType(number),
        (false, true) => Match::Right(number),
    }
}
