//! What a producer calls a language → two letters.

/// ISO 639-1, ISO 639-2/3 and the English name of the languages that news is written in.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("af", &["afr", "afrikaans"]),
    ("am", &["amh", "amharic"]),
    ("ar", &["ara", "arb", "arabic"]),
    ("az", &["aze", "azj", "azerbaijani"]),
    ("be", &["bel", "belarusian"]),
    ("bg", &["bul", "bulgarian"]),
    ("bn", &["ben", "bengali", "bangla"]),
    ("bs", &["bos", "bosnian"]),
    ("ca", &["cat", "catalan"]),
    ("cs", &["ces", "cze", "czech"]),
    ("cy", &["cym", "wel", "welsh"]),
    ("da", &["dan", "danish"]),
    ("de", &["deu", "ger", "german"]),
    ("el", &["ell", "gre", "greek"]),
    ("en", &["eng", "english"]),
    ("eo", &["epo", "esperanto"]),
    ("es", &["spa", "spanish"]),
    ("et", &["est", "ekk", "estonian"]),
    ("eu", &["eus", "baq", "basque"]),
    ("fa", &["fas", "per", "pes", "persian", "farsi"]),
    ("fi", &["fin", "finnish"]),
    ("fr", &["fra", "fre", "french"]),
    ("ga", &["gle", "irish"]),
    ("gl", &["glg", "galician"]),
    ("gu", &["guj", "gujarati"]),
    ("ha", &["hau", "hausa"]),
    ("he", &["heb", "iw", "hebrew"]),
    ("hi", &["hin", "hindi"]),
    ("hr", &["hrv", "croatian"]),
    ("hu", &["hun", "hungarian"]),
    ("hy", &["hye", "arm", "armenian"]),
    ("id", &["ind", "in", "indonesian"]),
    ("is", &["isl", "ice", "icelandic"]),
    ("it", &["ita", "italian"]),
    ("ja", &["jpn", "japanese"]),
    ("ka", &["kat", "geo", "georgian"]),
    ("kk", &["kaz", "kazakh"]),
    ("km", &["khm", "khmer"]),
    ("kn", &["kan", "kannada"]),
    ("ko", &["kor", "korean"]),
    ("ku", &["kur", "kurdish"]),
    ("ky", &["kir", "kyrgyz"]),
    ("lt", &["lit", "lithuanian"]),
    ("lv", &["lav", "lvs", "latvian"]),
    ("mk", &["mkd", "mac", "macedonian"]),
    ("ml", &["mal", "malayalam"]),
    ("mn", &["mon", "mongolian"]),
    ("mr", &["mar", "marathi"]),
    ("ms", &["msa", "may", "zsm", "malay"]),
    ("my", &["mya", "bur", "burmese"]),
    ("ne", &["nep", "nepali"]),
    ("nl", &["nld", "dut", "dutch"]),
    ("no", &["nor", "nob", "nb", "nno", "nn", "norwegian"]),
    ("pa", &["pan", "punjabi"]),
    ("pl", &["pol", "polish"]),
    ("ps", &["pus", "pashto"]),
    ("pt", &["por", "portuguese"]),
    ("ro", &["ron", "rum", "romanian"]),
    ("ru", &["rus", "russian"]),
    ("si", &["sin", "sinhala"]),
    ("sk", &["slk", "slo", "slovak"]),
    ("sl", &["slv", "slovenian"]),
    ("so", &["som", "somali"]),
    ("sq", &["sqi", "alb", "albanian"]),
    ("sr", &["srp", "serbian"]),
    ("sv", &["swe", "swedish"]),
    ("sw", &["swa", "swahili"]),
    ("ta", &["tam", "tamil"]),
    ("te", &["tel", "telugu"]),
    ("tg", &["tgk", "tajik"]),
    ("th", &["tha", "thai"]),
    ("tk", &["tuk", "turkmen"]),
    ("tl", &["tgl", "tagalog", "filipino"]),
    ("tr", &["tur", "turkish"]),
    ("uk", &["ukr", "ukrainian"]),
    ("ur", &["urd", "urdu"]),
    ("uz", &["uzb", "uzbek"]),
    ("vi", &["vie", "vietnamese"]),
    ("zh", &["zho", "chi", "cmn", "chinese", "mandarin"]),
];

/// The two letters of a language as declared: `en-US`, `eng`, `English`. None for what is no language, so that the
/// text is asked.
pub(super) fn two_letters(declared: &str) -> Option<&'static str> {
    let lower = declared.trim().to_ascii_lowercase();
    let primary = lower.split(['-', '_', ';', ',', '(', ' ']).next()?;
    LANGUAGES.iter().find(|(code, names)| *code == primary || names.contains(&primary)).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reduces_codes_and_names_to_two_letters() {
        for (declared, expected) in [
            ("en", Some("en")),
            ("en-US", Some("en")),
            ("EN_gb", Some("en")),
            ("eng", Some("en")),
            ("English", Some("en")),
            ("deu", Some("de")),
            ("zh-Hans-CN", Some("zh")),
            ("us", None),
            ("und", None),
            ("", None),
        ] {
            assert_eq!(two_letters(declared), expected, "{declared}");
        }
    }

    #[test]
    fn no_code_or_name_stands_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for (code, names) in LANGUAGES {
            for name in std::iter::once(code).chain(*names) {
                assert!(seen.insert(*name), "{name}");
            }
        }
    }
}
