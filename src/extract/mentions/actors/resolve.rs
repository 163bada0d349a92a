//! Every noun phrase of a document with what is known of it: by its own words, by the persons of the article, by what
//! was said before.

use std::collections::BTreeMap;

use super::{
    candidates::{Candidate, Candidates},
    discourse::Discourse,
    names::KnownWords,
    people::{self, Named},
    persons::{Cast, cast},
    pronouns::{Antecedents, gender_of_pronoun, gender_of_title},
    titles::{Described, describe, is_outsider},
    unify::unify,
};
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, EntityLabel, Syntax},
    },
    lexicon::{NameKind, key},
    model::{Country, CountrySource, Identity, Mention, Referent, ReferentKind, Sector},
};

/// Sectors of bodies and groups that, in a story on one country only, are that country's.
const DOMESTIC: &[Sector] = &[
    Sector::Gov,
    Sector::Mil,
    Sector::Cop,
    Sector::Jud,
    Sector::Leg,
    Sector::Spy,
    Sector::Opp,
    Sector::Pty,
    Sector::Cvl,
];

/// All mentions of a document. The month of publication is `YYYY-MM`.
pub(in crate::extract::mentions) fn find(syntax: &Syntax<'_>, month: Option<&str>) -> MentionList<Referent> {
    let known = KnownWords::find(syntax, month);
    let named = people::persons(&known);
    let cast = cast(&named, known.tables, month);
    let mut resolver = Resolver {
        known: &known,
        candidates: Candidates::new(&known, &named),
        named: &named,
        home: home_country(&known),
        discourse: Discourse::new(cast.persons.len()),
        cast,
        mentions: MentionList::new(&syntax.doc),
    };
    for token in 0..syntax.doc.len() {
        resolver.visit(token);
    }
    unify(&known, &mut resolver.mentions);
    resolver.mentions
}

/// The one country that a story is about, if there is one: named three times, and hardly any other beside it.
fn home_country(known: &KnownWords<'_>) -> Option<Country> {
    let mut counts: BTreeMap<Option<Country>, usize> = BTreeMap::new();
    for token in 0..known.syntax.doc.len() {
        let name = known.name(token).filter(|found| found.first == token);
        if let Some(found) = name.filter(|found| found.entry.kind != NameKind::Organisation) {
            *counts.entry(found.entry.country).or_default() += 1;
        }
    }
    let total: usize = counts.values().sum();
    let (country, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    country.filter(|_| count >= 3 && count * 100 >= total * 85)
}

/// Who or what a phrase stands for, on the way into the list.
struct Resolved {
    described: Described,
    chain: Option<u32>,
    /// The tokens that the mention answers for.
    reach: (usize, usize),
    /// The tokens of the phrase.
    bounds: (usize, usize),
}

/// The work on one document.
struct Resolver<'a> {
    known: &'a KnownWords<'a>,
    candidates: Candidates<'a>,
    named: &'a [Named],
    cast: Cast,
    /// The country that the story is about.
    home: Option<Country>,
    discourse: Discourse,
    mentions: MentionList<Referent>,
}

