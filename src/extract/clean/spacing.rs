//! Spaces and stops put in order: what tokenisers and machine translation leave between words.
//!
//! Nothing here changes a word. What is done, each where it cannot be meant otherwise:
//! - runs of white space become one space; none stands at either end;
//! - no space before `, ; : ? ! %` and closing brackets, none behind opening brackets, none between `$` and a digit;
//! - a full stop that follows a full stop, alone or behind a space, goes ("he said. ." → "he said.");
//! - a full stop goes before "of", "which" and the like, with which no sentence begins ("the timetable. of Burns");
//! - the quotation marks of treebanks (two backticks, two apostrophes) and their brackets (-LRB-) become ordinary ones;
//! - "did n't", "Riga 's", "Riga ’ s" are joined;
//! - in a tokenised text, "two - year" and "Jean - Pierre" are joined.

use super::blocks::trim;
use super::entities::Letter;

/// Words with which no sentence begins in lower case: a full stop before them is a slip.
const NEVER_FIRST: &[&str] = &["of", "which", "who", "whom", "whose", "than", "and", "or", "to", "into", "by"];
/// Abbreviations of four letters and more that are written in lower case.
const ABBREVIATIONS: &[&str] = &[
    "dept", "assn", "govt", "dist", "prof", "capt", "univ", "asst", "inst", "natl", "intl", "approx", "corp", "bros",
    "tele",
];
/// Ends of words that tokenisers cut off, without the apostrophe.
const CUT_OFF: &[&str] = &["s", "re", "ve", "ll", "d", "m", "S"];
/// Passes that may be needed until nothing changes.
const PASSES: usize = 6;

/// One paragraph with its spaces and stops in order; applied again it changes nothing. In a tokenised text lone apostrophes
/// and straight quotation marks are joined too.
pub fn settle(letters: &[Letter], style: Style) -> Vec<Letter> {
    let mut settled = collapse(letters);
    for _ in 0..PASSES {
        let mut next = brackets(&settled);
        next = quotes(&next, style);
        next = clitics(&next, style.is_tokenised);
        if style.is_tokenised {
            next = hyphens(&next);
        }
        next = stops(&next);
        next = punctuation(&next);
        next = collapse(&next);
        if next == settled {
            break;
        }
        settled = next;
    }
    settled
}

/// How a text is written as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Most of its commas and full stops have a space before them.
    pub is_tokenised: bool,
    /// Its quotations open with two backticks.
    pub has_backticks: bool,
}

/// The style of a text's paragraphs.
pub fn style<'a>(blocks: impl Iterator<Item = &'a [Letter]>) -> Style {
    let (mut marks, mut spaced, mut has_backticks) = (0, 0, false);
    for letters in blocks {
        for (at, pair) in letters.windows(2).enumerate() {
            match pair {
                [(before, _), (',', _)] => {
                    marks += 1;
                    spaced += usize::from(*before == ' ');
                }
                // Only the full stop at the end of a word: not the ones of "U.S." and "3.5".
                [(before, _), ('.', _)] if letter(letters, at + 2).is_none_or(char::is_whitespace) => {
                    marks += 1;
                    spaced += usize::from(*before == ' ');
                }
                [('`', _), ('`', _)] => has_backticks = true,
                _ => {}
            }
        }
    }
    Style { is_tokenised: spaced >= 2 && spaced * 2 > marks, has_backticks }
}

fn collapse(letters: &[Letter]) -> Vec<Letter> {
    let mut collapsed: Vec<Letter> = Vec::with_capacity(letters.len());
    for &(letter, at) in trim(letters) {
        if !letter.is_whitespace() {
            collapsed.push((letter, at));
        } else if collapsed.last().is_none_or(|(last, _)| *last != ' ') {
            collapsed.push((' ', at));
        }
    }
    collapsed
}

fn letter(letters: &[Letter], at: usize) -> Option<char> {
    letters.get(at).map(|(letter, _)| *letter)
}

fn starts_with(letters: &[Letter], at: usize, text: &str) -> bool {
    letters.get(at..).is_some_and(|rest| {
        rest.len() >= text.chars().count()
            && rest.iter().map(|(letter, _)| *letter).zip(text.chars()).all(|(one, other)| one == other)
    })
}

