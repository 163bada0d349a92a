//! What the reader says of one person or body in a whole article: its judgements of single mentions, taken together.

use std::collections::BTreeMap;

use super::{Prepared, candidates::Filled};
use crate::extract::reader::Who;

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
    pub(super) fn chain(&self, head: usize) -> Option<u32> {
        self.mentions.referent(self.syntax.measured(head)).map(|referent| referent.chain)
    }
}

/// The mean probabilities.
fn together(judged: &[Who]) -> Option<Who> {
    let count = (!judged.is_empty()).then_some(judged.len() as f32)?;
    let mean = |of: &dyn Fn(&Who) -> f32| judged.iter().map(of).sum::<f32>() / count;
    let mut sectors = judged.first()?.sectors;
    for (number, share) in sectors.iter_mut().enumerate() {
        *share = mean(&|who| who.sectors.get(number).copied().unwrap_or_default());
    }
    Some(Who { sectors, domestic: mean(&|who| who.domestic) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sector;

    #[test]
    fn two_sure_judgements_outweigh_one() {
        let who = |first, second, domestic| {
            let mut sectors = [0.0; Sector::ALL.len() + 1];
            (sectors[1], sectors[2]) = (first, second);
            Who { sectors, domestic }
        };
        let found = together(&[who(0.6, 0.3, 1.0), who(0.1, 0.9, 0.5), who(0.8, 0.2, 0.0)]).unwrap();
        assert_eq!(found.sector(None), Some(Sector::ALL[0]));
        assert!((found.sectors[1] - 0.5).abs() < 1e-6 && (found.domestic - 0.5).abs() < 1e-6);
        assert_eq!(together(&[]), None);
    }
}
