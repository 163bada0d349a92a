//! The cleaned text of an article, its sections, and the way back to the source.

use jiff::civil::Date;

use super::{Issue, Span};

/// What a stretch of the cleaned text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// The headline.
    Title,
    /// The place, agency and date that open a news story.
    Dateline,
    /// The story.
    Body,
    /// A caption of a picture.
    Caption,
    /// Subscription offers, share buttons, bylines and the like.
    Boilerplate,
}

/// One stretch of the cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// What it is.
    pub kind: SectionKind,
    /// Its bytes in the cleaned text.
    pub span: Span,
}

/// The days that the relative dates of a text are counted from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anchors {
    /// The day of the text: that of its dateline, or the article's own.
    pub text: Option<Date>,
    /// `(byte of the cleaned text, day)` where an update of a live blog begins that was published on a day of its own, or none
    /// where the text returns to that of the article; ascending.
    pub updates: Vec<(usize, Option<Date>)>,
}

impl Anchors {
    /// The day for a byte of the cleaned text: that of the update that it lies in, else that of the text.
    pub fn at(&self, byte: usize) -> Option<Date> {
        let next = self.updates.partition_point(|(from, _)| *from <= byte);
        self.updates.get(next.wrapping_sub(1)).and_then(|(_, day)| *day).or(self.text)
    }
}

/// The text that is read and that all offsets refer to. The title, where there is one, is its first paragraph;
/// paragraphs are separated by one blank line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CleanText {
    /// The text.
    pub text: String,
    /// Its sections in order; a paragraph is never split over two, but for a dateline at its beginning.
    pub sections: Vec<Section>,
    /// `(byte of the cleaned text, byte of the source)` at every place where the two stop running in step, ascending.
    /// Source positions are in the body as received; those of the title are in the title.
    pub source_map: Vec<(usize, usize)>,
    /// The days that relative dates such as "yesterday" are counted from.
    pub anchors: Anchors,
    /// What was odd while cleaning.
    pub issues: Vec<Issue>,
}

impl CleanText {
    /// The byte of the source from which a byte of the cleaned text came: of the title within the title's section, of the
    /// body elsewhere. The blank lines between paragraphs belong to what stands before them.
    pub fn source_position(&self, byte: usize) -> usize {
        let next = self.source_map.partition_point(|(from, _)| *from <= byte);
        self.source_map.get(next.wrapping_sub(1)).map_or(0, |(from, source)| source + (byte - from))
    }

    /// The kind of the section that a byte lies in. A byte between two sections, or behind the last, counts as body.
    pub fn section_kind_at(&self, byte: usize) -> SectionKind {
        let next = self.sections.partition_point(|section| section.span.start <= byte);
        let section = next.checked_sub(1).and_then(|last| self.sections.get(last));
        section.filter(|section| byte < section.span.end).map_or(SectionKind::Body, |section| section.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_the_kind_of_the_section_around_it() {
        let section = |kind, start, end| Section { kind, span: Span { start, end } };
        let text = CleanText {
            text: "Talks end\n\nRIGA — Both left\n\nShare this".to_owned(),
            sections: vec![
                section(SectionKind::Title, 0, 9),
                section(SectionKind::Dateline, 11, 19),
                section(SectionKind::Body, 20, 29),
                section(SectionKind::Boilerplate, 31, 41),
            ],
            ..CleanText::default()
        };
        for (byte, expected) in [
            (0, SectionKind::Title),
            (8, SectionKind::Title),
            (9, SectionKind::Body),
            (11, SectionKind::Dateline),
            (18, SectionKind::Dateline),
            (19, SectionKind::Body),
            (20, SectionKind::Body),
            (30, SectionKind::Body),
            (31, SectionKind::Boilerplate),
            (40, SectionKind::Boilerplate),
            (41, SectionKind::Body),
        ] {
            assert_eq!(text.section_kind_at(byte), expected, "byte {byte}");
        }
        assert_eq!(CleanText::default().section_kind_at(0), SectionKind::Body);
    }
}
