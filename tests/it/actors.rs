//! Who acts and who receives: every kind of actor, and sentences of our own in which the recipient hides.

use std::sync::{Arc, LazyLock};

use dateline::{
    extract::{Extractor, Reading},
    lexicon::Lexicon,
    model::{Article, Country, Event, EventType, Identity, Participant, PublishedFrom},
    spacy::Pipeline,
};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let (pipeline, lexicon) = (Pipeline::embedded().unwrap(), Lexicon::embedded().unwrap());
    Extractor::new(Arc::new(pipeline), Arc::new(lexicon), None)
});

fn read(text: &str) -> Reading<'static> {
    let published_at = Some("2023-03-15T10:00:00Z".parse().unwrap());
    EXTRACTOR.read(Article { published_at, published_from: PublishedFrom::Article, ..Article::of_text("a", text) })
}

/// The code of the last mention whose text ends with a word.
#[track_caller]
fn code(text: &str, word: &str, expected: &str) {
    let reading = read(text);
    let token = (0..reading.doc().len()).rev().find(|token| reading.doc().word(*token) == word);
    let (_, who) = reading.noun_phrase(token.unwrap());
    let country = who.country.map(|country| country.to_string());
    let found: String = country.into_iter().chain(who.sectors.iter().map(ToString::to_string)).collect();
    assert_eq!(found, expected, "{word} in {text}");
}

/// Who acts and who receives in the event of a type, as texts.
#[track_caller]
fn parties(text: &str, event_type: EventType, actors: &str, recipients: &str) {
    let reading = read(text);
    let show = |participants: &[Participant]| {
        let texts = participants.iter().map(|one| reading.clean.text.get(one.span.start..one.span.end).unwrap());
        texts.collect::<Vec<_>>().join(" + ")
    };
    let found: Vec<(String, String)> = reading
        .events
        .iter()
        .filter(|event: &&Event| event.event_type == event_type)
        .map(|event| (show(&event.actors), show(&event.recipients)))
        .collect();
    assert!(found.contains(&(actors.to_owned(), recipients.to_owned())), "{text}: {found:?}");
}

#[test]
fn states_their_seats_and_their_people() {
    code("Norway condemned the raid.", "Norway", "NOR");
    code("Kyiv rejected the offer.", "Kyiv", "UKRGOV");
    code("The truck broke down in Kyiv.", "Kyiv", "UKR");
    code("Warsaw summoned the envoy.", "Warsaw", "POLGOV");
    code("The Danes voted on Sunday.", "Danes", "DNK");
}

#[test]
fn offices_ministries_parliaments_and_courts() {
    code("Finnish officials met the envoy.", "officials", "FINGOV");
    code("The Estonian government resigned.", "government", "ESTGOV");
    code("The prime minister of Iceland resigned.", "minister", "ISLGOV");
    code("The Ghanaian Ministry of Health warned residents.", "Ministry", "GHAGOV");
    code("Portugal's parliament approved the budget.", "parliament", "PRTLEG");
    code("Two Irish senators visited the camp.", "senators", "IRLLEG");
    code("The Supreme Court of Kenya annulled the vote.", "Court", "KENJUD");
    code("A Greek prosecutor charged the sailor.", "prosecutor", "GRCJUD");
    code("A former president of Malawi was arrested.", "president", "MWIELI");
}

#[test]
fn armies_police_spies_parties_and_the_opposition() {
    code("The Peruvian army shelled the ridge.", "army", "PERMIL");
    code("Zambian soldiers guarded the bridge.", "soldiers", "ZMBMIL");
    code("Bolivian police detained the mayor.", "police", "BOLCOP");
    code("The Uruguayan intelligence service watched him.", "service", "URYSPY");
    code("The Labour Party demanded a recount.", "Party", "GBRPTY");
    code("Hungary's opposition leader called for a strike.", "leader", "HUNOPP");
}

#[test]
fn rebels_gunmen_and_gangs_and_those_whom_others_back() {
    code("Hezbollah fired at the hill.", "Hezbollah", "LBNREB");
    code("Boko Haram fighters burned the farm.", "fighters", "NGAREB");
    code("Russian-backed rebels in Ukraine shelled the town.", "rebels", "UKRREB");
    code("Gunmen killed the judge.", "Gunmen", "UAF");
    code("Somali pirates seized the tanker.", "pirates", "SOMCRM");
    code("The drug cartel killed the reporter.", "cartel", "CRM");
}

#[test]
fn companies_charities_bodies_of_states_and_the_press() {
    code("The Swedish company fired its workers.", "company", "SWEBUS");
    code("Amnesty International criticized the law.", "International", "NGOSOC");
    code("The United Nations sent food.", "Nations", "UNO");
    code("The European Union imposed sanctions on the firm.", "Union", "EUR");
    code("The African Union sent observers.", "Union", "IGO");
    code("An Egyptian journalist was arrested.", "journalist", "EGYJRN");
}

#[test]
fn crowds_civilians_refugees_faiths_and_peoples() {
    code("Protesters threw stones at the gate.", "Protesters", "CVL");
    code("Civilians fled the valley.", "Civilians", "CVL");
    code("Syrian refugees crossed the border.", "refugees", "SYRREF");
    code("Shiite clerics urged calm.", "clerics", "REL");
    code("Kurds in Turkey protested the ban.", "Kurds", "TUR");
    code("Kenyan students blocked the road.", "students", "KENEDU");
    code("Trade unions called a strike.", "unions", "LAB");
    code("The relatives of the dead soldiers protested.", "relatives", "CVL");
}

