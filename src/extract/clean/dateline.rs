//! Datelines: the place, agency and date that open a news story, with a dash, and where the dash was lost.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::model::{CleanText, SectionKind, Span};

/// What a dateline tells. Spans are in the cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dateline {
    /// All of it.
    pub span: Span,
    /// The place: "KYIV, Ukraine".
    pub place: Option<Span>,
    /// The agency: "AP".
    pub agency: Option<Span>,
    /// Month and day, and the year where it is told.
    pub date: Option<(i8, i8, Option<i16>)>,
}

/// Areas that follow a town in a dateline: countries, states of the United States with the abbreviations of news
/// agencies, provinces of Canada. Longer names before those they begin with.
const REGIONS: &str = "Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Belarus|Belgium|\
    Belize|Benin|Bolivia|Bosnia and Herzegovina|Bosnia-Herzegovina|Bosnia|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|\
    Canada|Central African Republic|Chad|Chile|China|Colombia|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Denmark|Djibouti|\
    Dominican Republic|East Timor|Ecuador|Egypt|El Salvador|England|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|\
    Gabon|Gambia|Gaza Strip|Gaza|Germany|Ghana|Greece|Greenland|Guatemala|Guinea-Bissau|Guinea|Guyana|Haiti|Honduras|Hungary|Iceland|India|\
    Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|\
    Lesotho|Liberia|Libya|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Mongolia|Montenegro|\
    Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Nigeria|Niger|North Korea|North Macedonia|Northern Ireland|\
    Norway|Oman|Pakistan|Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|\
    Saudi Arabia|Scotland|Senegal|Serbia|Sierra Leone|Slovakia|Slovenia|Somalia|South Africa|South Korea|South Sudan|Spain|Sri Lanka|Sudan|\
    Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Trinidad and Tobago|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|\
    United Arab Emirates|UAE|United Kingdom|UK|U\\.K\\.|United States|U\\.S\\.|Uruguay|Uzbekistan|Vanuatu|Venezuela|Vietnam|Wales|West Bank|\
    Yemen|Zambia|Zimbabwe|\
    Alabama|Ala\\.|Alaska|Arizona|Ariz\\.|Arkansas|Ark\\.|California|Calif\\.|Colorado|Colo\\.|Connecticut|Conn\\.|Delaware|Del\\.|D\\.C\\.|Florida|\
    Fla\\.|Georgia|Ga\\.|Hawaii|Idaho|Illinois|Ill\\.|Indiana|Ind\\.|Iowa|Kansas|Kan\\.|Kentucky|Ky\\.|Louisiana|La\\.|Maine|Maryland|Md\\.|\
    Massachusetts|Mass\\.|Michigan|Mich\\.|Minnesota|Minn\\.|Mississippi|Miss\\.|Missouri|Mo\\.|Montana|Mont\\.|Nebraska|Neb\\.|Nevada|Nev\\.|\
    New Hampshire|N\\.H\\.|New Jersey|N\\.J\\.|New Mexico|N\\.M\\.|New York|N\\.Y\\.|North Carolina|N\\.C\\.|North Dakota|N\\.D\\.|Ohio|Oklahoma|\
    Okla\\.|Oregon|Ore\\.|Pennsylvania|Pa\\.|Rhode Island|R\\.I\\.|South Carolina|S\\.C\\.|South Dakota|S\\.D\\.|Tennessee|Tenn\\.|Texas|Utah|\
    Vermont|Vt\\.|West Virginia|W\\.Va\\.|Virginia|Va\\.|Washington|Wash\\.|Wisconsin|Wis\\.|Wyoming|Wyo\\.|Ontario|Quebec|Alberta|British Columbia|\
    Manitoba|Saskatchewan|Nova Scotia|New Brunswick|Newfoundland";

/// Agencies whose name in brackets makes a dateline, with a dash or without.
const AGENCIES: &str = "AP|Associated Press|The Associated Press|Reuters|Thomson Reuters Foundation|AFP|Agence France-Presse|dpa|DPA|UPI|PTI|ANI|IANS|\
    Xinhua|TASS|ITAR-TASS|RIA Novosti|RIA|Interfax|EFE|ANSA|Bloomberg|CNN|BBC|NYT|VOA|RFE/RL|Al Jazeera|Anadolu|AA|Kyodo|Yonhap|KCNA|IRNA|WAFA|SANA|\
    MENA|CNA|NHK|CP|The Canadian Press|Kyodo News|Ukrinform|Belga|ANP|APA|PAP|CTK|MTI|JTA|IPS|IRIN|UN News";

