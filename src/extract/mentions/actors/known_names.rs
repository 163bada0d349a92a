//! The persons of an article by the parts of their names, so that a name need not be compared with all of them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// One list of persons: those whose names have a part in common, by the hash of that part. Two parts may share a hash, so what
/// is found is still to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NamePart(Part, u64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    /// All words.
    Whole,
    /// The words behind the first, or behind the second, and so on.
    Ending,
    /// The first and the last of several words.
    Ends,
    /// The first of several words.
    First,
    /// A word between the first and the last.
    Inner,
}

impl NamePart {
    /// Of the persons who have a name.
    pub(super) fn whole(name: &str) -> Self {
        Self(Part::Whole, hash(name.bytes().rev()))
    }

    /// Of the persons whose name begins with a word and goes on.
    pub(super) fn first(word: &str) -> Self {
        Self(Part::First, hash(word.bytes().rev()))
    }

    /// Of the persons in whose name a word stands neither first nor last.
    pub(super) fn inner(word: &str) -> Self {
        Self(Part::Inner, hash(word.bytes().rev()))
    }

    /// Of the persons whose name ends with a name or is the ending of it, or has the same first and last word.
    pub(super) fn of_alike(name: &str) -> impl Iterator<Item = Self> {
        let longer = Self(Part::Ending, hash(name.bytes().rev()));
        let shorter = endings(name).map(|ending| Self(Part::Whole, ending));
        shorter.chain([longer]).chain(Self::ends(name))
    }

    fn ends(name: &str) -> Option<Self> {
        let (first, _) = name.split_once(' ')?;
        let (_, last) = name.rsplit_once(' ')?;
        Some(Self(Part::Ends, hash(last.bytes().rev().chain(*b" ").chain(first.bytes().rev()))))
    }

    /// All the lists that a name is in.
    fn of(name: &str) -> impl Iterator<Item = Self> {
        let first = name.split_once(' ').map(|(first, _)| Self::first(first));
        let endings = endings(name).map(|ending| Self(Part::Ending, ending));
        let inner = inner_words(name).map(Self::inner);
        endings.chain([Self::whole(name)]).chain(first).chain(Self::ends(name)).chain(inner)
    }
}

/// The words of a name but the first and the last.
pub(super) fn inner_words(name: &str) -> impl Iterator<Item = &str> {
    let inner = name.split_once(' ').and_then(|(_, rest)| rest.rsplit_once(' ')).map_or("", |(inner, _)| inner);
    inner.split(' ').filter(|word| !word.is_empty())
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// A hash that goes from the last byte to the first, so that one pass gives the hashes of all endings.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(START, next_hash)
}

const fn next_hash(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// The hashes of the endings of a name that begin behind a space.
fn endings(name: &str) -> impl Iterator<Item = u64> {
    let hashes = name.bytes().rev().scan(START, |hash, byte| {
        let before = *hash;
        *hash = next_hash(before, byte);
        Some((byte, before))
    });
    hashes.filter(|(byte, _)| *byte == b' ').map(|(_, hash)| hash)
}

/// Persons by the parts of their names and by where they are named first.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    lists: FxHashMap<NamePart, BTreeMap<usize, usize>>,
}

impl KnownNames {
    /// Adds a person by name, who is named first at a place.
    pub(super) fn add(&mut self, name: &str, seen: usize, person: usize) {
        for part in NamePart::of(name) {
            self.lists.entry(part).or_default().insert(seen, person);
        }
    }

    /// Removes the person of a name who is named first at a place.
    pub(super) fn remove(&mut self, name: &str, seen: usize) {
        for part in NamePart::of(name) {
            if let Some(list) = self.lists.get_mut(&part) {
                list.remove(&seen);
            }
        }
    }

    /// Of the persons of a list who pass a test, the one who is named first of all; with the place where that is.
    pub(super) fn earliest(&self, part: NamePart, is_fit: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let found = self.lists.get(&part)?.iter().find(|(_, person)| is_fit(**person));
        found.map(|(seen, person)| (*seen, *person))
    }
}