#[test]
fn several_at_once_are_several() {
    parties(
        "Norway and its Baltic allies condemned Belarus.",
        EventType::Accuse,
        "Norway + its Baltic allies",
        "Belarus",
    );
    parties("Chile met with Peru and Bolivia.", EventType::Consult, "Chile", "Peru + Bolivia");
}

#[test]
fn an_envoy_is_summoned_not_his_country() {
    parties("Finland summoned the Hungarian ambassador.", EventType::Accuse, "Finland", "the Hungarian ambassador");
}

#[test]
fn what_one_holds_is_shown_with_its_holder() {
    parties(
        "Norway rejected the Hungarian government's request.",
        EventType::Reject,
        "Norway",
        "the Hungarian government's request",
    );
}

#[test]
fn own_forces_receive_nothing() {
    parties("Ghana withdrew its troops from Mali.", EventType::Retreat, "Ghana", "Mali");
    parties("Ghana sent troops to Mali.", EventType::Mobilize, "Ghana", "Mali");
}

#[test]
fn a_recipient_deep_in_the_phrase_is_found() {
    parties("Norway lifted sanctions imposed on Burundi.", EventType::Retreat, "Norway", "Burundi");
    parties("Sweden agreed to lend money to Lebanon.", EventType::Agree, "Sweden", "Lebanon");
}

#[test]
fn those_who_agree_and_nobody_else_agree_with_each_other() {
    parties("Chile and Peru agreed to a pact.", EventType::Agree, "Chile", "Peru");
}

#[test]
fn an_object_pronoun_is_not_the_subject_of_its_own_verb() {
    let reading = read("President Ana Ruiz pardoned her.");
    let token = (0..reading.doc().len()).find(|token| reading.doc().word(*token) == "her").unwrap();
    assert_eq!(reading.noun_phrase(token).1, Identity::default());
}

#[test]
fn what_happens_to_nobody_in_particular_is_no_event() {
    for text in ["You walk past the depot and you get arrested.", "There is no law by which to have somebody jailed."] {
        let events = read(text).events;
        assert!(events.is_empty(), "{text}: {events:?}");
    }
    assert_eq!(read("The police arrested somebody at the depot.").events.len(), 1);
}

#[test]
fn a_date_before_a_noun_and_a_sum_are_nobody() {
    parties("Last year rebels killed nine farmers.", EventType::Assault, "rebels", "nine farmers");
    parties(
        "The agency launched an appeal for $80 million to provide help for villagers.",
        EventType::Request,
        "The agency",
        "villagers",
    );
}

#[test]
fn who_is_convicted_is_not_the_judge() {
    parties(
        "A judge convicted the former mayor of fraud and sentenced him to six years.",
        EventType::Coerce,
        "A judge",
        "the former mayor",
    );
    parties("The arrest of the editor was condemned by Norway.", EventType::Coerce, "", "the editor");
}

#[test]
fn prisoners_who_are_freed_are_not_forces_that_are_sent() {
    parties("Rebels released 20 soldiers.", EventType::Retreat, "Rebels", "20 soldiers");
}

#[test]
fn talks_between_two_are_of_both() {
    parties("Talks between Chile and Peru collapsed on Monday.", EventType::Reject, "Chile", "Peru");
}

#[test]
fn a_member_is_the_state_as_long_as_it_is_a_member() {
    code("NATO member Turkey condemned the raid.", "member", "TUR");
    code("NATO member Turkey condemned the raid.", "NATO", "IGOMIL");
    code("EU member Britain condemned the raid.", "member", "");
}

#[test]
fn words_of_a_longer_name_stand_for_no_parliament_and_no_country() {
    code("The bank lent Latin American states a billion.", "states", "");
    code("The Nigeria Labour Congress called a strike.", "Labour", "");
    code("Congress approved the bill.", "Congress", "USALEG");
}

#[test]
fn in_a_quotation_we_are_those_for_whom_the_speaker_speaks() {
    let text =
        "\"The talks have failed. We will attack the rebels at dawn,\" Peruvian Defence Minister Luis Soto said.";
    let reading = read(text);
    let threat = reading.events.iter().find(|event| event.event_type == EventType::Threaten).unwrap();
    assert_eq!(threat.actors[0].identity.country, Country::from_code("PER"));
    assert_eq!(threat.attribution.as_ref().unwrap().speaker.identity.name.as_deref(), Some("Luis Soto"));
}

#[test]
fn a_thing_is_its_owners_and_ones_own_side_is_not_threatened() {
    let reading = read("Chad's minister reaffirmed his support for Niger's sovereignty.");
    assert_eq!(reading.events[0].recipients[0].identity.country, Country::from_code("NER"));
    parties("The Russian president warned that Moscow will answer.", EventType::Threaten, "The Russian president", "");
}

#[test]
fn who_speaks_during_a_visit_pays_it() {
    let text = "Norwegian premier Ane Lund said during a visit to Chad that the talks went well.";
    parties(text, EventType::Consult, "Norwegian premier Ane Lund", "Chad");
}
