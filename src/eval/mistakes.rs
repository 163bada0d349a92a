//! Items that were not right, grouped by what was taken for what.

use serde::Serialize;

/// One item that was not right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// What the gold says.
    #[serde(skip)]
    pub gold: String,
    /// What was given.
    #[serde(skip)]
    pub given: String,
    /// The rule that gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The sentence.
    pub sentence: String,
    /// What else helps to understand it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// All the times that one thing was taken for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Confusion {
    /// What the gold says.
    pub gold: String,
    /// What was given.
    pub given: String,
    /// How often.
    pub count: usize,
    /// Some of the items.
    pub mistakes: Vec<Mistake>,
}

/// Groups mistakes by confusion, the most frequent first, and keeps about `keep` of them, each group in proportion.
pub(crate) fn group(mistakes: Vec<Mistake>, keep: usize) -> Vec<Confusion> {
    let all = mistakes.len();
    let mut groups: Vec<Confusion> = Vec::new();
    for mistake in mistakes {
        match groups.iter_mut().find(|group| group.gold == mistake.gold && group.given == mistake.given) {
            Some(group) => group.mistakes.push(mistake),
            None => groups.push(Confusion {
                gold: mistake.gold.clone(),
                given: mistake.given.clone(),
                count: 0,
                mistakes: vec![mistake],
            }),
        }
    }
    groups.sort_by(|one, other| {
        let key =
            |group: &Confusion| (std::cmp::Reverse(group.mistakes.len()), group.gold.clone(), group.given.clone());
        key(one).cmp(&key(other))
    });
    let mut left = keep;
    for group in &mut groups {
        group.count = group.mistakes.len();
        let share = (group.count * keep).div_ceil(all.max(1));
        group.mistakes.truncate(share.min(left));
        left -= group.mistakes.len();
    }
    groups.retain(|group| !group.mistakes.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_confusion_comes_first_and_no_more_than_asked_for_are_kept() {
        let mistake = |gold: &str, given: &str, sentence: &str| Mistake {
            gold: gold.to_owned(),
            given: given.to_owned(),
            rule: None,
            sentence: sentence.to_owned(),
            detail: None,
        };
        let mistakes =
            vec![mistake("b", "a", "1"), mistake("a", "c", "2"), mistake("b", "a", "3"), mistake("c", "a", "4")];
        let groups = group(mistakes.clone(), 2);
        let shown: Vec<(&str, usize, usize)> =
            groups.iter().map(|group| (group.gold.as_str(), group.count, group.mistakes.len())).collect();
        assert_eq!(shown, [("b", 2, 1), ("a", 1, 1)]);
        assert!(group(mistakes, 0).is_empty());
    }
}
