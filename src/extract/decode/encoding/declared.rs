//! What is said of an encoding: by the header of a message, by a page, by an XML document.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its declaration of an encoding is looked for, as the HTML standard says.
const WITHIN: usize = 1024;

/// The charset of a media type, as in `text/html; charset="iso-8859-2"`.
pub(super) fn by_media_type(media_type: &str) -> Option<&'static Encoding> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']).trim();
        name.trim().eq_ignore_ascii_case("charset").then(|| Encoding::for_label(label.as_bytes())).flatten()
    })
}

/// The encoding that a page or an XML document names at its beginning. One that bytes beginning in ASCII cannot be in is not
/// believed.
pub(super) fn by_markup(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..WITHIN).unwrap_or(bytes)).to_ascii_lowercase();
    let head = head.trim_start();
    if !head.starts_with('<') {
        return None;
    }
    let in_declaration = || label(head.strip_prefix("<?xml")?.split_once("?>")?.0, "encoding");
    let in_meta = || head.split("<meta").skip(1).find_map(|rest| label(rest.split('>').next()?, "charset"));
    in_declaration().or_else(in_meta).filter(|encoding| ![UTF_8, UTF_16BE, UTF_16LE].contains(encoding))
}

/// The encoding behind a name and an equals sign.
fn label(tag: &str, name: &str) -> Option<&'static Encoding> {
    let value = tag.split_once(name)?.1.trim_start().strip_prefix('=')?;
    let value = value.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | ':'));
    Encoding::for_label(value.get(..end.unwrap_or(value.len()))?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_charset_of_a_media_type() {
        for (media_type, expected) in [
            ("text/plain; charset=iso-8859-2", Some("ISO-8859-2")),
            ("text/html;Charset=\"Windows-1251\"; q=1", Some("windows-1251")),
            ("application/json; profile=x; CHARSET = 'koi8-r'", Some("KOI8-R")),
            ("text/plain; charset=martian", None),
            ("text/plain", None),
            ("charset=utf-8", None),
        ] {
            assert_eq!(by_media_type(media_type).map(Encoding::name), expected, "{media_type}");
        }
    }

    #[test]
    fn reads_what_markup_declares() {
        for (markup, expected) in [
            ("<meta charset=windows-1250>", Some("windows-1250")),
            ("\n<!doctype html><META http-equiv='content-type' content='text/html; charset=koi8-u'>", Some("KOI8-U")),
            ("<?xml version='1.0' encoding='iso-8859-7'?><rss>", Some("ISO-8859-7")),
            ("<script src=a.js charset=gbk></script><meta charset=\"big5\">", Some("Big5")),
            ("<meta charset=utf-16>", None),
            ("The page says charset=iso-8859-2.", None),
        ] {
            assert_eq!(by_markup(markup.as_bytes()).map(Encoding::name), expected, "{markup}");
        }
    }
}