/// Words in capitals before a dash or colon that are no place.
const NO_PLACE: &[&str] = &[
    "UPDATE",
    "UPDATED",
    "BREAKING",
    "EXCLUSIVE",
    "WATCH",
    "ANALYSIS",
    "OPINION",
    "EXPLAINER",
    "FACTBOX",
    "TIMELINE",
    "VIDEO",
    "PHOTO",
    "PHOTOS",
    "LIVE",
    "NEWS",
    "URGENT",
    "ALERT",
    "CORRECTED",
    "CORRECTION",
    "REFILE",
    "REPEAT",
    "WRAPUP",
    "INTERVIEW",
    "FEATURE",
    "NATO",
    "EU",
    "UN",
    "US",
    "USA",
    "U.S.",
    "U.N.",
    "NOTE",
    "EDITOR'S NOTE",
    "SPOILER",
    "PREVIEW",
    "FACT CHECK",
    "WHAT",
    "WHY",
    "HOW",
    "WHO",
    "UNICEF",
    "UNESCO",
    "OPEC",
    "ISIS",
    "HAMAS",
    "FBI",
    "CIA",
    "NASA",
    "BRICS",
    "ASEAN",
    "IAEA",
    "BBC",
    "CNN",
    "RELATED",
    "SPONSORED",
    "THE",
];

/// Words with which a sentence begins, where nothing else parts it from a place in capitals.
const OPENERS: &str = "The|A|An|As|In|On|At|After|Before|When|While|For|If|It|He|She|They|His|Her|Their|This|That|These|Those|Two|Three|Four|Five|Six|\
    Seven|Eight|Nine|Ten|One|More|Most|Some|Many|Several|At least|Hundreds|Thousands|Dozens|Police|President|Prime|Foreign|US|U\\.S\\.|Russia|China|\
    Officials|Government|Authorities|Former|With|From|Under|Amid|Despite|Since|During|No|Nearly|About|Over|Just|Only";

const MONTH: &str = "(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?";

struct Patterns {
    dashed: Regex,
    titled: Regex,
    agency_only: Regex,
    lost: Regex,
    bare: Regex,
    date_only: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let caps = r"\p{Lu}[\p{Lu}.'’]+(?:[ /-](?:\p{Lu}[\p{Lu}.'’]+|de|la|el|al|DE))*";
    let region = r", \p{Lu}[\p{L}.'’-]+(?: (?:of |and |the )?\p{Lu}[\p{L}.'’-]+){0,3}";
    let named = r"\p{Lu}[\p{L}.'’-]+(?:[ /](?:\p{Lu}[\p{L}.'’-]+|de|la|el|al)){0,3}";
    let date = format!(
        r"(?:{MONTH} (?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}}) {})(?:,? (?P<year>\d{{4}}))?",
        MONTH.replace("month", "month_after")
    );
    let weekday = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?";
    let dash = r"(?: ?(?:—|–|--) ?| [-_] |-(?: |$))";
    let bracket = r"(?: ?\((?P<agency>[^()]{2,40})\))";
    let compile = |pattern: &str| Regex::new(pattern).ok();
    Some(Patterns {
        dashed: compile(&format!("^(?P<place>{caps}(?:{region})?)(?:,? {date})?{bracket}?(?P<dash>{dash}|: ?)"))?,
        titled: compile(&format!("^(?P<place>{named}(?:{region})?)(?:,? {date})?{bracket}(?P<dash>{dash}|: ?| )?"))?,
        agency_only: compile(&format!(r"^\((?P<agency>{AGENCIES})\)(?:{dash}| )"))?,
        lost: compile(&format!(r"^(?P<place>{caps}, (?:{REGIONS}))(?:,? {date})? (?:[“\x22]?\p{{Lu}}|\d)"))?,
        bare: compile(&format!(r"^(?P<place>{caps})(?:,? {date} (?:[“\x22]?\p{{Lu}})| (?:{OPENERS}) \p{{L}})"))?,
        date_only: compile(&format!("^{weekday}{date}$"))?,
    })
});

/// The parts of a dateline at the beginning of a paragraph, as bytes of it.
struct Parts {
    end: usize,
    place: Option<Span>,
    agency: Option<Span>,
    date: Option<(i8, i8, Option<i16>)>,
}

