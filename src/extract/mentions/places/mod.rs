//! Places by name: which words name one, which place of the world each means, and which of them an event happened in.

mod choice;
mod evidence;
mod relation;
mod resolve;
mod scope;
mod spot;
mod venue;

use super::MentionList;
use crate::{
    extract::syntax::Syntax,
    gazetteer::Gazetteer,
    model::{CleanText, Country, Doc, Mention, Place, Referent},
};

pub(in crate::extract) use choice::{Mixture, Whereabouts};
pub(in crate::extract) use relation::{Joint, Level, Relation};

/// What is known of an article when its places are found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// Who is mentioned.
    pub referents: &'a MentionList<Referent>,
    /// The country that the article is at home in.
    pub home: Option<Country>,
    /// The text, by sections.
    pub clean: &'a CleanText,
}

/// The places of an article.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// Those that are named, in the order of the text.
    pub named: MentionList<Place>,
    /// Venues that no named place lies in or beside.
    venues: MentionList<Place>,
    /// Names of the gazetteer that are unlikely to mean a place where they stand.
    refused: MentionList<Place>,
    /// Whether a gazetteer was there to search.
    is_searched: bool,
}

impl Places {
    /// Those of an article that is read without a gazetteer: none.
    pub(super) fn none(doc: &Doc) -> Self {
        Self {
            named: MentionList::new(doc),
            venues: MentionList::new(doc),
            refused: MentionList::new(doc),
            is_searched: false,
        }
    }
}

/// Every place that an article names. A name that the gazetteer does not have stays without coordinates.
pub(super) fn find(syntax: &Syntax<'_>, gazetteer: &Gazetteer, known: Known<'_>) -> Places {
    let spotted = spot::spot(syntax, gazetteer, known);
    let refused = spot::refused(syntax, gazetteer, known, &spotted);
    let venues = venue::venues(syntax, known.referents, &spotted);
    let named = resolved(syntax, &spotted, known);
    Places { named, venues, refused: resolved(syntax, &refused, known), is_searched: true }
}

/// Names with the places that they mean.
fn resolved(syntax: &Syntax<'_>, spotted: &[spot::Spotted<'_>], known: Known<'_>) -> MentionList<Place> {
    let mut found = MentionList::new(&syntax.doc);
    for (spotted, what) in spotted.iter().zip(resolve::resolve(syntax, spotted, known)) {
        let spot::Spotted { first, last, head, .. } = *spotted;
        found.push(&syntax.doc, Mention { head, first, last, what }, (first, last));
    }
    found
}
