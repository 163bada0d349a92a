//! Several participants in one phrase: members of a coordination, and one noun for the people of several countries.

use super::Prepared;
use crate::{
    extract::syntax::{Dep, pronouns},
    model::{Country, CountrySource, Identity, Participant, ReferentKind, Span},
};

impl Prepared<'_> {
    /// The heads of a slot with the further members of the coordinations that they open, but for those of the other slot.
    pub(super) fn with_members(&self, heads: &[usize], others: &[usize]) -> Vec<usize> {
        let mut all = heads.to_vec();
        for head in heads {
            for member in self.members(*head) {
                if !all.contains(&member) && !others.contains(&member) {
                    all.push(member);
                }
            }
        }
        all
    }

    /// The further members of a coordination: "a judge, two **nurses** and a **priest**".
    fn members(&self, head: usize) -> Vec<usize> {
        let syntax = self.syntax;
        // The second member of a list is often parsed as an apposition of the first, or hung on the verb.
        let beside = syntax.children_by(head, Dep::Appos);
        let loose = syntax.children_among(syntax.head(head), &[Dep::Npadvmod, Dep::Appos]);
        let listed = beside.chain(loose).filter(|beside| self.opens_list(head, *beside));
        let members = syntax.coordinated(head).into_iter().chain(listed.flat_map(|beside| syntax.coordinated(beside)));
        members.filter(|member| *member > head && self.can_act(*member)).collect()
    }

    /// Whether what stands beside a noun is the next member of a list rather than a description: a comma parts them, and it and
    /// what follows on it have a number or article of their own.
    fn opens_list(&self, head: usize, beside: usize) -> bool {
        let syntax = self.syntax;
        let start = syntax.left_edge(beside, beside);
        let (_, end) = syntax.phrase(head);
        if start != end + 1 || syntax.doc.word(end) != "," {
            return false;
        }
        let is_counted = |noun: usize| syntax.children_among(noun, &[Dep::Det, Dep::Nummod]).next().is_some();
        let mut members = syntax.children_by(beside, Dep::Conj);
        is_counted(beside) && members.any(is_counted)
    }

    fn can_act(&self, head: usize) -> bool {
        self.mentions.referent(head).is_some_and(|referent| {
            referent.kind.is_actor() && referent.kind != ReferentKind::Pronoun || !referent.identity.sectors.is_empty()
        })
    }

    /// The further persons for whom "they" stands: "Ana Ruiz and **Mart Kask** met. They …".
    pub(super) fn further_persons(&self, head: usize, participant: &Participant) -> Vec<Participant> {
        let syntax = self.syntax;
        let is_several = syntax.is_any(head, pronouns::PLURAL);
        let antecedent = if is_several { self.mentions.antecedent(syntax, head) } else { None };
        let Some(first) = antecedent.filter(|first| first.what.kind == ReferentKind::Person) else { return Vec::new() };
        let members = syntax.coordinated(first.head).into_iter().filter(|member| *member != first.head);
        let persons = members.filter_map(|member| self.mentions.referent(member));
        let persons = persons.filter(|person| person.kind == ReferentKind::Person);
        persons.map(|person| Participant { identity: person.identity.clone(), ..participant.clone() }).collect()
    }

    /// One participant for each country that a noun names: "the Kenyan and Somali **ministers**", "**envoys** from Iran,
    /// Iraq and Turkey". The first one keeps the whole phrase.
    pub(super) fn by_country(&self, head: usize, participant: &Participant) -> Vec<Participant> {
        let found = self.countries_before(head);
        let found = if found.len() > 1 { found } else { self.countries_behind(head) };
        let Some((first, further)) = found.split_first().filter(|(_, further)| !further.is_empty()) else {
            return Vec::new();
        };
        if participant.identity.country != Some(first.1) {
            return Vec::new();
        }
        let of_country = |(span, country): &(Span, Country)| {
            let identity = Identity {
                name: None,
                country: Some(*country),
                country_from: CountrySource::Name,
                ..participant.identity.clone()
            };
            Participant { span: *span, identity, ..participant.clone() }
        };
        further.iter().filter(|(_, country)| *country != first.1).map(of_country).collect()
    }

    /// The countries of coordinated adjectives before a noun.
    fn countries_before(&self, head: usize) -> Vec<(Span, Country)> {
        let syntax = self.syntax;
        let first = syntax.children(head).filter(|child| *child < head && syntax.dep(*child).is_premodifier());
        let opening = first.filter(|child| syntax.child_by(*child, Dep::Conj).is_some());
        opening.flat_map(|child| syntax.coordinated(child)).filter_map(|token| self.country_at(token)).collect()
    }

    /// The countries of coordinated names behind "of" or "from".
    fn countries_behind(&self, head: usize) -> Vec<(Span, Country)> {
        let syntax = self.syntax;
        let objects = syntax.objects_behind(head, &["from", "of"]);
        objects.flat_map(|object| syntax.coordinated(object)).filter_map(|token| self.country_at(token)).collect()
    }

    fn country_at(&self, token: usize) -> Option<(Span, Country)> {
        let mention = self.mentions.at(token)?;
        let is_of_state = matches!(mention.what.kind, ReferentKind::State | ReferentKind::Place | ReferentKind::Group);
        let country = mention.what.identity.country.filter(|_| is_of_state)?;
        Some((self.syntax.span(token), country))
    }
}
