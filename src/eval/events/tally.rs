//! The counts of the task `events`, article by article.

use std::collections::BTreeSet;

use super::{
    figures::{FIELDS, TOLD},
    gold::{GoldArticle, GoldMention},
    matching::{Match, matches},
    mistakes,
    sides::{self, Sides},
};
use crate::eval::{Board, Class, Mistake, Reliability, Report};
use crate::extract::encode::EventRecord;
use crate::model::Domain;

/// What a record may be matched by, each on top of the one before.
const LEVELS: [&str; 4] = ["trigger", "type", "who and whom", "codes"];

/// How many thresholds of confidence are tried, from 0 in equal steps.
const THRESHOLDS: u32 = 10;

/// A record of the right type with its mention.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub mention: &'a GoldMention,
    pub record: &'a EventRecord,
    pub sides: Sides,
}

/// The counts so far. The boards count the same articles, so that one draw resamples all of them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    min_confidence: f64,
    all: Board,
    outlets: Board,
    thresholds: Board,
    /// The confidence of each record, and whether its type was right.
    judged: Vec<(f64, bool)>,
    mistakes: Vec<Mistake>,
}

impl Tally {
    /// No counts; records below a confidence will be left out.
    pub(super) fn new(min_confidence: f64) -> Self {
        Self { min_confidence, ..Self::default() }
    }

    /// Counts an article with the records that it gave.
    pub(super) fn article(&mut self, gold: &GoldArticle, records: &[EventRecord]) {
        let characters = gold.text.chars().count();
        let within = records.iter().filter(|record| (record.trigger_start as usize) < characters);
        let of_confidence =
            |least: f64| -> Vec<&EventRecord> { within.clone().filter(|one| one.confidence >= least).collect() };
        let records = of_confidence(self.min_confidence);
        let found = matches(&gold.events, &records);
        let pairs: Vec<Pair<'_>> =
            records.iter().zip(&found).filter_map(|(record, one)| pair(gold, record, *one)).collect();

        self.all.item();
        self.levels(gold, &found, &pairs);
        self.types(gold, &records, &pairs);
        self.shares(gold, &found, &pairs);
        self.outlets.item();
        self.outlets.class(gold.outlet(), gold.events.len(), records.len(), pairs.len());
        self.thresholds.item();
        let thresholds = (0..THRESHOLDS).map(|step| f64::from(step) / f64::from(THRESHOLDS));
        for threshold in thresholds.filter(|threshold| *threshold >= self.min_confidence) {
            let records = of_confidence(threshold);
            let found = matches(&gold.events, &records);
            let right = found.iter().filter(|one| matches!(one, Match::Right(_))).count();
            self.thresholds.class(&format!("{threshold:.1}"), gold.events.len(), records.len(), right);
        }
        let judged =
            records.iter().zip(&found).map(|(record, one)| (record.confidence, matches!(one, Match::Right(_))));
        self.judged.extend(judged);
        self.mistakes.extend(mistakes::of(gold, &records, &found, &pairs));
    }

    fn levels(&mut self, gold: &GoldArticle, found: &[Match], pairs: &[Pair<'_>]) {
        let matched = found.iter().filter(|one| matches!(one, Match::OtherType(_) | Match::Right(_))).count();
        let right = |is_right: fn(Sides) -> bool| pairs.iter().filter(|pair| is_right(pair.sides)).count();
        let counts = [matched, pairs.len(), right(Sides::are_right), right(Sides::have_codes)];
        for (level, right) in LEVELS.into_iter().zip(counts) {
            self.all.class(level, gold.events.len(), found.len(), right);
        }
    }

    fn types(&mut self, gold: &GoldArticle, records: &[&EventRecord], pairs: &[Pair<'_>]) {
        for mention in &gold.events {
            self.all.class(&mention.event_type, 1, 0, 0);
        }
        for record in records {
            self.all.class(&record.event_type, 0, 1, 0);
        }
        for pair in pairs {
            self.all.class(&pair.record.event_type, 0, 0, 1);
        }
    }

    fn shares(&mut self, gold: &GoldArticle, found: &[Match], pairs: &[Pair<'_>]) {
        let count = |is_so: fn(&Match) -> bool| found.iter().filter(|one| is_so(one)).count();
        let all = &mut self.all;
        all.share("records whose trigger is no event", count(|one| *one == Match::NoEvent), found.len());
        all.share("records that repeat a mention", count(|one| matches!(one, Match::Repeated(_))), found.len());
        let events = gold.events.iter().map(|one| one.event.as_str()).collect::<BTreeSet<_>>().len();
        let labels = |is_right: fn(Sides) -> bool| {
            let right = pairs.iter().filter(|pair| is_right(pair.sides));
            right.map(|pair| pair.mention.event.as_str()).collect::<BTreeSet<_>>().len()
        };
        let found = labels(|_| true);
        all.share("events found with the right type", found, events);
        all.share("events found with who and whom", labels(Sides::are_right), events);
        all.share("different events among records of the right type", found, pairs.len());
        for (name, is_right) in FIELDS {
            all.share(name, pairs.iter().filter(|pair| is_right(pair)).count(), pairs.len());
        }
        for (name, answers) in TOLD {
            let answers: Vec<bool> = pairs.iter().flat_map(answers).collect();
            all.share(name, answers.iter().filter(|is_right| **is_right).count(), answers.len());
        }
        for domain in Domain::ALL.map(Domain::name) {
            let of = |mention: &GoldMention| mention.domain == domain;
            let right = pairs.iter().filter(|pair| of(pair.mention)).count();
            let name = format!("mentions found with the right type, domain {domain}");
            all.share(&name, right, gold.events.iter().filter(|one| of(one)).count());
        }
    }

    /// The report on all articles.
    pub(super) fn report(self) -> Report {
        let mut report = Report::new("events", self.all, self.mistakes);
        let place = |class: &Class| LEVELS.iter().position(|level| *level == class.name).unwrap_or(LEVELS.len());
        report.classes.sort_by_key(place);
        Report {
            outlets: self.outlets.scores().1,
            thresholds: self.thresholds.scores().1,
            reliability: Some(Reliability::of(self.judged.into_iter())),
            ..report
        }
    }
}

fn pair<'a>(gold: &'a GoldArticle, record: &'a EventRecord, found: Match) -> Option<Pair<'a>> {
    let Match::Right(number) = found else { return None };
    let mention = gold.events.get(number)?;
    Some(Pair { mention, record, sides: sides::compare(mention, record) })
}