/// -LRB- and its like.
fn brackets(letters: &[Letter]) -> Vec<Letter> {
    const NAMES: [(&str, char); 6] =
        [("-LRB-", '('), ("-RRB-", ')'), ("-LSB-", '['), ("-RSB-", ']'), ("-LCB-", '{'), ("-RCB-", '}')];
    let mut made = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&(this, source)) = letters.get(at) {
        if let Some((name, bracket)) = NAMES.iter().find(|(name, _)| this == '-' && starts_with(letters, at, name)) {
            made.push((*bracket, source));
            at += name.len();
        } else {
            made.push((this, source));
            at += 1;
        }
    }
    made
}

/// Two backticks and two apostrophes become “ and ”, or straight ones where there are no backticks; in a tokenised text straight quotation marks are
/// joined to what they enclose, by turns.
fn quotes(letters: &[Letter], style: Style) -> Vec<Letter> {
    let has_opening = letters.windows(2).any(|pair| matches!(pair, [('`', _), ('`', _)]));
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut at = 0;
    let mut is_open = false;
    while let Some(&(this, source)) = letters.get(at) {
        let next = letter(letters, at + 1);
        at += 1;
        match (this, next) {
            ('`', Some('`')) => {
                made.push(('“', source));
                at += 1 + usize::from(letter(letters, at + 1) == Some(' '));
            }
            ('\'', Some('\'')) => {
                at += 1;
                if style.has_backticks || has_opening || made.iter().any(|(letter, _)| *letter == '“') {
                    close(&mut made, '”', source);
                } else {
                    made.push(('"', source));
                }
            }
            ('"', _) if style.is_tokenised => {
                if is_open {
                    close(&mut made, '"', source);
                } else {
                    made.push((this, source));
                    at += usize::from(next == Some(' '));
                }
                is_open = !is_open;
            }
            ('“', Some(' ')) => {
                made.push((this, source));
                at += 1;
            }
            ('”', _) => close(&mut made, '”', source),
            _ => made.push((this, source)),
        }
    }
    made
}

/// A closing mark stands close to what it ends.
fn close(made: &mut Vec<Letter>, mark: char, source: usize) {
    if made.len() > 1 && made.last().is_some_and(|(last, _)| *last == ' ') {
        made.pop();
    }
    made.push((mark, source));
}

/// "did n't" → "didn't", "Riga 's" → "Riga's"; in a tokenised text also "the workers ' union" and "I' m".
fn clitics(letters: &[Letter], is_tokenised: bool) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, &(this, source)) in letters.iter().enumerate() {
        let after_letter = made.last().is_some_and(|(last, _)| last.is_alphanumeric());
        let drop = this == ' ' && after_letter && joins_before(letters, at + 1, is_tokenised, made.last())
            || this == ' ' && (is_tokenised && joins_behind(letters, at) || ends_apart(letters, at));
        if !drop {
            made.push((this, source));
        }
    }
    made
}

fn is_apostrophe(letter: Option<char>) -> bool {
    matches!(letter, Some('\'' | '’'))
}

/// The length of one of the cut-off ends at a position, followed by the end of a word.
fn cut_off(letters: &[Letter], at: usize) -> bool {
    CUT_OFF
        .iter()
        .any(|end| starts_with(letters, at, end) && !letter(letters, at + end.len()).is_some_and(char::is_alphanumeric))
}

fn joins_before(letters: &[Letter], at: usize, is_tokenised: bool, last: Option<&Letter>) -> bool {
    let not = (starts_with(letters, at, "n't") || starts_with(letters, at, "n’t"))
        && !letter(letters, at + 3).is_some_and(char::is_alphanumeric);
    let possessive = is_apostrophe(letter(letters, at))
        && letter(letters, at + 1) == Some('s')
        && !letter(letters, at + 2).is_some_and(char::is_alphanumeric);
    let apart = ends_apart(letters, at + 1);
    let other = is_tokenised && is_apostrophe(letter(letters, at)) && cut_off(letters, at + 1);
    let plural = is_tokenised
        && is_apostrophe(letter(letters, at))
        && letter(letters, at + 1) == Some(' ')
        && last.is_some_and(|(last, _)| *last == 's');
    not || possessive || apart || other || plural
}

