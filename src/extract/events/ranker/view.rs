//! A sentence as the ranker sees it: masked words, and the way between two of them in the tree.

use std::ops::Range;

use smol_str::SmolStr;

use super::super::candidates::agents::is_agent;
use crate::{
    extract::{
        mentions::Mentions,
        syntax::{Dep, EntityLabel, Syntax},
    },
    model::{Country, Identity, Pos, ReferentKind, Sector},
};

/// Paths go up no further than this many tokens.
const DEEPEST: usize = 25;

/// A sentence with its words masked: names stand as the kind of what they name, so that no name is learnt.
pub(super) struct View<'a> {
    pub syntax: &'a Syntax<'a>,
    pub mentions: &'a Mentions,
    pub range: Range<usize>,
    words: Vec<SmolStr>,
}

impl<'a> View<'a> {
    /// The view of one sentence.
    pub(super) fn new(syntax: &'a Syntax<'a>, mentions: &'a Mentions, range: Range<usize>) -> Self {
        let words = range.clone().map(|token| masked(syntax, token)).collect();
        Self { syntax, mentions, range, words }
    }

    /// The lemma of a token, or what a name or a number stands for.
    pub(super) fn word(&self, token: usize) -> &str {
        token.checked_sub(self.range.start).and_then(|at| self.words.get(at)).map_or("", SmolStr::as_str)
    }

    /// Whether a token is neither space nor punctuation.
    pub(super) fn is_word(&self, token: usize) -> bool {
        !matches!(self.syntax.pos(token), Pos::Space | Pos::Punct)
    }

    /// What kind of thing a participant is: a code that generalises over names.
    pub(super) fn kind(&self, token: usize) -> &'static str {
        let token = self.syntax.measured(token);
        match self.mentions.referent(token).map(|referent| referent.kind) {
            Some(ReferentKind::Person) => "person",
            Some(ReferentKind::State) => "state",
            Some(ReferentKind::Organisation) => "organisation",
            Some(ReferentKind::Group) => "group",
            Some(ReferentKind::Pronoun) => "pronoun",
            Some(ReferentKind::Place) => "place",
            _ if is_agent(self.syntax, self.mentions, token) => "agent",
            _ => "thing",
        }
    }

    fn identity(&self, token: usize) -> Option<&Identity> {
        self.mentions.referent(self.syntax.measured(token)).map(|referent| &referent.identity)
    }

    /// The primary sector of a participant; empty where it is not known.
    pub(super) fn sector(&self, token: usize) -> &'static str {
        self.identity(token).and_then(Identity::sector).map_or("", Sector::name)
    }

    /// The country of a participant.
    pub(super) fn country(&self, token: usize) -> Option<Country> {
        self.identity(token)?.country
    }

    /// The tokens from one to another through the tree, both included, with the position of the highest one.
    pub(super) fn path(&self, from: usize, to: usize) -> Option<(Vec<usize>, usize)> {
        let mut up = self.ancestors(from);
        let down = self.ancestors(to);
        let top = up.iter().position(|token| down.contains(token))?;
        up.truncate(top + 1);
        let highest = up.last().copied()?;
        let mut rest: Vec<usize> = down.into_iter().take_while(|token| *token != highest).collect();
        rest.reverse();
        up.extend(rest);
        Some((up, top))
    }

    fn ancestors(&self, token: usize) -> Vec<usize> {
        self.syntax.upwards(token).take(DEEPEST).collect()
    }
}

fn masked(syntax: &Syntax<'_>, token: usize) -> SmolStr {
    use EntityLabel::{
        Cardinal, Date, Facility, Location, Money, Nationality, Ordinal, Organisation, Percent, Person, Place,
        Quantity, Time,
    };
    let mask = match syntax.entity(token) {
        Some(Person) => "<person>",
        Some(Place | Nationality) => "<state>",
        Some(Organisation) => "<organisation>",
        Some(Location | Facility) => "<place>",
        Some(Date | Time) => "<date>",
        Some(Cardinal | Quantity | Percent | Ordinal | Money) => "<number>",
        _ if syntax.pos(token) == Pos::Propn && syntax.dep(token) != Dep::Root => "<name>",
        _ if syntax.pos(token) == Pos::Num => "<number>",
        _ => return SmolStr::from(syntax.doc.lemma(token).to_lowercase()),
    };
    SmolStr::new_static(mask)
}
