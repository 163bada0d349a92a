//! What the ranker looks at in a candidate, as hashed features: each is a template's name with its words.

use super::{Case, view::View};
use crate::{extract::syntax::Dep, model::Pos};

/// How many bits of the hash number a row of the table.
pub(super) const BITS: u32 = 17;

/// Takes the features of a case one by one.
pub(super) trait Sink {
    /// A template with the words that fill it.
    fn add(&mut self, template: &str, words: &[&str]);
}

/// The features as rows of the table.
#[derive(Debug, Default)]
pub(super) struct Rows(Vec<u32>);

impl Rows {
    /// The rows, ascending, each once.
    pub(super) fn distinct(mut self) -> Vec<u32> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

impl Sink for Rows {
    fn add(&mut self, template: &str, words: &[&str]) {
        self.0.push(row_of(template, words));
    }
}

/// FNV-1a over the template and its words, with its high bits folded in.
fn row_of(template: &str, words: &[&str]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    template.bytes().for_each(&mut eat);
    for word in words {
        eat(0x1f);
        word.bytes().for_each(&mut eat);
    }
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - BITS)) as u32
}

/// Tells a sink all features of a case.
pub(super) fn tell(view: &View<'_>, case: &Case<'_>, sink: &mut impl Sink) {
    let teller = Teller { view, case };
    teller.vote(sink);
    teller.trigger(sink);
    teller.surroundings(case.trigger, "t", sink);
    teller.governors(sink);
    teller.participants(sink);
    teller.path(sink);
    teller.sentence(sink);
}

struct Teller<'a, 'c> {
    view: &'a View<'a>,
    case: &'a Case<'c>,
}

impl Teller<'_, '_> {
    /// What the rules say.
    fn vote(&self, sink: &mut impl Sink) {
        let case = self.case;
        let trigger = self.view.word(case.trigger);
        for other in case.others {
            sink.add("other", &[other.name()]);
        }
        let Some(vote) = &case.vote else {
            sink.add("no-rule", &[]);
            return;
        };
        let name = vote.event_type.name();
        let ruled = vote.rule.event_type.name();
        let specific = match vote.rule.frame.specificity() {
            0 => "0",
            1 | 2 => "1",
            3 | 4 => "2",
            _ => "3",
        };
        sink.add("vote", &[name]);
        sink.add("vote-from", &[name, ruled]);
        sink.add("vote-specific", &[name, specific]);
        sink.add("specific", &[specific]);
        sink.add("vote-trigger", &[name, trigger]);
        let modality = vote.modality;
        let flags = [
            (modality.is_negated, "negated"),
            (modality.is_future, "future"),
            (modality.is_hypothetical, "hypothetical"),
        ];
        for (_, flag) in flags.iter().filter(|flag| flag.0) {
            sink.add("flag", &[flag]);
            sink.add("vote-flag", &[name, flag]);
        }
        let filled = |slots: &[usize]| slots.first().map_or("none", |slot| self.view.kind(*slot));
        let (actor, recipient) = (filled(case.actors), filled(case.recipients));
        sink.add("slots", &[actor, recipient]);
        sink.add("vote-slots", &[name, actor, recipient]);
        sink.add("vote-kind", &[name, if self.view.syntax.is_verb(case.trigger) { "verb" } else { "noun" }]);
        if let Some(support) = vote.support {
            sink.add("vote-support", &[name, self.view.word(support)]);
        }
        for inner in vote.inner {
            sink.add("inner", &[inner.event_type.name()]);
            sink.add("vote-inner", &[name, inner.event_type.name()]);
        }
    }

    fn trigger(&self, sink: &mut impl Sink) {
        let (view, trigger) = (self.view, self.case.trigger);
        let word = view.word(trigger);
        let syntax = view.syntax;
        sink.add("trigger", &[word]);
        sink.add("trigger-dep", &[word, syntax.dep(trigger).text()]);
        sink.add("dep", &[syntax.dep(trigger).text()]);
        sink.add("tag", &[syntax.tag(trigger).text()]);
        let around = |step: isize| {
            let token = trigger.checked_add_signed(step).filter(|token| view.range.contains(token));
            token.map_or("<end>", |token| view.word(token))
        };
        for (name, step) in [("-2", -2), ("-1", -1), ("+1", 1), ("+2", 2)] {
            sink.add("around", &[name, around(step)]);
        }
        sink.add("before", &[around(-1), word]);
        sink.add("behind", &[word, around(1)]);
        sink.add("behind-two", &[word, around(1), around(2)]);
    }

