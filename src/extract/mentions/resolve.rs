//! Every noun phrase of a document with what is known of it: by its own words, by the persons of the article, by what
//! was said before.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    Mentions,
    chains::{Antecedents, Cast, cast},
    describe::Context,
    names::Words,
    people::Named,
    phrase,
    profile::Profile,
    wording::is_outsider,
};
use crate::{
    lexicon::{ActorTables, NameKind, key},
    model::{Doc, Mention, MentionKind, Pos},
};

/// No words for an office in the tables are more than this.
const LONGEST_OFFICE: usize = 32;

/// Sectors of bodies and groups that, in a story on one country only, are that country's.
const DOMESTIC: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP", "PTY", "CVL", "REB"];

/// All mentions of a document. The month of publication is `YYYY-MM`.
pub(super) fn mentions(doc: &Doc, tables: &ActorTables, month: Option<&str>) -> Mentions {
    let words = Words::find(doc, tables);
    let context = Context { doc, tables, words: &words, month };
    let named = context.persons();
    let cast = cast(&named, tables, month);
    let mut resolver = Resolver {
        context,
        named_at: named_at(doc, &named),
        home: home_country(doc, &words),
        named,
        cast,
        chains: FxHashMap::default(),
        next_chain: 0,
        antecedents: Antecedents::default(),
        mentions: Vec::new(),
        by_token: vec![None; doc.len()],
        by_sentence: vec![Vec::new(); doc.sentences().len()],
        next_heads: next_heads(doc),
        holders: FxHashMap::default(),
        is_woman: FxHashMap::default(),
    };
    resolver.next_chain = resolver.cast.persons.len() as u32;
    for token in 0..doc.len() {
        resolver.visit(token);
    }
    let Resolver { mentions: all, by_token, by_sentence, .. } = resolver;
    Mentions { all, by_token, by_sentence, ..Mentions::default() }
}

/// For every token, the number of the named place that it is part of.
fn named_at(doc: &Doc, named: &[Named]) -> Vec<Option<usize>> {
    let mut at = vec![None; doc.len()];
    for (number, name) in named.iter().enumerate() {
        for slot in at.iter_mut().take(name.last).skip(name.first) {
            *slot = Some(number);
        }
    }
    at
}

/// For every token, the first one from there that heads a phrase.
fn next_heads(doc: &Doc) -> Vec<usize> {
    let mut heads = vec![usize::MAX; doc.len()];
    let mut next = usize::MAX;
    for (token, slot) in heads.iter_mut().enumerate().rev() {
        next = if phrase::is_head(doc, token) { token } else { next };
        *slot = next;
    }
    heads
}

/// The one country that a story is about, if there is one: named three times, and hardly any other beside it.
fn home_country(doc: &Doc, words: &Words<'_>) -> Option<SmolStr> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for token in 0..doc.len() {
        if let Some(found) =
            words.name(token).filter(|found| found.first == token && found.entry.kind != NameKind::Organisation)
        {
            *counts.entry(found.entry.code.as_str()).or_default() += 1;
        }
    }
    let total: usize = counts.values().sum();
    let (code, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 3 && count * 100 >= total * 85).then(|| code.into())
}

/// Who was introduced with an office: the number of the first mention of the only person, or several persons.
enum Holder {
    One(usize),
    Several,
}

/// The work on one document.
pub(super) struct Resolver<'a> {
    pub(super) context: Context<'a>,
    named: Vec<Named>,
    named_at: Vec<Option<usize>>,
    cast: Cast,
    home: Option<SmolStr>,
    chains: FxHashMap<String, u32>,
    next_chain: u32,
    antecedents: Antecedents,
    pub(super) mentions: Vec<Mention>,
    pub(super) by_token: Vec<Option<u32>>,
    /// For every sentence, the numbers of its mentions.
    by_sentence: Vec<Vec<usize>>,
    /// For every token, the first one from there that heads a phrase of its own.
    next_heads: Vec<usize>,
    /// Persons by the words for their offices.
    holders: FxHashMap<String, Holder>,
    /// Persons, by chain, of whom the article told that they are women or men.
    pub(super) is_woman: FxHashMap<u32, bool>,
}

