//! Whether an article is in English: by its declaration where the text is too short to judge, by its words otherwise.

use crate::extract::{Skip, SkipReason};
use crate::model::{Article, CleanText, SectionKind};

/// Words that English news cannot do without and that other languages do not share.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "that", "for", "with", "by", "at", "from", "has", "have", "are", "were", "said", "its",
    "be", "not", "this", "his", "who", "which", "will", "would", "after", "but", "they", "their", "been", "had", "her",
    "she", "we", "than",
];
/// Bytes of the text that are looked at.
const SAMPLE_BYTES: usize = 6000;
/// A text with this share of those words is English; one with less than the other is not, if anything else speaks for it.
const ENGLISH_SHARE: f64 = 0.10;
const FOREIGN_SHARE: f64 = 0.04;
/// Fewer words are not enough for the identifier of languages to overrule anything.
const FEW_WORDS: usize = 12;
const VERY_FEW_WORDS: usize = 6;

/// What the words of a text say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    English,
    Foreign(&'static str),
    Doubtful,
}

/// Lets an article pass that is in English or too short to be sure that it is not, and skips any other.
///
/// # Errors
/// The skip, with reason `language`, or `no_text` where cleaning left no words.
pub fn language(article: &Article, text: &CleanText) -> Result<(), Skip> {
    let sample = sample(text);
    let skip = |reason: SkipReason, message: String| {
        Err(Skip { reason, message, article_id: Some(article.id.clone()), version: None })
    };
    if !sample.chars().any(char::is_alphabetic) {
        return skip(SkipReason::NoText, "the text has no words after cleaning".to_owned());
    }
    let declared = article.language.as_deref();
    match (declared, verdict(&sample)) {
        (_, Verdict::English) | (None | Some("en"), Verdict::Doubtful) => Ok(()),
        (_, Verdict::Foreign(name)) => {
            skip(SkipReason::Language, format!("the text is in {name}; only English is supported"))
        }
        (Some(code), Verdict::Doubtful) => skip(
            SkipReason::Language,
            format!("the article declares its language as \"{code}\"; only English is supported"),
        ),
    }
}

/// The story; if there is none, everything.
fn sample(text: &CleanText) -> String {
    let story = |section: &&crate::model::Section| section.kind == SectionKind::Body;
    let mut sample = String::new();
    for section in text.sections.iter().filter(story) {
        sample.push_str(text.text.get(section.span.start..section.span.end).unwrap_or_default());
        sample.push('\n');
        if sample.len() > SAMPLE_BYTES {
            break;
        }
    }
    if sample.split_whitespace().count() >= FEW_WORDS || !text.text.chars().any(char::is_alphabetic) {
        sample
    } else {
        text.text.clone()
    }
}

fn verdict(sample: &str) -> Verdict {
    let mut words = 0_usize;
    let mut english = 0_usize;
    for word in sample
        .split(|letter: char| !letter.is_alphabetic() && letter != '\'' && letter != '’')
        .filter(|word| !word.is_empty())
    {
        words += 1;
        english += usize::from(ENGLISH.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    let share = english as f64 / words.max(1) as f64;
    let Some(found) = whatlang::detect(sample) else { return Verdict::Doubtful };
    let is_english = found.lang() == whatlang::Lang::Eng;
    let name = found.lang().eng_name();
    if found.script() != whatlang::Script::Latin {
        // Whole words in another script: few suffice, and a script without spaces counts few.
        return if share < ENGLISH_SHARE { Verdict::Foreign(name) } else { Verdict::Doubtful };
    }
    match (is_english, words) {
        (true, FEW_WORDS..) if share >= FOREIGN_SHARE => Verdict::English,
        (_, VERY_FEW_WORDS..) if share >= ENGLISH_SHARE => Verdict::English,
        (false, FEW_WORDS..) if share < FOREIGN_SHARE && (found.is_reliable() || words >= 4 * FEW_WORDS) => {
            Verdict::Foreign(name)
        }
        (false, VERY_FEW_WORDS..) if english == 0 && found.is_reliable() => Verdict::Foreign(name),
        _ => Verdict::Doubtful,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::decode::{Decoded, decode};
    use crate::extract::{Input, SkipReason};

    fn check(language: &str, text: &str, expected: Result<(), SkipReason>) {
        let json = serde_json::json!({"id": "a", "language": language, "text": text}).to_string();
        let Decoded::Article(article) = decode(&Input { bytes: Some(json.as_bytes()), ..Input::default() }) else {
            panic!("{text}")
        };
        let found = super::language(&article, &super::super::clean(&article));
        assert_eq!(found.map_err(|skip| skip.reason), expected, "{language}: {text}");
    }

    #[test]
    fn english_passes() {
        check("", "The two ministers met in Riga on Monday to talk about the border, officials said.", Ok(()));
        check("en", "Zelenskyy, Macron meet in Paris", Ok(()));
        check("", "Zelenskyy, Macron meet in Paris", Ok(()));
        check("us", "Talks begin", Ok(()));
    }

    #[test]
    fn a_wrong_declaration_does_not_cost_an_english_text() {
        check(
            "de",
            "The two ministers met in Riga on Monday to talk about the border, officials said after the meeting.",
            Ok(()),
        );
    }

    #[test]
    fn other_languages_are_skipped() {
        for text in [
            "Die beiden Minister trafen sich am Montag in Riga, um über die Grenze zu sprechen, wie Beamte mitteilten.",
            "Les deux ministres se sont rencontrés lundi à Riga pour parler de la frontière, selon des responsables.",
            "Los dos ministros se reunieron el lunes en Riga para hablar de la frontera, según funcionarios.",
            "Министры встретились в понедельник в Риге, чтобы обсудить границу.",
            "两国部长周一在里加会晤,讨论边界问题。",
            "التقى الوزيران يوم الاثنين في ريغا لمناقشة الحدود.",
        ] {
            check("", text, Err(SkipReason::Language));
            check("en", text, Err(SkipReason::Language));
        }
        check("fr", "Rencontre à Riga", Err(SkipReason::Language));
    }
}
