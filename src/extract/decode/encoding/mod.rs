//! Bytes → text: UTF-8, UTF-16 or an old code page.

mod declared;
mod guess;
mod letters;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Stop;
use crate::extract::RejectReason;
use crate::model::{Issue, IssueCode};

/// The bytes as text: by their mark, as UTF-8, by what the media type of the message and then the markup declares, by guess.
///
/// Bytes beyond ASCII that are UTF-8 are read so whatever is declared: text in an old code page is hardly ever UTF-8 by chance, and
/// labels are often put on by servers that have not looked. Bytes that are UTF-8 in part are damage, and are refused: a guess
/// would put wrong letters into names.
pub(super) fn text<'a>(
    bytes: &'a [u8],
    media_type: Option<&str>,
    issues: &mut Vec<Issue>,
) -> Result<Cow<'a, str>, Stop> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let by_header = media_type.and_then(declared::by_media_type);
    let wide = by_header.filter(|encoding| [UTF_16BE, UTF_16LE].contains(encoding));
    let is_wide = |text: &str| text.contains('\0') || wide.is_some() && text.contains(|letter| letter < '\t');
    let error = match std::str::from_utf8(bytes) {
        Ok(text) if !is_wide(text) => return Ok(Cow::Borrowed(text)),
        other => other.err(),
    };
    if let Some(encoding) = utf16_without_mark(bytes).or(wide) {
        return decoded(encoding, bytes);
    }
    let Some(error) = error else {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| invalid(bytes, error.valid_up_to()));
    };
    let labels = [by_header.filter(|encoding| *encoding != UTF_8), declared::by_markup(bytes)];
    let mut odd = None;
    match as_declared(labels.into_iter().flatten(), bytes) {
        Some(Ok((text, true))) => return Ok(text),
        Some(Ok((text, false))) => odd = Some(text),
        Some(Err(stop)) => return Err(stop),
        None => {}
    }
    match (guess::guess(bytes), odd) {
        (Some((encoding, text)), _) => {
            let name = encoding.name();
            let message = format!(
                "the text is not UTF-8 and declares no encoding that it can be in; it was read as {name}, a guess"
            );
            issues.push(Issue::new(IssueCode::EncodingGuessed, message));
            Ok(Cow::Owned(text))
        }
        (None, Some(text)) => Ok(text),
        (None, None) => Err(invalid(bytes, error.valid_up_to())),
    }
}

/// The bytes in the first of the declared encodings that they are in, and whether they read like it. Latin-1 is what servers
/// declare of which they know nothing: it is believed where its letters can be words.
fn as_declared(
    labels: impl Iterator<Item = &'static Encoding>,
    bytes: &[u8],
) -> Option<Result<(Cow<'_, str>, bool), Stop>> {
    let (mut refused, mut odd) = (None, None);
    for encoding in labels {
        match decoded(encoding, bytes) {
            Ok(text) if encoding == WINDOWS_1252 && letters::is_misread(&text) => {}
            Ok(text) if encoding == WINDOWS_1252 && !letters::are_plausible(&text) => odd = Some(Ok((text, false))),
            Ok(text) => return Some(Ok((text, true))),
            Err(stop) => refused = refused.or(Some(Err(stop))),
        }
    }
    odd.or(refused)
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Stop> {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        let at = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
        if encoding == UTF_8 {
            return Err(invalid(bytes, at));
        }
        let name = encoding.name();
        return Err(Stop::reject(
            RejectReason::InvalidEncoding,
            format!("the value is declared as {name} but is not valid {name}; send UTF-8"),
        ));
    };
    Ok(text)
}

fn invalid(bytes: &[u8], at: usize) -> Stop {
    let byte = bytes.get(at).copied().unwrap_or_default();
    Stop::reject(
        RejectReason::InvalidUtf8,
        format!("byte {at} (0x{byte:02x}) is not UTF-8; encode the article as UTF-8 and send it again"),
    )
}

