//! Which stretches of a text name places.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    Known,
    evidence::{LetterCase, Verdict, Witness},
};
use crate::{
    extract::syntax::{EntityLabel, Syntax},
    gazetteer::{Gazetteer, Site, SiteKind},
    lexicon::key,
    model::{Country, Pos, ReferentKind},
};

/// The words that the name of a place has at most.
const LONGEST: usize = 8;

/// A city of fewer people is taken for a word of another meaning where the words around do not make it a place.
const PROMINENT: u32 = 50_000;

/// The names that a list has at least.
const SHORTEST_LIST: usize = 3;

/// The members of a list that are sure to be places, from which the others are, too.
const SURE_IN_LIST: usize = 2;

/// The name of a place.
#[derive(Debug, Clone)]
pub(super) struct Spotted<'g> {
    pub first: usize,
    pub last: usize,
    pub head: usize,
    /// What it may mean, the most prominent first; none for a name that the gazetteer does not have.
    pub sites: Vec<Site<'g>>,
}

/// The names of places in an article, in the order of the text.
pub(super) fn spot<'g>(syntax: &Syntax<'_>, gazetteer: &'g Gazetteer, known: Known<'_>) -> Vec<Spotted<'g>> {
    let doc = &syntax.doc;
    let mut found = Vec::new();
    for sentence in doc.sentences() {
        let case = LetterCase::of(doc.slice(sentence.start, sentence.end), syntax.has_few_capitals);
        let witness = Witness { syntax, known, case };
        let mut first = sentence.start;
        while first < sentence.end {
            let next = named(&witness, gazetteer, first, sentence.end);
            let next = next.or_else(|| unlisted(&witness, gazetteer, first));
            first = next.as_ref().map_or(first + 1, |(spotted, _)| spotted.last);
            found.extend(next);
        }
    }
    settle(syntax, found)
}

/// A doubtful name is a place if the article has it for one elsewhere, or if it is in a list with two sure places and may lie in the
/// country of one: "Oslo, Hedmark and Oppland".
fn settle<'g>(syntax: &Syntax<'_>, mut found: Vec<(Spotted<'g>, Verdict)>) -> Vec<Spotted<'g>> {
    for list in lists(syntax, &found, |(spotted, _)| spotted) {
        settle_list(syntax, found.get_mut(list).unwrap_or_default());
    }
    let name = |spotted: &Spotted<'_>| key(syntax.doc.slice(spotted.first, spotted.last));
    let sure: FxHashSet<String> =
        found.iter().filter(|(_, verdict)| *verdict == Verdict::Place).map(|(spotted, _)| name(spotted)).collect();
    let is_place = |(spotted, verdict): &(Spotted<'_>, Verdict)| match verdict {
        Verdict::Place => true,
        Verdict::Doubtful => sure.contains(&name(spotted)),
        Verdict::No => false,
    };
    found.into_iter().filter(is_place).map(|(spotted, _)| spotted).collect()
}

/// Makes the doubtful names of a list places if the gazetteer has two members that are sure to be places, and the name may lie in the
/// country that one of them most likely means. Names of organisations are left out: clubs and firms are called by their towns.
fn settle_list(syntax: &Syntax<'_>, list: &mut [(Spotted<'_>, Verdict)]) {
    let sure = list.iter().filter(|(_, verdict)| *verdict == Verdict::Place);
    let sure: Vec<Option<Country>> =
        sure.filter_map(|(spotted, _)| spotted.sites.first()).map(|site| site.country).collect();
    if sure.len() < SURE_IN_LIST {
        return;
    }
    for (spotted, verdict) in list.iter_mut().filter(|(_, verdict)| *verdict == Verdict::Doubtful) {
        let is_near = spotted.sites.iter().any(|site| site.country.is_some() && sure.contains(&site.country));
        if is_near && syntax.entity(spotted.first) != Some(EntityLabel::Organisation) {
            *verdict = Verdict::Place;
        }
    }
}

/// The lists of at least three names in a sentence, by their numbers: "Oslo, Hedmark and Oppland". Commas alone make no list: in "Puebla,
/// Mexico" the second name contains the first.
pub(super) fn lists<'g: 'a, 'a, T>(
    syntax: &Syntax<'_>,
    names: &'a [T],
    spotted: impl Fn(&'a T) -> &'a Spotted<'g>,
) -> Vec<Range<usize>> {
    let doc = &syntax.doc;
    let mut found = Vec::new();
    let (mut start, mut has_conjunction) = (0, false);
    for (number, name) in names.iter().map(&spotted).enumerate() {
        let next = names.get(number + 1).map(&spotted);
        let next = next.filter(|next| doc.sentence_of(next.first) == doc.sentence_of(name.first));
        match next.filter(|next| name.last <= next.first).map(|next| doc.slice(name.last, next.first)) {
            Some(",") if !has_conjunction => {}
            Some("and" | ", and" | "or" | ", or" | "&") => has_conjunction = true,
            _ => {
                if has_conjunction && number + 1 - start >= SHORTEST_LIST {
                    found.push(start..number + 1);
                }
                (start, has_conjunction) = (number + 1, false);
            }
        }
    }
    found
}

/// Whether a name means this place before it means anything else.
fn is_prominent(site: &Site<'_>) -> bool {
    !matches!(site.kind, SiteKind::City) || site.population >= PROMINENT
}

