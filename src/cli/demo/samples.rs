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

    use super::*;

    #[test]
    fn every_file_of_the_demo_is_a_sample() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");
        let files: BTreeSet<_> =
            fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        let samples: BTreeSet<_> = SAMPLES.iter().map(|sample| sample.file.to_owned()).collect();
        assert_eq!(files, samples);
    }
}
