//! Persons by name: where they stand, and how the article introduces them.

use rustc_hash::FxHashSet;

use super::{
    chains::from_list,
    describe::{Context, name_text},
    profile::{Profile, is_former_word},
};
use crate::{
    lexicon::{NameKind, key},
    model::{MentionKind, Pos},
};

/// One place where a person is named.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The first token of the name, without title.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// The token of the name that heads its phrase.
    pub head: usize,
    /// The name as written.
    pub text: String,
    /// Its key.
    pub key: String,
    /// What the words around it say of the person.
    pub introduction: Option<Profile>,
}

/// Titles are looked for this far before a name.
const TITLE_REACH: usize = 12;

impl Context<'_> {
    /// All persons that are named, in order.
    pub(super) fn persons(&self) -> Vec<Named> {
        let mut found: Vec<Named> = Vec::new();
        let mut token = 0;
        while token < self.doc.len() {
            match self.person_from(token) {
                Some((first, last)) if first < last => {
                    found.push(self.named_person(first, last));
                    token = last;
                }
                _ => token += 1,
            }
        }
        self.add_short_names(&mut found);
        found
    }

    /// The last names of persons who were named in full or hold an office, where the name recogniser saw something else.
    fn add_short_names(&self, found: &mut Vec<Named>) {
        let surnames: FxHashSet<String> = found
            .iter()
            .filter_map(|name| name.key.rsplit_once(' ').map(|(_, surname)| surname.to_owned()))
            .filter(|surname| surname.chars().count() >= 3)
            .collect();
        let mut taken = vec![false; self.doc.len()];
        for name in found.iter() {
            taken.iter_mut().take(name.last).skip(name.first).for_each(|slot| *slot = true);
        }
        for token in 0..self.doc.len() {
            let is_free = taken.get(token).is_some_and(|taken| !taken) && self.words.role(token).is_none();
            let is_known = self.words.name(token).is_some_and(|name| name.last - name.first > 1);
            let is_named = || {
                self.doc.pos(token) == Pos::Propn && surnames.contains(&key(self.doc.word(token)))
                    || self.is_office_holder(token)
            };
            if is_free && !is_known && is_named() {
                found.push(self.named_person(token, token + 1));
            }
        }
        found.sort_by_key(|name| name.first);
    }

    /// "Erdogan" alone, which the name recogniser takes for a place: one who holds an office at the time, where no place, body
    /// or longer name has that name.
    fn is_office_holder(&self, token: usize) -> bool {
        let doc = self.doc;
        let Some(entity) = doc.entity_at(token) else { return false };
        let stands_alone = entity.last - entity.first == 1 && matches!(doc.entity_type(entity), "GPE" | "ORG" | "NORP");
        let is_part = matches!(doc.dep(token), "compound" | "amod" | "nmod");
        stands_alone
            && matches!(doc.pos(token), Pos::Propn | Pos::Noun)
            && doc.word(token).starts_with(char::is_uppercase)
            && !is_part
            && self.words.name(token).is_none()
            && self.month.is_some()
            && from_list(&key(doc.word(token)), self.tables, self.month).is_some()
    }

    /// The name that begins at a token: by the name recogniser, by the list of people, or behind a title.
    fn person_from(&self, token: usize) -> Option<(usize, usize)> {
        let doc = self.doc;
        let listed = self.listed(token);
        let recognised = doc
            .entity_at(token)
            .filter(|entity| doc.entity_type(entity) == "PERSON" && entity.first == token)
            .and_then(|entity| self.trimmed(entity.first, entity.last));
        match (listed, recognised) {
            (Some(listed), Some(recognised)) if recognised.1 > listed.1 => Some(recognised),
            (listed, recognised) => listed.or(recognised).or_else(|| self.titled(token)),
        }
    }

    /// A recognised name without titles before and an ending behind it; none where the tables know it as something else.
    fn trimmed(&self, mut first: usize, mut last: usize) -> Option<(usize, usize)> {
        let doc = self.doc;
        while last > first
            && (matches!(doc.word(last - 1), "'s" | "’s" | "'" | "’")
                || doc.pos(last - 1) == Pos::Punct && doc.word(last - 1) != ".")
        {
            last -= 1;
        }
        while first < last {
            match self.words.role(first).filter(|role| role.last <= last && role.entry.is_title) {
                Some(role) if role.last < last || self.words.role_before(first).is_some() => first = role.last,
                _ => break,
            }
        }
        if let Some(known) = self.words.name(first)
            && known.first <= first
            && known.last >= last
        {
            return None;
        }
        let is_name = (first..last).any(|token| doc.word(token).chars().next().is_some_and(char::is_uppercase))
            && !doc.slice(first, last).contains(|letter: char| letter.is_ascii_digit());
        (is_name && last - first <= 8 && self.person_of_words(first, last)).then_some((first, last))
    }

    fn person_of_words(&self, first: usize, last: usize) -> bool {
        (first..last).any(|token| matches!(self.doc.pos(token), Pos::Propn | Pos::Noun | Pos::X | Pos::Adj))
    }

    /// Two to five words that the list of people has as a full name.
    fn listed(&self, first: usize) -> Option<(usize, usize)> {
        let doc = self.doc;
        if !doc.word(first).chars().next().is_some_and(char::is_uppercase) || doc.pos(first) != Pos::Propn {
            return None;
        }
        let end = doc.sentences().get(doc.sentence_of(first)).map_or(doc.len(), |sentence| sentence.end);
        (first + 2..=(first + 8).min(end)).rev().find_map(|last| {
            let text = doc.slice(first, last);
            let is_name =
                !text.ends_with(['\'', '’']) && !text.ends_with("'s") && self.tables.person(&key(text)).is_some();
            is_name.then_some((first, last))
        })
    }

    /// A capitalised name behind a title, which the name recogniser missed.
    fn titled(&self, first: usize) -> Option<(usize, usize)> {
        let doc = self.doc;
        let role = self.words.role_before(first).filter(|role| role.entry.is_title)?;
        let is_name = |token: usize| {
            doc.pos(token) == Pos::Propn
                && doc.word(token).chars().next().is_some_and(char::is_uppercase)
                && self.words.role(token).is_none()
        };
        if !is_name(first) || matches!(doc.tag(role.last - 1), "NNS" | "NNPS") {
            return None;
        }
        if self
            .words
            .name(first)
            .is_some_and(|name| name.entry.kind != NameKind::Organisation || name.last - name.first > 1)
        {
            return None;
        }
        if doc.entity_at(first).is_some_and(|entity| {
            matches!(doc.entity_type(entity), "DATE" | "GPE" | "EVENT" | "LAW") && entity.first >= first
        }) {
            return None;
        }
        let last = (first..doc.len())
            .find(|token| !is_name(*token) || doc.sentence_of(*token) != doc.sentence_of(first))
            .unwrap_or(doc.len());
        Some((first, last.min(first + 4)))
    }

    fn named_person(&self, first: usize, last: usize) -> Named {
        let doc = self.doc;
        let head = (first..last)
            .find(|token| doc.head(*token) == *token || !(first..last).contains(&doc.head(*token)))
            .unwrap_or(last - 1);
        let text = name_text(doc, first, last);
        let introduction = self.introduction(first, last, head);
        Named { first, last, head, key: key(&text), text, introduction }
    }

    /// "US Secretary of State X"; "X, the Russian foreign minister"; "the Russian foreign minister, X"; "X is president of …".
    fn introduction(&self, first: usize, last: usize, head: usize) -> Option<Profile> {
        let before = self.title_before(first);
        let beside = self.apposition(first, last, head);
        match (before, beside) {
            (Some(mut title), Some(more)) => {
                title.country = title.country.or(more.country);
                if title.sectors.is_empty() {
                    title.sectors = more.sectors;
                }
                title.role = title.role.or(more.role);
                Some(title)
            }
            (before, beside) => before.or(beside),
        }
    }

    fn title_before(&self, first: usize) -> Option<Profile> {
        let doc = self.doc;
        let mut right = first;
        if right > 0 && matches!(doc.word(right - 1), "-" | "“" | "\"") {
            right -= 1;
        }
        self.words.role_before(right)?;
        let mut left = right;
        while left > 0
            && right - left < TITLE_REACH
            && doc.sentence_of(left - 1) == doc.sentence_of(first)
            && self.is_title_word(left - 1)
        {
            left -= 1;
        }
        Some(self.title(left, right))
    }

    /// Whether a word may stand in a title before a name.
    fn is_title_word(&self, token: usize) -> bool {
        let doc = self.doc;
        if self.words.name(token).is_some() || self.words.role(token).is_some() {
            return true;
        }
        let word = doc.word(token);
        match doc.pos(token) {
            Pos::Propn | Pos::Noun | Pos::Adj => !matches!(doc.dep(token), "dobj" | "nsubj" | "nsubjpass" | "attr"),
            Pos::Part => matches!(word, "'s" | "’s" | "'" | "’"),
            Pos::Adp => word == "of",
            Pos::Punct => word == "-",
            _ => is_former_word(&word.to_lowercase()),
        }
    }

    /// A noun beside the name that says who it is.
    fn apposition(&self, first: usize, last: usize, head: usize) -> Option<Profile> {
        let doc = self.doc;
        let mut nouns: Vec<usize> = doc.children_by(head, &["appos"]).filter(|token| *token >= last).collect();
        if matches!(doc.dep(head), "appos" | "nmod" | "flat") && doc.head(head) < first {
            nouns.push(doc.head(head));
            // "the minister of Ruritania, X": the parser may hang the name on the country.
            if doc.dep(doc.head(head)) == "pobj" {
                nouns.push(doc.head(doc.head(doc.head(head))));
            }
        }
        if matches!(doc.dep(head), "nsubj") && matches!(doc.word(doc.head(head)), "is" | "'s") {
            nouns.extend(doc.children_by(doc.head(head), &["attr"]));
        }
        let profile = nouns.into_iter().find_map(|noun| {
            self.words.role(noun)?;
            let profile = self.describe(noun);
            (profile.kind == MentionKind::Group && profile.role.is_some()).then_some(profile)
        })?;
        Some(Profile { kind: MentionKind::Person, ..profile })
    }
}