impl Resolver<'_> {
    fn visit(&mut self, token: usize) {
        if self.mentions.number_at(token).is_some() {
            return;
        }
        match self.candidates.at(token) {
            Some(Candidate::Person(number)) => self.add_person(number),
            Some(Candidate::Phrase(head)) => self.add_phrase(head),
            Some(Candidate::Pronoun) => self.add_pronoun(token),
            Some(Candidate::InnerName) => self.add_inner_name(token),
            None => {}
        }
    }

    fn person(&self, number: usize) -> Option<(u32, Described)> {
        let person = self.cast.of.get(number).copied()?;
        let identity = self.cast.persons.get(person)?.identity.clone();
        Some((person as u32, Described { kind: ReferentKind::Person, identity }))
    }

    fn add_person(&mut self, number: usize) {
        let (Some((chain, mut described)), Some(name)) = (self.person(number), self.named.get(number)) else { return };
        let (syntax, head, reach) = (self.known.syntax, name.head, (name.first, name.last));
        let identity = &mut described.identity;
        if !identity.sectors.is_empty() {
            identity.take_country(self.home, CountrySource::Article);
        }
        if let (Some(role), Some(country)) = (&identity.role, identity.country) {
            self.discourse.note_country(&office_alone(role), country);
        }
        if let Some(is_woman) = gender_of_title(syntax, name.first, identity.role.as_deref()) {
            self.discourse.note_gender(chain, is_woman);
        }
        self.push(head, Resolved { described, chain: Some(chain), reach, bounds: syntax.phrase(head) });
    }

    fn add_phrase(&mut self, head: usize) {
        let (known, syntax) = (self.known, self.known.syntax);
        let name = known.name(head);
        let mut bounds = syntax.phrase(head);
        if let Some((person, described)) = self.name_beside(head).and_then(|number| self.person(number)) {
            self.push(head, Resolved { described, chain: Some(person), reach: (head, head + 1), bounds });
            return;
        }
        let mut described = describe(known, head);
        let mut chain = None;
        if described.kind == ReferentKind::Group && name.is_none() {
            chain = self.complete(head, &mut described);
        }
        if let Some(state) = self.state_before(head).filter(|_| name.is_none()) {
            (described.kind, described.identity) = (state.kind, state.identity);
        }
        if let Some(name) = described.identity.name.as_deref() {
            chain = Some(self.discourse.chain_of(&key(name)));
        }
        let reach = name.map_or((head, head + 1), |found| (found.first, found.last));
        if let (Some(country), ReferentKind::Organisation) = (described.identity.country, described.kind)
            && let Some(role) = known.role(reach.1.saturating_sub(1))
        {
            self.discourse.note_country(&known.role_key(role), country);
        }
        bounds = (bounds.0.min(reach.0), bounds.1.max(reach.1));
        self.push(head, Resolved { described, chain, reach, bounds });
    }

    /// "the Russian foreign minister, Sergei Lavrov": the phrase is the person.
    fn name_beside(&self, head: usize) -> Option<usize> {
        self.known.role(head).filter(|role| role.entry.is_title)?;
        let mut beside = self.known.syntax.children_by(head, Dep::Appos);
        beside.find_map(|token| self.candidates.named_at(token))
    }

    /// What a description lacks, from its possessor, from earlier mentions, from the one country of the story. Returns the
    /// chain of the person who holds the office, where it is one.
    fn complete(&mut self, head: usize, described: &mut Described) -> Option<u32> {
        let (known, syntax) = (self.known, self.known.syntax);
        let role = known.role(head)?;
        let words = known.role_key(role);
        if is_outsider(known.terms(), &words) {
            return None;
        }
        self.take_from_possessor(head, &mut described.identity);
        if described.identity.country.is_none() && is_placed(syntax, head) {
            return None;
        }
        let is_definite = syntax.children_by(head, Dep::Det).any(|token| syntax.is_written(token, "the"));
        let is_bare = syntax.children_among(head, &[Dep::Det, Dep::Nummod, Dep::Poss]).next().is_none();
        let mut chain = None;
        if described.identity.country.is_none() && is_definite {
            let holder = if role.entry.is_title { self.discourse.holder_of(&words) } else { None };
            if let Some(holder) = holder.and_then(|number| self.mentions.get(number)) {
                *described = Described { kind: holder.what.kind, identity: holder.what.identity.clone() };
                chain = Some(holder.what.chain);
            } else {
                described.identity.country = self.discourse.country(&words);
            }
        }
        if let Some(body) = self.body_before(head, &words).filter(|_| is_definite && !role.entry.is_title) {
            described.kind = body.kind;
            described.identity.name.clone_from(&body.identity.name);
            described.identity.complete_from(&body.identity);
            return Some(body.chain);
        }
        let identity = &mut described.identity;
        let inner = known.role(role.first.saturating_sub(1)).filter(|inner| inner.last == role.first);
        if let Some(inner) = inner.filter(|_| identity.country.is_none()) {
            identity.country = self.discourse.country(&known.role_key(inner));
        }
        let is_domestic = identity.sectors.first().is_some_and(|sector| DOMESTIC.contains(sector));
        if is_domestic && (is_definite || is_bare) {
            identity.take_country(self.home, CountrySource::Article);
        }
        if let Some(country) = identity.country {
            self.discourse.note_country(&words, country);
        }
        chain
    }

    /// The state that "the country" or "that nation" refers to.
    fn state_before(&self, head: usize) -> Option<Referent> {
        let syntax = self.known.syntax;
        if !self.known.terms().kind_of_state.contains(syntax.doc.lemma(head)) || syntax.tag(head).is_plural_noun() {
            return None;
        }
        let is_plain =
            |child: usize| matches!(syntax.dep(child), Dep::Det | Dep::Punct | Dep::Relcl | Dep::Cc | Dep::Conj);
        let has = |words: &[&str]| syntax.children_by(head, Dep::Det).any(|word| syntax.is_any(word, words));
        let antecedents = Antecedents { syntax, mentions: &self.mentions, discourse: &self.discourse };
        let state = match syntax.children(head).all(is_plain) {
            true if has(&["the"]) => antecedents.state_before(head),
            true if has(&["this", "that"]) => antecedents.last_state(head),
            _ => None,
        };
        state.map(|mention| Referent { kind: ReferentKind::State, ..mention.what.clone() })
    }

    /// "The union", after the Harbour Workers' Union, is that one, where nothing in the phrase says which.
    fn body_before(&self, head: usize, words: &str) -> Option<Referent> {
        let syntax = self.known.syntax;
        let says_which =
            |child: usize| syntax.dep(child).is_premodifier() || matches!(syntax.dep(child), Dep::Poss | Dep::Prep);
        if syntax.children(head).any(says_which) || syntax.tag(head).is_plural_noun() {
            return None;
        }
        self.discourse.body(words).and_then(|number| self.mentions.get(number)).map(|mention| mention.what.clone())
    }

    /// "Assad's forces", "its troops", "the Obama administration".
    fn take_from_possessor(&self, head: usize, identity: &mut Identity) {
        let owners = self.known.syntax.children_among(head, &[Dep::Poss, Dep::Compound, Dep::Nmod]);
        for owner in owners.filter(|token| *token < head).filter_map(|token| self.mentions.at(token)) {
            if owner.what.kind != ReferentKind::Thing {
                let owner = &owner.what.identity;
                identity.take_country(owner.country, owner.country_from);
                if identity.sectors.is_empty() {
                    identity.sectors.clone_from(&owner.sectors);
                }
            }
        }
    }

    fn add_pronoun(&mut self, token: usize) {
        let syntax = self.known.syntax;
        let antecedents = Antecedents { syntax, mentions: &self.mentions, discourse: &self.discourse };
        let antecedent = antecedents.of(token).map(|mention| (mention.what.chain, mention.what.identity.clone()));
        let chain = antecedent.as_ref().map(|(chain, _)| *chain);
        if let (Some(chain), Some(is_woman)) = (chain, gender_of_pronoun(syntax, token)) {
            self.discourse.note_gender(chain, is_woman);
        }
        let described = match antecedent {
            Some((_, identity)) => Described { kind: ReferentKind::Pronoun, identity },
            None => Described::unknown(ReferentKind::Thing),
        };
        let bounds = (token, token + 1);
        self.push(token, Resolved { described, chain, reach: bounds, bounds });
    }

    fn add_inner_name(&mut self, token: usize) {
        let Some(found) = self.known.name(token) else { return };
        let (head, bounds) = (found.last - 1, (found.first, found.last));
        let mut described = describe(self.known, head);
        if found.entry.kind == NameKind::Nationality {
            described.kind = ReferentKind::State;
        }
        let chain = Some(self.discourse.chain_of(&key(&found.entry.full)));
        self.push(head, Resolved { described, chain, reach: bounds, bounds });
    }

    fn push(&mut self, head: usize, resolved: Resolved) {
        let Resolved { described: Described { kind, identity }, chain, reach, bounds: (first, last) } = resolved;
        let chain = chain.unwrap_or_else(|| self.discourse.new_chain());
        let number = self.mentions.all().len();
        match (kind, &identity.role, &identity.name) {
            (ReferentKind::Person, Some(role), _) => self.discourse.note_office(number, role, chain),
            (ReferentKind::Organisation | ReferentKind::Group, _, Some(name)) => self.discourse.note_body(number, name),
            _ => {}
        }
        let mention = Mention { head, first, last, what: Referent { kind, identity, chain } };
        self.mentions.push(&self.known.syntax.doc, mention, reach);
    }
}

/// "African leaders" are not the leaders mentioned before: the place says whose they are.
fn is_placed(syntax: &Syntax<'_>, head: usize) -> bool {
    use EntityLabel::{Location, Nationality, Place};
    let mut before = syntax.children(head).filter(|token| *token < head && syntax.dep(*token).is_premodifier());
    before.any(|token| matches!(syntax.entity(token), Some(Nationality | Place | Location)))
}

/// The office alone of a role as written: "foreign minister" of "the Russian foreign minister".
fn office_alone(role: &str) -> String {
    let words = key(role);
    let parts: Vec<&str> = words.split(' ').collect();
    parts.get(parts.len().saturating_sub(2)..).unwrap_or_default().join(" ")
}
