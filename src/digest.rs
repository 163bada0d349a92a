//! Hashes of content in hexadecimal digits: identifiers and versions that depend on nothing else.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The first hexadecimal digits, an even number of at most 64, of the SHA-256 of `bytes`.
pub(crate) fn hex(bytes: impl AsRef<[u8]>, digits: usize) -> String {
    written(&Sha256::digest(bytes), digits)
}

/// The same of several parts. The length of each is hashed before it, so that `["ab", "c"]` and `["a", "bc"]` differ.
pub(crate) fn hex_of_parts<'a>(parts: impl IntoIterator<Item = &'a str>, digits: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    written(&hash.finalize(), digits)
}

/// An identifier of 32 digits for fields of which none contains the separator U+001F.
pub(crate) fn id_of_fields(fields: &[&str]) -> String {
    hex(fields.join("\u{1f}"), 32)
}

fn written(hash: &[u8], digits: usize) -> String {
    hash.iter().take(digits / 2).fold(String::with_capacity(digits), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_cut_to_its_first_digits() {
        let whole = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex("abc", 64), whole);
        assert_eq!(hex("abc", 12), "ba7816bf8f01");
    }

    #[test]
    fn an_identifier_depends_on_where_its_fields_end() {
        assert_eq!(id_of_fields(&["ab", "c"]), hex("ab\u{1f}c", 32));
        assert_ne!(id_of_fields(&["ab", "c"]), id_of_fields(&["a", "bc"]));
    }

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(hex_of_parts(["ab", "c"], 32), hex_of_parts(["a", "bc"], 32));
        assert_eq!(hex_of_parts(["abc"], 32), hex(b"\x03\0\0\0\0\0\0\0abc", 32));
    }
}
