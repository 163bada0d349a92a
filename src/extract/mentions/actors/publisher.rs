//! The country in which an article is published: by the Internet domain of its address, or by a country in the publisher's name.

use crate::{
    lexicon::{ActorTables, ActorTerms, key},
    model::{Article, Country},
};

/// No name of a publisher is longer, in bytes.
const LONGEST: usize = 64;

/// No host is longer, in bytes (RFC 1035).
const LONGEST_HOST: usize = 253;

/// The country of the publisher of an article.
pub(super) fn country(article: &Article, tables: &ActorTables, terms: &ActorTerms) -> Option<Country> {
    let named = || {
        let publisher = article.publisher.as_deref()?;
        of_host(&publisher.to_lowercase(), tables, terms).or_else(|| of_name(&squeezed(publisher), tables, terms))
    };
    article.url.as_deref().and_then(|url| of_host(&host(url)?, tables, terms)).or_else(named)
}

/// The host of an address, in lower case.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    Some(host.trim_end_matches('.').to_lowercase()).filter(|host| host.contains('.'))
}

/// By the table of domains, else by a country's name in the longest part of the host.
fn of_host(host: &str, tables: &ActorTables, terms: &ActorTerms) -> Option<Country> {
    if host.len() > LONGEST_HOST || !host.contains('.') || host.contains(' ') {
        return None;
    }
    tables.country_of_host(host).or_else(|| {
        let (labels, _) = host.rsplit_once('.')?;
        let label = labels.split('.').max_by_key(|label| label.len())?;
        of_name(&squeezed(label), tables, terms)
    })
}

/// The country of which nothing but words of the press stand around the name: "newsruritania", "theruritaniantimes".
fn of_name(name: &str, tables: &ActorTables, terms: &ActorTerms) -> Option<Country> {
    if name.len() > LONGEST {
        return None;
    }
    let mut rest = name;
    loop {
        if let Some(country) = tables.country_of_run_on(rest) {
            return Some(country);
        }
        let ends = (1..rest.len()).rev().filter(|end| rest.is_char_boundary(*end));
        let mut parts = ends.filter_map(|at| Some((rest.get(..at)?, rest.get(at..)?)));
        rest = parts.find_map(|(first, last)| {
            if terms.press.contains(first) { Some(last) } else { terms.press.contains(last).then_some(first) }
        })?;
    }
}

/// A name in one run of small letters and digits.
fn squeezed(name: &str) -> String {
    key(name).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn an_address_with_endless_labels_has_no_country() {
        let lexicon = Lexicon::embedded().unwrap();
        let of = |url: String| {
            let article = Article { url: Some(url), ..Article::of_text("a", "text") };
            country(&article, &lexicon.actors, &lexicon.grammar.actors)
        };
        assert_eq!(of("https://news.example.ke/a".to_owned()), Country::from_code("KEN"));
        assert_eq!(of(format!("https://{}ke/a", "a.".repeat(200_000))), None);
    }
}