/// The length in bytes of the dateline that opens a paragraph, without the space behind it; 0 for none.
pub fn length(paragraph: &str) -> usize {
    parse(paragraph).map_or(0, |parts| parts.end)
}

/// The dateline of a text: where the story was written, by which agency, on which day.
pub fn dateline(text: &CleanText) -> Option<Dateline> {
    let section = text.sections.iter().find(|section| section.kind == SectionKind::Dateline)?;
    let start = section.span.start;
    let paragraph = text.text.get(start..)?.split("\n\n").next()?;
    let parts = parse(paragraph)?;
    let shift = |span: Span| Span { start: start + span.start, end: start + span.end };
    Some(Dateline {
        span: section.span,
        place: parts.place.map(shift),
        agency: parts.agency.map(shift),
        date: parts.date,
    })
}

fn parse(paragraph: &str) -> Option<Parts> {
    let patterns = PATTERNS.as_ref()?;
    if let Some(captures) = patterns.date_only.captures(paragraph) {
        return Some(Parts { end: paragraph.len(), place: None, agency: None, date: date(&captures) });
    }
    if let Some(captures) = patterns.agency_only.captures(paragraph) {
        return parts(&captures, captures.get(0)?.end(), paragraph);
    }
    dashed(patterns, paragraph).or_else(|| titled(patterns, paragraph)).or_else(|| lost(patterns, paragraph))
}

/// "RIGA, Latvia (AP) —", "RIGA, Jan 5 (Reuters) -", "RIGA —".
fn dashed(patterns: &Patterns, paragraph: &str) -> Option<Parts> {
    let captures = patterns.dashed.captures(paragraph)?;
    let place = captures.name("place")?.as_str();
    let has_more = place.contains(',') || captures.name("agency").is_some() || date(&captures).is_some();
    let by_colon = captures.name("dash").is_some_and(|dash| dash.as_str().starts_with(':'));
    let end = captures.get(0)?.end();
    let is_dateline = is_place(place) && begins_sentence(paragraph, end) && (has_more || !by_colon);
    is_dateline.then(|| parts(&captures, end, paragraph)).flatten()
}

/// "Riga (AFP) –": a name in ordinary letters counts with an agency that is known, or with an agency and a dash.
fn titled(patterns: &Patterns, paragraph: &str) -> Option<Parts> {
    let captures = patterns.titled.captures(paragraph)?;
    let agency = captures.name("agency")?.as_str();
    let place = captures.name("place")?.as_str();
    let known =
        AGENCIES.split('|').any(|name| agency == name || agency.split([',', '/']).any(|part| part.trim() == name));
    let end = captures.get(0)?.end();
    // "Doe (AP) said": the bracket belongs to the sentence unless a new one begins behind it.
    let dashed = captures.name("dash").is_some_and(|dash| !dash.as_str().trim().is_empty());
    let is_dateline =
        known && is_place(place) && begins_sentence(paragraph, end) && (dashed || captures.name("dash").is_some());
    is_dateline.then(|| parts(&captures, end, paragraph)).flatten()
}

/// "RIGA, Latvia As ministers …", "RIGA The minister …": what the dash parted runs on.
fn lost(patterns: &Patterns, paragraph: &str) -> Option<Parts> {
    let captures = patterns.lost.captures(paragraph).or_else(|| patterns.bare.captures(paragraph))?;
    let place = captures.name("place")?;
    if !is_place(place.as_str())
        || place.as_str().chars().filter(|letter| letter.is_uppercase()).count() < 4
        || is_shouted(paragraph)
    {
        return None;
    }
    let end = ["day", "day_first", "month_after", "year"]
        .iter()
        .filter_map(|name| captures.name(name))
        .map(|part| part.end())
        .max();
    parts(&captures, end.unwrap_or(0).max(place.end()), paragraph)
}

/// Most of a paragraph is in capitals: a headline, in which nothing tells a place apart.
fn is_shouted(paragraph: &str) -> bool {
    let letters = || paragraph.chars().filter(|letter| letter.is_alphabetic());
    letters().filter(|letter| letter.is_uppercase()).count() * 2 > letters().count()
}

fn is_place(place: &str) -> bool {
    let first = place.split(',').next().unwrap_or(place);
    !NO_PLACE.iter().any(|word| first.eq_ignore_ascii_case(word))
        && !NO_PLACE.contains(&first.split(' ').next().unwrap_or(first))
}

