//! Short forms of the names of bodies: initials, what stands in brackets behind a name, and its first words.

use rustc_hash::FxHashMap;

use super::names::{KnownWords, starts_upper};
use crate::{
    extract::{mentions::MentionList, syntax::EntityLabel},
    lexicon::{NameKind, key},
    model::{Mention, Pos, Referent, ReferentKind},
};

/// The letters that initials have at least and at most.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=8;

/// The letters that a short form in brackets has at least and at most.
const IN_BRACKETS: std::ops::RangeInclusive<usize> = 2..=16;

/// The bodies by their short forms. A form that stands for two bodies stands for neither.
#[derive(Debug, Default)]
struct ShortForms(FxHashMap<String, Option<Referent>>);

impl ShortForms {
    fn add(&mut self, form: String, body: &Referent) {
        let known = self.0.entry(form).or_insert_with(|| Some(body.clone()));
        if let Some(other) = known.as_mut() {
            if other.chain == body.chain {
                other.identity.complete_from(&body.identity);
            } else {
                *known = None;
            }
        }
    }

    fn body(&self, form: &str) -> Option<&Referent> {
        self.0.get(form)?.as_ref()
    }
}

/// "The Harbour Workers' Union (HWU) … **HWU** said", "Tolmar Iron Works … **Tolmar**": the later name is the body's.
pub(super) fn join(known: &KnownWords<'_>, mentions: &mut MentionList<Referent>) {
    let (mut told, mut likely) = (ShortForms::default(), ShortForms::default());
    for mention in mentions.all() {
        let Some(name) = name_of_body(&mention.what) else { continue };
        if let Some(short) = behind(known, mention) {
            told.add(short, &mention.what);
        }
        if let Some(short) = initials(name) {
            likely.add(short, &mention.what);
        }
        for short in first_words(known, name) {
            likely.add(short, &mention.what);
        }
    }
    for mention in mentions.all_mut() {
        let form = form_of(known, mention);
        let is_named = !is_person_of_article(known, mention) && known.syntax.pos(mention.head) == Pos::Propn;
        let of_told = told.body(form).filter(|_| is_named);
        let body = of_told.or_else(|| likely.body(form).filter(|_| is_named && is_open(mention)));
        if let Some(body) = body.filter(|body| body.chain != mention.what.chain) {
            mention.what = body.clone();
        }
    }
}

fn name_of_body(referent: &Referent) -> Option<&str> {
    let is_body = matches!(referent.kind, ReferentKind::Organisation | ReferentKind::Group);
    referent.identity.name.as_deref().filter(|name| is_body && name.contains(' '))
}

/// The words by which a mention may be a short form.
fn form_of<'a>(known: &'a KnownWords<'_>, mention: &'a Mention<Referent>) -> &'a str {
    let is_named = mention.what.kind == ReferentKind::Organisation;
    let name = mention.what.identity.name.as_deref().filter(|_| is_named && mention.what.identity.has_no_code());
    name.unwrap_or_else(|| known.syntax.doc.word(mention.head))
}

/// Whether nothing is known of what a mention stands for.
fn is_open(mention: &Mention<Referent>) -> bool {
    mention.what.identity.has_no_code()
        && matches!(mention.what.kind, ReferentKind::Organisation | ReferentKind::Thing | ReferentKind::Place)
}

/// Whether a mention names a person, by the name recogniser and in more than one word.
fn is_person_of_article(known: &KnownWords<'_>, mention: &Mention<Referent>) -> bool {
    let name = mention.what.identity.name.as_deref().unwrap_or_default();
    mention.what.kind == ReferentKind::Person && (name.contains(' ') || !mention.what.identity.has_no_code())
        || mention.what.kind != ReferentKind::Person && known.syntax.entity(mention.head) == Some(EntityLabel::Person)
}

/// What stands in brackets behind a name: "the Bureau of Ports (**`BoP`**)".
fn behind(known: &KnownWords<'_>, mention: &Mention<Referent>) -> Option<String> {
    let doc = &known.syntax.doc;
    let of_entity = doc.entity_at(mention.head).map(|entity| entity.last);
    let end = of_entity.or_else(|| known.name(mention.head).map(|name| name.last)).unwrap_or(mention.head + 1);
    let end = if doc.word(end.saturating_sub(1)) == "(" { end - 1 } else { end };
    if end + 2 >= doc.len() || doc.word(end) != "(" || doc.word(end + 2) != ")" {
        return None;
    }
    let short = doc.word(end + 1);
    let is_short = IN_BRACKETS.contains(&short.chars().count())
        && starts_upper(short)
        && short.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    let is_other = known.name(end + 1).is_some_and(|name| name.entry.kind != NameKind::Organisation)
        || known.role(end + 1).is_some();
    (is_short && !is_other).then(|| short.to_owned())
}

/// The beginnings of a name that nothing else is known by.
fn first_words<'a>(known: &'a KnownWords<'_>, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let first = name.split(' ').next().unwrap_or_default();
    let known_as = key(first);
    let is_own = starts_upper(first)
        && first.chars().count() >= 3
        && known.tables.name(&known_as).is_none()
        && known.tables.role(&known_as).is_none()
        && known.syntax.lexicon.grammar.bodies.sector(&known_as).is_none();
    name.match_indices(' ').filter(move |_| is_own).filter_map(|(at, _)| name.get(..at)).map(str::to_owned)
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
    let is_short = INITIALS.contains(&short.chars().count()) && short.chars().all(char::is_uppercase);
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
