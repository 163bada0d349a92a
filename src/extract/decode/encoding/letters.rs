//! Letters that can be: whether a text that was decoded with a code page reads like words, or like another code page's.

/// Letters beyond ASCII by language, in lower case. A word is written in one language.
const ALPHABETS: &[&str] = &[
    "àâæçéèêëîïôœùûüÿ",     // French
    "áéíñóúü",              // Spanish
    "áâãàçéêíóôõúü",        // Portuguese
    "àèéìíòóùú",            // Italian
    "äöüß",                 // German
    "áéèëïíóöúüê",          // Dutch
    "åäöéüæøôèó",           // Danish, Norwegian, Swedish, Finnish
    "áðéíóúýþæö",           // Icelandic
    "ąćęłńóśźż",            // Polish
    "áäčďéěíĺľňóôŕřšťúůýž", // Czech, Slovak
    "áéíóöőúüű",            // Hungarian
    "čćđšž",                // Croatian, Bosnian, Serbian, Slovene
    "ăâîşţșț",              // Romanian
    "çë",                   // Albanian
    "çğıiöşüâîû",           // Turkish
    "ąčęėįšųūž",            // Lithuanian
    "āčēģīķļņšūž",          // Latvian
    "äõöüšž",               // Estonian
];
const VOWELS: &str = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēėęěīįıōőœūůűų";

/// The alphabet that a letter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Other,
}

fn script(letter: char) -> Script {
    match letter {
        'ƒ' => Script::Other,
        _ if letter.is_ascii() => Script::Latin,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        _ => Script::Other,
    }
}

/// The letters that are Greek or Cyrillic.
pub(super) fn beyond_latin(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| matches!(script(*letter), Script::Greek | Script::Cyrillic))
}

/// A text declared as Latin-1 that cannot be: with control characters, or more foreign letters in a row than any Latin word
/// has. Servers call everything Latin-1 of which they were told nothing.
pub(super) fn is_misread(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|letter| {
        run = if !letter.is_ascii() && letter.is_alphabetic() { run + 1 } else { 0 };
        run > 3 || matches!(letter, '\u{80}'..='\u{9f}')
    })
}

/// Whether every word of a text can be one: letters of one alphabet, capitals in their place, no symbol inside or before it.
pub(super) fn are_plausible(text: &str) -> bool {
    let has_controls = text.chars().any(|letter| match letter {
        '\t' | '\n' | '\r' | '\u{c}' => false,
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => true,
        _ => letter.is_control(),
    });
    !has_controls && symbols_stand_apart(text) && foreign_words(text).all(|word| is_word(&word))
}

/// The words with a letter beyond ASCII.
fn foreign_words(text: &str) -> impl Iterator<Item = Vec<char>> {
    text.split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_ascii())
        .map(|word| word.chars().collect())
}

/// Signs beyond ASCII touch words only where typographers put them.
fn symbols_stand_apart(text: &str) -> bool {
    let are_paired = text.matches('«').count() == text.matches('»').count();
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if !letter.is_ascii() && !letter.is_alphabetic() {
            let fits = match (before.is_alphabetic(), next.is_alphabetic()) {
                (false, false) => !letter.is_numeric(),
                (true, true) => matches!(letter, '’' | '–' | '—' | '\u{ad}' | '\u{a0}'),
                (false, true) => {
                    matches!(letter, '“' | '‘' | '„' | '¿' | '©' | '’' | '°')
                        || letter == '«' && are_paired
                        || matches!(letter, '–' | '—' | '\u{a0}') && before.is_ascii() && before != ' '
                }
                (true, false) => {
                    matches!(letter, '”' | '’' | '“' | '‘' | '…' | '™' | '®' | '–' | '—' | '\u{a0}')
                        || letter == '»' && are_paired
                }
            };
            if !fits {
                return false;
            }
        }
        before = letter;
    }
    true
}

fn is_word(word: &[char]) -> bool {
    let Some(kind) = word.iter().find(|letter| !letter.is_ascii()).map(|letter| script(*letter)) else { return true };
    kind != Script::Other
        && word.iter().all(|letter| script(*letter) == kind)
        && has_capitals_in_place(word)
        && match kind {
            Script::Latin => is_latin(word),
            Script::Greek => is_greek(word),
            _ => is_cyrillic(word),
        }
}

/// All capitals, or none behind the first letter but one of ASCII behind another (`McGüire`).
fn has_capitals_in_place(word: &[char]) -> bool {
    let all = word.iter().all(|letter| !letter.is_lowercase());
    all || word.windows(2).all(|pair| match pair {
        [before, letter] if letter.is_uppercase() => before.is_lowercase() && before.is_ascii() && letter.is_ascii(),
        _ => true,
    })
}

