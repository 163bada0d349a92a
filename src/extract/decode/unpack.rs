//! What bytes come packed in: gzip, other compressions, a registry's wire format.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::UTF_16BE;

use super::{Stop, encoding::utf16_without_mark, shape};
use crate::extract::RejectReason;

/// The most bytes that one compressed message may unfold to: a guard against bombs.
const UNPACKED_LIMIT: u64 = 32 * 1024 * 1024;
/// And how many for each byte of it. Text seldom shrinks to less than a thirtieth; the format allows a thousandth.
const UNPACKED_FACTOR: u64 = 200;
/// Undoes compression and refuses what is binary.
pub(super) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Stop> {
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) { Cow::Owned(gunzip(bytes)?) } else { Cow::Borrowed(bytes) };
    let bytes = match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(unframed(bytes)),
        Cow::Owned(bytes) if unframed(&bytes).len() < bytes.len() => Cow::Owned(unframed(&bytes).to_vec()),
        owned @ Cow::Owned(_) => owned,
    };
    match *bytes {
        [0x1f, 0x8b, ..] => Err(Stop::reject(
            RejectReason::CompressedTwice,
            "the value is compressed twice with gzip; compress it once",
        )),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(Stop::reject(
            RejectReason::UnsupportedCompression,
            "the value is compressed with zstd; send it uncompressed or as gzip, and set compression.type on the producer instead",
        )),
        // Magic byte 0 and a schema id; UTF-16 of a big end also begins with 0, but is followed by a bracket or letter.
        [0, _, _, _, _, ..] if utf16_without_mark(&bytes) != Some(UTF_16BE) => Err(Stop::reject(
            RejectReason::ConfluentWireFormat,
            "the value is in the Confluent wire format (magic byte 0 and a schema id), but what follows is not JSON; produce \
             JSON instead of Avro or Protobuf",
        )),
        _ => Ok(bytes),
    }
}

/// What frames begin with, and how long they are: the magic byte and the schema id of Confluent and of Apicurio, the header of
/// AWS Glue.
const FRAMES: [(u8, usize); 3] = [(0, 5), (0, 9), (3, 18)];

/// JSON without the frame of a schema registry; anything else as it is.
pub(super) fn unframed(bytes: &[u8]) -> &[u8] {
    let json = FRAMES.iter().filter(|(magic, _)| bytes.first() == Some(magic)).find_map(|(_, length)| {
        let json = bytes.get(*length..)?;
        let text = std::str::from_utf8(json).ok()?.trim_start();
        let is_text = !text.chars().any(|letter| letter.is_control() && !letter.is_whitespace());
        (is_text && (shape::is_surely_json(text) || text == "null")).then_some(json)
    });
    json.unwrap_or(bytes)
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, Stop> {
    let limit = UNPACKED_LIMIT.min((bytes.len() as u64).saturating_mul(UNPACKED_FACTOR).max(65536));
    let mut unpacked = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(limit + 1).read_to_end(&mut unpacked);
    if let Err(error) = read {
        return Err(Stop::reject(
            RejectReason::InvalidGzip,
            format!("the value starts like gzip but cannot be decompressed: {error}"),
        ));
    }
    if unpacked.len() as u64 > limit {
        return Err(Stop::reject(
            RejectReason::GzipTooLarge,
            format!("the value exceeds {limit} bytes after decompression; send one article per message, uncompressed"),
        ));
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Result<String, RejectReason> {
        let unpacked = unpack(bytes).map(|bytes| String::from_utf8(bytes.into_owned()).unwrap());
        unpacked.map_err(|stop| match stop {
            Stop::Reject(reject) => reject.reason,
            other => panic!("{other:?}"),
        })
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn unfolds_gzip_and_refuses_bombs() {
        assert_eq!(check(&gzip(b"Talks began.")).as_deref(), Ok("Talks began."));
        assert_eq!(check(&gzip(&vec![b'a'; 64 * 1024 * 1024])), Err(RejectReason::GzipTooLarge));
        assert_eq!(check(&gzip(&gzip(b"twice"))), Err(RejectReason::CompressedTwice));
        assert_eq!(check(&[0x1f, 0x8b, 8, 0, 1, 2, 3]), Err(RejectReason::InvalidGzip));
    }

    #[test]
    fn refuses_the_wire_format_of_a_registry() {
        assert_eq!(check(b"\0\0\0\0\x07\x02\x0aTalks"), Err(RejectReason::ConfluentWireFormat));
        assert_eq!(check(b"\0\0\0\0\x07{\"\x02\x0aTalks"), Err(RejectReason::ConfluentWireFormat));
    }

    #[test]
    fn reads_json_behind_the_frame_of_a_registry() {
        for frame in [&b"\0\0\0\0\x07"[..], b"\0\0\x01\x02\x03", b"\0\0\0\0\0\0\0\0\x07", b"\x03\0abcdefghijklmnop"] {
            for json in ["{\"text\": \"Talks began.\"}", " \n[{\"text\": \"Žižkov\"}]"] {
                assert_eq!(check(&[frame, json.as_bytes()].concat()).as_deref(), Ok(json), "{frame:?}");
                assert_eq!(check(&gzip(&[frame, json.as_bytes()].concat())).as_deref(), Ok(json), "{frame:?}");
            }
        }
    }
}
