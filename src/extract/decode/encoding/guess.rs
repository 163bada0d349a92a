//! Which old code page bytes are in, where nobody says.
//!
//! A detector is made to choose, and with a name or two in an English text it chooses wrongly every sixth time. Wrong letters in
//! a name are worse than a dead letter, which can be sent again; so its choice counts only where nothing speaks against it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
    X_MAC_CYRILLIC,
};

use super::letters;

/// Countries whose code pages differ: a choice that one of them changes is a close one.
const COUNTRIES: [&str; 6] = ["pl", "tr", "lt", "ru", "gr", "de"];

/// Code pages that are close to others, or that the detector does not know; whether they need to read no better than the
/// choice to speak against it.
const RIVALS: [(&Encoding, bool); 9] = [
    (WINDOWS_1257, false),
    (ISO_8859_4, false),
    (WINDOWS_1250, false),
    (WINDOWS_1252, false),
    (WINDOWS_1254, false),
    (ISO_8859_2, false),
    (MACINTOSH, true),
    (X_MAC_CYRILLIC, true),
    (ISO_8859_15, true),
];

/// The least letters of another alphabet that tell it from accented Latin ones.
const LEAST_BEYOND_LATIN: usize = 5;

/// The bytes as text, and the code page that they are surely enough in: the detector's choice if it gives words in Latin,
/// Greek or Cyrillic letters, and no other code page gives words that are as good.
pub(super) fn guess(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    if !looks_like_old_text(bytes) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let chosen = detector.guess(None, Utf8Detection::Deny);
    let text = decoded(chosen, bytes)?;
    let foreign = letters::beyond_latin(&text).count();
    // What an English text has in other letters is names.
    let are_names = foreign >= LEAST_BEYOND_LATIN && letters::beyond_latin(&text).any(char::is_uppercase);
    if !letters::are_plausible(&text) || foreign > 0 && !are_names {
        return None;
    }
    let oddity = letters::oddity(&text);
    let rival = |encoding: &'static Encoding, is_strong: bool| {
        encoding != chosen
            && decoded(encoding, bytes).is_some_and(|other| {
                // Two of one region: what is a letter in both is often another.
                let are_twins = [encoding, chosen].iter().all(|one| [WINDOWS_1250, ISO_8859_2].contains(one));
                let speaks = || is_strong || letters::oddity(&other) < oddity + u32::from(are_twins);
                other != text && letters::are_plausible(&other) && speaks()
            })
    };
    let near = |country: &str| {
        let encoding = detector.guess(Some(country.as_bytes()), Utf8Detection::Deny);
        encoding != chosen
            && decoded(encoding, bytes).is_some_and(|other| {
                other != text && letters::are_plausible(&other) && letters::oddity(&other) <= oddity
            })
    };
    let is_doubtful = COUNTRIES.iter().any(|country| near(country))
        || RIVALS.iter().any(|(encoding, is_strong)| rival(encoding, *is_strong || foreign > 0));
    (!is_doubtful).then_some((chosen, text))
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// No byte sequence of it is UTF-8 beyond ASCII, no control characters, and few enough odd bytes to be text.
fn looks_like_old_text(bytes: &[u8]) -> bool {
    let odd = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let controls = bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c));
    let mixed = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    !controls && !mixed && odd * 4 <= bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels of code pages, and names as English articles have them.
    const NAMES: &[(&str, &str)] = &[
        (
            "windows-1252 macintosh iso-8859-15",
            "José Ibáñez,Björn Åkesson,Françoise Lévêque,Günther Öttl,João Simões,Niccolò Forlì,Zoë",
        ),
        (
            "windows-1252 macintosh",
            "Íñigo Peñalver,Søren Bjørk,Þórir Guðjónsson,Anaïs Benoît,Märta Håkansson,Müßig,Été",
        ),
        (
            "windows-1250 iso-8859-2",
            "Wojciech Łącki,Gdańsk,Grześkowiak,Jiří Šťastný,Plzeň,Růžena,Čedomir Žujović,Đorđe,Gyöngyösi Ernő,Fűzér",
        ),
        ("windows-1250 iso-8859-2", "Ţăndărei,Şerban,Bogdan Iaşi,Ćosić,Święch,Mikuláš,Ľudovít,Tőkés"),
        ("windows-1254", "Tuğba Yıldız,İzmir,Şükrü Gökçe,Doğan,Iğdır"),
        (
            "windows-1257 iso-8859-4 iso-8859-13",
            "Ražauskaitė,Šarūnas,Jūrmala,Ķegums,Žaneta Ļevčenko,Õisu,Võru,Panevėžys",
        ),
        (
            "windows-1251 koi8-r ibm866 iso-8859-5 x-mac-cyrillic",
            "Анна Петрова,Олег Щукин,Тверь,Псков,Марина Юдина,Эрзя,Алексей Ёлкин,Жуков,Ян Дым",
        ),
        ("windows-1251 koi8-u iso-8859-5", "Наталія Кравчук,Чернігів,Ігор Їжакевич,Щастя"),
        ("windows-1251 iso-8859-5 x-mac-cyrillic", "Тодор Христов,Ђура Љубић,Нњегош,Џемал,Ямбол,Скопље"),
        ("windows-1253 iso-8859-7", "Μαρία Αλεξίου,Πάτρα,Σωτήρης Ζέρβας,Ευάγγελος,Χίος"),
        ("shift_jis euc-jp", "佐藤花子,京都,ナゴヤ"),
        ("gb18030 big5", "林志明,上海,台中"),
        ("euc-kr", "이순신,부산"),
        ("windows-1255", "חיפה"),
        ("windows-1256", "بغداد"),
        ("windows-874", "เชียงใหม่"),
    ];

    const SENTENCES: [&str; 3] = [
        "Minister {} said on Monday that the talks had failed.",
        "Police in {}’s town arrested two men, and {} left the hall.",
        "{\"text\": \"Gunmen attacked the convoy of {} on Monday.\", \"id\": 7}",
    ];

    /// The texts that were read and the number of those that were not.
    fn check(label: &str, names: &str) -> (usize, usize) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let (mut read, mut refused) = (0, 0);
        for name in names.split(',') {
            for text in SENTENCES.map(|sentence| sentence.replace("{}", name)) {
                let (bytes, _, is_lossy) = encoding.encode(&text);
                if is_lossy || bytes.is_ascii() {
                    continue;
                }
                match guess(&bytes) {
                    Some((by, found)) => {
                        assert_eq!(found, text, "{label} as {}", by.name());
                        read += 1;
                    }
                    None => refused += 1,
                }
            }
        }
        (read, refused)
    }

    #[test]
    fn no_name_comes_out_in_letters_of_another_code_page() {
        let mut total = (0, 0);
        for (labels, names) in NAMES {
            for label in labels.split(' ') {
                let (read, refused) = check(label, names);
                println!("{label:16} read {read:3} refused {refused:3}");
                total = (total.0 + read, total.1 + refused);
            }
        }
        println!("all              read {:3} refused {:3}", total.0, total.1);
        assert!(total.0 * 3 > total.1, "{total:?}");
    }

    #[test]
    fn damage_is_not_guessed_at() {
        for bytes in [
            b"Za\xc5\xbe caf\xe9 owners met".as_slice(),
            b"\xe9\xe8\xe7\xe0 \xe9\xe8",
            b"The caf\xe9\x00 of a\x01b",
            b"The talks \xff\xfe\x81 failed.",
        ] {
            assert_eq!(guess(bytes), None, "{bytes:?}");
        }
    }
}
