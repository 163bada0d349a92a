//! HTML → blocks: what a reader sees as paragraphs, without scripts, navigation and forms.

mod elements;
mod fragment;
mod outline;
mod page;
mod reader;
mod text;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Block;
pub(crate) use outline::Element;
use outline::Outline;
pub(crate) use page::Page;
use reader::read;

/// How often a page is read again because an element that is dropped never ended.
const ATTEMPTS: usize = 8;

/// The blocks of a page's story or of a fragment, with its line breaks or with spaces instead.
pub(crate) fn blocks(source: &str, keeps_breaks: bool) -> Vec<Block> {
    let outline = outline(source, keeps_breaks);
    if outline.is_page { Page::new(outline).blocks() } else { fragment::blocks(&outline) }
}

/// A source as a page, its story found; a fragment too.
pub(crate) fn page(source: &str) -> Page {
    Page::new(outline(source, false))
}

fn outline(source: &str, keeps_breaks: bool) -> Outline {
    // The tokenizer's positions count the two letters of a line break as one; with none of those they are bytes.
    let source = &if source.contains('\r') {
        Cow::Owned(source.replace("\r\n", " \n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(source)
    };
    let mut unclosed = BTreeSet::new();
    let mut reader = read(source, keeps_breaks, &unclosed);
    for _ in 0..ATTEMPTS {
        // An element that would swallow the rest of the page because it never ends is read as an ordinary one.
        let Some(start) = reader.unclosed() else { break };
        unclosed.insert(start);
        reader = read(source, keeps_breaks, &unclosed);
    }
    reader.into_outline()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;

    fn check(source: &str, expected: &[&str]) {
        let found: Vec<String> = blocks(source, false).iter().map(|block| block.text().trim().to_owned()).collect();
        assert_eq!(found, expected, "{source}");
        for (letter, at) in blocks(source, false).into_iter().flat_map(|block| block.letters) {
            assert!(source.get(at..).is_some(), "{letter} at {at}");
        }
    }

    #[test]
    fn paragraphs_are_what_a_reader_sees() {
        check("<p>One <b>two</b>.</p><p>Three", &["One two.", "Three"]);
        check("<div>One<ul><li>Two<li>Three</ul>Four</div>", &["One", "Two", "Three", "Four"]);
        check("One<script>var a = '<p>';</script> two<style>p {}</style>", &["One two"]);
        check(
            "<nav>Home</nav><p>One</p><aside><p>More</p></aside><p>Two</p><form>Mail <input></form>",
            &["One", "Two"],
        );
        check("<p>She said <q>no</q>.</p>", &["She said “no”."]);
        check("<p hidden>One</p><p style='display: none'>Two</p><p>Three", &["Three"]);
    }

    #[test]
    fn an_element_that_never_ends_swallows_nothing() {
        check("<p>One</p><aside><p>Two</p><p>Three</p>", &["One", "Two", "Three"]);
        check("<form><p>One</p><nav><p>Two</p>", &["One", "Two"]);
    }

    #[test]
    fn the_story_of_a_page_is_its_largest_article() {
        let long = "Word ".repeat(60);
        let page =
            format!("<body><p>Top</p><article><p>{long}</p></article><article><p>Other</p></article><p>End</p></body>");
        check(&page, &[long.trim()]);
    }

    #[test]
    fn classes_and_captions_are_marked() {
        let kinds: Vec<_> = blocks(
            "<figure><img><figcaption>A</figcaption></figure><div class='social-share'>B</div><p class=shared>C</p>",
            false,
        )
        .iter()
        .map(|block| block.kind)
        .collect();
        assert_eq!(kinds, [Some(SectionKind::Caption), Some(SectionKind::Boilerplate), None]);
    }
}
