//! The assigned partitions: taken over, paused, resumed and handed over.

use std::{collections::BTreeSet, sync::Arc, time::Instant};

use rdkafka::{TopicPartitionList, consumer::Consumer, error::KafkaError};

use super::{
    inlet::Inlet,
    positions::{partition_list, start_at},
    shares::Shares,
};
use crate::{
    settings::{Delivery, Start},
    stream::{Arrival, Budget, Partition},
};

/// The assigned partitions.
pub(super) struct Assignment {
    /// The share of each of them in the budget, and whether it is paused for its share.
    shares: Shares,
    /// Whether all of them are paused; those that are paused for their share stay so when the others are resumed.
    is_paused: bool,
    /// Where a partition without a committed position begins.
    start: Start,
    /// Whether marks matter; otherwise `fresh` stays empty.
    is_guarded: bool,
    /// Those from which nothing has come yet.
    fresh: BTreeSet<Partition>,
    /// What was revoked and has not been handed over. While there is something, the consumer is not polled.
    leaving: Option<TopicPartitionList>,
}

impl Assignment {
    /// No partition yet.
    pub(super) fn new(delivery: &Delivery, budget: Arc<Budget>) -> Self {
        Self {
            shares: Shares::new(budget),
            is_paused: false,
            start: delivery.start,
            is_guarded: delivery.crash_limit > 0,
            fresh: BTreeSet::new(),
            leaving: None,
        }
    }

    pub(super) fn shares(&self) -> &Shares {
        &self.shares
    }

    /// Takes partitions over. Nothing more can be done with the consumer when that fails.
    pub(super) fn take_over(&mut self, inlet: &mut Inlet, list: &TopicPartitionList) -> Result<Vec<Partition>, String> {
        let from = match self.start {
            Start::At(time) => start_at(inlet.consumer(), list, time)?,
            Start::Earliest | Start::Latest => list.clone(),
        };
        inlet.notes().set_rewound();
        inlet.consumer().incremental_assign(&from).map_err(|error| error.to_string())?;
        let partitions = inlet.names().partitions(list);
        for partition in &partitions {
            self.shares.assign(partition);
        }
        if self.is_paused
            && let Err(error) = inlet.consumer().pause(list)
        {
            tracing::warn!("cannot pause the assigned partitions: {error}");
        }
        if self.is_guarded {
            self.fresh.extend(partitions.iter().cloned());
        }
        Ok(partitions)
    }

    /// The partitions of which these are the first messages.
    pub(super) fn first_seen(&mut self, arrivals: &[Arrival]) -> BTreeSet<Partition> {
        arrivals.iter().filter_map(|arrival| self.fresh.take(&arrival.message.partition)).collect()
    }

    /// Partitions are to leave, once the pipeline has answered.
    pub(super) fn leave(&mut self, partitions: TopicPartitionList) {
        self.leaving = Some(partitions);
    }

    /// Whether partitions are on their way out.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Lets go of what was to leave: these partitions.
    pub(super) fn hand_over(&mut self, inlet: &Inlet, partitions: &[Partition]) -> Result<(), KafkaError> {
        for partition in partitions {
            self.fresh.remove(partition);
            self.shares.forget(partition);
            inlet.notes().forget(&partition.topic, partition.number);
        }
        let Some(leaving) = self.leaving.take() else { return Ok(()) };
        // What is paused when it leaves, librdkafka would still hold paused when it comes back.
        if let Err(error) = inlet.consumer().resume(&leaving) {
            tracing::warn!("cannot resume the revoked partitions: {error}");
        }
        inlet.consumer().incremental_unassign(&leaving)
    }

    /// Pauses or resumes all partitions but those that are paused for their share.
    pub(super) fn pause(&mut self, inlet: &mut Inlet, wanted: bool) {
        if self.is_paused == wanted {
            return;
        }
        let done = inlet.assigned().and_then(|mut all| {
            all.retain(|partition| !self.shares.is_paused(partition));
            set_paused(inlet, &partition_list(all.iter()), wanted)
        });
        match done {
            Ok(()) => self.is_paused = wanted,
            Err(error) => tracing::warn!("cannot pause or resume the consumer: {error}"),
        }
    }

    /// Pauses and resumes single partitions by their shares; false if nothing may be consumed now.
    pub(super) fn keep_shares(&mut self, inlet: &Inlet, now: Instant) -> bool {
        let measures = self.shares.look(now);
        for (partitions, wanted) in [(&measures.pause, true), (&measures.resume, false)] {
            if !partitions.is_empty()
                && let Err(error) = set_paused(inlet, &partition_list(partitions.iter()), wanted)
            {
                tracing::warn!("cannot pause or resume a partition that uses more than its share: {error}");
            }
        }
        !measures.is_to_wait
    }
}

fn set_paused(inlet: &Inlet, list: &TopicPartitionList, wanted: bool) -> Result<(), KafkaError> {
    if wanted { inlet.consumer().pause(list) } else { inlet.consumer().resume(list) }
}
