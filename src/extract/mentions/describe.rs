//! A noun phrase by its words: names of the tables, roles with their modifiers, countries before and behind.

use smol_str::SmolStr;

use super::{
    names::{Found, Words},
    profile::{Description, Profile, is_former_word},
    wording::{BEHIND, LOCATIVE, is_kind_of_place, is_outsider, is_quantity, is_spatial},
};
use crate::{
    lexicon::{ActorTables, NameEntry, NameKind, key},
    model::{Doc, MentionKind, Pos},
};

/// What the description of noun phrases needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub doc: &'a Doc,
    pub tables: &'a ActorTables,
    pub words: &'a Words<'a>,
    /// The month of publication, `YYYY-MM`.
    pub month: Option<&'a str>,
}

/// How deep a phrase within a phrase is followed.
const DEPTH: usize = 4;

impl<'a> Context<'a> {
    /// What the phrase headed by a token describes, by its own words.
    pub(super) fn describe(&self, head: usize) -> Profile {
        self.describe_to(head, DEPTH)
    }

    fn describe_to(&self, head: usize, depth: usize) -> Profile {
        if depth == 0 {
            return Profile::unknown(MentionKind::Thing);
        }
        if let Some(profile) = self.quantified(head, depth) {
            return profile;
        }
        if let Some(name) = self.words.name(head) {
            return self.named(head, name);
        }
        if let Some(state) = self.member_state(head) {
            return self.named(head, state);
        }
        if self.words.role(head).is_some() {
            return self.role_phrase(head, depth);
        }
        self.by_entity(head)
    }

