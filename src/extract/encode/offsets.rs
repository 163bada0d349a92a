//! Byte positions → character positions.

/// How many characters of a text stand before a byte, answered in constant time.
#[derive(Debug)]
pub(crate) struct CharOffsets {
    /// Characters before every 64th byte; none for an ASCII text, where the two are equal.
    before: Vec<u32>,
    text: Box<str>,
}

const STRIDE: usize = 64;

impl CharOffsets {
    /// Indexes a text.
    pub(crate) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: Vec::new(), text: "".into() };
        }
        let starts = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
        let mut before = vec![0];
        let mut total = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            total += starts(chunk);
            before.push(total);
        }
        Self { before, text: text.into() }
    }

    /// The number of characters before a byte, which is the start of one or the end of the text.
    pub(crate) fn at(&self, byte: usize) -> u32 {
        let Some(counted) = self.before.get(byte / STRIDE) else { return byte as u32 };
        let rest = self.text.as_bytes().get(byte / STRIDE * STRIDE..byte).unwrap_or_default();
        counted + rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_of_a_mixed_text_is_right() {
        for text in ["", "plain", "Zażółć “gęślą” jaźń 🙂 ".repeat(20).as_str()] {
            let offsets = CharOffsets::new(text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.at(byte), count as u32);
            }
            assert_eq!(offsets.at(text.len()) as usize, text.chars().count());
        }
    }
}
