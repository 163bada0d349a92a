//! What the classes, ids and roles of a page's elements say about their content.

use super::words::{BESIDE, CREDITS, DOUBTFUL, HAVING, NEUTRAL, OTHER_PAIRS, OTHERS, PAIRS, STORIES};
use crate::extract::markup::html::elements::words;
use crate::extract::markup::html::outline::Element;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// Nothing.
    Nothing,
    /// This is the text of the article.
    Story,
    /// Perhaps this stands beside the story: the name has a word for that among others.
    Doubtful,
    /// This stands beside the story.
    Beside,
}

/// Longer lines are more than credits.
const LONGEST_CREDITS: usize = 200;

/// Whether a heading opens a part of the page that is not of the story: "Most read", "3 comments".
pub(super) fn opens_another(heading: &str) -> bool {
    let words: Vec<String> = heading
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let has_pair = words.windows(2).any(|pair| OTHER_PAIRS.contains(pair.join("+").as_str()));
    let is_whole = words
        .iter()
        .all(|word| OTHERS.contains(word.as_str()) || NEUTRAL.contains(word.as_str()) || word.chars().count() <= 4);
    words.len() <= 6
        && (has_pair && words.len() <= 5 || is_whole && words.iter().any(|word| OTHERS.contains(word.as_str())))
}

/// Whether it opens what readers wrote.
pub(super) fn opens_comments(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    ["comment", "kommentar", "coment", "reacties"].iter().any(|word| heading.contains(word))
}

/// Whether an element within a line says who wrote the story, or when.
pub(in crate::extract::markup::html) fn is_inline_credit(element: &Element) -> bool {
    element.name == "time" || !element.is_block() && names_credits(element)
}

/// Whether an element with this number of letters is a line that says who wrote the story, and when.
pub(super) fn is_credit_line(element: &Element, size: usize) -> bool {
    size <= LONGEST_CREDITS && (element.name == "time" || element.is_block() && names_credits(element))
}

fn names_credits(element: &Element) -> bool {
    element.tokens.iter().any(|token| words(token).iter().any(|word| CREDITS.contains(word.as_str())))
}

/// What an element's names say: the least about the story that any of them says.
pub(super) fn says(element: &Element) -> Says {
    element.tokens.iter().map(|token| of_token(token)).max().unwrap_or(Says::Nothing)
}

fn of_token(token: &str) -> Says {
    let words = words(token);
    if words.first().is_some_and(|first| HAVING.contains(first.as_str())) {
        return Says::Nothing;
    }
    let mut marks: Vec<bool> = words.iter().map(|word| is_beside(word)).collect();
    for (at, pair) in words.windows(2).enumerate() {
        if PAIRS.contains(pair.join("+").as_str()) {
            marks.iter_mut().skip(at).take(2).for_each(|mark| *mark = true);
        }
    }
    let is_plain = |word: &str| word.chars().count() <= 3 || NEUTRAL.contains(word);
    if marks.contains(&true) {
        let is_whole = words.iter().zip(&marks).all(|(word, mark)| *mark || is_plain(word));
        return if is_whole { Says::Beside } else { Says::Doubtful };
    }
    let squeezed = words.concat();
    if words.iter().any(|word| DOUBTFUL.contains(word.as_str())) {
        Says::Doubtful
    } else if squeezed == "story" || STORIES.iter().any(|name| squeezed.contains(name)) {
        Says::Story
    } else {
        Says::Nothing
    }
}

/// One of the words, alone or run together with a neutral one ("relatedcontent").
fn is_beside(word: &str) -> bool {
    let parts = (5..word.len()).filter_map(|at| word.split_at_checked(at));
    let is_joined =
        |(first, rest): (&str, &str)| BESIDE.contains(first) && (NEUTRAL.contains(rest) || BESIDE.contains(rest));
    BESIDE.contains(word) || parts.take(40).any(is_joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_stands_beside_a_story() {
        for (expected, tokens) in [
            (
                Says::Beside,
                "comments post-comments c-comment__list right-rail most-read RelatedContent ad-slot-3 relatedarticles \
                 site-header cookie-banner author-bio o-teaser__text jp-relatedposts kommentare noticias-relacionadas",
            ),
            (Says::Doubtful, "comments-free-zone paywall-content elementor-widget-share ad-free"),
            (Says::Story, "article-body articleBody entry-content field--name-body story"),
            (Says::Nothing, "has-sidebar no-comments css-1x2y3z shared article-header content add commentary radio"),
        ] {
            for token in tokens.split(' ') {
                assert_eq!(of_token(token), expected, "{token}");
            }
        }
    }

    #[test]
    fn headings_open_other_parts() {
        for heading in ["3 comments", "Most read", "Related stories", "More from World", "Meistgelesen", "Read more"] {
            assert!(opens_another(heading), "{heading}");
        }
        for heading in ["What comes next", "More troops at the border", "Comments by the minister anger the union"] {
            assert!(!opens_another(heading), "{heading}");
        }
    }
}
