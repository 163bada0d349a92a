//! One person or body has one identity throughout an article: what a later, fuller mention says holds for all.

use rustc_hash::FxHashMap;

use super::{names::KnownWords, short_forms};
use crate::{
    extract::mentions::MentionList,
    lexicon::NameKind,
    model::{CountrySource, Identity, Mention, Referent, ReferentKind},
};

/// Gives every mention of a person or body what the others say.
pub(super) fn unify(known: &KnownWords<'_>, mentions: &mut MentionList<Referent>) {
    short_forms::join(known, mentions);
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
