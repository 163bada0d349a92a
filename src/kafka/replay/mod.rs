//! Reads dead letters, and sends chosen ones back: the letters sent and how far was read are committed in one transaction.

mod reader;

use std::{
    io, mem,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    ConnectError,
    config::Configs,
    outlet::{Outlet, SizeLimits},
    positions::list,
};
use crate::{
    settings::{Guarantee, Settings},
    stream::{Choice, FailPoint, Failure, Letter, Marks, Record},
    telemetry::health::Health,
};
use reader::Reader;

/// Letters of one transaction.
const BATCH: usize = 500;

/// Called for each selected letter, with the reason if it cannot be sent.
pub(super) type Show<'a> = dyn FnMut(&Letter, Option<&'static str>) -> io::Result<()> + 'a;

/// What a replay does.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// The name of the run. What a run has passed by, it does not read again.
    pub run: String,
    /// Which letters are selected.
    pub choice: Choice,
    /// Maximum number of letters.
    pub limit: Option<u64>,
    /// Send them; otherwise they are only shown.
    pub is_sent: bool,
    /// Where to, if not to the topic that each came from.
    pub to: Option<Arc<str>>,
    /// The fail point at which to block, for tests.
    pub fail_point: Option<FailPoint>,
}

/// What a replay has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Letters read.
    pub read: u64,
    /// Letters selected.
    pub chosen: u64,
    /// Letters sent back.
    pub sent: u64,
    /// Selected letters that cannot be sent.
    pub kept: u64,
}

/// Why a replay failed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The broker could not be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The topic is not there.
    #[error("the dead-letter topic {0} does not exist or is not readable; check topics.dead_letters")]
    NoTopic(String),
    /// The broker did not answer.
    #[error("the broker does not respond: {0}; repeat the command, nothing is sent twice")]
    Silent(String),
    /// The transaction failed.
    #[error("{0}; repeat the command, nothing is sent twice")]
    Failed(#[from] Failure),
    /// What was read could not be shown.
    #[error(transparent)]
    Show(#[from] io::Error),
}

impl Replay {
    /// Goes through the topic of dead letters, as it is now, from where the run has come to.
    ///
    /// # Errors
    /// When the broker fails or `show` does. What was sent by then is committed with how far was read.
    pub fn go(&self, settings: &Settings, show: &mut Show<'_>) -> Result<Tally, ReplayError> {
        let settings = self.own_settings(settings);
        let configs = Configs::of(&settings)?;
        // First the producer: what a killed run left open must be ended before its offsets are read.
        let outlet = if self.is_sent {
            let limits = Arc::new(SizeLimits::default());
            Some(Outlet::open(&configs, limits, self.fail_point.clone(), Arc::new(Health::new()))?)
        } else {
            None
        };
        let reader = Reader::open(&configs, &settings.topics.dead_letters)?;
        Run { replay: self, reader, outlet, tally: Tally::default(), records: Vec::new(), last_commit: Instant::now() }
            .go(show)
    }

    /// The settings of a worker whose group is the run.
    fn own_settings(&self, settings: &Settings) -> Settings {
        let mut settings = settings.clone();
        settings.kafka.group_id = format!("{}-replay-{}", settings.kafka.group_id, self.run);
        settings.kafka.instance = Some("replay".to_owned());
        settings.kafka.static_membership = false;
        settings.delivery.guarantee = Guarantee::ExactlyOnce;
        settings
    }
}

/// A replay under way.
struct Run<'a> {
    /// What to do.
    replay: &'a Replay,
    /// The letters that were not read yet.
    reader: Reader,
    /// `None`: the letters are only shown, and nothing is committed.
    outlet: Option<Outlet>,
    /// What was done so far. Letters count as sent when they are committed.
    tally: Tally,
    /// What to send with the next commit.
    records: Vec<Record>,
    /// When the last transaction was committed, or the run began.
    last_commit: Instant,
}

impl Run<'_> {
    fn go(mut self, show: &mut Show<'_>) -> Result<Tally, ReplayError> {
        /// A transaction must not grow old.
        const AGE: Duration = Duration::from_secs(2);
        while self.replay.limit.is_none_or(|limit| self.tally.chosen < limit) {
            let Some(letter) = self.reader.next()? else { break };
            self.tally.read += 1;
            if self.replay.choice.wants(&letter) {
                self.take(&letter, show)?;
            }
            if self.records.len() >= BATCH || self.last_commit.elapsed() > AGE {
                self.commit()?;
            }
        }
        self.commit()?;
        Ok(self.tally)
    }

    fn take(&mut self, letter: &Letter, show: &mut Show<'_>) -> Result<(), ReplayError> {
        self.tally.chosen += 1;
        match letter.resend(self.replay.to.as_ref()) {
            Ok(record) => {
                show(letter, None)?;
                if self.outlet.is_some() {
                    self.records.push(record);
                }
            }
            Err(reason) => {
                show(letter, Some(reason))?;
                self.tally.kept += 1;
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), ReplayError> {
        self.last_commit = Instant::now();
        let (Some(outlet), false) = (&mut self.outlet, self.reader.positions().is_empty()) else { return Ok(()) };
        let records = mem::take(&mut self.records);
        outlet.send(&records);
        if let Err(failure) = outlet.commit(self.reader.consumer(), &list(self.reader.positions(), &Marks::new())?) {
            // Ends the transaction, so that nothing of it is seen and the next run need not wait.
            let _ = outlet.abort();
            return Err(failure.into());
        }
        self.tally.sent += records.len() as u64;
        Ok(())
    }
}
