//! What the reader says of one person or body in a whole article: its judgements of single mentions, taken together.

use std::collections::BTreeMap;

use super::{Prepared, candidates::Filled};
use crate::{extract::reader::Who, model::Sector};

/// The judgements of mentions, by coreference chain.
#[derive(Debug, Default)]
pub(super) struct Consensus(BTreeMap<u32, Vec<Who>>);

impl Consensus {
    /// Adds what was judged of those who fill a slot.
    pub(super) fn add(&mut self, prepared: &Prepared<'_>, filled: &Filled) {
        for (head, who) in &filled.who {
            if let Some(chain) = prepared.chain(*head) {
                self.0.entry(chain).or_default().push(*who);
            }
        }
    }

    /// Gives those who fill a slot what was judged of them in the whole article.
    pub(super) fn settle(&self, prepared: &Prepared<'_>, filled: &mut Filled) {
        for (head, who) in &mut filled.who {
            let judged = prepared.chain(*head).and_then(|chain| self.0.get(&chain));
            *who = judged.and_then(|judged| together(judged)).unwrap_or(*who);
        }
    }
}

impl Prepared<'_> {
    /// The coreference chain of a noun phrase, by its head.
    fn chain(&self, head: usize) -> Option<u32> {
        self.mentions.referent(self.syntax.measured(head)).map(|referent| referent.chain)
    }
}

/// The sector with the highest mean probability, and the mean probability of being domestic.
fn together(judged: &[Who]) -> Option<Who> {
    let mut shares: BTreeMap<Option<Sector>, f32> = BTreeMap::new();
    for who in judged {
        *shares.entry(who.sector).or_default() += who.share;
    }
    let (sector, sum) = shares.into_iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let count = judged.len() as f32;
    let domestic = judged.iter().map(|who| who.domestic).sum::<f32>() / count;
    Some(Who { sector, share: sum / count, domestic })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sure_judgements_outweigh_one() {
        let who = |sector, share, domestic| Who { sector, share, domestic };
        let judged =
            [who(Some(Sector::Gov), 0.6, 1.0), who(Some(Sector::Bus), 0.9, 0.5), who(Some(Sector::Gov), 0.6, 0.0)];
        let found = together(&judged).unwrap();
        assert_eq!(found.sector, Some(Sector::Gov));
        assert!((found.share - 0.4).abs() < 1e-6 && (found.domestic - 0.5).abs() < 1e-6);
        assert_eq!(together(&[]), None);
    }
}
