//! The file of a gazetteer.
//!
//! A header (magic, format version, SHA-256 of what follows, lengths of the parts), then four parts: the transducer from names to postings,
//! the postings (for each name the numbers of its places, most prominent first), the places, and their texts.

use std::{ops::Range, sync::Arc};

use fst::raw::Fst;

use super::{
    error::GazetteerError,
    site::{SITE_BYTES, Site},
};
use crate::digest;

/// The version of the format that this program reads and writes.
pub(super) const FORMAT_VERSION: u32 = 1;
const MAGIC: &[u8; 8] = b"DLGAZET\n";
const DIGEST_DIGITS: usize = 64;
const PARTS: usize = 4;
const HEADER: usize = MAGIC.len() + 4 + DIGEST_DIGITS + 4 * PARTS;

/// The embedded gazetteer.
static EMBEDDED: &[u8] = include_bytes!("../../config/gazetteer/gazetteer.dlg");

/// The places of the world by name. Threads share it.
pub struct Gazetteer {
    pub(super) names: Fst<Part>,
    postings: Part,
    sites: Part,
    texts: Part,
    version: String,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Gazetteer").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Gazetteer {
    /// The gazetteer that is built into the program.
    ///
    /// # Errors
    /// Never with the file that is built in.
    pub fn embedded() -> Result<Self, GazetteerError> {
        // What is linked into the program needs no check of its digest, which would read every page of it.
        Self::parse(&Bytes::Embedded(EMBEDDED)).map(|(gazetteer, _)| gazetteer)
    }

    /// Reads a gazetteer from the bytes of its file.
    ///
    /// # Errors
    /// When the bytes are not a whole gazetteer of this version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        let (gazetteer, digest) = Self::parse(&Bytes::Read(bytes.into()))?;
        if gazetteer.digest() == digest {
            Ok(gazetteer)
        } else {
            Err(GazetteerError::Damaged("its digest is another one"))
        }
    }

    /// The first digits of the SHA-256 of the gazetteer.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.sites.as_ref().len() / SITE_BYTES
    }

    /// Whether the gazetteer has no place.
    pub fn is_empty(&self) -> bool {
        self.sites.as_ref().is_empty()
    }

    /// Number of names.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// The places of a posting, most prominent first.
    pub(super) fn sites(&self, posting: u64) -> Vec<Site<'_>> {
        let start = usize::try_from(posting).unwrap_or(usize::MAX);
        let numbers = self.postings.as_ref().get(start.saturating_mul(4)..).unwrap_or_default().as_chunks::<4>().0;
        let Some((count, numbers)) = numbers.split_first() else { return Vec::new() };
        let numbers = numbers.iter().take(u32::from_le_bytes(*count) as usize);
        numbers.filter_map(|number| self.site(u32::from_le_bytes(*number) as usize)).collect()
    }

    fn site(&self, number: usize) -> Option<Site<'_>> {
        let bytes = self.sites.as_ref().get(number.checked_mul(SITE_BYTES)?..)?.first_chunk()?;
        Site::from_bytes(bytes, |offset| self.text(offset))
    }

    /// The text at an offset: a byte for its length, then the text.
    fn text(&self, offset: u32) -> &str {
        let Some((length, rest)) = self.texts.as_ref().get(offset as usize..).and_then(<[u8]>::split_first) else {
            return "";
        };
        rest.get(..usize::from(*length)).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    fn digest(&self) -> String {
        digest_of([self.names.as_bytes(), self.postings.as_ref(), self.sites.as_ref(), self.texts.as_ref()])
    }

    /// A gazetteer and the digest that its header gives.
    fn parse(bytes: &Bytes) -> Result<(Self, String), GazetteerError> {
        let damaged = GazetteerError::Damaged;
        let mut rest = bytes.as_ref().strip_prefix(MAGIC.as_slice()).ok_or(GazetteerError::Foreign)?;
        let version = number(&mut rest).ok_or(damaged("it ends early"))?;
        if version != FORMAT_VERSION {
            return Err(GazetteerError::OtherVersion(version));
        }
        let (digest, mut rest) = rest.split_at_checked(DIGEST_DIGITS).ok_or(damaged("it ends early"))?;
        let digest = std::str::from_utf8(digest).map_err(|_| damaged("its digest is no text"))?.to_owned();
        let mut start = HEADER;
        let mut part = || {
            let length = number(&mut rest).ok_or(damaged("it ends early"))? as usize;
            let (from, to) = (start, start.saturating_add(length));
            start = to;
            bytes.part(from..to).ok_or(damaged("it ends early"))
        };
        let (names, postings, sites, texts) = (part()?, part()?, part()?, part()?);
        let names = Fst::new(names).map_err(|_| damaged("its names are no transducer"))?;
        let version = digest.chars().take(12).collect();
        Ok((Self { names, postings, sites, texts, version }, digest))
    }
}

/// The file of these parts.
pub(super) fn write(parts: [&[u8]; PARTS]) -> Vec<u8> {
    let mut file = Vec::with_capacity(HEADER + parts.iter().map(|part| part.len()).sum::<usize>());
    file.extend(MAGIC);
    file.extend(FORMAT_VERSION.to_le_bytes());
    file.extend(digest_of(parts).as_bytes());
    file.extend(parts.iter().flat_map(|part| (part.len() as u32).to_le_bytes()));
    file.extend(parts.into_iter().flatten());
    file
}

fn digest_of(parts: [&[u8]; PARTS]) -> String {
    digest::hex(parts.concat(), DIGEST_DIGITS)
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*first))
}

/// Bytes that several parts of a gazetteer share.
#[derive(Clone)]
enum Bytes {
    Embedded(&'static [u8]),
    Read(Arc<[u8]>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

impl Bytes {
    /// A range of the bytes; nothing for one that goes beyond them.
    fn part(&self, range: Range<usize>) -> Option<Part> {
        self.as_ref().get(range.clone()).is_some().then(|| Part { bytes: self.clone(), range })
    }
}

/// A part of a file.
pub(super) struct Part {
    bytes: Bytes,
    range: Range<usize>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref().get(self.range.clone()).unwrap_or_default()
    }
}