/// Prominent names of the gazetteer that are unlikely to mean a place where they stand, in the order of the text: those of a state that
/// acts, or parts of other names.
pub(super) fn refused<'g>(
    syntax: &Syntax<'_>,
    gazetteer: &'g Gazetteer,
    known: Known<'_>,
    spotted: &[Spotted<'_>],
) -> Vec<Spotted<'g>> {
    let doc = &syntax.doc;
    let mut found = Vec::new();
    let mut places = spotted.iter().peekable();
    for sentence in doc.sentences() {
        let mut first = sentence.start;
        while first < sentence.end {
            while places.next_if(|place| place.last <= first).is_some() {}
            let next_place = places.peek().map_or(sentence.end, |place| place.first.min(sentence.end));
            let is_name = syntax.pos(first) == Pos::Propn && doc.word(first).starts_with(char::is_uppercase);
            let words = (first..next_place.min(first + LONGEST)).map(|token| doc.word(token));
            let name = is_name.then(|| gazetteer.longest(words)).flatten();
            let last = name.as_ref().map_or(first + 1, |(count, _)| first + count);
            let head = syntax.head_of(first..last);
            let is_person =
                |head: usize| known.referents.at(head).is_some_and(|mention| mention.what.kind == ReferentKind::Person);
            let witness = Witness { syntax, known, case: LetterCase::Mixed };
            let is_place = |site: &Site<'_>| is_prominent(site) && !witness.is_other_word(first, last, site);
            let name = name.filter(|(_, sites)| sites.first().is_some_and(is_place));
            let begins_place = || {
                let next = (last..next_place.min(last + LONGEST)).map(|token| doc.word(token));
                let is_name = last < sentence.end && syntax.pos(last) == Pos::Propn;
                let known = is_name.then(|| gazetteer.longest(next)).flatten();
                last == next_place && is_name || known.is_some_and(|(_, sites)| sites.first().is_some_and(is_prominent))
            };
            let is_whole = || !begins_place() && !is_part_of_name(syntax, sentence.start, first, last);
            if let Some(((_, sites), head)) = name.zip(head).filter(|(_, head)| !is_person(*head) && is_whole()) {
                found.push(Spotted { first, last, head, sites });
            }
            first = last;
        }
    }
    found
}

/// Whether a name is only the end of another one, "African **Union**", or no name of a place by its article, "the **Metro**". It may
/// begin another name, "the **Lagos** High Court", though not that of a place: "**New** Aleppo".
fn is_part_of_name(syntax: &Syntax<'_>, start: usize, first: usize, last: usize) -> bool {
    let is_capitalised = |token: usize| syntax.doc.word(token).starts_with(char::is_uppercase);
    let before = (first > start).then(|| first - 1);
    before.is_some_and(|before| {
        let goes_on = matches!(syntax.pos(before), Pos::Propn | Pos::Adj) && is_capitalised(before);
        let is_alone = !syntax.dep(last - 1).is_premodifier();
        goes_on || is_alone && syntax.is_written(before, "the") && !is_capitalised(before)
    })
}

/// The longest name of the gazetteer that begins at a token, if it may mean a place here.
fn named<'g>(
    witness: &Witness<'_>,
    gazetteer: &'g Gazetteer,
    first: usize,
    end: usize,
) -> Option<(Spotted<'g>, Verdict)> {
    let syntax = witness.syntax;
    if !witness.may_begin(first) {
        return None;
    }
    let words = (first..end.min(first + LONGEST)).map(|token| syntax.doc.word(token));
    let (count, sites) = gazetteer.longest(words)?;
    let last = first + count;
    let head = syntax.head_of(first..last)?;
    let verdict = witness.judge(first, last, head, sites.first()?);
    (verdict != Verdict::No).then_some((Spotted { first, last, head, sites }, verdict))
}

/// A name that begins at a token, that the gazetteer does not have, and that the language model or a preposition makes a place.
fn unlisted<'g>(witness: &Witness<'_>, gazetteer: &'g Gazetteer, at: usize) -> Option<(Spotted<'g>, Verdict)> {
    let syntax = witness.syntax;
    let is_name = |token: &usize| syntax.pos(*token) == Pos::Propn;
    let (first, mut last) = match syntax.doc.entity_at(at) {
        Some(entity) if (entity.first..entity.last).find(is_name) == Some(at) => (at, entity.last),
        Some(_) => return None,
        None => witness.proper_run(at)?,
    };
    while first < last && !is_name(&(last - 1)) {
        last -= 1;
    }
    let head = (first < last).then(|| syntax.head_of(first..last))??;
    let verdict = witness.judge_unlisted(first, last, head, syntax.entity(at));
    let sites = if syntax.entity(at) == Some(EntityLabel::Facility) {
        Vec::new()
    } else {
        inner_sites(witness, gazetteer, first, last)
    };
    (verdict != Verdict::No).then_some((Spotted { first, last, head, sites }, verdict))
}

/// The places of the name inside one that the gazetteer does not have: "Central **Luzon**", "**Kachin** State", or of its longer form:
/// "South Darfur" for "Southern Darfur".
fn inner_sites<'g>(witness: &Witness<'_>, gazetteer: &'g Gazetteer, first: usize, last: usize) -> Vec<Site<'g>> {
    let doc = &witness.syntax.doc;
    if last - first < 2 {
        return Vec::new();
    }
    if witness.is_place_noun(last - 1) {
        let mut sites = gazetteer.named(doc.slice(first, last - 1));
        if !witness.syntax.is_any(last - 1, &["city", "town", "village"]) {
            sites.retain(|site| matches!(site.kind, SiteKind::Area | SiteKind::Region));
        }
        return sites;
    }
    if !witness.is_direction(first) {
        return Vec::new();
    }
    let (side, rest) = (doc.word(first).to_lowercase(), doc.slice(first + 1, last));
    let mut sites = if side.ends_with("ern") { Vec::new() } else { gazetteer.named(&format!("{side}ern {rest}")) };
    sites.retain(|site| matches!(site.kind, SiteKind::Area | SiteKind::Region));
    if sites.is_empty() { gazetteer.named(rest) } else { sites }
}
