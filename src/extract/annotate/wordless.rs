//! Stretches of a text without any word: rows of signs, of single letters, of numbers. Their tokens would cost as much to read
//! as words do, and say nothing.

/// The shortest stretch that is left out, in bytes. English text always has a word of two letters within such a length.
const STRETCH: usize = 400;

/// The parts of a text that have words, each with the byte at which it begins: all of it, but for stretches without any.
pub(super) fn worded(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut word_end) = (0, 0);
    let mut before: Option<(usize, char)> = None;
    for (at, letter) in text.char_indices() {
        if let Some((first, _)) = before.filter(|(_, before)| before.is_alphabetic() && letter.is_alphabetic()) {
            if first.saturating_sub(word_end) >= STRETCH {
                push(&mut parts, text, start, space_after(text, word_end, first));
                start = space_before(text, word_end, first);
            }
            word_end = at + letter.len_utf8();
        }
        before = Some((at, letter));
    }
    let end = if text.len() - word_end >= STRETCH { space_after(text, word_end, text.len()) } else { text.len() };
    push(&mut parts, text, start, end);
    parts
}

/// The end of the part before a stretch: behind the punctuation that closes its last word.
fn space_after(text: &str, from: usize, to: usize) -> usize {
    if from == 0 {
        return 0;
    }
    text.get(from..to).and_then(|stretch| stretch.find(' ')).map_or(from, |space| from + space)
}

/// The start of the part after a stretch: before the punctuation that opens its first word.
fn space_before(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).and_then(|stretch| stretch.rfind(' ')).map_or(to, |space| from + space + 1)
}

fn push<'a>(parts: &mut Vec<(usize, &'a str)>, text: &'a str, start: usize, end: usize) {
    if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
        parts.push((start, part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = worded(text);
        assert_eq!(found.iter().map(|(_, part)| *part).collect::<Vec<_>>(), expected);
        assert!(found.iter().all(|(start, part)| text.get(*start..).unwrap().starts_with(part)));
    }

    #[test]
    fn stretches_without_words_are_left_out() {
        for filler in ["$ % ", "- ", "a 1 ", "1,200 ", "😀 ", "?! "] {
            let stretch = filler.repeat(STRETCH);
            check(&format!("They left. {stretch}“Then” he spoke."), &["They left.", "“Then” he spoke."]);
            check(&format!("They left. {stretch}"), &["They left."]);
            check(&format!("{stretch}They left."), &["They left."]);
            check(&stretch, &[]);
        }
        check(&format!("left{}then", "$".repeat(STRETCH)), &["left", "then"]);
    }

    #[test]
    fn other_texts_are_whole() {
        for text in ["", "A", "They left - - - - then.", "5 to 7 of 9 $ %"] {
            check(text, if text.is_empty() { &[] } else { std::slice::from_ref(&text) });
        }
        let long = "5 - 6 $ a man. ".repeat(100);
        check(long.trim_end(), &[long.trim_end()]);
    }
}