/// UTF-16 without a mark: of the first bytes every other one, beginning with the first or the second, is mostly zero and
/// none of those between.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| bytes.iter().skip(from).take(64).step_by(2).filter(|byte| **byte == 0).count();
    let is_text = |zeros: usize, others: usize| zeros * 2 >= bytes.len().min(64) - 1 && others == 0;
    match (zeros(0), zeros(1)) {
        _ if bytes.len() < 4 => None,
        (even, odd) if is_text(even, odd) => Some(UTF_16BE),
        (even, odd) if is_text(odd, even) => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Result<String, RejectReason> {
        text(bytes, None, &mut Vec::new()).map(Cow::into_owned).map_err(|stop| match stop {
            Stop::Reject(reject) => reject.reason,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn reads_utf8_with_and_without_a_mark() {
        assert_eq!(check("Žižkov".as_bytes()).as_deref(), Ok("Žižkov"));
        assert_eq!(check("\u{feff}Žižkov".as_bytes()).as_deref(), Ok("Žižkov"));
    }

    #[test]
    fn reads_utf16_with_and_without_a_mark() {
        let text = "The envoy arrived in Riga – on time.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(check(&[&[0xff, 0xfe][..], &little].concat()).as_deref(), Ok(text));
        assert_eq!(check(&[&[0xfe, 0xff][..], &big].concat()).as_deref(), Ok(text));
        let plain: Vec<u8> = "{\"text\": \"Talks began.\"}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(check(&plain).as_deref(), Ok("{\"text\": \"Talks began.\"}"));
    }

    #[test]
    fn reads_windows_1252_where_nothing_is_utf8() {
        assert_eq!(check(b"The caf\xe9 owner said \x93no\x94.").as_deref(), Ok("The café owner said “no”."));
    }

    #[test]
    fn refuses_a_mixture_of_utf8_and_other_bytes() {
        let mixed = [b"Za\xc5\xbe caf".as_slice(), b"\xe9 owners met"].concat();
        let Err(Stop::Reject(reject)) = text(&mixed, None, &mut Vec::new()).map(Cow::into_owned) else {
            panic!("not refused");
        };
        assert_eq!(reject.reason, RejectReason::InvalidUtf8);
        assert!(reject.message.contains("byte 8 (0xe9)"), "{}", reject.message);
    }

    #[test]
    fn honours_what_is_declared_unless_the_bytes_say_otherwise() {
        let page = b"<html><head><meta charset=\"iso-8859-2\"></head><body>Wa\xb3\xeasa met.</body></html>";
        let by_page = "<html><head><meta charset=\"iso-8859-2\"></head><body>Wałęsa met.</body></html>";
        for (media_type, bytes, expected) in [
            ("text/plain; charset=ISO-8859-2", b"Adam \xa3\xb1cki met.".as_slice(), "Adam Łącki met."),
            ("text/plain; charset=iso-8859-1", "Adam Łącki met.".as_bytes(), "Adam Łącki met."),
            ("text/html; charset=iso-8859-2", page.as_slice(), by_page),
            ("text/html; charset=utf-8", page.as_slice(), by_page),
            ("text/plain; charset=utf-16be", &[4, 0x10, 4, 0x3d, 4, 0x3d, 4, 0x30], "Анна"),
            ("text/plain; charset=iso-8859-1", b"The caf\xe9 of Nu\xf1ez", "The café of Nuñez"),
            (
                "text/html; charset=iso-8859-1",
                b"<meta charset=windows-1251><p>\xc0\xed\xed\xe0 met the envoys.",
                "<meta charset=windows-1251><p>Анна met the envoys.",
            ),
        ] {
            let mut issues = Vec::new();
            let read = text(bytes, Some(media_type), &mut issues).unwrap();
            assert_eq!(read, expected, "{media_type}");
            assert!(issues.is_empty(), "{media_type}");
        }
        // A false label: the letters of the one cannot be words, and those of the other can.
        let mut issues = Vec::new();
        let media_type = Some("text/plain; charset=iso-8859-1");
        assert_eq!(text(b"Adam \xa3\xb1cki met them.", media_type, &mut issues).unwrap(), "Adam Łącki met them.");
        assert!(issues.iter().any(|issue| issue.message.contains("ISO-8859-2")), "{issues:?}");
        assert_eq!(text(b"It took \xbdh.", media_type, &mut Vec::new()).unwrap(), "It took ½h.");
        let refused = text(b"\x81 met the envoys.", Some("text/plain; charset=shift_jis"), &mut Vec::new());
        assert!(matches!(refused, Err(Stop::Reject(reject)) if reject.reason == RejectReason::InvalidEncoding));
    }
}
