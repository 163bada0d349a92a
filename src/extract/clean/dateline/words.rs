//! The words of datelines: areas, agencies, and what is no place. Each list is a pattern or goes into one.

/// Areas that follow a town in a dateline: countries, states of the United States with the abbreviations of news
/// agencies, provinces of Canada. Longer names before those they begin with.
pub(super) const REGIONS: &str = "Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Belarus|Belgium|\
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
pub(super) const AGENCIES: &str = "AP|Associated Press|The Associated Press|Reuters|Thomson Reuters Foundation|AFP|Agence France-Presse|dpa|DPA|UPI|PTI|ANI|IANS|\
    Xinhua|TASS|ITAR-TASS|RIA Novosti|RIA|Interfax|EFE|ANSA|Bloomberg|CNN|BBC|NYT|VOA|RFE/RL|Al Jazeera|Anadolu|AA|Kyodo|Yonhap|KCNA|IRNA|WAFA|SANA|\
    MENA|CNA|NHK|CP|The Canadian Press|Kyodo News|Ukrinform|Belga|ANP|APA|PAP|CTK|MTI|JTA|IPS|IRIN|UN News";

/// Words in capitals before a dash or colon that are no place.
pub(super) const NO_PLACE: &[&str] = &[
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
pub(super) const OPENERS: &str = "The|A|An|As|In|On|At|After|Before|When|While|For|If|It|He|She|They|His|Her|Their|This|That|These|Those|Two|Three|Four|Five|Six|\
    Seven|Eight|Nine|Ten|One|More|Most|Some|Many|Several|At least|Hundreds|Thousands|Dozens|Police|President|Prime|Foreign|US|U\\.S\\.|Russia|China|\
    Officials|Government|Authorities|Former|With|From|Under|Amid|Despite|Since|During|No|Nearly|About|Over|Just|Only";
