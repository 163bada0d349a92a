//! Bytes → text: UTF-8, UTF-16 or an old code page.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Stop;
use crate::extract::RejectReason;
use crate::model::{Issue, IssueCode};

/// How far into a page its declaration of an encoding is looked for, as the HTML standard says.
const DECLARATION_WITHIN: usize = 1024;

/// The bytes as text. UTF-8 unless a mark, a page's declaration or the bytes themselves say otherwise.
///
/// Bytes that are not UTF-8 are read as Windows-1252 only if none of them could be UTF-8, which is how old feeds look;
/// a mixture is damage, and is refused: a guess would put wrong letters into names.
pub(super) fn text<'a>(bytes: &'a [u8], issues: &mut Vec<Issue>) -> Result<Cow<'a, str>, Stop> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Ok(Cow::Borrowed(text)),
        other => other.err(),
    };
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decoded(encoding, bytes);
    }
    let Some(error) = error else {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| invalid(bytes, error.valid_up_to()));
    };
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        return decoded(encoding, bytes);
    }
    if !looks_like_old_text(bytes) {
        return Err(invalid(bytes, error.valid_up_to()));
    }
    issues.push(Issue::new(IssueCode::EncodingGuessed, "the text is not UTF-8 and was read as Windows-1252 (Latin-1)"));
    decoded(WINDOWS_1252, bytes)
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

/// No byte sequence of it is UTF-8 beyond ASCII, no control characters, and few enough odd bytes to be text.
fn looks_like_old_text(bytes: &[u8]) -> bool {
    let odd = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let controls = bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c));
    let mixed = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    !controls && !mixed && odd * 4 <= bytes.len()
}

/// The encoding that a page declares in its first kilobyte.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes)).to_ascii_lowercase();
    let (at, length) = ["charset=", "encoding="].iter().find_map(|word| Some((head.find(word)?, word.len())))?;
    let name: String = head
        .get(at + length..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ':'))
        .collect();
    Encoding::for_label(name.as_bytes())
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
        text(bytes, &mut Vec::new()).map(Cow::into_owned).map_err(|stop| match stop {
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
        let Err(Stop::Reject(reject)) = text(&mixed, &mut Vec::new()).map(Cow::into_owned) else {
            panic!("not refused");
        };
        assert_eq!(reject.reason, RejectReason::InvalidUtf8);
        assert!(reject.message.contains("byte 8 (0xe9)"), "{}", reject.message);
    }

    #[test]
    fn honours_the_declaration_of_a_page() {
        let page = b"<html><head><meta charset=\"iso-8859-2\"></head><body>Wa\xb3\xeasa met.</body></html>";
        assert!(check(page).unwrap().contains("Wałęsa"));
    }
}
