//! What consent managers say to the reader.

/// Phrases of their texts. A story quotes one at times, and hardly two.
const PHRASES: &[&str] = &[
    "we use cookies",
    "uses cookies",
    "we and our",
    "our partners",
    "your consent",
    "your choices",
    "your privacy",
    "withdraw consent",
    "manage your",
    "by clicking",
    "accept all",
    "reject all",
    "cookie policy",
    "privacy policy",
    "legitimate interest",
    "information on a device",
    "device characteristics",
    "geolocation data",
    "personal data",
    "personalised ad",
    "personalized ad",
    "personalised content",
    "personalized content",
    "your experience",
];

/// Whether a text asks for consent to cookies and the like.
pub(super) fn asks(text: &str) -> bool {
    let text = text.to_lowercase();
    PHRASES.iter().filter(|phrase| text.contains(**phrase)).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_texts_are_no_story() {
        assert!(asks("We use cookies to improve your experience on this site."));
        assert!(asks("We and our 12 partners store information on a device. You may withdraw consent."));
        assert!(!asks("The regulator fined the firm, which had stored personal data without asking."));
    }
}
