//! Headlines as plain text.

use crate::extract::markup;

/// A headline as plain text, without the publisher's name behind it.
pub(super) fn headline(title: &str, publisher: Option<&str>) -> String {
    let line = markup::line(title);
    let Some(publisher) = publisher else { return line };
    for separator in [" - ", " | ", " – ", " — "] {
        if let Some((before, after)) = line.rsplit_once(separator)
            && after.trim().eq_ignore_ascii_case(publisher)
            && !before.trim().is_empty()
        {
            return before.trim_end().to_owned();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_the_publisher_behind_a_headline() {
        assert_eq!(headline("Talks begin in Riga - The Paper", Some("The Paper")), "Talks begin in Riga");
        assert_eq!(headline("Talks begin - at last", Some("The Paper")), "Talks begin - at last");
    }
}
