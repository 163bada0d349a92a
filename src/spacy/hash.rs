//! Ids of strings as spaCy's string store gives them: `MurmurHash64A` with seed 1, or the number of a built-in symbol.

use super::symbols::SYMBOLS;

const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
const SHIFT: u32 = 47;
const SEED: u64 = 1;

/// The id of a string in spaCy's string store: 0 for the empty string, the number of a built-in symbol, else its hash.
pub fn string_id(string: &str) -> u64 {
    if string.is_empty() {
        return 0;
    }
    if could_be_symbol(string)
        && let Ok(found) = SYMBOLS.binary_search_by(|(name, _)| (*name).cmp(string))
        && let Some((_, number)) = SYMBOLS.get(found)
    {
        return u64::from(*number);
    }
    murmur_hash_64a(string.as_bytes())
}

/// Symbols are ASCII names of at most 24 bytes, so most words need no search.
fn could_be_symbol(string: &str) -> bool {
    string.len() <= 24 && string.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `MurmurHash64A` with the seed that spaCy uses for strings.
pub fn murmur_hash_64a(bytes: &[u8]) -> u64 {
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut mixed = u64::from_le_bytes(*block).wrapping_mul(MULTIPLIER);
        mixed ^= mixed >> SHIFT;
        hash = (hash ^ mixed.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        let last = tail.iter().rev().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
        hash = (hash ^ last).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> SHIFT;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> SHIFT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_spacy() {
        for (string, hash) in [
            ("a", 11_901_859_001_352_538_922),
            ("coffee", 3_197_928_453_018_144_401),
            ("déjà vu", 13_994_144_400_552_581_941),
            ("abcdefghij", 17_029_599_333_975_756_408),
            ("-PRON-", 561_228_191_312_463_089),
        ] {
            assert_eq!(string_id(string), hash, "{string}");
        }
    }

    #[test]
    fn symbols_have_small_numbers_and_nothing_has_none() {
        assert_eq!(string_id("PERSON"), 380);
        assert_eq!(string_id("nsubj"), 429);
        assert_eq!(string_id(""), 0);
        assert_eq!(murmur_hash_64a(b"PERSON"), 11_121_653_176_597_302_729);
    }

    #[test]
    fn symbols_are_sorted_and_look_like_symbols() {
        assert!(SYMBOLS.is_sorted_by(|left, right| left.0 < right.0));
        assert!(SYMBOLS.iter().all(|(name, _)| could_be_symbol(name)));
    }
}
