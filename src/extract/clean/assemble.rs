//! Paragraphs → the cleaned text with its sections and the map back.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;

use super::{boilerplate, dateline, dateline::StatedDay};
use crate::extract::markup::{Block, Letter};
use crate::model::{CleanText, Section, SectionKind, Span};

/// A dateline is in one of the first paragraphs of a story.
const DATELINE_WITHIN: usize = 3;

/// Puts the title and the paragraphs together, and gives the day that the dateline states.
pub(super) fn assemble(title: Option<&[Letter]>, blocks: Vec<Block>) -> (CleanText, Option<StatedDay>) {
    let mut maker = Maker::default();
    let mut title_words = String::new();
    if let Some(title) = title {
        title_words = words(title);
        maker.paragraph(title, SectionKind::Title, 0, None);
    }
    let mut story = 0;
    let mut dateline = None;
    for block in blocks {
        let text = block.text();
        let kind = block.kind.or_else(|| boilerplate::kind(&text)).unwrap_or(SectionKind::Body);
        // The headline once more, above the story.
        if story == 0 && !title_words.is_empty() && words(&block.letters) == title_words {
            continue;
        }
        let mut opening = 0;
        if kind == SectionKind::Body {
            if dateline.is_none() && story < DATELINE_WITHIN {
                dateline = dateline::find(&text);
                opening = dateline.map_or(0, |found| found.length);
            }
            story += 1;
        }
        maker.paragraph(&block.letters, kind, opening, block.time.as_deref().and_then(day_of));
    }
    (maker.made, dateline.and_then(|found| found.day))
}

/// The calendar day of an update's time, as its publisher wrote it.
fn day_of(time: &str) -> Option<Date> {
    Pieces::parse(time.trim()).ok().map(|pieces| pieces.date())
}

/// Letters and digits in lower case, to compare headlines.
fn words(letters: &[Letter]) -> String {
    letters
        .iter()
        .map(|(letter, _)| *letter)
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[derive(Default)]
struct Maker {
    made: CleanText,
}

impl Maker {
    /// Adds a paragraph whose first bytes are a dateline, of an update with a day of its own or of the article.
    fn paragraph(&mut self, letters: &[Letter], kind: SectionKind, dateline: usize, day: Option<Date>) {
        let made = &mut self.made;
        if !made.text.is_empty() {
            made.text.push_str("\n\n");
        }
        let start = made.text.len();
        let updates = &mut made.anchors.updates;
        if updates.last().and_then(|(_, last)| *last) != day {
            updates.push((start, day));
        }
        let mut step = None;
        for &(letter, source) in letters {
            let byte = made.text.len();
            if step != Some(byte.wrapping_sub(source)) {
                step = Some(byte.wrapping_sub(source));
                made.source_map.push((byte, source));
            }
            made.text.push(letter);
        }
        let end = made.text.len();
        let body = start + dateline;
        if dateline > 0 {
            made.sections.push(Section { kind: SectionKind::Dateline, span: Span { start, end: body } });
        }
        let space = made.text.get(body..end).map_or(0, |rest| rest.len() - rest.trim_start().len());
        if body + space < end {
            made.sections.push(Section { kind, span: Span { start: body + space, end } });
        }
    }
}
