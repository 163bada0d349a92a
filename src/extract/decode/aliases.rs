//! The field names of the dialects, in the order in which they are tried; dots lead into nested objects. Case and
//! separators do not matter, so that each name stands here once.

use crate::model::BodyFormat;

/// Identifiers. `altids.itemid` is AP's, whose `uri` changes with each version.
pub(super) const ID: &[&str] = &[
    "altids.itemid",
    "uri",
    "id",
    "@id",
    "guid",
    "article_id",
    "story_id",
    "post_id",
    "item_id",
    "document_id",
    "news_id",
    "uuid",
    "gkgrecordid",
    "diffbot_uri",
    "identifier",
    "sys.id",
    "fingerprint",
    "url",
    "link",
];

/// The producer's version of an article.
pub(super) const VERSION: &[&str] = &["version", "revision"];

/// Headlines that are plain fields; `headlines[]` of ninjs comes before them.
pub(super) const TITLE: &[&str] = &[
    "headline.main",
    "headlines.basic",
    "headline",
    "title",
    "webtitle",
    "headline_text",
    "title_page",
    "title_rss",
    "dc:title",
    "post_title",
    "article_title",
    "news_title",
    "page_title",
    "display_title",
    "headline_extended",
    "hl1",
    "alternativeheadline",
    "name",
];

/// Texts, with the format where the name implies it; `bodies[]` of ninjs comes before them, and names that are put
/// together from words for texts come after them.
pub(super) const TEXT: &[(&str, Option<BodyFormat>)] = &[
    ("maintext", None),
    ("plaintext", None),
    ("articlebody", None),
    ("body_text", None),
    ("content_text", Some(BodyFormat::Plain)),
    ("cleaned_text", None),
    ("event_text", None),
    ("text", None),
    ("text_content", None),
    ("body", None),
    ("content", None),
    ("article_text", None),
    ("fulltext", None),
    ("content_elements", None),
    ("paragraphs", None),
    ("content:encoded", None),
    ("content_html", Some(BodyFormat::Html)),
    ("body_xhtml", Some(BodyFormat::Html)),
    ("body_html", Some(BodyFormat::Html)),
    ("html", Some(BodyFormat::Html)),
    ("raw_text", None),
    ("blocks.body", None),
    ("blocks", None),
    ("sections", None),
    ("story_blocks", None),
    ("lexical", None),
    ("mobiledoc", None),
];

/// Texts that only sum an article up.
pub(super) const SUMMARY: &[&str] = &[
    "descriptions",
    "description",
    "description_text",
    "description_summary",
    "description.basic",
    "summary",
    "summary.sentences",
    "lead_paragraph",
    "lead",
    "standfirst",
    "dek",
    "subheadlines.basic",
    "excerpt",
    "abstract",
    "trail_text",
    "teaser",
    "teaser_text",
    "snippet",
    "web_snippet",
    "meta_description",
];

/// Dates of publication.
pub(super) const PUBLISHED: &[&str] = &[
    "display_date",
    "first_publish_date",
    "datepublished",
    "date_publish",
    "publish_date",
    "publishing_date",
    "publishedat",
    "pub_date",
    "published_date",
    "published_time",
    "publication_date",
    "published",
    "datetimepub",
    "datetime",
    "webpublicationdate",
    "firstpublished",
    "firstcreated",
    "contentcreated",
    "datecreated",
    "versioncreated",
    "dc:date",
    "date",
    "date_gmt",
    "post_date",
    "post_date_gmt",
    "v2.1date",
    "filedate",
    "created_at",
    "created_date",
    "created",
    "sys.created_at",
    "updated",
    "updated_at",
];

/// Languages.
pub(super) const LANGUAGE: &[&str] =
    &["language", "inlanguage", "lang", "meta_lang", "human_language", "langcode", "language_code"];

/// Addresses.
pub(super) const URL: &[&str] = &[
    "url",
    "link",
    "canonical_link",
    "weburl",
    "canonical_url",
    "permalink",
    "links.permalink",
    "page_url",
    "resolved_page_url",
    "article_url",
    "mainentityofpage",
    "external_url",
    "v2documentidentifier",
    "documentidentifier",
];

/// Publishers.
pub(super) const PUBLISHER: &[&str] = &[
    "publisher",
    "source.name",
    "site_name",
    "source.title",
    "source-hostname",
    "source_domain",
    "meta_site_name",
    "infosources.name",
    "infosource.name",
    "source_id",
    "thread.site_full",
    "hostname",
    "domain",
    "clean_url",
    "sourceorganization",
    "provider",
    "v2sourcecommonname",
    "copyrightholder",
];

/// Authors.
pub(super) const AUTHORS: &[&str] = &[
    "authors",
    "credits.by",
    "_embedded.author",
    "author",
    "creator",
    "dc:creator",
    "byline.original",
    "bylines",
    "byline",
    "by",
    "authors_byline",
    "author_name",
    "primary_author",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::decode::names::normal;

    #[test]
    fn no_name_stands_twice_in_a_list() {
        let texts: Vec<&str> = TEXT.iter().map(|(name, _)| *name).collect();
        for list in [ID, VERSION, TITLE, &texts, SUMMARY, PUBLISHED, LANGUAGE, URL, PUBLISHER, AUTHORS] {
            let mut names: Vec<String> = list.iter().map(|name| normal(name)).collect();
            names.sort();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        }
    }
}