fn is_latin(word: &[char]) -> bool {
    let foreign: Vec<char> = word.iter().filter(|letter| !letter.is_ascii()).map(|letter| lower(*letter)).collect();
    let in_a_row = word.split(char::is_ascii).map(<[char]>::len).max().unwrap_or(0);
    in_a_row < 3 && ALPHABETS.iter().any(|alphabet| foreign.iter().all(|letter| alphabet.contains(*letter)))
}

/// ς ends a word and σ does not; a longer word has one accent.
fn is_greek(word: &[char]) -> bool {
    let Some((last, rest)) = word.split_last() else { return true };
    let accents = word.iter().filter(|letter| "άέήίόύώΆΈΉΊΌΎΏΐΰ".contains(**letter)).count();
    let needs_accent = word.len() > 3 && word.iter().any(|letter| letter.is_lowercase());
    !rest.contains(&'ς') && *last != 'σ' && accents <= 1 && (accents == 1 || !needs_accent)
}

/// No word begins with a sign of softness or hardness, and й follows a vowel; Џ is a П of the Macintosh more often than a
/// letter of Serbian.
fn is_cyrillic(word: &[char]) -> bool {
    let is_vowel = |letter: char| "аеёиоуыэюяіїєѐѝъ".contains(lower(letter));
    let first = word.first().copied().map(lower).unwrap_or_default();
    let short_i = |pair: &[char]| matches!(pair, [before, letter] if lower(*letter) == 'й' && !is_vowel(*before));
    !matches!(first, 'ь' | 'ъ' | 'ы')
        && !word.windows(2).any(short_i)
        && !word.iter().any(|letter| lower(*letter) == 'џ')
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// How unlike words the Latin words of a text are that have letters beyond ASCII: vowels beside vowels, consonants beside
/// none, signs where their languages have no use for them. Of two readings of the same bytes the one that is less so is
/// likelier.
pub(super) fn oddity(text: &str) -> u32 {
    foreign_words(text).map(|word| (0..word.len()).map(|at| odd_letter(&word, at)).sum::<u32>()).sum()
}

fn odd_letter(word: &[char], at: usize) -> u32 {
    let Some(letter) = word.get(at).copied().map(lower).filter(|letter| !letter.is_ascii()) else { return 0 };
    if script(letter) != Script::Latin {
        return 0;
    }
    let neighbour = |at: Option<usize>| at.and_then(|at| word.get(at)).copied().map(lower);
    let (before, next) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
    let is_vowel = |letter: Option<char>| letter.is_some_and(|letter| VOWELS.contains(letter));
    let beside = u32::from(is_vowel(before)) + u32::from(is_vowel(next));
    let by_sound = if is_vowel(Some(letter)) {
        // Nasal diphthongs of Portuguese, and the i that softens consonants in Polish.
        let is_nasal = matches!((letter, next), ('ã', Some('o' | 'e')) | ('õ', Some('e')));
        let is_softened = matches!((before, letter), (Some('i'), 'ą' | 'ę' | 'ó'));
        if is_nasal { 0 } else { beside.saturating_sub(u32::from(is_softened)) }
    } else if beside == 0 {
        2
    } else {
        0
    };
    by_sound
        + match letter {
            'ñ' if !is_vowel(next) => 2,
            'ń' if is_vowel(next) => 2,
            'ë' | 'ï' | 'ÿ' if beside == 0 => 3,
            'ě' if is_vowel(before) || before.is_none() => 2,
            'ç' | 'ã' | 'õ' if !is_vowel(next) => 1,
            'ð' | 'þ' => 1,
            _ => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_letters_of_another_code_page() {
        for text in
            ["Zoë Muñoz, “Łódź” – Ağrı’s", "Мария Петрова", "Νίκος Ψαρού", "O’Brien ÉLODIE", "£5, 20 °C", "«Él» said"]
        {
            assert!(are_plausible(text), "{text}");
        }
        for text in
            ["W±sowski", "JosŽ", "íéäî", "Mаrк", "¼uvrard", "Кyiv", "Οσςθν", "Џутин", "Gyõţr", "岸田", "a\u{81}b"]
        {
            assert!(!are_plausible(text), "{text}");
        }
    }

    #[test]
    fn of_two_readings_one_is_odder() {
        for (likely, unlikely) in
            [("Muñoz", "Muńoz"), ("Gdańsk", "Gdañsk"), ("Søren", "Sřren"), ("Klaipėda", "Klaipëda")]
        {
            assert!(oddity(likely) < oddity(unlikely), "{likely} {unlikely}");
        }
    }
}