    /// The words that depend on a word: objects, prepositions with theirs, particles, auxiliaries, complements.
    fn surroundings(&self, token: usize, place: &str, sink: &mut impl Sink) {
        let view = self.view;
        let word = view.word(token);
        for child in view.syntax.children(token).filter(|child| view.is_word(*child)) {
            let dep = view.syntax.dep(child);
            let label = view.syntax.dep(child).text();
            let inner = view.word(child);
            if matches!(dep, Dep::Det | Dep::Cc) {
                continue;
            }
            sink.add("child", &[place, label, inner]);
            if matches!(
                dep,
                Dep::Dobj
                    | Dep::Prt
                    | Dep::Prep
                    | Dep::Xcomp
                    | Dep::Ccomp
                    | Dep::Acomp
                    | Dep::NsubjPass
                    | Dep::CsubjPass
            ) {
                sink.add("word-child", &[word, label, inner]);
            }
            match dep {
                Dep::Prep | Dep::Agent | Dep::Dative => {
                    for object in view.syntax.children(child).filter(|child| view.is_word(*child)) {
                        sink.add("behind-preposition", &[inner, view.word(object)]);
                        sink.add("preposition-object", &[word, inner, view.word(object)]);
                        self.grandchildren(object, Dep::Pobj.text(), sink);
                    }
                }
                Dep::Dobj | Dep::NsubjPass | Dep::CsubjPass | Dep::Xcomp | Dep::Ccomp | Dep::Attr | Dep::Acomp => {
                    self.grandchildren(child, label, sink);
                }
                _ => {}
            }
        }
    }

    fn grandchildren(&self, token: usize, label: &str, sink: &mut impl Sink) {
        let view = self.view;
        for child in view.syntax.children(token).filter(|child| view.is_word(*child)) {
            let dep = view.syntax.dep(child);
            match dep {
                Dep::Amod | Dep::Compound | Dep::Dobj | Dep::Aux | Dep::Neg | Dep::Acl | Dep::Xcomp | Dep::Ccomp => {
                    sink.add("grandchild", &[label, view.syntax.dep(child).text(), view.word(child)]);
                }
                Dep::Prep => {
                    for object in view.syntax.children(child) {
                        sink.add("grandchild-behind", &[label, view.word(child), view.word(object)]);
                    }
                }
                _ => {}
            }
        }
    }

    /// The words above the trigger: verbs of speech and of intent.
    fn governors(&self, sink: &mut impl Sink) {
        let view = self.view;
        let mut node = self.case.trigger;
        for step in 0..4 {
            let head = view.syntax.head(node);
            if head == node {
                break;
            }
            let label = view.syntax.dep(node).text();
            sink.add("governor", &[view.word(head)]);
            if step == 0 {
                sink.add("governor-first", &[label, view.word(head)]);
                sink.add("governor-trigger", &[view.word(head), label, view.word(self.case.trigger)]);
            }
            node = head;
        }
        sink.add("root", &[view.word(node)]);
    }

    fn participants(&self, sink: &mut impl Sink) {
        let view = self.view;
        for (role, heads) in [("actor", self.case.actors), ("recipient", self.case.recipients)] {
            let Some(&head) = heads.first() else {
                sink.add(role, &["nobody"]);
                continue;
            };
            sink.add(role, &[view.kind(head)]);
            sink.add("sector", &[role, view.sector(head)]);
            sink.add("head", &[role, view.word(head)]);
            sink.add("head-dep", &[role, view.syntax.dep(head).text()]);
        }
        if let (Some(&actor), Some(&recipient)) = (self.case.actors.first(), self.case.recipients.first()) {
            sink.add("sectors", &[view.sector(actor), view.sector(recipient)]);
            if let (Some(one), Some(other)) = (view.country(actor), view.country(recipient)) {
                sink.add("countries", &[if one == other { "same" } else { "different" }]);
            }
        }
    }

    /// The way from the actor to the recipient: its words, its relations, and what depends on its words.
    fn path(&self, sink: &mut impl Sink) {
        let view = self.view;
        let (Some(&actor), Some(&recipient)) = (self.case.actors.first(), self.case.recipients.first()) else { return };
        let Some((tokens, top)) = view.path(actor, recipient) else {
            sink.add("path", &["none"]);
            return;
        };
        let inside = tokens.get(1..tokens.len().saturating_sub(1)).unwrap_or_default();
        let mut relations = String::new();
        let mut words = String::new();
        for (place, token) in tokens.iter().enumerate() {
            if place != top {
                relations.push(if place < top { '<' } else { '>' });
                relations.push_str(view.syntax.dep(*token).text());
            }
            if inside.contains(token) {
                words.push(' ');
                words.push_str(view.word(*token));
            }
        }
        sink.add("path", &[&relations]);
        sink.add("path-all", &[&relations, &words]);
        sink.add("path-words", &[&words]);
        if let Some(highest) = tokens.get(top) {
            sink.add("path-top", &[view.word(*highest)]);
        }
        for token in inside {
            sink.add("path-word", &[view.word(*token)]);
            sink.add("path-word-dep", &[view.syntax.dep(*token).text(), view.word(*token)]);
            if *token != self.case.trigger {
                self.surroundings(*token, "p", sink);
            }
        }
    }

    /// Masked words and pairs of words of the whole sentence.
    fn sentence(&self, sink: &mut impl Sink) {
        let view = self.view;
        let mut before = "<start>";
        for token in view.range.clone().filter(|token| view.is_word(*token)) {
            let word = self.placed(token);
            if view.syntax.pos(token) != Pos::Det {
                sink.add("word", &[word]);
            }
            sink.add("pair", &[before, word]);
            before = word;
        }
    }

    fn placed(&self, token: usize) -> &str {
        if self.case.actors.contains(&token) {
            "<actor>"
        } else if self.case.recipients.contains(&token) {
            "<recipient>"
        } else {
            self.view.word(token)
        }
    }
}
