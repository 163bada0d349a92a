//! Plain text → blocks: paragraphs from blank lines, single line breaks or indents; hard-wrapped lines joined.

use crate::extract::markup::{Block, Letter, spacing, trim};

/// Lines that are wrapped are about as long as one another, and no longer than this.
const WRAP_LIMIT: usize = 110;
const WRAP_LEAST: usize = 40;

/// The blocks of a text whose letters are tidy.
pub(super) fn blocks(letters: &[Letter]) -> Vec<Block> {
    let mut groups: Vec<Vec<Line>> = vec![Vec::new()];
    for line in lines(letters) {
        if trim(line.1).is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(line);
        }
    }
    groups.iter().filter(|group| !group.is_empty()).flat_map(|group| paragraphs(group)).collect()
}

/// A line and the source of the line break before it.
type Line<'a> = (usize, &'a [Letter]);

/// Splits letters at their line breaks.
fn lines(letters: &[Letter]) -> Vec<Line<'_>> {
    let mut before = 0;
    let mut lines = Vec::new();
    for line in letters.split_inclusive(|(letter, _)| *letter == '\n') {
        match line {
            [text @ .., ('\n', at)] => {
                lines.push((before, text));
                before = *at;
            }
            text => lines.push((before, text)),
        }
    }
    lines
}

/// The paragraphs of lines between blank ones.
fn paragraphs(group: &[Line]) -> Vec<Block> {
    let width = group.iter().map(|(_, line)| trim(line).len()).max().unwrap_or(0);
    let wrapped = is_wrapped(group, width);
    let mut blocks: Vec<Block> = Vec::new();
    let mut previous: Option<&[Letter]> = None;
    for (at, line) in group {
        let joins = previous
            .is_some_and(|before| if wrapped { !ends_paragraph(before, line, width) } else { runs_on(before, line) });
        match blocks.last_mut().filter(|_| joins) {
            Some(block) => join(&mut block.letters, *at, line),
            None => blocks.push(Block { letters: trim(line).to_vec(), ..Block::default() }),
        }
        previous = Some(line);
    }
    blocks
}

/// Most breaks fall inside a sentence, and most lines are nearly as long as the longest.
fn is_wrapped(group: &[Line], width: usize) -> bool {
    let breaks = group.len() - 1;
    let inside = group.windows(2).filter(|pair| matches!(pair, [(_, before), _] if !is_ended(before))).count();
    let full = group.iter().take(breaks).filter(|(_, line)| trim(line).len() * 10 >= width * 7).count();
    breaks >= 1 && (WRAP_LEAST..=WRAP_LIMIT).contains(&width) && inside * 2 >= breaks && full * 3 >= breaks * 2
}

/// In wrapped text a paragraph ends with a short, ended line, or before an indent.
fn ends_paragraph(before: &[Letter], line: &[Letter], width: usize) -> bool {
    let short = trim(before).len() * 10 < width * 7;
    let indent = |line: &[Letter]| line.iter().take_while(|(letter, _)| *letter == ' ').count();
    short && is_ended(before) || indent(line) >= 2 && indent(before) < indent(line) && is_ended(before)
}

/// In other text a line continues in the next where it is not ended and the next begins in lower case.
fn runs_on(before: &[Letter], line: &[Letter]) -> bool {
    let lower = trim(line).first().is_some_and(|(letter, _)| letter.is_lowercase());
    lower && !is_ended(before) && trim(before).len() >= WRAP_LEAST
}

fn is_ended(line: &[Letter]) -> bool {
    let mut back = trim(line).iter().rev().map(|(letter, _)| *letter);
    back.find(|letter| !spacing::is_closing(*letter)).is_none_or(|letter| matches!(letter, '.' | '?' | '!' | ':' | '…'))
}

/// Appends a line to a paragraph. The line break, at byte `at` of the source, becomes a space, unless a hyphen stands before it.
fn join(letters: &mut Vec<Letter>, at: usize, line: &[Letter]) {
    let line = trim(line);
    let [.., (before, _), (last, _)] = letters.as_slice() else { return letters.extend(line) };
    let hyphenated =
        *last == '-' && before.is_alphabetic() && line.first().is_some_and(|(letter, _)| letter.is_lowercase());
    if !hyphenated {
        letters.push((' ', at));
    }
    letters.extend(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[&str]) {
        let letters: Vec<Letter> = source.char_indices().map(|(at, letter)| (letter, at)).collect();
        let found: Vec<String> = blocks(&letters).iter().map(Block::text).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn blank_lines_and_single_breaks_separate_paragraphs() {
        check("One.\n\n\nTwo.\n \nThree.", &["One.", "Two.", "Three."]);
        check(
            "Talks end in Riga\nThe talks ended.\nNobody signed.",
            &["Talks end in Riga", "The talks ended.", "Nobody signed."],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let source = "The foreign ministers of both countries met in Riga on\nMonday to discuss the border, which has been closed since\nthe spring.\nNobody signed anything, and the ministers left before the\nevening.";
        let expected = [
            "The foreign ministers of both countries met in Riga on Monday to discuss the border, which has been closed since the spring.",
            "Nobody signed anything, and the ministers left before the evening.",
        ];
        check(source, &expected);
    }

    #[test]
    fn a_hyphen_at_a_break_keeps_its_word_together() {
        check(
            "Observers said on Tuesday that the convoy of government-\nbacked fighters had left the town in the early morning.",
            &[
                "Observers said on Tuesday that the convoy of government-backed fighters had left the town in the early morning.",
            ],
        );
    }

    #[test]
    fn an_indent_begins_a_paragraph() {
        let source = "  The minister of trade said on Monday that the ports were\nopen again and that ships would be able to leave them soon.\n  The union said that nothing had been agreed and that more\nstrikes were to be expected.";
        check(
            source,
            &[
                "The minister of trade said on Monday that the ports were open again and that ships would be able to leave them soon.",
                "The union said that nothing had been agreed and that more strikes were to be expected.",
            ],
        );
    }
}
