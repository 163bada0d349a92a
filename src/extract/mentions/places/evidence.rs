//! Whether words that could name a place do so: by their letters, by the language model's entities, by who is mentioned
//! there, and by the words around.

use super::Known;
use crate::{
    extract::{
        mentions::actors::is_locative,
        syntax::{Dep, EntityLabel, Syntax},
    },
    gazetteer::{Site, SiteKind},
    lexicon::key,
    model::{Pos, ReferentKind},
};

/// A city of this size needs no further evidence than its capital letter.
const LARGE: u32 = 300_000;

/// What the letters of a sentence say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterCase {
    /// Capitals mark names.
    Mixed,
    /// Every letter is a capital, or hardly any of the article is.
    Single,
}

impl LetterCase {
    /// The case of a sentence; `has_few_capitals` is that of its article.
    pub(super) fn of(sentence: &str, has_few_capitals: bool) -> Self {
        let is_upper = sentence.chars().any(char::is_uppercase) && !sentence.chars().any(char::is_lowercase);
        if has_few_capitals || is_upper { Self::Single } else { Self::Mixed }
    }
}

/// Whether words name a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Place,
    /// Only if the article has the name for a place elsewhere, or a list of places has it.
    Doubtful,
    No,
}

const fn sure_if(is_sure: bool) -> Verdict {
    if is_sure { Verdict::Place } else { Verdict::Doubtful }
}

/// Whether a noun says what kind of place a name is, or where beside it: "city", "village", "outskirts", "north".
pub(super) fn is_place_noun(syntax: &Syntax<'_>, token: usize) -> bool {
    let grammar = &syntax.lexicon.grammar;
    syntax.is_noun_or_pronoun(token)
        && (syntax.is_in(token, &grammar.place)
            || grammar.actors.place_kind.contains(&syntax.doc.lemma(token).to_lowercase()))
}

/// How a stretch of words lies to the language model's entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is one, but for articles and possessive endings.
    Whole(EntityLabel),
    /// It is a part of one.
    Part(EntityLabel),
    /// None touches it, or one ends within it.
    None,
}

/// What may be asked about the words of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Witness<'a> {
    pub syntax: &'a Syntax<'a>,
    pub known: Known<'a>,
    pub case: LetterCase,
}

