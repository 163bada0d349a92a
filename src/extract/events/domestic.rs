//! The country of participants of whom the text names none, where the reader did not judge them: that of the place of the event, or of
//! the home of the article.
//!
//! The weights were fitted on the participants of whole articles for whom the text names no country, and whose country is either
//! the [`Home`] of the article or not.
//!
//! [`Home`]: crate::extract::mentions::Home

use super::{Prepared, candidates::Filled, origins::Named};
use crate::{
    extract::syntax::{Dep, EntityLabel, prepositions::PLACE},
    lexicon::{NameKind, key},
    model::{Country, CountrySource, Participant, Pos, Referent, ReferentKind, Sector},
};

/// What stands in the same sentence or before it, in log-odds.
const FOREIGN_AFTER: f32 = -0.19;
const FOREIGN_LAST: f32 = -0.63;
/// A person of whom only the name is known may be anybody.
const ONLY_NAMED: f32 = -0.43;
/// The least log-odds at which a country is inferred.
const LEAST: f32 = 1.4;
/// Minimum log-odds at which a place of the sentence is where the event happened; its people are then of the country of that place.
const HAPPENED: f32 = 0.0;

/// Sectors of those who need not belong to the country in which they act.
const ROVING: &[Sector] = &[Sector::Bus, Sector::Reb, Sector::Uaf, Sector::Prm];