    /// "NATO member **Turkey**" is Turkey, as long as it belongs to NATO when the article is published.
    fn member_state(&self, head: usize) -> Option<Found<'a, NameEntry>> {
        const MEMBERS: &[&str] = &["member", "ally", "state", "nation", "country"];
        let doc = self.doc;
        let states = || doc.children_by(head, &["appos"]).filter_map(|child| self.words.name(child));
        let state = states().find(|found| found.entry.kind == NameKind::Country)?;
        if !MEMBERS.contains(&doc.lemma(head)) {
            return None;
        }
        let mut bodies = self.names_in(self.left_edge_of(head, head), head);
        let is_member =
            |body: Found<'_, NameEntry>| self.tables.is_member(&body.entry.full, &state.entry.code, self.month);
        bodies.any(is_member).then_some(state)
    }

    /// "dozens of protesters" are protesters.
    fn quantified(&self, head: usize, depth: usize) -> Option<Profile> {
        let word = self.doc.word(head).to_lowercase();
        if !is_quantity(&word) {
            return None;
        }
        let of = self.doc.children_by(head, &["prep"]).find(|prep| self.doc.word(*prep).eq_ignore_ascii_case("of"))?;
        let object = self.doc.children_by(of, &["pobj"]).next()?;
        let mut profile = self.describe_to(object, depth - 1);
        if profile.country.is_none() {
            profile.country = self.country_before(head).map(|found| found.entry.code.clone());
        }
        if profile.is_agent() && matches!(profile.kind, MentionKind::State | MentionKind::Organisation) {
            profile.kind = MentionKind::Group;
            profile.name = None;
        }
        Some(profile)
    }

    fn named(&self, head: usize, found: Found<'a, NameEntry>) -> Profile {
        let entry = found.entry;
        let is_place = self.is_locative(head);
        let (kind, sectors) = match entry.kind {
            NameKind::Country if is_place => (MentionKind::Place, Vec::new()),
            NameKind::Country => (MentionKind::State, Vec::new()),
            NameKind::Nationality => (MentionKind::Group, self.ordinary_people(found)),
            NameKind::Capital if is_place || self.is_bare_place(head) => (MentionKind::Place, Vec::new()),
            NameKind::Capital => (MentionKind::State, entry.sectors.clone()),
            NameKind::Organisation => (MentionKind::Organisation, entry.sectors.clone()),
            NameKind::Place => (MentionKind::Place, Vec::new()),
        };
        let is_settlement = matches!(kind, MentionKind::Place) && entry.kind == NameKind::Capital;
        let name = if is_settlement { &entry.form } else { &entry.full };
        let mut code = Some(entry.code.clone()).filter(|code| !code.is_empty());
        if code.is_none() || (entry.kind == NameKind::Organisation && code.as_deref() == Some("NGO")) {
            code = self.country_before(found.first).map(|country| country.entry.code.clone()).or(code);
        }
        if code.is_none() && kind != MentionKind::Place {
            code = self.country_behind(head, found.last);
        }
        Profile { kind, name: Some(name.to_string()), country: code, sectors, role: None }
    }

    /// "Kurds in Turkey", "the Catholic Church of Poland": where a group or body without a country of its own is.
    fn country_behind(&self, head: usize, after: usize) -> Option<SmolStr> {
        let doc = self.doc;
        let preps = doc.children_by(head, &["prep"]).filter(|token| *token >= after);
        let preps = preps.filter(|token| matches!(doc.word(*token), "in" | "of" | "from"));
        let mut objects = preps.flat_map(|token| doc.children_by(token, &["pobj"]));
        let country = |object: usize| {
            let found = self.words.name(object)?;
            matches!(found.entry.kind, NameKind::Country | NameKind::Capital | NameKind::Place)
                .then(|| found.entry.code.clone())
        };
        objects.find_map(country).filter(|code| !code.is_empty())
    }

    /// "ordinary Kazakhs": a people as such is not its government.
    fn ordinary_people(&self, found: Found<'a, NameEntry>) -> Vec<SmolStr> {
        const ORDINARY: &[&str] =
            &["ordinary", "many", "most", "young", "thousands", "wounded", "dead", "displaced", "some"];
        let before = found.first.checked_sub(1).map(|token| self.doc.word(token).to_lowercase()).unwrap_or_default();
        if ORDINARY.contains(&before.as_str()) { vec![SmolStr::new_static("CVL")] } else { Vec::new() }
    }

    /// A role with what belongs to it: "US Secretary of State", "troops from Chad", "head of the tribunal".
    fn role_phrase(&self, head: usize, depth: usize) -> Profile {
        let Some(role) = self.words.role(head) else { return Profile::unknown(MentionKind::Thing) };
        let left = self.left_edge_of(head, head.min(role.first));
        let mut description = self.description(left, role.last);
        let mut country = self.country_in(left, role.last).map(|found| found.entry.code.clone());
        let before = country.clone();
        let settlement = self.place_in(left, role.last);
        description.has_state = country.is_some() && self.body_in(left, role.last).is_none();
        for (preposition, profile) in self.behind(head, role.last, depth) {
            match preposition.as_str() {
                "of" | "for" | "at" | "with" if description.body_behind.is_empty() && profile.is_agent() => {
                    description.body_behind.clone_from(&profile.sectors);
                    description.has_state |= preposition == "of" && profile.kind == MentionKind::State;
                    country = country.or(profile.country);
                }
                "of" | "from" | "in" | "at" | "inside" | "near" | "across" | "throughout" | "under" => {
                    description.has_state |= preposition == "of" && profile.country.is_some();
                    country = country.or(profile.country);
                }
                _ => {}
            }
        }
        if country.is_none() || before.is_none() {
            country = self
                .body_in(left, role.last)
                .map(|found| found.entry.code.clone())
                .filter(|code| !code.is_empty())
                .or(country);
        }
        country = country.or(settlement);
        if is_outsider(&description.words) {
            country = country.filter(|_| description.words.starts_with("counterpart"));
            description.has_state &= country.is_some();
        }
        let sectors = description.sectors();
        let is_person = description.is_title && !is_plural(self.doc, head);
        let is_human = description.is_title
            && !matches!(description.words.as_str(), "chair" | "figure" | "figures" | "head" | "boss");
        let is_body = sectors.is_empty() && !is_human && country.is_none();
        Profile {
            kind: if is_body { MentionKind::Thing } else { MentionKind::Group },
            name: None,
            country,
            sectors,
            role: is_person.then(|| self.role_text(left, role.last)).flatten(),
        }
    }

    /// A title before a name, in the tokens `left..right`: what it makes of its bearer.
    pub(super) fn title(&self, left: usize, right: usize) -> Profile {
        let description =
            Description { has_state: self.country_in(left, right).is_some(), ..self.description(left, right) };
        let country = self
            .country_in(left, right)
            .map(|found| found.entry.code.clone())
            .or_else(|| self.body_in(left, right).map(|found| found.entry.code.clone()))
            .or_else(|| self.any_place_in(left, right))
            .filter(|code| !code.is_empty());
        Profile {
            kind: MentionKind::Person,
            name: None,
            country,
            sectors: description.sectors(),
            role: self.role_text(left, right),
        }
    }

    /// The parts of a description in the tokens `left..right`, whose last role is the main one.
    fn description(&self, left: usize, right: usize) -> Description {
        let doc = self.doc;
        let role = (left..right).rev().find_map(|token| self.words.role(token));
        let body = self.body_in(left, right);
        let lower = |token: usize| doc.word(token).to_lowercase();
        let before_role = left..role.map_or(right, |role| role.first);
        Description {
            words: role.map_or_else(String::new, |role| key(doc.slice(role.first, role.last))),
            role: role.map(|role| role.entry.sector.clone()),
            is_title: role.is_some_and(|role| role.entry.is_title),
            body: body.map_or_else(
                || self.inner_body(left, role.map_or(right, |role| role.first)),
                |found| found.entry.sectors.clone(),
            ),
            body_behind: Vec::new(),
            has_state: false,
            is_international: body.is_some_and(|found| found.entry.sectors.is_empty() && found.entry.code != "EUR"),
            is_former: before_role
                .clone()
                .any(|token| is_former_word(&lower(token)) || lower(token).starts_with("ex-")),
            is_opposition: before_role.clone().any(|token| lower(token) == "opposition"),
        }
    }

    /// A role before the main one is the body that it belongs to: "police spokesman", "army captain".
    fn inner_body(&self, left: usize, right: usize) -> Vec<SmolStr> {
        let role = (left..right).rev().find_map(|token| self.words.role(token));
        role.filter(|role| !role.entry.sector.is_empty())
            .map(|role| vec![role.entry.sector.clone()])
            .unwrap_or_default()
    }

    /// The first country named in `left..right` by name, adjective or capital, unless it only stands behind or against.
    fn country_in(&self, left: usize, right: usize) -> Option<Found<'a, NameEntry>> {
        self.names_in(left, right)
            .find(|found| matches!(found.entry.kind, NameKind::Country | NameKind::Nationality | NameKind::Capital))
    }

    fn body_in(&self, left: usize, right: usize) -> Option<Found<'a, NameEntry>> {
        self.names_in(left, right).filter(|found| found.entry.kind == NameKind::Organisation).last()
    }

    fn place_in(&self, left: usize, right: usize) -> Option<SmolStr> {
        let place = self.names_in(left, right).find(|found| found.entry.kind == NameKind::Place);
        place.map(|found| found.entry.code.clone())
    }

    fn any_place_in(&self, left: usize, right: usize) -> Option<SmolStr> {
        self.names_in(left, right).next().map(|found| found.entry.code.clone())
    }

    fn names_in(&self, left: usize, right: usize) -> impl Iterator<Item = Found<'a, NameEntry>> {
        let mut next = left;
        (left..right).filter_map(move |token| {
            let found = self.words.name(token)?;
            if token < next || found.last > right {
                return None;
            }
            next = found.last;
            (!self.is_bystander(found)).then_some(found)
        })
    }

    /// "Russian-backed", "pro-Russian", "anti-American": the country is not the actor's own.
    fn is_bystander(&self, found: Found<'a, NameEntry>) -> bool {
        let doc = self.doc;
        let word = |token: usize| if token < doc.len() { doc.word(token).to_lowercase() } else { String::new() };
        let is_hyphen = |token: usize| matches!(word(token).as_str(), "-" | "–" | "‑");
        if is_hyphen(found.last) && BEHIND.contains(&word(found.last + 1).as_str()) {
            return true;
        }
        found.first >= 2
            && is_hyphen(found.first - 1)
            && matches!(word(found.first - 2).as_str(), "pro" | "anti" | "non" | "counter")
    }

    /// The country that stands before a token within its phrase.
    fn country_before(&self, token: usize) -> Option<Found<'a, NameEntry>> {
        self.country_in(self.left_edge(token), token)
    }

    /// The first of the tokens that stand before a token without a gap and depend on it.
    fn left_edge(&self, token: usize) -> usize {
        self.left_edge_of(token, token)
    }

    /// The same, going left from another token of the phrase.
    fn left_edge_of(&self, token: usize, from: usize) -> usize {
        let mut left = from;
        while left > 0
            && self.doc.sentence_of(left - 1) == self.doc.sentence_of(token)
            && self.doc.is_under(left - 1, token)
        {
            left -= 1;
        }
        left
    }

    /// The objects of the prepositions that follow a role, each with its preposition.
    fn behind(&self, head: usize, after: usize, depth: usize) -> Vec<(String, Profile)> {
        let doc = self.doc;
        let mut found = Vec::new();
        for preposition in doc.children_by(head, &["prep"]).filter(|token| *token >= after) {
            for object in doc.children_by(preposition, &["pobj"]) {
                found.push((doc.word(preposition).to_lowercase(), self.describe_to(object, depth - 1)));
            }
        }
        found
    }

    /// The words of a role as written, with the country and the body before them, without article.
    fn role_text(&self, left: usize, right: usize) -> Option<String> {
        let first = (left..right).find(|token| {
            self.words.name(*token).is_some()
                || self.words.role(*token).is_some()
                || is_former_word(&self.doc.word(*token).to_lowercase())
        })?;
        let text = self.doc.slice(first, right).trim_end_matches([' ', ',', '\'', '’']);
        (!text.is_empty() && text.len() <= 120).then(|| text.to_owned())
    }

    /// Whether a token is the object of a preposition of place.
    pub(super) fn is_locative(&self, head: usize) -> bool {
        let doc = self.doc;
        if doc.dep(head) == "conj" && doc.head(head) < head {
            return self.is_locative(doc.head(head));
        }
        if doc.dep(head) == "dobj" {
            return is_spatial(&doc.lemma(doc.head(head)).to_lowercase());
        }
        doc.dep(head) == "pobj" && {
            let preposition = doc.word(doc.head(head)).to_lowercase();
            let of_a_place =
                preposition == "of" && is_kind_of_place(&doc.lemma(doc.head(doc.head(head))).to_lowercase());
            of_a_place || LOCATIVE.contains(&preposition.as_str()) && !self.is_dative(doc.head(head), &preposition)
        }
    }

    /// "to Moscow" after a verb of telling or giving addresses the government.
    fn is_dative(&self, preposition: usize, word: &str) -> bool {
        const ADDRESSING: &[&str] = &[
            "send",
            "give",
            "sell",
            "offer",
            "provide",
            "supply",
            "deliver",
            "appeal",
            "warn",
            "warning",
            "message",
            "letter",
            "signal",
            "support",
            "aid",
            "threat",
            "challenge",
            "response",
            "respond",
            "say",
            "announce",
            "loan",
            "ultimatum",
            "help",
            "assistance",
            "close",
            "loyal",
            "concession",
            "demand",
            "opposed",
            "ally",
            "allied",
            "answer",
            "sale",
            "transfer",
        ];
        matches!(word, "to" | "from" | "over")
            && ADDRESSING.contains(&self.doc.lemma(self.doc.head(preposition)).to_lowercase().as_str())
    }

    /// "Kyiv, Ukraine" at the head of a story, or a name that stands alone, is a place.
    fn is_bare_place(&self, head: usize) -> bool {
        self.doc
            .children_by(head, &["appos"])
            .any(|token| self.words.name(token).is_some_and(|found| found.entry.kind == NameKind::Country))
    }

    /// What the name recogniser says of a phrase that the tables do not know.
    fn by_entity(&self, head: usize) -> Profile {
        let doc = self.doc;
        let kind = match doc.entity_at(head).map(|entity| doc.entity_type(entity)) {
            Some("ORG") if doc.pos(head) == Pos::Propn => MentionKind::Organisation,
            Some("GPE" | "LOC" | "FAC") => MentionKind::Place,
            Some("NORP") => MentionKind::Group,
            _ => MentionKind::Thing,
        };
        let mut profile = Profile::unknown(kind);
        if kind == MentionKind::Thing {
            return profile;
        }
        let (first, last) = doc.entity_at(head).map_or((head, head + 1), |entity| (entity.first, entity.last));
        profile.country = match kind {
            MentionKind::Organisation => {
                self.country_in(self.left_edge(first), last).map(|found| found.entry.code.clone())
            }
            MentionKind::Place => self.country_of_place(head),
            MentionKind::Group => self.country_behind(head, last),
            _ => None,
        };
        if kind != MentionKind::Place {
            profile.name = Some(name_text(doc, first, last));
        }
        profile
    }

    /// "Springfield, Ruritania": the country stands behind the place.
    fn country_of_place(&self, head: usize) -> Option<SmolStr> {
        let behind =
            self.doc.children_by(head, &["appos", "npadvmod", "nmod"]).find_map(|token| self.words.name(token));
        behind.filter(|found| found.entry.kind == NameKind::Country).map(|found| found.entry.code.clone())
    }
}

/// The text of a name, without article and possessive ending, in one line.
pub(super) fn name_text(doc: &Doc, first: usize, last: usize) -> String {
    let text = doc.slice(first, last);
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_plural(doc: &Doc, token: usize) -> bool {
    matches!(doc.tag(token), "NNS" | "NNPS")
}
