//! Venues: buildings, institutions and other spots that are no places of the world by themselves but say where something
//! happened: "at the Ministry of Works", "in the Tolmar Palace hotel", "in Adam Air Base".

use super::spot::Spotted;
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, EntityLabel, Syntax},
    },
    model::{Mention, Place, PlacePrecision, Pos, Referent, ReferentKind},
};

/// Prepositions behind which a name is that of a venue.
const AT: &[&str] = &["at", "in", "inside", "outside", "near"];

/// The venues of an article that are not named by a place.
pub(super) fn venues(
    syntax: &Syntax<'_>,
    referents: &MentionList<Referent>,
    named: &[Spotted<'_>],
) -> MentionList<Place> {
    let mut venues = MentionList::new(&syntax.doc);
    for head in 0..syntax.doc.len() {
        if !is_venue(syntax, referents, head) {
            continue;
        }
        let Some(venue) = venue(syntax, head, syntax.phrase(head)) else { continue };
        let is_named = |spotted: &Spotted<'_>| spotted.first < venue.last && venue.first < spotted.last;
        let next = named.partition_point(|spotted| spotted.last <= venue.first);
        if named.get(next).is_some_and(is_named) {
            continue;
        }
        let reach = (venue.first, venue.last);
        venues.push(&syntax.doc, venue, reach);
    }
    venues
}

/// A phrase as a venue.
pub(super) fn venue(syntax: &Syntax<'_>, head: usize, (first, mut last): (usize, usize)) -> Option<Mention<Place>> {
    while last > head + 1 && syntax.pos(last - 1) == Pos::Adp {
        last -= 1;
    }
    let what = Place {
        span: syntax.span_of(first, last),
        name: None,
        country: None,
        admin1: None,
        coordinates: None,
        geonames_id: None,
        precision: PlacePrecision::Point,
    };
    (first < last).then_some(Mention { head, first, last, what })
}

fn is_venue(syntax: &Syntax<'_>, referents: &MentionList<Referent>, head: usize) -> bool {
    let preposition = syntax.head(head);
    if syntax.dep(head) != Dep::Pobj || !syntax.is_any(preposition, AT) {
        return false;
    }
    let is_name = syntax.pos(head) == Pos::Propn && syntax.doc.word(head).chars().any(char::is_lowercase);
    let has_name =
        || syntax.children(head).any(|child| syntax.pos(child) == Pos::Propn && syntax.dep(child) == Dep::Compound);
    let is_spot = syntax.pos(head) == Pos::Noun && syntax.is_in(head, &syntax.lexicon.grammar.place) && has_name();
    let is_other = matches!(
        syntax.entity(head),
        Some(
            EntityLabel::Person
                | EntityLabel::Nationality
                | EntityLabel::Event
                | EntityLabel::Law
                | EntityLabel::WorkOfArt
                | EntityLabel::Language
                | EntityLabel::Product
                | EntityLabel::Money
        )
    );
    (is_name || is_spot) && is_thing(syntax, referents, head) && !is_other
}

/// Whether a phrase stands for a thing: neither a person nor a time.
pub(super) fn is_thing(syntax: &Syntax<'_>, referents: &MentionList<Referent>, head: usize) -> bool {
    let is_person = referents.at(head).is_some_and(|mention| mention.what.kind == ReferentKind::Person);
    matches!(syntax.pos(head), Pos::Noun | Pos::Propn) && !is_person && !syntax.is_temporal(head)
}
