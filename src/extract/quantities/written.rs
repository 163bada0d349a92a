//! A number as its tokens write it, without what bounds it: "two hundred and fifty", "$3bn", "tens of thousands".

use smol_str::SmolStr;

use super::{digits, numerals::Scan};
use crate::lexicon::NumberWord;

/// The fewest of an open plural: "dozens" are at least two dozen.
const FEWEST: f64 = 2.0;
/// From here on a scale closes what stands before it: "two hundred thousand five hundred".
const CLOSING: f64 = 1000.0;
/// Below this no code of a currency is glued to a number.
const SMALL: f64 = 100.0;
/// "half a dozen".
const HALF: f64 = 0.5;

/// The bare number that some tokens write.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent traits of how a number is written")]
pub(super) struct Written {
    pub first: usize,
    pub last: usize,
    pub value: f64,
    /// The last scale that it has.
    pub scale: f64,
    /// An open plural.
    pub is_several: bool,
    /// Digits without a separator.
    pub is_bare: bool,
    pub currency: Option<SmolStr>,
    pub is_percent: bool,
    /// A plus sign stands behind it.
    pub is_least: bool,
}

/// What one token adds to a number.
enum Piece<'a> {
    Digits(digits::Digits<'a>),
    Word(NumberWord),
}

/// A number while it is put together.
#[derive(Default)]
struct Sum {
    /// What larger scales have closed.
    total: f64,
    open: Option<f64>,
    scale: f64,
    is_several: bool,
}

impl Sum {
    fn multiply(&mut self, scale: f64) {
        match self.open.take() {
            Some(open) if scale >= CLOSING => self.total += open * scale,
            Some(open) => self.open = Some(open * scale),
            None => self.total *= scale,
        }
        self.scale = scale;
    }

    /// Whether a smaller number may follow: "twenty-five", "a hundred and five".
    fn takes(&self, value: f64) -> bool {
        match self.open {
            None => self.total > 0.0 && value < CLOSING,
            Some(open) if open >= 100.0 && open % 100.0 == 0.0 => value < 100.0,
            Some(open) => {
                let tens = open % 100.0;
                (20.0..100.0).contains(&tens) && tens % 10.0 == 0.0 && (1.0..10.0).contains(&value)
            }
        }
    }

    /// "two **and a half** million", "a million **and a half**".
    fn add_half(&mut self) {
        let unit = if self.scale > 0.0 { self.scale } else { 1.0 };
        self.open = Some(self.open.unwrap_or(0.0) + HALF * unit);
    }
}

