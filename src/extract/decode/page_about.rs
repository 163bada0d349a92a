//! What the elements around the story of a page say about it: microdata, byline, time.

use super::{date, source};
use crate::extract::markup::{
    html::{Element, Page},
    line,
};

/// The longest name of an author, in letters and in words.
const LONGEST_NAME: usize = 60;
const MOST_WORDS: usize = 12;

/// What is said about a story around it.
#[derive(Debug, Default)]
pub(super) struct About {
    /// The headline, as a reader sees it.
    pub headline: Option<String>,
    /// Dates of publication, as written: microdata first.
    pub dates: Vec<String>,
    /// The authors.
    pub authors: Vec<String>,
}

/// Reads what is said around the story of a page.
pub(super) fn about(source: &str, page: &Page) -> About {
    let around = page.about();
    let text = |element: &Element| text_of(source, element);
    let microdata = |name: &'static str| around.iter().copied().filter(move |element| element.has_token(name));
    let published = microdata("datepublished").chain(page.head().filter(|element| element.has_token("datepublished")));
    let is_later = |element: &Element| {
        ["updated", "modified", "datemodified", "dateupdated"].iter().any(|token| element.has_token(token))
    };
    let times = around.iter().copied().filter(|element| element.name == "time" && !is_later(element));
    let dates = published.chain(times).filter_map(|element| {
        element.value.clone().or_else(|| Some(text(element)).filter(|text| date::parse(text).is_some()))
    });
    let mut dates: Vec<String> = dates.collect();
    dates.dedup();
    let headline = microdata("headline").map(text).find(|headline| !headline.is_empty());
    About { headline: headline.or_else(|| page.headline()), dates, authors: authors(source, &around) }
}

/// The authors that elements name, those that are marked as such before a byline.
fn authors(source: &str, around: &[&Element]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in around
        .iter()
        .filter(|element| element.has_token("author"))
        .flat_map(|element| names_in(&text_before_time(source, element)))
    {
        if !names.iter().any(|known| known.contains(&name) || name.contains(known)) {
            names.push(name);
        }
    }
    if !names.is_empty() {
        return names;
    }
    let is_byline =
        |element: &&&Element| element.tokens.iter().any(|token| token.to_ascii_lowercase().contains("byline"));
    let mut bylines = around.iter().filter(is_byline).map(|element| text_before_time(source, element));
    bylines.find(|byline| starts_with_by(byline)).map(|byline| names_in(&byline)).unwrap_or_default()
}

fn starts_with_by(text: &str) -> bool {
    text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "))
}

/// The names of a byline: what stands before a figure, a bar or a bullet.
fn names_in(byline: &str) -> Vec<String> {
    let byline = if starts_with_by(byline) { byline.get(3..).unwrap_or_default() } else { byline };
    let end =
        byline.find(|letter: char| letter.is_ascii_digit() || "|•·–—@/:".contains(letter)).unwrap_or(byline.len());
    let names = byline.get(..end).unwrap_or_default().trim();
    let is_name = names.chars().next().is_some_and(char::is_uppercase)
        && names.chars().count() <= LONGEST_NAME
        && names.split(' ').count() <= MOST_WORDS;
    if is_name { source::split_names(names) } else { Vec::new() }
}

fn text_of(source: &str, element: &Element) -> String {
    of_markup(source.get(element.start..element.end).unwrap_or_default(), &element.name)
}

fn text_before_time(source: &str, element: &Element) -> String {
    let markup = source.get(element.start..element.end).unwrap_or_default();
    of_markup(markup.split("<time").next().unwrap_or_default(), &element.name)
}

fn of_markup(markup: &str, name: &str) -> String {
    line(&format!("{markup}</{name}>"))
}
