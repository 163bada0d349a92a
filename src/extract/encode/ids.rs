//! Identifiers that come from content: event ids, cluster keys, near-duplicate signatures.

use sha2::{Digest, Sha256};

use crate::digest::id_of_fields;
use crate::model::{Country, DateSource, Event, Participant};

/// The id of an event: of the article, the whitespace-normalised sentence, the trigger's words and its number among
/// equals. Nothing that the lexicon or a model decides about the event enters it.
pub(super) fn event_id(article_id: &str, sentence: &str, trigger: &str, ordinal: usize) -> String {
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    id_of_fields(&[article_id, &sentence, trigger, &ordinal.to_string()])
}

/// A key that reports of the same happening share across articles: of quad class, first day, participants and the
/// country of the place. Null when the date or both participants are unknown.
pub(super) fn cluster_key(event: &Event) -> Option<String> {
    let date = event.date.as_ref().filter(|date| date.source == DateSource::Text || !event.modality.is_future)?;
    let mut sides = [side(event.actors.first()), side(event.recipients.first())];
    if sides.iter().all(Option::is_none) {
        return None;
    }
    if event.is_reciprocal {
        sides.sort();
    }
    let [first, second] = sides.map(Option::unwrap_or_default);
    let day = date.days?.first.to_string();
    let place_country = event.place.as_ref().and_then(|place| place.country.as_ref()).map_or("", Country::code);
    Some(id_of_fields(&[event.event_type.quad().name(), &day, &first, &second, place_country]))
}

/// A participant as articles share it: country and primary sector where known, else the name.
fn side(participant: Option<&Participant>) -> Option<String> {
    let identity = &participant?.identity;
    let name = identity.name.as_ref().filter(|_| identity.country.is_none());
    name.map(|name| name.to_lowercase()).or_else(|| identity.actor_code())
}

/// A 64-bit simhash over the word trigrams of a text, as 16 hexadecimal digits: near-duplicates differ in few bits
/// (M. Charikar, "Similarity estimation techniques from rounding algorithms", 2002).
pub(super) fn fingerprint(text: &str) -> String {
    let words: Vec<String> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut votes = [0_i32; 64];
    for shingle in words.windows(words.len().clamp(1, 3)) {
        let digest = Sha256::digest(shingle.join(" ").as_bytes());
        let bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for (bit, vote) in votes.iter_mut().enumerate() {
            *vote += if bits >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    let signature = votes.iter().enumerate().fold(0_u64, |bits, (bit, vote)| bits | u64::from(*vote > 0) << bit);
    format!("{signature:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_id_ignores_white_space_and_tells_equals_apart() {
        let id = event_id("a", "Troops  left\nthe town.", "left", 0);
        assert_eq!(id.len(), 32);
        assert_eq!(id, event_id("a", "Troops left the town.", "left", 0));
        assert_ne!(id, event_id("a", "Troops left the town.", "left", 1));
        assert_ne!(id, event_id("b", "Troops left the town.", "left", 0));
    }

    #[test]
    fn fingerprints_of_near_duplicates_are_near() {
        let text = "The envoy arrived in Riga on Monday for two days of talks on the border with officials of the \
                    foreign ministry and will travel on to Vilnius and Warsaw before the end of the week, he said.";
        let bits = |text: &str| u64::from_str_radix(&fingerprint(text), 16).unwrap();
        let near = (bits(text) ^ bits(&text.replace("Monday", "Tuesday"))).count_ones();
        let far =
            (bits(text) ^ bits("Prices of wheat and maize rose sharply after a dry spring in the south.")).count_ones();
        assert!(near < far, "{near} {far}");
        assert_eq!(fingerprint(""), "0000000000000000");
    }
}
