//! Names of months and days, and the words around a date, in the languages that write most feeds. After Unicode's CLDR.

/// The names of the months and what they are shortened to, in English, German, French, Spanish, Portuguese and Italian.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "janeiro", "gennaio", "gen"],
    &[
        "february",
        "feb",
        "februar",
        "feber",
        "février",
        "fevrier",
        "févr",
        "fév",
        "febrero",
        "fevereiro",
        "fev",
        "febbraio",
    ],
    &["march", "mar", "märz", "maerz", "mär", "mrz", "mars", "marzo", "março", "marco"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maio", "maggio", "mag"],
    &["june", "jun", "juni", "juin", "junio", "junho", "giugno", "giu"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "julho", "luglio", "lug"],
    &["august", "aug", "août", "aout", "agosto", "ago"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "setembro", "set", "settembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "out", "ottobre", "ott"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dezembro", "dicembre"],
];

/// The names of the days from Monday on; "mar" is a month only.
const DAYS: [&[&str]; 7] = [
    &["monday", "mon", "montag", "mo", "lundi", "lun", "lunes", "segunda-feira", "seg", "lunedì"],
    &["tuesday", "tue", "tues", "dienstag", "di", "mardi", "martes", "terça-feira", "ter", "martedì"],
    &[
        "wednesday",
        "wed",
        "weds",
        "mittwoch",
        "mi",
        "mercredi",
        "mer",
        "miércoles",
        "mié",
        "quarta-feira",
        "qua",
        "mercoledì",
    ],
    &[
        "thursday",
        "thu",
        "thur",
        "thurs",
        "donnerstag",
        "do",
        "jeudi",
        "jeu",
        "jueves",
        "jue",
        "quinta-feira",
        "qui",
        "giovedì",
        "gio",
    ],
    &["friday", "fri", "freitag", "fr", "vendredi", "ven", "viernes", "vie", "sexta-feira", "sex", "venerdì"],
    &["saturday", "sat", "samstag", "sonnabend", "sa", "samedi", "sam", "sábado", "sáb", "sabato", "sab"],
    &["sunday", "sun", "sonntag", "so", "dimanche", "dim", "domingo", "dom", "domenica"],
];

/// Words beside a date that say nothing of it.
const FILLERS: &[&str] = &[
    "at", "on", "of", "the", "date", "time", "dated", "first", "last", "by", "hrs", "hours", "h", "uhr", "um", "den",
    "der", "vom", "le", "à", "du", "de", "del", "el", "la", "las", "a", "às", "as", "em", "o", "il", "alle", "ore",
    "local",
];

/// Words that say what the date behind them is the date of.
const LABELS: &[&str] = &[
    "published",
    "posted",
    "issued",
    "released",
    "created",
    "publication",
    "filed",
    "veröffentlicht",
    "publié",
    "publicado",
    "pubblicato",
];

/// Words before the date of a later change.
const CHANGES: &[&str] =
    &["updated", "modified", "edited", "changed", "revised", "aktualisiert", "actualizado", "atualizado", "aggiornato"];

/// What a word beside a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// A month, from 1.
    Month(i8),
    /// A day of the week, Monday 1.
    Day(i8),
    /// Before noon or after.
    Half(Half),
    /// A word that says nothing.
    Filler,
    /// A word before the date of a later change.
    Change,
}

/// The half of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// What a word is, in lower case and without the points at its end.
pub(super) fn read(word: &str) -> Option<Name> {
    let position = |table: &[&[&str]]| {
        let at = table.iter().position(|names| names.contains(&word))?;
        i8::try_from(at + 1).ok()
    };
    position(&MONTHS)
        .map(Name::Month)
        .or_else(|| position(&DAYS).map(Name::Day))
        .or_else(|| half(word).map(Name::Half))
        .or_else(|| (FILLERS.contains(&word) || LABELS.contains(&word)).then_some(Name::Filler))
        .or_else(|| CHANGES.contains(&word).then_some(Name::Change))
}

/// `am`, `p.m`, `PM`.
pub(super) fn half(word: &str) -> Option<Half> {
    match word.trim_end_matches('.').to_ascii_lowercase().as_str() {
        "am" | "a.m" => Some(Half::Morning),
        "pm" | "p.m" => Some(Half::Afternoon),
        _ => None,
    }
}
