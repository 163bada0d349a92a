//! Which topics are read: names and regular expressions, and none that the worker writes to.

use regex::Regex;

use super::Topics;

/// Topics of the cluster itself: an expression that takes in one of them takes in all.
const INTERNAL: [&str; 2] = ["__consumer_offsets", "__transaction_state"];

/// Whether an entry of `topics.articles` stands for this topic: its name, or a regular expression that begins with `^`.
pub fn stands_for(entry: &str, topic: &str) -> bool {
    if is_expression(entry) {
        Regex::new(entry).is_ok_and(|expression| expression.is_match(topic))
    } else {
        entry == topic
    }
}

/// Whether an entry of `topics.articles` is a regular expression.
pub fn is_expression(entry: &str) -> bool {
    entry.starts_with('^')
}

/// What is wrong with `topics.articles`.
pub(super) fn problems(topics: &Topics) -> Vec<String> {
    let mut found: Vec<String> = topics.articles.iter().filter_map(|entry| problem(entry, topics)).collect();
    for (index, entry) in topics.articles.iter().enumerate() {
        if topics.articles.iter().take(index).any(|earlier| earlier == entry) {
            found.push(format!("{entry} is listed twice; remove one"));
        }
    }
    found
}

fn problem(entry: &str, topics: &Topics) -> Option<String> {
    if is_expression(entry)
        && let Err(error) = Regex::new(entry)
    {
        // The last line states the error; the lines before it show the position.
        let told = error.to_string();
        let reason = told.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        return Some(format!(
            "{entry} is not a valid regular expression: {reason}; note that an expression in the environment or in --set cannot contain a comma"
        ));
    }
    let outputs = [
        ("topics.events", Some(&topics.events)),
        ("topics.dead_letters", Some(&topics.dead_letters)),
        ("topics.annotated", topics.annotated.as_ref()),
    ];
    let mut outputs = outputs.into_iter().filter_map(|(key, name)| Some((key, name?)));
    if let Some((key, name)) = outputs.find(|(_, name)| stands_for(entry, name)) {
        return Some(format!(
            "{entry} matches {name}, the value of {key}, so the worker would read its own output; choose another topic"
        ));
    }
    let internal = INTERNAL.into_iter().find(|name| stands_for(entry, name))?;
    Some(format!("{entry} matches {internal}, an internal topic of Kafka; narrow the expression"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(articles: &[&str]) -> Vec<String> {
        problems(&Topics {
            articles: articles.iter().map(|&entry| entry.to_owned()).collect(),
            events: "news.events".to_owned(),
            dead_letters: "news.articles.dead".to_owned(),
            annotated: None,
        })
    }

    #[test]
    fn names_and_expressions_are_taken() {
        assert_eq!(told(&["news.articles", "wire", r"^feeds\.[a-z]+$"]), [""; 0]);
        assert!(stands_for(r"^feeds\.[a-z]+$", "feeds.agency") && !stands_for(r"^feeds\.[a-z]+$", "feeds.2"));
        assert!(stands_for("wire", "wire") && !stands_for("wire", "wires"));
    }

    #[test]
    fn what_the_worker_writes_it_does_not_read() {
        let told = told(&["news.events", r"^news\.", "^.*dead$", "^__consumer"]);
        let parts = [
            "news.events matches news.events, the value of topics.events",
            "news.events, the value of topics.events",
            "topics.dead_letters",
            "an internal topic of Kafka",
        ];
        assert_eq!(told.len(), 4);
        for (line, part) in told.iter().zip(parts) {
            assert!(line.contains(part), "{line}");
        }
    }

    #[test]
    fn a_wrong_expression_and_a_repeated_name_are_told() {
        let told = told(&["^feeds.(", "wire", "wire"]);
        assert!(told[0].starts_with("^feeds.( is not a valid regular expression: unclosed group"), "{told:?}");
        assert_eq!(told[1..], ["wire is listed twice; remove one"]);
    }
}