/// "Riga ’ s": the space behind the apostrophe.
fn ends_apart(letters: &[Letter], at: usize) -> bool {
    let before = at.checked_sub(3).and_then(|at| letter(letters, at));
    before.is_some_and(char::is_alphanumeric)
        && letter(letters, at - 2) == Some(' ')
        && is_apostrophe(letter(letters, at - 1))
        && letter(letters, at) == Some(' ')
        && letter(letters, at + 1) == Some('s')
        && letter(letters, at + 2).is_none_or(|next| next == ' ')
}

/// "two - year" → "two-year".
fn hyphens(letters: &[Letter]) -> Vec<Letter> {
    let is_between = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| letter(letters, at));
        let behind = letter(letters, at + 3);
        starts_with(letters, at, " - ")
            && before.is_some_and(char::is_alphanumeric)
            && behind.is_some_and(char::is_alphanumeric)
    };
    let is_dropped = |at: usize| is_between(at) || at.checked_sub(2).is_some_and(is_between);
    letters.iter().enumerate().filter(|(at, _)| !is_dropped(*at)).map(|(_, letter)| *letter).collect()
}

/// "I' m": the space behind the apostrophe.
fn joins_behind(letters: &[Letter], at: usize) -> bool {
    let before = at.checked_sub(2).and_then(|at| letter(letters, at));
    at > 1
        && is_apostrophe(letter(letters, at - 1))
        && before.is_some_and(char::is_alphabetic)
        && before != Some('s')
        && cut_off(letters, at + 1)
}

/// Stray full stops go; spaced ones become an ellipsis.
fn stops(letters: &[Letter]) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&(this, source)) = letters.get(at) {
        if this != '.' {
            made.push((this, source));
            at += 1;
            continue;
        }
        let (dots, end) = run_of_dots(letters, at);
        let ends_word = letter(letters, end).is_none_or(|next| next == ' ' || is_closing(next));
        if dots.len() >= 3 {
            made.extend(dots.iter().map(|at| ('.', *at)));
        } else if !ends_word {
            made.extend(letters.get(at..end).unwrap_or_default());
        } else if !is_debris(&made) && !is_slip(&made, letters, end) {
            while made.last().is_some_and(|(last, _)| *last == ' ') {
                made.pop();
            }
            made.push(('.', source));
        }
        at = end;
    }
    made
}

/// The sources of the dots of a run, spaces between them allowed, and where the run ends.
fn run_of_dots(letters: &[Letter], from: usize) -> (Vec<usize>, usize) {
    let (mut dots, mut end, mut at) = (Vec::new(), from, from);
    while let Some(&(this, source)) = letters.get(at) {
        match this {
            '.' => {
                dots.push(source);
                end = at + 1;
            }
            ' ' => {}
            _ => break,
        }
        at += 1;
    }
    // "end. .5 percent": a dot that begins a number or a name belongs to it.
    if dots.len() > 1
        && letter(letters, end).is_some_and(char::is_alphanumeric)
        && letter(letters, end - 2) == Some(' ')
    {
        dots.pop();
        end -= 2;
    }
    (dots, end)
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '"' | '”' | '’' | '\'' | ')' | ']')
}

/// What stands before is ended already: a full stop here says nothing.
fn is_debris(made: &[Letter]) -> bool {
    let mut before = made.iter().rev().map(|(letter, _)| *letter).skip_while(|letter| *letter == ' ').peekable();
    let Some(&last) = before.peek() else { return true };
    let is_spaced = made.last().is_some_and(|(letter, _)| *letter == ' ');
    let ended =
        before.find(|letter| !is_closing(*letter)).is_some_and(|letter| matches!(letter, '.' | '?' | '!' | '…'));
    ended && (is_spaced || !is_closing(last) && last != '…')
}

/// A lower-case word that begins no sentence follows, and the word before is no abbreviation.
fn is_slip(made: &[Letter], letters: &[Letter], end: usize) -> bool {
    let next: String =
        letters.iter().skip(end + 1).map(|(letter, _)| *letter).take_while(|letter| letter.is_alphabetic()).collect();
    if letter(letters, end) != Some(' ') || !NEVER_FIRST.contains(&next.as_str()) {
        return false;
    }
    let word: Vec<char> = made
        .iter()
        .rev()
        .map(|(letter, _)| *letter)
        .take_while(|letter| letter.is_alphabetic() || *letter == '.')
        .collect();
    let word: String = word.iter().rev().collect();
    word.len() > 3 && word.chars().all(char::is_lowercase) && !ABBREVIATIONS.contains(&word.as_str())
}