impl Scan<'_> {
    fn listed(&self, token: usize) -> Option<NumberWord> {
        self.syntax.lexicon.numbers.word(self.word(token))
    }

    fn piece(&self, token: usize) -> Option<Piece<'_>> {
        let word = self.word(token);
        if let Some(digits) = digits::read(word) {
            return Some(Piece::Digits(digits));
        }
        match self.listed(token)? {
            word @ (NumberWord::Value(_) | NumberWord::Scale(_) | NumberWord::Several(_) | NumberWord::Suffix(_)) => {
                Some(Piece::Word(word))
            }
            _ => None,
        }
    }

    /// The number that begins at a token, without what bounds it.
    pub(super) fn written(&self, at: usize) -> Option<Written> {
        let numbers = &self.syntax.lexicon.numbers;
        let mut currency = numbers.currency(self.word(at)).filter(|_| !self.is_lower(at)).cloned();
        let first = if currency.is_some() { at + 1 } else { at };
        if currency.is_some() && digits::read(self.word(first)).is_none() {
            return None;
        }
        let (mut sum, mut is_bare, mut is_percent, mut is_least) = (Sum::default(), false, false, false);
        let (mut last, mut opening) = (first, at);
        match self.piece(first)? {
            Piece::Digits(digits) => {
                if !digits.prefix.is_empty() {
                    currency = Some(numbers.currency(digits.prefix)?.clone());
                }
                sum.open = Some(digits.value);
                is_bare = digits.is_bare;
                match digits.suffix {
                    "" => {}
                    "%" => is_percent = true,
                    "+" => is_least = true,
                    suffix => match numbers.word(suffix)? {
                        NumberWord::Suffix(scale) | NumberWord::Scale(scale) => sum.multiply(scale),
                        _ => return None,
                    },
                }
                last += 1;
                last = self.spaced_thousands(&mut sum, last);
            }
            Piece::Word(NumberWord::Value(value)) => {
                sum.open = Some(value);
                last += 1;
            }
            Piece::Word(NumberWord::Several(base)) => {
                sum.open = Some(FEWEST * base);
                sum.is_several = true;
                last += 1;
            }
            Piece::Word(NumberWord::Scale(scale)) => {
                let before = if first > self.sentence.start { self.word(first - 1) } else { "" };
                let (factor, is_several) = match before.to_ascii_lowercase().as_str() {
                    "a" | "an" | "per" => (1.0, false),
                    "several" | "few" => (FEWEST, true),
                    _ if (scale - 12.0).abs() < 0.5 => (1.0, false),
                    _ => return None,
                };
                if matches!(before.to_ascii_lowercase().as_str(), "a" | "an" | "several" | "few") {
                    opening = first - 1;
                }
                sum.open = Some(factor);
                sum.is_several = is_several;
                sum.multiply(scale);
                last += 1;
            }
            Piece::Word(_) => return None,
        }
        let last = self.further(&mut sum, last);
        let value = sum.total + sum.open.unwrap_or(0.0);
        // Half of something is no number of its own.
        if (value - HALF).abs() < f64::EPSILON {
            return None;
        }
        let scale = if sum.scale > 0.0 { sum.scale } else { 1.0 };
        let (is_several, first) = (sum.is_several, opening);
        let mut written = Written { first, last, value, scale, is_several, is_bare, currency, is_percent, is_least };
        self.take_unit(&mut written);
        Some(written).filter(|written| written.value.is_finite() && !self.is_name(written))
    }

    /// "COP26": three capitals and a small number are a name; so is "COP 26" of a conference.
    fn is_name(&self, written: &Written) -> bool {
        let word = self.word(written.first);
        let conferences = &self.syntax.lexicon.grammar.quantities.conferences;
        if written.last == written.first + 2 && conferences.contains_any_case(word) && written.value < SMALL {
            return true;
        }
        let is_code = word.get(..3).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()));
        written.last == written.first + 1 && is_code && written.value < SMALL
    }

    fn is_lower(&self, token: usize) -> bool {
        self.word(token).bytes().all(|byte| byte.is_ascii_lowercase())
    }

    /// "2 000": thousands set off by a space.
    fn spaced_thousands(&self, sum: &mut Sum, mut last: usize) -> usize {
        let is_group = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        while is_group(self.word(last))
            && sum.open.is_some_and(|open| open >= 1.0 && (open < 1000.0 || open % 1000.0 == 0.0 && sum.scale > 0.0))
        {
            let group: f64 = self.word(last).parse().unwrap_or(0.0);
            sum.open = sum.open.map(|open| open * 1000.0 + group);
            last += 1;
        }
        last
    }

    /// The further words of a number; gives one past its last token.
    fn further(&self, sum: &mut Sum, mut last: usize) -> usize {
        loop {
            if self.is_and_a_half(last) && !sum.is_several {
                sum.add_half();
                last += 3;
                continue;
            }
            let link = self.word(last);
            let joined = match link {
                "-" | "‑" => 1,
                "and" if sum.scale > 0.0 => 1,
                "a" | "an" if sum.open.is_some_and(|open| (open - HALF).abs() < f64::EPSILON) => 1,
                "of" if sum.is_several => 1,
                _ => 0,
            };
            let next = self.listed(last + joined);
            match next {
                Some(NumberWord::Scale(scale)) if link != "and" && link != "of" => sum.multiply(scale),
                Some(NumberWord::Suffix(scale)) if joined == 0 && sum.open.is_some() && self.is_lower(last) => {
                    sum.multiply(scale);
                }
                Some(NumberWord::Several(base)) if link == "of" => {
                    // "tens of thousands": the open plural behind counts once.
                    sum.multiply(base);
                }
                Some(NumberWord::Value(value)) if link != "of" && sum.takes(value) && !sum.is_several => {
                    sum.open = Some(sum.open.unwrap_or(0.0) + value);
                }
                _ => return last,
            }
            last += joined + 1;
        }
    }

    /// Whether "and a half" begins at a token.
    fn is_and_a_half(&self, at: usize) -> bool {
        self.word(at) == "and" && matches!(self.word(at + 1), "a" | "one") && self.word(at + 2) == "half"
    }

    /// Takes a currency, or the sign of hundredths, behind a number.
    fn take_unit(&self, written: &mut Written) {
        let (numbers, doc) = (&self.syntax.lexicon.numbers, &self.syntax.doc);
        let last = written.last;
        let next = self.word(last);
        if matches!(next, "%" | "percent" | "pc") {
            written.is_percent = true;
            written.last += 1;
            return;
        }
        if next == "per" && self.word(last + 1) == "cent" {
            written.is_percent = true;
            written.last += 2;
            return;
        }
        if next == "+" {
            written.is_least = true;
            written.last += 1;
        }
        let last = written.last;
        let last = if written.is_several && self.word(last) == "of" { last + 1 } else { last };
        let hyphen = usize::from(self.word(last) == "-");
        if hyphen == 1 && self.word(last + 1) == "pound" {
            // A weight: "a 500-pound bomb".
            return;
        }
        for width in [3, 2, 1] {
            let (from, to) = (last + hyphen, last + hyphen + width);
            // After a scale "won" is money, whatever the tagger makes of it.
            let is_verb = || self.syntax.is_verb(from) && written.scale < CLOSING;
            if to > self.sentence.end || is_verb() {
                continue;
            }
            if let Some(code) = numbers.currency(doc.slice(from, to)) {
                // A symbol behind a number is that of the next one: "€5m, $6m".
                let opens_next = digits::read(self.word(to)).is_some() && !self.is_lower(to - 1);
                if !opens_next {
                    written.currency = Some(code.clone());
                    written.last = to;
                }
                return;
            }
        }
    }
}