impl Prepared<'_> {
    /// Gives a participant, by its head, the country and the sector that the text does not say. The place that the reader chose goes
    /// before one that the grammar finds. Takes the sectors, but for courts, from bodies of several states.
    pub(super) fn settle(&self, head: usize, trigger: usize, filled: &Filled, participant: &mut Participant) {
        let who = filled.who(head);
        let origin = filled.origin(head);
        let head = self.syntax.measured(head);
        if participant.identity.country.is_none() {
            participant.identity.take_country(self.country_of_phrase(head), CountrySource::Place);
        }
        match origin {
            Some((country, from)) => participant.identity.take_country(Some(country), from),
            None if who.is_none() && participant.identity.country.is_none() => self.place(head, trigger, participant),
            None => {}
        }
        if participant.identity.country.is_some_and(is_of_states) {
            participant.identity.sectors.retain(|sector| *sector == Sector::Jud);
            return;
        }
        let Some(who) = who else { return };
        let sectors = &mut participant.identity.sectors;
        match who.sector(sectors.first().copied()) {
            Some(sector) => {
                sectors.retain(|other| *other != sector && *other != Sector::Unk);
                sectors.insert(0, sector);
            }
            None => sectors.clear(),
        }
    }

    /// Gives a participant, by its head, the country of the event's place or of the article.
    fn place(&self, head: usize, trigger: usize, participant: &mut Participant) {
        let Some(referent) = self.mentions.referent(head).filter(|one| self.may_be_domestic(head, one)) else { return };
        let home = self.mentions.home().map(|home| home.country);
        let is_nameless_group = referent.kind == ReferentKind::Group && participant.identity.name.is_none();
        match self.country_of_event(trigger) {
            Some(country) if is_nameless_group => {
                participant.identity.take_country(Some(country), CountrySource::Place);
            }
            Some(country) if Some(country) != home => {}
            _ => participant.identity.take_country(self.home_of(head, participant), CountrySource::Article),
        }
    }

    /// Whether somebody is of a kind that every country has, and nothing in the phrase points elsewhere.
    fn may_be_domestic(&self, head: usize, referent: &Referent) -> bool {
        let syntax = self.syntax;
        let is_roving = referent.identity.sectors.iter().any(|sector| ROVING.contains(sector));
        if !referent.kind.is_actor() || is_roving || syntax.pos(head) == Pos::Pron && !is_resolved(referent) {
            return false;
        }
        !self.is_elsewhere(head)
    }

    /// Whether a phrase names or hints at another country than that of its words.
    pub(super) fn is_elsewhere(&self, head: usize) -> bool {
        let (syntax, terms) = (self.syntax, &self.syntax.lexicon.grammar.actors);
        let lemma = key(syntax.doc.lemma(head));
        let (first, last) = self.mentions.at(head).map_or((head, head + 1), |mention| (mention.first, mention.last));
        let is_abroad = (first..last).any(|token| terms.abroad.contains_any_case(syntax.doc.word(token)));
        let mut inner = self.mentions.referents().in_sentence(syntax.doc.sentence_of(head));
        let names_another = inner.any(|mention| {
            let is_inside = mention.head != head && (first..last).contains(&mention.head);
            is_inside && mention.what.identity.country.is_some()
        });
        is_abroad || names_another || terms.outsider.contains(&lemma)
    }

    /// The country of a place that the words for a body or group name: "the Ibadan Traders Association".
    fn country_of_phrase(&self, head: usize) -> Option<Country> {
        let syntax = self.syntax;
        let mention = self.mentions.at(head)?;
        let is_body = matches!(mention.what.kind, ReferentKind::Group | ReferentKind::Organisation);
        if !is_body || self.is_elsewhere(head) {
            return None;
        }
        let is_of_head = |place: usize| {
            let preposition = syntax.head(place);
            let is_behind = syntax.dep(place) == Dep::Pobj && syntax.head(preposition) == head;
            place <= head || is_behind && syntax.is_any(preposition, &["of", "in", "at", "from"])
        };
        let mut places = self.mentions.places().in_sentence(syntax.doc.sentence_of(head));
        let place = places.find(|place| (mention.first..mention.last).contains(&place.head) && is_of_head(place.head));
        place.and_then(|place| place.what.country).or_else(|| self.country_of_people(head))
    }

    /// The country of a place after which a group or body is called: "**Kachin** rebels". Names of persons are none.
    fn country_of_people(&self, head: usize) -> Option<Country> {
        let syntax = self.syntax;
        let mut before = syntax.children(head).filter(|child| *child < head && syntax.dep(*child).is_premodifier());
        let is_name = |child: &usize| {
            syntax.doc.word(*child).starts_with(char::is_uppercase)
                && syntax.entity(*child) != Some(EntityLabel::Person)
        };
        let name = syntax.lexicon.actors.name(&key(syntax.doc.word(before.find(is_name)?)))?;
        name.country.filter(|_| name.kind == NameKind::Place)
    }

    /// The country of the place beside a trigger or its verb ("were arrested in Lagos"), else of the place where the event most
    /// likely happened.
    fn country_of_event(&self, trigger: usize) -> Option<Country> {
        let syntax = self.syntax;
        let of_word = |word: usize| {
            let places = syntax.objects_behind(word, PLACE).filter_map(|object| self.mentions.referent(object));
            let mut states = places.filter(|place| place.kind == ReferentKind::Place);
            states.find_map(|place| place.identity.country)
        };
        let likely = || self.mentions.place_for(syntax, trigger, HAPPENED).and_then(|place| place.what.country);
        of_word(trigger).or_else(|| of_word(syntax.nearest_verb(trigger))).or_else(likely)
    }

    /// The home of the article, where it is likely enough to be that of a participant.
    fn home_of(&self, head: usize, participant: &Participant) -> Option<Country> {
        let home = self.mentions.home()?;
        let around = self.around(head, home.country);
        let is_only_named = participant.identity.name.is_some() && participant.identity.sectors.is_empty();
        let weights =
            [(around.foreign_after, FOREIGN_AFTER), (around.foreign_last, FOREIGN_LAST), (is_only_named, ONLY_NAMED)];
        let odds = weights.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<f32>() + home.odds;
        (odds >= LEAST).then_some(home.country)
    }

    /// The foreign countries that are named around a token.
    fn around(&self, head: usize, home: Country) -> Around {
        let sentence = self.syntax.doc.sentence_of(head);
        let mut named = self.named_around(head);
        named.retain(|one| self.syntax.lexicon.actors.country_name(one.country).is_some());
        let is_after = |one: &Named| one.sentence == sentence && one.token > head;
        let last = named.iter().rfind(|one| one.token < head);
        Around {
            foreign_after: named.iter().any(|one| is_after(one) && one.country != home),
            foreign_last: last.is_some_and(|one| one.country != home),
        }
    }
}

/// Where foreign countries are named around a token: behind it in its sentence, and as the last country before it.
#[derive(Debug, Clone, Copy)]
struct Around {
    foreign_after: bool,
    foreign_last: bool,
}

/// Whether a code is that of bodies of states, whose sector is none unless they are courts.
fn is_of_states(country: Country) -> bool {
    matches!(country.code(), "IGO" | "UNO")
}

/// Whether a pronoun stands for somebody of whom more is known than a name.
fn is_resolved(referent: &Referent) -> bool {
    referent.kind == ReferentKind::Pronoun && !referent.identity.sectors.is_empty()
}
