//! The field names of the dialects, in the order in which they are tried; dots lead into nested objects.

use crate::model::BodyFormat;

/// Identifiers.
pub(super) const ID: &[&str] = &[
    "uri",
    "id",
    "@id",
    "guid",
    "article_id",
    "story_id",
    "gkgrecordid",
    "_id",
    "identifier",
    "fingerprint",
    "url",
    "link",
];

/// The producer's version of an article.
pub(super) const VERSION: &[&str] = &["version", "_version", "revision"];

/// Headlines that are plain fields; `headlines[]` of ninjs comes before them.
pub(super) const TITLE: &[&str] = &[
    "headline.main",
    "headline",
    "title",
    "webtitle",
    "fields.headline",
    "headline_main",
    "headline_text",
    "name",
    "title_page",
    "title_rss",
    "alternativeheadline",
];

/// Texts, with the format where the name implies it; `bodies[]` of ninjs comes before them.
pub(super) const TEXT: &[(&str, Option<BodyFormat>)] = &[
    ("maintext", None),
    ("plaintext", None),
    ("articlebody", None),
    ("body_text", None),
    ("content_text", Some(BodyFormat::Plain)),
    ("event_text", None),
    ("fields.bodytext", None),
    ("text", None),
    ("body", None),
    ("content", None),
    ("article_text", None),
    ("full_text", None),
    ("fulltext", None),
    ("content_html", Some(BodyFormat::Html)),
    ("body_xhtml", Some(BodyFormat::Html)),
    ("body_html", Some(BodyFormat::Html)),
    ("fields.body", Some(BodyFormat::Html)),
    ("html", Some(BodyFormat::Html)),
    ("raw_text", None),
];

/// Texts that only sum an article up.
pub(super) const SUMMARY: &[&str] = &[
    "descriptions",
    "description",
    "description_text",
    "summary",
    "excerpt",
    "abstract",
    "fields.trailtext",
    "lead_paragraph",
    "snippet",
];

/// Dates of publication.
pub(super) const PUBLISHED: &[&str] = &[
    "datepublished",
    "date_publish",
    "publish_date",
    "publishing_date",
    "date_published",
    "publishedat",
    "published_at",
    "pub_date",
    "pubdate",
    "published",
    "datetimepub",
    "datetime",
    "webpublicationdate",
    "firstpublished",
    "first_publish_date",
    "firstcreated",
    "contentcreated",
    "datecreated",
    "versioncreated",
    "date",
    "date_gmt",
    "post_date",
    "post_date_gmt",
    "v2.1date",
    "v21date",
    "filedate",
    "updated",
];

/// Languages.
pub(super) const LANGUAGE: &[&str] = &["language", "inlanguage", "lang", "meta_lang"];

/// Addresses.
pub(super) const URL: &[&str] = &[
    "url",
    "link",
    "canonical_link",
    "weburl",
    "canonicalurl",
    "mainentityofpage",
    "external_url",
    "v2documentidentifier",
    "documentidentifier",
];

/// Publishers.
pub(super) const PUBLISHER: &[&str] = &[
    "publisher",
    "source.name",
    "source.title",
    "source-hostname",
    "source_name",
    "source_domain",
    "meta_site_name",
    "infosources.name",
    "infosource.name",
    "source_id",
    "hostname",
    "sourceorganization",
    "provider",
    "v2sourcecommonname",
    "copyrightholder",
];

/// Authors.
pub(super) const AUTHORS: &[&str] = &["authors", "author", "creator", "fields.byline", "byline", "by"];
