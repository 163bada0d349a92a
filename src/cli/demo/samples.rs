//! The articles of the demo, invented by us: different kinds of event, in different dialects of news data.

/// One article of the demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    /// The name of its file under `config/demo`.
    pub(super) file: &'static str,
    /// The dialect it is written in.
    pub(super) dialect: &'static str,
    /// The message.
    pub(super) bytes: &'static [u8],
}

macro_rules! samples {
    ($($file:literal: $dialect:literal),+ $(,)?) => {
        &[$(Sample { file: $file, dialect: $dialect, bytes: include_bytes!(concat!("../../../config/demo/", $file)) }),+]
    };
}

/// All articles in the order that they are shown in. The last two cannot be coded: one is cut off, one is not in English.
pub(super) const SAMPLES: &[Sample] = samples![
    "01-summit.json": "ninjs 3",
    "02-sanctions.json": "schema.org JSON-LD",
    "03-bombing.json": "news-please",
    "04-protest.json": "NewsAPI",
    "05-aid-convoy.json": "trafilatura",
    "06-ceasefire.txt": "plain text",
    "07-denial.html": "HTML",
    "08-threat.json": "fundus",
    "09-arrest.json": "feedparser",
    "10-exercise.json": "JSON Feed",
    "11-demand.json": "Event Registry",
    "12-resignation.json": "Guardian Open Platform",
    "13-prisoner-exchange.json": "newspaper4k",
    "14-trade-agreement.json": "CloudEvents",
    "15-expulsion.json": "Kafka Connect",
    "16-withdrawal.json": "mediastack",
    "17-broken.json": "broken JSON",
    "18-french.json": "French",
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use jiff::Timestamp;

    use super::*;
    use crate::{
        extract::{
            Input,
            decode::{Decoded, decode},
        },
        model::PublishedFrom,
    };

    fn decoded(sample: &Sample) -> Decoded {
        let received_at = Some("2026-12-04T12:00:00Z".parse::<Timestamp>().unwrap());
        decode(&Input { bytes: Some(sample.bytes), key: Some(sample.file.as_bytes()), received_at, ..Input::default() })
    }

    #[test]
    fn every_dialect_is_read_with_its_title_date_and_whole_body() {
        let days = [
            "2026-03-12",
            "2026-02-23",
            "2026-01-18",
            "2026-04-08",
            "2026-05-19",
            "2026-12-04",
            "2026-06-03",
            "2026-08-17",
            "2026-02-13",
            "2026-09-04",
            "2026-07-22",
            "2026-11-05",
            "2026-03-30",
            "2026-10-14",
            "2026-01-27",
            "2026-05-06",
        ];
        for (sample, day) in SAMPLES.iter().zip(days) {
            let Decoded::Article(article) = decoded(sample) else { panic!("{}: {:?}", sample.file, decoded(sample)) };
            assert_eq!(article.published_at.unwrap().strftime("%F").to_string(), day, "{}", sample.file);
            let told = article.published_from == PublishedFrom::Article;
            assert_eq!(told, sample.dialect != "plain text", "{}", sample.file);
            let words = article.body.text.split_whitespace().count();
            assert!((60..250).contains(&words), "{}: {words} words", sample.file);
            assert!(article.title.is_some() || sample.dialect == "plain text", "{}", sample.file);
        }
    }

    #[test]
    fn the_last_two_cannot_be_coded() {
        let [.., broken, french] = SAMPLES else { panic!() };
        assert!(matches!(decoded(broken), Decoded::Reject(_)));
        let Decoded::Article(article) = decoded(french) else { panic!() };
        assert_eq!(article.language, None);
    }

    #[test]
    fn every_file_of_the_demo_is_a_sample() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");
        let files: BTreeSet<_> =
            fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        let samples: BTreeSet<_> = SAMPLES.iter().map(|sample| sample.file.to_owned()).collect();
        assert_eq!(files, samples);
    }
}