fn begins_sentence(paragraph: &str, at: usize) -> bool {
    let next = paragraph
        .get(at..)
        .and_then(|rest| rest.trim_start().chars().find(|letter| !matches!(letter, '"' | '“' | '‘' | '\'')));
    next.is_none_or(|next| next.is_uppercase() || next.is_numeric())
}

fn parts(captures: &Captures, end: usize, paragraph: &str) -> Option<Parts> {
    let span = |name: &str| captures.name(name).map(|found| Span { start: found.start(), end: found.end() });
    let end = paragraph.get(..end)?.trim_end().len();
    Some(Parts { end, place: span("place"), agency: span("agency"), date: date(captures) })
}

fn date(captures: &Captures) -> Option<(i8, i8, Option<i16>)> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let text = |name: &str| captures.name(name).map(|found| found.as_str());
    let month = text("month").or_else(|| text("month_after"))?;
    let day: i8 = text("day").or_else(|| text("day_first"))?.parse().ok()?;
    let month = i8::try_from(MONTHS.find(month)? / 3 + 1).ok()?;
    (1..=31).contains(&day).then(|| (month, day, text("year").and_then(|year| year.parse().ok())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraph: &str, expected: &str) {
        assert!(PATTERNS.is_some());
        let end = length(paragraph);
        assert_eq!(paragraph.get(..end), Some(expected), "{paragraph}");
    }

    #[test]
    fn datelines_with_a_dash() {
        check("RIGA, Latvia (AP) — The ministers met.", "RIGA, Latvia (AP) —");
        check("RIGA, Jan 5 (Reuters) - Two ministers met.", "RIGA, Jan 5 (Reuters) -");
        check("RIGA — “We met,” she said.", "RIGA —");
        check("NEW DELHI: The ministers met.", "");
        check("NEW DELHI, March 3: The ministers met.", "NEW DELHI, March 3:");
        check("Riga (AFP) – Ministers met.", "Riga (AFP) –");
        check("(Reuters) - Ministers met.", "(Reuters) -");
        check("UNITED NATIONS (AP) _ The council met.", "UNITED NATIONS (AP) _");
        check("GAZA/JERUSALEM, 5 May 2024 (Reuters) -- Talks began.", "GAZA/JERUSALEM, 5 May 2024 (Reuters) --");
        check("ST. LOUIS (AP) — A judge ruled.", "ST. LOUIS (AP) —");
    }

    #[test]
    fn datelines_whose_dash_was_lost() {
        check("RIGA, Latvia As ministers meet, talks stall.", "RIGA, Latvia");
        check("RIGA The ministers met.", "RIGA");
        check("SPRINGFIELD, Ill. Police said on Monday that they left.", "SPRINGFIELD, Ill.");
        check("RIGA, Jan 5 The ministers met.", "RIGA, Jan 5");
        check("RIGA, Latvia (AP) The ministers met.", "RIGA, Latvia (AP)");
    }

    #[test]
    fn a_date_alone() {
        check("December 10, 2013", "December 10, 2013");
        check("Wednesday, May 8, 2024", "Wednesday, May 8, 2024");
    }

    #[test]
    fn what_is_no_dateline() {
        for paragraph in [
            "NATO — The alliance met.",
            "BREAKING: Ministers met.",
            "EXCLUSIVE - Ministers met in Riga.",
            "The minister (AP) said so.",
            "UNESCO The Courier is a magazine.",
            "RIGA, LATVIA THE MINISTERS MEET",
            "TALKS END AS THE Minister leaves",
            "Ann Lee (Labour) - The candidate won.",
            "US The Secretary met.",
            "GENEVA talks — which failed — began.",
            "May 8, 2024 was a Wednesday.",
        ] {
            check(paragraph, "");
        }
    }

    #[test]
    fn parts_of_a_dateline_are_given() {
        let text = "RIGA, Latvia, Jan 5 (Reuters) - Two ministers met.".to_owned();
        let sections = vec![crate::model::Section { kind: SectionKind::Dateline, span: Span { start: 0, end: 31 } }];
        let clean = CleanText { text, sections, ..CleanText::default() };
        let found = dateline(&clean).unwrap();
        let part = |span: Option<Span>| span.and_then(|span| clean.text.get(span.start..span.end)).unwrap_or("");
        assert_eq!(
            (part(found.place), part(found.agency), found.date),
            ("RIGA, Latvia", "Reuters", Some((1, 5, None)))
        );
    }
}