impl Resolver<'_> {
    fn visit(&mut self, token: usize) {
        let doc = self.context.doc;
        if self.by_token.get(token).is_none_or(Option::is_some) {
            return;
        }
        if let Some(number) = self.named_at.get(token).copied().flatten() {
            self.add_person(number);
        } else if let Some(head) = self.head_of_name(token) {
            self.add_phrase(head);
        } else if self.is_inside_role(token) {
        } else if doc.pos(token) == Pos::Pron && self.context.words.name(token).is_none() {
            self.add_pronoun(token);
        } else if phrase::is_head(doc, token) {
            self.add_phrase(token);
        } else if self
            .context
            .words
            .name(token)
            .is_some_and(|found| found.first == token && found.last <= self.next_head(token))
        {
            self.add_inner_name(token);
        }
    }

    /// The token that heads a name of several words which begins here, where that name heads a phrase.
    fn head_of_name(&self, token: usize) -> Option<usize> {
        let doc = self.context.doc;
        let found =
            self.context.words.name(token).filter(|found| found.first == token && found.last - found.first > 1)?;
        let range = found.first..found.last;
        let head = range.clone().find(|inner| doc.head(*inner) == *inner || !range.contains(&doc.head(*inner)))?;
        phrase::is_head(doc, head).then_some(head)
    }

    /// "health" in "ministry of health" is nothing of its own.
    fn is_inside_role(&self, token: usize) -> bool {
        let doc = self.context.doc;
        let mut above = doc.head(token);
        if doc.dep(above) == "prep" {
            above = doc.head(above);
        }
        self.context.words.role(token).is_some_and(|role| {
            role.last - role.first > 1 && above != token && (role.first..role.last).contains(&above)
        })
    }

    /// The mentions so far of a sentence with their numbers.
    pub(super) fn of_sentence(&self, sentence: usize) -> impl DoubleEndedIterator<Item = (usize, &Mention)> {
        let numbers = self.by_sentence.get(sentence).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(|number| Some((*number, self.mentions.get(*number)?)))
    }

    /// The first token from here that heads a phrase of its own.
    fn next_head(&self, token: usize) -> usize {
        self.next_heads.get(token).copied().unwrap_or(usize::MAX)
    }

    fn person(&self, number: usize) -> Option<(usize, &Profile)> {
        let person = self.cast.of.get(number).copied()?;
        self.cast.persons.get(person).map(|found| (person, &found.profile))
    }

    fn add_person(&mut self, number: usize) {
        let (Some((person, profile)), Some(name)) = (self.person(number), self.named.get(number)) else { return };
        let mut profile = profile.clone();
        let (head, first, last) = (name.head, name.first, name.last);
        if profile.country.is_none() && !profile.sectors.is_empty() {
            profile.country = self.home.clone();
        }
        if let (Some(role), Some(country)) = (&profile.role, &profile.country) {
            self.antecedents.note(&last_role(role), country);
        }
        self.note_gender(person as u32, first, profile.role.as_deref());
        self.push(head, phrase::bounds(self.context.doc, head), profile, Some(person as u32), (first, last));
    }

    fn add_phrase(&mut self, head: usize) {
        let doc = self.context.doc;
        let name = self.context.words.name(head);
        if let Some(number) = self.name_beside(head)
            && let Some((person, profile)) = self.person(number)
        {
            let profile = profile.clone();
            self.push(head, phrase::bounds(doc, head), profile, Some(person as u32), (head, head + 1));
            return;
        }
        let mut profile = self.context.describe(head);
        let mut chain = None;
        if profile.kind == MentionKind::Group && name.is_none() {
            chain = self.complete(head, &mut profile);
        }
        if let Some(name) = profile.name.as_deref() {
            chain = Some(self.chain_of(&key(name)));
        }
        let reach = name.map_or((head, head + 1), |found| (found.first, found.last));
        if let (Some(country), true) = (&profile.country, profile.kind == MentionKind::Organisation)
            && let Some(role) = self.context.words.role(reach.1.saturating_sub(1))
        {
            self.antecedents.note(&key(doc.slice(role.first, role.last)), country);
        }
        let bounds = phrase::bounds(doc, head);
        self.push(head, (bounds.0.min(reach.0), bounds.1.max(reach.1)), profile, chain, reach);
    }

    /// "the Russian foreign minister, Sergei Lavrov": the phrase is the person.
    fn name_beside(&self, head: usize) -> Option<usize> {
        let doc = self.context.doc;
        self.context.words.role(head).filter(|role| role.entry.is_title)?;
        doc.children_by(head, &["appos"]).find_map(|token| self.named_at.get(token).copied().flatten())
    }

    /// What a description lacks, from its possessor, from earlier mentions, from the one country of the story.
    fn complete(&mut self, head: usize, profile: &mut Profile) -> Option<u32> {
        let doc = self.context.doc;
        let role = self.context.words.role(head)?;
        let words = key(doc.slice(role.first, role.last));
        if is_outsider(&words) {
            return None;
        }
        self.take_from_possessor(head, profile);
        if profile.country.is_none() && self.is_placed(head) {
            return None;
        }
        let is_definite = doc.children_by(head, &["det"]).any(|token| doc.word(token).eq_ignore_ascii_case("the"));
        let is_bare = doc.children_by(head, &["det", "nummod", "poss"]).next().is_none();
        let mut chain = None;
        if profile.country.is_none() && is_definite {
            if role.entry.is_title
                && let Some((person, known)) = self.holder_of(&words)
            {
                *profile = known;
                chain = Some(person);
            } else {
                profile.country = self.antecedents.country(&words);
            }
        }
        if profile.country.is_none()
            && let Some(inner) =
                self.context.words.role(role.first.saturating_sub(1)).filter(|inner| inner.last == role.first)
        {
            profile.country = self.antecedents.country(&key(doc.slice(inner.first, inner.last)));
        }
        let is_domestic = profile.sectors.first().is_some_and(|sector| DOMESTIC.contains(&sector.as_str()));
        if profile.country.is_none() && is_domestic && (is_definite || is_bare) {
            profile.country.clone_from(&self.home);
        }
        if let Some(country) = &profile.country {
            self.antecedents.note(&words, country);
        }
        chain
    }

    /// "African leaders" are not the leaders that were spoken of before: a place of its own tells whose they are.
    fn is_placed(&self, head: usize) -> bool {
        let doc = self.context.doc;
        let is_place = |token: usize| {
            doc.entity_at(token).is_some_and(|entity| matches!(doc.entity_type(entity), "NORP" | "GPE" | "LOC"))
        };
        doc.children_by(head, &["amod", "compound", "nmod"]).any(|token| token < head && is_place(token))
    }

    /// "Assad's forces", "its troops", "the Obama administration".
    fn take_from_possessor(&self, head: usize, profile: &mut Profile) {
        let owners = self.context.doc.children_by(head, &["poss", "compound", "nmod"]);
        for owner in owners.filter(|token| *token < head).filter_map(|token| self.mention_at(token)) {
            if owner.kind == MentionKind::Thing {
                continue;
            }
            if profile.country.is_none() {
                profile.country.clone_from(&owner.country);
            }
            if profile.sectors.is_empty() {
                profile.sectors.clone_from(&owner.sectors);
            }
        }
    }

    /// The person who was introduced with this office, where there is only one.
    fn holder_of(&self, words: &str) -> Option<(u32, Profile)> {
        match self.holders.get(words)? {
            Holder::One(number) => self.mentions.get(*number).map(|mention| (mention.chain, profile_of(mention))),
            Holder::Several => None,
        }
    }

    /// Remembers by what words the office of a person may be meant: the last ones of it.
    fn note_office(&mut self, number: usize, role: &str, chain: u32) {
        let words = key(role);
        let ends = words.match_indices(' ').rev().map(|(at, _)| at + 1).take(LONGEST_OFFICE);
        let whole = (words.split(' ').count() <= 2).then_some(0);
        for end in ends.chain(whole).filter_map(|at| words.get(at..)) {
            match self.holders.get_mut(end) {
                None => {
                    self.holders.insert(end.to_owned(), Holder::One(number));
                }
                Some(holder) => {
                    if let Holder::One(first) = holder
                        && self.mentions.get(*first).is_none_or(|first| first.chain != chain)
                    {
                        *holder = Holder::Several;
                    }
                }
            }
        }
    }

    /// A country or body named inside a phrase: "the Russian attack", "the NATO summit".
    fn add_inner_name(&mut self, token: usize) {
        let Some(found) = self.context.words.name(token) else { return };
        let (first, last) = (found.first, found.last);
        let mut profile = self.context.describe(last - 1);
        if found.entry.kind == NameKind::Nationality {
            profile.kind = MentionKind::State;
        }
        let chain = self.chain_of(&key(&found.entry.full));
        self.push(last - 1, (first, last), profile, Some(chain), (first, last));
    }

    fn mention_at(&self, token: usize) -> Option<&Mention> {
        let number = self.by_token.get(token).copied().flatten()?;
        self.mentions.get(number as usize)
    }

    fn chain_of(&mut self, name: &str) -> u32 {
        if let Some(chain) = self.chains.get(name) {
            return *chain;
        }
        let chain = self.next_chain;
        self.next_chain += 1;
        self.chains.insert(name.to_owned(), chain);
        chain
    }

    pub(super) fn push(
        &mut self,
        head: usize,
        bounds: (usize, usize),
        profile: Profile,
        chain: Option<u32>,
        reach: (usize, usize),
    ) {
        let number = self.mentions.len() as u32;
        let chain = chain.unwrap_or_else(|| {
            self.next_chain += 1;
            self.next_chain - 1
        });
        for slot in self.by_token.iter_mut().take(reach.1).skip(reach.0).chain([]) {
            slot.get_or_insert(number);
        }
        if let Some(slot) = self.by_token.get_mut(head) {
            *slot = Some(number);
        }
        if let Some(numbers) = self.by_sentence.get_mut(self.context.doc.sentence_of(head)) {
            numbers.push(number as usize);
        }
        if let (MentionKind::Person, Some(role)) = (profile.kind, &profile.role) {
            self.note_office(number as usize, role, chain);
        }
        self.mentions.push(Mention {
            head,
            first: bounds.0,
            last: bounds.1,
            kind: profile.kind,
            name: profile.name,
            country: profile.country,
            sectors: profile.sectors,
            role: profile.role,
            chain,
        });
    }
}

pub(super) fn profile_of(mention: &Mention) -> Profile {
    Profile {
        kind: mention.kind,
        name: mention.name.clone(),
        country: mention.country.clone(),
        sectors: mention.sectors.clone(),
        role: mention.role.clone(),
    }
}

/// The office alone of a role as written: "foreign minister" of "the Russian foreign minister".
fn last_role(role: &str) -> String {
    let words = key(role);
    let parts: Vec<&str> = words.split(' ').collect();
    parts.get(parts.len().saturating_sub(2)..).unwrap_or_default().join(" ")
}