/// No space before what closes, none behind what opens.
fn punctuation(letters: &[Letter]) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, &(this, source)) in letters.iter().enumerate() {
        let (last, next) = (made.last().map(|(letter, _)| *letter), letter(letters, at + 1));
        let drop = this == ' '
            && (matches!(last, Some('(' | '[')) || before_closing(letters, at, last, next) || is_amount(&made, next));
        let doubled = this == ',' && last == Some(',');
        if !drop && !doubled {
            made.push((this, source));
        }
    }
    made
}

fn before_closing(letters: &[Letter], at: usize, last: Option<char>, next: Option<char>) -> bool {
    let then = letter(letters, at + 2);
    let ends = then.is_none_or(|then| then == ' ' || is_closing(then));
    match next {
        Some(')' | ']') => true,
        Some(',' | ';' | '?' | '!') => ends,
        Some(':') => ends && last.is_some_and(char::is_alphanumeric),
        Some('%') => last.is_some_and(|last| last.is_ascii_digit()),
        _ => false,
    }
}

/// "$ 200": the sign of a currency before a number, unless it follows a number itself.
fn is_amount(made: &[Letter], next: Option<char>) -> bool {
    let mut before = made.iter().rev().map(|(letter, _)| *letter);
    matches!(before.next(), Some('$' | '£' | '€' | '¥'))
        && next.is_some_and(|next| next.is_ascii_digit())
        && !before.find(|letter| *letter != ' ').is_some_and(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_as(source: &str, tokenised: bool, expected: &str) {
        let letters: Vec<Letter> = source.char_indices().map(|(at, letter)| (letter, at)).collect();
        let style = Style { is_tokenised: tokenised, ..Style::default() };
        let settled = settle(&letters, style);
        assert_eq!(settled.iter().map(|(letter, _)| *letter).collect::<String>(), expected, "{source}");
        assert_eq!(settle(&settled, style), settled, "{source}");
    }

    fn check(source: &str, expected: &str) {
        check_as(source, false, expected);
    }

    #[test]
    fn stray_stops_go() {
        check("They met, he said. .", "They met, he said.");
        check("“They met,” he said. . Then they left .", "“They met,” he said. Then they left.");
        check(". The talks began. . .", "The talks began...");
        check("They met .. Then", "They met. Then");
        check("the plan. of the mayor, which failed", "the plan of the mayor, which failed");
        check(
            "in the U.S. of old, the Corp. of today, he left Jan. by car",
            "in the U.S. of old, the Corp. of today, he left Jan. by car",
        );
        check("He paused . . . and left", "He paused ... and left");
        check("It rose .5 percent at example .com", "It rose .5 percent at example .com");
        check("“No.” . Then", "“No.” Then");
    }

    #[test]
    fn spaces_stand_where_they_belong() {
        check("a visit to Riga , he  said ; and why ?", "a visit to Riga, he said; and why?");
        check("$ 200 million, US$ 5, 5 $ 6, 61 %", "$200 million, US$5, 5 $ 6, 61%");
        check("the bank ( the largest ) closed", "the bank (the largest) closed");
        check("the choice -LRB- two -RRB-", "the choice (two)");
    }

    #[test]
    fn quotation_marks_of_treebanks_become_ordinary() {
        check("He said : `` We are ready . ''", "He said: “We are ready.”");
        check("He was ''ready'' then", "He was \"ready\" then");
        check("“ We are ready ” he said", "“We are ready” he said");
        check_as("He said \" we go \" and \" stay \" .", true, "He said \"we go\" and \"stay\".");
    }

    #[test]
    fn cut_off_ends_are_joined() {
        check("Riga 's mayor did n't go", "Riga's mayor didn't go");
        check("the '90s and 'so' on", "the '90s and 'so' on");
        check("Riga ’ s mayor and the EU ' s", "Riga’s mayor and the EU's");
        check("the Riga - Tallinn road", "the Riga - Tallinn road");
        check_as(
            "a two - year , UN - led effort of Jean - Pierre -",
            true,
            "a two-year, UN-led effort of Jean-Pierre -",
        );
        check_as("the workers ' union , they 're , I' m", true, "the workers' union, they're, I'm");
    }
}
