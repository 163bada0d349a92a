//! Names that papers spell in more than one way because they come from another script: "Shoukry" and "Shokry", "Sergey" and "Sergei".

use rustc_hash::FxHashMap;

/// States most of whose people have names from the Arabic, Cyrillic, Hebrew, Georgian or Armenian script. In names from the Latin one,
/// another letter is another person; from the Chinese and Korean one, it is another syllable.
const TRANSLITERATED: &str = "AFG ARE ARM AZE BGR BHR BLR COM DJI DZA EGY ESH GEO IRN IRQ ISR JOR KAZ KGZ KWT LBN LBY MAR MKD MNG MRT \
                              OMN PAK PSE QAT RUS SAU SDN SOM SYR TCD TJK TKM TUN UKR UZB YEM";

/// Spellings of "servant of the", with which many Arabic names begin.
const SERVANT: &[&str] = &["abdal", "abdel", "abdul", "abd"];

/// Minimum number of letters of a name that is compared by its spelling.
const SHORTEST: usize = 8;

/// A name of two words is common if the number of people with its first word, times the number with its second word, reaches this.
const COMMON: usize = 64;

/// How often each word is the first and the last one of a name.
#[derive(Debug, Default)]
pub(super) struct Common {
    first: FxHashMap<String, usize>,
    last: FxHashMap<String, usize>,
}

impl Common {
    /// Counts the words of names.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a String>) -> Self {
        let mut common = Self::default();
        for (first, last) in names.filter_map(|name| Some((name.split(' ').next()?, name.rsplit(' ').next()?))) {
            *common.first.entry(first.to_owned()).or_default() += 1;
            *common.last.entry(last.to_owned()).or_default() += 1;
        }
        common
    }

    /// Whether a name of two words is common: ordinary people have it too.
    pub(super) fn has(&self, name: &str) -> bool {
        name.split_once(' ').filter(|(_, last)| !last.contains(' ')).is_some_and(|(first, last)| {
            let count = |counts: &FxHashMap<String, usize>, word| counts.get(word).copied().unwrap_or_default();
            count(&self.first, first) * count(&self.last, last) >= COMMON
        })
    }
}

/// Whether names from a country, by its code, have several spellings.
pub(super) fn is_transliterated(country: &str) -> bool {
    TRANSLITERATED.split(' ').any(|code| code == country)
}

/// The key of a name without the differences between papers; `None` for a single word or a short name.
pub(super) fn spelling(name: &str) -> Option<String> {
    let (mut words, mut start): (Vec<String>, &str) = (Vec::new(), "");
    let mut rest = name.split(' ').peekable();
    while let Some(word) = rest.next() {
        let is_inner = (!words.is_empty() || !start.is_empty()) && rest.peek().is_some();
        match word {
            // "Tarek El-Molla", "Tarek Molla".
            "al" | "el" if is_inner => {}
            "ibn" => words.push("bin".to_owned()),
            // "Abdel Fattah", "Abd al-Fattah", "Abdulfattah".
            _ if SERVANT.contains(&word) => start = "abd",
            _ => {
                let joined = SERVANT.iter().find_map(|servant| word.strip_prefix(servant));
                let (start, word) = joined.map_or((std::mem::take(&mut start), word), |word| ("abd", word));
                words.push(format!("{start}{}", plain(word)));
            }
        }
    }
    let letters: usize = words.iter().map(String::len).sum();
    (words.len() > 1 && letters >= SHORTEST).then(|| words.join(" "))
}

/// One word without the differences between its spellings: vowels that are one letter in Arabic, `i` for `y`, doubled letters, a mute
/// ending.
fn plain(word: &str) -> String {
    // "Mahmoud" is another name.
    let is_mahmoud = word.ends_with("ud") || word.ends_with("od");
    match consonants(word).as_str() {
        "mhmd" if !is_mahmoud => return "muhamad".to_owned(),
        "hmd" if word.starts_with('a') => return "ahmad".to_owned(),
        _ => {}
    }
    let mut letters: Vec<char> = word.replace("dj", "j").replace('x', "ks").chars().map(plain_letter).collect();
    letters.dedup();
    if letters.ends_with(&['a', 'h']) {
        letters.pop();
    }
    letters.into_iter().collect()
}

const fn plain_letter(letter: char) -> char {
    match letter {
        'e' | 'y' => 'i',
        'o' => 'u',
        'q' => 'k',
        letter => letter,
    }
}

fn consonants(word: &str) -> String {
    let mut found: Vec<char> = word.chars().filter(|letter| !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')).collect();
    found.dedup();
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_alike() {
        for (one, other) in [
            ("sameh shoukry", "sameh shokri"),
            ("mostafa madbouly", "moustafa madbouli"),
            ("tarek el molla", "tareq al mola"),
            ("tarek el molla", "tarek molla"),
            ("abdel fattah el zubaidi", "abdulfatah al zubaidy"),
            ("abdel fattah el zubaidi", "abd al fattah zubaidi"),
            ("abdullah bin rashid", "abdallah ibn rasheed"),
            ("muhammad yousuf", "mohamed yusuf"),
            ("ahmed hussein", "ahmad husein"),
            ("sergey alexeyev", "sergei alekseev"),
            ("yury borisov", "yuriy borisov"),
            ("oleksandr syrskyi", "oleksandr syrsky"),
            ("abdelmadjid tebboune", "abdelmajid teboune"),
        ] {
            assert_eq!(spelling(one), spelling(other), "{one}");
            assert!(spelling(one).is_some(), "{one}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for (one, other) in [
            ("hamid karimov", "hamad karimov"),
            ("salim darwish", "salman darwish"),
            ("hassan rouhani", "hussein rouhani"),
            ("ben wallace", "al wallace"),
            ("mohamed yousef", "mahmoud yousef"),
            ("salman rashid", "salman bin rashid"),
            ("karim wade hassan", "karim hassan"),
        ] {
            assert_ne!(spelling(one), spelling(other), "{one}");
        }
    }

    #[test]
    fn a_name_of_two_words_that_many_have_is_common() {
        let firsts = (0..8).map(|number| format!("ahmad {}", "abcdefgh".get(number..=number).unwrap_or_default()));
        let lasts = (0..8).map(|number| format!("{} umar", "abcdefgh".get(number..=number).unwrap_or_default()));
        let names: Vec<String> = firsts.chain(lasts).collect();
        let common = Common::of(names.iter());
        let found = ["ahmad umar", "ahmad said umar", "ahmad karim", "karim umar"].map(|name| common.has(name));
        assert_eq!(found, [true, false, false, false]);
    }

    #[test]
    fn one_word_and_short_names_have_no_spelling() {
        assert_eq!(["al gore", "el sisi", "sisi", "ali ali", "", "al"].map(spelling), [const { None }; 6]);
    }
}