impl Witness<'_> {
    /// Whether a name may begin at a token.
    pub(super) fn may_begin(&self, token: usize) -> bool {
        let is_capital = self.syntax.doc.word(token).chars().next().is_some_and(char::is_uppercase);
        match self.case {
            LetterCase::Mixed => is_capital,
            LetterCase::Single => {
                matches!(self.syntax.pos(token), Pos::Propn | Pos::Noun | Pos::Adj | Pos::X)
                    || self.syntax.entity(token).is_some()
            }
        }
    }

    /// Whether a name of the gazetteer means a place here, `site` the most prominent one of that name.
    pub(super) fn judge(&self, first: usize, last: usize, head: usize, site: &Site<'_>) -> Verdict {
        if self.is_other_word(first, last, site)
            || self.is_cut(first, last)
            || self.is_person(head)
            || self.is_acting(head)
        {
            return Verdict::No;
        }
        let is_locative = self.is_locative(head);
        let is_major = matches!(site.kind, SiteKind::Country | SiteKind::Capital | SiteKind::Continent);
        let is_known = (is_major || site.population >= LARGE) && !self.is_acronym(first, last);
        match self.fit(first, last) {
            Fit::Whole(EntityLabel::Place | EntityLabel::Location) => Verdict::Place,
            Fit::Part(EntityLabel::Place | EntityLabel::Location) => {
                if self.is_cut_name(first, last) {
                    Verdict::No
                } else {
                    Verdict::Place
                }
            }
            Fit::Whole(EntityLabel::Facility | EntityLabel::Organisation) => sure_if(is_locative || is_known),
            // "French" is a town, too.
            Fit::Whole(EntityLabel::Nationality) if is_locative && is_major => Verdict::Place,
            Fit::Whole(EntityLabel::Person) => sure_if(is_locative),
            Fit::None => self.judge_name(first, last, head, is_locative || is_known),
            Fit::Whole(_) | Fit::Part(_) => Verdict::No,
        }
    }

    /// Whether a name is rather another word: "EU" is a town too, but not in capitals, and "Southern" an area.
    pub(super) fn is_other_word(&self, first: usize, last: usize, site: &Site<'_>) -> bool {
        let is_side = last - first == 1 && self.is_direction(first) && site.kind != SiteKind::Region;
        is_side || self.is_acronym(first, last) && site.kind == SiteKind::City
    }

    /// Whether a name that the gazetteer does not have is that of a place.
    pub(super) fn judge_unlisted(&self, first: usize, last: usize, head: usize, label: Option<EntityLabel>) -> Verdict {
        if self.is_cut(first, last) || self.is_person(head) || self.is_acting(head) {
            return Verdict::No;
        }
        match label {
            Some(EntityLabel::Place | EntityLabel::Location) if self.is_locative(head) || last - first > 1 => {
                Verdict::Place
            }
            Some(EntityLabel::Place | EntityLabel::Location) => Verdict::Doubtful,
            Some(EntityLabel::Facility) if self.is_locative(head) => Verdict::Place,
            None if self.is_in_place(head) => Verdict::Place,
            _ => Verdict::No,
        }
    }

    /// The proper nouns that begin at a token that no entity covers, in a sentence whose capitals mark names.
    pub(super) fn proper_run(&self, first: usize) -> Option<(usize, usize)> {
        let syntax = self.syntax;
        let is_proper = |token: usize| {
            token < syntax.doc.len()
                && syntax.pos(token) == Pos::Propn
                && syntax.entity(token).is_none()
                && syntax.doc.word(token).chars().next().is_some_and(char::is_uppercase)
                && syntax.doc.sentence_of(token) == syntax.doc.sentence_of(first)
        };
        let is_joined = first > 0 && is_proper(first - 1);
        let last = (first..=syntax.doc.len()).find(|token| !is_proper(*token))?;
        (self.case == LetterCase::Mixed && last > first && !is_joined).then_some((first, last))
    }

    /// Whether a name that no entity covers is one: a proper noun that is not part of a longer name.
    fn judge_name(&self, first: usize, last: usize, head: usize, is_supported: bool) -> Verdict {
        let pos = self.syntax.pos(head);
        match self.case {
            LetterCase::Mixed if pos != Pos::Propn || self.is_in_longer_name(first, last) => Verdict::No,
            LetterCase::Mixed => sure_if(is_supported),
            LetterCase::Single if pos == Pos::Propn => sure_if(is_supported),
            // "the old town" is no name.
            LetterCase::Single if matches!(pos, Pos::Noun | Pos::Adj) && !self.has_article(head) => {
                sure_if(is_supported)
            }
            LetterCase::Single => Verdict::No,
        }
    }

    fn has_article(&self, head: usize) -> bool {
        self.syntax.children_by(head, Dep::Det).next().is_some()
    }

    /// "city", "village", "outskirts", "north": a noun that says what kind of place a name is, or where beside it.
    pub(super) fn is_place_noun(&self, token: usize) -> bool {
        is_place_noun(self.syntax, token)
    }

    /// A side of a place as the first word of its name: "Central Luzon", "North Kivu".
    pub(super) fn is_direction(&self, token: usize) -> bool {
        let word = self.syntax.doc.word(token).to_lowercase();
        let side = word.strip_suffix("ern").unwrap_or(&word);
        word == "central" || side != "city" && self.syntax.lexicon.grammar.actors.place_kind.contains(side)
    }

    /// Whether the name goes on behind the words: "Gaza" of "Gaza Strip".
    fn is_cut_name(&self, first: usize, last: usize) -> bool {
        let doc = &self.syntax.doc;
        let end = doc.entity_at(first).map_or(last, |entity| entity.last);
        let is_more = |token: usize| {
            self.syntax.pos(token) == Pos::Propn
                && self.syntax.dep(token) != Dep::Case
                && doc.slice(last, token).chars().all(char::is_alphanumeric)
        };
        (last..end).any(is_more)
    }

    /// Behind a preposition that only a place follows: "near Tolmar".
    fn is_in_place(&self, head: usize) -> bool {
        let syntax = self.syntax;
        let is_object = syntax.dep(head) == Dep::Pobj && syntax.is_any(syntax.head(head), &["in", "near"]);
        let of_noun = syntax.dep(head) == Dep::Pobj
            && syntax.is_written(syntax.head(head), "of")
            && self.is_place_noun(syntax.head(syntax.head(head)));
        let is_modifier = syntax.dep(head).is_premodifier() && self.is_place_noun(syntax.head(head));
        is_object || of_noun || is_modifier
    }

    fn is_acronym(&self, first: usize, last: usize) -> bool {
        let text = self.syntax.doc.slice(first, last);
        self.case == LetterCase::Mixed && last - first == 1 && !text.chars().any(char::is_lowercase)
    }

    /// Whether capital letters go on beside a name in the same phrase: "Kenya Airways", "Paris Whitlock".
    fn is_in_longer_name(&self, first: usize, last: usize) -> bool {
        let syntax = self.syntax;
        let is_joined = |token: usize| {
            syntax.pos(token) == Pos::Propn
                && syntax.doc.word(token).chars().next().is_some_and(char::is_uppercase)
                && (syntax.dep(token) == Dep::Compound || (first..last).any(|own| syntax.dep(own) == Dep::Compound))
        };
        let before = first
            .checked_sub(1)
            .is_some_and(|before| is_joined(before) && (first..last).contains(&syntax.head(before)));
        let after = last < syntax.doc.len() && is_joined(last) && (first..last).any(|own| syntax.head(own) == last);
        before || after
    }

    /// "Russian-backed", "Saudi-led": who stands behind, not where.
    fn is_cut(&self, first: usize, last: usize) -> bool {
        let doc = &self.syntax.doc;
        let is_hyphen = |token: usize| token < doc.len() && matches!(doc.word(token), "-" | "–" | "‑");
        let terms = &self.syntax.lexicon.grammar.actors;
        let is_backed = is_hyphen(last) && last + 1 < doc.len() && terms.backing.contains(&key(doc.word(last + 1)));
        is_backed || first > 0 && is_hyphen(first - 1) && !doc.tokens().get(first - 1).is_some_and(|one| one.has_space)
    }

    fn is_person(&self, head: usize) -> bool {
        let referent = self.known.referents.at(head);
        referent.is_some_and(|mention| {
            mention.what.kind == ReferentKind::Person && (self.syntax.is_in_person(head) || !self.is_locative(head))
        })
    }

    /// A state or its capital that does something or to which something is done stands for its government.
    fn is_acting(&self, head: usize) -> bool {
        let is_state = self.known.referents.at(head).is_some_and(|mention| mention.what.kind == ReferentKind::State);
        let dep = self.syntax.dep(head);
        let is_by = || dep == Dep::Pobj && self.syntax.dep(self.syntax.head(head)) == Dep::Agent;
        is_state && !self.is_locative(head) && (dep.is_subject() || is_by())
    }

    /// Whether the words around a name say that it is a place: "in Tolmar", "Tolmar village".
    fn is_locative(&self, head: usize) -> bool {
        let syntax = self.syntax;
        let is_modifier = syntax.dep(head).is_premodifier() && syntax.head(head) > head;
        is_locative(syntax, head) || is_modifier && self.is_place_noun(syntax.head(head))
    }

    fn fit(&self, first: usize, last: usize) -> Fit {
        let doc = &self.syntax.doc;
        let (Some(entity), Some(label)) = (doc.entity_at(first), self.syntax.entity(first)) else { return Fit::None };
        if last > entity.last {
            return Fit::None;
        }
        let is_small = |token: usize| {
            matches!(self.syntax.pos(token), Pos::Det | Pos::Part | Pos::Punct | Pos::Adp)
                || self.syntax.dep(token) == Dep::Case
        };
        let is_whole = (entity.first..first).chain(last..entity.last).all(is_small);
        if is_whole { Fit::Whole(label) } else { Fit::Part(label) }
    }
}
