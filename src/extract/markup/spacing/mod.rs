//! Spaces and stops put in order: what tokenisers and machine translation leave between words.
//!
//! Nothing here changes a word. What is done, each where it cannot be meant otherwise:
//! - runs of white space become one space; there is none at either end;
//! - no space before `, ; : ? ! %` and closing brackets, none behind opening brackets, none between `$` and a digit;
//! - a full stop that follows a full stop, alone or behind a space, goes ("he said. ." → "he said.");
//! - a space parts two sentences that run into one another ("in 2023.Mali expelled");
//! - a full stop goes before "of", "which" and the like, with which no sentence begins ("the timetable. of Burns");
//! - the quotation marks of treebanks (two backticks, two apostrophes) and their brackets (-LRB-) become ordinary ones;
//! - "did n't", "Riga 's", "Riga ’ s" are joined;
//! - in a tokenised text, "two - year" and "Jean - Pierre" are joined.

mod clitics;
mod punctuation;
mod run_on;
mod stops;
mod style;
mod treebank;

use super::blocks::trim;
use super::{Letter, until_stable};

pub(crate) use run_on::can_end;
pub(crate) use style::{Style, style};

/// Passes that may be needed until nothing changes.
const PASSES: usize = 6;

/// One paragraph with its spaces and stops in order; applied again it changes nothing. In a tokenised text lone apostrophes
/// and straight quotation marks are joined too.
pub(crate) fn settle(letters: &[Letter], style: Style) -> Vec<Letter> {
    until_stable(collapse(letters), PASSES, |letters| settle_once(letters, style))
}

fn settle_once(letters: &[Letter], style: Style) -> Vec<Letter> {
    let mut next = treebank::brackets(letters);
    next = treebank::quotes(&next, style);
    next = clitics::join(&next, style.is_tokenised);
    if style.is_tokenised {
        next = clitics::join_hyphenated(&next);
    }
    next = stops::drop_stray(&next);
    next = punctuation::close_up(&next);
    next = run_on::part(&next);
    collapse(&next)
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

/// Abbreviations of four letters and more that are written in lower case.
const ABBREVIATIONS: &[&str] = &[
    "dept", "assn", "govt", "dist", "prof", "capt", "univ", "asst", "inst", "natl", "intl", "approx", "corp", "bros",
    "tele",
];

/// Whether a letter closes a quotation or a bracket.
pub(crate) fn is_closing(letter: char) -> bool {
    matches!(letter, '"' | '”' | '’' | '\'' | ')' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::markup::text_of;

    fn check_as(source: &str, tokenised: bool, expected: &str) {
        let letters: Vec<Letter> = source.char_indices().map(|(at, letter)| (letter, at)).collect();
        let style = Style { is_tokenised: tokenised, ..Style::default() };
        let settled = settle(&letters, style);
        assert_eq!(text_of(&settled), expected, "{source}");
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
    fn sentences_that_run_on_are_parted() {
        for (source, expected) in [
            ("They fought in 2019.Chad expelled him.", "They fought in 2019. Chad expelled him."),
            ("The talks failed.Chad left.", "The talks failed. Chad left."),
            ("They met in Riga.Police came.", "They met in Riga. Police came."),
            ("He spoke to NATO.Troops left.", "He spoke to NATO. Troops left."),
            ("“We go.”Chad left.", "“We go.” Chad left."),
            ("\"We go.\"Chad left, \"then.\"He", "\"We go.\" Chad left, \"then.\" He"),
            ("He asked: “Why?”Nobody knew.", "He asked: “Why?” Nobody knew."),
            ("Why did they leave?Nobody knew.", "Why did they leave? Nobody knew."),
            ("They left (on foot).Chad said so.", "They left (on foot). Chad said so."),
            ("It rose by 5%.Chad fell.", "It rose by 5%. Chad fell."),
            ("In the 1990s.On the 20th.After COVID-19.Then", "In the 1990s. On the 20th. After COVID-19. Then"),
            ("They failed.A truce began.I left.", "They failed. A truce began. I left."),
            ("They failed.“We tried,” he said.", "They failed. “We tried,” he said."),
            ("They failed.UN envoys left.", "They failed. UN envoys left."),
            ("In 2019,Chad left Riga;Mali stayed.", "In 2019, Chad left Riga; Mali stayed."),
            ("They left Riga?Nobody knew!Chad did.", "They left Riga? Nobody knew! Chad did."),
            ("They left Riga .Nobody knew ,Chad said.", "They left Riga. Nobody knew, Chad said."),
        ] {
            check(source, expected);
        }
        for source in [
            "the U.S.Army, J.R.R.Tolkien and J.Doe",
            "Example.Com, Booking.com, Node.JS and Report.Final.pdf",
            "St.Petersburg, Gen.Doe, Sept.Monday, Ltd.Said, 5 p.m.Monday",
            "see https://paper.example/News.Final?Id=Doe and Ann.Lee@paper.Example",
            "No.10, 3.5, v2.Beta, 1,200.5",
            "3.Chad expelled him",
            "Mr.Doe vs.Roe etc.",
            "Will.I.Am sang",
            "the Yahoo!Finance page",
            "written in .NET at example .com for .5 percent",
        ] {
            check(source, source);
        }
    }

    #[test]
    fn spaces_stand_where_they_belong() {
        check("a visit to Riga , he  said ; and why ?", "a visit to Riga, he said; and why?");
        check("why ?… what !? and so ?!", "why?… what!? and so?!");
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
