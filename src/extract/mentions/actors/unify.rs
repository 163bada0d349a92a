//! One person or body has one identity throughout an article: what a later, fuller mention says holds for all, and a short form
//! in capitals is the body whose initials it is.

use rustc_hash::FxHashMap;

use super::names::KnownWords;
use crate::{
    extract::{mentions::MentionList, syntax::EntityLabel},
    lexicon::NameKind,
    model::{CountrySource, Identity, Mention, Pos, Referent, ReferentKind},
};

/// The letters that a short form has at least and at most.
const SHORT: std::ops::RangeInclusive<usize> = 2..=8;

/// Gives every mention of a person or body what the others say.
pub(super) fn unify(known: &KnownWords<'_>, mentions: &mut MentionList<Referent>) {
    join_short_forms(known, mentions);
    let mut identities: FxHashMap<u32, Option<Identity>> = FxHashMap::default();
    for mention in mentions.all() {
        let Referent { kind, identity, chain } = &mention.what;
        let of_chain = identities.entry(*chain).or_insert_with(|| Some(Identity::default()));
        if is_people_or_state(known, mention) {
            *of_chain = None;
        } else if let Some(whole) = of_chain.as_mut().filter(|_| *kind != ReferentKind::Pronoun) {
            let is_inferred = identity.country_from == CountrySource::Article;
            let country = identity.country.filter(|_| !is_inferred);
            whole.complete_from(&Identity { country, ..identity.clone() });
        }
    }
    for mention in mentions.all_mut() {
        if let Some(Some(whole)) = identities.get(&mention.what.chain) {
            let identity = &mut mention.what.identity;
            if identity.country_from == CountrySource::Article && whole.country.is_some() {
                identity.country = None;
            }
            identity.complete_from(whole);
        }
    }
}

/// States and peoples: "Moscow" is a government, and "Russia" need not be.
fn is_people_or_state(known: &KnownWords<'_>, mention: &Mention<Referent>) -> bool {
    matches!(mention.what.kind, ReferentKind::State | ReferentKind::Place)
        || known.name(mention.head).is_some_and(|found| found.entry.kind != NameKind::Organisation)
}

/// "The Harbour Workers' Union (HWU) … **HWU** said": the later name is the union's.
fn join_short_forms(known: &KnownWords<'_>, mentions: &mut MentionList<Referent>) {
    // A short form that stands for two names stands for neither.
    let mut longs: FxHashMap<String, Option<Referent>> = FxHashMap::default();
    for mention in mentions.all() {
        let Referent { kind, identity, chain } = &mention.what;
        let name =
            identity.name.as_deref().filter(|_| matches!(kind, ReferentKind::Organisation | ReferentKind::Group));
        let Some(short) = name.and_then(initials) else { continue };
        let long = longs.entry(short).or_insert_with(|| Some(mention.what.clone()));
        if long.as_ref().is_some_and(|long| long.chain != *chain) {
            *long = None;
        }
    }
    if longs.is_empty() {
        return;
    }
    let syntax = known.syntax;
    for mention in mentions.all_mut() {
        let word = syntax.doc.word(mention.head);
        let is_open = mention.what.identity.has_no_code()
            && matches!(mention.what.kind, ReferentKind::Organisation | ReferentKind::Thing | ReferentKind::Place)
            && syntax.pos(mention.head) == Pos::Propn
            && syntax.entity(mention.head) != Some(EntityLabel::Person);
        let long = longs.get(word).filter(|_| is_open);
        if let Some(Some(long)) = long {
            mention.what = long.clone();
        }
    }
}

/// The initials of the capitalised words of a name, or its short form in brackets.
fn initials(name: &str) -> Option<String> {
    let in_brackets =
        name.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(short, _)| short.to_owned());
    let of_words = || {
        let words = name.split([' ', '-']).filter_map(|word| word.chars().next());
        words.filter(|letter| letter.is_uppercase()).collect::<String>()
    };
    let short = in_brackets.unwrap_or_else(of_words);
    let is_short = SHORT.contains(&short.chars().count()) && short.chars().all(char::is_uppercase);
    (is_short && name.contains(' ')).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_leave_small_words_out() {
        for (name, short) in [
            ("Harbour Workers' Union", Some("HWU")),
            ("Office of Fair Trade", Some("OFT")),
            ("Bureau for Ports (BFP)", Some("BFP")),
            ("Tolmar", None),
            ("Tolmar Harbour (in short Tolmar)", None),
        ] {
            assert_eq!(initials(name).as_deref(), short, "{name}");
        }
    }
}
